"""What comes and goes, and how the official client hears of it: by subscriptions in the modern
era, on its notification stream before."""

import asyncio

import mcp
import mcp_types as types
import pytest
from everything_clients import (
    DYNAMIC_PROMPT,
    DYNAMIC_RESOURCE,
    DYNAMIC_TOOL,
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

__all__ = ["client_of", "racks", "server"]  # Fixtures.

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
