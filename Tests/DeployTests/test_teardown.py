"""teardown.sh asks, empties the repository, deletes the stack and says what is left."""

import calls
import pytest
from recording import left_behind
from registry import push
from template import STACK_ID


@pytest.fixture
def deployed(aws, recording):
    result = recording.run("deploy.sh")
    assert result.returncode == 0, result.stderr
    return aws.cloudformation.stacks["toolrack"]


def test_all_of_it_goes(aws, recording, deployed):
    uri = deployed["outputs"]["RepositoryUri"]
    for number in range(120):
        push(f"{uri}:{number}", aws.moto_url)
    runtime = deployed["outputs"]["RuntimeId"]
    group = f"/aws/bedrock-agentcore/runtimes/{runtime}-live"
    aws.client("logs").create_log_group(logGroupName=group)

    refused = recording.run("teardown.sh", given="toolrac\n")
    assert refused.returncode == 1 and "nothing was deleted" in refused.stderr
    assert deployed["outputs"]["GatewayUrl"] in refused.stdout
    assert "toolrack" in aws.cloudformation.stacks

    done = recording.run("teardown.sh", given="toolrack\n")
    assert done.returncode == 0, done.stderr
    assert aws.cloudformation.stacks == {}
    assert "deleted 100 images" in done.stdout and "deleted 21 images" in done.stdout
    assert f"log group {group}" in done.stdout and "Secrets Manager" in done.stdout
    control = aws.client("bedrock-agentcore-control")
    assert control.list_gateways()["items"] == []
    assert control.list_agent_runtimes()["agentRuntimes"] == []
    assert aws.client("ecr").describe_repositories()["repositories"] == []
    assert [one for call in recording.calls("aws") for one in calls.problems(call)] == []
    assert left_behind(recording) == []

    again = recording.run("teardown.sh", "--yes")
    assert again.returncode == 0 and "There is no stack toolrack" in again.stdout


def test_a_deletion_that_fails_is_told(aws, recording, deployed):
    aws.cloudformation.deletion = "DELETE_FAILED"
    result = recording.run("teardown.sh", "--yes")
    assert result.returncode == 1
    assert "Repository (A::Type::Repository): there are images in it" in result.stderr
    assert "the stack is DELETE_FAILED" in result.stderr


def test_a_stack_that_was_never_whole_goes_too(aws, recording):
    aws.cloudformation.failures["Repository"] = "not today"
    assert recording.run("deploy.sh").returncode == 1
    result = recording.run("teardown.sh", "--yes")
    assert result.returncode == 0, result.stderr
    assert aws.cloudformation.stacks == {}


def test_a_deletion_that_does_not_end_is_given_up(aws, recording, monkeypatch):
    aws.cloudformation.stacks["toolrack"] = {
        "StackName": "toolrack", "StackId": STACK_ID, "StackStatus": "DELETE_IN_PROGRESS",
        "known": {},
    }
    monkeypatch.setattr(aws.cloudformation, "_DeleteStack", lambda form: {})
    result = recording.run("teardown.sh", "--yes", "--wait", "1")
    assert result.returncode == 1 and "still DELETE_IN_PROGRESS after 1 s" in result.stderr
