"""Tables as resources, and the completion of their addresses."""

from urllib.parse import quote

import pytest
from postgres_catalog import catalog_in

TEMPLATE = "pg://{database}/{schema}/{table}"


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    with catalog_in(tmp_path_factory.mktemp("catalog")) as running:
        yield running


@pytest.fixture(scope="module")
def rack(catalog):
    databases = {"main": catalog.settings(), "second": catalog.settings("postgres")}
    with catalog.rack(databases) as running:
        yield running


def address(*parts) -> str:
    return "pg://" + "/".join(quote(part, safe="") for part in parts)


def read(rack, *parts) -> str:
    [content] = rack.request("resources/read", {"uri": address(*parts)}).result["contents"]
    assert content["mimeType"] == "text/markdown" and content["uri"] == address(*parts)
    return content["text"]


def completed(rack, argument, value, **filled) -> list[str]:
    params = {"ref": {"type": "ref/resource", "uri": TEMPLATE},
              "argument": {"name": argument, "value": value}}
    if filled:
        params["context"] = {"arguments": filled}
    return rack.request("completion/complete", params).result["completion"]["values"]


def test_the_template_is_listed(rack):
    templates = rack.request("resources/templates/list").result["resourceTemplates"]
    assert [one["uriTemplate"] for one in templates] == [TEMPLATE]


def test_a_table(rack):
    text = read(rack, "main", "shop", "orders")
    assert text.startswith("# shop.orders\n")
    assert "| total | numeric(10,2) | not null | With tax |" in text
    assert "- (customer_id) → shop.customers (id), on delete cascade" in text
    assert "- shop.order_lines (order_id) → (id)" in text
    assert "`CREATE INDEX orders_customer" in text and "about 40000 rows" in text


def test_a_view(rack):
    text = read(rack, "main", "shop", "big_orders")
    assert "Worth a call" in text and "```sql\n" in text and "JOIN shop.customers" in text


def test_names_are_percent_encoded(rack):
    text = read(rack, "main", "Odd Schema", 'Odd "Table"')
    assert '# "Odd Schema"."Odd ""Table"""' in text and "Käse" in text
    assert read(rack, "main", "public", "Invoices").startswith('# public."Invoices"')


@pytest.mark.parametrize("parts", [
    ("main", "shop", "nothing"), ("main", "nothing", "orders"), ("other", "shop", "orders"),
    ("main", "shop", "salaries"), ("main", "hidden", "plans"), ("main", "shop", "ORDERS"),
    ("main", "shop", "discount"), ("main", "shop", "orders_pkey"), ("main", "shop", '"orders"'),
    ("main", "shop", "x'; DROP TABLE shop.orders; --"),
    ("main", "shop", "orders\0"), ("main", "\0", "orders"),
])
def test_what_is_not_there_is_not_found(rack, parts):
    answer = rack.request("resources/read", {"uri": address(*parts)})
    assert answer.error["code"] in (-32002, -32602)


def test_each_alias_reads_as_its_own_role(rack):
    assert "amount" in read(rack, "second", "shop", "salaries")


def test_completions(rack):
    assert completed(rack, "database", "") == ["main", "second"]
    assert completed(rack, "database", "S") == ["second"]
    schemas = completed(rack, "schema", "", database="main")
    assert schemas[:4] == ["Odd Schema", "other", "public", "shop"] and "hidden" not in schemas
    assert "hidden" in completed(rack, "schema", "h", database="second")
    assert completed(rack, "schema", "SH", database="main") == ["shop"]
    tables = completed(rack, "table", "order", database="main", schema="shop")
    assert tables == ["order_lines", "orders"]
    assert completed(rack, "table", "sal", database="main", schema="shop") == []
    assert completed(rack, "table", "percent_", database="main", schema="public") == [
        "percent_100"]
    assert completed(rack, "table", "%", database="main", schema="shop") == []
