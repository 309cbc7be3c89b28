"""The requests of the tools for messages and chats are those of the official client."""

import base64
import io
import json

from lark_lookups import (
    CHEN,
    PLATFORM,
    WEEKLY,
    create,
    ids_of,
    members,
    names,
    search_of_chats,
    sent,
)
from lark_requests import Call, Row, pair, rows, world  # noqa: F401

PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)
PDF = b"%PDF-1.7\n\xff\xfe"
SHOWN = {"card_msg_content_type": "user_card_content", "with_sender_name": True}
CARD = {"schema": "2.0", "body": {"elements": [{"tag": "markdown", "content": "一 **two**"}]}}
TABLE = "| a | b |\n|---|---|\n| 1 | 2 |"
SHARED_CARD = {
    "schema": "2.0",
    "config": {"update_multi": True},
    "body": {"elements": [{"tag": "markdown", "content": TABLE}]},
}
DAY_STARTS = 1_764_518_400  # 2025-12-01 in Shanghai


def post(text, title="") -> dict:
    """A message of rich text with one paragraph of Markdown."""
    heading = {"title": title} if title else {}
    return {"zh_cn": {**heading, "content": [[{"tag": "md", "text": text}]]}}


def shown(message):
    return Call("im.v1.message.get", message_id=message, user_id_type="open_id", **SHOWN)


def senders(page) -> list[str]:
    people = [one["sender"] for one in page["items"] if one["sender"]["sender_type"] == "user"]
    return list(dict.fromkeys(one["id"] for one in people))


SENDING = [
    Row(
        "send_message",
        label="text",
        arguments=lambda scene: {"to": scene.chat(WEEKLY), "text": "你好 🚀"},
        calls=lambda scene: [create(scene, "text", {"text": "你好 🚀"})],
    ),
    Row(
        "send_message",
        label="Markdown",
        arguments={"to": CHEN, "markdown": "**粗** [x](https://example.com)", "title": "题"},
        calls=lambda scene: [
            create(scene, "post", post("**粗** [x](https://example.com)", "题"), CHEN, "email")
        ],
    ),
    Row(
        "send_message",
        label="table",
        arguments=lambda scene: {"to": scene.person("wang.fang"), "markdown": TABLE},
        calls=lambda scene: [
            create(
                scene,
                "interactive",
                SHARED_CARD,
                scene.person("wang.fang"),
                "open_id",
            )
        ],
    ),
    Row(
        "send_message",
        label="card",
        arguments=lambda scene: {"to": scene.chat(WEEKLY), "card": CARD},
        calls=lambda scene: [create(scene, "interactive", CARD)],
    ),
    Row(
        "send_message",
        label="reply in a thread",
        given=sent(),
        arguments=lambda scene: {"reply_to": scene.given, "text": "answer", "in_thread": True},
        calls=lambda scene: [
            Call(
                "im.v1.message.reply",
                {"msg_type": "text", "content": '{"text":"answer"}', "reply_in_thread": True},
                message_id=scene.given,
            )
        ],
    ),
    Row(
        "send_message",
        label="answer",
        given=sent(),
        arguments=lambda scene: {"reply_to": scene.given, "markdown": "**answer**"},
        calls=lambda scene: [
            Call(
                "im.v1.message.reply",
                {"msg_type": "post", "content": json.dumps(post("**answer**"))},
                message_id=scene.given,
            )
        ],
    ),
    Row(
        "send_message",
        label="to a union id",
        arguments={"to": "on_0123456789abcdef0123456789abcdef", "text": "x"},
        calls=lambda scene: [
            create(
                scene,
                "text",
                {"text": "x"},
                "on_0123456789abcdef0123456789abcdef",
                "union_id",
            )
        ],
        may_fail=True,
    ),
    Row(
        "send_message",
        label="image",
        arguments=lambda scene: {
            "to": scene.chat(WEEKLY),
            "files": [{"base64": base64.b64encode(PNG).decode(), "name": "a.png"}],
        },
        calls=lambda scene: [
            Call("im.v1.image.create", {"image_type": "message", "image": io.BytesIO(PNG)}),
            create(scene, "image", {"image_key": scene.answers[0]["image_key"]}),
        ],
    ),
    Row(
        "send_message",
        label="file",
        arguments=lambda scene: {
            "to": scene.chat(WEEKLY),
            "files": [{"base64": base64.b64encode(PDF).decode(), "name": "报告.pdf"}],
        },
        calls=lambda scene: [
            Call(
                "im.v1.file.create",
                {"file_type": "pdf", "file_name": "报告.pdf", "file": io.BytesIO(PDF)},
            ),
            create(scene, "file", {"file_key": scene.answers[0]["file_key"]}),
        ],
    ),
    Row(
        "edit_message",
        label="text",
        given=sent(),
        arguments=lambda scene: {"message": scene.given, "text": "改 ✅"},
        calls=lambda scene: [
            Call(
                "im.v1.message.update",
                {"msg_type": "text", "content": '{"text":"改 ✅"}'},
                message_id=scene.given,
            ),
        ],
    ),
    Row(
        "edit_message",
        label="Markdown",
        given=sent("interactive", CARD),
        arguments=lambda scene: {"message": scene.given, "markdown": TABLE},
        calls=lambda scene: [
            Call("im.v1.message.get", message_id=scene.given),
            Call(
                "im.v1.message.patch",
                {"content": json.dumps(SHARED_CARD)},
                message_id=scene.given,
            ),
        ],
    ),
    Row(
        "edit_message",
        label="card",
        given=sent("interactive", CARD),
        arguments=lambda scene: {"message": scene.given, "card": CARD},
        calls=lambda scene: [
            Call("im.v1.message.patch", {"content": json.dumps(CARD)}, message_id=scene.given),
        ],
    ),
    Row(
        "recall_message",
        given=sent(),
        arguments=lambda scene: {"messages": [scene.given]},
        calls=lambda scene: [Call("im.v1.message.delete", message_id=scene.given)],
    ),
    Row(
        "forward_message",
        label="two into a thread",
        given=lambda scene: [sent()(scene), sent()(scene)],
        arguments=lambda scene: {"messages": scene.given, "to": "omt_d4be107c616aed9c"},
        calls=lambda scene: [
            Call(
                "im.v1.message.forward",
                {"receive_id": "omt_d4be107c616aed9c"},
                message_id=message,
                receive_id_type="thread_id",
            )
            # Without such a thread the first is the last.
            for message in scene.given[: len(scene.answers)]
        ],
        may_fail=True,
    ),
    Row(
        "forward_message",
        label="to a chat",
        given=sent(),
        arguments=lambda scene: {"messages": scene.given, "to": scene.chat(PLATFORM)},
        calls=lambda scene: [
            Call(
                "im.v1.message.forward",
                {"receive_id": scene.chat(PLATFORM)},
                message_id=scene.given,
                receive_id_type="chat_id",
            )
        ],
    ),
]


READING = [
    Row(
        "read_chat",
        label="by name and time",
        arguments={"chat": PLATFORM, "from": "2025-12-01", "to": "2027-12-01", "limit": 7},
        calls=lambda scene: [
            search_of_chats(PLATFORM, 20),
            Call(
                "im.v1.message.list",
                container_id_type="chat",
                container_id=scene.chat(PLATFORM),
                start_time=str(DAY_STARTS),
                end_time=str(DAY_STARTS + 731 * 86_400),
                sort_type="ByCreateTimeDesc",
                page_size=7,
                **SHOWN,
            ),
            names(*reversed(senders(scene.answers[1]))),
        ],
    ),
    Row(
        "read_chat",
        label="from the start",
        arguments=lambda scene: {"chat": scene.chat(WEEKLY), "order": "oldest"},
        calls=lambda scene: [
            Call(
                "im.v1.message.list",
                container_id_type="chat",
                container_id=scene.chat(WEEKLY),
                sort_type="ByCreateTimeAsc",
                page_size=50,
                **SHOWN,
            ),
            names(*senders(scene.answers[0])),
        ],
    ),
    Row(
        "get_message",
        given=sent(),
        arguments=lambda scene: {"messages": scene.given},
        calls=lambda scene: [shown(scene.given)],
    ),
    Row(
        "get_message_file",
        given=lambda scene: sent("image", {"image_key": image(scene)})(scene),
        arguments=lambda scene: {"message": scene.given, "key": image_of(scene)},
        calls=lambda scene: [
            Call(
                "im.v1.message_resource.get",
                message_id=scene.given,
                file_key=image_of(scene),
                type="image",
            )
        ],
    ),
    Row(
        "search_messages",
        as_user=True,
        arguments=lambda scene: {
            "query": "路线图",
            "senders": CHEN,
            "chats": [scene.chat(WEEKLY)],
            "from": "2025-12-01",
            "to": "2025-12-01",
            "type": "file",
            "limit": 5,
        },
        calls=lambda scene: [
            ids_of(CHEN),
            Call(
                "search.v2.message.create",
                {
                    "query": "路线图",
                    "from_ids": [scene.person("chen.siyuan")],
                    "chat_ids": [scene.chat(WEEKLY)],
                    "message_type": "file",
                    "start_time": str(DAY_STARTS),
                    "end_time": str(DAY_STARTS + 86_400),
                },
                user_id_type="open_id",
                page_size=5,
            ),
        ],
    ),
    Row(
        "message_read_state",
        given=sent(),
        arguments=lambda scene: {"message": scene.given, "unread": True},
        calls=lambda scene: [
            Call(
                "im.v1.message.read_users",
                message_id=scene.given,
                user_id_type="open_id",
                page_size=100,
            ),
            shown(scene.given),
            members(scene.chat(WEEKLY), page_size=100),
        ],
    ),
]


def image(scene) -> str:
    body = {"image_type": "message", "image": io.BytesIO(PNG)}
    return scene.did("im.v1.image.create", body)["image_key"]


def image_of(scene) -> str:
    message = scene.did("im.v1.message.get", message_id=scene.given)["items"][0]
    return json.loads(message["body"]["content"])["image_key"]


@rows(SENDING + READING)
def test_requests_are_those_of_the_official_client(pair, row):
    pair.compare(row)
