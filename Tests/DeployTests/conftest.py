"""AWS on the loopback, and the scripts with all that they start written down."""

import sys
from pathlib import Path

import pytest

# How a Toolrack of its own is started is known there.
sys.path.insert(1, str(Path(__file__).resolve().parents[1] / "EndToEnd"))

from recording import Recording
from stand_in import AWS
from toolrack import EXECUTABLE, FIXTURES, PLUGINS


def pytest_configure(config):
    wanted = [EXECUTABLE, PLUGINS / "echo.so", PLUGINS / "lark.so", FIXTURES / "mirror.so"]
    missing = [str(path) for path in wanted if not path.exists()]
    if missing and not config.option.collectonly:
        raise pytest.UsageError(
            f"{', '.join(missing)} missing; run `make plugins fixtures deploy-tests`"
        )


@pytest.fixture
def aws():
    running = AWS()
    yield running
    running.close()


@pytest.fixture
def recording(tmp_path, aws):
    return Recording(tmp_path, aws)
