"""The requests of the tools that change events are those of the official client."""

from lark_events import OPEN, OWN, TEN, WHEN, ZONE, event, of_given, own, room, time, with_guests
from lark_lookups import CHEN, WANG, ids_of
from lark_requests import Call, Row, pair, rows, world  # noqa: F401


def invitation_of_lin(scene) -> dict:
    """An event of Chen's, as it is in the calendar of Lin, who is the user."""
    where = event()(scene)
    body = {"attendees": [{"type": "user", "user_id": scene.person("lin.xiaoyu")}]}
    scene.did("calendar.v4.calendar_event_attendee.create", body, **OPEN, **where)
    return {**where, "calendar_id": scene.calendar("lin.xiaoyu")}


def created(calendar, **body):
    return Call("calendar.v4.calendar_event.create", body, calendar_id=calendar, **OPEN)


def made(scene, number) -> dict:
    """Where the event is that the tool's request of this number created."""
    return {
        "calendar_id": scene.calendar("chen.siyuan"),
        "event_id": scene.answers[number]["event"]["event_id"],
    }


def guests_until_the_room_answers(scene, number) -> list[Call]:
    where = made(scene, 1)
    listed = Call("calendar.v4.calendar_event_attendee.list", page_size=100, **OPEN, **where)
    return [listed] * (len(scene.answers) - number)


WRITING = [
    Row(
        "create_event",
        label="small",
        arguments={"title": "评审 🎯", **WHEN},
        calls=lambda scene: [
            OWN,
            created(
                own(scene),
                summary="评审 🎯",
                start_time=time(TEN),
                end_time=time(TEN + 3600),
            ),
        ],
    ),
    Row(
        "create_event",
        label="whole day",
        arguments=lambda scene: {
            "title": "x",
            "start": "2036-12-01",
            "end": "2036-12-02",
            "calendar": scene.calendar("chen.siyuan"),
        },
        calls=lambda scene: [
            created(
                scene.calendar("chen.siyuan"),
                summary="x",
                start_time={"date": "2036-12-01"},
                end_time={"date": "2036-12-03"},  # The day after the last one.
            )
        ],
    ),
    Row(
        "create_event",
        label="with everything",
        given=room,
        arguments=lambda scene: {
            "title": "x",
            **WHEN,
            "minutes": 45,
            "attendees": [CHEN, scene.chat("产品周会"), scene.given, "guest@example.com"],
            "description": "议程",
            "location": "三楼",
            "recurrence": "weekdays",
            "reminders": [5, 30],
            "video": True,
            "notify": False,
            "calendar": scene.calendar("chen.siyuan"),
        },
        calls=lambda scene: [
            ids_of(CHEN, "guest@example.com"),
            created(
                scene.calendar("chen.siyuan"),
                summary="x",
                description="议程",
                location={"name": "三楼"},
                recurrence="FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR",
                reminders=[{"minutes": 5}, {"minutes": 30}],
                vchat={"vc_type": "vc"},
                need_notification=False,
                start_time=time(TEN),
                end_time=time(TEN + 2700),
            ),
            Call(
                "calendar.v4.calendar_event_attendee.create",
                {
                    "attendees": [
                        {"type": "user", "user_id": scene.person("chen.siyuan")},
                        {"type": "third_party", "third_party_email": "guest@example.com"},
                        {"type": "chat", "chat_id": scene.chat("产品周会")},
                        {
                            "type": "resource",
                            "room_id": scene.given,
                            "operate_id": scene.person("chen.siyuan"),
                        },
                    ],
                    "need_notification": False,
                },
                **made(scene, 1),
                **OPEN,
            ),
            *guests_until_the_room_answers(scene, 3),
        ],
    ),
    Row(
        "create_event",
        label="as the user with oneself",
        as_user=True,
        arguments={"title": "x", **WHEN, "attendees": "me", "video": False},
        calls=lambda scene: [
            Call("authen.v1.user_info.get"),
            OWN,
            created(
                own(scene),
                summary="x",
                vchat={"vc_type": "no_meeting"},
                start_time=time(TEN),
                end_time=time(TEN + 3600),
            ),
            Call(
                "calendar.v4.calendar_event_attendee.create",
                {"attendees": [{"type": "user", "user_id": scene.person("lin.xiaoyu")}]},
                calendar_id=own(scene),
                event_id=scene.answers[2]["event"]["event_id"],
                **OPEN,
            ),
        ],
    ),
    Row(
        "update_event",
        label="moved",
        given=event(),
        arguments=lambda scene: of_given(
            scene, start="2036-12-01T14:00", time_zone=ZONE, visibility="private", notify=True
        ),
        calls=lambda scene: [
            Call("calendar.v4.calendar_event.get", **scene.given),
            Call(
                "calendar.v4.calendar_event.patch",
                {
                    "visibility": "private",
                    "need_notification": True,
                    "start_time": time(TEN + 14_400),
                    "end_time": time(TEN + 18_000),
                },
                **scene.given,
                **OPEN,
            ),
        ],
    ),
    Row(
        "update_event",
        label="place and length",
        given=event(),
        arguments=lambda scene: of_given(
            scene, location="四楼", description="d", video=True, minutes=30, time_zone=ZONE
        ),
        calls=lambda scene: [
            Call("calendar.v4.calendar_event.get", **scene.given),
            Call(
                "calendar.v4.calendar_event.patch",
                {
                    "location": {"name": "四楼"},
                    "description": "d",
                    "vchat": {"vc_type": "vc"},
                    "start_time": time(TEN),
                    "end_time": time(TEN + 1800),
                },
                **scene.given,
                **OPEN,
            ),
        ],
    ),
    Row(
        "update_event",
        label="no longer repeated",
        given=event(recurrence="FREQ=DAILY;COUNT=3"),
        arguments=lambda scene: of_given(scene, title="之后", recurrence="none", reminders=15),
        calls=lambda scene: [
            Call(
                "calendar.v4.calendar_event.patch",
                {"summary": "之后", "recurrence": "", "reminders": [{"minutes": 15}]},
                **scene.given,
                **OPEN,
            )
        ],
    ),
    Row(
        "delete_event",
        given=event(),
        arguments=lambda scene: of_given(scene, notify=False),
        calls=lambda scene: [
            Call("calendar.v4.calendar_event.delete", need_notification="false", **scene.given)
        ],
    ),
    Row(
        "event_attendees",
        label="add and remove",
        given=with_guests,
        arguments=lambda scene: of_given(
            scene, add=scene.person("lin.xiaoyu"), remove=WANG, optional=True, notify=True
        ),
        calls=lambda scene: [
            ids_of(WANG),
            Call(
                "calendar.v4.calendar_event_attendee.batch_delete",
                {
                    "delete_ids": [{"type": "user", "user_id": scene.person("wang.fang")}],
                    "need_notification": True,
                },
                **OPEN,
                **scene.given,
            ),
            Call(
                "calendar.v4.calendar_event_attendee.create",
                {
                    "attendees": [
                        {
                            "type": "user",
                            "user_id": scene.person("lin.xiaoyu"),
                            "is_optional": True,
                        }
                    ],
                    "need_notification": True,
                },
                **OPEN,
                **scene.given,
            ),
        ],
    ),
    Row(
        "respond_to_event",
        as_user=True,
        given=invitation_of_lin,
        arguments=lambda scene: of_given(scene, answer="decline"),
        calls=lambda scene: [
            Call("calendar.v4.calendar_event.reply", {"rsvp_status": "decline"}, **scene.given)
        ],
    ),
]


@rows(WRITING)
def test_requests_are_those_of_the_official_client(pair, row):
    pair.compare(row)
