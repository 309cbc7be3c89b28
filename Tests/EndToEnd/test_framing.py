"""Requests that are malformed, ambiguous or oversized: refused, and the connection closed."""

import time

import pytest
from wire import Connection, call, get

BODY = b'{"jsonrpc":"2.0","id":1,"method":"ping"}'
LENGTH = b"Content-Length: %d\r\n" % len(BODY)
HOST = b"Host: 127.0.0.1\r\n"
KIND = b"Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
POST = b"POST /mcp HTTP/1.1\r\n"
SMUGGLED = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def post(fields: bytes, body: bytes = BODY) -> bytes:
    return POST + HOST + KIND + fields + b"\r\n" + body


CHUNKED = b"Transfer-Encoding: chunked\r\n"

REFUSED = {
    # Two ways to say where the body ends.
    "length and chunked": (400, post(LENGTH + CHUNKED, b"0\r\n\r\n" + SMUGGLED)),
    "chunked and length": (400, post(CHUNKED + LENGTH, b"0\r\n\r\n" + SMUGGLED)),
    "two lengths that differ": (400, post(LENGTH + b"Content-Length: 0\r\n")),
    "two lengths that agree": (400, post(LENGTH + LENGTH)),
    "a list of lengths": (400, post(b"Content-Length: %d, %d\r\n" % (len(BODY), len(BODY)))),
    "two transfer codings fields": (400, post(CHUNKED + CHUNKED, b"0\r\n\r\n")),
    "chunked twice": ((400, 501), post(b"Transfer-Encoding: chunked, chunked\r\n", b"0\r\n\r\n")),
    "chunked not last": ((400, 501), post(b"Transfer-Encoding: chunked, gzip\r\n", b"0\r\n\r\n")),
    "an unknown transfer coding": (501, post(b"Transfer-Encoding: gzip, chunked\r\n")),
    "identity": ((400, 501), post(b"Transfer-Encoding: identity\r\n" + LENGTH)),
    "a coding with a tail": ((400, 501), post(b"Transfer-Encoding: xchunked\r\n", b"0\r\n\r\n")),
    "chunked under 1.0": (
        400,
        b"POST /mcp HTTP/1.0\r\n" + HOST + KIND + CHUNKED + b"\r\n0\r\n\r\n",
    ),
    # Numbers.
    "a negative length": (400, post(b"Content-Length: -1\r\n")),
    "a signed length": (400, post(b"Content-Length: +%d\r\n" % len(BODY))),
    "a hexadecimal length": (400, post(b"Content-Length: 0x28\r\n")),
    "a length with a space": (400, post(b"Content-Length: 4 0\r\n")),
    "an empty length": (400, post(b"Content-Length:\r\n")),
    "a length beyond 64 bits": (
        (400, 413),
        post(b"Content-Length: 99999999999999999999999\r\n"),
    ),
    "a length over the limit": (413, post(b"Content-Length: 1073741824\r\n", b"")),
    "a chunk size without digits": (400, post(CHUNKED, b"\r\nabc\r\n0\r\n\r\n")),
    "a chunk size with a sign": (400, post(CHUNKED, b"+3\r\nabc\r\n0\r\n\r\n")),
    "a chunk size with 0x": (400, post(CHUNKED, b"0x3\r\nabc\r\n0\r\n\r\n")),
    "a chunk size beyond 64 bits": ((400, 413), post(CHUNKED, b"fffffffffffffffff\r\n")),
    "a chunk size that wraps": ((400, 413), post(CHUNKED, b"10000000000000003\r\nabc\r\n")),
    "a chunk longer than its size": (400, post(CHUNKED, b"3\r\nabcd\r\n0\r\n\r\n")),
    "a chunk that ends in a bare LF": (400, post(CHUNKED, b"3\r\nabc\n0\r\n\r\n")),
    "a chunk size that ends in a bare LF": (400, post(CHUNKED, b"3\nabc\r\n0\r\n\r\n")),
    "a bare CR in a chunk extension": (400, post(CHUNKED, b"3;a\rb\r\nabc\r\n0\r\n\r\n")),
    "a bare LF in a chunk extension": (400, post(CHUNKED, b"3;a\nb\r\nabc\r\n0\r\n\r\n")),
    "endless chunk extensions": ((400, 413), post(CHUNKED, b"3;" + b"a" * 70000)),
    "framing in the trailer": (
        400,
        post(CHUNKED, b"0\r\nContent-Length: 5\r\nbad name: x\r\n\r\n"),
    ),
    # Fields.
    "a space before the colon": (400, post(b"Content-Length : 40\r\n")),
    "obsolete folding": (400, post(b"X-A: b\r\n folded\r\n" + LENGTH)),
    "a folded first field": (400, POST + b" " + HOST + b"\r\n"),
    "a line without a colon": (400, post(b"nonsense\r\n" + LENGTH)),
    "an empty name": (400, post(b": value\r\n" + LENGTH)),
    "a name that is no token": (400, post(b"X(A): b\r\n" + LENGTH)),
    "a NUL in a value": (400, post(b"X-A: b\0c\r\n" + LENGTH)),
    "a control character in a value": (400, post(b"X-A: b\x01c\r\n" + LENGTH)),
    "a bare CR in a value": (400, post(b"X-A: b\rContent-Length: 0\r\n" + LENGTH)),
    "a bare LF as an end of line": (400, post(b"X-A: b\n" + LENGTH)),
    "only bare LFs": (400, b"GET /health HTTP/1.1\nHost: 127.0.0.1\n\n"),
    "too many fields": ((400, 431), post(b"".join(b"X-%d: a\r\n" % n for n in range(200)))),
    "a head over the limit": (431, post(b"X-A: " + b"a" * 70000 + b"\r\n")),
    "an expectation nobody knows": ((400, 417), post(b"Expect: coffee\r\n" + LENGTH)),
    # The request line and the host.
    "no host": (400, POST + KIND + LENGTH + b"\r\n" + BODY),
    "two hosts": (400, post(HOST + LENGTH)),
    "a host with a space": ((400, 403), POST + b"Host: a b\r\n" + KIND + LENGTH + b"\r\n" + BODY),
    "no version": (400, b"GET /health\r\n\r\n"),
    "an unknown version": ((400, 505), b"GET /health HTTP/3.0\r\n" + HOST + b"\r\n"),
    "a lower-case version": (400, b"GET /health http/1.1\r\n" + HOST + b"\r\n"),
    "two spaces": (400, b"GET  /health HTTP/1.1\r\n" + HOST + b"\r\n"),
    "a tab": (400, b"GET\t/health\tHTTP/1.1\r\n" + HOST + b"\r\n"),
    "a space in the target": (400, b"GET /he alth HTTP/1.1\r\n" + HOST + b"\r\n"),
    "a control character in the target": (400, b"GET /\x01 HTTP/1.1\r\n" + HOST + b"\r\n"),
    "a method that is no token": (400, b"G(T /health HTTP/1.1\r\n" + HOST + b"\r\n"),
    "an endless target": ((400, 414, 431), b"GET /" + b"a" * 70000),
    "an endless method": ((400, 414, 431, 501), b"A" * 70000),
    "binary": (400, bytes(range(1, 256)) * 4 + b"\r\n\r\n"),
    "TLS": (400, bytes.fromhex("16030100c8010000c40303") + b"\x01" * 200 + b"\r\n\r\n"),
    "HTTP/2": ((400, 505), b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_is_refused_and_closed(rack, case):
    expected, request = REFUSED[case]
    with Connection(rack.port) as connection:
        connection.send(request)
        response = connection.receive()
        assert response.status in (expected if isinstance(expected, tuple) else (expected,))
        assert response.fields.get("connection", "").lower() == "close"
        assert response.body.strip(), "a refusal says why"
        assert b"\n" not in response.body.strip(), "in one sentence"
        assert connection.is_closed()
    assert call(rack.port, "echo_text", {"text": "alive"})["content"][0]["text"] == "alive"


PING = {
    "a fixed length": post(LENGTH),
    "chunks": post(CHUNKED, b"5\r\n" + BODY[:5] + b"\r\n%x\r\n" % len(BODY[5:]) + BODY[5:]
                   + b"\r\n0\r\n\r\n"),
    "chunk extensions and a trailer": post(
        CHUNKED, b'%X;a=b;c="d e"\r\n' % len(BODY) + BODY + b"\r\n0\r\nX-Trailer: a\r\n\r\n"
    ),
    "a chunk size with leading zeros": post(
        CHUNKED, b"000%x\r\n" % len(BODY) + BODY + b"\r\n0\r\n\r\n"
    ),
    "capitals": post(b"CONTENT-LENGTH: %d\r\n" % len(BODY)),
    "spaces around a value": post(b"Content-Length: \t %d \t\r\n" % len(BODY)),
    "an empty line first": b"\r\n" + post(LENGTH),
    "bytes above 127 in a value": post(b"X-A: \xc3\xa9\xff\r\n" + LENGTH),
}


@pytest.mark.parametrize("case", PING)
def test_is_served_and_kept_open(rack, case):
    with Connection(rack.port) as connection:
        for _ in range(2):
            connection.send(PING[case])
            assert connection.receive().status == 200


@pytest.mark.parametrize("case", PING)
def test_is_served_byte_by_byte(rack, case):
    with Connection(rack.port) as connection:
        for byte in PING[case]:
            connection.send(bytes([byte]))
        assert connection.receive().status == 200


def test_pipelined_requests_are_answered_in_order(rack):
    ids = range(100)
    bodies = [b'{"jsonrpc":"2.0","id":%d,"method":"ping"}' % n for n in ids]
    with Connection(rack.port) as connection:
        connection.send(b"".join(post(b"Content-Length: %d\r\n" % len(b), b) for b in bodies))
        for n in ids:
            response = connection.receive()
            assert response.status == 200 and b'"id":%d' % n in response.body


def test_a_refusal_in_a_pipeline_does_not_overtake(rack):
    with Connection(rack.port) as connection:
        connection.send(post(LENGTH) + b"GET  / HTTP/1.1\r\n\r\n" + SMUGGLED)
        assert connection.receive().status == 200
        assert connection.receive().status == 400
        assert connection.is_closed()


def test_continue_is_sent_where_it_is_expected(rack):
    with Connection(rack.port) as connection:
        connection.send(post(LENGTH + b"Expect: 100-continue\r\n", b""))
        assert connection._until(b"\r\n\r\n").startswith(b"HTTP/1.1 100 ")
        connection.send(BODY)
        assert connection.receive().status == 200


def test_continue_is_not_sent_for_a_body_over_the_limit(rack):
    with Connection(rack.port) as connection:
        connection.send(post(b"Content-Length: 1073741824\r\nExpect: 100-continue\r\n", b""))
        assert connection._until(b"\r\n").startswith(b"HTTP/1.1 413 ")


def test_close_is_obeyed(rack):
    with Connection(rack.port) as connection:
        connection.send(post(LENGTH + b"Connection: close\r\n"))
        response = connection.receive()
        assert response.status == 200 and response.fields["connection"].lower() == "close"
        assert connection.is_closed()


def test_a_client_that_stops_sending_is_still_answered(rack):
    with Connection(rack.port) as connection:
        connection.send(post(LENGTH))
        connection.finish()
        assert connection.receive().status == 200
        assert connection.is_closed()


@pytest.mark.parametrize("length", [1, 20, 60])
def test_a_half_request_leaves_nothing_behind(rack, length):
    for _ in range(20):
        with Connection(rack.port) as connection:
            connection.send(post(LENGTH)[:length])
    assert get(rack.port, "/health").status == 200


def test_a_slow_head_times_out(echo_rack):
    rack = echo_rack(limits={"headTimeoutMilliseconds": 500})
    with Connection(rack.port) as connection:
        connection.send(b"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        begun = time.monotonic()
        assert connection.receive().status == 408
        assert connection.is_closed()
        assert time.monotonic() - begun < 10
