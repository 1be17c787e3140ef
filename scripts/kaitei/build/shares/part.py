"""A part of a site, and what it was made of: only what is made of the same makes one site."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kaitei.build import builder
from kaitei.model import Policy
from kaitei.site import api

COMMON = ("",)
"""The part of a site that is about all policies; any other are the names of some."""


def plan(
    root: Path,
    policies: Sequence[Policy],
    on: date,
    part: Sequence[str],
    kept: Path | None = None,
) -> builder.BuildPlan:
    """What a build makes of a part of the public site.

    In the folder `kept` stands what MkDocs gave. Raises KaiteiError, OSError.
    """
    session = builder.Session()
    planned = builder.plan(root, policies, on, session, None, None, kept, part)
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
