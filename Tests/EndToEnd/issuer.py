"""An issuer of tokens on the loopback: its documents, and tokens made by PyJWT."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

DISCOVERY = "/.well-known/openid-configuration"
KEYS = "/keys"


class Issuer:
    """Serves a discovery document and a key set; counts who asks for them."""

    def __init__(self):
        self.keys = {"rsa": rsa.generate_private_key(public_exponent=65537, key_size=2048)}
        self.keys["ec"] = ec.generate_private_key(ec.SECP256R1())
        self.asked = []
        self.status = 200
        # Cleared: whoever asks has to wait.
        self.answers = threading.Event()
        self.answers.set()
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                issuer.asked.append(self.path)
                issuer.answers.wait()
                status, fields, body = issuer.answer(self.path)
                self.send_response(status)
                for name, value in fields.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/pool"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, path):
        """Status, further header fields and body."""
        return self.status, {}, json.dumps(self.document(path)).encode()

    def document(self, path):
        if path.endswith(KEYS):
            return {"keys": [self.public(name) for name in self.keys]}
        return {"issuer": self.url, "jwks_uri": self.url + KEYS}

    def public(self, name):
        key = self.keys[name]
        kind = RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else ECAlgorithm
        return {**kind.to_jwk(key.public_key(), as_dict=True), "kid": name, "use": "sig"}

    @property
    def discovery_url(self):
        return self.url + DISCOVERY

    def claims(self, **changes):
        now = int(time.time())
        claims = {
            "iss": self.url,
            "sub": "agent",
            "client_id": "agent",
            "token_use": "access",
            "scope": "tools/call",
            "iat": now,
            "exp": now + 3600,
        }
        claims.update(changes)
        return {name: value for name, value in claims.items() if value is not None}

    def token(self, key="rsa", kid=None, headers=None, **changes):
        algorithm = "RS256" if isinstance(self.keys[key], rsa.RSAPrivateKey) else "ES256"
        return jwt.encode(
            self.claims(**changes),
            self.keys[key],
            algorithm=algorithm,
            headers={"kid": kid or key, **(headers or {})},
        )

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.answers.set()
        self.server.shutdown()
        self.server.server_close()
