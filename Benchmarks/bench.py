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
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import access
import gateway
import lark
import postgres
import scale
from toolrack import (
    ANSWER_SECONDS, EXECUTABLE, HERE, META, ROOT, Load, Server, free_port, memory, message, post,
    url,
)

EVERYTHING = (
    Path(os.environ.get("TOOLRACK_FIXTURES", ROOT / ".build/fixtures")) / "everything.so"
)

CONNECTIONS = 64
ROUNDS = 5
RUN_SECONDS = 3
WARM_UP_SECONDS = 1
STARTS = 20

ECHO = {"name": "echo_text", "arguments": {"text": "hello"}}


class Work:
    """One line of the table: a message for one server, and the answer to it."""

    def __init__(self, title, goal, port, method, params):
        self.title, self.goal, self.port, self.method = title, goal, port, method
        self.name = params.get("name", "-")
        self.body = message(method, params)
        self.answer = post(url(port), self.body, method, self.name)


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
        answer = eventually(lambda: post(url(port, f"/{n}"), work.body, work.method))
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
    """Requests per second, and the command line."""
    body = folder / "body.json"
    body.write_bytes(work.body)
    load = Load("post.lua", port, [body, work.method, work.name, path], CONNECTIONS, seconds)
    return load.per_second, load.command


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


def measure(folder):
    in_process = {"plugin": {"echo": {"isolation": "in-process"}}}
    inside = Server(folder, "in-process", ["echo"], in_process)
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
    lines += ["", "## Logins", "", *access.tables(folder)]
    lines += ["", "## The gateway", "", *gateway.table(folder)]
    lines += ["", "## Lark", "", *lark.measure(folder)]
    lines += ["", "## PostgreSQL", "", *postgres.measure(folder)]
    lines += ["", "## Command lines", "", *command_lines(rows, inside)]
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
