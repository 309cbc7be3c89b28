"""Texts that try to do something else than read, and what shows whether they did."""

from postgres import READER, Cluster, PostgresRack

DATABASE = "guarded"

OBJECTS = """
CREATE EXTENSION dblink; CREATE EXTENSION tablefunc; CREATE EXTENSION xml2;
CREATE EXTENSION adminpack; CREATE EXTENSION pg_trgm; CREATE EXTENSION hstore;
CREATE EXTENSION intarray; CREATE EXTENSION unaccent; CREATE EXTENSION pgcrypto;
CREATE TABLE kept (id integer PRIMARY KEY, word text);
INSERT INTO kept VALUES (1, 'one'), (2, 'two');
CREATE TABLE numbers (id integer, part text, amount numeric);
INSERT INTO numbers SELECT n, 'p' || n % 3, n * 1.5 FROM generate_series(1, 100) n;
CREATE SEQUENCE counter;
CREATE MATERIALIZED VIEW seen AS SELECT * FROM kept;
CREATE TYPE pair AS (a integer, b integer);
CREATE FUNCTION writes() RETURNS integer LANGUAGE sql AS
  'INSERT INTO kept VALUES (9, ''written'') RETURNING id';
CREATE FUNCTION doubled(row_of kept) RETURNS integer LANGUAGE plpgsql AS
  'BEGIN PERFORM set_config(''app.tenant'', ''b'', false); RETURN 2; END';
CREATE FUNCTION makes_pair(n integer) RETURNS pair LANGUAGE plpgsql AS
  'BEGIN PERFORM set_config(''app.tenant'', ''b'', false); RETURN (n, n); END';
CREATE FUNCTION adds(state integer, n integer) RETURNS integer LANGUAGE plpgsql AS
  'BEGIN PERFORM set_config(''app.tenant'', ''b'', false); RETURN n; END';
CREATE AGGREGATE total(integer) (SFUNC = adds, STYPE = integer, INITCOND = '0');
CREATE FUNCTION joined(a integer, b integer) RETURNS integer LANGUAGE plpgsql AS
  'BEGIN PERFORM set_config(''app.tenant'', ''b'', false); RETURN a; END';
CREATE OPERATOR ### (FUNCTION = joined, LEFTARG = integer, RIGHTARG = integer);
CREATE TYPE wrapped AS (n integer);
CREATE FUNCTION wraps(n integer) RETURNS wrapped LANGUAGE plpgsql AS
  'BEGIN PERFORM set_config(''app.tenant'', ''b'', false); RETURN ROW(n); END';
CREATE CAST (integer AS wrapped) WITH FUNCTION wraps(integer);
CREATE PROCEDURE proceeds() LANGUAGE sql AS 'INSERT INTO kept VALUES (8, ''called'')';
CREATE FUNCTION "Odd (name)"() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION random(n integer) RETURNS integer LANGUAGE plpgsql AS
  'BEGIN PERFORM set_config(''app.tenant'', ''b'', false); RETURN n; END';
CREATE FUNCTION a_name_of_sixty_three_bytes_in_the_catalogue_of_this_database_x()
  RETURNS integer LANGUAGE plpgsql AS
  'BEGIN PERFORM set_config(''app.tenant'', ''b'', false); RETURN 1; END';
CREATE VIEW counted AS SELECT nextval('counter') AS n;
"""

# Refused before it is sent, by the check of the text; or by the server, with this code.
CHECK = None
SYNTAX, READ_ONLY, UNSUPPORTED = "42601", "25006", "0A000"

STATEMENTS = [
    ("COMMIT; INSERT INTO kept VALUES (3, 'three')", CHECK),
    ("SELECT 1; COMMIT; INSERT INTO kept VALUES (3, 'three')", CHECK),
    ("SELECT 1; SELECT 2", CHECK),
    ("SELECT 1;; ;SELECT 2", CHECK),
    ("/**/;COMMIT", CHECK),
    ("COMMIT", CHECK),
    ("ROLLBACK", CHECK),
    ("SET TRANSACTION READ WRITE", CHECK),
    ("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE", CHECK),
    ("SET default_transaction_read_only = off", CHECK),
    ("SET LOCAL work_mem = '1GB'", CHECK),
    ("RESET ALL", CHECK),
    ("SET ROLE postgres", CHECK),
    ("SET SESSION AUTHORIZATION postgres", CHECK),
    ("DISCARD ALL", CHECK),
    ("PREPARE mine AS SELECT 1", CHECK),
    ("EXECUTE mine", CHECK),
    ("DEALLOCATE ALL", CHECK),
    ("DECLARE mine CURSOR WITH HOLD FOR SELECT 1", CHECK),
    ("LISTEN channel", CHECK),
    ("NOTIFY channel, 'x'", CHECK),
    ("LOCK TABLE kept IN ACCESS SHARE MODE", CHECK),
    ("ANALYZE kept", CHECK),
    ("VACUUM", CHECK),
    ("CHECKPOINT", CHECK),
    ("LOAD 'dblink'", CHECK),
    ("DO $$ BEGIN PERFORM set_config('app.tenant', 'b', false); END $$", CHECK),
    ("DO $$ BEGIN COMMIT; END $$", CHECK),
    ("CALL proceeds()", CHECK),
    ("COPY kept TO STDOUT", CHECK),
    ("COPY kept FROM STDIN", CHECK),
    ("COPY (SELECT 1) TO PROGRAM 'touch /tmp/toolrack-was-here'", CHECK),
    ("COPY (SELECT 1) TO '/tmp/toolrack-was-here'", CHECK),
    ("INSERT INTO kept VALUES (3, 'three')", CHECK),
    ("UPDATE kept SET word = ''", CHECK),
    ("DELETE FROM kept", CHECK),
    ("TRUNCATE kept", CHECK),
    ("MERGE INTO kept USING kept k ON true WHEN MATCHED THEN DELETE", CHECK),
    ("CREATE TEMP TABLE mine (n integer)", CHECK),
    ("CREATE TABLE mine AS SELECT 1", CHECK),
    ("CREATE EXTENSION file_fdw", CHECK),
    ("ALTER SYSTEM SET work_mem = '1GB'", CHECK),
    ("REFRESH MATERIALIZED VIEW seen", CHECK),
    ("EXPLAIN ANALYZE INSERT INTO kept VALUES (3, 'three')", CHECK),
    ("SHOW data_directory", CHECK),
    ("SELECT * INTO mine FROM kept", SYNTAX),
    ("SELECT * FROM kept FOR UPDATE", READ_ONLY),
    ("WITH w AS (INSERT INTO kept VALUES (3, 'three') RETURNING *) SELECT * FROM w", UNSUPPORTED),
    ("WITH w AS (DELETE FROM kept RETURNING *) TABLE w", UNSUPPORTED),
    ("SELECT n FROM counted", READ_ONLY),
    # Out of the subselect that it will stand in.
    ("SELECT 1) AS q, LATERAL (SELECT 2", CHECK),
    ("SELECT 1) AS q; DELETE FROM kept; SELECT * FROM (SELECT 1", CHECK),
    ("SELECT 1) UNION (SELECT 2", CHECK),
    ("SELECT 1 /*", CHECK),
    ("SELECT 'a", CHECK),
    ("SELECT $a$ $b$", CHECK),
    ('SELECT 1 AS "x', CHECK),
    ("(SELECT 1", CHECK),
    ("SELECT 1 --\r; COMMIT", CHECK),
    ("", CHECK),
    (" -- nothing\n ; ", CHECK),
]

ITSELF = ("format('dbname=guarded user=postgres host=%s port=%s',"
          " current_setting('unix_socket_directories'), current_setting('port'))")

CALLS = [
    "set_config('app.tenant', 'b', false)",
    "set_config('app.tenant', 'b', true)",
    "set_config('role', 'postgres', true)",
    "set_config('transaction_read_only', 'off', false)",
    "set_config('statement_timeout', '0', false)",
    "pg_advisory_lock(1)", "pg_advisory_lock_shared(1)", "pg_advisory_xact_lock(1)",
    "pg_try_advisory_lock(1)", "pg_advisory_unlock_all()",
    f"dblink_exec({ITSELF}, 'INSERT INTO kept VALUES (3, ''three'')')", f"dblink_connect({ITSELF})",
    "pg_read_file('PG_VERSION')", "pg_read_binary_file('PG_VERSION')", "pg_ls_dir('.')",
    "pg_stat_file('PG_VERSION')", "pg_file_write('toolrack-was-here', 'x', false)",
    "lo_import('/etc/hostname')", "lo_export(1, '/tmp/toolrack-was-here')",
    "lo_create(4242)", "lo_creat(-1)", "lo_from_bytea(0, '\\x00')", "lo_unlink(1)", "lo_get(1)",
    "lo_open(1, 131072)", "lo_put(1, 0, '\\x00')",
    "pg_reload_conf()", "pg_switch_wal()", "pg_stat_reset()", "pg_rotate_logfile()",
    "pg_create_physical_replication_slot('mine')", "pg_drop_replication_slot('mine')",
    "pg_create_logical_replication_slot('mine', 'test_decoding')",
    "pg_logical_emit_message(false, 'a', 'b')",
    "pg_import_system_collations('pg_catalog')", "pg_notify('channel', 'x')",
    "txid_current()", "pg_current_xact_id()", "pg_export_snapshot()", "setseed(0.5)",
    "query_to_xml('SELECT set_config(''app.tenant'', ''b'', false)', true, true, '')",
    "query_to_xmlschema('SELECT 1', true, true, '')",
    "query_to_xml_and_xmlschema('SELECT 1', true, true, '')",
    "cursor_to_xml('c', 1, true, true, '')",
    "ts_rewrite('a'::tsquery, 'SELECT ''a''::tsquery, ''b''::tsquery')",
    "pg_terminate_backend(1)", "pg_cancel_backend(1)",
    "pg_sleep(0)", "pg_sleep_for('0 s')", "pg_sleep_until(now())",
    "nextval('counter')", "setval('counter', 5)",
    "writes()", "doubled(NULL)", "total(1)", "random(1)", '"Odd (name)"()',
    "gin_clean_pending_list('kept')", "pg_promote()", "pg_backup_start('x')",
]

# One marker, in every spelling and place.
SPELLINGS = [
    "SELECT SET_CONFIG('app.tenant', 'b', false)",
    "SELECT \"set_config\"('app.tenant', 'b', false)",
    "SELECT pg_catalog.set_config('app.tenant', 'b', false)",
    "SELECT pg_catalog . /* ( */ \"set_config\" -- (\n ('app.tenant', 'b', false)",
    "SELECT set_config/**/('app.tenant', 'b', false)",
    "SELECT set_config\f\t\r\n('app.tenant', 'b', false)",
    "SELECT U&\"\\0073et_config\"('app.tenant', 'b', false)",
    "SELECT U&\"!0073et_config\" UESCAPE '!' ('app.tenant', 'b', false)",
    "SELECT U&\"!0073et_config\" UESCAPE E'!' ('app.tenant', 'b', false)",
    "SELECT U&\"!0073et_config\" UESCAPE E'\\x21' ('app.tenant', 'b', false)",
    "SELECT U&\"!0073et_config\" UESCAPE $$!$$ ('app.tenant', 'b', false)",
    "SELECT U&\"!0073et_config\" /**/ uescape '' \n '!' ('app.tenant', 'b', false)",
    "SELECT U&\"set\\+00005Fconfig\"('app.tenant', 'b', false)",
    "SELECT * FROM set_config('app.tenant', 'b', false)",
    "SELECT * FROM kept, LATERAL set_config('app.tenant', 'b', false)",
    "SELECT * FROM ROWS FROM (set_config('app.tenant', 'b', false), generate_series(1, 2))",
    "SELECT * FROM set_config('app.tenant', 'b', false) WITH ORDINALITY",
    "VALUES (set_config('app.tenant', 'b', false))",
    "TABLE kept ORDER BY set_config('app.tenant', 'b', false)",
    "SELECT 1 LIMIT length(set_config('app.tenant', 'b', false))",
    "SELECT CASE WHEN true THEN (SELECT set_config('app.tenant', 'b', false)) END",
    "WITH RECURSIVE r AS (SELECT set_config('app.tenant', 'b', false)) SELECT * FROM r",
    "SELECT joined(b => 2, a => 1)",
    "SELECT set_config(VARIADIC ARRAY['a'])",
    "SELECT E'\\'', set_config('app.tenant', 'b', false) --'",
    "SELECT 'a\\', set_config('app.tenant', 'b', false) --'",
    "SELECT 'a'\n'\\', set_config('app.tenant', 'b', false) --'",
    "SELECT E'a'\n'\\'', set_config('app.tenant', 'b', false) --'",
    "SELECT $a$ $$ $a$, set_config('app.tenant', 'b', false) -- $a$",
    "SELECT 1 AS a$b$, set_config('app.tenant', 'b', false) AS c$b$",
    "SELECT /* /* */ ' */ set_config('app.tenant', 'b', false) --'",
    "SELECT 1 +/* ' */ length(set_config('app.tenant', 'b', false)) --'",
    "SELECT 1 --\r, set_config('app.tenant', 'b', false)",
    "SELECT U&'\\\\', set_config('app.tenant', 'b', false) --'",
    "SELECT \"kept\".\"word\", set_config('app.tenant', 'b', false) FROM kept",
    "SELECT N'\\', set_config('app.tenant', 'b', false) --'",
    "SELECT a_name_of_sixty_three_bytes_in_the_catalogue_of_this_database_xyz()",
    "SELECT \"a_name_of_sixty_three_bytes_in_the_catalogue_of_this_database_xyz\"()",
    # Functions behind a dot.
    "SELECT kept.doubled FROM kept",
    "SELECT (kept).doubled FROM kept",
    "SELECT public.kept.doubled FROM kept",
    "SELECT k.\"doubled\" FROM kept k",
    "SELECT ('0'::float8).pg_sleep",
    "SELECT s.pg_sleep FROM unnest(ARRAY[0::float8]) s",
    "SELECT (ARRAY[0::float8])[1].pg_sleep",
    "SELECT ($1::float8) . /* */ pg_sleep",
    "SELECT (1).makes_pair.a",
    "SELECT ('1'::oid).lo_unlink",
    "SELECT ('/etc/hostname'::text).pg_read_file",
    "SELECT ('counter'::regclass).nextval",
    # Operators, casts and aggregates.
    "SELECT 1 ### 2",
    "SELECT 1 OPERATOR(public.###) 2",
    "SELECT 1 ### ANY (ARRAY[2])",
    "SELECT 1::wrapped",
    "SELECT 1 :: public . \"wrapped\"",
    "SELECT CAST(1 AS wrapped)",
    "SELECT total(id) OVER () FROM kept",
    # Texts that functions run.
    "SELECT word FROM ts_stat('SELECT to_tsvector(pg_read_file(''PG_VERSION''))')",
    "SELECT * FROM crosstab('SELECT ''a'', ''b'', set_config(''app.tenant'', ''b'', false)')"
    " AS t(a text, b text)",
    "SELECT * FROM crosstab2('SELECT ''a'', ''b'', set_config(''app.tenant'', ''b'', false)')",
    "SELECT * FROM connectby('kept', 'id', 'id', '1', 0) AS t(a integer, b integer, c integer)",
    "SELECT * FROM xpath_table('id', 'word', 'kept', '/a', 'true') AS t(id integer, a text)",
    # Who the caller is.
    "SELECT t.* FROM (SELECT set_config('app.tenant', 'b', true)) s, kept t",
    "SELECT CASE WHEN set_config('app.tenant', 'b', true) = 'b' THEN"
    " (SELECT string_agg(word, ',') FROM kept) END",
    "SELECT set_config('role', 'postgres', true), query_to_xml('TABLE kept', true, true, '')",
]

PARAMETERS = {"SELECT ($1::float8) . /* */ pg_sleep": [0]}

# Of the one session: which it is, and what a caller could have left in it.
SESSION = """
SELECT pg_backend_pid(), current_user, session_user, pg_my_temp_schema(),
  current_setting('app.tenant', true),
  (SELECT jsonb_object_agg(name, setting) FROM pg_settings
    WHERE source IN ('session', 'client', 'user', 'database')),
  (SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory'),
  (SELECT count(*) FROM pg_listening_channels()),
  (SELECT count(*) FROM pg_prepared_statements WHERE from_sql),
  (SELECT count(*) FROM pg_cursors WHERE is_holdable)
"""

# Of the whole server.
SERVER = """
SELECT (SELECT jsonb_agg(k ORDER BY id) FROM kept k),
  (SELECT jsonb_agg(s) FROM seen s),
  (SELECT last_value || is_called::text FROM counter),
  (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_collation),
  (SELECT count(*) FROM pg_extension), (SELECT count(*) FROM pg_largeobject_metadata),
  (SELECT count(*) FROM pg_replication_slots),
  (SELECT count(*) FROM pg_file_settings WHERE sourcefile LIKE '%auto.conf'),
  (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'),
  pg_stat_file('toolrack-was-here', true), pg_stat_file('/tmp/toolrack-was-here', true)
"""


def guarded_cluster() -> Cluster:
    """A server with a database of everything that the texts reach for, and a role that may read."""
    cluster = Cluster()
    cluster.sql(f"CREATE DATABASE {DATABASE}")
    cluster.sql(OBJECTS, database=DATABASE)
    cluster.sql(f"CREATE ROLE {READER} LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public"
                f" TO {READER}; GRANT USAGE ON SEQUENCE counter TO {READER}", database=DATABASE)
    return cluster


def guarded_rack(cluster, folder, user, **more) -> PostgresRack:
    """One connection, and no doctor: the texts alone are looked at."""
    main = {"url": cluster.url(user, DATABASE), "doctor": "off", "connections": 1, **more}
    return PostgresRack(folder, {"main": main})
