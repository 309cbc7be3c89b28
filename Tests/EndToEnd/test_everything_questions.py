"""The tools that ask clients of both eras, asked by a modern one."""

import json

import pytest
from everything import EVERYTHING, NOTHING, ModernClient, accept, sampled
from questions import (
    DEFAULTS, ENUMS, USER_FORM, asked, done, elicitation, plain, sampling, strict,
)


@pytest.fixture
def client(everything):
    with ModernClient(everything.port, EVERYTHING) as opened:
        yield opened


def ask(client, tool, arguments=None) -> tuple[str, dict]:
    ((key, question),) = asked(client.call(tool, arguments)).items()
    return key, question


def test_sampling(client):
    arguments = {"prompt": "Say \u20ac"}
    key, question = ask(client, "test_sampling", arguments)
    assert question == sampling("Say \u20ac", 100)
    blocks = [{"type": "image", "data": "AA==", "mimeType": "image/png"},
              {"type": "text", "text": "first"}, {"type": "text", "text": "second"}]
    for content, expected in [(blocks, "first"), (blocks[0], "No response"),
                              (blocks[1], "first")]:
        answers = {key: {**sampled(""), "content": content}}
        said = done(client.call("test_sampling", arguments, answers=answers))
        assert said == f"LLM response: {expected}" or said == expected == "No response"


def test_elicitation(client):
    arguments = {"message": "Who?"}
    key, question = ask(client, "test_elicitation", arguments)
    assert question == elicitation("Who?", USER_FORM)
    content = {"username": "ada", "email": "a@b"}
    for answer, expected in [
        (accept(**content), ("accept", content)), ({"action": "decline"}, ("decline", {})),
        ({"action": "cancel"}, ("cancel", {})),
    ]:
        said = done(client.call("test_elicitation", arguments, answers={key: answer}))
        action, _, rendered = said.partition(", content=")
        assert action == f"User response: action={expected[0]}"
        assert json.loads(rendered) == expected[1]


@pytest.mark.parametrize("tool", ["test_sampling", "test_elicitation"])
def test_need_their_capability(client, tool):
    response = client.call(tool, {"prompt": "x"} if "sampling" in tool else {"message": "x"},
                           capabilities=NOTHING)
    assert response.status == 400 and response.error["code"] == -32021


@pytest.mark.parametrize("tool, properties", [
    ("test_elicitation_sep1034_defaults", DEFAULTS), ("test_elicitation_sep1330_enums", ENUMS),
])
def test_forms_pass_unchanged(client, tool, properties):
    key, question = ask(client, tool)
    assert question["method"] == "elicitation/create" and "mode" not in question["params"]
    assert question["params"]["message"]
    schema = question["params"]["requestedSchema"]
    found = {name: plain(value) for name, value in schema.pop("properties").items()}
    assert strict(found) == strict(properties)
    assert schema == {"type": "object", "required": []}
    content = {"name": "Ada", "age": 31, "score": 1.5, "untitledMulti": ["option1"]}
    for answer, action in [(accept(**content), "accept"), ({"action": "decline"}, "decline")]:
        said, _, rendered = done(client.call(tool, answers={key: answer})).partition(", content=")
        assert said == f"Elicitation completed: action={action}"
        assert strict(json.loads(rendered)) == strict(answer.get("content", {}))


def test_a_prefix_goes_before_names_and_nowhere_else(everything_rack):
    rack = everything_rack(plugin={"everything": {"prefix": "all"}})
    with ModernClient(rack.port, EVERYTHING) as client:
        assert all(name.startswith("all_") for name in client.names())
        prompts = client.names("prompts/list", "prompts")
        assert prompts and all(name.startswith("all_") for name in prompts)
        uris = client.names("resources/list", "resources", "uri")
        assert uris[0] == "test://static-text"
        tool = "all_test_input_required_result_request_state"
        state = client.call(tool).result["requestState"]
        answers = {"confirm": accept(ok=True)}
        assert "state-ok" in done(client.call(tool, answers=answers, state=state))
        got, missed = [
            client.ask("prompts/get", {"name": name})
            for name in ("all_test_simple_prompt", "test_simple_prompt")
        ]
        text = got.result["messages"][0]["content"]["text"]
        assert text == "This is a simple prompt for testing."
        assert missed.error["code"] == -32602
        params = {
            "ref": {"type": "ref/prompt", "name": "all_test_prompt_with_arguments"},
            "argument": {"name": "arg1", "value": "part"},
        }
        completion = client.ask("completion/complete", params).result["completion"]
        assert completion["values"] == ["party"]
