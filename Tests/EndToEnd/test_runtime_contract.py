"""What AgentCore Runtime asks of a container: `/ping`, sessions of its own, and tools that are
listed before there are any credentials."""

import json
import time

import pytest
from arriving import get_stream
from everything import WITH_TASKS, LegacyClient, ModernClient, accept, configuration
from schemas import LEGACY
from toolrack import PLUGINS, Toolrack, eventually, plugin_folder
from wire import Connection, get, initialize

SESSION_FIELD = "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id"
SESSION = "runtime-session-" + "0123456789abcdef" * 2
# As long as the data plane has them.
LONGEST = {"Mcp-Session-Id": "x" * 1024, SESSION_FIELD: "y" * 256}


class TestPing:
    def ping(self, rack) -> dict:
        response = get(rack.port, "/ping")
        assert response.status == 200
        assert response.fields["content-type"] == "application/json"
        value = json.loads(response.body)
        assert set(value) == {"status", "time_of_last_update"}
        assert type(value["time_of_last_update"]) is int
        return value

    def status(self, rack, wanted) -> dict:
        found = eventually(lambda: (value := self.ping(rack))["status"] == wanted and value)
        assert found, self.ping(rack)
        return found

    @pytest.fixture
    def rack(self, tmp_path):
        before = int(time.time())
        with Toolrack(tmp_path, configuration(tmp_path, beside=[PLUGINS / "echo.so"])) as running:
            first = self.ping(running)
            assert first["status"] == "Healthy"
            assert before <= first["time_of_last_update"] <= time.time()
            yield running

    @pytest.mark.parametrize("client_of", [ModernClient, LegacyClient])
    def test_is_busy_while_a_call_runs(self, rack, client_of):
        idle = self.ping(rack)
        with client_of(rack.port) as client:
            # Another second, so that the times of two states differ.
            assert eventually(lambda: int(time.time()) > idle["time_of_last_update"])
            call = client.start_call("echo_sleep", {"milliseconds": 2500})
            busy = self.status(rack, "HealthyBusy")
            assert busy["time_of_last_update"] > idle["time_of_last_update"]
            assert self.ping(rack) == busy
            assert "result" in call.message()
        after = self.status(rack, "Healthy")
        assert after["time_of_last_update"] > busy["time_of_last_update"]
        assert self.ping(rack) == after

    def test_is_busy_while_a_task_waits_for_its_client(self, rack):
        with ModernClient(rack.port, WITH_TASKS) as client:
            id = client.call("multi_input").result["taskId"]

            def task(status) -> dict:
                ask = lambda: client.ask("tasks/get", {"taskId": id}).result  # noqa: E731
                return eventually(lambda: (found := ask())["status"] == status and found)

            asked = task("input_required")["inputRequests"]
            self.status(rack, "HealthyBusy")
            answers = {key: accept(name="Ada", confirm=True) for key in asked}
            client.ask("tasks/update", {"taskId": id, "inputResponses": answers})
            assert task("completed")
            self.status(rack, "Healthy")

    def test_methods(self, rack):
        assert get(rack.port, "/ping", method="POST").status == 405
        assert get(rack.port, "/ping", method="DELETE").status == 405


@pytest.mark.parametrize("version", LEGACY)
class TestPlatformSessions:
    """The platform puts an id on every request, the first one included, and knows its machines by
    it: no other may come back."""

    @pytest.mark.parametrize(
        "fields",
        [{"Mcp-Session-Id": SESSION}, {SESSION_FIELD: SESSION}, LONGEST,
         {"Mcp-Session-Id": SESSION, SESSION_FIELD: "other-" + SESSION}],
        ids=["mcp", "runtime", "longest", "both"],
    )
    def test_begin_with_the_handshake(self, everything, version, fields):
        named = fields.get("Mcp-Session-Id", fields.get(SESSION_FIELD))
        with Connection(everything.port) as connection:
            first = connection.legacy(version, "initialize", initialize(version), fields=fields)
            assert first.status == 200 and first.fields["mcp-session-id"] == named
            assert first.fields.get(SESSION_FIELD.lower()) == fields.get(SESSION_FIELD)
            own = {"Mcp-Session-Id": named, **fields}
            listed = connection.legacy(version, "tools/list", {}, fields=own)
            assert listed.result["tools"]
            assert listed.fields.get(SESSION_FIELD.lower()) == fields.get(SESSION_FIELD)
            assert connection.legacy(version, "resources/subscribe",
                                     {"uri": "test://watched-resource"}, fields=fields).result == {}

    def test_have_a_stream_of_their_own(self, everything, version):
        fields = {SESSION_FIELD: SESSION + version}
        with Connection(everything.port) as connection, ModernClient(everything.port) as other:
            connection.legacy(version, "initialize", initialize(version), fields=fields)
            subscribed = {"uri": "test://watched-resource"}
            connection.legacy(version, "resources/subscribe", subscribed, fields=fields)
            stream = get_stream(everything.port, version, fields)
            assert stream.status == 200 and stream.is_stream
            assert stream.fields[SESSION_FIELD.lower()] == fields[SESSION_FIELD]
            other.call("test_trigger_tool_change")
            assert stream.message()["method"] == "notifications/tools/list_changed"
            stream.close()

    def test_are_not_ended_by_a_delete(self, everything, version):
        fields = {"Mcp-Session-Id": SESSION, "MCP-Protocol-Version": version}
        assert get(everything.port, "/mcp", fields, "DELETE").status == 405
        with Connection(everything.port) as connection:
            assert connection.legacy(version, "tools/list", {}, fields=fields).result["tools"]

    def test_that_are_none_are_not_told_back(self, everything, version):
        fields = {SESSION_FIELD: "z" * 1025}
        with Connection(everything.port) as connection:
            first = connection.legacy(version, "initialize", initialize(version), fields=fields)
            assert first.status == 200 and SESSION_FIELD.lower() not in first.fields
            assert first.fields["mcp-session-id"] != fields[SESSION_FIELD]

    def test_keep_their_log_level(self, everything, version):
        """What is remembered by the id is that session's: another id knows nothing of it."""
        with Connection(everything.port) as connection:
            for session, level in (("quiet", "emergency"), ("loud", "debug")):
                fields = {"Mcp-Session-Id": f"{session}-{version}-{SESSION}"}
                connection.legacy(version, "initialize", initialize(version), fields=fields)
                connection.legacy(version, "logging/setLevel", {"level": level}, fields=fields)
                params = {"name": "test_logging_tool", "arguments": {}}
                called = connection.legacy(version, "tools/call", params, fields=fields)
                assert len(called.messages) == (1 if session == "quiet" else 2)


def test_modern_requests_are_told_the_platform_session(everything):
    with ModernClient(everything.port) as client:
        for fields in ({SESSION_FIELD: SESSION}, LONGEST):
            response = client.ask("tools/list", fields=fields)
            assert response.result["tools"]
            assert response.fields[SESSION_FIELD.lower()] == fields[SESSION_FIELD]
            assert "mcp-session-id" not in response.fields
        level = {"io.modelcontextprotocol/logLevel": "debug"}
        response = client.call("test_logging_tool", fields={SESSION_FIELD: SESSION}, meta=level)
        assert len(response.messages) > 1
        assert response.fields[SESSION_FIELD.lower()] == SESSION


class TestWithoutCredentials:
    """A gateway lists the tools before anybody has typed in a secret."""

    @pytest.mark.parametrize("isolation", ["worker", "in-process"])
    def test_lark_lists_its_tools(self, tmp_path, isolation):
        plugins = plugin_folder(tmp_path, PLUGINS / "lark.so")
        whole = {"plugins": str(plugins), "plugin": {"lark": {"isolation": isolation}}}
        with Toolrack(tmp_path, whole) as rack:
            with ModernClient(rack.port) as modern, LegacyClient(rack.port) as legacy:
                names = modern.names()
                assert "lark_send_message" in names and legacy.names() == names
                called = modern.call("lark_send_message", {"to": "oc_x", "text": "x"}).result
                assert called["isError"] and "appId" in called["content"][0]["text"]
            health = json.loads(get(rack.port, "/health").body)
            assert health["status"] == "ok"

    def test_nor_do_variables_that_are_not_set_keep_it(self, tmp_path):
        plugins = plugin_folder(tmp_path, PLUGINS / "lark.so")
        settings = {"appId": "${env:NO_SUCH_ID}", "appSecret": "${env:NO_SUCH_SECRET}"}
        whole = {"plugins": str(plugins), "plugin": {"lark": {"settings": settings}}}
        with Toolrack(tmp_path, whole) as rack, ModernClient(rack.port) as client:
            assert "lark_send_message" in client.names()
            assert any("NO_SUCH_SECRET" in line for line in rack.errors)
