"""Messages, chats and people through the Lark tools, over the local Lark."""

import pytest
from lark_tools import AS_USER

CHEN = "chen.siyuan@yunshan.example"
WANG = "wang.fang@yunshan.example"
TEXT = "你好，Платформа 🚀 & <b>plain</b>"


@pytest.fixture(scope="module")
def weekly(lark_rack):
    return lark_rack.chat("产品周会")


def send(lark_rack, **arguments) -> str:
    _, data = lark_rack.ask("send_message", **arguments)
    assert data["as"] == "bot"
    return data["message_ids"][0]


def test_a_sent_message_is_read_back(lark_rack, weekly):
    sent = send(lark_rack, to=weekly, text=TEXT)
    text, data = lark_rack.ask("read_chat", chat=weekly, limit=3)
    assert data["message_ids"][-1] == sent
    assert f"{sent}: {TEXT}" in text
    text, data = lark_rack.ask("get_message", messages=[sent])
    assert TEXT in text
    assert data["messages"][0]["chat_id"] == weekly


def test_a_file_is_told_by_its_name(lark_rack, weekly):
    file = {"name": "报告 v2.txt", "data": "cmVwb3J0"}
    sent = send(lark_rack, to=weekly, files=[file])
    text, data = lark_rack.ask("get_message", messages=[sent])
    assert "报告 v2.txt" in text
    assert data["messages"][0]["file_name"] == "报告 v2.txt"


def test_a_chat_is_read_by_its_name(lark_rack):
    text, _ = lark_rack.ask("read_chat", chat="Platform Engineering")
    assert "Release 2.8 is on staging" in text
    assert "赵磊" in text


def test_a_message_by_address_and_its_answer(lark_rack):
    sent = send(lark_rack, to=CHEN, markdown="**粗体** and a [link](https://example.com)")
    answer = send(lark_rack, reply_to=sent, text="again 👍")
    text, _ = lark_rack.ask("get_message", messages=[sent, answer])
    assert "粗体" in text and "https://example.com" in text and "again 👍" in text


def test_a_long_text_arrives_whole(lark_rack, weekly):
    _, data = lark_rack.ask("send_message", to=weekly, text="很长的消息 long message 🧵 " * 8000)
    assert len(data["message_ids"]) > 1
    sent = [one for one in lark_rack.messages(weekly) if one["message_id"] in data["message_ids"]]
    assert len(sent) == len(data["message_ids"])
    assert sum(str(one["body"]).count("🧵") for one in sent) == 8000


def test_a_long_message_is_shown_piece_by_piece(lark_rack, weekly):
    marks = [f"#{number}#" for number in range(12_000)]
    sent = send(lark_rack, to=weekly, text=" ".join(marks))
    shown, offset = "", 0
    while offset is not None:
        text, data = lark_rack.ask("get_message", messages=[sent], offset=offset)
        assert len(text) < 45_000 and "more characters" not in text
        shown += text.rsplit("\nCharacters ", 1)[0].removeprefix("    ")
        offset = data.get("next_offset")
    assert all(mark in shown for mark in marks)


def test_an_edited_message_says_the_new_text(lark_rack, weekly):
    sent = send(lark_rack, to=weekly, text="before")
    _, data = lark_rack.ask("edit_message", message=sent, text="改了 ✅")
    assert data["message_id"] == sent
    text, _ = lark_rack.ask("get_message", messages=sent)
    assert "(edited): 改了 ✅" in text
    assert "before" not in text


def test_a_recalled_message_is_gone(lark_rack, weekly):
    sent = send(lark_rack, to=weekly, text="a mistake")
    _, data = lark_rack.ask("recall_message", messages=[sent])
    assert data["recalled"] == [sent]
    text, _ = lark_rack.ask("read_chat", chat=weekly)
    assert "a mistake" not in text


def test_reactions_come_and_go(lark_rack, weekly):
    sent = send(lark_rack, to=weekly, text="vote")
    lark_rack.ask("react_to_message", message=sent, emoji="👍")
    _, data = lark_rack.ask("react_to_message", message=sent, action="list")
    assert data["reactions"] == {"THUMBSUP": 1}
    lark_rack.ask("react_to_message", message=sent, emoji="THUMBSUP", action="remove")
    _, data = lark_rack.ask("react_to_message", message=sent, action="list")
    assert data["reactions"] == {}


def test_messages_are_searched_as_the_user(lark_rack):
    text, data = lark_rack.ask("search_messages", AS_USER, query="路线图")
    assert data["as"] == "user"
    assert "第四季度路线图初稿" in text


def test_only_a_user_searches_messages(lark_rack):
    assert "user" in lark_rack.refused("search_messages", query="路线图")


def test_chats_are_found(lark_rack, weekly):
    _, data = lark_rack.ask("find_chat", query="产品")
    assert [chat["chat_id"] for chat in data["chats"]] == [weekly]
    text, data = lark_rack.ask("find_chat", chat=weekly)
    assert "每周产品进展" in text
    assert lark_rack.person("wang.fang") in data["members"]


def test_a_chat_is_made_and_peopled(lark_rack):
    wang = lark_rack.person("wang.fang")
    _, data = lark_rack.ask("create_chat", name="测试群 🎉", people=[CHEN])
    chat = data["chat_id"]
    _, data = lark_rack.ask("chat_members", chat=chat, action="add", people=[WANG])
    assert data["added"] == [wang]
    text, data = lark_rack.ask("chat_members", chat=chat)
    assert [member["name"] for member in data["members"]] == ["陈思远", "王芳"]
    lark_rack.ask("chat_members", chat=chat, action="remove", people=[WANG])
    _, data = lark_rack.ask("chat_members", chat=chat)
    assert [member["name"] for member in data["members"]] == ["陈思远"]
    assert "测试群 🎉" in lark_rack.ask("find_chat")[0]


@pytest.mark.parametrize("fields", [None, AS_USER], ids=["bot", "user"])
def test_people_are_found(lark_rack, fields):
    chen = lark_rack.person("chen.siyuan")
    _, data = lark_rack.ask("find_people", fields, query=[CHEN, "陈思远", chen])
    assert [[one["id"] for one in result["people"]] for result in data["results"]] == [[chen]] * 3


def test_nobody_is_found_where_there_is_nobody(lark_rack):
    _, data = lark_rack.ask("find_people", query="nobody.at.all@yunshan.example")
    assert data["results"][0]["people"] == []


def test_a_message_is_forwarded_and_urged(lark_rack, weekly):
    sent = send(lark_rack, to=weekly, text="forwarded 📨")
    other = lark_rack.chat("Platform")
    _, data = lark_rack.ask("forward_message", messages=[sent], to=other)
    assert data["chat_id"] == other
    assert "forwarded 📨" in lark_rack.ask("read_chat", chat=other)[0]
    _, data = lark_rack.ask("urge_message", message=sent, people=[WANG])
    assert data["reached"] == [lark_rack.person("wang.fang")]
    _, data = lark_rack.ask("message_read_state", message=sent, unread=True)
    assert sorted(data["read"] + data["unread"]) == sorted(
        lark_rack.person(name) for name in ("lin.xiaoyu", "chen.siyuan", "wang.fang")
    )


def test_a_message_is_pinned(lark_rack, weekly):
    sent = send(lark_rack, to=weekly, text="pinned 📌")
    lark_rack.ask("pin_message", message=sent)
    _, data = lark_rack.ask("pin_message", action="list", chat=weekly)
    assert data["message_ids"] == [sent]


def test_a_chat_is_described(lark_rack):
    _, data = lark_rack.ask("create_chat", name="changing")
    lark_rack.ask("update_chat", chat=data["chat_id"], name="改名", description="新的描述")
    text, data = lark_rack.ask("find_chat", chat=data["chat_id"])
    assert data["name"] == "改名" and "新的描述" in text


@pytest.mark.parametrize("fields", [None, AS_USER], ids=["bot", "user"])
def test_departments_are_found(lark_rack, fields):
    _, data = lark_rack.ask("get_departments", fields, query="平台")
    assert [one["name"] for one in data["departments"]] == ["平台技术部"]
    _, data = lark_rack.ask("find_people", department=data["departments"][0]["id"])
    assert lark_rack.person("chen.siyuan") in [one["id"] for one in data["people"]]


def test_any_endpoint_is_found_and_called(lark_rack):
    _, data = lark_rack.ask("discover_api", query="chat members")
    path = "/open-apis/im/v1/chats/:chat_id/members"
    assert {"method": "GET", "path": path} in data["endpoints"]
    text, _ = lark_rack.ask("call_api", method="GET", path="/open-apis/bot/v3/info")
    assert "Toolrack" in text
