"""Documents, comments and searches through the Lark tools, over the local Lark."""

import re

import pytest
from lark_tools import AS_USER
from wire import Connection

CHEN = "chen.siyuan@yunshan.example"
WANG = "wang.fang@yunshan.example"
PARTS = [
    "# 标题 🎉",
    "你好，世界 **粗体** *italic* `code` [link](https://example.com)",
    "- 一 🍎\n- 二",
    "1. first\n2. second",
    "> quote 引用",
    "```\nprint('你好')\n```",
    "| 名 | 数 |\n| --- | --- |\n| 甲 🚀 | 1 |",
    "- [x] done\n- [ ] open",
]
BLOCK_ID = re.compile(r"<!--(\S+?)-->")


def create(lark_rack, fields=None, markdown="第一段 one\n\n第二段 two", **arguments) -> str:
    whole = {"title": "周报 📈", "markdown": markdown, **arguments}
    _, data = lark_rack.ask("create_doc", fields, **whole)
    return data["url"]


def read(lark_rack, document, fields=None, **arguments) -> str:
    """The Markdown of a document, without the line about it."""
    text, data = lark_rack.ask("read_doc", fields, doc=document, **arguments)
    assert data["title"] in text.splitlines()[0]
    return text.partition("\n")[2]


def block(lark_rack, document, of: str) -> str:
    """The id of the block that has that text."""
    lines = read(lark_rack, document).splitlines()
    return BLOCK_ID.search(next(line for line in lines if of in line)).group(1)


@pytest.mark.parametrize("part", PARTS)
def test_markdown_comes_back_as_it_was(lark_rack, part):
    document = create(lark_rack, markdown=part)
    assert read(lark_rack, document, ids=False).strip() == part


def test_a_whole_document_comes_back(lark_rack):
    document = create(lark_rack, markdown="\n\n".join(PARTS), share_with=[CHEN])
    shown = read(lark_rack, document, ids=False)
    places = [shown.find(part) for part in PARTS]
    assert -1 not in places and places == sorted(places)
    outline = read(lark_rack, document, outline=True).strip()
    assert outline.startswith(PARTS[0]) and "\n" not in outline


def test_styles_that_touch_come_back(lark_rack):
    markdown = "<b>注意：</b>内容<i>“斜”</i>后 <u>下划线</u>"
    document = create(lark_rack, markdown=markdown)
    assert markdown in read(lark_rack, document, ids=False)


def test_a_document_of_the_user(lark_rack):
    document = create(lark_rack, AS_USER)
    assert "第一段 one" in read(lark_rack, document, AS_USER)
    assert "not shared" in lark_rack.refused("read_doc", doc=document)
    with Connection(lark_rack.server.port) as connection:
        uri = {"uri": "lark://docx/" + document.rpartition("/")[2]}
        read_by_user = connection.modern("resources/read", uri, fields=AS_USER)
        assert "第一段 one" in read_by_user.result["contents"][0]["text"]
        assert "error" in connection.modern("resources/read", uri).message


def test_the_user_shares_a_document_with_a_department(lark_rack):
    document = create(lark_rack, AS_USER)
    text, data = lark_rack.ask(
        "share_doc", AS_USER, doc=document, notify=True, **{"with": ["od-1", CHEN]}
    )
    assert data["as"] == "user" and data["members"] == ["od-1", CHEN]
    assert "as the user" in text


def test_text_is_appended(lark_rack):
    document = create(lark_rack)
    _, data = lark_rack.ask("append_doc", doc=document, markdown="## 新的一节 ✨\n\n附加")
    assert len(data["block_ids"]) == 2
    shown = read(lark_rack, document, ids=False).split("\n\n")
    assert [part.strip() for part in shown][-2:] == ["## 新的一节 ✨", "附加"]


def test_text_is_inserted_after_a_block(lark_rack):
    document = create(lark_rack)
    lark_rack.ask(
        "append_doc", doc=document, markdown="中间", after=block(lark_rack, document, "第一段")
    )
    shown = read(lark_rack, document, ids=False)
    assert shown.index("第一段") < shown.index("中间") < shown.index("第二段")


def test_a_block_is_replaced_and_another_deleted(lark_rack):
    document = create(lark_rack)
    first, second = (block(lark_rack, document, of) for of in ("第一段", "第二段"))
    lark_rack.ask("edit_doc", doc=document, blocks=[first], markdown="替换 replaced 🔁")
    lark_rack.ask("edit_doc", doc=document, blocks=[second], delete=True)
    assert read(lark_rack, document, ids=False).strip() == "替换 replaced 🔁"


def test_an_edit_of_an_older_revision_is_refused(lark_rack):
    document = create(lark_rack)
    _, data = lark_rack.ask("read_doc", doc=document)
    lark_rack.ask("append_doc", doc=document, markdown="newer")
    text = lark_rack.refused(
        "append_doc", doc=document, markdown="late", revision=data["revision"]
    )
    assert "revision" in text
    assert "late" not in read(lark_rack, document)


def test_a_document_is_shared(lark_rack):
    document = create(lark_rack)
    _, data = lark_rack.ask("share_doc", doc=document, **{"with": [WANG]}, access="edit")
    assert data["members"] == [WANG]
    text, _ = lark_rack.ask("get_doc_access", doc=document)
    assert f"{WANG} edit" in text
    text, _ = lark_rack.ask("share_doc", doc=document, link="company_view")
    assert "company_view" in text
    text, _ = lark_rack.ask("share_doc", doc=document, **{"with": [WANG]}, access="none")
    assert WANG in text
    assert WANG not in lark_rack.ask("get_doc_access", doc=document)[0]


def test_comments_are_written_answered_and_resolved(lark_rack):
    document = create(lark_rack)
    _, data = lark_rack.ask("comment_doc", doc=document, text="评论 💬")
    comment = data["comment_id"]
    lark_rack.ask("comment_doc", doc=document, comment=comment, text="回复")
    text, data = lark_rack.ask("list_comments", doc=document)
    assert data["comment_ids"] == [comment]
    assert text.index("评论 💬") < text.index("回复")
    lark_rack.ask("comment_doc", doc=document, comment=comment, resolve=True)
    assert lark_rack.ask("list_comments", doc=document)[1]["comment_ids"] == []
    _, data = lark_rack.ask("list_comments", doc=document, state="all")
    assert data["comment_ids"] == [comment]


def test_the_bot_searches_titles_and_says_so(lark_rack):
    text, data = lark_rack.ask("search_docs", query="roadmap")
    assert data["as"] == "bot"
    assert "Roadmap overview" in text and "Not searched" in text


def test_the_user_searches_content(lark_rack):
    text, data = lark_rack.ask("search_docs", AS_USER, query="roadmap")
    assert data["as"] == "user"
    assert {one["title"] for one in data["results"]} >= {"第四季度产品路线图 Q4 product roadmap"}
    assert "Not searched" not in text


def test_a_found_document_is_read(lark_rack):
    _, data = lark_rack.ask("search_docs", AS_USER, query="roadmap")
    shown = [read(lark_rack, one["url"], AS_USER) for one in data["results"]]
    assert any("移动端离线模式" in text for text in shown)


def test_a_document_in_a_wiki(lark_rack):
    _, data = lark_rack.ask("search_docs", AS_USER, query="Release process")
    page = data["results"][0]["url"]
    document = create(lark_rack, parent=page, markdown="在知识库里 📚")
    assert "/wiki/" in document
    assert "在知识库里 📚" in read(lark_rack, document)
    text, _ = lark_rack.ask("create_wiki_page", parent=page, title="子页 🌱")
    address = re.search(r"https://\S+/wiki/\w+", text).group()
    assert "子页 🌱" in lark_rack.ask("read_doc", doc=address)[0]
