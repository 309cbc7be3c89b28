"""The official client against the sandbox: tasks, approvals, meetings and minutes."""

import json
import time

from lark_sdk import api, calm_sandbox, people  # noqa: F401

LEAVE = "7C468A54-8745-2245-9675-08B7C63E7A85"


def test_a_task_from_end_to_end(api):
    lin = people(api.sandbox)["lin.xiaoyu"]["open_id"]
    due = {"timestamp": str(int(time.time() + 86_400) * 1000), "is_all_day": True}
    body = {"summary": "Write it down", "due": due, "client_token": "task-token-1"}
    task = api("task.v2.task.create", body).task
    assert api("task.v2.task.create", body).task.guid == task.guid
    where = {"task_guid": task.guid}
    member = {"id": lin, "type": "user", "role": "assignee"}
    api("task.v2.task.add_members", {"members": [member]}, **where)
    mine = api("task.v2.task.list", as_user=True, page_size=100, completed=False).items
    assert task.guid in [t.guid for t in mine]
    api("task.v2.task.add_reminders", {"reminders": [{"relative_fire_minute": 30}]}, **where)
    more = {"reminders": [{"relative_fire_minute": 60}]}
    assert api.refused("task.v2.task.add_reminders", more, **where) == 1470400
    set_one = api("task.v2.task.get", **where).task.reminders[0]
    ids = {"reminder_ids": [set_one.id, "7000"]}
    assert api("task.v2.task.remove_reminders", ids, **where).task.reminders == []
    api("task.v2.task.add_reminders", more, **where)
    part = api("task.v2.task_subtask.create", {"summary": "Part"}, **where).subtask
    assert part.parent_task_guid == task.guid
    done = {
        "task": {"completed_at": str(int(time.time() * 1000))},
        "update_fields": ["completed_at"],
    }
    api("task.v2.task.patch", done, **where)
    got = api("task.v2.task.get", **where).task
    assert got.status == "done" and got.subtask_count == 1
    api("task.v2.task.remove_members", {"members": [member]}, **where)
    assert api.refused("task.v2.task.get", as_user=True, **where) == 1470403
    api("task.v2.task.delete", **where)
    assert api.refused("task.v2.task.get", **where) == 1470404
    seconds = {"summary": "x", "due": {"timestamp": str(int(time.time()))}}
    assert api.refused("task.v2.task.create", seconds) == 1470400


def test_task_lists_comments_and_search(api):
    made = api("task.v2.tasklist.create", {"name": "Crew"}).tasklist
    assert made.guid in [entry.guid for entry in api("task.v2.tasklist.list").items]
    body = {"summary": "In the list", "tasklists": [{"tasklist_guid": made.guid}]}
    task = api("task.v2.task.create", body).task
    inside = api("task.v2.tasklist.tasks", tasklist_guid=made.guid).items
    assert [(t.summary, t.subtask_count) for t in inside] == [("In the list", 0)]
    comment = {"content": "seen", "resource_type": "task", "resource_id": task.guid}
    api("task.v2.comment.create", comment)
    listed = api("task.v2.comment.list", resource_type="task", resource_id=task.guid).items
    assert [c.content for c in listed] == ["seen"]
    found = api("task.v2.task.search", {"query": "路线图"}, as_user=True).items
    assert len(found) == 1


def test_an_approval_passes_both_steps(api):
    everyone = people(api.sandbox)
    definition = api("approval.v4.approval.get", approval_code=LEAVE)
    assert "radioV2" in definition.form
    form = [
        {"id": "type", "type": "radioV2", "value": "annual"},
        {"id": "days", "type": "number", "value": 2},
    ]
    asks = {"approval_code": LEAVE, "open_id": everyone["lin.xiaoyu"]["open_id"], "uuid": "u1"}
    body = {**asks, "form": json.dumps(form)}
    code = api("approval.v4.instance.create", body).instance_code
    assert api("approval.v4.instance.create", body).instance_code == code
    unknown = [*form, {"id": "nothing", "type": "input", "value": "x"}]
    for bad in (unknown, [{"id": "type", "type": "radioV2", "value": "never"}, form[1]]):
        wrong = {**asks, "form": json.dumps(bad), "uuid": "u3"}
        assert api.refused("approval.v4.instance.create", wrong) == 1390001
    short = {**asks, "form": json.dumps(form[:1]), "uuid": "u2"}
    assert api.refused("approval.v4.instance.create", short) == 1390001
    for name in ("chen.siyuan", "zhou.min"):
        user = everyone[name]["open_id"]
        waiting = api("approval.v4.task.query", user_id=user, topic="1", user_id_type="open_id")
        task = next(t for t in waiting.tasks if t.process_code == code)
        decision = {
            "approval_code": LEAVE,
            "instance_code": code,
            "user_id": user,
            "task_id": task.task_id,
        }
        api("approval.v4.task.approve", decision, user_id_type="open_id")
        again = api.refused("approval.v4.task.approve", decision, user_id_type="open_id")
        assert again == 1390010
    got = api("approval.v4.instance.get", instance_id=code)
    assert got.status == "APPROVED"
    assert [event.type for event in got.timeline] == ["START", "PASS", "PASS"]
    assert [task.node_name for task in got.task_list] == ["直属上级", "人力资源"]
    filled = [(field["name"], field["value"]) for field in json.loads(got.form)]
    assert filled == [("类型", "年假"), ("天数", 2)]
    assert api("approval.v4.instance.get", instance_id="u1").instance_code == code
    query = {"approval_code": LEAVE, "instance_status": "APPROVED"}
    assert api("approval.v4.instance.query", query).count == 1


def test_an_approval_is_refused_or_withdrawn(api):
    everyone = people(api.sandbox)
    lin, chen, wang = (
        everyone[n]["open_id"] for n in ("lin.xiaoyu", "chen.siyuan", "wang.fang")
    )
    form = '[{"id":"type","type":"radioV2","value":"sick"},{"id":"days","value":1}]'
    body = {"approval_code": LEAVE, "open_id": lin, "form": form}
    codes = [api("approval.v4.instance.create", body).instance_code for _ in range(2)]
    own = {"approval_code": LEAVE, "instance_code": codes[0], "user_id": lin}
    api("approval.v4.instance.cancel", own, user_id_type="open_id")
    ended = api("approval.v4.instance.get", instance_id=codes[0])
    assert ended.status == "CANCELED" and int(ended.end_time) > 0
    assert [(task.status, task.end_time) for task in ended.task_list] == [("DONE", ended.end_time)]
    assert ended.timeline[-1].type == "CANCEL"
    waiting = api("approval.v4.task.query", user_id=chen, topic="1", user_id_type="open_id")
    assert codes[0] not in [t.process_code for t in waiting.tasks]
    mine = api("approval.v4.task.query", user_id=lin, topic="3", user_id_type="open_id").tasks
    states = {t.process_code: (t.status, t.process_status) for t in mine}
    assert states == {codes[0]: ("34", "4"), codes[1]: ("1", "1")}
    task = api("approval.v4.instance.get", instance_id=codes[1]).task_list[0].id
    decision = {"approval_code": LEAVE, "instance_code": codes[1], "task_id": task}
    hand_on = {**decision, "user_id": chen, "transfer_user_id": wang}
    api("approval.v4.task.transfer", hand_on, user_id_type="open_id")
    tasks = api("approval.v4.instance.get", instance_id=codes[1]).task_list
    assert [(t.status, t.open_id) for t in tasks] == [("TRANSFERRED", chen), ("PENDING", wang)]
    assert api.refused("approval.v4.task.transfer", hand_on, user_id_type="open_id") == 1390010
    no = {**decision, "task_id": tasks[1].id, "user_id": wang, "comment": "not now"}
    api("approval.v4.task.reject", no, user_id_type="open_id")
    assert api("approval.v4.instance.get", instance_id=codes[1]).status == "REJECTED"
    now = int(time.time() * 1000)
    listed = api(
        "approval.v4.instance.list",
        approval_code=LEAVE,
        start_time=str(now - 60_000),
        end_time=str(now + 60_000),
    )
    assert listed.instance_code_list == codes
    said = api("approval.v4.instance_comment.create", {"content": "ok"}, instance_id=codes[1],
               user_id=lin)
    assert said.comment_id


def test_meetings_and_minutes(api):
    now = int(time.time())
    brief = api(
        "vc.v1.meeting.list_by_no",
        meeting_no="235812466",
        start_time=str(now - 5 * 86_400),
        end_time=str(now),
    ).meeting_briefs[0]
    meeting = api("vc.v1.meeting.get", meeting_id=brief.id, with_participants=True).meeting
    hour = int(meeting.end_time) - int(meeting.start_time)
    stays = [int(person.in_meeting_duration) for person in meeting.participants]
    assert stays == [hour, hour, hour - 600]
    found = api("vc.v1.meeting.search", {"query": "weekly"}, as_user=True)
    assert [m.id for m in found.items] == [brief.id]
    url = api("vc.v1.meeting_recording.get", meeting_id=brief.id).recording.url
    token = url.rsplit("/", 1)[1]
    assert api("minutes.v1.minute.get", minute_token=token).minute.title == meeting.topic
    text = api("minutes.v1.minute_transcript.get", minute_token=token, need_speaker=True)
    assert "王芳" in text.file.read().decode()
    todos = api.send("GET", f"/open-apis/minutes/v1/minutes/{token}/artifacts")["data"]
    assert len(todos["minute_todos"]) == 2
    assert api("minutes.v1.minute.search", {"query": "周会"}, as_user=True).items
    assert api("minutes.v1.minute_media.get", minute_token=token).download_url
    assert api("vc.v1.note.get", note_id=meeting.note_id, as_user=True).note.artifacts
    assert api.refused("minutes.v1.minute.get", minute_token="gone") == 2091002
