"""The official Lark client for Python and a sandbox of its own for each module of tests.

The binary is taken from TOOLRACK_BIN_DIR or TOOLRACK_BUILD, or else from .build/release.
"""

import importlib
import itertools
import json
import os
import pathlib
import subprocess
import urllib.request

import pytest

lark = pytest.importorskip("lark_oapi")

APP_ID = "cli_sandbox000000000"
APP_SECRET = "SandboxSecretOnlyForThisMachine0"
USER_TOKEN = "u-sandbox.linxiaoyu.0000000000000000"
ROOT = pathlib.Path(__file__).resolve().parents[2]
DAY = 86_400
NUMBERS = itertools.count(1)


def binary() -> pathlib.Path:
    named = os.environ.get("TOOLRACK_BIN_DIR") or os.environ.get("TOOLRACK_BUILD")
    path = pathlib.Path(named or ROOT / ".build/release") / "lark-sandbox"
    if not path.exists():
        pytest.skip(f"{path} is not built")
    return path


class Sandbox:
    def __init__(self, *options: str, app_id: str = APP_ID) -> None:
        self.app_id = app_id
        self.process = subprocess.Popen(
            [binary(), "--listen", "127.0.0.1:0", "--app-id", app_id, *options],
            stdout=subprocess.PIPE,
            text=True,
        )
        line = self.process.stdout.readline()
        self.url = next(word for word in line.split() if word.startswith("http://"))

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(timeout=10)

    def get(self, path: str) -> dict:
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return json.load(answer)

    def control(self, **orders) -> None:
        request = urllib.request.Request(
            self.url + "/sandbox/control", data=json.dumps(orders).encode(), method="POST"
        )
        urllib.request.urlopen(request, timeout=10).close()

    def client(self, takes_user_tokens: bool = False) -> "lark.Client":
        return (
            lark.Client.builder()
            .app_id(self.app_id)
            .app_secret(APP_SECRET)
            .domain(self.url)
            .enable_set_token(takes_user_tokens)
            .log_level(lark.LogLevel.CRITICAL)
            .build()
        )


@pytest.fixture(scope="module")
def sandbox():
    running = Sandbox()
    yield running
    assert running.stop() == 0


@pytest.fixture
def client(sandbox):
    sandbox.control(reset=True)
    return sandbox.client()


@pytest.fixture
def user_client(sandbox):
    return sandbox.client(takes_user_tokens=True)


@pytest.fixture
def user():
    return lark.RequestOption.builder().user_access_token(USER_TOKEN).build()


def people(sandbox) -> dict:
    return {person["email"].split("@")[0]: person for person in sandbox.get("/sandbox")["people"]}


def chat(sandbox, name: str) -> str:
    return next(c["chat_id"] for c in sandbox.get("/sandbox")["chats"] if name in c["name"])


@pytest.fixture(scope="module")
def calm_sandbox():
    """Without limits on pace, and with an app of its own: the client keeps tokens by app."""
    running = Sandbox("--no-rate-limits", app_id=f"cli_sandbox{next(NUMBERS):09}")
    yield running
    assert running.stop() == 0


@pytest.fixture
def api(calm_sandbox):
    calm_sandbox.control(reset=True)
    return Api(calm_sandbox)


class Api:
    """Calls the methods of the client by name: `api("im.v1.pin.create", body={...})`."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.clients = {user: sandbox.client(user) for user in (False, True)}

    def raw(self, name: str, body=None, as_user: bool = False, **fields):
        domain, version, resource, method = name.split(".")
        models = importlib.import_module(f"lark_oapi.api.{domain}.{version}")
        builder = getattr(models, camel(method) + camel(resource) + "Request").builder()
        for field, value in fields.items():
            builder = getattr(builder, field)(value)
        if body is not None:
            builder = builder.request_body(body)
        group = getattr(getattr(self.clients[as_user], domain), version)
        call = getattr(getattr(group, resource), method)
        if not as_user:
            return call(builder.build())
        option = lark.RequestOption.builder().user_access_token(USER_TOKEN).build()
        return call(builder.build(), option)

    def __call__(self, name: str, body=None, as_user: bool = False, **fields):
        """The data of a success."""
        answer = self.raw(name, body, as_user, **fields)
        assert answer.success(), f"{name}: {answer.code} {answer.msg} {answer.error}"
        return getattr(answer, "data", None) or answer

    def refused(self, name: str, body=None, as_user: bool = False, **fields) -> int:
        """The code of a refusal."""
        answer = self.raw(name, body, as_user, **fields)
        assert not answer.success(), name
        assert answer.get_log_id()
        return answer.code

    def send(self, method: str, uri: str, body=None, queries=(), as_user: bool = False) -> dict:
        """What the client has no method for."""
        kind = lark.AccessTokenType.USER if as_user else lark.AccessTokenType.TENANT
        builder = lark.BaseRequest.builder().http_method(getattr(lark.HttpMethod, method))
        builder = builder.uri(uri).token_types({kind}).queries(list(queries))
        request = builder.body(body).build() if body is not None else builder.build()
        if as_user:
            option = lark.RequestOption.builder().user_access_token(USER_TOKEN).build()
            return json.loads(self.clients[True].request(request, option).raw.content)
        return json.loads(self.clients[False].request(request).raw.content)


def camel(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))
