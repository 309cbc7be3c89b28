"""Waiting for AgentCore, against moto's control plane: ready, slow, failed; and reading the tools
again."""

import pytest
from requests_of import requests_of
from template import Stack, load

WAIT = """
. ./common.sh
. ./agentcore.sh
make_work_folder
wait_seconds=$1
shift
wait_until_ready "$@"
"""
SYNCHRONIZE = """
. ./common.sh
. ./agentcore.sh
make_work_folder
synchronize_target "$@"
"""


@pytest.fixture
def ids(aws):
    """A runtime, its endpoint, a gateway and its target, made as the template says."""
    control = aws.client("bedrock-agentcore-control")
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/toolrack:1"
    known = {"UserPool.ProviderURL": "https://example.com/pool", "UserPoolClient": "client"}
    known |= {f"{role}.Arn": "arn:aws:iam::123456789012:role/r"
              for role in ("RuntimeRole", "GatewayRole")}
    stack = Stack(load(), {"ImageUri": image}, known=known)

    def parameters(key):
        return requests_of(stack, key)[0][2]

    runtime = control.create_agent_runtime(**parameters("Runtime"))
    known |= {f"Runtime.{key[0].upper()}{key[1:]}": runtime[key]
              for key in ("agentRuntimeArn", "agentRuntimeId", "agentRuntimeVersion")}
    control.create_agent_runtime_endpoint(**parameters("RuntimeEndpoint"))
    gateway = control.create_gateway(**parameters("Gateway"))["gatewayId"]
    known["Gateway.GatewayIdentifier"] = gateway
    target = control.create_gateway_target(**parameters("GatewayTarget"))["targetId"]
    return {
        "runtime": [runtime["agentRuntimeId"]],
        "endpoint": [runtime["agentRuntimeId"], "live"],
        "gateway": [gateway],
        "target": [gateway, target],
    }


KINDS = ["runtime", "endpoint", "gateway", "target"]


@pytest.mark.parametrize("kind", KINDS)
def test_it_waits_until_ready(recording, ids, kind):
    result = recording.bash(WAIT, 60, "the thing", f"{kind}_status", *ids[kind])
    assert (result.returncode, result.stdout) == (0, "the thing: ready\n"), result.stderr


@pytest.mark.parametrize("kind, answer, told", [
    ("runtime", {"status": "CREATE_FAILED", "failureReason": "the image is for amd64"},
     "the thing is CREATE_FAILED: the image is for amd64"),
    ("endpoint", {"status": "UPDATE_FAILED", "failureReason": "no such version"},
     "the thing is UPDATE_FAILED: no such version"),
    ("gateway", {"status": "FAILED", "statusReasons": ["no role", "no trust"]},
     "the thing is FAILED: no role; no trust"),
    ("target", {"status": "SYNCHRONIZE_UNSUCCESSFUL", "statusReasons": ["$ref in a schema"]},
     "the thing is SYNCHRONIZE_UNSUCCESSFUL: $ref in a schema"),
    ("target", {"status": "CREATE_PENDING_AUTH"},
     "the thing is CREATE_PENDING_AUTH: no reason given"),
])
def test_a_failure_ends_the_wait_with_its_reason(aws, recording, ids, kind, answer, told):
    aws.faults[kind] = answer
    result = recording.bash(WAIT, 60, "the thing", f"{kind}_status", *ids[kind])
    assert (result.returncode, result.stderr) == (1, f"error: {told}\n")


@pytest.mark.parametrize("kind, status", [
    ("runtime", "CREATING"), ("gateway", "UPDATING"), ("target", "SYNCHRONIZING"),
])
def test_a_wait_has_an_end(aws, recording, ids, kind, status):
    aws.faults[kind] = {"status": status}
    result = recording.bash(WAIT, 1, "the thing", f"{kind}_status", *ids[kind])
    assert result.returncode == 1
    assert f"the thing is still {status} after 1 s" in result.stderr


def test_what_is_not_there_is_an_error_at_once(recording, ids):
    result = recording.bash(WAIT, 60, "the thing", "gateway_status", "nobody-abcdef1234")
    assert result.returncode != 0 and "ResourceNotFoundException" in result.stderr


def test_tools_are_read_again_with_one_id(aws, recording, ids):
    result = recording.bash(SYNCHRONIZE, *ids["target"])
    assert result.returncode == 0, result.stderr
    assert result.stdout == "the target's tools: read\n" and result.stderr == ""
    gateway, target = ids["target"]
    assert aws.synchronized == [(gateway, [target])]
    assert aws.synchronizing == 0


def test_a_gateway_that_does_not_say_when_is_believed_and_noted(aws, recording, ids):
    aws.tells_synchronization = False
    result = recording.bash(SYNCHRONIZE, *ids["target"])
    assert result.returncode == 0, result.stderr
    assert "does not say that it has read the tools again" in result.stderr


def test_tools_that_cannot_be_read_are_told(aws, recording, ids):
    aws.after_synchronization = {
        "status": "SYNCHRONIZE_UNSUCCESSFUL", "statusReasons": ["$ref is not supported"],
    }
    result = recording.bash(SYNCHRONIZE, *ids["target"])
    assert result.returncode == 1
    assert "SYNCHRONIZE_UNSUCCESSFUL: $ref is not supported" in result.stderr
