"""Multi-round-trip requests of the modern era: questions, answers, and states that hold."""

import base64
import json

import pytest
from everything import (
    CAPABILITIES_KEY, ELICITATION, EVERYTHING, NAME_FORM, NOTHING, OK_FORM, ROOTS, SAMPLING,
    ModernClient, accept, call_params, form, roots, sampled,
)
from questions import asked, done, elicitation, sampling

PREFIX = "test_input_required_result_"
COLOR_FORM = form(color={"type": "string"})
ASKS_NAME = {"user_name": elicitation("What is your name?", NAME_FORM)}
ASKS_CAPITAL = {"capital_question": sampling("What is the capital of France?", 100)}
ASKS_ROOTS = {"client_roots": {"method": "roots/list", "params": {}}}
ASKS_OK = {"confirm": elicitation("Please confirm", OK_FORM)}
ASKS_ALL = {**ASKS_NAME, "greeting": sampling("Generate a greeting", 50), **ASKS_ROOTS}
ASKS_STEP_1 = {"step1": elicitation("Step 1: What is your name?", NAME_FORM)}
ASKS_STEP_2 = {"step2": elicitation("Step 2: What is your favorite color?", COLOR_FORM)}
ANSWERS_ALL = {
    "user_name": accept(name="Ada"),
    "greeting": sampled("Good day"),
    "client_roots": roots("file:///one", "file:///two"),
}
# One question, no state: the tool, what it asks, what it is answered, what it says then.
WITHOUT_STATE = {
    "elicitation": (ASKS_NAME, accept(name="Ada"), ["Hello, Ada!"]),
    "sampling": (ASKS_CAPITAL, sampled("It is Paris."), ["It is Paris."]),
    "list_roots": (
        ASKS_ROOTS, roots("file:///one", "file:///two"), ["2", "file:///one", "file:///two"],
    ),
}
NEEDED = {"elicitation": "elicitation", "sampling": "sampling", "list_roots": "roots"}
WITH_STATE = {
    "request_state": (ASKS_OK, {"confirm": accept(ok=True)}),
    "tampered_state": (ASKS_OK, {"confirm": accept(ok=True)}),
    "multiple_inputs": (ASKS_ALL, ANSWERS_ALL),
    "multi_round": (ASKS_STEP_1, {"step1": accept(name="Ada")}),
}


@pytest.fixture
def client(everything):
    with ModernClient(everything.port, EVERYTHING) as opened:
        yield opened


class TestOneQuestion:
    @pytest.mark.parametrize("case", WITHOUT_STATE)
    def test_is_asked_and_answered(self, client, case):
        asks, answer, says = WITHOUT_STATE[case]
        assert asked(client.call(PREFIX + case)) == asks
        said = done(client.call(PREFIX + case, answers={next(iter(asks)): answer}))
        assert all(part in said for part in says)

    @pytest.mark.parametrize("case", WITHOUT_STATE)
    def test_is_answered_on_first_contact(self, client, case):
        asks, answer, says = WITHOUT_STATE[case]
        answers = {next(iter(asks)): answer, "unknown": accept(x=1)}
        assert says[0] in done(client.call(PREFIX + case, {}, answers=answers))

    @pytest.mark.parametrize("case", WITHOUT_STATE)
    def test_is_asked_again_while_its_answer_is_missing(self, client, case):
        asks, answer, _ = WITHOUT_STATE[case]
        assert asked(client.call(PREFIX + case, answers={})) == asks
        assert asked(client.call(PREFIX + case, answers={"unknown": answer})) == asks

    @pytest.mark.parametrize("case", WITHOUT_STATE)
    @pytest.mark.parametrize("answer", [
        {}, {"action": "accept"}, accept(), accept(name=7), accept(other="x"), {"action": "maybe"},
        {"action": 1, "content": {"name": "Ada"}}, {"content": {"name": "Ada"}},
        {"roots": "none"}, {"role": "assistant"},
    ], ids=json.dumps)
    def test_is_asked_again_after_an_answer_that_is_of_no_use(self, client, case, answer):
        asks, _, _ = WITHOUT_STATE[case]
        response = client.call(PREFIX + case, answers={next(iter(asks)): answer})
        assert asked(response) == asks

    @pytest.mark.parametrize("case", WITHOUT_STATE)
    @pytest.mark.parametrize("value", [None, "Ada", 7, True, ["Ada"]], ids=json.dumps)
    def test_is_not_answered_by_what_is_no_object(self, client, case, value):
        asks, _, _ = WITHOUT_STATE[case]
        for answers in (value, {next(iter(asks)): value}):
            response = client.call(PREFIX + case, answers=answers)
            if "error" in response.message:
                assert response.error["code"] == -32602
            else:
                assert asked(response) == asks

    @pytest.mark.parametrize("action", ["decline", "cancel"])
    def test_may_be_declined(self, client, action):
        response = client.call(PREFIX + "elicitation", answers={"user_name": {"action": action}})
        assert action in done(response).lower()

    @pytest.mark.parametrize("case", WITHOUT_STATE)
    def test_needs_its_capability(self, client, case):
        others = {key: {} for key in EVERYTHING if key != NEEDED[case]}
        for declared in (NOTHING, others):
            response = client.call(PREFIX + case, capabilities=declared)
            assert response.status == 400 and response.error["code"] == -32021
            required = response.error["data"]["requiredCapabilities"]
            assert list(required) == [NEEDED[case]] and type(required[NEEDED[case]]) is dict
        response = client.call(PREFIX + case, capabilities={NEEDED[case]: {}})
        assert asked(response) == WITHOUT_STATE[case][0]

    def test_a_form_needs_the_capability_for_forms(self, client):
        for declared, is_asked in [({"url": {}}, False), ({"form": {}}, True),
                                   ({"form": {}, "url": {}}, True)]:
            response = client.call(PREFIX + "elicitation", capabilities={"elicitation": declared})
            if is_asked:
                assert asked(response) == ASKS_NAME
            else:
                assert response.status == 400 and response.error["code"] == -32021

    def test_answers_pass_untouched(self, client):
        name = "\u20ac \"\\\n" * 50
        assert done(client.call(PREFIX + "elicitation", answers={"user_name": accept(name=name)})) \
            == f"Hello, {name}!"


class TestState:
    def begin(self, client, case) -> str:
        asks, _ = WITH_STATE[case]
        response = client.call(PREFIX + case)
        assert asked(response, has_state=True) == asks
        return response.result["requestState"]

    def retry(self, client, case, state, **more):
        return client.call(PREFIX + case, answers=WITH_STATE[case][1], state=state, **more)

    def assert_refused(self, response):
        assert response.error["code"] == -32602, response.message
        assert len(response.messages) == 1

    def test_with_its_answer_it_is_enough(self, client):
        for case, says in [("request_state", "state-ok"), ("tampered_state", "integrity-ok")]:
            assert says in done(self.retry(client, case, self.begin(client, case)))
        said = done(self.retry(client, "multiple_inputs", self.begin(client, "multiple_inputs")))
        assert said

    def test_holds_on_another_connection(self, client):
        state = self.begin(client, "request_state")
        with ModernClient(client.port, ELICITATION) as other:
            assert "state-ok" in done(self.retry(other, "request_state", state))

    def test_without_it_an_answer_is_a_first_call(self, client):
        for case in ("request_state", "tampered_state", "multiple_inputs"):
            asks, answers = WITH_STATE[case]
            assert asked(client.call(PREFIX + case, answers=answers), has_state=True) == asks

    @pytest.mark.parametrize("left_out", ANSWERS_ALL)
    def test_all_are_asked_again_where_one_is_missing(self, client, left_out):
        state = self.begin(client, "multiple_inputs")
        some = {key: value for key, value in ANSWERS_ALL.items() if key != left_out}
        response = client.call(PREFIX + "multiple_inputs", answers=some, state=state)
        assert asked(response, has_state=True) == ASKS_ALL
        assert response.result["requestState"] != state
        state = response.result["requestState"]
        assert done(self.retry(client, "multiple_inputs", state))

    def test_is_refused_where_any_character_changed(self, client):
        state = self.begin(client, "tampered_state")
        for index, was in enumerate(state):
            for other in {"A", "b", chr(ord(was) ^ 1)} - {was}:
                changed = state[:index] + other + state[index + 1 :]
                self.assert_refused(self.retry(client, "tampered_state", changed))
        assert "integrity-ok" in done(self.retry(client, "tampered_state", state))

    def test_is_refused_where_any_bit_of_what_it_encodes_changed(self, client):
        state = self.begin(client, "tampered_state")
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/"
        for last in alphabet:
            if last != state[-1]:
                self.assert_refused(self.retry(client, "tampered_state", state[:-1] + last))

    @pytest.mark.parametrize("case", WITH_STATE)
    @pytest.mark.parametrize("change", [
        lambda s: s + "A", lambda s: s + "=", lambda s: s + " ", lambda s: s + "\n",
        lambda s: s + "." + s, lambda s: s + "\0", lambda s: s + s, lambda s: s[:-1],
        lambda s: s[1:], lambda s: " " + s, lambda s: s[::-1], lambda s: s.swapcase(),
        lambda s: s[: len(s) // 2], lambda s: "", lambda s: "x" * 100_000, lambda s: "\u20ac",
        lambda s: base64.b64encode(s.encode()).decode(),
    ])
    def test_is_refused_in_any_other_shape(self, client, case, change):
        self.assert_refused(self.retry(client, case, change(self.begin(client, case))))

    @pytest.mark.parametrize("state", [7, True, {}, ["x"]], ids=json.dumps)
    def test_is_text(self, client, state):
        self.assert_refused(self.retry(client, "request_state", state))

    def test_is_refused_by_another_tool(self, client):
        state = self.begin(client, "request_state")
        self.assert_refused(self.retry(client, "tampered_state", state))
        self.assert_refused(self.retry(client, "multi_round", state))
        answers = {"user_name": accept(name="Ada")}
        self.assert_refused(client.call(PREFIX + "elicitation", answers=answers, state=state))

    def test_is_refused_by_a_prompt(self, client):
        params = call_params("test_input_required_result_prompt",
                             answers={"user_context": accept(context="x")},
                             state=self.begin(client, "request_state"))
        self.assert_refused(client.ask("prompts/get", params))

    def test_a_tool_with_a_state_that_fails_is_not_run(self, client):
        answers = {"confirm": accept(ok=True)}
        response = client.call("test_streaming_elicitation", answers=answers, state="forged",
                               meta={"progressToken": 1})
        self.assert_refused(response)

    def test_is_bound_to_the_arguments(self, everything_rack):
        rack = everything_rack("asks")
        with ModernClient(rack.port, ELICITATION) as client:
            for arguments in ({"a": 1}, {"a": 1, "b": [True, "x"]}):
                state = client.call("asks_ask", arguments).result["requestState"]
                answers = {"name": accept(name="Ada")}
                for other in ({"a": 2}, {}, None, {"b": 1}, {"a": "1"}, {"a": 1, "b": []}):
                    response = client.call("asks_ask", other, answers=answers, state=state)
                    self.assert_refused(response)
                result = client.call("asks_ask", arguments, answers=answers, state=state).result
                assert result["content"][0]["text"] == "asked"
                assert json.loads(result["content"][1]["text"]) == answers

    def test_holds_where_hosts_share_a_key_and_nowhere_else(self, everything_rack):
        key = "0123456789abcdef" * 2
        racks = [everything_rack(requestStateKey=k) for k in (key, key, key[::-1])]
        clients = [ModernClient(rack.port, ELICITATION) for rack in racks]
        state = self.begin(clients[0], "request_state")
        assert "state-ok" in done(self.retry(clients[1], "request_state", state))
        self.assert_refused(self.retry(clients[2], "request_state", state))
        for client in clients:
            client.connection.socket.close()


class TestRequestsThatAskNothing:
    ASKED = [
        ("tools/call", {"name": "test_simple_text"}),
        ("prompts/get", {"name": "test_simple_prompt"}),
        ("resources/read", {"uri": "test://static-text"}),
    ]

    @pytest.mark.parametrize("method, params", ASKED, ids=lambda a: str(a)[:10])
    def test_are_checked_alike(self, client, method, params):
        more = {"inputResponses": {"unknown": accept(x=1)}}
        assert client.ask(method, {**params, **more}).result["resultType"] == "complete"
        for more in ({"requestState": "forged"}, {"requestState": 7}, {"inputResponses": None},
                     {"inputResponses": ["x"]}, {"inputResponses": {"x": 7}}):
            assert client.ask(method, {**params, **more}).error["code"] == -32602


class TestSeveralRounds:
    def test_to_the_end(self, client):
        tool = PREFIX + "multi_round"
        first = client.call(tool, {})
        assert asked(first, has_state=True) == ASKS_STEP_1
        one = first.result["requestState"]
        second = client.call(tool, {}, answers={"step1": accept(name="Ada")}, state=one)
        assert asked(second, has_state=True) == ASKS_STEP_2
        two = second.result["requestState"]
        assert two != one
        said = done(client.call(tool, {}, answers={"step2": accept(color="teal")}, state=two))
        assert "Ada" in said and "teal" in said

    def test_a_missing_answer_repeats_its_round(self, client):
        tool = PREFIX + "multi_round"
        one = client.call(tool).result["requestState"]
        for answers in ({}, {"step2": accept(color="teal")}, {"step1": accept(name=7)}):
            response = client.call(tool, answers=answers, state=one)
            assert asked(response, has_state=True) == ASKS_STEP_1
        again = response.result["requestState"]
        second = client.call(tool, answers={"step1": accept(name="Ada")}, state=again)
        two = second.result["requestState"]
        for answers in ({}, {"step1": accept(name="Eve")}):
            response = client.call(tool, answers=answers, state=two)
            assert asked(response, has_state=True) == ASKS_STEP_2
        two = response.result["requestState"]
        said = done(client.call(tool, answers={"step2": accept(color="teal")}, state=two))
        assert "Ada" in said and "Eve" not in said

    def test_two_at_once_are_apart(self, client):
        tool = PREFIX + "multi_round"
        states = {}
        for name in ("Ada", "Bob"):
            one = client.call(tool).result["requestState"]
            answers = {"step1": accept(name=name)}
            states[name] = client.call(tool, answers=answers, state=one).result["requestState"]
        for name, state in states.items():
            answers = {"step2": accept(color="teal")}
            assert name in done(client.call(tool, answers=answers, state=state))


class TestCapabilities:
    METHODS = {
        "sampling": "sampling/createMessage",
        "elicitation": "elicitation/create",
        "roots": "roots/list",
    }

    @pytest.mark.parametrize("declared", [
        SAMPLING, ELICITATION, ROOTS, {**SAMPLING, **ROOTS}, EVERYTHING,
    ], ids=lambda d: "+".join(d))
    def test_one_question_for_each(self, client, declared):
        tool = PREFIX + "capabilities"
        response = client.call(tool, capabilities=declared)
        questions = asked(response, has_state="requestState" in response.result)
        methods = sorted(question["method"] for question in questions.values())
        assert methods == sorted(self.METHODS[name] for name in declared)
        answers = {
            "sampling/createMessage": sampled("x"),
            "elicitation/create": accept(name="Ada", ok=True),
            "roots/list": roots("file:///one"),
        }
        given = {key: answers[question["method"]] for key, question in questions.items()}
        state = response.result.get("requestState")
        assert done(client.call(tool, capabilities=declared, answers=given, state=state))

    def test_none(self, client):
        assert done(client.call(PREFIX + "capabilities", capabilities=NOTHING))

    @pytest.mark.parametrize("value", [None, True, 7, "yes", []], ids=repr)
    def test_one_of_the_wrong_type_is_none(self, client, value):
        for case, name in NEEDED.items():
            response = client.call(PREFIX + case, capabilities={name: value})
            assert response.status == 400 and response.error["code"] in (-32602, -32021)

    @pytest.mark.parametrize("value", [None, True, 7, "yes", []], ids=repr)
    def test_all_of_the_wrong_type_are_refused(self, client, value):
        response = client.call("test_simple_text", meta={CAPABILITIES_KEY: value})
        assert response.status == 400 and response.error["code"] == -32602

    def test_a_call_looks_at_its_own_alone(self, client):
        assert asked(client.call(PREFIX + "elicitation"))
        response = client.call(PREFIX + "elicitation", capabilities=NOTHING)
        assert response.error["code"] == -32021
        assert asked(client.call(PREFIX + "elicitation")) == ASKS_NAME

    def test_a_question_that_the_client_cannot_answer_is_left_out(self, client):
        response = client.call(PREFIX + "multiple_inputs", capabilities=ELICITATION)
        if "error" in response.message:
            assert response.status == 400 and response.error["code"] == -32021
        else:
            assert asked(response, has_state=True) == ASKS_NAME
