"""The Everything plugin over standard input and output, in both eras."""

import json

import pytest
import schemas
from everything import (
    CAPABILITIES_KEY, EVERYTHING, LATEST_LEGACY, LOG_LEVEL, REVISIONS, SUBSCRIPTION_ID,
    WITH_TASKS, accept, call_params, configuration, sampled, text_of,
)
from pipe import Pipe
from schemas import LEGACY, MODERN
from wire import initialize

ABLE = {CAPABILITIES_KEY: EVERYTHING}
WATCHED = "test://watched-resource"
TRIGGER = ("tools/call", {"name": "test_trigger_resource_update"})
TOOL_CHANGE = "notifications/tools/list_changed"


@pytest.fixture(params=["worker", "in-process"])
def pipe(request, tmp_path):
    with Pipe(tmp_path, configuration(tmp_path, request.param)) as opened:
        yield opened


def shake_hands(pipe, version, capabilities=EVERYTHING) -> dict:
    params = {**initialize(version), "capabilities": capabilities}
    result = pipe.ask("initialize", params, version, "hello")["result"]
    pipe.notify("notifications/initialized")
    return result


def call(pipe, revision, tool, arguments=None, id=1, meta=None) -> list[dict]:
    """Every message up to the answer to a call."""
    pipe.begin("tools/call", call_params(tool, arguments), revision, id, meta)
    messages = [pipe.checked(revision, "tools/call")]
    while "method" in messages[-1]:
        messages.append(pipe.checked(revision, "tools/call"))
    assert messages[-1]["id"] == id
    return messages


def begin(pipe, revision):
    if revision != MODERN:
        shake_hands(pipe, revision)


@pytest.mark.parametrize("revision", REVISIONS)
class TestBothEras:
    def test_lists_reads_and_prompts(self, pipe, revision):
        begin(pipe, revision)
        assert pipe.ask("tools/list", revision=revision)["result"]["tools"]
        assert pipe.ask("prompts/list", revision=revision)["result"]["prompts"]
        assert pipe.ask("resources/list", revision=revision)["result"]["resources"]
        assert pipe.ask("resources/templates/list", revision=revision)["result"]
        contents = pipe.ask("resources/read", {"uri": WATCHED}, revision)["result"]["contents"]
        assert contents[0]["text"] == "Watched resource content"
        prompt = {"name": "test_simple_prompt"}
        assert pipe.ask("prompts/get", prompt, revision)["result"]["messages"]
        error = pipe.ask("resources/read", {"uri": "test://nothing"}, revision)["error"]
        assert error["code"] == (-32602 if revision == MODERN else -32002)
        assert pipe.end() == []

    def test_progress(self, pipe, revision):
        begin(pipe, revision)
        *steps, answer = call(
            pipe, revision, "test_tool_with_progress", id="x", meta={"progressToken": 7}
        )
        assert [step["params"]["progress"] for step in steps] == [0, 50, 100]
        assert all(step["params"]["progressToken"] == 7 for step in steps)
        assert text_of(answer["result"])

    def test_messages(self, pipe, revision):
        begin(pipe, revision)
        meta = {LOG_LEVEL: "info"} if revision == MODERN else None
        assert len(call(pipe, revision, "test_tool_with_logging", meta=meta)) == 4

    def test_a_tool_that_would_end_its_stream_has_none_here(self, pipe, revision):
        begin(pipe, revision)
        (answer,) = call(pipe, revision, "test_reconnection", id="x")
        assert text_of(answer["result"])

    def test_a_cancelled_call_is_not_answered(self, pipe, revision):
        begin(pipe, revision)
        pipe.begin("tools/call", call_params("test_tool_with_progress"), revision, "slow")
        pipe.notify("notifications/cancelled", {"requestId": "slow", "reason": "enough"})
        (answer,) = call(pipe, revision, "test_tool_with_progress", id="next")
        assert answer["id"] == "next"
        assert pipe.end() == []

    def test_cancelling_what_is_not_there_changes_nothing(self, pipe, revision):
        begin(pipe, revision)
        pipe.begin("tools/call", call_params("test_tool_with_progress"), revision, 7)
        for id in ("7", 8, 7.5, None, {}):
            pipe.notify("notifications/cancelled", {"requestId": id})
        pipe.notify("notifications/cancelled")
        assert pipe.checked(revision, "tools/call")["id"] == 7


class TestModern:
    def test_the_end_of_input_ends_a_call(self, pipe):
        pipe.begin("tools/call", call_params("slow_compute", {"seconds": 60}), id="slow")
        for line in pipe.end():
            assert json.loads(line)["id"] == "slow"

    def test_a_round_trip(self, pipe):
        tool = "test_input_required_result_request_state"
        first = pipe.ask("tools/call", call_params(tool), meta=ABLE)["result"]
        assert first["resultType"] == "input_required"
        answers, state = {"confirm": accept(ok=True)}, first["requestState"]
        retry = call_params(tool, answers=answers, state=state)
        assert "state-ok" in text_of(pipe.ask("tools/call", retry, meta=ABLE)["result"])
        changed = call_params(tool, answers=answers, state=state + "A")
        assert pipe.ask("tools/call", changed, meta=ABLE)["error"]["code"] == -32602

    def test_a_capability_that_is_missing(self, pipe):
        error = pipe.ask("tools/call", call_params("test_missing_capability"))["error"]
        assert error["code"] == -32021
        assert error["data"] == {"requiredCapabilities": {"sampling": {}}}

    def test_subscriptions_share_the_output(self, pipe):
        filters = {"tools": {"toolsListChanged": True}, 7: {"resourceSubscriptions": [WATCHED]}}
        for id, filter in filters.items():
            pipe.begin("subscriptions/listen", {"notifications": filter}, id=id)
            acknowledgement = pipe.checked(MODERN)
            assert acknowledgement["method"] == "notifications/subscriptions/acknowledged"
            assert acknowledgement["params"]["notifications"] == filter
            assert acknowledgement["params"]["_meta"][SUBSCRIPTION_ID] == id
        for tool, id in [("test_trigger_tool_change", "tools"), (TRIGGER[1]["name"], 7)] * 2:
            pipe.begin("tools/call", call_params(tool), id="trigger")
            messages = [pipe.checked(MODERN, "tools/call") for _ in range(2)]
            (heard,) = [message for message in messages if "method" in message]
            assert heard["params"]["_meta"][SUBSCRIPTION_ID] == id
        pipe.notify("notifications/cancelled", {"requestId": "tools"})
        pipe.begin("tools/call", call_params("test_trigger_tool_change"), id="trigger")
        pipe.begin("tools/call", call_params("test_trigger_resource_update"), id="update")
        messages = [pipe.checked(MODERN, "tools/call") for _ in range(3)]
        (heard,) = [message for message in messages if "method" in message]
        assert heard["params"]["_meta"][SUBSCRIPTION_ID] == 7
        assert pipe.is_silent(0.2)

    def test_subscriptions_end_with_the_input(self, pipe):
        pipe.begin("subscriptions/listen", {"notifications": {"toolsListChanged": True}}, id="x")
        pipe.checked(MODERN)
        for line in pipe.end():
            message = json.loads(line)
            schemas.check_message(message, MODERN, "subscriptions/listen")
            assert message.get("id") == "x" or message["params"]["requestId"] == "x"

    def test_a_task(self, pipe):
        meta = {CAPABILITIES_KEY: WITH_TASKS}
        created = pipe.ask("tools/call", call_params("slow_compute", {"seconds": 0}), meta=meta)
        id = {"taskId": created["result"]["taskId"]}
        while (task := pipe.ask("tasks/get", id, meta=meta)["result"])["status"] == "working":
            pass
        assert task["status"] == "completed" and text_of(task["result"])


def test_the_end_of_input_ends_a_question(pipe):
    shake_hands(pipe, LATEST_LEGACY)
    pipe.begin("tools/call", call_params("test_sampling", {"prompt": "x"}), LATEST_LEGACY, "slow")
    assert pipe.checked(LATEST_LEGACY)["method"] == "sampling/createMessage"
    for line in pipe.end():
        assert json.loads(line)["id"] == "slow"


@pytest.mark.parametrize("version", LEGACY)
class TestLegacy:
    def test_a_question(self, pipe, version):
        shake_hands(pipe, version)
        pipe.begin("tools/call", call_params("test_sampling", {"prompt": "x"}), version, 1)
        question = pipe.checked(version)
        assert question["method"] == "sampling/createMessage"
        assert pipe.ask("ping", revision=version, id=2)["result"] == {}
        pipe.send({"jsonrpc": "2.0", "id": "guessed", "result": sampled("wrong")})
        pipe.send({"jsonrpc": "2.0", "id": question["id"], "result": sampled("right")})
        answer = pipe.checked(version, "tools/call")
        assert answer["id"] == 1 and text_of(answer["result"]) == "LLM response: right"

    def test_many_questions_at_once(self, pipe, version):
        shake_hands(pipe, version)
        for n in range(8):
            pipe.begin("tools/call", call_params("test_sampling", {"prompt": str(n)}), version, n)
        questions = [pipe.checked(version) for _ in range(8)]
        for question in reversed(questions):
            prompt = question["params"]["messages"][0]["content"]["text"]
            pipe.send({"jsonrpc": "2.0", "id": question["id"], "result": sampled(prompt)})
        answers = [pipe.checked(version, "tools/call") for _ in range(8)]
        for answer in answers:
            assert text_of(answer["result"]) == f"LLM response: {answer['id']}"

    def test_a_question_that_is_refused_or_cancelled(self, pipe, version):
        shake_hands(pipe, version)
        pipe.begin("tools/call", call_params("test_sampling", {"prompt": "x"}), version, 1)
        error = {"code": -1, "message": "The user said no."}
        pipe.send({"jsonrpc": "2.0", "id": pipe.checked(version)["id"], "error": error})
        result = pipe.checked(version, "tools/call")["result"]
        assert result["isError"] and "The user said no." in text_of(result)
        pipe.begin("tools/call", call_params("test_sampling", {"prompt": "x"}), version, 2)
        question = pipe.checked(version)
        pipe.notify("notifications/cancelled", {"requestId": 2})
        pipe.send({"jsonrpc": "2.0", "id": question["id"], "result": sampled("late")})
        pipe.send({"jsonrpc": "2.0", "id": 3, "method": "ping"})
        rest = [pipe.receive()]
        while rest[-1].get("id") != 3:
            rest.append(pipe.receive())
        assert all(message.get("id") != 2 for message in rest)

    def test_a_capability_that_is_missing(self, pipe, version):
        shake_hands(pipe, version, {})
        (answer,) = call(pipe, version, "test_sampling", {"prompt": "x"})
        assert answer["result"]["isError"] and text_of(answer["result"])

    def test_changes_come_unasked_and_updates_when_subscribed(self, pipe, version):
        shake_hands(pipe, version)

        def heard(tool, count):
            pipe.begin("tools/call", call_params(tool), version, "trigger")
            messages = [pipe.checked(version, "tools/call") for _ in range(count + 1)]
            return [message["method"] for message in messages if "method" in message]

        for _ in range(2):
            assert heard("test_trigger_tool_change", 1) == [TOOL_CHANGE]
        assert heard("test_trigger_resource_update", 0) == []
        assert pipe.ask("resources/subscribe", {"uri": WATCHED}, version)["result"] == {}
        assert heard("test_trigger_resource_update", 1) == ["notifications/resources/updated"]
        assert pipe.ask("resources/unsubscribe", {"uri": WATCHED}, version)["result"] == {}
        assert heard("test_trigger_resource_update", 0) == []
        assert pipe.is_silent(0.2)

    def test_the_level_holds_for_later_calls(self, pipe, version):
        shake_hands(pipe, version)
        assert len(call(pipe, version, "test_logging_tool")) == 2
        assert pipe.ask("logging/setLevel", {"level": "error"}, version)["result"] == {}
        assert len(call(pipe, version, "test_logging_tool")) == 1
        assert pipe.ask("logging/setLevel", {"level": "info"}, version)["result"] == {}
        assert len(call(pipe, version, "test_logging_tool")) == 2

    def test_both_eras_share_a_process(self, pipe, version):
        shake_hands(pipe, version)
        assert pipe.ask("tools/list", id="a")["result"]["resultType"] == "complete"
        assert "resultType" not in pipe.ask("tools/list", revision=version, id="b")["result"]
        assert len(call(pipe, MODERN, "test_logging_tool")) == 1
        assert len(call(pipe, version, "test_logging_tool")) == 2
