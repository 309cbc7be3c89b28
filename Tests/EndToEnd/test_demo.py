"""`make run` as a newcomer types it: it prints a curl line, and the line works."""

import json
import os
import signal
import socket
import subprocess

import pytest
from toolrack import BUILD, PLUGINS, ROOT, Watched

SECONDS = 60


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def test_the_printed_curl_line_works():
    environment = {
        "PORT": str(free_port()),
        "SANDBOX_PORT": str(free_port()),
        "TOOLRACK_BIN_DIR": str(BUILD),
        "TOOLRACK_PLUGINS": str(PLUGINS),
    }
    demo = Watched(
        [ROOT / "scripts/run.sh"], environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, start_new_session=True,
    )
    try:
        lines, curl = [], []
        for line in demo.process.stdout:
            lines.append(line.decode())
            if lines[-1].startswith("curl ") or curl:
                curl.append(lines[-1])
            if curl and lines[-1] == "\n":
                break
        assert curl, "".join(lines) + "\n".join(demo.errors)
        assert any("lark_send_message" in line for line in lines), lines
        answer = subprocess.run(
            ["bash", "-c", "".join(curl)], capture_output=True, timeout=SECONDS, check=True
        ).stdout
        result = json.loads(answer)["result"]
        assert not result.get("isError"), result
    finally:
        # As Ctrl-C does: the whole process group gets the signal.
        os.killpg(demo.pid, signal.SIGINT)
        demo.process.stdout.close()
        assert demo.process.wait(SECONDS) == 0
    with pytest.raises(ProcessLookupError):
        os.killpg(demo.pid, 0)
