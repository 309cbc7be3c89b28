"""The issuer of tokens that is built in: what clients, verifiers and people on a laptop see."""

import json
import stat
import subprocess

import jwt
import pytest
from own_issuer import OwnIssuer
from toolrack import Toolrack, eventually, run, write_configuration
from wire import Connection

GRANT = {"grant_type": "client_credentials"}
WELL_KNOWN = "/.well-known/"


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    own = OwnIssuer(tmp_path_factory.mktemp("own"))
    own.secret = own.add()
    own.rack = own.start()
    yield own
    assert own.rack.stop() == 0


def curl(*words):
    result = subprocess.run(["curl", "-sS", *words], capture_output=True, text=True, timeout=30)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.parametrize("way", ["basic", "body"])
def test_a_token_and_then_the_tools_with_curl(own, way):
    words = ["-d", "grant_type=client_credentials", "-d", "scope=tools/call"]
    words += {
        "basic": ["-u", f"agent:{own.secret}"],
        "body": ["-d", "client_id=agent", "-d", f"client_secret={own.secret}"],
    }[way]
    answer = curl(*words, f"{own.url}/oauth2/token")
    assert answer.pop("access_token").count(".") == 2
    assert answer == {"token_type": "Bearer", "expires_in": 3600, "scope": "tools/call"}
    token = own.token(own.secret)
    listed = curl(
        f"{own.url}/mcp", "-H", f"Authorization: Bearer {token}",
        "-H", "Content-Type: application/json",
        "-H", "Accept: application/json, text/event-stream",
        "-d", '{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}',
    )
    assert "mirror_request" in [tool["name"] for tool in listed["result"]["tools"]]


def test_a_stranger_can_check_a_token(own):
    response = own.post({**GRANT, "resource": f"{own.url}/mcp"}, ("agent", own.secret))
    assert response.fields["cache-control"] == "no-store"
    assert response.fields["pragma"] == "no-cache"
    token = response.message["access_token"]
    discovery = json.loads(own.get(WELL_KNOWN + "openid-configuration").body)
    key = jwt.PyJWKClient(discovery["jwks_uri"]).get_signing_key_from_jwt(token)
    required = ["iss", "sub", "aud", "exp", "iat", "jti", "client_id"]
    claims = jwt.decode(
        token, key, algorithms=["RS256"], issuer=discovery["issuer"], audience=f"{own.url}/mcp",
        options={"require": required},
    )
    assert claims["exp"] - claims["iat"] == 3600
    assert {name: claims[name] for name in ("sub", "client_id", "token_use", "version")} == {
        "sub": "agent", "client_id": "agent", "token_use": "access", "version": 2,
    }
    assert claims["scope"] == "tools/call tools/read"
    header = jwt.get_unverified_header(token)
    assert header == {"alg": "RS256", "typ": "at+jwt", "kid": key.key_id}
    again = jwt.decode(own.token(own.secret), key, algorithms=["RS256"])
    assert "aud" not in again and again["jti"] != claims["jti"]


def test_the_documents(own):
    document = own.get(WELL_KNOWN + "openid-configuration")
    assert document.fields["cache-control"] == "public, max-age=300"
    metadata = json.loads(document.body)
    assert metadata == json.loads(own.get(WELL_KNOWN + "oauth-authorization-server").body)
    assert metadata["issuer"] == own.url
    assert metadata["token_endpoint"] == f"{own.url}/oauth2/token"
    assert metadata["grant_types_supported"] == ["client_credentials"]
    [key] = json.loads(own.get(WELL_KNOWN + "jwks.json").body)["keys"]
    assert set(key) == {"kty", "use", "alg", "kid", "n", "e"}
    resource = json.loads(own.get(WELL_KNOWN + "oauth-protected-resource/mcp").body)
    assert resource["resource"] == f"{own.url}/mcp"
    assert resource["authorization_servers"] == [own.url]
    assert own.get("/oauth2/token").status == 405
    assert own.get("/oauth2/authorize").status == 400
    assert own.get(WELL_KNOWN + "jwks.json", Host="evil.example").status == 421


def test_an_issuer_below_a_path(tmp_path):
    own = OwnIssuer(tmp_path, path="/auth/one")
    secret = own.add()
    with own.start():
        for path in (
            "/auth/one/.well-known/openid-configuration",
            "/.well-known/oauth-authorization-server/auth/one",
            "/.well-known/openid-configuration/auth/one",
        ):
            assert json.loads(own.get(path).body)["issuer"] == own.url
        assert own.get("/.well-known/openid-configuration").status == 404
        assert own.tools(own.token(secret)).status == 200


ERRORS = {
    "no grant type": ({}, 400, "invalid_request"),
    "an empty grant type": ({"grant_type": ""}, 400, "invalid_request"),
    "another grant type": ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    "a parameter twice": (b"grant_type=client_credentials&scope=a&scope=a", 400, "invalid_request"),
    "an unknown one twice": (b"grant_type=client_credentials&x=1&x=", 400, "invalid_request"),
    "no form": (b"grant_type=client_credentials&scope=%zz", 400, "invalid_request"),
    "no UTF-8": (b"grant_type=client_credentials&scope=%ff", 400, "invalid_request"),
    "a scope that is not the client's": ({**GRANT, "scope": "admin"}, 400, "invalid_scope"),
    "a scope with a quote": ({**GRANT, "scope": 'a"b'}, 400, "invalid_scope"),
    "two blanks": ({**GRANT, "scope": "tools/call  tools/read"}, 400, "invalid_scope"),
    "another resource": ({**GRANT, "resource": "https://a.example"}, 400, "invalid_target"),
    "a secret in the body too": ({**GRANT, "client_secret": "x"}, 400, "invalid_request"),
    "another client in the body": ({**GRANT, "client_id": "x"}, 400, "invalid_request"),
    "too long": (b"grant_type=client_credentials&x=" + b"x" * 16_384, 413, "invalid_request"),
    "too many": (b"&".join(b"a%d=1" % n for n in range(40)), 400, "invalid_request"),
}


@pytest.mark.parametrize("form, status, error", ERRORS.values(), ids=ERRORS)
def test_every_error(own, form, status, error):
    response = own.post(form, ("agent", own.secret))
    assert (response.status, response.message["error"]) == (status, error)
    assert set(response.message) == {"error", "error_description"}
    assert response.fields["cache-control"] == "no-store"
    assert "www-authenticate" not in response.fields


@pytest.mark.parametrize(
    "fields, path",
    [
        ({"Content-Type": "application/json"}, "/oauth2/token"),
        ({"Content-Type": None}, "/oauth2/token"),
        ({"Authorization": ["Basic YTpi", "Basic YTpi"]}, "/oauth2/token"),
        ({}, "/oauth2/token?client_id=agent"),
    ],
    ids=["JSON", "no type", "two logins", "a query"],
)
def test_what_is_no_request_for_a_token(own, fields, path):
    response = own.post({**GRANT}, fields=fields, path=path)
    assert (response.status, response.message["error"]) == (400, "invalid_request")


def test_clients_that_are_not_known(own):
    wrong = own.secret[:-4] + ("AAAA" if own.secret[-4:] != "AAAA" else "BBBB")
    cases = {
        "nobody": {},
        "a wrong secret": {"basic": ("agent", wrong)},
        "an unknown client": {"basic": ("other", own.secret)},
        "a short secret": {"basic": ("agent", "x")},
        "no colon": {"fields": {"Authorization": "Basic YWdlbnQ="}},
        "no base64": {"fields": {"Authorization": "Basic %"}},
        "another scheme": {"fields": {"Authorization": "Bearer x"}},
    }
    answers = {name: own.post(GRANT, **case) for name, case in cases.items()}
    for name, answer in answers.items():
        assert (answer.status, answer.message["error"]) == (401, "invalid_client"), name
        assert answer.fields["www-authenticate"].startswith("Basic realm="), name
    assert len({answers[name].body for name in list(cases)[1:4]}) == 1
    body = {**GRANT, "client_id": "agent", "client_secret": wrong}
    assert own.post(body).body == answers["a wrong secret"].body


def test_a_basic_login_is_percent_decoded(own):
    secret = own.secret.replace("_", "%5F").replace("t", "%74")
    assert own.post(GRANT, ("%61gent", secret)).status == 200
    assert own.post({**GRANT, "client_id": "agent"}, ("agent", own.secret)).status == 200


def test_failures_are_throttled_and_the_right_secret_is_not(tmp_path):
    own = OwnIssuer(tmp_path)
    secret = own.add()
    wrong = "toolrack_secret_" + "A" * 43
    with own.start() as rack:
        statuses = [own.post(GRANT, ("agent", wrong)).status for _ in range(12)]
        assert statuses == [401] * 10 + [429] * 2
        late = own.post(GRANT, ("agent", wrong))
        assert late.message["error"] == "invalid_client"
        assert 1 <= int(late.fields["retry-after"]) <= 6
        assert own.post(GRANT, ("other", wrong)).status == 401
        assert own.post(GRANT, ("agent", secret)).status == 200
        flood = [own.post(GRANT, (f"other{n}", wrong)).status for n in range(400)]
        assert flood[0] == 401 and flood.count(429) > 100
        assert own.tools(own.token(secret)).status == 200
        rack.stop()
        assert sum("a token was refused" in line for line in rack.errors) < 300


def test_secrets_and_tokens_are_in_no_log_and_no_file(own):
    token = own.token(own.secret)
    own.tools(token)
    own.post(GRANT, (own.secret, "agent"))
    own.post({**GRANT, "client_id": "agent", "client_secret": own.secret, "scope": own.secret})
    own.tools(own.secret)
    listed = own.command("client", "list").stdout + own.command("issuer", "keys").stdout
    private = json.loads((own.folder / "issuer-keys.json").read_text())["keys"][0]["key"]
    texts = [*own.rack.errors, listed, (own.folder / "clients.json").read_text()]
    for secret in (own.secret[16:40], token.rpartition(".")[2][:30], private[40:80]):
        assert not any(secret in text for text in texts)


def test_a_secret_is_no_api_key_and_an_api_key_no_secret(own):
    key = own.add("machine", "--api-key")
    eventually(lambda: own.tools(key).status == 200)
    assert own.post(GRANT, ("machine", key)).status == 401
    refused = own.tools(own.secret)
    assert refused.status == 401 and b"gets tokens" in refused.body


def test_clients_come_and_go_without_a_restart(own):
    first = own.add("coming", "--scope", "a")
    second = own.add("coming", "--secret", "--scope", "b")
    eventually(lambda: own.post(GRANT, ("coming", second)).status == 200)
    answer = own.post(GRANT, ("coming", first))
    assert answer.message["scope"] == "a b"
    own.command("client", "remove", "coming", "--key", "secret1")
    eventually(lambda: own.post(GRANT, ("coming", first)).status == 401)
    assert own.post({**GRANT, "scope": "b"}, ("coming", second)).message["scope"] == "b"


def test_the_last_use_is_shown(tmp_path):
    own = OwnIssuer(tmp_path)
    secret = own.add()
    own.add("agent", "--api-key", "--key", "spare")
    with own.start():
        own.token(secret)
    lines = own.command("client", "list").stdout.splitlines()
    assert lines[0] == "agent  scopes: tools/call tools/read"
    assert lines[1].startswith("  spare ") and lines[1].endswith("last used: never")
    assert lines[2].startswith("  secret1 ") and not lines[2].endswith("never")
    assert stat.S_IMODE((tmp_path / "issuer-keys.json").stat().st_mode) == 0o600


def test_rules_for_the_own_tokens(tmp_path):
    own = OwnIssuer(tmp_path)
    discovery = own.url + WELL_KNOWN + "openid-configuration"
    own.access["jwt"] = {"discoveryUrl": discovery, "allowedScopes": ["tools/call"]}
    own.access["issuer"]["resources"] = ["https://other.example/mcp"]
    own.file.write_text(json.dumps(own.configuration))
    secret = own.add()
    with own.start():
        assert own.tools(own.token(secret, scope="tools/call")).status == 200
        assert own.tools(own.token(secret, scope="tools/read")).status == 403
        assert own.tools(own.token(secret, resource=f"{own.url}/mcp")).status == 200
        elsewhere = own.token(secret, resource="https://other.example/mcp")
        assert own.tools(elsewhere).status == 401


@pytest.mark.parametrize(
    "issuer, text",
    [
        ({}, 'needs "url"'),
        ({"url": "http://a.example"}, "must be the issuer's URL"),
        ({"url": "http://127.0.0.1:1/"}, "must be the issuer's URL"),
        ({"url": "https://a.example/a?b"}, "must be the issuer's URL"),
        ({"url": "https://a.example/a%2Fb"}, "must be the issuer's URL"),
        ({"url": "https://"}, "must be the issuer's URL"),
        ({"url": "https://a.example", "tokenSeconds": 59}, "from 60 to 86400"),
        ({"url": "https://a.example", "key": "x"}, 'did you mean "keys"'),
        ({"url": "https://a.example", "keys": "none/keys.json"}, "cannot be written"),
        ({"url": "https://a.example", "keys": "/dev/null"}, "is no file of issuer keys"),
        ({"url": "https://a.example", "resources": ["x"]}, "must be the URL of /mcp"),
    ],
)
def test_wrong_settings_are_told(tmp_path, issuer, text):
    (tmp_path / "clients.json").write_text('{"clients": {}}')
    access = {"clients": "clients.json", "issuer": issuer}
    path = write_configuration(tmp_path, {"access": access, "plugins": "."})
    result = run("serve", "--config", path, "--listen", "127.0.0.1:0", cwd=tmp_path)
    assert result.returncode == 78, result.stderr
    assert text in result.stderr


def test_another_server_takes_the_tokens_that_are_for_it(tmp_path):
    resource = "https://gateway.example/mcp"
    own = OwnIssuer(tmp_path, resources=[resource])
    secret = own.add()
    folder = tmp_path / "gateway"
    folder.mkdir()
    discovery = own.url + WELL_KNOWN + "openid-configuration"
    access = {"jwt": {"discoveryUrl": discovery, "allowedAudience": [resource]}}
    with own.start():
        configuration = {"plugins": str(own.plugins), "access": access}
        with Toolrack(folder, configuration) as gateway:
            for more, status in (({}, 401), ({"resource": resource}, 200)):
                token = own.token(secret, **more)
                with Connection(gateway.port) as connection:
                    fields = {"Authorization": f"Bearer {token}"}
                    assert connection.modern("tools/list", {}, fields=fields).status == status


def test_the_own_issuer_under_another_name_is_told(tmp_path):
    """Its rules would not hold for the tokens that they are meant for."""
    own = OwnIssuer(tmp_path)
    other = own.url.replace("127.0.0.1", "localhost") + WELL_KNOWN + "openid-configuration"
    own.access["jwt"] = {"discoveryUrl": other, "allowedScopes": ["tools/call"]}
    own.add()
    path = write_configuration(tmp_path, own.configuration)
    result = run("serve", "--config", path)
    assert result.returncode == 78 and "by another name" in result.stderr


def test_an_issuer_needs_clients(tmp_path):
    path = write_configuration(tmp_path, {"access": {"issuer": {"url": "https://a.example"}}})
    result = run("serve", "--config", path)
    assert result.returncode == 78 and "needs access.clients" in result.stderr


@pytest.mark.parametrize(
    "words, status",
    [
        (["issuer"], 64),
        (["issuer", "rotate"], 1),
        (["issuer", "rotate", "--after", "x"], 64),
        (["issuer", "rotate", "--revoke", "--after", "1"], 64),
        (["client", "add", "x", "--secret", "--api-key"], 64),
        (["client", "add", "a:b"], 1),
        (["client", "add", "x", "--scope", 'a"b'], 1),
    ],
)
def test_wrong_commands_are_told(tmp_path, words, status):
    assert OwnIssuer(tmp_path).command(*words, status=status).stderr.startswith("toolrack: ")
