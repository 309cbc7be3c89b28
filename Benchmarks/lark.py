"""What the Lark plugin costs, against the local Lark, beside a server written in Python."""

import contextlib
import json
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import worker
from toolrack import (
    BUILD, EXECUTABLE, HERE, PLUGINS, ROOT, Load, Server, compiled, free_port, memory, message,
    post, tools_list, url,
)

PYTHON = Path(os.environ.get("TOOLRACK_PYTHON", ROOT / ".venv/bin/python"))
APP = "cli_sandbox000000000"
SECRET = "SandboxSecretOnlyForThisMachine0"
TOOL = "lark_send_message"
TEXT = "hello"

CLIENTS = (1, 64)
ROUNDS = 3
RUN_SECONDS = 3
# A call of the slowest server takes more than a second.
THROUGHPUT_SECONDS = 6
WARM_UP_SECONDS = 1
EXCHANGES = 20_000
START_SECONDS = 30
# Lark takes 50 messages a second from an app and 5 a second into a chat, and the plugin asks for
# no more. For these figures its rates are multiplied, and the messages spread over many chats.
RATE_FACTOR = 1000
CHATS = 1800

# What is to be reached.
ON_TOP_MICROSECONDS = 300
RATIO = 10
RESIDENT_MEGABYTES = 15
START_MILLISECONDS = 15
SCHEMA_BYTES = 28 * 1024

PEERS = {
    "Python, `fastmcp` and `lark-oapi`, connections kept": [],
    "Python, the SDK as it is: a new connection for each request": ["--new-client-per-request"],
}
PRESETS = ["default", "im", "calendar", "docs", "base", "tasks", "all"]


class Upstream:
    """`lark-sandbox` without its limits on pace, with chats to write to."""

    def __init__(self, folder):
        self.process = subprocess.Popen(
            [BUILD / "lark-sandbox", "--listen", "127.0.0.1:0", "--no-rate-limits"],
            stdout=subprocess.PIPE, text=True,
        )
        words = self.process.stdout.readline().split()
        self.url = next(word for word in words if word.startswith("http://"))
        self.token = self._post("/auth/v3/tenant_access_token/internal", {
            "app_id": APP, "app_secret": SECRET,
        })["tenant_access_token"]
        chats = [
            self._post("/im/v1/chats", {"name": f"Chat {number}"})["data"]["chat_id"]
            for number in range(CHATS)
        ]
        self.bodies = folder / "lark.jsonl"
        calls = [
            message("tools/call", {"name": TOOL, "arguments": {"to": chat, "text": TEXT}})
            for chat in chats
        ]
        self.bodies.write_bytes(b"\n".join(calls) + b"\n")
        self.call = calls[0]
        self.raw_body = folder / "raw.json"
        self.raw_body.write_text(json.dumps({
            "msg_type": "text", "content": json.dumps({"text": TEXT}), "receive_id": chats[0],
        }))

    def _post(self, path, body):
        fields = {"Content-Type": "application/json"}
        if path.startswith("/im"):
            fields["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(
            f"{self.url}/open-apis{path}", json.dumps(body).encode(), fields
        )
        with urllib.request.urlopen(request) as response:
            return json.load(response)

    def configuration(self, **settings):
        address = self.url.removeprefix("http://")
        settings = {"appId": APP, "appSecret": SECRET, "baseURL": self.url, **settings}
        return {"plugin": {"lark": {"egress": [address], "settings": settings}}}

    def load(self, port, clients, seconds=RUN_SECONDS):
        words = [self.bodies, "tools/call", TOOL, "/mcp"]
        return Load("post_each.lua", port, words, clients, seconds)

    def stop(self):
        self.process.terminate()
        assert self.process.wait(30) == 0


class Peer:
    """The server in Python. `kind`: options of python_server.py."""

    def __init__(self, upstream, *kind):
        self.port = free_port()
        program = HERE / "python_server.py"
        self.process = subprocess.Popen(
            [PYTHON, "-B", program, str(self.port), upstream.url, APP, SECRET, *kind],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                sent(post(url(self.port), upstream.call, "tools/call", TOOL))
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    sys.exit("the server in Python does not start")
                time.sleep(0.1)

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


def sent(answer):
    """Fails unless the answer says that a message arrived."""
    result = json.loads(answer)["result"]
    assert not result.get("isError") and "om_" in result["content"][0]["text"], answer


def measure(folder):
    """The lines of the report."""
    with contextlib.ExitStack() as stack:
        upstream = Upstream(folder)
        stack.callback(upstream.stop)
        yield from processor_table(*processor_time(folder, upstream))
        yield ""
        rates, used = throughput(folder, upstream)
    yield from throughput_table(rates)
    yield ""
    yield from memory_table(folder, *used)
    yield ""
    plugins = {name: PLUGINS / f"{name}.so" for name in ("echo", "lark")}
    yield from worker.table({
        f"{name} (under {START_MILLISECONDS})": worker.start_milliseconds(EXECUTABLE, file, name)
        for name, file in plugins.items()
    })
    yield ""
    yield from size_table(folder)


def processor_time(folder, upstream):
    """Microseconds of processor by number of clients: raw exchange, Echo's call, whole call."""
    program = compiled(
        folder / "raw_exchange", "-I", ROOT / "Sources/CCurl/include",
        HERE / "raw_exchange.c", ROOT / "Sources/CCurl/CCurl.c", "-ldl", "-lpthread",
    )
    raw = {clients: raw_exchange(program, upstream, clients) for clients in CLIENTS}
    body = folder / "echo.json"
    body.write_bytes(message("tools/call", {"name": "echo_text", "arguments": {"text": TEXT}}))
    words = [body, "tools/call", "echo_text", "/mcp"]
    with Server(folder, "lark-echo", ["echo"], {}) as server:
        echo = {
            clients: per_call(server, lambda seconds, clients=clients: Load(
                "post.lua", server.port, words, clients, seconds
            ))
            for clients in CLIENTS
        }
    with lark_server(folder, "lark-processor", upstream) as server:
        whole = {
            clients: per_call(server, lambda seconds, clients=clients: upstream.load(
                server.port, clients, seconds
            ))
            for clients in CLIENTS
        }
    return raw, echo, whole


def processor_table(raw, echo, whole):
    """Where the processor time of a call goes: HTTP, the host and a worker, the plugin."""
    yield f"`{TOOL}` to the local Lark, µs of processor for each call:"
    yield ""
    yield "| | " + " | ".join(f"clients: {clients}" for clients in CLIENTS) + " |"
    yield "|---|" + "---:|" * len(CLIENTS)
    yield row("raw exchange: the same POST by libcurl's multi interface, nothing else", raw)
    yield row("host and worker: a call to Echo, which sends nothing", echo)
    plugin = {n: whole[n] - raw[n] - echo[n] for n in CLIENTS}
    yield row("plugin and the host's HTTP client: the rest", plugin)
    on_top = {n: whole[n] - raw[n] for n in CLIENTS}
    yield row(f"whole call on top of the raw exchange (under {ON_TOP_MICROSECONDS})", on_top)


def row(title, microseconds):
    return f"| {title} | " + " | ".join(f"{microseconds[n]:.0f}" for n in CLIENTS) + " |"


def raw_exchange(program, upstream, clients):
    """Microseconds of processor for each exchange."""
    command = [
        program, f"{upstream.url}/open-apis/im/v1/messages?receive_id_type=chat_id",
        upstream.raw_body, str(clients), str(EXCHANGES),
        "Content-Type: application/json; charset=utf-8",
        f"Authorization: Bearer {upstream.token}",
    ]
    runs = [
        json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        for _ in range(ROUNDS)
    ]
    return statistics.median(run["nanoseconds"] for run in runs) / 1000


def per_call(server, load):
    """Microseconds of processor that host and workers use for each call."""
    load(WARM_UP_SECONDS)
    figures = []
    for _ in range(ROUNDS):
        before = server.processor_seconds()
        calls = load(RUN_SECONDS).calls
        figures.append((server.processor_seconds() - before) / calls * 1e6)
    return statistics.median(figures)


def lark_server(folder, title, upstream):
    """Toolrack with the Lark plugin alone, its pace raised far above what is measured."""
    server = Server(folder, title, ["lark"], upstream.configuration(rateFactor=RATE_FACTOR))
    return checked(server, upstream)


@contextlib.contextmanager
def checked(server, upstream):
    with server:
        sent(post(url(server.port), upstream.call, "tools/call", TOOL))
        yield server


def throughput(folder, upstream):
    """Calls per second by title, Toolrack first, and its worker's memory before and after them."""
    with contextlib.ExitStack() as stack:
        toolrack = stack.enter_context(lark_server(folder, "lark-throughput", upstream))
        [once] = [memory(pid) for pid in toolrack.workers()]
        ports = {"Toolrack, Lark in a worker": toolrack.port}
        for title, kind in PEERS.items():
            peer = Peer(upstream, *kind)
            stack.callback(peer.stop)
            ports[title] = peer.port
        rates = {title: [] for title in ports}
        for port in ports.values():
            upstream.load(port, CLIENTS[-1])
        for _ in range(ROUNDS):
            for title, port in ports.items():
                load = upstream.load(port, CLIENTS[-1], THROUGHPUT_SECONDS)
                rates[title].append(load.per_second)
        [loaded] = [memory(pid) for pid in toolrack.workers()]
    medians = {title: statistics.median(values) for title, values in rates.items()}
    assert all(medians.values()), f"a server answered nothing: {medians}"
    return medians, (once, loaded)


def throughput_table(rates):
    first, *peers = rates.items()
    yield f"| `{TOOL}`, {CLIENTS[-1]} clients, to the local Lark | calls/s | Toolrack to this |"
    yield "|---|---:|---:|"
    yield f"| {first[0]} | {first[1]:.0f} | |"
    for title, rate in peers:
        yield f"| {title} | {rate:.0f} | {first[1] / rate:.0f} (at least {RATIO}) |"
    yield ""
    yield "Wrk, servers and the local Lark share the processors. The plugin keeps to Lark's pace:"
    yield f"here with `rateFactor` {RATE_FACTOR}, and {CHATS} chats in turn."


def memory_table(folder, once, loaded):
    yield "| the worker of Lark, MB | resident | proportional |"
    yield "|---|---:|---:|"
    for preset in ("default", "all"):
        with Server(folder, f"lark-{preset}", ["lark"], settings([preset])) as server:
            [idle] = map(memory, server.workers())
        title = f"idle, preset {preset} (under {RESIDENT_MEGABYTES} resident)"
        yield f"| {title} | {idle[0]:.1f} | {idle[1]:.1f} |"
    title = f"after its first call, with libcurl (under {RESIDENT_MEGABYTES} resident)"
    yield f"| {title} | {once[0]:.1f} | {once[1]:.1f} |"
    title = f"after the calls of {CLIENTS[-1]} clients to {CHATS} chats"
    yield f"| {title} | {loaded[0]:.1f} | {loaded[1]:.1f} |"


def settings(presets):
    return {"plugin": {"lark": {"settings": {"presets": presets}}}}


def size_table(folder):
    yield "| bytes of Lark's tools, preset | tools | schemas | largest schema | `tools/list` |"
    yield "|---|---:|---:|---:|---:|"
    for preset in PRESETS:
        title = f"lark-list-{preset}"
        with Server(folder, title, ["lark"], settings([preset])) as server:
            listed, tools = len(tools_list(server.port)), server.tools
        schemas = [len(compact(tool["inputSchema"])) for tool in tools]
        goal = f" (schemas at most {SCHEMA_BYTES})" if preset == "default" else ""
        yield f"| {preset}{goal} | {len(tools)} | {sum(schemas)} | {max(schemas)} | {listed} |"


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
