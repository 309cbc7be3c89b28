"""The Lark plugin on the built server: what it lists, refuses, survives, and as whom it acts."""

import pytest
from lark_tools import AS_USER, USER_TOKEN, LarkRack, documented

TEXT = "第 1 条 🚀"


def by_default() -> set[str]:
    return {name for name, (listed, _) in documented().items() if listed}


def reading() -> set[str]:
    return {name for name, (_, effect) in documented().items() if effect == "reads"}


@pytest.fixture
def listed(tmp_path):
    """The tools that a server with such settings lists."""

    def start(**settings) -> set[str]:
        login = {"userTokenFile": str(tmp_path / "tokens.json")}
        with LarkRack(tmp_path, **login, **settings) as running:
            names = running.tools()
        assert len(names) == len(set(names))
        return set(names)

    return start


# ---- The list ------------------------------------------------------------------------------------


def test_the_default_list_is_the_documented_one(listed):
    assert listed() == by_default()


def test_all_tools(listed):
    whole = listed(presets=["all"], allow=["*"])
    assert whole == set(documented())


def test_a_preset_adds_its_groups(listed):
    names = listed(presets=["im"])
    assert {"send_message", "pin_message", "find_people", "who_am_i"} <= names
    assert not names & {"create_doc", "get_calendar", "query_records", "create_task"}


def test_allow_adds_and_deny_takes_away(listed):
    names = listed(allow=["forward_message", "lark_pin_*"], deny=["*_event", "send_message"])
    assert {"forward_message", "pin_message"} <= names
    gone = {name for name in by_default() if name.endswith("_event")} | {"send_message"}
    assert len(gone) > 1
    assert names == (by_default() | {"forward_message", "pin_message"}) - gone


def test_deny_wins(listed):
    assert "forward_message" not in listed(allow=["forward_message"], deny=["forward_*"])


def test_read_only(listed):
    assert listed(readOnly=True) == by_default() & reading()


@pytest.mark.parametrize(
    "settings, told",
    [
        ({"presets": ["nonsense"]}, "presets"),
        ({"readOnly": "yes"}, "readOnly"),
        ({"deny": 7}, "deny"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_a_wrong_setting_is_told_and_nothing_listed(tmp_path, settings, told):
    with LarkRack(tmp_path, **settings) as running:
        assert running.tools() == []
        said = [line["message"] for line in running.server.log if line.get("level") == "error"]
        assert len(said) == 1 and f"plugin.lark.settings.{told}" in said[0]


def test_a_tool_that_is_not_listed_cannot_be_called(tmp_path):
    with LarkRack(tmp_path, deny=["send_message"]) as running:
        chat = running.chat("产品周会")
        assert running.refused("send_message", to=chat, text=TEXT)
        assert running.requests() == []


def test_nobody_logs_in_where_tokens_have_no_place(tmp_path):
    with LarkRack(tmp_path) as running:
        assert set(running.tools()) == by_default() - {"login"}


# ---- Bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tool, arguments",
    [
        ("send_message", {"to": "nobody", "text": "x"}),
        ("send_message", {"to": "oc_f3d984db30d09c0956136ff8aff8e867"}),
        ("send_message", {"to": 7, "text": "x"}),
        ("get_message", {"messages": "xx"}),
        ("read_chat", {}),
        ("read_chat", {"chat": "oc_f3d984db30d09c0956136ff8aff8e867", "limit": 0}),
        ("read_doc", {"doc": "!!"}),
        ("search_docs", {"query": "x", "types": ["nonsense"]}),
        ("chat_members", {"chat": "x", "action": "explode"}),
        ("query_records", {"base": "!!"}),
        ("find_chat", {"nonsense": True}),
        ("get_message", {"messages": ["om_1", "om_2"], "offset": 5}),
        ("send_message", {"to": "oc_1", "card": {"schema": "2.0", "elements": []}}),
        ("create_task", {"title": "x", "start": "2026-03-02", "due": "2026-03-01"}),
        ("create_task", {"title": "x", "description": "x" * 3001}),
        ("find_free_slot", {"people": "ou_1", "rooms": ["x"]}),
        ("query_records", {"base": "bascn1", "table": "tbl1", "view": "x x"}),
    ],
)
def test_bad_input_is_refused_in_a_line(lark_rack, tool, arguments):
    before = len(lark_rack.requests())
    text = lark_rack.refused(tool, **arguments)
    assert text and "\n" not in text
    assert len(lark_rack.requests()) == before


# ---- Faults --------------------------------------------------------------------------------------


@pytest.fixture
def faulty(tmp_path):
    """A server with nothing kept from other faults, and the id of a chat."""
    with LarkRack(tmp_path) as running:
        yield running, running.chat("产品周会")


MESSAGES = "/open-apis/im/v1/messages"


def befall(running, fault: str, **more):
    running.control(faults=[{"fault": fault, "path": MESSAGES, **more}])


@pytest.mark.parametrize(
    "fault",
    ["rate-limit=1", "rate-limit-legacy=1", "expired-token", "invalid-token", "unavailable",
     "bad-gateway", "server-error", "cut"],
)
def test_a_passing_fault_is_survived_by_reading(faulty, fault):
    running, chat = faulty
    befall(running, fault)
    text, _ = running.ask("read_chat", chat=chat)
    assert "第四季度路线图初稿" in text
    assert running.overview()["faults_waiting"] == 0


@pytest.mark.parametrize(
    "fault", ["rate-limit=1", "expired-token", "cut", "cut-after", "unavailable"]
)
def test_a_message_is_sent_once_through_a_fault(faulty, fault):
    running, chat = faulty
    befall(running, fault, method="POST")
    running.ask("send_message", to=chat, text=TEXT)
    assert running.overview()["faults_waiting"] == 0
    assert running.ask("read_chat", chat=chat)[0].count(TEXT) == 1


def test_revoked_tokens_are_renewed(faulty):
    running, chat = faulty
    for _ in range(2):
        running.ask("read_chat", chat=chat)
        running.control(revoke_tokens=True)
    running.ask("read_chat", chat=chat)


def test_a_token_that_is_handed_out_again_may_be_revoked_all_the_same(faulty):
    running, chat = faulty
    running.ask("search_docs", query="路线图")
    befall(running, "expired-token")
    running.ask("read_chat", chat=chat)
    running.control(revoke_tokens=True)
    running.ask("read_chat", chat=chat)


@pytest.mark.parametrize("fault", ["quota", "address", "garbage", "missing-scope=im:message"])
def test_a_lasting_fault_is_told(faulty, fault):
    running, chat = faulty
    befall(running, fault, count=20)
    text = running.refused("read_chat", chat=chat)
    assert "read the chat" in text.splitlines()[0]
    running.control(clear_faults=True)
    running.ask("read_chat", chat=chat)


def test_a_missing_permission_is_named(faulty):
    running, chat = faulty
    running.control(revoke=["im:message", "im:message:readonly", "im:message.history:readonly"])
    assert "im:message" in running.refused("read_chat", chat=chat)
    running.control(grant=["im:message"])
    running.ask("read_chat", chat=chat)


# ---- As whom -------------------------------------------------------------------------------------


def test_without_a_token_it_is_the_bot(lark_rack):
    text, data = lark_rack.ask("who_am_i")
    assert data["as"] == "bot" and "user" not in data
    assert "Toolrack" in text


def test_with_a_token_it_is_the_user(lark_rack):
    text, data = lark_rack.ask("who_am_i", AS_USER)
    assert data["as"] == "bot+user"
    assert lark_rack.person("lin.xiaoyu") in data["user"].values()
    assert "林晓雨" in text


def test_the_own_calendar_is_that_of_whoever_asks(lark_rack):
    _, mine = lark_rack.ask("get_calendar", AS_USER)
    _, bots = lark_rack.ask("get_calendar")
    assert (mine["as"], bots["as"]) == ("user", "bot")
    whose = [data["calendars"][0]["calendar_id"] for data in (mine, bots)]
    assert whose[0] != whose[1]


def test_the_token_of_one_call_is_not_that_of_the_next(lark_rack):
    lark_rack.ask("who_am_i", AS_USER)
    assert lark_rack.ask("who_am_i")[1]["as"] == "bot"


def test_a_wrong_token_is_told_and_not_repeated(lark_rack):
    token = "u-nobody-has-this-one"
    text = lark_rack.refused("list_tasks", {"X-User-Access-Token": token})
    assert token not in text
    assert not any(token in line for line in lark_rack.server.errors)


def test_the_token_is_nowhere_in_the_log(lark_rack):
    lark_rack.ask("search_messages", AS_USER, query="路线图")
    assert not any(USER_TOKEN in line for line in lark_rack.server.errors)


def test_the_doctor_finds_a_healthy_bot(faulty):
    running, _ = faulty
    text, data = running.ask("doctor")
    assert "Toolrack" in text
    assert data["ok"] is True and data["failing_tools"] == []


def test_the_doctor_tells_tools_that_need_a_user_from_those_that_fail(lark_rack):
    _, data = lark_rack.ask("doctor")
    assert {"lark_search_messages", "lark_send_mail"} <= set(data["need_user"])
    assert not {"lark_who_am_i", "lark_create_event", "lark_doctor"} & set(data["need_user"])
    assert not set(data["failing_tools"]) & set(data["need_user"])
    assert lark_rack.ask("doctor", AS_USER)[1]["need_user"] == []


def test_a_wrong_key_is_told_with_the_one_that_was_meant(tmp_path):
    with LarkRack(tmp_path, filesfolder="/tmp") as running:
        said = [line["message"] for line in running.server.log if line.get("level") == "error"]
        assert len(said) == 1 and "plugin.lark.settings.filesfolder is not a setting" in said[0]
        assert 'did you mean "filesFolder"?' in said[0]


def test_a_pattern_that_names_no_tool_is_told(tmp_path):
    with LarkRack(tmp_path, deny=["send_mesage"]) as running:
        assert "send_message" in running.tools()
        said = [line["message"] for line in running.server.log if line.get("level") == "warning"]
        assert any('plugin.lark.settings.deny has "send_mesage"' in line for line in said)


def test_a_user_logs_in_and_stays_logged_in(tmp_path):
    tokens = tmp_path / "tokens.json"
    settings = {"call_milliseconds": 12_000, "userTokenFile": str(tokens)}
    with LarkRack(tmp_path, **settings) as running:
        text, data = running.ask("login")
        assert data["status"] == "pending"
        assert data["link"] in text and data["user_code"] in text
        running.control(authorize=data["user_code"])
        _, data = running.ask("login")
        assert data["status"] == "logged_in" and data["name"] == "林晓雨"
        assert tokens.stat().st_mode & 0o077 == 0
        assert running.ask("list_tasks")[1]["as"] == "user"
