"""`aws bedrock-agentcore invoke-agent-runtime`, towards the front of a runtime."""

import json
import subprocess
import uuid

import pytest
import schemas
from runtime_front import (
    ARN, KEY, SECRET, SESSION_TOKEN, TEMPORARY, TEMPORARY_SECRET, Front, assert_nothing_secret,
    client, environment,
)
from wire import envelope, initialize, request

SECONDS = 120
BOTH_KINDS = "application/json, text/event-stream"


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    with Front(tmp_path_factory.mktemp("front")) as running:
        yield running
        running.assert_running()
        assert running.stop() == 0
        assert_nothing_secret(*running.errors)
        assert any("listening" in line for line in running.errors)


class Invoked:
    def __init__(self, front, folder, message, *more, keys=(KEY, SECRET), token=None):
        payload, out = folder / "payload.json", folder / "out"
        payload.write_text(json.dumps(message))
        out.unlink(missing_ok=True)
        done = subprocess.run(
            [
                client("aws"), "bedrock-agentcore", "invoke-agent-runtime",
                "--endpoint-url", front.origin, "--agent-runtime-arn", ARN,
                "--qualifier", "DEFAULT", "--content-type", "application/json",
                "--accept", BOTH_KINDS, "--payload", f"fileb://{payload}", *more, out,
            ],
            capture_output=True, text=True, timeout=SECONDS, cwd=folder,
            env=environment(folder, *keys, token=token),
        )
        self.status, self.errors = done.returncode, done.stderr
        self.said = json.loads(done.stdout) if done.returncode == 0 else None
        self.answer = json.loads(out.read_text()) if out.exists() else None


def modern(method, params=None):
    """A message of the modern era, and the options that repeat it in fields."""
    params = {**(params or {}), "_meta": envelope()}
    fields = ["--mcp-protocol-version", schemas.MODERN, "--mcp-method", method]
    name = ["--mcp-name", params["name"]] if "name" in params else []
    return request(method, params), fields + name


CALL = {"name": "echo_text", "arguments": {"text": "你好"}}


class TestModern:
    def test_lists_tools(self, front, tmp_path):
        message, fields = modern("tools/list")
        invoked = Invoked(front, tmp_path, message, *fields)
        assert invoked.status == 0, invoked.errors
        schemas.check_all([invoked.answer], schemas.MODERN, "tools/list")
        assert "echo_text" in [tool["name"] for tool in invoked.answer["result"]["tools"]]
        assert invoked.said["statusCode"] == 200
        assert invoked.said["contentType"] == "application/json"

    def test_calls_one(self, front, tmp_path):
        message, fields = modern("tools/call", CALL)
        invoked = Invoked(front, tmp_path, message, *fields)
        assert invoked.status == 0, invoked.errors
        assert invoked.answer["result"]["content"][0]["text"] == "你好"

    def test_with_temporary_credentials(self, front, tmp_path):
        message, fields = modern("tools/list")
        keys = (TEMPORARY, TEMPORARY_SECRET)
        invoked = Invoked(front, tmp_path, message, *fields, keys=keys, token=SESSION_TOKEN)
        assert invoked.status == 0, invoked.errors
        assert invoked.answer["result"]["tools"]


class TestLegacy:
    def test_a_session(self, front, tmp_path):
        """Its id is the client's own, as it is of the platform; it comes back."""
        version, session = schemas.LEGACY[0], str(uuid.uuid4())
        fields = ["--runtime-session-id", session]
        first = Invoked(front, tmp_path, request("initialize", initialize(version)), *fields)
        assert first.status == 0, first.errors
        assert first.answer["result"]["protocolVersion"] == version
        assert first.said["runtimeSessionId"] == session == first.said["mcpSessionId"]
        fields += ["--mcp-session-id", session, "--mcp-protocol-version", version]
        listed = Invoked(front, tmp_path, request("tools/list", {}), *fields)
        assert "echo_text" in [tool["name"] for tool in listed.answer["result"]["tools"]]
        called = Invoked(front, tmp_path, request("tools/call", CALL), *fields)
        assert called.answer["result"]["content"][0]["text"] == "你好"
        assert called.said["runtimeSessionId"] == session

    def test_a_payload_without_any_field(self, front, tmp_path):
        called = Invoked(front, tmp_path, request("tools/call", CALL))
        assert called.answer["result"]["content"][0]["text"] == "你好"


class TestRefused:
    @pytest.mark.parametrize(
        "keys, token",
        [
            ((KEY, SECRET[::-1]), None), (("AKIDNOBODY", SECRET), None), ((KEY, SECRET), "x"),
            ((TEMPORARY, TEMPORARY_SECRET), None),
        ],
        ids=["secret", "key", "token too much", "token missing"],
    )
    def test_wrong_credentials(self, front, tmp_path, keys, token):
        message, fields = modern("tools/list")
        invoked = Invoked(front, tmp_path, message, *fields, keys=keys, token=token)
        assert invoked.status != 0 and invoked.answer is None
        assert "An error occurred (" in invoked.errors and "InvokeAgentRuntime" in invoked.errors
        assert_nothing_secret(invoked.errors)

    def test_no_signature(self, front, tmp_path):
        message, fields = modern("tools/list")
        invoked = Invoked(front, tmp_path, message, *fields, "--no-sign-request")
        assert invoked.status != 0
        assert "(MissingAuthenticationToken)" in invoked.errors

    def test_another_region(self, front, tmp_path):
        message, fields = modern("tools/list")
        invoked = Invoked(front, tmp_path, message, *fields, "--region", "us-east-1")
        assert invoked.status != 0 and "(SignatureDoesNotMatch)" in invoked.errors
