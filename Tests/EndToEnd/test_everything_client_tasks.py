"""Calls that become tasks: fastmcp-tasks drives them, for fastmcp and for the official client."""

import asyncio
import json

import fastmcp
import mcp
import pytest
from everything import TASKS
from everything_clients import (
    ISOLATIONS,
    Person,
    client_of,
    conversation,
    first_text,
    racks,
    refused,
    server,
    ways,
)
from fastmcp_tasks import call_tool_task
from fastmcp_tasks.client import TasksClientExtension
from fastmcp_tasks.client_models import (
    CancelTaskRequest,
    ClientCreateTaskResult,
    ClientGetTaskResult,
    GetTaskRequest,
    GetTaskRequestParams,
    UpdateTaskRequest,
    UpdateTaskRequestParams,
)
from schemas import MODERN

__all__ = ["client_of", "racks", "server"]  # Fixtures.

MISSING_CAPABILITY, INVALID_PARAMS = -32021, -32602
TASK_ENDS = ("completed", "failed", "cancelled")


@pytest.fixture(autouse=True)
def names_tasks(monkeypatch):
    """Has the client send `Mcp-Name`, which it leaves out and the extension wants of it on HTTP."""
    for request in (GetTaskRequest, UpdateTaskRequest, CancelTaskRequest):
        monkeypatch.setattr(request, "name_param", "taskId")


def able(client_of, person=None):
    """The official client, able to follow tasks to their end."""
    person = person or Person()
    extension = TasksClientExtension(person.elicit)
    return client_of(elicitation_callback=person.elicit, extensions=[extension])


modern = ways(lambda way: way.is_modern)
each_transport = ways(lambda way: way.mode == MODERN)  # For what takes its time.


@modern
@pytest.mark.parametrize("is_able", [True, False], ids=["task", "synchronous"])
def test_follows_a_task_to_its_end(way, client_of, is_able):
    person = Person()

    async def talk(client):
        return [
            await client.call_tool("greet", {"name": "Ada"}),
            await client.call_tool("slow_compute", {"seconds": 0.1, "label": "the-answer"}),
            await client.call_tool("confirm_delete", {"filename": "notes.txt"}),
            await client.call_tool("multi_input"),
        ]

    client = able(client_of, person) if is_able else client_of(elicitation_callback=person.elicit)
    greeted, computed, deleted, both = results = conversation(client, talk)
    assert not any(result.is_error for result in results), results
    assert first_text(greeted) == "Hello, Ada!" and "the-answer" in first_text(computed)
    assert "notes.txt" in first_text(deleted) and first_text(both)
    assert person.methods == ["elicitation/create"] * 3


@modern
def test_asks_before_it_makes_a_task(way, client_of):
    person = Person()
    talk = lambda client: client.call_tool("test_tool_with_task")  # noqa: E731
    result = conversation(able(client_of, person), talk)
    assert not result.is_error and "Ada" in first_text(result)
    assert person.keys == ["user_name"]


@modern
@pytest.mark.parametrize("name", ["failing_job", "test_tool_with_task"])
def test_some_calls_must_be_tasks(way, client_of, name):
    error = conversation(
        client_of(elicitation_callback=Person().elicit),
        lambda client: refused(client.call_tool(name)),
    )
    assert error.code == MISSING_CAPABILITY
    assert error.data == {"requiredCapabilities": {"extensions": {TASKS: {}}}}


@modern
def test_a_failure_of_the_protocol_is_one_without_a_task(way, client_of):
    name = "protocol_error_job"
    error = conversation(client_of(), lambda client: refused(client.call_tool(name)))
    assert error.code == -32603 and error.message


@ways(lambda way: way.is_legacy)
def test_tasks_are_of_the_latest_revision(way, client_of):
    async def talk(client):
        return [
            await client.call_tool("greet", {"name": "Ada"}),
            await client.call_tool("slow_compute", {"seconds": 0}),
            await client.call_tool("failing_job"),
        ]

    for result in conversation(client_of(), talk):
        assert result.is_error and MODERN in first_text(result)


class Driver:
    """Requests of the extension, one by one, from the official client."""

    def __init__(self, client):
        self.session = client.session

    async def start(self, name, arguments=None) -> ClientCreateTaskResult:
        made = await self.session.call_tool(name, arguments, allow_claimed=True)
        assert isinstance(made, ClientCreateTaskResult), made
        return made

    async def get(self, task_id) -> ClientGetTaskResult:
        request = GetTaskRequest(params=GetTaskRequestParams(task_id=task_id))
        return await self.session.send_request(request, ClientGetTaskResult)

    async def update(self, task_id, **answers):
        responses = {
            key: {"action": "accept", "content": content} for key, content in answers.items()
        }
        params = UpdateTaskRequestParams(task_id=task_id, input_responses=responses)
        return await self._acknowledged(UpdateTaskRequest(params=params))

    async def cancel(self, task_id):
        request = CancelTaskRequest(params=GetTaskRequestParams(task_id=task_id))
        return await self._acknowledged(request)

    async def until(self, task_id, *statuses) -> ClientGetTaskResult:
        while (task := await self.get(task_id)).status not in statuses:
            await asyncio.sleep(0.02)
        return task

    async def _acknowledged(self, request):
        result = await self.session.send_request(request, mcp.types.Result)
        assert set(result.model_dump(exclude_none=True)) <= {"meta", "result_type"}, result


def drive(client_of, talk):
    return conversation(able(client_of), lambda client: talk(Driver(client)))


@modern
def test_polls_a_task(way, client_of):
    async def talk(driver):
        made = await driver.start("slow_compute", {"seconds": 0.3})
        at_once = await driver.get(made.task_id)
        ended = await driver.until(made.task_id, *TASK_ENDS)
        return made, at_once, ended, await driver.get(made.task_id)

    made, at_once, ended, again = drive(client_of, talk)
    assert made.status == at_once.status == "working"
    assert made.task_id.isascii() and made.task_id.isprintable() and " " not in made.task_id
    assert made.poll_interval_ms > 0 and (made.ttl_ms is None or made.ttl_ms >= 60_000)
    assert "T" in made.created_at and "T" in made.last_updated_at
    assert at_once.result is at_once.error is at_once.input_requests is None
    assert ended == again and ended.status == "completed"
    assert ended.result["content"][0]["type"] == "text" and ended.error is None


@each_transport
def test_tells_results_from_failures(way, client_of):
    names = ["failing_job", "protocol_error_job"]

    async def follow(client, name):
        driver = Driver(client)
        made = await driver.start(name)
        return await driver.until(made.task_id, *TASK_ENDS)

    async def talk(client):
        calls = [follow(client, name) for name in names]
        return await asyncio.gather(*calls, *(client.call_tool(name) for name in names))

    failing, protocol, *results = conversation(able(client_of), talk)
    assert failing.status == "completed" and failing.result["isError"] is True
    assert protocol.status == "failed" and protocol.result is None
    assert protocol.error["code"] == -32603 and protocol.error["message"]
    for result in results:
        assert result.is_error and first_text(result)


@modern
def test_cancels_a_task(way, client_of):
    async def talk(driver):
        made = await driver.start("slow_compute", {"seconds": 60})
        await driver.cancel(made.task_id)
        async with asyncio.timeout(5):
            ended = await driver.until(made.task_id, *TASK_ENDS)
        await driver.cancel(made.task_id)
        return ended, await driver.get(made.task_id)

    ended, again = drive(client_of, talk)
    assert ended.status == again.status == "cancelled"
    assert ended.result is ended.error is None


@modern
@pytest.mark.parametrize("together", [True, False])
def test_answers_a_task(way, client_of, together):
    form = {"name": "Ada", "confirm": True}

    async def talk(driver):
        task_id = (await driver.start("multi_input")).task_id
        asking = await driver.until(task_id, "input_required")
        first, second = asking.input_requests
        await driver.update(task_id, no_such_key=form)
        assert (await driver.get(task_id)).input_requests == asking.input_requests
        if together:
            await driver.update(task_id, **{first: form, second: form})
        else:
            await driver.update(task_id, **{second: form})
            half = await driver.get(task_id)
            assert half.status == "input_required" and list(half.input_requests) == [first]
            await driver.update(task_id, **{first: form})
        assert (await driver.get(task_id)).input_requests is None
        return asking, await driver.until(task_id, *TASK_ENDS)

    asking, ended = drive(client_of, talk)
    for request in asking.input_requests.values():
        properties = request["params"]["requestedSchema"]["properties"]
        assert request["method"] == "elicitation/create"
        assert [one["type"] for one in properties.values()] == ["string", "boolean"]
    assert ended.status == "completed" and ended.result["content"][0]["text"]


@modern
def test_refuses_what_is_no_task(way, client_of):
    async def talk(driver):
        calls = [driver.get("no-such-task"), driver.update("no-such-task"),
                 driver.cancel("no-such-task")]
        return [(await refused(call)).code for call in calls]

    assert drive(client_of, talk) == [INVALID_PARAMS] * 3


@modern
def test_tasks_are_for_those_who_know_them(way, client_of):
    async def talk(client):
        return [(await refused(call)).code for call in (
            Driver(client).get("no-such-task"), Driver(client).cancel("no-such-task")
        )]

    assert conversation(client_of(), talk) == [MISSING_CAPABILITY] * 2


@ways(lambda way: way.is_modern and way.is_http)
def test_a_task_is_not_bound_to_its_connection(way, client_of):
    async def talk(client):
        made = await Driver(client).start("confirm_delete", {"filename": "notes.txt"})
        async with able(client_of) as other:
            driver = Driver(other)
            asking = await driver.until(made.task_id, "input_required")
            (key,) = asking.input_requests
            await driver.update(made.task_id, **{key: {"confirm": False}})
            return await driver.until(made.task_id, *TASK_ENDS)

    ended = conversation(able(client_of), talk)
    assert ended.status == "completed" and "notes.txt" in ended.result["content"][0]["text"]


@pytest.mark.parametrize("isolation", ISOLATIONS)
class TestFastMCP:
    def talk(self, recorded, racks, isolation, talk):
        async def elicit(message, response_type, params, context):
            return {"confirm": True, "name": "Ada"} if "confirm" in json.dumps(
                params.requested_schema
            ) else {"name": "Ada"}

        url = recorded.url(racks(isolation).url)
        return conversation(fastmcp.Client(url, elicitation_handler=elicit), talk)

    def test_calls_never_know(self, recorded, racks, isolation):
        async def talk(client):
            results = [
                await client.call_tool("slow_compute", {"seconds": 0, "label": "sum"}),
                await client.call_tool("confirm_delete", {"filename": "notes.txt"}),
                await client.call_tool("multi_input"),
                await client.call_tool("test_tool_with_task"),
            ]
            for name in ("failing_job", "protocol_error_job"):
                with pytest.raises(fastmcp.exceptions.ToolError):
                    await client.call_tool(name)
            return [result.content[0].text for result in results]

        texts = self.talk(recorded, racks, isolation, talk)
        assert "sum" in texts[0] and "notes.txt" in texts[1] and "Ada" in texts[3]

    def test_holds_a_task_by_its_handle(self, recorded, racks, isolation):
        async def talk(client):
            task = await call_tool_task(client, "slow_compute", {"seconds": 0.2})
            assert (await task.status()).status == "working"
            assert (await task.wait(timeout=10)).status == "completed"
            asking = await call_tool_task(client, "confirm_delete", {"filename": "notes.txt"})
            assert (await asking.wait(state="input_required", timeout=10)).input_requests
            left = await call_tool_task(client, "slow_compute", {"seconds": 60})
            await left.cancel()
            assert (await left.wait(timeout=10)).status == "cancelled"
            return await task.result(), await asking.result()

        for result in self.talk(recorded, racks, isolation, talk):
            assert not result.is_error and result.content[0].text
