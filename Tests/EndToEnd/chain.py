"""The whole chain on this machine, as `make chain` starts it, each part to be ended by itself."""

import secrets
import subprocess

from lark import Sandbox
from own_issuer import free_port
from toolrack import BUILD, EXECUTABLE, PLUGINS, ROOT, Watched, log_object, plugin_folder, run

CONFIGURATIONS = ROOT / "deploy/compose"
ARN = "arn%3Aaws%3Abedrock-agentcore%3Aus-east-1%3A123456789012%3Aruntime%2Ftoolrack-0123456789"
PATH = f"/runtimes/{ARN}/invocations?qualifier=DEFAULT"
TARGET = "tools"
SCOPE = "toolrack/invoke"


class Part(Watched):
    """`toolrack serve` with a configuration of the chain."""

    def __init__(self, chain, name, environment):
        self.chain = chain
        super().__init__(
            [
                EXECUTABLE, "serve", "--config", CONFIGURATIONS / f"{name}.json",
                "--plugins", chain.folder / name / "plugins",
                "--listen", f"127.0.0.1:{chain.ports[name]}",
            ],
            {**chain.environment, **environment},
            cwd=chain.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )
        self.wait_for_line(lambda line: "listening" in log_object(line).get("message", ""))


class LocalLark(Sandbox):
    """The local Lark on a port that stays when it is started again."""

    def __init__(self, port):
        Watched.__init__(
            self,
            [BUILD / "lark-sandbox", "--listen", f"127.0.0.1:{port}", "--no-rate-limits"],
            stdout=subprocess.PIPE,
        )
        self.url = f"http://127.0.0.1:{port}"
        self.address = f"127.0.0.1:{port}"
        assert self.url in self.process.stdout.readline().decode()


class Chain:
    """Gateway, runtime and local Lark, with a client of the gateway."""

    def __init__(self, folder):
        self.folder = folder
        self.ports = {name: free_port() for name in ("gateway", "runtime", "sandbox")}
        self.key = "AKIA" + secrets.token_hex(8).upper()
        self.secret = secrets.token_urlsafe(30)
        for name, plugins in {"gateway": ["remote"], "runtime": ["echo", "lark"]}.items():
            (folder / name).mkdir()
            plugin_folder(folder / name, *(PLUGINS / f"{plugin}.so" for plugin in plugins))
        self.url = f"http://127.0.0.1:{self.ports['gateway']}"
        self.environment = {
            "CHAIN_FOLDER": str(folder),
            "GATEWAY_URL": self.url,
            "RUNTIME_ADDRESS": f"127.0.0.1:{self.ports['runtime']}",
            "RUNTIME_URL": f"http://127.0.0.1:{self.ports['runtime']}{PATH}",
            "LARK_SANDBOX_ADDRESS": f"127.0.0.1:{self.ports['sandbox']}",
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        self.login = run(
            "client", "add", "agent", "--secret", "--scope", SCOPE,
            "--config", CONFIGURATIONS / "gateway.json", environment=self.environment,
        ).stdout.strip()
        self.parts = {}

    def start(self, name):
        if name == "sandbox":
            self.parts[name] = LocalLark(self.ports[name])
            return
        prefix = {"gateway": "AWS", "runtime": "GATEWAY"}[name]
        keys = {f"{prefix}_ACCESS_KEY_ID": self.key, f"{prefix}_SECRET_ACCESS_KEY": self.secret}
        self.parts[name] = Part(self, name, keys)

    def stop(self, name, **more):
        return self.parts.pop(name).stop(**more)

    @property
    def secrets(self):
        """What no log may hold."""
        return [self.secret, self.login]

    def __enter__(self):
        for name in ("sandbox", "runtime", "gateway"):
            self.start(name)
        return self

    def __exit__(self, *exception):
        for name in list(self.parts):
            self.stop(name)
