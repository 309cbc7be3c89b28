"""deploy/compose: what the containers are told fits what they run, and what they run starts so."""

import os
import re
import shutil
import subprocess

import pytest
import yaml
from toolrack import EXECUTABLE, PLUGINS, ROOT

FOLDER = ROOT / "deploy/compose"
COMPOSE = yaml.safe_load((FOLDER / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
TOOLRACKS = ["gateway", "runtime"]
KEYS = {"GATEWAY_ACCESS_KEY_ID": "AKIAEXAMPLE", "GATEWAY_SECRET_ACCESS_KEY": "secret-of-a-test"}
STAGE = re.compile(r"^FROM .* AS (\S+)$", re.MULTILINE)
VARIABLE = re.compile(r"\$\{env:(\w+)\}")
COMPOSE_VARIABLE = re.compile(r"\$\{(\w+)(:\?[^}]*)?\}")


def environment(name):
    """That of a service, with the key pair of .env in place."""
    return {
        key: COMPOSE_VARIABLE.sub(lambda found: KEYS[found[1]], value)
        for key, value in SERVICES[name].get("environment", {}).items()
    }


def configuration(name):
    return (FOLDER / f"{name}.json").read_text()


@pytest.mark.parametrize("name", SERVICES)
def test_each_image_is_a_stage_of_the_dockerfile(name):
    assert SERVICES[name]["build"]["target"] in STAGE.findall((ROOT / "Dockerfile").read_text())
    context = (FOLDER / SERVICES[name]["build"]["context"]).resolve()
    assert context == ROOT.resolve()


@pytest.mark.parametrize("name", TOOLRACKS)
def test_every_variable_of_a_configuration_is_set(name):
    assert set(VARIABLE.findall(configuration(name))) <= set(environment(name))


@pytest.mark.parametrize("name", TOOLRACKS)
def test_the_configuration_is_mounted_where_the_command_reads_it(name):
    words = SERVICES[name]["command"]
    mounted = f"./{name}.json:{words[words.index('--config') + 1]}:ro"
    assert mounted in SERVICES[name]["volumes"]


@pytest.mark.parametrize("name, plugins", [("gateway", ["remote"]), ("runtime", ["echo", "lark"])])
def test_the_configuration_starts_with_the_plugins_of_the_image(tmp_path, name, plugins):
    words = SERVICES[name]["command"]
    folder = words[words.index("--plugins") + 1]
    files = (ROOT / "deploy/image-files.sh").read_text()
    (tmp_path / "plugins").mkdir()
    for plugin in plugins:
        assert f'"$out{folder}/{plugin}.so"' in files
        shutil.copy(PLUGINS / f"{plugin}.so", tmp_path / "plugins")
    state = {"CHAIN_FOLDER": str(tmp_path)} if name == "gateway" else {}
    done = subprocess.run(
        [EXECUTABLE, "list", "--config", FOLDER / f"{name}.json", "--plugins",
         tmp_path / "plugins"],
        env={"PATH": os.environ["PATH"], **environment(name), **state},
        capture_output=True, text=True, timeout=60,
    )
    assert done.returncode == 0, done.stderr
    for plugin in plugins:
        assert re.search(rf"^{plugin}\b", done.stdout, re.MULTILINE), done.stdout


def test_the_parts_reach_each_other():
    gateway, runtime = environment("gateway"), environment("runtime")
    assert gateway["RUNTIME_ADDRESS"] == f"runtime:{runtime['TOOLRACK_PORT']}"
    assert gateway["RUNTIME_URL"].startswith(f"http://{gateway['RUNTIME_ADDRESS']}/runtimes/")
    assert f'"listen": "0.0.0.0:{runtime["TOOLRACK_PORT"]}"' in configuration("runtime")
    assert runtime["LARK_SANDBOX_ADDRESS"] == "sandbox:9399"
    assert gateway["AWS_SECRET_ACCESS_KEY"] == runtime["GATEWAY_SECRET_ACCESS_KEY"]
    [port] = SERVICES["gateway"]["ports"]
    assert port.startswith("127.0.0.1:") and gateway["GATEWAY_URL"].endswith(port.split(":")[1])


def test_nobody_else_can_be_reached_from_outside():
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["gateway"]


def test_the_keys_do_not_get_into_an_image():
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    # The last line that fits counts.
    assert lines.index("deploy/compose/.env") > lines.index("!deploy")


def test_the_client_is_made_before_the_start():
    text = (FOLDER / "compose.yaml").read_text()
    head = text[:text.index("name:")]
    commands = [head.index(f"compose.yaml {word}") for word in ("build", "run --rm", "up --detach")]
    assert commands == sorted(commands)


def test_the_keys_are_made_once_and_for_their_owner(tmp_path):
    shutil.copy(FOLDER / "keys.sh", tmp_path)
    made = subprocess.run([tmp_path / "keys.sh"], capture_output=True, text=True, check=True)
    file = tmp_path / ".env"
    values = dict(line.split("=") for line in file.read_text().split())
    assert set(values) == set(KEYS)
    assert re.fullmatch(r"AKIA[A-Z2-7]{16}", values["GATEWAY_ACCESS_KEY_ID"])
    assert re.fullmatch(r"[A-Za-z0-9]{40}", values["GATEWAY_SECRET_ACCESS_KEY"])
    assert file.stat().st_mode & 0o777 == 0o600
    assert values["GATEWAY_SECRET_ACCESS_KEY"] not in made.stdout + made.stderr
    again = subprocess.run([tmp_path / "keys.sh"], capture_output=True, text=True)
    assert again.returncode == 1 and "remove it" in again.stderr
    assert dict(line.split("=") for line in file.read_text().split()) == values
