"""The tools of the image are such as AgentCore takes: one bad schema fails the whole target."""

import json
import re

import pytest
from template import load
from toolrack import PLUGINS, ROOT, Toolrack, plugin_folder
from wire import Connection

# By AWS's documentation, a target with one of these is refused.
REFUSED = {"$ref", "$defs", "$anchor", "$dynamicRef", "$dynamicAnchor"}
# What many models take as the name of a tool.
NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


@pytest.fixture(scope="module")
def tools(tmp_path_factory):
    """What the image lists, without any credentials, and with every preset of Lark."""
    folder = tmp_path_factory.mktemp("image")
    in_image = re.findall(r'plugins/(\w+\.so)"', (ROOT / "deploy/image-files.sh").read_text())
    plugins = plugin_folder(folder, *(PLUGINS / name for name in in_image))
    lark = {"settings": {"presets": ["all"]}}
    configuration = {"plugins": str(plugins), "plugin": {"lark": lark}}
    with Toolrack(folder, configuration) as running, Connection(running.port) as connection:
        listed = connection.modern("tools/list", {}).message["result"]["tools"]
    assert {"echo_text", "lark_send_message"} <= {tool["name"] for tool in listed}
    return listed


def keys(value):
    """The names of all members, at any depth."""
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    for one in value if isinstance(value, list) else ():
        yield from keys(one)


def test_no_schema_has_what_the_gateway_refuses(tools):
    assert set(keys({"properties": {"a": [{"$ref": "x"}]}})) & REFUSED
    bad = {tool["name"]: found for tool in tools if (found := set(keys(tool)) & REFUSED)}
    assert bad == {}


def test_every_tool_and_every_name_fits(tools):
    target = load()["Parameters"]["TargetName"]["Default"]
    names = [f"{target}___{tool['name']}" for tool in tools]
    assert [name for name in names if not NAME.fullmatch(name)] == []
    assert [tool["name"] for tool in tools if not tool.get("description", "").strip()] == []
    assert len(json.dumps(tools)) < 1_000_000
