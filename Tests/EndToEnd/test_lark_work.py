"""Tasks through the Lark tools, over the local Lark."""

import pytest
from lark_tools import AS_USER

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
