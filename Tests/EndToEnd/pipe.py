"""A running `toolrack stdio`, line by line."""

import json
import queue
import subprocess
import threading

import schemas
from schemas import MODERN
from toolrack import EXECUTABLE, write_configuration
from wire import envelope, request

SECONDS = 20


class Pipe:
    """The process, and every line that it writes to standard output."""

    def __init__(self, folder, configuration: dict):
        path = write_configuration(folder, configuration)
        self.process = subprocess.Popen(
            [EXECUTABLE, "stdio", "--config", path],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        self.lines = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def send(self, message):
        line = message if isinstance(message, bytes) else json.dumps(message).encode()
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def receive(self, seconds=SECONDS):
        line = self.lines.get(timeout=seconds)
        assert line and line.endswith(b"\n"), line
        return json.loads(line)

    def is_silent(self, seconds) -> bool:
        """Whether no line comes in this time."""
        try:
            return self.lines.get(timeout=seconds) is None
        except queue.Empty:
            return True

    def begin(self, method, params=None, revision=MODERN, id=1, meta=None):
        """A request whose answer is not waited for."""
        own = envelope() if revision == MODERN else {}
        if own or meta:
            params = {**(params or {}), "_meta": {**own, **(meta or {})}}
        self.send(request(method, params, id))

    def notify(self, method, params=None):
        self.send(request(method, params, notification=True))

    def checked(self, revision, method=None, seconds=SECONDS) -> dict:
        """The next message, which has been checked as an answer to the method, or as a call."""
        message = self.receive(seconds)
        schemas.check_message(message, revision, method)
        return message

    def ask(self, method, params=None, revision=MODERN, id=1, meta=None):
        """A request and its answer, which is the next line."""
        self.begin(method, params, revision, id, meta)
        message = self.checked(revision, method)
        assert message["id"] == id
        return message

    def end(self) -> list[bytes]:
        """Ends the input, which ends the process; what it still wrote."""
        self.process.stdin.close()
        assert self.process.wait(SECONDS) == 0
        rest = []
        while (line := self.lines.get(timeout=SECONDS)) is not None:
            rest.append(line)
        return rest
