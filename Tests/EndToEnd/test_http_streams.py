"""Plugins that read responses while they arrive, in a worker and in the host."""

import socket
import threading

import pytest
from everything import ModernClient, text_of
from wire import call

HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
LAST_CHUNK = b"0\r\n\r\n"
STEP_SECONDS = 20


def chunk(text: str) -> bytes:
    return b"%x\r\n%s\r\n" % (len(text), text.encode())


class Upstream:
    """A server that answers each connection's request with what `serve` does to the socket, and
    then waits for the client to close it."""

    def __init__(self, serve):
        self.serve = serve
        self.closed = threading.Semaphore(0)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/path?secret"
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.listener.close()

    def assert_closed(self):
        """The client has closed a connection."""
        assert self.closed.acquire(timeout=STEP_SECONDS)

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection):
        with connection:
            received = b""
            while b"\r\n\r\n" not in received:
                received += connection.recv(65536)
            try:
                if not self.serve(connection):
                    return
                while connection.recv(65536):
                    pass
            except ConnectionError:
                pass  # It has been closed with something on its way.
            self.closed.release()


@pytest.fixture(params=["worker", "in-process"])
def rack_for(request, echo_rack):
    """Starts a server whose plugin may reach the upstream."""

    def start(upstream, **settings):
        egress = [f"127.0.0.1:{upstream.port}"]
        plugin = {"isolation": request.param, "egress": egress, **settings}
        return echo_rack("http_stream", plugin={"http_stream": plugin})

    return start


def stream(rack, upstream, **arguments) -> dict:
    return call(rack.port, "http_stream_stream", {"url": upstream.url, **arguments})


def test_each_piece_reaches_the_plugin_before_the_next_one_is_sent(rack_for):
    seen = threading.Semaphore(0)

    def serve(connection):
        connection.sendall(HEAD)
        for text in ("one", "two", "three"):
            connection.sendall(chunk(text))
            # The client has heard of the piece, while the response goes on.
            assert seen.acquire(timeout=STEP_SECONDS)
        connection.sendall(LAST_CHUNK)

    with Upstream(serve) as upstream:
        with ModernClient(rack_for(upstream).port) as client:
            arguments = {"url": upstream.url}
            meta = {"progressToken": "pieces"}
            answer = client.start_call("http_stream_stream", arguments, meta=meta)
            for number in (1, 2, 3):
                progress = answer.message()
                assert progress["method"] == "notifications/progress"
                assert progress["params"]["progress"] == number
                seen.release()
            assert text_of(answer.message()["result"]) == "200 onetwothree"


def test_a_peer_that_ends_in_the_middle_is_told_from_the_end(rack_for):
    def serve(connection):
        connection.sendall(HEAD + chunk("half"))

    with Upstream(serve) as upstream:
        rack = rack_for(upstream)
        result = stream(rack, upstream)
        assert result["isError"] and "within its response" in text_of(result)
        assert "secret" not in text_of(result) + "\n".join(rack.errors)


def test_the_limit_is_for_the_whole_body_and_there_is_none_unless_asked_for(rack_for):
    def serve(connection):
        connection.sendall(HEAD + chunk("x" * 1_000_000) * 20 + LAST_CHUNK)
        return True

    with Upstream(serve) as upstream:
        rack = rack_for(upstream)
        result = stream(rack, upstream, limit=5_000_000)
        assert result["isError"] and "over 5000000 bytes" in text_of(result)
        upstream.assert_closed()
        assert len(text_of(stream(rack, upstream))) == len("200 ") + 20_000_000


def test_the_time_out_is_for_the_head(rack_for):
    with Upstream(lambda connection: True) as upstream:
        result = stream(rack_for(upstream), upstream, timeout=300)
        assert result["isError"] and "did not answer within 300 ms" in text_of(result)
        upstream.assert_closed()


def test_the_plugin_ends_a_stream(rack_for):
    def serve(connection):
        connection.sendall(HEAD + chunk("all that it wants"))
        return True

    with Upstream(serve) as upstream:
        result = stream(rack_for(upstream), upstream, pieces=1)
        assert result["isError"] and "cancelled" in text_of(result)
        upstream.assert_closed()


def test_a_stream_ends_at_the_deadline_of_its_call(rack_for):
    def serve(connection):
        connection.sendall(HEAD + chunk("then silence"))
        return True

    with Upstream(serve) as upstream:
        # Nothing else would end it: neither the plugin nor the end of its worker.
        rack = rack_for(upstream, callTimeoutMilliseconds=1_000, graceMilliseconds=600_000)
        assert stream(rack, upstream)["isError"]
        upstream.assert_closed()
        assert call(rack.port, "echo_text", {"text": "fine"})["content"][0]["text"] == "fine"


def test_a_host_that_is_not_listed_is_refused(rack_for):
    with Upstream(lambda connection: True) as listed, Upstream(lambda connection: True) as other:
        result = stream(rack_for(listed), other)
        assert result["isError"] and "plugin.http_stream.egress" in text_of(result)


def test_open_streams_end_with_the_server(rack_for):
    def serve(connection):
        connection.sendall(HEAD + chunk("piece"))
        return True

    with Upstream(serve) as upstream:
        rack = rack_for(upstream)
        for _ in range(5):
            answer = call(rack.port, "http_stream_open", {"url": upstream.url})
            assert text_of(answer) == "open"
        assert rack.stop() == 0
        for _ in range(5):
            upstream.assert_closed()
        troubles = [line for line in rack.log if line["level"] in ("warning", "error")]
        assert not troubles
