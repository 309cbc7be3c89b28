"""API keys: made on the command line, kept as hashes, known to a running server at once."""

import json
import stat
import time

import pytest
from toolrack import FIXTURES, Toolrack, eventually, log_object, plugin_folder, run
from wire import Connection

CALLER_PART = 3


def add(folder, name, *more):
    result = run("client", "add", name, "--clients", folder / "clients.json", *more)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def rack_with_keys(folder):
    plugins = plugin_folder(folder, FIXTURES / "mirror.so")
    access = {"clients": str(folder / "clients.json")}
    return Toolrack(folder, {"plugins": str(plugins), "access": access})


def ask(rack, key=None, field="Authorization", method="tools/list", params=None):
    fields = {}
    if key is not None:
        fields[field] = f"Bearer {key}" if field == "Authorization" else key
    with Connection(rack.port) as connection:
        return connection.modern(method, params or {}, fields=fields)


def test_keys_let_in_and_nothing_else_does(tmp_path):
    key = add(tmp_path, "agent", "--scope", "tools/call,tools/read")
    with rack_with_keys(tmp_path) as rack:
        for field in ("Authorization", "X-API-Key"):
            assert ask(rack, key, field).status == 200
            for wrong in (key[:-1], key + "x", key.swapcase(), "toolrack_", "x"):
                assert ask(rack, wrong, field).status == 401
        response = ask(rack)
        assert response.status == 401 and response.fields["www-authenticate"] == "Bearer"
        params = {"name": "mirror_request", "arguments": {}}
        told = ask(rack, key, method="tools/call", params=params).result["content"][CALLER_PART]
        assert json.loads(told["text"]) == {
            "client_id": "agent",
            "scope": "tools/call tools/read",
        }
        rack.stop()
        assert not any(key[9:30] in line for line in rack.errors)


def test_the_file_holds_hashes_for_its_owner_alone(tmp_path):
    keys = [add(tmp_path, "agent"), add(tmp_path, "agent"), add(tmp_path, "other")]
    path = tmp_path / "clients.json"
    text = path.read_text()
    assert not any(key in text or key[9:] in text for key in keys)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    clients = json.loads(text)["clients"]
    assert [key["id"] for key in clients["agent"]["keys"]] == ["key1", "key2"]


def test_a_running_server_follows_the_file(tmp_path):
    first = add(tmp_path, "agent")
    with rack_with_keys(tmp_path) as rack:
        second = add(tmp_path, "agent")
        eventually(lambda: ask(rack, second).status == 200)
        assert ask(rack, first).status == 200
        path = tmp_path / "clients.json"
        run("client", "remove", "agent", "--key", "key1", "--clients", path)
        eventually(lambda: ask(rack, first).status == 401)
        assert ask(rack, second).status == 200
        good = path.read_text()
        path.write_text(good[:-10])
        eventually(lambda: any("are served" in line for line in rack.errors) or ask(rack) and None)
        assert ask(rack, second).status == 200
        path.write_text(good)


def test_a_connection_may_carry_requests_of_many_callers(tmp_path):
    """Whatever was found out of the request before says nothing of the next one."""
    keys = {name: add(tmp_path, name) for name in ("one", "two")}
    params = {"name": "mirror_request", "arguments": {}}
    with rack_with_keys(tmp_path) as rack, Connection(rack.port) as connection:

        def ask_as(name, **more):
            proof = {"Authorization": f"Bearer {keys[name]}"} if name else {}
            return connection.modern("tools/call", params, fields={**proof, **more})

        def told(response):
            return json.loads(response.result["content"][CALLER_PART]["text"])["client_id"]

        for name in ("one", "one", "two", "one", "one"):
            assert told(ask_as(name)) == name
        assert told(ask_as(None, **{"X-API-Key": keys["two"]})) == "two"
        assert ask_as("one", **{"X-API-Key": keys["two"]}).status == 400
        assert ask_as(None).status == 401
        repeated = [f"Bearer {keys['one']}"] * 2
        assert ask_as(None, Authorization=repeated).status == 400
        assert told(ask_as("one")) == "one"
        run("client", "remove", "one", "--clients", tmp_path / "clients.json")
        assert eventually(lambda: ask_as("one").status == 401)
        assert told(ask_as("two")) == "two"


def test_the_last_use_is_shown(tmp_path):
    key = add(tmp_path, "agent")
    add(tmp_path, "agent")
    path = tmp_path / "clients.json"
    with rack_with_keys(tmp_path) as rack:
        assert ask(rack, key).status == 200
        rack.stop()
    lines = run("client", "list", "--clients", path).stdout.splitlines()
    assert lines[0] == "agent  scopes: "
    assert f"last used: {time.strftime('%Y-%m-%dT', time.gmtime())}" in lines[1]
    assert lines[2].endswith("last used: never")


@pytest.mark.parametrize(
    "text, problem",
    [
        ("", "is not valid JSON"),
        ("{}", "must have"),
        ('{"clients": {"a": {"key": []}}}', "clients.a.key is not known"),
        ('{"clients": {"a": {"keys": [{"id": "x", "sha256": "00"}]}}}', "64 hexadecimal digits"),
    ],
)
def test_a_wrong_file_is_told(tmp_path, text, problem):
    (tmp_path / "clients.json").write_text(text)
    with pytest.raises(AssertionError, match=problem):
        rack_with_keys(tmp_path)
    result = run("client", "list", "--clients", tmp_path / "clients.json")
    assert result.returncode == 1 and problem in result.stderr


@pytest.mark.parametrize("words", [[], ["add"], ["list", "x"], ["grow", "x"]])
def test_a_wrong_command_is_told(words):
    result = run("client", *words)
    assert result.returncode == 64 and "client add NAME" in result.stderr


def test_without_a_file_nobody_is_known_until_there_is_one(tmp_path):
    path = tmp_path / "clients.json"
    with rack_with_keys(tmp_path) as rack:
        [told] = [log_object(line) for line in rack.errors if "access.clients" in line]
        assert told["level"] == "warning"
        assert f"{path} is not there; `toolrack client add NAME` makes it" in told["message"]
        assert ask(rack, "toolrack_" + "A" * 43).status == 401
        key = add(tmp_path, "agent")
        eventually(lambda: ask(rack, key).status == 200)
        assert ask(rack).status == 401


@pytest.mark.parametrize("words", [["list"], ["remove", "agent"]])
def test_a_file_that_is_not_there_is_told(tmp_path, words):
    path = tmp_path / "clients.json"
    result = run("client", *words, "--clients", path)
    assert result.returncode == 1
    assert f"{path} is not there; `toolrack client add NAME` makes it" in result.stderr
    assert not path.exists()


def test_a_file_that_is_there_and_cannot_be_read_is_refused(tmp_path):
    (tmp_path / "clients.json").mkdir()
    with pytest.raises(AssertionError, match="clients.json cannot be read"):
        rack_with_keys(tmp_path)
    result = run("client", "add", "agent", "--clients", tmp_path / "clients.json")
    assert result.returncode == 1 and "clients.json cannot be read" in result.stderr
