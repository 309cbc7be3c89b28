"""What tools and prompts ask their clients, and how a modern client is asked."""

import json

from everything import form, text_of

USER_FORM = form(
    username={"type": "string", "description": "User's response"},
    email={"type": "string", "description": "User's email address"},
)
DEFAULTS = {
    "name": {"type": "string", "default": "John Doe"},
    "age": {"type": "integer", "default": 30},
    "score": {"type": "number", "default": 95.5},
    "status": {"type": "string", "enum": ["active", "inactive", "pending"], "default": "active"},
    "verified": {"type": "boolean", "default": True},
}
OPTIONS = ["option1", "option2", "option3"]


def titled(word: str) -> list:
    titles = [f"First {word}", f"Second {word}", f"Third {word}"]
    return [{"const": f"value{n}", "title": title} for n, title in enumerate(titles, 1)]


ENUMS = {
    "untitledSingle": {"type": "string", "enum": OPTIONS},
    "titledSingle": {"type": "string", "oneOf": titled("Option")},
    "legacyEnum": {
        "type": "string",
        "enum": ["opt1", "opt2", "opt3"],
        "enumNames": ["Option One", "Option Two", "Option Three"],
    },
    "untitledMulti": {"type": "array", "items": {"type": "string", "enum": OPTIONS}},
    "titledMulti": {"type": "array", "items": {"anyOf": titled("Choice")}},
}


def elicitation(message: str, schema: dict) -> dict:
    """A request of the server for a form."""
    params = {"message": message, "requestedSchema": schema}
    return {"method": "elicitation/create", "params": params}


def sampling(prompt: str, tokens: int) -> dict:
    """A request of the server for a message of the client's model."""
    message = {"role": "user", "content": {"type": "text", "text": prompt}}
    params = {"messages": [message], "maxTokens": tokens}
    return {"method": "sampling/createMessage", "params": params}


def strict(value) -> str:
    """As JSON, so that 30, 30.0 and True are three things."""
    return json.dumps(value, sort_keys=True)


def plain(schema: dict) -> dict:
    """A schema without what is free in it."""
    left_out = ("description", "minItems", "maxItems")
    return {key: value for key, value in schema.items() if key not in left_out}


def asked(response, has_state=False) -> dict:
    """What a response asks for."""
    assert response.status == 200
    result = response.result
    assert result["resultType"] == "input_required" and "content" not in result
    assert ("requestState" in result) == has_state
    assert {"ttlMs", "cacheScope"}.isdisjoint(result), "such a result is not to be kept"
    return result["inputRequests"]


def done(response) -> str:
    """The text of a response that asks for nothing more."""
    assert response.status == 200 and response.result["resultType"] == "complete"
    assert not response.result.get("isError"), response.result
    return text_of(response.result)
