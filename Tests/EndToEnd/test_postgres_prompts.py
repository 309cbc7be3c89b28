"""The prompts in both languages."""

import re

import pytest
from postgres_catalog import catalog_in

NAMES = ["explore_database", "find_slow_query_cause"]


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
