"""The login of the Lark plugin beside two clients of others, before one recording proxy.

Every request is the one of `lark-oapi`'s device flow. Its fields are also those of
`requests_oauth2client`, which knows OAuth and nothing of Lark. Where the Open API has no endpoint
for links, the plugin asks the accounts server with a form, as RFC 8628 section 3.1 has it and
Lark's command line does: that request is the second client's.
"""

import asyncio
import base64
import datetime
import json
import subprocess
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

import pytest
from lark_oapi.channel.auth.device_flow import DeviceFlowClient
from lark_recording import Request
from lark_requests import RecordedRack, world  # noqa: F401
from lark_sdk import APP_SECRET
from requests_oauth2client import (
    AccessDenied,
    AuthorizationPending,
    ClientSecretBasic,
    ExpiredToken,
    InvalidGrant,
    OAuth2Client,
    SlowDown,
)
from toolrack import EXECUTABLE, PLUGINS, plugin_folder

TOOL = "login"
LINK = "/open-apis/authen/v2/oauth/device_authorization"
ACCOUNTS_LINK = "/oauth/v1/device_authorization"
TOKEN = "/open-apis/authen/v2/oauth/token"
SCOPE = "offline_access im:message"
SECONDS = 60


def independent(world) -> OAuth2Client:
    return OAuth2Client(
        token_endpoint=world.proxy.url + TOKEN,
        device_authorization_endpoint=world.proxy.url + ACCOUNTS_LINK,
        auth=ClientSecretBasic(world.sandbox.app_id, APP_SECRET),
        testing=True,  # An address without TLS.
    )


def begin(client: OAuth2Client, world):
    return client.authorize_device(client_id=world.sandbox.app_id, scope=SCOPE)


def form(request: Request) -> dict[str, str]:
    kind = request.fields["content-type"].partition(";")[0]
    assert kind == "application/x-www-form-urlencoded", kind
    pairs = urllib.parse.parse_qsl(request.body.decode(), strict_parsing=True)
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def basic(request: Request) -> dict[str, str]:
    """The credentials of the client in its header (RFC 6749 section 2.3.1)."""
    scheme, _, encoded = request.fields["authorization"].partition(" ")
    assert scheme == "Basic"
    name, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    decoded = [urllib.parse.unquote_plus(part) for part in (name, secret)]
    return dict(zip(("client_id", "client_secret"), decoded))


def without(fields: dict, *names: str) -> dict:
    """Codes and tokens differ from login to login: only that they are there is compared."""
    assert all(fields[name] for name in names)
    return {name: "" if name in names else value for name, value in fields.items()}


def at(world, path: str, count: int) -> list[Request]:
    """What came there since the last time, once it is that many."""
    end = time.monotonic() + SECONDS
    while len(found := [one for one in world.proxy.requests if one.path == path]) < count:
        assert time.monotonic() < end, f"{len(found)} requests to {path}"
        time.sleep(0.02)
    while not all(one.answer for one in found):
        time.sleep(0.02)
    return found


def agree(world, user_code: str):
    world.sandbox.control(authorize=user_code)


def logged_in(world, folder, link=LINK) -> list[Request]:
    """The requests of a login with the plugin, confirmed after one question in vain."""
    file = folder / "tokens.json"
    with RecordedRack(folder, world, userTokenFile=str(file)) as rack:
        world.proxy.take_all()
        with ThreadPoolExecutor(1) as pool:
            call = pool.submit(rack.ask, TOOL, scopes="im:message")
            [started] = at(world, link, 1)
            at(world, TOKEN, 1)
            agree(world, json.loads(started.answer)["user_code"])
            assert call.result(SECONDS)[1]["status"] == "logged_in"
        paths = (LINK, ACCOUNTS_LINK, TOKEN)
        return [one for one in world.proxy.take_all() if one.path in paths]


def renewed(world, folder) -> Request:
    """What the plugin asks where the kept token has ended."""
    file = folder / "tokens.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"expires_at": 1, "issued_at": 0}))
    with RecordedRack(folder, world, userTokenFile=str(file)) as rack:
        world.proxy.take_all()
        assert rack.ask("list_tasks")[1]["as"] == "user"
        return next(one for one in world.proxy.take_all() if one.path == TOKEN)


def test_the_command_prints_the_link_and_waits(world, tmp_path):
    file = tmp_path / "tokens.json"
    settings = {"appId": world.sandbox.app_id, "appSecret": APP_SECRET, "userTokenFile": str(file)}
    settings.update(baseURL=world.proxy.url, accountsURL=world.proxy.url)
    lark = {"egress": [world.proxy.address], "settings": settings}
    whole = {"plugins": str(plugin_folder(tmp_path, PLUGINS / "lark.so")), "plugin": {"lark": lark}}
    configuration = tmp_path / "toolrack.json"
    configuration.write_text(json.dumps(whole))
    command = [EXECUTABLE, "call", "lark_login", '{"scopes": "im:message"}', "--config"]
    world.proxy.take_all()
    with subprocess.Popen(
        [*command, configuration], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            said = ""
            while "http" not in said:
                line = process.stdout.readline()
                assert line, f"it ended without a link: {said}"
                said += line
            at(world, TOKEN, 1)
            [started] = at(world, LINK, 1)
            answer = json.loads(started.answer)
            assert answer["verification_uri_complete"] in said and process.poll() is None
            assert not file.exists()
            agree(world, answer["user_code"])
            said += process.communicate(timeout=SECONDS)[0]
        finally:
            process.kill()
    assert process.returncode == 0 and "Logged in as" in said, said
    tokens = json.loads(file.read_text())
    for secret in [APP_SECRET, answer["device_code"], tokens["access_token"]]:
        assert secret not in said


def official(world) -> tuple[Request, Request, Request]:
    """The official client's: for the link, for the token, and for the next one."""

    async def login():
        flow = DeviceFlowClient(world.sandbox.app_id, APP_SECRET, domain=world.proxy.url)
        started = await flow.start(SCOPE.split())
        agree(world, started.user_code)
        token = await flow.poll(started.device_code, interval=1, timeout_seconds=SECONDS)
        await flow.refresh(token.refresh_token)
        await flow.close()

    world.proxy.take_all()
    asyncio.run(login())
    return tuple(world.proxy.take_all())


def by_rfc(world) -> tuple[Request, Request, Request]:
    client = independent(world)
    world.proxy.take_all()
    started = begin(client, world)
    agree(world, started.user_code)
    token = client.device_code(started)
    client.refresh_token(token)
    return tuple(world.proxy.take_all())


def test_the_login_asks_as_other_clients_do(world, tmp_path):
    link, *questions = logged_in(world, tmp_path)
    refresh = renewed(world, tmp_path)
    assert len(questions) == 2 and [one.path for one in questions] == [TOKEN, TOKEN]
    official_link, official_token, official_refresh = official(world)
    rfc_link, rfc_token, rfc_refresh = by_rfc(world)

    assert (link.path, link.text) == (LINK, official_link.text)
    assert link.content == form(rfc_link)

    for own, theirs, rfc, changing in [
        *[(question, official_token, rfc_token, "device_code") for question in questions],
        (refresh, official_refresh, rfc_refresh, "refresh_token"),
    ]:
        assert (own.method, own.target) == (theirs.method, theirs.target) == ("POST", TOKEN)
        assert (rfc.method, rfc.target) == (own.method, own.target)
        fields = without(own.content, changing)
        assert fields == without(theirs.content, changing)
        assert fields == without(form(rfc) | basic(rfc), changing)


def test_an_open_api_without_links_leaves_them_to_the_accounts_server(world, tmp_path):
    world.proxy.unknown = {LINK}
    try:
        first, link, *questions = logged_in(world, tmp_path, ACCOUNTS_LINK)
    finally:
        world.proxy.unknown = set()
    assert first.path == LINK and [one.path for one in questions] == [TOKEN, TOKEN]
    rfc_link, *_ = by_rfc(world)
    assert (link.method, link.target) == (rfc_link.method, rfc_link.target)
    assert link.path == ACCOUNTS_LINK
    assert form(link) == form(rfc_link) and basic(link) == basic(rfc_link)


def test_the_sandbox_follows_the_device_flow(world):
    """RFC 8628 sections 3.2 and 3.5, as a client reads them that was not made for Lark."""
    client = independent(world)
    started = begin(client, world)
    assert started.user_code in started.verification_uri_complete
    assert started.verification_uri_complete.startswith(started.verification_uri)
    assert started.interval == 5 and not started.is_expired()
    with pytest.raises(AuthorizationPending):
        client.device_code(started)
    with pytest.raises(SlowDown):
        client.device_code(started)
    agree(world, started.user_code)
    token = client.device_code(started)
    assert token.token_type == "Bearer" and token.expires_in > 0
    assert set(token.scope.split()) == set(SCOPE.split())
    with pytest.raises(InvalidGrant):
        client.device_code(started)
    new = client.refresh_token(token)
    assert new.access_token != token.access_token
    with pytest.raises(InvalidGrant):
        client.refresh_token(token)

    refused = begin(client, world)
    world.sandbox.control(deny=refused.user_code)
    with pytest.raises(AccessDenied):
        client.device_code(refused)
    late = begin(client, world)
    left = late.expires_at - datetime.datetime.now(datetime.timezone.utc)
    world.sandbox.control(advance_seconds=int(left.total_seconds()) + 2)
    with pytest.raises(ExpiredToken):
        client.device_code(late)
