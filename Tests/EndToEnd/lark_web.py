"""A server of files for https, with a certificate that only those trust who are told of it."""

import ssl
import subprocess
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SECONDS = 30


class Web:
    """Serves `files`, by their paths, on a free port of the loopback."""

    def __init__(self, folder: Path, files: dict[str, bytes]):
        self.certificate, key = folder / "certificate.pem", folder / "key.pem"
        subprocess.run(
            [
                *("openssl", "req", "-x509", "-newkey", "ec"),
                *("-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"),
                *("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"),
                *("-out", self.certificate, "-keyout", key),
            ],
            check=True,
            capture_output=True,
            timeout=SECONDS,
        )

        class Handler(BaseHTTPRequestHandler):
            def do_GET(handler):
                content = files.get(urllib.parse.unquote(handler.path))
                handler.send_response(200 if content else 404)
                handler.send_header("Content-Length", str(len(content or b"")))
                handler.end_headers()
                handler.wfile.write(content or b"")

            def log_message(handler, *_):
                pass

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, key)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.address = f"127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def url(self, path: str) -> str:
        return f"https://{self.address}{urllib.parse.quote(path)}"

    def close(self):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
