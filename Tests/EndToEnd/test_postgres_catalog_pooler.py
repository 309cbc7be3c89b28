"""The tools of the catalogue as an ordinary role that the doctor has examined, behind PgBouncer."""

import subprocess

import pytest
from postgres import SUPERUSER, programs
from postgres_catalog import DATABASE, catalog_in
from postgres_pooler import Pooler
from toolrack import ROOT

HARDEN = ROOT / "Plugins/Postgres/SQL/harden.sql"
OPEN = "SELECT * FROM shop.orders WHERE status = 'open'"


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    with catalog_in(tmp_path_factory.mktemp("catalog")) as running:
        # The role of the shared pooler, made one that may only read by the script that is shipped.
        subprocess.run(
            [programs() / "psql", "--no-psqlrc", "--quiet", "--set=role=reader",
             "--set=schemas=shop", f"--file={HARDEN}",
             running.cluster.url(SUPERUSER, DATABASE)],
            check=True, capture_output=True, timeout=60)
        if running.has_package("hypopg"):
            running.sql("CREATE EXTENSION hypopg")
        yield running


@pytest.fixture(scope="module")
def rack(catalog):
    # One connection of the server: what a call leaves in it, the next one finds.
    with Pooler(catalog.cluster, default_pool_size=1) as pooler:
        settings = {"url": catalog.cluster.url("reader", DATABASE, port=pooler.port),
                    "pooler": "transaction", "doctor": "enforce"}
        with catalog.rack({"main": settings}) as running:
            yield running


def test_search_and_describe(rack):
    found = rack.ask("search_objects", kind="table", schema="shop", detail="full")["objects"]
    assert "shop.salaries" in [one["name"] for one in found]
    described = rack.ask("describe", name="shop.customers", include=["columns", "sample_values"])
    assert described["privileges"] == ["SELECT"]
    assert described["columns"][3]["sample_values"] == ["happy", "sad"]


def test_the_search_path_of_a_call_is_gone_with_it(rack):
    rack.ask("describe", name="shop.orders")
    assert rack.rows("SELECT current_setting('search_path')") == [['"$user", public']]


def test_explain(rack):
    assert rack.ask("explain", sql=OPEN, analyze=True)["rows"] == 800
    assert rack.ask("explain", sql="SELECT $1::int + 1", params=[1])["total_cost"] < 1


def test_hypothetical_indexes_are_gone_with_the_call(rack, catalog):
    if not catalog.has_package("hypopg"):
        pytest.skip("the package postgresql-NN-hypopg is not installed")
    before = rack.ask("explain", sql=OPEN)["total_cost"]
    index = {"table": "shop.orders", "columns": ["status"]}
    compared = rack.ask("explain", sql=OPEN, hypothetical_indexes=[index])["hypothetical"]
    assert compared["cost_after"] < before / 2
    assert rack.ask("explain", sql=OPEN)["total_cost"] == before
    failing = {"table": "shop.orders", "columns": ["id"], "where": "id = (SELECT 1)"}
    rack.refused("explain", sql=OPEN, hypothetical_indexes=[index, failing])
    assert rack.ask("explain", sql=OPEN)["total_cost"] == before


def test_connections_and_resources(rack):
    [main] = rack.ask("connections")["connections"]
    assert main["reachable"] is True and main["server"]["role"] == "reader"
    uri = "pg://main/shop/orders"
    [content] = rack.request("resources/read", {"uri": uri}).result["contents"]
    assert content["text"].startswith("# shop.orders\n")
