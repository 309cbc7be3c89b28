"""Plugins that cannot be loaded, crash or hang: the others serve, and everybody is told."""

import json
import threading
import time

import pytest
from toolrack import FIXTURES, PLUGINS, eventually, plugin_folder, run, write_configuration
from wire import Connection, call, get

# File, and words that its error has to hold: what was wrong.
UNLOADABLE = {
    "text": ["ELF"],
    "empty": ["empty|ELF"],
    "truncated": ["truncated|short|ELF|end"],
    "wrong_machine": ["machine|architecture|RISC|built for"],
    "no_entry": ["toolrack_plugin_entry_v1"],
    "bad_major": ["toolrack_plugin_entry_v1|version"],
    "no_table": ["table|NULL|nothing"],
    "wrong_size": ["size|bytes"],
    "missing_library": ["libtoolrack_absent.so"],
    "undefined_symbol": ["toolrack_function_that_nobody_defines"],
    "create_fails": ["the fixture was told to fail"],
    "bad_tools": ["tools|JSON"],
    "crash_on_load": ["signal|crash|abort|SIGABRT|ended"],
    "crash_on_create": ["signal|crash|abort|SIGABRT|ended"],
}


def mentions(text: str, patterns: list[str]) -> bool:
    return all(any(w.lower() in text.lower() for w in p.split("|")) for p in patterns)


def health(rack) -> dict:
    response = get(rack.port, "/health")
    assert response.status == 200
    return json.loads(response.body)


def test_what_does_not_load_is_reported_and_the_others_serve(echo_rack):
    rack = echo_rack(*UNLOADABLE)
    report = eventually(lambda: (h := health(rack))["status"] == "degraded" and h)
    assert report
    assert call(rack.port, "echo_text", {"text": "fine"})["content"][0]["text"] == "fine"
    told = {
        name: [plugin for plugin in report["plugins"] if plugin["name"] == name]
        for name in UNLOADABLE
    }
    for name, words in UNLOADABLE.items():
        assert told[name], f"/health does not name {name}: {report}"
        assert mentions(json.dumps(told[name]), words), told[name]
        assert told[name][0]["state"] != "ready" and told[name][0]["tools"] == 0
        lines = [line for line in rack.errors if name in line]
        assert any(mentions(line, words) for line in lines), (name, lines)


@pytest.mark.parametrize("name", UNLOADABLE)
def test_list_reports_it_and_still_lists_the_others(tmp_path, name):
    plugins = plugin_folder(tmp_path, PLUGINS / "echo.so", FIXTURES / f"{name}.so")
    configuration = write_configuration(tmp_path, {"plugins": str(plugins)})
    done = run("list", "--config", configuration)
    assert "echo_text" in done.stdout
    assert mentions(done.stdout + done.stderr, [name, *UNLOADABLE[name]])


def test_strict_refuses_to_start(tmp_path):
    plugins = plugin_folder(tmp_path, PLUGINS / "echo.so", FIXTURES / "text.so")
    configuration = write_configuration(tmp_path, {"plugins": str(plugins)})
    done = run("serve", "--strict", "--listen", "127.0.0.1:0", "--config", configuration)
    assert done.returncode != 0 and "text" in done.stderr


def test_a_crash_fails_its_own_call_only(echo_rack):
    rack = echo_rack("crash_on_call")
    asleep = {"name": "echo_sleep", "arguments": {"milliseconds": 1500}}
    with Connection(rack.port) as sleeping, Connection(rack.port) as crashing:
        answers = []
        thread = threading.Thread(
            target=lambda: answers.append(sleeping.modern("tools/call", asleep).result)
        )
        thread.start()
        result = crashing.modern("tools/call", {"name": "crash_on_call_crash"}).result
        assert result["isError"]
        assert mentions(result["content"][0]["text"], ["crash|ended|signal|died"])
        assert not answers, "the call of the other plugin was running meanwhile"
        thread.join()
        assert not answers[0].get("isError")
    assert eventually(lambda: not call(rack.port, "crash_on_call_fine", {}).get("isError"))
    assert any("crash_on_call" in line and mentions(line, ["SEGV|11"]) for line in rack.errors)
    assert health(rack)["status"] == "ok"


def test_a_crash_fails_the_other_calls_of_its_plugin_and_says_so(echo_rack):
    rack = echo_rack()
    with Connection(rack.port) as sleeping, Connection(rack.port) as crashing:
        answers = []
        asleep = {"name": "echo_sleep", "arguments": {"milliseconds": 30000}}
        thread = threading.Thread(
            target=lambda: answers.append(sleeping.modern("tools/call", asleep).result)
        )
        thread.start()
        time.sleep(0.3)
        crashed = crashing.modern("tools/call", {"name": "echo_crash"}).result
        thread.join()
    for result in (crashed, answers[0]):
        assert result["isError"] and mentions(result["content"][0]["text"], ["crash"])
    assert call(rack.port, "echo_text", {"text": "back"})["content"][0]["text"] == "back"


def test_a_hang_is_answered_at_the_deadline(echo_rack):
    hasty = {"never_completes": {"callTimeoutMilliseconds": 500}}
    rack = echo_rack("never_completes", plugin=hasty)
    begun = time.monotonic()
    result = call(rack.port, "never_completes_hang", {})
    assert result["isError"] and time.monotonic() - begun < 10
    assert mentions(result["content"][0]["text"], ["time|deadline|answer"])
    assert call(rack.port, "echo_text", {"text": "fine"})["content"][0]["text"] == "fine"


@pytest.mark.parametrize("isolation", ["worker", "in-process"])
def test_a_call_that_ends_when_it_is_told_to_costs_no_worker(echo_rack, isolation):
    hasty = {"callTimeoutMilliseconds": 200, "graceMilliseconds": 500, "isolation": isolation}
    rack = echo_rack(plugin={"echo": hasty})
    workers = rack.workers()
    result = call(rack.port, "echo_sleep", {"milliseconds": 30000})
    assert result["isError"] and mentions(result["content"][0]["text"], ["time|deadline"])
    assert eventually(lambda: health(rack)["plugins"][0]["runningCalls"] == 0)
    time.sleep(1)
    assert health(rack)["plugins"][0]["crashes"] == 0 and rack.workers().keys() == workers.keys()


@pytest.mark.parametrize("name", UNLOADABLE)
def test_check_says_what_is_wrong(name):
    done = run("check", FIXTURES / f"{name}.so")
    assert done.returncode == 1
    assert mentions(done.stdout + done.stderr, UNLOADABLE[name]), done.stdout


@pytest.mark.parametrize(
    "name, tool, words", [("crash_on_call", "crash", "crash"), ("never_completes", "hang", "500")]
)
def test_check_survives_a_call_that_crashes_or_hangs(name, tool, words):
    done = run("check", FIXTURES / f"{name}.so", "--timeout", "500", "--call", tool)
    assert done.returncode == 1
    assert mentions(done.stdout + done.stderr, [words]), done.stdout
