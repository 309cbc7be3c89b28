"""Calls of a tool over the transport of 2024-11-05: answers come as server-sent events."""

import http.client
import json
import threading
import time

SECONDS = 60
REVISION = "2024-11-05"
FIELDS = {"Content-Type": "application/json"}


class Client:
    """One session: a stream of events, and a connection to post to."""

    def __init__(self, port):
        self._stream = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        self._stream.request("GET", "/sse", headers={"Accept": "text/event-stream"})
        self._events = self._stream.getresponse()
        self._posts = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        self._path = self._next()
        self.ask("initialize", {
            "protocolVersion": REVISION, "capabilities": {},
            "clientInfo": {"name": "bench", "version": "1"},
        })
        self._post({"jsonrpc": "2.0", "method": "notifications/initialized"})

    def ask(self, method, params):
        self._post({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
        while True:
            message = json.loads(self._next())
            if message.get("id") == 1:
                return message["result"]

    def close(self):
        self._posts.close()
        self._stream.close()

    def _post(self, message):
        self._posts.request("POST", self._path, json.dumps(message), FIELDS)
        response = self._posts.getresponse()
        response.read()
        assert response.status == 202, response.status

    def _next(self):
        """The data of the next event."""
        while line := self._events.readline():
            if line.startswith(b"data:"):
                return line[5:].strip().decode()
        raise EOFError("the stream of events ended")


def calls_per_second(port, tool, arguments, clients, seconds):
    """Each client asks as soon as it is answered."""
    params = {"name": tool, "arguments": arguments}
    sessions = [Client(port) for _ in range(clients)]
    counts = [0] * clients
    for session in sessions:
        result = session.ask("tools/call", params)
        assert not result.get("isError") and "Error" not in result["content"][0]["text"], result
    end = time.perf_counter() + seconds

    def run(number):
        while time.perf_counter() < end:
            sessions[number].ask("tools/call", params)
            counts[number] += 1

    begun = time.perf_counter()
    threads = [threading.Thread(target=run, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = sum(counts) / (time.perf_counter() - begun)
    for session in sessions:
        session.close()
    return rate
