"""The scripts as bash programs: clean, helpful, and strict about what they are given."""

import re
import subprocess

import pytest
from recording import SCRIPTS, Recording

PROGRAMS = ["deploy.sh", "verify.sh", "teardown.sh"]
READ = ["agentcore.sh", "common.sh", "requests.sh"]


@pytest.fixture
def alone(tmp_path):
    """Without any AWS."""
    return Recording(tmp_path)


def test_shellcheck_has_nothing_to_say():
    files = sorted(path.name for path in SCRIPTS.glob("*.sh"))
    assert files == sorted(PROGRAMS + READ)
    result = subprocess.run(["shellcheck", "--external-sources", *files], cwd=SCRIPTS,
                            capture_output=True, text=True)
    assert (result.returncode, result.stdout) == (0, "")


@pytest.mark.parametrize("program", PROGRAMS)
def test_help_names_every_option(alone, program):
    text = (SCRIPTS / program).read_text()
    for option in ("--help", "-h"):
        result = alone.run(program, option)
        assert result.returncode == 0 and result.stderr == ""
        assert result.stdout.startswith(f"{program}: ")
    patterns = re.findall(r"^ *((?:-[-a-z]+(?: \| )?)+)\)", text, re.MULTILINE)
    options = {word for one in patterns for word in one.split(" | ")}
    assert len(options) >= 4
    assert options >= {"-h", "--help", "--stack", "--region"}
    assert [one for one in options - {"-h", "--help"} if one not in result.stdout] == []
    assert alone.calls("aws") == []


def test_programs_are_strict_and_the_rest_is_not_run():
    for program in PROGRAMS:
        text = (SCRIPTS / program).read_text()
        assert "\nset -euo pipefail\n" in text and text.endswith('\nmain "$@"; exit\n')
        assert (SCRIPTS / program).stat().st_mode & 0o111
    for file in READ:
        assert not (SCRIPTS / file).stat().st_mode & 0o111
    assert "\nshopt -s inherit_errexit\n" in (SCRIPTS / "common.sh").read_text()


@pytest.mark.parametrize("program, arguments, told", [
    ("deploy.sh", ["--stak", "x"], "--stak is not an option"),
    ("deploy.sh", ["--stack"], "--stack needs a value"),
    ("deploy.sh", ["--stack", "My_Tools"], "small letters, digits and single hyphens"),
    ("deploy.sh", ["--stack", "a--b"], "small letters, digits and single hyphens"),
    ("deploy.sh", ["--stack", "a" * 38], "at most 37"),
    ("deploy.sh", ["--parameter", "TargetName"], "NAME=VALUE is needed"),
    ("deploy.sh", ["--parameter", "ImageUri=x"], "given by --image"),
    ("deploy.sh", ["--tag", "=x"], "NAME=VALUE is needed"),
    ("deploy.sh", ["--wait", "soon"], "a number of seconds"),
    ("deploy.sh", ["--wait", "0"], "a number of seconds"),
    ("teardown.sh", ["--force"], "--force is not an option"),
    ("teardown.sh", ["--wait", "-1"], "a number of seconds"),
    ("verify.sh", ["--region"], "--region needs a value"),
    ("verify.sh", ["--arguments", "{"], "takes a JSON object"),
    ("verify.sh", ["--arguments", "[]"], "takes a JSON object"),
    ("verify.sh", ["--token-url", "https://example.com"], "belong together"),
])
def test_what_is_misused_is_refused_before_anything_happens(alone, program, arguments, told):
    result = alone.run(program, *arguments, CLIENT_SECRET="x")
    assert result.returncode == 2, result.stderr
    assert told in result.stderr and "--help says more" in result.stderr
    assert alone.calls("aws") == [] and alone.calls("curl") == []


def only(tmp_path, *names):
    """A folder with bash, what always is there, and these."""
    folder = tmp_path / "few"
    folder.mkdir()
    for name in ("bash", "env", "dirname", "cat", "cut", "mktemp", "rm", *names):
        real = subprocess.run(["bash", "-c", f"type -P {name}"], capture_output=True, text=True)
        (folder / name).symlink_to(real.stdout.strip())
    return folder


def test_tools_that_are_missing_are_named(alone, tmp_path):
    few = only(tmp_path)
    for program, told in [("deploy.sh", "aws jq missing"), ("teardown.sh", "aws jq missing")]:
        result = alone.run(program, PATH=str(few))
        assert result.returncode == 1 and told in result.stderr


def test_an_aws_cli_that_is_too_old_is_named(alone, tmp_path):
    few = only(tmp_path, "jq")
    old = few / "aws"
    old.write_text('#!/usr/bin/env bash\n[[ $1 == --version ]] || exit 252\n'
                   'echo "aws-cli/1.22.1 Python/3.9"\n')
    old.chmod(0o755)
    result = alone.run("deploy.sh", PATH=str(few))
    assert result.returncode == 1
    assert "aws-cli/1.22.1 does not know the commands of bedrock-agentcore-control" in result.stderr


def test_without_a_builder_it_says_what_would_do(tmp_path):
    alone = Recording(tmp_path, without=("docker", "buildah"))
    few = only(tmp_path, "jq")
    (few / "aws").symlink_to(alone.bin / "aws")
    result = alone.run("deploy.sh", PATH=str(few))
    assert result.returncode == 1
    assert "docker with buildx, or buildah, is needed" in result.stderr


def test_without_a_region_it_asks_for_one(alone):
    for program in PROGRAMS:
        result = alone.run(program)
        assert result.returncode == 1 and "no region; say --region" in result.stderr
