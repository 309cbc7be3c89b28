"""The policy: what callers see and may use, in both eras, and what the others are told."""

import json
import re

import everything as everything_plugin
import pytest
from everything import LATEST_LEGACY
from issuer import Issuer
from policies import POLICY, WATCHED, Callers, Modern
from schemas import MODERN
from toolrack import (
    PLUGINS, ROOT, Toolrack, eventually, plugin_folder, run, write_configuration,
)

ERAS = (MODERN, LATEST_LEGACY)
TEMPLATE = "test://template/{id}/data"
READER_TOOLS = [
    "echo_text", "test_simple_text", "test_tool_with_progress", "test_tool_with_logging", "greet",
    "test_tool_with_task",
]
READER_PROMPTS = ["test_simple_prompt", "test_prompt_with_arguments"]


@pytest.fixture(scope="module")
def callers(tmp_path_factory):
    with Issuer() as issuer:
        callers = Callers(tmp_path_factory.mktemp("policy"), issuer, POLICY)
        with callers.rack:
            yield callers


def lists(client):
    return (
        client.names(),
        client.names("prompts/list", "prompts"),
        client.names("resources/list", "resources", "uri"),
        client.names("resources/templates/list", "resourceTemplates", "uriTemplate"),
    )


@pytest.mark.parametrize("era", ERAS)
def test_callers_see_what_they_may_use(callers, era):
    with callers.client(era, "reader") as reader, callers.client(era, "writer") as writer:
        tools, prompts, resources, templates = lists(reader)
        assert tools == READER_TOOLS and prompts == READER_PROMPTS
        assert resources == ["test://static-text"] and templates == []
        tools, prompts, resources, templates = lists(writer)
        assert len(tools) > 30 and "test_image_content" not in tools
        assert not any(name.startswith("echo_") for name in tools)
        assert len(prompts) == 5 and templates == [TEMPLATE]
        assert resources == ["test://static-text", WATCHED]


def test_lists_are_for_their_caller_alone(callers):
    with callers.client(MODERN, "reader") as reader:
        for method in ("tools/list", "prompts/list", "resources/list", "server/discover"):
            assert reader.ask(method).result["cacheScope"] == "private"


@pytest.mark.parametrize("era", ERAS)
def test_what_is_seen_can_be_used(callers, era):
    with callers.client(era, "reader") as reader:
        assert reader.text("test_simple_text")
        assert reader.text("echo_text", {"text": "short"}) == "short"
        assert reader.ask("prompts/get", {"name": "test_simple_prompt"}).result["messages"]
        for uri in ("test://static-text", "test://template/17/data"):
            assert reader.ask("resources/read", {"uri": uri}).result["contents"][0]["uri"] == uri


def prompt_reference(name):
    return {"ref": {"type": "ref/prompt", "name": name}, "argument": {"name": "a", "value": ""}}


def template_reference(uri):
    return {"ref": {"type": "ref/resource", "uri": uri}, "argument": {"name": "id", "value": ""}}


# What a caller may not use, what is not there, and how both are asked for.
HIDDEN = [
    ("tools/call", "test_error_handling", "test_error_handlinx", lambda n: {"name": n}),
    ("tools/call", "echo_add", "echo_axx", lambda n: {"name": n, "arguments": {"a": 1, "b": 2}}),
    ("tools/call", "test_image_content", "test_image_contenx", lambda n: {"name": n}),
    ("prompts/get", "test_prompt_with_image", "test_prompt_with_imagx", lambda n: {"name": n}),
    ("resources/read", WATCHED, "test://watched-resourcx", lambda n: {"uri": n}),
    ("resources/read", "test://template/secret/data", "test://template/secret/datx",
     lambda n: {"uri": n}),
    ("resources/read", "test://static-binary", "test://static-binarx", lambda n: {"uri": n}),
    ("completion/complete", "test_prompt_with_image", "test_prompt_with_imagx", prompt_reference),
    ("completion/complete", TEMPLATE, "test://template/{id}/datx", template_reference),
]


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("method, hidden, absent, params", HIDDEN)
def test_what_is_hidden_is_answered_like_what_is_not_there(
    callers, era, method, hidden, absent, params
):
    with callers.client(era, "reader") as reader:
        refused = reader.ask(method, params(hidden), id=9)
        unknown = reader.ask(method, params(absent), id=9)
    assert "error" in refused.message, refused
    assert refused.status == unknown.status
    assert refused.body.replace(hidden.encode(), absent.encode()) == unknown.body
    assert hidden.encode() in refused.body


def test_subscriptions_to_what_is_hidden_are_refused_as_to_what_is_not_there(callers):
    with callers.client(LATEST_LEGACY, "reader") as reader:
        refused = reader.ask("resources/subscribe", {"uri": WATCHED}, id=9)
        unknown = reader.ask("resources/subscribe", {"uri": WATCHED[:-1] + "x"}, id=9)
        assert refused.error["code"] == -32002
        changed = refused.body.replace(WATCHED.encode(), WATCHED[:-1].encode() + b"x")
        assert changed == unknown.body


@pytest.mark.parametrize("era", ERAS)
def test_arguments_that_no_rule_permits_are_told(callers, era):
    with callers.client(era, "reader") as reader:
        result = reader.call("echo_text", {"text": "too long"}).result
        text = result["content"][0]["text"]
        assert result["isError"] and '"short-texts" asks: /text:' in text and "5" in text
        assert "no-swearing" not in text and "writers" not in text
        result = reader.call("echo_text", {"text": "damn"}).result
        assert result["isError"] and '"no-swearing" denies' in result["content"][0]["text"]
        params = {"name": "test_prompt_with_arguments", "arguments": {"arg1": "rome", "arg2": "x"}}
        error = reader.ask("prompts/get", params).error
        assert error["code"] == -32602 and '"one-city" asks: /arg1:' in error["message"]
        params["arguments"]["arg1"] = "paris"
        assert reader.ask("prompts/get", params).result["messages"]


def test_claims_and_scopes_of_tokens_count(callers):
    def names(**claims):
        with callers.client(MODERN, token=callers.token(**claims)) as client:
            return client.names()

    assert names() == []
    assert names(team="red") == names(team=["blue", "red"]) == ["echo_add"]
    assert names(team="redder") == names(team={"red": "red"}) == []
    assert "test_tool_with_progress" in names(scope="else everything/all")
    assert names(client_id="reader") == READER_TOOLS
    assert names(client_id="reader", team="red") == ["echo_text", "echo_add", *READER_TOOLS[1:]]


@pytest.mark.parametrize("era", ERAS)
def test_completion_is_announced_to_those_who_have_something_to_complete(callers, era):
    def capabilities(client):
        if era == MODERN:
            return client.ask("server/discover").result["capabilities"]
        return client.initialized["capabilities"]

    with callers.client(era, "writer") as writer:
        assert "completions" in capabilities(writer)
        found = writer.ask("completion/complete", template_reference(TEMPLATE)).result
        assert found["completion"]["values"] == ["123", "124", "200"]
    with callers.client(era, token=callers.token(team="red")) as stranger:
        assert "completions" not in capabilities(stranger)


class TestNotifications:
    def test_updates_reach_those_who_may_read(self, callers):
        filter = {"resourceSubscriptions": [WATCHED, "test://static-text"]}
        with (
            callers.client(MODERN, "reader") as reader,
            callers.client(MODERN, "writer") as writer,
        ):
            # The acknowledgement is the same for both: it does not tell what is there.
            hears_not, hears = reader.listen(**filter), writer.listen(**filter)
            writer.call("test_trigger_resource_update")
            assert hears.message()["params"]["uri"] == WATCHED
            assert hears_not.is_silent(0.5)

    def test_who_takes_over_a_session_hears_of_what_it_may_read(self, callers):
        with (
            callers.client(LATEST_LEGACY, "writer") as writer,
            callers.client(LATEST_LEGACY, "reader") as reader,
        ):
            assert writer.ask("resources/subscribe", {"uri": WATCHED}).result == {}
            reader.session = writer.session
            stream = reader.listen()
            writer.call("test_trigger_resource_update")
            assert stream.is_silent(0.5)
            stream.close()
            stream = writer.listen()
            writer.call("test_trigger_resource_update")
            assert stream.message()["params"]["uri"] == WATCHED

    def test_lists_follow_the_catalogue(self, callers):
        with (
            callers.client(MODERN, "writer") as writer,
            callers.client(MODERN, "reader") as reader,
        ):
            assert "test_dynamic_tool" not in writer.names()
            stream = writer.listen(toolsListChanged=True)
            for is_there in (True, False):
                writer.call("test_trigger_tool_change")
                assert stream.message()["method"] == "notifications/tools/list_changed"
                assert ("test_dynamic_tool" in writer.names()) == is_there
                assert reader.names() == READER_TOOLS


def test_a_task_belongs_to_who_may_use_its_tool(callers):
    with (
        callers.client(MODERN, token=callers.token(scope="everything/all")) as wide,
        callers.client(MODERN, token=callers.token(team="red")) as narrow,
    ):
        created = wide.call("slow_compute", {"seconds": 0}).result
        task = {"taskId": created["taskId"]}
        assert wide.ask("tasks/get", task).result["taskId"] == created["taskId"]
        for method in ("tasks/get", "tasks/cancel"):
            refused = narrow.ask(method, task, id=9)
            absent = narrow.ask(method, {"taskId": "x"}, id=9)
            assert refused.status == absent.status
            assert refused.body.replace(created["taskId"].encode(), b"x") == absent.body
        assert eventually(lambda: wide.ask("tasks/get", task).result["status"] == "completed")


def denied(callers):
    """What was denied to whom, and by which rule, as far as the log has come."""
    return [
        (line["principal"], kind, line[kind], line.get("rule"))
        for line in callers.denials()
        for kind in ("tool", "prompt", "resource")
        if kind in line
    ]


def test_denials_are_logged_without_arguments(callers):
    with callers.client(MODERN, "reader2") as reader:
        reader.call("test_image_content", {"secret": "s3cret-a"})
        reader.call("echo_add", {"a": 31337, "b": 1})
        assert reader.call("no_such_tool").error
        reader.ask("resources/read", {"uri": WATCHED})
    with callers.client(MODERN, "reader") as reader:
        reader.call("echo_text", {"text": "s3cret-too-long"})
    expected = {
        ("client:reader2", "tool", "test_image_content", "no-pictures"),
        ("client:reader2", "tool", "echo_add", None),
        ("client:reader2", "resource", WATCHED, None),
        ("client:reader", "tool", "echo_text", "short-texts"),
    }
    assert eventually(lambda: expected <= set(denied(callers)))
    # Lines come in their order: what does not exist was not denied before the last of them.
    assert not any("no_such_tool" in entry for entry in denied(callers))
    assert all(line["level"] == "info" for line in callers.denials())
    assert not any("s3cret" in line or "31337" in line for line in callers.rack.errors)


def test_without_a_policy_who_is_let_in_may_use_everything(tmp_path):
    key = run("client", "add", "any", "--clients", tmp_path / "c.json").stdout.strip()
    whole = everything_plugin.configuration(tmp_path, "in-process")
    whole["access"] = {"clients": str(tmp_path / "c.json")}
    with Toolrack(tmp_path, whole) as rack, Modern(rack.port, key) as client:
        assert len(client.names()) > 30
        assert client.ask("tools/list").result["cacheScope"] == "public"


class TestExplain:
    def explain(self, folder, callers, *words):
        path = write_configuration(folder, callers.whole)
        return run("policy", "explain", "--config", path, *words)

    def test_what_a_client_may_use_is_what_it_sees(self, tmp_path, callers):
        for name in ("reader", "writer"):
            result = self.explain(tmp_path, callers, "--as", name, "--json")
            report = json.loads(result.stdout)
            with callers.client(MODERN, name) as client:
                allowed = tuple(
                    [entry["name"] for entry in report[key] if entry["allowed"]]
                    for key in ("tools", "prompts", "resources", "resourceTemplates")
                )
                assert allowed == lists(client)

    def test_a_rule_about_nothing_is_named(self, tmp_path, callers):
        rule = {"name": "misspelt", "clients": ["reader"], "tools": ["tset_*"]}
        whole = {**callers.whole, "access": {**callers.whole["access"], "policy": [*POLICY, rule]}}
        with Toolrack(tmp_path, whole) as rack:
            warnings = [line["message"] for line in rack.log if line.get("level") == "warning"]
        expected = 'access.policy: the rule "misspelt" is about nothing that is loaded'
        assert expected in warnings and not any("readers" in line for line in warnings)
        words = ("policy", "explain", "--config", tmp_path / "toolrack.json", "--as", "reader")
        assert "\nof them about nothing that is loaded: misspelt\n" in run(*words).stdout

    def test_the_rule_is_named(self, tmp_path, callers):
        text = self.explain(tmp_path, callers, "--as", "reader").stdout
        assert text.startswith("reader, scopes: x\nrules that apply: readers, no-pictures, short")
        for line in (
            "+ greet  allowed by readers",
            "- test_image_content  denied by no-pictures",
            "- echo_add  no rule allows it",
            "+ echo_text  allowed by short-texts, with the arguments that it asks for; some "
            "arguments are denied by no-swearing",
            "- test://static-binary  denied by no-pictures",
        ):
            assert f"  {line}\n" in text

    def test_scopes_and_claims_may_be_given(self, tmp_path, callers):
        words = ("--as", "else", "--claim", "team=blue", "--claim", "team=red", "--json")
        report = json.loads(self.explain(tmp_path, callers, *words).stdout)
        assert report["rules"] == ["no-pictures", "no-swearing", "red-team"]
        assert [entry["name"] for entry in report["tools"] if entry["allowed"]] == ["echo_add"]
        words = ("--as", "else", "--scope", "a,everything/x", "--json")
        report = json.loads(self.explain(tmp_path, callers, *words).stdout)
        assert report["scopes"] == ["a", "everything/x"] and "writers" in report["rules"]

    @pytest.mark.parametrize(
        "words, status, problem",
        [
            (["explain", "--as", "x"], 64, "--config FILE is needed"),
            (["explain"], 64, "policy explain --as CLIENT"),
            (["explain", "--as", "x", "--claim", "x", "--config", "y"], 64, "NAME=VALUE"),
            (["explain", "--as", "x", "--config", "/absent"], 78, "/absent"),
        ],
    )
    def test_a_wrong_command_is_told(self, words, status, problem):
        result = run("policy", *words)
        assert result.returncode == status and problem in result.stderr

    def test_the_policy_of_the_documentation_works(self, tmp_path):
        text = (ROOT / "docs/access.md").read_text()
        (example,) = re.findall(r"```json5\n(.*?)```", text, re.DOTALL)
        (tmp_path / "toolrack.json").write_text(example)
        plugin_folder(tmp_path, PLUGINS / "lark.so")
        words = ("client", "add", "agent-1", "--scope", "lark/send")
        assert run(*words, cwd=tmp_path).returncode == 0
        words = ("policy", "explain", "--config", "toolrack.json", "--as", "agent-1")
        told = run(*words, cwd=tmp_path).stdout
        (tmp_path / "clients.json").unlink()
        absent = run(*words, cwd=tmp_path)
        assert absent.returncode == 78
        assert "clients.json is not there; `toolrack client add NAME` makes it" in absent.stderr
        (shown,) = re.findall(r"```\n(agent-1.*?)```", text, re.DOTALL)
        assert [line for line in shown.splitlines() if line not in told.splitlines()] == []

    def test_a_configuration_without_a_policy_is_told(self, tmp_path):
        whole = {"access": "none", "plugins": str(plugin_folder(tmp_path))}
        path = write_configuration(tmp_path, whole)
        result = run("policy", "explain", "--as", "x", "--config", path)
        assert result.returncode == 78 and "no access.policy" in result.stderr
