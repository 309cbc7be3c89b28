"""Services of AWS on the loopback, which check every signature with botocore: the Security Token
Service, Secrets Manager, an endpoint of container credentials and an instance's metadata."""

import base64
import datetime
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

ROLE = "arn:aws:iam::123456789012:role/"
IMDS_TOKEN = "an-instance-token"
IMDS_ROLE = "instance-role"
ROLES_PATH = "/latest/meta-data/iam/security-credentials/"


def secret_of(key: str) -> str:
    """The secret access key of an access key, everywhere in these tests."""
    return f"secret/of+{key}"


def token_of(key: str) -> str:
    return f"token//of+{key}=="


def expiry(seconds: int) -> str:
    time = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def signature_fault(method, url, fields, body) -> str | None:
    """What is wrong with a signed request, by botocore's own computation; None: nothing."""
    fields = {name.lower(): value for name, value in fields.items()}
    authorization = fields.get("authorization", "")
    if not authorization.startswith("AWS4-HMAC-SHA256 "):
        return "MissingAuthenticationToken"
    parts = dict(p.strip().split("=", 1) for p in authorization.split(" ", 1)[1].split(","))
    key, day, region, service, _ = parts["Credential"].split("/")
    named = parts["SignedHeaders"].split(";")
    token = fields.get("x-amz-security-token")
    if key.startswith("ASIA") and token != token_of(key):
        return "UnrecognizedClientException"
    request = AWSRequest(method, url, {name: fields[name] for name in named}, body)
    request.context["timestamp"] = fields["x-amz-date"]
    if not fields["x-amz-date"].startswith(day):
        return "SignatureDoesNotMatch"
    auth = SigV4Auth(Credentials(key, secret_of(key), token), service, region)
    text = auth.string_to_sign(request, auth.canonical_request(request))
    if auth.signature(text, request) != parts["Signature"]:
        return "SignatureDoesNotMatch"
    return None


class Services:
    """All of them on one port. `requests` are (method, path, fields, body), in their order."""

    def __init__(self):
        self.requests = []
        self.faults = []
        self.secrets = {}
        self.web_token = "a.web.token"
        self.container_token = None
        self.container_key = "ASIACONTAINER"
        self.container_seconds = 3600
        self.answers = []
        services = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_request(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                fields = dict(self.headers.items())
                services.requests.append((self.command, self.path, fields, body))
                status, answer = services.answer(self.command, self.path, fields, body)
                data = answer if isinstance(answer, bytes) else answer.encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_PUT = do_POST = handle_request

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, method, path, fields, body):
        if self.answers:
            return self.answers.pop(0)
        if "secretsmanager" in (fields.get("X-Amz-Target") or ""):
            return self.secret(path, fields, body)
        if method == "POST":
            return self.assume_role(path, fields, body)
        if path == "/container":
            return self.container(fields)
        return self.metadata(method, path, fields)

    def check(self, path, fields, body):
        fault = signature_fault("POST", self.url + path, fields, body)
        if fault:
            self.faults.append(fault)
        return fault

    def assume_role(self, path, fields, body):
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        action = form["Action"]
        if action == "AssumeRole":
            if self.check(path, fields, body):
                return 403, sts_error("SignatureDoesNotMatch", "no")
        elif form["WebIdentityToken"] != self.web_token:
            return 400, sts_error("InvalidIdentityToken", "not ours")
        if form["RoleArn"].endswith("/forbidden"):
            return 403, sts_error("AccessDenied", "may not &amp; must not")
        key = "ASIA" + form["RoleArn"].rpartition("/")[2].upper()
        return 200, f"""<{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <{action}Result><AssumedRoleUser><Arn>x</Arn></AssumedRoleUser><Credentials>
          <AccessKeyId>{key}</AccessKeyId><SecretAccessKey>{secret_of(key)}</SecretAccessKey>
          <SessionToken>{token_of(key)}</SessionToken><Expiration>{expiry(3600)}</Expiration>
          </Credentials></{action}Result></{action}Response>"""

    def container(self, fields):
        if self.container_token and fields.get("Authorization") != self.container_token:
            return 401, "{}"
        return 200, credentials(self.container_key, self.container_seconds)

    def metadata(self, method, path, fields):
        if (method, path) == ("PUT", "/latest/api/token"):
            known = fields.get("x-aws-ec2-metadata-token-ttl-seconds") == "21600"
            return (200, IMDS_TOKEN) if known else (400, "")
        if fields.get("x-aws-ec2-metadata-token") != IMDS_TOKEN:
            return 401, ""
        if path == ROLES_PATH:
            return 200, IMDS_ROLE
        if path == ROLES_PATH + IMDS_ROLE:
            return 200, credentials("ASIAINSTANCE", 3600, Code="Success")
        return 404, ""

    def secret(self, path, fields, body):
        if fault := self.check(path, fields, body):
            return 400, json.dumps({"__type": fault})
        asked = json.loads(body)
        value = self.secrets.get(asked["SecretId"])
        if value is None:
            kind = "com.amazonaws.secretsmanager#ResourceNotFoundException"
            return 400, json.dumps({"__type": kind, "Message": "can't find it"})
        answer = {"ARN": asked["SecretId"], "Name": "n", "VersionId": "1" * 32}
        if isinstance(value, bytes):
            answer["SecretBinary"] = base64.b64encode(value).decode()
        else:
            answer["SecretString"] = value
        return 200, json.dumps(answer)


def sts_error(code, message):
    inner = f"<Code>{code}</Code><Message>{message}</Message>"
    return f"<ErrorResponse><Error>{inner}</Error></ErrorResponse>"


def credentials(key, seconds, **more):
    return json.dumps(
        {
            "AccessKeyId": key,
            "SecretAccessKey": secret_of(key),
            "Token": token_of(key),
            "Expiration": expiry(seconds),
            **more,
        }
    )
