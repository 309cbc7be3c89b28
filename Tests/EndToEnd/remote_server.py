"""An MCP server written with somebody else's library, to stand behind the Remote plugin.

    remote_server.py fastmcp|mcp|mcp1 stdio|PORT

`mcp1` is the library of the older era and needs an environment of its own."""

import asyncio
import os
import signal
import sys
from pathlib import Path

KIND, TRANSPORT = sys.argv[1:]

if KIND == "fastmcp":
    from fastmcp import Context, FastMCP as Server
    from mcp_types import ToolListChangedNotification
elif KIND == "mcp":
    from mcp.server import MCPServer as Server
    from mcp.server.mcpserver import Context
else:
    from mcp.server.fastmcp import Context, FastMCP as Server

if TRANSPORT != "stdio":
    os.dup2(2, 1)  # The log of requests goes where the other one goes.

options = {}
if KIND == "mcp1" and TRANSPORT != "stdio":
    from mcp.server.streamable_http import EventMessage, EventStore

    class Events(EventStore):
        """Everything that was ever sent, so that a stream can be gone on with."""

        def __init__(self):
            self.sent = []

        async def store_event(self, stream_id, message):
            self.sent.append((stream_id, message))
            return str(len(self.sent))

        async def replay_events_after(self, last_event_id, send_callback):
            last = int(last_event_id)
            stream = self.sent[last - 1][0]
            for number, (stream_id, message) in enumerate(self.sent[last:], last + 1):
                if stream_id == stream and message is not None:
                    await send_callback(EventMessage(message, str(number)))
            return stream

    options = {"port": int(TRANSPORT), "event_store": Events(), "retry_interval": 50}

server = Server("others", instructions="Be kind.", **options)


@server.tool()
def echo(text: str) -> str:
    return text


@server.tool()
async def steps(ctx: Context) -> str:
    """Tells of its progress and writes to the log."""
    for done in (1, 2, 3):
        await ctx.report_progress(done, 3, f"step {done}")
        await ctx.info(f"at {done}")
    return "done"


@server.tool()
async def leave(ctx: Context) -> str:
    """Closes the stream on which its answer is awaited, where that can be gone on with."""
    await ctx.report_progress(1, 2, "before")
    if KIND == "mcp1":
        await ctx.close_sse_stream()
    await asyncio.sleep(0.2)
    await ctx.report_progress(2, 2, "after")
    return "back"


@server.tool()
async def wait(file: str) -> str:
    """Says in a file that it began, and that it was cancelled."""
    path = Path(file)
    path.write_text("began")
    try:
        await asyncio.sleep(600)
    except asyncio.CancelledError:
        path.write_text("cancelled")
        raise
    return "over"


@server.tool()
async def grow(ctx: Context) -> str:
    """Offers one tool more from now on, and says so."""

    def grown() -> str:
        return "grown"

    if KIND == "fastmcp":
        server.tool(grown)
        await ctx.send_notification(ToolListChangedNotification())
    else:
        server.add_tool(grown)
        if KIND == "mcp":
            await ctx.notify_tools_changed()
        else:
            await ctx.session.send_tool_list_changed()
    return "ok"


@server.tool()
def process() -> dict[str, int]:
    return {"pid": os.getpid(), "group": os.getpgid(0)}


@server.tool()
def die() -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return "never"


@server.resource("others://text")
def text() -> str:
    return "some text"


@server.prompt()
def ask(topic: str) -> str:
    return f"What about {topic}?"


if TRANSPORT == "stdio":
    server.run(transport="stdio", **({"show_banner": False} if KIND == "fastmcp" else {}))
elif KIND == "fastmcp":
    server.run(transport="http", port=int(TRANSPORT), show_banner=False)
elif KIND == "mcp":
    server.run(transport="streamable-http", port=int(TRANSPORT))
else:
    server.run(transport="streamable-http")
