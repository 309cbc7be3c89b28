"""What the rows of the calendar tools share: times, calls, and events made beforehand."""

from lark_requests import Call

ZONE = "Asia/Shanghai"
TEN = 2_111_709_600  # 2036-12-01 10:00 in Shanghai.
WHEN = {"start": "2036-12-01T10:00", "time_zone": ZONE}
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
