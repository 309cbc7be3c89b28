"""No tool of the Lark plugin is left out of the comparison with the official client, which is also
answered on many endpoints."""

import importlib
import re
from pathlib import Path

from lark_tools import documented

# Tools that no row can name, and the modules that compare their requests.
ELSEWHERE = {
    # Its requests are those that rows leave out, and it waits until somebody has confirmed.
    "login": "test_lark_login",
}
MODULES = sorted(path.stem for path in Path(__file__).parent.glob("test_lark_requests_*.py"))


def compared() -> set[str]:
    """The tools that a row names."""
    tools = set()
    for module in map(importlib.import_module, set(MODULES) - {__name__}):
        test = getattr(module, "test_requests_are_those_of_the_official_client")
        [(_, parameters)] = [mark.args for mark in test.pytestmark if mark.name == "parametrize"]
        tools |= {parameter.values[0].tool for parameter in parameters}
    return tools


def test_every_tool_is_compared():
    assert compared() | set(ELSEWHERE) == set(documented())
    assert not compared() & set(ELSEWHERE)
    for tool, module in ELSEWHERE.items():
        assert importlib.import_module(module).TOOL == tool


def test_the_official_client_is_answered_on_many_endpoints():
    """Each of these calls has to succeed in the test that makes it."""
    call = re.compile(r'\bapi\(\s*"(\w+\.v\d+\.\w+\.\w+)"')
    files = Path(__file__).parent.glob("test_lark_sandbox_sdk_*.py")
    names = {name for file in files for name in call.findall(file.read_text())}
    assert len(names) >= 40, sorted(names)
