"""The requests of the tools that make bases, tables and fields are the official client's."""

from lark_made import FIELDS, HOST, base, folder, named, place, table, tables, to
from lark_requests import Call, Row, pair, rows, world  # noqa: F401


def new_table(scene, *header, name="任务"):
    body = {"table": {"name": name, "fields": [*header]}}
    return Call("bitable.v1.app_table.create", body, app_token=scene.given["app_token"])


def new_field(scene, **field):
    return Call("bitable.v1.app_table_field.create", field, **place(scene))


MAKING = [
    Row(
        "create_base",
        arguments={"name": "客户库 🗂"},
        calls=[
            Call("bitable.v1.app.create", {"name": "客户库 🗂", "time_zone": "Asia/Shanghai"}),
        ],
    ),
    Row(
        "create_base",
        label="as the user",
        as_user=True,
        arguments={"name": "库"},
        calls=[Call("bitable.v1.app.create", {"name": "库", "time_zone": "Asia/Shanghai"})],
    ),
    Row(
        "create_base",
        label="in a folder",
        given=folder,
        arguments=lambda scene: {"name": "库", "folder": f"{HOST}/drive/folder/{scene.given}"},
        calls=lambda scene: [
            Call(
                "bitable.v1.app.create",
                {"name": "库", "time_zone": "Asia/Shanghai", "folder_token": scene.given},
            )
        ],
    ),
    Row(
        "create_table",
        given=base,
        arguments=lambda scene: {
            "base": scene.given["url"],
            "name": "任务",
            "fields": {
                "名称": "text",
                "数量": "number",
                "状态": {"type": "single_select", "options": ["待办"]},
                "标签": {"type": "multi_select", "options": ["甲"]},
                "日期": "date",
                "好": "checkbox",
                "谁": "person",
                "电话": "phone",
                "网址": "url",
            },
        },
        calls=lambda scene: [new_table(scene, *FIELDS)],
    ),
    Row(
        "create_table",
        label="with properties",
        given=base,
        arguments=lambda scene: {
            "base": scene.given["app_token"],
            "name": "账",
            "fields": [
                {"name": "题", "type": "text"},
                {"name": "价", "type": "currency", "property": {"currency_code": "EUR"}},
                {"name": "几", "type": 2, "property": {"formatter": "0.0"}},
                {"name": "附", "type": "attachment"},
                {"name": "上", "type": "link", "table": scene.given["default_table_id"]},
            ],
        },
        calls=lambda scene: [
            new_table(
                scene,
                {"field_name": "题", "type": 1},
                {
                    "field_name": "价",
                    "type": 2,
                    "ui_type": "Currency",
                    "property": {"currency_code": "EUR"},
                },
                {"field_name": "几", "type": 2, "property": {"formatter": "0.0"}},
                {"field_name": "附", "type": 17},
                {
                    "field_name": "上",
                    "type": 18,
                    "property": {"table_id": scene.given["default_table_id"]},
                },
                name="账",
            )
        ],
    ),
    Row(
        "add_field",
        label="to a table by its name",
        given=table,
        arguments=lambda scene: named(scene, name="进度", type="progress"),
        calls=lambda scene: [
            tables(scene.given["app_token"]),
            new_field(scene, field_name="进度", type=2, ui_type="Progress"),
        ],
    ),
    Row(
        "add_field",
        label="with options",
        given=table,
        arguments=lambda scene: to(
            scene, name="级", type="single_select", options=["高", "低"]
        ),
        calls=lambda scene: [
            new_field(
                scene,
                field_name="级",
                type=3,
                property={"options": [{"name": "高"}, {"name": "低"}]},
            )
        ],
    ),
    Row(
        "add_field",
        label="with a property",
        given=table,
        arguments=lambda scene: to(
            scene,
            name="期",
            type="date",
            property={"date_formatter": "yyyy-MM-dd HH:mm", "auto_fill": True},
        ),
        calls=lambda scene: [
            new_field(
                scene,
                field_name="期",
                type=5,
                property={"date_formatter": "yyyy-MM-dd HH:mm", "auto_fill": True},
            )
        ],
    ),
]


@rows(MAKING)
def test_requests_are_those_of_the_official_client(pair, row):
    pair.compare(row)
