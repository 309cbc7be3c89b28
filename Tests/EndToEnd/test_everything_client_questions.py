"""Servers that ask the official client: by requests of their own, or by results that want input.

One plugin asks; which way it travels is for the host to find out."""

import json

import mcp_types as types
import pytest
from everything_clients import (
    DEFAULTS,
    ENUMS,
    ROOTS,
    WAYS,
    Person,
    client_of,
    conversation,
    first_text,
    racks,
    refused,
    server,
    soon,
    ways,
    without_descriptions,
)

__all__ = ["client_of", "racks", "server"]  # Fixtures.

MISSING_CAPABILITY = -32021
SAMPLING, ELICITATION, LISTING_ROOTS = "sampling/createMessage", "elicitation/create", "roots/list"


def call(client, name, arguments=None, **options):
    """One call and its text."""
    return conversation(client, lambda client: client.call_tool(name, arguments, **options))


def question(prompt: str, tokens: int) -> dict:
    content = {"type": "text", "text": prompt}
    return {"messages": [{"role": "user", "content": content}], "maxTokens": tokens}


@ways()
def test_asks_for_a_sample(way, client_of):
    person = Person(answer="42, exactly")
    result = call(client_of(**person.everything), "test_sampling", {"prompt": "What is it?"})
    assert not result.is_error and first_text(result) == "LLM response: 42, exactly"
    ((method, asked),) = person.asked
    assert method == SAMPLING
    assert {key: asked[key] for key in ("messages", "maxTokens")} == question("What is it?", 100)


PICTURE = types.ImageContent(type="image", data="AAAA", mime_type="image/png")


@ways()
@pytest.mark.parametrize(
    "content, answer",
    [
        (PICTURE, "No response"),
        ([PICTURE, types.TextContent(type="text", text="second")], "LLM response: second"),
    ],
    ids=["picture", "list"],
)
def test_takes_the_first_text_of_a_sample(way, client_of, content, answer):
    async def sample(context, params):
        kind = types.CreateMessageResultWithTools if isinstance(content, list) else (
            types.CreateMessageResult
        )
        return kind(role="assistant", model="a person", content=content)

    result = call(client_of(sampling_callback=sample), "test_sampling", {"prompt": "Draw"})
    assert not result.is_error and first_text(result).endswith(answer)


@ways(lambda way: way.is_http)
def test_asks_on_the_stream_of_the_call(way, client_of, recorded):
    person = Person()
    call(client_of(**person.everything), "test_sampling", {"prompt": "What is it?"})
    asking = [one for one in recorded.exchanges if SAMPLING.encode() in b"".join(one.received)]
    assert asking and all(b"tools/call" in b"".join(one.sent) for one in asking)


@ways()
def test_asks_for_a_form(way, client_of):
    person = Person(form={"username": "ada", "email": "ada@example.com"})
    result = call(client_of(**person.everything), "test_elicitation", {"message": "Who?"})
    head, _, content = first_text(result).partition("{")
    assert not result.is_error and head == "User response: action=accept, content="
    assert json.loads("{" + content) == person.form and " " not in content
    ((method, asked),) = person.asked
    assert (method, asked["message"]) == (ELICITATION, "Who?")
    form = asked["requestedSchema"]
    assert form["required"] == ["username", "email"] and form["type"] == "object"
    assert form["properties"] == {
        "username": {"type": "string", "description": "User's response"},
        "email": {"type": "string", "description": "User's email address"},
    }


@ways()
@pytest.mark.parametrize("action", ["decline", "cancel"])
def test_a_person_need_not_answer(way, client_of, action):
    person = Person(action=action)
    result = call(client_of(**person.everything), "test_elicitation", {"message": "Who?"})
    assert first_text(result) == f"User response: action={action}, content={{}}"


@ways()
@pytest.mark.parametrize(
    "name, properties, form",
    [
        ("sep1034_defaults", DEFAULTS, {"name": "Ada", "age": 36, "score": 1.5}),
        ("sep1330_enums", ENUMS, {"titledSingle": "value2", "untitledMulti": ["option1"]}),
    ],
)
def test_schemas_of_forms_arrive_as_they_are(way, client_of, name, properties, form):
    person = Person(form=form)
    result = call(client_of(**person.everything), f"test_elicitation_{name}")
    head, _, content = first_text(result).partition("{")
    assert head == "Elicitation completed: action=accept, content="
    assert json.loads("{" + content) == form
    ((_, asked),) = person.asked
    schema = asked["requestedSchema"]
    assert asked["message"] and schema["type"] == "object" and schema["required"] == []
    got = without_descriptions(schema["properties"])
    assert json.dumps(got, sort_keys=True) == json.dumps(properties, sort_keys=True)


@ways()
@pytest.mark.parametrize(
    "name, arguments, capability",
    [
        ("test_sampling", {"prompt": "What is it?"}, "sampling"),
        ("test_elicitation", {"message": "Who?"}, "elicitation"),
        ("test_missing_capability", {}, "sampling"),
        ("test_streaming_elicitation", {}, "elicitation"),
        ("test_input_required_result_list_roots", {}, "roots"),
    ],
)
def test_says_what_a_client_would_have_to_offer(way, client_of, name, arguments, capability):
    if way.is_legacy:
        result = call(client_of(), name, arguments)
        assert result.is_error and first_text(result)
        return
    error = conversation(
        client_of(), lambda client: refused(client.call_tool(name, arguments))
    )
    assert error.code == MISSING_CAPABILITY
    assert list(error.data["requiredCapabilities"]) == [capability]


@ways()
def test_runs_where_the_capability_is_there(way, client_of):
    result = call(client_of(sampling_callback=Person().sample), "test_missing_capability")
    if way.is_legacy:
        assert result.content
    else:
        assert not result.is_error and first_text(result)


@ways(lambda way: way.is_legacy)
def test_a_client_may_refuse_to_answer(way, client_of):
    async def refuse(context, params):
        return types.ErrorData(code=-1, message="The user is out")

    client = client_of(sampling_callback=refuse, elicitation_callback=refuse)

    async def talk(client):
        return [
            await client.call_tool("test_sampling", {"prompt": "What is it?"}),
            await client.call_tool("test_elicitation", {"message": "Who?"}),
        ]

    for result in conversation(client, talk):
        assert result.is_error and "The user is out" in first_text(result)


# What each tool asks, in order or side by side, and words that its result cannot do without.
ROUNDS = {
    "elicitation": ([ELICITATION], ["Hello, Ada!"]),
    "sampling": ([SAMPLING], ["Paris, of course"]),
    "list_roots": ([LISTING_ROOTS], ["2", *ROOTS]),
    "request_state": ([ELICITATION], ["state-ok"]),
    "multiple_inputs": ([ELICITATION, LISTING_ROOTS, SAMPLING], []),
    "multi_round": ([ELICITATION, ELICITATION], ["Ada", "teal"]),
    "tampered_state": ([ELICITATION], ["integrity-ok"]),
    "capabilities": ([ELICITATION, LISTING_ROOTS, SAMPLING], []),
}
KEYS = {
    "elicitation": ["user_name"],
    "sampling": ["capital_question"],
    "list_roots": ["client_roots"],
    "request_state": ["confirm"],
    "multiple_inputs": ["client_roots", "greeting", "user_name"],
    "multi_round": ["step1", "step2"],
    "tampered_state": ["confirm"],
}


# Without a session there is no telling what a legacy client declares, only whether it answers.
CASES = [(name, way) for name in ROUNDS for way in WAYS if name != "capabilities" or way.is_modern]


@pytest.mark.parametrize("name, way", CASES, ids=str)
def test_asks_until_it_has_its_answers(way, client_of, name):
    person = Person()
    result = call(client_of(**person.everything), f"test_input_required_result_{name}")
    assert not result.is_error, result.content
    methods, words = ROUNDS[name]
    assert sorted(person.methods) == sorted(methods)
    assert first_text(result) and all(word in first_text(result) for word in words)
    if way.is_modern and name in KEYS:
        assert sorted(person.keys) == KEYS[name]
    if name == "multi_round":
        messages = [asked["message"] for _, asked in person.asked]
        assert [message[:7] for message in messages] == ["Step 1:", "Step 2:"]
    if name == "sampling":
        assert person.asked[0][1]["messages"] == question("What is the capital of France?", 1)[
            "messages"
        ]


@ways(lambda way: way.is_modern)
@pytest.mark.parametrize(
    "option, method",
    [
        ("sampling_callback", SAMPLING),
        ("elicitation_callback", ELICITATION),
        ("list_roots_callback", LISTING_ROOTS),
        (None, None),
    ],
)
def test_asks_only_what_the_client_declares(way, client_of, option, method):
    person = Person()
    options = {option: person.everything[option]} if option else {}
    result = call(client_of(**options), "test_input_required_result_capabilities")
    assert not result.is_error and first_text(result)
    assert person.methods == ([method] if method else [])


@ways()
def test_a_prompt_asks_too(way, client_of):
    person = Person()

    async def talk(client):
        return await client.get_prompt("test_input_required_result_prompt")

    (message,) = conversation(client_of(**person.everything), talk).messages
    assert message.role == "user" and "a rainy day" in message.content.text
    ((method, asked),) = person.asked
    assert (method, asked["message"]) == (ELICITATION, "What context should the prompt use?")


@ways()
def test_progress_comes_before_the_question(way, client_of):
    person = Person()

    async def talk(client):
        name = "test_streaming_elicitation"
        bare = await client.call_tool(name)
        followed = await client.call_tool(name, progress_callback=person.progress)
        await soon(lambda: person.steps)
        return bare, followed

    for result in conversation(client_of(**person.everything), talk):
        assert not result.is_error and first_text(result)
    assert person.steps and {step[:2] for step in person.steps} == {(50, 100)}
    assert person.methods == [ELICITATION] * 2
