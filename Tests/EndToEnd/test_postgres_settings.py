"""What an operator writes for the Postgres plugin, and what is said where it is not right."""

import ctypes
import json
import socket
import subprocess
import threading

import pytest
from own_issuer import free_port
from postgres import DATABASE, LOOPBACK, PASSWORD, READER, Cluster, PostgresRack, configuration
from toolrack import PLUGINS, eventually, run

DEFAULT = {"pg_query", "pg_search_objects", "pg_describe", "pg_explain", "pg_connections"}


@pytest.fixture(scope="module")
def cluster():
    with Cluster(hba=[f"all {READER} scram-sha-256", "all all trust"]) as cluster:
        cluster.load_shop()
        yield cluster


def plain(cluster, **settings):
    return {"host": LOOPBACK, "port": cluster.port, "database": DATABASE, "user": READER,
            "password": PASSWORD, "doctor": "warn", **settings}


def test_without_a_database_tools_list_and_a_call_says_what_to_set(tmp_path):
    with PostgresRack(tmp_path, {}) as rack:
        assert set(rack.tools()) == DEFAULT
        told = rack.refused("query", sql="SELECT 1")["text"]
        assert "plugin.pg.settings.databases.main.url" in told


@pytest.mark.parametrize(("missing", "place"), [
    ({"password": ""}, "plugin.pg.settings.databases.main.password is empty"),
    ({"url": "", "host": ""}, "plugin.pg.settings.databases.main.url is empty"),
])
def test_what_is_empty_is_told_by_a_call(cluster, tmp_path, missing, place):
    with PostgresRack(tmp_path, {"main": plain(cluster, **missing)}) as rack:
        assert set(rack.tools()) == DEFAULT
        assert place in rack.refused("query", sql="SELECT 1")["text"]


def test_a_password_that_is_wanted_and_not_there_is_told(cluster, tmp_path):
    settings = plain(cluster)
    del settings["password"]
    with PostgresRack(tmp_path, {"main": settings}) as rack:
        told = rack.refused("query", sql="SELECT 1")["text"]
        assert "set plugin.pg.settings.databases.main.password" in told


@pytest.mark.parametrize(("settings", "place", "said"), [
    ({"limits": {"row": 1}}, "limits.row", "did you mean rows?"),
    ({"limits": {"rows": "ten"}}, "limits.rows", "whole number from 1"),
    ({"hots": LOOPBACK}, "hots", "did you mean host?"),
    ({"mode": "rw"}, "mode", '"readonly" or "readwrite"'),
    ({"url": PASSWORD}, "url", "postgresql://"),
])
def test_a_mistake_is_named_with_its_place_and_without_its_value(
        cluster, settings, place, said):
    databases = {"databases": {"main": plain(cluster, **settings)}}
    ended = run("check", PLUGINS / "pg.so", "--settings", json.dumps(databases))
    told = ended.stdout + ended.stderr
    assert ended.returncode != 0
    assert f"plugin.pg.settings.databases.main.{place} " in told
    assert said in told
    assert PASSWORD not in told


def test_a_url_that_libpq_does_not_understand_never_shows_its_secret(cluster, tmp_path):
    url = f"host={LOOPBACK} password={PASSWORD[:4]} {PASSWORD[4:]}"
    with PostgresRack(tmp_path, {"main": {"url": url}}) as rack:
        told = rack.refused("query", sql="SELECT 1")["text"]
        assert "plugin.pg.settings.databases.main.url is no connection string" in told
        assert PASSWORD[4:] not in told + "\n".join(rack.errors)


@pytest.mark.parametrize(("settings", "place", "needed"), [
    ({"loadBalanceHosts": "random"}, "loadBalanceHosts", 16),
    ({"requireAuth": "scram-sha-256"}, "requireAuth", 16),
    ({"sslnegotiation": "direct", "sslmode": "require"}, "sslnegotiation", 17),
    ({"url": "postgresql:///?load_balance_hosts=random"}, "url.loadBalanceHosts", 16),
    ({"url": "host=localhost sslnegotiation=direct"}, "url.sslnegotiation", 17),
])
def test_a_setting_that_libpq_is_too_old_for(cluster, tmp_path, settings, place, needed):
    major = ctypes.CDLL("libpq.so.5").PQlibVersion() // 10_000
    if major >= needed:
        pytest.skip(f"this machine's libpq, {major}, knows it")
    with PostgresRack(tmp_path, {"main": plain(cluster, **settings)}) as rack:
        told = rack.refused("query", sql="SELECT 1")
    assert told["message"].startswith(
        f"plugin.pg.settings.databases.main.{place} needs libpq {needed} or newer; this machine "
        f"has {major}.")
    assert told["retryable"] is False and "Install a newer libpq" in told["text"]


def test_a_service_that_libpq_cannot_read_is_not_tried_again(cluster, tmp_path):
    (tmp_path / ".pg_service.conf").write_text("[reports]\nhost=localhost\nsslnego=direct\n")
    settings = {"service": "reports", "doctor": "warn"}
    with PostgresRack(tmp_path, {"main": settings}, {"HOME": str(tmp_path)}) as rack:
        told = rack.refused("query", sql="SELECT 1")
    assert told["retryable"] is False
    assert "service file" in told["message"] and "Check service" in told["text"]


@pytest.mark.parametrize("isolation", ["worker", "in-process"])
def test_one_database_may_stand_at_the_top(cluster, tmp_path, isolation):
    whole = configuration(tmp_path, {}, isolation)
    whole["plugin"]["pg"]["settings"] = plain(cluster)
    with PostgresRack(tmp_path, {}, more=whole) as rack:
        assert rack.rows("SELECT current_user::text") == [[READER]]
        assert "database" not in rack.tools()["pg_query"]["inputSchema"]["properties"]


def test_a_url_and_what_stands_beside_it(cluster, tmp_path):
    url = f"postgresql://nobody:wrong@{LOOPBACK}:{cluster.port}/{DATABASE}"
    settings = {"url": url, "user": READER, "password": PASSWORD, "doctor": "warn"}
    with PostgresRack(tmp_path, {"main": settings}) as rack:
        assert rack.rows("SELECT current_user::text") == [[READER]]


def test_a_password_file(cluster, tmp_path):
    path = tmp_path / "passfile"
    path.write_text(f"{LOOPBACK}:{cluster.port}:*:{READER}:{PASSWORD}\n")
    path.chmod(0o600)
    settings = plain(cluster, passfile=str(path))
    del settings["password"]
    with PostgresRack(tmp_path, {"main": settings}) as rack:
        assert rack.rows("SELECT 1") == [[1]]
    path.chmod(0o644)
    with PostgresRack(tmp_path, {"main": settings}) as rack:
        rack.refused("query", sql="SELECT 1")


def test_a_service_file_of_the_home_folder(cluster, tmp_path):
    (tmp_path / ".pg_service.conf").write_text(
        f"[reports]\nhost={LOOPBACK}\nport={cluster.port}\ndbname={DATABASE}\n"
        f"user={READER}\npassword={PASSWORD}\n")
    settings = {"service": "reports", "doctor": "warn"}
    with PostgresRack(tmp_path, {"main": settings}, {"HOME": str(tmp_path)}) as rack:
        assert rack.rows("SELECT current_user::text") == [[READER]]


def test_a_password_file_of_the_environment_counts_within_the_host(cluster, tmp_path):
    path = tmp_path / "passfile"
    path.write_text(f"{LOOPBACK}:*:*:{READER}:{PASSWORD}\n")
    path.chmod(0o600)
    settings = plain(cluster)
    del settings["password"]
    environment = {"PGPASSFILE": str(path)}
    with PostgresRack(tmp_path, {"main": settings}, environment, isolation="in-process") as rack:
        assert rack.rows("SELECT 1") == [[1]]


class Listener:
    """Takes connections and keeps what they begin with; answers nothing."""

    def __init__(self, address=LOOPBACK):
        self.began = []
        self.socket = socket.create_server((address, 0))
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
                self.began.append(connection.recv(8))
                connection.sendall(b"N")
                self.began.append(connection.recv(1000))


SSL_REQUEST = (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big")


def own_address() -> str:
    """An address of this machine that is not the loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return probe.getsockname()[0]
        except OSError:
            pytest.skip("this machine has no address but the loopback")


@pytest.mark.parametrize(("settings", "leaves"), [
    ({}, False), ({"sslmode": "prefer"}, True),
])
def test_off_the_loopback_nothing_is_sent_without_tls(tmp_path, settings, leaves):
    address = own_address()
    if address.startswith("127."):
        pytest.skip("this machine has no address but the loopback")
    listener = Listener(address)
    main = {"host": address, "port": listener.port, "user": READER, "password": PASSWORD,
            "gssencmode": "disable", **settings}
    with PostgresRack(tmp_path, {"main": main}) as rack:
        told = rack.refused("query", sql="SELECT 1")["text"]
    assert listener.began[0] == SSL_REQUEST
    eventually(lambda: len(listener.began) > 1, 5)
    assert (READER.encode() in b"".join(listener.began)) == leaves
    if not leaves:
        assert "SSL" in told


def test_tls_needs_a_certificate_that_is_trusted(tmp_path, certificates):
    files = {"server.crt": certificates / "server.crt", "server.key": certificates / "server.key"}
    with Cluster(hba=["hostssl all all 127.0.0.1/32 trust"], files=files, ssl=True) as cluster:
        cluster.load_shop()
        main = {"host": "localhost", "hostaddr": LOOPBACK, "port": cluster.port, "user": READER,
                "database": DATABASE, "sslmode": "verify-full", "doctor": "warn"}
        with PostgresRack(tmp_path, {"main": main}) as rack:
            assert "certificate" in rack.refused("query", sql="SELECT 1")["text"]
        trusted = {**main, "sslrootcert": str(certificates / "server.crt")}
        query = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        with PostgresRack(tmp_path, {"main": trusted}) as rack:
            assert rack.rows(query) == [[True]]


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificates")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-keyout", folder / "server.key", "-out", folder / "server.crt", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True, timeout=60)
    return folder


def test_what_a_session_begins_with(cluster, tmp_path):
    limits = {"timeoutMilliseconds": 12_000, "lockTimeoutMilliseconds": 321}
    settings = plain(cluster, limits=limits)
    names = ["default_transaction_read_only", "lock_timeout", "DateStyle", "TimeZone",
             "IntervalStyle", "bytea_output", "application_name", "client_encoding"]
    columns = ", ".join(f"current_setting('{name}')" for name in names)
    expected = ["on", "321ms", "ISO, MDY", "UTC", "iso_8601", "hex", "toolrack:pg:main", "UTF8"]
    for pooler in ("none", "transaction"):
        with PostgresRack(tmp_path, {"main": {**settings, "pooler": pooler}}) as rack:
            [row] = rack.rows(f"SELECT {columns}")
            if pooler == "transaction":
                row[0] = "on"
            assert row == expected


def test_a_dead_port_is_named_and_no_secret(tmp_path):
    main = {"host": LOOPBACK, "port": free_port(), "user": READER, "password": PASSWORD}
    with PostgresRack(tmp_path, {"main": main}) as rack:
        told = rack.refused("query", sql="SELECT 1")["text"]
        assert str(main["port"]) in told
        assert PASSWORD not in told + "\n".join(rack.errors)
