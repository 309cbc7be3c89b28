#!/usr/bin/env python3
"""The peer: one tool that sends a message to Lark, from `fastmcp` and `lark-oapi` alone.

    python_server.py PORT LARK_URL APP_ID APP_SECRET [--new-client-per-request]

It is written for speed: the SDK's own asynchronous call, JSON answers, no sessions, no access log,
one process of uvicorn. The SDK opens a new HTTP client, and with it a new connection, for every
request; here one client keeps its connections for all of them, unless told to leave the SDK as it
is.
"""

import argparse
import contextlib
import json

import httpx
import lark_oapi as lark
from fastmcp import FastMCP
from fastmcp.exceptions import ToolError
from lark_oapi.api.im.v1 import CreateMessageRequest, CreateMessageRequestBody
from lark_oapi.core.http import transport

CONNECTIONS = 256

PREFIXES = {"oc_": "chat_id", "ou_": "open_id", "on_": "union_id"}


def keep_connections():
    """Every `async with httpx.AsyncClient()` of the SDK gets the same client, which stays open."""
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    client = httpx.AsyncClient(limits=limits)

    @contextlib.asynccontextmanager
    async def shared():
        yield client

    class Shared:
        AsyncClient = staticmethod(shared)

    transport.httpx = Shared


def server(client):
    mcp = FastMCP("lark")

    @mcp.tool
    async def lark_send_message(to: str, text: str) -> str:
        """Sends a Lark message to a person or a group as the app's bot."""
        kind = PREFIXES.get(to[:3], "email" if "@" in to else "user_id")
        body = (
            CreateMessageRequestBody.builder()
            .receive_id(to)
            .msg_type("text")
            .content(json.dumps({"text": text}, ensure_ascii=False))
            .build()
        )
        request = (
            CreateMessageRequest.builder().receive_id_type(kind).request_body(body).build()
        )
        response = await client.im.v1.message.acreate(request)
        if not response.success():
            raise ToolError(f"Lark refused: {response.code} {response.msg}")
        return f"Sent to {to}: {response.data.message_id} in chat {response.data.chat_id}."

    return mcp


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("port", type=int)
    options.add_argument("url")
    options.add_argument("app_id")
    options.add_argument("app_secret")
    options.add_argument("--new-client-per-request", action="store_true")
    chosen = options.parse_args()
    client = (
        lark.Client.builder()
        .app_id(chosen.app_id)
        .app_secret(chosen.app_secret)
        .domain(chosen.url)
        .log_level(lark.LogLevel.ERROR)
        .build()
    )
    if not chosen.new_client_per_request:
        keep_connections()
    server(client).run(
        transport="http", host="127.0.0.1", port=chosen.port, show_banner=False,
        stateless_http=True, json_response=True,
        uvicorn_config={"access_log": False, "log_level": "error"},
    )


if __name__ == "__main__":
    main()
