"""The official client logs in by itself: from the refusal by the metadata to a token."""

import anyio
import httpx2
import pytest
from mcp import Client
from mcp.client.auth import OAuthTokenError
from mcp.client.auth.extensions.client_credentials import ClientCredentialsOAuthProvider
from mcp.client.streamable_http import streamable_http_client
from own_issuer import OwnIssuer

SECONDS = 30


class Storage:
    """Keeps tokens for the length of a test."""

    def __init__(self):
        self.tokens = None

    async def get_tokens(self):
        return self.tokens

    async def set_tokens(self, tokens):
        self.tokens = tokens

    async def get_client_info(self):
        return None

    async def set_client_info(self, client_info):
        pass


@pytest.fixture(scope="module", params=["any scope", "one scope"])
def own(request, tmp_path_factory):
    own = OwnIssuer(tmp_path_factory.mktemp("own"), path="/pool")
    own.granted = "tools/call tools/read"
    if request.param == "one scope":
        discovery = own.url + "/.well-known/openid-configuration"
        own.access["jwt"] = {"discoveryUrl": discovery, "allowedScopes": ["tools/call"]}
        # The challenge names it, and the client asks for what it names.
        own.granted = "tools/call"
    own.secret = own.add()
    own.mcp = f"http://127.0.0.1:{own.port}/mcp"
    with own.start():
        yield own


async def tools(own, secret, storage, method):
    login = ClientCredentialsOAuthProvider(
        own.mcp, storage, "agent", secret, method, issuer=own.url
    )
    with anyio.fail_after(SECONDS):
        async with httpx2.AsyncClient(auth=login) as http:
            async with Client(streamable_http_client(own.mcp, http_client=http)) as client:
                return [tool.name for tool in (await client.list_tools()).tools]


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_the_client_logs_in_and_lists(own, method):
    storage = Storage()
    assert "mirror_request" in anyio.run(tools, own, own.secret, storage, method)
    assert storage.tokens.scope == own.granted
    assert storage.tokens.expires_in == 3600


def test_the_client_is_told_that_its_secret_is_wrong(own):
    wrong = "toolrack_secret_" + "A" * 43
    with pytest.raises(BaseException) as caught:
        anyio.run(tools, own, wrong, Storage(), "client_secret_basic")
    [problem] = leaves(caught.value)
    assert isinstance(problem, OAuthTokenError) and "invalid_client" in str(problem)


def leaves(problem):
    if isinstance(problem, BaseExceptionGroup):
        return [leaf for one in problem.exceptions for leaf in leaves(one)]
    return [problem]
