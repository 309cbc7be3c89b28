"""A small CloudFormation: makes, changes and deletes what the template says, by the requests that
`requests_of` has for it. The services behind are moto's, whose own CloudFormation knows neither
Cognito nor AgentCore."""

import urllib.parse
from xml.sax.saxutils import escape

import boto3
import yaml
from botocore import xform_name
from requests_of import requests_of
from template import Loader, Stack, stack_arn

NAMESPACE = "http://cloudformation.amazonaws.com/doc/2010-05-15/"


class Refused(Exception):
    """An error that CloudFormation answers with."""


class CloudFormation:
    def __init__(self, endpoint, region):
        self.region = region
        self.endpoint = endpoint
        self.stacks = {}
        self.deleted = {}
        self.events = []
        # By logical id, the reason why making it fails.
        self.failures = {}
        # The status of a deletion, where it is to fail.
        self.deletion = "DELETE_COMPLETE"

    def client(self, service):
        return boto3.client(service, endpoint_url=self.endpoint, region_name=self.region,
                            aws_access_key_id="a", aws_secret_access_key="b")

    def answer(self, body):
        """The status and the body for one request of the query protocol."""
        form = dict(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True))
        action = form["Action"]
        try:
            result = getattr(self, f"_{action}")(form)
        except Refused as refused:
            error = {"Type": "Sender", "Code": "ValidationError", "Message": str(refused)}
            return 400, f"<ErrorResponse>{_xml({'Error': error})}</ErrorResponse>"
        inner = _xml({f"{action}Result": result})
        return 200, f'<{action}Response xmlns="{NAMESPACE}">{inner}</{action}Response>'

    def _find(self, form):
        name = form["StackName"]
        for stack in (*self.stacks.values(), *self.deleted.values()):
            if name == stack["StackId"] or (name in self.stacks and stack is self.stacks[name]):
                return stack
        raise Refused(f"Stack with id {name} does not exist")

    def _DescribeStacks(self, form):
        stack = self._find(form)
        shown = {key: stack[key] for key in ("StackName", "StackId", "StackStatus")}
        shown["CreationTime"] = "2026-01-01T00:00:00Z"
        parameters = stack.get("parameters", {}).items()
        outputs = stack.get("outputs", {}).items()
        shown["Parameters"] = [{"ParameterKey": k, "ParameterValue": v} for k, v in parameters]
        shown["Outputs"] = [{"OutputKey": k, "OutputValue": v} for k, v in outputs]
        return {"Stacks": [shown]}

    def _DescribeStackEvents(self, form):
        return {"StackEvents": list(reversed(self.events))}

    def _GetTemplateSummary(self, form):
        return {"Parameters": [{"ParameterKey": key} for key in self._find(form)["parameters"]]}

    def _CreateChangeSet(self, form):
        name = form["StackName"]
        if form["ChangeSetType"] == "CREATE":
            self.stacks[name] = {
                "StackName": name, "StackId": stack_arn(name, self.region),
                "StackStatus": "REVIEW_IN_PROGRESS", "known": {}, "made": {},
            }
        stack = self.stacks[name]
        given = {}
        for number in range(1, 100):
            key = form.get(f"Parameters.member.{number}.ParameterKey")
            if key is None:
                break
            if form.get(f"Parameters.member.{number}.UsePreviousValue") == "true":
                given[key] = stack["parameters"][key]
            else:
                given[key] = form[f"Parameters.member.{number}.ParameterValue"]
        template = yaml.load(form["TemplateBody"], Loader)
        wanted = Stack(template, given, name, self.region, stack["known"])
        complete = {key: given.get(key, one.get("Default"))
                    for key, one in template["Parameters"].items()}
        unchanged = stack.get("template") == template and stack.get("parameters") == complete
        stack["change"] = (form["ChangeSetType"], wanted, complete, template)
        stack["unchanged"] = unchanged
        stack["tags"] = form.get("Tags.member.1.Value")
        return {"Id": stack_arn(name, self.region).replace(":stack/", ":changeSet/"),
                "StackId": stack["StackId"]}

    def _DescribeChangeSet(self, form):
        if self._find(form)["unchanged"]:
            return {"Status": "FAILED", "StatusReason": "No updates are to be performed."}
        return {"Status": "CREATE_COMPLETE", "ExecutionStatus": "AVAILABLE"}

    def _ExecuteChangeSet(self, form):
        stack = self._find(form)
        kind, wanted, complete, template = stack.pop("change")
        try:
            for key in wanted.resources():
                self._make(stack, wanted, key)
        except Refused as refused:
            self.events.append(refused.args[0])
            stack["StackStatus"] = {"CREATE": "ROLLBACK_COMPLETE"}.get(
                kind, "UPDATE_ROLLBACK_COMPLETE")
            return {}
        stack["parameters"], stack["template"] = complete, template
        stack["outputs"] = wanted.outputs()
        stack["StackStatus"] = f"{kind}_COMPLETE"
        return {}

    def _DeleteStack(self, form):
        stack = self._find(form)
        repository = stack["known"].get("Repository")
        images = repository and self.client("ecr").list_images(repositoryName=repository)
        if self.deletion != "DELETE_COMPLETE" or (images and images["imageIds"]):
            stack["StackStatus"] = "DELETE_FAILED"
            self.events.append(_failure("Repository", "there are images in it", "DELETE"))
            return {}
        for key in reversed(stack["made"]):
            self._delete(key, stack["known"])
        stack["StackStatus"] = "DELETE_COMPLETE"
        self.deleted[stack["StackName"]] = self.stacks.pop(stack["StackName"])
        return {}

    def _make(self, stack, wanted, key):
        requests = requests_of(wanted, key)
        if stack["made"].get(key) == requests:
            return
        if key in self.failures:
            raise Refused(_failure(key, self.failures[key], "CREATE"))
        first = key not in stack["made"]
        for number, (service, operation, parameters) in enumerate(requests):
            client = self.client(service)
            if number == 0 and not first:
                self._change(client, key, parameters, stack["known"], stack["made"][key][0][2])
                continue
            answer = getattr(client, xform_name(operation))(**parameters)
            if number == 0:
                stack["known"].update(_known(key, answer, parameters))
        stack["made"][key] = requests

    def _change(self, client, key, parameters, known, before):
        """What is there already, made so; only what an update of ours changes is known here."""
        if key == "Runtime":
            given = {k: v for k, v in parameters.items() if k not in ("agentRuntimeName", "tags")}
            answer = client.update_agent_runtime(
                agentRuntimeId=known["Runtime.AgentRuntimeId"], **given)
            known["Runtime.AgentRuntimeVersion"] = answer["agentRuntimeVersion"]
        elif key == "RuntimeEndpoint":
            client.update_agent_runtime_endpoint(
                agentRuntimeId=parameters["agentRuntimeId"], endpointName=parameters["name"],
                agentRuntimeVersion=parameters["agentRuntimeVersion"])
        elif parameters != before:
            raise AssertionError(f"an update of {key} is not expected: {before} -> {parameters}")

    def _delete(self, key, known):
        control = self.client("bedrock-agentcore-control")
        runtime = known.get("Runtime.AgentRuntimeId")
        gateway = known.get("Gateway.GatewayIdentifier")
        if key == "GatewayTarget":
            control.delete_gateway_target(
                gatewayIdentifier=gateway, targetId=known["GatewayTarget.TargetId"])
        elif key == "Gateway":
            control.delete_gateway(gatewayIdentifier=gateway)
        elif key == "RuntimeEndpoint":
            control.delete_agent_runtime_endpoint(agentRuntimeId=runtime, endpointName="live")
        elif key == "Runtime":
            control.delete_agent_runtime(agentRuntimeId=runtime)
        elif key == "Repository":
            self.client("ecr").delete_repository(repositoryName=known["Repository"])
        elif key == "UserPool":
            self.client("cognito-idp").delete_user_pool(UserPoolId=known["UserPool"])


def _known(key, answer, parameters):
    """What Ref and GetAtt give of a resource, by the answer to the request that made it."""
    if key == "Repository":
        one = answer["repository"]
        return {key: one["repositoryName"], f"{key}.Arn": one["repositoryArn"],
                f"{key}.RepositoryUri": one["repositoryUri"]}
    if key in ("RuntimeRole", "GatewayRole"):
        return {f"{key}.Arn": answer["Role"]["Arn"]}
    if key == "UserPool":
        pool = answer["UserPool"]["Id"]
        region = pool.partition("_")[0]
        return {key: pool,
                f"{key}.ProviderURL": f"https://cognito-idp.{region}.amazonaws.com/{pool}"}
    if key == "UserPoolDomain":
        return {key: parameters["Domain"]}
    if key == "UserPoolClient":
        return {key: answer["UserPoolClient"]["ClientId"]}
    names = {
        "Runtime": ("agentRuntimeArn", "agentRuntimeId", "agentRuntimeVersion"),
        "Gateway": ("gatewayUrl",),
        "GatewayTarget": ("targetId",),
    }.get(key, ())
    known = {f"{key}.{name[0].upper()}{name[1:]}": answer[name] for name in names}
    if key == "Gateway":
        known["Gateway.GatewayIdentifier"] = answer["gatewayId"]
    return known


def _failure(key, reason, verb):
    return {
        "StackId": "x", "StackName": "x", "EventId": key, "LogicalResourceId": key,
        "ResourceType": f"A::Type::{key}", "ResourceStatus": f"{verb}_FAILED",
        "ResourceStatusReason": reason, "Timestamp": "2026-01-01T00:00:00Z",
    }


def _xml(value):
    if isinstance(value, dict):
        return "".join(f"<{key}>{_xml(one)}</{key}>" for key, one in value.items())
    if isinstance(value, list):
        return "".join(f"<member>{_xml(one)}</member>" for one in value)
    return escape(str(value))
