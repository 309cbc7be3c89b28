"""The requests of the tools for chats, pins and reactions are those of the official client."""

from lark_lookups import CHEN, PLATFORM, WANG, WEEKLY, ids_of, members, names, search_of_chats, sent
from lark_requests import Call, Row, pair, rows, world  # noqa: F401

THUMB = {"reaction_type": {"emoji_type": "THUMBSUP"}}


def reacted(scene) -> dict:
    """A message with a reaction of the bot's."""
    message = sent()(scene)
    reaction = scene.did("im.v1.message_reaction.create", THUMB, message_id=message)
    return {"message": message, "reaction": reaction["reaction_id"]}


def pinned(scene) -> str:
    message = sent()(scene)
    scene.did("im.v1.pin.create", {"message_id": message})
    return message


def reactions(message, **fields):
    return Call(
        "im.v1.message_reaction.list", message_id=message, user_id_type="open_id", **fields
    )


def urge(way, scene, people):
    body = {"user_id_list": people}
    return Call(f"im.v1.message.urgent_{way}", body, message_id=scene.given, user_id_type="open_id")


MARKING = [
    Row(
        "react_to_message",
        label="add",
        given=sent(),
        arguments=lambda scene: {"message": scene.given, "emoji": "👍"},
        calls=lambda scene: [
            Call("im.v1.message_reaction.create", THUMB, message_id=scene.given)
        ],
    ),
    Row(
        "react_to_message",
        label="remove",
        given=reacted,
        arguments=lambda scene: {
            "message": scene.given["message"],
            "emoji": "THUMBSUP",
            "action": "remove",
        },
        calls=lambda scene: [
            reactions(scene.given["message"], reaction_type="THUMBSUP", page_size=50),
            Call(
                "im.v1.message_reaction.delete",
                message_id=scene.given["message"],
                reaction_id=scene.given["reaction"],
            ),
        ],
    ),
    Row(
        "react_to_message",
        label="list",
        given=reacted,
        arguments=lambda scene: {"message": scene.given["message"], "action": "list"},
        calls=lambda scene: [reactions(scene.given["message"], page_size=50)],
    ),
    Row(
        "pin_message",
        label="pin",
        given=sent(),
        arguments=lambda scene: {"message": scene.given},
        calls=lambda scene: [Call("im.v1.pin.create", {"message_id": scene.given})],
    ),
    Row(
        "pin_message",
        label="unpin",
        given=pinned,
        arguments=lambda scene: {"message": scene.given, "action": "unpin"},
        calls=lambda scene: [Call("im.v1.pin.delete", message_id=scene.given)],
    ),
    Row(
        "pin_message",
        label="list",
        given=pinned,
        arguments={"action": "list", "chat": WEEKLY},
        calls=lambda scene: [
            search_of_chats(WEEKLY, 20),
            Call("im.v1.pin.list", chat_id=scene.chat(WEEKLY), page_size=20),
        ],
    ),
    Row(
        "urge_message",
        label="app",
        given=sent(),
        arguments=lambda scene: {"message": scene.given, "people": [CHEN, WANG]},
        calls=lambda scene: [
            ids_of(CHEN, WANG),
            urge("app", scene, [scene.person("chen.siyuan"), scene.person("wang.fang")]),
        ],
    ),
    *(
        Row(
            "urge_message",
            label=way,
            given=sent(),
            arguments=lambda scene, way=way: {
                "message": scene.given,
                "people": scene.person("wang.fang"),
                "by": way,
            },
            calls=lambda scene, way=way: [urge(way, scene, [scene.person("wang.fang")])],
        )
        for way in ("sms", "phone")
    ),
]


CHATS = [
    Row(
        "find_chat",
        label="by name",
        arguments={"query": "产品"},
        calls=[search_of_chats("产品", 50)],
    ),
    Row(
        "find_chat",
        label="all",
        arguments={},
        calls=[Call("im.v1.chat.list", sort_type="ByActiveTimeDesc", page_size=50)],
    ),
    Row(
        "find_chat",
        label="one",
        arguments=lambda scene: {"chat": scene.chat(WEEKLY)},
        calls=lambda scene: [
            Call("im.v1.chat.get", chat_id=scene.chat(WEEKLY), user_id_type="open_id"),
            members(scene.chat(WEEKLY), page_size=100),
        ],
    ),
    Row(
        "create_chat",
        arguments={
            "name": "测试群 🎉",
            "description": "d",
            "people": [CHEN, "cli_a1b2c3d4e5f60718"],
            "owner": WANG,
            "threads": True,
            "public": True,
        },
        calls=lambda scene: [
            ids_of(CHEN, WANG),
            Call(
                "im.v1.chat.create",
                {
                    "name": "测试群 🎉",
                    "description": "d",
                    "user_id_list": [scene.person("chen.siyuan"), scene.person("wang.fang")],
                    "owner_id": scene.person("wang.fang"),
                    "bot_id_list": ["cli_a1b2c3d4e5f60718"],
                    "group_message_type": "thread",
                    "chat_type": "public",
                },
                user_id_type="open_id",
                set_bot_manager=True,
            ),
        ],
    ),
    Row(
        "update_chat",
        label="name and rights",
        given=lambda scene: scene.did("im.v1.chat.create", {"name": "x"})["chat_id"],
        arguments=lambda scene: {
            "chat": scene.given,
            "name": "改名",
            "type": "private",
            "owner_only": ["add_members", "edit"],
            "everyone": ["mention_all", "urge", "video"],
        },
        calls=lambda scene: [
            Call(
                "im.v1.chat.update",
                {
                    "name": "改名",
                    "chat_type": "private",
                    "add_member_permission": "only_owner",
                    "share_card_permission": "not_allowed",
                    "edit_permission": "only_owner",
                    "at_all_permission": "all_members",
                    "urgent_setting": "all_members",
                    "video_conference_setting": "all_members",
                },
                chat_id=scene.given,
                user_id_type="open_id",
            )
        ],
    ),
    Row(
        "update_chat",
        label="owner",
        given=lambda scene: scene.did(
            "im.v1.chat.create", {"name": "x", "user_id_list": [scene.person("chen.siyuan")]}
        )["chat_id"],
        arguments=lambda scene: {"chat": scene.given, "description": "", "owner": CHEN},
        calls=lambda scene: [
            ids_of(CHEN),
            Call(
                "im.v1.chat.update",
                {"description": "", "owner_id": scene.person("chen.siyuan")},
                chat_id=scene.given,
                user_id_type="open_id",
            ),
        ],
    ),
    Row(
        "chat_members",
        label="list",
        arguments={"chat": PLATFORM},
        calls=lambda scene: [
            search_of_chats(PLATFORM, 20),
            members(scene.chat(PLATFORM), page_size=100),
        ],
    ),
    Row(
        "chat_members",
        label="add",
        arguments=lambda scene: {"chat": scene.chat(PLATFORM), "action": "add", "people": [WANG]},
        calls=lambda scene: [
            ids_of(WANG),
            Call(
                "im.v1.chat_members.create",
                {"id_list": [scene.person("wang.fang")]},
                chat_id=scene.chat(PLATFORM),
                member_id_type="open_id",
                succeed_type=1,
            ),
        ],
    ),
    Row(
        "chat_members",
        label="add a bot",
        may_fail=True,
        arguments=lambda scene: {
            "chat": scene.chat(PLATFORM),
            "action": "add",
            "people": "cli_a1b2c3d4e5f60718",
        },
        calls=lambda scene: [
            Call(
                "im.v1.chat_members.create",
                {"id_list": ["cli_a1b2c3d4e5f60718"]},
                chat_id=scene.chat(PLATFORM),
                member_id_type="app_id",
                succeed_type=1,
            ),
        ],
    ),
    Row(
        "chat_members",
        label="remove",
        arguments=lambda scene: {
            "chat": scene.chat(WEEKLY),
            "action": "remove",
            "people": scene.person("wang.fang"),
        },
        calls=lambda scene: [
            Call(
                "im.v1.chat_members.delete",
                {"id_list": [scene.person("wang.fang")]},
                chat_id=scene.chat(WEEKLY),
                member_id_type="open_id",
            ),
        ],
    ),
]


@rows(MARKING + CHATS)
def test_requests_are_those_of_the_official_client(pair, row):
    pair.compare(row)
