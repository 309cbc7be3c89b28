"""What clients and a server said to each other, and whether the server may have said it."""

import json
from dataclasses import dataclass, field

import schemas
from schemas import LEGACY, MODERN

VERSION_KEY = "io.modelcontextprotocol/protocolVersion"


@dataclass
class Exchange:
    """One HTTP request and its response, or all that one stdio process read and wrote."""

    fields: dict[str, str] = field(default_factory=dict)
    answer_fields: dict[str, str] = field(default_factory=dict)
    sent: list[bytes] = field(default_factory=list)
    received: list[bytes] = field(default_factory=list)
    process: str | None = None

    @property
    def session(self) -> str | None:
        """Whom messages belong to that come with another exchange than their request."""
        name = "mcp-session-id"
        return self.process or self.answer_fields.get(name) or self.fields.get(name)


class Transcript:
    """The exchanges of any number of clients with servers. Checks them in whatever order they
    were written down, for exchanges run side by side."""

    def __init__(self, exchanges: list[Exchange]):
        self.parts = [_Part(exchange) for exchange in exchanges]

    def check(self) -> int:
        """Fails at the first server message that breaks its schema or that answers nothing; how
        many messages there were."""
        count = 0
        for part in self.parts:
            for message in part.received:
                assert isinstance(message, dict), f"no message: {message!r}"
                self._check(part, message)
                count += 1
        return count

    def _check(self, part: "_Part", message: dict):
        if "method" in message or message.get("id") is None:
            schemas.check_message(message, self._revision(part), None)
            return
        request = self._take(part, message)
        revision = _revision_of(request, message) or self._settled(part)
        schemas.check_message(message, revision, request["method"])

    def _take(self, part: "_Part", message: dict) -> dict:
        """The request that is answered; it is not answered twice."""
        family = [other for other in self.parts if other.belongs_with(part)]
        for candidate in [part, *family]:
            for request in candidate.unanswered:
                if _same(request["id"], message["id"]):
                    candidate.unanswered.remove(request)
                    return request
        raise AssertionError(f"the answer to no open request: {json.dumps(message)[:2000]}")

    def _revision(self, part: "_Part") -> str:
        """Of a message that answers no request."""
        if not any(request["method"] == "initialize" for request in part.requests):
            for request in part.requests:
                if revision := _revision_of(request, {}):
                    return revision
        return self._settled(part)

    def _settled(self, part: "_Part") -> str:
        """What `initialize` settled on, for the part's session or for all that have none."""
        family = [part] + [o for o in self.parts if o.exchange.session == part.exchange.session]
        settled = {version for other in family for version in other.settled}
        header = part.exchange.fields.get("mcp-protocol-version")
        if header == MODERN or not settled:
            return header if header in LEGACY else MODERN
        assert header is None or header in settled, f"{header} follows initialize of {settled}"
        assert header or len(settled) == 1, f"no telling which one of {settled} this speaks"
        return header or settled.pop()


class _Part:
    """An exchange with its messages parsed."""

    def __init__(self, exchange: Exchange):
        self.exchange = exchange
        self.received = [one for text in exchange.received for one in _values(text)]
        sent = [one for text in exchange.sent for one in _lenient(text)]
        self.requests = [one for one in sent if "method" in one and one.get("id") is not None]
        self.unanswered = list(self.requests)
        self.settled = [
            message["result"]["protocolVersion"]
            for request in self.requests if request["method"] == "initialize"
            for message in self.received
            if _same(message.get("id"), request["id"]) and "result" in message
        ]

    def belongs_with(self, other: "_Part") -> bool:
        session = self.exchange.session
        return session is not None and session == other.exchange.session


def _revision_of(request: dict, answer: dict) -> str | None:
    """What the request or its answer says; None: whatever its session speaks."""
    params = request.get("params") or {}
    if request["method"] == "initialize":
        if "result" in answer:
            return answer["result"].get("protocolVersion")
        wanted = params.get("protocolVersion")
        return wanted if wanted in LEGACY else LEGACY[0]
    version = params.get("_meta", {}).get(VERSION_KEY)
    # One that does not exist is refused by the rules of the revision that has such a member.
    return version and MODERN


def _same(one, other) -> bool:
    """JSON tells 1 from true and from "1"."""
    return json.dumps(one) == json.dumps(other)


def _values(text: bytes) -> list:
    """The messages of one text from the server, each of a batch for itself."""
    try:
        value = json.loads(text, parse_constant=_refuse)
    except ValueError as error:
        raise AssertionError(f"the server sent no JSON: {error}: {text[:2000]!r}") from None
    return value if isinstance(value, list) else [value]


def _lenient(text: bytes) -> list:
    """Clients may send what is no message; then there is nothing to answer."""
    try:
        value = json.loads(text)
    except ValueError:
        return []
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def _refuse(constant: str):
    raise ValueError(f"{constant} is no JSON value")
