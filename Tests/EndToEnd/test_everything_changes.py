"""Changes of lists and resources, and who hears of them."""

import os
import signal
import threading

import pytest
from everything import (
    LATEST_LEGACY, REVISIONS, SUBSCRIPTION_ID, LegacyClient, ModernClient, connect,
)
from schemas import LEGACY
from toolrack import descriptors, eventually

WATCHED = "test://watched-resource"
# By trigger: what is announced, and how a modern client asks for it.
LISTS = {
    "test_trigger_tool_change": ("tools/list", "tools", "name", "test_dynamic_tool"),
    "test_trigger_prompt_change": ("prompts/list", "prompts", "name", "test_dynamic_prompt"),
    "test_trigger_resource_change": (
        "resources/list", "resources", "uri", "test://dynamic-resource",
    ),
}
UPDATE = "test_trigger_resource_update"
ANNOUNCED = {
    "test_trigger_tool_change": "notifications/tools/list_changed",
    "test_trigger_prompt_change": "notifications/prompts/list_changed",
    "test_trigger_resource_change": "notifications/resources/list_changed",
    UPDATE: "notifications/resources/updated",
}
FILTERS = {
    "test_trigger_tool_change": {"toolsListChanged": True},
    "test_trigger_prompt_change": {"promptsListChanged": True},
    "test_trigger_resource_change": {"resourcesListChanged": True},
    UPDATE: {"resourceSubscriptions": [WATCHED]},
}
ALL = {key: value for filter in FILTERS.values() for key, value in filter.items()}


@pytest.fixture
def client(everything):
    with ModernClient(everything.port) as opened:
        yield opened


def watched(client) -> str:
    return client.ask("resources/read", {"uri": WATCHED}).result["contents"][0]["text"]


@pytest.mark.parametrize("revision", REVISIONS)
@pytest.mark.parametrize("trigger", LISTS)
def test_a_trigger_puts_an_item_on_its_list_and_takes_it_off(everything, revision, trigger):
    method, member, key, item = LISTS[trigger]
    with connect(everything.port, revision) as client, ModernClient(everything.port) as other:
        stream = other.listen(**FILTERS[trigger])
        for is_there in (True, False):
            response = client.call(trigger)
            assert len(response.messages) == 1, "the caller hears the result alone"
            assert response.result["content"][0]["text"]
            assert stream.message()["method"] == ANNOUNCED[trigger]
            assert (item in client.names(method, member, key)) == is_there


def test_what_is_there_can_be_used(client):
    stream = client.listen(**ALL)
    for trigger in LISTS:
        client.call(trigger)
        stream.message()
    assert client.text("test_dynamic_tool")
    (message,) = client.ask("prompts/get", {"name": "test_dynamic_prompt"}).result["messages"]
    assert message["role"] == "user" and message["content"]["text"]
    uri = "test://dynamic-resource"
    (entry,) = client.ask("resources/read", {"uri": uri}).result["contents"]
    assert entry["uri"] == uri
    for trigger in LISTS:
        client.call(trigger)
        stream.message()
    assert client.call("test_dynamic_tool").error["code"] == -32602
    assert client.ask("resources/read", {"uri": uri}).error["data"]["uri"] == uri


class TestListen:
    @pytest.mark.parametrize("id", ["a", 7, ""], ids=repr)
    def test_every_message_names_its_subscription(self, client, id):
        stream = client.listen(id, **ALL)
        assert stream.status == 200 and stream.is_stream
        for trigger in [*ANNOUNCED, *LISTS]:
            client.call(trigger)
            message = stream.message()
            assert message["method"] == ANNOUNCED[trigger]
            named = message["params"]["_meta"][SUBSCRIPTION_ID]
            assert named == id and type(named) is type(id)
            assert message["params"].get("uri") == (WATCHED if trigger == UPDATE else None)

    def test_only_what_was_asked_for_is_delivered(self, client):
        streams = {trigger: client.listen(trigger, **FILTERS[trigger]) for trigger in ANNOUNCED}
        everything = client.listen("all", **ALL)
        nothing = client.listen("nothing")
        for trigger in [*ANNOUNCED, *ANNOUNCED]:
            client.call(trigger)
            assert everything.message()["method"] == ANNOUNCED[trigger]
        for trigger, stream in streams.items():
            methods = [stream.message()["method"] for _ in range(2)]
            assert methods == [ANNOUNCED[trigger]] * 2
            assert stream.is_silent(0.05)
        assert everything.is_silent(0.2) and nothing.is_silent(0.05)

    def test_false_is_not_asked_for(self, client):
        stream = client.start(
            "subscriptions/listen",
            {"notifications": {"toolsListChanged": False, "promptsListChanged": True}},
        )
        granted = stream.message()["params"]["notifications"]
        assert granted.get("promptsListChanged") and not granted.get("toolsListChanged")
        everything = client.listen(**ALL)
        for trigger in ("test_trigger_tool_change", "test_trigger_prompt_change") * 2:
            client.call(trigger)
            assert everything.message()["method"] == ANNOUNCED[trigger]
        assert [stream.message()["method"] for _ in range(2)] == [
            "notifications/prompts/list_changed"
        ] * 2

    def test_another_resource_is_not_heard_of(self, client):
        other = client.listen("other", resourceSubscriptions=["test://static-text"])
        both = client.listen("both", resourceSubscriptions=["test://static-text", WATCHED])
        client.call(UPDATE)
        assert both.message()["params"]["uri"] == WATCHED
        assert other.is_silent(0.2)

    def test_one_id_may_listen_on_several_connections(self, client):
        streams = [client.listen("same", **ALL) for _ in range(3)]
        client.call(UPDATE)
        assert [s.message()["params"]["uri"] for s in streams] == [WATCHED] * 3
        streams[0].close()
        client.call(UPDATE)
        assert [s.message()["params"]["uri"] for s in streams[1:]] == [WATCHED] * 2

    @pytest.mark.parametrize("params", [
        {}, {"notifications": None}, {"notifications": []}, {"notifications": "all"},
        {"notifications": {"toolsListChanged": "yes"}},
        {"notifications": {"resourceSubscriptions": WATCHED}},
        {"notifications": {"resourceSubscriptions": [7]}},
    ], ids=str)
    def test_a_filter_that_is_none(self, client, params):
        arriving = client.start("subscriptions/listen", params)
        assert arriving.message()["error"]["code"] == -32602
        assert arriving.status == 400

    def test_a_filter_without_measure(self, client):
        uris = [f"test://template/{n}/data" for n in range(20_000)]
        params = {"notifications": {"resourceSubscriptions": uris}}
        message = client.start("subscriptions/listen", params).message()
        assert message["error"]["code"] == -32602
        assert client.text("test_simple_text")

    def test_what_is_unknown_to_a_filter_is_ignored(self, client):
        stream = client.start(
            "subscriptions/listen", {"notifications": {"toolsListChanged": True, "moonPhase": True}}
        )
        granted = stream.message()["params"]["notifications"]
        assert granted == {"toolsListChanged": True}

    def test_what_no_plugin_supplies_is_not_granted(self, echo_rack):
        rack = echo_rack()
        with ModernClient(rack.port) as client:
            capabilities = client.ask("server/discover").result["capabilities"]
            stream = client.start("subscriptions/listen", {"notifications": ALL})
            granted = stream.message()["params"]["notifications"]
        for capability in ("tools", "prompts", "resources"):
            announces = capabilities.get(capability, {}).get("listChanged", False)
            assert granted.get(f"{capability}ListChanged", False) == announces

    def test_streams_that_are_closed_leave_nothing_behind(self, everything_rack):
        rack = everything_rack()
        with ModernClient(rack.port) as client:
            client.call("test_simple_text")
            before = descriptors(rack.pid)
            streams = [client.listen(n, **ALL) for n in range(40)]
            assert descriptors(rack.pid) >= before + 40
            for stream in streams:
                stream.close()
            client.call(UPDATE)
            assert eventually(lambda: descriptors(rack.pid) <= before)

    @pytest.mark.parametrize("isolation", ["worker", "in-process"])
    def test_ends_with_a_result_when_the_host_ends(self, everything_rack, isolation):
        rack = everything_rack(isolation=isolation)
        with ModernClient(rack.port) as client:
            stream = client.listen("the id", **ALL)
            rack.process.send_signal(signal.SIGTERM)
            (message,) = stream.rest()
            assert message["id"] == "the id" and message["result"]["resultType"] == "complete"
            assert message["result"]["_meta"][SUBSCRIPTION_ID] == "the id"
        assert rack.process.wait(8) == 0, "well before the drain time has passed"


class TestUpdates:
    def test_count(self, client):
        stream = client.listen(resourceSubscriptions=[WATCHED])
        client.call(UPDATE)
        stream.message()
        prefix, _, number = watched(client).rstrip(")").rpartition(" (revision ")
        assert prefix == "Watched resource content"
        client.call(UPDATE)
        stream.message()
        assert watched(client) == f"{prefix} (revision {int(number) + 1})"

    def test_that_come_quickly_are_heard_of_to_the_last(self, client):
        stream = client.listen(resourceSubscriptions=[WATCHED])
        client.call(UPDATE)
        stream.message()
        first = int(watched(client).rpartition(" ")[2].rstrip(")"))

        def trigger():
            with ModernClient(client.port) as own:
                own.call(UPDATE)

        threads = [threading.Thread(target=trigger) for _ in range(20)]
        for thread in threads:
            thread.start()
        count = 0
        while f"(revision {first + 20})" not in watched(client):
            assert stream.message()["params"]["uri"] == WATCHED
            count += 1
        for thread in threads:
            thread.join()
        while not stream.is_silent(0.3):
            count += 1
        assert 1 <= count <= 20, "one for each at most"

    def test_toggles_that_come_quickly_end_in_a_list_that_was_announced(self, client):
        stream = client.listen(toolsListChanged=True)
        for _ in range(5):
            client.call("test_trigger_tool_change")
        assert stream.message()["method"] == "notifications/tools/list_changed"
        assert eventually(lambda: "test_dynamic_tool" in client.names())
        while not stream.is_silent(0.3):
            pass
        client.call("test_trigger_tool_change")
        stream.message()
        assert "test_dynamic_tool" not in client.names()


@pytest.mark.parametrize("version", LEGACY)
class TestLegacy:
    def test_the_stream_of_a_session_hears_of_lists(self, everything, client, version):
        with LegacyClient(everything.port, version) as legacy:
            stream = legacy.listen()
            assert stream.status == 200 and stream.is_stream
            for trigger in [*LISTS, *LISTS]:
                client.call(trigger)
                message = stream.message()
                assert message["method"] == ANNOUNCED[trigger]
                assert SUBSCRIPTION_ID not in message.get("params", {}).get("_meta", {})

    def test_a_session_hears_of_resources_that_it_subscribed(self, everything, client, version):
        with LegacyClient(everything.port, version) as one, LegacyClient(
            everything.port, version
        ) as other:
            assert one.ask("resources/subscribe", {"uri": WATCHED}).result == {}
            streams = [one.listen(), other.listen()]
            assert [s.status for s in streams] == [200, 200]
            client.call(UPDATE)
            message = streams[0].message()
            assert message["method"] == ANNOUNCED[UPDATE]
            assert message["params"]["uri"] == WATCHED
            assert one.ask("resources/unsubscribe", {"uri": WATCHED}).result == {}
            client.call(UPDATE)
            for _ in range(2):
                client.call("test_trigger_tool_change")
                for stream in streams:
                    assert stream.message()["method"] == ANNOUNCED["test_trigger_tool_change"]

    def test_a_subscription_may_come_after_the_stream(self, everything, client, version):
        with LegacyClient(everything.port, version) as legacy:
            stream = legacy.listen()
            assert stream.status == 200
            for _ in range(2):
                assert legacy.ask("resources/subscribe", {"uri": WATCHED}).result == {}
            client.call(UPDATE)
            assert stream.message()["params"]["uri"] == WATCHED
            assert stream.is_silent(0.1), "subscribed twice, told once"

    def test_a_caller_with_a_stream_hears_on_it(self, everything, version):
        with LegacyClient(everything.port, version) as legacy:
            stream = legacy.listen()
            assert stream.status == 200
            for _ in range(2):
                assert len(legacy.call("test_trigger_tool_change").messages) == 1
                assert stream.message()["method"] == "notifications/tools/list_changed"

    def test_a_resource_that_is_not_there_cannot_be_subscribed(self, everything, version):
        with LegacyClient(everything.port, version) as legacy:
            error = legacy.ask("resources/subscribe", {"uri": "test://nothing"}).error
            assert error["code"] == -32002 and error["data"]["uri"] == "test://nothing"
            for params in ({}, {"uri": 7}, None):
                assert legacy.ask("resources/subscribe", params).error["code"] == -32602

    def test_a_resource_of_a_template_can_be_subscribed(self, everything, version):
        with LegacyClient(everything.port, version) as legacy:
            uri = "test://template/1/data"
            assert legacy.ask("resources/subscribe", {"uri": uri}).result == {}
            assert legacy.ask("resources/unsubscribe", {"uri": uri}).result == {}

    def test_a_stream_that_was_closed_can_be_opened_again(self, everything, client, version):
        with LegacyClient(everything.port, version) as legacy:
            assert legacy.ask("resources/subscribe", {"uri": WATCHED}).result == {}
            for _ in range(3):
                with legacy.listen() as stream:
                    assert stream.status == 200
                    client.call(UPDATE)
                    assert stream.message()["params"]["uri"] == WATCHED


def test_a_message_goes_to_one_stream_of_a_session(everything, client):
    with LegacyClient(everything.port) as legacy:
        streams = [legacy.listen(), legacy.listen()]
        assert [stream.status for stream in streams] == [200, 200]
        for _ in range(2):
            client.call("test_trigger_tool_change")
            heard = [stream for stream in streams if not stream.is_silent(0.3)]
            assert len(heard) == 1


def test_changes_reach_both_eras_at_once(everything):
    with LegacyClient(everything.port, LATEST_LEGACY) as legacy:
        with ModernClient(everything.port) as modern, ModernClient(everything.port) as caller:
            streams = [legacy.listen(), modern.listen(toolsListChanged=True)]
            assert streams[0].status == 200
            for _ in range(2):
                caller.call("test_trigger_tool_change")
                methods = {stream.message()["method"] for stream in streams}
                assert methods == {"notifications/tools/list_changed"}


@pytest.mark.parametrize("method", ["resources/subscribe", "resources/unsubscribe"])
def test_modern_clients_have_no_such_method(client, method):
    response = client.ask(method, {"uri": WATCHED})
    assert response.status == 404 and response.error["code"] == -32601


def test_all_of_it_survives_a_worker_that_is_killed(everything_rack):
    rack = everything_rack()
    with ModernClient(rack.port) as client:
        stream = client.listen(**ALL)
        (worker,) = rack.workers()
        os.kill(worker, signal.SIGKILL)
        assert eventually(lambda: worker not in rack.workers() and rack.workers())
        assert eventually(lambda: not client.call("test_simple_text").result.get("isError"))
        assert eventually(lambda: not client.call(UPDATE).result.get("isError"))
        while stream.message()["method"] != ANNOUNCED[UPDATE]:
            pass
