"""The official client against the sandbox: mail."""

import base64
import time

import pytest

from lark_sdk import api, calm_sandbox  # noqa: F401

ME = {"user_mailbox_id": "me", "as_user": True}


def decoded(text: str) -> str:
    return base64.urlsafe_b64decode(text).decode()


def test_mail(api):
    box = {"user_mailbox_id": "me", "as_user": True}
    before = api("mail.v1.user_mailbox_message.list", page_size=20, **box).items
    to = [{"mail_address": "lin.xiaoyu@yunshan.example"}]
    body = {"subject": "给自己", "to": to, "body_plain_text": "note", "dedupe_key": "k1"}
    mail = api("mail.v1.user_mailbox_message.send", body, **box).message_id
    assert api("mail.v1.user_mailbox_message.send", body, **box).message_id == mail
    after = api("mail.v1.user_mailbox_message.list", page_size=20, **box).items
    assert after == [mail] + before
    got = api("mail.v1.user_mailbox_message.get", message_id=mail, **box).message
    assert got.subject == "给自己"
    assert decoded(got.body_plain_text) == decoded(got.body_preview) == "note"
    assert decoded(got.body_html) == "<p>note</p>"
    brief = api("mail.v1.user_mailbox_message.get", message_id=mail, format="metadata", **box)
    assert brief.message.body_plain_text is None and decoded(brief.message.body_preview) == "note"
    other = {"user_mailbox_id": "chen.siyuan@yunshan.example", "as_user": True}
    assert api.refused("mail.v1.user_mailbox_message.list", page_size=5, **other) == 1230002
    assert api.refused("mail.v1.user_mailbox_message.get", message_id=mail, **other) == 1234017
    nobody = {"user_mailbox_id": "nobody@yunshan.example"}
    assert api.refused("mail.v1.user_mailbox_message.get", message_id=mail, **nobody) == 1235013


def test_several_mails_at_once(api):
    ids = api("mail.v1.user_mailbox_message.list", page_size=20, **ME).items
    body = {"format": "metadata", "message_ids": [*ids, "gone"]}
    mails = api("mail.v1.user_mailbox_message.batch_get", body, **ME).messages
    assert [mail.message_id for mail in mails] == ids
    assert mails[1].subject == "面试安排" and mails[1].body_html is None
    whole = api("mail.v1.user_mailbox_message.batch_get", {"message_ids": ids[:1]}, **ME)
    assert whole.messages[0].body_html and whole.messages[0].attachments[0].filename
    gone = {"message_ids": ["gone"]}
    assert api.refused("mail.v1.user_mailbox_message.batch_get", gone, **ME) == 1230006
    many = {"message_ids": ["x"] * 21}
    assert api.refused("mail.v1.user_mailbox_message.batch_get", many, **ME) == 99992402
    other = {"user_mailbox_id": "chen.siyuan@yunshan.example", "as_user": True}
    assert api.refused("mail.v1.user_mailbox_message.batch_get", gone, **other) == 1230005


def ago(hours: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - hours * 3600))


PIPELINE, INTERVIEW, GATEWAY = "Quarterly pipeline", "面试安排", "Gateway post-mortem"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, [PIPELINE, INTERVIEW, GATEWAY]),
        ({"query": "as always"}, [PIPELINE]),
        ({"query": "nothing at all"}, []),
        ({"filter": {"subject": "面试"}}, [INTERVIEW]),
        ({"filter": {"subject": "POST-mortem"}}, [GATEWAY]),
        ({"filter": {"from": ["zhou.min@yunshan.example"]}}, [INTERVIEW]),
        ({"filter": {"to": ["zhou.min@yunshan.example"]}}, []),
        ({"filter": {"to": ["lin.xiaoyu@yunshan.example"], "is_unread": True}}, [PIPELINE]),
        ({"filter": {"is_unread": False}}, [INTERVIEW, GATEWAY]),
        ({"filter": {"has_attachment": True}}, [PIPELINE]),
        ({"filter": {"folder": ["inbox"]}}, [PIPELINE, INTERVIEW, GATEWAY]),
        ({"filter": {"folder": ["sent"]}}, []),
        ({"filter": {"folder": ["flagged"]}}, [INTERVIEW]),
        ({"filter": {"create_time": {"start_time": ago(30)}}}, [PIPELINE, INTERVIEW]),
        ({"filter": {"create_time": {"start_time": ago(30), "end_time": ago(20)}}}, [INTERVIEW]),
        ({"query": "the", "filter": {"subject": "gateway"}}, [GATEWAY]),
    ],
)
def test_search_heeds_its_filter(api, wanted, found):
    items = api("mail.v1.user_mailbox.search", wanted, page_size=20, **ME).items
    assert [item.meta_data.title for item in items] == found


def test_copies_in_secret_stay_secret(api):
    chen, lin = ({"mail_address": f"{name}@yunshan.example"} for name in
                 ("chen.siyuan", "lin.xiaoyu"))
    body = {"subject": "hush", "to": [chen], "bcc": [lin], "body_plain_text": "x"}
    mail = api("mail.v1.user_mailbox_message.send", body, **ME).message_id
    found = {"filter": {"folder": ["sent"], "bcc": [lin["mail_address"]]}}
    assert len(api("mail.v1.user_mailbox.search", found, page_size=5, **ME).items) == 1
    got = api("mail.v1.user_mailbox_message.get", message_id=mail, **ME).message
    assert got.folder_id == "INBOX" and got.bcc == []
    unread = api("mail.v1.user_mailbox_message.list", page_size=20, only_unread=True, **ME).items
    assert unread[0] == mail and len(unread) == 2
