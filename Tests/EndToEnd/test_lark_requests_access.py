"""The requests of the tools for access to Lark, and of any endpoint, are the official client's."""

from lark_lookups import WEEKLY
from lark_requests import Call, Plain, Row, pair, rows, world  # noqa: F401

ROWS = [
    Row(
        "doctor",
        as_user=True,
        arguments={},
        calls=[
            # The client has no class for the information about the bot.
            Plain("GET", "/open-apis/bot/v3/info", as_user=False),
            Call("application.v6.scope.list", as_user=False),
            Call("authen.v1.user_info.get"),
        ],
    ),
    Row("discover_api", arguments={"query": "chat members"}, calls=[]),
    Row(
        "call_api",
        label="with a query",
        given=lambda scene: [scene.person("wang.fang"), scene.person("chen.siyuan")],
        arguments=lambda scene: {
            "method": "GET",
            "path": "/open-apis/contact/v3/users/batch",
            "query": {"user_ids": scene.given, "user_id_type": "open_id"},
        },
        calls=lambda scene: [
            Call("contact.v3.user.batch", user_ids=scene.given, user_id_type="open_id")
        ],
    ),
    Row(
        "call_api",
        label="with a body",
        given=lambda scene: scene.chat(WEEKLY),
        arguments=lambda scene: {
            "method": "PUT",
            "path": f"/open-apis/im/v1/chats/{scene.given}",
            "query": {"user_id_type": "union_id"},
            "body": {"name": "改名", "labels": ["a", "b"]},
        },
        calls=lambda scene: [
            Call(
                "im.v1.chat.update",
                {"name": "改名", "labels": ["a", "b"]},
                chat_id=scene.given,
                user_id_type="union_id",
            )
        ],
    ),
]


@rows(ROWS)
def test_requests_are_those_of_the_official_client(pair, row):
    pair.compare(row)
