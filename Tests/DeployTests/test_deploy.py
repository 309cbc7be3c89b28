"""deploy.sh from nothing to tools that the gateway has read, and what it says where it cannot."""

import json
import re

import calls
import pytest
from recording import SCRIPTS, Recording, assert_nowhere, left_behind
from template import STACK_ID, load

SECRET_ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:lark-AbCdEf"


def outputs(aws, name="toolrack"):
    return aws.cloudformation.stacks[name]["outputs"]


def runtime(aws):
    control = aws.client("bedrock-agentcore-control")
    return control.get_agent_runtime(agentRuntimeId=outputs(aws)["RuntimeId"])


def endpoint(aws):
    control = aws.client("bedrock-agentcore-control")
    return control.get_agent_runtime_endpoint(
        agentRuntimeId=outputs(aws)["RuntimeId"], endpointName="live")


def may_read(aws):
    """The policy of the container's role, as text."""
    name = runtime(aws)["roleArn"].rpartition("/")[2]
    policy = aws.client("iam").get_role_policy(RoleName=name, PolicyName="container")
    return json.dumps(policy["PolicyDocument"])


def check_calls(recording):
    made = recording.calls("aws")
    assert made
    assert [one for call in made for one in calls.problems(call)] == []
    return [tuple(call["arguments"][:2]) for call in made]


def test_from_nothing_to_tools_and_on_to_another_image(aws, recording):
    first = recording.run("deploy.sh", "--parameter", f"SecretArns={SECRET_ARN}",
                          "--parameter", "IdleSeconds=600")
    assert first.returncode == 0, first.stderr
    order = check_calls(recording)
    # Repository, then image, then runtime; then all of them ready; then the tools.
    deploy = ("cloudformation", "deploy")
    assert order.count(deploy) == 2
    place = order.index(("ecr", "get-login-password"))
    assert order.index(deploy) < place < len(order) - 1 - order[::-1].index(deploy)
    control = [name for service, name in order if service == "bedrock-agentcore-control"]
    assert [one for number, one in enumerate(control) if one not in control[:number]] == [
        "synchronize-gateway-targets", "get-agent-runtime", "get-agent-runtime-endpoint",
        "get-gateway", "get-gateway-target",
    ]
    assert control.index("get-gateway-target") < len(control) - 1 - control[::-1].index(
        "synchronize-gateway-targets")
    told = outputs(aws)
    assert aws.synchronized == [(told["GatewayId"], [told["TargetId"]])]

    image = runtime(aws)["agentRuntimeArtifact"]["containerConfiguration"]["containerUri"]
    assert image.startswith(told["RepositoryUri"] + "@sha256:")
    assert runtime(aws)["lifecycleConfiguration"]["idleRuntimeSessionTimeout"] == 600
    assert SECRET_ARN in may_read(aws)
    for name in ("GatewayUrl", "TokenUrl", "Scope", "ClientId"):
        assert told[name] in first.stdout
    build = next(c for c in recording.calls("docker") if c["arguments"][:2] == ["buildx", "build"])
    assert build["arguments"][2:5] == ["--platform", "linux/arm64", "--provenance=false"]

    before = runtime(aws)["agentRuntimeVersion"]
    second = recording.run("deploy.sh")
    assert second.returncode == 0, second.stderr
    changed = runtime(aws)
    assert changed["agentRuntimeVersion"] != before
    assert changed["agentRuntimeArtifact"]["containerConfiguration"]["containerUri"] != image
    # Parameters of the last time are kept, and the endpoint follows.
    assert changed["lifecycleConfiguration"]["idleRuntimeSessionTimeout"] == 600
    assert SECRET_ARN in may_read(aws)
    assert endpoint(aws)["targetVersion"] == changed["agentRuntimeVersion"]
    assert len(aws.synchronized) == 2

    third = recording.run("deploy.sh", "--keep-image")
    assert third.returncode == 0, third.stderr
    assert "No changes to deploy" in third.stdout
    assert runtime(aws)["agentRuntimeVersion"] == changed["agentRuntimeVersion"]
    assert len(aws.synchronized) == 3

    [password] = {c["input"] for c in recording.calls("docker") if c["arguments"][0] == "login"}
    assert_nowhere([client_secret(aws), password.strip()], recording, first, second, third)
    assert left_behind(recording) == []


def client_secret(aws):
    told = outputs(aws)
    answer = aws.client("cognito-idp").describe_user_pool_client(
        UserPoolId=told["UserPoolId"], ClientId=told["ClientId"])
    return answer["UserPoolClient"]["ClientSecret"]


def test_in_two_steps_with_an_image_from_elsewhere(aws, tmp_path):
    recording = Recording(tmp_path, aws, without=("docker", "buildah"))
    first = recording.run("deploy.sh", "--without-image", "--stack", "my-tools")
    assert first.returncode == 0, first.stderr
    told = outputs(aws, "my-tools")
    assert "GatewayUrl" not in told and told["RepositoryUri"] in first.stdout
    image = told["RepositoryUri"] + ":1.0"
    second = recording.run("deploy.sh", "--stack", "my-tools", "--image", image,
                           "--parameter", "SemanticSearch=true", "--tag", "Team=lark")
    assert second.returncode == 0, second.stderr
    check_calls(recording)
    control = aws.client("bedrock-agentcore-control")
    gateway = control.get_gateway(gatewayIdentifier=outputs(aws, "my-tools")["GatewayId"])
    assert gateway["name"] == "my-tools"
    assert gateway["protocolConfiguration"] == {"mcp": {"searchType": "SEMANTIC"}}

    foreign = recording.run("deploy.sh", "--stack", "my-tools", "--image", "ghcr.io/a/b:1")
    assert foreign.returncode == 1 and "is not in this stack's repository" in foreign.stderr


def test_by_buildah(aws, tmp_path):
    recording = Recording(tmp_path, aws)
    result = recording.run("deploy.sh", "--builder", "buildah")
    assert result.returncode == 0, result.stderr
    commands = [call["arguments"] for call in recording.calls("buildah")]
    assert [one[0] for one in commands] == ["login", "build", "push"]
    assert commands[1][3:7] == ["--platform", "linux/arm64", "--format", "docker"]
    files = {one[one.index("--authfile") + 1] for one in commands}
    assert len(files) == 1 and not (tmp_path / files.pop()).exists()
    assert recording.calls("docker") == []


def test_every_command_in_the_scripts_is_one_of_aws():
    found = {}
    for path in SCRIPTS.glob("*.sh"):
        for service, command in calls.written(path.read_text()):
            call = {"arguments": [service, command, "--generate-cli-skeleton"], "files": {}}
            if (service, command) not in calls.CUSTOM:
                found[service, command] = calls.problems(call)
    assert len(found) >= 14
    assert {key: wrong for key, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("arguments, wrong", [
    (["ecr", "describe-image"], "has no describe-image"),
    (["ecr", "describe-images", "--image-ids", "imageTag=a"], "repositoryName is missing"),
    (["ecr", "describe-images", "--repository", "a"], "no option --repository"),
    (["ecr", "list-images", "--repository-name", "A"], "does not match"),
    (["ecr", "describe-images", "--repository-name", "ab", "--image-ids", "tag=a"], "no tag"),
    (["bedrock-agentcore-control", "synchronize-gateway-targets", "--gateway-identifier", "x",
      "--target-id-list", "a", "b"], "not within 1 and 1"),
    (["bedrock-agentcore-control", "synchronize-gateway-targets", "--gateway-identifier", "x"],
     "targetIdList is missing"),
    (["cloudformation", "deploy", "--capability", "CAPABILITY_IAM"], "no --capability"),
])
def test_a_wrong_call_is_found(arguments, wrong):
    [*found] = calls.problems({"arguments": arguments, "files": {}})
    assert any(wrong in one for one in found), found


def test_what_cloudformation_refuses_is_told(aws, recording):
    aws.cloudformation.failures["UserPoolDomain"] = "the domain is taken"
    result = recording.run("deploy.sh")
    assert result.returncode == 1
    assert "UserPoolDomain (A::Type::UserPoolDomain): the domain is taken" in result.stderr
    assert "the stack toolrack could not be made so" in result.stderr
    again = recording.run("deploy.sh")
    assert again.returncode == 1
    assert "ROLLBACK_COMPLETE and cannot be changed any more; run teardown.sh" in again.stderr


@pytest.mark.parametrize("status, told", [
    ("UPDATE_IN_PROGRESS", "wait until that has ended"),
    ("DELETE_FAILED", "run teardown.sh"),
])
def test_a_stack_that_cannot_be_changed_is_left_alone(aws, recording, status, told):
    aws.cloudformation.stacks["toolrack"] = {
        "StackName": "toolrack", "StackId": STACK_ID, "StackStatus": status, "known": {},
    }
    result = recording.run("deploy.sh")
    assert result.returncode == 1 and status in result.stderr and told in result.stderr
    assert not any(call["arguments"][1] == "deploy" for call in recording.calls("aws"))


def test_without_a_login_it_ends_before_anything_is_made(aws, recording):
    result = recording.run("deploy.sh", AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY="",
                           AWS_EC2_METADATA_DISABLED="true")
    assert result.returncode == 1
    assert "AWS does not say who you are" in result.stderr
    assert aws.cloudformation.stacks == {}


def test_every_output_that_the_scripts_read_is_in_the_template():
    read = {
        name for path in SCRIPTS.glob("*.sh")
        for name in re.findall(r"\$\(output (\w+)\)", path.read_text())
    }
    declared = load()["Outputs"]
    assert {"GatewayUrl", "TokenUrl", "TargetId"} <= read <= set(declared)
    assert "ecret" not in json.dumps([one["Value"] for one in declared.values()])


def test_a_build_that_fails_ends_there_and_logs_out(aws, recording):
    docker = recording.bin / "docker"
    text = docker.read_text()
    docker.write_text(text.replace("sys.exit(", 'sys.exit("--push" in arguments or '))
    result = recording.run("deploy.sh")
    assert result.returncode == 1 and "could not be built and pushed" in result.stderr
    assert [call["arguments"][0] for call in recording.calls("docker")][-1] == "logout"
    assert "GatewayUrl" not in outputs(aws)
