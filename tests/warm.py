"""`kaitei` as a process of its own, without what it costs to start one.

Most of a short command's time is Python reading modules and compiling patterns (1.2 of 1.9 s of
`kaitei check`, measured on this repository). One process a test run reads them once and waits; a
command is a fork of it: its own memory, folder, environment, standard streams and exit code.

What is about starting itself (missing modules, other programs, signals) starts Python instead.
"""

import array
import atexit
import functools
import importlib
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"

# What is put on PATH as `kaitei`: hands its streams, folder and environment over and waits. No
# `site` and no environment of Python's, which makes it start in a few milliseconds.
CLIENT = """#!{python} -SE
import array, json, os, socket, sys
asked = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
with socket.socket(socket.AF_UNIX) as server:
    server.connect({address!r})
    streams = array.array("i", [0, 1, 2])
    server.sendmsg([len(asked).to_bytes(8, "big")],
                   [(socket.SOL_SOCKET, socket.SCM_RIGHTS, streams)])
    server.sendall(asked)
    code = server.recv(1)
os._exit(code[0] if code else 1)
"""


@functools.cache
def program() -> Path:
    """An executable file `kaitei` in a folder of its own; the waiting process runs it."""
    folder = tempfile.TemporaryDirectory(prefix="kaitei-warm-")
    path = Path(folder.name) / "kaitei"
    address = str(Path(folder.name) / "socket")
    around = {key: value for key, value in os.environ.items() if key != "COVERAGE_PROCESS_START"}
    waiting = subprocess.Popen(
        [sys.executable, __file__, address],
        env=around | {"PYTHONPATH": str(SCRIPTS)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert waiting.stdout is not None
    assert waiting.stdout.readline() == b"ready\n"
    path.write_text(CLIENT.format(python=sys.executable, address=address), "utf-8")
    path.chmod(0o755)

    def end() -> None:
        waiting.kill()
        waiting.wait()
        folder.cleanup()

    atexit.register(end)
    return path


def up() -> None:
    """Read what commands read: every module, and by one `check` of this repository the rest."""
    import kaitei
    from kaitei.cli import main

    for module in pkgutil.walk_packages(kaitei.__path__, "kaitei."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        main(["check", "--root", str(SCRIPTS.parent)])


def wait(address: str) -> None:
    """Read the program, then fork for each command that is asked, until the test run has ended."""
    up()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(address)
        server.listen(64)
        print("ready", flush=True)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # ended commands leave nothing to wait for
        while True:
            asked, _ = server.accept()
            if os.fork() == 0:
                server.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                _answer(asked)
            asked.close()


def _answer(asked: socket.socket) -> None:
    """Be the command: take what was handed over, run it, send back its exit code."""
    from kaitei.cli import main

    code = 1
    try:
        streams = array.array("i")
        length, handed, _, _ = asked.recvmsg(8, socket.CMSG_SPACE(3 * streams.itemsize))
        streams.frombytes(handed[0][2])
        parts = bytearray()
        while len(parts) < int.from_bytes(length, "big"):
            parts += asked.recv(1 << 20)
        arguments, folder, environment = json.loads(parts)
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        sys.stdin, sys.stdout, sys.stderr = map(os.fdopen, (0, 1, 2), "rww")
        sys.argv = ["kaitei", *arguments]
        try:
            code = main(arguments)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        asked.sendall(bytes([code & 255]))
        os._exit(code & 255)


if __name__ == "__main__":
    wait(sys.argv[1])
