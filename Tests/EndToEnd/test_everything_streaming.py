"""Questions on streams and in prompts, and calls that wait beside others."""

import pytest
from everything import (
    ELICITATION, EVERYTHING, LOG_LEVEL, NOTHING, OK_FORM, ModernClient, accept, form, text_of,
)

TOOL = "test_streaming_elicitation"
PROMPT = "test_input_required_result_prompt"
ANSWERS = {"confirm": accept(ok=True)}
LEVEL = {LOG_LEVEL: "debug"}


@pytest.fixture
def client(everything):
    with ModernClient(everything.port, ELICITATION) as opened:
        yield opened


class TestStreamingElicitation:
    def test_is_one_answer_where_nothing_is_asked_for(self, client):
        response = client.call(TOOL)
        (question,) = response.messages
        assert question["result"]["resultType"] == "input_required"
        assert "requestState" not in question["result"]
        asked = question["result"]["inputRequests"]
        assert list(asked) == ["confirm"] and asked["confirm"]["method"] == "elicitation/create"
        assert asked["confirm"]["params"]["requestedSchema"] == OK_FORM
        (final,) = client.call(TOOL, answers=ANSWERS).messages
        assert final["result"]["resultType"] == "complete" and text_of(final["result"])

    @pytest.mark.parametrize("meta", [{"progressToken": 1}, {"progressToken": 1, **LEVEL}], ids=str)
    def test_reports_progress_first(self, client, meta):
        *before, question = client.call(TOOL, meta=meta).messages
        steps = [m["params"] for m in before if m["method"] == "notifications/progress"]
        assert [(step["progress"], step["total"]) for step in steps] == [(50, 100)]
        assert len(before) == 1 and question["result"]["resultType"] == "input_required"
        final = client.call(TOOL, answers=ANSWERS, meta=meta)
        assert final.result["resultType"] == "complete"
        assert all(m["method"] == "notifications/progress" for m in final.messages[:-1])

    def test_needs_the_capability(self, client):
        for meta in ({}, {"progressToken": 1}):
            response = client.call(TOOL, capabilities=NOTHING, meta=meta)
            assert response.error["code"] == -32021
        assert client.call(TOOL, capabilities=NOTHING).status == 400


class TestPrompt:
    FORM = form(context={"type": "string"})

    def get(self, client, answers=None, **more):
        params = {"name": PROMPT, **({} if answers is None else {"inputResponses": answers})}
        return client.ask("prompts/get", params, **more)

    def test_asks_and_says_what_it_heard(self, client):
        result = self.get(client).result
        assert result["resultType"] == "input_required" and "requestState" not in result
        question = result["inputRequests"]["user_context"]
        assert list(result["inputRequests"]) == ["user_context"]
        assert question["method"] == "elicitation/create"
        assert question["params"]["message"] == "What context should the prompt use?"
        assert question["params"]["requestedSchema"] == self.FORM
        result = self.get(client, {"user_context": accept(context="a garden")}).result
        assert result["resultType"] == "complete"
        (message,) = result["messages"]
        assert message["role"] == "user" and "a garden" in message["content"]["text"]

    @pytest.mark.parametrize("answers", [
        {}, {"other": accept(context="x")}, {"user_context": accept()},
        {"user_context": accept(context=7)},
    ], ids=str)
    def test_asks_again(self, client, answers):
        assert self.get(client, answers).result["resultType"] == "input_required"

    def test_needs_the_capability(self, client):
        response = self.get(client, capabilities=NOTHING)
        assert response.status == 400 and response.error["code"] == -32021
        assert "elicitation" in response.error["data"]["requiredCapabilities"]

    def test_a_state_that_nobody_gave(self, client):
        params = {"name": PROMPT, "requestState": "forged"}
        assert client.ask("prompts/get", params).error["code"] == -32602


def test_a_call_that_waits_holds_up_no_other(everything):
    with ModernClient(everything.port, EVERYTHING) as client:
        slow = [client.start_call("slow_compute", {"seconds": 1}, id=n) for n in range(12)]
        for _ in range(5):
            assert client.text("test_simple_text")
        assert not any(arriving.has_ended for arriving in slow)
        for n, arriving in enumerate(slow):
            (answer,) = arriving.rest()
            assert answer["id"] == n and not answer["result"].get("isError")
