"""Header fields that a plugin is told of its caller, and no other plugin is."""

import json
import shutil

import pytest
from toolrack import FIXTURES, Toolrack, plugin_folder
from wire import Connection

FIELD = "X-User-Access-Token"
CLAIM = "lark_user_access_token"
TOKEN = "u-a-secret-that-is-nowhere-else"
CALLER_PART = 3


@pytest.fixture(params=["worker", "in-process"])
def rack(request, tmp_path):
    plugins = plugin_folder(tmp_path, FIXTURES / "mirror.so")
    shutil.copy(FIXTURES / "mirror.so", plugins / "other.so")
    told = {"isolation": request.param, "callerFields": {CLAIM: FIELD}}
    plugin = {"mirror": told, "other": {"isolation": request.param}}
    configuration = {"plugins": str(plugins), "plugin": plugin}
    with Toolrack(tmp_path, configuration) as rack:
        yield rack


def caller(rack, tool, fields):
    with Connection(rack.port) as connection:
        params = {"name": tool, "arguments": {}}
        result = connection.modern("tools/call", params, fields=fields).result
    return result["content"][CALLER_PART]["text"]


def test_the_plugin_is_told(rack):
    told = caller(rack, "mirror_request", {FIELD.lower(): TOKEN})
    assert json.loads(told) == {CLAIM: TOKEN}


def test_others_are_not(rack):
    assert caller(rack, "other_request", {FIELD: TOKEN}) == ""


@pytest.mark.parametrize("fields", [{}, {FIELD: [TOKEN, TOKEN]}], ids=["absent", "twice"])
def test_a_field_that_is_not_there_once_says_nothing(rack, fields):
    assert caller(rack, "mirror_request", fields) == ""


def test_the_value_is_nowhere_in_the_log(rack):
    caller(rack, "mirror_request", {FIELD: TOKEN})
    rack.stop()
    assert not any(TOKEN in line for line in rack.errors)


def test_a_field_needs_a_name(tmp_path):
    with pytest.raises(AssertionError, match="plugin.mirror.callerFields.x.*header field"):
        Toolrack(tmp_path, {"plugin": {"mirror": {"callerFields": {"x": "not a name"}}}})
