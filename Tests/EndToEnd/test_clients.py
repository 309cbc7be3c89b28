"""The clients that agents really use: the official one in each of its modes, and fastmcp.

Whatever the server tells them is recorded, and checked against its schema after each test."""

import asyncio

import fastmcp
import mcp
import pytest
from fastmcp.client.transports import StdioTransport
from lark import PERSON, SEARCH_TERM
from mcp.client.stdio import StdioServerParameters
from toolrack import EXECUTABLE, write_configuration

MODES = ["auto", "legacy", "2026-07-28"]
TRANSPORTS = ["http", "stdio"]
SECONDS = 60

ECHO_TOOLS = {"echo_text", "echo_add", "echo_sleep", "echo_crash"}
LARK_TOOLS = {"lark_send_message", "lark_get_calendar", "lark_search_docs"}


@pytest.fixture(params=TRANSPORTS)
def server(request, demo, tmp_path, recorded):
    """What a client connects to: a URL, or a command."""
    if request.param == "http":
        return recorded.url(request.getfixturevalue("rack").url)
    configuration = write_configuration(tmp_path, demo)
    command, *args = recorded.command(EXECUTABLE, "stdio", "--config", configuration)
    return StdioServerParameters(command=command, args=args)


def conversation(client_of, talk):
    """Runs a whole conversation within its time limit."""

    async def bounded():
        async with asyncio.timeout(SECONDS):
            async with client_of() as client:
                return await talk(client)

    return asyncio.run(bounded())


@pytest.mark.parametrize("mode", MODES)
class TestOfficialClient:
    def talk(self, server, mode, talk):
        return conversation(lambda: mcp.Client(server, mode=mode), talk)

    def test_speaks_the_revision_of_its_mode(self, server, mode):
        async def talk(client):
            await client.list_tools()  # Until then a modern client need not have said a word.
            return client.protocol_version

        wanted = "2025-11-25" if mode == "legacy" else "2026-07-28"
        assert self.talk(server, mode, talk) == wanted

    def test_lists_the_tools(self, server, mode):
        async def talk(client):
            return (await client.list_tools()).tools

        tools = {tool.name: tool for tool in self.talk(server, mode, talk)}
        assert ECHO_TOOLS | LARK_TOOLS <= set(tools)
        for tool in tools.values():
            assert tool.description and tool.input_schema["type"] == "object"

    def test_calls_echo(self, server, mode):
        async def talk(client):
            text = await client.call_tool("echo_text", {"text": "häßlich 文字 🙂\n"})
            total = await client.call_tool("echo_add", {"a": 2, "b": 40})
            return text, total

        text, total = self.talk(server, mode, talk)
        assert not text.is_error and text.content[0].text == "häßlich 文字 🙂\n"
        assert not total.is_error and "42" in total.content[0].text

    def test_calls_lark(self, server, mode):
        async def talk(client):
            return [
                await client.call_tool("lark_send_message", {"to": PERSON, "text": "Hello"}),
                await client.call_tool("lark_get_calendar", {"calendars": [PERSON]}),
                await client.call_tool("lark_search_docs", {"query": SEARCH_TERM}),
            ]

        for result in self.talk(server, mode, talk):
            assert not result.is_error, result.content
            assert result.content[0].text

    def test_is_told_what_is_wrong_with_its_arguments(self, server, mode):
        async def talk(client):
            return await client.call_tool("echo_text", {"text": 7})

        result = self.talk(server, mode, talk)
        assert result.is_error and "text" in result.content[0].text

    def test_is_told_that_there_is_no_such_tool(self, server, mode):
        async def talk(client):
            with pytest.raises(mcp.MCPError) as raised:
                await client.call_tool("echo_nothing", {})
            return raised.value.error

        error = self.talk(server, mode, talk)
        assert error.code == -32602 and "echo_nothing" in error.message

    def test_finds_what_a_plugin_supplies_beside_tools(self, server, mode):
        async def talk(client):
            return (
                (await client.list_prompts()).prompts,
                (await client.list_resources()).resources,
                (await client.list_resource_templates()).resource_templates,
            )

        prompts, resources, templates = self.talk(server, mode, talk)
        assert prompts and all(prompt.name.startswith("lark_") for prompt in prompts)
        assert resources == []
        assert templates and all(t.uri_template.startswith("lark://") for t in templates)

    def test_calls_side_by_side(self, server, mode):
        async def talk(client):
            calls = [client.call_tool("echo_add", {"a": n, "b": 1}) for n in range(50)]
            return await asyncio.gather(*calls)

        for number, result in enumerate(self.talk(server, mode, talk)):
            assert str(number + 1) in result.content[0].text

    def test_gives_up_a_call(self, server, mode):
        async def talk(client):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.3):
                    await client.call_tool("echo_sleep", {"milliseconds": 3000})
            return await client.call_tool("echo_text", {"text": "still here"})

        assert self.talk(server, mode, talk).content[0].text == "still here"


class TestFastMCP:
    def talk(self, server, talk):
        if not isinstance(server, str):
            server = StdioTransport(command=server.command, args=server.args, keep_alive=False)
        return conversation(lambda: fastmcp.Client(server), talk)

    def test_lists_and_calls(self, server):
        async def talk(client):
            names = {tool.name for tool in await client.list_tools()}
            text = await client.call_tool("echo_text", {"text": "over fastmcp"})
            message = await client.call_tool(
                "lark_send_message", {"to": PERSON, "text": "Hello"}
            )
            return names, text, message

        names, text, message = self.talk(server, talk)
        assert ECHO_TOOLS | LARK_TOOLS <= names
        assert text.content[0].text == "over fastmcp"
        assert not message.is_error

    def test_raises_a_tool_error(self, server):
        async def talk(client):
            return await client.call_tool("echo_text", {})

        with pytest.raises(fastmcp.exceptions.ToolError, match="text"):
            self.talk(server, talk)
