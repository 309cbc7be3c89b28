"""Starts the built executables with a configuration of their own, and watches them."""

import json
import os
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("TOOLRACK_BIN_DIR", ROOT / ".build/release"))
PLUGINS = Path(os.environ.get("TOOLRACK_PLUGINS", ROOT / "plugins"))
FIXTURES = Path(os.environ.get("TOOLRACK_FIXTURES", ROOT / ".build/fixtures"))
EXECUTABLE = BUILD / "toolrack"

START_SECONDS = 20
STOP_SECONDS = 30
COMMAND_SECONDS = 60


class Watched:
    """A running process, with every line it wrote to standard error."""

    def __init__(self, arguments, environment=None, cwd=None, **streams):
        self.arguments = [str(a) for a in arguments]
        self.errors: list[str] = []
        self.process = subprocess.Popen(
            self.arguments,
            stderr=subprocess.PIPE,
            env={**os.environ, **(environment or {})},
            cwd=cwd,
            **streams,
        )
        self._grown = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stderr:
            with self._grown:
                self.errors.append(line.decode(errors="replace").rstrip("\n"))
                self._grown.notify_all()
        with self._grown:
            self._grown.notify_all()

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def assert_running(self):
        """Fails, with the status and the last lines of the log, where the process has ended."""
        assert self.is_running, f"ended with {self.process.returncode}:\n" + "\n".join(
            self.errors[-20:]
        )

    def wait_for_line(self, matches, seconds=START_SECONDS):
        """The first line for which `matches` answers something true; what it answered."""
        deadline = time.monotonic() + seconds
        seen = 0
        with self._grown:
            while True:
                for line in self.errors[seen:]:
                    if answer := matches(line):
                        return answer
                seen = len(self.errors)
                remaining = deadline - time.monotonic()
                ended = not self.is_running and not self._reader.is_alive()
                if remaining <= 0 or ended:
                    how = f"ended with {self.process.returncode}" if ended else "is silent"
                    raise AssertionError(
                        f"{' '.join(self.arguments)} {how}:\n" + "\n".join(self.errors)
                    )
                self._grown.wait(min(remaining, 0.2))

    def stop(self, number=signal.SIGTERM, seconds=STOP_SECONDS) -> int:
        """Asks the process to end; its exit status. Kills it where it does not."""
        if self.is_running:
            self.process.send_signal(number)
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(
                f"{' '.join(self.arguments)} did not end within {seconds} s of signal {number}:\n"
                + "\n".join(self.errors[-20:])
            ) from None
        self._reader.join(STOP_SECONDS)
        return status


def log_object(line: str) -> dict:
    """A line of the structured log; {} for anything else."""
    try:
        value = json.loads(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


class Toolrack(Watched):
    """`toolrack serve` on a free port of the loopback."""

    def __init__(self, folder: Path, configuration=None, environment=None, arguments=()):
        self.configuration = write_configuration(folder, configuration or {})
        super().__init__(
            [EXECUTABLE, "serve", "--config", self.configuration, "--listen", "127.0.0.1:0"]
            + list(arguments),
            environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        self.port = int(self.wait_for_line(_listening).rpartition(":")[2])
        self.url = f"http://127.0.0.1:{self.port}/mcp"

    @property
    def log(self) -> list[dict]:
        return [value for line in self.errors if (value := log_object(line))]

    def workers(self) -> dict[int, str]:
        """The command line of every worker, by process id."""
        return {pid: line for pid in children(self.pid) if " worker" in (line := command(pid))}

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        if self.is_running:
            self.stop()


def _listening(line: str):
    value = log_object(line)
    return value.get("message") == "listening" and value["address"]


def write_configuration(folder: Path, configuration: dict) -> Path:
    path = folder / "toolrack.json"
    path.write_text(json.dumps(configuration, indent=2))
    return path


def plugin_folder(folder: Path, *sources: Path) -> Path:
    """A plugin directory with copies of the given files."""
    plugins = folder / "plugins"
    plugins.mkdir(exist_ok=True)
    for source in sources:
        shutil.copy(source, plugins / source.name)
    return plugins


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            found += [int(n) for n in (task / "children").read_text().split()]
        except OSError:
            continue
    return found


def descriptors(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/fd"))


def resident_bytes(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise AssertionError(f"process {pid} has no VmRSS")


def run(*arguments, environment=None, cwd=None, seconds=COMMAND_SECONDS, **more):
    """Runs one `toolrack` command to its end."""
    return subprocess.run(
        [EXECUTABLE, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=seconds,
        env={**os.environ, **(environment or {})},
        cwd=cwd,
        **more,
    )


def eventually(answers, seconds=START_SECONDS, interval=0.05):
    """Waits until `answers` returns something true, and returns it."""
    deadline = time.monotonic() + seconds
    while True:
        answer = answers()
        if answer or time.monotonic() > deadline:
            return answer
        time.sleep(interval)
