"""What held of other policies together with a dated text, to which its links lead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress

from kaitei.model import Clause, Status
from kaitei.site.model.entry import SiteEntry
from kaitei.site.model.policy_site import PolicySite
from kaitei.site.model.site import Site

OTHER_POLICY = re.compile(r"\.\./([a-z0-9-]+)/", re.ASCII)  # as texts link to one
# What is read as of another day than today's.
_DATED = frozenset({Status.SUPERSEDED, Status.UPCOMING, Status.REPEALED})


def held_beside(site: Site, policy: PolicySite, entry: SiteEntry) -> Mapping[str, SiteEntry]:
    """The texts of other policies that held, or will hold, on the day of a dated text.

    By the name by which the text links to each; only those that are others than today's. That is
    the day on which it takes effect, as known on the site's day. Empty for the text in force.
    """
    found: dict[str, SiteEntry] = {}
    if entry.status not in _DATED:
        return found
    sources = [policy.source(entry, lang) or "" for lang in site.languages]
    for name in sorted({name for source in sources for name in OTHER_POLICY.findall(source)}):
        try:
            other = site.policy(name)
        except KeyError:
            continue  # published before that policy was, or never
        held = other.policy.as_of(site.on).in_force(entry.effective)
        if held is None or (other.in_force and other.in_force.number == held.number):
            continue
        if (there := other.entry(held.number)).has_text:
            found[name] = there
    return found


def held_then(site: Site, policy: PolicySite, entry: SiteEntry) -> Mapping[str, SiteEntry]:
    """The texts of other policies on the day of a text, as they were known when it was announced.

    By the name by which the text links to each. What is printed stays true to that, whatever comes.
    """
    publication, found = entry.publication, {}
    day = max(publication.effective or publication.announced, publication.announced)
    sources = [policy.source(entry, lang) or "" for lang in site.languages]
    for name in sorted({name for source in sources for name in OTHER_POLICY.findall(source)}):
        with suppress(KeyError):  # published before that policy was, or never
            other = site.policy(name)
            if held := other.policy.as_of(publication.announced).in_force(day):
                found[name] = other.entry(held.number)
    return found


def linked(clause: Clause, names: Iterable[str]) -> list[str]:
    """Those of `names` to which a clause links, in its order."""
    blocks = (clause.heading, *clause.blocks) if clause.heading else clause.blocks
    runs = (run for block in blocks for leaf in block.leaves() for run in leaf.runs)
    hrefs = (dict(mark.attrs).get("href", "") for run in runs for mark in run.marks)
    found = (there[1] for href in hrefs if (there := OTHER_POLICY.match(href)))
    return [name for name in dict.fromkeys(found) if name in names]
