"""Many Lark calls at once, what they said, and what the local Lark holds afterwards."""

import json
import random
import urllib.parse
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from lark import APP, SECRET

CLIENTS = 64
CHATS = 16
SEED = 20_260_301


@dataclass
class Outcome:
    """What the caller of one call was told; no text where the connection ended."""

    marker: str
    text: str | None
    failed: bool

    @property
    def is_unclear(self) -> bool:
        """Whether it was told that the call may have taken effect all the same."""
        return self.text is None or "not known" in self.text


class Truth:
    """What the local Lark holds, asked without the tools."""

    def __init__(self, rack):
        self.rack = rack
        self.url = rack.sandbox.url
        body = {"app_id": APP, "app_secret": SECRET}
        path = "/open-apis/auth/v3/tenant_access_token/internal"
        self.token = None
        self.log_in = lambda: self.ask("POST", path, body)["tenant_access_token"]
        self.token = self.log_in()

    def revoke_tokens(self):
        """Every token of the app is void from now on, this one's too."""
        self.rack.control(revoke_tokens=True)
        self.token = None
        self.token = self.log_in()

    def ask(self, method: str, path: str, body=None) -> dict:
        fields = {"Content-Type": "application/json"}
        if self.token:
            fields["Authorization"] = f"Bearer {self.token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, fields, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            whole = json.load(answer)
        assert whole["code"] == 0, whole
        return whole.get("data", whole)

    def items(self, method: str, path: str, body=None) -> list[dict]:
        """Of all pages."""
        found, page = [], ""
        while True:
            mark = "&" if "?" in path else "?"
            data = self.ask(method, f"{path}{mark}{page}", body)
            found += data.get("items") or []
            if not data.get("has_more"):
                return found
            page = f"page_token={data['page_token']}"


class Work:
    """What a client does, where the local Lark is asked for it, and what came of it."""

    # At once where every attempt fails, so that pauses and turns are over before the calls end.
    patient_clients = CLIENTS
    # Of requests, each of another call.
    first_requests = CLIENTS


class Messages(Work):
    """Messages to a few chats, since each chat takes five a second."""

    tool, method, path = "send_message", "POST", "/open-apis/im/v1/messages"

    def __init__(self, rack, truth):
        self.rack, self.truth = rack, truth
        path = "/open-apis/im/v1/chats"
        self.chats = [
            truth.ask("POST", path, {"name": f"群 {number}"})["chat_id"] for number in range(CHATS)
        ]

    def arguments(self, number: int, marker: str) -> dict:
        return {"to": self.chats[number % CHATS], "text": marker}

    def stored(self) -> Counter:
        found = [one for chat in self.chats for one in self.rack.messages(chat)]
        texts = [json.loads(one["body"]["content"]).get("text") for one in found]
        return Counter(text for text in texts if text and text.startswith("m-"))


class Replies(Messages):
    """Answers to one message in each of the chats."""

    def __init__(self, rack, truth):
        super().__init__(rack, truth)
        path = "/open-apis/im/v1/messages?receive_id_type=chat_id"
        content = json.dumps({"text": "question"})
        self.questions = [
            truth.ask("POST", path, {"receive_id": c, "msg_type": "text", "content": content})
            for c in self.chats
        ]

    def arguments(self, number: int, marker: str) -> dict:
        return {"reply_to": self.questions[number % CHATS]["message_id"], "text": marker}


class Events(Work):
    """Events in the calendar of the bot."""

    tool, method, path = "create_event", "POST", "/open-apis/calendar/v4/calendars/"

    def __init__(self, rack, truth):
        self.truth = truth
        primary = truth.ask("POST", "/open-apis/calendar/v4/calendars/primary")
        self.calendar = primary["calendars"][0]["calendar"]["calendar_id"]
        # As it stands in requests, where it is encoded.
        self.path += f"{urllib.parse.quote(self.calendar, safe='')}/events"

    def arguments(self, number: int, marker: str) -> dict:
        start = f"2026-03-0{2 + number % 7}T{8 + number // 7:02}:00"
        return {"title": marker, "start": start, "calendar": self.calendar}

    def stored(self) -> Counter:
        items = self.truth.items("GET", f"{self.path}?page_size=500")
        return Counter(one["summary"] for one in items if one["summary"].startswith("m-"))


class Tasks(Work):
    """Tasks in a list of their own, ten a second."""

    patient_clients = 16

    tool, method, path = "create_task", "POST", "/open-apis/task/v2/tasks"

    def __init__(self, rack, truth):
        self.truth = truth
        made = truth.ask("POST", "/open-apis/task/v2/tasklists", {"name": "清单"})
        self.list = made["tasklist"]["guid"]

    def arguments(self, number: int, marker: str) -> dict:
        return {"title": marker, "tasklist": self.list}

    def stored(self) -> Counter:
        path = f"/open-apis/task/v2/tasklists/{self.list}/tasks?page_size=100"
        return Counter(one["summary"] for one in self.truth.items("GET", path))


class Records(Work):
    """Records of one table, which takes one write at a time: each call with all its attempts."""

    patient_clients = 2
    first_requests = 1

    tool, method = "create_records", "POST"

    def __init__(self, rack, truth):
        self.truth = truth
        base = truth.ask("POST", "/open-apis/bitable/v1/apps", {"name": "库"})["app"]["app_token"]
        table = {"name": "任务", "fields": [{"field_name": "Name", "type": 1}]}
        path = f"/open-apis/bitable/v1/apps/{base}/tables"
        self.table = truth.ask("POST", path, {"table": table})["table_id"]
        self.base = base
        self.path = f"{path}/{self.table}/records/batch_create"

    def arguments(self, number: int, marker: str) -> dict:
        return {"base": self.base, "table": self.table, "records": [{"Name": marker}]}

    def stored(self) -> Counter:
        path = self.path.replace("batch_create", "search?page_size=500")
        items = self.truth.items("POST", path, {})
        return Counter(one["fields"]["Name"][0]["text"] for one in items)


def call(rack, tool: str, arguments: dict, marker: str) -> Outcome:
    try:
        message = rack.raw(tool, arguments).message
    except (OSError, EOFError):
        return Outcome(marker, None, True)
    if "error" in message:
        return Outcome(marker, message["error"]["message"], True)
    result = message["result"]
    text = "\n".join(part.get("text", "") for part in result["content"])
    return Outcome(marker, text, bool(result.get("isError")))


def run(rack, work, each: int = 1, clients: int = CLIENTS) -> list[Outcome]:
    """Clients at once, each with so many calls one after the other."""

    def client(number: int) -> list[Outcome]:
        markers = [f"m-{number}-{turn} 你好 🚀" for turn in range(each)]
        return [call(rack, work.tool, work.arguments(number, m), m) for m in markers]

    with ThreadPoolExecutor(clients) as threads:
        return [outcome for outcomes in threads.map(client, range(clients)) for outcome in outcomes]


def check(outcomes: list[Outcome], stored: Counter):
    """Nothing lost, nothing there twice, and nobody told what is not so."""
    for outcome in outcomes:
        count = stored[outcome.marker]
        if not outcome.failed:
            assert count == 1, f"there {count} times: {outcome}"
        elif outcome.is_unclear:
            assert count <= 1, f"there {count} times: {outcome}"
        else:
            assert count == 0, f"there, although it was said to have failed: {outcome}"
    assert set(stored) <= {outcome.marker for outcome in outcomes}


def scattered(work, faults: list[str], among: int, count: int) -> list[dict]:
    """Faults for some of the first requests, the same ones on each run."""
    chance = random.Random(SEED)
    places = sorted(chance.sample(range(among), count))
    # An entry does not see the requests that those before it have taken.
    return [
        {"fault": chance.choice(faults), "method": work.method, "path": work.path,
         "after": place - taken}
        for taken, place in enumerate(places)
    ]
