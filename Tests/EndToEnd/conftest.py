"""Servers that several tests share, and what every run needs to be there."""

import everything as everything_plugin
import pytest
from gateways import READING, Gateway, ScriptedServer, said, tool
from lark import Sandbox, lark_configuration
from lark_tools import LarkRack
from postgres import READER, Cluster, PostgresRack
from recorder import Recorder
from toolrack import EXECUTABLE, FIXTURES, PLUGINS, Toolrack, plugin_folder


def pytest_configure(config):
    plugins = [PLUGINS / f"{name}.so" for name in ("echo", "lark", "pg", "remote")]
    fixtures = [FIXTURES / f"{name}.so" for name in ("mirror", "everything")]
    wanted = [EXECUTABLE, *plugins, *fixtures]
    missing = [str(path) for path in wanted if not path.exists()]
    if missing and not config.option.collectonly:
        raise pytest.UsageError(
            f"{', '.join(missing)} missing; run `make plugins fixtures end-to-end`"
        )


@pytest.fixture(scope="session")
def sandbox():
    with Sandbox() as running:
        yield running


@pytest.fixture(scope="session")
def demo(sandbox, tmp_path_factory):
    """The configuration of a server with the Echo and Lark plugins in workers."""
    folder = tmp_path_factory.mktemp("demo")
    plugins = plugin_folder(folder, PLUGINS / "echo.so", PLUGINS / "lark.so")
    return {"plugins": str(plugins), "plugin": {"lark": lark_configuration(sandbox)}}


@pytest.fixture(scope="module")
def rack(demo, tmp_path_factory):
    """A running server with the Echo and Lark plugins, for tests that leave it as it was."""
    with Toolrack(tmp_path_factory.mktemp("rack"), demo) as running:
        yield running
        running.assert_running()
        assert running.stop() == 0


@pytest.fixture(scope="module")
def lark_rack(tmp_path_factory):
    """A running server with every tool of the Lark plugin, and the local Lark that it asks."""
    with LarkRack(tmp_path_factory.mktemp("lark"), presets=["all"], allow=["*"]) as running:
        yield running


@pytest.fixture
def echo_rack(tmp_path):
    """Starts servers with the Echo plugin, and what else a test names."""
    started = []

    def start(*fixtures: str, plugin=None, arguments=(), environment=None, **configuration):
        sources = [PLUGINS / "echo.so"] + [FIXTURES / f"{name}.so" for name in fixtures]
        plugins = plugin_folder(tmp_path, *sources)
        whole = {"plugins": str(plugins), "plugin": plugin or {}, **configuration}
        started.append(Toolrack(tmp_path, whole, environment, arguments))
        return started[-1]

    yield start
    for running in started:
        if running.is_running:
            running.stop()


@pytest.fixture(scope="module", params=["worker", "in-process"])
def everything(request, tmp_path_factory):
    """A running server with the Everything plugin, for tests that leave it as it was."""
    folder = tmp_path_factory.mktemp("everything")
    with Toolrack(folder, everything_plugin.configuration(folder, request.param)) as running:
        yield running
        running.assert_running()
        assert running.stop() == 0


@pytest.fixture
def everything_rack(tmp_path):
    """Starts servers with the Everything plugin, what else a test names, and its settings."""
    started = []

    def start(*fixtures: str, isolation="worker", **members):
        folder = tmp_path / str(len(started))
        folder.mkdir()
        beside = [FIXTURES / f"{name}.so" for name in fixtures]
        whole = everything_plugin.configuration(folder, isolation, beside, **members)
        started.append(Toolrack(folder, whole))
        return started[-1]

    yield start
    for running in started:
        if running.is_running:
            running.stop()


@pytest.fixture(scope="session")
def postgres():
    """A running PostgreSQL with the sample database and a reader as harden.sql makes it, for tests
    that leave it as it was."""
    with Cluster(shared_preload_libraries="pg_stat_statements") as cluster:
        cluster.load_shop()
        cluster.harden()
        yield cluster


@pytest.fixture
def postgres_rack(request, tmp_path):
    """Starts servers with the Postgres plugin. Without `url` or `databases` they read the sample
    database of the fixture `postgres`; `database` are more settings of that one database, and the
    rest goes to the plugin. Each must end well."""
    started = []

    def start(url=None, databases=None, database=None, **more):
        folder = tmp_path / f"postgres{len(started)}"
        folder.mkdir()
        if databases is None:
            url = url or request.getfixturevalue("postgres").url(READER)
            databases = {"main": {"url": url, **(database or {})}}
        started.append(PostgresRack(folder, databases, **more))
        return started[-1]

    yield start
    for running in started:
        running.assert_running()
        assert running.stop() == 0


@pytest.fixture
def gateway(tmp_path):
    """Starts hosts with the Remote plugin and those targets. Each must end well."""
    started = []

    def start(targets, **more):
        folder = tmp_path / f"gateway{len(started)}"
        folder.mkdir()
        started.append(Gateway(folder, targets, **more))
        return started[-1]

    yield start
    for running in started:
        running.assert_running()
        assert running.stop() == 0


@pytest.fixture(params=["modern", "legacy"])
def scripted(request):
    """A scripted server of each era, with a tool that reads and one that writes."""
    with ScriptedServer(request.param) as server:
        server.lists["tools"] = [tool("read", **READING), tool("write")]
        server.results["tools/call"] = said("done")
        yield server


@pytest.fixture
def recorded(tmp_path):
    """Ways to servers on which every message is recorded: `recorded.url(url)` in place of a URL,
    `recorded.command(*arguments)` in place of a command. Afterwards every server message has been
    checked against the schema of its revision, and each way has carried at least one."""
    recorder = Recorder(tmp_path)
    try:
        yield recorder
    finally:
        recorder.close()
    recorder.check()
