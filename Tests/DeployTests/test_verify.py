"""verify.sh against a running Toolrack with an issuer of its own, and against answers that a
gateway may give."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import calls
import pytest
from own_issuer import OwnIssuer
from recording import Recording, assert_nowhere, left_behind
from toolrack import PLUGINS, plugin_folder

SCOPE = "toolrack/invoke"


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A Toolrack that gives out tokens, and asks for one with the scope; two tools a page."""
    folder = tmp_path_factory.mktemp("own")
    own = OwnIssuer(folder)
    own.plugins = plugin_folder(folder, PLUGINS / "echo.so")
    own.access["jwt"] = {
        "discoveryUrl": own.url + "/.well-known/openid-configuration", "allowedScopes": [SCOPE],
    }
    own.configuration["pageSize"] = 2
    own.file.write_text(json.dumps(own.configuration))
    own.secret = own.add("agent", "--scope", f"{SCOPE},other/scope")
    with own.start():
        yield own


@pytest.fixture
def alone(tmp_path):
    return Recording(tmp_path)


def verify(recording, own, *more, secret=None, client="agent", **changed):
    options = {"token-url": own.url + "/oauth2/token", "mcp-url": own.url + "/mcp",
               "client-id": client, "scope": SCOPE} | changed
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return recording.run("verify.sh", *words, *more, CLIENT_SECRET=secret or own.secret)


def test_the_whole_way(own, alone):
    result = verify(alone, own)
    assert result.returncode == 0, result.stderr
    assert "a token for 3600 s" in result.stdout
    assert "without a token: refused (401), as it should be" in result.stdout
    assert "echo_text: hello" in result.stdout and "All of it works" in result.stdout
    listed = own.tools(own.token(own.secret)).message["result"]
    assert listed["nextCursor"]
    names = [line.strip() for line in result.stdout.splitlines() if line.startswith("  ")]
    assert len(names) > 2 and {"echo_text", "mirror_request"} < set(names)
    assert f"{len(names)} tools on {(len(names) + 1) // 2} pages" in result.stdout
    # Neither the secret nor a token is where others could read it. A token begins like this.
    assert_nowhere([own.secret, "eyJ"], alone, result)
    assert left_behind(alone) == []


def test_another_tool_with_arguments(own, alone):
    result = verify(alone, own, "--tool", "echo_add", "--arguments", '{"a": 2, "b": 40}')
    assert result.returncode == 0, result.stderr
    assert "echo_add: 42" in result.stdout


def test_the_secret_may_be_typed(own, alone):
    words = ["--token-url", own.url + "/oauth2/token", "--mcp-url", own.url + "/mcp",
             "--client-id", "agent", "--scope", SCOPE]
    result = alone.run("verify.sh", *words, given=own.secret + "\n")
    assert result.returncode == 0, result.stderr
    assert_nowhere([own.secret], alone, result)
    nothing = alone.run("verify.sh", *words, given="")
    assert nothing.returncode == 1 and "there is no secret for agent" in nothing.stderr


@pytest.mark.parametrize("changes, told", [
    ({"secret": "toolrack_secret_" + "A" * 43}, "the login knows no client agent with this secret"),
    ({"client": "nobody"}, "the login knows no client nobody with this secret"),
    ({"scope": "nobody/knows"}, "agent may not have the scope nobody/knows"),
    ({"scope": "other/scope"}, "the token is taken and not enough (403)"),
])
def test_a_login_that_is_refused_is_explained(own, alone, changes, told):
    result = verify(alone, own, **changes)
    assert result.returncode == 1 and told in result.stderr
    assert_nowhere([changes.get("secret", own.secret), "eyJ"], alone, result)


@pytest.mark.parametrize("more, told", [
    (["--tool", "recall_everything"], "there is no tool recall_everything in this list"),
    (["--arguments", '{"text": 5}'], "echo_text says: "),
])
def test_a_call_that_is_refused_is_explained(own, alone, more, told):
    result = verify(alone, own, *more)
    assert result.returncode == 1 and told in result.stderr


@pytest.mark.parametrize("changed, told", [
    ({"token-url": "http://example.com/token"}, "is not https"),
    ({"mcp-url": "http://127.0.0.1.example.com/mcp"}, "is not https"),
    ({"mcp-url": "http://127.0.0.1:9@example.com/mcp"}, "is not https"),
    ({"token-url": "http://127.0.0.1:9/token"}, "cannot be reached"),
])
def test_a_way_that_is_open_or_leads_nowhere_is_not_gone(own, alone, changed, told):
    result = verify(alone, own, **changed)
    assert result.returncode == 1 and told in result.stderr


class Gateway:
    """Answers /token with a token, and /mcp as a test says."""

    def __init__(self):
        self.answers = {}
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path == "/token":
                    answer = gateway.answers.get("token", (200, {"access_token": "abc"}, {}))
                elif "Authorization" not in self.headers:
                    answer = gateway.answers.get("bare", (401, {}, {}))
                else:
                    answer = gateway.mcp(json.loads(body))
                status, value, fields = answer
                text = value if isinstance(value, bytes) else json.dumps(value).encode()
                self.send_response(status)
                for name, field in fields.items():
                    self.send_header(name, field)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *arguments):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.secret = "a \\ strange \" one"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def mcp(self, request):
        answer = self.answers.get(request["method"])
        if answer is None:
            answer = self.answers["list"] if request["method"] == "tools/list" else {}
        if callable(answer):
            answer = answer(request)
        if isinstance(answer, tuple):
            return answer
        message = {"jsonrpc": "2.0", "id": request["id"], **answer}
        return 200, message, {"Content-Type": "application/json"}

    def close(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def gateway():
    running = Gateway()
    yield running
    running.close()


def ask(recording, gateway, *more):
    return recording.run("verify.sh", "--token-url", gateway.url + "/token", "--mcp-url",
                         gateway.url + "/mcp", "--client-id", "a", *more,
                         CLIENT_SECRET=gateway.secret, PAGES="5")


def error(code, message="why"):
    return {"error": {"code": code, "message": message}}


@pytest.mark.parametrize("answer, told", [
    ((401, {}, {"WWW-Authenticate": 'Bearer error="invalid_token"'}), 'error="invalid_token"'),
    ((403, b"", {}), "(403). Has it one of allowedScopes?"),
    ((401, b"tokens are not taken here\nmore", {}),
     "(401); it says: tokens are not taken here. Is its client among"),
    ((403, b"MissingAuthenticationToken: sign it\r\nmore", {}),
     "(403); it says: MissingAuthenticationToken: sign it. Has it"),
    ((404, {}, {}), "its path is /mcp"),
    ((406, error(-32011), {}), "refuses the Accept field"),
    ((429, {}, {"Retry-After": "7"}), "try again in 7 s"),
    ((502, b"<html>bad gateway</html>", {}), "answers 502: <html>bad gateway</html>"),
    ((200, b"<html>hello</html>", {}), "is no MCP: <html>hello</html>"),
    (error(-32001), "iamCredentialProvider"),
    (error(-32002), "InvokeAgentRuntime"),
    (error(-32003), "too many requests or a quota (-32003): why"),
    (error(-32004), "not found (-32004): why"),
    (error(-32005), "busy (-32005): why; try again"),
    (error(-32006), "refused as malformed (-32006): why"),
    (error(-32010), "0.0.0.0:8000"),
    (error(-32603), "the error -32603 (HTTP status 200): why"),
    ({"result": {"tools": []}}, "there are no tools"),
    ({"result": {}}, "has no list of tools"),
    ({"result": {"tools": [{"name": "a"}], "nextCursor": "x"}}, "the same page again"),
    (lambda request: {"result": {"tools": [{"name": "a"}], "nextCursor": f"{request['id']}"}},
     "more than 5 pages"),
])
def test_an_answer_of_a_gateway_is_explained(alone, gateway, answer, told):
    gateway.answers["tools/list"] = answer
    result = ask(alone, gateway)
    assert result.returncode == 1 and told in result.stderr
    assert_nowhere([gateway.secret], alone, result)


@pytest.mark.parametrize("answer, told", [
    ((400, {"error": "unauthorized_client"}, {}), "may not log in by client_credentials"),
    ((400, {"error": "invalid_request", "error_description": "no"}, {}), "invalid_request: no"),
    ((404, b"", {}), "a new domain needs a minute, or the path is not that of the login"),
    ((429, {}, {}), "try again in 60 s"),
    ((200, b"<html>", {}), "without an access_token"),
    ((500, b"oops", {}), "the login answers 500: oops"),
])
def test_an_answer_of_a_login_is_explained(alone, gateway, answer, told):
    gateway.answers["token"] = answer
    result = ask(alone, gateway)
    assert result.returncode == 1 and told in result.stderr


def test_a_server_that_lets_everybody_in_does_not_pass(alone, gateway):
    gateway.answers["bare"] = (200, {"jsonrpc": "2.0", "id": 0, "result": {}}, {})
    result = ask(alone, gateway)
    assert result.returncode == 1 and "answers without a token" in result.stderr


def test_a_refusal_without_a_token_may_have_status_200(alone, gateway):
    gateway.answers["bare"] = (200, {"jsonrpc": "2.0", "id": 0, **error(-32001)}, {})
    gateway.answers["tools/list"] = {"result": {"tools": [{"name": "echo_text"}]}}
    gateway.answers["tools/call"] = {"result": {"content": []}}
    result = ask(alone, gateway)
    assert result.returncode == 0 and "refused, by an error" in result.stdout


def test_a_target_s_name_before_the_tool_and_an_event_stream(alone, gateway):
    gateway.answers["tools/list"] = {"result": {"tools": [
        {"name": "tools___lark_send"}, {"name": "tools___echo_text"}, {"name": "my_echo_text"},
    ]}}

    def called(request):
        assert request["params"] == {"name": "tools___echo_text", "arguments": {"text": "hello"}}
        notice = {"jsonrpc": "2.0", "method": "notifications/message", "params": {}}
        content = [{"type": "text", "text": "it works"}]
        answer = {"jsonrpc": "2.0", "id": request["id"], "result": {"content": content}}
        text = "".join(f"event: message\r\ndata: {json.dumps(one)}\r\n\r\n"
                       for one in (notice, answer))
        return 200, text.encode(), {"Content-Type": "text/event-stream"}

    gateway.answers["tools/call"] = called
    result = ask(alone, gateway)
    assert result.returncode == 0, result.stderr
    assert "tools___echo_text: it works" in result.stdout


def test_from_the_stack(aws, own, tmp_path):
    """What the stack says of itself leads to a Toolrack here; the secret comes from Cognito."""
    recording = Recording(tmp_path, aws)
    assert recording.run("deploy.sh").returncode == 0
    told = aws.cloudformation.stacks["toolrack"]["outputs"]
    told["TokenUrl"], told["GatewayUrl"] = own.url + "/oauth2/token", own.url + "/mcp"
    client = aws.client("cognito-idp").describe_user_pool_client(
        UserPoolId=told["UserPoolId"], ClientId=told["ClientId"])["UserPoolClient"]
    result = recording.run("verify.sh")
    # Toolrack's issuer is not this Cognito, so it does not know the client: the way there is right.
    assert result.returncode == 1
    assert f"the login knows no client {told['ClientId']} with this secret" in result.stderr
    assert_nowhere([client["ClientSecret"]], recording, result)
    assert [one for call in recording.calls("aws") for one in calls.problems(call)] == []
    absent = recording.run("verify.sh", "--stack", "other")
    assert absent.returncode == 1 and "there is no stack other" in absent.stderr
