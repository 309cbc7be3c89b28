"""Random SQL in which a marked function is called, or seems to be; and the server's opinion."""

import random

from postgres import Cluster

MARKED, UNMARKED = "marked", "unmarked"
# As the catalogue has them; the second is as long as a name can be.
LONG = "m" + "a" * 61 + "k"
OBJECTS = "CREATE TABLE t (id integer, word text); CREATE SCHEMA s"
MARKS = "; ".join(
    f"CREATE FUNCTION {schema}.{name}({argument}) RETURNS integer LANGUAGE sql AS 'SELECT 1'"
    for schema in ("public", "s") for name in ("mark", LONG, '"Mark x"', '"märk"')
    for argument in ("", "integer", "text", "t")
)

CALLS = [
    "mark()", "mark(1)", "MARK('a')", "Mark ()", "mark\n(\n)", "mark/* ' */()", "mark--'\n()",
    '"mark"()', '"mark" /**/ (1)', "s.mark()", 's."mark"()', "public . mark ()", "S.MARK(1)",
    '"Mark x"()', 's."Mark x" (1)', 'U&"m\\0061rk"()', 'u&"\\+00006dark"(1)', 'U&"Mark\\0020x"()',
    "U&\"m!0061rk\" UESCAPE '!' ()", "U&\"m!0061rk\"/**/uescape\n'!'(1)",
    "U&\"mark\" UESCAPE 'x'()",
    "U&\"m!0061rk\" UESCAPE E'!' ()", "U&\"m!0061rk\" UESCAPE $$!$$ ()",
    f"{LONG}()", f"{LONG}more()", f'"{LONG}and more"()', f"{LONG.upper()}()", '"märk"()',
    "märk()",
    "(1).mark", "('a'::text).mark", "t.mark", "(t).mark", "public.t.mark", 't."mark"', "t . mark",
    "(SELECT 1).mark", "(ARRAY[1])[1].mark", "(t).id.mark", "(t.id).mark", "x.mark",
]
SEEMS = [
    "'mark()'", "'it''s mark()'", "E'\\'mark()'", "E'\\\\' 'mark()'", "E'mark()\\\\'",
    "e'a'\n'\\'mark()'", "'a'\n'mark()'", "'a\\'", "N'mark()'", "B'01'", "X'1F'",
    "U&'\\0061mark()'",
    "U&'!0061' UESCAPE '!'", "$$mark()$$", "$a$mark()$a$", "$a$ $$ mark() $b$ $a$", "$m_1$'$m_1$",
    "$é$ mark() $é$", '1 AS "mark()"', '1 AS "a""mark()"', "1 AS mark", "1 AS a$b$",
    "1 /* mark() */",
    "1 /* /* ' */ mark() */", "1 -- mark()\n", "1 -- '\r", "1 + -1", "1 - /**/ -1", "2*-1", "1.5e3",
    "1e5", ".5", "abs(1)", "t.id", "word", "'a' || 'b'", "(1)", "ARRAY[1, 2]", "'{}'::int[]",
    "CASE WHEN true THEN 1 END", "1::text", "id + 1", "'x' LIKE 'y'", "$1::text", "$1 || $2",
    "E'\\x41\\u0041\\101'", "''", "''''", "E''", '1 AS """"', "1 AS été", "1 AS U&\"\\0061\"",
    "(1, 2)", "count(*) OVER ()", "1 @ 2", "5 %-2", "1 AS e", "1 AS u", "1 AS n", "1 AS b",
    "1 AS x",
]
GAPS = [" ", "\n", "\t", "\r", "\f", " /**/ ", " /* ' */ ", "--\n", "-- '\n", " /* \" */ ", "  "]
PIECES = [
    "'", "''", '"', '""', "\\", "\\'", "$", "$$", "$a$", "/*", "*/", "--", "\n", "\r", ";", "(",
    ")",
    "()", ".", ",", "E'", "e'", "U&'", 'U&"', "B'", "X'", "N'", "&", "!", "mark", "mark()", ".mark",
    " ", "1", "a", "é", "\\0061", "UESCAPE '!'", "*", "/", "-", "+", "@", "[", "]", "::", "_",
    "0x1",
    "\u00a0", "\v", "\f", "AS", "\\\\", "1e", "$1",
]
FROMS = ["", " FROM t", " FROM t x", " FROM unnest(ARRAY[1]) x", " FROM t, LATERAL (SELECT 1) x",
         " FROM t, {}", " FROM ROWS FROM ({}) r"]


def text(chance: random.Random) -> str:
    """A statement: two in three as the grammar gives it, the others with a few changes."""
    items = [chance.choice(SEEMS) for _ in range(chance.randrange(4))]
    if chance.random() < 0.4:
        items.insert(chance.randrange(len(items) + 1), chance.choice(CALLS))
    gap = chance.choice(GAPS)
    source = chance.choice(FROMS)
    if "{}" in source:
        source = source.format(chance.choice(CALLS[:29] + ["abs(1)"]))
    made = "SELECT" + (gap if gap.strip("-'") else " ") + ("," + gap).join(items or ["1"]) + source
    made += chance.choice(["", "", ";", " ; -- end", "/* end */"])
    return made if chance.random() < 0.67 else _changed(made, chance)


def _changed(made: str, chance: random.Random) -> str:
    for _ in range(chance.randrange(1, 4)):
        place, more = chance.randrange(len(made) + 1), chance.randrange(1, 4)
        match chance.randrange(4):
            case 0:
                made = made[:place] + made[place + more:]
            case 1:
                made = made[:place] + chance.choice(PIECES) + made[place + more:]
            case 2:
                made = made[:place] + made[place:place + 3 * more] + made[place:]
            case _:
                made = made[:place] + chance.choice(PIECES) + made[place:]
    return made


def marked_cluster() -> Cluster:
    """A server with two databases that are alike, but that one of them has no marked functions."""
    cluster = Cluster()
    for database in (MARKED, UNMARKED):
        cluster.sql(f"CREATE DATABASE {database}")
        cluster.sql(OBJECTS, database=database)
    cluster.sql(MARKS, database=MARKED)
    return cluster


class Opinion:
    """What the server makes of a text."""

    def __init__(self, marked, unmarked):
        """`marked`, `unmarked`: connections to the two databases."""
        self._marked, self._unmarked = marked.pgconn, unmarked.pgconn

    def takes(self, text: str) -> bool:
        """Whether it is one statement that it would run."""
        return _parses(self._marked, text)

    def calls(self, text: str) -> bool:
        """Whether a text that it takes calls a marked function: without them it is refused."""
        return not _parses(self._unmarked, text)


def _parses(connection, text: str) -> bool:
    return not connection.prepare(b"", text.encode()).error_message
