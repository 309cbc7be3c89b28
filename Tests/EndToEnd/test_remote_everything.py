"""The Everything plugin behind the Remote plugin: over HTTP, and as a child process."""

import json
import sys

import pytest
from everything import (
    EVERYTHING, LOG_LEVEL, REVISIONS, LegacyClient, ModernClient, connect, text_of,
)
from everything import configuration as everything_configuration
from gateways import Gateway
from questions import asked, done
from test_everything_changes import ANNOUNCED, FILTERS, LISTS, UPDATE, WATCHED
from test_everything_notifications import LOGGED, logged, split
from test_everything_round_trips import PREFIX, WITH_STATE, WITHOUT_STATE
from toolrack import EXECUTABLE, Toolrack, eventually, write_configuration
from wire import get


@pytest.fixture(scope="module", params=["http", "stdio"])
def behind(request, tmp_path_factory):
    """What a target's settings are, and the server where it is one of its own."""
    folder = tmp_path_factory.mktemp("behind")
    whole = everything_configuration(folder)
    if request.param == "stdio":
        file = write_configuration(folder, whole)
        yield {"command": [str(EXECUTABLE), "stdio", "--config", str(file)]}, None
        return
    with Toolrack(folder, whole) as server:
        yield {"url": server.url}, server
        server.assert_running()


@pytest.fixture(scope="module")
def rack(behind, tmp_path_factory):
    target, _ = behind
    with Gateway(tmp_path_factory.mktemp("rack"), {"e": target}) as running:
        yield running
        running.assert_running()
        assert running.stop() == 0


@pytest.fixture
def client(rack):
    with ModernClient(rack.port, EVERYTHING) as opened:
        yield opened


def own(name: str) -> str:
    return f"e___{name}"


def test_everything_is_listed(client):
    names = client.names()
    assert own("test_simple_text") in names and len(names) > 20
    assert own("test_prompt_with_arguments") in client.names("prompts/list", "prompts")
    assert WATCHED in client.names("resources/list", "resources", "uri")
    templates = client.names("resources/templates/list", "resourceTemplates", "uriTemplate")
    assert "test://template/{id}/data" in templates


@pytest.mark.parametrize("revision", REVISIONS)
def test_content_of_every_kind_comes_through(rack, revision):
    with connect(rack.port, revision) as client:
        kinds = [
            block["type"]
            for block in client.call(own("test_multiple_content_types")).result["content"]
        ]
        assert kinds == ["text", "image", "resource"]
        assert client.call(own("test_error_handling")).result["isError"] is True


@pytest.mark.parametrize("trigger", LISTS)
def test_changes_of_lists_are_followed(rack, client, trigger):
    method, member, key, item = LISTS[trigger]
    exposed = item if key == "uri" else own(item)
    with ModernClient(rack.port) as other:
        for is_there in (True, False):
            stream = other.listen(**FILTERS[trigger])
            assert client.text(own(trigger))
            assert stream.message()["method"] == ANNOUNCED[trigger]
            assert eventually(
                lambda: (exposed in client.names(method, member, key)) == is_there
            )
            stream.close()


def test_changes_of_resources_are_told_to_who_subscribed(rack, client):
    with ModernClient(rack.port) as other:
        stream = other.listen(**FILTERS[UPDATE])

        def heard():
            client.text(own(UPDATE))
            try:
                return stream.message(seconds=0.5)
            except TimeoutError:
                return None

        message = eventually(heard)
        assert message["method"] == ANNOUNCED[UPDATE]
        assert message["params"]["uri"] == WATCHED


@pytest.mark.parametrize("revision", REVISIONS)
def test_progress_comes_through(rack, revision):
    with connect(rack.port, revision) as client:
        response = client.call(own("test_tool_with_progress"), meta={"progressToken": "mine"})
    steps, result = split(response, "notifications/progress")
    assert [step["progress"] for step in steps] == [0, 50, 100]
    assert {step["progressToken"] for step in steps} == {"mine"}
    assert text_of(result)


def test_messages_of_a_call_come_through(client):
    response = client.call(own("test_tool_with_logging"), meta={LOG_LEVEL: "debug"})
    assert [text.removeprefix("target e: everything: ") for text in logged(response)] == LOGGED


@pytest.mark.parametrize("case", WITHOUT_STATE)
def test_questions_come_through(client, case):
    asks, answer, says = WITHOUT_STATE[case]
    assert asked(client.call(own(PREFIX + case))) == asks
    said = done(client.call(own(PREFIX + case), answers={next(iter(asks)): answer}))
    assert all(part in said for part in says)


@pytest.mark.parametrize("case", WITH_STATE)
def test_states_come_back_to_who_gave_them(client, case):
    asks, answers = WITH_STATE[case]
    first = client.call(own(PREFIX + case))
    assert asked(first, has_state=True) == asks
    second = client.call(
        own(PREFIX + case), answers=answers, state=first.result["requestState"]
    ).result
    assert second["resultType"] in ("complete", "input_required") and not second.get("isError")
    foreign = client.call(own(PREFIX + case), answers=answers, state="made up")
    assert foreign.error["code"] == -32602


def test_a_legacy_client_is_asked_by_the_host(rack):
    asks, answer, says = WITHOUT_STATE["elicitation"]
    with LegacyClient(rack.port, capabilities=EVERYTHING) as client:
        arriving = client.start_call(own(PREFIX + "elicitation"))
        question = arriving.message()
        assert question["method"] == "elicitation/create"
        client.answer(question, answer)
        assert says[0] in json.dumps(arriving.message())


def test_a_client_that_cannot_answer_is_told_so(rack):
    with ModernClient(rack.port) as client:
        response = client.call(own(PREFIX + "elicitation"))
        assert response.error["code"] == -32021
        assert "elicitation" in response.error["data"]["requiredCapabilities"]


def test_cancelling_reaches_the_server(behind, rack):
    _, server = behind

    def running(rack) -> int:
        report = json.loads(get(rack.port, "/health").body)
        return sum(plugin["runningCalls"] for plugin in report["plugins"])

    watched = [rack] if server is None else [rack, server]
    with ModernClient(rack.port) as client:
        call = client.start_call(own("slow_compute"), {"seconds": 60})
        assert eventually(lambda: all(running(r) == 1 for r in watched))
        call.abort()
        assert eventually(lambda: all(running(r) == 0 for r in watched))
        assert client.text(own("test_simple_text"))


def test_prompts_and_their_completion(client):
    params = {"name": own("test_prompt_with_arguments"),
              "arguments": {"arg1": "one", "arg2": "two"}}
    messages = client.ask("prompts/get", params).result["messages"]
    assert "one" in json.dumps(messages) and "two" in json.dumps(messages)
    reference = {"type": "ref/prompt", "name": own("test_prompt_with_arguments")}
    argument = {"name": "arg1", "value": ""}
    result = client.ask("completion/complete", {"ref": reference, "argument": argument}).result
    assert isinstance(result["completion"]["values"], list)


def test_resources_of_a_template(client):
    uri = "test://template/123/data"
    content = client.ask("resources/read", {"uri": uri}).result["contents"][0]
    assert content["uri"] == uri and "123" in content["text"]


FASTMCP = '''
from fastmcp import FastMCP
server = FastMCP("sums")
@server.tool
def add(a: int, b: int) -> int:
    """Adds two numbers."""
    return a + b
@server.resource("sums://{a}/{b}")
def shown(a: int, b: int) -> str:
    return f"{int(a) + int(b)}"
server.run()
'''


def test_somebody_elses_server_as_a_child(tmp_path):
    file = tmp_path / "sums.py"
    file.write_text(FASTMCP)
    target = {"command": [sys.executable, str(file)], "environment": {"FASTMCP_LOG_LEVEL": "ERROR"}}
    with Gateway(tmp_path, {"sums": target}, startMilliseconds=10000) as rack:
        assert rack.has_tools("sums___add")
        result = rack.call("sums___add", {"a": 2, "b": 40}).result
        assert result["structuredContent"] == {"result": 42}
        content = rack.ask("resources/read", {"uri": "sums://1/2"}).result["contents"][0]
        assert content["text"] == "3"


def test_a_child_that_ends_is_started_again(tmp_path):
    """The child ends at the first call, and serves from then on."""
    file = tmp_path / "ends.py"
    flag = tmp_path / "ended"
    file.write_text(FASTMCP.replace("    return a + b", f"""
    import os, pathlib
    if not pathlib.Path({str(flag)!r}).exists():
        pathlib.Path({str(flag)!r}).touch()
        os._exit(1)
    return a + b"""))
    target = {"command": [sys.executable, str(file)]}
    with Gateway(tmp_path, {"sums": target}, startMilliseconds=10000) as rack:
        assert rack.has_tools("sums___add")
        failed = rack.call("sums___add", {"a": 1, "b": 1}).result
        assert failed["isError"] and "The connection to the target sums ended" in text_of(failed)

        def serves():
            result = rack.call("sums___add", {"a": 1, "b": 1}).result
            return result.get("structuredContent") == {"result": 2}

        assert eventually(serves)
        assert set(rack.tools()) == {"sums___add"}
