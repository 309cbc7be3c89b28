"""The official client against the sandbox: how users log in."""

import asyncio
import base64
import hashlib
import re
import urllib.error
import urllib.parse
import urllib.request

import pytest
from lark_oapi.channel.auth.device_flow import DeviceFlowClient

from lark_sdk import APP_SECRET, api, calm_sandbox, people  # noqa: F401


def test_login_of_a_device(api):
    sandbox = api.sandbox

    async def login():
        flow = DeviceFlowClient(app_id=sandbox.app_id, app_secret=APP_SECRET, domain=sandbox.url)
        started = await flow.start(["offline_access", "im:message"])
        assert started.user_code in started.verification_uri_complete

        async def agree():
            await asyncio.sleep(0.2)
            sandbox.control(authorize=started.user_code)

        task = asyncio.create_task(agree())
        token = await flow.poll(started.device_code, interval=1, timeout_seconds=20)
        await task
        new = await flow.refresh(token.refresh_token)
        assert new.access_token != token.access_token
        with pytest.raises(Exception, match="refresh failed|used"):
            await flow.refresh(token.refresh_token)
        await flow.close()
        return new

    token = asyncio.run(login())
    assert token.access_token.startswith("u-") and token.refresh_token.startswith("ur-")


def page(url: str, **form) -> tuple[int, str]:
    data = urllib.parse.urlencode(form).encode() if form else None
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data=data), timeout=10) as answer:
            assert answer.headers["Content-Type"].startswith("text/html")
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()


def hidden(html: str) -> dict:
    """What the form of a page sends unseen."""
    return dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', html))


@pytest.mark.parametrize("decision", ["agree", "refuse"])
def test_a_person_decides_on_the_page_of_the_device(api, decision):
    sandbox = api.sandbox
    chen = people(sandbox)["chen.siyuan"]["open_id"]

    async def login():
        flow = DeviceFlowClient(app_id=sandbox.app_id, app_secret=APP_SECRET, domain=sandbox.url)
        started = await flow.start(["offline_access", "im:message"])
        link = started.verification_uri_complete
        assert started.verification_uri.startswith(sandbox.url) and link.startswith(sandbox.url)
        status, html = page(link)
        assert status == 200 and started.user_code in html and "im:message" in html
        form = {"user_code": started.user_code, "person": chen, "decision": decision}
        assert page(started.verification_uri, **form)[0] == 200
        wrong = {**form, "user_code": "<nobody>"}
        assert page(started.verification_uri, **wrong)[0] == 400
        assert "<nobody>" not in page(f"{started.verification_uri}?user_code=%3Cnobody%3E")[1]
        try:
            return await flow.poll(started.device_code, interval=1, timeout_seconds=20)
        finally:
            await flow.close()

    if decision == "refuse":
        with pytest.raises(Exception, match="denied"):
            asyncio.run(login())
        return
    token = asyncio.run(login()).access_token
    request = urllib.request.Request(
        f"{sandbox.url}/open-apis/authen/v1/user_info", headers={"Authorization": f"Bearer {token}"}
    )
    assert chen in urllib.request.urlopen(request, timeout=10).read().decode()


class Unmoved(urllib.request.HTTPRedirectHandler):
    """Tells where it is sent, and stays."""

    def redirect_request(self, *arguments):
        return None


def consent(sandbox, decision="agree", **more) -> dict:
    """What the browser brings back to the application."""
    asked = {
        "client_id": sandbox.app_id,
        "response_type": "code",
        "redirect_uri": "http://127.0.0.1:9/callback?x=1#top",
        "scope": "im:message offline_access",
        "state": "a&b",
        **more,
    }
    url = f"{sandbox.url}/open-apis/authen/v1/authorize"
    status, html = page(f"{url}?{urllib.parse.urlencode(asked)}")
    assert status == 200, html
    form = {**{k: v.replace("&amp;", "&") for k, v in hidden(html).items()}, "decision": decision}
    browser = urllib.request.build_opener(Unmoved)
    with pytest.raises(urllib.error.HTTPError) as sent:
        browser.open(url, urllib.parse.urlencode(form).encode(), timeout=10)
    assert sent.value.code == 302
    target = urllib.parse.urlparse(sent.value.headers["Location"])
    assert target.fragment == "top"
    return dict(urllib.parse.parse_qsl(target.query))


def exchange(api, **form) -> dict:
    body = {
        "grant_type": "authorization_code",
        "client_id": api.sandbox.app_id,
        "client_secret": APP_SECRET,
        **form,
    }
    return api.send("POST", "/open-apis/authen/v2/oauth/token", body)


def test_a_browser_comes_back_with_a_code(api):
    brought = consent(api.sandbox)
    assert brought["state"] == "a&b" and brought["x"] == "1"
    other = exchange(api, code=brought["code"], redirect_uri="http://127.0.0.1:9/other")
    assert other["code"] == 20071
    token = exchange(api, code=brought["code"], scope="im:message")
    assert token["scope"] == "im:message" and "refresh_token" not in token
    assert exchange(api, code=brought["code"])["code"] == 20065
    assert exchange(api, code="nothing")["code"] == 20003
    late = consent(api.sandbox)
    api.sandbox.control(advance_seconds=301)
    assert exchange(api, code=late["code"])["code"] == 20004
    assert consent(api.sandbox, decision="refuse")["error"] == "access_denied"


def test_a_code_needs_its_proof(api):
    verifier = "TxYmzM4PHLBlqm5NtnCmwxMH8mFlRWl_ipie3O0aVzo"
    hashed = hashlib.sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(hashed).decode().rstrip("=")
    proof = {"code_challenge": challenge, "code_challenge_method": "S256"}
    code = consent(api.sandbox, **proof)["code"]
    assert exchange(api, code=code)["code"] == 20049
    assert exchange(api, code=code, code_verifier=verifier[::-1])["code"] == 20049
    assert exchange(api, code=code, code_verifier=verifier)["access_token"].startswith("u-")


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "cli_other"},
        {"response_type": "token"},
        {"redirect_uri": "javascript:alert(1)"},
        {"redirect_uri": "http://a/\r\nX: y"},
        {"scope": "not:a:scope"},
        {"code_challenge_method": "S512", "code_challenge": "x"},
    ],
)
def test_the_page_refuses_what_an_application_gets_wrong(api, wrong):
    asked = {
        "client_id": api.sandbox.app_id,
        "response_type": "code",
        "redirect_uri": "http://127.0.0.1:9/callback",
        **wrong,
    }
    url = f"{api.sandbox.url}/open-apis/authen/v1/authorize?{urllib.parse.urlencode(asked)}"
    assert page(url)[0] == 400
