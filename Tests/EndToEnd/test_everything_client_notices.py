"""What calls tell the official client while they run, and how it ends them."""

import asyncio
import json

import mcp
import mcp_types as types
import pytest
from everything_clients import (
    Person,
    client_of,
    conversation,
    first_text,
    racks,
    server,
    soon,
    ways,
)
from toolrack import eventually
from wire import get

__all__ = ["client_of", "racks", "server"]  # Fixtures.

STEPS = [(step, 100, f"Completed step {step} of 100") for step in (0, 50, 100)]
LINES = ["Tool execution started", "Tool processing data", "Tool execution completed"]


@ways()
def test_follows_progress(way, client_of):
    person = Person()

    async def talk(client):
        name = "test_tool_with_progress"
        result = await client.call_tool(name, progress_callback=person.progress)
        await soon(lambda: len(person.steps) == 3)
        unfollowed = await client.call_tool(name)
        return result, unfollowed

    for result in conversation(client_of(), talk):
        assert not result.is_error and first_text(result)
    assert person.steps == STEPS


@ways()
def test_follows_the_progress_of_each_call(way, client_of):
    people = [Person() for _ in range(5)]

    async def talk(client):
        calls = [
            client.call_tool("test_tool_with_progress", progress_callback=person.progress)
            for person in people
        ]
        await asyncio.gather(*calls)
        return await soon(lambda: all(len(person.steps) == 3 for person in people))

    assert conversation(client_of(), talk)
    assert all(person.steps == STEPS for person in people)


async def logs(client, person) -> list:
    """What two tools log in one call each."""
    await client.call_tool("test_tool_with_logging")
    await client.call_tool("test_logging_tool")
    await asyncio.sleep(0.05)  # For what must not come; what comes is there before the result.
    told, person.logged = person.logged, []
    return told


def assert_all(logged):
    assert [level for level, _ in logged] == ["info"] * 4
    assert [data for _, data in logged[:3]] == LINES and isinstance(logged[3][1], str)


@ways(lambda way: way.is_modern)
@pytest.mark.parametrize("level, hears", [(None, False), ("warning", False), ("info", True)])
def test_hears_logs_that_it_asks_for(way, client_of, level, hears):
    person = Person()
    client = client_of(log_level=level, logging_callback=person.log)
    logged = conversation(client, lambda client: logs(client, person))
    if hears:
        assert_all(logged)
    else:
        assert logged == []


@ways(lambda way: way.is_legacy)
@pytest.mark.filterwarnings("ignore::mcp.shared.exceptions.MCPDeprecationWarning")
def test_hears_logs_of_its_level(way, client_of):
    person = Person()

    async def talk(client):
        heard = [await logs(client, person)]
        for level in ("warning", "debug", "info", "error"):
            await client.set_logging_level(level)
            heard.append(await logs(client, person))
        return heard

    unset, warning, debug, info, error = conversation(client_of(logging_callback=person.log), talk)
    for heard in (unset, debug, info):
        assert_all(heard)
    assert warning == error == []


@ways(lambda way: way.is_legacy)
@pytest.mark.filterwarnings("ignore::mcp.shared.exceptions.MCPDeprecationWarning")
def test_pings(way, client_of):
    assert conversation(client_of(), lambda client: client.send_ping()) == types.EmptyResult()


@ways()
def test_comes_back_for_its_answer(way, client_of, recorded):
    async def talk(client):
        calls = [client.call_tool("test_reconnection") for _ in range(3)]
        return await asyncio.gather(*calls)

    for result in conversation(client_of(), talk):
        assert not result.is_error and first_text(result)
    resumed = [one for one in recorded.exchanges if "last-event-id" in one.fields]
    assert len(resumed) >= 3 if way.is_legacy and way.is_http else not resumed
    if resumed:
        answers = [json.loads(text) for one in resumed for text in one.received]
        assert sum("result" in answer for answer in answers) == 3


@ways()
def test_a_time_limit_of_the_client_ends_a_call(way, client_of):
    name = "slow_compute" if way.is_modern else "test_tool_with_progress"
    arguments = {"seconds": 60} if way.is_modern else {}

    async def talk(client):
        with pytest.raises(mcp.MCPError):
            await client.call_tool(name, arguments, read_timeout_seconds=0.03)
        return await client.call_tool("test_simple_text")

    assert first_text(conversation(client_of(), talk))


def has_ended_unanswered(recorded) -> bool:
    """Whether the one call has no answer, and the server has heard why: by a notification, or by
    the end of the connection."""
    sent = [json.loads(body) for one in recorded.exchanges for body in one.sent]
    methods = [message.get("method") for message in sent]
    (call,) = [one for one in recorded.exchanges if b'"tools/call"' in b"".join(one.sent)]
    answered = [text for text in call.received if "method" not in json.loads(text)]
    is_legacy = "initialize" in methods
    return not answered and is_legacy == ("notifications/cancelled" in methods)


@ways()
def test_gives_up_a_call(way, client_of, racks, recorded):
    begun = asyncio.Event()

    async def never(context, params):
        begun.set()
        await asyncio.sleep(60)

    def running() -> int:
        report = json.loads(get(racks(way.isolation).port, "/health").body)
        return sum(plugin["runningCalls"] for plugin in report["plugins"])

    async def until_running(count: int):
        """Until the server says so; on stdio there is nobody to ask."""
        if way.is_http:
            assert await asyncio.to_thread(eventually, lambda: running() == count)

    async def talk(client):
        if way.is_legacy:
            call = client.call_tool("test_sampling", {"prompt": "Wait"})
        else:
            call = client.call_tool("slow_compute", {"seconds": 60})
            begun.set()
        await until_running(0)
        task = asyncio.ensure_future(call)
        await begun.wait()
        await asyncio.sleep(0.05)  # For the call to be on its way, where nobody can tell.
        await until_running(1 if way.is_modern else 0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await until_running(0)
        assert not way.is_http or await soon(lambda: has_ended_unanswered(recorded))
        return await client.call_tool("test_simple_text")

    assert first_text(conversation(client_of(sampling_callback=never), talk))
