"""The Everything plugin as other people's clients meet it: servers, what they say, who answers."""

import asyncio
import time
from dataclasses import dataclass, field

import mcp
import mcp_types as types
import pytest
from everything import AUDIO, IMAGE, configuration
from mcp.client.stdio import StdioServerParameters
from recorder import Recorder
from schemas import MODERN
from toolrack import EXECUTABLE, Toolrack, write_configuration

SECONDS = 30
SOON_SECONDS = 5

WORKER, IN_PROCESS = ISOLATIONS = ("worker", "in-process")
DYNAMIC_TOOL, DYNAMIC_PROMPT = "test_dynamic_tool", "test_dynamic_prompt"
DYNAMIC_RESOURCE, WATCHED = "test://dynamic-resource", "test://watched-resource"

TOOLS = {
    "test_simple_text",
    "test_image_content",
    "test_audio_content",
    "test_embedded_resource",
    "test_multiple_content_types",
    "test_error_handling",
    "test_tool_with_progress",
    "test_tool_with_logging",
    "test_logging_tool",
    "test_reconnection",
    "test_sampling",
    "test_elicitation",
    "test_elicitation_sep1034_defaults",
    "test_elicitation_sep1330_enums",
    "test_input_required_result_elicitation",
    "test_input_required_result_sampling",
    "test_input_required_result_list_roots",
    "test_input_required_result_request_state",
    "test_input_required_result_multiple_inputs",
    "test_input_required_result_multi_round",
    "test_input_required_result_tampered_state",
    "test_input_required_result_capabilities",
    "test_streaming_elicitation",
    "test_missing_capability",
    "test_x_mcp_header",
    "json_schema_2020_12_tool",
    "test_trigger_tool_change",
    "test_trigger_prompt_change",
    "test_trigger_resource_change",
    "test_trigger_resource_update",
    "greet",
    "slow_compute",
    "failing_job",
    "protocol_error_job",
    "confirm_delete",
    "multi_input",
    "test_tool_with_task",
}
PROMPTS = {
    "test_simple_prompt": [],
    "test_prompt_with_arguments": ["arg1", "arg2"],
    "test_prompt_with_embedded_resource": ["resourceUri"],
    "test_prompt_with_image": [],
    "test_input_required_result_prompt": [],
}
RESOURCES = {
    "test://static-text": ("static-text", "text/plain"),
    "test://static-binary": ("static-binary", "image/png"),
    WATCHED: ("watched-resource", "text/plain"),
}
TEMPLATE = "test://template/{id}/data"


def text(content: str) -> dict:
    return {"type": "text", "text": content}


def embedded(uri: str, kind: str, content: str) -> dict:
    return {"type": "resource", "resource": {"uri": uri, "mimeType": kind, "text": content}}


PNG = {"type": "image", "data": IMAGE, "mimeType": "image/png"}

# What the tools without arguments answer whoever asks them.
CONTENT = {
    "test_simple_text": [text("This is a simple text response for testing.")],
    "test_image_content": [PNG],
    "test_audio_content": [{"type": "audio", "data": AUDIO, "mimeType": "audio/wav"}],
    "test_embedded_resource": [
        embedded(
            "test://embedded-resource", "text/plain", "This is an embedded resource content."
        )
    ],
    "test_multiple_content_types": [
        text("Multiple content types test:"),
        PNG,
        embedded(
            "test://mixed-content-resource", "application/json", '{"test":"data","value":123}'
        ),
    ],
}
# Arguments, and the content of the messages, which all come from the user.
MESSAGES = {
    "test_simple_prompt": (None, [text("This is a simple prompt for testing.")]),
    "test_prompt_with_arguments": (
        {"arg1": "häßlich", "arg2": "'quoted'"},
        [text("Prompt with arguments: arg1='häßlich', arg2=''quoted''")],
    ),
    "test_prompt_with_embedded_resource": (
        {"resourceUri": "test://some/where"},
        [
            embedded("test://some/where", "text/plain", "Embedded resource content for testing."),
            text("Please process the embedded resource above."),
        ],
    ),
    "test_prompt_with_image": (None, [PNG, text("Please analyze the image above.")]),
}
# Reference, argument, the beginning that was typed, and what it may become.
COMPLETIONS = [
    ("prompt", "test_prompt_with_arguments", "arg1", "par", ["paris", "park", "party"]),
    ("prompt", "test_prompt_with_arguments", "arg1", "park", ["park"]),
    ("prompt", "test_prompt_with_arguments", "arg1", "PAR", []),
    ("prompt", "test_prompt_with_arguments", "arg2", "", []),
    ("template", TEMPLATE, "id", "12", ["123", "124"]),
    ("template", TEMPLATE, "id", "", ["123", "124", "200"]),
]

DEFAULTS = {
    "name": {"type": "string", "default": "John Doe"},
    "age": {"type": "integer", "default": 30},
    "score": {"type": "number", "default": 95.5},
    "status": {
        "type": "string", "enum": ["active", "inactive", "pending"], "default": "active"
    },
    "verified": {"type": "boolean", "default": True},
}


def titled(word: str) -> list[dict]:
    ordinals = ["First", "Second", "Third"]
    return [
        {"const": f"value{n}", "title": f"{ordinal} {word}"}
        for n, ordinal in enumerate(ordinals, 1)
    ]


OPTIONS = {"type": "string", "enum": ["option1", "option2", "option3"]}
ENUMS = {
    "untitledSingle": OPTIONS,
    "titledSingle": {"type": "string", "oneOf": titled("Option")},
    "legacyEnum": {
        "type": "string",
        "enum": ["opt1", "opt2", "opt3"],
        "enumNames": ["Option One", "Option Two", "Option Three"],
    },
    "untitledMulti": {"type": "array", "items": OPTIONS},
    "titledMulti": {"type": "array", "items": {"anyOf": titled("Choice")}},
}

SCHEMA_TOOL = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "$defs": {
        "address": {
            "$anchor": "addressDef",
            "type": "object",
            "properties": {"street": {"type": "string"}, "city": {"type": "string"}},
        }
    },
    "properties": {
        "name": {"type": "string"},
        "address": {"$ref": "#/$defs/address"},
        "contactMethod": {"type": "string", "enum": ["phone", "email"]},
        "phone": {"type": "string"},
        "email": {"type": "string"},
    },
    "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
    "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
    "then": {"required": ["phone"]},
    "else": {"required": ["email"]},
    "additionalProperties": False,
}
SCHEMA_TOOL_VALID = {
    "name": "Ada",
    "address": {"street": "1 Main Street", "city": "London"},
    "contactMethod": "phone",
    "phone": "1815",
}
# What the schema refuses, and a word that the refusal cannot do without.
SCHEMA_TOOL_INVALID = [
    ({}, "phone"),
    ({**SCHEMA_TOOL_VALID, "address": {"street": 1}}, "/address/street"),
    ({"contactMethod": "phone", "email": "ada@example.com"}, "phone"),
    ({"contactMethod": "letter", "email": "ada@example.com"}, "/contactMethod"),
    ({**SCHEMA_TOOL_VALID, "surplus": True}, "surplus"),
]


@dataclass(frozen=True)
class Way:
    """How a client reaches the plugin."""

    mode: str
    transport: str
    isolation: str

    def __str__(self):
        return f"{self.mode}-{self.transport}-{self.isolation}"

    @property
    def is_legacy(self) -> bool:
        return self.mode == "legacy"

    @property
    def is_modern(self) -> bool:
        return not self.is_legacy

    @property
    def is_http(self) -> bool:
        return self.transport == "http"


WAYS = [
    Way(mode, transport, WORKER)
    for mode in ("auto", "legacy", MODERN)
    for transport in ("http", "stdio")
] + [Way("legacy", "http", IN_PROCESS), Way(MODERN, "http", IN_PROCESS)]


def ways(which=lambda way: True):
    """Runs a test once for each way that fits."""
    return pytest.mark.parametrize("way", list(filter(which, WAYS)), ids=str)


@pytest.fixture(scope="module")
def racks(tmp_path_factory):
    """The running server of an isolation, started when it is first asked for."""
    running = {}

    def rack(isolation: str) -> Toolrack:
        if isolation not in running:
            folder = tmp_path_factory.mktemp(isolation)
            running[isolation] = Toolrack(folder, configuration(folder, isolation))
        return running[isolation]

    yield rack
    for one in running.values():
        one.assert_running()
        assert one.stop() == 0


@pytest.fixture
def server(way, racks, recorded, tmp_path):
    """What the official client connects to: a URL, or a command."""
    if way.is_http:
        return recorded.url(racks(way.isolation).url)
    path = write_configuration(tmp_path, configuration(tmp_path, way.isolation))
    command, *arguments = recorded.command(EXECUTABLE, "stdio", "--config", path)
    return StdioServerParameters(command=command, args=arguments)


@pytest.fixture
def client_of(way, server):
    """Makes official clients of the way's mode."""
    return lambda **options: mcp.Client(server, mode=way.mode, **options)


def conversation(client, talk):
    """Runs a whole conversation within its time limit, and answers what it came to."""

    async def bounded():
        async with asyncio.timeout(SECONDS):
            async with client:
                return await talk(client)

    return asyncio.run(bounded())


async def soon(answers, seconds=SOON_SECONDS):
    """Waits until `answers` returns something true, and returns what it returned last."""
    deadline = time.monotonic() + seconds
    while not (answer := answers()) and time.monotonic() < deadline:
        await asyncio.sleep(0.005)
    return answer


async def get_streams(recorded: Recorder, count: int):
    """Until so many legacy clients have their GET stream; nothing sent before would reach them."""

    def are_open():
        opened = [one for one in recorded.exchanges if not one.sent and one.answer_fields]
        kinds = [one.answer_fields.get("content-type", "") for one in opened]
        return sum(kind.startswith("text/event-stream") for kind in kinds) >= count

    assert await soon(are_open), f"no {count} GET streams"


async def refused(call) -> types.ErrorData:
    """The error that a call is answered with."""
    with pytest.raises(mcp.MCPError) as raised:
        await call
    return raised.value.error


def wire(value):
    """A model of the SDK, or a list of them, as JSON has it."""
    if isinstance(value, list):
        return [wire(one) for one in value]
    return value.model_dump(mode="json", by_alias=True, exclude_none=True)


def first_text(result) -> str:
    assert result.content[0].type == "text", result
    return result.content[0].text


def without_descriptions(value):
    """A schema without the words that are free."""
    if isinstance(value, dict):
        return {
            name: without_descriptions(one)
            for name, one in value.items()
            if not (name == "description" and isinstance(one, str))
        }
    return [without_descriptions(one) for one in value] if isinstance(value, list) else value


FORMS = {
    "What is your name?": {"name": "Ada"},
    "Step 1: What is your name?": {"name": "Ada"},
    "Step 2: What is your favorite color?": {"color": "teal"},
    "What context should the prompt use?": {"context": "a rainy day"},
}
ROOTS = ["file:///home/ada", "file:///srv/engine"]


@dataclass
class Person:
    """Answers whatever a server asks, and keeps what it was asked and told."""

    answer: str = "Paris, of course"
    form: dict | None = None
    action: str = "accept"
    asked: list = field(default_factory=list)
    keys: list = field(default_factory=list)
    logged: list = field(default_factory=list)
    steps: list = field(default_factory=list)
    told: list = field(default_factory=list)

    async def sample(self, context, params):
        self._note(context, "sampling/createMessage", params)
        content = types.TextContent(type="text", text=self.answer)
        return types.CreateMessageResult(role="assistant", model="a person", content=content)

    async def elicit(self, context, params):
        self._note(context, "elicitation/create", params)
        if self.action != "accept":
            return types.ElicitResult(action=self.action)
        schema = params.requested_schema
        form = self.form or FORMS.get(params.message) or {
            name: {"boolean": True}.get(one["type"], f"my {name}")
            for name, one in schema["properties"].items()
        }
        return types.ElicitResult(action="accept", content=form)

    async def roots(self, context):
        self._note(context, "roots/list", None)
        return types.ListRootsResult(roots=[types.Root(uri=uri) for uri in ROOTS])

    async def log(self, params):
        self.logged.append((params.level, params.data))

    async def progress(self, progress, total, message):
        self.steps.append((progress, total, message))

    async def tell(self, message):
        self.told.append(message)

    def _note(self, context, method, params):
        self.keys.append(context.request_id)
        self.asked.append((method, params and wire(params)))

    @property
    def methods(self) -> list[str]:
        return [method for method, _ in self.asked]

    @property
    def everything(self) -> dict:
        """The options of a client that can be asked whatever there is."""
        return {
            "sampling_callback": self.sample,
            "elicitation_callback": self.elicit,
            "list_roots_callback": self.roots,
        }
