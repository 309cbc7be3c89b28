"""deploy/image-files.sh: what an image holds beyond its base, laid out from built files."""

import os
import shutil
import subprocess

import pytest
from toolrack import BUILD, EXECUTABLE, PLUGINS, ROOT

SCRIPT = ROOT / "deploy/image-files.sh"
CONFIGURATION = "etc/ld.so.conf.d/toolrack.conf"
HOST = {
    "usr/local/bin/toolrack", "usr/local/bin/toolrack-health", "etc/toolrack/toolrack.json",
    "plugins/lark.so", "plugins/pg.so", "plugins/echo.so", "gateway/remote.so",
    "usr/share/toolrack/harden.sql",
}
HARDEN = ROOT / "Plugins/Postgres/SQL/harden.sql"
FILES = {"toolrack": HOST, "sandbox": {"usr/local/bin/lark-sandbox"}}
# Those that a plugin in Swift may ask for, whether or not one of these does.
FOR_PLUGINS = {"libswift_StringProcessing.so", "libswift_RegexParser.so"}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A folder with what `swift build` makes."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copy(EXECUTABLE, folder / "toolrack")
    shutil.copy(BUILD / "lark-sandbox", folder)
    for name in ("lark", "remote", "pg"):
        shutil.copy(PLUGINS / f"{name}.so", folder / f"lib{name}.so")
    return folder


def lay_out(image, built, out):
    return subprocess.run([SCRIPT, image, built, out], capture_output=True, text=True, timeout=120,
                          env={**os.environ, "CC": os.environ.get("CC", "cc")})


@pytest.mark.parametrize("image", FILES)
def test_all_files_are_laid_out(image, built, tmp_path):
    done = lay_out(image, built, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    files = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    libraries = {name for name in files if name.startswith("usr/lib/toolrack/libswift")}
    assert files - libraries == FILES[image] | {CONFIGURATION} | others(files)
    assert (tmp_path / CONFIGURATION).read_text() == "/usr/lib/toolrack\n"
    names = {name.rpartition("/")[2] for name in libraries}
    assert "libswiftCore.so" in names
    assert (FOR_PLUGINS <= names) or image == "sandbox"
    for name in files:
        is_program = name.startswith(("usr/local/bin/", "plugins/", "gateway/"))
        assert bool((tmp_path / name).stat().st_mode & 0o111) == is_program, name


def others(files):
    """Libraries of the Swift runtime that are not named after it."""
    return {name for name in files if name.startswith("usr/lib/toolrack/lib")
            and not name.startswith("usr/lib/toolrack/libswift")}


def test_harden_sql_is_there_as_it_is_in_the_repository(built, tmp_path):
    assert lay_out("toolrack", built, tmp_path).returncode == 0
    path = "usr/share/toolrack/harden.sql"
    assert (tmp_path / path).read_bytes() == HARDEN.read_bytes()
    assert f"/{path}" in (ROOT / "docs/postgres.md").read_text()


@pytest.mark.parametrize("image, name", [
    ("toolrack", "toolrack"), ("sandbox", "lark-sandbox"),
])
def test_programs_are_stripped_and_start(image, name, built, tmp_path):
    assert lay_out(image, built, tmp_path).returncode == 0
    program = tmp_path / "usr/local/bin" / name
    sections = subprocess.run(["readelf", "--sections", "--wide", program], capture_output=True,
                              text=True, check=True).stdout
    assert ".dynsym" in sections and ".symtab" not in sections
    environment = {"LD_LIBRARY_PATH": str(tmp_path / "usr/lib/toolrack")}
    done = subprocess.run([program, "--help"], env=environment, capture_output=True, text=True)
    assert done.returncode == 0 and name in done.stdout


@pytest.mark.parametrize("image, name", [
    ("toolrack", "toolrack"), ("toolrack", "libremote.so"), ("sandbox", "lark-sandbox"),
])
def test_a_file_that_was_not_built_ends_it(image, name, built, tmp_path):
    without = tmp_path / "built"
    shutil.copytree(built, without)
    (without / name).unlink()
    done = lay_out(image, without, tmp_path / "out")
    assert done.returncode != 0 and name in done.stderr


def test_each_stage_of_the_dockerfile_asks_for_an_image_that_there_is():
    asked = [
        line.split()[2] for line in (ROOT / "Dockerfile").read_text().splitlines()
        if line.startswith("RUN deploy/image-files.sh")
    ]
    assert sorted(asked) == sorted(FILES)
