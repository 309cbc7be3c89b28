"""Calls that nobody waits for any more: the plugin is told, and there is no answer."""

import json

import pytest
from everything import EVERYTHING, LegacyClient, ModernClient, configuration
from schemas import LEGACY
from toolrack import PLUGINS, Toolrack, eventually
from wire import get

SLOW = ("slow_compute", {"seconds": 60})
# For older revisions, which slow_compute does not serve.
SLEEP = ("echo_sleep", {"milliseconds": 30_000})


@pytest.fixture(scope="module", params=["worker", "in-process"])
def rack(request, tmp_path_factory):
    """The Everything plugin and the Echo plugin."""
    folder = tmp_path_factory.mktemp("cancellation")
    whole = configuration(folder, request.param, beside=[PLUGINS / "echo.so"])
    whole["plugin"]["echo"] = {"isolation": request.param}
    with Toolrack(folder, whole) as running:
        yield running


def running_calls(rack) -> int:
    report = json.loads(get(rack.port, "/health").body)
    return sum(plugin["runningCalls"] for plugin in report["plugins"])


def is_running(rack, count) -> bool:
    return eventually(lambda: running_calls(rack) == count, seconds=10)


@pytest.mark.parametrize("end", ["close", "abort"])
def test_a_modern_client_cancels_by_going_away(everything, end):
    with ModernClient(everything.port) as client:
        call = client.start_call(*SLOW)
        assert is_running(everything, 1)
        getattr(call, end)()
        assert is_running(everything, 0)
        assert client.text("test_simple_text")


def test_a_modern_client_cancels_within_a_stream(everything):
    with ModernClient(everything.port) as client:
        for _ in range(5):
            call = client.start_call("test_tool_with_progress", meta={"progressToken": 1})
            assert call.message()["params"]["progress"] == 0
            call.close()
        assert is_running(everything, 0)


def test_one_that_closes_ends_no_other(everything):
    with ModernClient(everything.port) as one, ModernClient(everything.port) as other:
        calls = [one.start_call(*SLOW, id=1), other.start_call(*SLOW, id=1)]
        assert is_running(everything, 2)
        calls[0].abort()
        assert is_running(everything, 1)
        calls[1].abort()
        assert is_running(everything, 0)


def test_a_modern_notification_of_it_is_for_standard_input_alone(everything):
    with ModernClient(everything.port) as client:
        call = client.start_call(*SLOW, id="the call")
        assert is_running(everything, 1)
        body, fields = client._message("notifications/cancelled", {"requestId": "the call"})
        del body["id"]
        response = client.connection.post(body, fields)
        assert response.status in (202, 400, 404)
        assert not eventually(lambda: running_calls(everything) == 0, seconds=0.3)
        call.abort()
        assert is_running(everything, 0)


@pytest.mark.parametrize("version", LEGACY)
class TestLegacy:
    def cancel(self, client, id) -> None:
        params = {"requestId": id, "reason": "no longer wanted"}
        accepted = client.notify("notifications/cancelled", params)
        assert accepted.status == 202 and accepted.body == b""

    @pytest.mark.parametrize("id", ["the call", 7], ids=repr)
    def test_a_notification_cancels(self, rack, version, id):
        with LegacyClient(rack.port, version) as client:
            call = client.start_call(*SLEEP, id=id)
            assert is_running(rack, 1)
            self.cancel(client, id)
            assert is_running(rack, 0)
            assert not any("result" in message for message in call.rest())

    def test_it_ends_a_question(self, rack, version):
        with LegacyClient(rack.port, version, EVERYTHING) as client:
            call = client.start_call("test_sampling", {"prompt": "x"}, id="the call")
            question = call.message()
            self.cancel(client, "the call")
            rest = call.rest()
            assert not any("result" in message for message in rest)
            late = {"role": "assistant", "model": "m", "content": {"type": "text", "text": "x"}}
            assert client.answer(question, late).status == 202
            assert client.text("test_simple_text")

    def test_the_call_of_another_session_goes_on(self, rack, version):
        with LegacyClient(rack.port, version) as one, LegacyClient(
            rack.port, version
        ) as other:
            call, mine = [client.start_call(*SLEEP, id="same") for client in (one, other)]
            assert is_running(rack, 2)
            self.cancel(other, "same")
            assert is_running(rack, 1)
            assert not any("result" in message for message in mine.rest())
            assert not eventually(lambda: running_calls(rack) == 0, seconds=0.2)
            self.cancel(one, "same")
            assert is_running(rack, 0)
            assert not any("result" in message for message in call.rest())

    def test_of_what_is_not_there_it_changes_nothing(self, rack, version):
        wrong = ["7", 8, 7.5, {}, [7], True, None]
        with LegacyClient(rack.port, version) as client:
            call = client.start_call("echo_sleep", {"milliseconds": 300}, id=7)
            for params in [{}, None, *({"requestId": id} for id in wrong)]:
                assert client.notify("notifications/cancelled", params).status in (202, 400)
            (message,) = call.rest()
            assert message["id"] == 7 and not message["result"].get("isError")

    def test_closing_does_not_cancel(self, rack, version):
        with LegacyClient(rack.port, version) as client:
            call = client.start_call(*SLEEP, id="the call")
            assert is_running(rack, 1)
            call.abort()
            assert not eventually(lambda: running_calls(rack) == 0, seconds=0.3)
            self.cancel(client, "the call")
            assert is_running(rack, 0)

    def test_a_handshake_cannot_be_cancelled(self, rack, version):
        with LegacyClient(rack.port, version) as client:
            self.cancel(client, 1)
            assert client.text("test_simple_text")
