"""An HTTP proxy that passes every byte on as it comes, and writes down what was said."""

import asyncio
import threading
from dataclasses import dataclass

from transcript import Exchange
from wire import events

CHUNK_BYTES = 65536
HEAD_BYTES = 1 << 26
SECONDS = 20
END = b"\r\n"


class Proxy:
    """Stands on a free port of the loopback before another port of it, until it is closed.

    Nothing is rewritten, so that the server sees the `Host` and `Origin` that the client sent:
    names of the loopback are served whatever their port.
    """

    def __init__(self, upstream: int, path: str):
        self.upstream, self.path = upstream, path
        self.exchanges: list[Exchange] = []
        self.faults: list[str] = []
        self._running: set[asyncio.Task] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._server = self._run(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = self._server.sockets[0].getsockname()[1]

    def _run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(SECONDS)

    def close(self):
        """Ends every connection; whatever the client has received is written down by then."""
        try:
            self._run(self._end())
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()

    async def _end(self):
        self._server.close()
        await self._server.wait_closed()
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _serve(self, reader, writer):
        task = asyncio.current_task()
        self._running.add(task)
        try:
            upstream = await asyncio.open_connection("127.0.0.1", self.upstream)
            await self._between((reader, writer), upstream)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
            self._running.discard(task)

    async def _between(self, client, server):
        asked, answered = Tap(), Tap()
        following = asyncio.ensure_future(self._follow(asked, answered))
        copies = [
            asyncio.ensure_future(_copy(client[0], asked, server[1])),
            asyncio.ensure_future(_copy(server[0], answered, client[1])),
        ]
        try:
            # A client that ends its direction has gone: no client here half-closes.
            await asyncio.wait(copies, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for copy in copies:
                copy.cancel()
            await asyncio.gather(*copies, return_exceptions=True)
            asked.feed_eof()
            answered.feed_eof()
            await following
            for _, writer in (client, server):
                writer.close()
            await asyncio.gather(
                *(writer.wait_closed() for _, writer in (client, server)), return_exceptions=True
            )

    async def _follow(self, asked, answered):
        """Reads along; a connection that ends between two messages, or within one, is no fault."""
        try:
            while True:
                request = await Head.read(asked)
                try:
                    sent = b"".join([piece async for piece in request.body(asked)])
                except asyncio.IncompleteReadError:
                    sent = b""  # Refused before it was all there; the refusal still counts.
                exchange = Exchange(fields=request.fields, sent=[sent] if sent else [])
                if request.line.split(" ")[1].partition("?")[0] == self.path:
                    self.exchanges.append(exchange)
                await _response(answered, exchange, request.line.startswith("HEAD "))
        except asyncio.IncompleteReadError:
            pass
        except Exception as error:
            self.faults.append(f"not HTTP that can be followed: {error!r}")


class Tap(asyncio.StreamReader):
    """A second reader of bytes that were passed on."""

    def __init__(self):
        super().__init__(limit=HEAD_BYTES)


@dataclass
class Head:
    """The first line and the fields of a request or of a response."""

    line: str
    fields: dict[str, str]

    @classmethod
    async def read(cls, tap: Tap) -> "Head":
        text = (await tap.readuntil(2 * END)).decode("latin-1")
        line, *rest = text.removesuffix("\r\n\r\n").split("\r\n")
        pairs = [field.partition(":") for field in rest]
        return cls(line, {name.lower(): value.strip(" \t") for name, _, value in pairs})

    async def body(self, tap: Tap):
        """The pieces of the body as they arrive."""
        if self.fields.get("transfer-encoding", "").lower() == "chunked":
            while size := int((await tap.readuntil(END)).partition(b";")[0], 16):
                yield await tap.readexactly(size)
                await tap.readexactly(len(END))
            while await tap.readuntil(END) != END:
                pass
        elif "content-length" in self.fields:
            yield await tap.readexactly(int(self.fields["content-length"]))
        elif self.line.startswith("HTTP/"):
            while piece := await tap.read(CHUNK_BYTES):
                yield piece


async def _copy(reader, tap: Tap, writer):
    """Passes bytes on one by one as they come. They reach the tap first: no answer, and no end of
    the connection, can come before what it follows has been fed."""
    try:
        while data := await reader.read(CHUNK_BYTES):
            tap.feed_data(data)
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass


async def _response(tap: Tap, exchange: Exchange, is_head: bool):
    """Reads one response; its messages are in the exchange as soon as they are complete."""
    response = await Head.read(tap)
    while (status := int(response.line.split(" ")[1])) < 200:
        response = await Head.read(tap)
    exchange.answer_fields = response.fields
    if is_head or status in (204, 304):
        return
    assert "content-encoding" not in response.fields, response.fields
    kind = response.fields.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "text/event-stream":
        await _events(response.body(tap), exchange)
        return
    body = b"".join([piece async for piece in response.body(tap)])
    if kind == "application/json":
        exchange.received.append(body)


async def _events(pieces, exchange: Exchange):
    """An event without data carries no message; one without an end has not been received."""
    rest = b""
    async for piece in pieces:
        whole, mark, rest = (rest + piece).replace(b"\r\n", b"\n").rpartition(b"\n\n")
        data = events((whole + mark).decode())
        exchange.received += [one.encode() for one in data if one]
