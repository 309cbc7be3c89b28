"""Real MCP servers of both eras behind the Remote plugin, over HTTP and as child processes."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from everything import ModernClient, configuration as everything_configuration
from gateways import Gateway, text_of
from schemas import MODERN
from toolrack import (
    EXECUTABLE, ROOT, Toolrack, Watched, children, command, descriptors, eventually,
    write_configuration,
)

LEGACY_PYTHON = Path(os.environ.get("TOOLRACK_LEGACY_PYTHON", ROOT / ".venv-legacy/bin/python"))
SERVER = Path(__file__).with_name("remote_server.py")
PYTHONS = {"fastmcp": sys.executable, "mcp": sys.executable, "mcp1": str(LEGACY_PYTHON)}
REVISIONS = {"fastmcp": MODERN, "mcp": MODERN, "mcp1": "2025-11-25", "toolrack": MODERN}
TOOLS = {"echo", "steps", "leave", "wait", "grow", "process", "die"}
KINDS = list(PYTHONS)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def accepts(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


class HTTPServer(Watched):
    """One of those servers on a port of the loopback."""

    def __init__(self, kind, port=None):
        self.port = port or free_port()
        super().__init__(
            [PYTHONS[kind], "-B", SERVER, kind, str(self.port)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )
        assert eventually(lambda: accepts(self.port))
        self.url = f"http://127.0.0.1:{self.port}/mcp"

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.stop(signal.SIGKILL)


@pytest.fixture(params=[f"{kind}-{way}" for way in ("http", "stdio") for kind in KINDS])
def behind(request, tmp_path):
    """The kind of server, and a gateway to it."""
    kind, _, way = request.param.partition("-")
    if way == "stdio":
        yield from _gateway(kind, {"command": [PYTHONS[kind], "-B", str(SERVER), kind, "stdio"]},
                            tmp_path)
        return
    with HTTPServer(kind) as server:
        yield from _gateway(kind, {"url": server.url}, tmp_path)


def _gateway(kind, target, tmp_path):
    with Gateway(tmp_path, {"t": target}, statusTool=True) as rack:
        wait_for_tools(rack, TOOLS)
        yield kind, rack
        rack.assert_running()
        assert rack.stop() == 0


def wait_for_tools(rack, names):
    expected = {f"t___{name}" for name in names} | {"remote_targets"}
    eventually(lambda: set(rack.tools()) == expected)
    assert set(rack.tools()) == expected


def status(rack) -> dict:
    return rack.call("remote_targets").result["structuredContent"]["targets"][0]


def test_what_is_spoken_is_found_out_and_everything_arrives(behind):
    kind, rack = behind
    assert status(rack)["revision"] == REVISIONS[kind]
    assert status(rack)["server"] == "others"
    assert text_of(rack.call("t___echo", {"text": "a\u2028ü"})) == "a\u2028ü"
    contents = rack.ask("resources/read", {"uri": "others://text"}).result["contents"]
    assert [content["text"] for content in contents] == ["some text"]
    prompts = rack.ask("prompts/list").result["prompts"]
    (name,) = [prompt["name"] for prompt in prompts]
    messages = rack.ask("prompts/get", {"name": name, "arguments": {"topic": "x"}}).result
    assert messages["messages"][0]["content"]["text"] == "What about x?"


def test_progress_and_log_arrive_with_the_call(behind):
    _, rack = behind
    meta = {"progressToken": "p", "io.modelcontextprotocol/logLevel": "debug"}
    response = rack.call("t___steps", meta=meta)
    told = [m["params"] for m in response.messages if m.get("method") == "notifications/progress"]
    assert [(t["progress"], t["total"], t["message"]) for t in told] == [
        (n, 3, f"step {n}") for n in (1, 2, 3)
    ]
    logged = [m["params"] for m in response.messages if m.get("method") == "notifications/message"]
    assert [line["level"] for line in logged] == ["info"] * 3
    assert all(f"at {n}" in str(line["data"]) for n, line in enumerate(logged, 1))
    assert text_of(response) == "done"


def test_a_call_that_is_cancelled_is_cancelled_there(behind, tmp_path):
    _, rack = behind
    file = tmp_path / "state"
    with ModernClient(rack.port) as client:
        arriving = client.start_call("t___wait", {"file": str(file)})
        assert eventually(lambda: file.exists() and file.read_text() == "began")
        arriving.abort()
        assert eventually(lambda: file.read_text() == "cancelled")
    assert text_of(rack.call("t___echo", {"text": "still"})) == "still"


def test_a_list_that_changes_is_followed(behind):
    _, rack = behind
    assert text_of(rack.call("t___grow")) == "ok"
    wait_for_tools(rack, TOOLS | {"grown"})
    assert text_of(rack.call("t___grown")) == "grown"


def test_a_stream_that_is_cut_is_gone_on_with(tmp_path):
    with HTTPServer("mcp1") as server:
        with Gateway(tmp_path, {"t": {"url": server.url}}, statusTool=True) as rack:
            wait_for_tools(rack, TOOLS)
            response = rack.call("t___leave", meta={"progressToken": 1})
            told = [m["params"]["message"] for m in response.messages if "method" in m]
            assert told == ["before", "after"]
            assert text_of(response) == "back"
            assert rack.stop() == 0
        server.stop(signal.SIGINT)
    # The stream of what the server tells by itself, and that of the call once more.
    opened = [line for line in server.errors if "GET /mcp" in line and "200 OK" in line]
    assert len(opened) == 2, server.errors


@pytest.mark.parametrize("kind", KINDS)
def test_a_child_that_ends_is_started_again(kind, tmp_path):
    target = {"command": [PYTHONS[kind], "-B", str(SERVER), kind, "stdio"], "retries": 0}
    with Gateway(tmp_path, {"t": target}, statusTool=True) as rack:
        wait_for_tools(rack, TOOLS)
        first = rack.call("t___process").result["structuredContent"]
        assert first["group"] == first["pid"]
        died = rack.call("t___die").result
        assert died["isError"] and "ended by signal 9" in str(died["content"])
        assert eventually(lambda: not rack.call("t___process").result.get("isError"))
        second = rack.call("t___process").result["structuredContent"]
        assert second["pid"] != first["pid"]
        assert rack.stop() == 0
    assert eventually(lambda: not is_running(second["pid"]))


def test_nothing_stays_of_children_that_ended(tmp_path):
    """Neither what guards their groups, nor a descriptor."""
    target = {"command": [PYTHONS["mcp"], "-B", str(SERVER), "mcp", "stdio"], "retries": 0}
    with Gateway(tmp_path, {"t": target}, statusTool=True) as rack:
        wait_for_tools(rack, TOOLS)
        (worker,) = rack.workers()

        def guards():
            return [line for pid in children(worker) if " guard " in (line := command(pid))]

        def lives_again():
            return not rack.call("t___process").result.get("isError")

        assert rack.call("t___die").result["isError"]
        assert eventually(lives_again)
        before = descriptors(worker)
        for _ in range(3):
            assert rack.call("t___die").result["isError"]
            assert eventually(lives_again)
        child = rack.call("t___process").result["structuredContent"]["pid"]
        assert [line.split()[-1] for line in guards()] == [str(child)]
        assert eventually(lambda: descriptors(worker) <= before)
        assert rack.stop() == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_child_ends_with_the_worker(kind, tmp_path):
    target = {"command": [PYTHONS[kind], "-B", str(SERVER), kind, "stdio"]}
    with Gateway(tmp_path, {"t": target}, statusTool=True) as rack:
        wait_for_tools(rack, TOOLS)
        child = rack.call("t___process").result["structuredContent"]["pid"]
        (worker,) = rack.workers()
        os.kill(worker, signal.SIGKILL)
        assert eventually(lambda: not is_running(child))
        assert rack.stop() == 0


STUBBORN = """
import json, os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
for line in sys.stdin:
    message = json.loads(line)
    results = {
        "server/discover": {"supportedVersions": ["2026-07-28"], "capabilities": {"tools": {}}},
        "tools/list": {"tools": [{"name": "process", "inputSchema": {"type": "object"}}]},
        "tools/call": {"content": [{"type": "text", "text": str(os.getpid())}]},
    }
    result = {"resultType": "complete", "ttlMs": 0, "cacheScope": "public"}
    result.update(results.get(message["method"], {}))
    print(json.dumps({"jsonrpc": "2.0", "id": message.get("id"), "result": result}), flush=True)
while True:
    time.sleep(1)
"""


@pytest.mark.parametrize("ending", ["stop", "kill"])
def test_even_a_stubborn_child_ends_with_the_worker(ending, tmp_path):
    """It ignores the end of its input and SIGTERM."""
    script = tmp_path / "stubborn.py"
    script.write_text(STUBBORN)
    target = {"command": [sys.executable, "-B", str(script)]}
    with Gateway(tmp_path, {"t": target}, statusTool=True) as rack:
        wait_for_tools(rack, {"process"})
        child = int(text_of(rack.call("t___process")))
        if ending == "kill":
            (worker,) = rack.workers()
            os.kill(worker, signal.SIGKILL)
            assert eventually(lambda: not is_running(child))
        assert rack.stop() == 0
        assert eventually(lambda: not is_running(child))


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("before, after", [("mcp1", "mcp"), ("mcp", "mcp1"), ("mcp1", "mcp1")])
def test_a_server_that_is_started_again_is_found_out_again(before, after, tmp_path):
    server = HTTPServer(before)
    with Gateway(tmp_path, {"t": {"url": server.url}}, statusTool=True) as rack:
        wait_for_tools(rack, TOOLS)
        assert status(rack)["revision"] == REVISIONS[before]
        server.stop(signal.SIGKILL)
        with HTTPServer(after, server.port):
            def says():
                result = rack.call("t___echo", {"text": "again"}).result
                return not result.get("isError") and result["content"][0]["text"] == "again"

            assert eventually(says)
            assert eventually(lambda: status(rack)["revision"] == REVISIONS[after])
        assert rack.stop() == 0


@pytest.mark.parametrize("way", ["http", "stdio"])
def test_our_own_server_behind_our_own(way, tmp_path):
    inner, outer = tmp_path / "inner", tmp_path / "outer"
    for folder in (inner, outer):
        folder.mkdir()
    settings = everything_configuration(inner)
    if way == "stdio":
        path = write_configuration(inner, settings)
        check_own(outer, {"command": [str(EXECUTABLE), "stdio", "--config", str(path)]})
    else:
        with Toolrack(inner, settings) as rack:
            check_own(outer, {"url": rack.url})


def check_own(folder, target):
    with Gateway(folder, {"t": target}, statusTool=True) as rack:
        assert eventually(lambda: "t___test_simple_text" in rack.tools())
        assert status(rack)["revision"] == MODERN
        assert "simple text" in text_of(rack.call("t___test_simple_text"))
        fields = {"Mcp-Param-Region": "eu"}
        mirrored = rack.call("t___test_x_mcp_header", {"region": "eu"}, fields=fields)
        assert text_of(mirrored) == "region=eu"
        response = rack.call("t___test_tool_with_progress", meta={"progressToken": 1})
        told = [m for m in response.messages if m.get("method") == "notifications/progress"]
        assert [m["params"]["progress"] for m in told] == [0, 50, 100]
        assert rack.stop() == 0
