"""SIGTERM and SIGINT: running calls are finished, workers go, the status is 0."""

import signal
import subprocess
import threading
import time

import pytest
from toolrack import EXECUTABLE, command, eventually
from wire import Connection


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda n: n.name)
def test_an_idle_server_ends_at_once(echo_rack, number):
    rack = echo_rack()
    workers = rack.workers()
    begun = time.monotonic()
    with Connection(rack.port) as idle:
        assert rack.stop(number) == 0
        assert idle.is_closed()
    assert time.monotonic() - begun < 5
    assert eventually(lambda: not any("toolrack" in command(pid) for pid in workers))


@pytest.mark.parametrize("isolation", ["worker", "in-process"])
def test_a_running_call_is_finished(echo_rack, isolation):
    rack = echo_rack(plugin={"echo": {"isolation": isolation}})
    answers = []

    def slow_call():
        with Connection(rack.port) as connection:
            params = {"name": "echo_sleep", "arguments": {"milliseconds": 1500}}
            answers.append(connection.modern("tools/call", params).result)

    thread = threading.Thread(target=slow_call)
    thread.start()
    time.sleep(0.5)
    assert rack.stop() == 0
    thread.join()
    assert answers and not answers[0].get("isError"), answers


def test_no_new_connection_is_accepted_while_it_drains(echo_rack):
    rack = echo_rack()
    with Connection(rack.port) as connection:
        from wire import envelope, modern_fields, request
        import json

        params = {"name": "echo_sleep", "arguments": {"milliseconds": 1500}, "_meta": envelope()}
        body = json.dumps(request("tools/call", params)).encode()
        fields = {"Host": "127.0.0.1", "Content-Type": "application/json",
                  "Accept": "application/json, text/event-stream",
                  "Content-Length": len(body), **modern_fields("tools/call", params)}
        head = "".join(f"{n}: {v}\r\n" for n, v in fields.items())
        connection.send(f"POST /mcp HTTP/1.1\r\n{head}\r\n".encode() + body)
        time.sleep(0.3)
        rack.process.send_signal(signal.SIGTERM)
        assert eventually(lambda: is_refused(rack.port), seconds=1)
        assert connection.receive().status == 200
    assert rack.process.wait(20) == 0


def is_refused(port: int) -> bool:
    try:
        with Connection(port):
            return False
    except OSError:
        return True


def test_workers_do_not_outlive_a_killed_host(echo_rack):
    rack = echo_rack()
    workers = rack.workers()
    assert workers
    rack.process.kill()
    rack.process.wait()
    assert eventually(lambda: not any("toolrack" in command(pid) for pid in workers), seconds=10)


def test_stdio_ends_with_its_input(tmp_path, demo):
    from toolrack import write_configuration

    process = subprocess.Popen(
        [EXECUTABLE, "stdio", "--config", write_configuration(tmp_path, demo)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )
    process.stdin.write(b'{"jsonrpc":"2.0","id":1,"method":"ping"}\n')
    process.stdin.flush()
    assert b'"id":1' in process.stdout.readline().replace(b" ", b"")
    process.stdin.close()
    assert process.wait(10) == 0
    assert process.stdout.read() == b""
