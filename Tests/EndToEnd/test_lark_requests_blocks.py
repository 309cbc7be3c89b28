"""The requests for blocks of many kinds, and for many blocks, are the official client's."""

from lark_made import convert, empty, get_node, inserted
from lark_requests import Call, Row, pair, rows, world  # noqa: F401

MORE_THAN_A_PAGE = "\n\n".join(f"第 {number} 段" for number in range(600))
MORE_THAN_A_REQUEST = "\n\n".join(f"第 {number} 段" for number in range(1100))


def of(markdown):
    """Makes a document of that Markdown: its id, and those of its topmost blocks."""

    def made(scene) -> dict:
        document, call = empty(scene), convert(markdown)
        call = inserted(document, scene.did(call.name, call.body))
        blocks = scene.did(call.name, call.body, **call.fields)["children"]
        return {"id": document, "blocks": [one["block_id"] for one in blocks]}

    return made


def read(scene, document) -> list[Call]:
    """The document, then every page of its blocks."""
    calls = [Call("docx.v1.document.get", document_id=document)]
    pages = [one for one in scene.answers if "items" in one]
    tokens = [{}] + [{"page_token": one["page_token"]} for one in pages[:-1]]
    page = {"document_id": document, "page_size": 500}
    return calls + [Call("docx.v1.document_block.list", **page, **token) for token in tokens]


def revision(scene) -> int:
    return next(one["document"]["revision_id"] for one in scene.answers if "document" in one)


def updated(scene, **change) -> list[Call]:
    """Reads the document, then changes its first block so."""
    document, [block, *_] = scene.given["id"], scene.given["blocks"]
    request = Call(
        "docx.v1.document_block.batch_update",
        {"requests": [{"block_id": block, **change}]},
        document_id=document,
        document_revision_id=revision(scene),
    )
    return [*read(scene, document), request]


def edit(label, before, after, **change) -> Row:
    """A row that replaces the text of the first block."""
    return Row(
        "edit_doc",
        label=label,
        given=of(before),
        arguments=lambda scene: {
            "doc": scene.given["id"],
            "blocks": scene.given["blocks"][:1],
            "markdown": after,
        },
        calls=lambda scene: updated(scene, **change),
    )


def run(content, **style) -> dict:
    return {"text_run": {"content": content, "text_element_style": style}}


def half(converted, first, after) -> dict:
    """The part of a conversion of paragraphs from one to another."""
    return {
        "first_level_block_ids": converted["first_level_block_ids"][first:after],
        "blocks": converted["blocks"][first:after],
    }


def in_two(scene, document, first, index=-1) -> list[Call]:
    """Lark takes 1,000 blocks at once."""
    converted = scene.answers[first]
    at = revision(scene) if index >= 0 else -1
    made = scene.answers[first + 1]["document_revision_id"]
    follows = index + 1000 if index >= 0 else -1
    return [
        convert(MORE_THAN_A_REQUEST),
        inserted(document, half(converted, 0, 1000), index, at),
        inserted(document, half(converted, 1000, 1100), follows, made),
    ]


TEXTS = [
    edit(
        "a heading",
        "## 旧",
        "## 新 *i* ~~s~~ `c`",
        update_text_elements={
            "elements": [
                run("新 "),
                run("i", italic=True),
                run(" "),
                run("s", strikethrough=True),
                run(" "),
                run("c", inline_code=True),
            ]
        },
    ),
    edit(
        "a code block",
        "```python\nold()\n```",
        "```\nnew(**x)\n\nmore()\n```",
        update_text_elements={"elements": [run("new(**x)\n\nmore()")]},
    ),
    edit(
        "a mention",
        "- old",
        '- <at user_id="ou_x">陈</at> new',
        update_text_elements={
            "elements": [
                {"mention_user": {"user_id": "ou_x", "text_element_style": {}}},
                run(" new"),
            ]
        },
    ),
    edit(
        "a task that is done",
        "- [ ] 做",
        "- [x] 做了",
        update_text={
            "elements": [run("做了")],
            "style": {"done": True},
            "fields": [2],  # The number of `done` among the fields of a style.
        },
    ),
]
MANY = [
    Row(
        "read_doc",
        given=of(MORE_THAN_A_PAGE),
        arguments=lambda scene: {"doc": scene.given["id"]},
        calls=lambda scene: several(read(scene, scene.given["id"]), 3),
    ),
    Row(
        "append_doc",
        label="at the end",
        given=empty,
        arguments=lambda scene: {"doc": scene.given, "markdown": MORE_THAN_A_REQUEST},
        calls=lambda scene: in_two(scene, scene.given, 0),
    ),
    Row(
        "append_doc",
        label="before a block, at a revision",
        given=of("一\n\n二"),
        arguments=lambda scene: {
            "doc": scene.given["id"],
            "markdown": MORE_THAN_A_REQUEST,
            "before": scene.given["blocks"][1],
        },
        calls=lambda scene: [
            *read(scene, scene.given["id"]),
            *in_two(scene, scene.given["id"], 2, index=1),
        ],
    ),
    Row(
        "edit_doc",
        label="deleting in a wiki page",
        given=lambda scene: scene.did(
            "wiki.v2.space_node.create",
            {"obj_type": "docx", "node_type": "origin", "title": "页"},
            space_id="7076119247920429263",
        )["node"],
        arguments=lambda scene: {
            "doc": f"https://yunshan.feishu.cn/wiki/{scene.given['node_token']}",
            "blocks": filled(scene),
            "delete": True,
        },
        calls=lambda scene: [
            get_node(scene.given["node_token"]),
            *read(scene, scene.given["obj_token"]),
            Call(
                "docx.v1.document_block_children.batch_delete",
                {"start_index": 0, "end_index": 2},
                document_id=scene.given["obj_token"],
                block_id=scene.given["obj_token"],
                document_revision_id=revision(scene),
            ),
        ],
    ),
]


def several(calls, count) -> list[Call]:
    assert len(calls) == count
    return calls


def filled(scene) -> list[str]:
    """The ids of two paragraphs that are put into the wiki page."""
    call = convert("一\n\n二")
    call = inserted(scene.given["obj_token"], scene.did(call.name, call.body))
    blocks = scene.did(call.name, call.body, **call.fields)["children"]
    return [one["block_id"] for one in blocks]


@rows(TEXTS + MANY)
def test_requests_are_those_of_the_official_client(pair, row):
    pair.compare(row)
