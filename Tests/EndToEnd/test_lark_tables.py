"""Bases and spreadsheets through the Lark tools, over the local Lark."""

import pytest

FIELDS = {
    "名称": "text",
    "数量": "number",
    "状态": {"type": "single_select", "options": ["待办", "完成"]},
    "日期": "date",
    "好": "checkbox",
}
APPLE = {"名称": "苹果 🍎", "数量": 3, "状态": "待办", "日期": "2026-12-01", "好": True}
PEAR = {"名称": "梨", "数量": 5, "状态": "完成"}


@pytest.fixture
def table(lark_rack):
    """A new table, and the base that it is in."""
    _, data = lark_rack.ask("create_base", name="客户库 🗂")
    lark_rack.ask("create_table", base=data["url"], name="任务", fields=FIELDS)
    return {"base": data["url"], "table": "任务"}


def ids(lark_rack, table, **arguments) -> list[str]:
    _, data = lark_rack.ask("query_records", **table, **arguments)
    return data["record_ids"]


def test_tables_are_listed_with_their_fields(lark_rack, table):
    lark_rack.ask("add_field", **table, name="标签", type="multi_select", options=["甲", "乙"])
    text, data = lark_rack.ask("list_tables", base=table["base"])
    assert "任务" in [one["name"] for one in data["tables"]]
    for line in ("名称 (text, primary)", "状态 (single_select: 待办, 完成)",
                 "标签 (multi_select: 甲, 乙)"):
        assert line in text


def test_created_records_are_queried(lark_rack, table):
    _, data = lark_rack.ask("create_records", **table, records=[APPLE, PEAR])
    apple, pear = data["record_ids"]
    text, data = lark_rack.ask("query_records", **table)
    assert data["record_ids"] == [apple, pear] and data["total"] == 2
    assert f"{apple} | 苹果 🍎 | 3 | 待办 | 2026-12-01 | true" in text
    assert ids(lark_rack, table, filter={"状态": "待办"}) == [apple]
    assert ids(lark_rack, table, filter={"数量": {">": 4}}) == [pear]
    assert ids(lark_rack, table, sort=["-数量"]) == [pear, apple]
    assert ids(lark_rack, table, records=[pear]) == [pear]


def test_records_are_changed_and_deleted(lark_rack, table):
    _, data = lark_rack.ask("create_records", **table, records=[APPLE, PEAR])
    apple, pear = data["record_ids"]
    lark_rack.ask("update_records", **table, records=[{"record_id": apple, "数量": 9}])
    text, _ = lark_rack.ask("query_records", **table, records=[apple])
    assert "苹果 🍎 | 9 | 待办" in text
    lark_rack.ask("delete_records", **table, records=[pear])
    assert ids(lark_rack, table) == [apple]


@pytest.mark.parametrize(
    "record", [{"没有": "x"}, {"数量": "many"}, {"日期": "2026-02-30"}, {"好": "perhaps"}]
)
def test_a_wrong_record_is_refused_in_a_line(lark_rack, table, record):
    text = lark_rack.refused("create_records", **table, records=[APPLE, record])
    assert "records[1]" in text and "\n" not in text
    assert ids(lark_rack, table) == []


def test_many_records_come_page_by_page(lark_rack, table):
    records = [{"名称": f"第 {number} 条"} for number in range(700)]
    _, data = lark_rack.ask("create_records", **table, records=records)
    made, found, page = data["record_ids"], [], {}
    assert len(set(made)) == 700
    while True:
        _, data = lark_rack.ask("query_records", **table, limit=300, **page)
        found += data["record_ids"]
        if not data.get("page_token"):
            break
        page = {"page_token": data["page_token"]}
    assert found == made


# ---- Spreadsheets --------------------------------------------------------------------------------


@pytest.fixture
def sheet(lark_rack):
    values = [["项目", "金额"], ["云 ☁️", 12.5]]
    _, data = lark_rack.ask("create_sheet", title="预算 💰", values=values)
    return data["url"]


def rows(lark_rack, sheet, **arguments) -> list[str]:
    text, _ = lark_rack.ask("read_sheet", spreadsheet=sheet, **arguments)
    return [line for line in text.splitlines() if line.partition(" | ")[0].isdigit()]


def test_a_new_sheet_has_its_values(lark_rack, sheet):
    assert rows(lark_rack, sheet) == ["1 | 项目 | 金额", "2 | 云 ☁️ | 12.5"]


def test_cells_are_written_and_rows_appended(lark_rack, sheet):
    lark_rack.ask("write_sheet", spreadsheet=sheet, range="A3", values=[["人力", 100]])
    _, data = lark_rack.ask("append_to_sheet", spreadsheet=sheet, values=[["差旅 ✈️", 7]])
    assert data["range"].endswith("!A4:B4")
    lark_rack.ask("write_sheet", spreadsheet=sheet, range="B2", values=[[13]])
    assert rows(lark_rack, sheet, ranges=["A2:B4"]) == [
        "2 | 云 ☁️ | 13", "3 | 人力 | 100", "4 | 差旅 ✈️ | 7",
    ]


def test_a_text_is_found_in_a_range(lark_rack, sheet):
    text, _ = lark_rack.ask("find_in_sheet", spreadsheet=sheet, text="云", range="A1:B2")
    assert "A2" in text


@pytest.mark.parametrize("place", ["nonsense!!", "B0", "Sheet9!A1"])
def test_a_wrong_range_is_refused_in_a_line(lark_rack, sheet, place):
    text = lark_rack.refused("write_sheet", spreadsheet=sheet, range=place, values=[[1]])
    assert text and "\n" not in text
