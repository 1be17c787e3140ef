"""Judges the name of a new policy: it is an address for ever, and a folder on every system."""

from __future__ import annotations

import re
from collections.abc import Collection

from kaitei.base.problems import Problem, problem

# What the site has of its own at the top, beside the languages.
_SITES_OWN = (
    "api",
    "assets",
    "compare",
    "follow",
    "search",
)
# Windows keeps these for devices, whatever extension follows (Microsoft, "Naming Files, Paths, and
# Namespaces"): a repository that holds one can't be checked out there.
_DEVICES = re.compile("con|prn|aux|nul|(com|lpt)[0-9]")
# Windows' old limit is 260 characters a path. Below a policy the site needs up to 70 (the longest:
# `.site.kept/tree/en/`, `/123456/changes/parallel/index.html`); a name of 60 leaves 130 for where
# the repository lies.
LONGEST = 60


def unfit(name: str, languages: Collection[str], file: str, line: int = 0) -> Problem | None:
    """Return what keeps a policy from being called `name`, as a problem of `file`; None if nothing.

    `languages` are the site's. That the name is a-z, 0-9 and hyphens was seen before: so it ends
    with no dot, and no two names differ in capitals only.
    """
    if name in _SITES_OWN or re.fullmatch("[a-z]{2}", name) or name in map(str.lower, languages):
        return problem("name-reserved", file, line, name=name, taken=", ".join(_SITES_OWN))
    if _DEVICES.fullmatch(name):
        return problem("name-device", file, line, name=name)
    if len(name) > LONGEST:
        return problem("name-long", file, line, name=name, length=len(name), longest=LONGEST)
    return None
