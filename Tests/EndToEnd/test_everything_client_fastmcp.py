"""fastmcp, which is a client of its own on top of the official one, over HTTP in both eras."""

import asyncio
import base64

import fastmcp
import mcp
import mcp_types as types
import pytest
from everything import IMAGE, LATEST_LEGACY
from everything_clients import (
    COMPLETIONS,
    CONTENT,
    ISOLATIONS,
    MESSAGES,
    PROMPTS,
    RESOURCES,
    ROOTS,
    SCHEMA_TOOL_VALID,
    TEMPLATE,
    TOOLS,
    Person,
    conversation,
    first_text,
    get_streams,
    racks,
    soon,
    wire,
)
from fastmcp.client.elicitation import ElicitResult
from fastmcp.client.messages import MessageHandler
from fastmcp.exceptions import ToolError
from schemas import MODERN

__all__ = ["racks"]  # A fixture.

LEGACY_OR_MODERN = pytest.mark.parametrize("mode", ["auto", "legacy"])
pytestmark = pytest.mark.parametrize("isolation", ISOLATIONS)


@pytest.fixture
def client_of(racks, recorded, isolation, mode):
    url = recorded.url(racks(isolation).url)
    return lambda **options: fastmcp.Client(url, mode=mode, **options)


class Told(MessageHandler):
    """What the client heard unasked."""

    def __init__(self):
        self.names = []

    async def on_tool_list_changed(self, message):
        self.names.append("tools")

    async def on_prompt_list_changed(self, message):
        self.names.append("prompts")

    async def on_resource_list_changed(self, message):
        self.names.append("resources")

    async def on_resource_updated(self, message):
        self.names.append(str(message.params.uri))


@LEGACY_OR_MODERN
def test_lists(mode, client_of):
    async def talk(client):
        return (
            client.protocol_version,
            await client.list_tools(),
            await client.list_prompts(),
            await client.list_resources(),
            await client.list_resource_templates(),
        )

    version, tools, prompts, resources, templates = conversation(client_of(), talk)
    assert version == (LATEST_LEGACY if mode == "legacy" else MODERN)
    assert {tool.name for tool in tools} == TOOLS and tools[0].name == "test_simple_text"
    assert {prompt.name for prompt in prompts} == set(PROMPTS)
    assert [str(resource.uri) for resource in resources] == list(RESOURCES)
    assert [template.uri_template for template in templates] == [TEMPLATE]


@LEGACY_OR_MODERN
def test_calls(client_of):
    async def talk(client):
        results = {name: await client.call_tool(name) for name in CONTENT}
        results["schema"] = await client.call_tool("json_schema_2020_12_tool", SCHEMA_TOOL_VALID)
        await client.list_tools()
        results["header"] = await client.call_tool("test_x_mcp_header", {"region": "Zürich"})
        with pytest.raises(ToolError, match="This tool intentionally returns an error"):
            await client.call_tool("test_error_handling")
        with pytest.raises(ToolError, match="prompt"):
            await client.call_tool("test_sampling", {"prompt": 1})
        with pytest.raises(mcp.MCPError, match="no_such_tool"):
            await client.call_tool("no_such_tool")
        return results

    results = conversation(client_of(), talk)
    for name, content in CONTENT.items():
        assert wire(results[name].content) == content
    assert "1815" in first_text(results["schema"])
    assert first_text(results["header"]) == "region=Zürich"


@LEGACY_OR_MODERN
def test_gets_reads_and_completes(client_of):
    async def talk(client):
        prompts = {name: await client.get_prompt(name, MESSAGES[name][0]) for name in MESSAGES}
        uris = [*RESOURCES, "test://template/123/data"]
        resources = {uri: await client.read_resource(uri) for uri in uris}
        completed = []
        for kind, name, argument, value, _ in COMPLETIONS:
            reference = (
                types.PromptReference(type="ref/prompt", name=name) if kind == "prompt"
                else types.ResourceTemplateReference(type="ref/resource", uri=name)
            )
            asked = {"name": argument, "value": value}
            completed.append((await client.complete(reference, asked)).values)
        for call in (client.get_prompt("no_such_prompt"), client.read_resource("test://no")):
            with pytest.raises(mcp.MCPError):
                await call
        return prompts, resources, completed

    prompts, resources, completed = conversation(client_of(), talk)
    for name, (_, content) in MESSAGES.items():
        assert [wire(message.content) for message in prompts[name].messages] == content
    assert base64.b64decode(resources["test://static-binary"][0].blob) == base64.b64decode(IMAGE)
    assert '"id":"123"' in resources["test://template/123/data"][0].text
    assert completed == [values for *_, values in COMPLETIONS]


@LEGACY_OR_MODERN
def test_follows_progress_and_logs(client_of):
    person, lines = Person(), []

    async def log(message):
        lines.append((message.level, message.data))

    async def talk(client):
        await client.call_tool("test_tool_with_progress", progress_handler=person.progress)
        await client.call_tool("test_tool_with_logging")
        await soon(lambda: len(person.steps) == len(lines) == 3)
        return await client.call_tool("test_reconnection")

    assert first_text(conversation(client_of(log_handler=log), talk))
    assert [step[:2] for step in person.steps] == [(0, 100), (50, 100), (100, 100)]
    assert lines == [
        ("info", "Tool execution started"),
        ("info", "Tool processing data"),
        ("info", "Tool execution completed"),
    ]


@LEGACY_OR_MODERN
def test_answers(client_of):
    asked = []

    async def sample(messages, params, context):
        asked.append(("sampling", messages[0].content.text, params.max_tokens))
        return "Paris, of course"

    async def elicit(message, response_type, params, context):
        asked.append(("elicitation", message, list(params.requested_schema["properties"])))
        if message == "Who?":
            return {"username": "ada", "email": "ada@example.com"}
        if message == "Nobody?":
            return ElicitResult(action="decline")
        return {"name": "Ada", "color": "teal", "ok": True, "context": "a rainy day"}

    async def talk(client):
        rounds = [
            ("test_sampling", {"prompt": "What?"}, "LLM response: Paris, of course"),
            ("test_elicitation", {"message": "Who?"}, "User response: action=accept"),
            ("test_elicitation", {"message": "Nobody?"}, "User response: action=decline"),
            ("test_elicitation_sep1330_enums", {}, "Elicitation completed: action=accept"),
            ("test_input_required_result_elicitation", {}, "Hello, Ada!"),
            ("test_input_required_result_sampling", {}, "Paris, of course"),
            ("test_input_required_result_list_roots", {}, ROOTS[1]),
            ("test_input_required_result_multi_round", {}, "teal"),
            ("test_input_required_result_request_state", {}, "state-ok"),
            ("test_input_required_result_multiple_inputs", {}, "Ada"),
        ]
        said = [await client.call_tool(name, arguments) for name, arguments, _ in rounds]
        prompt = await client.get_prompt("test_input_required_result_prompt")
        return zip(said, [expected for *_, expected in rounds], strict=True), prompt

    client = client_of(sampling_handler=sample, elicitation_handler=elicit, roots=list(ROOTS))
    said, prompt = conversation(client, talk)
    for result, expected in said:
        assert expected in first_text(result), result.content
    assert "a rainy day" in prompt.messages[0].content.text
    assert asked[0] == ("sampling", "What?", 100)
    assert asked[1] == ("elicitation", "Who?", ["username", "email"])


@LEGACY_OR_MODERN
def test_is_told_that_it_cannot_answer(mode, client_of):
    async def talk(client):
        if mode == "legacy":
            with pytest.raises(ToolError):
                await client.call_tool("test_elicitation", {"message": "Who?"})
            return
        with pytest.raises(mcp.MCPError) as raised:
            await client.call_tool("test_elicitation", {"message": "Who?"})
        assert raised.value.error.code == -32021

    conversation(client_of(), talk)


@pytest.mark.parametrize("mode", ["legacy"])
@pytest.mark.filterwarnings("ignore::mcp.shared.exceptions.MCPDeprecationWarning")
def test_hears_of_changes(client_of, recorded):
    told = Told()

    async def talk(client):
        async with client_of() as other:
            await get_streams(recorded, 2)
            await client.session.subscribe_resource("test://watched-resource")
            triggers = ["tool_change", "prompt_change", "resource_change", "resource_update"]
            for trigger in triggers:
                await other.call_tool(f"test_trigger_{trigger}")
            await soon(lambda: len(told.names) == 4)
            tools = [tool.name for tool in await client.list_tools()]
            for trigger in triggers[:3]:
                await other.call_tool(f"test_trigger_{trigger}")
            await soon(lambda: len(told.names) == 7)
            return tools, [tool.name for tool in await client.list_tools()]

    then, now = conversation(client_of(message_handler=told), talk)
    assert "test_dynamic_tool" in then and "test_dynamic_tool" not in now
    changes = ["tools", "prompts", "resources"]
    assert sorted(told.names) == sorted([*changes, "test://watched-resource", *changes])


@LEGACY_OR_MODERN
def test_calls_side_by_side(client_of):
    async def talk(client):
        names = ["test_tool_with_progress", "test_simple_text", "test_tool_with_logging"] * 10
        return await asyncio.gather(*(client.call_tool(name) for name in names))

    assert all(not result.is_error for result in conversation(client_of(), talk))
