"""Questions to clients of older revisions: requests of the server on the stream of the call."""

import json

import pytest
from everything import (
    EVERYTHING, LATEST_LEGACY, LegacyClient, ModernClient, accept, roots, sampled, text_of,
)
from questions import DEFAULTS, ENUMS, USER_FORM, plain, strict
from schemas import LEGACY
from toolrack import eventually

ANSWER = accept(username="ada", email="a@b")
WITH_ELICITATION = LEGACY[:2]


@pytest.fixture(params=LEGACY)
def client(request, everything):
    with LegacyClient(everything.port, request.param, EVERYTHING) as opened:
        yield opened


@pytest.fixture(params=WITH_ELICITATION)
def elicited(request, everything):
    """A client that can be asked for a form."""
    with LegacyClient(everything.port, request.param, EVERYTHING) as opened:
        yield opened


def result_of(message: dict) -> dict:
    assert "result" in message, message
    assert "resultType" not in message["result"]
    return message["result"]


def final(arriving) -> str:
    """The text of the last message, after which there is nothing."""
    (message,) = arriving.rest()
    assert not result_of(message).get("isError"), message
    return text_of(message["result"])


def test_sampling(client):
    call = client.start_call("test_sampling", {"prompt": "Say \u20ac"}, id="the call")
    question = call.message()
    assert call.is_stream and question["method"] == "sampling/createMessage"
    content = {"type": "text", "text": "Say \u20ac"}
    assert question["params"] == {
        "messages": [{"role": "user", "content": content}], "maxTokens": 100,
    }
    accepted = client.answer(question, sampled("\u20ac"))
    assert accepted.status == 202 and accepted.body == b""
    (message,) = call.rest()
    assert message["id"] == "the call"
    assert text_of(result_of(message)) == "LLM response: \u20ac"


@pytest.mark.parametrize("answer, expected", [
    (ANSWER, ("accept", ANSWER["content"])),
    ({"action": "decline"}, ("decline", {})),
    ({"action": "cancel"}, ("cancel", {})),
], ids=["accept", "decline", "cancel"])
def test_elicitation(elicited, answer, expected):
    call = elicited.start_call("test_elicitation", {"message": "Who?"})
    question = call.message()
    assert question["method"] == "elicitation/create"
    assert question["params"] == {"message": "Who?", "requestedSchema": USER_FORM}
    elicited.answer(question, answer)
    said = final(call)
    assert said.startswith("User response: action=")
    action, _, content = said.removeprefix("User response: action=").partition(", content=")
    assert (action, json.loads(content)) == expected


@pytest.mark.parametrize("tool, properties", [
    ("test_elicitation_sep1034_defaults", DEFAULTS), ("test_elicitation_sep1330_enums", ENUMS),
])
def test_forms_pass_unchanged(everything, tool, properties):
    with LegacyClient(everything.port, LATEST_LEGACY, EVERYTHING) as client:
        call = client.start_call(tool)
        question = call.message()
        assert question["params"]["message"] and "mode" not in question["params"]
        schema = question["params"]["requestedSchema"]
        found = {name: plain(value) for name, value in schema.pop("properties").items()}
        assert strict(found) == strict(properties)
        assert schema == {"type": "object", "required": []}
        content = {"name": "Ada", "age": 31, "score": 1.5, "untitledMulti": ["option1"]}
        client.answer(question, accept(**content))
        action, _, rendered = final(call).partition(", content=")
        assert action == "Elicitation completed: action=accept"
        assert strict(json.loads(rendered)) == strict(content)


def test_an_answer_needs_no_session(everything):
    with LegacyClient(everything.port, LATEST_LEGACY, has_session=False) as client:
        call = client.start_call("test_elicitation", {"message": "Who?"})
        question = call.message()
        assert client.answer(question, ANSWER).status == 202
        assert final(call).startswith("User response: action=accept")


def test_an_answer_may_come_with_any_session(everything):
    with LegacyClient(everything.port, LATEST_LEGACY, EVERYTHING) as client:
        for session in ("a gateway's own", None):
            call = client.start_call("test_elicitation", {"message": "Who?"})
            question = call.message()
            client.session = session
            assert client.answer(question, ANSWER).status == 202
            assert final(call).startswith("User response: action=accept")


def test_an_error_of_the_client_is_the_tools_error(client):
    call = client.start_call("test_sampling", {"prompt": "x"})
    assert client.refuse(call.message(), -1, "The user said no.").status == 202
    (message,) = call.rest()
    assert result_of(message)["isError"]
    assert "The user said no." in text_of(message["result"])


def test_an_answer_to_nothing_is_ignored(client):
    call = client.start_call("test_sampling", {"prompt": "x"})
    question = call.message()
    id = question["id"]
    guesses = [0, 1, 2, -1, "", "1", f"{id}x", f"x{id}", str(id)[:-1], "x" * 10_000, 2**53]
    for guess in guesses:
        assert client.respond({"id": guess, "result": sampled("guessed")}).status == 202
    assert call.is_silent(0.3)
    assert client.answer(question, sampled("right")).status == 202
    assert final(call) == "LLM response: right"
    assert client.answer(question, sampled("late")).status == 202
    assert client.text("test_simple_text")


def test_ids_of_questions_cannot_be_guessed(client):
    calls = [client.start_call("test_sampling", {"prompt": str(n)}) for n in range(8)]
    questions = [call.message() for call in calls]
    ids = [str(question["id"]) for question in questions]
    assert len(set(ids)) == len(ids) and all(len(id) >= 16 for id in ids)
    for question in reversed(questions):
        prompt = question["params"]["messages"][0]["content"]["text"]
        client.answer(question, sampled(f"to {prompt}"))
    assert [final(call) for call in calls] == [f"LLM response: to {n}" for n in range(8)]


def test_clients_whose_ids_collide_are_asked_apart(everything):
    racing = [LegacyClient(everything.port, version, EVERYTHING) for version in LEGACY]
    calls = [c.start_call("test_sampling", {"prompt": str(n)}, id=1) for n, c in enumerate(racing)]
    questions = [call.message() for call in calls]
    for n in (2, 0, 1):
        racing[n].answer(questions[n], sampled(str(n)))
    for n, call in enumerate(calls):
        assert final(call) == f"LLM response: {n}"
        racing[n].__exit__()


@pytest.mark.parametrize("wrong", [
    {"result": None}, {"result": []}, {"result": 7}, {"result": {}}, {"error": "no"}, {"error": {}},
    {}, {"result": {}, "error": {"code": -1, "message": "both"}},
], ids=json.dumps)
def test_an_answer_of_the_wrong_shape_harms_nothing(client, wrong):
    call = client.start_call("test_sampling", {"prompt": "x"})
    question = call.message()
    assert client.respond({"id": question["id"], **wrong}).status in (202, 400)
    if call.is_silent(0.2):
        client.answer(question, sampled("right"))
    assert client.text("test_simple_text")


def test_while_it_asks_others_are_served(client):
    calls = [client.start_call("test_sampling", {"prompt": "x"}) for _ in range(24)]
    questions = [call.message() for call in calls]
    assert client.text("test_simple_text")
    with ModernClient(client.port) as modern:
        assert modern.text("test_simple_text")
    for question, call in zip(questions, calls):
        client.answer(question, sampled("x"))
        assert final(call) == "LLM response: x"


def test_progress_and_questions_share_the_stream(elicited):
    call = elicited.start_call("test_streaming_elicitation", meta={"progressToken": "t"})
    messages = [call.message()]
    if messages[0].get("method") != "notifications/progress":
        assert messages[0]["result"]["isError"], "it may serve no older revision, and says so"
        return
    assert messages[0]["params"]["progressToken"] == "t"
    question = call.message()
    assert question["method"] == "elicitation/create"
    elicited.answer(question, accept(ok=True))
    *steps, message = call.rest()
    assert all(step["method"] == "notifications/progress" for step in steps)
    assert text_of(result_of(message))


class TestRoundTripTools:
    """Those of the modern era are either bridged or say which revisions they serve."""

    PREFIX = "test_input_required_result_"
    ANSWERS = {
        "elicitation/create": accept(name="Ada", color="teal", ok=True, context="a garden"),
        "sampling/createMessage": sampled("It is Paris."),
        "roots/list": roots("file:///one"),
    }
    SAYS = {
        "elicitation": ["Hello, Ada!"],
        "sampling": ["It is Paris."],
        "list_roots": ["file:///one"],
        "request_state": ["state-ok"],
        "tampered_state": ["integrity-ok"],
        "multiple_inputs": [],
        "multi_round": ["Ada", "teal"],
        "capabilities": [],
    }

    def finish(self, client, arriving) -> tuple[list[str], dict]:
        methods = []
        while True:
            message = arriving.message()
            if "method" not in message:
                assert arriving.rest() == []
                return methods, message
            methods.append(message["method"])
            client.answer(message, self.ANSWERS[message["method"]])

    @pytest.mark.parametrize("case", SAYS)
    def test_tools(self, client, case):
        methods, message = self.finish(client, client.start_call(self.PREFIX + case))
        result = result_of(message)
        if result.get("isError"):
            assert len(methods) == len(set(methods)), "asked in vain, again and again"
            assert text_of(result)
        else:
            assert all(part in text_of(result) for part in self.SAYS[case])
            assert "elicitation/create" not in methods or client.revision != LEGACY[2]

    def test_the_prompt(self, client):
        params = {"name": "test_input_required_result_prompt"}
        methods, message = self.finish(client, client.start("prompts/get", params))
        if "error" in message:
            assert not methods and message["error"]["code"] == -32602
        else:
            (heard,) = message["result"]["messages"]
            assert "a garden" in heard["content"]["text"]


def test_a_client_that_never_answers_does_not_hold_a_call_for_ever(everything_rack):
    rack = everything_rack(answerMilliseconds=300)
    with LegacyClient(rack.port, LATEST_LEGACY, EVERYTHING) as client:
        call = client.start_call("test_sampling", {"prompt": "x"})
        question = call.message()
        (message,) = call.rest()
        assert message.get("error") or message["result"]["isError"]
        assert client.answer(question, sampled("late")).status == 202
        assert client.text("test_simple_text")


def test_open_questions_do_not_keep_the_host_from_ending(everything_rack):
    rack = everything_rack(drainMilliseconds=500)
    with LegacyClient(rack.port, LATEST_LEGACY, EVERYTHING) as client:
        call = client.start_call("test_sampling", {"prompt": "x"})
        call.message()
        assert rack.stop() == 0
    assert eventually(lambda: not rack.is_running)
