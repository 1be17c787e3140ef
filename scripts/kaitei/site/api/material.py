"""Whether a revision changed anything but how it is written: told to programs that ask for consent.

It is kept, so that whoever says it of all policies compares no texts (see `build.said`).
"""

from __future__ import annotations

import json
from functools import partial

from kaitei.site.model import PolicySite, SiteEntry
from kaitei.text.diff import ChangeKind

# What leaves every word and value as it was; where a link leads is not among it.
_IMMATERIAL = {
    ChangeKind.KEPT, ChangeKind.RENUMBERED, ChangeKind.NOTATION, ChangeKind.FORMATTING,
}  # fmt: skip


def material(policy: PolicySite, entry: SiteEntry) -> bool | None:
    """Whether a text says anything else than the one it replaced, in the authoritative language.

    A correction answers for the text that it corrects. None where there is nothing to compare
    with: of a first text, or where one of the two is withheld.
    """
    found: bool | None = json.loads(policy.once(_key(policy, entry), partial(_said, policy, entry)))
    return found


def material_everywhere(policy: PolicySite) -> dict[object, str]:
    """What is said of the texts that current.json names, by what it is kept under."""
    texts = [*([policy.in_force] if policy.in_force else ()), *policy.upcoming]
    return {
        _key(policy, one): policy.once(_key(policy, one), partial(_said, policy, one))
        for one in texts
    }


def _key(policy: PolicySite, entry: SiteEntry) -> tuple[str, ...]:
    text = _corrected(policy, entry)
    return "material", text.publication.digest, policy.lineage(text.number)


def _said(policy: PolicySite, entry: SiteEntry) -> str:
    """The answer as JSON: it is kept in a file."""
    text = _corrected(policy, entry)
    redline = policy.redline(text, policy.authoritative) if policy.base(text) else None
    if redline is None:
        return json.dumps(None)
    return json.dumps(any(set(change.kinds) - _IMMATERIAL for change in redline.changed))


def _corrected(policy: PolicySite, entry: SiteEntry) -> SiteEntry:
    return policy.entry(policy.policy.corrected(entry.publication).number)
