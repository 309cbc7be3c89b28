"""pg_search_objects against a database with one of each kind of object."""

import json

import pytest
from postgres_catalog import catalog_in
from toolrack import eventually

ODD = '"Odd Schema"."Odd ""Table"""'


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    with catalog_in(tmp_path_factory.mktemp("catalog")) as running:
        yield running


@pytest.fixture(scope="module")
def rack(catalog):
    with catalog.rack() as running:
        yield running


def names(rack, **arguments) -> list[str]:
    return [one["name"] for one in rack.ask("search_objects", **arguments)["objects"]]


def test_the_five_tools_are_small(rack):
    listed = rack.tools()
    sizes = {name: len(json.dumps(tool, ensure_ascii=False, separators=(",", ":")).encode())
             for name, tool in listed.items()}
    mine = [f"pg_{name}" for name in ("search_objects", "describe", "explain", "connections")]
    assert sum(sizes[name] for name in mine) <= 4_400, sizes
    assert sum(sizes[name] for name in [*mine, "pg_query"]) <= 6_144, sizes
    assert all(listed[name]["annotations"]["readOnlyHint"] for name in mine)


@pytest.mark.parametrize("kind, expected", [
    ("schema", ['"Odd Schema"', "other", "public", "shop"]),
    ("view", ["shop.big_orders"]),
    ("matview", ["shop.totals"]),
    ("sequence", ["shop.customers_id_seq", "shop.invoice_numbers", "shop.orders_id_seq"]),
    ("type", ["shop.address", "shop.email", "shop.float_range", "shop.mood"]),
    ("extension", ["plpgsql", "pg_trgm"]),
    ("function", ["shop.discount(numeric, integer)", "shop.discount(text)",
                  "shop.product(numeric)", "shop.tidy(integer)", "shop.touch()"]),
    ("table", [ODD, '"Odd Schema".twin2', "other.twin2", 'public."Invoices"',
               "public.orders_archive", "public.percent_100", "public.twin", "shop.customers",
               "shop.events", "shop.line_notes", "shop.order_lines", "shop.orders",
               "shop.tenants"]),
])
def test_every_kind_is_found(rack, kind, expected):
    assert names(rack, kind=kind, detail="names") == expected


def test_indexes_and_columns_are_found_where_they_are_asked_for(rack):
    assert "shop.orders_customer" in names(rack, kind="index", schema="shop")
    columns = names(rack, kind="column", pattern="orders.*")
    assert columns == [f"shop.orders.{name}" for name in
                       ("customer_id", "id", "placed_at", "status", "total")]
    everything = rack.ask("search_objects", limit=1000)["objects"]
    assert {one["kind"] for one in everything}.isdisjoint({"column", "index"})
    assert {"schema", "table", "view", "matview", "function", "procedure", "aggregate", "sequence",
            "type", "extension"} <= {one["kind"] for one in everything}


@pytest.mark.parametrize("pattern, expected", [
    ("ORD", ["public.orders_archive", "shop.big_orders", "shop.order_lines", "shop.orders"]),
    ("order*", ["public.orders_archive", "shop.order_lines", "shop.orders"]),
    ("?rders", ["shop.orders"]),
    ("shop.order*", ["shop.order_lines", "shop.orders"]),
    ("nt_1", ["public.percent_100"]),
    ("nt%1", []),
    ("t_100", ["public.percent_100"]),
    ("t*100", []),
    ("*t?100", ["public.percent_100"]),
    ("events_2", ["shop.events_2025"]),
    ('"Odd Schema".odd*', [ODD]),
    ("'; DROP TABLE shop.orders; --", []),
])
def test_patterns(rack, pattern, expected):
    found = [name for kind in ("table", "view")
             for name in names(rack, kind=kind, pattern=pattern)]
    assert sorted(found) == sorted(expected)


def test_case_does_not_matter_beyond_ascii_either(rack):
    assert names(rack, kind="column", pattern="KÄSE") == [f'{ODD}."Käse"']


def test_what_the_role_may_not_use_is_not_found(rack):
    for kind, pattern in [("table", "salaries"), ("table", "plans"), ("schema", "hidden"),
                          ("function", "fire"), ("column", "secret_note"), ("column", "amount")]:
        found = rack.ask("search_objects", kind=kind, pattern=pattern)
        assert found["objects"] == [] and "hint" in found, (kind, pattern)
    [customers] = rack.ask(
        "search_objects", kind="table", pattern="customers", detail="full")["objects"]
    assert not any("secret_note" in column for column in customers["column_list"])


def test_schemas_of_the_system_are_looked_into_only_where_they_are_named(rack):
    assert names(rack, pattern="pg_class") == []
    assert names(rack, kind="table", pattern="pg_class", schema="pg_catalog") == [
        "pg_catalog.pg_class"]
    assert "pg_catalog.pg_class" in names(rack, kind="table", pattern="pg_catalog.pg_cl*")
    assert names(rack, kind="schema", pattern="information_schema") == ["information_schema"]
    assert "information_schema.tables" in names(
        rack, kind="view", schema="INFORMATION_SCHEMA", limit=100)


def test_what_belongs_to_an_extension_is_found_by_its_name(rack):
    assert not any("similarity" in name for name in names(rack, kind="function"))
    assert "public.similarity(text, text)" in names(rack, kind="function", pattern="similarity")


def test_details(rack):
    def one(**arguments):
        [found] = rack.ask("search_objects", **arguments)["objects"]
        return found

    assert one(kind="table", pattern="shop.orders", detail="names", limit=1) == {
        "kind": "table", "name": "shop.orders"}
    assert one(kind="table", pattern="customers") == {
        "kind": "table", "name": "shop.customers", "comment": "People who buy; one row each",
        "estimated_rows": 2000, "columns": 9}
    full = one(kind="table", pattern="line_notes", detail="full")
    assert full["column_list"] == ["order_id integer", "line_no smallint", "note text"]
    assert full["keys"] == [
        "FOREIGN KEY (order_id, line_no) REFERENCES shop.order_lines(order_id, line_no)"
        " ON UPDATE CASCADE ON DELETE SET NULL"]
    column = one(kind="column", pattern="shop.orders.total", detail="full")
    assert column == {"kind": "column", "name": "shop.orders.total", "comment": "With tax",
                      "type": "numeric(10,2)", "not_null": True}
    index = one(kind="index", pattern="orders_customer", detail="full")
    assert index["on"] == "shop.orders" and "INCLUDE (total)" in index["definition"]
    assert one(kind="type", pattern="mood", detail="full")["values"] == ["sad", "it's ok", "happy"]
    assert one(kind="schema", pattern="shop")["tables"] == 8
    assert one(kind="extension", pattern="trgm")["version"]
    assert one(kind="table", pattern="*events")["partitioned"] is True


def test_pages_together_are_all_of_it_also_where_objects_come_in_between(rack, catalog):
    every = names(rack, detail="names", limit=1000)
    found, cursor = [], {}
    while True:
        page = rack.ask("search_objects", detail="names", limit=4, **cursor)
        found += [one["name"] for one in page["objects"]]
        if len(found) == 4:
            catalog.sql('CREATE TABLE "Odd Schema".aaa (); GRANT SELECT ON "Odd Schema".aaa '
                        "TO catalog_reader")
        if "next_cursor" not in page:
            break
        assert len(page["objects"]) == 4
        cursor = {"cursor": page["next_cursor"]}
    catalog.sql('DROP TABLE "Odd Schema".aaa')
    assert found == every


def test_a_page_is_cut_where_it_would_be_too_large(catalog):
    settings = catalog.settings(limits={"resultBytes": 1024})
    with catalog.rack({"main": settings}) as rack:
        page = rack.ask("search_objects", kind="table", detail="full", limit=1000)
        assert 0 < len(page["objects"]) < 13
        assert len(json.dumps(page)) < 3_000
        second = rack.ask("search_objects", kind="table", detail="full",
                          cursor=page["next_cursor"])
        assert second["objects"][0]["name"] > page["objects"][-1]["name"]


@pytest.mark.parametrize("cursor", ["x", "[]", '["a"]', "{}"])
def test_another_cursor_is_refused(rack, cursor):
    assert "cursor" in rack.refused("search_objects", cursor=cursor)["text"]


def test_a_search_is_one_statement(rack, catalog):
    names(rack, kind="table")
    before = f"SELECT 'before {id(rack)}'"
    after = f"SELECT 'after {id(rack)}'"
    catalog.sql(before)
    names(rack, kind="table")
    catalog.sql(after)
    assert eventually(lambda: after in catalog.cluster.log)
    between = catalog.cluster.log.split(before)[-1].split(after)[0]
    sent = [line.split(": ", 2)[-1] for line in between.splitlines() if "LOG:  execute" in line]
    own = ("BEGIN", "SET LOCAL", "ROLLBACK")
    [only] = [text for text in sent if not text.startswith(own)]
    assert only.startswith("WITH ns AS MATERIALIZED")
