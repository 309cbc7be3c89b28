"""The local Lark, and what it holds that the tests ask for."""

import subprocess

from toolrack import BUILD, Watched

APP = "cli_sandbox000000000"
SECRET = "SandboxSecretOnlyForThisMachine0"
PERSON = "chen.siyuan@yunshan.example"
SEARCH_TERM = "roadmap"


class Sandbox(Watched):
    """`lark-sandbox` on a free port of the loopback, without its limits on pace."""

    def __init__(self):
        super().__init__(
            [BUILD / "lark-sandbox", "--listen", "127.0.0.1:0", "--no-rate-limits"],
            stdout=subprocess.PIPE,
        )
        words = self.process.stdout.readline().decode().split()
        self.url = next((word for word in words if word.startswith("http://")), None)
        assert self.url, "\n".join(self.errors)
        self.address = self.url.removeprefix("http://")

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        assert self.stop() == 0


def lark_settings(sandbox: Sandbox) -> dict:
    return {"appId": APP, "appSecret": SECRET, "baseURL": sandbox.url}


def lark_configuration(sandbox: Sandbox) -> dict:
    return {"egress": [sandbox.address], "settings": lark_settings(sandbox)}
