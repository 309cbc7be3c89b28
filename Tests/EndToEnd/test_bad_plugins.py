"""Plugins that cannot be loaded, crash or hang: the others serve, and everybody is told."""

import json
import time

import pytest
from toolrack import PLUGINS, eventually, plugin_folder, run, write_configuration, FIXTURES
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
        name: [p for p in report["plugins"] if mentions(json.dumps(p), [name_words(name)])]
        for name in UNLOADABLE
    }
    for name, words in UNLOADABLE.items():
        assert told[name], f"/health does not name {name}: {report}"
        assert mentions(json.dumps(told[name]), words), told[name]
        lines = [line for line in rack.errors if mentions(line, [name_words(name)])]
        assert any(mentions(line, words) for line in lines), (name, lines)


def name_words(name: str) -> str:
    return f"{name}|{name.replace('_', '-')}"


@pytest.mark.parametrize("name", UNLOADABLE)
def test_list_reports_it_and_still_lists_the_others(tmp_path, name):
    plugins = plugin_folder(tmp_path, PLUGINS / "echo.so", FIXTURES / f"{name}.so")
    configuration = write_configuration(tmp_path, {"plugins": str(plugins)})
    done = run("list", "--config", configuration)
    assert "echo_text" in done.stdout
    assert mentions(done.stdout + done.stderr, [name_words(name), *UNLOADABLE[name]])


def test_strict_refuses_to_start(tmp_path):
    plugins = plugin_folder(tmp_path, PLUGINS / "echo.so", FIXTURES / "text.so")
    configuration = write_configuration(tmp_path, {"plugins": str(plugins)})
    done = run("serve", "--strict", "--listen", "127.0.0.1:0", "--config", configuration)
    assert done.returncode != 0 and "text" in done.stderr


@pytest.mark.parametrize("crash", ["echo_crash", "crash-on-call_crash"])
def test_a_crash_fails_its_own_call_only(echo_rack, crash):
    rack = echo_rack("crash_on_call")
    with Connection(rack.port) as sleeping, Connection(rack.port) as crashing:
        other = "echo_sleep" if crash != "echo_crash" else "crash-on-call_fine"
        arguments = {"milliseconds": 300} if other == "echo_sleep" else {}
        result = crashing.modern("tools/call", {"name": crash, "arguments": {}}).result
        assert result["isError"]
        assert mentions(result["content"][0]["text"], ["crash|ended|signal|died"])
        result = sleeping.modern("tools/call", {"name": other, "arguments": arguments}).result
        assert not result.get("isError")
    plugin, healthy = crash.split("_")[0], crash.replace("_crash", "_fine")
    tool = ("echo_text", {"text": "back"}) if plugin == "echo" else (healthy, {})
    assert eventually(lambda: not call(rack.port, *tool).get("isError"), seconds=15)
    assert any(plugin in line and mentions(line, ["crash|signal|ended"]) for line in rack.errors)


def test_a_hang_is_answered_at_the_deadline(echo_rack):
    hasty = {"never-completes": {"callTimeoutMilliseconds": 500}}
    rack = echo_rack("never_completes", plugin=hasty)
    begun = time.monotonic()
    result = call(rack.port, "never-completes_hang", {})
    assert result["isError"] and time.monotonic() - begun < 10
    assert mentions(result["content"][0]["text"], ["time|deadline|answer"])
    assert call(rack.port, "echo_text", {"text": "fine"})["content"][0]["text"] == "fine"


def test_check_survives_a_crash_and_a_hang(tmp_path):
    for name in ["crash_on_load", "crash_on_create", "text", "truncated", "wrong_machine"]:
        done = run("check", FIXTURES / f"{name}.so")
        assert done.returncode != 0 and mentions(done.stdout + done.stderr, UNLOADABLE[name])
