"""Tens of thousands of calls while workers are killed: one answer each, and nothing grows."""

import time

import pytest
import traffic
from toolrack import descriptors, eventually, resident_bytes
from wire import call

SEQUENTIAL = (1, 10_000)
PARALLEL = (64, 1_000)
# Parallel calls go on for so long, so that there is something to kill; then a round is the last.
PARALLEL_SECONDS = 8
SECONDS = 240
GROWTH_BYTES = 4 << 20
WARM_UP = (64, 50)


def settled(rack, workers: int):
    """Descriptors and memory of the host when its workers are back and it is at rest."""
    assert eventually(lambda: len(rack.workers()) == workers, seconds=40), rack.workers()
    counts = [-1, -2]
    assert eventually(
        lambda: counts.append(descriptors(rack.pid)) or len(set(counts[-4:])) == 1, interval=0.3
    )
    rack.assert_running()
    return counts[-1], resident_bytes(rack.pid)


def rounds(kills: bool):
    """What is called, connections and calls on each."""
    yield SEQUENTIAL
    begun = time.monotonic()
    yield PARALLEL
    while kills and time.monotonic() - begun < PARALLEL_SECONDS:
        yield PARALLEL


@pytest.mark.timeout(2 * SECONDS + 120)
@pytest.mark.parametrize("isolation", ["worker", "in-process"])
def test_every_call_gets_exactly_one_answer(echo_rack, isolation, record_property):
    rack = echo_rack(plugin={"echo": {"isolation": isolation}})
    kills = isolation == "worker"
    workers = 1 if kills else 0
    traffic.calls(rack.port, "echo_text", *WARM_UP, seconds=SECONDS)
    before = settled(rack, workers)
    killed_workers = 0
    for connections, each in rounds(kills):
        tally, killed, seconds = traffic.calls(
            rack.port, "echo_text", connections, each, SECONDS, rack.workers if kills else None
        )
        print(
            f"\n{isolation}: {tally.asked} calls, {connections} at a time, in {seconds:.1f} s: "
            f"{tally.right} right, {tally.tool_errors} failed with their worker, "
            f"{len(killed)} workers killed; {sorted(tally.texts)[:3]}"
        )
        rack.assert_running()
        assert not tally.wrong, tally.wrong[:3]
        assert tally.asked == connections * each == tally.right + tally.tool_errors
        if not kills:
            assert tally.tool_errors == 0
        killed_workers += len(killed)
    assert bool(killed_workers) == kills
    after = settled(rack, workers)
    print(f"{isolation}: (descriptors, resident bytes) {before} before, {after} after")
    assert after[0] <= before[0], (before, after)
    assert after[1] <= before[1] + GROWTH_BYTES, (before, after)
    assert eventually(lambda: not call(rack.port, "echo_text", {"text": "x"}).get("isError"))
