"""The official client against the sandbox: what goes wrong on purpose, whatever is asked."""

import json

import pytest
import requests

from lark_sdk import api, calm_sandbox, chat  # noqa: F401

CALLS = {
    "im.v1.chat.list": {},
    "drive.v1.file.list": {},
    "wiki.v2.space.list": {},
    "task.v2.tasklist.list": {},
    "calendar.v4.calendar.list": {},
    "contact.v3.scope.list": {},
    "bitable.v1.app.get": {"app_token": "none"},
    "sheets.v3.spreadsheet.get": {"spreadsheet_token": "none"},
    "approval.v4.approval.get": {"approval_code": "none"},
    "minutes.v1.minute.get": {"minute_token": "none"},
}
FAULTS = {
    "expired-token": 99991663,
    "rate-limit=7": 99991400,
    "rate-limit-legacy=7": 99991400,
    "server-error": 2200,
    "missing-scope=some:scope": 99991672,
    "quota": 99991403,
}


@pytest.mark.parametrize("name", CALLS)
def test_every_fault_befalls_every_endpoint(api, name):
    api("im.v1.chat.list")  # The client has its token from here on.
    for fault, code in FAULTS.items():
        api.sandbox.control(faults=[fault])
        refused = api.raw(name, **CALLS[name])
        assert refused.code == code, fault
        assert refused.get_log_id()
        if fault == "rate-limit=7":
            assert refused.raw.status_code == 429
            assert refused.raw.headers["x-ogw-ratelimit-reset"] == "7"
    api.sandbox.control(faults=["cut"])
    with pytest.raises(requests.exceptions.ConnectionError):
        api.raw(name, **CALLS[name])


def test_a_fault_befalls_the_path_it_is_meant_for(api):
    api.sandbox.control(faults=[{"fault": "rate-limit=7", "path": "/open-apis/im/v1/chats"}])
    assert api("contact.v3.scope.list")
    assert api.refused("im.v1.chat.list") == 99991400
    assert api("im.v1.chat.list")


def test_requests_are_kept(api):
    api.sandbox.control(clear_requests=True)
    group = chat(api.sandbox, "Platform")
    body = {"receive_id": group, "msg_type": "text", "content": json.dumps({"text": "x"})}
    api("im.v1.message.create", body, receive_id_type="chat_id")
    entry = api.sandbox.get("/sandbox/requests")["requests"][-1]
    assert (entry["method"], entry["path"]) == ("POST", "/open-apis/im/v1/messages")
    assert entry["query"] == {"receive_id_type": "chat_id"}
    assert entry["body"] == body and entry["identity"] == "bot"
    api("task.v2.task.list", as_user=True, page_size=5)
    entry = api.sandbox.get("/sandbox/requests")["requests"][-1]
    assert entry["identity"].startswith("user ou_")
