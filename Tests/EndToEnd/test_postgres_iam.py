"""The token of AWS that stands for a password, as a server of PostgreSQL gets it."""

import datetime
import socket
import struct
import threading
import urllib.parse

import pytest
from aws_services import secret_of, token_of
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from postgres import LOOPBACK, READER, PostgresRack

REGION = "eu-central-1"
KEY = "ASIAPLUGIN"
KEYS = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": secret_of(KEY),
        "AWS_SESSION_TOKEN": token_of(KEY), "AWS_REGION": REGION}
ALLOWED = {"aws": ["rds-db"]}
SSL_REQUEST, GSS_REQUEST = 80877103, 80877104
CLEARTEXT = b"R" + struct.pack(">II", 8, 3)
REFUSAL = b"SFATAL\0VFATAL\0C28P01\0Mno token of ours\0\0"


class PasswordTaker:
    """Speaks as much of the protocol as it takes to be told a password, and lets nobody in."""

    def __init__(self):
        self.passwords = []
        self.socket = socket.create_server((LOOPBACK, 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(5)
                self._serve(connection.makefile("rwb"))

    def _serve(self, stream):
        while True:
            size, code = struct.unpack(">II", stream.read(8))
            stream.read(size - 8)
            if code not in (SSL_REQUEST, GSS_REQUEST):
                break
            stream.write(b"N")
            stream.flush()
        stream.write(CLEARTEXT)
        stream.flush()
        assert stream.read(1) == b"p"
        [size] = struct.unpack(">I", stream.read(4))
        self.passwords.append(stream.read(size - 4).rstrip(b"\0").decode())
        stream.write(b"E" + struct.pack(">I", 4 + len(REFUSAL)) + REFUSAL)
        stream.flush()


@pytest.fixture
def server():
    taker = PasswordTaker()
    yield taker
    taker.socket.close()


def settings(server, **iam):
    return {"host": LOOPBACK, "port": server.port, "user": READER, "iam": iam or True}


@pytest.mark.parametrize("isolation", ["worker", "in-process"])
@pytest.mark.parametrize(("iam", "endpoint", "region"), [
    ({}, None, REGION),
    ({"region": "us-west-2", "host": "DB.cluster.example", "port": 5433},
     "db.cluster.example:5433", "us-west-2"),
])
def test_the_password_is_a_url_that_botocore_would_sign(
        server, tmp_path, monkeypatch, isolation, iam, endpoint, region):
    main = settings(server, **iam)
    with PostgresRack(tmp_path, {"main": main}, KEYS, plugin=ALLOWED, isolation=isolation) as rack:
        told = rack.refused("query", sql="SELECT 1")["text"]
    assert "no token of ours" in told
    [token] = server.passwords
    assert token.startswith(f"{endpoint or f'{LOOPBACK}:{server.port}'}/?")
    parts = urllib.parse.urlsplit(f"https://{token}")
    query = dict(urllib.parse.parse_qsl(parts.query))
    assert (query["Action"], query["DBUser"]) == ("connect", READER)
    assert query["X-Amz-Expires"] == "900"
    bare = urllib.parse.urlunsplit(parts._replace(query=f"Action=connect&DBUser={READER}"))
    moment = datetime.datetime.strptime(query["X-Amz-Date"], "%Y%m%dT%H%M%SZ")
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda **_: moment)
    request = AWSRequest("GET", bare)
    credentials = Credentials(KEY, secret_of(KEY), token_of(KEY))
    SigV4QueryAuth(credentials, "rds-db", region, expires=900).add_auth(request)
    expected = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(request.url).query))
    assert query == expected
    assert token not in told
    assert query["X-Amz-Signature"] not in "\n".join(rack.errors)


def test_without_permission_it_is_said_where_to_give_it(server, tmp_path):
    with PostgresRack(tmp_path, {"main": settings(server)}, KEYS) as rack:
        told = rack.refused("query", sql="SELECT 1")["text"]
    assert '"aws": ["rds-db"]' in told
    assert server.passwords == []


def test_a_token_is_not_sent_in_the_clear(tmp_path):
    main = {"host": "192.0.2.1", "user": READER, "iam": True, "sslmode": "prefer"}
    with PostgresRack(tmp_path, {"main": main}, KEYS, plugin=ALLOWED) as rack:
        told = rack.refused("query", sql="SELECT 1")["text"]
    assert "only sent over TLS" in told


def test_several_hosts_need_one_that_the_token_is_for(server, tmp_path):
    main = {**settings(server), "host": [LOOPBACK, LOOPBACK]}
    with PostgresRack(tmp_path, {"main": main}, KEYS, plugin=ALLOWED) as rack:
        assert "iam.host" in rack.refused("query", sql="SELECT 1")["text"]
