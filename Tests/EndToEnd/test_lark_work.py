"""Tasks, approvals, meetings and mails through the Lark tools, over the local Lark."""

import pytest
from lark_tools import AS_USER, LarkRack

PURCHASE = "81D31358-93AF-92D6-7425-01A5D67C4E71"
MEETING = "产品周会 Product weekly"
CHEN = "chen.siyuan@yunshan.example"
DUE = {"due": "2026-12-01T18:00", "time_zone": "Asia/Shanghai"}
WHO = pytest.mark.parametrize("fields", [None, AS_USER], ids=["bot", "user"])


def create(lark_rack, fields=None, **arguments) -> str:
    _, data = lark_rack.ask("create_task", fields, **{"title": "写周报 📝", **DUE, **arguments})
    return data["task"]


@WHO
def test_a_created_task_is_shown(lark_rack, fields):
    task = create(lark_rack, fields, assignees=[CHEN], description="细节")
    text, data = lark_rack.ask("get_task", fields, task=task)
    assert data["as"] == ("user" if fields else "bot")
    assert data["title"] == "写周报 📝" and data["completed"] is False
    assert data["due"] == "2026-12-01T18:00:00+08:00"
    assert data["assignees"] == [lark_rack.person("chen.siyuan")]
    assert "细节" in text


@WHO
def test_a_task_is_changed_completed_and_reopened(lark_rack, fields):
    task = create(lark_rack, fields)
    _, data = lark_rack.ask("update_task", fields, task=task, title="改", completed=True)
    assert data["title"] == "改" and data["completed"] is True
    lark_rack.ask("update_task", fields, task=task, completed=False)
    _, data = lark_rack.ask("get_task", fields, task=task)
    assert data["title"] == "改" and data["completed"] is False


@WHO
def test_a_comment_is_shown(lark_rack, fields):
    task = create(lark_rack, fields)
    _, data = lark_rack.ask("comment_task", fields, task=task, text="评论 👌")
    text, _ = lark_rack.ask("get_task", fields, task=task, comments=True)
    assert f"comment {data['comment']}: 评论 👌" in text


def test_the_tasks_of_the_user_are_listed(lark_rack):
    task = create(lark_rack, AS_USER, title="my own 🎯", assignees=["me"])
    _, data = lark_rack.ask("list_tasks", AS_USER)
    titles = {one["task"]: one["title"] for one in data["tasks"]}
    assert titles[task] == "my own 🎯"
    lark_rack.ask("update_task", AS_USER, task=task, completed=True)
    _, data = lark_rack.ask("list_tasks", AS_USER)
    assert task not in [one["task"] for one in data["tasks"]]
    _, data = lark_rack.ask("list_tasks", AS_USER, completed=True)
    assert task in [one["task"] for one in data["tasks"]]


def test_the_bot_is_told_what_lists_tasks(lark_rack):
    text, data = lark_rack.ask("list_tasks")
    assert data == {"tasklists": [], "as": "bot"}
    assert "user's token" in text


def test_a_deleted_task_is_gone(lark_rack):
    task = create(lark_rack)
    lark_rack.ask("delete_task", task=task)
    assert "no such task" in lark_rack.refused("get_task", task=task)


@pytest.mark.parametrize(
    "arguments",
    [
        {"title": ""},
        {"title": "x", "due": "2026-02-30"},
        {"title": "x", "assignees": ["nobody"]},
        {"title": "x", "reminder_minutes": -5},
    ],
)
def test_a_wrong_task_is_refused_in_a_line(lark_rack, arguments):
    text = lark_rack.refused("create_task", **arguments)
    assert text and "\n" not in text


# ---- Approvals -----------------------------------------------------------------------------------


@pytest.fixture
def office(tmp_path):
    """A server of its own: what is decided stays decided."""
    with LarkRack(tmp_path, presets=["all"]) as running:
        yield running


def approvals(rack, topic) -> list[str]:
    _, data = rack.ask("list_approvals", AS_USER, topic=topic)
    return [one["instance"] for one in data["approvals"]]


def status(rack, instance) -> str:
    return rack.ask("get_approval", AS_USER, instance=instance)[1]["status"]


def test_what_waits_is_approved(office):
    [waiting] = approvals(office, "todo")
    assert status(office, waiting) == "PENDING"
    office.ask("decide_approval", AS_USER, instance=waiting, decision="approve", comment="好 👍")
    assert status(office, waiting) == "APPROVED"
    assert approvals(office, "todo") == []
    assert approvals(office, "done") == [waiting]


def test_an_approval_is_started_and_cancelled(office):
    _, data = office.ask("get_approval", definition=PURCHASE)
    assert [field["name"] for field in data["fields"]] == ["物品", "金额"]
    form = {"物品": "键盘 ⌨️", "amount": 300}
    _, data = office.ask("start_approval", AS_USER, definition=PURCHASE, form=form)
    started = data["instance"]
    assert approvals(office, "started") == [started]
    assert "键盘 ⌨️" in office.ask("get_approval", AS_USER, instance=started)[0]
    office.ask("decide_approval", AS_USER, instance=started, decision="cancel")
    assert status(office, started) == "CANCELED"


@pytest.mark.parametrize("form, told", [({"物品": "x"}, "金额"), ({"没有": 1}, "没有")])
def test_a_wrong_form_is_refused_in_a_line(lark_rack, form, told):
    text = lark_rack.refused("start_approval", AS_USER, definition=PURCHASE, form=form)
    assert told in text and "\n" not in text


# ---- Meetings, minutes, mails --------------------------------------------------------------------


def test_a_meeting_is_found_and_shown(lark_rack):
    _, data = lark_rack.ask("find_meetings", AS_USER, query="周会")
    [found] = data["meetings"]
    assert found["title"] == MEETING
    _, data = lark_rack.ask("get_meeting", AS_USER, meeting=found["meeting"])
    assert data["title"] == MEETING
    assert lark_rack.person("lin.xiaoyu") in data["participants"]


def test_minutes_are_found_and_read(lark_rack):
    _, data = lark_rack.ask("find_minutes", AS_USER, query="周会")
    minutes = data["minutes"][0]["minutes"]
    text, _ = lark_rack.ask("get_minutes", AS_USER, minutes=minutes)
    assert "首页设计稿周五定稿" in text
    text, _ = lark_rack.ask("get_minutes", AS_USER, minutes=minutes, transcript=True)
    assert "单点登录的接口下周三联调" in text and "陈思远" in text


def test_a_mail_is_sent_and_read(lark_rack):
    _, data = lark_rack.ask("send_mail", AS_USER, to=[CHEN], subject="你好 ✉️", text="正文 body")
    assert data["as"] == "user"
    text, _ = lark_rack.ask("read_mail", AS_USER, message=data["message_id"])
    assert "你好 ✉️" in text and "正文 body" in text and CHEN in text


def test_the_bot_has_no_mails(lark_rack):
    assert "user" in lark_rack.refused("send_mail", to=[CHEN], subject="x", text="y")
