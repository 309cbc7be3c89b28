"""What a worker has mapped before and after its first call: every plugin pays for it."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from lark import Sandbox, lark_configuration
from toolrack import PLUGINS, Toolrack, plugin_folder, resident_bytes
from wire import Connection

# Foundation, regular expressions, and what comes with the first HTTP request.
NOT_YET = {
    "libFoundation", "libFoundationEssentials", "libswift_StringProcessing",
    "libswift_RegexParser", "libcurl", "libssl", "libcrypto", "libpq",
}


def mapped(pid: int) -> set[str]:
    """The names of the libraries of a process, up to their first full stop."""
    lines = Path(f"/proc/{pid}/maps").read_text().splitlines()
    paths = [fields[5] for line in lines if len(fields := line.split()) > 5]
    return {Path(path).name.partition(".")[0] for path in paths if ".so" in path}


@pytest.mark.parametrize("plugin", ["echo", "lark", "pg"])
def test_an_idle_worker_maps_nothing_that_it_does_without(tmp_path, plugin):
    plugins = plugin_folder(tmp_path, PLUGINS / f"{plugin}.so")
    with Toolrack(tmp_path, {"plugins": str(plugins)}) as server:
        [worker] = server.workers()
        libraries = mapped(worker)
    assert plugin in libraries and "libswiftCore" in libraries
    assert not libraries & NOT_YET


# Of what libcurl is linked with, what a plain exchange runs nothing of.
UNUSED = {"libldap", "librtmp", "libssh2", "libkrb5", "libgssapi_krb5", "libsasl2", "libp11-kit"}
MAPPING = re.compile(r"[0-9a-f]+-[0-9a-f]+ (\S{4}) \S+ \S+ \S+ +(\S+)$")


def resident_code_bytes(pid: int) -> dict[str, int]:
    """By library: how much of its machine code this process has mapped pages of."""
    bytes_by_library, library = {}, None
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        if mapping := MAPPING.match(line):
            code, path = mapping.groups()
            library = Path(path).name.partition(".")[0] if code == "r-xp" else None
        elif library and line.startswith("Rss:"):
            bytes_by_library[library] = int(line.split()[1]) * 1024
    return bytes_by_library


def test_after_the_first_exchange_nothing_is_resident_that_only_opening_libcurl_needed(tmp_path):
    plugins = plugin_folder(tmp_path, PLUGINS / "lark.so")
    with Sandbox() as sandbox:
        plugin = {"lark": lark_configuration(sandbox)}
        with Toolrack(tmp_path, {"plugins": str(plugins), "plugin": plugin}) as server:
            [worker] = server.workers()
            with Connection(server.port) as wire:
                for _ in range(3):
                    found = {"name": "lark_find_chat", "arguments": {"query": "产品周会"}}
                    result = wire.modern("tools/call", found).result
                    assert "产品周会" in result["content"][0]["text"]
            resident = resident_code_bytes(worker)
    unused = UNUSED & set(resident)
    assert unused, "libcurl is linked with none of these; name others"
    assert not {library: resident[library] for library in unused if resident[library]}
    assert resident["libcurl"] > 0


def test_after_the_first_statement_nothing_is_resident_that_only_opening_libpq_needed(
    postgres_rack,
):
    rack = postgres_rack()
    for _ in range(3):
        assert rack.rows("SELECT 1") == [[1]]
    resident = resident_code_bytes(rack.worker)
    unused = UNUSED & set(resident)
    assert unused, "libpq is linked with none of these; name others"
    assert not {library: resident[library] for library in unused if resident[library]}
    assert resident["libpq"] > 0


CLIENTS = 16
ROWS = 1_000
RESIDENT_BYTES = 20_000_000


def test_after_many_clients_with_many_rows_a_worker_of_postgres_is_small(postgres_rack):
    rack = postgres_rack()
    sql = f"SELECT id, customer_id, status, placed_at, note FROM orders ORDER BY id LIMIT {ROWS}"

    def ask(_):
        with rack.client() as wire:
            for _ in range(10):
                called = {"name": "pg_query", "arguments": {"sql": sql, "max_rows": ROWS}}
                result = wire.modern("tools/call", called).result
                assert result["structuredContent"]["row_count"] == ROWS

    for _ in range(2):
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(ask, range(CLIENTS)))
    assert resident_bytes(rack.worker) < RESIDENT_BYTES
