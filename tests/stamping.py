"""A time stamp authority (RFC 3161) of the tests' own, run by openssl."""

import subprocess
from pathlib import Path

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


def openssl(folder: Path, *arguments: str) -> bytes:
    done = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout
