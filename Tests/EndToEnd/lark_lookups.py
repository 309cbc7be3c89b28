"""Calls of the official client that the rows of several tools make, and whom the seed names."""

import json

from lark_requests import Call

CHEN, WANG = "chen.siyuan@yunshan.example", "wang.fang@yunshan.example"
WEEKLY, PLATFORM = "产品周会", "Platform Engineering"


def create(scene, kind, content, to=None, by="chat_id"):
    body = {"receive_id": to or scene.chat(WEEKLY), "msg_type": kind}
    body["content"] = json.dumps(content)
    return Call("im.v1.message.create", body, receive_id_type=by)


def sent(kind="text", content=None):
    """Sends a message by the official client beforehand; its id."""

    def send(scene) -> str:
        call = create(scene, kind, content or {"text": "hello"})
        return scene.did(call.name, call.body, **call.fields)["message_id"]

    return send


def names(*ids):
    return Call("contact.v3.user.basic_batch", {"user_ids": [*ids]}, user_id_type="open_id")


def search_of_chats(name, size):
    return Call("im.v1.chat.search", query=name, page_size=size)


def ids_of(*addresses, by="open_id"):
    body = {"emails": [*addresses]}
    return Call("contact.v3.user.batch_get_id", body, as_user=False, user_id_type=by)


def members(chat, **fields):
    return Call("im.v1.chat_members.get", chat_id=chat, member_id_type="open_id", **fields)
