"""pg_connections: what is told of databases that answer, and of those that do not."""

import time

import pytest
from own_issuer import free_port
from postgres_catalog import DATABASE, READER, catalog_in


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    with catalog_in(tmp_path_factory.mktemp("catalog")) as running:
        yield running


def test_one_database(catalog):
    with catalog.rack({"main": catalog.settings(limits={"maximumRows": 77, "rows": 7})}) as rack:
        [main] = rack.ask("connections")["connections"]
        assert main["database"] == "main" and main["mode"] == "readonly"
        assert main["reachable"] is True and "error" not in main
        server = main["server"]
        [[version]] = catalog.sql("SELECT current_setting('server_version')")
        assert server["version"] == version
        assert server["role"] == READER and server["database"] == DATABASE
        assert server["standby"] is False and "login" not in server
        assert server["extensions"]["pg_trgm"]
        assert main["limits"]["maximum_rows"] == 77 and main["limits"]["rows"] == 7
        assert main["pool"]["open"] == 1
        assert "database" not in rack.tools()["pg_connections"]["inputSchema"]["properties"]


def test_one_that_cannot_be_reached_is_told_beside_the_others(catalog):
    databases = {
        "main": catalog.settings(),
        "gone": {"url": f"postgresql://nobody:s3cret@127.0.0.1:{free_port()}/app",
                 "doctor": "off"},
    }
    with catalog.rack(databases) as rack:
        started = time.monotonic()
        main, gone = rack.ask("connections")["connections"]
        assert time.monotonic() - started < 20
        assert main["reachable"] is True
        assert gone["database"] == "gone" and gone["reachable"] is False
        assert "gone" in gone["error"] and "s3cret" not in str(gone)
        assert gone["last_failure"]
        [only] = rack.ask("connections", database="main")["connections"]
        assert only["database"] == "main"
        schema = rack.tools()["pg_connections"]["inputSchema"]["properties"]["database"]
        assert schema["enum"] == ["main", "gone"]


def test_a_silent_server_holds_up_nobody_for_long(catalog):
    import socket
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        databases = {"main": catalog.settings(),
                     "silent": {"url": f"postgresql://u@127.0.0.1:{port}/app", "doctor": "off"}}
        with catalog.rack(databases) as rack:
            started = time.monotonic()
            main, other = rack.ask("connections")["connections"]
            assert time.monotonic() - started < 20
            assert main["reachable"] is True and other["reachable"] is False


def test_what_the_doctor_found_is_told_with_what_mends_it(catalog):
    with catalog.rack({"main": catalog.settings("postgres", doctor="enforce")}) as rack:
        [main] = rack.ask("connections")["connections"]
        assert main["reachable"] is False
        codes = {finding["code"]: finding for finding in main["findings"]}
        assert codes["superuser"]["severity"] == "refuse" and codes["superuser"]["fix"]
        assert main["error"]
    with catalog.rack({"main": catalog.settings("postgres", doctor="warn")}) as rack:
        [main] = rack.ask("connections")["connections"]
        assert main["reachable"] is True and main["findings"]


def test_a_standby_says_so(catalog):
    with catalog.cluster.standby() as standby:
        url = standby.url(READER, DATABASE)
        with catalog.rack({"copy": {"url": url, "doctor": "off"}}) as rack:
            [copy] = rack.ask("connections")["connections"]
            assert copy["database"] == "copy" and copy["server"]["standby"] is True
