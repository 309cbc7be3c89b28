"""The requests of the tools for approvals and meetings are those of the official client."""

import json

from lark_lookups import CHEN, ids_of
from lark_requests import Call, Row, pair, rows, world  # noqa: F401

PURCHASE = "81D31358-93AF-92D6-7425-01A5D67C4E71"
LEAVE = "7C468A54-8745-2245-9675-08B7C63E7A85"
ZONE = "Asia/Shanghai"
MIDNIGHT = 1_796_054_400  # 2026-12-01 in Shanghai.
DAY = 86_400
WINDOW = {"from": "2026-12-01", "to": "2026-12-02", "time_zone": ZONE}
RANGE = {"start_time": "2026-12-01T00:00:00+08:00", "end_time": "2026-12-03T00:00:00+08:00"}
OPEN = {"user_id_type": "open_id"}


# ---- Approvals -----------------------------------------------------------------------------------


def asked(scene) -> dict:
    """An approval that waits for Chen: its code and that of its task."""
    form = '[{"id":"type","type":"radioV2","value":"sick"},{"id":"days","type":"number","value":1}]'
    body = {"approval_code": LEAVE, "open_id": scene.person("lin.xiaoyu"), "form": form}
    code = scene.did("approval.v4.instance.create", body)["instance_code"]
    whole = scene.did("approval.v4.instance.get", instance_id=code)
    return {"instance": code, "task": whole["task_list"][0]["id"]}


def of_bot(name, body=None, **fields):
    """Lark takes only the app for most of the approvals."""
    return Call(f"approval.v4.{name}", body, as_user=False, **OPEN, **fields)


def instance(scene):
    return of_bot("instance.get", instance_id=scene.given["instance"])


def decided(decision, label="", arguments=None, body=None):
    """A decision of Chen's on what waits for him."""
    return Row(
        "decide_approval",
        label=f"{decision} {label}",
        given=asked,
        arguments=lambda scene: {
            "instance": scene.given["instance"],
            "decision": decision,
            "person": scene.person("chen.siyuan"),
            **(arguments(scene) if arguments else {"comment": "好"}),
        },
        calls=lambda scene: [
            instance(scene),
            of_bot(
                f"task.{decision}",
                {
                    "approval_code": LEAVE,
                    "instance_code": scene.given["instance"],
                    "user_id": scene.person("chen.siyuan"),
                    "task_id": scene.given["task"],
                    **(body(scene) if body else {"comment": "好"}),
                },
            ),
        ],
    )


APPROVALS = [
    Row(
        "list_approvals",
        label="of the user",
        as_user=True,
        arguments={"topic": "done"},
        calls=lambda scene: [
            Call("authen.v1.user_info.get"),
            Call(
                "approval.v4.task.query",
                user_id=scene.person("lin.xiaoyu"),
                topic="2",
                page_size=50,
                **OPEN,
            ),
        ],
    ),
    Row(
        "list_approvals",
        label="of one kind",
        arguments={"definition": LEAVE, "status": "PENDING", "person": CHEN, **WINDOW},
        calls=lambda scene: [
            ids_of(CHEN),
            of_bot(
                "instance.query",
                {
                    "approval_code": LEAVE,
                    "instance_status": "PENDING",
                    "user_id": scene.person("chen.siyuan"),
                    "instance_start_time_from": f"{MIDNIGHT}000",
                    "instance_start_time_to": f"{MIDNIGHT + 2 * DAY}000",
                },
                page_size=50,
            ),
        ],
    ),
    Row(
        "get_approval",
        label="one",
        given=asked,
        arguments=lambda scene: {"instance": scene.given["instance"]},
        calls=lambda scene: [instance(scene)],
    ),
    Row(
        "get_approval",
        label="kind",
        arguments={"definition": PURCHASE},
        calls=[of_bot("approval.get", approval_code=PURCHASE)],
    ),
    decided("approve", "with a comment"),
    decided("reject", "with a comment"),
    decided(
        "transfer",
        "to another",
        lambda scene: {"to": scene.person("wang.fang")},
        lambda scene: {"transfer_user_id": scene.person("wang.fang")},
    ),
    decided("approve", "of a task", lambda scene: {"task": scene.given["task"]}, lambda scene: {}),
    Row(
        "decide_approval",
        label="cancel as the user",
        as_user=True,
        given=asked,
        arguments=lambda scene: {"instance": scene.given["instance"], "decision": "cancel"},
        calls=lambda scene: [
            Call("authen.v1.user_info.get"),
            instance(scene),
            of_bot(
                "instance.cancel",
                {
                    "approval_code": LEAVE,
                    "instance_code": scene.given["instance"],
                    "user_id": scene.person("lin.xiaoyu"),
                },
            ),
        ],
    ),
    Row(
        "start_approval",
        arguments={"definition": LEAVE, "form": {"type": "sick", "days": 2}, "person": CHEN},
        calls=lambda scene: [
            ids_of(CHEN),
            of_bot("approval.get", approval_code=LEAVE),
            Call(
                "approval.v4.instance.create",
                {
                    "approval_code": LEAVE,
                    "open_id": scene.person("chen.siyuan"),
                    "form": json.dumps(
                        [
                            {"id": "type", "type": "radioV2", "value": "sick"},
                            {"id": "days", "type": "number", "value": 2},
                        ]
                    ),
                },
            ),
        ],
    ),
]


# ---- Meetings and minutes ------------------------------------------------------------------------


def meeting(scene) -> str:
    found = scene.did("vc.v1.meeting.search", {"query": "weekly"}, as_user=True)
    return found["items"][0]["id"]


def minutes(scene) -> str:
    found = scene.did("minutes.v1.minute.search", {"query": "周会"}, as_user=True)
    return found["items"][0]["token"]


MEETINGS = [
    Row(
        "find_meetings",
        label="by number",
        arguments={"number": "235 812 466", **WINDOW},
        calls=[
            Call(
                "vc.v1.meeting.list_by_no",
                meeting_no="235812466",
                start_time=str(MIDNIGHT),
                end_time=str(MIDNIGHT + 2 * DAY),
                page_size=30,
            )
        ],
    ),
    Row(
        "find_meetings",
        label="by words and people",
        as_user=True,
        arguments={"query": "周会", "people": CHEN, **WINDOW},
        calls=lambda scene: [
            ids_of(CHEN),
            Call(
                "vc.v1.meeting.search",
                {
                    "query": "周会",
                    "meeting_filter": {
                        "participant_ids": [scene.person("chen.siyuan")],
                        "start_time": RANGE,
                    },
                },
                page_size=30,
            ),
        ],
    ),
    Row(
        "get_meeting",
        as_user=True,
        given=meeting,
        arguments=lambda scene: {"meeting": scene.given},
        calls=lambda scene: [
            Call(
                "vc.v1.meeting.get",
                meeting_id=scene.given,
                with_participants=True,
                query_mode=0,
                **OPEN,
            ),
            Call("vc.v1.meeting_recording.get", meeting_id=scene.given),
        ],
    ),
    Row(
        "find_minutes",
        as_user=True,
        arguments=lambda scene: {
            "query": "周会",
            "people": CHEN,
            "owners": scene.person("wang.fang"),
            **WINDOW,
        },
        calls=lambda scene: [
            ids_of(CHEN),
            Call(
                "minutes.v1.minute.search",
                {
                    "query": "周会",
                    "filter": {
                        "participant_ids": [scene.person("chen.siyuan")],
                        "owner_ids": [scene.person("wang.fang")],
                        "create_time": RANGE,
                    },
                },
                page_size=20,
                **OPEN,
            ),
        ],
    ),
    Row(
        "get_minutes",
        label="summary",
        as_user=True,
        given=minutes,
        arguments=lambda scene: {"minutes": scene.given},
        calls=lambda scene: [
            Call("minutes.v1.minute.get", minute_token=scene.given, **OPEN),
            Call("minutes.v1.minute.artifacts", minute_token=scene.given),
        ],
    ),
    Row(
        "get_minutes",
        label="transcript",
        given=minutes,
        arguments=lambda scene: {"minutes": scene.given, "transcript": True},
        calls=lambda scene: [
            Call(
                "minutes.v1.minute_transcript.get",
                minute_token=scene.given,
                need_speaker=True,
                need_timestamp=True,
                file_format="txt",
            )
        ],
    ),
]


@rows(APPROVALS + MEETINGS)
def test_requests_are_those_of_the_official_client(pair, row):
    pair.compare(row)
