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

MODERN = "2026-07-28"
LEGACY = ("2025-11-25", "2025-06-18", "2025-03-26")
# The extension that makes tasks of modern calls has a schema of its own.
TASKS = "ext-tasks-draft"

# By the method that was asked. 2025-11-25 and the extension name what they say of tasks alike.
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
    "resources/subscribe": "EmptyResult",
    "resources/unsubscribe": "EmptyResult",
    "completion/complete": "CompleteResult",
    "subscriptions/listen": "SubscriptionsListenResult",
    "tasks/get": "GetTaskResult",
    "tasks/update": "UpdateTaskResult",
    "tasks/cancel": "CancelTaskResult",
    "tasks/list": "ListTasksResult",
    "tasks/result": "GetTaskPayloadResult",
}
# Which modern requests may be answered with a question to the client, and which with a task.
ASKING = {"tools/call", "prompts/get", "resources/read"}
TASK_MAKING = {"tools/call"}

ERRORS = {
    MODERN: {
        -32700: "ParseError",
        -32600: "InvalidRequestError",
        -32601: "MethodNotFoundError",
        -32602: "InvalidParamsError",
        -32603: "InternalError",
        -32020: "HeaderMismatchError",
        -32021: "MissingRequiredClientCapabilityError",
        -32022: "UnsupportedProtocolVersionError",
    },
    "2025-11-25": {-32042: "URLElicitationRequiredError"},
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


def check_message(message: dict, revision: str, method: str | None):
    """Checks one message of a server; `method` is what it answers, where it answers anything."""
    assert revision in (MODERN, *LEGACY), f"no revision of MCP: {revision}"
    if "method" in message:
        _check_call(message, revision)
    elif "error" in message:
        _check_error(message, revision)
    else:
        check(message, revision, _response_definition(revision))
        _check_result(message["result"], revision, method)


def _check_call(message: dict, revision: str):
    """A notification, or a request, which only legacy servers make."""
    kind = "Request" if "id" in message else "Notification"
    assert kind == "Notification" or revision in LEGACY, (
        f"servers of {revision} make no requests: {json.dumps(message)[:2000]}"
    )
    # The definitions of single methods leave the envelope out in older schemas.
    check(message, revision, f"JSONRPC{kind}")
    if revision == MODERN and message["method"] == "notifications/tasks":
        check(message, TASKS, "TaskStatusNotification")
    else:
        check(message, revision, f"Server{kind}")


def _check_result(result: dict, revision: str, method: str | None):
    assert method in RESULTS, f"{method} has no result: {json.dumps(result)[:2000]}"
    kind = result.get("resultType") if revision == MODERN else "complete"
    if kind == "input_required":
        assert method in ASKING, f"{method} cannot ask the client: {json.dumps(result)[:2000]}"
        check(result, revision, "InputRequiredResult")
        assert "inputRequests" in result or "requestState" in result, "it asks for nothing"
    elif kind == "task":
        assert method in TASK_MAKING, f"{method} makes no task: {json.dumps(result)[:2000]}"
        check(result, TASKS, "CreateTaskResult")
    else:
        is_extension = revision == MODERN and method.startswith("tasks/")
        check(result, TASKS if is_extension else revision, RESULTS[method])
        assert kind == "complete", f"an unknown resultType: {kind}"


def _response_definition(revision: str) -> str:
    return "JSONRPCResultResponse" if revision >= "2025-11-25" else "JSONRPCResponse"


def _check_error(message: dict, revision: str):
    is_late = revision >= "2025-11-25"
    check(message, revision, "JSONRPCErrorResponse" if is_late else "JSONRPCError")
    name = ERRORS.get(revision, {}).get(message["error"]["code"])
    if name:
        target = message if "id" in _properties(revision, name) else message["error"]
        check(target, revision, name)


def _properties(revision: str, definition: str) -> dict:
    return _schema(revision)["$defs"][definition].get("properties", {}) if ARE_PRESENT else {}
