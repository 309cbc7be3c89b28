"""The official Lark client (PyPI lark-oapi), unchanged, against lark-sandbox."""

import json
import time

import pytest

lark = pytest.importorskip("lark_oapi")

from lark_oapi.api.calendar.v4 import (  # noqa: E402
    BatchFreebusyRequest,
    BatchFreebusyRequestBody,
    CalendarEvent,
    CreateCalendarEventRequest,
    GetCalendarEventRequest,
    InstanceViewCalendarEventRequest,
    ListCalendarEventRequest,
    ListCalendarRequest,
    ListFreebusyRequest,
    ListFreebusyRequestBody,
    PrimaryCalendarRequest,
    PrimarysCalendarRequest,
    PrimarysCalendarRequestBody,
    TimeInfo,
)
from lark_oapi.api.application.v6 import ListScopeRequest  # noqa: E402
from lark_oapi.api.contact.v3 import (  # noqa: E402
    BatchGetIdUserRequest,
    BatchGetIdUserRequestBody,
    GetUserRequest,
)
from lark_oapi.api.drive.v1 import ListFileRequest  # noqa: E402
from lark_oapi.api.im.v1 import (  # noqa: E402
    CreateMessageRequest,
    CreateMessageRequestBody,
    GetMessageRequest,
    ListChatRequest,
    ListMessageRequest,
    ReplyMessageRequest,
    ReplyMessageRequestBody,
)
from lark_oapi.api.wiki.v2 import (  # noqa: E402
    GetNodeSpaceRequest,
    ListSpaceNodeRequest,
    ListSpaceRequest,
)
from lark_sdk import (  # noqa: E402, F401
    APP_ID,
    DAY,
    chat,
    client,
    people,
    sandbox,
    user,
    user_client,
)


def message(kind: str, receive_id: str, msg_type: str, content: dict, uuid: str | None = None):
    body = (
        CreateMessageRequestBody.builder()
        .receive_id(receive_id)
        .msg_type(msg_type)
        .content(json.dumps(content, ensure_ascii=False))
    )
    if uuid:
        body = body.uuid(uuid)
    return (
        CreateMessageRequest.builder().receive_id_type(kind).request_body(body.build()).build()
    )


def test_text_to_an_address_with_a_mention(sandbox, client):
    lin = people(sandbox)["lin.xiaoyu"]
    text = f'<at user_id="{lin["open_id"]}">林</at> hello'
    sent = client.im.v1.message.create(message("email", lin["email"], "text", {"text": text}))
    assert sent.success(), sent.msg
    assert sent.data.message_id.startswith("om_")
    assert json.loads(sent.data.body.content) == {"text": "@_user_1 hello"}
    assert sent.data.mentions[0].id == lin["open_id"]
    assert sent.data.sender.id == APP_ID
    assert sent.get_log_id()
    again = client.im.v1.message.get(
        GetMessageRequest.builder().message_id(sent.data.message_id).build()
    )
    assert again.data.items[0].message_id == sent.data.message_id


def test_post_card_and_reply(sandbox, client):
    group = chat(sandbox, "Product Weekly")
    post = {"zh_cn": {"title": "周报", "content": [[{"tag": "md", "text": "- one\n- two"}]]}}
    sent = client.im.v1.message.create(message("chat_id", group, "post", post))
    assert sent.success(), sent.msg
    card = {
        "schema": "2.0",
        "header": {"title": {"tag": "plain_text", "content": "Report"}, "template": "blue"},
        "body": {"elements": [{"tag": "markdown", "content": "| a | b |\n|---|---|\n| 1 | 2 |"}]},
    }
    sent = client.im.v1.message.create(message("chat_id", group, "interactive", card))
    assert sent.success(), sent.msg
    reply = client.im.v1.message.reply(
        ReplyMessageRequest.builder()
        .message_id(sent.data.message_id)
        .request_body(
            ReplyMessageRequestBody.builder()
            .msg_type("text")
            .content(json.dumps({"text": "seen"}))
            .reply_in_thread(True)
            .build()
        )
        .build()
    )
    assert reply.success(), reply.msg
    assert reply.data.parent_id == sent.data.message_id
    assert reply.data.thread_id.startswith("omt_")
    history = client.im.v1.message.list(
        ListMessageRequest.builder()
        .container_id_type("chat")
        .container_id(group)
        .sort_type("ByCreateTimeDesc")
        .page_size(2)
        .build()
    )
    assert history.success(), history.msg
    assert history.data.has_more
    assert history.data.items[0].message_id == reply.data.message_id


def test_one_uuid_sends_one_message(sandbox, client):
    group = chat(sandbox, "Platform")
    first = client.im.v1.message.create(
        message("chat_id", group, "text", {"text": "once"}, uuid="same")
    )
    second = client.im.v1.message.create(
        message("chat_id", group, "text", {"text": "once"}, uuid="same")
    )
    assert first.data.message_id == second.data.message_id


def test_refusals_carry_what_a_client_needs(sandbox, client):
    unknown_property = {"schema": "2.0", "elements": [], "body": {"elements": []}}
    group = chat(sandbox, "Product Weekly")
    refused = client.im.v1.message.create(
        message("chat_id", group, "interactive", unknown_property)
    )
    assert refused.code == 230099
    assert "unknown property, property: elements" in refused.msg
    assert refused.error["log_id"] == refused.get_log_id()
    outside = chat(sandbox, "Finance")
    refused = client.im.v1.message.create(message("chat_id", outside, "text", {"text": "x"}))
    assert refused.code == 230002
    sandbox.control(revoke=["im:*"])
    refused = client.im.v1.message.create(message("chat_id", group, "text", {"text": "x"}))
    assert refused.code == 99991672
    assert {entry["subject"] for entry in refused.error["permission_violations"]} == {
        "im:message",
        "im:message:send_as_bot",
        "im:message:send",
    }
    assert "auth?q=im:message" in refused.error["helps"][0]["url"]


def test_field_violations(client):
    refused = client.im.v1.message.create(
        message("phone", "x", "text", {"text": "x"}, uuid="u" * 51)
    )
    assert refused.code == 99992402
    assert {entry["field"] for entry in refused.error["field_violations"]} == {
        "receive_id_type",
        "uuid",
    }


def test_people(sandbox, client):
    found = client.contact.v3.user.batch_get_id(
        BatchGetIdUserRequest.builder()
        .user_id_type("open_id")
        .request_body(
            BatchGetIdUserRequestBody.builder()
            .emails(["lin.xiaoyu@yunshan.example", "nobody@yunshan.example"])
            .build()
        )
        .build()
    )
    assert found.success(), found.msg
    lin, nobody = found.data.user_list
    assert lin.user_id == people(sandbox)["lin.xiaoyu"]["open_id"]
    assert nobody.user_id is None
    card = client.contact.v3.user.get(GetUserRequest.builder().user_id(lin.user_id).build())
    assert card.data.user.name == "林晓雨"
    assert card.data.user.mobile is None


def test_calendars(sandbox, client):
    everyone = people(sandbox)
    own = client.calendar.v4.calendar.primary(PrimaryCalendarRequest.builder().build())
    assert own.success(), own.msg
    assert own.data.calendars[0].calendar.role == "owner"
    ids = [everyone[name]["open_id"] for name in ("lin.xiaoyu", "zhou.min")]
    theirs = client.calendar.v4.calendar.primarys(
        PrimarysCalendarRequest.builder()
        .user_id_type("open_id")
        .request_body(PrimarysCalendarRequestBody.builder().user_ids(ids).build())
        .build()
    )
    assert theirs.success(), theirs.msg
    assert [entry.calendar.role for entry in theirs.data.calendars] == [
        "reader",
        "free_busy_reader",
    ]
    listed = client.calendar.v4.calendar.list(
        ListCalendarRequest.builder().page_size(50).build()
    )
    assert listed.success(), listed.msg
    assert all(c.calendar_id.endswith("calendar.feishu.cn") for c in listed.data.calendar_list)


def test_instances_and_busy_times(sandbox, client):
    everyone = people(sandbox)
    now = int(time.time())
    view = client.calendar.v4.calendar_event.instance_view(
        InstanceViewCalendarEventRequest.builder()
        .calendar_id(everyone["lin.xiaoyu"]["calendar_id"])
        .start_time(str(now - DAY))
        .end_time(str(now + 7 * DAY))
        .build()
    )
    assert view.success(), view.msg
    assert "产品周会 Product weekly" in [item.summary for item in view.data.items]
    items = view.data.items
    starts = [int(item.start_time.timestamp) for item in items if item.start_time.timestamp]
    assert starts == sorted(starts)
    refused = client.calendar.v4.calendar_event.instance_view(
        InstanceViewCalendarEventRequest.builder()
        .calendar_id(everyone["zhou.min"]["calendar_id"])
        .start_time(str(now))
        .end_time(str(now + DAY))
        .build()
    )
    assert refused.code == 191002
    stamp = "%Y-%m-%dT%H:%M:%S+00:00"
    window = tuple(time.strftime(stamp, time.gmtime(at)) for at in (now, now + 7 * DAY))
    busy = client.calendar.v4.freebusy.list(
        ListFreebusyRequest.builder()
        .request_body(
            ListFreebusyRequestBody.builder()
            .time_min(window[0])
            .time_max(window[1])
            .user_id(everyone["zhou.min"]["open_id"])
            .build()
        )
        .build()
    )
    assert busy.success(), busy.msg
    assert busy.data.freebusy_list
    both = client.calendar.v4.freebusy.batch(
        BatchFreebusyRequest.builder()
        .request_body(
            BatchFreebusyRequestBody.builder()
            .time_min(window[0])
            .time_max(window[1])
            .user_ids([everyone[name]["open_id"] for name in ("lin.xiaoyu", "chen.siyuan")])
            .build()
        )
        .build()
    )
    assert both.success(), both.msg
    assert len(both.data.freebusy_lists) == 2


def test_an_event_is_made_once_per_key(sandbox, client):
    calendar_id = people(sandbox)["chen.siyuan"]["calendar_id"]
    start = int(time.time()) + DAY

    def create():
        moment = TimeInfo.builder().timezone("Asia/Shanghai")
        event = (
            CalendarEvent.builder()
            .summary("Made by the SDK")
            .start_time(moment.timestamp(str(start)).build())
            .end_time(TimeInfo.builder().timestamp(str(start + 3600)).build())
            .recurrence("FREQ=DAILY;COUNT=3")
            .build()
        )
        return client.calendar.v4.calendar_event.create(
            CreateCalendarEventRequest.builder()
            .calendar_id(calendar_id)
            .idempotency_key("25fdf41b-8c80-2ce1-e94c-de8b5e7aa7e6")
            .request_body(event)
            .build()
        )

    made = create()
    assert made.success(), made.msg
    assert create().data.event.event_id == made.data.event.event_id
    got = client.calendar.v4.calendar_event.get(
        GetCalendarEventRequest.builder()
        .calendar_id(calendar_id)
        .event_id(made.data.event.event_id)
        .build()
    )
    assert got.data.event.recurrence == "FREQ=DAILY;COUNT=3"
    listed = client.calendar.v4.calendar_event.list(
        ListCalendarEventRequest.builder().calendar_id(calendar_id).build()
    )
    assert [e.event_id for e in listed.data.items].count(made.data.event.event_id) == 1
    view = client.calendar.v4.calendar_event.instance_view(
        InstanceViewCalendarEventRequest.builder()
        .calendar_id(calendar_id)
        .start_time(str(start))
        .end_time(str(start + 10 * DAY))
        .build()
    )
    assert [item.summary for item in view.data.items].count("Made by the SDK") == 3


def test_search_needs_a_user(client, user_client, user):
    from lark_oapi.api.search.v2 import SearchDocWikiRequest, SearchDocWikiRequestBody

    body = (
        SearchDocWikiRequestBody.builder().query("路线图").doc_filter({}).wiki_filter({}).build()
    )

    # The client writes the kind of token into a request, so each call gets one of its own.
    def request():
        return SearchDocWikiRequest.builder().request_body(body).build()

    found = user_client.search.v2.doc_wiki.search(request(), user)
    assert found.success(), found.msg
    assert found.data.total >= 2
    assert any("<h>路线图</h>" in unit.title_highlighted for unit in found.data.res_units)
    refused = client.search.v2.doc_wiki.search(request())
    assert refused.code == 99991663


def test_wiki(client):
    spaces = client.wiki.v2.space.list(ListSpaceRequest.builder().page_size(50).build())
    assert spaces.success(), spaces.msg
    handbook = next(s for s in spaces.data.items if "handbook" in s.name)
    assert all("Legal" not in s.name for s in spaces.data.items)
    nodes = client.wiki.v2.space_node.list(
        ListSpaceNodeRequest.builder().space_id(handbook.space_id).page_size(50).build()
    )
    parent = next(n for n in nodes.data.items if n.has_child)
    first = client.wiki.v2.space_node.list(
        ListSpaceNodeRequest.builder()
        .space_id(handbook.space_id)
        .parent_node_token(parent.node_token)
        .build()
    )
    assert first.success(), first.msg
    assert not first.data.items and first.data.has_more
    rest = client.wiki.v2.space_node.list(
        ListSpaceNodeRequest.builder()
        .space_id(handbook.space_id)
        .parent_node_token(parent.node_token)
        .page_token(first.data.page_token)
        .build()
    )
    assert len(rest.data.items) == 2
    node = client.wiki.v2.space.get_node(
        GetNodeSpaceRequest.builder().token(rest.data.items[0].node_token).build()
    )
    assert node.data.node.obj_type == "docx"


def test_drive(client, user_client, user):
    root = client.drive.v1.file.list(ListFileRequest.builder().build())
    assert root.success(), root.msg
    assert [f.type for f in root.data.files] == ["folder"]
    own = user_client.drive.v1.file.list(ListFileRequest.builder().build(), user)
    folder = next(f for f in own.data.files if f.type == "folder")
    page = client.drive.v1.file.list(
        ListFileRequest.builder().folder_token(folder.token).page_size(2).build()
    )
    assert page.data.has_more
    rest = client.drive.v1.file.list(
        ListFileRequest.builder()
        .folder_token(folder.token)
        .page_size(2)
        .page_token(page.data.next_page_token)
        .build()
    )
    assert {f.token for f in rest.data.files}.isdisjoint({f.token for f in page.data.files})


def test_scopes_and_chats(client):
    scopes = client.application.v6.scope.list(ListScopeRequest.builder().build())
    assert scopes.success(), scopes.msg
    assert {scope.grant_status for scope in scopes.data.scopes} == {1, 2}
    chats = client.im.v1.chat.list(ListChatRequest.builder().build())
    assert chats.success(), chats.msg
    assert len(chats.data.items) == 3
