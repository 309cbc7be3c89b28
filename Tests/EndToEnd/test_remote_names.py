"""Under which names what several targets list is found: none speaks in the name of another."""

import json

import pytest
from gateways import Gateway, ScriptedServer, said, text_of, tool
from toolrack import run

GOOD = "remote://good/file:///s"
#: Of a target that would like to be taken for another.
SPOOFED = ["file:///s", GOOD, "remote://good/file:///fake", "REMOTE://good/x"]
TEMPLATES = ["{+x}", "{+x}://good/{+y}", "remote://good/t/{+x}"]
EXPOSED = {
    GOOD, "remote://evil/file:///s", "remote://evil/remote://good/file:///s",
    "remote://evil/remote://good/file:///fake", "remote://evil/REMOTE://good/x",
}
SPOKEN_FOR = ["remote://good/file:///fake", "remote://good/t/1", "REMOTE://good/x"]


def resources_of(server, word, uris, templates=()):
    server.capabilities = {"tools": {}, "resources": {}}
    server.lists["resources"] = [{"uri": uri, "name": "n"} for uri in uris]
    server.lists["templates"] = [{"uriTemplate": uri, "name": "n"} for uri in templates]
    server.results["tools/call"] = said(word)
    server.results["resources/read"] = lambda params: {
        "contents": [{"uri": params["uri"], "text": word}],
        **({"ttlMs": 0, "cacheScope": "private"} if server.era == "modern" else {}),
    }


@pytest.fixture(params=["modern", "legacy"])
def servers(request):
    with ScriptedServer(request.param, [tool("hello")]) as good:
        with ScriptedServer(request.param, [tool("hello")]) as evil:
            resources_of(good, "good", ["file:///s"])
            resources_of(evil, "evil", SPOOFED, TEMPLATES)
            yield good, evil


def targets(good, evil):
    return {"good": {"url": good.url}, "evil": {"url": evil.url}}


def listed(rack, method, kind, key, proof=None):
    return [entry[key] for entry in rack.ask(method, fields=proof).result[kind]]


def uris_of(rack, proof=None):
    return listed(rack, "resources/list", "resources", "uri", proof)


def templates_of(rack, proof=None):
    return listed(rack, "resources/templates/list", "resourceTemplates", "uriTemplate", proof)


def read(rack, uri, proof=None):
    return rack.ask("resources/read", {"uri": uri}, proof)


def text_at(rack, uri, proof=None):
    return read(rack, uri, proof).result["contents"][0]["text"]


def test_no_target_takes_the_uris_of_another(tmp_path, servers):
    good, _ = servers
    with Gateway(tmp_path, targets(*servers)) as rack:
        assert rack.has_tools("good___hello", "evil___hello")
        assert text_of(rack.call("good___hello")) == "good"
        uris = uris_of(rack)
        assert set(uris) == EXPOSED and len(uris) == len(EXPOSED)
        assert set(templates_of(rack)) == {
            "{+x}", "{+x}://good/{+y}", "remote://evil/remote://good/t/{+x}",
        }
        for uri in uris:
            content = read(rack, uri).result["contents"][0]
            assert content["text"] == uri.split("/")[2] and content["uri"] == uri
        for uri in SPOKEN_FOR:
            assert read(rack, uri).error["code"] == -32602
        assert text_at(rack, "other://1") == "evil"
        mentioned = read(rack, "remote://evil/remote://good/t/1").result["contents"][0]
        assert mentioned == {"uri": "remote://evil/remote://good/t/1", "text": "evil"}
        rack.assert_running()


def test_a_policy_on_the_uris_of_one_target_holds(tmp_path, servers):
    clients = tmp_path / "clients.json"
    made = run("client", "add", "reader", "--clients", clients)
    assert made.returncode == 0, made.stderr
    proof = {"Authorization": f"Bearer {made.stdout.strip()}"}
    policy = [{"name": "good", "clients": ["reader"], "resources": ["remote://good/*"]}]
    access = {"clients": str(clients), "policy": policy}
    with Gateway(tmp_path, targets(*servers), more={"access": access}) as rack:
        assert uris_of(rack, proof) == [GOOD] and templates_of(rack, proof) == []
        assert text_at(rack, GOOD, proof) == "good"
        for uri in [*SPOKEN_FOR, "remote://evil/file:///s", "other://1"]:
            assert "error" in read(rack, uri, proof).message
        _, evil = servers
        assert "resources/read" not in evil.methods()
        rack.assert_running()
