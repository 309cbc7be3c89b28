"""How a long catalogue and many open streams cost."""

import http.client
import json
import resource
import time

from toolrack import HERE, ROOT, compiled

INCLUDE = ROOT / "Sources/PluginABI/include"

FEW, MANY = 100, 10_000
PAGE = 100
STREAMS = 1000
DESCRIPTORS_BESIDE = 200
CHANGE_SECONDS = 10


def many_tools(folder):
    """Builds the plugin that has as many tools as its settings say."""
    return compiled(
        folder / "many.so", "-fPIC", "-shared", "-fvisibility=hidden", "-I", INCLUDE,
        HERE / "many_tools.c",
    )


def configuration(count):
    own = {"isolation": "in-process", "settings": {"count": count}}
    return {"pageSize": PAGE, "plugin": {"many": own}}


def table(rates):
    """`rates`: requests per second by title and number of tools."""
    yield f"| one of so many tools, 1/s | {FEW} | {MANY} | ratio |"
    yield "|---|---:|---:|---:|"
    for title, by_count in rates.items():
        few, many = by_count[FEW], by_count[MANY]
        yield f"| {title} | {few:.0f} | {many:.0f} | {many / few:.2f} |"


class Streams:
    """Open streams of subscriptions/listen."""

    def __init__(self, port, meta, count=STREAMS):
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(
            resource.RLIMIT_NOFILE, (min(hard, count + DESCRIPTORS_BESIDE), hard)
        )
        self.responses = [self._open(port, meta, number) for number in range(count)]

    @staticmethod
    def _open(port, meta, number):
        version = meta["io.modelcontextprotocol/protocolVersion"]
        params = {"notifications": {"toolsListChanged": True}, "_meta": meta}
        message = {
            "jsonrpc": "2.0", "id": number, "method": "subscriptions/listen", "params": params,
        }
        fields = {
            "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream",
            "MCP-Protocol-Version": version,
            "Mcp-Method": "subscriptions/listen",
        }
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=CHANGE_SECONDS)
        connection.request("POST", "/mcp", json.dumps(message), fields)
        response = connection.getresponse()
        assert response.status == 200
        assert "acknowledged" in event(response)
        return response

    def change(self, trigger):
        """Changes a list and reads the change from every stream; how many milliseconds that took.

        Reading is a loop in this process, so the figure is an upper bound.
        """
        begun = time.perf_counter()
        trigger()
        for response in self.responses:
            assert "list_changed" in event(response)
        return (time.perf_counter() - begun) * 1000

    def close(self):
        for response in self.responses:
            response.close()


def event(response):
    """The data of the next event."""
    while line := response.readline():
        if line.startswith(b"data:"):
            return line[5:].decode().strip()
    raise EOFError("the stream has ended")
