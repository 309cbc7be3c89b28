"""The official client against the sandbox: documents, wikis, the drive."""

import io

from lark_sdk import api, calm_sandbox, people  # noqa: F401

MARKDOWN = "# 计划\n\n- one\n- **two**\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n"


def new(api, title="Plan"):
    return api("docx.v1.document.create", {"title": title}).document


def blocks(api, document):
    found, token = [], None
    while True:
        fields = {"page_token": token} if token else {}
        page = api(
            "docx.v1.document_block.list", document_id=document, page_size=5, **fields
        )
        found += page.items
        token = page.page_token
        if not page.has_more:
            return found


def insert(api, document, markdown=MARKDOWN, **fields):
    converted = api(
        "docx.v1.document.convert", {"content_type": "markdown", "content": markdown}
    )
    for block in converted.blocks:
        if block.table:
            block.table.property.merge_info = None
    body = {
        "children_id": converted.first_level_block_ids,
        "descendants": converted.blocks,
        "index": -1,
    }
    return api(
        "docx.v1.document_block_descendant.create",
        body,
        document_id=document,
        block_id=document,
        **fields,
    )


def test_markdown_in_and_out(api):
    document = new(api).document_id
    insert(api, document)
    content = api(
        "docs.v1.content.get", doc_token=document, doc_type="docx", content_type="markdown"
    ).content
    for piece in ("# 计划", "- **two**", "| a | b |", "| 1 | 2 |", "code"):
        assert piece in content
    assert "two" in api("docx.v1.document.raw_content", document_id=document).content
    assert api("docx.v1.document.get", document_id=document).document.revision_id == 2


def test_edits_by_block(api):
    document = new(api).document_id
    token = "25fdf41b-8c80-4ce1-a94c-de8b5e7aa7e6"
    once = insert(api, document, "one\n\ntwo", client_token=token)
    again = insert(api, document, "one\n\ntwo", client_token=token)
    assert again.document_revision_id == once.document_revision_id
    first = once.children[0].block_id
    request = {
        "block_id": first,
        "update_text_elements": {"elements": [{"text_run": {"content": "changed"}}]},
    }
    api("docx.v1.document_block.batch_update", {"requests": [request]}, document_id=document)
    child = {"block_type": 12, "bullet": {"elements": [{"text_run": {"content": "bullet"}}]}}
    api(
        "docx.v1.document_block_children.create",
        {"children": [child], "index": 0},
        document_id=document,
        block_id=document,
    )
    texts = api("docx.v1.document.raw_content", document_id=document).content.split("\n")
    assert texts[1:4] == ["bullet", "changed", "two"]
    api(
        "docx.v1.document_block_children.batch_delete",
        {"start_index": 0, "end_index": 1},
        document_id=document,
        block_id=document,
    )
    assert len(blocks(api, document)) == 3
    refused = api.refused(
        "docx.v1.document_block_children.batch_delete",
        {"start_index": 5, "end_index": 9},
        document_id=document,
        block_id=document,
    )
    assert refused == 1770001
    stale = api.refused(
        "docx.v1.document_block.batch_update",
        {"requests": [request]},
        document_id=document,
        document_revision_id=1,
    )
    assert stale == 1770021
    assert api.refused("docx.v1.document.get", document_id="nothing") == 1770002


def test_lists_have_their_limits(api):
    document = new(api).document_id
    where = {"document_id": document, "block_id": document}
    rules = [{"block_type": 22, "divider": {}} for _ in range(51)]
    name = "docx.v1.document_block_children.create"
    assert api.refused(name, {"children": rules}, **where) == 99992402
    assert api.refused(name, {"children": []}, **where) == 99992402
    api(name, {"children": rules[:50]}, **where)
    docs = {"request_docs": [{"doc_token": document, "doc_type": "docx"}] * 201}
    assert api.refused("drive.v1.meta.batch_query", docs) == 99992402
    assert api.refused("drive.v1.file.create_folder", {"name": "Nowhere"}) == 99992402


def test_a_wiki_page(api):
    space = next(
        s for s in api("wiki.v2.space.list", page_size=50).items if "handbook" in s.name
    ).space_id
    body = {"obj_type": "docx", "node_type": "origin", "title": "New page"}
    node = api("wiki.v2.space_node.create", body, space_id=space).node
    got = api("wiki.v2.space.get_node", token=node.node_token).node
    assert (got.obj_token, got.title) == (node.obj_token, "New page")
    insert(api, node.obj_token, "text of the page")
    assert "text of the page" in api(
        "docx.v1.document.raw_content", document_id=node.obj_token
    ).content
    found = api.send(
        "POST", "/open-apis/wiki/v2/nodes/search", {"query": "New page"}, as_user=True
    )
    assert [item["node_id"] for item in found["data"]["items"]] == [node.node_token]


def test_documents_and_pages_move_in_a_wiki(api):
    spaces = api("wiki.v2.space.list", page_size=50).items
    handbook = next(s for s in spaces if "handbook" in s.name)
    other = next(s for s in spaces if s.space_id != handbook.space_id)
    document = new(api).document_id
    body = {"obj_type": "docx", "obj_token": document}
    moved = api("wiki.v2.space_node.move_docs_to_wiki", body, space_id=handbook.space_id)
    again = api("wiki.v2.space_node.move_docs_to_wiki", body, space_id=handbook.space_id)
    assert moved.wiki_token and again.wiki_token == moved.wiki_token
    page = {"obj_type": "docx", "node_type": "origin", "title": "Below"}
    below = {**page, "parent_node_token": moved.wiki_token}
    child = api("wiki.v2.space_node.create", below, space_id=handbook.space_id).node
    where = {"space_id": handbook.space_id, "node_token": moved.wiki_token}
    node = api(
        "wiki.v2.space_node.move", {"target_space_id": other.space_id}, **where
    ).node
    assert (node.space_id, node.node_token) == (other.space_id, moved.wiki_token)
    got = api("wiki.v2.space.get_node", token=child.node_token).node
    assert (got.space_id, got.parent_node_token) == (other.space_id, moved.wiki_token)
    where["space_id"] = other.space_id
    circle = {"target_parent_token": child.node_token}
    assert api.refused("wiki.v2.space_node.move", circle, **where) == 131002
    sheet = api("sheets.v3.spreadsheet.create", {"title": "Numbers"}).spreadsheet
    body = {"obj_type": "sheet", "obj_token": sheet.spreadsheet_token}
    task = api("wiki.v2.space_node.move_docs_to_wiki", body, space_id=other.space_id).task_id
    results = [
        api("wiki.v2.task.get", task_id=task, task_type="move").task.move_result[0]
        for _ in range(2)
    ]
    assert [r.status_msg for r in results] == ["processing", "success"]
    assert results[1].node.obj_token == sheet.spreadsheet_token
    stranger = {"task_id": task, "task_type": "move", "as_user": True}
    assert api.refused("wiki.v2.task.get", **stranger) == 131006
    assert api.refused("wiki.v2.task.get", task_id="7", task_type="move") == 131005


def test_what_the_client_has_no_method_for(api):
    root = api.send("GET", "/open-apis/drive/explorer/v2/root_folder/meta")["data"]
    assert root["token"]
    made = api("drive.v1.file.create_folder", {"name": "Top", "folder_token": root["token"]})
    assert made.token in [f.token for f in api("drive.v1.file.list").files]
    search = "/open-apis/suite/docs-api/search/object"
    body = {"search_key": "路线图", "count": 10, "offset": 0}
    found = api.send("POST", search, body, as_user=True)["data"]
    assert found["total"] == len(found["docs_entities"]) > 0
    assert api.send("POST", search, body)["code"] == 99991663
    bot = api.send("GET", "/open-apis/bot/v3/info")
    assert bot["bot"]["open_id"].startswith("ou_") and "data" not in bot


def test_files_and_folders(api):
    folder = api("drive.v1.file.create_folder", {"name": "Reports", "folder_token": ""}).token
    content = "文件".encode()
    body = {
        "file_name": "a.txt",
        "parent_type": "explorer",
        "parent_node": folder,
        "size": len(content),
        "file": io.BytesIO(content),
    }
    file = api("drive.v1.file.upload_all", body).file_token
    assert api("drive.v1.file.download", file_token=file).file.read() == content
    copy = {"name": "b.txt", "type": "file", "folder_token": folder}
    copied = api("drive.v1.file.copy", copy, file_token=file).file
    assert {f.name for f in api("drive.v1.file.list", folder_token=folder).files} == {
        "a.txt",
        "b.txt",
    }
    other = api("drive.v1.file.create_folder", {"name": "Old", "folder_token": folder}).token
    api("drive.v1.file.move", {"type": "file", "folder_token": other}, file_token=copied.token)
    assert [f.name for f in api("drive.v1.file.list", folder_token=other).files] == ["b.txt"]
    task = api("drive.v1.file.delete", file_token=other, type="folder").task_id
    states = [api("drive.v1.file.task_check", task_id=task).status for _ in range(2)]
    assert states == ["process", "success"]
    docs = [{"doc_token": file, "doc_type": "file"}, {"doc_token": "gone", "doc_type": "docx"}]
    metas = api("drive.v1.meta.batch_query", {"request_docs": docs, "with_url": True})
    assert metas.metas[0].title == "a.txt" and metas.failed_list[0].token == "gone"


def test_sharing(api):
    document = new(api).document_id
    lin = people(api.sandbox)["lin.xiaoyu"]["open_id"]
    seen = "docx.v1.document.get"
    assert api.refused(seen, as_user=True, document_id=document) == 1770032
    member = {"member_type": "openid", "member_id": lin, "perm": "view"}
    api("drive.v1.permission_member.create", member, token=document, type="docx")
    assert api(seen, as_user=True, document_id=document)
    members = api("drive.v1.permission_member.list", token=document, type="docx").items
    assert [m.perm for m in members] == ["full_access", "view"]
    assert [m.name for m in members] == [None, None]
    for fields in ("name,type", "*"):
        told = api("drive.v1.permission_member.list", token=document, type="docx", fields=fields)
        assert [m.type for m in told.items] == ["user", "user"]
        assert told.items[1].name == "林晓雨"
        assert bool(told.items[1].avatar) == (fields == "*")
    wrong = {"token": document, "type": "docx", "fields": "name,age"}
    assert api.refused("drive.v1.permission_member.list", **wrong) == 99992402
    wrong = {"token": document, "type": "sheet"}
    assert api.refused("drive.v1.permission_member.list", **wrong) == 1063001
    refused = api.refused(
        "docx.v1.document_block_children.create",
        {"children": [{"block_type": 22, "divider": {}}]},
        as_user=True,
        document_id=document,
        block_id=document,
    )
    assert refused == 1770032
    api(
        "drive.v1.permission_member.delete",
        {},
        token=document,
        type="docx",
        member_id=lin,
        member_type="openid",
    )
    assert api.refused(seen, as_user=True, document_id=document) == 1770032


def test_what_a_link_allows(api):
    where = {"token": new(api).document_id, "type": "docx"}
    before = api("drive.v2.permission_public.get", **where).permission_public
    assert (before.link_share_entity, before.external_access_entity) == (
        "tenant_readable",
        "closed",
    )
    everyone = {"link_share_entity": "anyone_readable"}
    assert api.refused("drive.v2.permission_public.patch", everyone, **where) == 1063003
    opened = {**everyone, "external_access_entity": "open"}
    changed = api("drive.v2.permission_public.patch", opened, **where).permission_public
    assert changed.link_share_entity == "anyone_readable"
    api("drive.v2.permission_public.patch", {"comment_entity": "anyone_can_edit"}, **where)
    after = api("drive.v2.permission_public.get", **where).permission_public
    assert after.comment_entity == "anyone_can_edit"
    assert after.link_share_entity == "anyone_readable"
    wrong = {"link_share_entity": "everybody"}
    assert api.refused("drive.v2.permission_public.patch", wrong, **where) == 99992402
    gone = {**where, "token": "gone"}
    assert api.refused("drive.v2.permission_public.get", **gone) == 1063005


def test_code_keeps_its_language(api):
    fences = "```python\nprint(1)\n```\n\n```ts\nlet a\n```\n\n```nonsense\n?\n```\n\n```\nx\n```\n"
    document = new(api).document_id
    insert(api, document, fences)
    code = [b.code for b in blocks(api, document) if b.block_type == 14]
    assert [c.style.language for c in code] == [49, 63, 1, 1]
    markdown = api("docs.v1.content.get", doc_token=document, doc_type="docx",
                   content_type="markdown").content
    assert "```python\nprint(1)\n```" in markdown


def test_comments(api):
    document = new(api).document_id

    def content(text):
        return {"elements": [{"type": "text_run", "text_run": {"text": text}}]}

    made = api(
        "drive.v1.file_comment.create",
        {"reply_list": {"replies": [{"content": content("first")}]}},
        file_token=document,
        file_type="docx",
    )
    where = {"file_token": document, "file_type": "docx", "comment_id": made.comment_id}
    reply = api.send(
        "POST",
        f"/open-apis/drive/v1/files/{document}/comments/{made.comment_id}/replies",
        {"content": content("second")},
        queries=[("file_type", "docx")],
    )
    assert reply["code"] == 0
    api("drive.v1.file_comment.patch", {"is_solved": True}, **where)
    comments = api("drive.v1.file_comment.list", file_token=document, file_type="docx").items
    texts = [r.content.elements[0].text_run.text for r in comments[0].reply_list.replies]
    assert texts == ["first", "second"] and comments[0].is_solved


def test_export_and_import(api):
    document = new(api, "Out").document_id
    insert(api, document, "body text")
    body = {"file_extension": "pdf", "token": document, "type": "docx"}
    ticket = api("drive.v1.export_task.create", body).ticket
    first = api("drive.v1.export_task.get", ticket=ticket, token=document).result
    done = api("drive.v1.export_task.get", ticket=ticket, token=document).result
    assert (first.job_status, done.job_status) == (2, 0)
    file = api("drive.v1.export_task.download", file_token=done.file_token)
    assert b"body text" in file.file.read()
    wrong = dict(body, file_extension="csv")
    assert api.refused("drive.v1.export_task.create", wrong) == 1069918
    media = {
        "file_name": "in.md",
        "parent_type": "ccm_import_open",
        "size": 9,
        "extra": '{"obj_type":"docx","file_extension":"md"}',
        "file": io.BytesIO(b"# Heading"),
    }
    token = api("drive.v1.media.upload_all", media).file_token
    assert api("drive.v1.media.download", file_token=token).file.read() == b"# Heading"
    urls = api("drive.v1.media.batch_get_tmp_download_url", file_tokens=[token])
    assert urls.tmp_download_urls[0].file_token == token
    body = {
        "file_extension": "md",
        "file_token": token,
        "type": "docx",
        "file_name": "In",
        "point": {"mount_type": 1, "mount_key": ""},
    }
    ticket = api("drive.v1.import_task.create", body).ticket
    api("drive.v1.import_task.get", ticket=ticket)
    done = api("drive.v1.import_task.get", ticket=ticket).result
    assert done.job_status == 0
    assert "Heading" in api("docx.v1.document.raw_content", document_id=done.token).content
