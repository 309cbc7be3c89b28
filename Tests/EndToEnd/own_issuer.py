"""A server that gives out its own tokens, on a port that its configuration knows."""

import base64
import json
import socket
import urllib.parse

from toolrack import FIXTURES, Toolrack, plugin_folder, run
from wire import Connection, get

FORM = "application/x-www-form-urlencoded"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class OwnIssuer:
    """The folder of such a server: its configuration, its clients, its keys."""

    def __init__(self, folder, path="", access=None, **issuer):
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}{path}"
        self.plugins = plugin_folder(folder, FIXTURES / "mirror.so")
        self.access = {
            "clients": str(folder / "clients.json"),
            "issuer": {"url": self.url, "keys": str(folder / "issuer-keys.json"), **issuer},
            **(access or {}),
        }
        self.configuration = {"plugins": str(self.plugins), "access": self.access}
        self.file = folder / "toolrack.json"
        self.file.write_text(json.dumps(self.configuration))

    def add(self, name="agent", *more):
        """A new client; its secret."""
        scopes = () if "--scope" in more else ("--scope", "tools/call,tools/read")
        return self.command("client", "add", name, *scopes, *more).stdout.strip()

    def command(self, *words, status=0):
        result = run(*words, "--config", self.file)
        assert result.returncode == status, result.stderr
        return result

    def start(self):
        arguments = ("--listen", f"127.0.0.1:{self.port}")
        return Toolrack(self.folder, self.configuration, arguments=arguments)

    def post(self, form, basic=None, fields=None, path="/oauth2/token"):
        """One request to the token endpoint: the answer, its body read."""
        body = form if isinstance(form, bytes) else urllib.parse.urlencode(form).encode()
        all_fields = {"Content-Type": FORM, **(fields or {})}
        if basic is not None:
            text = base64.b64encode(":".join(basic).encode()).decode()
            all_fields["Authorization"] = f"Basic {text}"
        path = urllib.parse.urlsplit(self.url).path + path
        with Connection(self.port) as connection:
            connection.begin(body, all_fields, path=path)
            response = connection.receive()
        if response.fields.get("content-type") == "application/json":
            response.messages = [json.loads(response.body)]
        return response

    def token(self, secret, name="agent", **more):
        response = self.post({"grant_type": "client_credentials", **more}, (name, secret))
        assert response.status == 200, response
        return response.message["access_token"]

    def get(self, path, **fields):
        return get(self.port, path, fields)

    def tools(self, token):
        """The answer to tools/list with that token."""
        with Connection(self.port) as connection:
            return connection.modern("tools/list", {}, fields={"Authorization": f"Bearer {token}"})
