"""The libpq that psycopg[binary] brings along, in place of the system's.

From 17 on libpq has what Debian's does not have yet: rows in chunks, and requests to cancel that
are connections of their own. A module of tests that takes everything from here has its hosts, and
through them its workers, open that one.
"""

import ctypes
import importlib.util
from pathlib import Path

import postgres
import pytest

__all__ = ["newer_libpq", "test_the_newer_libpq_is_the_one_in_use"]

LIBRARY_FILE = "libpq.so.5"
WITH_CHUNKS = 170000


def bundled() -> Path | None:
    """The library; None where psycopg has been built for this machine or uses the system's."""
    found = importlib.util.find_spec("psycopg_binary")
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parents[1] / "psycopg_binary.libs"
    return next(folder.glob("libpq-*.so.5*"), None)


def version(library: Path) -> int:
    return ctypes.CDLL(str(library)).PQlibVersion()


@pytest.fixture(scope="module", autouse=True)
def newer_libpq(tmp_path_factory):
    """The file."""
    library = bundled()
    if library is None:
        pytest.skip("the psycopg of these tests brings no libpq along")
    if version(library) < WITH_CHUNKS:
        pytest.skip(f"the libpq of psycopg is {version(library)}, older than {WITH_CHUNKS}")
    folder = tmp_path_factory.mktemp("libpq")
    (folder / LIBRARY_FILE).symlink_to(library)
    # What it needs itself lies beside it, under names that nothing else has.
    postgres.ENVIRONMENT["LD_LIBRARY_PATH"] = f"{folder}:{library.parent}"
    yield library
    del postgres.ENVIRONMENT["LD_LIBRARY_PATH"]


def test_the_newer_libpq_is_the_one_in_use(newer_libpq, postgres_rack):
    rack = postgres_rack()
    assert rack.rows("SELECT 1") == [[1]]
    lines = Path(f"/proc/{rack.worker}/maps").read_text().splitlines()
    mapped = {fields[5] for line in lines if len(fields := line.split()) > 5}
    mapped = {path for path in mapped if Path(path).name.startswith("libpq")}
    assert mapped == {str(newer_libpq)}, mapped
