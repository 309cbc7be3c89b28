"""The requests of the tools for records are those of the official client."""

from datetime import datetime
from zoneinfo import ZoneInfo

from lark_made import HOST, base, get_node, named, page, place, table, tables, to
from lark_requests import Call, Plain, Row, pair, rows, world  # noqa: F401

FEEDBACK = "用户反馈汇总 Customer feedback"  # A base in a wiki.
def milliseconds(*date) -> int:
    return int(datetime(*date, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp() * 1000)


def wide(scene) -> dict:
    """A new base with a table of more fields than Lark lists at once."""
    app = base(scene)["app_token"]
    many = [{"field_name": f"第 {number} 列", "type": 1} for number in range(120)]
    body = {"table": {"name": "宽", "fields": many}}
    made = scene.did("bitable.v1.app_table.create", body, app_token=app)
    return {"app_token": app, "table_id": made["table_id"]}


def filled(scene) -> dict:
    """The table with two records; their ids."""
    place = table(scene)
    records = [{"fields": {"名称": "苹果", "数量": 3}}, {"fields": {"名称": "梨"}}]
    made = scene.did("bitable.v1.app_table_record.batch_create", {"records": records}, **place)
    return place | {"records": [one["record_id"] for one in made["records"]]}


def fields(**place):
    return Call("bitable.v1.app_table_field.list", page_size=100, **place)


def search(scene, page_size=50, page_token="", **body):
    more = {"page_token": page_token} if page_token else {}
    name = "bitable.v1.app_table_record.search"
    return Call(name, body, page_size=page_size, **more, **place(scene))


def condition(name, operator, *values) -> dict:
    return {"field_name": name, "operator": operator, "value": [*values]}


def conditions(*all_of, conjunction="and") -> dict:
    return {"conjunction": conjunction, "conditions": [*all_of]}


def written(scene, way, *records, **fields):
    name = f"bitable.v1.app_table_record.batch_{way}"
    return Call(name, {"records": [*records]}, **fields, **place(scene))


READING = [
    Row(
        "list_tables",
        given=table,
        arguments=lambda scene: {"base": scene.given["app_token"]},
        calls=lambda scene: [
            tables(scene.given["app_token"]),
            *(
                fields(app_token=scene.given["app_token"], table_id=one["table_id"])
                for one in scene.answers[0]["items"]
            ),
        ],
    ),
    Row(
        "list_tables",
        label="one of a wiki page",
        arguments=lambda scene: {
            "base": page(scene, FEEDBACK),
            "table": table_of(scene, page(scene, FEEDBACK)),
        },
        calls=lambda scene: views_and_fields(
            scene,
            app_token=scene.answers[0]["node"]["obj_token"],
            table_id=scene.answers[1]["items"][0]["table_id"],
        ),
    ),
    Row(
        "query_records",
        given=filled,
        arguments=lambda scene: named(scene),
        calls=lambda scene: [
            tables(scene.given["app_token"]),
            fields(**place(scene)),
            search(scene),
        ],
    ),
    Row(
        "query_records",
        label="of a table with many fields",
        given=wide,
        arguments=lambda scene: to(scene, limit=1),
        calls=lambda scene: [
            fields(**place(scene)),
            fields(page_token=scene.answers[0]["page_token"], **place(scene)),
            search(scene, 1),
        ],
    ),
    Row(
        "query_records",
        label="by a filter",
        given=filled,
        arguments=lambda scene: to(
            scene,
            filter={
                "名称": {"contains": "苹"},
                "数量": {">": 4.5},
                "状态": "待办",
                "日期": {"<": "2026-03-01"},
                "好": True,
                "谁": {"!=": "ou_1"},
                "电话": {"isEmpty": None},
            },
            sort=["-数量", "名称"],
            fields=["名称", "数量"],
            limit=500,
        ),
        calls=lambda scene: [
            fields(**place(scene)),
            search(
                scene,
                500,
                field_names=["名称", "数量"],
                sort=[
                    {"field_name": "数量", "desc": True},
                    {"field_name": "名称", "desc": False},
                ],
                filter=conditions(
                    condition("名称", "contains", "苹"),
                    condition("数量", "isGreater", "4.5"),
                    condition("状态", "is", "待办"),
                    condition("日期", "isLess", "ExactDate", str(milliseconds(2026, 3, 1))),
                    condition("好", "is", "true"),
                    condition("谁", "isNot", "ou_1"),
                    condition("电话", "isEmpty"),
                ),
            ),
        ],
    ),
    Row(
        "query_records",
        label="by a box that is not ticked",
        given=filled,
        arguments=lambda scene: to(scene, filter={"好": {"!=": True}}),
        calls=lambda scene: [
            fields(**place(scene)),
            # Lark's documents: for boxes the only operator is `is`.
            search(scene, filter=conditions(condition("好", "is", "false"))),
        ],
        may_fail=True,
    ),
    Row(
        "query_records",
        label="by one of several conditions",
        given=filled,
        arguments=lambda scene: to(
            scene,
            filter={"or": [{"日期": "Today"}, {"日期": {">=": "2026-03-01"}}]},
            page_token="next",
        ),
        calls=lambda scene: [
            fields(**place(scene)),
            search(
                scene,
                page_token="next",
                filter=conditions(
                    condition("日期", "is", "Today"),
                    # Lark knows no "on or after" for dates.
                    condition("日期", "isGreater", "ExactDate", str(milliseconds(2026, 2, 28))),
                    conjunction="or",
                ),
            ),
        ],
        may_fail=True,
    ),
    Row(
        "query_records",
        label="of a view",
        given=filled,
        arguments=lambda scene: {
            "base": f"{HOST}/base/{scene.given['app_token']}"
            f"?table={scene.given['table_id']}&view=vew1"
        },
        calls=lambda scene: [fields(**place(scene)), search(scene, view_id="vew1")],
        may_fail=True,
    ),
    Row(
        "query_records",
        label="by ids",
        given=filled,
        arguments=lambda scene: to(scene, records=scene.given["records"]),
        calls=lambda scene: [
            fields(**place(scene)),
            Call(
                "bitable.v1.app_table_record.batch_get",
                {"record_ids": scene.given["records"]},
                **place(scene),
            ),
        ],
    ),
]


def table_of(scene, url) -> str:
    call = get_node(url)
    app = scene.did(call.name, **call.fields)["node"]["obj_token"]
    return scene.did("bitable.v1.app_table.list", app_token=app)["items"][0]["table_id"]


def views_and_fields(scene, **place) -> list[Call]:
    return [
        get_node(page(scene, FEEDBACK)),
        tables(place["app_token"]),
        Call("bitable.v1.app_table_view.list", page_size=100, **place),
        fields(**place),
    ]


WRITING = [
    Row(
        "create_records",
        given=table,
        arguments=lambda scene: named(
            scene,
            records=[
                {
                    "名称": "苹果 🍎",
                    "数量": "1,000.5",
                    "状态": "待办",
                    "标签": ["甲", "乙"],
                    "日期": "2026-12-01",
                    "好": True,
                    "谁": scene.person("wang.fang"),
                    "电话": "+8613800000002",
                    "网址": "https://example.com",
                },
                {"名称": "梨", "日期": "2026-12-01T09:30:00+08:00"},
            ],
        ),
        calls=lambda scene: [
            tables(scene.given["app_token"]),
            fields(**place(scene)),
            written(
                scene,
                "create",
                {
                    "fields": {
                        "名称": "苹果 🍎",
                        "数量": 1000.5,
                        "状态": "待办",
                        "标签": ["甲", "乙"],
                        "日期": milliseconds(2026, 12, 1),
                        "好": True,
                        "谁": [{"id": scene.person("wang.fang")}],
                        "电话": "+8613800000002",
                        "网址": {"text": "https://example.com", "link": "https://example.com"},
                    }
                },
                {"fields": {"名称": "梨", "日期": milliseconds(2026, 12, 1, 9, 30)}},
            ),
        ],
    ),
    Row(
        "update_records",
        given=filled,
        arguments=lambda scene: to(
            scene,
            records=[{"record_id": scene.given["records"][0], "名称": "杏", "数量": 9}],
        ),
        calls=lambda scene: [
            fields(**place(scene)),
            written(
                scene,
                "update",
                {
                    "record_id": scene.given["records"][0],
                    "fields": {"名称": "杏", "数量": 9},
                },
                client_token=None,  # Lark's documents have no key here.
            ),
        ],
    ),
    Row(
        "update_records",
        label="emptying a field",
        given=filled,
        arguments=lambda scene: to(
            scene, records=[{"record_id": scene.given["records"][0], "名称": None}]
        ),
        calls=lambda scene: [
            fields(**place(scene)),
            # The client's class leaves out what is null.
            Plain(
                "POST",
                f"/open-apis/bitable/v1/apps/{scene.given['app_token']}"
                f"/tables/{scene.given['table_id']}/records/batch_update",
                {
                    "records": [
                        {"record_id": scene.given["records"][0], "fields": {"名称": None}}
                    ]
                },
            ),
        ],
    ),
    Row(
        "delete_records",
        given=filled,
        arguments=lambda scene: named(scene, records=scene.given["records"]),
        calls=lambda scene: [
            tables(scene.given["app_token"]),
            written(scene, "delete", *scene.given["records"]),
        ],
    ),
]


@rows(READING + WRITING)
def test_requests_are_those_of_the_official_client(pair, row):
    pair.compare(row)
