"""A Toolrack in AgentCore Runtime's place: its data plane's paths, and Signature Version 4."""

import os
from pathlib import Path
from urllib.parse import quote

from toolrack import PLUGINS, ROOT, Toolrack, plugin_folder

# The folder of the programs `aws` and `mcp-proxy-for-aws`.
CLIENTS = Path(os.environ.get("TOOLRACK_AWS_CLIENTS", ROOT / ".venv-aws/bin"))
REGION = "eu-central-1"
SERVICE = "bedrock-agentcore"
ARN = f"arn:aws:{SERVICE}:{REGION}:123456789012:runtime/tools-AbCdEf1234"
KEY = "AKIDRUNTIMEFRONT"
SECRET = "uQ3/9sLs+RuntimeFrontSecretOfTheTests0kq"
TEMPORARY = "ASIARUNTIMEFRONT"
TEMPORARY_SECRET = "Zt7/TemporarySecretOfTheTests+a8Xw2mPq0Lr"
SESSION_TOKEN = "IQoJb3JpZ2luX2VjEXAMPLE/SessionToken+OfTheTests=="


class Front(Toolrack):
    """With the Echo plugin, for a static pair of keys and for a temporary one."""

    def __init__(self, folder: Path):
        keys = [
            {"accessKeyId": KEY, "secretAccessKey": "${env:FRONT_SECRET}", "client": "static"},
            {
                "accessKeyId": TEMPORARY, "secretAccessKey": TEMPORARY_SECRET,
                "sessionToken": SESSION_TOKEN, "client": "temporary",
            },
        ]
        configuration = {
            "plugins": str(plugin_folder(folder, PLUGINS / "echo.so")),
            "paths": ["/mcp", "/invocations", "/runtimes/*/invocations"],
            "access": {"sigv4": {"region": REGION, "keys": keys}},
            "log": {"level": "debug"},
        }
        super().__init__(folder, configuration, {"FRONT_SECRET": SECRET})
        self.origin = f"http://127.0.0.1:{self.port}"
        self.invocations = (
            f"{self.origin}/runtimes/{quote(ARN, safe='')}/invocations?qualifier=DEFAULT"
        )


def environment(folder: Path, key=KEY, secret=SECRET, token=None) -> dict:
    """What a client of AWS finds its credentials in, and no other place to look for any."""
    own = {
        "AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret, "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION, "AWS_EC2_METADATA_DISABLED": "true", "AWS_PAGER": "",
        "AWS_CONFIG_FILE": str(folder / "none"), "AWS_MAX_ATTEMPTS": "1",
        "AWS_SHARED_CREDENTIALS_FILE": str(folder / "none"), "HOME": str(folder),
        "PATH": os.environ["PATH"],
    }
    return {**own, **({"AWS_SESSION_TOKEN": token} if token else {})}


def client(name: str) -> Path:
    program = CLIENTS / name
    assert program.exists(), f"{program} is missing; run `make .venv-aws/ready`"
    return program


def assert_nothing_secret(*texts: str, signatures=True):
    """No secret, token or signature is in what anybody wrote."""
    for text in texts:
        for secret in (SECRET, TEMPORARY_SECRET, SESSION_TOKEN):
            assert secret not in text, f"a secret is in {text[-2000:]}"
        assert not signatures or "Signature=" not in text, f"a signature is in {text[-2000:]}"
