"""Tools, prompts and resources of other servers behind the Remote plugin."""

import json

import pytest
from everything import IMAGE, configuration as everything_configuration
from gateways import ScriptedServer, configuration, said, text_of, tool
from toolrack import Toolrack, run, write_configuration
from wire import Connection, initialize

LEGACY = "2025-11-25"


@pytest.fixture(params=["modern", "legacy"])
def scripted(request):
    with ScriptedServer(request.param) as server:
        yield server


def test_a_tool_is_listed_with_all_its_members(scripted, gateway):
    definition = tool(
        "read_file", title="Read", description="Reads a file.",
        outputSchema={"type": "object", "properties": {"n": {"type": "integer"}}},
        annotations={"readOnlyHint": True, "title": "Reads"},
        icons=[{"src": "https://example.com/icon.png", "sizes": ["48x48"]}],
        _meta={"example.com/a": [1, 2]},
    )
    scripted.lists["tools"] = [definition]
    tools = gateway({"files": {"url": scripted.url}}).tools()
    assert tools == {"files___read_file": {**definition, "name": "files___read_file"}}


def test_arguments_and_results_are_passed_on_as_they_are(scripted, gateway):
    arguments = {"large": 9007199254740993, "text": "ü\u2028", "nested": [{"a": None}, 1.5]}
    scripted.lists["tools"] = [tool("echo")]
    parts = [
        {"type": "text", "text": "a", "annotations": {"audience": ["user"]}},
        {"type": "image", "data": IMAGE, "mimeType": "image/png"},
        {"type": "audio", "data": "AAEC", "mimeType": "audio/wav"},
        {"type": "resource_link", "uri": "file:///a", "name": "a", "title": "A"},
        {"type": "resource", "resource": {"uri": "file:///b", "text": "b"}},
    ]
    scripted.results["tools/call"] = {
        "content": parts, "structuredContent": {"n": 9007199254740993}, "_meta": {"x.y/z": 1},
    }
    rack = gateway({"t": {"url": scripted.url}})
    result = rack.call("t___echo", arguments).result
    assert result["content"] == parts
    assert result["structuredContent"] == {"n": 9007199254740993}
    assert result["_meta"]["x.y/z"] == 1
    assert "isError" not in result
    assert scripted.calls()[0]["arguments"] == arguments
    assert scripted.calls()[0]["name"] == "echo"


def test_a_failure_of_a_tool_keeps_its_words(scripted, gateway):
    scripted.lists["tools"] = [tool("fail")]
    scripted.results["tools/call"] = said("it broke", isError=True)
    result = gateway({"t": {"url": scripted.url}}).call("t___fail").result
    assert result["isError"] is True
    assert result["content"] == [{"type": "text", "text": "it broke"}]


def test_errors_of_the_protocol(scripted, gateway):
    scripted.lists["tools"] = [tool("t")]
    rack = gateway({"t": {"url": scripted.url}})
    error = {"code": -32602, "message": "a is missing"}
    scripted.results["tools/call"] = {"error": error}
    answer = rack.call("t___t").error
    assert answer["code"] == -32602
    assert "The target t says" in answer["message"] and "a is missing" in answer["message"]
    scripted.results["tools/call"] = {"error": {"code": -32603, "message": "my own fault"}}
    result = rack.call("t___t").result
    assert result["isError"] and "my own fault" in result["content"][0]["text"]


def test_lists_come_in_pages_and_both_filters_apply(scripted, gateway):
    scripted.page_size = 3
    scripted.lists["tools"] = [tool(f"t{n}") for n in range(10)]
    target = {"url": scripted.url, "include": ["t?"], "exclude": ["t[", "t3", "*7"]}
    names = set(gateway({"t": target}).tools())
    assert names == {f"t___t{n}" for n in range(10) if n not in (3, 7)}


def test_one_bad_tool_takes_no_other_with_it(scripted, gateway):
    scripted.lists["tools"] = [
        tool("good"),
        {"name": "schemaless"},
        tool("broken", title=7),
        {"name": "unusable", "inputSchema": {"type": "object", "$ref": "#/$defs/none"}},
        tool("task", execution={"taskSupport": "required"}),
        tool("a tool.with strange/characters"),
        tool("x" * 100),
        {"name": "header", "inputSchema": {"type": "object", "x-mcp-header": "A"}},
    ]
    rack = gateway({"t": {"url": scripted.url}})
    names = sorted(rack.tools())
    assert len(names) == 4 and "t___good" in names and "t___broken" in names
    assert all(len(name) <= 56 for name in names)
    rack.wait_for_log("target t", "unusable", "left out")
    strange = next(name for name in names if name.startswith("t___a_tool_with"))
    scripted.results["tools/call"] = said("called")
    assert text_of(rack.call(strange)) == "called"
    assert scripted.calls()[-1]["name"] == "a tool.with strange/characters"


def test_two_targets_and_a_status(scripted, gateway):
    scripted.lists["tools"] = [tool("same")]
    scripted.results["tools/call"] = said("one")
    with ScriptedServer("modern", [tool("same")]) as other:
        other.results["tools/call"] = said("two")
        targets = {"a": {"url": scripted.url}, "b": {"url": other.url}}
        rack = gateway(targets, statusTool=True, separator="_")
        assert set(rack.tools()) == {"remote_targets", "a_same", "b_same"}
        assert text_of(rack.call("a_same")) == "one"
        assert text_of(rack.call("b_same")) == "two"
        status = rack.call("remote_targets").result["structuredContent"]["targets"]
        assert [target["name"] for target in status] == ["a", "b"]
        assert status[1] == {
            "name": "b", "transport": "http", "up": True, "breaker": "closed",
            "revision": "2026-07-28", "server": "scripted", "version": "1",
            "tools": 1, "prompts": 0, "resources": 0, "templates": 0,
        }


def test_prompts(scripted, gateway):
    scripted.capabilities = {"prompts": {}, "completions": {}}
    prompt = {
        "name": "review", "title": "Review", "description": "Reviews code.",
        "arguments": [{"name": "language", "required": True, "title": "L"}],
    }
    scripted.lists["prompts"] = [prompt]
    message = {"role": "assistant", "content": {"type": "text", "text": "hi"}}
    scripted.results["prompts/get"] = {"messages": [message], "description": "d"}
    scripted.results["completion/complete"] = {"completion": {"values": ["swift", "c"]}}
    rack = gateway({"t": {"url": scripted.url}})
    listed = rack.ask("prompts/list").result["prompts"]
    assert listed == [{**prompt, "name": "t___review"}]
    params = {"name": "t___review", "arguments": {"language": "swift"}}
    result = rack.ask("prompts/get", params).result
    assert result["messages"] == [message] and result["description"] == "d"
    seen = next(m["params"] for m, _ in scripted.seen if m["method"] == "prompts/get")
    assert seen["name"] == "review" and seen["arguments"] == {"language": "swift"}
    reference = {"type": "ref/prompt", "name": "t___review"}
    argument = {"name": "language", "value": "s"}
    completion = rack.ask("completion/complete", {"ref": reference, "argument": argument}).result
    assert completion["completion"]["values"] == ["swift", "c"]
    seen = scripted.seen[-1][0]["params"]
    assert seen["ref"] == {"type": "ref/prompt", "name": "review"}


def test_resources_keep_their_uris_unless_two_have_them(scripted, gateway):
    scripted.capabilities = {"resources": {}}
    scripted.lists["resources"] = [
        {"uri": "file:///own", "name": "own", "mimeType": "text/plain", "size": 3},
        {"uri": "file:///both", "name": "both"},
    ]
    scripted.lists["templates"] = [{"uriTemplate": "log://{day}{?lines}", "name": "log"}]
    scripted.results["resources/read"] = lambda params: {
        "contents": [{"uri": params["uri"], "text": "one"}],
        **({"ttlMs": 0, "cacheScope": "private"} if scripted.era == "modern" else {}),
    }
    with ScriptedServer("modern") as other:
        other.capabilities = {"resources": {}}
        other.lists["resources"] = [{"uri": "file:///both", "name": "both"}]
        other.results["resources/read"] = lambda params: {
            "contents": [{"uri": params["uri"], "text": "two"}],
            "ttlMs": 7, "cacheScope": "public",
        }
        rack = gateway({"a": {"url": scripted.url}, "b": {"url": other.url}})
        listed = {r["uri"]: r for r in rack.ask("resources/list").result["resources"]}
        both = {"remote://a/file:///both", "remote://b/file:///both"}
        assert set(listed) == {"file:///own"} | both
        assert listed["file:///own"]["size"] == 3
        templates = rack.ask("resources/templates/list").result["resourceTemplates"]
        assert [t["uriTemplate"] for t in templates] == ["log://{day}{?lines}"]

        def read(uri):
            return rack.ask("resources/read", {"uri": uri}).result["contents"][0]

        assert read("file:///own")["text"] == "one"
        assert read("remote://b/file:///both") == {
            "uri": "remote://b/file:///both", "text": "two",
        }
        assert read("remote://a/file:///both")["text"] == "one"
        assert read("log://today?lines=5")["text"] == "one"
        assert rack.ask("resources/read", {"uri": "file:///both"}).error["code"] == -32602


def test_all_uris_are_prefixed_where_that_is_asked_for(scripted, gateway):
    scripted.capabilities = {"resources": {}}
    scripted.lists["resources"] = [{"uri": "file:///own", "name": "own"}]
    rack = gateway({"a": {"url": scripted.url}}, resourceURIs="prefixed")
    resources = rack.ask("resources/list").result["resources"]
    assert [r["uri"] for r in resources] == ["remote://a/file:///own"]


def test_a_client_of_either_era_reaches_either_era(scripted, gateway):
    scripted.lists["tools"] = [tool("hello")]
    scripted.results["tools/call"] = said("hello")
    rack = gateway({"t": {"url": scripted.url}})
    assert text_of(rack.call("t___hello")) == "hello"
    with Connection(rack.port) as connection:
        connection.legacy(LEGACY, "initialize", initialize(LEGACY))
        result = connection.legacy(LEGACY, "tools/call", {"name": "t___hello"}).result
    assert result["content"][0]["text"] == "hello"


def test_the_clients_own_members_of_meta_are_passed_on(scripted, gateway):
    scripted.lists["tools"] = [tool("hello")]
    scripted.results["tools/call"] = said("hello")
    rack = gateway({"t": {"url": scripted.url}})
    rack.call("t___hello", meta={"example.com/trace": "7", "progressToken": "mine"})
    meta = scripted.calls()[0]["_meta"]
    assert meta["example.com/trace"] == "7"
    assert meta.get("progressToken") != "mine"
    assert "io.modelcontextprotocol/clientInfo" not in meta or (
        meta["io.modelcontextprotocol/clientInfo"]["name"] == "toolrack-remote"
    )


def test_our_own_server_behind_the_gateway(tmp_path, gateway):
    folder = tmp_path / "behind"
    folder.mkdir()
    with Toolrack(folder, everything_configuration(folder)) as behind:
        rack = gateway({"all": {"url": behind.url}})
        with Connection(behind.port) as connection:
            own = connection.modern("tools/list").result["tools"]
        assert {f"all___{t['name']}" for t in own} <= set(rack.tools()) | {
            f"all___{t['name']}" for t in own if len(t["name"]) > 50
        }
        behind.assert_running()


@pytest.mark.parametrize("settings, expected", [
    ({"targets": {"a_b": {"url": "http://127.0.0.1"}}}, "targets.a_b has a name"),
    ({"targets": {"a": {"url": "http://127.0.0.1", "x": 1}}}, "targets.a.x is not a setting"),
    ({"separator": "."}, "separator must be one to four underscores"),
])
def test_wrong_settings_are_refused_at_load(tmp_path, settings, expected):
    whole = configuration(tmp_path, {})
    whole["plugin"]["remote"]["settings"] = settings
    file = write_configuration(tmp_path, whole)
    result = run("list", "--config", file)
    assert expected in result.stdout + result.stderr, json.dumps([result.stdout, result.stderr])
