"""Agent, token, gateway, signature, runtime, Lark: the whole chain on this machine."""

import json
import re
import signal
import subprocess
import threading
import time
import urllib.parse
import urllib.request

import anyio
import httpx2
import pytest
from chain import CONFIGURATIONS, PATH, SCOPE, TARGET, Chain
from demo import Demo
from lark import APP, SECRET
from mcp import Client
from mcp.client.auth.extensions.client_credentials import ClientCredentialsOAuthProvider
from mcp.client.streamable_http import streamable_http_client
from test_access_issuer_client import Storage
from toolrack import eventually, run
from wire import Connection

SECONDS = 60
CALLERS = 8
CHAT = "产品周会"
SEND = f"{TARGET}___lark_send_message"
READ = f"{TARGET}___lark_read_chat"


@pytest.fixture
def chain(tmp_path):
    with Chain(tmp_path) as chain:
        yield chain


def log_in(chain, form):
    """The issuer's answer."""
    fields = {"Content-Type": "application/x-www-form-urlencoded"}
    with Connection(chain.ports["gateway"]) as connection:
        connection.begin(form, fields, path="/oauth2/token")
        return json.loads(connection.receive().body)


def token(chain):
    form = f"grant_type=client_credentials&client_id=agent&client_secret={chain.login}"
    return log_in(chain, form.encode())["access_token"]


def call(connection, token, name, arguments):
    fields = {"Authorization": f"Bearer {token}"}
    params = {"name": name, "arguments": arguments}
    return connection.modern("tools/call", params, fields=fields).result


async def by_the_official_client(chain, work):
    login = ClientCredentialsOAuthProvider(
        f"{chain.url}/mcp", Storage(), "agent", chain.login, issuer=chain.url
    )
    with anyio.fail_after(SECONDS):
        async with httpx2.AsyncClient(auth=login) as http:
            transport = streamable_http_client(f"{chain.url}/mcp", http_client=http)
            async with Client(transport) as client:
                return await work(client)


def test_the_official_client_goes_all_the_way(chain):
    async def work(client):
        tools = {tool.name for tool in (await client.list_tools()).tools}
        sent = await client.call_tool(SEND, {"to": chat(chain), "text": "through the chain 🚇"})
        read = await client.call_tool(READ, {"chat": CHAT, "limit": 3})
        return tools, sent, read

    tools, sent, read = anyio.run(by_the_official_client, chain, work)
    assert {SEND, READ, f"{TARGET}___echo_text"} <= tools
    assert not sent.is_error, sent
    assert "through the chain 🚇" in read.content[0].text
    logs = "\n".join(line for part in chain.parts.values() for line in part.errors)
    assert not [secret for secret in chain.secrets if secret in logs]
    assert "Signature=" not in logs and "Bearer ey" not in logs


def test_the_runtime_takes_nothing_but_the_gateway_s_signature(chain):
    with Connection(chain.ports["runtime"]) as connection:
        fields = {"Authorization": f"Bearer {token(chain)}"}
        answer = connection.post({"jsonrpc": "2.0", "id": 1, "method": "ping"}, fields, PATH)
    assert answer.status in (401, 403)


class Load:
    """Callers that send messages with texts of their own, until they are told to end."""

    def __init__(self, chain):
        self.chain = chain
        self.token = token(chain)
        self.chat = chat(chain)
        self.sent, self.refused, self.unanswered = [], [], []
        self.ends = threading.Event()
        self.threads = [threading.Thread(target=self.run, args=(n,)) for n in range(CALLERS)]

    def run(self, caller):
        number = 0
        while not self.ends.is_set():
            try:
                with Connection(self.chain.ports["gateway"]) as connection:
                    while not self.ends.is_set():
                        number += 1
                        self.send(connection, f"text {caller}.{number}.")
            except (OSError, EOFError):
                # The gateway itself is away for a moment.
                self.unanswered.append(f"text {caller}.{number}.")
                time.sleep(0.05)

    def send(self, connection, text):
        result = call(connection, self.token, SEND, {"to": self.chat, "text": text})
        (self.refused if result.get("isError") else self.sent).append(text)

    def until(self, more):
        """Waits for `more` further messages that arrived."""
        wanted, deadline = len(self.sent) + more, time.monotonic() + SECONDS
        while len(self.sent) < wanted:
            assert time.monotonic() < deadline, (len(self.sent), self.refused[-3:])
            time.sleep(0.02)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *exception):
        self.ends.set()
        for thread in self.threads:
            thread.join(SECONDS)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_each_part_may_be_started_again_under_load(chain, number):
    chain.stop("sandbox")
    chain.start("sandbox")
    with Load(chain) as load:
        load.until(CALLERS * 2)
        for name in ("runtime", "gateway"):
            chain.stop(name, number=number)
            chain.start(name)
            load.until(CALLERS * 2)
    assert not any(thread.is_alive() for thread in load.threads)
    texts = arrived(chain)
    assert not [text for text in load.sent if texts.count(text) != 1]
    assert not [text for text in texts if texts.count(text) > 1]

    with Load(chain) as load:
        load.until(CALLERS)
        chain.stop("sandbox", number=number)
        chain.start("sandbox")
        load.until(CALLERS)


def arrived(chain):
    """The texts of all messages that the local Lark holds, asked without Toolrack."""
    chosen = f"container_id_type=chat&container_id={chat(chain)}&page_size=50"
    texts, page = [], ""
    while page is not None:
        token = f"&page_token={urllib.parse.quote(page)}" if page else ""
        data = asked(chain, f"/im/v1/messages?{chosen}{token}")
        texts += [item["body"]["content"] for item in data["items"]]
        page = data.get("page_token") if data["has_more"] else None
    return re.findall(r"text \d+\.\d+\.", "\n".join(texts))


def chat(chain):
    """The id of the chat."""
    items = asked(chain, "/im/v1/chats?page_size=100")["items"]
    [found] = [item["chat_id"] for item in items if CHAT in item["name"]]
    return found


def asked(chain, path):
    """What the local Lark answers to the app itself."""
    login = {"app_id": APP, "app_secret": SECRET}
    token = exchange(chain, "/auth/v3/tenant_access_token/internal", login)["tenant_access_token"]
    return exchange(chain, path, Authorization=f"Bearer {token}")["data"]


def exchange(chain, path, body=None, **fields):
    address = f"{chain.parts['sandbox'].url}/open-apis{path}"
    data = json.dumps(body).encode() if body else None
    fields = {"Content-Type": "application/json", **fields}
    with urllib.request.urlopen(urllib.request.Request(address, data, fields)) as response:
        return json.load(response)


def test_the_printed_curl_lines_work():
    demo = Demo("chain")
    try:
        text = demo.printed()
        assert "TOKEN=" in text, text + "\n".join(demo.errors)
        commands = text[text.index("TOKEN="):text.index("Ctrl-C")]
        answer = subprocess.run(
            ["bash", "-c", commands], capture_output=True, timeout=SECONDS, check=True
        ).stdout
        names = [tool["name"] for tool in json.loads(answer)["result"]["tools"]]
        assert SEND in names and f"{TARGET}___echo_text" in names
    finally:
        demo.end()


def test_the_scope_is_needed(chain):
    secret = run(
        "client", "add", "stranger", "--secret", "--scope", "other",
        "--config", CONFIGURATIONS / "gateway.json", environment=chain.environment,
    ).stdout.strip()
    form = f"grant_type=client_credentials&client_id=stranger&client_secret={secret}".encode()
    # The file of clients is looked at every second.
    foreign = eventually(lambda: log_in(chain, form).get("access_token"))
    with Connection(chain.ports["gateway"]) as connection:
        fields = {"Authorization": f"Bearer {foreign}"}
        answer = connection.post({"jsonrpc": "2.0", "id": 1, "method": "ping"}, fields)
    assert answer.status == 403
    assert "insufficient_scope" in answer.fields["www-authenticate"]
    assert SCOPE in answer.fields["www-authenticate"]
