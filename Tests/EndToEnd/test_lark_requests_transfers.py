"""The requests of the tools for export and import are those of the official client."""

import base64
import io
import json

from lark_made import REVIEWS, base, empty, folder, get_node, page, spreadsheet
from lark_requests import Call, Row, pair, rows, world  # noqa: F401

MARKDOWN = "# 标题\n\n一 🎈"


def export(scene, document, kind, extension, **members) -> list[Call]:
    """The job, the questions about it until it is done, and its file."""
    body = {"token": document, "type": kind, "file_extension": extension, **members}
    return [Call("drive.v1.export_task.create", body), *exported(scene, document, 1)]


def exported(scene, document, first) -> list[Call]:
    ticket = scene.given["ticket"] if first == 0 else scene.answers[0]["ticket"]
    asked = questions(scene.answers[first:])
    file = asked[-1]["result"]["file_token"]
    asks = [Call("drive.v1.export_task.get", ticket=ticket, token=document)] * len(asked)
    return asks + [Call("drive.v1.export_task.download", file_token=file)]


def questions(answers) -> list[dict]:
    """The answers about a job, of which the last one tells that it is done."""
    asked = [one for one in answers if isinstance(one, dict) and "result" in one]
    assert asked[-1]["result"]["job_status"] == 0
    return asked


def begun(scene) -> dict:
    """An export that goes on."""
    body = {"token": empty(scene), "type": "docx", "file_extension": "docx"}
    return {"document": body["token"]} | scene.did("drive.v1.export_task.create", body)


EXPORT = [
    Row(
        "export_doc",
        given=empty,
        arguments=lambda scene: {"doc": scene.given, "format": "pdf"},
        calls=lambda scene: export(scene, scene.given, "docx", "pdf"),
    ),
    Row(
        "export_doc",
        label="a wiki page",
        arguments=lambda scene: {"doc": page(scene, REVIEWS)},
        calls=lambda scene: [get_node(page(scene, REVIEWS)), *export_of_page(scene)],
    ),
    Row(
        "export_doc",
        label="a sheet as csv",
        given=spreadsheet,
        arguments=lambda scene: {
            "doc": f"sheet:{scene.given['token']}",
            "format": "csv",
            "sheet": scene.given["sheet"],
        },
        calls=lambda scene: export(
            scene, scene.given["token"], "sheet", "csv", sub_id=scene.given["sheet"]
        ),
    ),
    Row(
        "export_doc",
        label="a base",
        given=base,
        arguments=lambda scene: {"doc": f"bitable:{scene.given['app_token']}"},
        calls=lambda scene: export(scene, scene.given["app_token"], "bitable", "xlsx"),
    ),
    Row(
        "export_doc",
        label="begun before",
        given=begun,
        arguments=lambda scene: {
            "doc": scene.given["document"],
            "ticket": scene.given["ticket"],
        },
        calls=lambda scene: exported(scene, scene.given["document"], 0),
    ),
]


def export_of_page(scene) -> list[Call]:
    node, *scene.answers = scene.answers
    return export(scene, node["node"]["obj_token"], "docx", "docx")


def imported(scene, name, content, kind, mount="") -> list[Call]:
    """The upload, the job, and the questions about it until it is done."""
    title, _, ending = name.rpartition(".")
    asked = questions(scene.answers)
    upload = {
        "file_name": name,
        "parent_type": "ccm_import_open",
        "size": len(content),
        "extra": json.dumps({"obj_type": kind, "file_extension": ending}),
        "file": io.BytesIO(content),
    }
    job = {
        "file_extension": ending,
        "file_token": scene.answers[0]["file_token"],
        "type": kind,
        "file_name": title,
        "point": {"mount_type": 1, "mount_key": mount},
    }
    return [
        Call("drive.v1.media.upload_all", upload),
        Call("drive.v1.import_task.create", job),
        *[Call("drive.v1.import_task.get", ticket=scene.answers[1]["ticket"])] * len(asked),
    ]


def encoded(text) -> str:
    return base64.b64encode(text.encode()).decode()


IMPORT = [
    Row(
        "import_file",
        arguments={"base64": encoded(MARKDOWN), "name": "报告 一.md"},
        calls=lambda scene: imported(scene, "报告 一.md", MARKDOWN.encode(), "docx"),
    ),
    Row(
        "import_file",
        label="whose ending is in capitals",
        arguments={"base64": encoded(MARKDOWN), "name": "A.MD"},
        calls=lambda scene: imported(scene, "A.md", MARKDOWN.encode(), "docx"),
    ),
    Row(
        "import_file",
        label="a table into a folder",
        given=folder,
        arguments=lambda scene: {
            "base64": encoded("a,b\n1,2\n"),
            "name": "t.csv",
            "kind": "bitable",
            "folder": scene.given,
        },
        calls=lambda scene: imported(scene, "t.csv", b"a,b\n1,2\n", "bitable", scene.given),
    ),
]


@rows(EXPORT + IMPORT)
def test_requests_are_those_of_the_official_client(pair, row):
    pair.compare(row)
