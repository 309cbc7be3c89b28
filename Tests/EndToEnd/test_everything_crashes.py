"""A worker that dies: what waited on nothing but the client goes on, the rest is told."""

import os
import signal

import pytest
from everything import (
    EVERYTHING, LATEST_LEGACY, WITH_TASKS, LegacyClient, ModernClient, accept, sampled, text_of,
)
from toolrack import eventually

TOOL_CHANGE = "notifications/tools/list_changed"


@pytest.fixture
def rack(everything_rack):
    return everything_rack()


def kill_worker(rack) -> None:
    """Kills the plugin's worker and waits until another one serves."""
    (worker,) = rack.workers()
    os.kill(worker, signal.SIGKILL)
    assert eventually(lambda: rack.workers() and worker not in rack.workers())
    with ModernClient(rack.port) as client:
        assert eventually(lambda: not client.call("test_simple_text").result.get("isError"))


def test_a_question_outlives_it(rack):
    with LegacyClient(rack.port, LATEST_LEGACY, EVERYTHING) as client:
        call = client.start_call("test_sampling", {"prompt": "x"})
        question = call.message()
        kill_worker(rack)
        assert client.answer(question, sampled("still here")).status == 202
        (message,) = call.rest()
        assert text_of(message["result"]) == "LLM response: still here"


def test_a_state_outlives_it(rack):
    with ModernClient(rack.port, EVERYTHING) as client:
        tool = "test_input_required_result_request_state"
        state = client.call(tool).result["requestState"]
        kill_worker(rack)
        assert "state-ok" in client.text(tool, answers={"confirm": accept(ok=True)}, state=state)


def test_a_running_call_is_told(rack):
    with ModernClient(rack.port) as client:
        call = client.start_call("test_tool_with_progress", meta={"progressToken": 1})
        assert call.message()["params"]["progress"] == 0
        kill_worker(rack)
        message = call.rest()[-1]
        assert message["result"]["isError"] and text_of(message["result"])


def test_a_running_task_ends(rack):
    with ModernClient(rack.port, WITH_TASKS) as client:
        id = client.call("slow_compute", {"seconds": 60}).result["taskId"]
        # The worker takes calls in their order: what it has not begun goes to the next worker.
        client.call("test_simple_text")
        kill_worker(rack)

        def ended():
            task = client.ask("tasks/get", {"taskId": id}).result
            return task["status"] != "working" and task

        task = eventually(ended)
        assert task["status"] in ("completed", "failed")
        assert task["status"] == "failed" or task["result"]["isError"]


def test_a_task_that_asks_goes_on(rack):
    with ModernClient(rack.port, WITH_TASKS) as client:
        id = client.call("confirm_delete", {"filename": "a.txt"}).result["taskId"]

        def task(*states):
            found = client.ask("tasks/get", {"taskId": id}).result
            return found["status"] in states and found

        (key,) = eventually(lambda: task("input_required"))["inputRequests"]
        kill_worker(rack)
        answers = {key: accept(confirm=True)}
        client.ask("tasks/update", {"taskId": id, "inputResponses": answers})
        ended = eventually(lambda: task("completed", "failed"))
        assert ended["status"] == "completed" and not ended["result"].get("isError")


def test_what_it_had_added_to_a_list_is_gone_and_announced(rack):
    with ModernClient(rack.port) as client:
        stream = client.listen(toolsListChanged=True)
        client.call("test_trigger_tool_change")
        assert stream.message()["method"] == TOOL_CHANGE
        assert "test_dynamic_tool" in client.names()
        kill_worker(rack)
        assert stream.message()["method"] == TOOL_CHANGE
        assert "test_dynamic_tool" not in client.names()


