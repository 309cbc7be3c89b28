"""An HTTP proxy before a local Lark that keeps every request and its answer, and their common form.

What `text` of a request leaves out or makes equal is what two clients may write differently while
they ask for the same:
- The order of query parameters and of members of JSON objects: neither has a meaning. Values of a
  parameter that comes several times keep their order.
- Which characters of a path are percent-encoded: RFC 3986 section 6.2.2 calls such paths equal.
- JSON within a string member (`content`, `form`, `card`): Lark parses it, so it is compared so.
- The value of an idempotency key, which must be new each time: its place stays, and its form is
  checked.
- The name and media type of a file part: the official client writes neither. What Lark reads of
  them stands in fields of their own (`file_name`, `file_type`), and those are compared.
- Empty parts of a form: the official client writes one for each member that is not set.
"""

import email.parser
import email.policy
import http.client
import json
import re
import threading
import urllib.parse
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# The names of idempotency keys, and what Lark's documents allow as their values.
KEYS = {
    "uuid": re.compile(r".{1,50}"),
    "client_token": re.compile(
        r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    ),
    "idempotency_key": re.compile(r".{32,128}"),
    "dedupe_key": re.compile(r".{1,128}"),
}
TOKEN_PATHS = ("/open-apis/auth/v3/", "/open-apis/authen/v2/oauth/")
HOP_BY_HOP = {"connection", "transfer-encoding", "content-length"}
SECONDS = 30


@dataclass
class Request:
    """A request as it arrived, and what Lark answered."""

    method: str
    target: str
    fields: dict[str, str]
    body: bytes
    answer: bytes = b""

    @property
    def path(self) -> str:
        encoded = self.target.partition("?")[0].split("/")
        names = [urllib.parse.unquote(part, errors="strict") for part in encoded]
        return "/".join(urllib.parse.quote(name, safe="") for name in names)

    @property
    def query(self) -> list[tuple[str, str]]:
        raw = urllib.parse.urlsplit(self.target).query
        pairs = urllib.parse.parse_qsl(raw, keep_blank_values=True, strict_parsing=bool(raw))
        return sorted(pairs, key=lambda pair: pair[0])

    @property
    def identity(self) -> str:
        """Whose token the request carries."""
        token = self.fields.get("authorization", "").removeprefix("Bearer ")
        return {"u-": "user", "t-": "bot"}.get(token[:2], "nobody")

    @property
    def data(self):
        """The `data` of the answer, or all of it where it has no such member."""
        whole = json.loads(self.answer)
        return whole.get("data", whole)

    @property
    def content(self):
        """The body: None, a JSON value, or the parts of a form."""
        if not self.body:
            return None
        kind = self.fields.get("content-type", "")
        if kind.startswith("multipart/form-data"):
            return {"form": _form(kind, self.body)}
        assert kind.startswith("application/json"), f"{self.method} {self.target}: {kind!r}"
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """The request in the form in which requests are compared, for people to read."""
        query = [f"  {name} = {_keyless(name, value)}" for name, value in self.query]
        content = json.dumps(_comparable(self.content), indent=2, sort_keys=True)
        body = json.dumps(json.loads(content), indent=2, sort_keys=True, ensure_ascii=False)
        head = f"{self.method} {self.path} as {self.identity}"
        return "\n".join([head, *query, *(body.splitlines() if self.body else ["no body"])])


def _form(kind: str, body: bytes) -> dict[str, str]:
    parser = email.parser.BytesParser(policy=email.policy.HTTP)
    message = parser.parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    assert message.is_multipart() and not message.defects, message.defects
    parts = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        assert name and name not in parts, f"a part named {name!r}"
        parts[name] = part.get_payload(decode=True)
    return {name: _shown(data) for name, data in parts.items() if data}


def _shown(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.hex(" ")


def _comparable(value, name: str = ""):
    if isinstance(value, dict):
        return {key: _comparable(member, key) for key, member in value.items()}
    if isinstance(value, list):
        return [_comparable(element) for element in value]
    if isinstance(value, str):
        if value[:1] in ("{", "["):
            try:
                return {"JSON in a string": _comparable(json.loads(value))}
            except ValueError:
                return value
        return _keyless(name, value)
    return value


def _keyless(name: str, value: str) -> str:
    return "(a valid key)" if name in KEYS and KEYS[name].fullmatch(value) else value


class RecordingProxy:
    """Stands on a free port of the loopback before the server at `address`."""

    def __init__(self, address: str):
        self.requests: list[Request] = []
        # Paths for which it answers itself that there is no such endpoint.
        self.unknown: set[str] = set()
        self._lock = threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def respond(handler):
                self._pass_on(handler, address)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = respond

            def log_message(handler, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"127.0.0.1:{self._server.server_port}"
        self.url = f"http://{self.address}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def close(self):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def take(self) -> list[Request]:
        """What came since the last time, without the requests for tokens."""
        return [one for one in self.take_all() if not one.target.startswith(TOKEN_PATHS)]

    def take_all(self) -> list[Request]:
        with self._lock:
            taken, self.requests = self.requests, []
        return taken

    def _pass_on(self, handler: BaseHTTPRequestHandler, address: str):
        fields = {name.lower(): value for name, value in handler.headers.items()}
        assert "transfer-encoding" not in fields, f"{handler.path}: a body of unknown length"
        body = handler.rfile.read(int(fields.get("content-length", 0)))
        request = Request(handler.command, handler.path, fields, body)
        with self._lock:
            self.requests.append(request)
        if request.path in self.unknown:
            return handler.send_error(404)
        onward = {name: value for name, value in fields.items() if name not in HOP_BY_HOP}
        connection = http.client.HTTPConnection(address, timeout=SECONDS)
        connection.request(handler.command, handler.path, body, onward)
        answer = connection.getresponse()
        request.answer = answer.read()
        connection.close()
        handler.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_BY_HOP:
                handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(request.answer)))
        handler.end_headers()
        handler.wfile.write(request.answer)
