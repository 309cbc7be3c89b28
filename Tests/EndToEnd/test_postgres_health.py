"""pg_health finds what is wrong with a database, and the SQL that it gives mends it."""

import pytest
from postgres import FAST, Cluster, PostgresRack

DATABASE = "app"
# What is made wrong here, by check: (code, object).
WRONG = {
    "indexes": {
        ("invalid", 'public."no good"'), ("duplicate", '"Odd ""Schema"."second one"'),
        ("covered", '"Odd ""Schema"."first one"'), ("unused", "public.never_read"),
    },
    "bloat": {("table_bloat", "public.empty_inside"), ("index_bloat", "public.empty_tree")},
    "vacuum": {
        ("dead_rows", "public.dead"), ("autovacuum_off_for_table", "public.dead"),
    },
    "connections": {("connections", DATABASE)},
    "sequences": {("sequence_end", '"Odd ""Schema"."T_id_seq"')},
    "replication": {("slot_inactive", "lonely")},
    "constraints": {
        ("not_validated", "public.child.positive"),
        ("reference_without_index", "public.child.child_parent_fkey"),
    },
    "settings": {("setting", "full_page_writes"), ("setting", "log_lock_waits")},
}
MADE = """
CREATE SCHEMA "Odd ""Schema";
CREATE TABLE "Odd ""Schema"."T" (id serial PRIMARY KEY, v int);
INSERT INTO "Odd ""Schema"."T" (v) SELECT g FROM generate_series(1, 60000) g;
CREATE INDEX "first one" ON "Odd ""Schema"."T" (v);
CREATE INDEX "second one" ON "Odd ""Schema"."T" (v);
CREATE INDEX wider ON "Odd ""Schema"."T" (v, id);
SELECT setval('"Odd ""Schema"."T_id_seq"', 2000000000);

CREATE TABLE empty_inside (id int, t text) WITH (autovacuum_enabled = off);
INSERT INTO empty_inside SELECT g, repeat('x', 100) FROM generate_series(1, 200000) g;
DELETE FROM empty_inside WHERE id % 10 <> 0;
CREATE TABLE tree (id int) WITH (autovacuum_enabled = off);
INSERT INTO tree SELECT g FROM generate_series(1, 400000) g;
CREATE INDEX empty_tree ON tree (id);
DELETE FROM tree WHERE id % 20 <> 0;

CREATE TABLE dead (id int) WITH (autovacuum_enabled = off);
INSERT INTO dead SELECT generate_series(1, 30000);
DELETE FROM dead WHERE id > 5000;

CREATE TABLE parent (id int PRIMARY KEY);
INSERT INTO parent VALUES (1);
CREATE TABLE child (id int, parent int REFERENCES parent);
INSERT INTO child SELECT g, 1 FROM generate_series(1, 3000) g;
ALTER TABLE child ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;
CREATE TABLE wide (id int);
INSERT INTO wide SELECT generate_series(1, 100000);
CREATE INDEX never_read ON wide (id);

CREATE TABLE doubled (a int);
INSERT INTO doubled VALUES (1), (1);
SELECT pg_create_physical_replication_slot('lonely', true);
ALTER DATABASE app CONNECTION LIMIT 10;
"""


@pytest.fixture(scope="module")
def cluster():
    with Cluster(autovacuum="off") as running:
        running.sql(f"CREATE DATABASE {DATABASE}")
        running.sql("CREATE ROLE keeper LOGIN; GRANT pg_monitor, pg_read_all_data TO keeper;"
                    "CREATE ROLE stranger LOGIN")
        running.sql(MADE, database=DATABASE)
        for table in ("empty_inside", "tree"):
            running.sql(f"VACUUM {table}", database=DATABASE)
        running.sql("ANALYZE", database=DATABASE)
        with pytest.raises(Exception, match="could not create unique index"):
            running.sql('CREATE UNIQUE INDEX CONCURRENTLY "no good" ON doubled (a)',
                        database=DATABASE)
        # Of the ten connections that the database allows.
        sessions = [running.connect(database=DATABASE) for _ in range(8)]
        yield running
        for session in sessions:
            session.close()


@pytest.fixture(scope="module")
def rack(cluster, tmp_path_factory):
    databases = {
        name: {"url": cluster.url(name, DATABASE)}
        for name in ("keeper", "stranger")
    }
    with PostgresRack(tmp_path_factory.mktemp("health"), databases, toolsets=["dba"]) as running:
        yield running


def found(rack, *checks, database="keeper"):
    answer = rack.ask("health", checks=list(checks), database=database)
    assert [check["check"] for check in answer["checks"]] == list(checks)
    return [finding for check in answer["checks"] for finding in check["findings"]]


def codes(findings):
    return {(finding["code"], finding["object"]) for finding in findings}


@pytest.mark.parametrize("check", sorted(WRONG))
def test_what_is_wrong_is_found(rack, check):
    findings = found(rack, check)
    assert WRONG[check] - codes(findings) == set()
    for finding in findings:
        assert finding["severity"] in {"critical", "warning", "info"}
        assert finding["what"].endswith(".") and finding["fix"]


def test_a_finding_has_its_figure_and_threshold(rack):
    findings = found(rack, "vacuum")
    [dead] = [f for f in findings if (f["code"], f["object"]) == ("dead_rows", "public.dead")]
    assert dead["severity"] == "critical"
    assert dead["figure"] == 25000 and dead["threshold"] == 10000 and dead["unit"] == "rows"


def test_all_checks_in_one_call(rack):
    answer = rack.ask("health", database="keeper")
    names = [check["check"] for check in answer["checks"]]
    assert names == ["indexes", "bloat", "vacuum", "connections", "sequences", "replication",
                     "cache", "constraints", "settings"]
    assert answer["worst"] == "critical"
    assert all(check["status"] != "unknown" for check in answer["checks"])


def test_a_role_that_may_see_little_gets_what_it_may_see(rack):
    answer = rack.ask("health", database="stranger")
    assert not [check for check in answer["checks"] if check["status"] == "unknown"]
    assert ("invalid", 'public."no good"') in codes(answer["checks"][0]["findings"])


def test_an_unknown_check_is_refused(rack):
    assert "checks/0" in rack.refused("health", checks=["everything"], database="keeper")["text"]


def test_it_says_that_it_only_reads(rack):
    for name in ("health", "top_queries", "activity", "advise_indexes"):
        assert rack.tools()[f"pg_{name}"]["annotations"] == {
            "readOnlyHint": True, "destructiveHint": False, "idempotentHint": True,
            "openWorldHint": False}


MENDED = [
    ("bloat", "index_bloat"), ("bloat", "table_bloat"), ("indexes", "duplicate"),
    ("indexes", "unused"), ("vacuum", "dead_rows"), ("vacuum", "autovacuum_off_for_table"),
    ("sequences", "sequence_end"), ("replication", "slot_inactive"),
    ("constraints", "not_validated"), ("constraints", "reference_without_index"),
    ("connections", "connections"), ("settings", "setting"),
]
# Nothing but a restart, or another command line, changes these here.
FIXED = {"data_checksums", "shared_buffers", "autovacuum", *FAST}


@pytest.mark.parametrize("check, code", MENDED)
def test_the_sql_mends_it(cluster, rack, check, code):
    """Comes last: it takes away what the tests above look at."""
    findings = [finding for finding in found(rack, check) if finding["code"] == code]
    assert findings
    for finding in findings:
        if finding["object"] in FIXED:
            continue
        for statement in filter(str.strip, finding["fix"].split(" --")[0].split("; ")):
            cluster.sql(statement, database=DATABASE)
    cluster.sql("ANALYZE", database=DATABASE)
    left = [finding for finding in found(rack, check)
            if finding["code"] == code and finding["object"] not in FIXED]
    assert left == []


def test_an_invalid_index_is_built_again(cluster, rack):
    cluster.sql("TRUNCATE doubled", database=DATABASE)
    [finding] = [f for f in found(rack, "indexes") if f["code"] == "invalid"]
    cluster.sql(finding["fix"], database=DATABASE)
    assert not [f for f in found(rack, "indexes") if f["code"] == "invalid"]
