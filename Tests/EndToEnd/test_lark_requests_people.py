"""The requests of the tools for people and departments are those of the official client."""

from lark_lookups import CHEN, WANG
from lark_requests import Call, Plain, Row, pair, rows, world  # noqa: F401

OPEN_DEPARTMENT = {"department_id_type": "open_department_id"}
CHENS_NUMBER, LINS_NUMBER = "+8613800000002", "+8613800000001"


def platform(scene) -> str:
    """The id of a department that has people and no departments below it."""
    found = scene.did("contact.v3.department.children", department_id="0", page_size=50)["items"]
    return next(one["open_department_id"] for one in found if "平台" in one["name"])


def union_id_of_wang(scene) -> str:
    fields = {"user_ids": [scene.person("wang.fang")], "user_id_type": "open_id"}
    return scene.did("contact.v3.user.batch", **fields)["items"][0]["union_id"]


def people(*ids, kind="open_id"):
    return Call("contact.v3.user.batch", user_ids=[*ids], user_id_type=kind, **OPEN_DEPARTMENT)


def all_that_the_bot_may_see(scene) -> list[Call]:
    """Departments and people in the scope of the app, one after the other."""
    scope = scene.answers[0]
    whole = {"user_id_type": "open_id", "page_size": 100, **OPEN_DEPARTMENT}
    calls = [Call("contact.v3.scope.list", **whole)]
    departments = []
    for top in scope["department_ids"]:
        departments.append(top)
        if top != "0":
            calls.append(Call("contact.v3.department.get", department_id=top, **OPEN_DEPARTMENT))
        calls.append(
            Call(
                "contact.v3.department.children",
                department_id=top,
                fetch_child=True,
                page_size=50,
                **OPEN_DEPARTMENT,
            )
        )
        below = scene.answers[len(calls) - 1]["items"]
        departments += [one["open_department_id"] for one in below]
    seen = set()
    for department in dict.fromkeys(departments):
        calls.append(of_department(department))
        seen |= {one["open_id"] for one in scene.answers[len(calls) - 1].get("items", [])}
    rest = [one for one in scope["user_ids"] if one not in seen]
    if rest:
        calls.append(Call("contact.v3.user.batch", user_ids=rest, user_id_type="open_id"))
    return calls


def of_department(department, **fields):
    return Call(
        "contact.v3.user.find_by_department",
        department_id=department,
        page_size=50,
        **fields,
        **OPEN_DEPARTMENT,
    )


PEOPLE = [
    Row(
        "find_people",
        label="by address and number",
        arguments={"query": [CHEN, WANG, LINS_NUMBER]},
        calls=lambda scene: [
            Call(
                "contact.v3.user.batch_get_id",
                {"emails": [CHEN, WANG], "mobiles": [LINS_NUMBER]},
                user_id_type="open_id",
            ),
            people(*sorted({one["user_id"] for one in scene.answers[0]["user_list"]})),
        ],
    ),
    Row(
        "find_people",
        label="one person twice",
        arguments={"query": [CHEN, CHENS_NUMBER]},
        calls=lambda scene: [
            Call(
                "contact.v3.user.batch_get_id",
                {"emails": [CHEN], "mobiles": [CHENS_NUMBER]},
                user_id_type="open_id",
            ),
            people(scene.person("chen.siyuan")),
        ],
    ),
    Row(
        "find_people",
        label="by id as the user",
        as_user=True,
        given=union_id_of_wang,
        arguments=lambda scene: {"query": [scene.person("chen.siyuan"), scene.given]},
        calls=lambda scene: [
            people(scene.person("chen.siyuan")),
            people(scene.given, kind="union_id"),
        ],
    ),
    Row(
        "find_people",
        label="by name as the user",
        as_user=True,
        arguments={"query": "陈思远"},
        # The client has no class for the search for users.
        calls=[
            Plain(
                "GET",
                "/open-apis/search/v1/user",
                query=[("query", "陈思远"), ("page_size", "20")],
            )
        ],
    ),
    Row(
        "find_people",
        label="by name as the bot",
        arguments={"query": "陈思远"},
        calls=all_that_the_bot_may_see,
    ),
    Row(
        "find_people",
        label="of a department",
        given=platform,
        arguments=lambda scene: {"department": scene.given},
        calls=lambda scene: [of_department(scene.given, user_id_type="open_id")],
    ),
]


DEPARTMENTS = [
    Row(
        "get_departments",
        label="the company",
        arguments={},
        calls=[
            Call(
                "contact.v3.department.children",
                department_id="0",
                user_id_type="open_id",
                fetch_child=False,
                page_size=50,
                **OPEN_DEPARTMENT,
            )
        ],
    ),
    Row(
        "get_departments",
        label="one with all below it",
        as_user=True,
        given=platform,
        arguments=lambda scene: {"department": scene.given, "recursive": True},
        calls=lambda scene: [
            Call(
                "contact.v3.department.get",
                department_id=scene.given,
                user_id_type="open_id",
                **OPEN_DEPARTMENT,
            ),
            Call(
                "contact.v3.department.children",
                department_id=scene.given,
                user_id_type="open_id",
                fetch_child=True,
                page_size=50,
                **OPEN_DEPARTMENT,
            ),
        ],
    ),
    Row(
        "get_departments",
        label="by name as the user",
        as_user=True,
        arguments={"query": "平台"},
        calls=[
            Call(
                "contact.v3.department.search",
                {"query": "平台"},
                user_id_type="open_id",
                page_size=50,
                **OPEN_DEPARTMENT,
            )
        ],
    ),
    Row(
        "get_departments",
        label="by name as the bot",
        arguments={"query": "平台"},
        calls=all_that_the_bot_may_see,
    ),
    Row(
        "who_am_i",
        as_user=True,
        arguments={},
        calls=[
            # The client has no class for the information about the bot.
            Plain("GET", "/open-apis/bot/v3/info", as_user=False),
            Call("authen.v1.user_info.get"),
        ],
    ),
]


@rows(PEOPLE + DEPARTMENTS)
def test_requests_are_those_of_the_official_client(pair, row):
    pair.compare(row)
