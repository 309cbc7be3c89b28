"""The commands of the executable, and what they answer to people."""

import json

import pytest
from toolrack import FIXTURES, PLUGINS, plugin_folder, run, write_configuration


@pytest.fixture
def folder(tmp_path):
    """A folder as `toolrack` finds it without any configuration: with ./plugins."""
    plugin_folder(tmp_path, PLUGINS / "echo.so", PLUGINS / "lark.so")
    return tmp_path


def test_version():
    done = run("--version")
    assert done.returncode == 0 and done.stdout.startswith("toolrack ")


def test_help_names_every_command():
    done = run("--help")
    assert done.returncode == 0
    for command in ["serve", "stdio", "list", "call", "check"]:
        assert command in done.stdout


@pytest.mark.parametrize("arguments", [["sreve"], ["serve", "--lisen", "x"], ["call"], ["check"]])
def test_a_wrong_command_line_says_what_would_be_right(arguments):
    done = run(*arguments)
    assert done.returncode not in (0, -11, -6, 132, 133, 134, 139)
    assert done.stderr.strip() and "Fatal" not in done.stderr


def test_an_option_that_is_near_is_named_as_it_is_written():
    result = run("serve", "--conf", "x")
    assert result.returncode == 64
    assert "--conf is no option here; did you mean \"--config\"?" in result.stderr


def test_list_needs_no_configuration_and_no_credentials(folder):
    done = run("list", cwd=folder)
    assert done.returncode == 0, done.stderr
    for tool in ["echo_text", "lark_send_message", "lark_get_calendar", "lark_search_docs"]:
        assert tool in done.stdout


def test_list_as_json(folder):
    done = run("list", "--json", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "echo_text" in json.dumps(json.loads(done.stdout))


def test_call(folder):
    done = run("call", "echo_text", '{"text":"by hand"}', cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "by hand" in done.stdout


@pytest.mark.parametrize(
    "tool, arguments, words",
    [
        ("echo_text", "{", "JSON"),
        ("echo_text", "[]", "object"),
        ("echo_text", '{"text":7}', "text"),
        ("echo_txet", "{}", "echo_text"),
        ("echo_crash", "{}", "crash"),
        ("lark_search_docs", '{"query":"x"}', "plugin.lark.settings.appId"),
    ],
)
def test_a_call_that_fails_says_why(folder, tool, arguments, words):
    done = run("call", tool, arguments, cwd=folder)
    assert done.returncode not in (0, -11, -6)
    assert words in done.stdout + done.stderr, done.stdout + done.stderr


def test_check_passes_what_is_shipped(folder):
    for name in ["echo", "lark"]:
        done = run("check", folder / "plugins" / f"{name}.so")
        assert done.returncode == 0, done.stdout + done.stderr


def test_check_as_json():
    done = run("check", "--json", FIXTURES / "bad_names.so")
    assert done.returncode != 0
    assert "has space" in json.dumps(json.loads(done.stdout), ensure_ascii=False)


@pytest.mark.parametrize(
    "text, words",
    [
        ("{", ["toolrack.json"]),
        ('{"listn": "127.0.0.1:0"}', ["listn", "listen"]),
        ('{"listen": 8080}', ["listen", "string"]),
        ('{"listen": "nowhere"}', ["listen"]),
        ('{"plugin": {"echo": {"isolation": "thread"}}}', ["isolation", "worker", "in-process"]),
        ('{"plugin": {"echo": {"settings": {"a": "${file:no/such}"}}}}', ["no/such"]),
        ('{"listen": "0.0.0.0:0"}', ["access"]),
        ('{"listen": "127.0.0.1:0", "listen": "127.0.0.1:1"}', ["listen"]),
    ],
)
def test_a_wrong_configuration_says_where(folder, text, words):
    path = folder / "toolrack.json"
    path.write_text(text)
    done = run("serve", "--config", path, cwd=folder)
    assert done.returncode not in (0, -11, -6)
    for word in words:
        assert word in done.stderr, done.stderr


def test_two_plugins_that_claim_one_name_are_named(tmp_path):
    plugins = plugin_folder(tmp_path, PLUGINS / "echo.so")
    (plugins / "twin.so").write_bytes((PLUGINS / "echo.so").read_bytes())
    configuration = write_configuration(
        tmp_path, {"plugins": str(plugins), "plugin": {"twin": {"prefix": "echo"}}}
    )
    listed = run("list", "--config", configuration)
    started = run("serve", "--listen", "127.0.0.1:0", "--config", configuration)
    assert started.returncode == 1
    for text in [listed.stdout, started.stderr]:
        assert "echo and twin" in text and "echo_text" in text


def test_executables_link_no_foundation():
    import subprocess

    from toolrack import EXECUTABLE

    for path in [EXECUTABLE, PLUGINS / "lark.so", PLUGINS / "echo.so"]:
        linked = subprocess.run(["ldd", path], capture_output=True, text=True, check=True).stdout
        assert "Foundation" not in linked and "libcurl" not in linked, linked
    assert "swift" not in linked, "the C plugin needs no Swift"
