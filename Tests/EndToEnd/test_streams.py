"""Answers that take their time: progress, a client that goes away, a plugin that grows."""

import json

import pytest
from toolrack import eventually
from wire import LEGACY, MODERN, Connection, envelope, get, modern_fields, request

LOG_LEVEL = "io.modelcontextprotocol/logLevel"
SLEEP = {"name": "echo_sleep", "arguments": {"milliseconds": 30000}}


def running_calls(rack) -> int:
    report = json.loads(get(rack.port, "/health").body)
    return sum(plugin["runningCalls"] for plugin in report["plugins"])


@pytest.mark.parametrize("token", ["a token", 7])
def test_progress_comes_before_the_answer(echo_rack, token):
    rack = echo_rack("progress")
    with Connection(rack.port) as connection:
        params = {"name": "progress_steps", "arguments": {}}
        response = connection.modern("tools/call", params, meta={"progressToken": token})
    assert response.fields["content-type"] == "text/event-stream"
    *notifications, answer = response.messages
    assert [n["method"] for n in notifications] == ["notifications/progress"] * 3
    assert [n["params"]["progress"] for n in notifications] == [1, 2, 3], "never backwards"
    assert all(n["params"]["progressToken"] == token for n in notifications)
    assert answer["result"]["content"][0]["text"] == "done"


def test_without_a_token_there_is_one_json_answer(echo_rack):
    rack = echo_rack("progress")
    with Connection(rack.port) as connection:
        response = connection.modern("tools/call", {"name": "progress_steps", "arguments": {}})
    assert response.fields["content-type"] == "application/json" and len(response.messages) == 1


@pytest.mark.parametrize("level", [None, "error", "debug"])
def test_a_client_sees_no_messages_that_it_did_not_ask_for(echo_rack, level):
    rack = echo_rack("logger")
    with Connection(rack.port) as connection:
        declares = "logging" in connection.modern("server/discover").result["capabilities"]
        meta = {LOG_LEVEL: level} if level else {}
        params = {"name": "logger_log", "arguments": {}}
        response = connection.modern("tools/call", params, meta=meta)
    *messages, answer = response.messages
    assert not messages or (declares and level is not None)
    assert answer["result"]["content"][0]["text"] == "logged"
    assert eventually(lambda: any("level 4" in line for line in rack.errors))


def test_a_level_that_does_not_exist_is_refused(echo_rack):
    rack = echo_rack("logger")
    with Connection(rack.port) as connection:
        params = {"name": "logger_log", "arguments": {}}
        response = connection.modern("tools/call", params, meta={LOG_LEVEL: "loud"})
    assert response.error["code"] == -32602


def test_a_modern_client_that_goes_away_cancels_its_call(echo_rack):
    rack = echo_rack()
    with Connection(rack.port) as connection:
        send(connection, "tools/call", {**SLEEP, "_meta": envelope()})
        assert eventually(lambda: running_calls(rack) == 1)
    # The end of a connection looks like the end of a request first: both are a FIN.
    assert eventually(lambda: running_calls(rack) == 0, seconds=15)


def test_a_legacy_client_that_goes_away_does_not(echo_rack):
    rack = echo_rack(drainMilliseconds=100)
    with Connection(rack.port) as connection:
        fields = {"MCP-Protocol-Version": LEGACY[0]}
        send(connection, "tools/call", SLEEP, fields)
        assert eventually(lambda: running_calls(rack) == 1)
    assert not eventually(lambda: running_calls(rack) == 0, seconds=1)


def send(connection, method, params, fields=None):
    """One POST whose answer is not waited for."""
    body = json.dumps(request(method, params)).encode()
    whole = {
        "Host": "127.0.0.1",
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
        "Content-Length": len(body),
        **(modern_fields(method, params) if fields is None else fields),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in whole.items())
    connection.send(f"POST /mcp HTTP/1.1\r\n{head}\r\n".encode() + body)


def test_a_tool_that_appears_is_listed(echo_rack):
    rack = echo_rack("changing_tools")
    with Connection(rack.port) as connection:

        def names():
            return {tool["name"] for tool in connection.modern("tools/list").result["tools"]}

        assert "changing_tools_grown_1" not in names()
        connection.modern("tools/call", {"name": "changing_tools_grow", "arguments": {}})
        assert eventually(lambda: "changing_tools_grown_1" in names())
        grown = connection.modern("tools/call", {"name": "changing_tools_grown_1"}).result
        assert grown["content"][0]["text"] == "grown_1", "the plugin's own name"


def test_every_kind_of_content_fits_its_schema(echo_rack):
    rack = echo_rack("all_parts")
    with Connection(rack.port) as connection:
        for ask in [lambda *a: connection.modern(*a)] + [
            lambda *a, v=version: connection.legacy(v, *a) for version in LEGACY
        ]:
            result = ask("tools/call", {"name": "all_parts_all", "arguments": {}}).result
            kinds = [part["type"] for part in result["content"]]
            assert {"text", "image", "audio", "resource"} <= set(kinds)


def test_pages_of_tools_follow_their_cursor(echo_rack):
    rack = echo_rack("bad_results", pageSize=3)
    with Connection(rack.port) as connection:
        names, cursor = [], None
        while True:
            params = {"cursor": cursor} if cursor else {}
            result = connection.modern("tools/list", params).result
            assert len(result["tools"]) <= 3
            names += [tool["name"] for tool in result["tools"]]
            cursor = result.get("nextCursor")
            if cursor is None:
                break
    assert len(names) == len(set(names)) == 11


@pytest.mark.parametrize("tool", ["size", "kind", "utf8", "structured", "meta", "members", "empty"])
def test_an_answer_that_breaks_the_contract_stays_valid_for_clients(echo_rack, tool):
    rack = echo_rack("bad_results")
    with Connection(rack.port) as connection:
        result = connection.modern("tools/call", {"name": f"bad_results_{tool}"}).result
    assert isinstance(result["content"], list), MODERN


def test_a_large_answer_arrives_whole(echo_rack):
    rack = echo_rack("big_result")
    with Connection(rack.port) as connection:
        params = {"name": "big_result_text", "arguments": {"mebibytes": 3}}
        result = connection.modern("tools/call", params).result
    assert result["content"][0]["text"] == "x" * (3 << 20)
