"""The requests of the tools that read calendars are those of the official client."""

from lark_events import OPEN, OWN, TEN, WHEN, ZONE, of_given, own, room, with_guests
from lark_lookups import CHEN, WANG, ids_of
from lark_requests import Call, Row, pair, rows, world  # noqa: F401

WINDOW = {"from": "2036-12-01", "days": 2, "time_zone": ZONE}
BOUNDS = {
    "time_min": "2036-12-01T00:00:00+08:00",
    "time_max": "2036-12-03T00:00:00+08:00",
    "need_rsvp_status": True,
}


def rooms_page(size=100):
    return Call("vc.v1.room.list", page_size=size, **OPEN)


def busy_people(*people, **bounds):
    body = {**BOUNDS, "user_ids": [*people], **bounds}
    return Call("calendar.v4.freebusy.batch", body, **OPEN)


def busy_room(room_id, **bounds):
    return Call("calendar.v4.freebusy.list", {**BOUNDS, "room_id": room_id, **bounds}, **OPEN)


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
        label="own as the user",
        as_user=True,
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
        "get_calendar",
        label="busy only",
        arguments=lambda scene: {"calendars": [scene.person("zhou.min")], **WINDOW},
        calls=lambda scene: [
            Call(
                "calendar.v4.calendar.primarys",
                {"user_ids": [scene.person("zhou.min")]},
                **OPEN,
            ),
            Call(
                "calendar.v4.freebusy.list",
                {
                    "time_min": BOUNDS["time_min"],
                    "time_max": BOUNDS["time_max"],
                    "user_id": scene.person("zhou.min"),
                },
                **OPEN,
            ),
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
            "from": "2036-12-01",
            "to": "2036-12-02",
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
                    time_min="2036-12-01T10:00:00+08:00",
                    time_max="2036-12-01T10:30:00+08:00",
                )
                for one in scene.answers[0]["rooms"]
                if one["capacity"] >= 20
            ),
        ],
    ),
]


@rows(READING)
def test_requests_are_those_of_the_official_client(pair, row):
    pair.compare(row)
