"""Issuers that do not answer as they should: nobody is let in by them, nor waits for long."""

import json
import time

import pytest
from issuer import KEYS, Issuer
from test_access_tokens import ask, configuration
from toolrack import Toolrack

# One document may take 5 s, and both are tried once more.
LONGEST_SECONDS = 20
LARGEST_KEY_SET = 262_144
HTML = b"<!DOCTYPE html><html><body>Please log in.</body></html>"


class FaultyIssuer(Issuer):
    """Answers with other bytes in place of one of its documents, or sends elsewhere."""

    def __init__(self):
        self.faults = {}
        super().__init__()

    def answer(self, path):
        for end, (status, fields, body) in self.faults.items():
            if path.endswith(end):
                return status, fields, body
        return super().answer(path)


def padded(issuer):
    """The right key set, and more of it than is read."""
    document = json.dumps({**issuer.document(KEYS), "x": "x" * LARGEST_KEY_SET})
    return document.encode()


FAULTS = {
    "HTML for the discovery document": ("configuration", HTML),
    "HTML for the keys": (KEYS, HTML),
    "nothing": (KEYS, b""),
    "half of it": (KEYS, b'{"keys": [{"kty": "RSA"'),
    "a list": ("configuration", b"[]"),
    "no address of the keys": ("configuration", b'{"issuer": "x"}'),
    "another issuer": (
        "configuration",
        b'{"issuer": "https://a.example", "jwks_uri": "https://a.example/keys"}',
    ),
    "too much": (KEYS, padded),
}


@pytest.mark.parametrize("path, body", FAULTS.values(), ids=FAULTS)
def test_documents_that_are_none_let_nobody_in(tmp_path, path, body):
    with FaultyIssuer() as issuer:
        issuer.faults[path] = (200, {}, body(issuer) if callable(body) else body)
        with Toolrack(tmp_path, configuration(tmp_path, issuer)) as rack:
            response = ask(rack, issuer.token())
            assert response.status == 503
            assert 0 < int(response.fields["retry-after"]) <= 10
            assert rack.wait_for_line(lambda line: "could not be fetched" in line)
            # Whatever was wrong, right documents mend it.
            issuer.faults.clear()
            deadline = time.monotonic() + LONGEST_SECONDS
            while ask(rack, issuer.token()).status != 200:
                assert time.monotonic() < deadline
                time.sleep(0.2)


@pytest.mark.parametrize("path", ["configuration", KEYS])
def test_nobody_else_may_answer_in_place_of_the_issuer(tmp_path, path):
    """A redirect to somebody else's keys, reached without https or not, is not followed."""
    with Issuer() as other, FaultyIssuer() as issuer:
        issuer.faults[path] = (302, {"Location": other.url + "/keys"}, b"")
        with Toolrack(tmp_path, configuration(tmp_path, issuer)) as rack:
            for one in (issuer, other):
                assert ask(rack, one.token(iss=issuer.url)).status == 503
            assert not other.asked


def test_an_issuer_that_does_not_answer_is_not_waited_for_long(tmp_path):
    with Issuer() as issuer:
        issuer.answers.clear()
        with Toolrack(tmp_path, configuration(tmp_path, issuer)) as rack:
            response = ask(rack, issuer.token())
            assert response.status == 503 and int(response.fields["retry-after"]) <= 10


def test_an_issuer_that_is_not_there(tmp_path):
    with Issuer() as issuer:
        settings = configuration(tmp_path, issuer)
    with Toolrack(tmp_path, settings) as rack:
        response = ask(rack, issuer.token())
        assert response.status == 503 and int(response.fields["retry-after"]) <= 10
        assert ask(rack).status == 401
