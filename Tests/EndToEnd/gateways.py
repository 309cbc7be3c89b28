"""A server with the Remote plugin, and scripted MCP servers behind it that do as they are told."""

import contextlib
import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from schemas import MODERN
from toolrack import PLUGINS, Toolrack, eventually, plugin_folder
from wire import Connection

REMOTE = PLUGINS / "remote.so"
LEGACY_REVISION = "2025-11-25"
SCHEMA = {"type": "object"}
# Members of a tool that only reads.
READING = {"annotations": {"readOnlyHint": True}}


def configuration(folder, targets, beside=(), egress=("127.0.0.1",), plugin=None, **settings):
    """Of a host with the Remote plugin, which may reach every port of the loopback."""
    remote = {
        "prefix": "",
        "egress": ["*"],
        "settings": {"targets": targets, **settings},
        **(plugin or {}),
    }
    plugins = plugin_folder(folder, REMOTE, *beside)
    return {"plugins": str(plugins), "plugin": {"remote": remote}}


class Gateway(Toolrack):
    """A running host with the Remote plugin, and what its clients see."""

    def __init__(self, folder, targets, environment=None, more=None, **settings):
        whole = {**configuration(folder, targets, **settings), **(more or {})}
        super().__init__(folder, whole, environment)

    def ask(self, method, params=None, fields=None, meta=None):
        with Connection(self.port) as connection:
            return connection.modern(method, params or {}, fields=fields, meta=meta)

    def tools(self, fields=None) -> dict:
        """Every listed tool by its name."""
        tools, cursor = [], {}
        while True:
            result = self.ask("tools/list", cursor, fields).result
            tools += result["tools"]
            if "nextCursor" not in result:
                return {tool["name"]: tool for tool in tools}
            cursor = {"cursor": result["nextCursor"]}

    def call(self, tool, arguments=None, **more):
        return self.ask("tools/call", {"name": tool, "arguments": arguments or {}}, **more)

    def has_tools(self, *names) -> bool:
        """Whether these, and no others, are listed soon."""
        return eventually(lambda: set(self.tools()) == set(names))

    def wait_for_log(self, *words):
        """Until a line of the log has all these words."""
        return self.wait_for_line(lambda line: all(word in line for word in words) and line)


def text_of(response) -> str:
    return response.result["content"][0]["text"]


class ScriptedServer:
    """An MCP server of one era over HTTP. `before` runs ahead of every answer and may give one of
    its own: (status, fields, body), or None to go on."""

    def __init__(self, era="modern", tools=(), port=0):
        self.era = era
        self.lists = {"tools": list(tools), "prompts": [], "resources": [], "templates": []}
        self.capabilities = {"tools": {}}
        self.results = {}
        self.seen = []
        self.deleted = []
        self.connections = []
        self.page_size = 1000
        self.ttl = 0
        self.before = lambda server, message, fields: None
        scripted = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                super().setup()
                scripted.connections.append(self.connection)

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                scripted.receive(self, body)

            def do_GET(self):
                scripted.send(self, 405, {}, b"")

            def do_DELETE(self):
                scripted.deleted.append(self.headers.get("Mcp-Session-Id"))
                self.do_GET()

            def log_message(self, *arguments):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            allow_reuse_address = True

        self.server = Server(("127.0.0.1", port), Handler)
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}/mcp"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        for connection in self.connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def methods(self) -> list[str]:
        return [message.get("method") for message, _ in self.seen]

    def calls(self) -> list[dict]:
        """The params of every tools/call that arrived."""
        return [m["params"] for m, _ in self.seen if m.get("method") == "tools/call"]

    def receive(self, handler, body):
        message = json.loads(body)
        fields = {name.lower(): value for name, value in handler.headers.items()}
        self.seen.append((message, fields))
        own = self.before(self, message, fields)
        if own == "cut":
            handler.close_connection = True
            handler.connection.shutdown(socket.SHUT_RDWR)
            return
        if own is not None:
            return self.send(handler, *own)
        if "id" not in message:
            return self.send(handler, 202, {}, b"")
        answer = {"jsonrpc": "2.0", "id": message["id"], **self._outcome(message, fields)}
        known = "error" not in answer or answer["error"]["code"] != -32601
        self.send(
            handler, 200 if known else 404, {"Content-Type": "application/json"},
            json.dumps(answer).encode(),
        )

    def _outcome(self, message, fields) -> dict:
        method, params = message["method"], message.get("params", {})
        complete = {"resultType": "complete"} if self.era == "modern" else {}
        cached = {"ttlMs": self.ttl, "cacheScope": "private"} if self.era == "modern" else {}
        server = {"name": "scripted", "version": "1"}
        if method == "server/discover" and self.era == "modern":
            meta = {"io.modelcontextprotocol/serverInfo": server}
            return {"result": {**complete, **cached, "supportedVersions": [MODERN],
                               "capabilities": self.capabilities, "_meta": meta}}
        if method == "initialize" and self.era == "legacy":
            return {"result": {"protocolVersion": LEGACY_REVISION, "serverInfo": server,
                               "capabilities": self.capabilities}}
        lists = {"tools/list": "tools", "prompts/list": "prompts",
                 "resources/list": "resources", "resources/templates/list": "templates"}
        if method in lists:
            kind = lists[method]
            member = "resourceTemplates" if kind == "templates" else kind
            start = int(params.get("cursor", 0))
            page = self.lists[kind][start:start + self.page_size]
            end = start + len(page)
            more = {"nextCursor": str(end)} if end < len(self.lists[kind]) else {}
            return {"result": {**complete, **cached, member: page, **more}}
        if (given := self.results.get(method)) is not None:
            given = given(params) if callable(given) else given
            if "error" in given:
                return given
            return {"result": {**complete, **given}}
        return {"error": {"code": -32601, "message": "there is no such method"}}

    @staticmethod
    def send(handler, status, fields, body):
        try:
            handler.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **fields}.items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(body)
        except OSError:
            pass


def tool(name, **members) -> dict:
    return {"name": name, "inputSchema": SCHEMA, **members}


def said(text, **more) -> dict:
    return {"content": [{"type": "text", "text": text}], **more}


def slowly(seconds, method="tools/call"):
    """Answers that method late."""

    def before(server, message, fields):
        if message.get("method") == method:
            time.sleep(seconds)

    return before
