"""What every benchmark needs: a started Toolrack, one request, wrk, memory and processor time."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HERE = ROOT / "Benchmarks"
BUILD = Path(os.environ.get("TOOLRACK_BIN_DIR", ROOT / ".build/release"))
EXECUTABLE = BUILD / "toolrack"
PLUGINS = Path(os.environ.get("TOOLRACK_PLUGINS", ROOT / "plugins"))
VERSION = "2026-07-28"
ANSWER_SECONDS = 20
TICKS = os.sysconf("SC_CLK_TCK")

META = {
    "io.modelcontextprotocol/protocolVersion": VERSION,
    "io.modelcontextprotocol/clientCapabilities": {},
}


def message(method, params):
    """A request of MCP as bytes."""
    return json.dumps(
        {"jsonrpc": "2.0", "id": 1, "method": method, "params": {**params, "_meta": META}}
    ).encode()


def url(port, path="/mcp"):
    return f"http://127.0.0.1:{port}{path}"


def post(address, body, method, name="-"):
    """The body of a 200; anything else is an error."""
    fields = {
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": VERSION,
        "Mcp-Method": method,
    }
    if name != "-":
        fields["Mcp-Name"] = name
    request = urllib.request.Request(address, body, fields)
    with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as response:
        assert response.status == 200
        return response.read()


def tools_list(port):
    return post(url(port), message("tools/list", {}), "tools/list")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def compiled(out, *arguments):
    """A program or a shared object made of C."""
    compiler = os.environ.get("CC", "cc")
    subprocess.run([compiler, "-O2", "-o", str(out), *map(str, arguments)], check=True)
    return out


class Server:
    """A started `toolrack serve`."""

    def __init__(self, folder, title, plugins, configuration):
        self.folder = folder / title
        (self.folder / "plugins").mkdir(parents=True)
        for name in plugins:
            file = name if isinstance(name, Path) else PLUGINS / f"{name}.so"
            shutil.copy(file, self.folder / "plugins")
        self.port = free_port()
        configuration = {"plugins": str(self.folder / "plugins"), **configuration}
        (self.folder / "toolrack.json").write_text(json.dumps(configuration))
        self.command = [
            str(EXECUTABLE), "serve", "--config", str(self.folder / "toolrack.json"),
            "--listen", f"127.0.0.1:{self.port}",
        ]
        self.log = open(self.folder / "log", "wb")
        self.environment = None

    def start(self):
        """Spawns it and asks for its tools until it answers; how many seconds that took."""
        begun = time.perf_counter()
        self.spawn()
        self.tools = json.loads(tools_list(self.port))["result"]["tools"]
        return time.perf_counter() - begun

    def spawn(self):
        """Starts the process and waits until its port is open."""
        self.process = subprocess.Popen(
            self.command, stderr=self.log, cwd=self.folder, env=self.environment
        )
        while True:
            try:
                with socket.create_connection(("127.0.0.1", self.port)):
                    return
            except ConnectionRefusedError:
                if self.process.poll() is not None:
                    sys.exit(f"toolrack did not start:\n{(self.folder / 'log').read_text()}")
                time.sleep(0.0005)

    def stop(self):
        self.process.terminate()
        assert self.process.wait(30) == 0

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exception):
        self.stop()

    def workers(self):
        tasks = Path(f"/proc/{self.process.pid}/task").iterdir()
        return [int(n) for task in tasks for n in (task / "children").read_text().split()]

    def processor_seconds(self):
        """Of the host and its workers since they started."""
        return sum(processor_seconds(pid) for pid in [self.process.pid, *self.workers()])


def processor_seconds(pid, ended=False):
    """Of all threads since the process started, those that have ended included; of its children
    that have ended as well, where asked."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15 if ended else 13])) / TICKS


def memory(pid):
    """Resident and proportional set size, in MB."""
    values = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        name, _, rest = line.partition(":")
        if name in ("Rss", "Pss"):
            values[name] = int(rest.split()[0]) / 1024
    return values["Rss"], values["Pss"]


class Load:
    """What wrk measured: calls, and calls per second."""

    def __init__(self, script, port, words, connections, seconds):
        """Fails where an answer was not a 200 or a connection broke."""
        self.command = [
            "wrk", f"--threads={min(2, os.cpu_count(), connections)}",
            f"--connections={connections}", f"--duration={seconds}s", "--timeout=20s",
            f"--script={HERE / script}", f"http://127.0.0.1:{port}", "--", *map(str, words),
        ]
        run = subprocess.run(self.command, capture_output=True, text=True, check=True)
        assert "Non-2xx" not in run.stdout and "Socket errors" not in run.stdout, run.stdout
        lines = run.stdout.splitlines()
        rate = next(line for line in lines if line.startswith("Requests/sec:"))
        self.per_second = float(rate.split()[1])
        self.calls = int(next(line for line in lines if " requests in " in line).split()[0])
