"""A server with a policy, and clients of both eras that are let in."""

import everything as everything_plugin
from everything import WITH_TASKS, LegacyClient, ModernClient
from schemas import MODERN
from toolrack import PLUGINS, Toolrack, run

WATCHED = "test://watched-resource"
POLICY = [
    {
        "name": "readers",
        "clients": ["reader*"],
        "plugins": ["everything"],
        "tools": ["test_simple_text", "test_tool_with_*", "greet"],
        "prompts": ["test_simple_prompt"],
        "resources": ["test://static-text", "test://template/1*/data"],
    },
    {"name": "writers", "scopes": ["everything/*"], "plugins": ["everything"]},
    {
        "name": "no-pictures",
        "effect": "deny",
        "clients": ["*"],
        "tools": ["test_image_content"],
        "resources": ["*binary", "test://template/secret*"],
    },
    {
        "name": "short-texts",
        "clients": ["reader"],
        "tools": ["echo_text"],
        "arguments": {
            "properties": {"text": {"type": "string", "maxLength": 5}},
            "required": ["text"],
        },
    },
    {
        "name": "no-swearing",
        "effect": "deny",
        "clients": ["*"],
        "tools": ["echo_text"],
        "arguments": {"properties": {"text": {"pattern": "damn"}}, "required": ["text"]},
    },
    {"name": "red-team", "claims": {"team": ["red"]}, "tools": ["echo_add"]},
    {
        "name": "one-city",
        "clients": ["reader"],
        "prompts": ["test_prompt_with_arguments"],
        "arguments": {"properties": {"arg1": {"enum": ["paris"]}}},
    },
]


class Callers:
    """A server with a policy, and keys and tokens for its callers."""

    def __init__(self, folder, issuer, policy):
        self.issuer = issuer
        clients = folder / "clients.json"
        self.keys = {}
        for name, scope in [("reader", "x"), ("reader2", "x"), ("writer", "everything/write")]:
            words = ("client", "add", name, "--clients", clients, "--scope", scope)
            self.keys[name] = run(*words).stdout.strip()
        whole = everything_plugin.configuration(folder, "worker", [PLUGINS / "echo.so"])
        whole["access"] = {
            "clients": str(clients),
            "jwt": {"discoveryUrl": issuer.discovery_url, "allowedClients": ["reader", "tokens"]},
            "policy": policy,
        }
        whole["log"] = {"level": "info"}
        self.whole = whole
        self.rack = Toolrack(folder, whole)

    def token(self, **claims):
        return self.issuer.token(**{"client_id": "tokens", "scope": None, **claims})

    def client(self, era, name=None, token=None):
        """A client of an era that is let in by its key, or by a token."""
        kind = Modern if era == MODERN else Legacy
        return kind(self.rack.port, token or self.keys[name])

    def denials(self):
        return [line for line in self.rack.log if line.get("message") == "denied"]


class Modern(ModernClient):
    def __init__(self, port, proof):
        self.proof = {"Authorization": f"Bearer {proof}"}
        super().__init__(port, WITH_TASKS)

    def _message(self, *words, fields=None, **more):
        return super()._message(*words, fields={**self.proof, **(fields or {})}, **more)


class Legacy(LegacyClient):
    def __init__(self, port, proof):
        self.proof = {"Authorization": f"Bearer {proof}"}
        super().__init__(port)

    def _message(self, *words, fields=None, **more):
        return super()._message(*words, fields={**self.proof, **(fields or {})}, **more)

    def _fields(self):
        return {**super()._fields(), **self.proof}
