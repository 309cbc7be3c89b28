"""A secret of a plugin's settings stays out of everything that anybody can read."""

import json

import pytest
from lark import SECRET, lark_settings
from toolrack import FIXTURES, PLUGINS, Toolrack, command, plugin_folder, run, write_configuration
from wire import Connection, get

TOKEN = "s3cr3t-" + "f00dfeed" * 3


def configuration(tmp_path, sandbox) -> dict:
    plugins = plugin_folder(
        tmp_path, PLUGINS / "lark.so", PLUGINS / "echo.so", FIXTURES / "logger.so",
        FIXTURES / "create_fails.so", FIXTURES / "text.so",
    )
    settings = {**lark_settings(sandbox), "appSecret": "${env:LARK_SECRET}"}
    return {
        "plugins": str(plugins),
        "plugin": {
            "lark": {"egress": [sandbox.address], "settings": settings},
            "echo": {"settings": {"token": TOKEN}},
            "create_fails": {"settings": {"token": TOKEN}},
        },
    }


@pytest.mark.parametrize("secret", [SECRET, TOKEN + "-wrong"], ids=["right", "wrong"])
def test_nothing_shows_a_secret(tmp_path, sandbox, secret):
    environment = {"LARK_SECRET": secret}
    shown = {}
    with Toolrack(tmp_path, configuration(tmp_path, sandbox), environment) as rack:
        with Connection(rack.port) as connection:
            for tool, arguments in [
                ("lark_send_message", {"to": "oc_nowhere", "text": "x"}),
                ("lark_get_calendar", {}),
                ("lark_search_docs", {"query": "x"}),
                ("lark_send_message", {"to": 7}),
                ("logger_log", {}),
                ("echo_crash", {}),
            ]:
                params = {"name": tool, "arguments": arguments}
                shown[tool] = connection.modern("tools/call", params).body
            shown["tools"] = connection.modern("tools/list").body
        shown["health"] = get(rack.port, "/health").body
        shown["ping"] = get(rack.port, "/ping").body
        for pid, line in rack.workers().items():
            shown[f"worker {pid}"] = command(pid)
        assert rack.stop() == 0
        shown["log"] = "\n".join(rack.errors)
    for arguments in (["list"], ["list", "--json"], ["call", "lark_search_docs", '{"query":"x"}']):
        done = run(
            arguments[0], "--config", tmp_path / "toolrack.json", *arguments[1:],
            environment=environment,
        )
        shown[" ".join(arguments)] = done.stdout + done.stderr
    for place, text in shown.items():
        text = text.decode() if isinstance(text, bytes) else text
        assert secret not in text and TOKEN not in text, f"the secret is in {place}"


def test_a_worker_sees_its_own_secrets_only(tmp_path, sandbox):
    plugins = plugin_folder(tmp_path, FIXTURES / "configured.so")
    write_configuration(
        tmp_path,
        {
            "plugins": str(plugins),
            "plugin": {
                "configured": {"settings": {"own": "visible"}},
                "lark": {"settings": {"appSecret": TOKEN}},
            },
        },
    )
    done = run("call", "--config", tmp_path / "toolrack.json", "configured_show", "{}")
    assert "visible" in done.stdout and TOKEN not in done.stdout + done.stderr


def test_an_error_in_the_configuration_does_not_repeat_a_value(tmp_path):
    path = tmp_path / "toolrack.json"
    path.write_text(json.dumps({"plugin": {"lark": {"setings": {"appSecret": TOKEN}}}}))
    done = run("list", "--config", path)
    assert done.returncode != 0
    assert "setings" in done.stderr and "settings" in done.stderr
    assert TOKEN not in done.stdout + done.stderr
