"""Many calls over few connections, each answer matched with its question."""

import asyncio
import json
import os
import signal
import time
from dataclasses import dataclass, field

from wire import MODERN, envelope

SECONDS = 30


@dataclass
class Tally:
    """What became of the calls."""

    asked: int = 0
    right: int = 0
    tool_errors: int = 0
    texts: set = field(default_factory=set)
    wrong: list = field(default_factory=list)


class Caller(asyncio.Protocol):
    """One connection that makes one call at a time, and counts every answer."""

    def __init__(self, tool: str, first_id: int, count: int, tally: Tally):
        self.tool, self.next_id, self.left, self.tally = tool, first_id, count, tally
        self.buffer = b""
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        self._ask()

    def _ask(self):
        self.id = self.next_id
        self.next_id += 1
        self.left -= 1
        self.tally.asked += 1
        params = {"name": self.tool, "arguments": {"text": f"call {self.id}"}, "_meta": ENVELOPE}
        body = json.dumps(
            {"jsonrpc": "2.0", "id": self.id, "method": "tools/call", "params": params}
        ).encode()
        self.transport.write(HEAD % (self.tool.encode(), len(body)) + body)

    def data_received(self, data):
        self.buffer += data
        head, mark, rest = self.buffer.partition(b"\r\n\r\n")
        if not mark:
            return
        length = content_length(head)
        if len(rest) < length:
            return
        self.buffer = rest[length:]
        self._judge(head, rest[:length])
        if self.buffer:
            self.tally.wrong.append(("a second answer", self.buffer))
        if self.left:
            self._ask()
        else:
            # A late second answer would still arrive here, before the end of the connection.
            self.transport.write_eof()

    def _judge(self, head: bytes, body: bytes):
        message = json.loads(body)
        result = message.get("result", {})
        text = result.get("content", [{}])[0].get("text", "")
        if not head.startswith(b"HTTP/1.1 200 ") or message.get("id") != self.id:
            self.tally.wrong.append((head, body))
        elif result.get("isError"):
            self.tally.tool_errors += 1
            self.tally.texts.add(text)
        elif text == f"call {self.id}":
            self.tally.right += 1
        else:
            self.tally.wrong.append((head, body))

    def connection_lost(self, error):
        if self.left or self.buffer:
            self.tally.wrong.append(("the connection ended", error, self.left, self.buffer))
        if not self.done.done():
            self.done.set_result(None)


ENVELOPE = envelope()
HEAD = (
    b"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    b"Accept: application/json, text/event-stream\r\nMCP-Protocol-Version: "
    + MODERN.encode()
    + b"\r\nMcp-Method: tools/call\r\nMcp-Name: %s\r\nContent-Length: %d\r\n\r\n"
)


def content_length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise AssertionError(f"an answer without a length: {head!r}")


async def _calls(port: int, tool: str, connections: int, each: int, tally: Tally):
    loop = asyncio.get_running_loop()
    callers = []
    for number in range(connections):
        first = 1 + number * each
        _, caller = await loop.create_connection(
            lambda first=first: Caller(tool, first, each, tally), "127.0.0.1", port
        )
        callers.append(caller.done)
    await asyncio.gather(*callers)


async def _kill_every_second(workers, killed: list):
    while True:
        await asyncio.sleep(1)
        for pid in workers():
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)


def calls(port, tool, connections, each, seconds, kill=None) -> tuple[Tally, list, float]:
    """`connections` times `each` calls. With `kill`, which answers the process ids of workers,
    those are killed every second meanwhile. The tally, who was killed, and how long it took."""
    tally, killed = Tally(), []

    async def everything():
        killer = asyncio.ensure_future(_kill_every_second(kill, killed)) if kill else None
        try:
            async with asyncio.timeout(seconds):
                await _calls(port, tool, connections, each, tally)
        finally:
            if killer:
                killer.cancel()

    begun = time.monotonic()
    asyncio.run(everything())
    return tally, killed, time.monotonic() - begun
