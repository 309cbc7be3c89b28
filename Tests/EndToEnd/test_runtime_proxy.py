"""`mcp-proxy-for-aws` as a server on standard input and output, towards the front of a runtime: the
official client of today speaks to it, and it signs what it sends on."""

import asyncio

import mcp
import pytest
from mcp.client.stdio import StdioServerParameters
from runtime_front import (
    KEY, REGION, SECRET, SERVICE, SESSION_TOKEN, TEMPORARY, TEMPORARY_SECRET, Front,
    assert_nothing_secret, client, environment,
)

SECONDS = 90
# What it is started with: its standard error goes to a file.
START = 'log=$1; shift; exec "$@" 2>"$log"'
WAYS = ["mcp", "invocations"]
KEYS = {"static": (KEY, SECRET, None), "temporary": (TEMPORARY, TEMPORARY_SECRET, SESSION_TOKEN)}


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    with Front(tmp_path_factory.mktemp("front")) as running:
        yield running
        running.assert_running()
        assert running.stop() == 0
        assert_nothing_secret(*running.errors)


class Proxy:
    """One run of it, and what it wrote."""

    def __init__(self, front, folder, way="invocations", keys=KEYS["static"], level="INFO"):
        self.file = folder / "proxy.log"
        url = {"mcp": front.url, "invocations": front.invocations}[way]
        self.parameters = StdioServerParameters(
            command="bash",
            args=[
                "-c", START, "bash", str(self.file), str(client("mcp-proxy-for-aws")), url,
                "--service", SERVICE, "--region", REGION, "--log-level", level,
                "--disable-telemetry",
            ],
            env={**environment(folder, *keys), "FASTMCP_CHECK_FOR_UPDATES": "off"},
        )

    def talk(self, talk):
        async def bounded():
            async with asyncio.timeout(SECONDS):
                async with mcp.Client(self.parameters, mode="legacy") as session:
                    return await talk(session)

        return asyncio.run(bounded())

    @property
    def log(self) -> str:
        return self.file.read_text()


def text(result) -> str:
    assert not result.is_error, result
    return result.content[0].text


@pytest.mark.parametrize("keys", KEYS)
@pytest.mark.parametrize("way", WAYS)
def test_a_whole_session(front, tmp_path, way, keys):
    async def talk(session):
        listed = await session.list_tools()
        first = await session.call_tool("echo_text", {"text": "你好"})
        second = await session.call_tool("echo_add", {"a": 2, "b": 40})
        wrong = await session.call_tool("echo_add", {"a": "x", "b": 40})
        return listed, first, second, wrong

    proxy = Proxy(front, tmp_path, way, KEYS[keys])
    listed, first, second, wrong = proxy.talk(talk)
    assert {"echo_text", "echo_add", "echo_sleep"} <= {tool.name for tool in listed.tools}
    assert text(first) == "你好" and "42" in text(second)
    assert wrong.is_error and "/a" in wrong.content[0].text
    assert_nothing_secret(proxy.log)


def test_many_calls_at_a_time(front, tmp_path):
    """Each is signed by itself, and none is taken for another."""

    async def talk(session):
        calls = [session.call_tool("echo_add", {"a": n, "b": 1000}) for n in range(40)]
        return await asyncio.gather(*calls)

    results = Proxy(front, tmp_path).talk(talk)
    assert [float(text(result)) for result in results] == [1000 + n for n in range(40)]


@pytest.mark.parametrize(
    "keys",
    [(KEY, SECRET[::-1], None), ("AKIDNOBODY", SECRET, None), (TEMPORARY, TEMPORARY_SECRET, None)],
    ids=["secret", "key", "token"],
)
def test_wrong_credentials_are_refused(front, tmp_path, keys):
    async def talk(session):
        return await session.list_tools()

    proxy = Proxy(front, tmp_path, keys=keys)
    with pytest.raises(BaseException) as raised:
        proxy.talk(talk)
    found = proxy.log + repr(flat(raised.value))
    assert "403" in found or "InvalidSignature" in found or "UnrecognizedClient" in found, found
    assert_nothing_secret(proxy.log, found)


def flat(error: BaseException) -> list:
    """An exception, or all of a group of them."""
    if isinstance(error, BaseExceptionGroup):
        return [inner for one in error.exceptions for inner in flat(one)]
    return [error]
