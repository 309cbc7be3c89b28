"""Agents' clients before a gateway, other people's servers and signatures behind it."""

import asyncio
import json
import sys

import fastmcp
import mcp
import pytest
from gateways import Gateway, configuration
from own_issuer import OwnIssuer, free_port
from test_access_signatures import KEY, REGION, SECRET, SERVICE
from toolrack import PLUGINS, Toolrack, Watched, eventually, plugin_folder
from wire import Connection

MODES = ["auto", "legacy", "2026-07-28"]
SECONDS = 60

FASTMCP = """
import sys
from fastmcp import Context, FastMCP
server = FastMCP("sums")
@server.tool
async def add(a: int, b: int, context: Context) -> int:
    '''Adds two numbers.'''
    await context.report_progress(1, 2, "half")
    return a + b
@server.prompt
def ask(topic: str) -> str:
    return f"What about {topic}?"
@server.resource("sums://about")
def about() -> str:
    return "sums"
server.run(transport="http", host="127.0.0.1", port=int(sys.argv[1]), show_banner=False)
"""


def talk(client_of, conversation):
    async def bounded():
        async with asyncio.timeout(SECONDS):
            async with client_of() as client:
                return await conversation(client)

    return asyncio.run(bounded())


@pytest.fixture(scope="module")
def rack(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clients")
    file = folder / "sums.py"
    file.write_text(FASTMCP)
    port = free_port()
    server = Watched([sys.executable, file, port])
    try:
        with Gateway(folder, {"sums": {"url": f"http://127.0.0.1:{port}/mcp"}}) as running:
            assert running.has_tools("sums___add"), "\n".join(server.errors + running.errors)
            # Each list is told as changed by itself.
            for kind in ("prompts", "resources"):
                assert eventually(lambda: running.ask(f"{kind}/list").result[kind])
            yield running
            running.assert_running()
    finally:
        server.stop()


@pytest.mark.parametrize("mode", MODES)
def test_the_official_client(rack, mode):
    async def conversation(client):
        assert [tool.name for tool in (await client.list_tools()).tools] == ["sums___add"]
        steps = []

        async def heard(done, total, message):
            steps.append((done, total, message))

        result = await client.call_tool("sums___add", {"a": 40, "b": 2}, progress_callback=heard)
        assert result.structured_content == {"result": 42} and not result.is_error
        assert steps == [(1, 2, "half")]
        prompt = await client.get_prompt("sums___ask", {"topic": "time"})
        assert prompt.messages[0].content.text == "What about time?"
        content = (await client.read_resource("sums://about")).contents[0]
        assert content.text == "sums"

    talk(lambda: mcp.Client(rack.url, mode=mode), conversation)


def test_fastmcp(rack):
    async def conversation(client):
        return await client.call_tool("sums___add", {"a": 1, "b": 2})

    assert talk(lambda: fastmcp.Client(rack.url), conversation).data == 3


def test_a_token_before_the_gateway_and_a_signature_behind_it(tmp_path):
    """The whole chain: a client's token, a policy, a signed request, a server that checks it."""
    (tmp_path / "runtime").mkdir()
    (tmp_path / "gateway").mkdir()
    keys = [{"accessKeyId": KEY, "secretAccessKey": SECRET, "client": "gateway"}]
    runtime_configuration = {
        "plugins": str(plugin_folder(tmp_path / "runtime", PLUGINS / "echo.so")),
        "access": {"sigv4": {"region": REGION, "service": SERVICE, "keys": keys}},
    }
    with Toolrack(tmp_path / "runtime", runtime_configuration) as runtime:
        issuer = OwnIssuer(tmp_path / "gateway")
        target = {"url": runtime.url, "credentials": {"aws": {"service": SERVICE}}}
        whole = configuration(tmp_path / "gateway", {"r": target}, plugin={"aws": [SERVICE]})
        whole["access"] = {
            **issuer.access,
            "policy": [{"name": "texts", "clients": ["agent"], "tools": ["r___echo_text"]}],
        }
        issuer.configuration = whole
        issuer.file.write_text(json.dumps(whole))
        secret = issuer.add("agent")
        environment = {
            "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_REGION": REGION,
        }
        arguments = ("--listen", f"127.0.0.1:{issuer.port}")
        with Toolrack(tmp_path / "gateway", whole, environment, arguments) as gateway:
            token = issuer.token(secret, "agent")
            fields = {"Authorization": f"Bearer {token}"}

            def names():
                response = issuer.tools(token)
                return [tool["name"] for tool in response.result["tools"]]

            assert eventually(names) == ["r___echo_text"]
            with Connection(gateway.port) as connection:
                params = {"name": "r___echo_text", "arguments": {"text": "through"}}
                result = connection.modern("tools/call", params, fields=fields).result
                assert result["content"][0]["text"] == "through"
                refused = connection.modern("tools/call", params)
                assert refused.status == 401
            log = "\n".join(gateway.errors + runtime.errors)
            assert token not in log and secret not in log and SECRET not in log


def test_a_gateway_without_targets_is_served(tmp_path):
    with Gateway(tmp_path, {}, statusTool=True) as rack:
        result = rack.call("remote_targets").result
        assert result["structuredContent"] == {"targets": []}
