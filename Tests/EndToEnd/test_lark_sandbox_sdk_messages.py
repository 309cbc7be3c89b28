"""The official client against the sandbox: messages, groups, people."""

import io
import json

from lark_sdk import api, calm_sandbox, chat, people  # noqa: F401

PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)


def sent(api, text="hello", name="Product Weekly") -> str:
    body = {
        "receive_id": chat(api.sandbox, name),
        "msg_type": "text",
        "content": json.dumps({"text": text}),
    }
    return api("im.v1.message.create", body, receive_id_type="chat_id").message_id


def shown(api, message_id):
    return api("im.v1.message.get", message_id=message_id).items[0]


def test_edit_and_recall(api):
    message = sent(api, "first")
    body = {"msg_type": "text", "content": json.dumps({"text": "second"})}
    api("im.v1.message.update", body, message_id=message)
    assert json.loads(shown(api, message).body.content) == {"text": "second"}
    assert shown(api, message).updated
    api("im.v1.message.delete", message_id=message)
    assert shown(api, message).deleted
    assert api.refused("im.v1.message.update", body, message_id=message) == 230110


def test_update_of_a_card(api):
    def card(text):
        element = {"tag": "markdown", "content": text}
        return json.dumps({"schema": "2.0", "body": {"elements": [element]}})

    body = {
        "receive_id": chat(api.sandbox, "Product Weekly"),
        "msg_type": "interactive",
        "content": card("one"),
    }
    message = api("im.v1.message.create", body, receive_id_type="chat_id").message_id
    api("im.v1.message.patch", {"content": card("two")}, message_id=message)
    entries = api.sandbox.get("/sandbox/messages")["messages"]
    kept = next(entry for entry in entries if entry["message_id"] == message)
    assert "two" in kept["body"]["content"]
    text = sent(api)
    assert api.refused("im.v1.message.patch", {"content": card("x")}, message_id=text) == 230001


def test_a_card_is_made_sent_and_written_on(api):
    def card(**more):
        text = {"tag": "markdown", "content": "…", "element_id": "answer"}
        line = {"tag": "hr", "element_id": "line"}
        body = {"elements": [text, line]}
        return json.dumps({"schema": "2.0", "body": body, **more})

    streaming = {"config": {"streaming_mode": True}}
    body = {"type": "card_json", "data": card(**streaming)}
    made = api("cardkit.v1.card.create", body).card_id
    content = json.dumps({"type": "card", "data": {"card_id": made}})
    where = {"receive_id": chat(api.sandbox, "Product Weekly"), "msg_type": "interactive"}
    message = {**where, "content": content}
    sent_id = api("im.v1.message.create", message, receive_id_type="chat_id").message_id
    assert api.refused("im.v1.message.create", message, receive_id_type="chat_id") == 230099

    def written(text, sequence, element="answer", card_id=made, **more):
        change = {"content": text, "sequence": sequence, **more}
        name = "cardkit.v1.card_element.content"
        return api.raw(name, change, card_id=card_id, element_id=element).code

    assert written("路线", 1, uuid="u1") == 0
    assert written("路线图好了", 3) == 0
    kept = api("im.v1.message.get", message_id=sent_id,
               card_msg_content_type="user_card_content").items[0].body.content
    assert "路线图好了" in kept
    assert written("late", 2) == 300317
    assert written("again", 4, uuid="u1") == 200770
    assert written("x", 5, element="line") == 300310
    assert written("x", 5, element="nothing") == 300313
    assert written("x", 5, card_id="7000000000000000000") == 200740
    quiet = api("cardkit.v1.card.create", {"type": "card_json", "data": card()}).card_id
    assert written("x", 1, card_id=quiet) == 300309
    old = {"type": "card_json", "data": json.dumps({"elements": []})}
    assert api.refused("cardkit.v1.card.create", old) == 300303


def test_forward_readers_and_urgent(api):
    message = sent(api, "read me")
    target = chat(api.sandbox, "Platform")
    copy = api(
        "im.v1.message.forward",
        {"receive_id": target},
        message_id=message,
        receive_id_type="chat_id",
        uuid="once",
    )
    assert copy.chat_id == target and copy.message_id != message
    readers = api("im.v1.message.read_users", message_id=message, user_id_type="open_id")
    assert len(readers.items) == 2
    nobody = "ou_" + "0" * 32
    answer = api(
        "im.v1.message.urgent_app",
        {"user_id_list": [readers.items[0].user_id, nobody]},
        message_id=message,
        user_id_type="open_id",
    )
    assert answer.invalid_user_id_list == [nobody]
    where = {"message_id": message, "user_id_type": "open_id"}
    one = {"user_id_list": [readers.items[0].user_id]}
    for way in ("urgent_sms", "urgent_phone"):
        assert api(f"im.v1.message.{way}", one, **where).invalid_user_id_list == []
    assert api.refused("im.v1.message.urgent_sms", {"user_id_list": [nobody]}, **where) == 230001


def test_reactions_and_pins(api):
    message = sent(api)
    body = {"reaction_type": {"emoji_type": "THUMBSUP"}}
    reaction = api("im.v1.message_reaction.create", body, message_id=message)
    listed = api("im.v1.message_reaction.list", message_id=message)
    assert [entry.reaction_id for entry in listed.items] == [reaction.reaction_id]
    api(
        "im.v1.message_reaction.delete",
        message_id=message,
        reaction_id=reaction.reaction_id,
    )
    assert not api("im.v1.message_reaction.list", message_id=message).items
    api("im.v1.pin.create", {"message_id": message})
    pins = api("im.v1.pin.list", chat_id=chat(api.sandbox, "Product Weekly")).items
    assert [pin.message_id for pin in pins] == [message]
    api("im.v1.pin.delete", message_id=message)
    assert not api("im.v1.pin.list", chat_id=chat(api.sandbox, "Product Weekly")).items
    api("im.v1.pin.delete", message_id=message)


def test_uploads_come_back(api):
    image = api("im.v1.image.create", {"image_type": "message", "image": io.BytesIO(PNG)})
    body = {
        "receive_id": chat(api.sandbox, "Product Weekly"),
        "msg_type": "image",
        "content": json.dumps({"image_key": image.image_key}),
    }
    message = api("im.v1.message.create", body, receive_id_type="chat_id").message_id
    file = api(
        "im.v1.message_resource.get",
        message_id=message,
        file_key=image.image_key,
        type="image",
    )
    assert file.file.read() == PNG
    upload = {"file_type": "stream", "file_name": "报告.txt", "file": io.BytesIO(b"report")}
    key = api("im.v1.file.create", upload).file_key
    assert key.startswith("file_v3_")
    body = {**body, "msg_type": "file", "content": json.dumps({"file_key": key})}
    message = api("im.v1.message.create", body, receive_id_type="chat_id").message_id
    read = api("im.v1.message.get", message_id=message).items[0].body.content
    assert json.loads(read) == {"file_key": key, "file_name": "报告.txt"}


def test_a_group_from_end_to_end(api):
    everyone = people(api.sandbox)
    lin, wang, zhao = (everyone[n]["open_id"] for n in ("lin.xiaoyu", "wang.fang", "zhao.lei"))
    body = {"name": "发布小组 Release crew", "user_id_list": [lin, wang]}
    made = api("im.v1.chat.create", body, uuid="crew", user_id_type="open_id")
    assert api("im.v1.chat.create", body, uuid="crew").chat_id == made.chat_id
    group = made.chat_id
    api("im.v1.chat.update", {"description": "Ships things"}, chat_id=group)
    assert api("im.v1.chat.get", chat_id=group).urgent_setting == "all_members"
    api("im.v1.chat.update", {"urgent_setting": "only_owner"}, chat_id=group)
    shown_group = api("im.v1.chat.get", chat_id=group)
    assert shown_group.description == "Ships things"
    assert (shown_group.urgent_setting, shown_group.external) == ("only_owner", False)
    found = api("im.v1.chat.search", query="release CREW").items
    assert [entry.chat_id for entry in found] == [group]
    api("im.v1.chat_members.create", {"id_list": [zhao]}, chat_id=group, member_id_type="open_id")
    first = api("im.v1.chat_members.get", chat_id=group, page_size=2)
    rest = api("im.v1.chat_members.get", chat_id=group, page_size=2, page_token=first.page_token)
    assert {m.member_id for m in first.items + rest.items} == {lin, wang, zhao}
    api("im.v1.chat_members.delete", {"id_list": [zhao]}, chat_id=group, member_id_type="open_id")
    assert api("im.v1.chat_members.get", chat_id=group).member_total == 2
    assert api("im.v1.chat_members.is_in_chat", chat_id=group).is_in_chat
    assert api.refused("im.v1.chat.get", chat_id="oc_" + "0" * 32) == 232006


def test_search_in_messages(api):
    found = api("search.v2.message.create", {"query": "路线图"}, as_user=True)
    assert len(found.items) == 1
    as_bot = api.send("POST", "/open-apis/search/v2/message", {"query": "路线图"})
    assert as_bot["code"] == 99991663
    richer = api("im.v1.message.search", {"query": "路线图"}, as_user=True)
    assert richer.items[0].id == found.items[0]


def test_people_and_departments(api):
    everyone = people(api.sandbox)
    ids = [everyone[name]["open_id"] for name in ("lin.xiaoyu", "chen.siyuan")]
    cards = api("contact.v3.user.batch", user_ids=ids, user_id_type="open_id").items
    assert [card.name for card in cards] == ["林晓雨", "陈思远"]
    names = api("contact.v3.user.basic_batch", {"user_ids": ids}, user_id_type="open_id").users
    assert len(names) == 2
    page = api("contact.v3.department.children", department_id="0", page_size=4)
    rest = api(
        "contact.v3.department.children",
        department_id="0",
        page_size=4,
        page_token=page.page_token,
    )
    departments = page.items + rest.items
    platform = next(d for d in departments if "平台" in d.name)
    crew = api(
        "contact.v3.user.find_by_department", department_id=platform.open_department_id
    ).items
    assert {person.name for person in crew} == {"陈思远", "赵磊"}
    one = api("contact.v3.department.get", department_id=platform.open_department_id)
    assert one.department.member_count == 2
    found = api("contact.v3.department.search", {"query": "Sales"}, as_user=True).items
    assert [d.name for d in found] == ["销售部"]
    assert api("contact.v3.scope.list").user_ids
    assert api("authen.v1.user_info.get", as_user=True).name == "林晓雨"
    found = api.send("GET", "/open-apis/search/v1/user", queries=[("query", "chen")], as_user=True)
    assert [user["name"] for user in found["data"]["users"]] == ["陈思远"]
