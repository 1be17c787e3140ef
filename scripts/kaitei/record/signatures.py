"""Detached signatures of publications, made and checked by ssh-keygen. Optional, off by default.

    signatures/allowed_signers            who may sign (ssh-keygen(1), ALLOWED SIGNERS)
    signatures/privacy-policy/3.sig       signs versions/privacy-policy/3/SHA256SUMS

A SHA256SUMS vouches for its folder and, through the chain, for all before it: one signature is
enough for a whole record. Signatures stand beside the record, not in it, so that one can be added
at any time, by several people, and nothing that was published changes.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from kaitei.base.problems import Problem, problem
from kaitei.model import Policy, Publication
from kaitei.record import layout
from kaitei.record import sums as sums_file

FOLDER = "signatures"
SIGNERS = f"{FOLDER}/allowed_signers"
NAMESPACE = "kaitei"  # what a signature is for: one made for something else is worth nothing here
_SUFFIX = ".sig"
_MINUTE = 60  # seconds: ssh-keygen takes milliseconds, unless it waits for something


def verify(root: Path, policies: Sequence[Policy]) -> list[Problem]:
    """What is wrong with root/signatures/ of a record that is whole; [] where nobody signs.

    Each signature is checked on the day of announcement, so that a key may expire later. The newest
    publication of each policy without a signature is a warning.
    """
    publications = {p.ref: p for policy in policies for p in policy.publications}
    found = sorted((root / FOLDER).glob(f"*/*{_SUFFIX}"))
    if not (root / SIGNERS).is_file():
        return [problem("signature-signers", SIGNERS)] if found else []
    signed = {f"{path.parent.name}@{path.stem}": path for path in found}
    problems: list[Problem] = []
    for ref, path in signed.items():
        shown = path.relative_to(root).as_posix()
        if ref not in publications:
            problems.append(problem("signature-alone", shown, ref=ref))
        else:
            problems += _verify(root, publications[ref], shown)
    newest = [policy.publications[-1] for policy in policies]
    return problems + [
        problem("signature-missing", f"{FOLDER}/{p.policy}/{p.number}{_SUFFIX}", ref=p.ref)
        for p in newest
        if p.ref not in signed
    ]


def _verify(root: Path, publication: Publication, signature: str) -> Iterator[Problem]:
    """Whether one of the allowed signers made a signature, and for these very sums."""
    sums = root / layout.VERSIONS / publication.policy / str(publication.number) / sums_file.NAME
    when = f"-Overify-time={publication.announced:%Y%m%d}235959"
    zone = publication.settings.organization.time_zone
    try:
        named = _run(root, zone, b"", "find-principals", "-s", signature, "-f", SIGNERS, when)
        signer = named.stdout.decode("utf-8", "replace").partition("\n")[0].split(",")[0]
        done = named
        if named.returncode == 0:
            whom = ("-f", SIGNERS, "-I", signer, "-n", NAMESPACE, "-s", signature, when)
            done = _run(root, zone, sums.read_bytes(), "verify", *whom)
    except (OSError, subprocess.TimeoutExpired) as error:
        yield problem("signature-unchecked", signature, reason=error)
        return
    if done.returncode:
        said = (done.stderr or done.stdout).decode("utf-8", "replace").strip()
        yield problem("signature-wrong", signature, ref=publication.ref, reason=said or "-")


def _run(
    root: Path, zone: str, given: bytes, action: str, *arguments: str
) -> subprocess.CompletedProcess[bytes]:
    """`ssh-keygen -Y ACTION ARGUMENTS` in `root`, its days reckoned in `zone`."""
    return subprocess.run(  # a fixed program, arguments of ours
        ["ssh-keygen", "-Y", action, *arguments],  # wherever it is installed
        cwd=root,
        env=os.environ | {"TZ": zone, "LC_ALL": "C"},
        input=given,
        capture_output=True,
        timeout=_MINUTE,
        check=False,
    )
