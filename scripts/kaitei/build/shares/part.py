"""What a site is made of: only parts that are made of the same make one site."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kaitei.build import builder
from kaitei.record import Record
from kaitei.site import api

COMMON = ("",)
"""The part of a site that is about all policies; any other are the names of some."""


def plan(outline: Record, on: date, kept: Path | None = None) -> builder.BuildPlan:
    """What a build makes of the public site of the day `on`, in whichever parts.

    `outline` is the repository's record, outlined. In the folder `kept` stands what MkDocs gave.
    Raises KaiteiError, OSError.
    """
    session = builder.Session()
    planned = builder.plan(outline.root, outline.policies, on, session, None, None, kept)
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        session.keep(kept)
    return planned


def about(planned: builder.BuildPlan) -> Mapping[str, Any]:
    """What a site is made of, as api/site.json says it: day, program, theme, settings, digests.

    The newest digest of a policy vouches for all its publications. Where all is the same so is
    every byte; a commit may change what no site is made of.
    """
    said = [content for _, content in api.of_build(planned.site, planned.origin)]
    found: Mapping[str, Any] = json.loads(said[0]) if said else {}
    return found


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """What two sites were made of first that is not the same, "" where all is."""
    if one == other:
        return ""
    made = [x.get("origin", {}) for x in (one, other)]
    for name in ("version", "program", "theme", "settings"):
        if made[0].get(name) != made[1].get(name):
            return "program" if name == "version" else name
    return "day" if one.get("on") != other.get("on") else "record"
