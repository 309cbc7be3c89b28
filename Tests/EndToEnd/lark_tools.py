"""Calls of the Lark tools on a server of their own, over a local Lark of its own."""

import json
import re
import urllib.request

from lark import Sandbox, lark_configuration
from toolrack import PLUGINS, ROOT, Toolrack, plugin_folder
from wire import Connection

USER_TOKEN = "u-sandbox.linxiaoyu.0000000000000000"
USER_FIELD = "X-User-Access-Token"
AS_USER = {USER_FIELD: USER_TOKEN}
ROW = re.compile(r"\| `(\w+)`( \*)? \|.*?\| (reads|adds|changes) \|")


def documented() -> dict[str, tuple[bool, str]]:
    """What docs/lark.md tells of each tool: whether it is listed by default, and its effect."""
    lines = (ROOT / "docs/lark.md").read_text().splitlines()
    rows = [row for line in lines if (row := ROW.match(line))]
    return {name: (bool(star), effect) for name, star, effect in (row.groups() for row in rows)}


class LarkRack:
    """`toolrack serve` with the Lark plugin, and the `lark-sandbox` that it asks."""

    def __init__(self, folder, call_milliseconds=60_000, isolation="worker", **settings):
        self.sandbox = Sandbox()
        configuration = lark_configuration(self.sandbox)
        configuration["settings"].update(accountsURL=self.sandbox.url, **settings)
        configuration["callTimeoutMilliseconds"] = call_milliseconds
        configuration["isolation"] = isolation
        configuration["callerFields"] = {"lark_user_access_token": USER_FIELD}
        plugins = plugin_folder(folder, PLUGINS / "lark.so")
        whole = {"plugins": str(plugins), "plugin": {"lark": configuration}}
        try:
            self.server = Toolrack(folder, whole)
        except BaseException:
            self.sandbox.stop()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        try:
            self.server.assert_running()
            assert self.server.stop() == 0
        finally:
            assert self.sandbox.stop() == 0

    def tools(self) -> list[str]:
        """The names of the listed tools, without their prefix."""
        with Connection(self.server.port) as connection:
            tools = connection.modern("tools/list").result["tools"]
        assert all(tool["name"].startswith("lark_") for tool in tools)
        return [tool["name"].removeprefix("lark_") for tool in tools]

    def raw(self, tool: str, arguments: dict, fields=None):
        """The answer of a tool, checked against the schema of the protocol."""
        params = {"name": f"lark_{tool}", "arguments": arguments}
        with Connection(self.server.port) as connection:
            return connection.modern("tools/call", params, fields=fields)

    def ask(self, tool: str, fields=None, /, **arguments) -> tuple[str, dict]:
        """The text and the structured content of a call that must succeed."""
        result = self.raw(tool, arguments, fields).result
        text = "\n".join(part.get("text", "") for part in result["content"])
        assert not result.get("isError"), f"{tool} {arguments}: {text}"
        return text, result.get("structuredContent", {})

    def refused(self, tool: str, fields=None, /, **arguments) -> str:
        """The text of a call that must be refused."""
        message = self.raw(tool, arguments, fields).message
        if "error" in message:
            return message["error"]["message"]
        result = message["result"]
        assert result.get("isError"), f"{tool} {arguments}: {result}"
        return "\n".join(part["text"] for part in result["content"])

    def overview(self) -> dict:
        """What the local Lark says that it holds."""
        return self._sandbox("/sandbox")

    def messages(self, chat: str) -> list[dict]:
        """Every message of a chat, as Lark keeps it."""
        return self._sandbox(f"/sandbox/messages?chat_id={chat}")["messages"]

    def requests(self) -> list[dict]:
        return self._sandbox("/sandbox/requests")["requests"]

    def control(self, **orders) -> dict:
        return self._sandbox("/sandbox/control", json.dumps(orders).encode())

    def person(self, name: str) -> str:
        """The open id of the person whose address begins so."""
        people = self.overview()["people"]
        return next(one["open_id"] for one in people if one["email"].startswith(name))

    def chat(self, name: str) -> str:
        return next(one["chat_id"] for one in self.overview()["chats"] if name in one["name"])

    def _sandbox(self, path: str, body=None) -> dict:
        with urllib.request.urlopen(self.sandbox.url + path, body, timeout=10) as answer:
            return json.load(answer)
