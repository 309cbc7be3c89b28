"""Clients of the Everything plugin, of either era, and what that plugin is known by."""

import itertools

import schemas
from arriving import Arriving, get_stream
from schemas import LEGACY, MODERN
from toolrack import FIXTURES, plugin_folder
from wire import Connection, Response, envelope, initialize, modern_fields, request

REVISIONS = (MODERN, *LEGACY)
LATEST_LEGACY = LEGACY[0]

CAPABILITIES_KEY = "io.modelcontextprotocol/clientCapabilities"
LOG_LEVEL = "io.modelcontextprotocol/logLevel"
SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId"
TASKS = "io.modelcontextprotocol/tasks"

# What clients declare.
NOTHING: dict = {}
ELICITATION = {"elicitation": {}}
SAMPLING = {"sampling": {}}
ROOTS = {"roots": {}}
EVERYTHING = {**ELICITATION, **SAMPLING, **ROOTS}
WITH_TASKS = {**EVERYTHING, "extensions": {TASKS: {}}}

IMAGE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mP4z8AAAAMBAQD3A0FDAAAAAElFTkSuQmCC"
)
AUDIO = "UklGRiwAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQgAAAAAAAAAAAAAAA=="


def form(**properties) -> dict:
    """A form with the given properties, all of them required."""
    return {"type": "object", "properties": properties, "required": list(properties)}


NAME_FORM = form(name={"type": "string"})
OK_FORM = form(ok={"type": "boolean"})
# A tool without arguments.
NO_ARGUMENTS = {"type": "object", "additionalProperties": False}


def accept(**content) -> dict:
    """The answer to an elicitation."""
    return {"action": "accept", "content": content}


def sampled(text: str) -> dict:
    """The answer to a sampling request."""
    content = {"type": "text", "text": text}
    return {"role": "assistant", "content": content, "model": "test", "stopReason": "endTurn"}


def roots(*uris: str) -> dict:
    """The answer to a request for the roots."""
    return {"roots": [{"uri": uri, "name": uri.rpartition("/")[2]} for uri in uris]}


def text_of(result: dict) -> str:
    """The text of a result that is one block of text."""
    assert [block["type"] for block in result["content"]] == ["text"], result
    return result["content"][0]["text"]


def configuration(folder, isolation="worker", beside=(), **members) -> dict:
    """Of a host with the Everything plugin, and with what is given beside it."""
    sources = [FIXTURES / "everything.so", *beside]
    settings = {"prefix": "", "isolation": isolation}
    whole = {"plugins": str(plugin_folder(folder, *sources)), "plugin": {"everything": settings}}
    return {**whole, "tasks": True, **members}


ABSENT = object()


def call_params(tool, arguments=None, answers=ABSENT, state=None) -> dict:
    """Parameters of a tools/call, and of its retry where there are answers or a state."""
    members = {"arguments": arguments, "inputResponses": answers, "requestState": state}
    left_out = (None, ABSENT)
    params = {name: value for name, value in members.items() if value not in left_out}
    return {"name": tool, **params, **({"inputResponses": None} if answers is None else {})}


class Client:
    """What clients of both eras have in common. Ids are counted up, as clients do: those of two
    clients are the same."""

    revision: str

    def __init__(self, port: int):
        self.port = port
        self.ids = itertools.count(1)
        self.connection = Connection(port)
        self._opened: list[Arriving] = []

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.connection.socket.close()
        for arriving in self._opened:
            arriving.close()

    def ask(self, method: str, params=None, **more) -> Response:
        """One request on the client's own connection, and the answer to it."""
        body, fields = self._message(method, params, **more)
        response = self.connection.post(body, fields)
        schemas.check_all(response.messages, self.revision, method)
        return response

    def start(self, method: str, params=None, **more) -> Arriving:
        """One request on a new connection, and the answer as it comes."""
        body, fields = self._message(method, params, **more)
        connection = Connection(self.port)
        connection.begin(body, fields)
        return self._arriving(Arriving(connection, self.revision, method))

    def call(self, tool: str, arguments=None, answers=ABSENT, state=None, **more) -> Response:
        return self.ask("tools/call", call_params(tool, arguments, answers, state), **more)

    def start_call(self, tool: str, arguments=None, **more) -> Arriving:
        return self.start("tools/call", call_params(tool, arguments), **more)

    def text(self, tool: str, arguments=None, **more) -> str:
        """What a tool says."""
        result = self.call(tool, arguments, **more).result
        assert not result.get("isError"), result
        return text_of(result)

    def names(self, method="tools/list", member="tools", key="name") -> list[str]:
        return [item[key] for item in self.ask(method).result[member]]

    def _arriving(self, arriving: Arriving) -> Arriving:
        self._opened.append(arriving)
        return arriving

    def _message(self, method, params, **more) -> tuple[dict, dict]:
        raise NotImplementedError


class ModernClient(Client):
    revision = MODERN

    def __init__(self, port: int, capabilities=None):
        super().__init__(port)
        self.capabilities = NOTHING if capabilities is None else capabilities

    def listen(self, id="listening", **filter) -> Arriving:
        """A subscription that has been acknowledged, with all that was asked for."""
        stream = self.start("subscriptions/listen", {"notifications": filter}, id=id)
        acknowledgement = stream.message()
        assert acknowledgement["method"] == "notifications/subscriptions/acknowledged"
        assert acknowledgement["params"]["notifications"] == filter
        assert acknowledgement["params"]["_meta"][SUBSCRIPTION_ID] == id
        return stream

    def _message(self, method, params, id=None, capabilities=None, meta=None, fields=None):
        own = self.capabilities if capabilities is None else capabilities
        whole = {**envelope(), CAPABILITIES_KEY: own, **(meta or {})}
        params = {**(params or {}), "_meta": whole}
        body = request(method, params, next(self.ids) if id is None else id)
        return body, {**modern_fields(method, params), **(fields or {})}


class LegacyClient(Client):
    """A client that shakes hands, and keeps the session's id; or one that does neither, as behind
    a gateway that spreads requests."""

    def __init__(self, port: int, revision=LATEST_LEGACY, capabilities=None, has_session=True):
        super().__init__(port)
        self.revision = revision
        self.session: str | None = None
        if has_session:
            self.initialized = self._initialize(NOTHING if capabilities is None else capabilities)

    def _initialize(self, capabilities) -> dict:
        params = {**initialize(self.revision), "capabilities": capabilities}
        response = self.ask("initialize", params)
        self.session = response.fields["mcp-session-id"]
        assert self.notify("notifications/initialized").status == 202
        return response.result

    def notify(self, method: str, params=None, **more) -> Response:
        """One notification on a connection of its own."""
        body, fields = self._message(method, params, **more)
        del body["id"]
        return self._post(body, fields)

    def start_batch(self, batch: list) -> Arriving:
        connection = Connection(self.port)
        connection.begin(batch, self._fields())
        methods = {message["id"]: message["method"] for message in batch if "id" in message}
        return self._arriving(Arriving(connection, self.revision, methods))

    def answer(self, question: dict, result: dict) -> Response:
        """Answers a request of the server, on a connection of its own."""
        return self.respond({"id": question["id"], "result": result})

    def refuse(self, question: dict, code: int, message: str) -> Response:
        """Answers a request of the server with an error."""
        return self.respond({"id": question["id"], "error": {"code": code, "message": message}})

    def respond(self, message: dict) -> Response:
        return self._post({"jsonrpc": "2.0", **message}, self._fields())

    def listen(self, method=None, **fields) -> Arriving:
        """The stream of notifications; or of the answer to a method, where it is resumed."""
        fields = {**self._fields(), **fields}
        return self._arriving(get_stream(self.port, self.revision, fields, method))

    def _post(self, body, fields) -> Response:
        with Connection(self.port) as connection:
            return connection.post(body, fields)

    def _message(self, method, params, id=None, meta=None, fields=None):
        if meta is not None:
            params = {**(params or {}), "_meta": meta}
        body = request(method, params, next(self.ids) if id is None else id)
        own = {} if method == "initialize" else self._fields()
        return body, {**own, **(fields or {})}

    def _fields(self) -> dict:
        return {"MCP-Protocol-Version": self.revision, "Mcp-Session-Id": self.session}


def connect(port: int, revision: str, capabilities=None) -> Client:
    """A client of any revision."""
    if revision == MODERN:
        return ModernClient(port, capabilities)
    return LegacyClient(port, revision, capabilities)
