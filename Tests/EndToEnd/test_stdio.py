"""MCP line by line over standard input and output; each line is checked against its schema."""

import pytest
import schemas
from pipe import Pipe
from toolrack import PLUGINS, plugin_folder
from wire import LEGACY, MODERN, envelope, initialize, request


@pytest.fixture
def pipe(tmp_path):
    plugins = plugin_folder(tmp_path, PLUGINS / "echo.so")
    with Pipe(tmp_path, {"plugins": str(plugins)}) as opened:
        yield opened


def test_modern(pipe):
    assert MODERN in pipe.ask("server/discover")["result"]["supportedVersions"]
    assert pipe.ask("tools/list", id="two")["result"]["tools"]
    echo = {"name": "echo_text", "arguments": {"text": "line\nbreak \u2028 \u00e9"}}
    assert pipe.ask("tools/call", echo)["result"]["content"][0]["text"] == "line\nbreak \u2028 é"
    assert pipe.ask("no/such")["error"]["code"] == -32601
    assert pipe.end() == []


@pytest.mark.parametrize("version", LEGACY)
def test_legacy(pipe, version):
    result = pipe.ask("initialize", initialize(version), version)["result"]
    assert result["protocolVersion"] == version
    pipe.send(request("notifications/initialized", notification=True))
    assert pipe.ask("ping", None, version)["result"] == {}
    assert pipe.ask("tools/list", None, version)["result"]["tools"]
    assert pipe.end() == []


@pytest.mark.parametrize("line", [b"{", b"[]", b"7", b"\xff\xfe", b'{"jsonrpc":"2.0"}', b"{}" * 9])
def test_a_line_that_is_no_message_is_answered_and_the_next_one_served(pipe, line):
    pipe.send(line)
    error = pipe.receive()
    assert error["error"]["code"] in (-32700, -32600)
    schemas.check_message(error, MODERN, "ping")
    assert pipe.ask("tools/list")["result"]["tools"]


def test_empty_lines_are_passed_over(pipe):
    pipe.send(b"\n\r\n")
    assert pipe.ask("tools/list")["result"]["tools"]


def test_a_cancelled_call_is_not_answered(pipe):
    sleep = {"name": "echo_sleep", "arguments": {"milliseconds": 20000}, "_meta": envelope()}
    pipe.send(request("tools/call", sleep, id="slow"))
    cancelled = {"requestId": "slow", "reason": "no longer wanted"}
    pipe.send(request("notifications/cancelled", cancelled, notification=True))
    assert pipe.ask("tools/list", id="next")["id"] == "next"
    assert pipe.end() == []


def test_calls_overtake_each_other(pipe):
    sleep = {"name": "echo_sleep", "arguments": {"milliseconds": 500}, "_meta": envelope()}
    text = {"name": "echo_text", "arguments": {"text": "quick"}, "_meta": envelope()}
    pipe.send(request("tools/call", sleep, id="slow"))
    pipe.send(request("tools/call", text, id="quick"))
    assert [pipe.receive()["id"], pipe.receive()["id"]] == ["quick", "slow"]
