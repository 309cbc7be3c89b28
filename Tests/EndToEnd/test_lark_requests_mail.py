"""The requests of the tools for mails are those of the official client."""

from lark_lookups import CHEN, WANG
from lark_requests import Call, Row, pair, rows, world  # noqa: F401

BOX = {"user_mailbox_id": "me"}


def mail(scene) -> str:
    page = scene.did("mail.v1.user_mailbox_message.list", as_user=True, page_size=20, **BOX)
    return page["items"][0]


def metadata(scene, ids):
    body = {"format": "metadata", "message_ids": ids}
    return Call("mail.v1.user_mailbox_message.batch_get", body, **BOX)


MAILS = [
    Row(
        "list_mail",
        label="folder",
        as_user=True,
        arguments={"folder": "SENT", "unread": True, "limit": 5},
        calls=lambda scene: [
            Call(
                "mail.v1.user_mailbox_message.list",
                folder_id="SENT",
                only_unread=True,
                page_size=5,
                **BOX,
            )
        ],
    ),
    Row(
        "list_mail",
        label="inbox",
        as_user=True,
        arguments={},
        calls=lambda scene: [
            Call(
                "mail.v1.user_mailbox_message.list", folder_id="INBOX", page_size=10, **BOX
            ),
            metadata(scene, scene.answers[0]["items"]),
        ],
    ),
    Row(
        "list_mail",
        label="search",
        as_user=True,
        arguments={
            "query": "no such words",
            "sender": CHEN,
            "recipient": [WANG],
            "subject": "s",
            "folder": "inbox",
            "unread": False,
            "has_files": True,
            "from": "2026-12-01",
            "to": "2026-12-02",
        },
        calls=[
            Call(
                "mail.v1.user_mailbox.search",
                {
                    "query": "no such words",
                    "filter": {
                        "from_": [CHEN],
                        "to": [WANG],
                        "subject": "s",
                        "folder": ["inbox"],
                        "is_unread": False,
                        "has_attachment": True,
                        "create_time": {
                            "start_time": "2026-12-01T00:00:00+08:00",
                            "end_time": "2026-12-03T00:00:00+08:00",
                        },
                    },
                },
                page_size=10,
                **BOX,
            )
        ],
    ),
    Row(
        "read_mail",
        as_user=True,
        given=mail,
        arguments=lambda scene: {"message": scene.given},
        calls=lambda scene: [
            Call(
                "mail.v1.user_mailbox_message.get",
                message_id=scene.given,
                format="plain_text_full",
                **BOX,
            )
        ],
    ),
    Row(
        "send_mail",
        as_user=True,
        arguments={
            "to": [f"陈思远 <{CHEN}>"],
            "cc": WANG,
            "bcc": ["guest@example.com"],
            "subject": "你好 ✉️",
            "text": "正文",
            "html": "<p>正文</p>",
        },
        calls=[
            Call(
                "mail.v1.user_mailbox_message.send",
                {
                    "to": [{"mail_address": CHEN, "name": "陈思远"}],
                    "cc": [{"mail_address": WANG}],
                    "bcc": [{"mail_address": "guest@example.com"}],
                    "subject": "你好 ✉️",
                    "body_plain_text": "正文",
                    "body_html": "<p>正文</p>",
                },
                **BOX,
            )
        ],
    ),
]


@rows(MAILS)
def test_requests_are_those_of_the_official_client(pair, row):
    pair.compare(row)
