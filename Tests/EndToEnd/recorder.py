"""Stands between clients and servers, over HTTP and over stdio, without changing a byte."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

from proxy import Proxy
from transcript import Exchange, Transcript

TEE = Path(__file__).with_name("tee.py")


class Recorder:
    """What clients reach servers through; afterwards it checks every message of the servers."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._proxies: list[Proxy] = []
        self._open: list[Proxy] = []
        self._records: list[Path] = []

    def url(self, url: str) -> str:
        """The URL of a recorded way to a server of this machine."""
        parts = urlsplit(url)
        proxy = Proxy(parts.port, parts.path)
        self._proxies.append(proxy)
        self._open.append(proxy)
        return parts._replace(netloc=f"127.0.0.1:{proxy.port}").geturl()

    def command(self, *arguments) -> list[str]:
        """A command that runs the given one and records what it reads and writes."""
        self._records.append(self.folder / f"recorded-{len(self._records)}")
        self._records[-1].mkdir()
        return [sys.executable, "-I", str(TEE), str(self._records[-1]), *map(str, arguments)]

    @property
    def exchanges(self) -> list[Exchange]:
        """What has been said over HTTP so far."""
        return [exchange for proxy in self._proxies for exchange in proxy.exchanges]

    def close(self):
        """Ends every connection. Once is enough, and twice is no mistake."""
        while self._open:
            self._open.pop().close()

    def check(self) -> int:
        """Fails where a server broke a schema, or where nothing of it was seen, which would show
        nothing; how many messages were checked."""
        ways = [_of(proxy) for proxy in self._proxies] + [_read(path) for path in self._records]
        counts = [Transcript(exchanges).check() for exchanges in ways]
        assert counts and all(counts), f"server messages seen on each recorded way: {counts}"
        return sum(counts)


def _of(proxy: Proxy) -> list[Exchange]:
    assert not proxy.faults, proxy.faults
    return proxy.exchanges


def _read(folder: Path) -> list[Exchange]:
    return [_process(path) for path in sorted(folder.iterdir())]


def _process(path: Path) -> Exchange:
    exchange = Exchange(process=path.name)
    for line in path.read_bytes().split(b"\n")[:-1]:
        (exchange.sent if line[:1] == b">" else exchange.received).append(line[1:])
    return exchange
