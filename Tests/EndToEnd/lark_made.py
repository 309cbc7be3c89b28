"""Documents, bases and spreadsheets that rows make beforehand by the official client."""

import copy

from lark_requests import Call

THREE = "第一段 one\n\n第二段 two\n\n第三段 three"
HOST = "https://yunshan.feishu.cn"
HANDBOOK = "7076119247920429263"  # A wiki space.
REVIEWS = "事故复盘 Post-mortems"  # A page at its top, with pages below.
OUTAGE = "登录故障复盘 Login outage"

FIELDS = [
    {"field_name": "名称", "type": 1},
    {"field_name": "数量", "type": 2},
    {"field_name": "状态", "type": 3, "property": {"options": [{"name": "待办"}]}},
    {"field_name": "标签", "type": 4, "property": {"options": [{"name": "甲"}]}},
    {"field_name": "日期", "type": 5},
    {"field_name": "好", "type": 7},
    {"field_name": "谁", "type": 11},
    {"field_name": "电话", "type": 13},
    {"field_name": "网址", "type": 15},
]


def page(scene, title) -> str:
    """The link of the wiki page with that title."""
    found = scene.rack.overview()["documents"]
    return next(one["url"] for one in found if one["title"] == title)


def token(url) -> str:
    return url.rpartition("/")[2]


def get_node(url):
    return Call("wiki.v2.space.get_node", token=token(url))


def empty(scene) -> str:
    """The id of a new document without text."""
    return scene.did("docx.v1.document.create", {"title": "周报"})["document"]["document_id"]


def written(scene) -> dict:
    """A new document of three paragraphs: its id, and those of the paragraphs."""
    made, call = empty(scene), convert(THREE)
    call = inserted(made, scene.did(call.name, call.body))
    blocks = scene.did(call.name, call.body, **call.fields)["children"]
    return {"id": made, "blocks": [one["block_id"] for one in blocks]}


def convert(markdown):
    return Call("docx.v1.document.convert", {"content_type": "markdown", "content": markdown})


def inserted(document, converted, index=-1, revision=-1):
    """The insertion of what the conversion answered, in the form that Lark's documents tell."""
    blocks = copy.deepcopy(converted["blocks"])
    for block in blocks:
        block.pop("parent_id", None)  # The members of `descendants` have none.
        block.get("table", {}).get("property", {}).pop("merge_info", None)  # It is read-only.
    return Call(
        "docx.v1.document_block_descendant.create",
        {
            "children_id": converted["first_level_block_ids"],
            "descendants": blocks,
            "index": index,
        },
        document_id=document,
        block_id=document,
        document_revision_id=revision,
    )


def folder(scene) -> str:
    """The token of a new folder at the top of the bot's drive."""
    body = {"name": "夹", "folder_token": ""}
    return scene.did("drive.v1.file.create_folder", body)["token"]


def base(scene) -> dict:
    """A new base, as Lark tells it."""
    return scene.did("bitable.v1.app.create", {"name": "客户库"})["app"]


def table(scene) -> dict:
    """A new base with a table of those fields; the members of the paths to it."""
    app = base(scene)["app_token"]
    body = {"table": {"name": "任务", "fields": FIELDS}}
    made = scene.did("bitable.v1.app_table.create", body, app_token=app)
    return {"app_token": app, "table_id": made["table_id"]}


def place(scene) -> dict:
    return {name: scene.given[name] for name in ("app_token", "table_id")}


def to(scene, **arguments) -> dict:
    """The arguments for the table that was given, by its id."""
    given = scene.given
    return {"base": given["app_token"], "table": given["table_id"], **arguments}


def named(scene, **arguments) -> dict:
    """The arguments for the table that was given, by its name."""
    return {"base": f"{HOST}/base/{scene.given['app_token']}", "table": "任务", **arguments}


def tables(app):
    return Call("bitable.v1.app_table.list", app_token=app, page_size=100)


def spreadsheet(scene) -> dict:
    """A new spreadsheet: its token, and the id of its sheet."""
    made = scene.did("sheets.v3.spreadsheet.create", {"title": "预算"})["spreadsheet"]
    name = made["spreadsheet_token"]
    sheets = scene.did("sheets.v3.spreadsheet_sheet.query", spreadsheet_token=name)["sheets"]
    return {"token": name, "sheet": sheets[0]["sheet_id"]}
