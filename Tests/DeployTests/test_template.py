"""The template is what CloudFormation and the services behind it take; and what they would not
take is found."""

import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest
from requests_of import SAMPLES, problems, requests_of
from template import FILE, NO_VALUE, Stack, load

REGIONS = ["us-east-1", "us-west-2", "eu-central-1"]
IMAGE = SAMPLES["Repository.RepositoryUri"] + "@sha256:" + "a" * 64
LARK = "arn:aws:secretsmanager:us-east-1:123456789012:secret:lark-AbCdEf"
KEY = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f"
VPC = {"SubnetIds": "subnet-0a1b2c3d,subnet-1a2b3c4d", "SecurityGroupIds": "sg-0a1b2c3d"}

VARIANTS = {
    "without an image": {},
    "with an image": {"ImageUri": IMAGE},
    "in a VPC": {"ImageUri": IMAGE, **VPC},
    "with secrets": {
        "ImageUri": IMAGE, "SecretArns": f"{LARK},{LARK}2", "SecretKeyArn": KEY,
    },
    "with all the rest": {
        "ImageUri": IMAGE, "SemanticSearch": "true", "DetailedErrors": "true",
        "TargetName": "a-b", "EndpointName": "prod_1", "IdleSeconds": "60", "TokenMinutes": "1440",
    },
}


@pytest.fixture
def template():
    return load()


def stack(template, name="toolrack", **parameters):
    return Stack(template, parameters, name=name, known=dict(SAMPLES))


def made(template, key, **parameters):
    """The parameters of the request that makes a resource."""
    return requests_of(stack(template, ImageUri=IMAGE, **parameters), key)[0][2]


@pytest.mark.parametrize("region", REGIONS)
def test_cfn_lint_has_nothing_to_say(region):
    lint = Path(sys.executable).parent / "cfn-lint"
    result = subprocess.run(
        [lint, "--non-zero-exit-code", "informational", "--regions", region, "--", FILE],
        capture_output=True, text=True,
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.parametrize("parameters", VARIANTS.values(), ids=VARIANTS)
@pytest.mark.parametrize("name", ["toolrack", "my-own-tools", "t" * 37])
def test_every_request_has_its_shape(template, parameters, name):
    assert problems(template, parameters, name=name) == []


def test_only_repository_and_login_come_before_the_image(template):
    first = stack(template).resources()
    assert "Repository" in first and "UserPoolClient" in first
    assert not any("AgentCore" in template["Resources"][key]["Type"] for key in first)
    whole = stack(template, ImageUri=IMAGE).resources()
    assert set(whole) == set(template["Resources"])
    for before, after in [
        ("ResourceServer", "UserPoolClient"), ("Runtime", "RuntimeEndpoint"),
        ("RuntimeEndpoint", "GatewayTarget"), ("GatewayRole", "Gateway"),
    ]:
        assert whole.index(before) < whole.index(after)


def test_the_target_is_the_runtime_by_its_encoded_arn(template):
    request = made(template, "GatewayTarget")
    assert request["targetConfiguration"] == {"mcp": {"mcpServer": {"endpoint": (
        "https://bedrock-agentcore.us-east-1.amazonaws.com/runtimes/"
        "arn%3Aaws%3Abedrock-agentcore%3Aus-east-1%3A123456789012%3Aruntime%2Ftoolrack-AbCdEf1234"
        "/invocations?qualifier=live"
    )}}}
    assert request["credentialProviderConfigurations"] == [{
        "credentialProviderType": "GATEWAY_IAM_ROLE",
        "credentialProvider": {
            "iamCredentialProvider": {"service": "bedrock-agentcore", "region": "us-east-1"},
        },
    }]


def test_the_gateway_takes_the_one_client_with_its_scope(template):
    request = made(template, "Gateway")
    assert request["authorizerConfiguration"] == {"customJWTAuthorizer": {
        "discoveryUrl": SAMPLES["UserPool.ProviderURL"] + "/.well-known/openid-configuration",
        "allowedClients": [SAMPLES["UserPoolClient"]],
        "allowedScopes": ["toolrack/invoke"],
    }}
    client = made(template, "UserPoolClient")
    assert client["AllowedOAuthFlows"] == ["client_credentials"]
    assert client["AllowedOAuthScopes"] == ["toolrack/invoke"]


def test_the_container_listens_where_agentcore_asks_and_is_told_no_secret(template):
    request = made(template, "Runtime", SecretArns=LARK)
    assert request["protocolConfiguration"] == {"serverProtocol": "MCP"}
    assert request["environmentVariables"] == {"AWS_REGION": "us-east-1", "TOOLRACK_PORT": "8000"}


def statements(template, role, **parameters):
    parameters.setdefault("ImageUri", IMAGE)
    requests = requests_of(stack(template, **parameters), role)
    return [
        one for request in requests[1:]
        for one in json.loads(request[2]["PolicyDocument"])["Statement"]
    ]


def test_roles_may_do_what_they_need_and_no_more(template):
    gateway = statements(template, "GatewayRole")
    arn = SAMPLES["Runtime.AgentRuntimeArn"]
    assert [(one["Action"], one["Resource"]) for one in gateway] == [
        ("bedrock-agentcore:InvokeAgentRuntime", [arn, f"{arn}/runtime-endpoint/live"])
    ]
    # Those that AWS has no resources for.
    everywhere = {
        "ecr:GetAuthorizationToken", "cloudwatch:PutMetricData", "xray:PutTraceSegments",
        "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets",
    }
    for one in statements(template, "RuntimeRole", SecretArns=LARK, SecretKeyArn=KEY):
        actions = [one["Action"]] if isinstance(one["Action"], str) else one["Action"]
        assert one["Effect"] == "Allow" and not any("*" in action for action in actions)
        assert one["Resource"] != "*" or set(actions) <= everywhere
    secrets = statements(template, "RuntimeRole", SecretArns=f"{LARK},{LARK}2")
    assert secrets[-1]["Resource"] == [LARK, f"{LARK}2"]
    plain = json.dumps(statements(template, "RuntimeRole"))
    assert "secretsmanager" not in plain and "kms" not in plain


@pytest.mark.parametrize("role, source", [
    ("RuntimeRole", "arn:aws:bedrock-agentcore:us-east-1:123456789012:*"),
    ("GatewayRole", "arn:aws:bedrock-agentcore:us-east-1:123456789012:gateway/toolrack-*"),
])
def test_only_agentcore_of_this_account_takes_a_role(template, role, source):
    [trust] = json.loads(made(template, role)["AssumeRolePolicyDocument"])["Statement"]
    assert trust["Principal"] == {"Service": "bedrock-agentcore.amazonaws.com"}
    assert trust["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "123456789012"},
        "ArnLike": {"aws:SourceArn": source},
    }


def change(template, path, value):
    """A copy with the member at `path`, words with dots between, changed, or without it."""
    changed = copy.deepcopy(template)
    place = changed["Resources"]
    *words, last = path.split(".")
    for word in words:
        place = place[int(word) if isinstance(place, list) else word]
    if value is NO_VALUE:
        del place[last]
    else:
        place[last] = value
    return changed


RUNTIME = "Runtime.Properties"
GATEWAY = "Gateway.Properties"
JWT = f"{GATEWAY}.AuthorizerConfiguration.CustomJWTAuthorizer"
TARGET = "GatewayTarget.Properties"
SERVER = f"{TARGET}.TargetConfiguration.Mcp.McpServer"
CREDENTIALS = f"{TARGET}.CredentialProviderConfigurations.0"
IAM = f"{CREDENTIALS}.CredentialProvider.IamCredentialProvider"
URI = f"{RUNTIME}.AgentRuntimeArtifact.ContainerConfiguration.ContainerUri"

BROKEN = {
    "a hyphen in the runtime's name": (f"{RUNTIME}.AgentRuntimeName", "plugin-host"),
    "an image of ghcr.io": (URI, "ghcr.io/example/toolrack:1"),
    "an underscore in the target's name": (f"{TARGET}.Name", "lark_tools"),
    "an underscore in the gateway's name": (f"{GATEWAY}.Name", "lark_tools"),
    "a plain http endpoint": (f"{SERVER}.Endpoint", "http://example.com/mcp"),
    "an ARN that is not encoded": (
        f"{SERVER}.Endpoint",
        {"Fn::Sub": "https://bedrock-agentcore.us-east-1.amazonaws.com/runtimes/"
                    "${Runtime.AgentRuntimeArn}/invocations?qualifier=DEFAULT"},
    ),
    "the issuer as discovery URL": (
        f"{JWT}.DiscoveryUrl", {"Fn::GetAtt": ["UserPool", "ProviderURL"]}),
    "an audience with Cognito": (f"{JWT}.AllowedAudience", ["toolrack"]),
    "no client": (f"{JWT}.AllowedClients", NO_VALUE),
    "an empty list of scopes": (f"{JWT}.AllowedScopes", []),
    "no service to sign for": (f"{IAM}.Service", NO_VALUE),
    "a misspelt service": (f"{IAM}.Servce", "bedrock-agentcore"),
    "another service to sign for": (f"{IAM}.Service", "bedrock"),
    "nobody who signs": (f"{CREDENTIALS}.CredentialProvider", NO_VALUE),
    "two credential providers": (
        f"{CREDENTIALS}.CredentialProvider.ApiKeyCredentialProvider",
        {"ProviderArn": "arn:aws:x:us-east-1:123456789012:y"}),
    "CUSTOM_JWT without configuration": (f"{GATEWAY}.AuthorizerConfiguration", NO_VALUE),
    "an authorizer that is not there": (f"{GATEWAY}.AuthorizerType", "JWT"),
    "a protocol as an object": (f"{RUNTIME}.ProtocolConfiguration", {"ServerProtocol": "MCP"}),
    "a protocol that is not there": (f"{RUNTIME}.ProtocolConfiguration", "GRPC"),
    "no network": (f"{RUNTIME}.NetworkConfiguration", NO_VALUE),
    "a VPC without security groups": (
        f"{RUNTIME}.NetworkConfiguration",
        {"NetworkMode": "VPC", "NetworkModeConfig": {"Subnets": ["subnet-0a1b2c3d"]}}),
    "too short a life": (f"{RUNTIME}.LifecycleConfiguration.MaxLifetime", 30),
    "a hyphen in the endpoint's name": ("RuntimeEndpoint.Properties.Name", "live-1"),
    "capitals in a domain": ("UserPoolDomain.Properties.Domain", "Toolrack"),
    "a slash in a scope": (
        "ResourceServer.Properties.Scopes",
        [{"ScopeName": "toolrack/invoke", "ScopeDescription": "x"}]),
    "a flow that is not there": ("UserPoolClient.Properties.AllowedOAuthFlows", ["password"]),
}


@pytest.mark.parametrize("path, value", BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_found(template, path, value):
    assert problems(change(template, path, value), {"ImageUri": IMAGE}) != []


def test_a_reference_to_nothing_is_found(template):
    broken = change(template, f"{GATEWAY}.RoleArn", {"Fn::GetAtt": ["Nobody", "Arn"]})
    with pytest.raises(ValueError, match="Nobody.Arn"):
        problems(broken, {"ImageUri": IMAGE})
