"""What the tests of the module MCP let the server say, against the published schemas.

`make unit` leaves a line for every message: its revision, the definition it has to fit, and itself.
"""

import json
import os
from pathlib import Path

import pytest
import schemas
from toolrack import ROOT

TRANSCRIPT = Path(
    os.environ.get("TOOLRACK_MCP_TRANSCRIPT", ROOT / ".build/mcp-transcript.jsonl")
)
METHODS = {definition: method for method, definition in schemas.RESULTS.items()}
METHODS |= {"InputRequiredResult": "tools/call", "CreateTaskResult": "tools/call"}
MESSAGES_AT_LEAST = 500


@pytest.mark.skipif(not schemas.ARE_PRESENT, reason=schemas.WHY_ABSENT)
@pytest.mark.skipif(
    not TRANSCRIPT.is_file(), reason=f"{TRANSCRIPT} is not there; `make unit` writes it"
)
def test_every_message_fits_its_schema():
    lines = TRANSCRIPT.read_text(encoding="utf-8").splitlines()
    for line in lines:
        entry = json.loads(line)
        message, revision = entry["message"], entry["revision"]
        # Older revisions know no error without an id; there an unreadable message has no answer.
        if "error" in message and "id" not in message:
            revision = schemas.MODERN
        schemas.check_message(message, revision, METHODS.get(entry["definition"]))
    assert len(lines) >= MESSAGES_AT_LEAST
