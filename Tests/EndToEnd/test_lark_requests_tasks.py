"""The requests of the tools for tasks are those of the official client."""

from lark_lookups import CHEN, WANG, ids_of
from lark_requests import Call, Row, pair, rows, world  # noqa: F401

ZONE = "Asia/Shanghai"
DUE = 1_796_119_200  # 2026-12-01 18:00 in Shanghai.
MIDNIGHT = 1_796_083_200  # 2026-12-01 in UTC, as Lark has days.
OPEN = {"user_id_type": "open_id"}


def assignee(person, role="assignee") -> dict:
    return {"id": person, "type": "user", "role": role}


def moment(seconds, is_all_day=False) -> dict:
    return {"timestamp": f"{seconds}000", "is_all_day": is_all_day}


def task(**more):
    """Creates a task by the official client; its id."""

    def make(scene, as_user=False) -> str:
        body = {"summary": "写周报", **more}
        return scene.did("task.v2.task.create", body, as_user)["task"]["guid"]

    return make


def users_task(scene) -> str:
    return task()(scene, as_user=True)


def reminded(scene) -> str:
    return task(due=moment(DUE), reminders=[{"relative_fire_minute": 5}])(scene)


def reminder_of(scene) -> list[str]:
    return [one["id"] for one in scene.answers[0]["task"]["reminders"]]


def reminders(scene, way, **body):
    return Call(f"task.v2.task.{way}_reminders", body, task_guid=scene.given, **OPEN)


def tasklist(scene) -> str:
    return scene.did("task.v2.tasklist.create", {"name": "x"})["tasklist"]["guid"]


CREATING = [
    Row(
        "create_task",
        label="small",
        arguments={"title": "写周报 📝"},
        calls=[Call("task.v2.task.create", {"summary": "写周报 📝"}, **OPEN)],
    ),
    Row(
        "create_task",
        label="with everything",
        as_user=True,
        given=tasklist,
        arguments=lambda scene: {
            "title": "x",
            "description": "细节",
            "due": "2026-12-01T18:00",
            "start": "2026-12-01T10:00",
            "time_zone": ZONE,
            "assignees": [CHEN, "me"],
            "followers": [scene.person("wang.fang")],
            "reminder_minutes": 30,
            "recurrence": "weekly",
            "tasklist": scene.given,
        },
        calls=lambda scene: [
            ids_of(CHEN),
            Call("authen.v1.user_info.get"),
            Call(
                "task.v2.task.create",
                {
                    "summary": "x",
                    "description": "细节",
                    "due": moment(DUE),
                    "start": moment(DUE - 28_800),
                    "members": [
                        assignee(scene.person("chen.siyuan")),
                        assignee(scene.person("lin.xiaoyu")),
                        assignee(scene.person("wang.fang"), "follower"),
                    ],
                    "reminders": [{"relative_fire_minute": 30}],
                    "repeat_rule": "FREQ=WEEKLY;INTERVAL=1",
                    "tasklists": [{"tasklist_guid": scene.given}],
                },
                **OPEN,
            ),
        ],
    ),
    Row(
        "create_task",
        label="part of another",
        given=task(),
        arguments=lambda scene: {"title": "part", "parent": scene.given, "due": "2026-12-01"},
        calls=lambda scene: [
            Call(
                "task.v2.task_subtask.create",
                {"summary": "part", "due": moment(MIDNIGHT, is_all_day=True)},
                task_guid=scene.given,
                **OPEN,
            )
        ],
    ),
    Row(
        "comment_task",
        given=task(),
        arguments=lambda scene: {"task": scene.given, "text": "评论 👌", "reply_to": "7112"},
        calls=lambda scene: [
            Call(
                "task.v2.comment.create",
                {
                    "content": "评论 👌",
                    "resource_type": "task",
                    "resource_id": scene.given,
                    "reply_to_comment_id": "7112",
                },
                **OPEN,
            )
        ],
    ),
]


CHANGING = [
    Row(
        "update_task",
        label="texts and times",
        given=reminded,
        arguments=lambda scene: {
            "task": scene.given,
            "title": "改",
            "description": "",
            "due": "2026-12-01",
            "start": "2026-11-30",
            "completed": False,
        },
        calls=lambda scene: [
            Call(
                "task.v2.task.patch",
                {
                    "task": {
                        "summary": "改",
                        "description": "",
                        "due": moment(MIDNIGHT, is_all_day=True),
                        "start": moment(MIDNIGHT - 86_400, is_all_day=True),
                        "completed_at": "0",
                    },
                    "update_fields": ["summary", "description", "due", "start", "completed_at"],
                },
                task_guid=scene.given,
                **OPEN,
            )
        ],
    ),
    Row(
        "update_task",
        label="completed",
        given=task(),
        arguments=lambda scene: {"task": scene.given, "completed": True},
        calls=lambda scene: [
            Call(
                "task.v2.task.patch",
                {
                    # The tool takes the time of the server: Lark repeats it.
                    "task": {"completed_at": scene.answers[0]["task"]["completed_at"]},
                    "update_fields": ["completed_at"],
                },
                task_guid=scene.given,
                **OPEN,
            )
        ],
    ),
    Row(
        "update_task",
        label="no due time",
        given=reminded,
        arguments=lambda scene: {"task": scene.given, "due": "none"},
        calls=lambda scene: [
            Call(
                "task.v2.task.patch",
                {"task": {}, "update_fields": ["due"]},
                task_guid=scene.given,
                **OPEN,
            )
        ],
    ),
    Row(
        "update_task",
        label="people",
        given=task(),
        arguments=lambda scene: {
            "task": scene.given,
            "add_assignees": scene.person("chen.siyuan"),
            "add_followers": WANG,
            "remove_assignees": scene.person("lin.xiaoyu"),
        },
        calls=lambda scene: [
            ids_of(WANG),
            Call(
                "task.v2.task.remove_members",
                {"members": [assignee(scene.person("lin.xiaoyu"))]},
                task_guid=scene.given,
                **OPEN,
            ),
            Call(
                "task.v2.task.add_members",
                {
                    "members": [
                        assignee(scene.person("chen.siyuan")),
                        assignee(scene.person("wang.fang"), "follower"),
                    ]
                },
                task_guid=scene.given,
                **OPEN,
            ),
        ],
    ),
    Row(
        "update_task",
        label="reminder",
        given=task(due=moment(DUE)),
        arguments=lambda scene: {"task": scene.given, "reminder_minutes": 60},
        calls=lambda scene: [
            Call("task.v2.task.get", task_guid=scene.given, **OPEN),
            reminders(scene, "add", reminders=[{"relative_fire_minute": 60}]),
        ],
    ),
    Row(
        "update_task",
        label="another reminder",
        given=reminded,
        arguments=lambda scene: {"task": scene.given, "reminder_minutes": 60},
        calls=lambda scene: [
            Call("task.v2.task.get", task_guid=scene.given, **OPEN),
            reminders(scene, "remove", reminder_ids=reminder_of(scene)),
            reminders(scene, "add", reminders=[{"relative_fire_minute": 60}]),
        ],
    ),
    Row(
        "update_task",
        label="no reminder",
        given=reminded,
        arguments=lambda scene: {"task": scene.given, "reminder_minutes": -1},
        calls=lambda scene: [
            Call("task.v2.task.get", task_guid=scene.given, **OPEN),
            reminders(scene, "remove", reminder_ids=reminder_of(scene)),
        ],
    ),
    Row(
        "delete_task",
        given=task(),
        arguments=lambda scene: {"task": scene.given},
        calls=lambda scene: [Call("task.v2.task.delete", task_guid=scene.given)],
    ),
]


READING = [
    Row(
        "get_task",
        as_user=True,
        given=users_task,
        arguments=lambda scene: {"task": scene.given, "comments": True},
        calls=lambda scene: [
            Call("task.v2.task.get", task_guid=scene.given, **OPEN),
            Call(
                "task.v2.comment.list",
                resource_type="task",
                resource_id=scene.given,
                direction="desc",
                page_size=50,
                **OPEN,
            ),
        ],
    ),
    Row(
        "list_tasks",
        label="own",
        as_user=True,
        arguments={"completed": True},
        calls=[
            Call("task.v2.task.list", type="my_tasks", completed=True, page_size=50, **OPEN)
        ],
    ),
    Row(
        "list_tasks",
        label="of a list",
        given=tasklist,
        arguments=lambda scene: {"tasklist": scene.given},
        calls=lambda scene: [
            Call(
                "task.v2.tasklist.tasks",
                tasklist_guid=scene.given,
                completed=False,
                page_size=50,
                **OPEN,
            )
        ],
    ),
    Row(
        "list_tasks",
        label="by words",
        as_user=True,
        arguments={"query": "周报"},
        calls=[
            Call(
                "task.v2.task.search",
                {"query": "周报", "filter": {"is_completed": False}},
                page_size=30,
                **OPEN,
            )
        ],
    ),
    Row(
        "list_tasks",
        label="lists of the bot",
        arguments={},
        calls=[Call("task.v2.tasklist.list", page_size=50, **OPEN)],
    ),
]


@rows(CREATING + CHANGING + READING)
def test_requests_are_those_of_the_official_client(pair, row):
    pair.compare(row)
