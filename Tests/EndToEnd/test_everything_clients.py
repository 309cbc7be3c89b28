"""The official client in each of its modes lists, calls, gets and reads all that Everything has."""

import base64
import json

import mcp
import mcp_types as types
from everything import IMAGE, LATEST_LEGACY, TASKS
from everything_clients import (
    COMPLETIONS,
    CONTENT,
    MESSAGES,
    PROMPTS,
    RESOURCES,
    SCHEMA_TOOL,
    SCHEMA_TOOL_INVALID,
    SCHEMA_TOOL_VALID,
    TEMPLATE,
    TOOLS,
    client_of,
    conversation,
    first_text,
    racks,
    refused,
    server,
    ways,
    wire,
)
from schemas import MODERN

__all__ = ["client_of", "racks", "server"]  # Fixtures.

NOT_FOUND, INVALID_PARAMS, HEADER_MISMATCH = -32002, -32602, -32020


@ways()
def test_speaks_the_revision_of_its_mode(way, client_of):
    async def talk(client):
        await client.list_tools()  # Until then a client with a fixed version need not say a word.
        return client.protocol_version

    assert conversation(client_of(), talk) == (LATEST_LEGACY if way.is_legacy else MODERN)


@ways(lambda way: way.mode != MODERN)
def test_announces_what_it_serves(way, client_of):
    async def talk(client):
        return wire(client.server_capabilities), client.server_info

    capabilities, server_info = conversation(client_of(), talk)
    assert capabilities["tools"] == {"listChanged": True}
    assert capabilities["prompts"] == {"listChanged": True}
    assert capabilities["resources"] == {"subscribe": True, "listChanged": True}
    assert capabilities["logging"] == capabilities["completions"] == {}
    extensions = capabilities.get("extensions", {})
    assert (TASKS in extensions) == way.is_modern and "tasks" not in capabilities
    assert server_info.name and server_info.version


@ways()
def test_lists(way, client_of):
    async def talk(client):
        first = await client.list_tools(cache_mode="bypass")
        again = await client.list_tools(cache_mode="bypass")
        return (
            first, again,
            await client.list_prompts(),
            await client.list_resources(),
            await client.list_resource_templates(),
        )

    tools, again, prompts, resources, templates = conversation(client_of(), talk)
    names = [tool.name for tool in tools.tools]
    assert len(names) == len(TOOLS) and set(names) == TOOLS
    assert names[0] == "test_simple_text" and names == [tool.name for tool in again.tools]
    for tool in tools.tools:
        assert tool.description and tool.input_schema["type"] == "object"
    assert {
        prompt.name: [argument.name for argument in prompt.arguments or []]
        for prompt in prompts.prompts
    } == PROMPTS
    assert all(prompt.description for prompt in prompts.prompts)
    assert all(a.required for prompt in prompts.prompts for a in prompt.arguments or [])
    listed = {str(r.uri): (r.name, r.mime_type) for r in resources.resources}
    assert listed == RESOURCES and list(listed)[0] == "test://static-text"
    assert all(resource.description for resource in resources.resources)
    (template,) = templates.resource_templates
    assert (template.uri_template, template.name) == (TEMPLATE, "template")
    assert template.mime_type == "application/json" and template.description
    for result in (tools, prompts, resources, templates):
        assert result.next_cursor is None


@ways(lambda way: way.is_http)
def test_turns_pages(way, everything_rack, recorded):
    rack = everything_rack(isolation=way.isolation, pageSize=5)

    async def talk(client):
        names, cursor, pages = [], None, 0
        while pages == 0 or cursor is not None:
            page = await client.list_tools(cursor=cursor)
            names += [tool.name for tool in page.tools]
            cursor, pages = page.next_cursor, pages + 1
        return names, pages, await refused(client.list_prompts(cursor="invented"))

    client = mcp.Client(recorded.url(rack.url), mode=way.mode)
    names, pages, error = conversation(client, talk)
    assert len(names) == len(TOOLS) and set(names) == TOOLS and pages == 8
    assert error.code == INVALID_PARAMS


@ways()
def test_gets_every_kind_of_content(way, client_of):
    async def talk(client):
        bare = {name: await client.call_tool(name) for name in CONTENT}
        return bare, {name: await client.call_tool(name, {}) for name in CONTENT}

    for results in conversation(client_of(), talk):
        for name, expected in CONTENT.items():
            assert not results[name].is_error and results[name].structured_content is None
            assert wire(results[name].content) == expected


@ways()
def test_is_told_what_went_wrong(way, client_of):
    async def talk(client):
        failed = await client.call_tool("test_error_handling")
        unfit = await client.call_tool("test_sampling", {})
        return failed, unfit, await refused(client.call_tool("no_such_tool"))

    failed, unfit, unknown = conversation(client_of(), talk)
    assert failed.is_error
    assert first_text(failed) == "This tool intentionally returns an error for testing"
    assert unfit.is_error and "prompt" in first_text(unfit)
    assert unknown.code == INVALID_PARAMS and "no_such_tool" in unknown.message


@ways()
def test_arguments_fit_the_whole_schema(way, client_of):
    name = "json_schema_2020_12_tool"

    async def talk(client):
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        wrong = [await client.call_tool(name, one) for one, _ in SCHEMA_TOOL_INVALID]
        return tools[name].input_schema, await client.call_tool(name, SCHEMA_TOOL_VALID), wrong

    schema, right, wrong = conversation(client_of(), talk)
    assert schema == SCHEMA_TOOL
    said = first_text(right)
    assert not right.is_error and json.loads(said[said.index("{") :]) == SCHEMA_TOOL_VALID
    for result, (arguments, word) in zip(wrong, SCHEMA_TOOL_INVALID, strict=True):
        assert result.is_error and word in first_text(result), (arguments, result.content)


REGIONS = ["us-west1", "Zürich 東京", " edges ", "=?base64?SGVsbG8=?=", "SGVsbG8=", ""]


@ways()
def test_repeats_arguments_in_headers(way, client_of, recorded):
    name = "test_x_mcp_header"

    async def talk(client):
        await client.list_tools()
        calls = [{}, {"region": "us-west1", "count": 42, "dry_run": True}, {"count": -7}]
        calls += [{"region": region} for region in REGIONS]
        return [(call, await client.call_tool(name, call)) for call in calls]

    for call, result in conversation(client_of(), talk):
        assert not result.is_error, result.content
        assert first_text(result) == f"region={call.get('region', '<none>')}"
    if way.is_http and way.is_modern:
        fields = [one.fields for one in recorded.exchanges if one.fields.get("mcp-name") == name]
        assert [one.get("mcp-param-region") for one in fields[:2]] == [None, "us-west1"]
        assert fields[1]["mcp-param-count"] == "42" and fields[1]["mcp-param-dry-run"] == "true"
        assert all("mcp-param-region" in one for one in fields[3:])


@ways(lambda way: way.is_http and way.is_modern)
def test_finds_out_which_headers_a_call_needs(way, client_of, recorded):
    async def talk(client):
        return await client.call_tool("test_x_mcp_header", {"region": "eu"})

    assert first_text(conversation(client_of(), talk)) == "region=eu"
    said = [json.loads(one) for exchange in recorded.exchanges for one in exchange.received]
    codes = [message["error"]["code"] for message in said if "error" in message]
    assert codes == [HEADER_MISMATCH], "refused once, then sent again with the header"


@ways()
def test_gets_prompts(way, client_of):
    async def talk(client):
        got = {name: await client.get_prompt(name, MESSAGES[name][0]) for name in MESSAGES}
        return got, [
            await refused(client.get_prompt("test_prompt_with_arguments", {"arg1": "a"})),
            await refused(client.get_prompt("no_such_prompt")),
        ]

    got, errors = conversation(client_of(), talk)
    for name, (_, content) in MESSAGES.items():
        expected = [{"role": "user", "content": one} for one in content]
        assert wire(got[name].messages) == expected
    assert [error.code for error in errors] == [INVALID_PARAMS] * 2
    assert "arg2" in errors[0].message and "no_such_prompt" in errors[1].message


@ways()
def test_reads_resources(way, client_of):
    async def talk(client):
        uris = [*RESOURCES, "test://template/123/data", "test://template/a%20b/data"]
        return {uri: wire((await client.read_resource(uri)).contents) for uri in uris}

    got = conversation(client_of(), talk)
    for uri, contents in got.items():
        assert len(contents) == 1 and contents[0]["uri"] == uri
        if uri in RESOURCES:
            assert contents[0]["mimeType"] == RESOURCES[uri][1]
    (static,) = got["test://static-text"]
    assert static["text"] == "This is the content of the static text resource."
    (binary,) = got["test://static-binary"]
    assert binary["blob"] == IMAGE and base64.b64decode(binary["blob"])[:4] == b"\x89PNG"
    (watched,) = got["test://watched-resource"]
    assert watched["text"] == "Watched resource content"
    (filled,) = got["test://template/123/data"]
    assert filled["mimeType"] == "application/json"
    assert filled["text"] == '{"id":"123","templateTest":true,"data":"Data for ID: 123"}'
    (decoded,) = got["test://template/a%20b/data"]
    assert json.loads(decoded["text"])["id"] == "a b"


@ways()
def test_is_told_that_there_is_no_such_resource(way, client_of):
    uris = [
        "test://nothing",
        "test://template//data",
        "test://template/1/2/data",
        "test://dynamic-resource",
        "other://static-text",
    ]

    async def talk(client):
        return [await refused(client.read_resource(uri)) for uri in uris]

    errors = conversation(client_of(), talk)
    assert {error.code for error in errors} == {NOT_FOUND if way.is_legacy else INVALID_PARAMS}
    assert [error.data for error in errors] == [{"uri": uri} for uri in uris]


@ways()
def test_completes_arguments(way, client_of):
    def reference(kind, name):
        if kind == "prompt":
            return types.PromptReference(type="ref/prompt", name=name)
        return types.ResourceTemplateReference(type="ref/resource", uri=name)

    async def talk(client):
        found = []
        for kind, name, argument, value, _ in COMPLETIONS:
            asked = {"name": argument, "value": value}
            found.append((await client.complete(reference(kind, name), asked)).completion)
        nothing = {"name": "arg1", "value": ""}
        return found, [
            await refused(client.complete(reference("prompt", "no_such_prompt"), nothing)),
            await refused(client.complete(reference("template", "test://{no}"), nothing)),
        ]

    found, errors = conversation(client_of(), talk)
    for completion, (*_, values) in zip(found, COMPLETIONS, strict=True):
        assert completion.values == values
        assert (completion.total, completion.has_more) == (len(values), False)
    assert [error.code for error in errors] == [INVALID_PARAMS] * 2
