"""Workers and hosts that end under 64 Lark calls at once: nothing is done twice."""

import json
import os
import signal
import threading
import time

import pytest
from lark_faults import CLIENTS, Events, Messages, Records, Truth, call, check, run
from lark_tools import LarkRack
from toolrack import Toolrack

EACH = 4
# One table takes one write at a time.
EACH_RECORD = 2
# So that there is always something under way.
SLOW = "slow=150"


def begin(rack, kind):
    """A work whose requests are slow, and its outcomes, which come in the background."""
    work = kind(rack, Truth(rack))
    rack.control(
        faults=[{"fault": SLOW, "method": work.method, "path": work.path, "count": 10_000}]
    )
    told = []
    each = EACH_RECORD if kind is Records else EACH
    thread = threading.Thread(target=lambda: told.extend(run(rack, work, each)))
    thread.start()
    return work, thread, told, CLIENTS * each


def reached(work, count: int):
    """Waits until so many have arrived."""
    deadline = time.monotonic() + 20
    while sum(work.stored().values()) < count:
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("kind", [Messages, Events, Records])
def test_a_killed_worker(tmp_path, kind):
    with LarkRack(tmp_path) as rack:
        work, thread, told, asked = begin(rack, kind)
        for count in (4, 12):
            reached(work, count)
            for pid in rack.server.workers():
                os.kill(pid, signal.SIGKILL)
        thread.join()
        rack.control(clear_faults=True)
        stored = work.stored()
        check(told, stored)
        assert len(told) == asked
        assert [outcome for outcome in told if outcome.failed and outcome.is_unclear]
        again = call(rack, work.tool, work.arguments(0, "m-after"), "m-after")
        assert not again.failed, again


@pytest.mark.parametrize("isolation", ["worker", "in-process"])
@pytest.mark.parametrize("kind", [Messages, Events])
def test_a_host_that_is_told_to_end(tmp_path, kind, isolation):
    """What runs is finished and told; what comes later is refused, and not done."""
    rack = LarkRack(tmp_path, isolation=isolation)
    try:
        work, thread, told, asked = begin(rack, kind)
        reached(work, 8)
        assert rack.server.stop(signal.SIGTERM) == 0
        thread.join()
        rack.control(clear_faults=True)
        stored = work.stored()
        check(told, stored)
        assert len(told) == asked
        done = [outcome for outcome in told if not outcome.failed]
        assert 8 <= len(done) < len(told)
    finally:
        if rack.server.is_running:
            rack.server.stop()
        rack.sandbox.stop()


def test_a_host_that_is_started_again(tmp_path):
    """Lark drops what has a key of the last hour: no key of the host before is used again."""
    with LarkRack(tmp_path) as rack:
        work = Messages(rack, Truth(rack))
        check(run(rack, work), work.stored())
        configuration = json.loads(rack.server.configuration.read_text())
        assert rack.server.stop() == 0
        rack.server = Toolrack(tmp_path, configuration)
        assert not [outcome for outcome in run(rack, work) if outcome.failed]
        assert list(work.stored().values()) == [2] * CLIENTS
