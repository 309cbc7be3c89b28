"""The recorder passes everything on at once, leaves nothing behind, and refuses what is wrong."""

import json
import os
import socket
import subprocess
import sys
import threading

import pytest
import schemas
from recorder import Recorder
from schemas import LEGACY, MODERN
from toolrack import descriptors
from transcript import Exchange, Transcript
from wire import Connection, envelope, initialize, request

NEEDS_SCHEMAS = pytest.mark.skipif(not schemas.ARE_PRESENT, reason=schemas.WHY_ABSENT)
SECONDS = 20

INFO = {"name": "stub", "version": "1"}
INITIALIZED = {"protocolVersion": LEGACY[0], "capabilities": {}, "serverInfo": INFO}
CALL = {"name": "any", "arguments": {}}
DONE = {"content": [], "resultType": "complete"}
ASK = {"messages": [], "maxTokens": 1}
PROGRESS = {"progressToken": 1, "progress": 1}
TASK = {"taskId": "t", "createdAt": "2026-07-28T00:00:00Z", "lastUpdatedAt": "2026-07-28T00:00:00Z"}
TASK |= {"status": "working", "ttlMs": None}


def answer(result, id=1) -> dict:
    return {"jsonrpc": "2.0", "id": id, "result": result}


def notification(method, params) -> dict:
    return request(method, params, notification=True)


def exchange(sent, *received, **more) -> Exchange:
    texts = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in received]
    return Exchange(sent=[json.dumps(one).encode() for one in sent], received=texts, **more)


def modern(*received, method="tools/call", **more) -> list[Exchange]:
    params = {**CALL, "_meta": envelope()}
    return [exchange([request(method, params)], *received, **more)]


def legacy(*received, version=LEGACY[0], **more) -> list[Exchange]:
    """A session in one process: `initialize` has the id 0, a call the id 1."""
    sent = [request("initialize", initialize(version), 0), request("tools/call", CALL)]
    settled = answer({**INITIALIZED, "protocolVersion": version}, 0)
    return [exchange(sent, settled, *received, process="one", **more)]


def resumed(*received, session="s") -> list[Exchange]:
    """A session over HTTP: the answer to the call comes with another request."""
    issued, sent = {"mcp-session-id": "s"}, {"mcp-session-id": session}
    return [
        exchange([request("initialize", initialize(LEGACY[0]), 0)], answer(INITIALIZED, 0),
                 answer_fields=issued),
        exchange([request("tools/call", CALL)], fields=issued),
        exchange([], *received, fields=sent),
    ]


RIGHT = {
    "answer": modern(answer(DONE)),
    "notification": modern(notification("notifications/progress", PROGRESS), answer(DONE)),
    "question": modern(answer({"resultType": "input_required", "requestState": "x"})),
    "task": modern(answer({**TASK, "resultType": "task"})),
    "acknowledgement": modern(answer({"resultType": "complete"}), method="tasks/update"),
    "status": modern(notification("notifications/tasks", TASK)),
    "error": modern({"jsonrpc": "2.0", "id": 1, "error": {"code": -32602, "message": "no"}}),
    "legacy": legacy(answer({"content": []})),
    "batch": legacy([answer({"content": []})], version="2025-03-26"),
    "request": legacy(request("sampling/createMessage", ASK, "of the server")),
    "resumed": resumed(answer({"content": []})),
}

WRONG = {
    "answer": (modern(answer({"content": []})), "resultType"),
    "part": (modern(answer({**DONE, "content": [{"type": "text"}]})), "CallToolResult"),
    "envelope": (modern({"id": 1, "result": DONE}), "jsonrpc"),
    "kind": (modern(answer({**DONE, "resultType": "partial"})), "partial"),
    "nothing asked": (modern(answer({"resultType": "input_required"})), "asks for nothing"),
    "question": (
        modern(answer({"resultType": "input_required", "inputRequests": {"a": {"method": "b"}}})),
        "InputRequiredResult",
    ),
    "question to a list": (
        modern(answer({"resultType": "input_required", "requestState": "x"}), method="tools/list"),
        "cannot ask",
    ),
    "task": (modern(answer({"resultType": "task"})), "CreateTaskResult"),
    "state of a task": (modern(answer({"resultType": "complete"}), method="tasks/get"), "GetTask"),
    "task of a task": (
        modern(answer({**TASK, "resultType": "task"}), method="tasks/get"), "makes no task"
    ),
    "status": (modern(notification("notifications/tasks", {})), "TaskStatusNotification"),
    "notification": (modern(notification("notifications/progress", {})), "ServerNotification"),
    "bare notification": (legacy({"method": "notifications/progress"}, version="2025-06-18"),
                          "JSONRPCNotification"),
    "error": (
        modern({"jsonrpc": "2.0", "id": 1, "error": {"code": -32022, "message": "no"}}),
        "UnsupportedProtocolVersionError",
    ),
    "modern request": (modern(request("sampling/createMessage", ASK, 5)), "make no requests"),
    "request": (legacy(request("sampling/createMessage", {}, 5)), "ServerRequest"),
    "request of a later revision": (
        legacy(request("elicitation/create", {}, 5), version="2025-03-26"), "ServerRequest"
    ),
    "legacy": (legacy(answer({"content": 7})), "CallToolResult of 2025-11-25"),
    "revision": (legacy(version="1999-01-01"), "no revision"),
    "unasked": (modern(answer(DONE, 2)), "no open request"),
    "of another type": (modern(answer(DONE, "1")), "no open request"),
    "twice": (modern(answer(DONE), answer(DONE)), "no open request"),
    "of another session": (resumed(answer({"content": []}), session="t"), "no open request"),
    "resumed": (resumed(answer({})), "CallToolResult"),
    "text": (modern(b"{"), "no JSON"),
    "number": (modern(b'{"jsonrpc":"2.0","id":1,"result":NaN}'), "NaN"),
    "no object": (modern(7), "no message"),
    "header": (
        [*legacy(), exchange([request("ping")], answer({}), process="one",
                             fields={"mcp-protocol-version": LEGACY[1]})],
        "2025-06-18 follows",
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_a_server_may_say(name):
    assert Transcript(RIGHT[name]).check() > 0


@NEEDS_SCHEMAS
@pytest.mark.parametrize("name", WRONG)
def test_what_a_server_may_not_say(name):
    exchanges, why = WRONG[name]
    with pytest.raises(AssertionError, match=why):
        Transcript(exchanges).check()


class Stub:
    """A server for one connection that answers a request with given pieces, each when told to."""

    def __init__(self, *pieces: bytes):
        self.pieces, self.turn = pieces, threading.Semaphore(0)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/mcp"
        self.seen = b""
        self.ended = False
        self.thread = threading.Thread(target=self._serve)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *exception):
        self.thread.join(SECONDS)
        self.listener.close()
        assert not self.thread.is_alive()

    def _serve(self):
        self.listener.settimeout(SECONDS)
        peer, _ = self.listener.accept()
        with peer:
            peer.settimeout(SECONDS)
            while not self.seen.endswith(b"}"):
                self.seen += peer.recv(65536)
            for piece in self.pieces:
                assert self.turn.acquire(timeout=SECONDS)
                peer.sendall(piece)
            self.ended = peer.recv(1) == b""


def head(kind: str, framing: str) -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{framing}\r\n\r\n".encode()


def whole(message) -> bytes:
    body = json.dumps(message).encode()
    return head("application/json", f"Content-Length: {len(body)}") + body


def chunk(text: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(text), text)


@pytest.fixture
def unchecked(tmp_path):
    """A recorder that leaves its check to the test."""
    recorder = Recorder(tmp_path)
    yield recorder
    recorder.close()


def port_of(url: str) -> int:
    return int(url.split(":")[2].partition("/")[0])


CALL_TEXT = json.dumps(request("tools/call", {**CALL, "_meta": envelope()})).encode()
CALL_FIELDS = b"Host: one.example\r\nOrigin: http://two.example\r\nContent-Length: %d\r\n\r\n"
CALL_BYTES = b"POST /mcp HTTP/1.1\r\n" + CALL_FIELDS % len(CALL_TEXT) + CALL_TEXT


@NEEDS_SCHEMAS
@pytest.mark.parametrize("result, is_right", [(DONE, True), ({**DONE, "content": 7}, False)])
def test_over_http_a_wrong_message_is_caught(unchecked, result, is_right):
    with Stub(whole(answer(result))) as stub:
        stub.turn.release()
        with Connection(port_of(unchecked.url(stub.url))) as connection:
            connection.send(CALL_BYTES)
            assert json.loads(connection.receive().body) == answer(result)
    assert stub.seen == CALL_BYTES and stub.ended, "what came out is not what went in"
    verdict(unchecked, is_right)


@NEEDS_SCHEMAS
@pytest.mark.parametrize("result, is_right", [(DONE, True), ({**DONE, "content": 7}, False)])
def test_events_are_passed_on_as_they_come_and_checked(unchecked, result, is_right):
    progress = json.dumps(notification("notifications/progress", PROGRESS)).encode()
    last = json.dumps(answer(result)).encode()
    first = chunk(b"id: 1\r\ndata:\r\n\r\ndata: %b\r\n\r" % progress)
    second = chunk(b"\n: a comment\n\nda") + chunk(b"ta: %b\n\n" % last)
    start = head("text/event-stream", "Transfer-Encoding: chunked")
    with Stub(start + first, second + b"0\r\n\r\n") as stub:
        with Connection(port_of(unchecked.url(stub.url))) as connection:
            connection.send(CALL_BYTES)
            stub.turn.release()
            begun = start + first
            assert connection._take(len(begun)) == begun, "before the rest exists"
            stub.turn.release()
            assert connection._take(len(second)) == second
    verdict(unchecked, is_right, 2)


def verdict(recorder, is_right: bool, count=1):
    recorder.close()
    if is_right:
        assert recorder.check() == count
        return
    with pytest.raises(AssertionError, match="CallToolResult"):
        recorder.check()


def test_a_response_that_cannot_be_followed_is_a_fault(unchecked):
    with Stub(b"HTTP/1.1 two hundred\r\n\r\n") as stub:
        stub.turn.release()
        with Connection(port_of(unchecked.url(stub.url))) as connection:
            connection.send(CALL_BYTES)
            assert connection._until(b"\r\n\r\n")
    unchecked.close()
    with pytest.raises(AssertionError, match="can be followed"):
        unchecked.check()


# A server that gives one answer, whatever it is asked, and ends with 3 at the end of its input.
ANSWERING = """
import sys
for line in sys.stdin:
    print(sys.argv[1], flush=True)
sys.exit(3)
"""


@NEEDS_SCHEMAS
@pytest.mark.parametrize("result, is_right", [(DONE, True), ({**DONE, "content": 7}, False)])
def test_over_stdio_a_wrong_message_is_caught(unchecked, result, is_right):
    line = json.dumps(answer(result)).encode()
    command = unchecked.command(sys.executable, "-c", ANSWERING, line.decode())
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdin.write(CALL_TEXT + b"\n")
    process.stdin.flush()
    assert process.stdout.readline() == line + b"\n", "while the input is open"
    rest, _ = process.communicate(timeout=SECONDS)
    assert rest == b"" and process.returncode == 3
    verdict(unchecked, is_right)


@pytest.mark.parametrize("code, status", [("import os; os.abort()", 128 + 6), ("", 0)])
def test_a_server_that_ends_by_itself_ends_its_recorder(unchecked, code, status):
    command = unchecked.command(sys.executable, "-c", code)
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with process:
        assert process.stdout.read() == b""
        assert process.wait(SECONDS) == status, "although nobody closed its input"


def test_seeing_nothing_is_no_success(unchecked):
    unchecked.url("http://127.0.0.1:1/mcp")
    with pytest.raises(AssertionError, match="messages seen"):
        unchecked.check()


def test_a_recorder_that_was_not_used_is_no_success(unchecked):
    with pytest.raises(AssertionError, match="messages seen"):
        unchecked.check()


def test_nothing_is_left_of_a_proxy(tmp_path):
    before = threading.active_count(), descriptors(os.getpid())
    recorder = Recorder(tmp_path)
    with Stub(head("text/event-stream", "Transfer-Encoding: chunked")) as stub:
        with Connection(port_of(recorder.url(stub.url))) as connection:
            connection.send(CALL_BYTES)
            stub.turn.release()
            connection._until(b"\r\n\r\n")
            recorder.close()
            assert connection.is_closed(), "a stream that nobody ended"
    assert stub.ended
    assert (threading.active_count(), descriptors(os.getpid())) == before
