"""AWS on the loopback: moto, with what it lacks put before it.

What moto answers itself: STS, ECR, IAM, Cognito, the log groups and the control plane of AgentCore.
What it does not, and is answered here: CloudFormation of these types, SynchronizeGatewayTargets,
and states in which something takes long or fails.
"""

import http.client
import json
import re
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cloudformation import CloudFormation
from moto.server import ThreadedMotoServer

REGION = "us-east-1"
# By what a path is about: the status and the reasons that a fault puts into its answer.
KINDS = {
    "endpoint": re.compile(r"^/runtimes/[^/]+/runtime-endpoints/[^/]+/?$"),
    "runtime": re.compile(r"^/runtimes/[^/]+/?$"),
    "target": re.compile(r"^/gateways/[^/]+/targets/[^/]+/?$"),
    "gateway": re.compile(r"^/gateways/[^/]+/?$"),
}
SYNCHRONIZE = re.compile(r"^/gateways/([^/]+)/synchronizeTargets$")


class AWS:
    """`url` is for AWS_ENDPOINT_URL; `requests` are all that came, as method, path and body."""

    def __init__(self):
        self._moto = ThreadedMotoServer(port=0, verbose=False)
        self._moto.start()
        _, self.moto_port = self._moto.get_host_and_port()
        self.moto_url = f"http://127.0.0.1:{self.moto_port}"
        # What an earlier one in this process has kept.
        urllib.request.urlopen(f"{self.moto_url}/moto-api/reset", b"", timeout=60).close()
        self.cloudformation = CloudFormation(self.moto_url, REGION)
        self.requests = []
        # By kind: members that replace those of the answer to a GET.
        self.faults = {}
        self.updating = set()
        self.synchronized = []
        # How many more times the target says that it is being synchronised.
        self.synchronizing = 0
        self.tells_synchronization = True
        self.after_synchronization = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._moto.stop()

    def client(self, service):
        return self.cloudformation.client(service)

    def answer(self, method, path, fields, body):
        """The status, the content type and the body for one request."""
        self.requests.append((method, path, body))
        if "/cloudformation/" in fields.get("Authorization", ""):
            status, text = self.cloudformation.answer(body)
            return status, "text/xml", text.encode()
        path_only = path.partition("?")[0]
        if method == "PUT" and (match := SYNCHRONIZE.match(path_only)):
            return self._synchronize(match.group(1), json.loads(body))
        status, kind, answer = self._moto_answer(method, path, fields, body)
        if method == "GET" and status == 200:
            answer = self._changed(path_only, answer)
        return status, kind, answer

    def _synchronize(self, gateway, request):
        self.synchronized.append((gateway, request["targetIdList"]))
        self.synchronizing = 2
        return 202, "application/json", json.dumps({"targets": []}).encode()

    def _changed(self, path, answer):
        for kind, pattern in KINDS.items():
            if pattern.match(path):
                members = dict(self.faults.get(kind, {}))
                if b'"UPDATING"' in answer:
                    # moto's updates never end; here they do when somebody asks again.
                    members.setdefault("status", "READY" if path in self.updating else "UPDATING")
                    self.updating.add(path)
                if kind == "target" and self.synchronized:
                    members.update(self._synchronization())
                return json.dumps({**json.loads(answer), **members}).encode()
        return answer

    def _synchronization(self):
        if self.synchronizing:
            self.synchronizing -= 1
            return {"status": "SYNCHRONIZING"}
        if self.tells_synchronization:
            turn = len(self.synchronized)
            return {"lastSynchronizedAt": f"2026-01-01T00:00:{turn:02}Z",
                    **self.after_synchronization}
        return {}

    def _moto_answer(self, method, path, fields, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.moto_port, timeout=60)
        connection.request(method, path, body, dict(fields.items()))
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, answer.getheader("Content-Type", "application/json"), text


def _handler(aws):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, kind, answer = aws.answer(self.command, self.path, self.headers, body)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _answer

        def log_message(self, *arguments):
            pass

    return Handler
