extension EndpointFacts {
  static let bitable = """
    POST /bitable/v1/apps TU 20/m
      scopes base:app:create bitable:app
      body name folder_token time_zone
    GET /bitable/v1/apps/:app_token TU 20/s
      scopes base:app:read bitable:app bitable:app:readonly
    GET /bitable/v1/apps/:app_token/tables TU 20/s
      scopes base:table:read bitable:app bitable:app:readonly
      query page_token page_size:i#..100
    POST /bitable/v1/apps/:app_token/tables TU 10/s
      scopes base:table:create bitable:app
      body table{ name~1..100 default_view_name fields[]~1..300{ field_name!
        type!:i=1|2|3|4|5|7|11|13|15|17|18|20|21|22|23|1001|1002|1003|1004|1005
        ui_type=Text|Barcode|Number|Progress|Currency|Rating|SingleSelect|MultiSelect|DateTime|
        Checkbox|User|GroupChat|Phone|Url|Attachment|SingleLink|Formula|DuplexLink|Location|
        CreatedTime|ModifiedTime|CreatedUser|ModifiedUser|AutoNumber property{ options[]{
        color:i#0..54 } auto_serial{ type!=custom|auto_increment_number } location{
        input_type!=only_mobile|not_limit } allowed_edit_modes:a rating:a } description:a } }
    GET /bitable/v1/apps/:app_token/tables/:table_id/fields TU 20/s
      scopes base:field:read bitable:app bitable:app:readonly
      query view_id text_field_as_array:b page_token page_size:i#..100
    POST /bitable/v1/apps/:app_token/tables/:table_id/fields TU 10/s
      scopes base:field:create bitable:app
      query client_token
      body field_name! type!:i=1|2|3|4|5|7|11|13|15|17|18|20|21|22|23|1001|1002|1003|1004|1005
        property{ options[]{ color:i#0..54 } formatter date_formatter auto_fill:b multiple:b
        table_id back_field_name auto_serial{ type!=custom|auto_increment_number options[]{
        type!=system_number|fixed_text|created_time value! } } location{
        input_type!=only_mobile|not_limit } formula_expression allowed_edit_modes:a min:d max:d
        range_customize:b currency_code rating:a type{
        data_type!:i=1|2|3|4|5|7|11|13|15|17|18|20|21|22|23|1001|1002|1003|1004|1005 ui_property{
        currency_code~0..20 formatter~0..50 date_formatter~0..50 rating:a }
        ui_type=Number|Progress|Currency|Rating|DateTime } } description{ disable_sync:b text }
        ui_type=Text|Email|Barcode|Number|Progress|Currency|Rating|SingleSelect|MultiSelect|
        DateTime|Checkbox|User|GroupChat|Phone|Url|Attachment|SingleLink|Formula|DuplexLink|
        Location|CreatedTime|ModifiedTime|CreatedUser|ModifiedUser|AutoNumber
    GET /bitable/v1/apps/:app_token/tables/:table_id/views TU 20/s
      scopes base:view:read bitable:app bitable:app:readonly
      query page_size:i#..100 page_token user_id_type=open_id|union_id|user_id
    POST /bitable/v1/apps/:app_token/tables/:table_id/records/search TU 20/s
      scopes base:record:retrieve bitable:app bitable:app:readonly
      query user_id_type=open_id|union_id|user_id page_token page_size:i
      body view_id~0..50 field_names[]~0..200 sort[]~0..100{ field_name~0..1000 desc:b } filter{
        conjunction=and|or~0..10 conditions[]~0..50{ field_name!~0..1000
        operator!=is|isNot|contains|doesNotContain|isEmpty|isNotEmpty|isGreater|isGreaterEqual|
        isLess|isLessEqual|like|in value[]~0..10 } } automatic_fields:b
    POST /bitable/v1/apps/:app_token/tables/:table_id/records/batch_get TU 20/s
      scopes base:record:read bitable:app bitable:app:readonly
      body record_ids![]~1..100 user_id_type=user_id|union_id|open_id with_shared_url:b
        automatic_fields:b
    POST /bitable/v1/apps/:app_token/tables/:table_id/records TU 50/s
      scopes base:record:create bitable:app
      query user_id_type=open_id|union_id|user_id client_token ignore_consistency_check:b
      body fields!:a
    PUT /bitable/v1/apps/:app_token/tables/:table_id/records/:record_id TU 50/s
      scopes base:record:update bitable:app
      query user_id_type=open_id|union_id|user_id ignore_consistency_check:b
      body fields!:a
    DELETE /bitable/v1/apps/:app_token/tables/:table_id/records/:record_id TU 50/s
      scopes base:record:delete bitable:app
      query ignore_consistency_check:b
    POST /bitable/v1/apps/:app_token/tables/:table_id/records/batch_create TU 50/s
      scopes base:record:create bitable:app
      query user_id_type=open_id|union_id|user_id client_token ignore_consistency_check:b
      body records![]{ fields!:a shared_url record_url }
    POST /bitable/v1/apps/:app_token/tables/:table_id/records/batch_update TU 50/s
      scopes base:record:update bitable:app
      query user_id_type=open_id|union_id|user_id ignore_consistency_check:b
      body records![]{ fields!:a record_id shared_url record_url }
    POST /bitable/v1/apps/:app_token/tables/:table_id/records/batch_delete TU 50/s
      scopes base:record:delete bitable:app
      query ignore_consistency_check:b
      body records![]
    """
}
