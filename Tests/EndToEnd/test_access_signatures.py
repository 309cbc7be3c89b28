"""Requests signed with Signature Version 4 by botocore, and what is not signed as it should be."""

import datetime
import http.client
import json

import pytest
import schemas
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from toolrack import FIXTURES, Toolrack, plugin_folder, run, write_configuration

REGION = "eu-central-1"
SERVICE = "bedrock-agentcore"
KEY = "AKIDGATEWAY"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
TEMPORARY = "ASIATEMPORARY"
SESSION_TOKEN = "a-session-token/with+signs="
CALLER_PART = 3


@pytest.fixture(scope="module")
def rack(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rack")
    plugins = plugin_folder(folder, FIXTURES / "mirror.so")
    keys = [
        {
            "accessKeyId": KEY,
            "secretAccessKey": "${env:GATEWAY_SECRET}",
            "client": "gateway",
            "scopes": ["tools/call"],
        },
        {
            "accessKeyId": TEMPORARY,
            "secretAccessKey": SECRET[::-1],
            "sessionToken": SESSION_TOKEN,
            "client": "temporary",
        },
    ]
    access = {"sigv4": {"region": REGION, "keys": keys}}
    configuration = {"plugins": str(plugins), "access": access}
    with Toolrack(folder, configuration, {"GATEWAY_SECRET": SECRET}) as rack:
        yield rack


number = 0


def body(method="tools/list", **params):
    """A message of its own, so that no two requests have one signature."""
    global number
    number += 1
    meta = {
        "io.modelcontextprotocol/protocolVersion": schemas.MODERN,
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    params = {**params, "_meta": meta}
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params})


def signed(rack, data, credentials=None, service=SERVICE, region=REGION, path="/mcp", **fields):
    message = json.loads(data)
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": schemas.MODERN,
        "Mcp-Method": message["method"],
        **fields,
    }
    if name := message["params"].get("name"):
        headers["Mcp-Name"] = name
    request = AWSRequest("POST", f"http://127.0.0.1:{rack.port}{path}", headers, data)
    credentials = credentials or Credentials(KEY, SECRET)
    SigV4Auth(credentials, service, region).add_auth(request)
    return request.prepare()


def send(rack, request, **changes):
    headers = {**request.headers, **changes}
    connection = http.client.HTTPConnection("127.0.0.1", rack.port, timeout=20)
    path = request.url.partition(str(rack.port))[2]
    connection.request("POST", path, request.body, headers)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response, text


def test_a_signed_request_is_let_in(rack):
    response, text = send(rack, signed(rack, body()))
    assert response.status == 200, text
    data = body("tools/call", name="mirror_request", arguments={})
    response, text = send(rack, signed(rack, data))
    told = json.loads(text)["result"]["content"][CALLER_PART]["text"]
    assert json.loads(told) == {"client_id": "gateway", "scope": "tools/call"}


def test_temporary_credentials_bring_their_token(rack):
    good = Credentials(TEMPORARY, SECRET[::-1], SESSION_TOKEN)
    assert send(rack, signed(rack, body(), good))[0].status == 200
    for token in (None, "another"):
        wrong = Credentials(TEMPORARY, SECRET[::-1], token)
        assert send(rack, signed(rack, body(), wrong))[0].status == 403


def refused(rack, request, **changes):
    response, text = send(rack, request, **changes)
    assert response.status == 403, text
    assert "WWW-Authenticate" not in response.headers
    assert text.startswith(response.headers["X-Amzn-ErrorType"])
    return response.headers["X-Amzn-ErrorType"]


def test_unsigned_requests_are_refused(rack):
    request = signed(rack, body())
    del request.headers["Authorization"]
    assert refused(rack, request) == "MissingAuthenticationToken"


def test_an_unknown_key_and_a_wrong_secret_sound_alike(rack):
    answers = set()
    for credentials in (Credentials("AKIDUNKNOWN", SECRET), Credentials(KEY, SECRET + "x")):
        response, text = send(rack, signed(rack, body(), credentials))
        answers.add((response.status, text))
    assert len(answers) == 1 and answers.pop()[0] == 403


def test_what_is_changed_on_the_way_is_refused(rack):
    invalid = "InvalidSignatureException"
    request = signed(rack, body())
    request.body = request.body.replace("tools/list", "tools/lisT")
    assert refused(rack, request) == invalid
    assert refused(rack, signed(rack, body(), **{"X-Amz-Meta": "a"}), **{"X-Amz-Meta": "b"})
    request = signed(rack, body())
    request.url += "?x=1"
    assert refused(rack, request) == invalid
    extra = {"X-Amz-Extra": "added"}
    assert refused(rack, signed(rack, body()), **extra) == "IncompleteSignature"


@pytest.mark.parametrize("place", [{"service": "execute-api"}, {"region": "us-east-1"}])
def test_signatures_for_other_places_are_refused(rack, place):
    assert refused(rack, signed(rack, body(), **place)) == "SignatureDoesNotMatch"


@pytest.mark.parametrize("minutes", [-10, 10])
def test_clocks_may_not_differ_much(rack, minutes, monkeypatch):
    shifted = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=minutes)
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda **_: shifted)
    assert refused(rack, signed(rack, body())) == "InvalidSignatureException"


@pytest.mark.parametrize("minutes", [-4, 4])
def test_clocks_may_differ_by_some_minutes(rack, minutes, monkeypatch):
    shifted = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=minutes)
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda **_: shifted)
    assert send(rack, signed(rack, body()))[0].status == 200


def test_a_request_is_taken_once(rack):
    request = signed(rack, body())
    assert send(rack, request)[0].status == 200
    assert refused(rack, request) == "InvalidSignatureException"


def test_the_path_is_taken_as_it_came(rack):
    response, text = send(rack, signed(rack, body(), path="/mcp/../mcp"))
    assert response.status == 404
    response, _ = send(rack, signed(rack, body(), path="/mcp?a=%2F&b=%20x"))
    assert response.status == 200


def test_no_secret_is_in_the_log(rack):
    request = signed(rack, body())
    signature = request.headers["Authorization"].rpartition("=")[2]
    assert len(signature) == 64
    assert send(rack, request)[0].status == 200 and refused(rack, request)
    for hidden in (SECRET, SECRET[::-1], SESSION_TOKEN, signature):
        assert not any(hidden in line for line in rack.errors)


@pytest.mark.parametrize(
    "sigv4, text",
    [
        ({}, 'needs "region" and "keys"'),
        ({"region": "x", "keys": [{}]}, "needs accessKeyId"),
        ({"region": "x", "keys": {}}, "must be an array"),
        ({"region": "x", "keys": [], "skewSeconds": 10_000}, "from 1 to 900"),
    ],
)
def test_wrong_settings_are_told(tmp_path, sigv4, text):
    configuration = {"access": {"sigv4": sigv4}, "plugins": str(plugin_folder(tmp_path))}
    path = write_configuration(tmp_path, configuration)
    result = run("serve", "--config", path, "--listen", "127.0.0.1:0", cwd=tmp_path)
    assert result.returncode == 78 and text in result.stderr
