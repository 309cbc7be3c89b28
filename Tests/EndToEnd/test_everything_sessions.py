"""Sessions of older revisions: issued, never required, and whatever a gateway makes of them."""

import pytest
from arriving import get_stream
from everything import EVERYTHING, LATEST_LEGACY, LegacyClient, ModernClient
from schemas import LEGACY, MODERN
from wire import Connection, get, initialize

METHODS = [
    "ping", "tools/list", "prompts/list", "resources/list", "resources/templates/list",
]
SESSIONS = ["a gateway's own", "x" * 1024, "x" * 2000, "0", "../../etc/passwd"]


@pytest.mark.parametrize("version", LEGACY)
class TestIds:
    def test_are_issued_with_the_handshake_alone(self, everything, version):
        with LegacyClient(everything.port, version) as client:
            assert client.session and all(0x21 <= ord(c) <= 0x7E for c in client.session)
            for method in METHODS:
                response = client.ask(method)
                assert response.status == 200
                assert response.fields.get("mcp-session-id", client.session) == client.session

    def test_are_all_different(self, everything, version):
        with Connection(everything.port) as connection:
            ids = [
                connection.legacy(version, "initialize", initialize(version)).fields[
                    "mcp-session-id"
                ]
                for _ in range(50)
            ]
        assert len(set(ids)) == 50 and all(len(id) >= 16 for id in ids)

    @pytest.mark.parametrize("session", [None, *SESSIONS])
    def test_are_accepted_whatever_they_are(self, everything, version, session):
        with LegacyClient(everything.port, version, has_session=False) as client:
            client.session = session
            for method in METHODS:
                assert client.ask(method).status == 200
            assert client.text("test_simple_text")
            uri = {"uri": "test://watched-resource"}
            assert client.ask("resources/subscribe", uri).result == {}
            assert client.ask("resources/unsubscribe", uri).result == {}
            assert client.ask("logging/setLevel", {"level": "info"}).result == {}
            assert client.notify("notifications/initialized").status == 202
            with client.listen() as stream:
                assert stream.status in (200, 405)

    def test_may_come_with_the_handshake(self, everything, version):
        with Connection(everything.port) as connection:
            response = connection.legacy(
                version, "initialize", initialize(version), fields={"Mcp-Session-Id": "given"}
            )
            assert response.status == 200 and response.fields["mcp-session-id"] == "given"

    def test_of_another_revision_are_accepted(self, everything, version):
        with LegacyClient(everything.port, version) as client:
            session = client.session
        for other in LEGACY:
            with LegacyClient(everything.port, other, has_session=False) as client:
                client.session = session
                assert client.text("test_simple_text")

    def test_outlive_the_handshakes_of_many_others(self, everything, version):
        with LegacyClient(everything.port, version) as first:
            with Connection(everything.port) as connection:
                for _ in range(1000):
                    assert connection.legacy(version, "initialize", initialize(version)).result
            assert first.text("test_simple_text")

    def test_a_stream_opens_for_an_id_of_a_gateway(self, everything, version):
        with LegacyClient(everything.port, version) as client, ModernClient(
            everything.port
        ) as other:
            client.session = "a gateway's own"
            stream = client.listen()
            assert stream.status == 200 and stream.is_stream
            for _ in range(2):
                other.call("test_trigger_tool_change")
                assert stream.message()["method"] == "notifications/tools/list_changed"


class TestMethods:
    @pytest.mark.parametrize("version", [MODERN, *LEGACY, None])
    @pytest.mark.parametrize("session", ["issued", "unknown", None])
    def test_no_session_is_deleted(self, everything, version, session):
        with LegacyClient(everything.port) as client:
            session = client.session if session == "issued" else session
            fields = {"MCP-Protocol-Version": version, "Mcp-Session-Id": session}
            given = {name: value for name, value in fields.items() if value}
            response = get(everything.port, "/mcp", given, "DELETE")
            assert response.status == 405 and "POST" in response.fields["allow"]
            assert client.text("test_simple_text")

    def test_modern_clients_get_no_stream(self, everything):
        stream = get_stream(everything.port, MODERN)
        assert stream.status == 405 and "POST" in stream.fields["allow"]
        stream.close()

    @pytest.mark.parametrize("accept", ["application/json", "text/html", "application/*"])
    def test_a_get_that_takes_no_events(self, everything, accept):
        stream = get_stream(everything.port, LATEST_LEGACY, {"Accept": accept})
        assert 400 <= stream.status < 500
        stream.close()

    @pytest.mark.parametrize("fields, expected", [
        ({"Origin": "http://evil.example"}, 403), ({"Host": "evil.example"}, 421),
    ], ids=str)
    def test_a_get_from_elsewhere(self, everything, fields, expected):
        stream = get_stream(everything.port, LATEST_LEGACY, fields)
        assert stream.status in (403, expected)
        stream.close()

    def test_modern_requests_have_no_session(self, everything):
        with LegacyClient(everything.port) as legacy, ModernClient(everything.port) as modern:
            assert legacy.ask("logging/setLevel", {"level": "emergency"}).result == {}
            fields = {"Mcp-Session-Id": legacy.session, "Last-Event-ID": "1"}
            for method in ("server/discover", "tools/list"):
                response = modern.ask(method, fields=fields)
                assert response.status == 200 and "mcp-session-id" not in response.fields
            level = {"io.modelcontextprotocol/logLevel": "debug"}
            response = modern.call("test_logging_tool", fields=fields, meta=level)
            assert len(response.messages) == 2 and "mcp-session-id" not in response.fields
            assert "id" not in response.fields

    @pytest.mark.parametrize("version", ["2025-13-45", "1.0", "x", "2024-11-05"])
    def test_a_version_that_is_none(self, everything, version):
        stream = get_stream(everything.port, version)
        assert 400 <= stream.status < 500
        stream.close()


@pytest.mark.parametrize("version", LEGACY)
def test_capabilities_of_two_sessions_are_apart(everything, version):
    with LegacyClient(everything.port, version, EVERYTHING) as able, LegacyClient(
        everything.port, version
    ) as unable:
        call = able.start_call("test_sampling", {"prompt": "x"})
        assert call.message()["method"] == "sampling/createMessage"
        assert unable.call("test_sampling", {"prompt": "x"}).result["isError"]
