"""The requests of the tools for messages and chats are those of the official client."""

import json

import pytest
from lark_requests import Call, Plain, Row, pair, rows, world  # noqa: F401

CHEN = "chen.siyuan@yunshan.example"
WEEKLY = "产品周会"


def a_message(scene, text="hello") -> str:
    body = {
        "receive_id": scene.chat(WEEKLY),
        "msg_type": "text",
        "content": json.dumps({"text": text}),
    }
    return scene.did("im.v1.message.create", body, receive_id_type="chat_id")["message_id"]


ROWS = [
    Row(
        "recall_message",
        given=a_message,
        arguments=lambda scene: {"messages": [scene.given]},
        calls=lambda scene: [Call("im.v1.message.delete", message_id=scene.given)],
    ),
    Row(
        "send_message",
        label="text",
        arguments=lambda scene: {"to": scene.chat(WEEKLY), "text": "你好 🚀"},
        calls=lambda scene: [
            Call(
                "im.v1.message.create",
                {
                    "receive_id": scene.chat(WEEKLY),
                    "msg_type": "text",
                    "content": json.dumps({"text": "你好 🚀"}),
                },
                receive_id_type="chat_id",
            )
        ],
    ),
]


@rows(ROWS)
def test_requests_are_those_of_the_official_client(pair, row):
    pair.compare(row)
