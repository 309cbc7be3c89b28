"""Drive, wiki and files through the Lark tools, over the local Lark."""

import base64
import re

import pytest
from lark_tools import LarkRack

TEXT = "你好 🎈"
SPACE = "工程手册 Engineering handbook"


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def resource(lark_rack, tool: str, **arguments) -> dict:
    """The file in the answer of a tool."""
    result = lark_rack.raw(tool, arguments).result
    assert not result.get("isError"), result
    return next(part["resource"] for part in result["content"] if part["type"] == "resource")


def names(lark_rack, folder) -> list[str]:
    return [one["name"] for one in lark_rack.ask("list_files", folder=folder)[1]["files"]]


@pytest.fixture
def folder(lark_rack):
    return lark_rack.ask("create_folder", name="夹 📁")[1]["url"]


def upload(lark_rack, folder, name="笔记.txt") -> str:
    _, data = lark_rack.ask("upload_file", base64=encoded(TEXT), name=name, folder=folder)
    return data["url"]


def test_the_topmost_folder_is_listed(lark_rack):
    text, _ = lark_rack.ask("list_files")
    assert "Bot reports 机器人报告" in text


def test_an_uploaded_file_is_listed_and_downloaded(lark_rack, folder):
    file = upload(lark_rack, folder)
    assert names(lark_rack, folder) == ["笔记.txt"]
    _, data = lark_rack.ask("get_file_info", files=[file])
    assert data["files"][0]["title"] == "笔记.txt"
    found = resource(lark_rack, "download_file", file=file)
    assert found["text"] == TEXT and found["mimeType"] == "text/plain"


def test_a_file_is_deleted(lark_rack, folder):
    file = upload(lark_rack, folder)
    lark_rack.ask("manage_file", file=file, action="delete")
    assert names(lark_rack, folder) == []


def test_a_document_is_copied_and_moved(lark_rack, folder):
    _, data = lark_rack.ask("create_doc", title="原件", markdown=TEXT)
    _, copy = lark_rack.ask("copy_file", file=data["url"], name="副本", folder=folder)
    assert names(lark_rack, folder) == ["副本"]
    assert TEXT in lark_rack.ask("read_doc", doc=copy["url"])[0]
    lark_rack.ask("manage_file", file=data["url"], action="move", folder=folder)
    assert sorted(names(lark_rack, folder)) == ["副本", "原件"]


def test_a_document_is_exported(lark_rack):
    _, data = lark_rack.ask("create_doc", title="报告", markdown=TEXT)
    found = resource(lark_rack, "export_doc", doc=data["url"], format="pdf")
    assert found["mimeType"] == "application/pdf"
    assert base64.b64decode(found["blob"])


def test_markdown_is_imported(lark_rack):
    _, data = lark_rack.ask("import_file", base64=encoded(TEXT), name="a.md", kind="docx")
    assert data["kind"] == "docx" and data["url"]


def test_wikis_are_listed_and_a_document_moves_into_one(lark_rack):
    _, data = lark_rack.ask("list_wiki")
    space = {one["name"]: one["space_id"] for one in data["items"]}[SPACE]
    _, data = lark_rack.ask("create_doc", title="进知识库 📚", markdown=TEXT)
    text, _ = lark_rack.ask("move_to_wiki", doc=data["url"], parent=space)
    page = re.search(r"https://\S+/wiki/\w+", text).group()
    _, data = lark_rack.ask("list_wiki", place=space)
    assert "进知识库 📚" in [one["title"] for one in data["items"]]
    assert TEXT in lark_rack.ask("read_doc", doc=page)[0]


# ---- Files of the server -------------------------------------------------------------------------


@pytest.fixture
def shelf(tmp_path):
    """A server that may send the files of one folder."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "图.txt").write_text(TEXT)
    (tmp_path / "secret.txt").write_text("secret")
    with LarkRack(tmp_path, filesFolder=str(folder), presets=["all"], allow=["*"]) as running:
        yield running


def test_a_file_is_sent_and_fetched_from_its_message(shelf):
    _, data = shelf.ask("send_message", to=shelf.chat("产品周会"), files=["图.txt"])
    message = data["message_ids"][0]
    text, _ = shelf.ask("get_message", messages=[message])
    key = re.search(r"file_v\w+[\w-]*", text).group()
    found = resource(shelf, "get_message_file", message=message, key=key)
    whole = found.get("text") or base64.b64decode(found["blob"]).decode()
    assert whole == TEXT


@pytest.mark.parametrize("path", ["../secret.txt", "/etc/passwd", "none.txt"])
def test_no_other_file_is_sent(shelf, path):
    text = shelf.refused("upload_file", file=path)
    assert text and "\n" not in text
    assert shelf.requests() == []


def test_an_address_outside_of_egress_is_not_fetched(shelf):
    text = shelf.refused("upload_file", file="https://example.com/x.png")
    assert "plugin.lark.egress" in text
