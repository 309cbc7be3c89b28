"""What is said between a client of PostgreSQL and its server, message by message."""

import selectors
import struct
from dataclasses import dataclass

from postgres_proxy import CHUNK_BYTES, POLL_SECONDS, FaultyWay

CLIENT, SERVER = "client", "server"
LENGTH_BYTES = 4


@dataclass
class Message:
    """Of the protocol 3.0: who said it, its type byte, what follows its length."""

    side: str
    kind: str
    body: bytes

    def words(self, count: int) -> list[str]:
        """The first texts of it, each of which ends with a zero byte."""
        return [one.decode() for one in self.body.split(b"\0", count)[:count]]


class Stream:
    """Bytes of one side, until they are whole messages."""

    def __init__(self, side: str):
        self._side = side
        self._bytes = b""
        # A client begins with a message that has no type.
        self._hasBegun = side == SERVER

    def take(self, piece: bytes) -> list[Message]:
        self._bytes += piece
        found = []
        while (message := self._next()) is not None:
            found.append(message)
        return found

    def _next(self) -> Message | None:
        head = 1 if self._hasBegun else 0
        if len(self._bytes) < head + LENGTH_BYTES:
            return None
        [length] = struct.unpack_from("!i", self._bytes, head)
        if len(self._bytes) < head + length:
            return None
        kind = self._bytes[:head].decode("ascii")
        body = self._bytes[head + LENGTH_BYTES:head + length]
        self._bytes = self._bytes[head + length:]
        self._hasBegun = True
        return Message(self._side, kind, body)


class Overheard(FaultyWay):
    """A way to a server that notes what passes, for one connection without encryption."""

    def __init__(self, upstream: int):
        super().__init__(upstream)
        self.messages: list[Message] = []

    def since(self, begin: int) -> "Conversation":
        return Conversation(self.messages[:begin], self.messages[begin:])

    def _copy(self, client, server):
        sides = {client: (server, Stream(CLIENT)), server: (client, Stream(SERVER))}
        with selectors.DefaultSelector() as selector:
            for one in sides:
                selector.register(one, selectors.EVENT_READ)
            while not self._isClosed:
                for key, _ in selector.select(POLL_SECONDS):
                    other, stream = sides[key.fileobj]
                    piece = key.fileobj.recv(CHUNK_BYTES)
                    if not piece:
                        return
                    # Noted first, so that whoever has an answer finds all of it here.
                    self.messages += stream.take(piece)
                    other.sendall(piece)


class Conversation:
    """What was said of one call, on a connection on which `before` was said."""

    def __init__(self, before: list[Message], messages: list[Message]):
        self.messages = messages
        self._texts: dict[str, str] = {}
        self._read(before)
        self.parsed, self.executed = self._read(messages)

    def _read(self, messages) -> tuple[list[str], list[str]]:
        """The texts that were parsed, and those that were run."""
        portals, parsed, executed = {}, [], []
        for one in messages:
            if one.side != CLIENT:
                continue
            if one.kind == "P":
                name, text = one.words(2)
                self._texts[name] = text
                parsed.append(text)
            elif one.kind == "B":
                portal, name = one.words(2)
                portals[portal] = self._texts[name]
            elif one.kind == "E":
                executed.append(portals[one.words(1)[0]])
        return parsed, executed

    @property
    def turns(self) -> list[str]:
        """Who spoke, each once for all that was said without the other's word."""
        turns: list[str] = []
        for one in self.messages:
            if turns[-1:] != [one.side]:
                turns.append(one.side)
        return turns

    def kinds(self, side: str) -> str:
        return "".join(one.kind for one in self.messages if one.side == side)
