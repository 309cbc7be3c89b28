"""The prompts in both languages."""

import re

import pytest
from postgres_catalog import catalog_in

NAMES = ["explore_database", "find_slow_query_cause"]
CODE = re.compile(r"```.*?```|`[^`]*`|\bpg_[a-z_]+", re.DOTALL)
# The CJK unified ideographs, and the punctuation that goes with them.
CHINESE = re.compile(r"[\u3400-\u9fff]")
CHINESE_OR_PUNCTUATION = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
LATIN_WORD = re.compile(r"[A-Za-z]+")


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    with catalog_in(tmp_path_factory.mktemp("catalog")) as running:
        yield running


@pytest.fixture(scope="module", params=[[], ["dba"]], ids=["usual", "dba"])
def rack(request, catalog):
    with catalog.rack(toolsets=request.param) as running:
        yield running


def text(rack, name, **arguments) -> str:
    result = rack.request("prompts/get", {"name": f"pg_{name}", "arguments": arguments}).result
    [message] = result["messages"]
    assert message["role"] == "user"
    return message["content"]["text"]


def test_each_is_listed_in_both_languages(rack):
    listed = [prompt["name"] for prompt in rack.request("prompts/list").result["prompts"]]
    assert sorted(listed) == sorted(
        f"pg_{name}{language}" for name in NAMES for language in ("", "_zh"))


@pytest.mark.parametrize("language", ["", "_zh"])
@pytest.mark.parametrize("name", NAMES)
def test_they_name_only_tools_that_are_listed(rack, name, language):
    named = set(re.findall(r"pg_[a-z_]+", text(rack, name + language)))
    assert named and named <= set(rack.tools())


@pytest.mark.parametrize("language", ["", "_zh"])
def test_what_the_user_gives_is_in_it(rack, language):
    assert "SELECT 42" in text(rack, f"find_slow_query_cause{language}", sql="SELECT 42")
    assert "shop" in text(rack, f"explore_database{language}", schema="shop")


def listed(rack, name) -> list[str]:
    """What the list tells of a prompt and of its arguments."""
    prompts = rack.request("prompts/list").result["prompts"]
    [one] = [prompt for prompt in prompts if prompt["name"] == f"pg_{name}"]
    return [one["title"], one["description"], *(
        argument["description"] for argument in one.get("arguments", []))]


@pytest.mark.parametrize("name", NAMES)
def test_the_chinese_ones_are_chinese(rack, name):
    for said in [text(rack, f"{name}_zh"), *listed(rack, f"{name}_zh")]:
        prose = CODE.sub(" ", said)
        assert len(CHINESE.findall(prose)) > len(LATIN_WORD.findall(prose)), said


@pytest.mark.parametrize("name", NAMES)
def test_the_english_ones_hold_no_chinese(rack, name):
    for said in [text(rack, name), *listed(rack, name)]:
        assert LATIN_WORD.search(said) and not CHINESE_OR_PUNCTUATION.search(said), said
