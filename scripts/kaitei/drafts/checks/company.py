"""What organization.yml says against what it said before, and against the facts that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaitei.base.fields import Entry
from kaitei.base.problems import Problem, problem
from kaitei.drafts.checks.context import CheckContext
from kaitei.model.facts import Closures, Hours, Plain, Telephone, listed

_ROLES = {"name": Plain, "telephone": Telephone, "hours": Hours, "closures": Closures}
_TYPES = {"name": "text", "telephone": "telephone", "hours": "hours", "closures": "closures"}


def contact(desk: CheckContext) -> Iterator[Problem]:
    """Each part of the contact line names a fact of its kind."""
    entry = desk.settings.organization_entry["contact"]
    for role, name in desk.settings.organization.contact.items():
        if not isinstance(desk.settings.facts[name], _ROLES[role]):
            yield _at(entry[role], "contact-kind", role=role, name=name, wanted=_TYPES[role])


def telephones(desk: CheckContext) -> Iterator[Problem]:
    """A telephone number has as many digits as its kind: 10 in Japan, 11 for mobiles."""
    for name, fact in desk.settings.facts.items():
        if isinstance(fact, Telephone) and fact.number and fact.country == "81":
            digits = re.sub(r"\D", "", fact.number)
            wanted = 11 if re.match("0[5-9]0|0800", digits) else 10
            if digits.startswith("0") and len(digits) != wanted:
                entry = desk.settings.facts_entry[name]["number"]
                values = {"number": fact.number, "digits": len(digits), "wanted": wanted}
                yield _at(entry, "telephone-digits", **values)


def tag(desk: CheckContext) -> Iterator[Problem]:
    """What names the feeds' entries stays as it was published: readers know them by it."""
    yield from _as_published(desk, "tag", "tag-changed")


def authoritative(desk: CheckContext) -> Iterator[Problem]:
    """Which language prevails was said with each text, and is said of it anew by every page."""
    yield from _as_published(desk, "authoritative", "authoritative-changed")


def policies(desk: CheckContext) -> Iterator[Problem]:
    """A policy stands once in the site's order."""
    seen: set[str] = set()
    for entry in listed(desk.settings.organization_entry["policies"]):
        name = entry.text()
        if name in seen:
            yield _at(entry, "policy-twice", policy=name)
        seen.add(name)


def reviewed(desk: CheckContext) -> Iterator[Problem]:
    """Nobody has reviewed anything tomorrow."""
    last = desk.settings.organization.last_reviewed
    if last and last > desk.on:
        yield _at(desk.settings.organization_entry["last_reviewed"], "review-future", day=last)


def _as_published(desk: CheckContext, name: str, rule: str) -> Iterator[Problem]:
    """A problem where an entry of organization.yml differs from the newest publication's."""
    published = [p for policy in desk.record.values() for p in policy.publications]
    if not published:
        return
    newest = max(published, key=lambda p: p.order)
    before = getattr(newest.settings.organization, name)
    now = getattr(desk.settings.organization, name)
    if before != now:
        yield _at(desk.settings.organization_entry[name], rule, before=before, now=now)


def _at(entry: Entry, rule: str, /, **values: object) -> Problem:
    return problem(rule, entry.doc.file, entry.line, "", **values)
