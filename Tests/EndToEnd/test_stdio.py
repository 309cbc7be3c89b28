"""MCP line by line over standard input and output; each line is checked against its schema."""

import json
import queue
import subprocess
import threading

import pytest
import schemas
from toolrack import EXECUTABLE, PLUGINS, plugin_folder, write_configuration
from wire import LEGACY, MODERN, envelope, initialize, request

SECONDS = 20


class Pipe:
    """A running `toolrack stdio` and the lines it writes."""

    def __init__(self, folder):
        plugins = plugin_folder(folder, PLUGINS / "echo.so")
        configuration = write_configuration(folder, {"plugins": str(plugins)})
        self.process = subprocess.Popen(
            [EXECUTABLE, "stdio", "--config", configuration],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        self.lines = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def send(self, message):
        line = message if isinstance(message, bytes) else json.dumps(message).encode()
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def receive(self):
        line = self.lines.get(timeout=SECONDS)
        assert line and line.endswith(b"\n"), line
        return json.loads(line)

    def ask(self, method, params=None, revision=MODERN, id=1):
        params = {**(params or {}), "_meta": envelope()} if revision == MODERN else params
        self.send(request(method, params, id))
        message = self.receive()
        assert message["id"] == id
        schemas.check_message(message, revision, method)
        return message

    def end(self):
        self.process.stdin.close()
        assert self.process.wait(SECONDS) == 0
        rest = []
        while (line := self.lines.get(timeout=SECONDS)) is not None:
            rest.append(line)
        return rest


@pytest.fixture
def pipe(tmp_path):
    opened = Pipe(tmp_path)
    yield opened
    if opened.process.poll() is None:
        opened.process.kill()
        opened.process.wait()


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
