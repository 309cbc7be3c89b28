"""Bearer tokens: who is let in, and what the others are told."""

import base64
import json
import socket
import time

import jwt
import pytest
from issuer import Issuer
from toolrack import FIXTURES, Toolrack, plugin_folder, run, write_configuration
from wire import Connection, envelope, modern_fields, request

CALLER_PART = 3


@pytest.fixture(scope="module")
def issuer():
    with Issuer() as issuer:
        yield issuer


def configuration(folder, issuer, **rules):
    rules = rules or {"allowedClients": ["agent"], "allowedScopes": ["tools/call"]}
    plugins = plugin_folder(folder, FIXTURES / "mirror.so")
    access = {"jwt": {"discoveryUrl": issuer.discovery_url, **rules}}
    return {"plugins": str(plugins), "access": access}


@pytest.fixture(scope="module")
def rack(issuer, tmp_path_factory):
    folder = tmp_path_factory.mktemp("rack")
    with Toolrack(folder, configuration(folder, issuer)) as rack:
        yield rack


def ask(rack, token=None, method="tools/list", params=None, **fields):
    if token is not None:
        fields["Authorization"] = token if isinstance(token, list) else f"Bearer {token}"
    fields = {name.replace("_", "-"): value for name, value in fields.items()}
    with Connection(rack.port) as connection:
        return connection.modern(method, params or {}, fields=fields)


@pytest.mark.parametrize("key", ["rsa", "ec"])
def test_a_genuine_token_is_let_in(rack, issuer, key):
    response = ask(rack, issuer.token(key))
    assert response.status == 200
    assert response.result["tools"]


def test_plugins_are_told_the_claims_and_not_the_token(rack, issuer):
    token = issuer.token(team="red")
    params = {"name": "mirror_request", "arguments": {}}
    result = ask(rack, token, "tools/call", params).result
    told = result["content"][CALLER_PART]["text"]
    assert json.loads(told) == jwt.decode(token, options={"verify_signature": False})
    assert token.rpartition(".")[2] not in json.dumps(result)


def test_without_a_token_the_way_to_one_is_told(rack, issuer):
    response = ask(rack, Host=f"127.0.0.1:{rack.port}")
    assert response.status == 401
    url = f"http://127.0.0.1:{rack.port}/.well-known/oauth-protected-resource/mcp"
    challenge = f'Bearer scope="tools/call", resource_metadata="{url}"'
    assert response.fields["www-authenticate"] == challenge


@pytest.mark.parametrize("path", ["", "/mcp"])
def test_the_metadata_names_the_issuer(rack, issuer, path):
    with Connection(rack.port) as connection:
        connection.send(
            f"GET /.well-known/oauth-protected-resource{path} HTTP/1.1\r\n"
            f"Host: 127.0.0.1:{rack.port}\r\n\r\n".encode()
        )
        response = connection.receive()
    assert response.status == 200
    assert json.loads(response.body) == {
        "resource": f"http://127.0.0.1:{rack.port}/mcp",
        "resource_name": "Toolrack",
        "authorization_servers": [issuer.url],
        "bearer_methods_supported": ["header"],
        "scopes_supported": ["tools/call"],
    }


# Times are seconds from now, whenever the test runs.
WRONG = {
    "expired": {"exp": -120},
    "not yet": {"nbf": 120},
    "from the future": {"iat": 120},
    "another issuer": {"iss": "https://other.example"},
    "another client": {"client_id": "other"},
    "no client": {"client_id": None},
    "an id token": {"token_use": "id"},
    "no end": {"exp": None},
}


@pytest.mark.parametrize("changes", WRONG.values(), ids=WRONG)
def test_other_tokens_are_not(rack, issuer, changes):
    response = ask(rack, issuer.token(**times(changes)))
    assert response.status == 401
    assert 'error="invalid_token"' in response.fields["www-authenticate"]


@pytest.mark.parametrize("changes", [{"iat": 30, "nbf": 30}, {"iat": -7200, "exp": -30}])
def test_clocks_may_differ_by_less_than_a_minute(rack, issuer, changes):
    assert ask(rack, issuer.token(**times(changes))).status == 200


def times(claims):
    now = int(time.time())
    return {n: now + value if isinstance(value, int) else value for n, value in claims.items()}


def test_a_token_without_the_scope_is_told_which(rack, issuer):
    response = ask(rack, issuer.token(scope="tools/read"))
    assert response.status == 403
    challenge = response.fields["www-authenticate"]
    assert 'error="insufficient_scope"' in challenge and 'scope="tools/call"' in challenge


def test_forged_tokens_are_not(rack, issuer):
    good = issuer.token()
    header, payload, signature = good.split(".")
    public = issuer.public("rsa")
    forged = {
        "none": jwt.encode(issuer.claims(), "", algorithm="none", headers={"kid": "rsa"}),
        "hmac": jwt.encode(
            issuer.claims(), public["n"], algorithm="HS256", headers={"kid": "rsa"}
        ),
        "other kid": issuer.token(kid="ec"),
        "crit": issuer.token(headers={"crit": ["x"], "x": 1}),
        "truncated": good[:-10],
        "without its signature": f"{header}.{payload}.",
        "encoded twice": base64.urlsafe_b64encode(good.encode()).decode().rstrip("="),
        "percent-encoded": good.replace(".", "%2E"),
        "quoted": f'"{good}"',
        "swapped": f"{header}.{issuer.token(sub='x').split('.')[1]}.{signature}",
        "padded": good + "=",
        "not base64url": good.replace("_", "/").replace("-", "+") + "+/",
    }
    for name, token in forged.items():
        assert ask(rack, token).status == 401, name


def token_of(issuer, length):
    """A genuine token of just that length: its three parts are padded to what base64 can give."""
    for more in range(4):
        headers = {"pad": "x" * more}
        count = (length - len(issuer.token(headers=headers, x=""))) * 3 // 4
        for padding in range(count - 3, count + 4):
            if len(token := issuer.token(headers=headers, x="x" * padding)) == length:
                return token
    raise AssertionError(f"no token has {length} bytes")


def test_size_decides_between_401_and_431(rack, issuer):
    assert ask(rack, token_of(issuer, 16_384)).status == 200
    assert ask(rack, token_of(issuer, 16_385)).status == 431
    assert ask(rack, "x" * 16_384).status == 401
    assert ask(rack, "x" * 16_385).status == 431


@pytest.mark.parametrize(
    "fields",
    [
        {"Authorization": ["Bearer a", "Bearer a"]},
        {"Authorization": "Bearer a", "X_API_Key": "toolrack_a"},
        {"Authorization": "Basic YTpi"},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer a b"},
    ],
    ids=["twice", "two ways", "Basic", "empty", "two words"],
)
def test_what_cannot_be_read_is_a_bad_request(rack, fields):
    response = ask(rack, **fields)
    assert response.status == 400
    assert 'error="invalid_request"' in response.fields["www-authenticate"]


def test_nothing_of_a_token_is_in_the_log(rack, issuer):
    token = issuer.token()
    ask(rack, token)
    ask(rack, token[:-1])
    signature = token.rpartition(".")[2]
    assert not any(signature[:20] in line for line in rack.errors)


def test_keys_are_fetched_once_for_a_storm_of_unknown_ids(issuer, tmp_path):
    with Toolrack(tmp_path, configuration(tmp_path, issuer)) as rack:
        assert ask(rack, issuer.token()).status == 200
        issuer.asked.clear()
        for number in range(200):
            assert ask(rack, issuer.token(kid=f"made-up-{number}")).status == 401
        assert len(issuer.asked) <= 2


def test_an_issuer_that_is_down_is_no_fault_of_the_client(tmp_path):
    with Issuer() as issuer:
        issuer.status = 500
        with Toolrack(tmp_path, configuration(tmp_path, issuer)) as rack:
            response = ask(rack, issuer.token())
            assert response.status == 503
            assert int(response.fields["retry-after"]) <= 10
            issuer.status = 200
            deadline = time.monotonic() + 20
            while ask(rack, issuer.token()).status != 200:
                assert time.monotonic() < deadline
                time.sleep(0.2)


def test_an_issuer_that_goes_down_is_missed_by_nobody(tmp_path):
    with Issuer() as issuer:
        with Toolrack(tmp_path, configuration(tmp_path, issuer)) as rack:
            old = issuer.token()
            assert ask(rack, old).status == 200
            issuer.status = 500
            for token in (old, issuer.token(jti="new"), issuer.token("ec")):
                assert ask(rack, token).status == 200
            assert ask(rack, issuer.token(kid="another")).status == 401


def test_who_leaves_while_a_token_waits_is_not_served(tmp_path):
    with Issuer() as issuer:
        issuer.answers.clear()
        settings = configuration(tmp_path, issuer)
        plugin_folder(tmp_path, FIXTURES / "logger.so")
        # One loop, so that what comes later is looked at later.
        with Toolrack(tmp_path, {**settings, "loops": 1}) as rack:
            leaving, patient, other = (Connection(rack.port) for _ in range(3))
            with patient, other:
                for connection, id in ((leaving, 1), (patient, 2)):
                    log_message(connection, issuer.token(), id)
                alive(other)
                leaving.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1" + b"\0" * 7)
                leaving.socket.close()
                alive(other)
                issuer.answers.set()
                assert patient.receive().status == 200
                alive(other)
            rack.stop()
            logged = [line for line in rack.errors if "level 4" in line]
            assert len(logged) == 1, rack.errors


def log_message(connection, token, id):
    params = {"name": "logger_log", "arguments": {}}
    fields = {**modern_fields("tools/call", params), "Authorization": f"Bearer {token}"}
    message = request("tools/call", {**params, "_meta": envelope()}, id)
    connection.begin(message, fields)


def alive(connection):
    connection.send(b"GET /ping HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    assert connection.receive().status == 200


def claim(name, kind, operator, **value):
    match = {"claimMatchValue": value, "claimMatchOperator": operator}
    return {
        "inboundTokenClaimName": name,
        "inboundTokenClaimValueType": kind,
        "authorizingClaimMatchValue": match,
    }


def test_custom_claims_as_agentcore_writes_them(issuer, tmp_path):
    claims = [
        claim("team", "STRING", "EQUALS", matchValueString="red"),
        claim("groups", "STRING_ARRAY", "CONTAINS", matchValueString="a"),
        claim("groups", "STRING_ARRAY", "CONTAINS_ANY", matchValueStringList=["b", "c"]),
    ]
    with Toolrack(tmp_path, configuration(tmp_path, issuer, customClaims=claims)) as rack:
        assert ask(rack, issuer.token(team="red", groups=["a", "c"])).status == 200
        for wrong in ({"team": "blue"}, {"groups": ["a"]}, {"groups": ["b", "c"]}, {"team": None}):
            held = {"team": "red", "groups": ["a", "c"], **wrong}
            assert ask(rack, issuer.token(**held)).status == 401, wrong


def test_several_issuers_are_told_apart(issuer, tmp_path):
    with Issuer() as other:
        rules = configuration(tmp_path, issuer)
        rules["access"]["jwt"] = [
            {"discoveryUrl": issuer.discovery_url, "allowedClients": ["agent"]},
            {"discoveryUrl": other.discovery_url, "allowedAudience": ["toolrack"]},
        ]
        with Toolrack(tmp_path, rules) as rack:
            assert ask(rack, issuer.token()).status == 200
            assert ask(rack, other.token(aud="toolrack")).status == 200
            assert ask(rack, other.token()).status == 401
            assert ask(rack, other.token(iss=issuer.url)).status == 401
            assert ask(rack, issuer.token(iss=other.url, aud="toolrack")).status == 401


@pytest.mark.parametrize(
    "access, text",
    [
        ({}, "lets nobody in"),
        ({"jwt": {}}, 'needs "discoveryUrl"'),
        ({"jwt": {"discoveryUrl": "https://a.example/"}}, "must be https"),
        (
            {"jwt": {"discoveryUrl": "http://a.example/.well-known/openid-configuration"}},
            "must be https",
        ),
        (
            {"jwt": {"discoveryUrl": "https://a.example/.well-known/openid-configuration"}},
            "would take every token",
        ),
        ({"jwt": {"discoveryURL": "x"}}, 'did you mean "discoveryUrl"'),
        (
            {
                "jwt": {
                    "discoveryUrl": "https://a.example/.well-known/openid-configuration",
                    "customClaims": [claim("x", "STRING", "CONTAINS", matchValueString="a")],
                }
            },
            "customClaims.0.authorizingClaimMatchValue must be EQUALS",
        ),
        ({"clients": "/"}, "cannot be read"),
    ],
)
def test_wrong_settings_are_told(tmp_path, access, text):
    plugins = plugin_folder(tmp_path)
    path = write_configuration(tmp_path, {"access": access, "plugins": str(plugins)})
    result = run("serve", "--config", path, "--listen", "127.0.0.1:0", cwd=tmp_path)
    assert result.returncode == 78, result.stderr
    assert text in result.stderr
