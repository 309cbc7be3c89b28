"""The comparison of requests tells what differs, and nothing else."""

import json

import pytest
from lark_recording import Request
from lark_requests import Call, differences

JSON = {"content-type": "application/json", "authorization": "Bearer t-1"}
FORM = {"content-type": "multipart/form-data; boundary=x", "authorization": "Bearer t-1"}
KEY = "4f1f7b0e-2a4f-4c11-9d2e-3b0f5a6c7d8e"
TARGET = "/open-apis/im/v1/messages?a=1&b=2"


def request(method="POST", target=TARGET, fields=JSON, **members) -> Request:
    return Request(method, target, fields, json.dumps(members).encode())


def form(data: bytes, name="file") -> Request:
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"; filename="f"\r\n\r\n'
    return Request("POST", "/upload", FORM, head.encode() + data + b"\r\n--x--\r\n")


SAME = [
    (request(), request(target="/open-apis/im/v1/messages?b=2&a=1")),
    (request(target="/a%40b"), request(target="/a@b")),
    (request(a=1, b=2), request(b=2, a=1)),
    (request(content='{"a":1,"b":2}'), request(content='{"b": 2, "a": 1}')),
    (request(uuid="one"), request(uuid="two")),
    (request(target="/?uuid=one"), request(target="/?uuid=two")),
    (form(b"\xff\x00"), form(b"\xff\x00")),
]
DIFFERENT = [
    (request(), request(method="PUT"), "PUT /open-apis"),
    (request(target="/a/b"), request(target="/a%2Fb"), "/a%2Fb"),
    (request(), request(target=TARGET + "&c=3"), "c = 3"),
    (request(target="/?a=1&a=2"), request(target="/?a=2&a=1"), "a = 2"),
    (request(), request(fields=JSON | {"authorization": "Bearer u-1"}), "as user"),
    (request(n=1), request(n="1"), '"n": "1"'),
    (request(n=1), request(n=True), '"n": true'),
    (request(), Request("POST", TARGET, JSON, b""), "no body"),
    (request(list=[1, 2]), request(list=[2, 1]), "2"),
    (request(content={"a": 1}), request(content='{"a":1}'), "JSON in a string"),
    (request(uuid="one"), request(uuid="x" * 51), "x" * 51),
    (request(client_token="one"), request(), "{}"),
    (request(client_token=KEY), request(client_token="1"), '"client_token": "1"'),
    (form(b"\xff\x00"), form(b"\xff\x01"), "ff 01"),
    (form(b"data"), form(b"data", "image"), '"image"'),
]


@pytest.mark.parametrize("one, other", SAME)
def test_what_means_the_same_is_equal(one, other):
    assert differences([one], [other]) == ""


@pytest.mark.parametrize("expected, asked, told", DIFFERENT)
def test_a_difference_is_told(expected, asked, told):
    lines = differences([asked], [expected]).splitlines()
    assert lines[0] == "--- request 1 of the official client"
    assert any(line.startswith("+") and told in line for line in lines[2:]), lines


def test_a_request_too_many_or_too_few_is_told():
    assert "+++ request 2 of the tool" in differences([request(), request()], [request()])
    assert "+no request" in differences([], [request()])


@pytest.mark.parametrize(
    "call, told",
    [
        (Call("im.v1.message.delete", {"a": 1}, message_id="om_1"), "has no body"),
        (Call("im.v1.message.delete", message="om_1"), "has no message"),
        (Call("im.v1.message.delete", message_id=1), "the client has str, not 1"),
        (Call("im.v1.message.create", {"receiver": "oc_1"}), "the client has no receiver"),
        (Call("im.v1.message.create", {"content": {}}), "the client has str, not {}"),
        (Call("task.v2.task.create", {"due": {"timestamp": "x"}}), "due.timestamp"),
        (Call("contact.v3.user.batch", user_ids="ou_1"), "the client has a list"),
    ],
)
def test_what_the_client_does_not_know_is_refused(call, told):
    with pytest.raises(AssertionError, match=told):
        call.request()
