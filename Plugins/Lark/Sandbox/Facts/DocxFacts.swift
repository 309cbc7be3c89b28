extension EndpointFacts {
  static let docs = """
    GET /docs/v1/content TU 5/s
      scopes docs:document.content:read
      query doc_token!~22..27 doc_type!=docx content_type!=markdown lang=zh|en|ja
    GET /docx/v1/documents/:document_id/raw_content TU 5/s
      scopes docx:document docx:document:readonly
      query lang:i=0|1|2
    GET /docx/v1/documents/:document_id TU 5/s
      scopes docx:document docx:document:readonly
    POST /docx/v1/documents TU 3/s
      scopes docx:document docx:document:create
      body folder_token title~1..800
    POST /docx/v1/documents/blocks/convert TU
      scopes docx:document.block:convert
      query user_id_type=open_id|union_id|user_id
      body content_type!=markdown|html content!~1..10485760
    POST /docx/v1/documents/:document_id/blocks/:block_id/descendant TU 3/s
      scopes docx:document docx:document:write_only
      query document_revision_id:i#-1.. client_token user_id_type=open_id|union_id|user_id
      body children_id![]~1..1000 index:i#-1.. descendants![]~1..1000{ block_id children[]
        block_type!:i=1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|17|18|19|20|21|22|23|24|25|26|27|28|
        29|30|31|32|33|34|35|36|37|38|39|40|41|42|43|44|45|46|47|48|49|50|51|52|999 text:a
        heading1:a heading2:a heading3:a heading4:a heading5:a heading6:a heading7:a heading8:a
        heading9:a bullet:a ordered:a code:a quote:a equation:a todo:a bitable:a callout:a
        chat_card:a divider:a file:a grid:a grid_column:a iframe:a image:a isv:a add_ons:a
        sheet:a table:a table_cell:a view:a quote_container:a task:a okr:a comment_ids[]
        wiki_catalog:a board:a link_preview:a source_synced:a reference_synced:a sub_page_list:a
        ai_template:a }
    POST /docx/v1/documents/:document_id/blocks/:block_id/children TU 3/s
      scopes docx:document docx:document:write_only
      query document_revision_id:i#-1.. client_token user_id_type=open_id|union_id|user_id
      body children[]~1..50{ block_type!:i=1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|17|18|19|20|21|
        22|23|24|25|26|27|28|29|30|31|32|33|34|35|36|37|38|39|40|41|42|43|44|45|46|47|48|49|50|
        51|52|999 text:a heading1:a heading2:a heading3:a heading4:a heading5:a heading6:a
        heading7:a heading8:a heading9:a bullet:a ordered:a code:a quote:a equation:a todo:a
        bitable:a callout:a chat_card:a divider:a file:a grid:a iframe:a image:a isv:a add_ons:a
        sheet:a table:a quote_container:a task:a okr:a comment_ids[] wiki_catalog:a board:a
        link_preview:a source_synced:a reference_synced:a sub_page_list:a ai_template:a }
        index:i
    GET /docx/v1/documents/:document_id/blocks TU 5/s
      scopes docx:document docx:document:readonly
      query page_size:i#..500 page_token document_revision_id:i#-1..
        user_id_type=open_id|union_id|user_id
    PATCH /docx/v1/documents/:document_id/blocks/batch_update TU 3/s
      scopes docx:document docx:document:write_only
      query document_revision_id:i#-1.. client_token user_id_type=open_id|union_id|user_id
      body requests![]~..200{ update_text_elements:a update_text_style:a update_table_property:a
        insert_table_row:a insert_table_column:a delete_table_rows:a delete_table_columns:a
        merge_table_cells:a unmerge_table_cells:a insert_grid_column:a delete_grid_column:a
        update_grid_column_width_ratio:a replace_image:a replace_file:a block_id update_text:a
        update_task:a }
    DELETE /docx/v1/documents/:document_id/blocks/:block_id/children/batch_delete TU 3/s
      scopes docx:document
      query document_revision_id:i#-1.. client_token
      body start_index!:i#0.. end_index!:i#1..
    """
}
