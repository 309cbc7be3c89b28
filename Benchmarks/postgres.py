"""The Postgres plugin beside pgbench, and beside two other servers, before the same PostgreSQL."""

import contextlib
import json
import os
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import textwrap
import time
import urllib.error
import urllib.request
from pathlib import Path

import sse_load
from toolrack import (
    ROOT,
    Load,
    Server,
    free_port,
    memory,
    message,
    post,
    processor_seconds,
    url,
)

CLIENTS = (1, 16)
WORKER, IN_PROCESS = "worker", "in-process"
ROUNDS = 3
RUN_SECONDS = 2
WARM_UP_SECONDS = 1
ORDERS = 3000
WAIT_SECONDS = 60
INSTALL_SECONDS = 600

PROCESSOR_SECONDS = 4
# Until sessions have ended whose clients are gone.
ENDING_SECONDS = 1

TO_PGBENCH, TO_TOOLBOX, TO_POSTGRES_MCP = 0.5, 2, 20
RESIDENT_MEGABYTES = 20

ONE = "SELECT 1"
# What Toolrack sends for it, prepared and in one piece.
GUARDED = ("\\startpipeline\nBEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;\n"
           "SELECT * FROM (SELECT 1\n) AS _q LIMIT 101;\nROLLBACK;\n\\endpipeline\n")
ROWS = ("SELECT id, customer_id, status, placed_at, note, id * 1.5 AS weight "
        "FROM orders ORDER BY id LIMIT 1000")
LOOKUP = "SELECT id, customer_id, status, placed_at FROM orders WHERE id = "
LOOKUP_TOOL = "get_order"


class Work:
    """A line of the table: the same statement for each server."""

    def __init__(self, title, goal, sql, script=None, mode="extended", rows=None):
        self.title, self.sql, self.mode, self.goal = title, sql, mode, goal
        self.script = script or f"{sql};\n"
        self.rows = rows


WORKS = (
    Work("`SELECT 1`", True, ONE),
    Work("one row by its key, a declared tool", False, None, mode="prepared",
         script=f"\\set id random(1, {ORDERS})\n{LOOKUP}:id;\n"),
    Work("1,000 rows of 6 columns", False, ROWS, rows=1000),
)


def measure(folder):
    """The lines of the report; a sentence where PostgreSQL is not there."""
    with contextlib.ExitStack() as stack:
        try:
            sample = stack.enter_context(Sample(folder / "postgres"))
        except FileNotFoundError as missing:
            return [f"Not measured here: {missing}"]
        pgbench = Pgbench(sample)
        toolracks = [stack.enter_context(Toolrack(folder, sample, isolation))
                     for isolation in (WORKER, IN_PROCESS)]
        servers = [pgbench, *toolracks]
        for peer in (Toolbox, PostgresMCP):
            try:
                servers.append(stack.enter_context(peer(folder, sample)))
            except Absent as absent:
                servers.append(absent)
        rates = throughput(servers)
        lines = [*throughput_table(rates), "", *processor_table(sample, pgbench, toolracks), "",
                 *memory_table(toolracks[0])]
    return lines + ["", *(f"{a.title}: not measured, {a}" for a in servers if type(a) is Absent)]


class Sample:
    """The server and the database of `make run`, on a port of the loopback."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        self.port = free_port()
        self.programs = max(
            Path("/usr/lib/postgresql").glob("*/bin"), default=None,
            key=lambda path: float(path.parent.name))
        if self.programs is None:
            raise FileNotFoundError("there is no PostgreSQL in /usr/lib/postgresql.")

    def __enter__(self):
        # The other user has to get to the folder.
        for parent in [self.folder, *self.folder.parents]:
            if parent.stat().st_uid == os.geteuid() and parent != Path("/"):
                parent.chmod(parent.stat().st_mode | 0o111)
        self._process = subprocess.Popen(
            [ROOT / "scripts/postgres.sh", self.folder, str(self.port)],
            stdin=subprocess.DEVNULL, start_new_session=True)
        end = time.monotonic() + WAIT_SECONDS
        while not (self.folder / "url").exists():
            if self._process.poll() is not None or time.monotonic() > end:
                sys.exit("PostgreSQL did not start")
            time.sleep(0.05)
        return self

    def __exit__(self, *exception):
        self._process.terminate()
        self._process.wait(WAIT_SECONDS)

    def processor_seconds(self):
        """Of the server and all its sessions, those that have ended included."""
        time.sleep(ENDING_SECONDS)
        parent = int((self.folder / "data/postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        return processor_seconds(parent, ended=True) + sum(map(processor_seconds, children))

    def url(self, user="shop_reader"):
        return f"postgresql://{user}@127.0.0.1:{self.port}/shop"


class Absent(Exception):
    """A server that cannot be had here, and why."""

    def __init__(self, title, why):
        super().__init__(why)
        self.title = title


class Pgbench:
    title = "pgbench"

    def __init__(self, sample):
        self._sample = sample

    def rate(self, work, clients, seconds):
        script = self._sample.folder.parent / "statement.sql"
        script.write_text(work.script)
        done = subprocess.run(
            [self._sample.programs / "pgbench", "--no-vacuum", f"--file={script}",
             f"--protocol={work.mode}", f"--client={clients}", f"--jobs={min(2, clients)}",
             f"--time={seconds}", self._sample.url("postgres")],
            capture_output=True, text=True, check=True)
        assert "tps = " in done.stdout and "number of failed transactions: 0" in done.stdout
        return float(done.stdout.split("tps = ")[1].split()[0])


class Posting:
    """A server that takes each call as a POST; wrk drives it."""

    title = ""
    fields: tuple = ()
    query_tool = ""
    lookup_tool = ""
    port = 0

    def rate(self, work, clients, seconds):
        folder = self.folder
        if work.sql is None:
            bodies = [self._call(self.lookup_tool, {"id": 1 + n * 7919 % ORDERS})
                      for n in range(ORDERS)]
            self._check(bodies[0], self.lookup_tool, "2025-01-")
            path = folder / "bodies.json"
            path.write_bytes(b"\n".join(bodies) + b"\n")
            words, script = [path, "tools/call", self.lookup_tool, "/mcp"], "post_each.lua"
        else:
            body = self._call(self.query_tool, {"sql": work.sql, **self.arguments(work)})
            self._check(body, self.query_tool, "1000" if work.rows else "1")
            path = folder / "body.json"
            path.write_bytes(body)
            words, script = [path, "tools/call", self.query_tool, "/mcp"], "post.lua"
        return Load(script, self.port, [*words, *self.fields], clients, seconds).per_second

    def arguments(self, work):
        return {}

    def _call(self, tool, arguments):
        return message("tools/call", {"name": tool, "arguments": arguments})

    def _check(self, body, tool, words):
        answer = self._post(body, tool)
        result = json.loads(answer)["result"]
        assert not result.get("isError") and words in str(result["content"]), result

    def _post(self, body, tool):
        return post(url(self.port), body, "tools/call", tool)


class Toolrack(Posting):
    query_tool = "pg_query"
    lookup_tool = f"pg_{LOOKUP_TOOL}"

    def __init__(self, folder, sample, isolation):
        self.title = isolation
        self.folder = folder / f"postgres-{isolation}"
        tools = folder / f"tools-{isolation}.d"
        tools.mkdir()
        (tools / "orders.json").write_text(json.dumps({
            "name": LOOKUP_TOOL, "description": "One order.", "statement": f"{LOOKUP}:id",
            "parameters": {"id": {"type": "integer"}}, "result": "row",
        }))
        settings = {"databases": {"shop": {"url": sample.url()}}, "tools": str(tools)}
        self._server = Server(folder, self.folder.name, ["pg"], {
            "plugin": {"pg": {"isolation": isolation, "settings": settings}}})

    def __enter__(self):
        self._server.start()
        self.port = self._server.port
        return self

    def __exit__(self, *exception):
        self._server.stop()

    def arguments(self, work):
        return {"max_rows": work.rows} if work.rows else {}

    def processor_seconds(self):
        """Of the host, and of the worker."""
        return (processor_seconds(self._server.process.pid),
                sum(map(processor_seconds, self._server.workers())))

    def memory(self):
        [worker] = self._server.workers()
        return memory(worker)


class Installed:
    """A package of the Python index, in an environment of its own beside the others."""

    folder_name = ""
    packages: tuple = ()

    def environment(self):
        folder = ROOT / self.folder_name
        if not (folder / "ready").exists():
            shutil.rmtree(folder, ignore_errors=True)
            print(f"  installing {self.packages[0][-1]}", file=sys.stderr)
            commands = [[sys.executable, "-m", "venv", folder]]
            commands += [[folder / "bin/python", "-m", "pip", "install", "--quiet",
                          "--disable-pip-version-check", *words] for words in self.packages]
            for command in commands:
                try:
                    subprocess.run(command, check=True, capture_output=True, text=True,
                                   timeout=INSTALL_SECONDS)
                except (OSError, subprocess.SubprocessError) as error:
                    last = (getattr(error, "stderr", "") or str(error)).strip().splitlines()[-1]
                    raise Absent(self.title, f"it does not install: {last}") from None
            (folder / "ready").touch()
        return folder

    def start(self, command, environment=None):
        self.log = open(self.folder / "log", "wb")
        self._process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=self.log,
            stderr=self.log, env={**os.environ, **(environment or {})}, cwd=self.folder)
        end = time.monotonic() + WAIT_SECONDS
        while not self.answers():
            if self._process.poll() is not None or time.monotonic() > end:
                self.__exit__()
                last = (self.folder / "log").read_text().strip().splitlines()[-1:]
                raise Absent(self.title, f"it does not start: {' '.join(last)}")
            time.sleep(0.1)

    def __exit__(self, *exception):
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self.log.close()


class Toolbox(Installed, Posting):
    """MCP Toolbox for Databases, a server in Go. What it logs of each request is turned off."""

    title = "toolbox-server"
    folder_name = ".venv-toolbox"
    packages = (("toolbox-server",),)
    query_tool, lookup_tool = "execute_sql", LOOKUP_TOOL
    # The newest revision that it knows.
    fields = ("2025-06-18", "MCP-Protocol-Version")

    def __init__(self, folder, sample):
        self.folder = folder / "toolbox"
        self.folder.mkdir()
        self._sample = sample
        self.port = free_port()

    def __enter__(self):
        environment = self.environment()
        [program] = environment.glob("lib/python3*/site-packages/toolbox_server/bin/toolbox")
        program.chmod(0o755)
        source = {"kind": "postgres", "host": "127.0.0.1", "port": self._sample.port,
                  "database": "shop", "user": "postgres", "password": "none"}
        tools = {
            self.query_tool: {
                "kind": "postgres-execute-sql", "source": "shop", "description": "Runs SQL."},
            self.lookup_tool: {
                "kind": "postgres-sql", "source": "shop", "description": "One order.",
                "statement": f"{LOOKUP}$1",
                "parameters": [{"name": "id", "type": "integer", "description": "Number"}]},
        }
        # JSON is YAML as well.
        configuration = self.folder / "tools.yaml"
        configuration.write_text(json.dumps({
            "sources": {"shop": source}, "tools": tools, "toolsets": {"all": list(tools)}}))
        self.start([program, "--config", configuration, "--port", self.port,
                    "--log-level", "ERROR", "--disable-version-check", "--disable-reload"])
        return self

    def answers(self):
        try:
            self._check(self._call(self.query_tool, {"sql": ONE}), self.query_tool, "1")
        except (OSError, urllib.error.URLError):
            return False
        return True

    def _call(self, tool, arguments):
        params = {"name": tool, "arguments": arguments}
        return json.dumps(
            {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}).encode()

    def _post(self, body, tool):
        fields = {"Content-Type": "application/json", self.fields[1]: self.fields[0]}
        with urllib.request.urlopen(
            urllib.request.Request(url(self.port), body, fields), timeout=WAIT_SECONDS
        ) as response:
            return response.read()


class PostgresMCP(Installed):
    """Postgres MCP Pro, a server in Python. Its package asks for Python 3.12 for one name that
    typing_extensions has for older ones, and does not start with version 2 of the SDK."""

    title = "postgres-mcp"
    folder_name = ".venv-postgres-mcp"
    packages = (
        ("--no-deps", "--ignore-requires-python", "postgres-mcp==0.3.0"),
        ("mcp[cli]<2", "psycopg[binary]", "psycopg-pool", "pglast>=7.2,<8", "humanize", "attrs",
         "instructor", "typing_extensions"),
    )
    START = ("import sys, typing, typing_extensions\n"
             "typing.override = typing_extensions.override\n"
             "import postgres_mcp\npostgres_mcp.main()\n")

    def __init__(self, folder, sample):
        self.folder = folder / "postgres-mcp"
        self.folder.mkdir()
        self._sample = sample
        self.port = free_port()

    def __enter__(self):
        environment = self.environment()
        self.start([
            environment / "bin/python", "-c", self.START, "--access-mode=restricted",
            "--transport=sse", f"--sse-port={self.port}", self._sample.url("postgres")])
        return self

    def answers(self):
        try:
            sse_load.Client(self.port).close()
        except OSError:
            return False
        return True

    def rate(self, work, clients, seconds):
        sql = work.sql or f"{LOOKUP}7"
        return sse_load.calls_per_second(
            self.port, "execute_sql", {"sql": sql}, clients, seconds)


def throughput(servers):
    """Calls per second by work, number of clients and title: medians of runs in turn."""
    rates = {}
    for work in WORKS:
        for clients in CLIENTS:
            runs = {one.title: [] for one in servers if type(one) is not Absent}
            for one in servers:
                if type(one) is not Absent:
                    one.rate(work, clients, WARM_UP_SECONDS)
            for round in range(ROUNDS):
                for one in sorted(servers, key=servers.index, reverse=round % 2 == 1):
                    if type(one) is not Absent:
                        runs[one.title].append(one.rate(work, clients, RUN_SECONDS))
            for title, values in runs.items():
                rates[work, clients, title] = statistics.median(values)
        print(f"  PostgreSQL, {work.title}: done", file=sys.stderr)
    return rates


def throughput_table(rates):
    yield "The sample shop of `make run`, calls per second, and Toolrack's to each other's:"
    yield ""
    yield "| work | clients | plugin | Toolrack | pgbench | | toolbox-server | | postgres-mcp | |"
    yield "|---|---:|---|---:|---:|---:|---:|---:|---:|---:|"
    goals = {"pgbench": TO_PGBENCH, "toolbox-server": TO_TOOLBOX, "postgres-mcp": TO_POSTGRES_MCP}
    for work in WORKS:
        for clients in CLIENTS:
            for isolation in (WORKER, IN_PROCESS):
                own = rates[work, clients, isolation]
                cells = [f"{own:.0f}"]
                for title, goal in goals.items():
                    other = rates.get((work, clients, title))
                    shown = work.goal and clients == CLIENTS[-1]
                    wanted = f" (at least {goal})" if shown else ""
                    cells += [f"{other:.0f}", f"{own / other:.2f}{wanted}"] if other else ["-", "-"]
                yield f"| {work.title} | {clients} | {isolation} | {' | '.join(cells)} |"
    yield ""
    yield "Servers, clients and PostgreSQL share the processors. `pg_query` runs each statement in"
    yield "a read-only transaction that is rolled back, with limits of rows, bytes, time; pgbench"
    yield "and toolbox-server run it as it is. pgbench prepares the look-up, as the declared tool"
    yield "does; postgres-mcp, which has no declared tools, runs it as text. It speaks over"
    yield "server-sent events, to clients of 2024-11-05; the others are driven by wrk."


def processor_table(sample, pgbench, toolracks):
    """Where the processor time of a guarded `SELECT 1` goes."""
    clients, [work, *_] = CLIENTS[-1], WORKS
    guarded = Work("the same as Toolrack sends it", False, ONE, script=GUARDED, mode="prepared")
    yield f"`SELECT 1`, {clients} clients, µs of processor for each call:"
    yield ""
    yield "| | calls/s | wrk, pgbench | host | worker | PostgreSQL |"
    yield "|---|---:|---:|---:|---:|---:|"
    lines = {}
    for toolrack in toolracks:
        lines[f"Toolrack, {toolrack.title}"] = microseconds(
            sample, toolrack, work, clients, toolrack.processor_seconds)
    for one in (work, guarded):
        lines[f"pgbench, {one.title}"] = microseconds(
            sample, pgbench, one, clients, lambda: (0, 0))
    for title, (rate, parts) in lines.items():
        cells = " | ".join(f"{part:.1f}" if part else "" for part in parts)
        yield f"| {title} | {rate:.0f} | {cells} |"
    yield ""
    load, _, _, database = lines[f"Toolrack, {WORKER}"][1]
    plain, (client, *_) = lines[f"pgbench, {work.title}"]
    there = os.cpu_count() * 1e6 / (TO_PGBENCH * plain)
    yield from textwrap.wrap(
        f"At {TO_PGBENCH} of pgbench's calls the {os.cpu_count()} processors have {there:.1f} µs "
        f"for each. In a worker, wrk and PostgreSQL take {load + database:.1f} of them, and a "
        f"client of PostgreSQL that does nothing else, as pgbench is, {client:.1f}: what is left "
        f"for HTTP, JSON, the host and the worker is {there - load - database - client:.1f} µs.",
        width=88)


def microseconds(sample, server, work, clients, processor_seconds):
    """Calls per second, and microseconds of load, host, worker and PostgreSQL for each call."""
    def seconds():
        load = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (load.ru_utime + load.ru_stime, *processor_seconds(), sample.processor_seconds())
    server.rate(work, clients, WARM_UP_SECONDS)
    before = seconds()
    rate = server.rate(work, clients, PROCESSOR_SECONDS)
    spent = [after - one for one, after in zip(before, seconds(), strict=True)]
    calls = rate * PROCESSOR_SECONDS
    return rate, [part / calls * 1e6 for part in spent]


def memory_table(toolrack):
    resident, proportional = toolrack.memory()
    yield "| the worker of Postgres, MB | resident | proportional |"
    yield "|---|---:|---:|"
    yield (f"| after all of that (under {RESIDENT_MEGABYTES} resident) | {resident:.1f} "
           f"| {proportional:.1f} |")


def main():
    """This part alone."""
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        print("\n".join(measure(Path(folder))))


if __name__ == "__main__":
    main()
