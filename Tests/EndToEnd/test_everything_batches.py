"""Batches of 2025-03-26: members that ask, notify and change what is remembered."""

import pytest
from everything import EVERYTHING, LegacyClient, sampled, text_of
from wire import Connection, initialize, request

VERSION = "2025-03-26"
FIELDS = {"MCP-Protocol-Version": VERSION}


@pytest.fixture
def client(everything):
    with LegacyClient(everything.port, VERSION, EVERYTHING) as opened:
        yield opened


def call(tool, id, meta=None, **arguments) -> dict:
    params = {"name": tool, "arguments": arguments, **({"_meta": meta} if meta else {})}
    return request("tools/call", params, id)


def finish(client, batch, answer=None) -> tuple[list[dict], dict]:
    """The notifications and, by their ids, the responses; questions are answered."""
    notifications, responses = [], {}
    arriving = client.start_batch(batch)
    while (message := arriving.next()) is not None:
        for one in message if isinstance(message, list) else [message]:
            if "method" not in one:
                assert one["id"] not in responses
                responses[one["id"]] = one
            elif "id" in one:
                assert client.answer(one, answer).status == 202
            else:
                notifications.append(one)
    return notifications, responses


def test_a_member_may_ask(client):
    batch = [
        request("ping", id="first"),
        call("test_sampling", "asking", prompt="x"),
        request("notifications/initialized", notification=True),
        call("test_simple_text", "last"),
    ]
    _, responses = finish(client, batch, sampled("heard"))
    assert responses.keys() == {"first", "asking", "last"}
    assert responses["first"]["result"] == {}
    assert text_of(responses["asking"]["result"]) == "LLM response: heard"


def test_several_members_may_ask(client):
    batch = [call("test_sampling", n, prompt="x") for n in range(5)]
    _, responses = finish(client, batch, sampled("heard"))
    assert len(responses) == 5
    assert all(text_of(r["result"]) == "LLM response: heard" for r in responses.values())


def test_members_may_notify(client):
    batch = [
        call("test_tool_with_progress", 1, {"progressToken": "one"}),
        call("test_tool_with_progress", 2, {"progressToken": "two"}),
        call("test_logging_tool", 3),
    ]
    notifications, responses = finish(client, batch)
    assert responses.keys() == {1, 2, 3}
    for token in ("one", "two"):
        steps = [n["params"] for n in notifications if n["params"].get("progressToken") == token]
        assert [step["progress"] for step in steps] == [0, 50, 100]
    assert len(notifications) == 7


def test_members_change_what_a_session_remembers(client):
    batch = [
        request("logging/setLevel", {"level": "error"}, 1),
        request("resources/subscribe", {"uri": "test://watched-resource"}, 2),
        request("resources/subscribe", {"uri": "test://nothing"}, 3),
    ]
    stream = client.listen()
    assert stream.status == 200
    _, responses = finish(client, batch)
    assert [responses[n].get("result") for n in (1, 2, 3)] == [{}, {}, None]
    assert responses[3]["error"]["code"] == -32002
    assert len(client.call("test_logging_tool").messages) == 1
    client.call("test_trigger_resource_update")
    assert stream.message()["params"]["uri"] == "test://watched-resource"


def test_answers_may_come_in_one(client):
    calls = [client.start_call("test_sampling", {"prompt": "x"}) for _ in range(2)]
    answers = [
        {"jsonrpc": "2.0", "id": call.message()["id"], "result": sampled(str(n))}
        for n, call in enumerate(calls)
    ]
    with Connection(client.port) as connection:
        response = connection.post(answers, FIELDS)
    assert response.status == 202 and response.body == b""
    for n, call in enumerate(calls):
        (message,) = call.rest()
        assert text_of(message["result"]) == f"LLM response: {n}"


def test_a_batch_that_asks_for_nothing_is_accepted(client):
    initialized = request("notifications/initialized", notification=True)
    stray = {"jsonrpc": "2.0", "id": "unknown", "result": {}}
    with Connection(client.port) as connection:
        for batch in ([initialized], [initialized, initialized], [stray], [stray, initialized]):
            response = connection.post(batch, FIELDS)
            assert response.status == 202 and response.body == b""


def test_a_handshake_is_no_member(client):
    batch = [request("initialize", initialize(VERSION), 1), request("ping", id=2)]
    _, responses = finish(client, batch)
    assert responses[1]["error"]["code"] == -32600 and responses[2]["result"] == {}


@pytest.mark.parametrize("batch", [[], [request("ping", id=n) for n in range(20_000)]], ids=len)
def test_a_batch_without_measure(client, batch):
    with Connection(client.port) as connection:
        response = connection.post(batch, FIELDS)
        assert response.status == 400 and response.error["code"] == -32600
        assert connection.post(request("ping"), FIELDS).result == {}
