"""pg_explain: what it shows, and that it changes nothing."""

import pytest
from postgres_catalog import catalog_in, error_of

OPEN = "SELECT * FROM shop.orders WHERE status = 'open'"
JOIN = ("SELECT c.name, o.total FROM shop.orders o JOIN shop.customers c ON c.id = o.customer_id "
        "WHERE o.id = $1")


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    with catalog_in(tmp_path_factory.mktemp("catalog")) as running:
        yield running


@pytest.fixture(scope="module")
def rack(catalog):
    with catalog.rack() as running:
        yield running


@pytest.fixture(scope="module")
def hypopg(catalog):
    if not catalog.has_package("hypopg"):
        pytest.skip("the package postgresql-NN-hypopg is not installed")
    catalog.sql('CREATE EXTENSION IF NOT EXISTS hypopg SCHEMA "Odd Schema"')


def test_a_summary(rack):
    plan = rack.ask("explain", sql=OPEN)
    assert plan["total_cost"] > 100 and plan["estimated_rows"] > 0
    assert "rows" not in plan and "execution_ms" not in plan
    assert plan["top_nodes"][0]["node"] == "Seq Scan on shop.orders"
    assert 0.9 < plan["top_nodes"][0]["share"] <= 1
    [scan] = plan["seq_scans"]
    assert scan["table"] == "shop.orders" and scan["table_rows"] == 40_000
    assert scan["index_might_help"] == {"table": "shop.orders", "columns": ["status"]}


def test_parameters_are_bound(rack):
    plan = rack.ask("explain", sql=JOIN, params=[7])
    labels = [node["node"] for node in plan["top_nodes"]]
    assert "Index Scan using orders_pkey on shop.orders o" in labels
    assert "seq_scans" not in plan


def test_analyze_measures(rack):
    plan = rack.ask("explain", sql=OPEN, analyze=True, buffers=True)
    assert plan["rows"] == 800 and plan["execution_ms"] > 0
    assert plan["top_nodes"][0]["rows"] == 800 and plan["top_nodes"][0]["own_ms"] > 0
    [filtered] = plan["filtered"]
    assert filtered["removed"] == 39_200 and filtered["kept"] == 800
    assert sum(plan["buffers"].values()) > 0


def test_a_sort_that_spills_and_an_estimate_that_is_wrong(rack, catalog):
    catalog.sql("ALTER ROLE catalog_reader SET work_mem = '64kB'")
    try:
        with catalog.rack() as fresh:
            plan = fresh.ask(
                "explain", sql="SELECT * FROM shop.orders ORDER BY placed_at, total", analyze=True)
            assert plan["spills"][0]["disk_kb"] > 100 and "Sort" in plan["spills"][0]["node"]
            assert plan["settings"]["work_mem"] == "64kB"
    finally:
        catalog.sql("ALTER ROLE catalog_reader RESET work_mem")
    wrong = rack.ask(
        "explain", analyze=True,
        sql="SELECT * FROM shop.orders WHERE total::text || status = '7closed' OR id % 2 = 0")
    assert wrong["misestimates"][0]["factor"] >= 10


def test_the_plan_as_json_and_as_text(rack):
    plan = rack.ask("explain", sql=OPEN, format="json")["plan"]
    assert plan[0]["Plan"]["Node Type"] == "Seq Scan"
    text = rack.ask("explain", sql=OPEN, format="text")["plan"]
    assert text.splitlines()[0].startswith("Seq Scan on orders") and "Filter:" in text


def test_without_analyze_nothing_runs(rack, catalog):
    rack.ask("explain", sql="SELECT 1 / (id - id) FROM shop.orders")
    failure = rack.refused("explain", sql="SELECT 1 / (id - id) FROM shop.orders", analyze=True)
    assert failure["sqlstate"] == "22012"


@pytest.mark.parametrize("analyze", [False, True])
@pytest.mark.parametrize("sql", [
    "INSERT INTO shop.tenants VALUES (3, 'c', '')",
    "DELETE FROM shop.orders",
    "WITH gone AS (DELETE FROM shop.orders RETURNING 1) SELECT * FROM gone",
    "SELECT pg_sleep(5)",
    "SELECT pg_advisory_lock(1)",
    "SELECT set_config('role', 'postgres', false)",
    "SELECT 1; DELETE FROM shop.orders",
    "ANALYZE SELECT 1",
    "COMMIT",
    "SELECT 1) AS x, LATERAL (SELECT 2",
])
def test_what_does_not_only_read_is_refused(rack, catalog, sql, analyze):
    rack.refused("explain", sql=sql, analyze=analyze)
    assert catalog.sql("SELECT count(*) FROM shop.orders") == [(40_000,)]
    assert catalog.sql("SELECT count(*) FROM shop.tenants") == [(2,)]


def test_errors_are_those_of_the_server_and_name_the_place(rack, catalog):
    sql = "SELECT id\nFROM shop.ordrs"
    failure = rack.refused("explain", sql=sql)
    assert failure["sqlstate"] == "42P01" and (failure["line"], failure["column"]) == (2, 6)
    assert failure["message"] == error_of(catalog, sql)
    assert "shop.orders" in failure["suggestion"]


def test_a_parameter_without_a_value_is_an_error(rack):
    assert rack.refused("explain", sql=JOIN)["text"]


def test_generic_plans(rack, catalog):
    [[version]] = catalog.sql("SELECT current_setting('server_version_num')::int")
    if version >= 160_000:
        assert rack.ask("explain", sql=JOIN, generic=True)["total_cost"] > 0
    else:
        assert "PostgreSQL 16" in rack.refused("explain", sql=JOIN, generic=True)["text"]
    assert "analyze" in rack.refused("explain", sql=JOIN, generic=True, analyze=True)["text"]


def test_without_hypopg_it_is_said_how_to_get_it(catalog):
    catalog.cluster.sql("CREATE DATABASE bare")
    url = catalog.cluster.url("catalog_reader", "bare")
    with catalog.rack({"main": {"url": url, "doctor": "off"}}) as rack:
        text = rack.refused(
            "explain", sql="SELECT 1", hypothetical_indexes=[{"table": "t", "columns": ["a"]}])[
            "text"]
        assert "hypopg" in text and "CREATE EXTENSION" in text


def test_a_hypothetical_index_changes_the_plan_and_nothing_else(rack, catalog, hypopg):
    before = rack.ask("explain", sql=OPEN)["total_cost"]
    plan = rack.ask("explain", sql=OPEN, hypothetical_indexes=[
        {"table": "shop.orders", "columns": ["status"], "include": ["total"]}])
    compared = plan["hypothetical"]
    assert compared["cost_before"] == before > 2 * compared["cost_after"]
    assert plan["total_cost"] == compared["cost_after"]
    [index] = compared["indexes"]
    assert index["used"] is True and index["estimated_bytes"] > 8192
    assert index["definition"] == (
        'CREATE INDEX ON shop.orders USING btree ("status") INCLUDE ("total")')
    assert rack.ask("explain", sql=OPEN)["total_cost"] == before
    assert "btree" not in rack.ask("explain", sql=OPEN, format="text")["plan"]


def test_hypothetical_indexes_on_odd_names_and_parts_of_a_table(rack, hypopg):
    plan = rack.ask(
        "explain", sql='SELECT * FROM "Odd Schema"."Odd ""Table""" WHERE "Käse" = \'x\'',
        format="text", hypothetical_indexes=[
            {"table": '"Odd Schema"."Odd ""Table"""', "columns": ['"Käse"']},
            {"table": "orders", "columns": ["placed_at"], "where": "status = 'open'",
             "using": "brin"},
        ])
    odd, orders = (one["definition"] for one in plan["hypothetical"]["indexes"])
    assert '"Odd Schema"."Odd ""Table""" USING btree ("Käse")' in odd
    assert "USING brin (\"placed_at\") WHERE (status = 'open'\n)" in orders


@pytest.mark.parametrize("index, said", [
    ({"table": "shop.ordrs", "columns": ["id"]}, "shop.orders"),
    ({"table": "shop.orders", "columns": ["statuz"]}, "statuz"),
    ({"table": "shop.orders", "columns": ["lower(status)"]}, "column"),
    ({"table": "shop.orders", "columns": ["a.b"]}, "column"),
    ({"table": "shop.orders", "columns": []}, "one"),
    ({"table": "shop.orders", "columns": ["id"], "where": "pg_sleep(5) IS NULL"}, "pg_sleep"),
    ({"table": "shop.orders", "columns": ["id"], "where": "true); DROP TABLE shop.orders; --"},
     ""),
    ({"table": "shop.salaries", "columns": ["amount"]}, "salaries"),
])
def test_what_is_no_index_is_refused(rack, catalog, hypopg, index, said):
    before = rack.ask("explain", sql=OPEN)["total_cost"]
    good = {"table": "shop.orders", "columns": ["status"]}
    failure = rack.refused("explain", sql=OPEN, hypothetical_indexes=[good, index])
    assert said in str(failure)
    assert rack.ask("explain", sql=OPEN)["total_cost"] == before


def test_a_failure_leaves_no_hypothetical_index(catalog, hypopg):
    with catalog.rack({"main": catalog.settings(connections=1)}) as rack:
        before = rack.ask("explain", sql=OPEN)["total_cost"]
        index = {"table": "shop.orders", "columns": ["status"]}
        failing = {"table": "shop.orders", "columns": ["id"], "where": "id = (SELECT 1)"}
        rack.refused("explain", sql=OPEN, hypothetical_indexes=[index, failing])
        assert rack.ask("explain", sql=OPEN)["total_cost"] == before


def test_hypothetical_indexes_are_not_run(rack, hypopg):
    index = {"table": "shop.orders", "columns": ["status"]}
    text = rack.refused("explain", sql=OPEN, analyze=True, hypothetical_indexes=[index])["text"]
    assert "analyze" in text


def test_hidden_indexes(rack, catalog, hypopg):
    [[version]] = catalog.sql("SELECT extversion FROM pg_extension WHERE extname = 'hypopg'")
    sql = "SELECT * FROM shop.orders WHERE id = 7"
    if tuple(map(int, version.split(".")[:2])) < (1, 4):
        text = rack.refused("explain", sql=sql, hide_indexes=["shop.orders_pkey"])["text"]
        assert "hypopg 1.4" in text and version in text
        return
    compared = rack.ask("explain", sql=sql, hide_indexes=["shop.orders_pkey"])["hypothetical"]
    assert compared["cost_after"] > 10 * compared["cost_before"]
    assert "there is no index" in rack.refused(
        "explain", sql=sql, hide_indexes=["shop.orders"])["text"].lower()
