#!/usr/bin/env python3
"""nginx and Toolrack side by side: requests per second, start time, memory.

nginx answers the very bytes that Toolrack answers, from `return 200`. wrk drives both in turn, with
64 connections, in several short runs whose order alternates; the table shows medians and, since
machines differ, ratios.
"""

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import scale

ROOT = Path(__file__).resolve().parents[1]
HERE = ROOT / "Benchmarks"
EXECUTABLE = Path(os.environ.get("TOOLRACK_BIN_DIR", ROOT / ".build/release")) / "toolrack"
PLUGINS = Path(os.environ.get("TOOLRACK_PLUGINS", ROOT / "plugins"))
EVERYTHING = (
    Path(os.environ.get("TOOLRACK_FIXTURES", ROOT / ".build/fixtures")) / "everything.so"
)
VERSION = "2026-07-28"

CONNECTIONS = 64
ROUNDS = 5
RUN_SECONDS = 3
WARM_UP_SECONDS = 1
STARTS = 20
ANSWER_SECONDS = 20

META = {
    "io.modelcontextprotocol/protocolVersion": VERSION,
    "io.modelcontextprotocol/clientCapabilities": {},
}
ECHO = {"name": "echo_text", "arguments": {"text": "hello"}}


class Work:
    """One line of the table: a message for one server, and the answer to it."""

    def __init__(self, title, goal, port, method, params):
        self.title, self.goal, self.port, self.method = title, goal, port, method
        self.name = params.get("name", "-")
        self.body = json.dumps(
            {"jsonrpc": "2.0", "id": 1, "method": method, "params": {**params, "_meta": META}}
        ).encode()
        self.answer = post(self.url(port), self.body, method, self.name)

    @staticmethod
    def url(port, path="/mcp"):
        return f"http://127.0.0.1:{port}{path}"


def post(url, body, method, name="-"):
    """The body of a 200; anything else is an error."""
    fields = {
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": VERSION,
        "Mcp-Method": method,
    }
    if name != "-":
        fields["Mcp-Name"] = name
    request = urllib.request.Request(url, body, fields)
    with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as response:
        assert response.status == 200
        return response.read()


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def tools_list(port):
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"_meta": META}}
    return post(Work.url(port), json.dumps(body).encode(), "tools/list")


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

    def start(self):
        """Spawns it and asks for its tools until it answers; how many seconds that took."""
        begun = time.perf_counter()
        self.process = subprocess.Popen(self.command, stderr=self.log, cwd=self.folder)
        while True:
            try:
                with socket.create_connection(("127.0.0.1", self.port)):
                    break
            except ConnectionRefusedError:
                if self.process.poll() is not None:
                    sys.exit(f"toolrack did not start:\n{(self.folder / 'log').read_text()}")
                time.sleep(0.0005)
        self.tools = json.loads(tools_list(self.port))["result"]["tools"]
        return time.perf_counter() - begun

    def stop(self):
        self.process.terminate()
        assert self.process.wait(30) == 0

    def workers(self):
        tasks = Path(f"/proc/{self.process.pid}/task").iterdir()
        return [int(n) for task in tasks for n in (task / "children").read_text().split()]


def start_nginx(folder, works):
    """nginx with one location per line of the table; its port and process."""
    port = free_port()
    locations = "\n".join(
        f"    location = /{n} {{ return 200 '{nginx_text(work.answer)}'; }}"
        for n, work in enumerate(works)
    )
    text = (HERE / "nginx.conf").read_text()
    values = {"folder": folder, "cores": os.cpu_count(), "port": port, "locations": locations}
    for key, value in values.items():
        text = text.replace("{" + key + "}", str(value))
    configuration = folder / "nginx.conf"
    configuration.write_text(text)
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    process = subprocess.Popen([program, "-p", str(folder), "-c", str(configuration)])
    for n, work in enumerate(works):
        answer = eventually(lambda: post(work.url(port, f"/{n}"), work.body, work.method))
        assert answer == work.answer, "nginx does not answer the same bytes"
    return port, process


def nginx_text(answer):
    text = answer.decode()
    assert "$" not in text, "nginx would take the dollar sign for a variable"
    return text.replace("\\", "\\\\").replace("'", "\\'")


def eventually(answer):
    deadline = time.monotonic() + ANSWER_SECONDS
    while True:
        try:
            return answer()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def wrk(folder, work, port, path, seconds):
    """Requests per second; fails where an answer was not a 200 or a connection broke."""
    body = folder / "body.json"
    body.write_bytes(work.body)
    command = [
        "wrk", f"--threads={min(2, os.cpu_count())}", f"--connections={CONNECTIONS}",
        f"--duration={seconds}s", f"--script={HERE / 'post.lua'}",
        f"http://127.0.0.1:{port}", "--", str(body), work.method, work.name, path,
    ]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in out and "Socket errors" not in out, out
    rate = next(line for line in out.splitlines() if line.startswith("Requests/sec:"))
    return float(rate.split()[1]), command


def throughput(folder, works, nginx_port):
    """For each line of the table the medians of Toolrack and nginx, and one command line."""
    rows = []
    for n, work in enumerate(works):
        sides = {"toolrack": (work.port, "/mcp"), "nginx": (nginx_port, f"/{n}")}
        rates = {side: [] for side in sides}
        for side, target in sides.items():
            wrk(folder, work, *target, WARM_UP_SECONDS)
        for round in range(ROUNDS):
            for side in sorted(sides, reverse=round % 2 == 1):
                rate, command = wrk(folder, work, *sides[side], RUN_SECONDS)
                rates[side].append(rate)
                if side == "toolrack":
                    shown = command
        rows.append((work, {side: statistics.median(r) for side, r in rates.items()}, shown))
        print(f"  {work.title}: done", file=sys.stderr)
    return rows


def memory(pid):
    """Resident and proportional set size, in MB."""
    values = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        name, _, rest = line.partition(":")
        if name in ("Rss", "Pss"):
            values[name] = int(rest.split()[0]) / 1024
    return values["Rss"], values["Pss"]


def measure(folder):
    lark = {"plugin": {"echo": {"isolation": "in-process"}}}
    inside = Server(folder, "in-process", ["echo"], lark)
    worker = Server(folder, "worker", ["echo"], {})
    both = Server(folder, "both", ["echo", "lark"], {})
    lines = ["# Benchmarks", ""]
    starts = []
    for _ in range(STARTS):
        starts.append(both.start() * 1000)
        both.stop()
    servers = [inside, worker, both]
    nginx = None
    for server in servers:
        server.start()
    try:
        works = [
            Work("tools/call, in-process echo", 0.6, inside.port, "tools/call", ECHO),
            Work("tools/call, worker echo", 0.25, worker.port, "tools/call", ECHO),
            Work("tools/list, 4 tools", None, inside.port, "tools/list", {}),
        ]
        assert json.loads(works[0].answer)["result"]["content"][0]["text"] == "hello"
        assert works[0].answer == works[1].answer
        idle = {s: (memory(s.process.pid), [memory(w) for w in s.workers()]) for s in servers}
        nginx_port, nginx = start_nginx(folder, works)
        rows = throughput(folder, works, nginx_port)
        used = {s: (memory(s.process.pid), [memory(w) for w in s.workers()]) for s in servers}
    finally:
        for server in servers:
            server.stop()
        if nginx:
            nginx.terminate()
            nginx.wait()
    lines += throughput_table(rows)
    lines += ["", *scale.table(long_catalogues(folder))]
    lines += ["", *open_streams(folder)]
    lines += ["", *schema_table()]
    lines += ["", *start_table(starts)]
    lines += ["", *memory_table(idle, used, both)]
    lines += ["", *command_lines(rows, inside)]
    return "\n".join(lines) + "\n"


def long_catalogues(folder):
    """Requests per second by title and number of tools: what a long catalogue costs."""
    plugin = scale.many_tools(folder)
    rates = {"tools/call, in-process": {}, f"tools/list, a page of {scale.PAGE}": {}}
    for count in (scale.FEW, scale.MANY):
        server = Server(folder, f"{count}-tools", [plugin], scale.configuration(count))
        server.start()
        try:
            last = {"name": f"many_tool_{count - 1:05}", "arguments": {"id": 1, "name": "a"}}
            works = [
                Work("", None, server.port, "tools/call", last),
                Work("", None, server.port, "tools/list", {}),
            ]
            for title, work in zip(rates, works):
                runs = [wrk(folder, work, server.port, "/mcp", RUN_SECONDS)[0] for _ in range(3)]
                rates[title][count] = statistics.median(runs)
        finally:
            server.stop()
    return rates


def open_streams(folder):
    """What open streams of subscriptions/listen cost, and how soon a change reaches them all."""
    configuration = {"plugin": {"everything": {"prefix": ""}}}
    server = Server(folder, "streams", [EVERYTHING], configuration)
    server.start()
    try:
        before = memory(server.process.pid)[0]
        streams = scale.Streams(server.port, META)
        after = memory(server.process.pid)[0]
        trigger = {"name": "test_trigger_tool_change", "arguments": {}}
        milliseconds = streams.change(
            lambda: Work("", None, server.port, "tools/call", trigger)
        )
        streams.close()
    finally:
        server.stop()
    yield f"| {scale.STREAMS} open streams of subscriptions/listen | |"
    yield "|---|---:|"
    yield f"| memory of each, KB | {(after - before) * 1024 / scale.STREAMS:.1f} |"
    yield f"| from the call that changes a list to the last stream, ms | {milliseconds:.0f} |"


def throughput_table(rows):
    yield f"wrk, {CONNECTIONS} connections, {os.cpu_count()} cores shared by wrk and the server,"
    yield f"medians of {ROUNDS} runs of {RUN_SECONDS} s, in turn:"
    yield ""
    yield "| work | Toolrack, 1/s | nginx, 1/s | ratio | to reach |"
    yield "|---|---:|---:|---:|---:|"
    for work, rates, _ in rows:
        ratio = rates["toolrack"] / rates["nginx"]
        yield (
            f"| {work.title} | {rates['toolrack']:.0f} | {rates['nginx']:.0f} | {ratio:.2f} "
            f"| {work.goal or ''} |"
        )


def schema_table():
    """What checking the arguments of a call costs, and what parsing the same text costs."""
    benchmark = EXECUTABLE.parent / "SchemaBenchmark"
    runs = [
        json.loads(subprocess.run([benchmark], capture_output=True, check=True).stdout)
        for _ in range(ROUNDS)
    ]
    validating = statistics.median(run["nanoseconds"] for run in runs)
    parsing = statistics.median(run["parseNanoseconds"] for run in runs)
    yield "| arguments of 10 properties, nested | ns | ratio to parsing | blocks from the heap |"
    yield "|---|---:|---:|---:|"
    yield f"| parse | {parsing:.0f} | 1.00 | |"
    yield (
        f"| validate against the schema (under 2000 ns, no blocks) | {validating:.0f} "
        f"| {validating / parsing:.2f} | {max(run['allocations'] for run in runs)} |"
    )


def start_table(starts):
    yield "| start to the first `tools/list`, Echo and Lark in workers | ms |"
    yield "|---|---:|"
    yield f"| median of {len(starts)} | {statistics.median(starts):.1f} |"
    yield f"| slowest | {max(starts):.1f} |"


def memory_table(idle, used, both):
    yield "| memory, MB | resident | proportional |"
    yield "|---|---:|---:|"
    host, workers = idle[both]
    yield f"| host, Echo and Lark in workers, idle | {host[0]:.1f} | {host[1]:.1f} |"
    for number, (resident, proportional) in enumerate(sorted(workers), 1):
        yield f"| worker {number} of {len(workers)}, idle | {resident:.1f} | {proportional:.1f} |"
    for server, (host, workers) in used.items():
        if server is both:
            continue
        title = server.folder.name
        yield f"| host, {title} echo, after the load | {host[0]:.1f} | {host[1]:.1f} |"
        for resident, proportional in workers:
            yield f"| worker, after the load | {resident:.1f} | {proportional:.1f} |"


def command_lines(rows, server):
    yield "Command lines:"
    yield ""
    yield "```"
    yield relative(["toolrack", *server.command[1:]])
    yield "nginx -c nginx.conf"
    for _, _, command in rows:
        yield relative(command)
    yield "```"


def relative(command):
    """A command line without the folders of this machine."""
    short = []
    for word in command:
        option, equals, value = word.rpartition("=")
        if "/" in value and not value.startswith("http") and Path(value).exists():
            value = Path(value).name
        short.append(f"{option}{equals}{value}")
    return " ".join(short)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--write", type=Path, help="also write the report to this file")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = measure(Path(folder))
    print(report)
    if chosen.write:
        chosen.write.parent.mkdir(exist_ok=True)
        chosen.write.write_text(report)


if __name__ == "__main__":
    main()
