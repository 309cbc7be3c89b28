"""Logins without a password in the configuration: a password file, a service file, and tokens of
AWS, which botocore makes the same."""

import datetime
import socket
import ssl
import struct
import threading
import urllib.parse

import botocore.session
import pytest
from aws_services import secret_of, token_of
from certificates import Authority
from postgres import DATABASE, LOOPBACK, PASSWORD, READER, Cluster
from postgres_faults import COUNT, ORDERS, failure
from toolrack import eventually

REGION = "eu-central-1"
HOST = f"shop.abcdefghijkl.{REGION}.rds.amazonaws.com"
KEY = "ASIARDS"
KEYS = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": secret_of(KEY),
        "AWS_SESSION_TOKEN": token_of(KEY), "AWS_EC2_METADATA_DISABLED": "true"}
SSL_REQUEST = struct.pack(">II", 8, 80877103)
CLEARTEXT = b"R" + struct.pack(">II", 8, 3)


@pytest.fixture(scope="module")
def cluster():
    with Cluster(hba=["all all scram-sha-256"]) as cluster:
        cluster.load_shop()
        yield cluster


@pytest.fixture(scope="module")
def trusting():
    """Behind the stand-in of RDS, which asks for the password in its place."""
    with Cluster() as cluster:
        cluster.load_shop()
        yield cluster


def bare(server, **more):
    return {"host": LOOPBACK, "port": server.port, "user": READER, "database": DATABASE, **more}


def test_a_password_file(postgres_rack, cluster, tmp_path):
    path = tmp_path / "pgpass"
    path.write_text(f"{LOOPBACK}:{cluster.port}:{DATABASE}:{READER}:{PASSWORD}\n")
    path.chmod(0o600)
    main = bare(cluster, passfile=str(path))
    rack = postgres_rack(databases={"main": main})
    assert rack.rows(COUNT) == [[ORDERS]]
    # What is in it counts for the next connection.
    path.write_text("")
    assert rack.rows(COUNT) == [[ORDERS]]
    told = failure(postgres_rack(databases={"main": main}))
    assert "no password supplied" in told["message"], told


def test_a_password_file_that_others_can_read_is_not_taken(postgres_rack, cluster, tmp_path):
    path = tmp_path / "pgpass"
    path.write_text(f"*:*:*:*:{PASSWORD}\n")
    path.chmod(0o644)
    told = failure(postgres_rack(databases={"main": bare(cluster, passfile=str(path))}))
    assert "no password supplied" in told["message"], told


def test_a_service_file(postgres_rack, cluster, tmp_path):
    path = tmp_path / "services.conf"
    path.write_text(f"[shop]\nhost={LOOPBACK}\nport={cluster.port}\ndbname={DATABASE}\n"
                    f"user={READER}\npassword={PASSWORD}\n")
    rack = postgres_rack(
        databases={"main": {"service": "shop"}}, isolation="in-process",
        environment={"PGSERVICEFILE": str(path)})
    assert rack.rows("SELECT current_user, current_database()") == [[READER, DATABASE]]
    told = failure(postgres_rack(
        databases={"main": {"service": "another"}}, isolation="in-process",
        environment={"PGSERVICEFILE": str(path)}))
    assert "another" in told["message"], told


# ---- tokens of AWS -----------------------------------------------------------------------------


class Door:
    """What RDS does at the beginning of a session: TLS, then the password in clear text, which
    `admits` judges. Everything after that is between the client and the server behind it."""

    def __init__(self, upstream: int, certificate, key, admits):
        self._upstream, self._admits = upstream, admits
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate, key)
        self.passwords: list[str] = []
        self.faults: list[str] = []
        self._listener = socket.create_server((LOOPBACK, 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, plain):
        try:
            if _read(plain, 8) != SSL_REQUEST:
                self.faults.append("a session without TLS")
                return plain.close()
            plain.sendall(b"S")
            client = self._context.wrap_socket(plain, server_side=True)
            length = _read(client, 4)
            startup = length + _read(client, struct.unpack(">I", length)[0] - 4)
            client.sendall(CLEARTEXT)
            assert _read(client, 1) == b"p"
            password = _read(client, struct.unpack(">I", _read(client, 4))[0] - 4)
            self.passwords.append(password.rstrip(b"\0").decode())
            if not self._admits(self.passwords[-1]):
                client.sendall(_error("28P01", "PAM authentication failed for user"))
                return client.close()
            server = socket.create_connection((LOOPBACK, self._upstream))
            server.sendall(startup)
            threading.Thread(target=_pass_on, args=(server, client), daemon=True).start()
            _pass_on(client, server)
        except (OSError, AssertionError, struct.error) as error:
            self.faults.append(repr(error))


def _read(source, count: int) -> bytes:
    read = b""
    while len(read) < count:
        piece = source.recv(count - len(read))
        assert piece, "the connection ended"
        read += piece
    return read


def _pass_on(source, sink):
    try:
        while piece := source.recv(65536):
            sink.sendall(piece)
    except OSError:
        pass
    for one in (source, sink):
        one.close()


def _error(sqlstate, message):
    fields = f"SFATAL\0VFATAL\0C{sqlstate}\0M{message}\0\0".encode()
    return b"E" + struct.pack(">I", len(fields) + 4) + fields


def expected_token(token: str, port: int, user: str, monkeypatch, region=REGION) -> str:
    """What botocore makes at the moment that the token says."""
    moment = urllib.parse.parse_qs(token.partition("?")[2])["X-Amz-Date"][0]
    moment = datetime.datetime.strptime(moment, "%Y%m%dT%H%M%SZ")
    assert abs(moment - datetime.datetime.now(datetime.UTC).replace(tzinfo=None)) < (
        datetime.timedelta(minutes=5))
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda **_: moment)
    client = botocore.session.get_session().create_client(
        "rds", region_name=region, aws_access_key_id=KEY, aws_secret_access_key=secret_of(KEY),
        aws_session_token=token_of(KEY))
    return client.generate_db_auth_token(HOST, port, user)


def parts(token):
    """The URL's host and path, and its parameters whatever their order."""
    head, _, query = token.partition("?")
    return head, sorted(urllib.parse.parse_qsl(query, strict_parsing=True))


@pytest.fixture
def door(trusting, tmp_path, monkeypatch):
    authority = Authority(tmp_path)
    certificate, key = authority.issue("rds", HOST)

    def admits(password):
        expected = expected_token(password, door.port, READER, monkeypatch)
        return parts(password) == parts(expected)

    with Door(trusting.port, certificate, key, admits) as door:
        door.authority = authority
        yield door


def rds(door, **more):
    """`hostaddr` stands for the resolver, which gives the host a public address."""
    trusted = str(door.authority.certificate)
    return bare(door, host=HOST, hostaddr=LOOPBACK, iam={"region": REGION},
                sslmode="verify-full", sslrootcert=trusted, gssencmode="disable", **more)


def test_a_token_of_aws_is_the_password(postgres_rack, door):
    rack = postgres_rack(databases={"main": rds(door)}, environment=KEYS,
                         plugin={"aws": ["rds-db"]})
    assert rack.rows("SELECT current_user, 1") == [[READER, 1]]
    assert rack.rows(COUNT) == [[ORDERS]]
    assert door.faults == [] and len(door.passwords) >= 1
    log = "\n".join(rack.errors)
    assert "X-Amz-Signature" not in log and secret_of(KEY) not in log


def test_each_connection_gets_its_own_token(postgres_rack, door, trusting):
    rack = postgres_rack(databases={"main": rds(door)}, environment=KEYS,
                         plugin={"aws": ["rds-db"]})
    assert rack.rows(COUNT) == [[ORDERS]]
    count = len(door.passwords)
    trusting.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s",
                 [READER])
    assert rack.rows(COUNT) == [[ORDERS]]
    assert len(door.passwords) > count


def test_a_token_that_is_not_admitted(postgres_rack, door):
    keys = {**KEYS, "AWS_SECRET_ACCESS_KEY": "another/secret"}
    rack = postgres_rack(databases={"main": rds(door)}, environment=keys,
                         plugin={"aws": ["rds-db"]})
    told = failure(rack)
    assert "PAM authentication failed" in told["message"] and not told["retryable"], told
    assert eventually(lambda: door.passwords)
    assert "X-Amz" not in str(told)


def test_a_plugin_that_may_not_sign_is_told_what_to_write(postgres_rack, door):
    rack = postgres_rack(databases={"main": rds(door)}, environment=KEYS)
    told = failure(rack)
    assert "rds-db" in told["text"] and "plugin.pg" in told["text"], told
    assert door.passwords == []


def test_a_host_without_credentials_says_so(postgres_rack, door, tmp_path):
    nothing = {"HOME": str(tmp_path), "AWS_EC2_METADATA_DISABLED": "true",
               "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "none"),
               "AWS_CONFIG_FILE": str(tmp_path / "none")}
    rack = postgres_rack(databases={"main": rds(door)}, environment=nothing,
                         plugin={"aws": ["rds-db"]})
    assert "credentials" in failure(rack)["text"]
    assert door.passwords == []
