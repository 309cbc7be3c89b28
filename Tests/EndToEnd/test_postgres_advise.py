"""pg_advise_indexes proposes indexes that the planner takes, and builds none."""

import pytest
from postgres import Cluster, PostgresRack

DATABASE = "app"
MADE = """
CREATE EXTENSION hypopg;
CREATE EXTENSION pg_stat_statements;
CREATE SCHEMA "Odd Schema";
CREATE TABLE customers (id int PRIMARY KEY, email text, city text);
INSERT INTO customers SELECT g, 'c' || g || '@example.com', 'city ' || g % 50
  FROM generate_series(1, 20000) g;
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id int, status varchar(10), total numeric,
  created_at timestamptz, document json);
INSERT INTO orders SELECT g, g % 5000, (ARRAY['new', 'paid', 'shipped'])[1 + g % 3], g % 1000,
  now() - g * interval '1 minute', '{}' FROM generate_series(1, 100000) g;
CREATE TABLE "Odd Schema"."T" ("the key" int, v text);
INSERT INTO "Odd Schema"."T" SELECT g, repeat('x', 50) FROM generate_series(1, 50000) g;
ANALYZE;
"""


@pytest.fixture(scope="module")
def cluster():
    with Cluster(shared_preload_libraries="pg_stat_statements") as running:
        running.sql(f"CREATE DATABASE {DATABASE}")
        running.sql("CREATE DATABASE bare")
        running.sql("CREATE ROLE keeper LOGIN; GRANT pg_monitor, pg_read_all_data TO keeper")
        running.sql(MADE, database=DATABASE)
        yield running


@pytest.fixture(scope="module")
def rack(cluster, tmp_path_factory):
    databases = {
        name: {"url": cluster.url("keeper", name), "connections": 1}
        for name in (DATABASE, "bare")
    }
    with PostgresRack(tmp_path_factory.mktemp("advise"), databases, toolsets=["dba"]) as running:
        yield running


@pytest.fixture(autouse=True)
def unchanged(cluster):
    """No index is built, whatever is asked."""
    count = "SELECT count(*) FROM pg_index"
    before = cluster.sql(count, database=DATABASE)
    yield
    assert cluster.sql(count, database=DATABASE) == before


def advise(rack, *queries, **arguments):
    return rack.ask("advise_indexes", queries=list(queries), **arguments)


def made(answer):
    return [index["sql"] for index in answer["indexes"]]


def test_a_filter(rack):
    answer = advise(rack, "SELECT * FROM orders WHERE customer_id = 17")
    assert made(answer) == ['CREATE INDEX CONCURRENTLY ON "public"."orders" ("customer_id");']
    [index] = answer["indexes"]
    assert index["cost_after"] < index["cost_before"] / 10
    assert 500_000 < index["size_bytes"] < 10_000_000
    assert index["queries"] == [0]
    assert answer["cost_after"] == index["cost_after"]
    assert answer["queries"][0]["cost_after"] < answer["queries"][0]["cost_before"] / 10
    assert not answer["out_of_time"] and answer["skipped"] == []


def test_what_is_proposed_is_what_the_planner_then_takes(cluster, rack):
    query = "SELECT * FROM orders WHERE status = 'new' AND customer_id < 3 ORDER BY total LIMIT 5"
    answer = advise(rack, query)
    [statement, *_] = made(answer)
    with cluster.connect(database=DATABASE) as session:
        session.execute("BEGIN")
        session.execute(statement.replace(" CONCURRENTLY", ""))
        plan = "\n".join(row[0] for row in session.execute(f"EXPLAIN {query}"))
        session.execute("ROLLBACK")
    assert "Index" in plan and "Seq Scan" not in plan


def test_joins_orders_and_odd_names(rack):
    answer = advise(
        rack,
        "SELECT o.* FROM customers c JOIN orders o ON o.customer_id = c.id WHERE c.email = 'c7'",
        "SELECT * FROM orders ORDER BY created_at DESC LIMIT 10",
        'SELECT v FROM "Odd Schema"."T" WHERE "the key" = 5', max_indexes=8)
    text = "\n".join(made(answer))
    for part in ('"customers" ("email")', '"orders" ("customer_id")', '"orders" ("created_at")',
                 '"Odd Schema"."T" ("the key")'):
        assert part in text


def test_one_index_that_serves_is_not_proposed_again(rack):
    assert made(advise(rack, "SELECT * FROM orders WHERE id = 5")) == []


def test_the_budget_holds(rack):
    query = "SELECT * FROM orders WHERE customer_id = 17"
    assert made(advise(rack, query, budget_mb=1)) == []


def test_parameters_without_values(rack):
    answer = advise(
        rack, "SELECT * FROM orders WHERE customer_id = $1 AND status = ANY ($2) LIMIT $3")
    assert '"customer_id"' in made(answer)[0]
    assert answer["skipped"] == []


def test_what_cannot_be_planned_is_skipped_with_the_reason(rack):
    answer = advise(
        rack, "SELECT * FROM nowhere", "DELETE FROM orders", "SELECT pg_sleep(10)",
        "SELECT * FROM orders; COMMIT", "SELECT * FROM orders WHERE customer_id = 1")
    assert len(answer["queries"]) == 1 and len(made(answer)) == 1
    whys = {skipped["query"]: skipped["why"] for skipped in answer["skipped"]}
    assert 'relation "nowhere" does not exist' in whys["SELECT * FROM nowhere"]
    assert "pg_sleep" in whys["SELECT pg_sleep(10)"]
    assert len(whys) == 4


def test_the_heaviest_statements_where_none_are_given(cluster, rack):
    with cluster.connect(database=DATABASE) as session:
        for number in range(5):
            session.execute(f"SELECT count(*) FROM customers WHERE city = 'city {number}'")
        session.execute("SELECT * FROM orders WHERE created_at > now() - interval '1 minute'")
    answer = rack.ask("advise_indexes")
    assert '"customers" ("city")' in "\n".join(made(answer))
    [query] = [q for q in answer["queries"] if "city = $1" in q["query"]]
    assert query["calls"] == 5
    # Constants in the middle of a type's syntax become parameters that nothing can parse.
    assert any("interval $" in skipped["query"] for skipped in answer["skipped"])


def test_out_of_time(rack):
    answer = advise(
        rack, "SELECT * FROM orders WHERE customer_id = 1 AND status = 'new'", time_budget_ms=1)
    assert answer["out_of_time"] is True


def test_hypothetical_indexes_leave_nothing_behind(rack):
    query = "SELECT * FROM orders WHERE customer_id = 17"
    assert made(advise(rack, query))
    # The only connection of this database is the same.
    assert "<" not in str(rack.ask("explain", sql=query, format="text"))


def test_hypopg_is_missing(rack):
    failure = rack.refused("advise_indexes", database="bare", queries=["SELECT 1"])
    assert "hypopg is not in this database" in failure["message"]
    assert "CREATE EXTENSION hypopg" in failure["text"]
