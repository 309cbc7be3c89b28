/// Rarer parts of the relation `c` in the schema `n`.
enum RelationPartsSQL {
  /// Those behind constraints are told as constraints, those of partitions on their parent.
  static let triggers = """

        SELECT json_agg(json_build_object('name', g.tgname,
          'definition', pg_get_triggerdef(g.oid, true),
          'disabled', CASE WHEN g.tgenabled = 'D' THEN true END,
          'comment', obj_description(g.oid, 'pg_trigger')) ORDER BY g.tgname)
        FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal
    """

  static let policies = """

        SELECT json_agg(json_build_object('name', p.polname, 'command', CASE p.polcmd
            WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
            WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
          'restrictive', CASE WHEN NOT p.polpermissive THEN true END,
          'roles', (SELECT json_agg(CASE r WHEN 0 THEN 'public' ELSE pg_get_userbyid(r) END)
            FROM unnest(p.polroles) AS r),
          'using', pg_get_expr(p.polqual, p.polrelid),
          'check', pg_get_expr(p.polwithcheck, p.polrelid)) ORDER BY p.polname)
        FROM pg_policy p WHERE p.polrelid = c.oid
    """

  /// Of many partitions the first are named.
  static let partitions = """
    CASE WHEN c.relkind = 'p' OR c.relhassubclass THEN json_build_object(
        'key', pg_get_partkeydef(c.oid),
        'count', (SELECT nullif(count(*), 0) FROM pg_inherits i WHERE i.inhparent = c.oid),
        'list', (SELECT json_agg(json_build_object(
            'name', quote_ident(q.nspname) || '.' || quote_ident(q.relname),
            'bound', q.bound, 'estimated_rows', q.rows) ORDER BY q.nspname, q.relname)
          FROM (SELECT m.nspname, l.relname, pg_get_expr(l.relpartbound, l.oid) AS bound,
              CASE WHEN l.reltuples > 0 OR l.reltuples = 0 AND l.relpages > 0
                THEN l.reltuples::bigint END AS rows
            FROM pg_inherits i JOIN pg_class l ON l.oid = i.inhrelid
              JOIN pg_namespace m ON m.oid = l.relnamespace
            WHERE i.inhparent = c.oid ORDER BY m.nspname, l.relname
            LIMIT \(maximumPartitions)) AS q)) END
    """

  static let definition =
    "CASE WHEN c.relkind = ANY ('{v,m}') THEN pg_get_viewdef(c.oid, true) END"

  private static let maximumPartitions = 100

  /// Sizes on disk are asked for only here: they wait for whoever has the table locked.
  static let statistics = """
    (SELECT json_build_object(
        'total_bytes', z.total, 'table_bytes', z.heap, 'index_bytes', z.indexes,
        'live_rows', t.n_live_tup, 'dead_rows', t.n_dead_tup,
        'changed_since_analyze', t.n_mod_since_analyze,
        'sequential_scans', t.seq_scan, 'index_scans', t.idx_scan,
        'inserted', t.n_tup_ins, 'updated', t.n_tup_upd, 'deleted', t.n_tup_del,
        'last_vacuum', greatest(t.last_vacuum, t.last_autovacuum),
        'last_analyze', greatest(t.last_analyze, t.last_autoanalyze))
      FROM (WITH RECURSIVE tree (id) AS (
          SELECT c.oid
          UNION ALL
          SELECT i.inhrelid FROM tree JOIN pg_inherits i ON i.inhparent = tree.id
            WHERE c.relkind = 'p')
        SELECT sum(pg_total_relation_size(tree.id))::bigint AS total,
          sum(pg_table_size(tree.id))::bigint AS heap,
          sum(pg_indexes_size(tree.id))::bigint AS indexes FROM tree) AS z
        LEFT JOIN pg_stat_all_tables t ON t.relid = c.oid)
    """
}
