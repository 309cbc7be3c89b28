"""Secrets of AWS Secrets Manager in the configuration: nothing waits for those of plugins, which
get them when they come, and again when they change."""

import json
import subprocess
import threading
import time

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from everything import ModernClient
from stored_secrets import KEY, REGION, SECRET, StoredSecrets, arn
from toolrack import (
    EXECUTABLE, FIXTURES, PLUGINS, Toolrack, Watched, eventually, plugin_folder, run,
    write_configuration,
)
from wire import Connection, get, initialize, request

VALUE = "first-value-of-the-secret-0123456789"
NEWER = "newer-value-of-the-secret-9876543210"
LOAD_THREADS = 4


@pytest.fixture
def stored():
    with StoredSecrets() as running:
        yield running
        assert running.refused == []


def configuration(tmp_path, settings, **members) -> dict:
    """The plugin `configured` shows its settings; Echo has a setting that it does not know."""
    sources = [PLUGINS / "echo.so", FIXTURES / "configured.so"]
    plugins = {
        "configured": {"settings": settings},
        # A worker that is told to end has no time for its calls.
        "echo": {"settings": {"token": reference("echo")}, "graceMilliseconds": 50},
    }
    whole = {"plugins": str(plugin_folder(tmp_path, *sources)), "plugin": plugins}
    return {**whole, "secretRefreshSeconds": 1, **members}


def reference(name: str, key=None) -> str:
    return f"${{secret:{arn(name)}{f'#{key}' if key else ''}}}"


def shown(client) -> dict:
    """The settings that the plugin has."""
    return json.loads(client.text("configured_show"))


def said(rack, *words) -> dict | None:
    """The first line of the log in which all of these are."""
    return next((entry for entry in rack.log if all(w in entry["message"] for w in words)), None)


def assert_nothing_shows(rack, *values):
    health = get(rack.port, "/health").body.decode()
    for text in [health, *rack.errors, *rack.workers().values()]:
        assert not any(value in text for value in (*values, SECRET)), text


class TestLate:
    def test_nothing_waits_for_what_is_not_there(self, tmp_path, stored):
        settings = {"plain": "x", "token": reference("late")}
        with Toolrack(tmp_path, configuration(tmp_path, settings), stored.environment) as rack:
            with ModernClient(rack.port) as client:
                assert {"configured_show", "echo_text"} <= set(client.names())
                assert shown(client) == {"plain": "x"}
                assert json.loads(get(rack.port, "/health").body)["status"] == "ok"
                why = (arn("late"), "ResourceNotFoundException", "asked for again in")
                assert eventually(lambda: said(rack, "plugin.configured.settings.token", *why))
                assert shown(client) == {"plain": "x"}
                stored.set("late", VALUE)
                assert eventually(lambda: shown(client) == {"plain": "x", "token": VALUE})
            assert said(rack, arn("late"), "has been read")
            assert_nothing_shows(rack, VALUE)

    def test_lark_lists_its_tools_meanwhile(self, tmp_path, stored):
        settings = {"appId": reference("lark", "id"), "appSecret": reference("lark", "secret")}
        plugins = plugin_folder(tmp_path, PLUGINS / "lark.so")
        whole = {"plugins": str(plugins), "plugin": {"lark": {"settings": settings}}}
        with Toolrack(tmp_path, whole, stored.environment) as rack:
            with ModernClient(rack.port) as client:
                assert "lark_send_message" in client.names()
                called = client.call("lark_send_message", {"to": "oc_x", "text": "x"}).result
                assert called["isError"] and "appId" in called["content"][0]["text"]

    def test_the_endpoint_is_down_at_first(self, tmp_path, stored):
        stored.set("late", VALUE)
        stored.go_down()
        settings = {"token": reference("late")}
        with Toolrack(tmp_path, configuration(tmp_path, settings), stored.environment) as rack:
            with ModernClient(rack.port) as client:
                assert shown(client) == {}
                assert eventually(lambda: said(rack, arn("late"), "asked for again in"))
                stored.come_up()
                assert eventually(lambda: shown(client) == {"token": VALUE}, seconds=60)
            assert_nothing_shows(rack, VALUE)

    def test_it_is_denied_at_first(self, tmp_path, stored):
        stored.set("late", VALUE)
        stored.deny("late")
        settings = {"token": reference("late")}
        with Toolrack(tmp_path, configuration(tmp_path, settings), stored.environment) as rack:
            with ModernClient(rack.port) as client:
                assert eventually(lambda: said(rack, arn("late"), "AccessDeniedException"))
                assert shown(client) == {}
                stored.allow("late")
                assert eventually(lambda: shown(client) == {"token": VALUE})

    def test_the_credentials_are_wrong(self, tmp_path, stored):
        stored.set("late", VALUE)
        settings = {"token": reference("late")}
        environment = {**stored.environment, "AWS_SECRET_ACCESS_KEY": SECRET[::-1]}
        with Toolrack(tmp_path, configuration(tmp_path, settings), environment) as rack:
            with ModernClient(rack.port) as client:
                assert eventually(lambda: said(rack, arn("late"), "InvalidSignatureException"))
                assert shown(client) == {} and "a wrong signature" in stored.refused
            assert_nothing_shows(rack, VALUE, SECRET[::-1])
        stored.refused.clear()

    def test_there_are_no_credentials(self, tmp_path, stored):
        settings = {"token": reference("late")}
        environment = {**stored.environment, "AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}
        with Toolrack(tmp_path, configuration(tmp_path, settings), environment) as rack:
            with ModernClient(rack.port) as client:
                assert eventually(lambda: said(rack, arn("late"), "asked for again in"))
                assert shown(client) == {} and stored.asked == []

    def test_over_standard_input(self, tmp_path, stored):
        stored.set("late", VALUE)
        path = write_configuration(tmp_path, configuration(tmp_path, {"token": reference("late")}))
        running = Watched(
            [EXECUTABLE, "stdio", "--config", path], stored.environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)

        def ask(method, **params) -> dict:
            message = json.dumps(request(method, params)).encode() + b"\n"
            running.process.stdin.write(message)
            running.process.stdin.flush()
            return json.loads(running.process.stdout.readline())["result"]

        def settings() -> dict:
            return json.loads(ask("tools/call", name="configured_show")["content"][0]["text"])

        ask("initialize", **initialize("2025-11-25"))
        assert eventually(lambda: settings() == {"token": VALUE})
        stored.set("late", NEWER)
        assert eventually(lambda: settings() == {"token": NEWER})
        running.process.stdin.close()
        assert running.process.wait(20) == 0
        assert VALUE not in "\n".join(running.errors) and NEWER not in "\n".join(running.errors)


class TestMembers:
    def test_one_secret_has_many(self, tmp_path, stored):
        stored.set("app", {"id": "cli_x", "port": 8443, "on": True, "deep": {"a": 1}})
        settings = {
            "id": reference("app", "id"), "url": f"https://h:{reference('app', 'port')}/",
            "list": [reference("app", "on"), reference("app", "none"), "end"],
            "deep": {"in": reference("app", "deep"), "beside": "x"}, "number": 7,
        }
        expected = {
            "id": "cli_x", "url": "https://h:8443/", "list": ["true", "end"],
            "deep": {"beside": "x"}, "number": 7,
        }
        with Toolrack(tmp_path, configuration(tmp_path, settings), stored.environment) as rack:
            with ModernClient(rack.port) as client:
                assert eventually(lambda: shown(client) == expected), shown(client)
            assert said(rack, "plugin.configured.settings.list.1", "has no member none")
            assert said(rack, "plugin.configured.settings.deep.in", "deep", "is no string")

    def test_one_that_is_added_later(self, tmp_path, stored):
        stored.set("app", {"id": "cli_x"})
        settings = {"id": reference("app", "id"), "token": reference("app", "token")}
        with Toolrack(tmp_path, configuration(tmp_path, settings), stored.environment) as rack:
            with ModernClient(rack.port) as client:
                assert eventually(lambda: shown(client) == {"id": "cli_x"})
                stored.set("app", {"id": "cli_x", "token": VALUE})
                assert eventually(lambda: shown(client) == {"id": "cli_x", "token": VALUE})
            assert_nothing_shows(rack, VALUE)


class Load:
    """Calls without end, of both plugins: none may fail, and settings only go forward."""

    def __init__(self, rack):
        self.rack, self.values, self.failures = rack, [], []
        self.calls = 0
        self._ends = threading.Event()
        targets = [self._show] * LOAD_THREADS + [self._sleep] * LOAD_THREADS
        self._threads = [threading.Thread(target=self._run, args=[target]) for target in targets]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *exception):
        self._ends.set()
        for thread in self._threads:
            thread.join()

    def _run(self, target):
        try:
            with ModernClient(self.rack.port) as client:
                seen = []
                while not self._ends.is_set():
                    target(client, seen)
                    self.calls += 1
        except BaseException as error:
            self.failures.append(repr(error))
            raise

    def _show(self, client, seen):
        value = shown(client).get("token")
        if not seen or seen[-1] != value:
            seen.append(value)
            self.values.append(value)
        assert len(seen) == len(set(seen)), f"settings went back: {seen}"

    def _sleep(self, client, seen):
        assert not client.call("echo_sleep", {"milliseconds": 300}).result.get("isError")

    def wait_for(self, value):
        assert eventually(lambda: self.values.count(value) == LOAD_THREADS or self.failures)
        assert self.failures == []


class TestUnderLoad:
    def test_no_call_is_lost_when_they_come_and_change(self, tmp_path, stored):
        settings = {"token": reference("late")}
        with Toolrack(tmp_path, configuration(tmp_path, settings), stored.environment) as rack:
            before = set(rack.workers())
            with Load(rack) as load:
                load.wait_for(None)
                for value in (VALUE, NEWER, VALUE + "3", NEWER + "4"):
                    # Both at once: each call of Echo is under way when its worker is replaced.
                    stored.set("late", value)
                    stored.set("echo", value)
                    load.wait_for(value)
            assert load.failures == [] and load.calls > 50
            # Those that were replaced have ended, and crashed never.
            assert eventually(lambda: len(rack.workers()) == 2)
            assert not before & set(rack.workers())
            health = json.loads(get(rack.port, "/health").body)
            assert [plugin["crashes"] for plugin in health["plugins"]] == [0, 0]
            assert rack.stop() == 0
            log = "\n".join(rack.errors)
            assert VALUE not in log and NEWER not in log and SECRET not in log

    def test_a_long_call_outlives_its_worker(self, tmp_path, stored):
        whole = configuration(tmp_path, {})
        with Toolrack(tmp_path, whole, stored.environment) as rack:
            (first,) = [pid for pid, line in rack.workers().items() if "echo" in line]
            with ModernClient(rack.port) as client, ModernClient(rack.port) as other:
                call = client.start_call("echo_sleep", {"milliseconds": 4000})
                assert eventually(lambda: "HealthyBusy" in get(rack.port, "/ping").body.decode())
                stored.set("echo", VALUE)
                assert eventually(lambda: said(rack, "the newer settings serves"))
                # The new one serves while the one before still works.
                assert other.text("echo_text", {"text": "x"}) == "x"
                assert first in rack.workers()
                health = json.loads(get(rack.port, "/health").body)["plugins"]
                assert [p["runningCalls"] for p in health if p["name"] == "echo"] == [1]
                assert not call.message()["result"].get("isError")
            assert eventually(lambda: first not in rack.workers())
            assert len(rack.workers()) == 2

    def test_it_may_go_away_again(self, tmp_path, stored):
        """What was read stays."""
        stored.set("late", VALUE)
        settings = {"token": reference("late")}
        with Toolrack(tmp_path, configuration(tmp_path, settings), stored.environment) as rack:
            with ModernClient(rack.port) as client:
                assert eventually(lambda: shown(client) == {"token": VALUE})
                workers = set(rack.workers())
                stored.secrets.clear()
                assert eventually(
                    lambda: said(rack, arn("late"), "ResourceNotFoundException", "before stays"))
                assert shown(client) == {"token": VALUE} and set(rack.workers()) == workers
                stored.go_down()
                asked = stored.times_asked("late")
                stored.set("late", NEWER)
                stored.come_up()
                assert eventually(lambda: shown(client) == {"token": NEWER}, seconds=60)
                assert stored.times_asked("late") > asked

    def test_nothing_is_replaced_where_nothing_changes(self, tmp_path, stored):
        stored.set("late", VALUE)
        stored.set("echo", VALUE)
        settings = {"token": reference("late")}
        with Toolrack(tmp_path, configuration(tmp_path, settings), stored.environment) as rack:
            with ModernClient(rack.port) as client:
                assert eventually(lambda: shown(client) == {"token": VALUE})
            assert eventually(
                lambda: sum("newer settings" in line for line in rack.errors) == 2
                and len(rack.workers()) == 2)
            workers, asked = set(rack.workers()), stored.times_asked("late")
            assert eventually(lambda: stored.times_asked("late") >= asked + 3)
            assert set(rack.workers()) == workers


class TestOfTheHost:
    """Secrets that the host itself needs are waited for, and not for ever."""

    def access(self, secret) -> dict:
        keys = [{"accessKeyId": KEY, "secretAccessKey": secret, "client": "gateway"}]
        return {"sigv4": {"region": REGION, "keys": keys}}

    def test_they_are_there_when_it_serves(self, tmp_path, stored):
        stored.set("keys", {"gateway": VALUE, "state": NEWER})
        whole = configuration(
            tmp_path, {}, access=self.access(reference("keys", "gateway")),
            requestStateKey=reference("keys", "state"))
        with Toolrack(tmp_path, whole, stored.environment) as rack:
            body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}})
            fields = {
                "Content-Type": "application/json", "Host": f"127.0.0.1:{rack.port}",
                "Accept": "application/json, text/event-stream",
            }
            for secret, status in ((VALUE, 200), (VALUE[::-1], 403)):
                signed = AWSRequest("POST", rack.url, fields, body)
                SigV4Auth(Credentials(KEY, secret), "bedrock-agentcore", REGION).add_auth(signed)
                with Connection(rack.port) as connection:
                    message = body.encode()
                    answer = connection.post(message, dict(signed.headers.items()))
                assert answer.status == status
            # Several members of one secret are one request.
            assert stored.times_asked("keys") == 1
            assert_nothing_shows(rack, VALUE, NEWER)

    def test_they_may_come_a_little_late(self, tmp_path, stored):
        def later():
            assert eventually(lambda: stored.times_asked("keys") >= 1)
            stored.set("keys", VALUE)

        thread = threading.Thread(target=later)
        thread.start()
        whole = configuration(tmp_path, {}, requestStateKey=reference("keys"))
        with Toolrack(tmp_path, whole, stored.environment) as rack:
            thread.join()
            assert stored.times_asked("keys") >= 2
            assert get(rack.port, "/health").status == 200

    def test_without_them_it_does_not_start(self, tmp_path, stored):
        whole = configuration(tmp_path, {}, access=self.access(reference("keys", "gateway")))
        path = write_configuration(tmp_path, whole)
        started = time.monotonic()
        done = run("serve", "--config", path, "--listen", "127.0.0.1:0",
                   environment=stored.environment)
        assert done.returncode == 78
        for word in ("access.sigv4.keys.0.secretAccessKey", arn("keys"),
                     "ResourceNotFoundException"):
            assert word in done.stderr
        assert time.monotonic() - started >= 5 and stored.times_asked("keys") > 3

    def test_nor_with_others(self, tmp_path, stored):
        stored.set("keys", {"gateway": {"hidden": VALUE}})
        whole = configuration(tmp_path, {}, requestStateKey=reference("keys", "gateway"))
        path = write_configuration(tmp_path, whole)
        done = run("serve", "--config", path, environment=stored.environment)
        assert done.returncode == 78 and "requestStateKey" in done.stderr
        assert "is no string" in done.stderr and VALUE not in done.stderr


class TestCommands:
    def test_call_waits_for_them(self, tmp_path, stored):
        stored.set("late", VALUE)
        stored.set("echo", "x")
        path = write_configuration(tmp_path, configuration(tmp_path, {"token": reference("late")}))
        done = run("call", "--config", path, "configured_show", "{}",
                   environment=stored.environment)
        assert done.returncode == 0 and json.loads(done.stdout) == {"token": VALUE}

    def test_list_asks_for_none(self, tmp_path, stored):
        stored.set("late", VALUE)
        path = write_configuration(tmp_path, configuration(tmp_path, {"token": reference("late")}))
        done = run("list", "--config", path, environment=stored.environment)
        assert done.returncode == 0 and "configured_show" in done.stdout
        assert stored.asked == []


@pytest.mark.parametrize(
    "plugin, text",
    [
        ({"settings": {"a": "${secret:}"}}, "names no secret"),
        ({"settings": {"a": "${secret:x#}"}}, "names no secret"),
        ({"isolation": "in-process", "settings": {"a": "${secret:x}"}}, "worker"),
    ],
)
def test_wrong_references_are_told(tmp_path, plugin, text):
    whole = configuration(tmp_path, {})
    whole["plugin"]["configured"] = plugin
    path = write_configuration(tmp_path, whole)
    done = run("serve", "--config", path, "--listen", "127.0.0.1:0")
    assert done.returncode == 78
    assert "plugin.configured.settings" in done.stderr and text in done.stderr
