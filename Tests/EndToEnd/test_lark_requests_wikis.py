"""The requests for what a link of a wiki page shows are those of the official client."""

from lark_lookups import CHEN
from lark_made import FIELDS, HANDBOOK, HOST, convert, get_node, inserted, tables
from lark_requests import Call, Plain, Row, pair, rows, world  # noqa: F401


def shown(kind):
    """Makes a wiki page of that kind, as Lark tells it."""

    def made(scene) -> dict:
        body = {"obj_type": kind, "node_type": "origin", "title": "页"}
        return scene.did("wiki.v2.space_node.create", body, space_id=HANDBOOK)["node"]

    return made


def base_with_table(scene) -> dict:
    node = shown("bitable")(scene)
    body = {"table": {"name": "任务", "fields": FIELDS}}
    made = scene.did("bitable.v1.app_table.create", body, app_token=node["obj_token"])
    return node | {"table": made["table_id"]}


def base_with_records(scene) -> dict:
    node = base_with_table(scene)
    call = records(node, "batch_create", records=[{"fields": {"名称": "苹果"}}])
    made = scene.did(call.name, call.body, **call.fields)["records"]
    return node | {"records": [one["record_id"] for one in made]}


def spreadsheet(scene) -> dict:
    node = shown("sheet")(scene)
    answer = scene.did("sheets.v3.spreadsheet_sheet.query", spreadsheet_token=node["obj_token"])
    return node | {"sheet": answer["sheets"][0]["sheet_id"]}


def link(scene, **more) -> str:
    query = "&".join(f"{name}={value}" for name, value in more.items())
    return f"{HOST}/wiki/{scene.given['node_token']}" + (f"?{query}" if query else "")


def row(tool, given, arguments, calls, **more) -> Row:
    """A row in whose requests that for the wiki page comes first."""
    return Row(
        tool,
        given=given,
        arguments=arguments,
        calls=lambda scene: [get_node(link(scene)), *calls(scene, scene.given["obj_token"])],
        **more,
    )


def place(node) -> dict:
    return {"app_token": node["obj_token"], "table_id": node["table"]}


def records(node, method, **body):
    return Call(f"bitable.v1.app_table_record.{method}", body, **place(node))


def fields(node):
    return Call("bitable.v1.app_table_field.list", page_size=100, **place(node))


def sheets(name):
    return Call("sheets.v3.spreadsheet_sheet.query", spreadsheet_token=name)


def cells(method, name, action, place, values, **query):
    """The client has no class for the values of cells."""
    body = {"valueRange": {"range": place, "values": values}}
    path = f"/open-apis/sheets/v2/spreadsheets/{name}/{action}"
    return Plain(method, path, body, query=query.items())


DOCUMENTS = [
    row(
        "append_doc",
        shown("docx"),
        lambda scene: {"doc": link(scene), "markdown": "一"},
        lambda scene, document: [convert("一"), inserted(document, scene.answers[1])],
    ),
    row(
        "comment_doc",
        shown("docx"),
        lambda scene: {"doc": link(scene), "text": "好"},
        lambda scene, document: [
            Call(
                "drive.v1.file_comment.create",
                {
                    "reply_list": {
                        "replies": [
                            {
                                "content": {
                                    "elements": [{"type": "text_run", "text_run": {"text": "好"}}]
                                }
                            }
                        ]
                    }
                },
                file_token=document,
                file_type="docx",
            )
        ],
    ),
    row(
        "download_file",
        shown("docx"),
        lambda scene: {"file": link(scene)},
        lambda scene, document: [],
        may_fail=True,
    ),
    # Members of a page are those of its node.
    Row(
        "share_doc",
        given=shown("sheet"),
        arguments=lambda scene: {"doc": link(scene), "with": CHEN, "link": "company_view"},
        calls=lambda scene: [
            Call(
                "drive.v2.permission_public.patch",
                {"link_share_entity": "tenant_readable"},
                token=scene.given["node_token"],
                type="wiki",
            ),
            Call(
                "drive.v1.permission_member.create",
                {"member_type": "email", "member_id": CHEN, "perm": "view"},
                token=scene.given["node_token"],
                type="wiki",
            ),
        ],
    ),
]
BASES = [
    row(
        "query_records",
        base_with_table,
        lambda scene: {"base": link(scene, table=scene.given["table"])},
        lambda scene, app: [
            fields(scene.given),
            Call("bitable.v1.app_table_record.search", {}, page_size=50, **place(scene.given)),
        ],
    ),
    row(
        "create_records",
        base_with_table,
        lambda scene: {"base": link(scene), "table": "任务", "records": {"名称": "梨"}},
        lambda scene, app: [
            tables(app),
            fields(scene.given),
            records(scene.given, "batch_create", records=[{"fields": {"名称": "梨"}}]),
        ],
    ),
    row(
        "update_records",
        base_with_records,
        lambda scene: {
            "base": link(scene),
            "table": "任务",
            "records": {"record_id": scene.given["records"][0], "名称": "杏"},
        },
        lambda scene, app: [
            tables(app),
            fields(scene.given),
            Call(
                "bitable.v1.app_table_record.batch_update",
                {"records": [{"record_id": scene.given["records"][0], "fields": {"名称": "杏"}}]},
                client_token=None,  # Lark's documents have no key here.
                **place(scene.given),
            ),
        ],
    ),
    row(
        "delete_records",
        base_with_records,
        lambda scene: {
            "base": link(scene, table=scene.given["table"]),
            "records": scene.given["records"],
        },
        lambda scene, app: [
            records(scene.given, "batch_delete", records=scene.given["records"])
        ],
    ),
    row(
        "create_table",
        shown("bitable"),
        lambda scene: {"base": link(scene), "name": "人", "fields": {"姓名": "text"}},
        lambda scene, app: [
            Call(
                "bitable.v1.app_table.create",
                {"table": {"name": "人", "fields": [{"field_name": "姓名", "type": 1}]}},
                app_token=app,
            )
        ],
    ),
    row(
        "add_field",
        base_with_table,
        lambda scene: {
            "base": link(scene, table=scene.given["table"]),
            "name": "分",
            "type": "rating",
        },
        lambda scene, app: [
            Call(
                "bitable.v1.app_table_field.create",
                {"field_name": "分", "type": 2, "ui_type": "Rating"},
                **place(scene.given),
            )
        ],
    ),
]
SPREADSHEETS = [
    row(
        "read_sheet",
        spreadsheet,
        lambda scene: {"spreadsheet": link(scene), "ranges": "B1:C2"},
        lambda scene, name: [
            sheets(name),
            Plain(
                "GET",
                f"/open-apis/sheets/v2/spreadsheets/{name}/values_batch_get",
                query=[
                    ("ranges", f"{scene.given['sheet']}!B1:C2"),
                    ("valueRenderOption", "FormattedValue"),
                    ("dateTimeRenderOption", "FormattedString"),
                ],
            ),
        ],
    ),
    row(
        "write_sheet",
        spreadsheet,
        lambda scene: {"spreadsheet": link(scene), "range": "A1", "values": [["一", 1]]},
        lambda scene, name: [
            sheets(name),
            cells("PUT", name, "values", f"{scene.given['sheet']}!A1:B1", [["一", 1]]),
        ],
    ),
    row(
        "append_to_sheet",
        spreadsheet,
        lambda scene: {
            "spreadsheet": link(scene, sheet=scene.given["sheet"]),
            "values": [["一"], ["二"]],
        },
        lambda scene, name: [
            sheets(name),
            cells(
                "POST",
                name,
                "values_append",
                f"{scene.given['sheet']}!A1:A2",
                [["一"], ["二"]],
                insertDataOption="INSERT_ROWS",
            ),
        ],
    ),
    row(
        "find_in_sheet",
        spreadsheet,
        lambda scene: {"spreadsheet": link(scene), "text": "一", "range": "A1:B2"},
        lambda scene, name: [
            sheets(name),
            Call(
                "sheets.v3.spreadsheet_sheet.find",
                {
                    "find_condition": {
                        "range": f"{scene.given['sheet']}!A1:B2",
                        "match_case": False,
                        "match_entire_cell": False,
                        "search_by_regex": False,
                        "include_formulas": False,
                    },
                    "find": "一",
                },
                spreadsheet_token=name,
                sheet_id=scene.given["sheet"],
            ),
        ],
        may_fail=True,
    ),
]


@rows(DOCUMENTS + BASES + SPREADSHEETS)
def test_requests_are_those_of_the_official_client(pair, row):
    pair.compare(row)
