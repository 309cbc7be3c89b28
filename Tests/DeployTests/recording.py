"""The scripts as they are, with every program that they start written down: what it was called
with, and for those that build images, what came through standard input.

Only docker and buildah are replaced: no registry of images is here to push to."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[2] / "deploy/aws"
SECONDS = 170
# In the arguments of each: passed on and written down.
WATCHED = ("aws", "curl", "jq")
REPLACED = ("docker", "buildah")

PASS_ON = """#!{python}
import json, os, sys
words = sys.argv[1:]
files = {{word: open(word[7:]).read() for word in words if word.startswith("file://")}}
with open({log!r}, "a") as log:
    log.write(json.dumps({{"program": {name!r}, "arguments": words, "files": files}}) + "\\n")
os.execv({real!r}, [{name!r}, *words])
"""

REPLACEMENT = """#!{python}
import json, sys
sys.path.insert(0, {here!r})
import registry
arguments = sys.argv[1:]
given = sys.stdin.read() if "--password-stdin" in arguments else ""
with open({log!r}, "a") as log:
    log.write(json.dumps({{"program": {name!r}, "arguments": arguments, "input": given}}) + "\\n")
sys.exit(registry.act({name!r}, arguments, given, {moto!r}))
"""


class Recording:
    """Runs scripts in an environment of their own."""

    def __init__(self, folder, aws=None, without=()):
        self.log = folder / "programs.jsonl"
        self.bin = folder / "bin"
        self.bin.mkdir(exist_ok=True)
        self.home = folder / "home"
        self.home.mkdir(exist_ok=True)
        for name in (*WATCHED, *REPLACED):
            if name not in without:
                self._write(name, aws)
        self.environment = {
            "PATH": f"{self.bin}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.home),
            "TMPDIR": str(folder),
            "POLL_SECONDS": "0.05",
            "LC_ALL": "C.UTF-8",
        }
        if aws:
            self.environment |= {
                "AWS_ENDPOINT_URL": aws.url,
                "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI-EXAMPLE",
                "AWS_DEFAULT_REGION": "us-east-1",
                "AWS_MAX_ATTEMPTS": "1",
            }

    def _write(self, name, aws):
        fields = {"python": sys.executable, "log": str(self.log), "name": name}
        if name in WATCHED:
            beside = Path(sys.executable).parent / name
            real = str(beside) if beside.exists() else shutil.which(name)
            text = PASS_ON.format(real=real, **fields)
        else:
            here = str(Path(__file__).parent)
            text = REPLACEMENT.format(here=here, moto=aws.moto_url if aws else "", **fields)
        path = self.bin / name
        path.write_text(text)
        path.chmod(0o755)

    def run(self, script, *arguments, given="", seconds=SECONDS, **environment):
        return self._run([SCRIPTS / script, *arguments], given, seconds, environment)

    def bash(self, text, *arguments, given="", seconds=SECONDS, **environment):
        """Some lines of bash, within the folder of the scripts."""
        command = ["bash", "-euo", "pipefail", "-c", text, "bash", *arguments]
        return self._run(command, given, seconds, environment)

    def _run(self, command, given, seconds, environment):
        return subprocess.run(
            [str(word) for word in command], cwd=SCRIPTS, input=given, capture_output=True,
            text=True, timeout=seconds, env={**self.environment, **environment},
        )

    def calls(self, program=None):
        """What was started, oldest first; all programs, or one."""
        if not self.log.exists():
            return []
        all_calls = [json.loads(line) for line in self.log.read_text().splitlines()]
        return [one for one in all_calls if program in (None, one["program"])]


def assert_nowhere(secrets, recording, *results):
    """None of these is in an argument of a program or in what a script says."""
    assert all(secrets)
    said = [text for result in results for text in (result.stdout, result.stderr)]
    arguments = [json.dumps([one["arguments"], one.get("files")]) for one in recording.calls()]
    assert arguments
    for secret in secrets:
        assert not any(secret in text for text in said + arguments)


def left_behind(recording):
    """Files that a script did not take away from where temporary files go."""
    folder = Path(recording.environment["TMPDIR"])
    return [name for name in os.listdir(folder) if name.startswith("tmp.")]
