"""A way to a server that can be slow, silent or broken."""

import selectors
import socket
import threading
import time

CHUNK_BYTES = 65536
POLL_SECONDS = 0.02


class FaultyWay:
    """Stands on a free port of the loopback before another one, until it is closed.

    `delay` seconds pass before each piece goes on. While `swallows`, connections stay open and
    what is sent arrives nowhere, as behind a firewall that has forgotten them. `cut()` ends every
    connection, with a reset where asked. `limit` bytes of answers pass on each connection, then it
    is cut.
    """

    def __init__(self, upstream: int):
        self.upstream = upstream
        self.delay = 0.0
        self.swallows = False
        self.limit: int | None = None
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self._listener.getsockname()[1]
        self._isClosed = False
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._isClosed = True
        self._listener.close()
        self.cut()
        self._acceptor.join(5)

    @property
    def connections(self) -> int:
        return len(self._pairs)

    def cut(self, reset=False):
        with self._lock:
            pairs, self._pairs = self._pairs, set()
        for pair in pairs:
            for one in pair:
                _end(one, reset)

    def _accept(self):
        self._listener.settimeout(POLL_SECONDS)
        while not self._isClosed:
            try:
                client, _ = self._listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        try:
            server = socket.create_connection(("127.0.0.1", self.upstream), timeout=5)
        except OSError:
            client.close()
            return
        pair = (client, server)
        with self._lock:
            self._pairs.add(pair)
        try:
            self._copy(client, server)
        except (OSError, ValueError):
            pass
        finally:
            with self._lock:
                self._pairs.discard(pair)
            for one in pair:
                _end(one)

    def _copy(self, client, server):
        passed = 0
        with selectors.DefaultSelector() as selector:
            selector.register(client, selectors.EVENT_READ, server)
            selector.register(server, selectors.EVENT_READ, client)
            while not self._isClosed:
                for key, _ in selector.select(POLL_SECONDS):
                    if self.swallows:
                        time.sleep(POLL_SECONDS)
                        continue
                    piece = key.fileobj.recv(CHUNK_BYTES)
                    if not piece:
                        return
                    if self.delay:
                        time.sleep(self.delay)
                    if key.fileobj is server and self.limit is not None:
                        piece = piece[:self.limit - passed]
                        passed += len(piece)
                    key.data.sendall(piece)
                    if self.limit is not None and passed >= self.limit:
                        return


def _end(one: socket.socket, reset=False):
    try:
        if reset:
            # RFC 9293: a connection that is closed without lingering is reset.
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        else:
            one.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    one.close()
