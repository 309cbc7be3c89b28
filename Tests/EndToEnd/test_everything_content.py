"""What tools answer, on every revision, and arguments that do not fit their schemas."""

import json
import threading

import pytest
from everything import AUDIO, EVERYTHING, IMAGE, REVISIONS, connect, text_of
from schemas import LEGACY, MODERN


def text(content: str) -> dict:
    return {"type": "text", "text": content}


PICTURE = {"type": "image", "data": IMAGE, "mimeType": "image/png"}
EMBEDDED = {
    "uri": "test://embedded-resource",
    "mimeType": "text/plain",
    "text": "This is an embedded resource content.",
}
MIXED = {
    "uri": "test://mixed-content-resource",
    "mimeType": "application/json",
    "text": '{"test":"data","value":123}',
}
CONTENT = {
    "test_simple_text": [text("This is a simple text response for testing.")],
    "test_image_content": [PICTURE],
    "test_audio_content": [{"type": "audio", "data": AUDIO, "mimeType": "audio/wav"}],
    "test_embedded_resource": [{"type": "resource", "resource": EMBEDDED}],
    "test_multiple_content_types": [
        text("Multiple content types test:"),
        PICTURE,
        {"type": "resource", "resource": MIXED},
    ],
    "test_error_handling": [text("This tool intentionally returns an error for testing")],
}
# Before the call and after it: what the schema of json_schema_2020_12_tool admits.
FITTING = [
    {"email": "a@b"},
    {"contactMethod": "phone", "phone": "1"},
    {"contactMethod": "email", "email": "a@b", "phone": "1"},
    {"name": "Ada", "address": {"street": "s", "city": "c", "more": 1}, "email": "a@b"},
]
UNFITTING = {
    "nothing": ({}, None),
    "neither phone nor email": ({"name": "Ada"}, None),
    "phone without its method": ({"phone": "1"}, None),
    "the other of the two": ({"contactMethod": "phone", "email": "a@b"}, None),
    "an unknown member": ({"email": "a@b", "extra": 1}, "extra"),
    "a wrong type": ({"email": 7}, "/email"),
    "a wrong type within": ({"email": "a@b", "address": {"street": 7}}, "/address/street"),
    "no member of the enumeration": ({"email": "a@b", "contactMethod": "fax"}, "/contactMethod"),
}
OFF_RANGE = {
    "test_elicitation": ({"message": "Who?"}, ["2025-03-26"]),
    "test_elicitation_sep1034_defaults": ({}, ["2025-03-26", "2025-06-18"]),
    "test_elicitation_sep1330_enums": ({}, ["2025-03-26", "2025-06-18"]),
}


@pytest.fixture(params=REVISIONS)
def client(request, everything):
    with connect(everything.port, request.param, EVERYTHING) as opened:
        yield opened


@pytest.mark.parametrize("tool", CONTENT)
@pytest.mark.parametrize("arguments", [None, {}], ids=["absent", "empty"])
def test_content(client, tool, arguments):
    result = client.call(tool, arguments).result
    assert result["content"] == CONTENT[tool]
    assert result.get("isError", False) == (tool == "test_error_handling")
    assert "structuredContent" not in result
    assert ("resultType" in result) == (client.revision == MODERN)


def test_many_calls_at_once(client):
    answers = []

    def ask(tool):
        with connect(client.port, client.revision) as own:
            answers.append((tool, own.call(tool).result["content"]))

    threads = [threading.Thread(target=ask, args=[tool]) for tool in list(CONTENT) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == len(threads)
    assert all(content == CONTENT[tool] for tool, content in answers)


def test_members_of_a_call_that_nobody_knows_are_ignored(client):
    params = {"name": "test_simple_text", "arguments": {}, "invented": [1], "task": {"ttl": 1}}
    result = client.ask("tools/call", params).result
    assert result["content"] == CONTENT["test_simple_text"]


def test_an_argument_of_a_tool_without_arguments_is_the_tools_error(client):
    result = client.call("test_simple_text", {"unwanted": 1}).result
    assert result["isError"] and "unwanted" in text_of(result)


@pytest.mark.parametrize("arguments", FITTING, ids=json.dumps)
def test_arguments_that_fit_a_whole_schema(client, arguments):
    said = client.text("json_schema_2020_12_tool", arguments)
    rendered = said[said.index("{") :]
    assert json.loads(rendered) == arguments
    assert rendered == json.dumps(json.loads(rendered), separators=(",", ":"))


@pytest.mark.parametrize("case", UNFITTING)
def test_arguments_that_do_not_fit_a_whole_schema(client, case):
    arguments, place = UNFITTING[case]
    result = client.call("json_schema_2020_12_tool", arguments).result
    assert result["isError"] and "\n" not in text_of(result)
    assert place is None or place in text_of(result)


@pytest.mark.parametrize("arguments", [{}, {"prompt": 7}, {"prompt": None}], ids=json.dumps)
def test_arguments_are_checked_before_a_tool_may_ask(client, arguments):
    response = client.call("test_sampling", arguments)
    assert len(response.messages) == 1 and response.result["isError"]
    assert "prompt" in text_of(response.result)


@pytest.mark.parametrize("tool, version", [(t, v) for t in OFF_RANGE for v in OFF_RANGE[t][1]])
def test_a_tool_that_does_not_serve_a_revision_names_those_that_it_serves(
    everything, tool, version
):
    arguments, unserved = OFF_RANGE[tool]
    with connect(everything.port, version, EVERYTHING) as client:
        response = client.call(tool, arguments)
    assert len(response.messages) == 1 and response.result["isError"]
    served = [revision for revision in REVISIONS if revision not in unserved]
    assert all(revision in text_of(response.result) for revision in served)


@pytest.mark.parametrize("version", LEGACY)
def test_a_capability_that_a_legacy_client_lacks_is_the_tools_error(everything, version):
    with connect(everything.port, version) as client:
        tools = {"test_missing_capability": {}, "test_sampling": {"prompt": "?"}}
        for tool, arguments in tools.items():
            response = client.call(tool, arguments)
            assert len(response.messages) == 1 and response.result["isError"]
            assert text_of(response.result)


def test_a_capability_that_a_modern_client_lacks_is_named(everything):
    with connect(everything.port, MODERN) as client:
        response = client.call("test_missing_capability", id="the id")
        assert response.status == 400 and response.message["id"] == "the id"
        assert response.error["code"] == -32021
        assert response.error["data"] == {"requiredCapabilities": {"sampling": {}}}
        assert client.text("test_missing_capability", capabilities={"sampling": {}})


@pytest.mark.parametrize("tool, status, code", [
    ("test_missing_capability", 400, -32021), ("no_such_tool", 400, -32602),
])
def test_a_status_stays_possible_where_a_stream_was_asked_for(everything, tool, status, code):
    with connect(everything.port, MODERN) as client:
        meta = {"progressToken": 1, "io.modelcontextprotocol/logLevel": "debug"}
        response = client.call(tool, meta=meta)
        assert response.status == status and response.error["code"] == code
