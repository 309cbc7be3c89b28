extension Doctor {
  /// What the current role could do besides reading, from columns that versions 13 to 17 share: a
  /// code, what it is about, and the SQL that mends it. One row for each code and, of privileges,
  /// for whom they were granted to. For a superuser, who may do everything, that alone.
  static let query = """
    WITH me AS (
      SELECT r.*, pg_catalog.quote_ident(r.rolname) AS name FROM pg_catalog.pg_roles r
      WHERE r.rolname = current_user
    ), other AS MATERIALIZED (
      SELECT r.*, (
        SELECT pg_catalog.string_agg(pg_catalog.format('REVOKE %I FROM %s;',
          pg_catalog.pg_get_userbyid(m.roleid), me.name), ' ')
        FROM pg_catalog.pg_auth_members m WHERE m.member = me.oid
          AND pg_catalog.pg_has_role(m.roleid, r.oid, 'MEMBER')) AS leave
      FROM pg_catalog.pg_roles r, me
      WHERE NOT me.rolsuper AND r.oid <> me.oid
        AND pg_catalog.pg_has_role(me.oid, r.oid, 'MEMBER')
    ), attribute AS (
      SELECT a.code, me.name AS subject,
        CASE WHEN me.oid = \(serverOwnerOID) THEN \(anotherLogin)
        ELSE pg_catalog.format('ALTER ROLE %s %s;', me.name, a.fix) END AS fix
      FROM me, LATERAL (VALUES
        ('superuser', me.rolsuper, 'NOSUPERUSER'),
        ('bypass-rls', me.rolbypassrls AND NOT me.rolsuper, 'NOBYPASSRLS'),
        ('replication', me.rolreplication AND NOT me.rolsuper, 'NOREPLICATION'),
        ('create-role', me.rolcreaterole AND NOT me.rolsuper, 'NOCREATEROLE'),
        ('create-database', me.rolcreatedb AND NOT me.rolsuper, 'NOCREATEDB')
      ) AS a (code, has, fix) WHERE a.has
    ), membership AS (
      SELECT CASE WHEN o.rolname IN (\(writing)) THEN 'writing-membership' ELSE 'membership' END
          AS code, pg_catalog.quote_ident(o.rolname) AS subject, o.leave AS fix
      FROM other o WHERE o.leave IS NOT NULL AND (o.rolsuper OR o.rolbypassrls
        OR o.rolreplication OR o.rolcreaterole OR o.rolcreatedb
        OR o.rolname IN (\(powerful)) OR o.rolname IN (\(writing)))
    ), owned AS (\(owned)), granted AS (\(granted)), privilege AS (
      SELECT g.code, g.subject, CASE WHEN g.grantee IN (0, me.oid)
        THEN pg_catalog.format('REVOKE %s FROM %s;', g.what,
          CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE me.name END)
        ELSE o.leave END AS fix
      FROM granted g CROSS JOIN me LEFT JOIN other o ON o.oid = g.grantee
      WHERE NOT me.rolsuper AND (g.grantee IN (0, me.oid) OR o.leave IS NOT NULL)
    )
    SELECT f.code, pg_catalog.count(DISTINCT f.subject), pg_catalog.array_to_string(
        (pg_catalog.array_agg(DISTINCT f.subject ORDER BY f.subject))[1:\(namedSubjects)], ', '),
      pg_catalog.string_agg(DISTINCT f.fix, ' ' ORDER BY f.fix)
    FROM (SELECT * FROM attribute UNION ALL SELECT * FROM membership
      UNION ALL SELECT * FROM owned UNION ALL SELECT * FROM privilege) AS f
    GROUP BY f.code ORDER BY f.code
    """

  /// Objects of a lower OID come with the server (`FirstNormalObjectId`).
  private static let firstOwnOID = 16_384

  /// What a connection that may write may need: `pg_cancel` ends the work of other roles.
  private static let writing = list(["pg_write_all_data", "pg_maintain", "pg_signal_backend"])

  /// The superuser that `initdb` made, who cannot be anything less.
  private static let serverOwnerOID = 10
  private static let anotherLogin = "'-- use another login: psql -v role=NAME -f harden.sql'"

  private static let powerful = list([
    "pg_execute_server_program", "pg_read_server_files", "pg_write_server_files",
    "pg_checkpoint", "pg_create_subscription", "rds_superuser", "rds_replication",
    "cloudsqlsuperuser",
    "alloydbsuperuser", "azure_pg_admin",
  ])

  private static let owned = """

      SELECT 'owner' AS code, x.subject, CASE WHEN x.owner = me.oid
        THEN pg_catalog.format('REASSIGN OWNED BY %s TO %I;', me.name, pg_catalog.pg_get_userbyid(
          CASE d.datdba WHEN me.oid THEN \(serverOwnerOID) ELSE d.datdba END))
        ELSE o.leave END AS fix
      FROM me JOIN pg_catalog.pg_database d ON d.datname = pg_catalog.current_database()
      CROSS JOIN LATERAL (
        SELECT c.relowner, pg_catalog.format('%I.%I', n.nspname, c.relname)
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND NOT n.nspname LIKE 'pg\\_t%'
        UNION ALL
        SELECT n.nspowner, pg_catalog.format('schema %I', n.nspname)
        FROM pg_catalog.pg_namespace n WHERE NOT n.nspname LIKE 'pg\\_t%'
        UNION ALL SELECT d.datdba, pg_catalog.format('database %I', d.datname)
      ) AS x (owner, subject) LEFT JOIN other o ON o.oid = x.owner
      WHERE NOT me.rolsuper AND (x.owner = me.oid OR o.leave IS NOT NULL)
    """

  private static let granted = """

      SELECT 'write-privilege' AS code, pg_catalog.format('%I.%I', n.nspname, c.relname) AS subject,
        pg_catalog.format('INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA %I', n.nspname)
          AS what, a.grantee
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      CROSS JOIN LATERAL (
        SELECT grantee, privilege_type FROM pg_catalog.aclexplode(c.relacl) UNION ALL
        SELECT x.grantee, x.privilege_type FROM pg_catalog.pg_attribute t
        CROSS JOIN LATERAL pg_catalog.aclexplode(t.attacl) x
        WHERE t.attrelid = c.oid AND t.attacl IS NOT NULL) AS a
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.grantee <> c.relowner
        AND a.privilege_type IN ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE')
        AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      UNION ALL
      SELECT 'sequence-privilege', pg_catalog.format('%I.%I', n.nspname, c.relname),
        pg_catalog.format('USAGE, UPDATE ON ALL SEQUENCES IN SCHEMA %I', n.nspname), a.grantee
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      CROSS JOIN LATERAL pg_catalog.aclexplode(c.relacl) a
      WHERE c.relkind = 'S' AND a.grantee <> c.relowner
        AND a.privilege_type IN ('USAGE', 'UPDATE')
      UNION ALL
      SELECT 'schema-create', pg_catalog.quote_ident(n.nspname),
        pg_catalog.format('CREATE ON SCHEMA %I', n.nspname), a.grantee
      FROM pg_catalog.pg_namespace n CROSS JOIN LATERAL pg_catalog.aclexplode(n.nspacl) a
      WHERE a.privilege_type = 'CREATE' AND a.grantee <> n.nspowner
      UNION ALL
      SELECT CASE a.privilege_type WHEN 'CREATE' THEN 'database-create' ELSE 'temporary-tables' END,
        pg_catalog.quote_ident(d.datname),
        pg_catalog.format('%s ON DATABASE %I', a.privilege_type, d.datname), a.grantee
      FROM pg_catalog.pg_database d CROSS JOIN LATERAL pg_catalog.aclexplode(
        coalesce(d.datacl, pg_catalog.acldefault('d', d.datdba))) a
      WHERE d.datname = pg_catalog.current_database() AND a.grantee <> d.datdba
        AND a.privilege_type IN ('CREATE', 'TEMPORARY')
      UNION ALL
      SELECT p.code, p.proname, pg_catalog.format('EXECUTE ON %s %I.%I(%s)',
        CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, n.nspname, p.proname,
        pg_catalog.pg_get_function_identity_arguments(p.oid)), a.grantee
      FROM (\(functions)) AS p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
      CROSS JOIN LATERAL pg_catalog.aclexplode(
        coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) a
      WHERE p.code IS NOT NULL AND a.grantee <> p.proowner
    """

  private static let functions = """

        SELECT f.*, CASE
          WHEN l.lanispl AND NOT l.lanpltrusted THEN 'untrusted-function'
          WHEN f.proname IN (\(list(reachingOut))) THEN 'dangerous-function'
          WHEN f.oid >= \(firstOwnOID) THEN
            CASE WHEN f.prosecdef AND f.provolatile = 'v' THEN 'security-definer' END
          WHEN f.proname IN (\(list(reachingFiles))) THEN 'dangerous-function'
          WHEN f.proname = 'set_config' THEN 'set-config'
          WHEN f.proname IN (\(list(withEffects))) THEN 'function-with-effects' END AS code
        FROM pg_catalog.pg_proc f JOIN pg_catalog.pg_language l ON l.oid = f.prolang
        WHERE f.prorettype NOT IN ('pg_catalog.trigger'::regtype,
          'pg_catalog.event_trigger'::regtype)
    """

  /// Of extensions: other servers, and the files of this one.
  static let reachingOut = [
    "dblink", "dblink_exec", "dblink_connect", "dblink_connect_u", "dblink_open",
    "dblink_send_query", "pg_file_write", "pg_file_rename", "pg_file_unlink", "pg_file_sync",
  ]

  /// Of the server, which gives them to nobody but its superuser unless it is told to.
  static let reachingFiles = [
    "pg_read_file", "pg_read_binary_file", "pg_ls_dir", "lo_import", "lo_export",
    "pg_reload_conf", "pg_switch_wal", "pg_promote", "pg_create_restore_point",
    "pg_replication_origin_create", "pg_replication_origin_drop",
  ]

  /// Of the server, which gives them to everybody; `harden.sql` takes the same ones away.
  static let withEffects = [
    "pg_advisory_lock", "pg_advisory_lock_shared", "pg_advisory_xact_lock",
    "pg_advisory_xact_lock_shared", "pg_try_advisory_lock", "pg_try_advisory_lock_shared",
    "pg_try_advisory_xact_lock", "pg_try_advisory_xact_lock_shared", "lo_creat", "lo_create",
    "lo_from_bytea", "lo_open", "lo_put", "lo_unlink", "lo_truncate", "lo_truncate64", "lowrite",
    "loread", "lo_get", "pg_sleep", "pg_sleep_for", "pg_sleep_until", "ts_stat",
    "pg_notify", "pg_logical_emit_message", "pg_export_snapshot", "pg_cancel_backend",
    "pg_terminate_backend", "query_to_xml", "query_to_xmlschema", "query_to_xml_and_xmlschema",
    "cursor_to_xml", "cursor_to_xmlschema",
  ]

  private static func list(_ names: [String]) -> String {
    names.map { "'\($0)'" }.joined(separator: ", ")
  }
}
