"""The modern client answers for itself, round by round, and not always as it should."""

import mcp_types as types
import pytest
from everything import NAME_FORM
from everything_clients import (
    WORKER,
    Person,
    client_of,
    conversation,
    first_text,
    racks,
    refused,
    server,
    ways,
    wire,
)
from schemas import MODERN

__all__ = ["client_of", "racks", "server"]  # Fixtures.

PREFIX = "test_input_required_result_"
INVALID_PARAMS = -32602

each_transport = ways(lambda way: way.mode == MODERN and way.isolation == WORKER)


def rounds(client_of, talk):
    """A conversation in which `ask` makes one call, and answers as it was answered."""

    def whole(client):
        async def ask(name, answers=None, state=None):
            return await client.session.call_tool(
                PREFIX + name,
                input_responses=answers,
                request_state=state,
                allow_input_required=True,
            )

        return talk(ask)

    return conversation(client_of(**Person().everything), whole)


def form(**content):
    return types.ElicitResult(action="accept", content=content)


@each_transport
def test_answers_are_taken_on_first_contact(way, client_of):
    async def talk(ask):
        answers = {"user_name": form(name="Grace"), "unknown": form(x="y")}
        return await ask("elicitation", answers)

    assert first_text(rounds(client_of, talk)) == "Hello, Grace!"


@each_transport
def test_what_is_missing_is_asked_again(way, client_of):
    async def talk(ask):
        unusable = [{}, {"other": form(name="x")}, {"user_name": form()}]
        return await ask("elicitation"), [await ask("elicitation", one) for one in unusable]

    first, again = rounds(client_of, talk)
    asked = wire(first.input_requests["user_name"])
    assert asked["params"]["requestedSchema"] == NAME_FORM and first.request_state is None
    for one in again:
        assert isinstance(one, types.InputRequiredResult)
        assert wire(one.input_requests["user_name"]) == asked


@each_transport
def test_a_declined_question_ends_the_call(way, client_of):
    async def talk(ask):
        return await ask("elicitation", {"user_name": types.ElicitResult(action="decline")})

    result = rounds(client_of, talk)
    assert isinstance(result, types.CallToolResult) and "decline" in first_text(result)


@each_transport
def test_each_round_has_a_state_of_its_own(way, client_of):
    async def talk(ask):
        name, color = {"step1": form(name="Ada")}, {"step2": form(color="teal")}
        first = await ask("multi_round")
        again = await ask("multi_round", {}, first.request_state)
        second = await ask("multi_round", name, first.request_state)
        repeated = await ask("multi_round", name, second.request_state)
        last = await ask("multi_round", color, second.request_state)
        return first, again, second, repeated, last

    *asking, last = rounds(client_of, talk)
    keys = [list(one.input_requests) for one in asking]
    assert keys == [["step1"], ["step1"], ["step2"], ["step2"]]
    first, _, second, _ = asking
    assert first.request_state and second.request_state not in (None, first.request_state)
    assert "Ada" in first_text(last) and "teal" in first_text(last)


@each_transport
def test_all_is_asked_again_where_one_answer_is_missing(way, client_of):
    async def talk(ask):
        first = await ask("multiple_inputs")
        answers = {"user_name": form(name="Ada")}
        return first, await ask("multiple_inputs", answers, first.request_state)

    first, again = rounds(client_of, talk)
    for one in (first, again):
        assert sorted(one.input_requests) == ["client_roots", "greeting", "user_name"]
    assert again.request_state not in (None, first.request_state)


@each_transport
@pytest.mark.parametrize("name", ["request_state", "tampered_state"])
def test_a_changed_state_is_refused(way, client_of, name):
    changes = {
        "longer": lambda state: state + "A",
        "shorter": lambda state: state[:-1],
        "changed": lambda state: ("B" if state[0] == "A" else "A") + state[1:],
        "padded": lambda state: state + "=",
        "spaced": lambda state: state + " ",
        "invented": lambda state: "invented",
        "empty": lambda state: "",
    }

    async def talk(ask):
        answers = {"confirm": form(ok=True)}
        state = (await ask(name)).request_state
        codes = {
            kind: (await refused(ask(name, answers, change(state)))).code
            for kind, change in changes.items()
        }
        return codes, await ask(name, answers, state)

    codes, result = rounds(client_of, talk)
    assert codes == dict.fromkeys(changes, INVALID_PARAMS)
    assert isinstance(result, types.CallToolResult) and not result.is_error


@each_transport
def test_a_state_of_another_tool_is_refused(way, client_of):
    async def talk(ask):
        state = (await ask("request_state")).request_state
        return await refused(ask("tampered_state", {"confirm": form(ok=True)}, state))

    assert rounds(client_of, talk).code == INVALID_PARAMS


@each_transport
def test_an_answer_without_its_state_is_a_first_call(way, client_of):
    async def talk(ask):
        return await ask("request_state", {"confirm": form(ok=True)})

    result = rounds(client_of, talk)
    assert isinstance(result, types.InputRequiredResult) and result.request_state


@each_transport
def test_a_prompt_takes_its_answer_on_first_contact(way, client_of):
    async def talk(client):
        name = "test_input_required_result_prompt"
        answers = {"user_context": form(context="a sunny day")}
        first = await client.session.get_prompt(name, allow_input_required=True)
        return first, await client.session.get_prompt(name, input_responses=answers)

    first, got = conversation(client_of(**Person().everything), talk)
    assert list(first.input_requests) == ["user_context"] and first.request_state is None
    assert "a sunny day" in got.messages[0].content.text
