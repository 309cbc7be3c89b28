"""Requests that the host signs for a plugin: as botocore would sign them."""

import datetime
import http.client
import json
import re
import subprocess
import urllib.parse

import pytest
from aws_services import Services, secret_of, signature_fault, token_of
from botocore.auth import S3SigV4Auth, SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from pipe import Pipe
from toolrack import (
    EXECUTABLE,
    FIXTURES,
    Toolrack,
    children,
    command,
    plugin_folder,
    write_configuration,
)

REGION = "eu-central-1"
KEY = "ASIAPLUGIN"
ARN = "arn%3Aaws%3Abedrock-agentcore%3Aeu-central-1%3A1%3Aruntime%2Fx"
KEYS = {
    "AWS_ACCESS_KEY_ID": KEY,
    "AWS_SECRET_ACCESS_KEY": secret_of(KEY),
    "AWS_SESSION_TOKEN": token_of(KEY),
    "AWS_REGION": REGION,
}
URLS = [
    "https://service.example/",
    "https://service.example:8443/a/../b//c?z=1&a=%20&a=-&b",
    f"https://bedrock-agentcore.example/runtimes/{ARN}/invocations?qualifier=DEFAULT",
    "http://127.0.0.1:9000/%C3%A4?x=%C3%A4",
]


@pytest.fixture(params=["worker", "in-process"])
def configuration(request, tmp_path):
    plugins = plugin_folder(tmp_path, FIXTURES / "signs.so")
    own = {"isolation": request.param, "aws": ["sts", "s3", "bedrock-agentcore"]}
    return write_configuration(tmp_path, {"plugins": str(plugins), "plugin": {"signs": own}})


def call(configuration, environment=KEYS, tool="signs_sign", **arguments):
    done = subprocess.run(
        [EXECUTABLE, "call", "--config", configuration, tool, json.dumps(arguments)],
        env=environment, capture_output=True, text=True, timeout=60,
    )
    return done.stdout.strip() + done.stderr.strip()


def fields_of(text):
    return dict(line.split(": ", 1) for line in text.splitlines())


@pytest.mark.parametrize("url", URLS)
def test_the_signature_is_botocores(configuration, url):
    text = call(
        configuration, method="POST", url=url, service="bedrock-agentcore", body="a body"
    )
    fields = fields_of(text)
    assert fields["X-Amz-Security-Token"] == token_of(KEY)
    request = AWSRequest("POST", url, {"Content-Type": "application/json"}, b"a body")
    request.context["timestamp"] = fields["X-Amz-Date"]
    request.headers["X-Amz-Date"] = fields["X-Amz-Date"]
    request.headers["X-Amz-Security-Token"] = token_of(KEY)
    credentials = Credentials(KEY, secret_of(KEY), token_of(KEY))
    auth = SigV4Auth(credentials, "bedrock-agentcore", REGION)
    canonical = auth.canonical_request(request)
    signature = auth.signature(auth.string_to_sign(request, canonical), request)
    assert fields["Authorization"].endswith(f", Signature={signature}")
    assert f"/{REGION}/bedrock-agentcore/aws4_request" in fields["Authorization"]


def test_s3_is_signed_its_own_way(configuration):
    url = "https://bucket.example/a%20b//c?prefix=x%2Fy"
    text = call(
        configuration, method="PUT", url=url, service="s3", region="us-west-2", body="content"
    )
    fields = fields_of(text)
    request = AWSRequest("PUT", url, {"Content-Type": "application/json"}, b"content")
    request.context["timestamp"] = fields["X-Amz-Date"]
    for name in ("X-Amz-Date", "X-Amz-Security-Token", "X-Amz-Content-Sha256"):
        request.headers[name] = fields[name]
    credentials = Credentials(KEY, secret_of(KEY), token_of(KEY))
    auth = S3SigV4Auth(credentials, "s3", "us-west-2")
    canonical = auth.canonical_request(request)
    signature = auth.signature(auth.string_to_sign(request, canonical), request)
    assert fields["Authorization"].endswith(f", Signature={signature}")


@pytest.mark.parametrize(("url", "seconds"), [
    ("https://service.example/a?x=y", 900),
    ("https://service.example/?X-Amz-Expires=60&Action=GetCallerIdentity", 60),
])
def test_a_presigned_url_is_botocores(configuration, url, seconds, monkeypatch):
    presigned = call(configuration, method="GET", url=url, service="sts", presign=1)
    parts = urllib.parse.urlsplit(presigned)
    query = dict(urllib.parse.parse_qsl(parts.query))
    assert query["X-Amz-Expires"] == str(seconds)
    plain = [(n, v) for n, v in query.items() if not n.startswith("X-Amz-")]
    bare = urllib.parse.urlunsplit(parts._replace(query=urllib.parse.urlencode(plain)))
    request = AWSRequest("GET", bare)
    moment = datetime.datetime.strptime(query["X-Amz-Date"], "%Y%m%dT%H%M%SZ")
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda **_: moment)
    credentials = Credentials(KEY, secret_of(KEY), token_of(KEY))
    SigV4QueryAuth(credentials, "sts", REGION, expires=seconds).add_auth(request)
    expected = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(request.url).query))
    assert query == expected


@pytest.mark.parametrize(("arguments", "refusal"), [
    ({"service": "iam"}, 'add "iam" to plugin.signs.aws in the configuration file'),
    ({"service": "S 3"}, "the service is a name such as"),
    ({"service": "sts", "region": "not a region"}, "the region is a name such as"),
    ({"service": "sts", "url": "ftp://x"}, "its scheme is neither http nor https"),
    ({"service": "sts", "url": "https://a.example/?X-Amz-Expires=0", "presign": 1},
     "X-Amz-Expires may stand once, and is 1 to 604800."),
    ({"service": "sts", "url": "https://a.example/?X-Amz-Signature=0", "presign": 1},
     "The URL is presigned already"),
])
def test_what_is_not_signed(configuration, arguments, refusal):
    asked = {"method": "GET", "url": "https://a.example/", **arguments}
    said = call(configuration, **asked)
    assert refusal in said
    assert "Signature=" not in said.replace("X-Amz-Signature=0", "")


def test_without_credentials_it_is_said_what_to_do(configuration, tmp_path):
    bare = {"HOME": str(tmp_path), "AWS_EC2_METADATA_DISABLED": "true", "AWS_REGION": REGION}
    said = call(configuration, bare, method="GET", url="https://a.example/", service="sts")
    assert said.startswith("There are no AWS credentials: none in the environment")


def test_a_server_with_sigv4_takes_what_another_signs(configuration, tmp_path):
    """The signature of one host is what another one asks for."""
    folder = tmp_path / "front"
    folder.mkdir()
    key = {"accessKeyId": "AKIAFRONT", "secretAccessKey": secret_of("AKIAFRONT"), "client": "c"}
    front = {
        "plugins": str(plugin_folder(folder, FIXTURES / "mirror.so")),
        "access": {"sigv4": {"region": REGION, "keys": [key]}},
    }
    with Toolrack(folder, front) as rack:
        body = '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}'
        plain = body.replace('"', "'")
        signer = {
            "AWS_ACCESS_KEY_ID": "AKIAFRONT",
            "AWS_SECRET_ACCESS_KEY": secret_of("AKIAFRONT"),
            "AWS_REGION": REGION,
        }
        text = call(
            configuration, signer, method="POST", url=rack.url, service="bedrock-agentcore",
            body=plain,
        )
        fields = {"Content-Type": "application/json", **fields_of(text)}
        host = f"127.0.0.1:{rack.port}"
        assert signature_fault("POST", rack.url, {**fields, "host": host}, plain.encode()) is None
        status, said = post(rack, plain, fields)
        # Let in, and only then not understood: the quotes are not those of JSON.
        assert status == 400 and "-32700" in said
        status, said = post(rack, plain + " ", fields)
        assert status == 403


def post(rack, body, fields):
    connection = http.client.HTTPConnection("127.0.0.1", rack.port, timeout=20)
    accept = {"Accept": "application/json, text/event-stream"}
    connection.request("POST", "/mcp", body, {**fields, **accept})
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.status, text


def test_credentials_are_fetched_again_before_they_expire(tmp_path, monkeypatch):
    """Of those that hold for seconds, half the time is for using them."""
    with Services() as services:
        services.container_seconds = 4
        services.container_key = "ASIAFIRST"
        services.container_token = "one"
        token = tmp_path / "token"
        token.write_text("one")
        monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", str(token))
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", services.url + "/container")
        monkeypatch.setenv("AWS_REGION", REGION)
        monkeypatch.setenv("HOME", str(tmp_path))
        for name in ("AWS_ACCESS_KEY_ID", "AWS_PROFILE"):
            monkeypatch.delenv(name, raising=False)
        plugins = plugin_folder(tmp_path, FIXTURES / "signs.so")
        whole = {"plugins": str(plugins), "plugin": {"signs": {"aws": ["sts"]}}}
        asked = {"method": "GET", "url": "https://a.example/", "service": "sts"}
        params = {"name": "signs_sign", "arguments": asked}
        with Pipe(tmp_path, whole) as pipe:
            first = key_used(pipe, params, 1)
            assert first == "ASIAFIRST"
            assert key_used(pipe, params, 2) == "ASIAFIRST"
            assert len(services.requests) == 1
            # The endpoint asks for another token by then, which is read anew.
            services.container_token = "two"
            token.write_text("two")
            services.container_key = "ASIASECOND"
            number = 3
            while key_used(pipe, params, number) != "ASIASECOND":
                number += 1
                assert number < 100_000


def test_a_worker_never_holds_the_keys(tmp_path, monkeypatch):
    plugins = plugin_folder(tmp_path, FIXTURES / "signs.so")
    own = {"isolation": "worker", "aws": ["sts"]}
    whole = {"plugins": str(plugins), "plugin": {"signs": own}}
    asked = {"method": "GET", "url": "https://a.example/", "service": "sts"}
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    with Pipe(tmp_path, whole) as pipe:
        for number in range(1, 20):
            params = {"name": "signs_sign", "arguments": asked}
            assert key_used(pipe, params, number) == KEY
        host = pipe.process.pid
        (worker,) = [pid for pid in children(host) if " worker" in command(pid)]
        assert memory_holds(host, secret_of(KEY))
        assert memory_holds(worker, KEY)
        assert not memory_holds(worker, secret_of(KEY))


def memory_holds(pid, text) -> bool:
    """Whether the text stands anywhere in the memory that a process may write to."""
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb") as memory:
        for line in maps:
            places, access = line.split()[:2]
            if not access.startswith("rw"):
                continue
            start, end = (int(place, 16) for place in places.split("-"))
            memory.seek(start)
            try:
                if text.encode() in memory.read(end - start):
                    return True
            except OSError:
                continue
    return False


def key_used(pipe, params, number):
    pipe.begin("tools/call", params, id=number)
    answer = pipe.receive()
    text = answer["result"]["content"][0]["text"]
    return re.search(r"Credential=([^/]+)/", text)[1]
