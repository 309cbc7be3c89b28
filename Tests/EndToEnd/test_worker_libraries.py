"""What a worker has mapped before its first call: every plugin pays for it."""

from pathlib import Path

import pytest
from toolrack import PLUGINS, Toolrack, plugin_folder

# Foundation, regular expressions, and what comes with the first HTTP request.
NOT_YET = {
    "libFoundation", "libFoundationEssentials", "libswift_StringProcessing",
    "libswift_RegexParser", "libcurl", "libssl", "libcrypto",
}


def mapped(pid: int) -> set[str]:
    """The names of the libraries of a process, up to their first full stop."""
    lines = Path(f"/proc/{pid}/maps").read_text().splitlines()
    paths = [fields[5] for line in lines if len(fields := line.split()) > 5]
    return {Path(path).name.partition(".")[0] for path in paths if ".so" in path}


@pytest.mark.parametrize("plugin", ["echo", "lark"])
def test_an_idle_worker_maps_nothing_that_it_does_without(tmp_path, plugin):
    plugins = plugin_folder(tmp_path, PLUGINS / f"{plugin}.so")
    with Toolrack(tmp_path, {"plugins": str(plugins)}) as server:
        [worker] = server.workers()
        libraries = mapped(worker)
    assert plugin in libraries and "libswiftCore" in libraries
    assert not libraries & NOT_YET
