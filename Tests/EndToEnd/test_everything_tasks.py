"""Calls that become tasks: polled, answered and cancelled by whoever knows their ids."""

import base64
import re
import time

import pytest
from everything import (
    EVERYTHING, NAME_FORM, NOTHING, TASKS, WITH_TASKS, LegacyClient, ModernClient, accept,
    text_of,
)
from schemas import LEGACY, MODERN
from toolrack import eventually

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
CREATED = {"resultType", "taskId", "status", "createdAt", "lastUpdatedAt", "ttlMs",
           "pollIntervalMs"}
MAY_BE = {"statusMessage", "_meta"}
METHODS = ["tasks/get", "tasks/update", "tasks/cancel"]


@pytest.fixture
def client(everything):
    with ModernClient(everything.port, WITH_TASKS) as opened:
        yield opened


def create(client, tool, arguments=None, **more) -> str:
    response = client.call(tool, arguments, **more)
    assert response.status == 200 and len(response.messages) == 1
    task = response.result
    assert task["resultType"] == "task" and task["status"] == "working"
    assert CREATED <= task.keys() <= CREATED | MAY_BE
    assert MOMENT.fullmatch(task["createdAt"]) and MOMENT.fullmatch(task["lastUpdatedAt"])
    assert task["ttlMs"] is None or (type(task["ttlMs"]) is int and task["ttlMs"] >= 60_000)
    assert type(task["pollIntervalMs"]) is int and task["pollIntervalMs"] > 0
    assert task["taskId"] and all(0x21 <= ord(c) <= 0x7E for c in task["taskId"])
    return task["taskId"]


def get(client, id) -> dict:
    result = client.ask("tasks/get", {"taskId": id}).result
    assert result["resultType"] == "complete" and result["taskId"] == id
    assert "requestState" not in result
    own = {"completed": "result", "failed": "error", "input_required": "inputRequests"}
    expected = own.get(result["status"])
    assert {name for name in own.values() if name in result} == ({expected} if expected else set())
    return result


def wait(client, id, *states) -> dict:
    found = eventually(lambda: (task := get(client, id))["status"] in states and task)
    assert found, get(client, id)
    return found


def update(client, id, answers) -> None:
    result = client.ask("tasks/update", {"taskId": id, "inputResponses": answers}).result
    assert set(result) <= {"resultType", "_meta"} and result["resultType"] == "complete"


def cancel(client, id) -> None:
    result = client.ask("tasks/cancel", {"taskId": id}).result
    assert set(result) <= {"resultType", "_meta"} and result["resultType"] == "complete"


def asked(task) -> dict:
    """The forms that a task waits for, by key."""
    requests = task["inputRequests"]
    assert all(one["method"] == "elicitation/create" for one in requests.values())
    return {key: one["params"]["requestedSchema"] for key, one in requests.items()}


class TestCreation:
    def test_is_found_at_once_and_completes(self, client):
        id = create(client, "slow_compute", {"seconds": 0.3, "label": "counting"})
        assert get(client, id)["status"] in ("working", "completed")
        task = wait(client, id, "completed")
        assert task["result"]["content"][0]["text"].count("counting") == 1
        assert not task["result"].get("isError")
        assert "io.modelcontextprotocol/related-task" not in task["result"].get("_meta", {})
        again = get(client, id)
        assert again["result"] == task["result"] and again["createdAt"] == task["createdAt"]

    def test_ids_are_all_different_and_unguessable(self, client):
        ids = [create(client, "slow_compute", {"seconds": 0}) for _ in range(20)]
        assert len(set(ids)) == 20 and all(len(id) >= 16 for id in ids)
        for id in ids:
            wait(client, id, "completed")

    def test_any_other_connection_may_ask(self, everything, client):
        id = create(client, "slow_compute", {"seconds": 0})
        client.connection.socket.close()
        with ModernClient(everything.port, WITH_TASKS) as other:
            assert wait(other, id, "completed")["result"]["content"]

    def test_a_client_that_goes_away_does_not_end_it(self, everything):
        with ModernClient(everything.port, WITH_TASKS) as one:
            id = create(one, "slow_compute", {"seconds": 0.5})
        with ModernClient(everything.port, WITH_TASKS) as other:
            wait(other, id, "completed")

    def test_arguments_are_checked_first(self, client):
        for arguments in ({}, {"seconds": -1}, {"seconds": "1"}):
            result = client.call("slow_compute", arguments).result
            assert result["resultType"] == "complete" and result["isError"]

    @pytest.mark.parametrize("tool, arguments", [
        ("greet", {"name": "Ada"}), ("test_simple_text", {}),
    ])
    def test_a_short_tool_makes_none(self, client, tool, arguments):
        for more in ({}, {"task": {"ttl": 1000}}):
            params = {"name": tool, "arguments": arguments, **more}
            result = client.ask("tools/call", params).result
            assert result["resultType"] == "complete" and text_of(result)

    def test_greet(self, client):
        assert client.text("greet", {"name": "Ada"}) == "Hello, Ada!"
        assert client.call("greet", {}).result["isError"]


class TestUndeclared:
    @pytest.mark.parametrize("capabilities", [NOTHING, {"extensions": {}}, {"tasks": {}}], ids=str)
    def test_an_optional_task_is_waited_for(self, client, capabilities):
        result = client.call("slow_compute", {"seconds": 0.1, "label": "counting"},
                             capabilities=capabilities).result
        assert result["resultType"] == "complete" and "counting" in text_of(result)

    @pytest.mark.parametrize("tool", ["failing_job", "test_tool_with_task"])
    def test_a_demanded_task_names_what_it_needs(self, client, tool):
        response = client.call(tool, capabilities=EVERYTHING)
        assert response.status == 400 and response.error["code"] == -32021
        required = response.error["data"]["requiredCapabilities"]
        assert required == {"extensions": {TASKS: {}}}

    def test_a_failure_is_an_error(self, client):
        response = client.call("protocol_error_job", capabilities=NOTHING)
        assert response.error["code"] == -32603 and response.error["message"]

    def test_a_question_is_an_ordinary_round_trip(self, client):
        arguments = {"filename": "a.txt"}
        first = client.call("confirm_delete", arguments, capabilities=EVERYTHING).result
        assert first["resultType"] == "input_required" and "taskId" not in first
        ((key, form),) = asked(first).items()
        assert form["required"] == ["confirm"]
        second = client.call("confirm_delete", arguments, capabilities=EVERYTHING,
                             answers={key: accept(confirm=True)}, state=first.get("requestState"))
        assert second.result["resultType"] == "complete" and text_of(second.result)

    @pytest.mark.parametrize("method", METHODS)
    def test_the_methods_need_the_declaration(self, client, method):
        id = create(client, "slow_compute", {"seconds": 0})
        for given in (id, "unknown"):
            params = {"taskId": given, "inputResponses": {}}
            response = client.ask(method, params, capabilities=EVERYTHING)
            assert response.status == 400 and response.error["code"] == -32021
            required = response.error["data"]["requiredCapabilities"]
            assert required == {"extensions": {TASKS: {}}}

    @pytest.mark.parametrize("version", LEGACY)
    def test_older_revisions_make_none(self, everything, version):
        with LegacyClient(everything.port, version, WITH_TASKS) as legacy:
            for tool, arguments in [("greet", {"name": "Ada"}), ("slow_compute", {"seconds": 0}),
                                    ("failing_job", {}), ("multi_input", {})]:
                (message,) = [legacy.call(tool, arguments).message]
                assert "taskId" not in message.get("result", {})
            for method in METHODS:
                assert legacy.ask(method, {"taskId": "x"}).error["code"] == -32601


class TestEnds:
    def test_an_error_of_the_tool_completes(self, client):
        task = wait(client, create(client, "failing_job"), "completed", "failed", "cancelled")
        assert task["status"] == "completed"
        assert task["result"]["isError"] and text_of(task["result"])

    def test_an_error_of_the_protocol_fails(self, client):
        task = wait(client, create(client, "protocol_error_job"), "completed", "failed")
        assert task["status"] == "failed"
        assert task["error"]["code"] == -32603 and task["error"]["message"]

    def test_a_cancelled_one(self, client):
        id = create(client, "slow_compute", {"seconds": 60})
        cancel(client, id)
        begun = time.monotonic()
        task = wait(client, id, "cancelled", "completed", "failed")
        assert task["status"] == "cancelled" and time.monotonic() - begun < 10
        cancel(client, id)
        time.sleep(0.1)
        assert get(client, id)["status"] == "cancelled"

    def test_cancelling_what_has_ended_changes_nothing(self, client):
        id = create(client, "slow_compute", {"seconds": 0})
        task = wait(client, id, "completed")
        for _ in range(2):
            cancel(client, id)
        assert get(client, id)["status"] == "completed"
        assert get(client, id)["result"] == task["result"]

    def test_cancelling_one_that_asks(self, client):
        id = create(client, "confirm_delete", {"filename": "a"})
        wait(client, id, "input_required")
        cancel(client, id)
        assert wait(client, id, "cancelled")
        update(client, id, {"any": accept(confirm=True)})
        assert get(client, id)["status"] == "cancelled"

    @pytest.mark.parametrize("method", METHODS)
    @pytest.mark.parametrize("id", ["unknown", "", "\u20ac", "x" * 3000], ids=lambda i: i[:8])
    def test_one_that_is_not_there(self, client, method, id):
        encoded = f"=?base64?{base64.b64encode(id.encode()).decode()}?="
        params = {"taskId": id, "inputResponses": {}}
        response = client.ask(method, params, fields={"Mcp-Name": encoded})
        assert response.error["code"] == -32602

    @pytest.mark.parametrize("method", METHODS)
    @pytest.mark.parametrize("params", [{}, {"taskId": 7}, {"taskId": None}], ids=str)
    def test_parameters_that_name_none(self, client, method, params):
        response = client.ask(method, params, fields={"Mcp-Name": None})
        assert response.error["code"] in (-32602, -32020)

    @pytest.mark.parametrize("method", ["tasks/result", "tasks/list"])
    def test_methods_of_older_drafts(self, client, method):
        response = client.ask(method, {"taskId": create(client, "slow_compute", {"seconds": 0})})
        assert response.status == 404 and response.error["code"] == -32601


class TestQuestions:
    def test_one(self, client):
        id = create(client, "confirm_delete", {"filename": "a.txt"})
        ((key, form),) = asked(wait(client, id, "input_required")).items()
        assert form["type"] == "object" and form["required"] == ["confirm"]
        assert {k: v["type"] for k, v in form["properties"].items()} == {"confirm": "boolean"}
        update(client, id, {})
        assert list(asked(get(client, id))) == [key]
        update(client, id, {"unknown": accept(confirm=True)})
        assert list(asked(get(client, id))) == [key]
        update(client, id, {key: accept(confirm=True)})
        assert key not in get(client, id).get("inputRequests", {})
        task = wait(client, id, "completed")
        assert text_of(task["result"]) and not task["result"].get("isError")

    def begin(self, client) -> tuple[str, list[str]]:
        id = create(client, "multi_input")
        forms = asked(wait(client, id, "input_required"))
        assert len(forms) == 2
        for form in forms.values():
            kinds = {name: value["type"] for name, value in form["properties"].items()}
            assert kinds == {"name": "string", "confirm": "boolean"}
        return id, list(forms)

    ANSWER = accept(name="Ada", confirm=True)

    @pytest.mark.parametrize("order", [[0, 1], [1, 0]], ids=["in order", "reversed"])
    def test_two_one_by_one(self, client, order):
        id, keys = self.begin(client)
        first, second = (keys[n] for n in order)
        update(client, id, {first: self.ANSWER, "unknown": self.ANSWER})
        task = get(client, id)
        assert task["status"] == "input_required" and list(asked(task)) == [second]
        update(client, id, {first: self.ANSWER})
        assert list(asked(get(client, id))) == [second]
        update(client, id, {second: self.ANSWER})
        assert not get(client, id).get("inputRequests")
        assert text_of(wait(client, id, "completed")["result"])

    def test_two_together(self, client):
        id, keys = self.begin(client)
        update(client, id, {key: self.ANSWER for key in keys})
        assert text_of(wait(client, id, "completed")["result"])

    @pytest.mark.parametrize("answers", [None, "x", [], 7], ids=repr)
    def test_answers_that_are_none(self, client, answers):
        id, keys = self.begin(client)
        params = {"taskId": id, "inputResponses": answers}
        assert client.ask("tasks/update", params).error["code"] == -32602
        assert client.ask("tasks/update", {"taskId": id}).error["code"] == -32602
        response = client.ask("tasks/update", {"taskId": id, "inputResponses": {keys[0]: answers}})
        assert "error" not in response.message or response.error["code"] == -32602
        assert get(client, id)["status"] == "input_required"
        cancel(client, id)

    def test_tasks_of_two_calls_are_apart(self, client):
        ids = [create(client, "confirm_delete", {"filename": name}) for name in ("one", "two")]
        keys = [list(asked(wait(client, id, "input_required")))[0] for id in ids]
        update(client, ids[1], {keys[1]: accept(confirm=True)})
        assert "two" in text_of(wait(client, ids[1], "completed")["result"])
        assert get(client, ids[0])["status"] == "input_required"
        cancel(client, ids[0])

    def test_a_question_before_the_task(self, client):
        first = client.call("test_tool_with_task").result
        assert first["resultType"] == "input_required" and "taskId" not in first
        assert asked(first) == {"user_name": NAME_FORM}
        id = create(client, "test_tool_with_task", answers={"user_name": accept(name="Ada")},
                    state=first.get("requestState"))
        task = wait(client, id, "completed")
        assert "Ada" in text_of(task["result"])


class TestHeaders:
    @pytest.mark.parametrize("method", METHODS)
    def test_name_equals_the_id(self, client, method):
        id = create(client, "slow_compute", {"seconds": 0})
        params = {"taskId": id, "inputResponses": {}}
        for value in (None, "", "x", id + "x", id.swapcase() + "x", [id, id]):
            response = client.ask(method, params, fields={"Mcp-Name": value})
            assert response.status == 400 and response.error["code"] == -32020
        assert client.ask(method, params).status == 200


def test_status_is_told_to_no_stream_that_did_not_ask(client):
    stream = client.listen(toolsListChanged=True)
    assert stream.revision == MODERN
    wait(client, create(client, "slow_compute", {"seconds": 0}), "completed")
    assert stream.is_silent(0.2)


def test_many_at_once(client):
    ids = [create(client, "slow_compute", {"seconds": 0.2, "label": f"n{n}"}) for n in range(40)]
    for n, id in enumerate(ids):
        assert f"n{n}" in text_of(wait(client, id, "completed")["result"])
