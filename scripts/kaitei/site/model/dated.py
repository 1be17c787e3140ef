"""What held of other policies together with a dated text, to which its links lead."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    for name in _led_to(site, policy, entry):
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
    for name in _led_to(site, policy, entry):
        with suppress(KeyError):  # published before that policy was, or never
            other = site.policy(name)
            if held := other.policy.as_of(publication.announced).in_force(day):
                found[name] = other.entry(held.number)
    return found


def links_everywhere(site: Site, policy: PolicySite) -> dict[object, str]:
    """To which policies the texts of a policy link, by what it is kept under.

    As JSON: names by the number of the publication, where there are any. Whoever has it need not
    read all texts to know what they depend on, which was a twentieth of a build after one revision.
    """
    key = "links", policy.newest.publication.digest, *site.languages
    return {key: policy.once(key, lambda: json.dumps(dict(_links(site, policy))))}


def _led_to(site: Site, policy: PolicySite, entry: SiteEntry) -> Sequence[str]:
    """The names under which the texts of an entry link to other policies."""
    (said,) = links_everywhere(site, policy).values()
    known: Mapping[str, Sequence[str]] = policy.once("links", lambda: json.loads(said))
    return known.get(str(entry.number), ())


def _links(site: Site, policy: PolicySite) -> Iterator[tuple[int, list[str]]]:
    for entry in policy.entries:
        # Straight from the record: what `source` gives is held.
        carried = ((policy.carrier(entry, lang), lang) for lang in site.languages)
        texts = (carrier.sources[lang] for carrier, lang in carried if carrier)
        if names := {name for text in texts for name in OTHER_POLICY.findall(text)}:
            yield entry.number, sorted(names)


def linked(clause: Clause, names: Iterable[str]) -> list[str]:
    """Those of `names` to which a clause links, in its order."""
    blocks = (clause.heading, *clause.blocks) if clause.heading else clause.blocks
    runs = (run for block in blocks for leaf in block.leaves() for run in leaf.runs)
    hrefs = (dict(mark.attrs).get("href", "") for run in runs for mark in run.marks)
    found = (there[1] for href in hrefs if (there := OTHER_POLICY.match(href)))
    return [name for name in dict.fromkeys(found) if name in names]
