"""The requests of the tools for calendars and events are those of the official client."""

from lark_lookups import CHEN, WANG, ids_of
from lark_requests import Call, Row, pair, rows, world  # noqa: F401

ZONE = "Asia/Shanghai"
TEN = 1_796_090_400  # 2026-12-01 10:00 in Shanghai.
WHEN = {"start": "2026-12-01T10:00", "time_zone": ZONE}
WINDOW = {"from": "2026-12-01", "days": 2, "time_zone": ZONE}
BOUNDS = {
    "time_min": "2026-12-01T00:00:00+08:00",
    "time_max": "2026-12-03T00:00:00+08:00",
    "need_rsvp_status": True,
}
OPEN = {"user_id_type": "open_id"}
OWN = Call("calendar.v4.calendar.primary")


def time(seconds) -> dict:
    return {"timestamp": str(seconds), "timezone": ZONE}


def own(scene) -> str:
    """The calendar of the bot's, or of the user's, from the answer to `OWN` before it."""
    calendars = next(one["calendars"] for one in scene.answers if "calendars" in one)
    return calendars[0]["calendar"]["calendar_id"]


def event(**more):
    """Creates an event in Chen's calendar by the official client; where it is."""

    def make(scene) -> dict:
        calendar = scene.calendar("chen.siyuan")
        body = {"summary": "x", "start_time": time(TEN), "end_time": time(TEN + 3600), **more}
        made = scene.did("calendar.v4.calendar_event.create", body, calendar_id=calendar)
        return {"calendar_id": calendar, "event_id": made["event"]["event_id"]}

    return make


def of_given(scene, **arguments) -> dict:
    where = scene.given
    return {"calendar": where["calendar_id"], "event": where["event_id"], **arguments}


def with_guests(scene) -> dict:
    where = event()(scene)
    guests = [{"type": "user", "user_id": scene.person("wang.fang")}]
    body = {"attendees": guests}
    scene.did("calendar.v4.calendar_event_attendee.create", body, **OPEN, **where)
    return where


def room(scene) -> str:
    rooms = scene.did("vc.v1.room.list", page_size=100)["rooms"]
    return next(one["room_id"] for one in rooms if one["capacity"] == 12)


def rooms_page(size=100):
    return Call("vc.v1.room.list", page_size=size, **OPEN)


def busy_people(*people, **bounds):
    body = {**BOUNDS, "user_ids": [*people], **bounds}
    return Call("calendar.v4.freebusy.batch", body, **OPEN)


def busy_room(room_id, **bounds):
    return Call("calendar.v4.freebusy.list", {**BOUNDS, "room_id": room_id, **bounds}, **OPEN)


def created(calendar, **body):
    return Call("calendar.v4.calendar_event.create", body, calendar_id=calendar, **OPEN)


def view(calendar):
    return Call(
        "calendar.v4.calendar_event.instance_view",
        calendar_id=calendar,
        start_time=str(TEN - 36_000),
        end_time=str(TEN - 36_000 + 172_800),
    )


READING = [
    Row(
        "get_calendar",
        label="own",
        arguments=WINDOW,
        calls=lambda scene: [OWN, view(own(scene))],
    ),
    Row(
        "get_calendar",
        label="by its id",
        arguments=lambda scene: {"calendars": [scene.calendar("chen.siyuan")], **WINDOW},
        calls=lambda scene: [view(scene.calendar("chen.siyuan"))],
    ),
    Row(
        "get_calendar",
        label="of a person",
        arguments={"calendars": CHEN, **WINDOW},
        calls=lambda scene: [
            ids_of(CHEN),
            Call(
                "calendar.v4.calendar.primarys",
                {"user_ids": [scene.person("chen.siyuan")]},
                as_user=False,
                **OPEN,
            ),
            view(scene.calendar("chen.siyuan")),
        ],
    ),
    Row(
        "get_event",
        given=with_guests,
        arguments=of_given,
        calls=lambda scene: [
            Call(
                "calendar.v4.calendar_event.get",
                need_attendee=True,
                max_attendee_num=100,
                **OPEN,
                **scene.given,
            )
        ],
    ),
    Row(
        "search_events",
        as_user=True,
        arguments=lambda scene: {
            "query": "周会",
            "from": "2026-12-01",
            "to": "2026-12-02",
            "time_zone": ZONE,
            "attendees": [scene.person("wang.fang"), scene.chat("产品周会"), "omm_a1b2c3"],
            "calendar": scene.calendar("lin.xiaoyu"),
        },
        calls=lambda scene: [
            Call(
                "calendar.v4.calendar_event.search",
                {
                    "query": "周会",
                    "filter": {
                        "start_time": {"timestamp": str(TEN - 36_000)},
                        "end_time": {"timestamp": str(TEN - 36_000 + 172_800)},
                        "user_ids": [scene.person("wang.fang")],
                        "chat_ids": [scene.chat("产品周会")],
                        "room_ids": ["omm_a1b2c3"],
                    },
                },
                calendar_id=scene.calendar("lin.xiaoyu"),
                page_size=30,
                **OPEN,
            )
        ],
    ),
    Row(
        "free_busy",
        given=room,
        arguments=lambda scene: {"who": [CHEN, scene.given], **WINDOW},
        calls=lambda scene: [
            ids_of(CHEN),
            busy_people(scene.person("chen.siyuan")),
            busy_room(scene.given),
        ],
    ),
    Row(
        "find_free_slot",
        given=room,
        arguments=lambda scene: {"people": [CHEN, WANG], "rooms": scene.given, **WINDOW},
        calls=lambda scene: [
            ids_of(CHEN, WANG),
            busy_people(scene.person("chen.siyuan"), scene.person("wang.fang")),
            busy_room(scene.given),
        ],
    ),
    Row("find_rooms", arguments={"query": "竹影"}, calls=[rooms_page()]),
    Row(
        "find_rooms",
        label="free then",
        arguments={"capacity": 20, **WHEN, "minutes": 30},
        calls=lambda scene: [
            rooms_page(),
            *(
                busy_room(
                    one["room_id"],
                    time_min="2026-12-01T10:00:00+08:00",
                    time_max="2026-12-01T10:30:00+08:00",
                )
                for one in scene.answers[0]["rooms"]
                if one["capacity"] >= 20
            ),
        ],
    ),
]


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
            "start": "2026-12-01",
            "end": "2026-12-02",
            "calendar": scene.calendar("chen.siyuan"),
        },
        calls=lambda scene: [
            created(
                scene.calendar("chen.siyuan"),
                summary="x",
                start_time={"date": "2026-12-01"},
                end_time={"date": "2026-12-03"},  # The day after the last one.
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
        "update_event",
        label="moved",
        given=event(),
        arguments=lambda scene: of_given(
            scene, start="2026-12-01T14:00", time_zone=ZONE, visibility="private", notify=True
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
        given=event(),
        arguments=lambda scene: of_given(scene, answer="decline"),
        calls=lambda scene: [
            Call("calendar.v4.calendar_event.reply", {"rsvp_status": "decline"}, **scene.given)
        ],
        may_fail=True,
    ),
]


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


@rows(READING + WRITING)
def test_requests_are_those_of_the_official_client(pair, row):
    pair.compare(row)
