"""The requests with files from the web are those of the official client."""

import io
import json
import urllib.parse

import pytest
from lark_made import convert, empty, folder, inserted
from lark_requests import Call, Pair, RecordedRack, Row, rows, world  # noqa: F401
from lark_web import Web

PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)
FILES = {"/图/一 1.png": PNG, "/t.csv": b"a,b\n1,2\n"}
IMAGE, TABLE, NOTHING = "/图/一 1.png", "/t.csv", "/nothing.png"


class RackBesideWeb(RecordedRack):
    """A server that may also fetch files from `web`."""

    def __init__(self, path, world, web: Web):
        self.web = web
        environment = {"SSL_CERT_FILE": str(web.certificate)}
        super().__init__(path, world, [web.address], environment)


@pytest.fixture(scope="module")
def web(tmp_path_factory):
    running = Web(tmp_path_factory.mktemp("web"), FILES)
    yield running
    running.close()


@pytest.fixture
def pair(world, web, tmp_path):  # noqa: F811
    with RackBesideWeb(tmp_path, world, web) as rack:
        rack.control(reset=True)
        yield Pair(rack, world)


def image(scene, path) -> str:
    return f"![图]({scene.rack.web.url(path)})"


def media(name, content, **members):
    body = {"file_name": name, "size": len(content), "file": io.BytesIO(content), **members}
    return Call("drive.v1.media.upload_all", body)


def with_image(scene, document, first) -> list[Call]:
    """The insertion of an image block, and its image; `first` is the place of the conversion."""
    converted, answer = scene.answers[first], scene.answers[-3]
    block = answer["children"][0]["block_id"]
    return [
        inserted(document, converted),
        media(
            "一 1.png",
            PNG,
            parent_type="docx_image",
            parent_node=block,
            extra=json.dumps({"drive_route_token": document}),
        ),
        Call(
            "docx.v1.document_block.batch_update",
            {
                "requests": [
                    {
                        "block_id": block,
                        "replace_image": {"token": scene.answers[-2]["file_token"]},
                    }
                ]
            },
            document_id=document,
            document_revision_id=answer["document_revision_id"],
        ),
    ]


def as_link(converted, url) -> dict:
    """The conversion of an image, with a paragraph that links to it in its place."""
    style = {"link": {"url": urllib.parse.quote(url, safe="")}}
    elements = [{"text_run": {"content": url, "text_element_style": style}}]
    [block] = converted["blocks"]
    paragraph = {"block_id": block["block_id"], "block_type": 2, "children": []}
    return converted | {"blocks": [paragraph | {"text": {"elements": elements}}]}


WEB = [
    Row(
        "append_doc",
        label="an image",
        given=empty,
        arguments=lambda scene: {"doc": scene.given, "markdown": image(scene, IMAGE)},
        calls=lambda scene: [
            convert(image(scene, IMAGE)),
            *with_image(scene, scene.given, 0),
        ],
    ),
    Row(
        "create_doc",
        label="an image",
        arguments=lambda scene: {"title": "图", "markdown": image(scene, IMAGE)},
        calls=lambda scene: [
            convert(image(scene, IMAGE)),
            Call("docx.v1.document.create", {"title": "图"}),
            *with_image(scene, scene.answers[1]["document"]["document_id"], 0),
        ],
    ),
    Row(
        "append_doc",
        label="an image that is not there",
        given=empty,
        arguments=lambda scene: {"doc": scene.given, "markdown": image(scene, NOTHING)},
        calls=lambda scene: [
            convert(image(scene, NOTHING)),
            inserted(scene.given, as_link(scene.answers[0], scene.rack.web.url(NOTHING))),
        ],
    ),
    Row(
        "upload_file",
        given=folder,
        arguments=lambda scene: {"file": scene.rack.web.url(IMAGE), "folder": scene.given},
        calls=lambda scene: [
            Call(
                "drive.v1.file.upload_all",
                {
                    "file_name": "一 1.png",
                    "parent_type": "explorer",
                    "parent_node": scene.given,
                    "size": len(PNG),
                    "file": io.BytesIO(PNG),
                },
            )
        ],
    ),
    Row(
        "import_file",
        arguments=lambda scene: {"file": scene.rack.web.url(TABLE)},
        calls=lambda scene: [
            media(
                "t.csv",
                FILES[TABLE],
                parent_type="ccm_import_open",
                extra=json.dumps({"obj_type": "sheet", "file_extension": "csv"}),
            ),
            Call(
                "drive.v1.import_task.create",
                {
                    "file_extension": "csv",
                    "file_token": scene.answers[0]["file_token"],
                    "type": "sheet",
                    "file_name": "t",
                    "point": {"mount_type": 1, "mount_key": ""},
                },
            ),
            *(
                Call("drive.v1.import_task.get", ticket=scene.answers[1]["ticket"])
                for _ in scene.answers[2:]
            ),
        ],
    ),
]


@rows(WEB)
def test_requests_are_those_of_the_official_client(pair, row):
    pair.compare(row)
