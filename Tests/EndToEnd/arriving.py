"""A response while it arrives: its messages one by one, as the server sends them."""

import json
import socket
import struct
from dataclasses import dataclass

import schemas
from wire import SECONDS, Connection, lines


@dataclass
class Event:
    """One server-sent event."""

    data: str | None = None
    id: str | None = None
    retry: int | None = None


class Arriving:
    """The response to a request that was sent on a connection of its own. Each message has been
    checked against the schema of the revision when it is handed out. The method is that of the
    request, or those of a batch by their ids."""

    def __init__(self, connection: Connection, revision: str, method: str | dict | None):
        self.connection = connection
        self.revision = revision
        self.method = method
        self.has_ended = False
        self.comments = 0
        self._head: tuple[int, dict] | None = None
        self._body = b""
        self._event = Event()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        self.connection.socket.close()

    def abort(self):
        """Closes the connection so that the server sees at once that nobody reads any more."""
        now = struct.pack("ii", 1, 0)
        self.connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, now)
        self.close()

    @property
    def status(self) -> int:
        return self._read_head()[0]

    @property
    def fields(self) -> dict[str, str]:
        return self._read_head()[1]

    @property
    def is_stream(self) -> bool:
        return self.fields.get("content-type", "").partition(";")[0] == "text/event-stream"

    def event(self, seconds=SECONDS) -> Event | None:
        """The next event, with data or without; None where the stream has ended."""
        assert self.is_stream, f"no event stream: {self.status} {self.fields}"
        self.connection.socket.settimeout(seconds)
        while True:
            line, separator, rest = self._body.partition(b"\n")
            if separator:
                self._body = rest
                if event := self._line(line.removesuffix(b"\r").decode()):
                    return event
            elif not self._more():
                assert not self._body, f"the stream ends within an event: {self._body!r}"
                return None

    def message(self, seconds=SECONDS) -> dict:
        """The next message; fails where the response ends without one."""
        found = self.next(seconds)
        assert found is not None, "the response ended"
        return found

    def next(self, seconds=SECONDS) -> dict | None:
        """The next message; None where the response ends without one."""
        if not self.is_stream:
            return self._only()
        while (event := self.event(seconds)) is not None:
            if event.data:
                return self._checked(json.loads(event.data))
        return None

    def rest(self, seconds=SECONDS) -> list[dict]:
        """Every message up to the end of the response."""
        found = []
        while (message := self.next(seconds)) is not None:
            found.append(message)
        return found

    def is_silent(self, seconds) -> bool:
        """Whether not even the head of a message comes in this time."""
        try:
            return self.next(seconds) is None
        except TimeoutError:
            return True

    def _read_head(self):
        if self._head is None:
            self._head = self.connection.head()
        return self._head

    def _only(self) -> dict | None:
        if self.has_ended:
            return None
        self.has_ended = True
        body = self.connection._body(self.status, self.fields)
        return self._checked(json.loads(body)) if body else None

    def _checked(self, message):
        for one in message if isinstance(message, list) else [message]:
            by_id = self.method if isinstance(self.method, dict) else {}
            schemas.check_message(one, self.revision, by_id.get(one.get("id"), self.method))
        return message

    def _more(self) -> bool:
        """Takes one whole chunk over from the connection; whether there was another."""
        if self.has_ended:
            return False
        assert self.fields.get("transfer-encoding") == "chunked", self.fields
        while (chunk := self._chunk()) is None:
            if not self.connection._more():
                raise EOFError(f"the connection ended within a stream: {self._body!r}")
        self.has_ended = not chunk
        self._body += chunk
        return bool(chunk)

    def _chunk(self) -> bytes | None:
        size, separator, rest = self.connection._buffer.partition(b"\r\n")
        if not separator or len(rest) < int(size, 16) + 2:
            return None
        chunk, end = rest[: int(size, 16)], rest[int(size, 16) :]
        assert end.startswith(b"\r\n"), end
        self.connection._buffer = end[2:]
        return chunk

    def _line(self, line: str) -> Event | None:
        """The event that the line ends, if it does."""
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        event = self._event
        if not line:
            self._event = Event()
            return None if event == Event() else event
        if line.startswith(":"):
            self.comments += 1
        elif name == "data":
            event.data = value if event.data is None else f"{event.data}\n{value}"
        elif name == "id":
            event.id = value
        elif name == "retry":
            event.retry = int(value)
        else:
            assert name == "event" and value == "message", f"an unexpected line: {line!r}"
        return None


def get_stream(port: int, revision: str, fields=None, method=None) -> Arriving:
    """A GET of the endpoint, on a connection of its own."""
    connection = Connection(port)
    own = {"Host": "127.0.0.1", "Accept": "text/event-stream", "MCP-Protocol-Version": revision}
    head = lines({**own, **(fields or {})})
    connection.send(f"GET /mcp HTTP/1.1\r\n{head}\r\n".encode("latin-1"))
    return Arriving(connection, revision, method)
