"""A time stamp authority (RFC 3161) of the tests' own, run by openssl."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

Answer = Callable[[bytes], bytes]

AUTHORITY = """
[ tsa ]
default_tsa = local
[ local ]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
certs = ca.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
[ stamping ]
extendedKeyUsage = critical,timeStamping
basicConstraints = CA:FALSE
[ root ]
basicConstraints = critical,CA:TRUE
keyUsage = keyCertSign
"""


def authority(folder: Path) -> Path:
    """Make its keys in a new folder; the certificate to believe."""
    folder.mkdir()
    (folder / "authority.cnf").write_text(AUTHORITY)
    (folder / "serial").write_text("01\n")
    for command in (
        "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=Root"
        " -extensions root -config authority.cnf -section tsa",
        "req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj /CN=Stamps"
        " -config authority.cnf -section tsa",
        "x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out tsa.pem -days 2"
        " -extfile authority.cnf -extensions stamping",
    ):
        openssl(folder, *command.split())
    return folder / "ca.pem"


def reply(folder: Path, query: bytes) -> bytes:
    """What the authority answers to a query."""
    (folder / "query.tsq").write_bytes(query)
    return openssl(folder, "ts", "-reply", "-config", "authority.cnf", "-queryfile", "query.tsq")


@contextmanager
def served() -> Iterator[Callable[[Answer], str]]:
    """serve(answer) -> the address, on loopback, of an authority that answers so."""
    answers: list[Answer] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/timestamp-query"
            content = answers[-1](self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200 if content else 503)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def serve(answer: Answer) -> str:
        answers.append(answer)
        return f"http://127.0.0.1:{server.server_port}/"

    yield serve
    server.shutdown()
    server.server_close()


def openssl(folder: Path, *arguments: str) -> bytes:
    done = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout
