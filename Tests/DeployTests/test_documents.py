"""What docs/aws.md says of the scripts, the template and AWS is so, in both languages."""

import json
import re

import calls
import pytest
import shapes
from recording import SCRIPTS
from requests_of import SAMPLES
from template import load

DOCS = SCRIPTS.parents[1] / "docs"
ENGLISH, CHINESE = DOCS / "aws.md", DOCS / "aws.zh-CN.md"
BOTH = pytest.mark.parametrize("path", [ENGLISH, CHINESE], ids=["english", "chinese"])


def blocks(path, language):
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text(), re.MULTILINE | re.DOTALL)


def without_comments(text):
    return "\n".join(re.sub(r"\s+//.*", "", line) for line in text.splitlines())


@pytest.mark.parametrize("language", ["text", "sh", "json", "json5"])
def test_both_show_the_same_code(language):
    english, chinese = blocks(ENGLISH, language), blocks(CHINESE, language)
    assert english
    assert list(map(without_comments, english)) == list(map(without_comments, chinese))


@BOTH
def test_both_have_the_same_tables_and_sections(path):
    text, other = path.read_text(), ENGLISH.read_text()
    for mark in (r"^#+ ", r"^\|", r"^- ", r"^\d\. "):
        found = len(re.findall(mark, text, re.MULTILINE))
        assert found == len(re.findall(mark, other, re.MULTILINE)), mark


@BOTH
def test_every_link_leads_somewhere(path):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text())
    assert links and [link for link in links if not (path.parent / link).exists()] == []


@BOTH
def test_every_command_is_one(path):
    text = "\n".join(blocks(path, "sh"))
    commands = calls.written(text)
    assert len(commands) >= 2
    for service, command in commands:
        call = {"arguments": [service, command, "--generate-cli-skeleton"], "files": {}}
        assert calls.problems(call) == []
    for script, options in re.findall(r"deploy/aws/(\w+\.sh)((?:[^\n]|\\\n)*)", text):
        known = (SCRIPTS / script).read_text()
        for option in re.findall(r"(?<![\w-])--[a-z-]+", options):
            assert f"  {option} " in known or f" {option} " in known, option


@BOTH
def test_parameters_and_outputs_are_those_of_the_template(path):
    template, text = load(), path.read_text()
    table = text.partition("### ")[2].partition("\n### ")[0]
    named = re.findall(r"`([A-Za-z]+)`", "".join(re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)))
    assert set(named) | {"ImageUri"} == set(template["Parameters"])
    defaults = dict(re.findall(r"^\| `(\w+)` \| `?([^`|]*?)`? \|", table, re.MULTILINE))
    for name, default in defaults.items():
        assert str(template["Parameters"][name]["Default"]) == default.replace("-", "")
    for name in ("GatewayUrl", "ClientId", "TokenUrl", "Scope", "RuntimeArn", "GatewayRoleArn"):
        assert f"`{name}`" in text and name in template["Outputs"]


@BOTH
def test_the_denial_is_a_policy_that_the_api_takes(path):
    [policy] = blocks(path, "json")
    policy = policy.replace("RUNTIME_ARN", SAMPLES["Runtime.AgentRuntimeArn"])
    json.loads(policy)
    request = {"resourceArn": SAMPLES["Runtime.AgentRuntimeArn"], "policy": policy}
    assert shapes.problems("bedrock-agentcore-control", "PutResourcePolicy", request) == []


@BOTH
def test_errors_that_are_explained_are_those_of_the_script(path):
    explained = set(re.findall(r"^\s+(-320\d\d)\)", (SCRIPTS / "requests.sh").read_text(),
                               re.MULTILINE))
    assert len(explained) >= 8
    assert explained == set(re.findall(r"-320\d\d", path.read_text()))
