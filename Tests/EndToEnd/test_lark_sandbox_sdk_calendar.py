"""The official client against the sandbox: changes of events, guests and rooms."""

import time

from lark_sdk import DAY, api, calm_sandbox, people  # noqa: F401


def event(api, summary="SDK meeting", at=None, **more):
    calendar = people(api.sandbox)["chen.siyuan"]["calendar_id"]
    start = at or int(time.time()) + 20 * DAY
    body = {
        "summary": summary,
        "start_time": {"timestamp": str(start), "timezone": "Asia/Shanghai"},
        "end_time": {"timestamp": str(start + 3600), "timezone": "Asia/Shanghai"},
        **more,
    }
    made = api("calendar.v4.calendar_event.create", body, calendar_id=calendar).event
    return calendar, made.event_id, start


def test_an_event_changes_and_goes(api):
    calendar, event_id, start = event(api)
    where = {"calendar_id": calendar, "event_id": event_id}
    later = {"timestamp": str(start + 7200)}
    api("calendar.v4.calendar_event.patch", {"summary": "Moved", "end_time": later}, **where)
    got = api("calendar.v4.calendar_event.get", **where).event
    assert (got.summary, got.end_time.timestamp) == ("Moved", str(start + 7200))
    found = api("calendar.v4.calendar_event.search", {"query": "moved"}, calendar_id=calendar)
    assert [item.event_id for item in found.items] == [event_id]
    wrong = {"end_time": {"timestamp": str(start - 60)}}
    assert api.refused("calendar.v4.calendar_event.patch", wrong, **where) == 190014
    api("calendar.v4.calendar_event.delete", **where)
    assert api.refused("calendar.v4.calendar_event.get", **where) == 193001


def test_one_occurrence_is_cancelled(api):
    calendar, event_id, start = event(api, "Series", recurrence="FREQ=DAILY;COUNT=3")
    view = {
        "calendar_id": calendar,
        "start_time": str(start),
        "end_time": str(start + 5 * DAY),
    }

    def ids():
        items = api("calendar.v4.calendar_event.instance_view", **view).items
        return [item.event_id for item in items if item.summary == "Series"]

    all_three = ids()
    assert len(all_three) == 3
    api("calendar.v4.calendar_event.delete", calendar_id=calendar, event_id=all_three[1])
    assert ids() == [all_three[0], all_three[2]]


def test_guests_answer(api):
    everyone = people(api.sandbox)
    lin = everyone["lin.xiaoyu"]
    calendar, event_id, _ = event(api)
    where = {"calendar_id": calendar, "event_id": event_id}
    guests = [
        {"type": "user", "user_id": lin["open_id"]},
        {"type": "third_party", "third_party_email": "guest@example.com"},
    ]
    resource = "calendar.v4.calendar_event_attendee"
    added = api(f"{resource}.create", {"attendees": guests}, user_id_type="open_id", **where)
    assert [a.rsvp_status for a in added.attendees] == ["needs_action", "needs_action"]
    own = {"calendar_id": lin["calendar_id"], "event_id": event_id}
    api("calendar.v4.calendar_event.reply", {"rsvp_status": "accept"}, as_user=True, **own)
    listed = api(f"{resource}.list", **where).items
    assert {a.type: a.rsvp_status for a in listed} == {
        "user": "accept",
        "third_party": "needs_action",
    }
    ids = [a.attendee_id for a in listed if a.type == "third_party"]
    api(f"{resource}.batch_delete", {"attendee_ids": ids}, **where)
    assert [a.type for a in api(f"{resource}.list", **where).items] == ["user"]


def test_a_room_answers_later(api):
    rooms = api("vc.v1.room.list").rooms
    assert len(rooms) == 3
    bamboo = api("vc.v1.room.search", {"keyword": "竹影"}, as_user=True).rooms[0].room_id
    resource = "calendar.v4.calendar_event_attendee"
    states = []
    at = int(time.time()) + 20 * DAY
    for summary in ("First", "Second"):
        calendar, event_id, _ = event(api, summary, at)
        where = {"calendar_id": calendar, "event_id": event_id}
        body = {"attendees": [{"type": "resource", "room_id": bamboo}]}
        states.append(api(f"{resource}.create", body, **where).attendees[0].rsvp_status)
        for _ in range(2):
            states.append(api(f"{resource}.list", **where).items[0].rsvp_status)
    assert states == ["needs_action", "needs_action", "accept"] + [
        "needs_action",
        "needs_action",
        "decline",
    ]
    stamp = "%Y-%m-%dT%H:%M:%S+00:00"
    busy = api.send(
        "GET",
        "/open-apis/meeting_room/freebusy/batch_get",
        queries=[
            ("room_ids", bamboo),
            ("time_min", time.strftime(stamp, time.gmtime(at - DAY))),
            ("time_max", time.strftime(stamp, time.gmtime(at + DAY))),
        ],
    )
    assert len(busy["data"]["free_busy"][bamboo]) == 1


def test_calendars_are_found(api):
    found = api("calendar.v4.calendar.search", {"query": "on-call"}).items
    assert [c.type for c in found] == ["shared"]
    assert not api("calendar.v4.calendar.search", {"query": "林晓雨"}).items
    assert api("calendar.v4.calendar.search", {"query": "林晓雨"}, as_user=True).items
