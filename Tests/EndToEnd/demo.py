"""The scripts that start several servers for a newcomer, in a session as a terminal has one."""

import os
import signal
import subprocess
from pathlib import Path

from own_issuer import free_port
from toolrack import BUILD, PLUGINS, ROOT, Watched, log_object

SECONDS = 60


class Demo(Watched):
    """`scripts/NAME.sh` on free ports, unless told other ones."""

    def __init__(self, name, **changed):
        self.ports = {
            port: str(free_port()) for port in ("PORT", "RUNTIME_PORT", "SANDBOX_PORT")
        }
        folders = {"TOOLRACK_BIN_DIR": str(BUILD), "TOOLRACK_PLUGINS": str(PLUGINS)}
        super().__init__(
            [ROOT / f"scripts/{name}.sh"], {**self.ports, **folders, **changed},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, start_new_session=True,
        )

    def printed(self) -> str:
        """What it prints until all is ready, or until it ends."""
        shown = []
        for line in self.process.stdout:
            shown.append(line.decode())
            if shown[-1].startswith("Ctrl-C"):
                break
        return "".join(shown)

    def end(self):
        """As Ctrl-C does: the foreground group gets the signal. Each Toolrack ends as it should."""
        serving = [one for one in self.messages() if one.startswith("listening")]
        os.killpg(self.pid, signal.SIGINT)
        self.process.stdout.close()
        assert self.process.wait(SECONDS) == 0, self.errors
        self._reader.join(SECONDS)
        stopped = [one for one in self.messages() if one == "stopped"]
        assert serving and len(stopped) == len(serving), self.errors
        assert self.left() == []

    def messages(self) -> list[str]:
        return [log_object(line).get("message", "") for line in self.errors]

    def left(self) -> list[str]:
        """The processes of its session."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                if fields[3] == str(self.pid) and fields[0] != "Z":
                    found.append((folder / "cmdline").read_text().replace("\0", " "))
            except (FileNotFoundError, ProcessLookupError):
                continue
        return found
