"""Compares the requests of a Lark tool with those of the official client for the same intention.

Both ask one local Lark through one recording proxy. A row names a tool, its arguments, and the
calls of `lark-oapi` that mean the same, in order, look-ups included (requests for tokens are left
out):

    from lark_requests import Call, Row, pair, rows, world  # noqa: F401

    ROWS = [
        Row(
            "recall_message",
            given=lambda scene: scene.did("im.v1.message.create", ...)["message_id"],
            arguments=lambda scene: {"messages": [scene.given]},
            calls=lambda scene: [Call("im.v1.message.delete", message_id=scene.given)],
        ),
    ]

    @rows(ROWS)
    def test_requests_are_those_of_the_official_client(pair, row):
        pair.compare(row)

- `Row(tool, arguments, calls, given=None, as_user=False, label="", may_fail=False, marks=())`:
  `arguments` and `calls` are values or functions of the scene. Several rows of one tool need
  labels. `may_fail` is for what the local Lark refuses or has not: the requests are compared all
  the same. `marks` are pytest's, as `pytest.mark.xfail(strict=True, reason=...)`.
- `Call(name, body=None, as_user=None, **fields)`: `name` is the method of the client with its
  service, version and resource ("im.v1.message.create"), `fields` are the setters of its request
  builder (path and query), `body` is a dictionary of which the client's own body type is made.
  Members and values that the types of the client do not know are refused. `as_user` is that of the
  row unless given. An idempotency key is added where the request of the client has one; a key that
  Lark's documents do not have is left out as `client_token=None`.
- `Plain(method, path, body=None, as_user=None, query=())`: only where the client has no class.
- `scene`: `given`, what the `given` function of the row returned; `person(name)`, `chat(name)`,
  `calendar(name)`, `document(title)` are ids of the seed; `did(name, body, **fields)` does a call
  beforehand, and returns its data; `answers[i]`, in `calls`, is the data that Lark answered to the
  i-th request of the tool; `rack` is the running server, to call tools beforehand.

What is made equal before the comparison, and why, tells `lark_recording.py`. Every row has a new
server and a new state of the local Lark, so nothing is remembered from another row. `rows` gives
each row its name; a tool is covered where a row names it.
"""

import contextlib
import difflib
import importlib
import itertools
import json
import keyword
import typing
import uuid
from dataclasses import dataclass, field

import lark_oapi as lark
import pytest
from lark_recording import KEYS, RecordingProxy, Request
from lark_sdk import APP_SECRET, NUMBERS, Sandbox
from lark_tools import AS_USER, USER_FIELD, USER_TOKEN, LarkRack
from toolrack import PLUGINS, Toolrack, plugin_folder


# Members whose type in the client is not the one of Lark's documents, and the documented type.
MISTYPED = {
    "contact.v3.department.children department_id": str,
    "search.v2.message.create.from_ids": list[str],
    "search.v2.message.create.chat_ids": list[str],
}


class Call:
    """A call of the official client by the name of its method."""

    def __init__(self, name: str, body=None, as_user=None, **fields):
        self.name, self.body, self.as_user, self.fields = name, body, as_user, fields

    def request(self) -> lark.BaseRequest:
        service, version, resource, method = self.name.split(".")
        models = importlib.import_module(f"lark_oapi.api.{service}.{version}")
        builder = getattr(models, f"{_camel(method)}{_camel(resource)}Request").builder()
        setters = {name for name in dir(builder) if not name.startswith("_")} - {"build"}
        fields = {name: str(uuid.uuid4()) for name in KEYS.keys() & setters} | self.fields
        for name, value in fields.items():
            assert name in setters, f"{self.name} has no {name}, but {sorted(setters)}"
            if value is None:
                continue
            setter = getattr(builder, name)
            _check(typing.get_type_hints(setter)[name], value, f"{self.name} {name}")
            # The client writes str(True), "True", where Lark's documents say true.
            setter(str(value).lower() if isinstance(value, bool) else value)
        if "request_body" in setters:
            kind = typing.get_type_hints(builder.request_body)["request_body"]
            builder.request_body(self._body(kind))
        else:
            assert self.body is None, f"{self.name} has no body"
        return builder.build()

    def _body(self, kind):
        keys = {name: str(uuid.uuid4()) for name in KEYS.keys() & kind._types}
        if self.body is None and not keys:
            return None
        body = keys | (self.body or {})
        _check(kind, body, self.name)
        return _with_real_names(kind(body))

    def send(self, client: lark.Client, option: lark.RequestOption):
        method = client
        for name in self.name.split("."):
            method = getattr(method, name)
        return method(self.request(), option)


class Plain(Call):
    """A request that the official client has no class for."""

    def __init__(self, method: str, path: str, body=None, as_user=None, query=()):
        self.method, self.path, self.body, self.as_user = method, path, body, as_user
        self.query = list(query)

    def send(self, client: lark.Client, option: lark.RequestOption):
        kind = lark.AccessTokenType.USER if option.user_access_token else None
        builder = lark.BaseRequest.builder().http_method(getattr(lark.HttpMethod, self.method))
        builder = builder.uri(self.path).queries(self.query).body(self.body)
        # The client says by itself what a body is only where it has a class.
        builder = builder.headers({"Content-Type": "application/json"} if self.body else {})
        request = builder.token_types({kind or lark.AccessTokenType.TENANT}).build()
        return client.request(request, option)


@dataclass
class Row:
    tool: str
    arguments: object
    calls: object
    given: object = None
    as_user: bool = False
    label: str = ""
    may_fail: bool = False
    marks: object = ()


def rows(table: list[Row]):
    """The parametrisation of a test by a table of rows."""
    names = [row.tool + (f" {row.label}" if row.label else "") for row in table]
    assert len(names) == len(set(names)), f"rows of one name in {names}"
    parameters = [pytest.param(row, id=n, marks=row.marks) for row, n in zip(table, names)]
    return pytest.mark.parametrize("row", parameters)


@dataclass
class World:
    """A local Lark, the proxy before it, and the official client that asks through the proxy."""

    sandbox: Sandbox
    proxy: RecordingProxy
    clients: dict = field(default_factory=dict)

    def send(self, call: Call, as_user: bool) -> bytes:
        """What Lark answers to a call of the official client."""
        if as_user not in self.clients:
            builder = lark.Client.builder().app_id(self.sandbox.app_id).app_secret(APP_SECRET)
            builder = builder.domain(self.proxy.url).enable_set_token(as_user)
            self.clients[as_user] = builder.log_level(lark.LogLevel.CRITICAL).build()
        option = lark.RequestOption.builder()
        option = (option.user_access_token(USER_TOKEN) if as_user else option).build()
        return call.send(self.clients[as_user], option).raw.content


class Scene:
    """What the functions of a row may ask for."""

    def __init__(self, rack: "RecordedRack", world: World):
        self.rack, self._world = rack, world
        self.given = None
        self.answers: list = []
        self.person, self.chat = rack.person, rack.chat

    def calendar(self, name: str) -> str:
        """The id of the primary calendar of the person whose address begins so."""
        people = self.rack.overview()["people"]
        return next(one["calendar_id"] for one in people if one["email"].startswith(name))

    def document(self, title: str) -> str:
        """The token of the document whose title holds this."""
        documents = self.rack.overview()["documents"]
        return next(one["token"] for one in documents if title in one["title"])

    def did(self, name: str, body=None, as_user=False, **fields) -> dict:
        answer = json.loads(self._world.send(Call(name, body, **fields), as_user))
        assert answer["code"] == 0, f"{name}: {answer}"
        return answer.get("data", answer)


class RecordedRack(LarkRack):
    """A server with every tool of the Lark plugin, which asks Lark through the proxy, and which may
    also reach the addresses of `egress`. `more` are settings of the plugin."""

    def __init__(self, folder, world: World, egress=(), environment=None, **more):
        self.sandbox = world.sandbox
        settings = {"appId": world.sandbox.app_id, "appSecret": APP_SECRET}
        settings.update(baseURL=world.proxy.url, accountsURL=world.proxy.url)
        settings.update(presets=["all"], allow=["*"], **more)
        configuration = {
            "egress": [world.proxy.address, *egress],
            "settings": settings,
            "callerFields": {"lark_user_access_token": USER_FIELD},
        }
        plugins = plugin_folder(folder, PLUGINS / "lark.so")
        whole = {"plugins": str(plugins), "plugin": {"lark": configuration}}
        self.server = Toolrack(folder, whole, environment)

    def __exit__(self, *exception):
        self.server.assert_running()
        assert self.server.stop() == 0


class Pair:
    """A tool server and the official client before one local Lark."""

    def __init__(self, rack: RecordedRack, world: World):
        self.rack, self.world = rack, world

    def compare(self, row: Row):
        """Fails with a readable difference where the tool asks otherwise than the client."""
        scene = Scene(self.rack, self.world)
        scene.given = _of(row.given, scene)
        arguments = _of(row.arguments, scene)
        self.world.proxy.take()
        ask = self.rack.raw if row.may_fail else self._ask
        ask(row.tool, arguments, AS_USER if row.as_user else None)
        asked = self.world.proxy.take()
        scene.answers = [_answer(request) for request in asked]
        calls = _of(row.calls, scene)
        self.world.proxy.take()
        for call in calls:
            as_user = row.as_user if call.as_user is None else call.as_user
            with contextlib.suppress(ValueError):  # An answer that is not JSON.
                self.world.send(call, as_user)
        difference = differences(asked, self.world.proxy.take())
        assert not difference, f"{row.tool} {arguments}\n{difference}"


    def _ask(self, tool: str, arguments: dict, fields):
        self.rack.ask(tool, fields, **arguments)


def differences(asked: list[Request], expected: list[Request]) -> str:
    """Empty where both are the same requests in the same order."""
    told = []
    pairs = itertools.zip_longest(asked, expected)
    for number, (tool, client) in enumerate(pairs, 1):
        texts = [one.text.splitlines() if one else ["no request"] for one in (client, tool)]
        names = (f"request {number} of the official client", f"request {number} of the tool")
        told += difflib.unified_diff(*texts, *names, n=99, lineterm="")
    return "\n".join(told)


def _of(value, scene: Scene):
    return value(scene) if callable(value) else value


def _answer(request: Request):
    try:
        return request.data
    except ValueError:
        return request.answer


def _check(kind, value, where: str):
    """Refuses what the types of the official client do not have."""
    kind = MISTYPED.get(where, kind)
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if kind is typing.Any or value is None or origin is typing.IO:
        return
    if origin is list:
        assert isinstance(value, list), f"{where}: the client has a list, not {value!r}"
        for element in value:
            _check(inner[0], element, f"{where}[]")
    elif origin is dict:
        for name, member in value.items():
            _check(inner[1], member, f"{where}.{name}")
    elif hasattr(kind, "_types"):
        for name, member in value.items():
            assert name in kind._types, f"{where}: the client has no {name}"
            _check(kind._types[name], member, f"{where}.{name}")
    else:
        right = type(value) is kind or (kind is float and type(value) is int)
        # Its int64 members say int where Lark's documents and examples have digits in a string.
        right = right or (kind is int and isinstance(value, str) and value.isdecimal())
        assert right, f"{where}: the client has {kind.__name__}, not {value!r}"


def _with_real_names(value):
    """Members called `from_` become `from`: the client sends the name that Python allows."""
    if isinstance(value, list):
        return [_with_real_names(element) for element in value]
    if hasattr(value, "_types"):
        for name, member in list(vars(value).items()):
            del vars(value)[name]
            plain = name.removesuffix("_")
            real = plain if keyword.iskeyword(plain) else name
            vars(value)[real] = _with_real_names(member)
    return value


def _camel(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


@pytest.fixture(scope="module")
def world():
    # An app of its own: the client keeps tokens by app, for as long as the tests run.
    sandbox = Sandbox("--no-rate-limits", app_id=f"cli_sandbox{next(NUMBERS):09}")
    proxy = RecordingProxy(sandbox.url.removeprefix("http://"))
    yield World(sandbox, proxy)
    proxy.close()
    assert sandbox.stop() == 0


@pytest.fixture
def pair(world, tmp_path):
    with RecordedRack(tmp_path, world) as rack:
        rack.control(reset=True)
        yield Pair(rack, world)
