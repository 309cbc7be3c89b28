"""A call through the gateway: token in, signature out, runtime, back; and by mcp-proxy-for-aws."""

import json
import os
import secrets
import socket
import statistics
import subprocess
import time
from pathlib import Path

from access import Guarded
from toolrack import ROOT, Server, message, url

CLIENTS = Path(os.environ.get("TOOLRACK_AWS_CLIENTS", ROOT / ".venv-aws/bin"))
REGION, SERVICE = "us-east-1", "bedrock-agentcore"
CALLS = 2000
WARM_UP_CALLS = 200
GOAL_MILLISECONDS = 1
TARGET, TOOL = "tools", "echo_text"
ECHO = {"name": TOOL, "arguments": {"text": "hello"}}
IN_PROCESS = {"plugin": {"echo": {"isolation": "in-process"}}}


class Runtime(Server):
    """A Toolrack that takes requests signed with a key pair of its own."""

    def __init__(self, folder):
        self.key = "AKIA" + secrets.token_hex(8).upper()
        self.secret = secrets.token_urlsafe(30)
        pair = {"accessKeyId": self.key, "secretAccessKey": self.secret, "client": "gateway"}
        signing = {"region": REGION, "service": SERVICE, "keys": [pair]}
        # The same call again within a second is what is measured here, not a replay.
        access = {"sigv4": {**signing, "refusesReplays": False}}
        super().__init__(folder, "runtime", ["echo"], {**IN_PROCESS, "access": access})

    def start(self):
        self.spawn()

    @property
    def signer_environment(self):
        """That of whoever signs with the key pair."""
        return {
            **os.environ, "AWS_ACCESS_KEY_ID": self.key, "AWS_SECRET_ACCESS_KEY": self.secret,
            "AWS_REGION": REGION, "AWS_EC2_METADATA_DISABLED": "true",
        }


class Gateway(Guarded):
    """A Toolrack that wants tokens and forwards to the runtime with a signature."""

    def __init__(self, folder, runtime):
        super().__init__(folder, "gateway", ["remote"], remote(runtime))
        self.environment = runtime.signer_environment


def remote(runtime):
    target = {
        "url": url(runtime.port), "credentials": {"aws": {"service": SERVICE, "region": REGION}},
    }
    return {"plugin": {"remote": {
        "prefix": "", "egress": [f"127.0.0.1:{runtime.port}"], "aws": [SERVICE],
        "settings": {"targets": {TARGET: target}},
    }}}


class Connection:
    """One kept connection, one request at a time, with as little Python as can be."""

    def __init__(self, port, params, token=None):
        body = message("tools/call", params)
        login = f"Authorization: Bearer {token}\r\n" if token else ""
        self.request = (
            f"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"Accept: application/json, text/event-stream\r\nMCP-Protocol-Version: 2026-07-28\r\n"
            f"Mcp-Method: tools/call\r\nMcp-Name: {params['name']}\r\n{login}"
            f"Content-Length: {len(body)}\r\n\r\n"
        ).encode() + body
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def call(self):
        self.socket.sendall(self.request)
        answer = b""
        while True:
            answer += self.socket.recv(65536)
            head, mark, body = answer.partition(b"\r\n\r\n")
            if mark and len(body) == int(head.lower().split(b"content-length: ")[1].split()[0]):
                return body


class Proxy:
    """`mcp-proxy-for-aws`: MCP over its standard input and output, signed requests to a URL."""

    def __init__(self, runtime):
        command = [
            CLIENTS / "mcp-proxy-for-aws", url(runtime.port), "--service", SERVICE,
            "--region", REGION,
        ]
        self.process = subprocess.Popen(
            command, env=runtime.signer_environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        client = {"name": "bench", "version": "1"}
        opening = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": client}
        self._ask("initialize", opening)
        self._write({"jsonrpc": "2.0", "method": "notifications/initialized"})

    def _write(self, value):
        self.process.stdin.write(json.dumps(value).encode() + b"\n")
        self.process.stdin.flush()

    def _ask(self, method, params):
        self._write({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
        while True:
            line = self.process.stdout.readline()
            if json.loads(line).get("id") == 1:
                return line

    def call(self):
        return self._ask("tools/call", ECHO)

    def stop(self):
        self.process.stdin.close()
        self.process.terminate()
        self.process.wait(30)


def milliseconds(caller, calls=CALLS):
    """The median of one call after the other. Fails where one is not answered with the text."""
    taken = []
    for _ in range(WARM_UP_CALLS + calls):
        begun = time.perf_counter()
        answer = caller.call()
        taken.append((time.perf_counter() - begun) * 1000)
        assert b'"hello"' in answer, answer
    return statistics.median(taken[WARM_UP_CALLS:])


def table(folder):
    with Server(folder, "plain", ["echo"], IN_PROCESS) as plain, Runtime(folder) as runtime:
        direct = milliseconds(Connection(plain.port, ECHO))
        with Gateway(folder, runtime) as gateway:
            name = f"{TARGET}___{TOOL}"
            through = milliseconds(
                Connection(gateway.port, {**ECHO, "name": name}, gateway.token)
            )
        proxy = Proxy(runtime)
        try:
            proxied = milliseconds(proxy, CALLS // 10)
        finally:
            proxy.stop()
    yield "| one tools/call after the other, the tool is Echo's | ms, median |"
    yield "|---|---:|"
    yield f"| straight to the runtime, no login | {direct:.3f} |"
    yield (
        f"| token -> gateway -> signature -> runtime, and back (under {GOAL_MILLISECONDS}) "
        f"| {through:.3f} |"
    )
    yield f"| `mcp-proxy-for-aws` -> signature -> runtime, and back | {proxied:.3f} |"
