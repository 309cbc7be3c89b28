"""Declared tools that come, change and go, and databases that do."""

import asyncio
import os
import threading

import mcp
import pytest
from mcp.client.subscriptions import ToolsListChanged
from postgres import DATABASE, Cluster
from postgres_declared import LOOKUP, DeclaredRack, Folder, prepare, tool
from toolrack import eventually

SECONDS = 20


@pytest.fixture
def cluster():
    with Cluster() as cluster:
        prepare(cluster)
        yield cluster


@pytest.fixture
def rack(cluster, tmp_path):
    Folder(tmp_path / "tools.d").write("a.json", LOOKUP)
    with DeclaredRack(tmp_path, cluster) as rack:
        yield rack
        rack.assert_running()


def declared(rack) -> set[str]:
    """The names of the declared tools that are listed."""
    own = {"query", "search_objects", "describe", "explain", "connections"}
    return {name.removeprefix("pg_") for name in rack.tools()} - own


def until(rack, names):
    assert eventually(lambda: declared(rack) == names, SECONDS), (declared(rack), rack.errors)


def test_tools_come_change_and_go(rack):
    until(rack, {"account"})
    rack.folder.write("b.json", tool("one", "SELECT 1 AS one"), tool("two", "SELECT 2 AS two"))
    until(rack, {"account", "one", "two"})
    rack.folder.write("b.json", tool("one", "SELECT 11 AS one"))
    until(rack, {"account", "one"})
    assert eventually(lambda: rack.ask("one")["rows"] == [{"one": 11}], SECONDS)
    # Nothing that is listed is another: the statement alone.
    rack.folder.write("b.json", tool("one", "SELECT 12 AS one"))
    assert eventually(lambda: rack.ask("one")["rows"] == [{"one": 12}], SECONDS)
    rack.folder.remove("b.json")
    until(rack, {"account"})
    rack.folder.text("a.json", "{ broken")
    until(rack, set())
    assert rack.said("a.json:1:3:")
    rack.folder.write("a.json", LOOKUP)
    until(rack, {"account"})
    assert rack.ask("account", id=1)["row"]["name"] == "Ada"


def test_a_configmap_swaps_its_data(rack, tmp_path):
    for version, number in (("one", 1), ("two", 2)):
        Folder(tmp_path / "tools.d" / f"..{version}").write(
            "m.json", tool("mounted", f"SELECT {number} AS n", result="value"))
    folder = rack.folder.path
    (folder / "..data").symlink_to("..one")
    (folder / "m.json").symlink_to("..data/m.json")
    until(rack, {"account", "mounted"})
    assert rack.ask("mounted") == {"value": 1}
    (folder / "..data_tmp").symlink_to("..two")
    os.rename(folder / "..data_tmp", folder / "..data")
    assert eventually(lambda: rack.ask("mounted") == {"value": 2}, SECONDS)


def test_the_official_client_hears_of_changes(rack):
    async def talk():
        async with mcp.Client(rack.url) as client:
            async with client.listen(tools_list_changed=True) as changes:
                rack.folder.write("b.json", tool("one", "SELECT 1 AS one"))
                events = [await asyncio.wait_for(anext(changes), SECONDS)]
                names = {one.name for one in (await client.list_tools(cache_mode="refresh")).tools}
                # The same list again: no news of it.
                rack.folder.write("b.json", tool("one", "SELECT 2 AS one"))
                await asyncio.sleep(3)
                rack.folder.remove("b.json")
                events.append(await asyncio.wait_for(anext(changes), SECONDS))
                after = {one.name for one in (await client.list_tools(cache_mode="refresh")).tools}
                return events, names, after

    events, names, after = asyncio.run(talk())
    assert events == [ToolsListChanged(), ToolsListChanged()]
    assert "pg_one" in names and "pg_one" not in after, "the first news told the whole change"


def test_a_call_that_runs_ends_with_the_old_tool(rack, cluster):
    waiting = "SELECT {} AS n, count(*) AS c FROM accounts"
    rack.folder.write("b.json", tool("slow", waiting.format(1)))
    until(rack, {"account", "slow"})
    answers = []
    with cluster.connect(database=DATABASE) as holder:
        holder.execute("BEGIN")
        holder.execute("LOCK TABLE accounts IN ACCESS EXCLUSIVE MODE")
        caller = threading.Thread(target=lambda: answers.append(rack.raw("slow", {})))
        caller.start()
        blocked = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        assert eventually(lambda: cluster.sql(blocked), SECONDS)
        rack.folder.write("b.json", tool("slower", "SELECT 1 AS n"))
        until(rack, {"account", "slower"})
        holder.execute("ROLLBACK")
        caller.join(SECONDS)
    assert answers[0]["structuredContent"]["rows"] == [{"n": 1, "c": 3}]


def test_a_database_that_is_down_when_the_host_starts(cluster, tmp_path):
    cluster.stop()
    Folder(tmp_path / "tools.d").write(
        "a.json", LOOKUP, tool("wrong", "SELECT nothing FROM nowhere"))
    with DeclaredRack(tmp_path, cluster) as rack:
        assert declared(rack) == {"account", "wrong"}
        assert "outputSchema" not in rack.tools()["pg_account"]
        assert rack.said('tool "account"', "could not be checked")
        assert "cannot be reached" in rack.refused("account", id=1)["text"]
        cluster.start()
        until(rack, {"account"})
        assert "outputSchema" in rack.tools()["pg_account"]
        assert rack.said('tool "wrong"', "42P01")
        assert rack.ask("account", id=1) == {"row": {"id": 1, "name": "Ada"}}


def test_the_first_call_checks_what_could_not_be_checked(cluster, tmp_path):
    cluster.stop()
    Folder(tmp_path / "tools.d").write("a.json", LOOKUP)
    with DeclaredRack(tmp_path, cluster) as rack:
        assert declared(rack) == {"account"}
        cluster.start()
        called = eventually(
            lambda: not (result := rack.raw("account", {"id": 1})).get("isError") and result)
        assert called["structuredContent"] == {"row": {"id": 1, "name": "Ada"}}
        assert eventually(lambda: "outputSchema" in rack.tools()["pg_account"], SECONDS)


def test_a_locked_table_keeps_no_other_tool_from_its_check(cluster, tmp_path):
    Folder(tmp_path / "tools.d").write("a.json", LOOKUP, tool("free", "SELECT text FROM notes"))
    limits = {"limits": {"lockTimeoutMilliseconds": 300}}
    with cluster.connect(database=DATABASE) as holder:
        holder.execute("BEGIN")
        holder.execute("LOCK TABLE accounts IN ACCESS EXCLUSIVE MODE")
        with DeclaredRack(tmp_path, cluster, database=limits) as rack:
            assert eventually(lambda: "outputSchema" in rack.tools()["pg_free"], SECONDS)
            assert "outputSchema" not in rack.tools()["pg_account"]
            assert rack.said('tool "account"', "could not be checked", "55P03")
            assert not rack.said('tool "free"', "could not be checked")
            holder.execute("ROLLBACK")
            assert eventually(lambda: "outputSchema" in rack.tools()["pg_account"], SECONDS)


def test_columns_that_change_under_a_tool(rack, cluster):
    assert rack.ask("account", id=1) == {"row": {"id": 1, "name": "Ada"}}
    cluster.sql("ALTER TABLE accounts ALTER COLUMN name TYPE json USING to_json(name)",
                database=DATABASE)
    assert rack.raw("account", {"id": 1})["isError"]

    def is_listed_anew():
        schema = rack.tools()["pg_account"]["outputSchema"]
        return schema["properties"]["row"]["properties"]["name"] == {}

    assert eventually(is_listed_anew, SECONDS)
    assert rack.ask("account", id=1) == {"row": {"id": 1, "name": "Ada"}}


def test_a_folder_that_appears_later(cluster, tmp_path):
    Folder(tmp_path / "tools.d").path.rmdir()
    with DeclaredRack(tmp_path, cluster) as rack:
        rack.folder.path.rmdir()
        assert eventually(lambda: rack.said("folder of declared tools cannot be read"), SECONDS)
        Folder(rack.folder.path).write("a.json", LOOKUP)
        until(rack, {"account"})
