"""pg_describe against a database with one of each kind of object."""

import pytest
from postgres_catalog import catalog_in


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    with catalog_in(tmp_path_factory.mktemp("catalog")) as running:
        yield running


@pytest.fixture(scope="module")
def rack(catalog):
    with catalog.rack() as running:
        yield running


@pytest.fixture(scope="module")
def customers(rack):
    return rack.ask("describe", name="shop.customers")


@pytest.fixture(scope="module")
def orders(rack):
    return rack.ask("describe", name="shop.orders")


def by_name(things) -> dict:
    return {one["name"]: one for one in things}


def test_a_table(customers):
    assert customers["kind"] == "table" and customers["name"] == "shop.customers"
    assert customers["comment"] == "People who buy; one row each"
    assert customers["owner"] == "postgres" and customers["estimated_rows"] == 2000
    assert customers["size_bytes"] > 8192
    assert customers["privileges"] == ["SELECT (some columns)"]


def test_columns(customers):
    columns = by_name(customers["columns"])
    assert list(columns) == ["id", "name", "email", "feels", "moods", "lives_at", "shouted",
                             "secret_note", "created_at"]
    assert columns["id"] == {
        "name": "id", "type": "bigint", "not_null": True, "identity": "always"}
    assert columns["shouted"]["generated"] == "upper(name)"
    assert "default" not in columns["shouted"]
    assert columns["email"]["base_type"] == "text" and columns["email"]["not_null"] is True
    assert columns["feels"]["values"] == columns["moods"]["values"] == ["sad", "it's ok", "happy"]
    assert columns["feels"]["default"] == "'happy'::shop.mood"
    assert columns["feels"]["comment"] == "As of the last call"
    assert columns["secret_note"]["unreadable"] is True
    assert "unreadable" not in columns["name"]


def test_constraints(orders, customers):
    constraints = by_name(orders["constraints"])
    assert constraints["total_positive"] == {
        "name": "total_positive", "type": "check", "definition": "CHECK (total >= 0::numeric)",
        "comment": "Refunds are rows of their own"}
    assert constraints["orders_pkey"]["type"] == "primary key"
    assert by_name(customers["constraints"])["customers_email_key"]["type"] == "unique"


def test_foreign_keys_in_both_directions(rack, orders, customers):
    [out] = orders["foreign_keys"]["to"]
    assert out == {"name": "orders_customer_id_fkey", "table": "shop.customers",
                   "columns": ["customer_id"], "references": ["id"], "on_delete": "cascade"}
    assert [key["table"] for key in orders["foreign_keys"]["from"]] == ["shop.order_lines"]
    assert [key["table"] for key in customers["foreign_keys"]["from"]] == ["shop.orders"]
    assert "to" not in customers["foreign_keys"]
    [pair] = rack.ask("describe", name="shop.line_notes")["foreign_keys"]["to"]
    assert pair["columns"] == pair["references"] == ["order_id", "line_no"]
    assert pair["on_update"] == "cascade" and pair["on_delete"] == "set null"


def test_indexes_and_triggers(orders, customers):
    indexes = by_name(orders["indexes"])
    assert list(indexes) == ["orders_pkey", "orders_customer"]
    assert indexes["orders_pkey"]["primary"] is True
    assert "INCLUDE (total)" in indexes["orders_customer"]["definition"]
    assert "WHERE (feels <> 'sad'::shop.mood)" in (
        by_name(customers["indexes"])["customers_lower_email"]["definition"])
    [trigger] = orders["triggers"]
    assert trigger["name"] == "orders_touch" and "shop.touch()" in trigger["definition"]
    assert "triggers" not in customers


def test_row_security(rack):
    tenants = rack.ask("describe", name="shop.tenants", include=["policies", "sample_values"])
    assert tenants["row_security"] == {"applies_to_you": True, "forced": False}
    assert tenants["policies"] == [{
        "name": "own_rows", "command": "SELECT", "roles": ["catalog_reader"],
        "using": "(tenant = current_setting('app.tenant'::text, true))"}]
    # Statistics would show what the policy hides.
    assert not any("sample_values" in column for column in tenants["columns"])


def test_partitions(rack):
    events = rack.ask("describe", name="shop.events", include=["partitions", "stats"])
    assert events["partitions"]["key"] == "RANGE (at)" and events["partitions"]["count"] == 2
    first, rest = events["partitions"]["list"]
    assert first["name"] == "shop.events_2025" and "FOR VALUES FROM" in first["bound"]
    assert rest == {"name": "shop.events_rest", "bound": "DEFAULT"}
    assert events["estimated_rows"] == 500 and events["stats"]["total_bytes"] > 0
    part = rack.ask("describe", name="shop.events_2025", include=["columns"])
    assert part["partition_of"] == "shop.events" and "FOR VALUES" in part["partition_bound"]


def test_only_what_is_asked_for(rack):
    described = rack.ask("describe", name="shop.orders", include=["indexes"])
    assert {"columns", "constraints", "foreign_keys", "triggers", "stats"}.isdisjoint(described)
    assert [index["name"] for index in described["indexes"]] == ["orders_pkey", "orders_customer"]


def test_samples_and_statistics(rack, catalog):
    described = rack.ask("describe", name="shop.customers", include=["sample_values", "stats"])
    columns = by_name(described["columns"])
    assert columns["feels"]["sample_values"] == ["happy", "sad"]
    assert columns["feels"]["distinct"] == 2 and columns["id"]["distinct"] == 2000
    assert len(columns["name"]["sample_values"]) == 10
    assert "sample_values" not in columns["secret_note"]
    stats = described["stats"]
    assert stats["live_rows"] == 2000 and stats["last_analyze"]
    assert stats["total_bytes"] == stats["table_bytes"] + stats["index_bytes"]
    scans = "SELECT seq_scan FROM pg_stat_all_tables WHERE relid = 'shop.customers'::regclass"
    before = catalog.sql(scans)
    rack.ask("describe", name="shop.customers", include=["sample_values", "stats"])
    assert catalog.sql(scans) == before


def test_views(rack):
    view = rack.ask("describe", name="shop.big_orders")
    assert view["kind"] == "view" and view["comment"] == "Worth a call"
    assert "JOIN shop.customers c ON c.id = o.customer_id" in view["definition"]
    assert [column["name"] for column in view["columns"]] == ["id", "name", "total"]
    totals = rack.ask("describe", name="shop.totals")
    assert totals["kind"] == "matview" and "sum(" in totals["definition"]
    assert totals["indexes"][0]["unique"] is True


def test_functions_of_one_name(rack):
    described = rack.ask("describe", name="shop.discount")
    assert described["kind"] == "function" and described["name"] == "shop.discount"
    by_types = {one["argument_types"]: one for one in described["overloads"]}
    first, second = by_types["numeric, integer"], by_types["text"]
    assert first["signature"] == "discount(amount numeric, percent integer DEFAULT 10)"
    assert first["volatility"] == "immutable" and first["parallel"] == "safe"
    assert "SELECT amount * (100 - percent) / 100" in first["definition"]
    assert second["returns"] == "TABLE(name text, percent integer)"
    assert second["security_definer"] is True
    assert second["settings"] == ["search_path=pg_catalog"]
    assert second["comment"] == "By the code of a voucher"


def test_one_function_by_its_arguments(rack):
    [one] = rack.ask("describe", name="shop.discount(TEXT)")["overloads"]
    assert one["argument_types"] == "text"
    assert len(rack.ask("describe", name="shop.discount(uuid)")["overloads"]) == 2


def test_procedures_aggregates_and_functions_of_extensions(rack):
    assert rack.ask("describe", name="shop.tidy")["kind"] == "procedure"
    product = rack.ask("describe", name="shop.product")
    assert product["kind"] == "aggregate"
    assert product["overloads"][0]["state_function"] == "numeric_mul"
    [similarity] = rack.ask("describe", name="similarity")["overloads"]
    assert similarity["extension"] == "pg_trgm"


def test_types(rack):
    mood = rack.ask("describe", name="shop.mood")
    assert mood["type"] == "enum" and mood["values"] == ["sad", "it's ok", "happy"]
    assert mood["used_by"] == ["shop.customers.feels", "shop.customers.moods"]
    email = rack.ask("describe", name="shop.email")
    assert email["type"] == "domain" and email["base_type"] == "text"
    assert email["not_null"] is True and email["constraints"][0]["name"] == "has_at"
    address = rack.ask("describe", name="shop.address")
    assert address["attributes"] == [{"name": "street", "type": "text"},
                                     {"name": "zip", "type": "character varying(10)"}]
    assert rack.ask("describe", name="shop.float_range")["subtype"] == "double precision"
    makers = rack.ask("describe", name="shop.float_range(double precision, double precision)")
    assert makers["kind"] == "function" and len(makers["overloads"]) == 1


def test_sequences_indexes_and_extensions(rack):
    numbers = rack.ask("describe", name="shop.invoice_numbers")
    assert numbers["kind"] == "sequence" and numbers["cycle"] is True
    assert (numbers["start"], numbers["increment"], numbers["maximum"]) == (100, 5, 100_000)
    assert numbers["comment"] == "Never used twice"
    owned = rack.ask("describe", name="shop.orders_id_seq")
    assert owned["owned_by"] == "shop.orders.id" and owned["last_value"] == 40_000
    index = rack.ask("describe", name="shop.customers_lower_email")
    assert index["kind"] == "index" and index["table"] == "shop.customers"
    assert rack.ask("describe", name="pg_trgm")["kind"] == "extension"


@pytest.mark.parametrize("name, expected", [
    ("orders", "shop.orders"),
    ("ORDERS", "shop.orders"),
    ("SHOP.Orders", "shop.orders"),
    ("shop . orders", "shop.orders"),
    ('"shop"."orders"', "shop.orders"),
    ("shop.shop.orders", "shop.orders"),
    ('"Odd Schema"."Odd ""Table"""', '"Odd Schema"."Odd ""Table"""'),
    ("Invoices", 'public."Invoices"'),
    ("invoices", 'public."Invoices"'),
    ('public."Invoices"', 'public."Invoices"'),
    ("twin", "public.twin"),
    ("pg_class", "pg_catalog.pg_class"),
    ("information_schema.tables", "information_schema.tables"),
])
def test_names(rack, name, expected):
    assert rack.ask("describe", name=name, include=["columns"])["name"] == expected


def test_a_name_in_several_schemas_has_to_be_whole(rack):
    text = rack.refused("describe", name="twin2")["text"]
    assert '"Odd Schema".twin2' in text and "other.twin2" in text
    assert rack.ask("describe", name="other.twin2")["name"] == "other.twin2"


@pytest.mark.parametrize("name, near", [
    ("shop.ordrs", "shop.orders"), ("custmers", "shop.customers"), ('"ORDERS"', "shop.orders"),
])
def test_an_unknown_name_is_answered_with_those_near_to_it(rack, name, near):
    failure = rack.refused("describe", name=name)
    assert failure["sqlstate"] == "42P01"
    assert near in failure["suggestion"]


@pytest.mark.parametrize("name", [
    "hidden.plans", "plans", "shop.salaries", "salaries", "shop.fire", "nothing.at_all",
    '"shop.orders"', "'; DROP TABLE shop.orders; --\"",
])
def test_what_the_role_may_not_use_is_not_there(rack, name):
    failure = rack.refused("describe", name=name)
    assert "secret" not in failure["text"]
    assert failure.get("sqlstate") in ("42P01", None)
    assert "plans" not in failure.get("suggestion", "")
    assert "salaries" not in failure.get("suggestion", "")


@pytest.mark.parametrize("name", ["", " ", "a.b.c.d", '"open', "a b", "a;b"])
def test_what_is_no_name_is_refused(rack, name):
    assert "name" in rack.refused("describe", name=name)["text"]


def test_another_database_is_said_to_be_another(rack):
    text = rack.refused("describe", name="postgres.shop.orders")["text"]
    assert "shop" in text and "postgres" in text


def test_a_search_path_of_the_role_counts_and_cannot_mislead(catalog):
    catalog.sql("""
        CREATE SCHEMA trap;
        CREATE FUNCTION trap.quote_ident(name) RETURNS text LANGUAGE plpgsql AS
          $$ BEGIN RETURN 'trapped'; END $$;
        CREATE FUNCTION trap.col_description(oid, smallint) RETURNS text LANGUAGE plpgsql AS
          $$ BEGIN RETURN 'trapped'; END $$;
        CREATE TABLE trap.twin2 (b integer);
        CREATE ROLE trapped LOGIN;
        GRANT USAGE ON SCHEMA trap, shop, other TO trapped;
        GRANT SELECT ON trap.twin2, other.twin2, shop.orders TO trapped;
        ALTER ROLE trapped SET search_path = trap, other""")
    with catalog.rack({"main": catalog.settings("trapped")}) as rack:
        assert rack.ask("describe", name="twin2")["name"] == "trap.twin2"
        orders = rack.ask("describe", name="shop.orders")
        assert by_name(orders["columns"])["total"]["comment"] == "With tax"
        found = rack.ask("search_objects", kind="table", detail="full")
        assert "trapped" not in str(found)
