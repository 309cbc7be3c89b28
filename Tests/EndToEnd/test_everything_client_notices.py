"""What servers tell the official client unasked: progress, logs, changes; and how a call ends."""

import asyncio
import json

import mcp
import mcp_types as types
import pytest
from everything_clients import (
    DYNAMIC_PROMPT,
    DYNAMIC_RESOURCE,
    DYNAMIC_TOOL,
    ISOLATIONS,
    WATCHED,
    Person,
    client_of,
    conversation,
    first_text,
    get_streams,
    racks,
    refused,
    server,
    soon,
    ways,
)
from mcp.client.subscriptions import (
    PromptsListChanged,
    ResourcesListChanged,
    ResourceUpdated,
    ToolsListChanged,
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
    assert_all(logged) if hears else None
    assert bool(logged) == hears


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


# A trigger, what it tells, and what names the item that comes and goes.
CHANGES = {
    "test_trigger_tool_change": (ToolsListChanged, types.ToolListChangedNotification),
    "test_trigger_prompt_change": (PromptsListChanged, types.PromptListChangedNotification),
    "test_trigger_resource_change": (ResourcesListChanged, types.ResourceListChangedNotification),
}
ALL_LISTS = {
    "tools_list_changed": True, "prompts_list_changed": True, "resources_list_changed": True
}


async def listed(client) -> set[str]:
    """Those of the items that come and go which are there now, as the server has it."""
    tools = (await client.list_tools(cache_mode="refresh")).tools
    prompts = (await client.list_prompts(cache_mode="refresh")).prompts
    resources = (await client.list_resources(cache_mode="refresh")).resources
    names = [one.name for one in tools + prompts] + [str(one.uri) for one in resources]
    return {DYNAMIC_TOOL, DYNAMIC_PROMPT, DYNAMIC_RESOURCE} & set(names)


async def until_listed(client, count: int) -> set[str]:
    """The same, once so many are there: lists change before the news, not before an answer."""
    while len(names := await listed(client)) != count:
        await asyncio.sleep(0.01)
    return names


async def use(client, trigger):
    """Uses the item that the trigger has brought."""
    if trigger == "test_trigger_tool_change":
        assert not (await client.call_tool(DYNAMIC_TOOL)).is_error
    elif trigger == "test_trigger_prompt_change":
        assert (await client.get_prompt(DYNAMIC_PROMPT)).messages[0].role == "user"
    else:
        (content,) = (await client.read_resource(DYNAMIC_RESOURCE)).contents
        assert content.text


async def misuse(client, trigger) -> int:
    """The code of the error that follows once the item is gone."""
    if trigger == "test_trigger_tool_change":
        return (await refused(client.call_tool(DYNAMIC_TOOL))).code
    if trigger == "test_trigger_prompt_change":
        return (await refused(client.get_prompt(DYNAMIC_PROMPT))).code
    return (await refused(client.read_resource(DYNAMIC_RESOURCE, cache_mode="bypass"))).code


def another(way, client_of, client):
    """Another client of the same server; on stdio there is no other."""
    return client_of() if way.is_http else _Same(client)


class _Same:
    def __init__(self, client):
        self.client = client

    async def __aenter__(self):
        return self.client

    async def __aexit__(self, *exception):
        pass


def notices(person, *kinds) -> list:
    return [one for one in person.told if isinstance(one, kinds)]


@ways()
@pytest.mark.parametrize("trigger", CHANGES)
def test_things_come_and_go(way, client_of, trigger):
    async def talk(client):
        before = await listed(client)
        told = [await client.call_tool(trigger)]
        there = await until_listed(client, 1)
        await use(client, trigger)
        told.append(await client.call_tool(trigger))
        return before, there, await until_listed(client, 0), await misuse(client, trigger), told

    before, there, after, code, told = conversation(client_of(), talk)
    assert before == after == set() and len(there) == 1
    assert code == (-32002 if way.is_legacy and "resource" in trigger else -32602)
    assert all(not one.is_error and first_text(one) for one in told)


@ways(lambda way: way.is_modern)
@pytest.mark.parametrize("trigger", CHANGES)
def test_subscribes_to_changes(way, client_of, trigger):
    event, kind = CHANGES[trigger]
    person = Person()

    async def talk(client):
        async with another(way, client_of, client) as other, client.listen(**ALL_LISTS) as changes:
            honored = changes.honored
            await other.call_tool(trigger)
            events = [await anext(changes)]
            there = await listed(client)
            await use(client, trigger)
            await other.call_tool(trigger)
            events.append(await anext(changes))
            return honored, events, there, await listed(client)

    honored, events, there, after = conversation(client_of(message_handler=person.tell), talk)
    assert honored == types.SubscriptionFilter(**ALL_LISTS)
    assert events == [event(), event()], "the list had changed when the news came"
    assert len(there) == 1 and after == set()
    assert len(notices(person, kind)) == 2, "one for each call"


@ways(lambda way: way.is_modern)
def test_hears_only_what_it_subscribed_to(way, client_of):
    person = Person()

    async def talk(client):
        async with another(way, client_of, client) as other:
            async with client.listen(prompts_list_changed=True) as changes:
                for count in (1, 2):
                    for trigger in [*CHANGES, "test_trigger_resource_update"]:
                        await other.call_tool(trigger)
                    assert await anext(changes) == PromptsListChanged()
                    assert await soon(lambda: len(person.told) == count)
                    await until_listed(client, 3 * (count % 2))
            for count in (3, 0):
                for trigger in CHANGES:
                    await other.call_tool(trigger)
                await until_listed(client, count)
            await asyncio.sleep(0.1)  # For what must not come.
            return changes.honored

    honored = conversation(client_of(message_handler=person.tell), talk)
    assert honored == types.SubscriptionFilter(prompts_list_changed=True)
    assert [type(one) for one in person.told] == [types.PromptListChangedNotification] * 2


@ways(lambda way: way.is_modern)
def test_subscribes_side_by_side(way, client_of):
    person = Person()

    async def talk(client):
        async with (
            another(way, client_of, client) as other,
            client.listen(resource_subscriptions=[WATCHED]) as watching,
            client.listen(tools_list_changed=True, resource_subscriptions=[WATCHED]) as both,
        ):
            old = (await client.read_resource(WATCHED, cache_mode="bypass")).contents[0].text
            await other.call_tool("test_trigger_resource_update")
            events = [await anext(watching), await anext(both)]
            new = (await client.read_resource(WATCHED, cache_mode="bypass")).contents[0].text
            await soon(lambda: len(person.told) >= 2)
            return old, events, new

    old, events, new = conversation(client_of(message_handler=person.tell), talk)
    assert events == [ResourceUpdated(WATCHED)] * 2 and old != new
    assert new.startswith("Watched resource content (revision ") and new.endswith(")")
    assert len(notices(person, types.ResourceUpdatedNotification)) == 2


@ways(lambda way: way.is_legacy)
@pytest.mark.parametrize("trigger", CHANGES)
def test_hears_of_changes(way, client_of, recorded, trigger):
    _, kind = CHANGES[trigger]
    person = Person()

    async def talk(client):
        async with another(way, client_of, client) as other:
            if way.is_http:
                await get_streams(recorded, 2)
            await other.call_tool(trigger)
            assert await soon(lambda: len(person.told) == 1)
            there = await listed(client)
            await use(client, trigger)
            await other.call_tool(trigger)
            assert await soon(lambda: len(person.told) == 2)
            return there, await listed(client)

    there, after = conversation(client_of(message_handler=person.tell), talk)
    assert len(there) == 1 and after == set()
    assert [type(one) for one in person.told] == [kind] * 2


@ways(lambda way: way.is_legacy)
@pytest.mark.filterwarnings("ignore::mcp.shared.exceptions.MCPDeprecationWarning")
def test_hears_of_resources_that_it_subscribed_to(way, client_of, recorded):
    person, stranger = Person(), Person()

    async def update(client):
        await client.call_tool("test_trigger_resource_update")

    async def talk(client):
        other = client_of(message_handler=stranger.tell) if way.is_http else _Same(client)
        async with other as other:
            if way.is_http:
                await get_streams(recorded, 2)
            await update(other)
            answers = [await client.subscribe_resource(WATCHED)]
            await update(other)
            assert await soon(lambda: person.told)
            content = (await client.read_resource(WATCHED)).contents[0].text
            answers.append(await client.unsubscribe_resource(WATCHED))
            await update(other)
            await asyncio.sleep(0.1)  # For what must not come.
            return answers, content

    answers, content = conversation(client_of(message_handler=person.tell), talk)
    assert answers == [types.EmptyResult()] * 2 and "revision" in content
    (told,) = person.told
    assert isinstance(told, types.ResourceUpdatedNotification) and told.params.uri == WATCHED
    assert stranger.told == []


@ways(lambda way: way.is_modern and way.is_http)
def test_a_subscription_ends_with_the_server(way, everything_rack, recorded):
    rack = everything_rack(isolation=way.isolation)

    async def talk(client):
        async with client.listen(tools_list_changed=True) as changes:
            stopping = asyncio.ensure_future(asyncio.to_thread(rack.stop))
            events = [event async for event in changes]  # Raises where the end is not announced.
            return events, await stopping

    client = mcp.Client(recorded.url(rack.url), mode=way.mode)
    assert conversation(client, talk) == ([], 0)


@ways()
def test_a_time_limit_of_the_client_ends_a_call(way, client_of):
    name = "slow_compute" if way.is_modern else "test_tool_with_progress"
    arguments = {"seconds": 60} if way.is_modern else {}

    async def talk(client):
        with pytest.raises(mcp.MCPError):
            await client.call_tool(name, arguments, read_timeout_seconds=0.03)
        return await client.call_tool("test_simple_text")

    assert first_text(conversation(client_of(), talk))


@ways()
def test_gives_up_a_call(way, client_of):
    begun = asyncio.Event()

    async def never(context, params):
        begun.set()
        await asyncio.sleep(60)

    async def talk(client):
        if way.is_legacy:
            call = client.call_tool("test_sampling", {"prompt": "Wait"})
        else:
            call = client.call_tool("slow_compute", {"seconds": 60})
            begun.set()
        task = asyncio.ensure_future(call)
        await begun.wait()
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return await client.call_tool("test_simple_text")

    assert first_text(conversation(client_of(sampling_callback=never), talk))


@pytest.mark.parametrize("isolation", ISOLATIONS)
def test_nobody_works_for_those_who_left(racks, isolation):
    """After all the calls above that were given up, in either era."""

    def running() -> int:
        report = json.loads(get(racks(isolation).port, "/health").body)
        return sum(plugin["runningCalls"] for plugin in report["plugins"])

    assert eventually(lambda: running() == 0)
