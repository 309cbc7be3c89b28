"""langchain-mcp-adapters, which still pins `mcp<2`: a client of last year, over HTTP.

It cannot live beside the others, so `langchain_client.py` runs in an environment of its own."""

import base64
import json
import os
import subprocess
from pathlib import Path

import pytest
from everything import AUDIO, IMAGE, LATEST_LEGACY
from everything_clients import (
    CONTENT,
    DEFAULTS,
    ENUMS,
    ISOLATIONS,
    RESOURCES,
    SCHEMA_TOOL,
    TOOLS,
    racks,
    text,
    without_descriptions,
)
from recorder import Recorder
from toolrack import ROOT

__all__ = ["racks"]  # A fixture.

PYTHON = Path(os.environ.get("TOOLRACK_LEGACY_PYTHON", ROOT / ".venv-legacy/bin/python"))
SCRIPT = Path(__file__).with_name("langchain_client.py")
SECONDS = 60


@pytest.fixture(scope="module", params=ISOLATIONS)
def seen(request, racks, tmp_path_factory):
    """What one run of the client saw; every message of the server has been checked."""
    assert PYTHON.exists(), f"{PYTHON} is missing; run `make .venv-legacy/ready`"
    recorder = Recorder(tmp_path_factory.mktemp("langchain"))
    try:
        ran = subprocess.run(
            [PYTHON, SCRIPT, recorder.url(racks(request.param).url)],
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
    finally:
        recorder.close()
    assert ran.returncode == 0, ran.stderr[-4000:]
    recorder.check()
    return json.loads(ran.stdout)


def test_speaks_what_it_can(seen):
    assert seen["version"] == LATEST_LEGACY and seen["ping"] == {}
    capabilities = seen["capabilities"]
    assert capabilities["tools"] == capabilities["prompts"] == {"listChanged": True}
    assert capabilities["resources"] == {"subscribe": True, "listChanged": True}
    assert capabilities["logging"] == capabilities["completions"] == {}


def test_finds_the_tools(seen):
    assert set(seen["tools"]) == TOOLS and seen["tools"][0] == "test_simple_text"
    assert seen["schema"] == SCHEMA_TOOL


def test_reads_every_kind_of_content(seen):
    picture = {"type": "image", "base64": IMAGE, "mime_type": "image/png"}
    results = seen["results"]
    assert results["test_simple_text"]["content"] == CONTENT["test_simple_text"]
    assert results["test_image_content"]["content"] == [picture]
    assert results["test_embedded_resource"]["content"] == [
        text("This is an embedded resource content.")
    ]
    assert results["test_multiple_content_types"]["content"] == [
        text("Multiple content types test:"), picture, text('{"test":"data","value":123}')
    ]
    (audio,) = seen["audio"]["content"]
    assert (audio["data"], audio["mimeType"]) == (AUDIO, "audio/wav")


def test_passes_errors_on_to_the_model(seen):
    failed = seen["results"]["test_error_handling"]
    assert failed["status"] == "error"
    assert failed["content"] == [text("This tool intentionally returns an error for testing")]
    assert seen["unfit"]["status"] == "error" and "phone" in seen["unfit"]["content"][0]["text"]
    assert seen["unknown_tool"]["code"] == seen["unknown_prompt"]["code"] == -32602
    assert seen["unknown_resource"]["code"] == -32002
    assert seen["unknown_resource"]["data"] == {"uri": "test://nothing"}


def test_follows_progress_and_logs(seen):
    steps = [[step, 100, f"Completed step {step} of 100"] for step in (0, 50, 100)]
    assert [step[:3] for step in seen["progress"][:3]] == steps
    assert len(seen["progress"]) == 3 * 6
    assert seen["logs"] == [
        ["info", "Tool execution started"],
        ["info", "Tool processing data"],
        ["info", "Tool execution completed"],
    ]
    assert seen["logs_at_error"] == []
    assert all(result["status"] == "success" for result in seen["side_by_side"])
    assert seen["results"]["test_reconnection"]["status"] == "success"


def test_answers(seen):
    said = {name: result["content"][0]["text"] for name, result in seen["answers"].items()}
    assert all(result["status"] == "success" for result in seen["answers"].values()), said
    assert said["test_sampling"] == "LLM response: Paris, of course"
    head, _, content = said["test_elicitation"].partition("{")
    assert head == "User response: action=accept, content="
    assert json.loads("{" + content) == {"username": "my username", "email": "my email"}
    assert "file:///home/ada" in said["test_input_required_result_list_roots"]
    assert "my name" in said["test_input_required_result_multi_round"]
    assert "teal" in said["test_input_required_result_multi_round"]
    assert seen["asked"][0] == ["sampling", "What is it?", 100]
    forms = {asked[1]: asked[2] for asked in seen["asked"] if asked[0] == "elicitation"}
    properties = [without_descriptions(form["properties"]) for form in forms.values()]
    assert DEFAULTS in properties and ENUMS in properties


def test_is_told_that_it_cannot_answer(seen):
    for result in seen["without_answers"].values():
        assert result["status"] == "error" and result["content"][0]["text"]


def test_gets_prompts(seen):
    prompts = seen["prompts"]
    assert prompts["test_simple_prompt"] == [["human", "This is a simple prompt for testing."]]
    assert prompts["test_prompt_with_arguments"] == [
        ["human", "Prompt with arguments: arg1='a', arg2='b'"]
    ]
    ((_, asked_first),) = prompts["test_input_required_result_prompt"]
    assert "my context" in asked_first
    assert seen["completed"] == ["paris", "park", "party"]


def test_reads_resources(seen):
    assert [(one["uri"], one["kind"]) for one in seen["resources"]] == [
        (uri, kind) for uri, (_, kind) in RESOURCES.items()
    ]
    sizes = {one["uri"]: one["size"] for one in seen["resources"]}
    assert sizes["test://static-binary"] == len(base64.b64decode(IMAGE))
    assert seen["filled_template"] == [
        '{"id":"123","templateTest":true,"data":"Data for ID: 123"}'
    ]


def test_hears_of_changes(seen):
    lists = [f"notifications/{kind}/list_changed" for kind in ("tools", "prompts", "resources")]
    changes = seen["changes"]
    assert sorted(changes["there"]) == sorted([*lists, "notifications/resources/updated"])
    assert "test_dynamic_tool" in changes["tools"]
    assert sorted(changes["gone"]) == sorted(lists)
