"""The requests of the tools for access and comments are those of the official client."""

from lark_lookups import CHEN, WANG
from lark_made import HANDBOOK, REVIEWS, empty, folder, get_node, page, spreadsheet, token
from lark_requests import Call, Row, pair, rows, world  # noqa: F401

COMMENT = [{"type": "text_run", "text_run": {"text": "评论 💬"}}]
MENTION = [
    {"type": "text_run", "text_run": {"text": "see "}},
    {"type": "person", "person": {"user_id": "ou_x"}},
    {"type": "text_run", "text_run": {"text": " please"}},
]


def shared(document, by, name, access, kind="docx", **fields):
    body = {"member_type": by, "member_id": name, "perm": access}
    return Call("drive.v1.permission_member.create", body, token=document, type=kind, **fields)


def link(document, kind="docx", **settings):
    return Call("drive.v2.permission_public.patch", settings, token=document, type=kind)


def access(document, kind="docx"):
    """The members of a document, then what its link allows."""
    return [
        Call("drive.v1.permission_member.list", token=document, type=kind, fields="name"),
        Call("drive.v2.permission_public.get", token=document, type=kind),
    ]


def of_the_user(scene) -> str:
    """The id of a new document of the user's."""
    made = scene.did("docx.v1.document.create", {"title": "我的"}, as_user=True)
    return made["document"]["document_id"]


SHARING = [
    Row(
        "share_doc",
        label="with people, chats and departments",
        given=empty,
        arguments=lambda scene: {
            "doc": scene.given,
            "with": [WANG, scene.person("chen.siyuan"), "on_1", "oc_1", "od-1", "userid:7"],
            "access": "full_access",
        },
        calls=lambda scene: [
            shared(scene.given, by, name, "full_access")
            for by, name in [
                ("email", WANG),
                ("openid", scene.person("chen.siyuan")),
                ("unionid", "on_1"),
                ("openchat", "oc_1"),
                ("opendepartmentid", "od-1"),
                ("userid", "7"),
            ]
        ],
    ),
    Row(
        "share_doc",
        label="a folder",
        given=folder,
        arguments=lambda scene: {"doc": f"folder:{scene.given}", "with": CHEN, "notify": True},
        # Lark lets only users notify, and the bot acts here.
        calls=lambda scene: [shared(scene.given, "email", CHEN, "view", "folder")],
    ),
    Row(
        "share_doc",
        label="as the user, who notifies",
        as_user=True,
        given=of_the_user,
        arguments=lambda scene: {"doc": scene.given, "with": CHEN, "notify": True},
        calls=lambda scene: [
            shared(scene.given, "email", CHEN, "view", need_notification=True),
        ],
        may_fail=True,
    ),
    Row(
        "share_doc",
        label="a wiki page",
        arguments=lambda scene: {"doc": page(scene, REVIEWS), "with": CHEN, "access": "edit"},
        calls=lambda scene: [shared(token(page(scene, REVIEWS)), "email", CHEN, "edit", "wiki")],
        may_fail=True,
    ),
    Row(
        "share_doc",
        label="a wiki page with the members of its wiki",
        arguments=lambda scene: {
            "doc": page(scene, REVIEWS),
            "with": f"wikispaceid:{HANDBOOK}",
        },
        calls=lambda scene: [
            Call(
                "drive.v1.permission_member.create",
                {
                    "member_type": "wikispaceid",
                    "member_id": HANDBOOK,
                    "perm": "view",
                    "type": "wiki_space_member",
                },
                token=token(page(scene, REVIEWS)),
                type="wiki",
            )
        ],
        may_fail=True,
    ),
    Row(
        "share_doc",
        label="a wiki page no more with the members of its wiki",
        arguments=lambda scene: {
            "doc": page(scene, REVIEWS),
            "with": f"wikispaceid:{HANDBOOK}",
            "access": "none",
        },
        calls=lambda scene: [
            Call(
                "drive.v1.permission_member.delete",
                {"type": "wiki_space_member"},
                token=token(page(scene, REVIEWS)),
                member_id=HANDBOOK,
                type="wiki",
                member_type="wikispaceid",
            )
        ],
        may_fail=True,
    ),
    Row(
        "share_doc",
        label="taking access away",
        given=lambda scene: shared_before(scene, WANG),
        arguments=lambda scene: {"doc": scene.given, "with": [WANG], "access": "none"},
        calls=lambda scene: [
            Call(
                "drive.v1.permission_member.delete",
                token=scene.given,
                member_id=WANG,
                type="docx",
                member_type="email",
            )
        ],
    ),
    Row(
        "share_doc",
        label="its link within the company",
        given=empty,
        arguments=lambda scene: {"doc": scene.given, "link": "company_edit"},
        calls=lambda scene: [link(scene.given, link_share_entity="tenant_editable")],
    ),
    Row(
        "share_doc",
        label="its link with everybody",
        given=empty,
        arguments=lambda scene: {"doc": scene.given, "link": "anyone_view"},
        calls=lambda scene: [
            link(
                scene.given,
                link_share_entity="anyone_readable",
                external_access_entity="open",
            )
        ],
        may_fail=True,
    ),
    Row(
        "share_doc",
        label="its link with nobody",
        given=spreadsheet,
        arguments=lambda scene: {"doc": f"sheet:{scene.given['token']}", "link": "off"},
        calls=lambda scene: [link(scene.given["token"], "sheet", link_share_entity="closed")],
        may_fail=True,
    ),
    Row(
        "get_doc_access",
        given=empty,
        arguments=lambda scene: {"doc": scene.given},
        calls=lambda scene: access(scene.given),
    ),
    Row(
        "get_doc_access",
        label="a wiki page",
        arguments=lambda scene: {"doc": page(scene, REVIEWS)},
        calls=lambda scene: access(token(page(scene, REVIEWS)), "wiki"),
        may_fail=True,
    ),
]


def shared_before(scene, name) -> str:
    document = empty(scene)
    call = shared(document, "email", name, "edit")
    scene.did(call.name, call.body, **call.fields)
    return document


def commented(scene) -> dict:
    """A new document with a comment."""
    document = empty(scene)
    call = add(document, COMMENT)
    made = scene.did(call.name, call.body, **call.fields)
    return {"file_token": document, "comment_id": made["comment_id"]}


def add(document, elements):
    return Call(
        "drive.v1.file_comment.create",
        {"reply_list": {"replies": [{"content": {"elements": elements}}]}},
        file_token=document,
        file_type="docx",
    )


def reply(comment, elements):
    body = {"content": {"elements": elements}}
    return Call("drive.v1.file_comment_reply.create", body, file_type="docx", **comment)


def solve(comment, is_solved):
    body = {"is_solved": is_solved}
    return Call("drive.v1.file_comment.patch", body, file_type="docx", **comment)


def comments(document, **fields):
    return Call("drive.v1.file_comment.list", file_token=document, file_type="docx", **fields)


def on(scene, **arguments) -> dict:
    """The arguments for the comment that was given."""
    given = scene.given
    return {"doc": given["file_token"], "comment": given["comment_id"], **arguments}


COMMENTS = [
    Row(
        "list_comments",
        given=empty,
        arguments=lambda scene: {"doc": scene.given},
        calls=lambda scene: [comments(scene.given, is_solved=False, page_size=50)],
    ),
    Row(
        "list_comments",
        label="all of a wiki page",
        arguments=lambda scene: {"doc": page(scene, REVIEWS), "state": "all", "limit": 100},
        calls=lambda scene: [
            get_node(page(scene, REVIEWS)),
            comments(scene.answers[0]["node"]["obj_token"], page_size=100),
        ],
    ),
    Row(
        "list_comments",
        label="the next page of the resolved ones",
        given=empty,
        arguments=lambda scene: {"doc": scene.given, "state": "resolved", "page_token": "1"},
        calls=lambda scene: [
            comments(scene.given, is_solved=True, page_size=50, page_token="1"),
        ],
        may_fail=True,
    ),
    Row(
        "comment_doc",
        given=empty,
        arguments=lambda scene: {
            "doc": scene.given,
            "text": 'see <at user_id="ou_x"></at> please',
        },
        calls=lambda scene: [add(scene.given, MENTION)],
    ),
    Row(
        "comment_doc",
        label="a reply, and resolved",
        given=commented,
        arguments=lambda scene: on(scene, text="评论 💬", resolve=True),
        calls=lambda scene: [reply(scene.given, COMMENT), solve(scene.given, True)],
    ),
    Row(
        "comment_doc",
        label="opened again",
        given=commented,
        arguments=lambda scene: on(scene, resolve=False),
        calls=lambda scene: [solve(scene.given, False)],
    ),
]


@rows(SHARING + COMMENTS)
def test_requests_are_those_of_the_official_client(pair, row):
    pair.compare(row)
