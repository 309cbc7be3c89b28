"""The requests of the tools for spreadsheets are those of the official client."""

from lark_made import HOST, folder, spreadsheet
from lark_requests import Call, Plain, Row, pair, rows, world  # noqa: F401

VALUES = [["项目", 12.5, True], ["=B1*2", "'=text"]]
# Rows of one length; a formula is an object, an apostrophe before = makes a text.
SENT = [["项目", 12.5, True], [{"type": "formula", "text": "=B1*2"}, "=text", None]]
SHOWN = {"valueRenderOption": "FormattedValue", "dateTimeRenderOption": "FormattedString"}


def sheets(name):
    return Call("sheets.v3.spreadsheet_sheet.query", spreadsheet_token=name)


# The client has no classes for the values of cells.
def values(name, ranges, **options):
    query = [("ranges", ranges), *(SHOWN | options).items()]
    return Plain("GET", f"/open-apis/sheets/v2/spreadsheets/{name}/values_batch_get", query=query)


def put(name, place, cells):
    body = {"valueRange": {"range": place, "values": cells}}
    return Plain("PUT", f"/open-apis/sheets/v2/spreadsheets/{name}/values", body)


def append(name, place, cells):
    body = {"valueRange": {"range": place, "values": cells}}
    path = f"/open-apis/sheets/v2/spreadsheets/{name}/values_append"
    return Plain("POST", path, body, query=[("insertDataOption", "INSERT_ROWS")])


def find(scene, text, place, **conditions):
    usual = dict.fromkeys(
        ("match_case", "match_entire_cell", "search_by_regex", "include_formulas"), False
    )
    condition = {"range": f"{scene.given['sheet']}!{place}"} | usual | conditions
    return Call(
        "sheets.v3.spreadsheet_sheet.find",
        {"find_condition": condition, "find": text},
        spreadsheet_token=scene.given["token"],
        sheet_id=scene.given["sheet"],
    )


def of(scene, **arguments) -> dict:
    """The arguments for the spreadsheet that was given."""
    return {"spreadsheet": scene.given["token"], **arguments}


def at(scene, place) -> str:
    return f"{scene.given['sheet']}!{place}"


def whole(scene) -> str:
    """All cells of the first sheet, as the answer about the sheets tells."""
    grid = scene.answers[0]["sheets"][0]["grid_properties"]
    assert grid["column_count"] <= 26
    return f"A1:{chr(ord('A') + grid['column_count'] - 1)}{grid['row_count']}"


MAKING = [
    Row(
        "create_sheet",
        arguments={"title": "预算 💰"},
        calls=[Call("sheets.v3.spreadsheet.create", {"title": "预算 💰"})],
    ),
    Row(
        "create_sheet",
        label="as the user",
        as_user=True,
        arguments={"title": "预算"},
        calls=[Call("sheets.v3.spreadsheet.create", {"title": "预算"})],
    ),
    Row(
        "create_sheet",
        label="in a folder, with values",
        given=folder,
        arguments=lambda scene: {"title": "预算", "folder": scene.given, "values": VALUES},
        calls=lambda scene: filled(
            scene,
            scene.answers[0]["spreadsheet"]["spreadsheet_token"],
            scene.answers[1]["sheets"][0]["sheet_id"],
        ),
    ),
]
READING = [
    Row(
        "read_sheet",
        given=spreadsheet,
        arguments=lambda scene: of(scene),
        calls=lambda scene: [
            sheets(scene.given["token"]),
            values(scene.given["token"], at(scene, whole(scene))),
        ],
    ),
    Row(
        "read_sheet",
        label="formulas of several ranges",
        given=spreadsheet,
        arguments=lambda scene: {
            "spreadsheet": f"{HOST}/sheets/{scene.given['token']}?sheet={scene.given['sheet']}",
            "ranges": ["A1:C10", f"{scene.given['sheet']}!B2"],
            "formulas": True,
        },
        calls=lambda scene: [
            sheets(scene.given["token"]),
            values(
                scene.given["token"],
                f"{at(scene, 'A1:C10')},{at(scene, 'B2:B2')}",
                valueRenderOption="Formula",
            ),
        ],
    ),
    Row(
        "find_in_sheet",
        given=spreadsheet,
        arguments=lambda scene: of(scene, text="云"),
        calls=lambda scene: [
            sheets(scene.given["token"]),
            find(scene, "云", whole(scene)),
        ],
        may_fail=True,
    ),
    Row(
        "find_in_sheet",
        label="by a regular expression in a range",
        given=spreadsheet,
        arguments=lambda scene: of(
            scene,
            text="^a.c$",
            range="Sheet1!A1:B2",
            match_case=True,
            whole_cell=True,
            regex=True,
            formulas=True,
        ),
        calls=lambda scene: [
            sheets(scene.given["token"]),
            find(
                scene,
                "^a.c$",
                "A1:B2",
                match_case=True,
                match_entire_cell=True,
                search_by_regex=True,
                include_formulas=True,
            ),
        ],
        may_fail=True,
    ),
]
WRITING = [
    Row(
        "write_sheet",
        given=spreadsheet,
        arguments=lambda scene: of(scene, range="B2", values=VALUES),
        calls=lambda scene: [
            sheets(scene.given["token"]),
            put(scene.given["token"], at(scene, "B2:D3"), SENT),
        ],
    ),
    Row(
        "write_sheet",
        label="one cell of a sheet by its title",
        given=spreadsheet,
        arguments=lambda scene: of(scene, range="Sheet1!AA10", values="[[13]]"),
        calls=lambda scene: [
            sheets(scene.given["token"]),
            put(scene.given["token"], at(scene, "AA10:AA10"), [[13]]),
        ],
        may_fail=True,
    ),
    Row(
        "append_to_sheet",
        given=spreadsheet,
        arguments=lambda scene: of(scene, values=[["差旅 ✈️", 7]]),
        calls=lambda scene: [
            sheets(scene.given["token"]),
            append(scene.given["token"], at(scene, "A1:B1"), [["差旅 ✈️", 7]]),
        ],
    ),
    Row(
        "append_to_sheet",
        label="below a table elsewhere",
        given=spreadsheet,
        arguments=lambda scene: of(scene, values=VALUES, range="C3", sheet="Sheet1"),
        calls=lambda scene: [
            sheets(scene.given["token"]),
            append(scene.given["token"], at(scene, "C3:E4"), SENT),
        ],
    ),
]


def filled(scene, name, sheet) -> list[Call]:
    body = {"title": "预算", "folder_token": scene.given}
    return [
        Call("sheets.v3.spreadsheet.create", body),
        sheets(name),
        put(name, f"{sheet}!A1:C2", SENT),
    ]


@rows(MAKING + READING + WRITING)
def test_requests_are_those_of_the_official_client(pair, row):
    pair.compare(row)
