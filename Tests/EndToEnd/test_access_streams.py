"""Open streams of notifications last as long as a request like theirs would be let in."""

import json
import time

import pytest
from issuer import Issuer
from own_issuer import OwnIssuer
from toolrack import PLUGINS, Toolrack, eventually, plugin_folder, run
from wire import Connection, envelope, lines, modern_fields, request

# Later than its end a token is still let in for so long.
SKEW_SECONDS = 60
ERAS = ["modern", "legacy"]
LISTEN = {"notifications": {"toolsListChanged": True}}


class Stream:
    """An open stream of notifications, of either era."""

    def __init__(self, era, port, proof):
        self.era = era
        self.connection = Connection(port)
        fields = {"Authorization": f"Bearer {proof}"}
        if era == "modern":
            fields |= modern_fields("subscriptions/listen", {})
            params = {**LISTEN, "_meta": envelope()}
            self.connection.begin(request("subscriptions/listen", params), fields)
        else:
            fields |= {"Host": "127.0.0.1", "Accept": "text/event-stream"}
            self.connection.send(f"GET /mcp HTTP/1.1\r\n{lines(fields)}\r\n".encode())
        self.status, self.fields = self.connection.head()
        assert self.status == 200, self.status
        assert self.fields["content-type"].startswith("text/event-stream")

    def rest(self):
        """All that comes until the stream ends."""
        body = self.connection._body(self.status, self.fields).decode()
        if self.era == "modern":
            # The answer to the request: the stream has ended as one does.
            assert '"result"' in body.rpartition("data:")[2], body
        return body

    def is_open(self):
        self.connection.socket.setblocking(False)
        try:
            while data := self.connection.socket.recv(65536):
                self.connection._buffer += data
            return False
        except BlockingIOError:
            return b"0\r\n\r\n" not in self.connection._buffer
        finally:
            self.connection.socket.settimeout(20)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.connection.socket.close()


class Keys:
    """A server whose clients have keys."""

    def __init__(self, folder):
        self.file = folder / "clients.json"
        self.agent = self.add("agent")
        self.other = self.add("other")
        plugins = plugin_folder(folder, PLUGINS / "echo.so")
        settings = {"plugins": str(plugins), "access": {"clients": str(self.file)}}
        self.rack = Toolrack(folder, settings)

    def client(self, *words):
        result = run("client", *words, "--clients", self.file)
        assert result.returncode == 0, result.stderr
        return result.stdout.strip()

    def add(self, name):
        return self.client("add", name, "--scope", "a")

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.rack.stop()


@pytest.fixture
def keys(tmp_path):
    with Keys(tmp_path) as keys:
        yield keys


@pytest.mark.parametrize("era", ERAS)
def test_a_stream_ends_with_its_key(keys, era):
    with Stream(era, keys.rack.port, keys.agent) as stream:
        with Stream(era, keys.rack.port, keys.other) as other:
            keys.client("remove", "agent")
            stream.rest()
            # The connection serves on, but not that key.
            fields = {"Authorization": f"Bearer {keys.agent}"}
            answer = stream.connection.modern("tools/list", fields=fields)
            assert answer.status == 401
            assert other.is_open()


@pytest.mark.parametrize("era", ERAS)
def test_a_stream_ends_when_its_client_may_do_something_else(keys, era):
    with Stream(era, keys.rack.port, keys.agent) as stream:
        with Stream(era, keys.rack.port, keys.other) as other:
            clients = json.loads(keys.file.read_text())
            clients["clients"]["agent"]["scopes"] = ["b"]
            keys.file.write_text(json.dumps(clients))
            stream.rest()
            assert other.is_open()
    with Stream(era, keys.rack.port, keys.agent) as again:
        assert again.is_open()


@pytest.mark.parametrize("era", ERAS)
def test_a_stream_ends_with_its_token(tmp_path, era):
    with Issuer() as issuer:
        plugins = plugin_folder(tmp_path, PLUGINS / "echo.so")
        access = {"jwt": {"discoveryUrl": issuer.discovery_url, "allowedClients": ["agent"]}}
        with Toolrack(tmp_path, {"plugins": str(plugins), "access": access}) as rack:
            end = int(time.time()) + 3
            short = issuer.token(exp=end - SKEW_SECONDS)
            with Stream(era, rack.port, short) as stream:
                with Stream(era, rack.port, issuer.token()) as other:
                    stream.rest()
                    assert time.time() >= end
                    assert other.is_open()


@pytest.mark.parametrize("era", ERAS)
def test_a_stream_ends_with_the_key_that_signed_its_token(tmp_path, era):
    own = OwnIssuer(tmp_path)
    secret = own.add()
    with own.start():
        with Stream(era, own.port, own.token(secret)) as stream:
            # Another key beside the one of the token is no reason to end.
            own.command("issuer", "rotate", "--after", "0")
            assert not eventually(lambda: not stream.is_open(), seconds=3)
            own.command("issuer", "rotate", "--revoke")
            stream.rest()


@pytest.mark.parametrize("era", ERAS)
def test_a_call_that_runs_is_answered(keys, era):
    fields = {"Authorization": f"Bearer {keys.agent}"}
    params = {"name": "echo_sleep", "arguments": {"milliseconds": 4_000}}
    if era == "modern":
        fields |= modern_fields("tools/call", params)
        params["_meta"] = envelope()
    with Connection(keys.rack.port) as connection, Connection(keys.rack.port) as asking:
        connection.begin(request("tools/call", params), fields)
        keys.client("remove", "agent")

        def is_refused():
            proof = {"Authorization": f"Bearer {keys.agent}"}
            return asking.modern("tools/list", fields=proof).status == 401

        assert eventually(is_refused)
        answer = connection.receive()
        assert answer.status == 200 and b'"result"' in answer.body
