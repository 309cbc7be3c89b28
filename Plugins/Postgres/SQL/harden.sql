-- Makes a login that can read some schemas of a database and do nothing else, for the "readonly"
-- connections of the pg plugin; or makes one that exists such a login.
--
--   psql -v role=shop_reader -v schemas=public,sales -f harden.sql DATABASE
--
-- Run it as a superuser (or, on a managed service, as the administrator: what only a superuser may
-- do is then left out with a notice), in each database that the login reads. It can be run again,
-- and should be after new schemas. A role that is new has no password: set one with \password, or
-- let the server know it in another way.
--
--   role         the login, made where it does not exist; toolrack_reader
--   schemas      what it may read, comma-separated; "*": everything (pg_read_all_data, 14 and later)
--   connections  how many connections it may hold; 20
--   member       roles that it stays a member of, comma-separated, such as those that callers are
--                mapped to. It leaves all others, but for the server's own that only read
--   keep         roles that keep the functions below, beside owners, comma-separated
--
-- What it changes for others, in this database: functions with effects are taken from PUBLIC, thus
-- from every role but superusers and those who own the database or something in it. Other roles
-- that need them (pg_dump calls set_config; applications use advisory locks) are named in "keep".
-- Nobody but owners can create temporary tables, or objects in its schemas.
-- What PUBLIC was allowed to write, it may no longer. What the login owned, the owner of the
-- database owns.

\set ON_ERROR_STOP on
\set QUIET on
\if :{?role}
\else
  \set role toolrack_reader
\endif
\if :{?schemas}
\else
  \set schemas public
\endif
\if :{?connections}
\else
  \set connections 20
\endif
\if :{?member}
\else
  \set member ''
\endif
\if :{?keep}
\else
  \set keep ''
\endif

BEGIN;
SET LOCAL client_min_messages = notice;
SET LOCAL toolrack.role = :'role';
SET LOCAL toolrack.schemas = :'schemas';
SET LOCAL toolrack.connections = :'connections';
SET LOCAL toolrack.member = :'member';
SET LOCAL toolrack.keep = :'keep';

DO $harden$
DECLARE
  role_name CONSTANT text := current_setting('toolrack.role');
  role_oid oid;
  new_owner text;
  readable CONSTANT text[] :=
    string_to_array(replace(current_setting('toolrack.schemas'), ' ', ''), ',');
  stays CONSTANT text[] :=
    string_to_array(replace(current_setting('toolrack.member'), ' ', ''), ',');
  kept text[] := array_remove(
    string_to_array(replace(current_setting('toolrack.keep'), ' ', ''), ','), '');
  keeper text;
  item record;
BEGIN
  IF role_name = current_user THEN
    RAISE EXCEPTION 'run this as another role than %', role_name;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
    EXECUTE format('CREATE ROLE %I LOGIN', role_name);
  END IF;
  SELECT oid INTO role_oid FROM pg_roles WHERE rolname = role_name;
  EXECUTE format('ALTER ROLE %I NOCREATEDB NOCREATEROLE CONNECTION LIMIT %s', role_name,
    current_setting('toolrack.connections')::integer);
  BEGIN
    EXECUTE format('ALTER ROLE %I NOSUPERUSER NOREPLICATION NOBYPASSRLS', role_name);
  EXCEPTION WHEN insufficient_privilege THEN
    RAISE NOTICE 'SUPERUSER, REPLICATION and BYPASSRLS are left as they are: only a superuser may change them';
  END;

  -- What applies to each of its sessions, whatever the client asks for at the start.
  EXECUTE format('ALTER ROLE %I SET default_transaction_read_only = on', role_name);
  EXECUTE format('ALTER ROLE %I SET statement_timeout = %L', role_name, '60s');
  EXECUTE format('ALTER ROLE %I SET lock_timeout = %L', role_name, '5s');
  EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = %L', role_name, '60s');

  -- What others may, it may not through them.
  FOR item IN
    SELECT DISTINCT r.rolname AS name FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
    WHERE m.member = role_oid AND r.rolname <> ALL (stays)
      AND r.rolname NOT IN ('pg_read_all_data', 'pg_read_all_settings', 'pg_read_all_stats',
        'pg_stat_scan_tables', 'pg_monitor', 'rds_iam')
  LOOP
    EXECUTE format('REVOKE %I FROM %I', item.name, role_name);
  END LOOP;

  -- Nothing is its own, and nothing can be made: neither by this role nor, as is the default since
  -- version 15, by anybody in "public".
  SELECT CASE WHEN datdba = role_oid THEN current_user ELSE pg_get_userbyid(datdba) END
    INTO new_owner FROM pg_database WHERE datname = current_database();
  EXECUTE format('REASSIGN OWNED BY %I TO %I', role_name, new_owner);
  EXECUTE format('REVOKE CREATE, TEMPORARY ON DATABASE %I FROM PUBLIC, %I', current_database(),
    role_name);
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), role_name);
  FOR item IN
    SELECT nspname AS name FROM pg_namespace
    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
  LOOP
    EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC, %I', item.name, role_name);
    EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM %I', item.name, role_name);
    EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA %I FROM %I', item.name, role_name);
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA %I FROM PUBLIC',
      item.name);
    EXECUTE format('REVOKE USAGE, UPDATE ON ALL SEQUENCES IN SCHEMA %I FROM PUBLIC', item.name);
  END LOOP;

  -- Everything that is granted is granted here, also of tables that are still to come from those
  -- who made the ones that are there.
  IF readable = ARRAY['*'] THEN
    EXECUTE format('GRANT pg_read_all_data TO %I', role_name);
  ELSE
    FOR item IN SELECT unnest(readable) AS name LOOP
      EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', item.name, role_name);
      EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO %I', item.name, role_name);
      EXECUTE format('GRANT SELECT ON ALL SEQUENCES IN SCHEMA %I TO %I', item.name, role_name);
    END LOOP;
    FOR item IN
      SELECT n.nspname AS schema, pg_get_userbyid(c.relowner) AS maker
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY (readable) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      UNION SELECT schema, current_user FROM unnest(readable) schema
    LOOP
      BEGIN
        EXECUTE format(
          'ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I GRANT SELECT ON TABLES TO %I',
          item.maker, item.schema, role_name);
      EXCEPTION WHEN insufficient_privilege THEN
        RAISE NOTICE 'Tables that % will make in % cannot be read: only it may grant that',
          item.maker, item.schema;
      END;
    END LOOP;
  END IF;

  -- Owners can do more than these functions do, and their backups and migrations call them.
  kept := kept || ARRAY(
    SELECT r.rolname::text FROM pg_roles r
    WHERE NOT r.rolsuper AND r.rolname !~ '^pg_' AND r.rolname <> ALL (kept)
      AND NOT pg_has_role(role_oid, r.oid, 'MEMBER') AND r.oid IN (
        SELECT datdba FROM pg_database WHERE datname = current_database()
        UNION ALL SELECT nspowner FROM pg_namespace
        UNION ALL SELECT relowner FROM pg_class
        UNION ALL SELECT proowner FROM pg_proc));

  -- Functions with effects: they change identity, sleep, hold locks, or reach elsewhere. Those that
  -- the server gives to nobody, and those of untrusted languages, have no business with "keep".
  FOR item IN
    SELECT format('%s %I.%I(%s)', CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END,
        n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS name,
      p.oid < 16384 AND p.proname !~ '^(pg_(read|ls|reload|switch|promote|create|repl)|lo_(im|ex)port)'
        AS is_common
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      JOIN pg_language l ON l.oid = p.prolang
    WHERE l.lanispl AND NOT l.lanpltrusted
      OR p.proname ~ '^(dblink|pg_file_)'
      OR p.oid < 16384 AND p.provolatile = 'v' AND (
        p.proname IN ('set_config', 'pg_notify', 'loread', 'lowrite', 'pg_logical_emit_message',
          'pg_sleep', 'pg_sleep_for', 'pg_sleep_until', 'pg_export_snapshot', 'query_to_xml',
          'query_to_xmlschema', 'query_to_xml_and_xmlschema', 'cursor_to_xml',
          'cursor_to_xmlschema', 'ts_stat', 'pg_cancel_backend', 'pg_terminate_backend',
          'pg_read_file', 'pg_read_binary_file', 'pg_ls_dir', 'pg_reload_conf', 'pg_switch_wal',
          'pg_promote', 'pg_create_restore_point', 'pg_replication_origin_create',
          'pg_replication_origin_drop')
        OR p.proname ~ '^lo_' OR p.proname ~ '^pg_(try_)?advisory_(xact_)?lock')
  LOOP
    BEGIN
      IF item.is_common THEN
        FOREACH keeper IN ARRAY kept LOOP
          EXECUTE format('GRANT EXECUTE ON %s TO %I', item.name, keeper);
        END LOOP;
      END IF;
      EXECUTE format('REVOKE EXECUTE ON %s FROM PUBLIC, %I', item.name, role_name);
    EXCEPTION WHEN insufficient_privilege THEN
      RAISE NOTICE 'EXECUTE on % is left as it is: only its owner may change it', item.name;
    END;
  END LOOP;
END
$harden$;
COMMIT;
