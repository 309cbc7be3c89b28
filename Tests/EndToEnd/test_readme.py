"""What the README says is what happens: its commands, its configuration and its plugins work."""

import json
import os
import re
import shlex
import shutil
import socket
import subprocess

import pytest
from toolrack import BUILD, EXECUTABLE, PLUGINS, ROOT

ENGLISH = ROOT / "README.md"
CHINESE = ROOT / "README.zh-CN.md"
BUILD_SECONDS = 600


def blocks(path, language):
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text(), re.MULTILINE | re.DOTALL)


def without_comments(text):
    return "\n".join(re.sub(r"\s*//.*", "", line) for line in text.splitlines())


def in_project(tmp_path):
    """A folder like a checkout that has been built: sources by link, plugins of its own."""
    for name in ("Sources", "Plugins"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copytree(PLUGINS, tmp_path / "plugins")
    return tmp_path


def run(command, cwd):
    environment = {**os.environ, "PATH": f"{BUILD}:{os.environ['PATH']}"}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=cwd, env=environment, capture_output=True, text=True, timeout=BUILD_SECONDS,
    )


@pytest.mark.parametrize("language", ["sh", "swift", "json5", "json"])
def test_both_readmes_show_the_same_code(language):
    english, chinese = blocks(ENGLISH, language), blocks(CHINESE, language)
    assert english
    assert list(map(without_comments, english)) == list(map(without_comments, chinese))


@pytest.mark.parametrize("path", [ENGLISH, CHINESE, ROOT / "docs/architecture.md"])
def test_every_link_leads_somewhere(path):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text())
    missing = [link for link in links if not (path.parent / link).exists()]
    assert not missing


def test_every_make_target_exists():
    named = set(re.findall(r"make ([a-z-]+)", ENGLISH.read_text()))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {"run", "test"} <= named <= targets


def test_the_commands_work(tmp_path):
    folder = in_project(tmp_path)
    commands = [block for block in blocks(ENGLISH, "sh") if block.startswith("toolrack ")]
    assert commands
    for command in commands:
        result = run(command, folder)
        assert result.returncode == 0, result.stderr
        assert "hello" in result.stdout


def test_the_c_plugin_builds_and_passes_its_check(tmp_path):
    folder = in_project(tmp_path)
    (folder / "plugins/echo.so").unlink()
    commands = [block for block in blocks(ENGLISH, "sh") if block.startswith("cc ")]
    assert len(commands) == 1
    result = run(commands[0], folder)
    assert result.returncode == 0, result.stderr + result.stdout
    assert "the plugin passes" in result.stdout


def test_the_configuration_is_accepted(tmp_path):
    folder = in_project(tmp_path)
    [configuration] = blocks(ENGLISH, "json5")
    (folder / "toolrack.json").write_text(configuration)
    command = f"{shlex.quote(str(EXECUTABLE))} list --config toolrack.json --json"
    secrets = "LARK_APP_SECRET=s3cret-of-a-test PGPASSWORD=s3cret-of-a-test"
    result = run(f"LARK_APP_ID=cli_a {secrets} {command}", folder)
    assert result.returncode == 0, result.stderr
    assert "s3cret-of-a-test" not in result.stdout + result.stderr
    plugins = {plugin["name"]: plugin for plugin in json.loads(result.stdout)["plugins"]}
    assert plugins["lark"]["state"] == "ready" and plugins["lark"]["isolation"] == "worker"
    assert plugins["pg"]["state"] == "ready" and plugins["pg"]["isolation"] == "worker"
    assert plugins["echo"]["isolation"] == "in-process"


def test_the_login_works(tmp_path):
    folder = in_project(tmp_path)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = str(listener.getsockname()[1])
    [configuration] = [block for block in blocks(ENGLISH, "json") if "issuer" in block]
    (folder / "login.json").write_text(configuration.replace("8080", port))
    start, use = [block for block in blocks(ENGLISH, "sh") if block.startswith(("SECRET", "TOKEN"))]
    wait = f"until curl -s -o /dev/null http://127.0.0.1:{port}/health; do sleep 0.1; done\n"
    script = f"{start}trap 'kill $!; wait' EXIT\n{wait}{use}".replace("8080", port)
    result = run(script, folder)
    assert result.returncode == 0, result.stderr
    tools = json.loads(result.stdout)["result"]["tools"]
    assert "echo_text" in [tool["name"] for tool in tools]


def test_the_swift_plugin_builds_and_greets(tmp_path):
    [source] = blocks(ENGLISH, "swift")
    [library] = set(re.findall(r"`(\.library\(name: \"greet\".*?\))`", ENGLISH.read_text()))
    (tmp_path / "Sources/Greet").mkdir(parents=True)
    (tmp_path / "Sources/Greet/Greet.swift").write_text(source)
    (tmp_path / "Package.swift").write_text(
        f"""// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "greet",
  products: [{library}],
  dependencies: [.package(name: "toolrack", path: "{ROOT}")],
  targets: [
    .target(
      name: "Greet", dependencies: [.product(name: "PluginKit", package: "toolrack")],
      swiftSettings: [.enableUpcomingFeature("InternalImportsByDefault")])
  ])
"""
    )
    built = run("swift build --product greet && mkdir plugins && "
                "cp .build/debug/libgreet.so plugins/greet.so", tmp_path)
    assert built.returncode == 0, built.stdout + built.stderr
    called = run("toolrack call greet_hello '{\"name\": \"Ada\"}'", tmp_path)
    assert called.stdout == "Hello, Ada!\n", called.stderr
    wrong = run("toolrack call greet_hello '{\"name\": 1}'", tmp_path)
    assert wrong.returncode == 1 and "name" in wrong.stdout
