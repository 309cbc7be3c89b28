"""The published JSON schemas of MCP, and which definition each message has to fit."""

import json
import os
from functools import cache
from pathlib import Path

import jsonschema

VECTORS = Path(
    os.environ.get("TOOLRACK_VECTORS", Path(__file__).resolve().parents[3] / "shared/vectors")
)
FOLDER = VECTORS / "mcp"
ARE_PRESENT = FOLDER.is_dir()
WHY_ABSENT = f"the MCP schemas are not in {FOLDER}; set TOOLRACK_VECTORS"

RESULTS = {
    "initialize": "InitializeResult",
    "server/discover": "DiscoverResult",
    "ping": "EmptyResult",
    "logging/setLevel": "EmptyResult",
    "tools/list": "ListToolsResult",
    "tools/call": "CallToolResult",
    "prompts/list": "ListPromptsResult",
    "prompts/get": "GetPromptResult",
    "resources/list": "ListResourcesResult",
    "resources/templates/list": "ListResourceTemplatesResult",
    "resources/read": "ReadResourceResult",
    "completion/complete": "CompleteResult",
    "subscriptions/listen": "SubscriptionsListenResult",
}

ERRORS_2026 = {
    -32700: "ParseError",
    -32600: "InvalidRequestError",
    -32601: "MethodNotFoundError",
    -32602: "InvalidParamsError",
    -32603: "InternalError",
    -32020: "HeaderMismatchError",
    -32021: "MissingRequiredClientCapabilityError",
    -32022: "UnsupportedProtocolVersionError",
}


@cache
def _schema(revision: str) -> dict:
    return json.loads((FOLDER / f"schema-{revision}.json").read_text())


@cache
def _validator(revision: str, definition: str):
    schema = _schema(revision)
    key = "$defs" if "$defs" in schema else "definitions"
    assert definition in schema[key], f"{revision} defines no {definition}"
    root = {"$schema": schema["$schema"], key: schema[key], "$ref": f"#/{key}/{definition}"}
    return jsonschema.validators.validator_for(root)(root)


def check(value, revision: str, definition: str):
    """Fails, saying where, unless the value fits; does nothing where the schemas are absent."""
    if not ARE_PRESENT:
        return
    errors = sorted(_validator(revision, definition).iter_errors(value), key=lambda e: e.json_path)
    assert not errors, (
        f"not a {definition} of {revision}: {errors[0].json_path}: {errors[0].message}\n"
        f"{json.dumps(value, indent=1)[:2000]}"
    )


def check_all(messages: list, revision: str, method: str):
    """Checks what a server sent as the answer to one request of `method`."""
    for message in messages:
        for one in message if isinstance(message, list) else [message]:
            check_message(one, revision, method)


def check_message(message: dict, revision: str, method: str):
    if "method" in message:
        check(message, revision, "ServerNotification")
    elif "error" in message:
        _check_error(message, revision)
    else:
        check(message, revision, _response_definition(revision))
        check(message["result"], revision, RESULTS[method])


def _response_definition(revision: str) -> str:
    return "JSONRPCResultResponse" if revision >= "2025-11-25" else "JSONRPCResponse"


def _check_error(message: dict, revision: str):
    modern = revision >= "2025-11-25"
    check(message, revision, "JSONRPCErrorResponse" if modern else "JSONRPCError")
    name = ERRORS_2026.get(message["error"]["code"])
    if revision == "2026-07-28" and name:
        target = message if "id" in _properties(revision, name) else message["error"]
        check(target, revision, name)


def _properties(revision: str, definition: str) -> dict:
    return _schema(revision)["$defs"][definition].get("properties", {}) if ARE_PRESENT else {}
