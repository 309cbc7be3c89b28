"""The official client against the sandbox: bases and spreadsheets."""

from concurrent.futures import ThreadPoolExecutor

from lark_sdk import api, calm_sandbox  # noqa: F401

RECORD = "bitable.v1.app_table_record"


def base(api):
    app = api("bitable.v1.app.create", {"name": "Stock"}).app
    fields = [
        {"field_name": "Name", "type": 1},
        {"field_name": "Count", "type": 2},
        {"field_name": "State", "type": 3},
    ]
    table = {"table": {"name": "Items", "fields": fields}}
    made = api("bitable.v1.app_table.create", table, app_token=app.app_token)
    return {"app_token": app.app_token, "table_id": made.table_id}


def names(answer):
    return [item.fields["Name"][0]["text"] for item in answer.items]


def test_tables_and_fields(api):
    where = base(api)
    app = {"app_token": where["app_token"]}
    assert api("bitable.v1.app.get", **app).app.name == "Stock"
    tables = api("bitable.v1.app_table.list", **app)
    assert tables.total == 2 and where["table_id"] in [t.table_id for t in tables.items]
    body = {"field_name": "Due", "type": 5}
    api("bitable.v1.app_table_field.create", body, **where)
    assert api.refused("bitable.v1.app_table_field.create", body, **where) == 1254014
    fields = api("bitable.v1.app_table_field.list", **where).items
    assert [f.field_name for f in fields] == ["Name", "Count", "State", "Due"]
    assert api("bitable.v1.app_table_view.list", **where).items[0].view_type == "grid"


def test_records_one_by_one(api):
    where = base(api)
    token = "25fdf41b-8c80-4ce1-a94c-de8b5e7aa7e6"
    body = {"fields": {"Name": "螺丝", "Count": 7}}
    first = api(f"{RECORD}.create", body, client_token=token, **where).record
    again = api(f"{RECORD}.create", body, client_token=token, **where).record
    assert first.record_id == again.record_id
    changed = {"fields": {"Count": 8}}
    api(f"{RECORD}.update", changed, record_id=first.record_id, **where)
    got = api(f"{RECORD}.batch_get", {"record_ids": [first.record_id, "recGone"]}, **where)
    assert got.records[0].fields["Count"] == 8 and got.absent_record_ids == ["recGone"]
    api(f"{RECORD}.delete", record_id=first.record_id, **where)
    assert api.refused(f"{RECORD}.delete", record_id=first.record_id, **where) == 1254043
    wrong = {"fields": {"Nope": 1}}
    assert api.refused(f"{RECORD}.create", wrong, **where) == 1254045
    wrong = {"fields": {"Count": "seven"}}
    assert api.refused(f"{RECORD}.create", wrong, **where) == 1254061


def test_records_in_batches_and_searches(api):
    where = base(api)
    rows = [
        {"fields": {"Name": f"item {n}", "Count": n, "State": "odd" if n % 2 else "even"}}
        for n in range(1, 8)
    ]
    made = api(f"{RECORD}.batch_create", {"records": rows}, **where).records
    assert len(made) == 7

    def condition(name, operator, *values):
        return {"field_name": name, "operator": operator, "value": list(values)}

    def search(conjunction, *conditions, **more):
        query = {"conjunction": conjunction, "conditions": list(conditions)}
        return names(api(f"{RECORD}.search", {"filter": query, **more}, **where))

    assert search("and", condition("State", "is", "odd"), condition("Count", "isGreater", "4")) == [
        "item 5",
        "item 7",
    ]
    assert search("or", condition("Count", "is", "1"), condition("Name", "contains", "2")) == [
        "item 1",
        "item 2",
    ]
    order = [{"field_name": "Count", "desc": True}]
    assert search("and", condition("State", "isNot", "odd"), sort=order) == [
        "item 6",
        "item 4",
        "item 2",
    ]
    changes = [{"record_id": r.record_id, "fields": {"State": "done"}} for r in made[:2]]
    api(f"{RECORD}.batch_update", {"records": changes}, **where)
    assert len(search("and", condition("State", "is", "done"))) == 2
    gone = {"records": [r.record_id for r in made[:3]]}
    assert all(r.deleted for r in api(f"{RECORD}.batch_delete", gone, **where).records)
    first = api(f"{RECORD}.search", {}, page_size=3, **where)
    rest = api(f"{RECORD}.search", {}, page_size=3, page_token=first.page_token, **where)
    assert first.total == 4 and names(first) + names(rest) == [f"item {n}" for n in range(4, 8)]
    bad = {"filter": {"conjunction": "and", "conditions": [condition("Nope", "is", "1")]}}
    assert api.refused(f"{RECORD}.search", bad, **where) == 1254018


def test_writes_to_one_table_collide(api):
    where = base(api)

    def write(number):
        return api.raw(f"{RECORD}.create", {"fields": {"Count": number}}, **where).code

    assert [write(n) for n in range(5)] == [0] * 5
    with ThreadPoolExecutor(16) as pool:
        codes = list(pool.map(write, range(32)))
    assert set(codes) == {0, 1254291}
    assert api(f"{RECORD}.search", {}, page_size=100, **where).total == 5 + codes.count(0)


def test_sheets(api):
    made = api("sheets.v3.spreadsheet.create", {"title": "Numbers"}).spreadsheet
    token = {"spreadsheet_token": made.spreadsheet_token}
    assert api("sheets.v3.spreadsheet.get", **token).spreadsheet.title == "Numbers"
    sheet = api("sheets.v3.spreadsheet_sheet.query", **token).sheets[0].sheet_id
    v2 = f"/open-apis/sheets/v2/spreadsheets/{made.spreadsheet_token}"

    def values(area, rows):
        return {"range": f"{sheet}!{area}", "values": rows}

    api.send("PUT", f"{v2}/values", {"valueRange": values("A1:B2", [["x", 1], ["y", 2]])})
    added = api.send("POST", f"{v2}/values_append", {"valueRange": values("A1:B1", [["z", 3]])})
    assert added["data"]["updates"]["updatedRange"] == f"{sheet}!A3:B3"
    many = {"valueRanges": [values("D1:D1", [["d"]]), values("E1:E1", [["e"]])]}
    assert api.send("POST", f"{v2}/values_batch_update", many)["code"] == 0
    got = api.send("GET", f"{v2}/values/{sheet}!A1:B3")["data"]["valueRange"]["values"]
    assert got == [["x", 1], ["y", 2], ["z", 3]]
    ranges = [("ranges", f"{sheet}!A1:A1,{sheet}!D1:E1")]
    both = api.send("GET", f"{v2}/values_batch_get", queries=ranges)["data"]["valueRanges"]
    assert [r["values"] for r in both] == [[["x"]], [["d", "e"]]]
    condition = {"range": f"{sheet}!A1:B3"}
    body = {"find": "Y", "find_condition": condition}
    found = api("sheets.v3.spreadsheet_sheet.find", body, sheet_id=sheet, **token)
    assert found.find_result.matched_cells == ["A2"]
    grid = api("sheets.v3.spreadsheet_sheet.query", **token).sheets[0].grid_properties
    assert (grid.row_count, grid.column_count) == (200, 20)
    condition["range"] = f"{sheet}!A1:T200"
    found = api("sheets.v3.spreadsheet_sheet.find", body, sheet_id=sheet, **token)
    assert found.find_result.matched_cells == ["A2"]
    for beyond in ("A1:B201", "A1:U200"):
        condition["range"] = f"{sheet}!{beyond}"
        refused = api.refused("sheets.v3.spreadsheet_sheet.find", body, sheet_id=sheet, **token)
        assert refused == 1310202
    assert api.send("GET", f"{v2}/values/nosheet!A1:B3")["code"] == 90202
