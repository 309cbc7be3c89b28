"""Off the loopback a server has to prove who it is, unless the operator says otherwise."""

import socket

import pytest
from certificates import DAY, Authority
from postgres import DATABASE, LOOPBACK, PASSWORD, READER, Cluster
from postgres_faults import COUNT, ONE, ORDERS, failure, recovers
from toolrack import eventually

NAME = "db.shop.example"
ENCRYPTED = "SELECT ssl, version LIKE 'TLSv1._' FROM pg_stat_ssl WHERE pid = pg_backend_pid()"


def own_address() -> str:
    """An address of this machine that is not the loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            address = probe.getsockname()[0]
        except OSError:
            address = LOOPBACK
    if address.startswith("127."):
        pytest.skip("this machine has no address but the loopback")
    return address


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def certificates(authority, tmp_path_factory):
    """Certificate and key by what is to be said of them."""
    stranger = Authority(tmp_path_factory.mktemp("stranger"), "stranger")
    return {
        "right": authority.issue("right", NAME, own_address()),
        "expired": authority.issue("expired", NAME, age=3 * DAY, lasts=2 * DAY),
        "not yet valid": authority.issue("early", NAME, age=-DAY),
        "another name": authority.issue("another", "other.shop.example"),
        "another authority": stranger.issue("strange", NAME),
    }


@pytest.fixture(scope="module")
def cluster(certificates, authority):
    certificate, key = certificates["right"]
    files = {"server.crt": certificate, "server.key": key, "ca.crt": authority.certificate}
    address = own_address()
    hba = ["all all scram-sha-256", f"hostssl all cert_{READER} {address}/32 cert",
           f"host all all {address}/32 scram-sha-256"]
    with Cluster(hba=hba, files=files, ssl=True, ssl_ca_file="ca.crt",
                 listen_addresses=f"{LOOPBACK},{address}") as cluster:
        cluster.load_shop()
        yield cluster


@pytest.fixture
def shows(cluster, certificates):
    """Gives the server another certificate; afterwards it has the right one again."""

    def show(kind):
        certificate, key = certificates[kind]
        cluster.place("server.crt", certificate)
        cluster.place("server.key", key)
        cluster.sql("SELECT pg_reload_conf()")

    yield show
    show("right")


def settings(cluster, authority=None, **more):
    trusted = {"sslrootcert": str(authority.certificate)} if authority else {}
    return {"host": NAME, "hostaddr": own_address(), "port": cluster.port, "user": READER,
            "password": PASSWORD, "database": DATABASE, "connectTimeoutSeconds": 5,
            "gssencmode": "disable", **trusted, **more}


def test_the_right_certificate(postgres_rack, cluster, authority):
    rack = postgres_rack(databases={"main": settings(cluster, authority)})
    assert rack.rows(ENCRYPTED) == [[True, True]]
    assert rack.rows(COUNT) == [[ORDERS]]


def test_the_right_certificate_for_an_address(postgres_rack, cluster, authority):
    rack = postgres_rack(databases={"main": settings(cluster, authority, host=own_address())})
    assert rack.rows(ENCRYPTED) == [[True, True]]


@pytest.mark.parametrize("kind, words", [
    ("expired", "certificate has expired"),
    ("not yet valid", "certificate is not yet valid"),
    ("another name", f'does not match host name "{NAME}"'),
    ("another authority", "certificate verify failed"),
])
def test_a_wrong_certificate_until_it_is_right(
    postgres_rack, cluster, authority, shows, kind, words
):
    shows(kind)
    rack = postgres_rack(databases={"main": settings(cluster, authority)})
    told = failure(rack)
    assert words in told["message"] or "certificate verify failed" in told["message"], told
    assert words in told["message"] or kind != "another name", told
    assert "sslrootcert" in told["text"]
    shows("right")
    assert_answers(rack)


def assert_answers(rack):
    """An answer, once the next attempt is made; errors of certificates are not to be retried by
    the caller at once."""
    assert eventually(lambda: not rack.raw("query", {"sql": ONE}).get("isError"))
    assert rack.rows(ENCRYPTED) == [[True, True]]


def test_without_an_authority_those_of_the_system_count(postgres_rack, cluster):
    told = failure(postgres_rack(databases={"main": settings(cluster)}))
    assert "certificate verify failed" in told["message"], told


def test_the_operator_may_ask_for_less(postgres_rack, cluster):
    """`require`: encrypted, whoever it is."""
    rack = postgres_rack(databases={"main": settings(cluster, sslmode="require")})
    assert rack.rows(ENCRYPTED) == [[True, True]]


def test_a_server_without_tls(postgres_rack, authority):
    """Nothing is sent to it, and on the loopback it is taken."""
    address = own_address()
    with Cluster(hba=[f"host all all {address}/32 trust", "all all trust"],
                 listen_addresses=f"{LOOPBACK},{address}") as plain:
        plain.load_shop()
        told = failure(postgres_rack(databases={"main": settings(plain, authority)}))
        assert "does not support SSL" in told["message"] and not told["retryable"], told
        near = settings(plain, hostaddr=LOOPBACK, host="localhost")
        assert postgres_rack(databases={"main": near}).rows(COUNT) == [[ORDERS]]


def test_a_certificate_of_the_client(postgres_rack, cluster, authority):
    cluster.sql(f"CREATE ROLE cert_{READER} LOGIN IN ROLE {READER}; "
                f"ALTER ROLE cert_{READER} SET default_transaction_read_only = on")
    certificate, key = authority.issue(f"cert_{READER}")
    own = {"user": f"cert_{READER}", "password": None}
    files = {"sslcert": str(certificate), "sslkey": str(key)}
    rack = postgres_rack(databases={"main": settings(cluster, authority, **own, **files)})
    assert rack.rows("SELECT current_user") == [[f"cert_{READER}"]]
    told = failure(postgres_rack(databases={"main": settings(cluster, authority, **own)}))
    assert "certificate" in told["message"], told


def test_a_statement_is_cancelled_over_tls(postgres_rack, cluster, authority):
    main = settings(cluster, authority, allowFunctions=["pg_sleep"])
    rack = postgres_rack(databases={"main": main})
    recovers(rack)
    told = failure(rack, "SELECT pg_sleep(30)::text", timeout_ms=300)
    assert told["sqlstate"] == "57014"
    recovers(rack)
