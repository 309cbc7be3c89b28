"""The requests of the tools for the drive and for wikis are those of the official client."""

import base64
import io

from lark_made import (
    HANDBOOK,
    HOST,
    OUTAGE,
    REVIEWS,
    empty,
    folder,
    get_node,
    page,
    spreadsheet,
    token,
)
from lark_requests import Call, Plain, Row, pair, rows, world  # noqa: F401

BYTES = b"\xff\x00\xfe bytes"
# The client has no class for it.
ROOT_FOLDER = Plain("GET", "/open-apis/drive/explorer/v2/root_folder/meta")


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def upload(name, content, parent):
    body = {
        "file_name": name,
        "parent_type": "explorer",
        "parent_node": parent,
        "size": len(content),
        "file": io.BytesIO(content),
    }
    return Call("drive.v1.file.upload_all", body)


def uploaded(scene) -> str:
    """The token of a file in a new folder."""
    call = upload("a.bin", BYTES, folder(scene))
    return scene.did(call.name, call.body)["file_token"]


def copied(file, kind, name, parent):
    body = {"name": name, "type": kind, "folder_token": parent}
    return Call("drive.v1.file.copy", body, file_token=file)


def moved(file, kind, parent):
    return Call("drive.v1.file.move", {"type": kind, "folder_token": parent}, file_token=file)


def metas(*documents):
    asked = [{"doc_token": name, "doc_type": kind} for kind, name in documents]
    return Call("drive.v1.meta.batch_query", {"request_docs": asked, "with_url": True})


def until_done(scene, first) -> list[Call]:
    """The questions about the job that the request before them began."""
    task = scene.answers[first - 1]["task_id"]
    asked = scene.answers[first:]
    assert asked[-1]["status"] == "success"
    return [Call("drive.v1.file.task_check", task_id=task)] * len(asked)


def document_and_folder(scene) -> dict:
    return {"document": empty(scene), "folder": folder(scene)}


def two_folders(scene) -> dict:
    body = {"name": "另一个", "folder_token": ""}
    return {"one": folder(scene), "other": scene.did("drive.v1.file.create_folder", body)["token"]}


LISTING = [
    Row("list_files", arguments={}, calls=[Call("drive.v1.file.list", page_size=50)]),
    Row(
        "list_files",
        label="as the user",
        as_user=True,
        arguments={},
        calls=[Call("drive.v1.file.list", page_size=50)],
    ),
    Row(
        "list_files",
        label="of a folder, the next page",
        given=folder,
        arguments=lambda scene: {
            "folder": f"{HOST}/drive/folder/{scene.given}",
            "limit": 200,
            "page_token": "next",
        },
        calls=lambda scene: [
            Call(
                "drive.v1.file.list",
                page_size=200,
                folder_token=scene.given,
                page_token="next",
            )
        ],
        may_fail=True,
    ),
    Row(
        "get_file_info",
        label="of several",
        given=document_and_folder,
        arguments=lambda scene: {
            "files": [
                scene.given["document"],
                f"{HOST}/drive/folder/{scene.given['folder']}",
                f"{HOST}/sheets/{scene.document('Budget')}",
            ]
        },
        calls=lambda scene: [
            metas(
                ("docx", scene.given["document"]),
                ("folder", scene.given["folder"]),
                ("sheet", scene.document("Budget")),
            )
        ],
    ),
    Row(
        "get_file_info",
        label="of a wiki page",
        arguments=lambda scene: {"files": page(scene, REVIEWS)},
        calls=lambda scene: [
            metas(("wiki", token(page(scene, REVIEWS)))),
            get_node(page(scene, REVIEWS)),
        ],
    ),
]
FILES = [
    Row(
        "upload_file",
        arguments={"base64": encoded(BYTES), "name": "数据 1.bin"},
        calls=lambda scene: [
            ROOT_FOLDER,
            upload("数据 1.bin", BYTES, scene.answers[0]["token"]),
        ],
    ),
    Row(
        "upload_file",
        label="into a folder",
        given=folder,
        arguments=lambda scene: {
            "base64": encoded(BYTES),
            "name": "a.bin",
            "folder": scene.given,
        },
        calls=lambda scene: [upload("a.bin", BYTES, scene.given)],
    ),
    Row(
        "download_file",
        given=uploaded,
        arguments=lambda scene: {"file": f"{HOST}/file/{scene.given}"},
        calls=lambda scene: [Call("drive.v1.file.download", file_token=scene.given)],
    ),
    Row(
        "download_file",
        label="an image of a document",
        arguments={"file": "lark://image/boxcn0"},
        calls=[Call("drive.v1.media.download", file_token="boxcn0")],
        may_fail=True,
    ),
    Row(
        "create_folder",
        arguments={"name": "季度 📁"},
        calls=[Call("drive.v1.file.create_folder", {"name": "季度 📁", "folder_token": ""})],
    ),
    Row(
        "create_folder",
        label="in a folder",
        given=folder,
        arguments=lambda scene: {"name": "内", "folder": scene.given},
        calls=lambda scene: [
            Call("drive.v1.file.create_folder", {"name": "内", "folder_token": scene.given})
        ],
    ),
    Row(
        "copy_file",
        given=spreadsheet,
        arguments=lambda scene: {"file": f"sheet:{scene.given['token']}", "name": "副本"},
        calls=lambda scene: [
            ROOT_FOLDER,
            copied(scene.given["token"], "sheet", "副本", scene.answers[0]["token"]),
        ],
    ),
    Row(
        "copy_file",
        label="a wiki page into a folder",
        given=folder,
        arguments=lambda scene: {
            "file": page(scene, REVIEWS),
            "name": "副本",
            "folder": scene.given,
        },
        calls=lambda scene: [
            get_node(page(scene, REVIEWS)),
            copied(scene.answers[0]["node"]["obj_token"], "docx", "副本", scene.given),
        ],
    ),
    Row(
        "manage_file",
        label="move",
        given=document_and_folder,
        arguments=lambda scene: {
            "file": f"docx:{scene.given['document']}",
            "action": "move",
            "folder": scene.given["folder"],
        },
        calls=lambda scene: [moved(scene.given["document"], "docx", scene.given["folder"])],
    ),
    Row(
        "manage_file",
        label="move a folder",
        given=two_folders,
        arguments=lambda scene: {
            "file": f"{HOST}/drive/folder/{scene.given['one']}",
            "action": "move",
            "folder": scene.given["other"],
        },
        calls=lambda scene: [
            moved(scene.given["one"], "folder", scene.given["other"]),
            *until_done(scene, 1),
        ],
    ),
    Row(
        "manage_file",
        label="delete",
        given=uploaded,
        arguments=lambda scene: {"file": f"file:{scene.given}", "action": "delete"},
        calls=lambda scene: [Call("drive.v1.file.delete", file_token=scene.given, type="file")],
    ),
    Row(
        "manage_file",
        label="delete a folder",
        given=folder,
        arguments=lambda scene: {"file": f"folder:{scene.given}", "action": "delete"},
        calls=lambda scene: [
            Call("drive.v1.file.delete", file_token=scene.given, type="folder"),
            *until_done(scene, 1),
        ],
    ),
]


def nodes(**fields):
    return Call("wiki.v2.space_node.list", page_size=50, **fields)


def created(space, **body):
    return Call("wiki.v2.space_node.create", body, space_id=space)


def into_wiki(space, **body):
    return Call("wiki.v2.space_node.move_docs_to_wiki", body, space_id=space)


def many(scene) -> str:
    """A page with more pages below than Lark lists at once."""
    parent = token(page(scene, REVIEWS))
    for number in range(60):
        body = {"obj_type": "docx", "node_type": "origin", "parent_node_token": parent}
        body["title"] = f"第 {number} 页"
        scene.did("wiki.v2.space_node.create", body, space_id=HANDBOOK)
    return parent


WIKIS = [
    Row("list_wiki", arguments={}, calls=[Call("wiki.v2.space.list", page_size=50)]),
    Row(
        "list_wiki",
        label="as the user",
        as_user=True,
        arguments={},
        calls=[Call("wiki.v2.space.list", page_size=50)],
    ),
    Row(
        "list_wiki",
        label="a space, so many at most",
        arguments={"place": int(HANDBOOK), "limit": 3},
        calls=[Call("wiki.v2.space_node.list", space_id=HANDBOOK, page_size=3)],
    ),
    Row(
        "list_wiki",
        label="two pages of those below a page",
        given=many,
        arguments=lambda scene: {"place": page(scene, REVIEWS), "limit": 55},
        calls=lambda scene: [
            get_node(page(scene, REVIEWS)),
            nodes(space_id=HANDBOOK, parent_node_token=scene.given),
            Call(
                "wiki.v2.space_node.list",
                space_id=HANDBOOK,
                parent_node_token=scene.given,
                page_size=55 - len(scene.answers[1]["items"]),
                page_token=scene.answers[1]["page_token"],
            ),
        ],
    ),
    Row(
        "create_wiki_page",
        label="at the top of a space",
        arguments={"parent": HANDBOOK, "title": "表 📊", "kind": "sheet"},
        calls=[created(HANDBOOK, obj_type="sheet", node_type="origin", title="表 📊")],
    ),
    Row(
        "create_wiki_page",
        label="a shortcut below a page",
        arguments=lambda scene: {
            "parent": page(scene, REVIEWS),
            "shortcut_to": page(scene, OUTAGE),
        },
        calls=lambda scene: [
            get_node(page(scene, REVIEWS)),
            get_node(page(scene, OUTAGE)),
            created(
                HANDBOOK,
                obj_type="docx",
                node_type="shortcut",
                parent_node_token=token(page(scene, REVIEWS)),
                origin_node_token=token(page(scene, OUTAGE)),
            ),
        ],
    ),
    Row(
        "move_to_wiki",
        label="a document to the top of a space",
        given=empty,
        arguments=lambda scene: {"doc": scene.given, "parent": HANDBOOK, "apply": True},
        calls=lambda scene: [
            into_wiki(HANDBOOK, obj_type="docx", obj_token=scene.given, apply=True),
            *asked_about_the_move(scene, 1),
        ],
    ),
    Row(
        "move_to_wiki",
        label="a spreadsheet below a page",
        given=spreadsheet,
        arguments=lambda scene: {
            "doc": f"sheet:{scene.given['token']}",
            "parent": page(scene, REVIEWS),
        },
        calls=lambda scene: [
            get_node(page(scene, REVIEWS)),
            into_wiki(
                HANDBOOK,
                obj_type="sheet",
                obj_token=scene.given["token"],
                parent_wiki_token=token(page(scene, REVIEWS)),
            ),
            *asked_about_the_move(scene, 2),
        ],
    ),
    Row(
        "move_to_wiki",
        label="a wiki page",
        arguments=lambda scene: {
            "doc": page(scene, OUTAGE),
            "parent": page(scene, "On-call handbook 值班手册"),
        },
        calls=lambda scene: [
            get_node(page(scene, "On-call handbook 值班手册")),
            get_node(page(scene, OUTAGE)),
            Call(
                "wiki.v2.space_node.move",
                {
                    "target_space_id": HANDBOOK,
                    "target_parent_token": token(page(scene, "On-call handbook 值班手册")),
                },
                space_id=HANDBOOK,
                node_token=token(page(scene, OUTAGE)),
            ),
        ],
        may_fail=True,
    ),
]


def asked_about_the_move(scene, first) -> list[Call]:
    """Lark moves at once, or tells a job that is asked about until it is done."""
    task = scene.answers[first - 1].get("task_id")
    asked = scene.answers[first:]
    return [Call("wiki.v2.task.get", task_id=task, task_type="move")] * len(asked)


@rows(LISTING + FILES + WIKIS)
def test_requests_are_those_of_the_official_client(pair, row):
    pair.compare(row)
