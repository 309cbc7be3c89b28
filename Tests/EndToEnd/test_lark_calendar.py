"""Calendars and events through the Lark tools, over the local Lark."""

import pytest
from lark_tools import AS_USER

LIN = "lin.xiaoyu@yunshan.example"
CHEN = "chen.siyuan@yunshan.example"
WANG = "wang.fang@yunshan.example"
ZONE = "Asia/Shanghai"


def create(lark_rack, fields=None, **arguments) -> str:
    whole = {"title": "评审 🎯", "start": "2026-12-01T10:00", "minutes": 30, "time_zone": ZONE}
    _, data = lark_rack.ask("create_event", fields, **{**whole, **arguments})
    return data["event"]


def events(lark_rack, fields=None, **arguments) -> dict[str, dict]:
    """The events of a calendar, by id."""
    whole = {"from": "2026-12-01", "days": 30, "time_zone": ZONE}
    _, data = lark_rack.ask("get_calendar", fields, **{**whole, **arguments})
    return {event["id"]: event for event in data["calendars"][0]["events"]}


@pytest.mark.parametrize("fields", [None, AS_USER], ids=["bot", "user"])
def test_a_created_event_is_listed_and_shown(lark_rack, fields):
    event = create(lark_rack, fields, attendees=[CHEN], location="三楼会议室", description="议程")
    owner = {"calendars": [LIN]} if fields else {}
    listed = events(lark_rack, fields, **owner)[event]
    assert listed["title"] == "评审 🎯"
    assert listed["start"] == "2026-12-01T10:00:00+08:00"
    assert listed["end"] == "2026-12-01T10:30:00+08:00"
    text, data = lark_rack.ask("get_event", fields, event=event)
    assert data["as"] == ("user" if fields else "bot")
    assert "陈思远" in text and "三楼会议室" in text and "议程" in text


def test_an_event_is_moved(lark_rack):
    event = create(lark_rack, title="before")
    lark_rack.ask(
        "update_event", event=event, title="之后", start="2026-12-02T15:00", time_zone=ZONE
    )
    listed = events(lark_rack)[event]
    assert listed["title"] == "之后"
    assert listed["start"] == "2026-12-02T15:00:00+08:00"
    assert listed["end"] == "2026-12-02T15:30:00+08:00"


def test_a_whole_day_is_one_day(lark_rack):
    _, data = lark_rack.ask("create_event", title="纪念日", start="2026-12-03")
    event = data["event"]
    days = {"first_day": "2026-12-03", "last_day": "2026-12-03"}
    assert days.items() <= events(lark_rack)[event].items()
    assert days.items() <= lark_rack.ask("get_event", event=event)[1].items()
    assert event in events(lark_rack, **{"from": "2026-12-03", "days": 1})
    assert event not in events(lark_rack, **{"from": "2026-12-04", "days": 1})
    lark_rack.ask("update_event", event=event, start="2026-12-08")
    moved = {"first_day": "2026-12-08", "last_day": "2026-12-08"}
    assert moved.items() <= events(lark_rack)[event].items()


def test_a_deleted_event_is_gone(lark_rack):
    event = create(lark_rack, title="to be cancelled")
    lark_rack.ask("delete_event", event=event)
    assert event not in events(lark_rack)


def test_events_are_found_by_title(lark_rack):
    event = create(lark_rack, title="独一无二 quarterly retrospective")
    text, _ = lark_rack.ask("search_events", query="quarterly")
    assert event in text and "独一无二" in text
    assert event not in lark_rack.ask("search_events", query="no such words")[0]


def test_people_are_invited_and_taken_back(lark_rack):
    event = create(lark_rack, title="invitations")
    lark_rack.ask("event_attendees", event=event, add=[CHEN, WANG])
    text, _ = lark_rack.ask("get_event", event=event)
    assert "陈思远" in text and "王芳" in text
    lark_rack.ask("event_attendees", event=event, remove=[WANG])
    text, _ = lark_rack.ask("get_event", event=event)
    assert "陈思远" in text and "王芳" not in text


def test_a_recurring_event_is_expanded(lark_rack):
    create(lark_rack, title="每日站会", start="2027-01-04T09:00", recurrence="weekdays")
    whole = {"from": "2027-01-04", "days": 7, "time_zone": ZONE}
    _, data = lark_rack.ask("get_calendar", **whole)
    titles = [event["title"] for event in data["calendars"][0]["events"]]
    assert titles == ["每日站会"] * 5


@pytest.mark.parametrize(
    "answer, told", [("accept", "accepted"), ("decline", "declined"), ("tentative", "perhaps")]
)
def test_an_invitation_is_answered(lark_rack, answer, told):
    event = create(lark_rack, title=f"answers {answer}", attendees=[LIN])
    _, data = lark_rack.ask("respond_to_event", AS_USER, event=event, answer=answer)
    assert data["as"] == "user" and data["answer"] == answer
    text, _ = lark_rack.ask("get_event", event=event)
    line = next(line for line in text.splitlines() if "林晓雨" in line)
    assert line.endswith(told)


def test_a_free_time_is_not_a_busy_one(lark_rack):
    create(lark_rack, start="2027-03-01T10:00", minutes=120, attendees=[CHEN])
    whole = {"from": "2027-03-01", "time_zone": ZONE}
    _, data = lark_rack.ask("free_busy", who=[CHEN], **whole)
    busy = [(one["start"], one["end"]) for one in data["free_busy"][0]["busy"]]
    assert ("2027-03-01T10:00:00+08:00", "2027-03-01T12:00:00+08:00") in busy
    hours = {"hours": "10:00-12:30", "days": 1, "minutes": 30}
    _, data = lark_rack.ask("find_free_slot", people=[CHEN], **whole, **hours)
    assert [slot["start"] for slot in data["slots"]] == ["2027-03-01T12:00:00+08:00"]


def test_rooms_are_found_by_size(lark_rack):
    _, data = lark_rack.ask("find_rooms")
    assert len(data["rooms"]) == 3
    _, data = lark_rack.ask("find_rooms", capacity=8, start="2027-03-01T10:00", time_zone=ZONE)
    assert [room["capacity"] for room in data["rooms"]] == [12, 20]


@pytest.mark.parametrize(
    "tool, arguments",
    [
        ("create_event", {"title": "x", "start": "2026-02-30T10:00"}),
        ("create_event", {"title": "x", "start": "2026-12-01T10:00", "time_zone": "Mars/Base"}),
        ("get_calendar", {"from": "2026-12-02", "to": "2026-12-01"}),
        ("get_event", {"event": "no event"}),
        ("respond_to_event", {"event": "x", "answer": "perhaps"}),
    ],
)
def test_bad_input_is_refused_in_a_line(lark_rack, tool, arguments):
    text = lark_rack.refused(tool, **arguments)
    assert text and "\n" not in text
