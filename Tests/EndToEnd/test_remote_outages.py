"""Servers behind the Remote plugin that fail in ways that must not be made worse: by sending a call
twice, by leaving a server alone for long, or by keeping the others from serving."""

import json
import time

import pytest
from gateways import READING, ScriptedServer, configuration, said, text_of, tool
from own_issuer import free_port
from stored_secrets import StoredSecrets, arn
from toolrack import Toolrack, eventually

SECRET = "what-only-the-target-may-see"
MEBIBYTE = 1 << 20


def status_of(rack, number=0) -> dict:
    return rack.call("remote_targets").result["structuredContent"]["targets"][number]


def refusing(method, status, fields=None, count=1):
    """Answers the first requests of that method with that status."""
    left = [count]

    def before(server, message, seen):
        if message.get("method") == method and left[0] > 0:
            left[0] -= 1
            return (status, fields or {}, b"reset reason: connection termination")

    return before


@pytest.mark.parametrize("fields", [{}, {"Retry-After": "0"}])
@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
def test_a_call_that_may_have_been_done_arrives_once(gateway, status, fields):
    with ScriptedServer(tools=[tool("read", **READING), tool("write")]) as server:
        server.results["tools/call"] = said("done")
        rack = gateway({"t": {"url": server.url}})
        assert rack.has_tools("t___read", "t___write")
        server.before = refusing("tools/call", status, fields)
        response = rack.call("t___write")
        assert response.result["isError"] is True
        assert "It may have done what was asked" in text_of(response)
        assert len(server.calls()) == 1
        server.before = refusing("tools/call", status, fields)
        assert text_of(rack.call("t___read")) == "done"
        assert len(server.calls()) == 3


@pytest.mark.parametrize("fields", [{}, {"Retry-After": "0"}])
def test_a_call_that_was_refused_before_anything_was_done_is_repeated(scripted, gateway, fields):
    rack = gateway({"t": {"url": scripted.url}})
    assert rack.has_tools("t___read", "t___write")
    scripted.before = refusing("tools/call", 429, fields)
    assert text_of(rack.call("t___write")) == "done"
    assert len(scripted.calls()) == 2


def test_a_target_that_asks_for_an_hour_is_asked_again_before(gateway):
    with ScriptedServer(tools=[tool("a")]) as server:
        server.before = refusing("server/discover", 503, {"Retry-After": "3600"}, count=3)
        rack = gateway({"t": {"url": server.url, "refreshSeconds": 1}})
        assert rack.has_tools("t___a")
        rack.wait_for_log("target t", "is up")


# Settings that are not complete


def incomplete_targets(url, secret):
    grant = {"tokenUrl": f"http://127.0.0.1:{free_port()}/token", "clientId": "gateway"}
    return {
        "child": {"command": ["true"], "environment": {"KEY": secret}},
        "fields": {"url": url, "credentials": {"fields": {"X-Api-Key": secret}}},
        "grant": {"url": url, "credentials": {
            "clientCredentials": {**grant, "clientSecret": secret}}},
        "query": {"url": f"{url}?key={secret}"},
    }


def test_a_target_whose_secret_is_not_there_is_down_alone(scripted, gateway):
    with StoredSecrets() as stored, ScriptedServer(tools=[tool("b")]) as healthy:
        healthy.results["tools/call"] = said("fine")
        stored.set("key", SECRET)
        stored.deny("key")
        targets = incomplete_targets(scripted.url, f"${{secret:{arn('key')}}}")
        rack = gateway(
            {**targets, "healthy": {"url": healthy.url}}, environment=stored.environment,
            statusTool=True,
        )
        assert rack.has_tools("healthy___b", "remote_targets")
        assert text_of(rack.call("healthy___b")) == "fine"
        missing = {
            "child": "child.environment has no variable",
            "fields": "fields.credentials.fields has no header field",
            "grant": "grant.credentials.clientCredentials.clientSecret is missing",
            "query": 'query has neither "url" nor "command"',
        }
        targets = rack.call("remote_targets").result["structuredContent"]["targets"]
        found = {target["name"]: target for target in targets}
        for name, words in missing.items():
            assert found[name]["up"] is False and words in found[name]["lastError"]
            rack.wait_for_log(f"target {name}", "is down: incomplete settings")
        assert found["healthy"]["up"] is True
        assert not scripted.seen


def test_a_target_is_up_when_its_secret_is_there(scripted, gateway):
    with StoredSecrets() as stored, ScriptedServer(tools=[tool("b")]) as healthy:
        stored.set("key", SECRET)
        stored.go_down()
        secret = f"${{secret:{arn('key')}}}"
        targets = {
            "healthy": {"url": healthy.url},
            "t": {"url": scripted.url, "credentials": {"fields": {"X-Api-Key": secret}}},
        }
        rack = gateway(targets, environment=stored.environment)
        assert rack.has_tools("healthy___b")
        stored.come_up()
        assert eventually(lambda: len(rack.tools()) == 3, seconds=60, interval=0.2)
        assert text_of(rack.call("t___read")) == "done"
        assert all(fields["x-api-key"] == SECRET for _, fields in scripted.seen)
        assert SECRET not in "\n".join(rack.errors)


def test_a_strict_server_starts_while_a_secret_is_on_its_way(scripted, tmp_path):
    with StoredSecrets() as stored:
        stored.set("key", SECRET)
        credentials = {"fields": {"X-Api-Key": f"${{secret:{arn('key')}}}"}}
        targets = {"t": {"url": scripted.url, "credentials": credentials}}
        with Toolrack(
            tmp_path, configuration(tmp_path, targets), stored.environment, arguments=["--strict"]
        ) as rack:
            rack.wait_for_line(lambda line: "target t: is up" in line)


# Credentials that cannot be had


class Tokens(ScriptedServer):
    """A token endpoint that gives short-lived tokens, until it is told not to."""

    status = 200

    def receive(self, handler, body):
        answer = {"access_token": "token-of-the-gateway", "token_type": "Bearer", "expires_in": 1}
        if self.status != 200:
            answer = {"error": "invalid_client"}
        self.send(handler, self.status, {}, json.dumps(answer).encode())


def test_a_refused_token_is_no_answer_of_the_target(scripted, gateway):
    with Tokens() as tokens:
        credentials = {
            "clientCredentials": {
                "tokenUrl": tokens.url, "clientId": "a", "clientSecret": "secret-of-a",
            }
        }
        rack = gateway(
            {"t": {"url": scripted.url, "credentials": credentials, "refreshSeconds": 1}},
            statusTool=True,
        )
        assert text_of(rack.call("t___read")) == "done"
        tokens.status = 401
        assert eventually(lambda: status_of(rack)["up"] is False)
        seen = len(scripted.calls())
        for _ in range(8):
            text = text_of(rack.call("t___write"))
            assert "was not asked: credentials: " in text and "invalid_client" in text
        status = status_of(rack)
        assert status["up"] is False and status["breaker"] == "closed"
        assert status["lastError"].startswith("credentials: ")
        assert len(scripted.calls()) == seen
        tokens.status = 200
        assert eventually(lambda: status_of(rack)["up"], seconds=60)
        assert "lastError" not in status_of(rack)
        assert text_of(rack.call("t___write")) == "done"


# Lists that are too large


def test_targets_that_list_too_much_keep_nobody_from_serving(gateway):
    def large(number):
        tools = [tool(f"t{index}", description="x" * (MEBIBYTE // 5)) for index in range(45)]
        server = ScriptedServer(tools=tools)
        server.capabilities = {"tools": {}, "prompts": {}, "resources": {}}
        server.page_size = 30
        server.lists["prompts"] = [
            {"name": f"p{index}", "description": "x" * (MEBIBYTE // 5)} for index in range(45)]
        server.lists["resources"] = [
            {"uri": f"a://{number}/{index}", "name": "n", "description": "x" * (MEBIBYTE // 5)}
            for index in range(45)]
        return server

    servers = [large(number) for number in range(3)]
    try:
        with ScriptedServer(tools=[tool("ok")]) as good:
            good.results["tools/call"] = said("fine")
            targets = {f"bad{number}": {"url": bad.url} for number, bad in enumerate(servers)}
            rack = gateway({**targets, "good": {"url": good.url}}, startMilliseconds=10_000)
            assert eventually(lambda: "good___ok" in rack.tools())
            assert text_of(rack.call("good___ok")) == "fine"
            for name in targets:
                rack.wait_for_log(f"target {name}", "are left out")
            assert eventually(
                lambda: all(
                    sum(listed.startswith(f"{name}___") for listed in rack.tools()) == 39
                    for name in targets),
                seconds=30,
            )
            time.sleep(1)
            lines = [line["message"] for line in rack.log]
            assert len([line for line in lines if "too large" in line]) == len(targets)
    finally:
        for server in servers:
            server.close()
