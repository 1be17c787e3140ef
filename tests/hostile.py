"""Runs kaitei on hostile input, one process a case: what it printed, its exit code, its cost.

    python tests/hostile.py '[["check", "--root", "DIR"], ...]'

prints a JSON list of {"output", "code", "cpu" (seconds), "memory" (MiB)}. The processes are forked
from one that has loaded kaitei already, so that thirty of them take a moment and not a minute. A
process that does not end is stopped by the kernel after LIMIT seconds.
"""

import json
import os
import resource
import sys
import tempfile

import warm

LIMIT = 10  # seconds of CPU


def run(arguments: list[str]) -> dict[str, object]:
    """One case: `kaitei ARGUMENTS` in a forked process."""
    with tempfile.TemporaryFile() as printed:
        child = os.fork()
        if not child:
            _become_kaitei(arguments, printed.fileno())
        _, status, used = os.wait4(child, 0)
        printed.seek(0)
        return {
            "output": printed.read().decode("utf-8", "replace"),
            "code": os.waitstatus_to_exitcode(status),
            "cpu": used.ru_utime + used.ru_stime,
            "memory": used.ru_maxrss / 1024,
        }


def _become_kaitei(arguments: list[str], printed: int) -> None:
    """Never returns."""
    import traceback

    from kaitei.cli import main

    code = 70
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT))
        os.dup2(printed, 1)
        os.dup2(printed, 2)
        code = main(arguments)
    except SystemExit as stopped:
        code = stopped.code if isinstance(stopped.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    warm.up()
    print(json.dumps([run(arguments) for arguments in json.loads(sys.argv[1])]))
