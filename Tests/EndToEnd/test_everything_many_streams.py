"""A thousand open subscriptions: all of them hear of a change, and they cost little."""

import resource
import selectors
import time

import pytest
from everything import SUBSCRIPTION_ID, ModernClient
from toolrack import resident_bytes

STREAMS = 1000
# Of the test, not of the host, which keeps under 10 KB.
BYTES_PER_STREAM = 20_000
TOOL_CHANGE = "notifications/tools/list_changed"


@pytest.fixture
def many_files():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 2 * STREAMS + 500:
        pytest.skip(f"at most {hard} open files; this needs {2 * STREAMS + 500}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def wait_for_all(streams) -> None:
    """Waits until something has arrived on every stream, without reading it."""
    with selectors.DefaultSelector() as selector:
        for stream in streams:
            selector.register(stream.connection.socket, selectors.EVENT_READ)
        while selector.get_map():
            ready = selector.select(timeout=20)
            assert ready, f"nothing arrives on {len(selector.get_map())} streams"
            for key, _ in ready:
                selector.unregister(key.fileobj)


def test_a_change_reaches_a_thousand_streams(many_files, everything_rack, capsys):
    rack = everything_rack()
    with ModernClient(rack.port) as client:
        streams = [client.listen(n, toolsListChanged=True) for n in range(50)]
        client.call("test_trigger_tool_change")
        for stream in streams:
            assert stream.message()["method"] == TOOL_CHANGE
        before = resident_bytes(rack.pid)
        streams += [client.listen(n, toolsListChanged=True) for n in range(50, STREAMS)]
        idle = (resident_bytes(rack.pid) - before) / (STREAMS - 50)
        begun = time.monotonic()
        client.call("test_trigger_tool_change")
        wait_for_all(streams)
        elapsed = time.monotonic() - begun
        for n, stream in enumerate(streams):
            message = stream.message()
            assert message["method"] == TOOL_CHANGE
            assert message["params"]["_meta"][SUBSCRIPTION_ID] == n
        after = (resident_bytes(rack.pid) - before) / (STREAMS - 50)
        assert client.text("test_simple_text")
    with capsys.disabled():
        print(f" {STREAMS} streams: {idle:.0f} bytes each, {after:.0f} after a change,"
              f" all reached after {elapsed * 1000:.0f} ms", end="")
    assert idle < BYTES_PER_STREAM and after < BYTES_PER_STREAM
