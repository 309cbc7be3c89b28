"""What goes wrong at Lark, under 64 calls at once: nothing is lost, and nothing is done twice."""

import pytest
from lark_faults import (
    CLIENTS, Events, Messages, Records, Replies, Tasks, Truth, check, run, scattered,
)
from lark_tools import LarkRack

WORKS = [Messages, Replies, Events, Tasks, Records]
# Those that a repeat mends.
PASSING = [
    "rate-limit=1", "rate-limit-legacy=1", "server-error", "bad-gateway", "unavailable",
    "server-error-after", "bad-gateway-after", "cut", "cut-after", "slow=400",
]
# After which Lark has done it.
LATE = [(Messages, "server-error-after")] + [(kind, "cut-after") for kind in WORKS]


@pytest.fixture
def rack(tmp_path):
    with LarkRack(tmp_path) as running:
        yield running


def outcomes(rack, kind, faults, clients=CLIENTS):
    """Of calls under these faults; with what is stored afterwards, and how many faults are left."""
    work = kind(rack, Truth(rack))
    rack.control(faults=faults(work))
    told = run(rack, work, clients=clients)
    waiting = rack.overview()["faults_waiting"]
    rack.control(clear_faults=True)
    stored = work.stored()
    check(told, stored)
    assert len(told) == clients
    return told, stored, waiting


def always(work, fault, count):
    """The fault for so many of the next requests."""
    return [{"fault": fault, "count": count, "path": work.path, "method": work.method}]


@pytest.mark.parametrize("fault", PASSING)
def test_a_fault_that_passes_is_not_seen(rack, fault):
    told, stored, waiting = outcomes(rack, Messages, lambda w: scattered(w, [fault], 64, 24))
    assert not [outcome for outcome in told if outcome.failed]
    assert len(stored) == CLIENTS and waiting == 0


def test_faults_mixed_at_random_in_the_host(tmp_path):
    with LarkRack(tmp_path, isolation="in-process") as rack:
        test_faults_mixed_at_random(rack, Messages)


@pytest.mark.parametrize("kind", WORKS)
def test_faults_mixed_at_random(rack, kind):
    count = 12 if kind is Records else 48
    told, stored, waiting = outcomes(rack, kind, lambda w: scattered(w, PASSING, 80, count))
    assert not [outcome for outcome in told if outcome.failed]
    assert len(stored) == CLIENTS and waiting == 0


@pytest.mark.parametrize("kind", WORKS)
def test_revoked_tokens(rack, kind):
    """All calls come with a token that is void, and renew it once for all."""
    truth = Truth(rack)
    work = kind(rack, truth)
    rack.ask("find_chat")
    truth.revoke_tokens()
    told = run(rack, work, clients=CLIENTS)
    check(told, work.stored())
    assert len(told) == CLIENTS and not [outcome for outcome in told if outcome.failed]
    refused = [request for request in rack.requests() if request["code"] == 99991663]
    assert refused


@pytest.mark.parametrize("kind", WORKS)
def test_a_missing_scope_is_told_to_whom_it_befalls(rack, kind):
    told, stored, waiting = outcomes(
        rack, kind, lambda w: scattered(w, ["missing-scope=some:scope"], 64, 24)
    )
    failed = [outcome for outcome in told if outcome.failed]
    assert len(failed) == 24 and waiting == 0
    assert all("some:scope" in outcome.text for outcome in failed)
    assert not [outcome for outcome in failed if outcome.is_unclear]
    assert len(stored) == CLIENTS - 24


@pytest.mark.parametrize("kind, fault", LATE)
def test_a_failure_that_stays_after_the_effect(rack, kind, fault):
    """Every answer is lost: all of it is there once, and everybody is told to look."""
    told, stored, _ = outcomes(
        rack, kind, lambda w: always(w, fault, 1_000), kind.patient_clients
    )
    assert not [outcome for outcome in told if not outcome.is_unclear or not outcome.failed]
    assert list(stored.values()) == [1] * kind.patient_clients


@pytest.mark.parametrize("kind", WORKS)
def test_a_refusal_after_a_lost_answer(rack, kind):
    """The first attempt did it; that the second one is refused does not mean it was not done."""
    told, stored, _ = outcomes(
        rack, kind,
        lambda w: always(w, "server-error-after", w.first_requests)
        + always(w, "missing-scope=some:scope", 1_000),
    )
    assert all(outcome.failed for outcome in told)
    unclear = [outcome.marker for outcome in told if outcome.is_unclear]
    assert len(unclear) > kind.first_requests // 2 and sorted(unclear) == sorted(stored)
    assert all("some:scope" in outcome.text for outcome in told if not outcome.is_unclear)


def test_a_table_that_is_being_written(rack):
    told, stored, waiting = outcomes(
        rack, Records, lambda w: scattered(w, ["error=200/1254291"], 64, 8)
    )
    assert not [outcome for outcome in told if outcome.failed]
    assert len(stored) == CLIENTS and waiting == 0


def test_answers_that_come_too_late(tmp_path):
    with LarkRack(tmp_path, call_milliseconds=4_000) as rack:
        told, stored, _ = outcomes(rack, Messages, lambda w: scattered(w, ["slow=8000"], 64, 16))
    failed = [outcome for outcome in told if outcome.failed]
    assert len(failed) == 16 and all(outcome.is_unclear for outcome in failed), failed
    assert len(stored) == CLIENTS
