"""The issuer's keys: made once, changed under load, the same after a restart."""

import json
import stat
import subprocess
import threading
import time

import jwt
from own_issuer import OwnIssuer
from toolrack import EXECUTABLE, eventually

LOAD_THREADS = 32


def kid(token):
    return jwt.get_unverified_header(token)["kid"]


def published(own):
    keys = json.loads(own.get("/.well-known/jwks.json").body)["keys"]
    return [key["kid"] for key in keys]


def test_rotation_under_load(tmp_path):
    """Nobody notices: every request for a token and every use of one succeeds, before, while and
    after the new key takes over, with tokens of either key."""
    own = OwnIssuer(tmp_path)
    secret = own.add()
    kids, problems, ends = [], [], threading.Event()
    with own.start():
        old = own.token(secret)

        def load():
            while not ends.is_set():
                try:
                    token = own.token(secret)
                    kids.append(kid(token))
                    for one in (token, old):
                        answer = own.tools(one)
                        if answer.status != 200:
                            problems.append(answer)
                except Exception as problem:
                    problems.append(problem)

        threads = [threading.Thread(target=load) for _ in range(LOAD_THREADS)]
        for thread in threads:
            thread.start()
        try:
            new = own.command("issuer", "rotate", "--after", "6").stdout.split()[0]
            assert new != kid(old)
            # Published before it signs.
            assert eventually(lambda: new in published(own), seconds=4)
            before = list(kids)
            assert eventually(lambda: new in kids)
            time.sleep(1)
        finally:
            ends.set()
            for thread in threads:
                thread.join()
        assert not problems, problems[:3]
        assert set(before) == {kid(old)} and set(kids) == {kid(old), new}
        assert kids[-1] == new
        assert published(own) == [kid(old), new]
        assert own.tools(old).status == 200


def test_a_new_key_that_signs_at_once_is_taken_at_once(tmp_path):
    own = OwnIssuer(tmp_path)
    secret = own.add()
    with own.start():
        assert own.tools(own.token(secret)).status == 200
        for _ in range(2):
            new = own.command("issuer", "rotate", "--after", "0").stdout.split()[0]
            assert eventually(lambda: kid(own.token(secret)) == new)
            assert eventually(lambda: own.tools(own.token(secret)).status == 200, seconds=2)
        assert len(own.command("issuer", "keys").stdout.splitlines()) == 3


def test_revoked_keys_are_gone_with_their_tokens(tmp_path):
    own = OwnIssuer(tmp_path)
    secret = own.add()
    with own.start():
        token = own.token(secret)
        assert own.tools(token).status == 200
        new = own.command("issuer", "rotate", "--revoke").stdout.split()[0]
        assert eventually(lambda: own.tools(token).status == 401)
        assert published(own) == [new]
        assert own.tools(own.token(secret)).status == 200


def test_a_restart_keeps_tokens(tmp_path):
    own = OwnIssuer(tmp_path)
    secret = own.add()
    with own.start():
        token = own.token(secret)
    before = (tmp_path / "issuer-keys.json").read_bytes()
    with own.start():
        assert own.tools(token).status == 200
        assert kid(own.token(secret)) == kid(token)
    assert (tmp_path / "issuer-keys.json").read_bytes() == before


def test_servers_that_start_at_once_have_one_key(tmp_path):
    owns = [OwnIssuer(tmp_path) for _ in range(4)]
    owns[0].add()
    files = []
    for number, own in enumerate(owns):
        files.append(tmp_path / f"{number}.json")
        files[-1].write_text(json.dumps(own.configuration))
    servers = [
        subprocess.Popen(
            [EXECUTABLE, "serve", "--config", file, "--listen", f"127.0.0.1:{own.port}"],
            stderr=subprocess.DEVNULL,
        )
        for own, file in zip(owns, files)
    ]
    try:
        sets = [eventually(lambda own=own: try_published(own)) for own in owns]
    finally:
        for server in servers:
            server.terminate()
            server.wait(30)
    assert len(sets[0]) == 1 and all(one == sets[0] for one in sets)
    for name in ("issuer-keys.json", "issuer-keys.json.lock"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def try_published(own):
    try:
        return published(own)
    except OSError:
        return None


def test_a_broken_file_of_keys_changes_nothing(tmp_path):
    own = OwnIssuer(tmp_path)
    secret = own.add()
    with own.start() as rack:
        token = own.token(secret)
        path = tmp_path / "issuer-keys.json"
        good = path.read_text()
        path.write_text(good[:-20])
        assert rack.wait_for_line(lambda line: "the keys of before serve on" in line)
        assert kid(own.token(secret)) == kid(token) and own.tools(token).status == 200
        assert own.command("issuer", "rotate", status=1).stderr.count("is no file of issuer keys")
        path.write_text(good)


def test_keys_that_others_can_read_are_told(tmp_path):
    own = OwnIssuer(tmp_path)
    own.add()
    with own.start():
        pass
    (tmp_path / "issuer-keys.json").chmod(0o644)
    with own.start() as rack:
        assert any("holds private keys" in line for line in rack.errors)
