"""Talks to the Everything plugin with langchain-mcp-adapters, and prints what it saw as JSON.

    langchain_client.py URL

It runs in an environment of its own: these adapters still need version 1 of `mcp`, which speaks
nothing later than 2025-11-25."""

import asyncio
import json
import sys
import time

from langchain_mcp_adapters.callbacks import Callbacks
from langchain_mcp_adapters.client import MultiServerMCPClient
from langchain_mcp_adapters.resources import load_mcp_resources
from langchain_mcp_adapters.tools import load_mcp_tools
from mcp import McpError, types

SERVER = "everything"
SECONDS = 5
CONTENT_TOOLS = [
    "test_simple_text",
    "test_image_content",
    "test_embedded_resource",
    "test_multiple_content_types",
    "test_error_handling",
    "test_tool_with_progress",
    "test_tool_with_logging",
    "test_reconnection",
]
ASKING_CALLS = [
    ("test_sampling", {"prompt": "What is it?"}),
    ("test_elicitation", {"message": "Who?"}),
    ("test_elicitation_sep1034_defaults", {}),
    ("test_elicitation_sep1330_enums", {}),
    ("test_input_required_result_list_roots", {}),
    ("test_input_required_result_multi_round", {}),
]
TRIGGERS = ["tool_change", "prompt_change", "resource_change", "resource_update"]


class Seen:
    """All that the client was asked and told."""

    def __init__(self):
        self.progress, self.logs, self.asked, self.told = [], [], [], []

    async def on_progress(self, progress, total, message, context):
        self.progress.append([progress, total, message, context.tool_name])

    async def on_log(self, params, context):
        self.logs.append([params.level, params.data])

    async def on_elicitation(self, mcp_context, params, context):
        self.asked.append(["elicitation", params.message, params.requestedSchema])
        names = params.requestedSchema["properties"]
        known = ("username", "email", "name", "context")
        content = {name: f"my {name}" for name in names if name in known}
        if "color" in names:
            content["color"] = "teal"
        return types.ElicitResult(action="accept", content=content)

    async def on_sampling(self, context, params):
        self.asked.append(["sampling", params.messages[0].content.text, params.maxTokens])
        content = types.TextContent(type="text", text="Paris, of course")
        return types.CreateMessageResult(role="assistant", content=content, model="a person")

    async def on_roots(self, context):
        self.asked.append(["roots"])
        return types.ListRootsResult(roots=[types.Root(uri="file:///home/ada")])

    async def on_message(self, message):
        if isinstance(message, types.ServerNotification):
            self.told.append(message.root.method)


def client_of(url: str, seen: Seen | None = None) -> MultiServerMCPClient:
    connection = {"transport": "http", "url": url}
    if seen is None:
        return MultiServerMCPClient({SERVER: connection})
    connection["session_kwargs"] = {
        "sampling_callback": seen.on_sampling,
        "list_roots_callback": seen.on_roots,
        "message_handler": seen.on_message,
    }
    callbacks = Callbacks(
        on_logging_message=seen.on_log,
        on_progress=seen.on_progress,
        on_elicitation=seen.on_elicitation,
    )
    return MultiServerMCPClient({SERVER: connection}, callbacks=callbacks)


async def invoke(tools: dict, name: str, arguments: dict) -> dict:
    """A tool as an agent calls it: the message that its model would read."""
    call = {"type": "tool_call", "id": name, "name": name, "args": arguments}
    message = await tools[name].ainvoke(call)
    content = message.content if isinstance(message.content, list) else [message.content]
    blocks = [{k: v for k, v in one.items() if k != "id"} if isinstance(one, dict) else one
              for one in content]
    return {"status": message.status, "content": blocks}


async def soon(answers):
    deadline = time.monotonic() + SECONDS
    while not answers() and time.monotonic() < deadline:
        await asyncio.sleep(0.01)


async def error_of(call) -> dict:
    try:
        await call
    except McpError as error:
        return {"code": error.error.code, "message": error.error.message, "data": error.error.data}
    raise AssertionError("no error came")


async def a_session_for_each_call(client, seen: Seen) -> dict:
    """As an agent does it that was given a URL and nothing else."""
    info = (await client.get_server_info())[SERVER]
    tools = {tool.name: tool for tool in await client.get_tools()}
    return {
        "version": info.protocolVersion,
        "capabilities": info.capabilities.model_dump(exclude_none=True),
        "tools": list(tools),
        "schema": tools["json_schema_2020_12_tool"].args_schema,
        "results": {name: await invoke(tools, name, {}) for name in CONTENT_TOOLS},
        "answers": {name: await invoke(tools, name, given) for name, given in ASKING_CALLS},
        "unfit": await invoke(tools, "json_schema_2020_12_tool", {}),
        "side_by_side": await asyncio.gather(
            *(invoke(tools, "test_tool_with_progress", {}) for _ in range(5))
        ),
        "prompts": {
            "test_simple_prompt": await messages(client, "test_simple_prompt"),
            "test_prompt_with_arguments": await messages(
                client, "test_prompt_with_arguments", arg1="a", arg2="b"
            ),
            "test_input_required_result_prompt": await messages(
                client, "test_input_required_result_prompt"
            ),
        },
        "resources": [
            {"uri": str(blob.metadata["uri"]), "kind": blob.mimetype, "size": len(blob.as_bytes())}
            for blob in await client.get_resources(SERVER)
        ],
    }


async def messages(client, name: str, **arguments) -> list:
    got = await client.get_prompt(SERVER, name, arguments=arguments or None)
    return [[message.type, message.content] for message in got]


async def one_session(client, url: str, seen: Seen) -> dict:
    """All that needs a session which lasts."""
    async with client.session(SERVER) as session:
        found = {
            "ping": (await session.send_ping()).model_dump(exclude_none=True),
            "audio": (await session.call_tool("test_audio_content")).model_dump(mode="json"),
            "unknown_tool": await error_of(session.call_tool("no_such_tool")),
            "unknown_resource": await error_of(session.read_resource("test://nothing")),
            "unknown_prompt": await error_of(session.get_prompt("no_such_prompt")),
            "filled_template": [
                blob.as_string()
                for blob in await load_mcp_resources(session, uris="test://template/123/data")
            ],
            "completed": (
                await session.complete(
                    types.PromptReference(type="ref/prompt", name="test_prompt_with_arguments"),
                    {"name": "arg1", "value": "par"},
                )
            ).completion.values,
        }
        seen.logs.clear()
        await session.set_logging_level("error")
        await session.call_tool("test_tool_with_logging")
        found["logs_at_error"] = list(seen.logs)
        found["changes"] = await changes(session, url, seen)
        return found


async def changes(session, url: str, seen: Seen) -> dict:
    """Another session changes things; this one hears of it, for as long as it wants to."""
    seen.told.clear()
    await session.subscribe_resource("test://watched-resource")
    async with client_of(url).session(SERVER) as other:
        # The stream for notifications opens in its own time: it is there once one came.
        while not seen.told:
            await other.call_tool("test_trigger_resource_update")
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.2)
        seen.told.clear()
        for trigger in TRIGGERS:
            await other.call_tool(f"test_trigger_{trigger}")
        await soon(lambda: len(seen.told) == 4)
        told, seen.told = seen.told, []
        tools = [tool.name for tool in await load_mcp_tools(session)]
        await session.unsubscribe_resource("test://watched-resource")
        for trigger in TRIGGERS:
            await other.call_tool(f"test_trigger_{trigger}")
        await soon(lambda: len(seen.told) == 3)
        return {"there": told, "tools": tools, "gone": seen.told}


async def without_answers(url: str) -> dict:
    """What a client is told that cannot be asked anything."""
    tools = {tool.name: tool for tool in await client_of(url).get_tools()}
    return {name: await invoke(tools, name, given) for name, given in ASKING_CALLS[:2]}


async def main(url: str) -> dict:
    seen = Seen()
    client = client_of(url, seen)
    found = await a_session_for_each_call(client, seen)
    found |= {"progress": list(seen.progress), "logs": list(seen.logs), "asked": list(seen.asked)}
    found |= await one_session(client, url, seen)
    return found | {"without_answers": await without_answers(url)}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(sys.argv[1])), default=str))
