"""Whether a site that stands is the one that would be built: then nothing is loaded and made.

Beside it stands a key of all that it was made of, with the sum of the list of its artifacts. It
counts only while that list is the site's, and every file of it is there as it was written.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from datetime import date
from pathlib import Path

from kaitei.base import folders
from kaitei.build import cache
from kaitei.build.layout_cache import about
from kaitei.build.origin import digest, digest_of, files
from kaitei.record import VERSIONS, signatures

_NAME = "whole.json"


def key(root: Path) -> str:
    """All that the public site of any day is made of, as a digest; "" where it can't be read.

    To be asked for before the record is read: what comes to it meanwhile is then built, and is no
    part of the key.
    """
    try:
        made_of = (root / VERSIONS, root / signatures.FOLDER)  # sealed papers are served, too
        return digest(about(root), *(digest_of(files(one)) for one in made_of))
    except OSError:
        return ""


def pages(output: Path, on: date, wanted: str) -> int | None:
    """How many pages the site in `output` has; None where it is not that of the day `on`."""
    output = output.resolve()
    kept = cache.kept_beside(output)
    if not wanted or not (kept / _NAME).is_file():
        return None
    with (
        contextlib.suppress(OSError, ValueError, KeyError, TypeError),
        folders.locked(output.parent),
    ):
        noted = json.loads((kept / _NAME).read_bytes())
        same = (noted["key"], noted["on"]) == (wanted, on.isoformat())
        if same and noted["list"] == _sum(kept) and cache.stands(output):
            return int(noted["pages"])
    return None


def note(output: Path, on: date, made_of: str, count: int) -> None:
    """Note what the site of a day in `output`, of `count` pages, was made of. Raises OSError."""
    kept = cache.kept_beside(output)
    with folders.locked(output.parent):
        noted = {"key": made_of, "on": on.isoformat(), "list": _sum(kept), "pages": count}
        (kept / _NAME).write_text(json.dumps(noted), "utf-8")


def _sum(kept: Path) -> str:
    return hashlib.sha256((kept / cache.LIVE).read_bytes()).hexdigest()
