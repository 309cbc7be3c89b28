"""`make run` and `make chain` as a newcomer types them: what is printed works, Ctrl-C ends all in
good order, and what cannot work is said."""

import json
import socket
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from demo import SECONDS, Demo
from toolrack import PLUGINS, plugin_folder


def test_the_printed_curl_line_works():
    demo = Demo("run")
    try:
        text = demo.printed()
        assert "lark_send_message" in text and "\ncurl " in text, text + "\n".join(demo.errors)
        command = text[text.index("\ncurl "):text.index("Ctrl-C")]
        answer = subprocess.run(
            ["bash", "-c", command], capture_output=True, timeout=SECONDS, check=True
        ).stdout
        result = json.loads(answer)["result"]
        assert not result.get("isError"), result
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
