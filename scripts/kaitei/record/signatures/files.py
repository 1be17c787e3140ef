"""Where signatures stand: the names that they go by."""

from __future__ import annotations

import re

FOLDER = "signatures"
SIGNERS = f"{FOLDER}/allowed_signers"
VOUCHER = f"{SIGNERS}.sig"
SUFFIX = ".sig"
APPENDED = re.compile(r"signatures/[a-z0-9-]+/[0-9]+(\.(sig|tsr)|-[A-Za-z-]+\.pdf)", re.ASCII)
"""What stays as it was committed: signatures, time stamps and sealed papers of publications."""


def signature(ref: str) -> str:
    """The path of the signature of a publication, given as `policy@number`."""
    return f"{FOLDER}/{ref.replace('@', '/')}{SUFFIX}"
