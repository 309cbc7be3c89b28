"""The requests for further pages are those of the official client."""

from lark_lookups import WEEKLY, members, sent
from lark_requests import Call, Row, pair, rows, world  # noqa: F401

# None of the local Lark's, which refuses it: the tools hand on whatever Lark gave them.
TOKEN = "eyJvZmZzZXQiOjUwfQ=="
NEXT = {"page_token": TOKEN}
OPEN = {"user_id_type": "open_id"}
OPEN_DEPARTMENT = {"department_id_type": "open_department_id"}
LEAVE = "7C468A54-8745-2245-9675-08B7C63E7A85"


def next_page(tool, arguments, calls, label="", **more) -> Row:
    def with_token(scene) -> dict:
        return {**(arguments(scene) if callable(arguments) else arguments), **NEXT}

    return Row(tool, with_token, calls, label=label, may_fail=True, **more)


MESSAGES = [
    next_page(
        "read_chat",
        lambda scene: {"chat": scene.chat(WEEKLY)},
        lambda scene: [
            Call(
                "im.v1.message.list",
                container_id_type="chat",
                container_id=scene.chat(WEEKLY),
                sort_type="ByCreateTimeDesc",
                card_msg_content_type="user_card_content",
                with_sender_name=True,
                page_size=50,
                **NEXT,
            )
        ],
    ),
    next_page(
        "react_to_message",
        lambda scene: {"message": scene.given, "action": "list"},
        lambda scene: [
            Call(
                "im.v1.message_reaction.list",
                message_id=scene.given,
                page_size=50,
                **OPEN,
                **NEXT,
            )
        ],
        given=sent(),
    ),
    next_page(
        "pin_message",
        lambda scene: {"action": "list", "chat": scene.chat(WEEKLY)},
        lambda scene: [
            Call("im.v1.pin.list", chat_id=scene.chat(WEEKLY), page_size=20, **NEXT)
        ],
    ),
    next_page(
        "search_messages",
        {"query": "x"},
        [Call("search.v2.message.create", {"query": "x"}, page_size=10, **OPEN, **NEXT)],
        as_user=True,
    ),
    next_page(
        "find_chat",
        {"query": "x"},
        [Call("im.v1.chat.search", query="x", page_size=50, **NEXT)],
        label="by name",
    ),
    next_page(
        "find_chat",
        {},
        [Call("im.v1.chat.list", sort_type="ByActiveTimeDesc", page_size=50, **NEXT)],
        label="all",
    ),
    next_page(
        "chat_members",
        lambda scene: {"chat": scene.chat(WEEKLY)},
        lambda scene: [members(scene.chat(WEEKLY), page_size=100, **NEXT)],
    ),
]


PEOPLE = [
    next_page(
        "find_people",
        {"department": "0"},
        [
            Call(
                "contact.v3.user.find_by_department",
                department_id="0",
                page_size=50,
                **OPEN,
                **OPEN_DEPARTMENT,
                **NEXT,
            )
        ],
    ),
    next_page(
        "get_departments",
        {},
        [
            Call(
                "contact.v3.department.children",
                department_id="0",
                fetch_child=False,
                page_size=50,
                **OPEN,
                **OPEN_DEPARTMENT,
                **NEXT,
            )
        ],
        label="below one",
    ),
    next_page(
        "get_departments",
        {"query": "x"},
        [
            Call(
                "contact.v3.department.search",
                {"query": "x"},
                page_size=50,
                **OPEN,
                **OPEN_DEPARTMENT,
                **NEXT,
            )
        ],
        label="by name",
        as_user=True,
    ),
    next_page(
        "search_events",
        lambda scene: {"query": "x", "calendar": scene.calendar("chen.siyuan")},
        lambda scene: [
            Call(
                "calendar.v4.calendar_event.search",
                {"query": "x"},
                calendar_id=scene.calendar("chen.siyuan"),
                page_size=30,
                **OPEN,
                **NEXT,
            )
        ],
    ),
]


WORK = [
    next_page(
        "list_tasks",
        {},
        [
            Call(
                "task.v2.task.list",
                type="my_tasks",
                completed=False,
                page_size=50,
                **OPEN,
                **NEXT,
            )
        ],
        label="own",
        as_user=True,
    ),
    next_page(
        "list_tasks",
        {"query": "x"},
        [
            Call(
                "task.v2.task.search",
                {"query": "x", "filter": {"is_completed": False}},
                page_size=30,
                **OPEN,
                **NEXT,
            )
        ],
        label="by words",
        as_user=True,
    ),
    next_page(
        "list_tasks",
        {},
        [Call("task.v2.tasklist.list", page_size=50, **OPEN, **NEXT)],
        label="lists of the bot",
    ),
    next_page(
        "list_approvals",
        lambda scene: {"person": scene.person("chen.siyuan")},
        lambda scene: [
            Call(
                "approval.v4.task.query",
                user_id=scene.person("chen.siyuan"),
                topic="1",
                page_size=50,
                **OPEN,
                **NEXT,
            )
        ],
        label="of a person",
    ),
    next_page(
        "list_approvals",
        {"definition": LEAVE},
        [
            Call(
                "approval.v4.instance.query",
                {"approval_code": LEAVE},
                page_size=50,
                **OPEN,
                **NEXT,
            )
        ],
        label="of one kind",
    ),
    next_page(
        "find_meetings",
        {"query": "x"},
        [Call("vc.v1.meeting.search", {"query": "x"}, page_size=30, **NEXT)],
        label="by words",
        as_user=True,
    ),
    next_page(
        "find_meetings",
        {"number": 235812466, "from": "2026-12-01", "to": "2026-12-01", "time_zone": "UTC"},
        [
            Call(
                "vc.v1.meeting.list_by_no",
                meeting_no="235812466",
                start_time="1796083200",
                end_time="1796169600",
                page_size=30,
                **NEXT,
            )
        ],
        label="by number",
    ),
    next_page(
        "find_minutes",
        {"query": "x"},
        [Call("minutes.v1.minute.search", {"query": "x"}, page_size=20, **OPEN, **NEXT)],
        as_user=True,
    ),
    next_page(
        "list_mail",
        {"mailbox": "sales@yunshan.example"},
        [
            Call(
                "mail.v1.user_mailbox_message.list",
                user_mailbox_id="sales@yunshan.example",
                folder_id="INBOX",
                page_size=10,
                **NEXT,
            )
        ],
        label="folder of another mailbox",
        as_user=True,
    ),
    next_page(
        "list_mail",
        {"query": "x"},
        [
            Call(
                "mail.v1.user_mailbox.search",
                {"query": "x", "filter": {}},
                user_mailbox_id="me",
                page_size=10,
                **NEXT,
            )
        ],
        label="search",
        as_user=True,
    ),
]


@rows(MESSAGES + PEOPLE + WORK)
def test_requests_are_those_of_the_official_client(pair, row):
    pair.compare(row)
