"""What others refuse although it only reads: it passes."""

import pytest
from postgres import READER
from postgres_guard import DATABASE, guarded_cluster, guarded_rack

LEGAL = [
    # What other guards' lists of functions and words forget.
    ("SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY id) FROM numbers", [[50.5]]),
    ("SELECT mode() WITHIN GROUP (ORDER BY part) FROM numbers", [["p1"]]),
    ("SELECT generate_series(1, 3)", [[1], [2], [3]]),
    ("SELECT * FROM generate_series(1, 2) WITH ORDINALITY AS g(n, o)", [[1, 1], [2, 2]]),
    ("SELECT word FROM kept k WHERE word LIKE '%' || (SELECT 'n') || '%'", [["one"]]),
    ("SELECT word FROM kept WHERE word SIMILAR TO '(one|three)' ORDER BY 1", [["one"]]),
    ("WITH RECURSIVE r(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM r WHERE n < 4)"
     " SELECT sum(n) FROM r", [[10]]),
    ("WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3)"
     " SEARCH DEPTH FIRST BY n SET o SELECT n FROM r ORDER BY o", [[1], [2], [3]]),
    ("TABLE kept", [[1, "one"], [2, "two"]]),
    ("VALUES (1, 'a'), (2, 'b')", [[1, "a"], [2, "b"]]),
    ("(SELECT 1) UNION ALL (SELECT 2)", [[1], [2]]),
    ("SELECT 1 UNION SELECT 1 EXCEPT SELECT 2", [[1]]),
    ("SELECT 1 WHERE 1 = 1 OR 1=1", [[1]]),
    ("SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
     " EXCLUDE NO OTHERS) FROM kept", [[1, 1], [2, 3]]),
    ("SELECT count(*) FILTER (WHERE id > 1), array_agg(id ORDER BY id DESC) FROM kept",
     [[1, [2, 1]]]),
    ("SELECT part, count(*) FROM numbers GROUP BY GROUPING SETS ((part), ()) ORDER BY 2 DESC"
     " LIMIT 1", [[None, 100]]),
    ("SELECT k.id, l.n FROM kept k, LATERAL (SELECT k.id * 2 AS n) l", [[1, 2], [2, 4]]),
    ("SELECT k.id FROM kept k CROSS JOIN LATERAL unnest(ARRAY[k.id]) u", [[1], [2]]),
    ("SELECT * FROM ROWS FROM (generate_series(1, 2), unnest(ARRAY['a'])) AS f(a, b)",
     [[1, "a"], [2, None]]),
    ("SELECT 1 AS a, 2 AS a, 3 AS a", [[1, 2, 3]]),
    ("SELECT * FROM kept a JOIN kept b USING (id) WHERE id = 1", [[1, "one", "one"]]),
    ("SELECT count(*) > 0 FROM numbers TABLESAMPLE system (100)", [[True]]),
    ("SELECT count(*) > 0 FROM numbers TABLESAMPLE bernoulli (100) REPEATABLE (1)", [[True]]),
    ("SELECT x FROM XMLTABLE('/r/a' PASSING ('<r><a>1</a></r>'::xml) COLUMNS x integer PATH '.')",
     [[1]]),
    ("SELECT extract(year FROM date '2026-01-02'), position('b' IN 'abc'), overlay('abc' PLACING"
     " 'x' FROM 2), trim(both FROM ' a '), 'x' COLLATE \"C\"", [[2026, 2, "axc", "a", "x"]]),
    ("SELECT timestamptz '2026-01-01 00:00Z' AT TIME ZONE 'Asia/Tokyo'", [["2026-01-01T09:00:00"]]),
    ("SELECT ('{\"a\": [1, 2]}'::jsonb #>> '{a,1}'), '{\"a\":1}'::jsonb ? 'a',"
     " '[1]'::jsonb @> '1'", [["2", True, True]]),
    ("SELECT jsonb_path_query('[1,2]', '$[*] ? (@ > 1)')", [[2]]),
    ("SELECT word FROM kept ORDER BY id OFFSET 1 FETCH FIRST 1 ROWS WITH TIES", [["two"]]),
    ("SELECT to_tsvector('english', 'cats') @@ to_tsquery('english', 'cat')", [[True]]),
    ("SELECT regexp_replace('a1', '\\d', 'set_config(''x'')')", [["aset_config('x')"]]),
    ("SELECT (ROW(1, 'a')).f1", [[1]]),
    ("SELECT (makes).a FROM (SELECT ROW(1, 2)::pair AS makes) s", [[1]]),
    ("SELECT NOT EXISTS (SELECT FROM kept WHERE id IN (9)), COALESCE(NULL, GREATEST(1, 2))",
     [[True, 2]]),
    # Volatile for the catalogue, and harmless.
    ("SELECT random() < 1, clock_timestamp() > now() - interval '1 h', timeofday() > ''",
     [[True, True, True]]),
    ("SELECT length(gen_random_uuid()::text), pg_is_in_recovery(), current_query() > ''",
     [[36, False, True]]),
    ("SELECT pg_table_size('kept') > 0, pg_relation_size('kept') > 0,"
     " pg_total_relation_size('kept') > 0, pg_database_size(current_database()) > 0",
     [[True] * 4]),
    ("SELECT count(*) FROM pg_partition_tree('kept')", [[0]]),
    ("SELECT pg_blocking_pids(pg_backend_pid())", [[[]]]),
    ("SELECT count(*) > 0 FROM pg_locks", [[True]]),
    ("SELECT length(gen_random_bytes(4)), length(gen_salt('bf')) > 0", [[4, True]]),
    # Extensions.
    ("SELECT similarity('word', 'words') > 0.5, 'word' % 'words'", [[True, True]]),
    ("SELECT 'a=>1'::hstore -> 'a', akeys('a=>1'), ('a=>1'::hstore)['a']", [["1", ["a"], "1"]]),
    ("SELECT unaccent('Hôtel'), sort('{2,1}'::int[]), '{1,2}'::int[] && '{2}'",
     [["Hotel", [1, 2], True]]),
    ("SELECT digest('a', 'md5') IS NULL, crypt('a', 'ab') > ''", [[False, True]]),
    ("SELECT count(*) FROM normal_rand(3, 0, 1)", [[3]]),
    # Words that look like statements or calls, where they are none.
    ("SELECT 'COMMIT; DROP TABLE kept' AS \"delete\", $$it's set_config('a')$$ AS update",
     [["COMMIT; DROP TABLE kept", "it's set_config('a')"]]),
    ("SELECT E'\\'; COMMIT; --' AS a, U&'\\0061' AS b, U&'!0061' UESCAPE '!' AS c",
     [["'; COMMIT; --", "a", "a"]]),
    ("SELECT 'a'\n  'b' AS joined, B'101' AS bits, X'1F' AS hex, N'n' AS n",
     [["ab", "101", "00011111", "n"]]),
    ("SELECT $tag$ $$ ' \" -- /* $tag$ AS t", [[" $$ ' \" -- /* "]]),
    ("SELECT 1 AS \"set_config\", 2 AS pg_sleep", [[1, 2]]),
    ("SELECT pg_sleep FROM (SELECT 1 AS pg_sleep) s", [[1]]),
    ("SELECT /* pg_sleep(1); */ 1 -- pg_sleep(1);\n, 2", [[1, 2]]),
    ("/* /* nested */ */ -- first\nSELECT/**/1/**/+/**/1 -- last", [[2]]),
    ("SELECT 5-/* minus */-3, 2*-1, 1--1\n, 4", [[8, -2, 1, 4]]),
    ("SELECT 1 AS 列, 2 AS \"非常に長い列の名前\", 'é' AS é", [[1, 2, "é"]]),
    ("SELECT 'ends here' ; -- done\n ; ;/* ; */", [["ends here"]]),
    ("SELECT 1;", [[1]]),
    ("  \n\tselect 1\n", [[1]]),
    ("SELECT $1::int + $2::int, $3", [[3, "x"]]),
]
PARAMETERS = {"SELECT $1::int + $2::int, $3": [1, 2, "x"]}


@pytest.fixture(scope="module")
def rack(tmp_path_factory):
    with guarded_cluster() as cluster:
        # Where one function of a name has effects, the name is refused.
        cluster.sql("DROP FUNCTION random(integer)", database=DATABASE)
        with guarded_rack(cluster, tmp_path_factory.mktemp("legal"), READER) as rack:
            yield rack


@pytest.mark.parametrize("text, rows", LEGAL, ids=[text[:60] for text, _ in LEGAL])
def test_what_only_reads_passes(rack, text, rows):
    assert rack.rows(text, params=PARAMETERS.get(text, [])) == rows


def test_a_long_list_passes_and_a_longer_text_is_refused(rack):
    numbers = ", ".join(map(str, range(20_000)))
    assert rack.rows(f"SELECT count(*) FROM numbers WHERE id IN ({numbers})") == [[100]]
    told = rack.refused("query", sql=f"SELECT 1 -- {'x' * 300_000}")
    assert "bytes" in told["text"]
