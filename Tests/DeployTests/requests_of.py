"""From a resource of CloudFormation to the requests that make it."""

import json

import shapes
from template import ACCOUNT, NO_VALUE

CONTROL = "bedrock-agentcore-control"

# By type: the service and the operation that make it.
MADE_BY = {
    "AWS::ECR::Repository": ("ecr", "CreateRepository"),
    "AWS::IAM::Role": ("iam", "CreateRole"),
    "AWS::Cognito::UserPool": ("cognito-idp", "CreateUserPool"),
    "AWS::Cognito::UserPoolDomain": ("cognito-idp", "CreateUserPoolDomain"),
    "AWS::Cognito::UserPoolResourceServer": ("cognito-idp", "CreateResourceServer"),
    "AWS::Cognito::UserPoolClient": ("cognito-idp", "CreateUserPoolClient"),
    "AWS::BedrockAgentCore::Runtime": (CONTROL, "CreateAgentRuntime"),
    "AWS::BedrockAgentCore::RuntimeEndpoint": (CONTROL, "CreateAgentRuntimeEndpoint"),
    "AWS::BedrockAgentCore::Gateway": (CONTROL, "CreateGateway"),
    "AWS::BedrockAgentCore::GatewayTarget": (CONTROL, "CreateGatewayTarget"),
}

# What the real service would answer: a runtime's ARN has the shape of newer models; the patterns of
# answers in botocore 1.43 (`agent/UUID:VERSION`) are wrong, and no request is checked by them.
SAMPLES = {
    "Repository": "toolrack-repository-abc123",
    "Repository.Arn": f"arn:aws:ecr:us-east-1:{ACCOUNT}:repository/toolrack-repository-abc123",
    "Repository.RepositoryUri":
        f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/toolrack-repository-abc123",
    "UserPool": "us-east-1_AbCdEf123",
    "UserPool.ProviderURL": "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf123",
    "UserPoolDomain": "toolrack-sample",
    "UserPoolClient": "1h57kf5cpq17m0eml12EXAMPLE",
    "RuntimeRole.Arn": f"arn:aws:iam::{ACCOUNT}:role/toolrack-RuntimeRole-ABC",
    "GatewayRole.Arn": f"arn:aws:iam::{ACCOUNT}:role/toolrack-GatewayRole-ABC",
    "Runtime.AgentRuntimeArn":
        f"arn:aws:bedrock-agentcore:us-east-1:{ACCOUNT}:runtime/toolrack-AbCdEf1234",
    "Runtime.AgentRuntimeId": "toolrack-AbCdEf1234",
    "Runtime.AgentRuntimeVersion": "1",
    "Gateway.GatewayIdentifier": "toolrack-abcdef1234",
    "Gateway.GatewayUrl":
        "https://toolrack-abcdef1234.gateway.bedrock-agentcore.us-east-1.amazonaws.com/mcp",
    "GatewayTarget.TargetId": "ABCDEF1234",
}


def requests_of(stack, key):
    """The requests: service, operation, parameters; the one that makes the resource is first."""
    kind = stack.template["Resources"][key]["Type"]
    service, operation = MADE_BY[kind]
    properties = stack.properties(key)
    more = []
    if kind == "AWS::ECR::Repository":
        name = f"{stack.name}-{key}-abc123".lower()
        properties["RepositoryName"] = name
        policy = properties.pop("LifecyclePolicy")["LifecyclePolicyText"]
        more = [(service, "PutLifecyclePolicy",
                 {"repositoryName": name, "lifecyclePolicyText": policy})]
    elif kind == "AWS::IAM::Role":
        name = properties["RoleName"] = f"{stack.name}-{key}-ABC123"
        trust = properties["AssumeRolePolicyDocument"]
        properties["AssumeRolePolicyDocument"] = json.dumps(trust)
        more = [
            (service, "PutRolePolicy", {
                "RoleName": name,
                "PolicyName": one["PolicyName"],
                "PolicyDocument": json.dumps(one["PolicyDocument"]),
            })
            for one in properties.pop("Policies")
        ]
    elif kind == "AWS::Cognito::UserPool":
        properties["PoolName"] = properties.pop("UserPoolName")
    elif kind == "AWS::BedrockAgentCore::Runtime" and "ProtocolConfiguration" in properties:
        protocol = properties["ProtocolConfiguration"]
        properties["ProtocolConfiguration"] = {"ServerProtocol": protocol}
    shape = shapes.input_shape(service, operation)
    return [(service, operation, as_parameters(shape, properties)), *more]


def as_parameters(shape, value):
    """The same in the names and types of the API: members that begin small, numbers as numbers."""
    if shape.type_name == "structure" and isinstance(value, dict):
        return dict(_member(shape, name, one) for name, one in value.items())
    if shape.type_name == "map" and isinstance(value, dict):
        return {key: as_parameters(shape.value, one) for key, one in value.items()}
    if shape.type_name == "list" and isinstance(value, list):
        return [as_parameters(shape.member, one) for one in value]
    if shape.type_name in ("integer", "long") and isinstance(value, str) and value.isdigit():
        return int(value)
    return value


def _member(shape, name, value):
    small = name[0].lower() + name[1:]
    own = name if name in shape.members or small not in shape.members else small
    return own, as_parameters(shape.members[own], value) if own in shape.members else value


def problems(template, parameters=None, **more):
    """All that is wrong with the requests that a template leads to."""
    from template import Stack

    stack = Stack(template, parameters, known=dict(SAMPLES), **more)
    found = []
    for key in stack.resources():
        for service, operation, request in requests_of(stack, key):
            assert NO_VALUE not in request.values()
            found += [f"{key}: {one}" for one in shapes.problems(service, operation, request)]
            found += [f"{key}: {one}" for one in _beyond_shapes(operation, request)]
    stack.outputs()
    return found


def _beyond_shapes(operation, request):
    """What the services refuse, or fail on afterwards, and no shape says."""
    if operation == "CreateGateway":
        authorizer = request.get("authorizerConfiguration", {}).get("customJWTAuthorizer")
        if request.get("authorizerType") == "CUSTOM_JWT" and not authorizer:
            yield "CUSTOM_JWT needs authorizerConfiguration.customJWTAuthorizer"
        if authorizer and "cognito-idp" in authorizer.get("discoveryUrl", ""):
            if "allowedAudience" in authorizer:
                yield "allowedAudience refuses every access token of Cognito: they have no aud"
            if not authorizer.get("allowedClients"):
                yield "without allowedClients, every client of the pool is let in"
    if operation == "CreateGatewayTarget":
        server = request.get("targetConfiguration", {}).get("mcp", {}).get("mcpServer")
        if server:
            yield from _signed_target(server, request)


def _signed_target(server, request):
    [credentials] = request.get("credentialProviderConfigurations", [{}])
    provider = credentials.get("credentialProvider", {}).get("iamCredentialProvider", {})
    if credentials.get("credentialProviderType") != "GATEWAY_IAM_ROLE":
        yield "a runtime takes signed requests: credentialProviderType GATEWAY_IAM_ROLE is needed"
    elif provider.get("service") != "bedrock-agentcore":
        yield "without iamCredentialProvider.service bedrock-agentcore nothing is signed"
    address, _, query = server.get("endpoint", "").partition("?")
    path = address.partition("/runtimes/")[2]
    if not path.endswith("/invocations") or "/" in path.removesuffix("/invocations"):
        yield f"the ARN in {address} is not percent-encoded, or its path is another"
    if ":" in path or not query.startswith("qualifier="):
        yield f"{address}?{query} has a colon in its ARN, or no qualifier"
