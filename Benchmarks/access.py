"""What it costs to ask who is calling: one token checked, and a token with every request."""

import base64
import json
import statistics
import subprocess
import urllib.request

from toolrack import EXECUTABLE, Load, Server, message, url

CONNECTIONS = 64
ROUNDS = 5
RUN_SECONDS = 3
GOAL = 0.9
# As long a name as that of Authorization.
UNUSED = "X-Unused-Data"
ECHO = message("tools/call", {"name": "echo_text", "arguments": {"text": "hello"}})
IN_PROCESS = {"plugin": {"echo": {"isolation": "in-process"}}}


class Guarded(Server):
    """A Toolrack that wants a token with every request, and issues them itself."""

    def __init__(self, folder, title, plugins, configuration):
        super().__init__(folder, title, plugins, configuration)
        clients = self.folder / "clients.json"
        add = [EXECUTABLE, "client", "add", "bench", "--secret", "--clients", str(clients)]
        add += ["--scope", "tools/call"]
        self.secret = subprocess.run(add, capture_output=True, text=True, check=True).stdout.strip()
        configuration = json.loads((self.folder / "toolrack.json").read_text())
        issuer = {"url": f"http://127.0.0.1:{self.port}", "keys": str(self.folder / "keys.json")}
        configuration["access"] = {"clients": str(clients), "issuer": issuer}
        (self.folder / "toolrack.json").write_text(json.dumps(configuration))

    def start(self):
        self.spawn()
        self.token = self.log_in()

    def log_in(self):
        basic = base64.b64encode(f"bench:{self.secret}".encode()).decode()
        request = urllib.request.Request(
            url(self.port, "/oauth2/token"), b"grant_type=client_credentials",
            {"Authorization": f"Basic {basic}"},
        )
        with urllib.request.urlopen(request, timeout=20) as response:
            return json.load(response)["access_token"]


def tables(folder):
    yield from check_table()
    yield ""
    yield from request_table(folder)


def check_table():
    """One token, without a server."""
    benchmark = EXECUTABLE.parent / "TokenBenchmark"
    runs = [
        json.loads(subprocess.run([benchmark], capture_output=True, check=True).stdout)
        for _ in range(ROUNDS)
    ]
    median = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    yield "| one bearer token, RS256 | ns |"
    yield "|---|---:|"
    yield f"| checked before (under 2000) | {median['knownNanoseconds']:.0f} |"
    yield f"| new (under 60000) | {median['newNanoseconds']:.0f} |"
    yield f"| its signature alone | {median['signatureNanoseconds']:.0f} |"


class Side:
    """One way to make the same call: what each round of it took."""

    def __init__(self, title, server, *words):
        self.title = title
        self.server = server
        self.words = words
        self.rates = []
        self.microseconds = []

    def run(self):
        before = self.server.processor_seconds()
        load = Load("post.lua", self.server.port, self.words, CONNECTIONS, RUN_SECONDS)
        passed = self.server.processor_seconds() - before
        self.rates.append(load.per_second)
        self.microseconds.append(passed / load.calls * 1e6)


def request_table(folder):
    """The same call without a login, with a field as long as a token that nobody looks at, and with
    a token that every request brings. Ratios are those of each round, since machines have moods."""
    body = folder / "echo.json"
    body.write_bytes(ECHO)
    words = [body, "tools/call", "echo_text", "/mcp"]
    echo = (["echo"], IN_PROCESS)
    with Server(folder, "open", *echo) as open_server, Guarded(folder, "guarded", *echo) as guarded:
        token = f"Bearer {guarded.token}"
        sides = [
            Side("no login", open_server, *words),
            Side(f"and {len(token)} bytes in an unused field", open_server, *words, token, UNUSED),
            Side(f"a token (at least {GOAL})", guarded, *words, token, "Authorization"),
        ]
        for round in range(ROUNDS):
            for side in sorted(sides, key=sides.index, reverse=round % 2 == 1):
                side.run()
    yield "| tools/call, in-process echo | 1/s | ratio | µs of processor | ratio |"
    yield "|---|---:|---:|---:|---:|"
    for side in sides:
        yield " ".join([
            f"| {side.title} | {statistics.median(side.rates):.0f}",
            f"| {ratio(side.rates, sides[0].rates):.2f}",
            f"| {statistics.median(side.microseconds):.1f}",
            f"| {ratio(sides[0].microseconds, side.microseconds):.2f} |",
        ])


def ratio(ones, others):
    return statistics.median(one / other for one, other in zip(ones, others))
