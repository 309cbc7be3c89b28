"""A tool that ends the stream of its own call: the answer waits for the client to come back."""

import time

import pytest
from arriving import get_stream
from everything import LATEST_LEGACY, LegacyClient, ModernClient, connect, text_of
from schemas import LEGACY, MODERN

TOOL = "test_reconnection"


@pytest.fixture(params=[True, False], ids=["session", "no session"])
def client(request, everything):
    with LegacyClient(everything.port, LATEST_LEGACY, has_session=request.param) as opened:
        yield opened


def begin(client, id):
    """Where the call that was cut short is resumed from."""
    call = client.start_call(TOOL, id=id)
    assert call.status == 200 and call.is_stream
    event = call.event()
    assert event.id and not event.data
    retry = [event.retry]
    while (later := call.event()) is not None:
        assert not later.data, "the stream ends without a result"
        retry.append(later.retry)
        event = later if later.id else event
    assert any(type(value) is int and value >= 0 for value in retry)
    return event.id


def resume(client, event_id):
    return client.listen("tools/call", **{"Last-Event-ID": event_id})


@pytest.mark.parametrize("id, seconds", [("the call", 0), (7, 0.5)], ids=["at once", "later"])
def test_the_answer_is_there_when_the_client_comes_back(client, id, seconds):
    event_id = begin(client, id)
    time.sleep(seconds)
    stream = resume(client, event_id)
    assert stream.status == 200 and stream.is_stream
    message = stream.message()
    assert message["id"] == id and type(message["id"]) is type(id)
    assert text_of(message["result"]) and not message["result"].get("isError")
    assert stream.rest() == [], "a stream that was resumed ends with the answer"


def test_calls_that_were_cut_short_are_apart(client):
    resumptions = {n: begin(client, n) for n in range(6)}
    assert len(set(resumptions.values())) == 6
    for n in (3, 0, 5, 1, 4, 2):
        assert resume(client, resumptions[n]).message()["id"] == n


def test_an_answer_is_not_handed_to_a_stream_without_its_event(everything, client):
    event_id = begin(client, "the call")
    with LegacyClient(everything.port) as other:
        stream = other.listen()
        assert stream.status == 200
        assert resume(client, event_id).message()["id"] == "the call"
        assert stream.is_silent(0.1)


def test_events_that_nobody_sent(client):
    id = event_id = begin(client, "the call")
    streams = [resume(client, wrong) for wrong in (
        id + "x", id[:-1], "1", "0", id[::-1], id.swapcase() + "0", "x" * 5000,
    )]
    assert all(stream.status == 200 or 400 <= stream.status < 500 for stream in streams)
    opened = [stream for stream in streams if stream.status == 200]
    time.sleep(0.3)
    assert all(stream.is_silent(0.01) for stream in opened)
    assert resume(client, event_id).message()["id"] == "the call"


@pytest.mark.parametrize("revision", [MODERN, *LEGACY[1:]])
def test_other_revisions_just_get_the_answer(everything, revision):
    with connect(everything.port, revision) as client:
        (message,) = client.start_call(TOOL, id="the call").rest()
        assert message["id"] == "the call" and text_of(message["result"])


def test_modern_clients_cannot_resume(everything, client):
    event_id = begin(client, "the call")
    stream = get_stream(everything.port, MODERN, {"Last-Event-ID": event_id})
    assert stream.status == 405
    stream.close()
    with ModernClient(everything.port) as modern:
        assert modern.text("test_simple_text", fields={"Last-Event-ID": event_id})
    assert resume(client, event_id).message()["id"] == "the call"
