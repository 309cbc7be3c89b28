"""The requests of the tools that find, read and write documents are the official client's."""

from lark_lookups import WANG
from lark_made import (
    REVIEWS,
    THREE,
    convert,
    empty,
    folder,
    get_node,
    inserted,
    page,
    token,
    written,
)
from lark_requests import Call, Plain, Row, pair, rows, world  # noqa: F401

TABLE = "| a | b |\n|---|---|\n| 1 | 2 |"
ONBOARDING = "新人入职指南 Onboarding guide"


def read(document):
    """The requests for a document and its blocks."""
    return [
        Call("docx.v1.document.get", document_id=document),
        Call("docx.v1.document_block.list", document_id=document, page_size=500),
    ]


def revision(scene, position=0) -> int:
    """The revision that the request at that place read or made."""
    answer = scene.answers[position]
    return answer.get("document", answer).get("revision_id") or answer["document_revision_id"]


def deleted(document, start, end, at):
    return Call(
        "docx.v1.document_block_children.batch_delete",
        {"start_index": start, "end_index": end},
        document_id=document,
        block_id=document,
        document_revision_id=at,
    )


def updated(document, at, *requests):
    return Call(
        "docx.v1.document_block.batch_update",
        {"requests": [*requests]},
        document_id=document,
        document_revision_id=at,
    )


def text(content, **style) -> dict:
    return {"text_run": {"content": content, "text_element_style": style}}


def shared(document, by, name, access):
    body = {"member_type": by, "member_id": name, "perm": access}
    return Call("drive.v1.permission_member.create", body, token=document, type="docx")


def search(query, doc_filter=None, wiki_filter=None, **members):
    body = {"query": query, "page_size": 10, **members}
    filters = {"doc_filter": doc_filter, "wiki_filter": wiki_filter}
    body |= {name: value for name, value in filters.items() if value is not None}
    return Call("search.v2.doc_wiki.search", body)


def walk(scene) -> list[Call]:
    """What the bot is refused, then its folders and wikis, one level after the other."""
    calls = [search("roadmap", {}, {})]
    # The client has no class for the old search.
    old = {"search_key": "roadmap", "count": 10, "offset": 0}
    calls.append(Plain("POST", "/open-apis/suite/docs-api/search/object", old))
    waiting = [
        Call("drive.v1.file.list", page_size=200),
        Call("wiki.v2.space.list", page_size=50),
    ]
    while waiting:
        calls.append(waiting.pop(0))
        waiting += below(calls[-1], scene.answers[len(calls) - 1])
    # Links are asked for where the lists have none.
    found = next(one for one in pages(scene) if "roadmap" in one["title"].lower())
    asked = [{"doc_token": found["node_token"], "doc_type": "wiki"}]
    return calls + [Call("drive.v1.meta.batch_query", {"request_docs": asked, "with_url": True})]


def pages(scene) -> list[dict]:
    lists = [answer.get("items", []) for answer in scene.answers]
    return [one for items in lists for one in items if "node_token" in one]


def below(call, answer) -> list[Call]:
    """The lists of what stands below the entries of a list."""
    if call.name == "drive.v1.file.list":
        folders = [one["token"] for one in answer["files"] if one["type"] == "folder"]
        return [Call(call.name, page_size=200, folder_token=one) for one in folders]
    if call.name == "wiki.v2.space.list":
        return [nodes(one["space_id"]) for one in answer["items"]]
    parents = [one for one in answer["items"] if one["has_child"]]
    return [nodes(one["space_id"], parent_node_token=one["node_token"]) for one in parents]


def nodes(space, **fields):
    return Call("wiki.v2.space_node.list", space_id=space, page_size=50, **fields)


SEARCHING = [
    Row(
        "search_docs",
        label="as the user",
        as_user=True,
        arguments={"query": "Q4"},
        calls=[search("Q4", {}, {})],
    ),
    Row(
        "search_docs",
        label="by kind",
        as_user=True,
        arguments={"query": "roadmap", "types": ["doc", "sheet"], "page_size": 3},
        calls=[
            search(
                "roadmap",
                {"doc_types": ["DOC", "DOCX", "SHEET"]},
                {"doc_types": ["DOC", "DOCX", "SHEET"]},
                page_size=3,
            )
        ],
    ),
    Row(
        "search_docs",
        label="wiki pages",
        as_user=True,
        arguments={"query": "roadmap", "types": "wiki"},
        calls=[search("roadmap", None, {})],
    ),
    Row(
        "search_docs",
        label="the next page",
        as_user=True,
        arguments={"query": "roadmap", "page_token": "d:next"},
        calls=[search("roadmap", {}, {}, page_token="next")],
        may_fail=True,
    ),
    Row(
        "search_docs",
        label="the next page of the old search",
        as_user=True,
        arguments={"query": "roadmap", "types": ["docx", "sheet"], "page_token": "s:10"},
        # The client has no class for it.
        calls=[
            Plain(
                "POST",
                "/open-apis/suite/docs-api/search/object",
                {
                    "search_key": "roadmap",
                    "count": 10,
                    "offset": 10,
                    "docs_types": ["doc", "sheet"],  # Its type doc stands for docx, too.
                },
            )
        ],
    ),
    Row("search_docs", label="as the bot", arguments={"query": "roadmap"}, calls=walk),
]
READING = [
    Row(
        "read_doc",
        given=empty,
        arguments=lambda scene: {"doc": scene.given},
        calls=lambda scene: read(scene.given),
    ),
    Row(
        "read_doc",
        label="as the user",
        as_user=True,
        arguments=lambda scene: {"doc": scene.document("Q4 product roadmap")},
        calls=lambda scene: read(scene.document("Q4 product roadmap")),
    ),
    Row(
        "read_doc",
        label="a wiki page",
        arguments=lambda scene: {"doc": page(scene, ONBOARDING), "outline": True},
        calls=lambda scene: [
            get_node(page(scene, ONBOARDING)),
            *read(scene.answers[0]["node"]["obj_token"]),
        ],
    ),
]
CREATING = [
    Row(
        "create_doc",
        label="without text",
        arguments={"title": "空 🗒"},
        calls=[Call("docx.v1.document.create", {"title": "空 🗒"})],
    ),
    Row(
        "create_doc",
        label="in a folder and shared",
        given=folder,
        arguments=lambda scene: {
            "title": "周报",
            "markdown": f"# 标题\n\n**粗** and `code`\n\n{TABLE}",
            "parent": scene.given,
            "share_with": [WANG, scene.person("chen.siyuan"), "oc_0"],
            "access": "full_access",
        },
        calls=lambda scene: [
            convert(f"# 标题\n\n**粗** and `code`\n\n{TABLE}"),
            Call("docx.v1.document.create", {"title": "周报", "folder_token": scene.given}),
            inserted(scene.answers[1]["document"]["document_id"], scene.answers[0]),
            *(
                shared(scene.answers[1]["document"]["document_id"], by, name, "full_access")
                for by, name in [
                    ("email", WANG),
                    ("openid", scene.person("chen.siyuan")),
                    ("openchat", "oc_0"),
                ]
            ),
        ],
    ),
    Row(
        "create_doc",
        label="below a wiki page",
        arguments=lambda scene: {
            "title": "新页",
            "markdown": THREE,
            "parent": page(scene, REVIEWS),
        },
        calls=lambda scene: [
            get_node(page(scene, REVIEWS)),
            convert(THREE),
            Call(
                "wiki.v2.space_node.create",
                {
                    "obj_type": "docx",
                    "node_type": "origin",
                    "parent_node_token": token(page(scene, REVIEWS)),
                    "title": "新页",
                },
                space_id=scene.answers[0]["node"]["space_id"],
            ),
            inserted(scene.answers[2]["node"]["obj_token"], scene.answers[1]),
        ],
    ),
]
WRITING = [
    Row(
        "append_doc",
        given=empty,
        arguments=lambda scene: {"doc": scene.given, "markdown": "- 一\n  - 二\n\n> 引用"},
        calls=lambda scene: [
            convert("- 一\n  - 二\n\n> 引用"),
            inserted(scene.given, scene.answers[0]),
        ],
    ),
    Row(
        "append_doc",
        label="with a mention",
        given=empty,
        arguments=lambda scene: {
            "doc": scene.given,
            "markdown": 'to <at user_id="ou_x">陈</at>',
        },
        calls=lambda scene: [
            # Lark's conversion knows no mentions: they go through it as links.
            convert("to [@ou_x](https://mention.invalid/ou_x)"),
            inserted(scene.given, mentioning(scene.answers[0], "to ", "ou_x")),
        ],
    ),
    Row(
        "append_doc",
        label="after a block",
        given=written,
        arguments=lambda scene: {
            "doc": scene.given["id"],
            "markdown": TABLE,
            "after": scene.given["blocks"][0],
        },
        calls=lambda scene: [
            *read(scene.given["id"]),
            convert(TABLE),
            inserted(scene.given["id"], scene.answers[2], 1, revision(scene)),
        ],
    ),
    Row(
        "edit_doc",
        label="the text of a block",
        given=written,
        arguments=lambda scene: {
            "doc": scene.given["id"],
            "blocks": scene.given["blocks"][1],
            "markdown": "新 **bold**[link](https://example.com/a?b=c)",
        },
        calls=lambda scene: [
            *read(scene.given["id"]),
            updated(
                scene.given["id"],
                revision(scene),
                {
                    "block_id": scene.given["blocks"][1],
                    "update_text_elements": {
                        "elements": [
                            text("新 "),
                            text("bold", bold=True),
                            text("link", link={"url": "https%3A%2F%2Fexample.com%2Fa%3Fb%3Dc"}),
                        ]
                    },
                },
            ),
        ],
    ),
    Row(
        "edit_doc",
        label="blocks by others",
        given=written,
        arguments=lambda scene: {
            "doc": scene.given["id"],
            "blocks": scene.given["blocks"][1:],
            "markdown": "# 新\n\n- one",
        },
        calls=lambda scene: [
            *read(scene.given["id"]),
            convert("# 新\n\n- one"),
            inserted(scene.given["id"], scene.answers[2], 1, revision(scene)),
            deleted(scene.given["id"], 3, 5, revision(scene, 3)),
        ],
    ),
    Row(
        "edit_doc",
        label="deleting blocks apart",
        given=written,
        arguments=lambda scene: {
            "doc": scene.given["id"],
            "blocks": [scene.given["blocks"][0], scene.given["blocks"][2]],
            "delete": True,
        },
        calls=lambda scene: [
            *read(scene.given["id"]),
            deleted(scene.given["id"], 2, 3, revision(scene)),
            deleted(scene.given["id"], 0, 1, revision(scene, 2)),
        ],
    ),
]


def mentioning(converted, before, person) -> dict:
    """The conversion of a paragraph, with a mention as its end."""
    mention = {"mention_user": {"user_id": person}}
    only = converted["blocks"][0]
    only["text"]["elements"] = [text(before), mention]
    return converted | {"blocks": [only]}


@rows(SEARCHING + READING + CREATING + WRITING)
def test_requests_are_those_of_the_official_client(pair, row):
    pair.compare(row)
