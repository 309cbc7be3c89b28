"""AWS Secrets Manager on the loopback: GetSecretValue, for requests whose signature botocore finds
right."""

import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

REGION = "eu-central-1"
SERVICE = "secretsmanager"
KEY = "AKIDSECRETSREADER"
SECRET = "kT5/SecretKeyOfWhoeverReadsTheSecrets+pQ"
TARGET = "secretsmanager.GetSecretValue"


def arn(name: str) -> str:
    return f"arn:aws:{SERVICE}:{REGION}:123456789012:secret:{name}-AbCdEf"


class StoredSecrets:
    """Knows secrets by their ARNs. Reachable until `go_down`, and again from `come_up` on, at the
    same port."""

    def __init__(self):
        self.secrets: dict[str, str] = {}
        self.denied: set[str] = set()
        self.asked: list[str] = []
        self.refused: list[str] = []
        self.port = 0
        self._server = None
        self.come_up()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.go_down()

    def come_up(self):
        self._server = Server(("127.0.0.1", self.port), self)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def go_down(self):
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    @property
    def environment(self) -> dict:
        """What a process finds this by, and its credentials."""
        return {
            "AWS_ENDPOINT_URL_SECRETS_MANAGER": f"http://127.0.0.1:{self.port}",
            "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": "/dev/null",
            "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        }

    def set(self, name: str, value):
        self.secrets[arn(name)] = value if isinstance(value, str) else json.dumps(value)

    def deny(self, name: str):
        self.denied.add(arn(name))

    def allow(self, name: str):
        self.denied.discard(arn(name))

    def times_asked(self, name: str) -> int:
        return self.asked.count(arn(name))

    def answer(self, method, path, headers, body) -> tuple[int, dict]:
        """Status and content of the answer."""
        if problem := signature_problem(method, path, headers, body):
            self.refused.append(problem)
            return error(400, "InvalidSignatureException", problem)
        if headers.get("X-Amz-Target") != TARGET or method != "POST" or path != "/":
            return error(400, "UnknownOperationException", f"{method} {path}")
        if headers.get("Content-Type") != "application/x-amz-json-1.1":
            return error(400, "SerializationException", "Content-Type")
        wanted = json.loads(body)["SecretId"]
        self.asked.append(wanted)
        if wanted in self.denied:
            return error(400, "AccessDeniedException", "is not authorized to perform")
        if wanted not in self.secrets:
            return error(400, "ResourceNotFoundException", "can't find the specified secret.")
        return 200, {"ARN": wanted, "SecretString": self.secrets[wanted]}


def error(status, kind, message) -> tuple[int, dict]:
    return status, {"__type": kind, "Message": message}


def signature_problem(method, path, headers, body) -> str | None:
    """What botocore would have signed otherwise."""
    scheme, _, rest = headers.get("Authorization", "").partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
    if scheme != "AWS4-HMAC-SHA256" or parts.keys() != {"Credential", "SignedHeaders", "Signature"}:
        return "not signed"
    names = parts["SignedHeaders"].split(";")
    signed = {name: headers[name] for name in names if name in headers}
    if not {"host", "x-amz-date", "x-amz-target"} <= signed.keys():
        return f"only {names} are signed"
    own = AWSRequest(method, f"http://{headers['Host']}{path}", signed, body)
    own.context["timestamp"] = headers["X-Amz-Date"]
    signer = SigV4Auth(Credentials(KEY, SECRET), SERVICE, REGION)
    if parts["Credential"] != signer.scope(own):
        return "of another key or place"
    expected = signer.signature(signer.string_to_sign(own, signer.canonical_request(own)), own)
    return None if hmac.compare_digest(expected, parts["Signature"]) else "a wrong signature"


class Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address, stored: StoredSecrets):
        self.stored = stored
        super().__init__(address, Handler)


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status, value = self.server.stored.answer(self.command, self.path, self.headers, body)
        answer = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_PUT = do_POST

    def log_message(self, *arguments):
        pass
