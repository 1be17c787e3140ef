"""ssh-keygen, asked whether a signature was made by one of those who may sign."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

NAMESPACE = "kaitei"  # what a signature is for: one made for something else is worth nothing here
_MINUTE = 60  # seconds: ssh-keygen takes milliseconds, unless it waits for something


class KeygenError(Exception):
    """ssh-keygen is not there, or gave no answer; says why."""


def refusal(signed: bytes, signature: Path, signers: Path, day: date | None, zone: str) -> str:
    """Why a signature does not hold for the bytes `signed`, in ssh-keygen's words; "" if it does.

    It holds if one of the `signers` made it and might do so on `day`, in the time zone `zone`;
    without a day, today. Raises KeygenError.
    """
    when = [f"-Overify-time={day:%Y%m%d}235959"] if day else []
    given = ["-s", os.path.abspath(signature), "-f", os.path.abspath(signers), *when]  # noqa: PTH100
    named = _run(zone, b"", "find-principals", *given)
    signer = named.stdout.decode("utf-8", "replace").partition("\n")[0].split(",")[0]
    done = named
    if named.returncode == 0:
        done = _run(zone, signed, "verify", "-I", signer, "-n", NAMESPACE, *given)
    said = (done.stderr or done.stdout).decode("utf-8", "replace").strip()
    return (said or "-") if done.returncode else ""


def _run(
    zone: str, given: bytes, action: str, *arguments: str
) -> subprocess.CompletedProcess[bytes]:
    """`ssh-keygen -Y ACTION ARGUMENTS`, its days reckoned in `zone`."""
    try:
        return subprocess.run(  # a fixed program, arguments of ours
            ["ssh-keygen", "-Y", action, *arguments],  # wherever it is installed
            env=os.environ | {"TZ": zone, "LC_ALL": "C"},
            input=given,
            capture_output=True,
            timeout=_MINUTE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise KeygenError(str(error)) from None
