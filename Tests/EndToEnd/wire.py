"""HTTP and MCP on a plain socket: nothing is tidied up between the test and the server."""

import json
import socket
from dataclasses import dataclass, field

import schemas
from schemas import LEGACY, MODERN

SECONDS = 20
# Which member of the parameters Mcp-Name repeats.
NAMED_BY = {
    "tools/call": "name",
    "prompts/get": "name",
    "resources/read": "uri",
    "tasks/get": "taskId",
    "tasks/update": "taskId",
    "tasks/cancel": "taskId",
}


@dataclass
class Response:
    status: int
    fields: dict[str, str]
    body: bytes
    messages: list = field(default_factory=list)

    @property
    def message(self) -> dict:
        """The last message: the answer to the request."""
        return self.messages[-1]

    @property
    def result(self) -> dict:
        assert "result" in self.message, self.message
        return self.message["result"]

    @property
    def error(self) -> dict:
        assert "error" in self.message, self.message
        return self.message["error"]


class Connection:
    """One TCP connection to the server."""

    def __init__(self, port: int):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.socket.close()

    def send(self, data: bytes):
        self.socket.sendall(data)

    def finish(self):
        self.socket.shutdown(socket.SHUT_WR)

    def _more(self) -> bool:
        data = self.socket.recv(65536)
        self._buffer += data
        return bool(data)

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._buffer:
            if not self._more():
                raise EOFError(f"the connection ended within a response: {self._buffer!r}")
        taken, _, self._buffer = self._buffer.partition(mark)
        return taken

    def _take(self, count: int) -> bytes:
        while len(self._buffer) < count:
            if not self._more():
                raise EOFError(f"the connection ended within a response: {self._buffer!r}")
        taken, self._buffer = self._buffer[:count], self._buffer[count:]
        return taken

    def receive(self) -> Response:
        """The next response, framed as RFC 9112 says."""
        status, fields = self.head()
        return Response(status, fields, self._body(status, fields))

    def head(self) -> tuple[int, dict[str, str]]:
        """The status and the fields of the next response, whose body is left to be read."""
        while True:
            lines = self._until(b"\r\n\r\n").decode("latin-1").split("\r\n")
            version, status, _ = lines[0].split(" ", 2)
            assert version == "HTTP/1.1", lines[0]
            if status != "100":
                break
        fields: dict[str, str] = {}
        for line in lines[1:]:
            name, separator, value = line.partition(":")
            assert separator and name and name == name.strip(), line
            assert name.lower() not in fields, f"{name} comes twice"
            fields[name.lower()] = value.strip(" \t")
        return int(status), fields

    def _body(self, status: int, fields: dict[str, str]) -> bytes:
        if status == 204 or status == 304:
            return b""
        if fields.get("transfer-encoding") == "chunked":
            assert "content-length" not in fields
            body = b""
            while size := int(self._until(b"\r\n"), 16):
                body += self._take(size)
                assert self._take(2) == b"\r\n"
            assert self._take(2) == b"\r\n"
            return body
        assert "content-length" in fields, f"a response without framing: {status} {fields}"
        return self._take(int(fields["content-length"]))

    def is_closed(self) -> bool:
        """Whether the server ends the connection, without another byte."""
        try:
            return not self._buffer and self.socket.recv(1) == b""
        except ConnectionResetError:
            return True

    # ---- MCP ---------------------------------------------------------------------------------

    def post(self, message, fields=None, path="/mcp", host="127.0.0.1") -> Response:
        """One POST of a JSON value, or of bytes as they are; the answer to it."""
        self.begin(message, fields, path, host)
        response = self.receive()
        response.messages = _messages(response)
        return response

    def begin(self, message, fields=None, path="/mcp", host="127.0.0.1"):
        """One POST whose answer is not waited for. None takes a field away, a list repeats it."""
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        all_fields = {
            "Host": host,
            "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream",
            "Content-Length": str(len(body)),
            **(fields or {}),
        }
        self.send(f"POST {path} HTTP/1.1\r\n{lines(all_fields)}\r\n".encode("latin-1") + body)

    def modern(self, method, params=None, id=1, fields=None, meta=None, notification=False):
        """A request as 2026-07-28 wants it; the answer has been checked against its schema."""
        params = {**(params or {}), "_meta": {**envelope(), **(meta or {})}}
        response = self.post(
            request(method, params, id, notification),
            {**modern_fields(method, params), **(fields or {})},
        )
        schemas.check_all(response.messages, MODERN, method)
        return response

    def legacy(self, version, method, params=None, id=1, fields=None, notification=False):
        """A request of an older revision; the answer has been checked against its schema."""
        own = {} if method == "initialize" else {"MCP-Protocol-Version": version}
        response = self.post(
            request(method, params, id, notification), {**own, **(fields or {})}
        )
        schemas.check_all(response.messages, version, method)
        return response


def lines(fields: dict) -> str:
    """A line for each field; none for None, one for each value of a list."""
    pairs = [(n, v) for n, all in fields.items() for v in (all if type(all) is list else [all])]
    return "".join(f"{name}: {value}\r\n" for name, value in pairs if value is not None)


def envelope() -> dict:
    return {
        "io.modelcontextprotocol/protocolVersion": MODERN,
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": {"name": "end-to-end", "version": "1"},
    }


def modern_fields(method: str, params: dict) -> dict:
    fields = {"MCP-Protocol-Version": MODERN, "Mcp-Method": method}
    if (name := params.get(NAMED_BY.get(method))) is not None:
        fields["Mcp-Name"] = name
    return fields


def request(method, params=None, id=1, notification=False) -> dict:
    message = {"jsonrpc": "2.0", "method": method}
    if not notification:
        message["id"] = id
    if params is not None:
        message["params"] = params
    return message


def initialize(version: str) -> dict:
    return {
        "protocolVersion": version,
        "capabilities": {},
        "clientInfo": {"name": "end-to-end", "version": "1"},
    }


def _messages(response: Response) -> list:
    kind = response.fields.get("content-type", "").partition(";")[0]
    if kind == "application/json" and response.body:
        return [json.loads(response.body)]
    if kind == "text/event-stream":
        return [json.loads(data) for data in events(response.body.decode())]
    return []


def events(text: str) -> list[str]:
    """The data of each server-sent event that has any."""
    found = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        data = [line[5:].removeprefix(" ") for line in block.split("\n") if line[:5] == "data:"]
        if data:
            found.append("\n".join(data))
    return found


def get(port: int, path: str, fields=None, method="GET") -> Response:
    """One request without a body, on a connection of its own."""
    with Connection(port) as connection:
        head = "".join(f"{n}: {v}\r\n" for n, v in {"Host": "127.0.0.1", **(fields or {})}.items())
        connection.send(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode())
        return connection.receive()


def call(port: int, tool: str, arguments: dict) -> dict:
    """The result of one modern tools/call, on a connection of its own."""
    with Connection(port) as connection:
        response = connection.modern("tools/call", {"name": tool, "arguments": arguments})
        assert response.status == 200, response
        return response.result
