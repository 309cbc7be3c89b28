"""A throw-away PostgreSQL from the system's package, and a Toolrack that asks it."""

import atexit
import functools
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
from own_issuer import free_port
from toolrack import PLUGINS, ROOT, Toolrack, Watched, eventually, plugin_folder
from wire import Connection

SUPERUSER = "postgres"
READER = "reader"
PASSWORD = "s3cret-of-a-reader"
DATABASE = "shop"
UNPRIVILEGED = ROOT / "scripts/unprivileged.sh"
SAMPLE = ROOT / "deploy/demo/shop.sql"
HARDEN = ROOT / "Plugins/Postgres/SQL/harden.sql"
LOOPBACK = "127.0.0.1"
SECONDS = 30
# Speed before safety: nothing here has to survive the machine, only the death of the server.
FAST = {"fsync": "off", "full_page_writes": "off"}
SMART, FAST_STOP, IMMEDIATE = signal.SIGTERM, signal.SIGINT, signal.SIGQUIT
MODES = {"smart": SMART, "fast": FAST_STOP, "immediate": IMMEDIATE}
# What every host that begins while it stands here is given besides.
ENVIRONMENT: dict[str, str] = {}


@functools.cache
def programs() -> Path:
    """The folder of the newest PostgreSQL on this machine."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda path: float(path.parts[-3]), default=None)
    if newest is None:
        raise RuntimeError("there is no PostgreSQL in /usr/lib/postgresql; run `make test`")
    return newest.parent


@functools.cache
def owner() -> pwd.struct_passwd:
    """Who runs the servers: never root, which PostgreSQL refuses."""
    name = subprocess.run([UNPRIVILEGED, "--who"], check=True, capture_output=True, text=True)
    return pwd.getpwnam(name.stdout.strip())


def as_owner(*arguments) -> list[str]:
    """The command as that user, ended with the thread that starts it."""
    return [str(UNPRIVILEGED), *map(str, arguments)]


def run_as_owner(*arguments):
    subprocess.run(
        as_owner(*arguments), cwd="/", check=True, capture_output=True, timeout=SECONDS,
        env={**os.environ, "LC_ALL": "C.UTF-8", "HOME": "/"},
    )


def owned_folder() -> Path:
    """A folder under the short path that a socket needs, which only that user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="toolrack-pg-"))
    os.chown(folder, owner().pw_uid, owner().pw_gid)
    return folder


@functools.cache
def _template() -> Path:
    """An empty data folder; made once, since it takes a second."""
    folder = owned_folder()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    run_as_owner(programs() / "initdb", "--no-sync", "--username", SUPERUSER, "--auth=trust",
                 "--encoding=UTF8", "--locale=C.UTF-8", "--pgdata", folder / "data")
    return folder / "data"


class Cluster:
    """A running PostgreSQL on a free port of the loopback and on a socket in `folder`.

    `hba` are the lines of pg_hba.conf: who comes in how. `files` are copied into the data folder,
    readable for the server alone, under their names there: certificates and keys. Start and
    restart it from the main thread: it ends with the thread that started it.
    """

    def __init__(self, hba=("all all trust",), files=None, copy_of=None, **settings):
        self.folder = owned_folder()
        self.data = self.folder / "data"
        self.port = free_port()
        self.server: Watched | None = None
        self.old: list[str] = []
        try:
            if copy_of is None:
                run_as_owner("cp", "-a", _template(), self.data)
            else:
                run_as_owner(programs() / "pg_basebackup", "--no-sync", "--checkpoint=fast",
                             "--write-recovery-conf", "--pgdata", self.data,
                             "--dbname", copy_of.url(database="replication"))
            for name, source in (files or {}).items():
                self.place(name, source)
            self.hba(*hba)
            self.settings = {**FAST, "listen_addresses": LOOPBACK, **settings}
            self.start()
        except BaseException:
            self.close()
            raise

    # ---- files -------------------------------------------------------------------------------

    def place(self, name: str, source):
        """A file of the data folder, from a path or from text."""
        text = source.read_bytes() if isinstance(source, Path) else source.encode()
        path = self.data / name
        path.write_bytes(text)
        os.chown(path, owner().pw_uid, owner().pw_gid)
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)

    def hba(self, *lines: str):
        """Who comes in how: `all all trust`, over the socket and over TCP. The superuser always
        may over the socket; a line that begins with a connection type stands as it is."""
        written = [f"local all {SUPERUSER} trust", f"local replication {SUPERUSER} trust"]
        for line in lines:
            if line.startswith(("local ", "host")):
                written.append(line)
            else:
                who, _, method = line.rpartition(" ")
                written += [f"local {line}", f"host {who} {LOOPBACK}/32 {method}"]
        self.place("pg_hba.conf", "\n".join(written) + "\n")
        if self.server is not None:
            self.sql("SELECT pg_reload_conf()")

    # ---- running -----------------------------------------------------------------------------

    def start(self):
        options = {
            "port": self.port, "unix_socket_directories": self.folder,
            "log_min_messages": "info", **self.settings,
        }
        arguments = [f"--{name}={_written(value)}" for name, value in options.items()]
        environment = {"LC_ALL": "C.UTF-8", "HOME": "/"}
        # The server of before may still be ending its children after it was killed.
        for _ in range(SECONDS * 5):
            self.server = Watched(
                as_owner(programs() / "postgres", "-D", self.data, *arguments), environment,
                cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
            try:
                self.server.wait_for_line(lambda line: "ready to accept" in line, SECONDS)
                return
            except AssertionError:
                said = "\n".join(self.server.errors)
                if self.server.is_running or "is still in use" not in said:
                    raise
                eventually(lambda: False, 0.2)

    def stop(self, mode="fast"):
        """`fast` ends every session, `immediate` does so without a word, `smart` waits."""
        if self.server is not None and self.server.is_running:
            self.server.stop(MODES[mode])
            self.old += self.server.errors

    def kill(self):
        """As a machine that fails: the server and every session of it, at once."""
        for pid in self.backends():
            _kill(pid)
        _kill(self.server.pid)
        self.server.process.wait(SECONDS)
        self.old += self.server.errors

    def restart(self, mode="fast"):
        self.stop(mode)
        self.start()

    def promote(self):
        """A standby becomes a primary."""
        assert self.sql("SELECT pg_promote()") == [(True,)]

    def standby(self, **settings) -> "Cluster":
        """A second server that follows this one."""
        return Cluster(copy_of=self, **{**self.settings, **settings})

    def close(self):
        if self.server is not None:
            if self.server.is_running:
                self.server.stop(IMMEDIATE)
            self.server = None
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    @property
    def log(self) -> str:
        """Everything that the server has written, over its restarts."""
        running = self.server.errors if self.server and self.server.is_running else []
        return "\n".join(self.old + running)

    def backends(self) -> list[int]:
        """Its processes: sessions and what works in the background."""
        found = []
        for task in Path(f"/proc/{self.server.pid}/task").glob("*/children"):
            found += [int(pid) for pid in task.read_text().split()]
        return found

    # ---- asking ------------------------------------------------------------------------------

    def url(self, user=SUPERUSER, database=DATABASE, password=None, port=None, **parameters) -> str:
        """Over TCP. `port`: of something that stands before the server. The superuser's is over
        the socket, where no password is asked."""
        if user == SUPERUSER and port is None:
            parameters = {"host": self.folder, "port": self.port, **parameters}
            return f"postgresql://{user}@/{database}?{urlencode(parameters)}"
        secret = f":{quote(password, safe='')}" if password else ""
        tail = f"?{urlencode(parameters)}" if parameters else ""
        return f"postgresql://{user}{secret}@{LOOPBACK}:{port or self.port}/{database}{tail}"

    def connect(self, user=SUPERUSER, database="postgres", **more) -> psycopg.Connection:
        """A session of its own, where each statement is a transaction unless one is begun."""
        more = {"connect_timeout": SECONDS, **more}
        return psycopg.connect(self.url(user, database), autocommit=True, **more)

    def sql(self, text: str, parameters=None, user=SUPERUSER, database="postgres") -> list[tuple]:
        """Runs one or more statements; the rows of the last that has any."""
        rows = []
        with self.connect(user, database) as connection:
            cursor = connection.execute(text, parameters)
            while True:
                if cursor.description is not None:
                    rows = cursor.fetchall()
                if not cursor.nextset():
                    return rows

    def sessions(self, user=READER) -> list[dict]:
        """The sessions of a role, as the server sees them."""
        names = ("pid", "state", "query", "application_name")
        rows = self.sql(
            f"SELECT {', '.join(names)} FROM pg_stat_activity WHERE usename = %s ORDER BY pid",
            [user])
        return [dict(zip(names, row)) for row in rows]

    def load_shop(self, database=DATABASE, reader=READER):
        """The sample database, and a role that was given SELECT and nothing else."""
        self.sql(f"CREATE DATABASE {database}")
        self.sql(SAMPLE.read_text(), database=database)
        self.sql(
            f"CREATE ROLE {reader} LOGIN PASSWORD '{PASSWORD}';"
            f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {reader};"
            f"ALTER ROLE {reader} SET default_transaction_read_only = on", database=database)

    def harden(self, database=DATABASE, **variables):
        """Runs harden.sql, with its variables: by default for the reader."""
        chosen = [f"--set={name}={value}" for name, value in {"role": READER, **variables}.items()]
        subprocess.run(
            [programs() / "psql", "--no-psqlrc", "--quiet", *chosen, "--file", HARDEN,
             self.url(database=database)],
            check=True, capture_output=True, timeout=SECONDS)


def _written(value) -> str:
    return {True: "on", False: "off"}.get(value, str(value)) if isinstance(value, bool) else (
        str(value))


def _kill(pid: int):
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def configuration(folder, databases, isolation="worker", plugin=None, **settings) -> dict:
    """Of a host with the Postgres plugin alone. `databases`: settings by alias."""
    pg = {"isolation": isolation, "settings": {"databases": databases, **settings}}
    plugins = plugin_folder(folder, PLUGINS / "pg.so")
    return {"plugins": str(plugins), "plugin": {"pg": {**pg, **(plugin or {})}}}


class PostgresRack(Toolrack):
    """`toolrack serve` with the Postgres plugin, and what its clients see."""

    def __init__(self, folder, databases, environment=None, more=None, **settings):
        whole = {**configuration(folder, databases, **settings), **(more or {})}
        super().__init__(folder, whole, {**ENVIRONMENT, **(environment or {})})

    @contextmanager
    def client(self):
        with Connection(self.port) as connection:
            yield connection

    def request(self, method, params=None, fields=None):
        """The answer to any request, checked against the schema of the protocol."""
        with self.client() as connection:
            return connection.modern(method, params or {}, fields=fields)

    def tools(self, fields=None) -> dict:
        """The listed tools by their names."""
        return {tool["name"]: tool for tool in self.request("tools/list", fields=fields).result[
            "tools"]}

    def raw(self, tool: str, arguments: dict, fields=None) -> dict:
        """The result of `pg_TOOL`, whether it succeeded or not."""
        params = {"name": f"pg_{tool}", "arguments": arguments}
        return self.request("tools/call", params, fields).result

    def ask(self, tool: str, fields=None, /, **arguments) -> dict:
        """The structured content of a call that must succeed."""
        result = self.raw(tool, arguments, fields)
        assert not result.get("isError"), f"{tool} {arguments}: {result}"
        return result["structuredContent"]

    def refused(self, tool: str, fields=None, /, **arguments) -> dict:
        """What is told of a call that must fail: sqlstate, message and more; its text as `text`."""
        result = self.raw(tool, arguments, fields)
        assert result.get("isError"), f"{tool} {arguments}: {result}"
        text = "\n".join(part.get("text", "") for part in result["content"])
        return {**result.get("structuredContent", {}), "text": text}

    def rows(self, sql: str, fields=None, /, **arguments) -> list:
        """The rows of a `pg_query` that must succeed."""
        return self.ask("query", fields, sql=sql, **arguments)["rows"]

    @property
    def worker(self) -> int:
        """The process of the plugin."""
        [pid] = self.workers()
        return pid
