"""`make run` and `make chain` as a newcomer types them: what is printed works, Ctrl-C ends all in
good order, and what cannot work is said."""

import json
import re
import socket
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from demo import SECONDS, Demo
from test_readme import ENGLISH, blocks
from toolrack import PLUGINS, plugin_folder


def answer(command):
    """The result of a `curl` command that calls a tool."""
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, timeout=SECONDS, check=True)
    return json.loads(done.stdout)["result"]


def printed_commands(text):
    return re.findall(r"^curl .*?\n\n", text, re.MULTILINE | re.DOTALL)


def readme_command(demo):
    """The README's call of pg_query, to the port of this demonstration."""
    [command] = [block for block in blocks(ENGLISH, "sh") if "pg_query" in block]
    assert command.count(":8080/") == 1
    return command.replace(":8080/", f":{demo.ports['PORT']}/")


def test_the_printed_curl_lines_work():
    demo = Demo("run")
    try:
        text = demo.printed()
        commands = printed_commands(text)
        assert len(commands) == 2, text + "\n".join(demo.errors)
        sent, asked = map(answer, commands)
        assert "lark_send_message" in commands[0] and not sent.get("isError"), sent
        assert len(asked["structuredContent"]["rows"]) == 100, asked
        told = answer(readme_command(demo))
        assert json.loads(told["content"][0]["text"])["row_count"] == 5, told
        [folder] = re.findall(r"-D (\S+)/data ", "\n".join(demo.left()))
        assert Path(folder).is_dir()
    finally:
        demo.end()
    assert not Path(folder).exists()


def test_the_demonstration_changes_nothing():
    demo = Demo("run")
    try:
        command = printed_commands(demo.printed())[1]
        for statement in ["DELETE FROM orders", "SELECT set_config(''role'', ''postgres'', true)"]:
            sql = statement.replace("''", "'\\''")
            result = answer(re.sub('"SELECT .*?"}', lambda _: f'"{sql}"}}', command))
            assert result["isError"], result
    finally:
        demo.end()


def test_the_declared_tools_of_the_demonstration_answer():
    demo = Demo("run")
    try:
        command = printed_commands(demo.printed())[1].replace("pg_query", "pg_get_order")
        result = answer(re.sub('{"sql": .*?}', '{"id": 7}', command))
        assert result["structuredContent"]["row"]["id"] == 7, result
        command = command.replace("pg_get_order", "pg_list_orders")
        result = answer(re.sub('{"sql": .*?}', '{"customer": "grace", "status": "paid"}', command))
        rows = result["structuredContent"]["rows"]
        assert rows and {row["status"] for row in rows} == {"paid"}, result
    finally:
        demo.end()


def test_the_demonstration_goes_on_without_postgresql():
    """As where the package cannot be installed: the rest works, and pg_query says why not."""
    demo = Demo("run", POSTGRES_PROGRAMS="/nowhere")
    try:
        text = demo.printed()
        [send] = printed_commands(text)
        assert not answer(send).get("isError")
        assert "There is no PostgreSQL in /nowhere." in demo.errors
        result = answer(readme_command(demo))
        assert result["isError"] and "settings.databases.shop.url" in result["content"][0]["text"]
    finally:
        demo.end()


class Welcome(BaseHTTPRequestHandler):
    """Answers whatever it is asked, as another server may that has the port."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


@pytest.fixture(params=["http", "silent"])
def taken(request):
    """A port where somebody else listens."""
    if request.param == "silent":
        with socket.create_server(("127.0.0.1", 0)) as listener:
            yield str(listener.getsockname()[1])
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), Welcome)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield str(server.server_port)
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("name, port", [
    ("run", "PORT"), ("run", "SANDBOX_PORT"),
    ("chain", "PORT"), ("chain", "RUNTIME_PORT"), ("chain", "SANDBOX_PORT"),
])
def test_a_taken_port_is_told(name, port, taken):
    demo = Demo(name, **{port: taken})
    shown = demo.printed()
    assert demo.process.wait(SECONDS) == 1, shown
    demo._reader.join(SECONDS)
    assert demo.errors[-1].startswith(f"Is port {taken} taken? Then try: make {name} {port}=")
    assert "Ctrl-C" not in shown and "curl" not in shown
    assert demo.left() == []


@pytest.mark.parametrize("plugin", ["remote", "echo", "lark"])
def test_the_chain_misses_a_plugin(tmp_path, plugin):
    others = {"remote", "echo", "lark"} - {plugin}
    plugins = plugin_folder(tmp_path, *(PLUGINS / f"{other}.so" for other in others))
    demo = Demo("chain", TOOLRACK_PLUGINS=str(plugins))
    assert demo.printed() == "" and demo.process.wait(SECONDS) == 1
    demo._reader.join(SECONDS)
    assert demo.errors == [f"{plugins}/{plugin}.so is missing; run: make plugins"]
