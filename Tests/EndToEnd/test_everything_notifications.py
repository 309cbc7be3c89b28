"""Tools that report progress and write messages while they run."""

import json

import pytest
from everything import LOG_LEVEL, REVISIONS, LegacyClient, ModernClient, connect
from schemas import LEGACY, MODERN

LOGGED = ["Tool execution started", "Tool processing data", "Tool execution completed"]
LEVELS = ["debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"]


def split(response, method) -> tuple[list[dict], dict]:
    """The parameters of the notifications, all of one method, and the result after them."""
    *notifications, _ = response.messages
    assert all(message["method"] == method for message in notifications)
    return [message["params"] for message in notifications], response.result


def logged(response) -> list:
    messages, _ = split(response, "notifications/message")
    assert all(message["level"] == "info" for message in messages)
    return [message["data"] for message in messages]


@pytest.mark.parametrize("revision", REVISIONS)
@pytest.mark.parametrize("token", ["a token", 7, ""], ids=repr)
def test_progress_comes_before_the_result(everything, revision, token):
    with connect(everything.port, revision) as client:
        response = client.call("test_tool_with_progress", meta={"progressToken": token})
    steps, result = split(response, "notifications/progress")
    assert [step["progress"] for step in steps] == [0, 50, 100]
    assert all(step["total"] == 100 and step["message"] for step in steps)
    tokens = [step["progressToken"] for step in steps]
    assert tokens == [token] * 3 and {type(t) for t in tokens} == {type(token)}
    assert result["content"][0]["text"] and not result.get("isError")


@pytest.mark.parametrize("revision", REVISIONS)
def test_progress_arrives_while_the_tool_runs(everything, revision):
    with connect(everything.port, revision) as client:
        arriving = client.start_call("test_tool_with_progress", meta={"progressToken": 1})
        assert arriving.fields["x-accel-buffering"] == "no"
        event = arriving.event()
        assert json.loads(event.data)["params"]["progress"] == 0
        assert revision != MODERN or (event.id is None and event.retry is None)
        assert not arriving.has_ended
        assert [m.get("method") for m in arriving.rest()] == ["notifications/progress"] * 2 + [None]


@pytest.mark.parametrize("revision", REVISIONS)
def test_no_progress_without_a_token(everything, revision):
    with connect(everything.port, revision) as client:
        response = client.call("test_tool_with_progress")
    assert len(response.messages) == 1 and response.result["content"][0]["text"]


@pytest.mark.parametrize("revision", REVISIONS[:2])
@pytest.mark.parametrize("token", [None, 1.5, {}, [1], True], ids=repr)
def test_a_token_that_is_none_is_not_sent_back(everything, revision, token):
    with connect(everything.port, revision) as client:
        response = client.call("test_tool_with_progress", meta={"progressToken": token})
    assert len(response.messages) == 1
    if "error" in response.message:
        assert response.error["code"] == -32602


def test_progress_of_two_calls_goes_each_its_own_way(everything):
    with connect(everything.port, LEGACY[0]) as one, connect(everything.port, LEGACY[0]) as other:
        calls = [
            client.start_call("test_tool_with_progress", id=1, meta={"progressToken": token})
            for client, token in [(one, "one"), (other, "other")]
        ]
        for arriving, token in zip(calls, ["one", "other"]):
            *steps, _ = arriving.rest()
            assert [step["params"]["progressToken"] for step in steps] == [token] * 3


@pytest.mark.parametrize("level", LEVELS)
def test_a_modern_call_is_told_what_its_level_admits(everything, level):
    with ModernClient(everything.port) as client:
        is_told = LEVELS.index(level) <= LEVELS.index("info")
        assert len(logged(client.call("test_logging_tool", meta={LOG_LEVEL: level}))) == is_told


def test_messages_come_in_order(everything):
    with ModernClient(everything.port) as client:
        assert logged(client.call("test_tool_with_logging", meta={LOG_LEVEL: "info"})) == LOGGED
        assert logged(client.call("test_tool_with_logging", meta={LOG_LEVEL: "notice"})) == []


def test_a_modern_call_without_a_level_is_told_nothing(everything):
    with ModernClient(everything.port) as client:
        for tool in ("test_tool_with_logging", "test_logging_tool"):
            response = client.call(tool)
            assert len(response.messages) == 1 and response.result["content"][0]["text"]


@pytest.mark.parametrize("level", ["loud", "INFO", "", 3, None], ids=repr)
def test_a_level_that_does_not_exist(everything, level):
    with ModernClient(everything.port) as client:
        response = client.call("test_logging_tool", meta={LOG_LEVEL: level})
        assert len(response.messages) == 1 and response.error["code"] == -32602


@pytest.mark.parametrize("version", LEGACY)
@pytest.mark.parametrize("has_session", [True, False])
def test_a_legacy_client_that_set_no_level_is_told_everything(everything, version, has_session):
    with LegacyClient(everything.port, version, has_session=has_session) as client:
        assert logged(client.call("test_tool_with_logging")) == LOGGED
        assert len(logged(client.call("test_logging_tool"))) == 1


@pytest.mark.parametrize("version", LEGACY)
@pytest.mark.parametrize("level", LEVELS)
def test_the_level_of_a_session_holds_for_its_later_calls(everything, version, level):
    with LegacyClient(everything.port, version) as client:
        assert client.ask("logging/setLevel", {"level": level}).result == {}
        is_told = LEVELS.index(level) <= LEVELS.index("info")
        for _ in range(2):
            assert len(logged(client.call("test_logging_tool"))) == is_told
        assert client.ask("logging/setLevel", {"level": "debug"}).result == {}
        assert len(logged(client.call("test_logging_tool"))) == 1


@pytest.mark.parametrize("version", LEGACY)
def test_the_levels_of_two_sessions_are_apart(everything, version):
    with LegacyClient(everything.port, version) as quiet, LegacyClient(
        everything.port, version
    ) as talkative:
        assert quiet.session != talkative.session
        assert quiet.ask("logging/setLevel", {"level": "error"}).result == {}
        assert talkative.ask("logging/setLevel", {"level": "info"}).result == {}
        assert logged(quiet.call("test_logging_tool")) == []
        assert len(logged(talkative.call("test_logging_tool"))) == 1


@pytest.mark.parametrize("version", LEGACY)
@pytest.mark.parametrize("params", [{"level": "loud"}, {"level": 7}, {}, None], ids=repr)
def test_a_level_that_cannot_be_set(everything, version, params):
    with LegacyClient(everything.port, version) as client:
        assert client.ask("logging/setLevel", params).error["code"] == -32602
        assert len(logged(client.call("test_logging_tool"))) == 1
