"""What proves to servers behind the Remote plugin who is asking."""

import json

import pytest
from gateways import ScriptedServer, said, text_of, tool
from own_issuer import OwnIssuer
from test_access_signatures import KEY, REGION, SECRET, SERVICE
from toolrack import FIXTURES, Toolrack, eventually, plugin_folder

API_KEY = "key-that-nobody-may-see"
CLIENT_TOKEN = "the-clients-own-token"


@pytest.fixture
def scripted():
    with ScriptedServer(tools=[tool("hello")]) as server:
        server.results["tools/call"] = said("hello")
        yield server


@pytest.fixture
def issuer(tmp_path):
    folder = tmp_path / "issuer"
    folder.mkdir()
    issuer = OwnIssuer(folder)
    issuer.secret = issuer.add("gateway")
    return issuer


def grant(issuer, **more):
    return {
        "clientCredentials": {
            "tokenUrl": f"{issuer.url}/oauth2/token",
            "clientId": "gateway",
            "clientSecret": "${env:CLIENT_SECRET}",
            **more,
        }
    }


def test_fields_are_sent_and_the_clients_own_token_is_not(scripted, gateway):
    credentials = {"fields": {"X-Api-Key": "${env:API_KEY}"}}
    rack = gateway(
        {"t": {"url": scripted.url, "credentials": credentials}},
        environment={"API_KEY": API_KEY},
    )
    fields = {"Authorization": f"Bearer {CLIENT_TOKEN}"}
    assert text_of(rack.call("t___hello", fields=fields)) == "hello"
    for _, seen in scripted.seen:
        assert seen["x-api-key"] == API_KEY
        assert CLIENT_TOKEN not in json.dumps(seen)


def test_a_server_that_echoes_a_secret_does_not_give_it_away(scripted, gateway):
    scripted.before = lambda server, message, fields: (
        (400, {"Content-Type": "application/json"},
         json.dumps({"jsonrpc": "2.0", "id": message["id"],
                     "error": {"code": -32000, "message": f"bad {fields['x-api-key']}"}}).encode())
        if message.get("method") == "tools/call" else None
    )
    credentials = {"fields": {"X-Api-Key": API_KEY}}
    rack = gateway({"t": {"url": scripted.url, "credentials": credentials}}, statusTool=True)
    assert rack.tools()
    result = json.dumps(rack.call("t___hello").message)
    assert "bad ***" in result and API_KEY not in result
    assert API_KEY not in json.dumps(rack.call("remote_targets").result)
    assert API_KEY not in "\n".join(rack.errors)


@pytest.mark.parametrize("authentication", ["basic", "body"])
def test_a_token_by_client_credentials(issuer, gateway, authentication):
    with issuer.start() as behind:
        credentials = grant(issuer, authentication=authentication, scopes=["tools/call"])
        rack = gateway(
            {"t": {"url": f"{issuer.url}/mcp", "credentials": credentials}},
            environment={"CLIENT_SECRET": issuer.secret}, statusTool=True,
        )
        assert "t___mirror" in "".join(rack.tools()) or len(rack.tools()) > 1
        name = next(name for name in rack.tools() if name.startswith("t___"))
        assert "result" in rack.call(name).message
        log = "\n".join(rack.errors + behind.errors)
        assert issuer.secret not in log and "eyJ" not in log


def test_a_wrong_secret_is_asked_for_seldom_and_never_shown(issuer, gateway):
    with issuer.start():
        rack = gateway(
            {"t": {"url": f"{issuer.url}/mcp", "credentials": grant(issuer)}},
            environment={"CLIENT_SECRET": "wrong-secret-of-the-gateway"}, statusTool=True,
        )
        rack.wait_for_log("target t", "is down", "invalid_client")
        assert set(rack.tools()) == {"remote_targets"}
        status = rack.call("remote_targets").result["structuredContent"]["targets"][0]
        assert status["up"] is False and "invalid_client" in status["lastError"]
        assert "wrong-secret-of-the-gateway" not in "\n".join(rack.errors)


def test_a_token_that_is_refused_is_replaced_once(scripted, gateway):
    given = []

    class Tokens(ScriptedServer):
        def receive(self, handler, body):
            given.append(body)
            answer = {"access_token": f"token-{len(given)}", "token_type": "Bearer"}
            self.send(handler, 200, {}, json.dumps(answer).encode())

    refused = set()

    def before(server, message, fields):
        if fields.get("authorization") in refused:
            return (401, {"WWW-Authenticate": "Bearer"}, b"")

    scripted.before = before
    with Tokens() as tokens:
        credentials = {
            "clientCredentials": {
                "tokenUrl": tokens.url, "clientId": "a", "clientSecret": "secret-of-a",
            }
        }
        rack = gateway({"t": {"url": scripted.url, "credentials": credentials}})
        assert text_of(rack.call("t___hello")) == "hello"
        assert len(given) == 1
        refused.add("Bearer token-1")

        def replaced():
            return not rack.call("t___hello").result.get("isError")

        assert eventually(replaced, seconds=30, interval=0.5)
        assert len(given) == 2


def test_requests_are_signed_for_a_server_that_checks_signatures(tmp_path, gateway):
    folder = tmp_path / "runtime"
    folder.mkdir()
    keys = [{"accessKeyId": KEY, "secretAccessKey": SECRET, "client": "gateway"}]
    configuration = {
        "plugins": str(plugin_folder(folder, FIXTURES / "mirror.so")),
        "access": {"sigv4": {"region": REGION, "service": SERVICE, "keys": keys}},
    }
    with Toolrack(folder, configuration) as runtime:
        target = {"url": runtime.url, "credentials": {"aws": {"service": SERVICE}}}
        rack = gateway(
            {"t": {**target}, "wrong": {**target, "credentials": {"aws": {"service": "s3"}}}},
            environment={
                "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_REGION": REGION,
            },
            plugin={"aws": [SERVICE]},
        )
        assert eventually(lambda: [name for name in rack.tools() if name.startswith("t___")])
        name = next(name for name in rack.tools() if name.startswith("t___"))
        assert "result" in rack.call(name).message
        rack.wait_for_log("target wrong", "is down", "s3")
        log = "\n".join(rack.errors + runtime.errors)
        assert SECRET not in log and "Signature=" not in log
