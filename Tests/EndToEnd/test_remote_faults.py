"""Servers behind the Remote plugin that are down, slow, confused or busy."""

import json
import threading
import time

import pytest
from gateways import LEGACY_REVISION, READING, Gateway, ScriptedServer, said, slowly, text_of, tool
from own_issuer import free_port
from toolrack import PLUGINS, Toolrack, eventually, plugin_folder

HTML = (200, {"Content-Type": "text/html"}, b"<html><body>Sign in, please</body></html>")


def only_first(answer, method="tools/call", count=1):
    """Answers the first requests of that method so, and the others as usual."""
    left = [count]

    def before(server, message, fields):
        if message.get("method") == method and left[0] > 0:
            left[0] -= 1
            return answer

    return before


def error_of(response) -> str:
    assert response.result["isError"] is True, response.result
    return text_of(response)


def test_one_target_that_is_down_takes_no_other_with_it(scripted, gateway):
    port = free_port()
    targets = {"up": {"url": scripted.url}, "down": {"url": f"http://127.0.0.1:{port}/mcp"}}
    rack = gateway(targets)
    assert set(rack.tools()) == {"up___read", "up___write"}
    rack.wait_for_log("target down", "is down")
    assert text_of(rack.call("up___read")) == "done"
    with ScriptedServer(scripted.era, [tool("late")], port=port) as late:
        late.results["tools/call"] = said("late")
        assert rack.has_tools("up___read", "up___write", "down___late")
        assert text_of(rack.call("down___late")) == "late"
        rack.wait_for_log("target down", "is up")


def test_a_target_that_goes_away_stays_listed(scripted, gateway):
    rack = gateway({"t": {"url": scripted.url, "retries": 0}}, statusTool=True)
    names = {"t___read", "t___write", "remote_targets"}
    assert set(rack.tools()) == names
    scripted.close()
    text = error_of(rack.call("t___read"))
    assert "The target t cannot be reached" in text
    assert set(rack.tools()) == names
    for _ in range(6):
        error_of(rack.call("t___write"))
    assert "The target t is down" in error_of(rack.call("t___write"))
    assert "Try again after" in error_of(rack.call("t___write"))

    def status():
        return rack.call("remote_targets").result["structuredContent"]["targets"][0]

    assert status()["up"] is False and status()["breaker"] in ("open", "half-open")
    assert status()["lastError"]
    with ScriptedServer(scripted.era, [tool("read"), tool("new")], port=scripted.port) as again:
        again.results["tools/call"] = said("again")
        assert eventually(lambda: not rack.call("t___read").result.get("isError"))
        assert eventually(lambda: status()["up"])
        assert rack.has_tools("t___read", "t___new", "remote_targets")


def test_a_page_in_place_of_an_answer(scripted, gateway):
    rack = gateway({"t": {"url": scripted.url}})
    assert rack.tools()
    scripted.before = only_first(HTML, count=10)
    text = error_of(rack.call("t___read"))
    assert "The target t" in text and "Sign in" not in text
    scripted.before = lambda *_: None
    assert text_of(rack.call("t___read")) == "done"


def test_a_server_that_is_a_web_page(gateway):
    with ScriptedServer() as page:
        page.before = lambda *_: HTML
        rack = gateway({"t": {"url": page.url}})
        assert rack.tools() == {}
        rack.wait_for_log("target t", "is down")


def test_too_many_requests_are_repeated_after_the_time_that_was_asked(scripted, gateway):
    rack = gateway({"t": {"url": scripted.url}})
    assert rack.tools()
    busy = (429, {"Retry-After": "1"}, b"")
    scripted.before = only_first(busy)
    began = time.monotonic()
    assert text_of(rack.call("t___write")) == "done"
    assert time.monotonic() - began >= 1
    scripted.before = only_first((429, {"Retry-After": "3000"}, b""))
    text = error_of(rack.call("t___write"))
    assert "Try again after 3000000 ms." in text


@pytest.mark.parametrize("name, tries", [("t___read", 2), ("t___write", 1)])
def test_what_may_have_been_done_is_repeated_only_where_it_does_no_harm(
    scripted, gateway, name, tries
):
    rack = gateway({"t": {"url": scripted.url}})
    assert rack.tools()
    scripted.before = only_first("cut")
    response = rack.call(name)
    assert len(scripted.calls()) == tries
    if tries == 2:
        assert text_of(response) == "done"
    else:
        assert "It may have done what was asked" in error_of(response)
        assert text_of(rack.call(name)) == "done"


def test_a_slow_target_ends_with_its_time(scripted, gateway):
    rack = gateway({"t": {"url": scripted.url, "timeoutMilliseconds": 300}})
    assert rack.tools()
    scripted.before = slowly(3)
    began = time.monotonic()
    assert "did not answer in time" in error_of(rack.call("t___write"))
    assert time.monotonic() - began < 3


def test_a_target_that_hangs_does_not_hold_up_the_start(gateway):
    with ScriptedServer() as hanging, ScriptedServer(tools=[tool("a")]) as quick:
        hanging.before = lambda *_: time.sleep(4)
        targets = {"slow": {"url": hanging.url}, "quick": {"url": quick.url}}
        rack = gateway(targets, startMilliseconds=200)
        assert set(rack.tools()) == {"quick___a"}


def test_calls_at_a_time_are_bounded(scripted, gateway):
    rack = gateway({"t": {"url": scripted.url, "maximumCalls": 1, "retries": 0}})
    assert rack.tools()
    release = threading.Event()

    def before(server, message, fields):
        if message.get("method") == "tools/call":
            release.wait(20)

    scripted.before = before
    answers = []
    first = threading.Thread(target=lambda: answers.append(rack.call("t___read")))
    first.start()
    assert eventually(scripted.calls)
    text = error_of(rack.call("t___read"))
    assert "takes no more calls now" in text and "Try again after" in text
    release.set()
    first.join(20)
    assert text_of(answers[0]) == "done"


def test_lists_are_looked_at_again_where_the_server_does_not_tell(scripted, gateway):
    rack = gateway({"t": {"url": scripted.url, "refreshSeconds": 1}})
    assert set(rack.tools()) == {"t___read", "t___write"}
    scripted.lists["tools"] = [tool("other")]
    assert rack.has_tools("t___other")


def test_a_list_that_does_not_change_is_no_news(scripted, gateway):
    rack = gateway({"t": {"url": scripted.url, "refreshSeconds": 1}})
    before = rack.ask("tools/list").result
    seen = scripted.methods().count("tools/list")
    assert eventually(lambda: scripted.methods().count("tools/list") >= seen + 2)
    assert rack.ask("tools/list").result["tools"] == before["tools"]
    assert not [entry for entry in rack.log if "changed" in entry.get("message", "")]


def test_a_circle_of_pages_is_cut(scripted, gateway):
    def before(server, message, fields):
        if message.get("method") == "tools/list":
            result = {"tools": [tool("a")], "nextCursor": "0", "resultType": "complete",
                      "ttlMs": 0, "cacheScope": "private"}
            answer = {"jsonrpc": "2.0", "id": message["id"], "result": result}
            return (200, {"Content-Type": "application/json"}, json.dumps(answer).encode())

    scripted.before = before
    rack = gateway({"t": {"url": scripted.url}})
    assert set(rack.tools()) == {"t___a"}
    rack.wait_for_log("target t", "circle")


def answered(message, outcome, status=200, **fields):
    body = json.dumps({"jsonrpc": "2.0", "id": message["id"], **outcome}).encode()
    return (status, {"Content-Type": "application/json", **fields}, body)


class Sessions:
    """A server of the older era that gives another session id at each hello. `lost`: ids that it
    has forgotten, which it says as servers in use do."""

    def __init__(self, server):
        server.before = self.before
        self.count = 0
        self.lost = set()

    def before(self, server, message, fields):
        method = message.get("method")
        if method == "server/discover":
            return (400, {}, b"")
        if method == "initialize":
            self.count += 1
            result = {"protocolVersion": LEGACY_REVISION, "capabilities": {"tools": {}},
                      "serverInfo": {"name": "sessions", "version": "1"}}
            return answered(message, {"result": result}, **{"Mcp-Session-Id": f"s{self.count}"})
        if fields.get("mcp-session-id") in self.lost:
            return (400, {"Content-Type": "text/plain"}, b"Bad Request: no valid session ID")
        if method == "tools/call" and message["params"]["name"] == "write":
            error = {"code": -32602, "message": "no such account"}
            return answered(message, {"error": error}, 400)


def test_an_error_that_answers_a_call_is_no_lost_session(gateway):
    with ScriptedServer("legacy", [tool("read", **READING), tool("write")]) as server:
        server.results["tools/call"] = said("done")
        sessions = Sessions(server)
        rack = gateway({"t": {"url": server.url}})
        assert rack.tools()
        for _ in range(5):
            assert "no such account" in str(rack.call("t___write").message)
        assert len(server.calls()) == 5
        assert sessions.count == 1
        sessions.lost.add("s1")
        assert text_of(rack.call("t___read")) == "done"
        assert sessions.count == 2
        assert eventually(lambda: server.deleted == ["s1"])


def test_the_same_calls_through_two_gateways_at_once(tmp_path):
    """They are signed in the same second, and the runtime takes a signature only once."""
    key, secret, service = "AKIAABCDEFGHIJKLMNOP", "s" * 40, "bedrock-agentcore"
    folders = [tmp_path / name for name in ("runtime", "one", "two")]
    for folder in folders:
        folder.mkdir()
    keys = [{"accessKeyId": key, "secretAccessKey": secret, "client": "gateway"}]
    configuration = {
        "plugins": str(plugin_folder(folders[0], PLUGINS / "echo.so")),
        "access": {"sigv4": {"region": "us-east-1", "service": service, "keys": keys}},
    }
    environment = {"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret,
                   "AWS_REGION": "us-east-1"}
    with Toolrack(folders[0], configuration) as runtime:
        target = {"url": runtime.url, "credentials": {"aws": {"service": service}}}

        def start(folder):
            return Gateway(folder, {"t": target, "same": target}, environment=environment,
                           plugin={"aws": [service]})

        with start(folders[1]) as one, start(folders[2]) as two:
            names = ["t___echo_text", "same___echo_text"]
            assert set(names) <= set(one.tools()) & set(two.tools())
            failed = []

            def run(rack, name):
                for _ in range(40):
                    response = rack.call(name, {"text": "hello"})
                    if response.result.get("isError"):
                        failed.append(text_of(response))

            runs = [(rack, which) for rack in (one, two) for which in names]
            threads = [threading.Thread(target=run, args=arguments) for arguments in runs]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
            assert failed == []
            assert one.stop() == two.stop() == 0
        assert runtime.stop() == 0
