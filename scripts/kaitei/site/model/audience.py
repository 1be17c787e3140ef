"""Which text applies to whom, where several say so."""

from __future__ import annotations

from kaitei.model import Kind, Status
from kaitei.site.model.entry import SiteEntry
from kaitei.site.model.policy_site import PolicySite

_COUNTS = frozenset({Status.IN_FORCE, Status.UPCOMING, Status.SUPERSEDED})


def applying(policy: PolicySite) -> list[SiteEntry]:
    """The texts that say to whom they apply (`applies_to`), the last to take effect first.

    A text that was superseded may go on applying to whoever it applied to; one that was corrected
    is told of as its correction. Empty where fewer than two say so: then there is no question.
    """
    corrected = {
        entry.publication.base
        for entry in policy.revisions
        if entry.publication.kind is Kind.CORRECTION and entry.status in _COUNTS
    }
    found = [
        entry
        for entry in policy.revisions
        if entry.status in _COUNTS
        and entry.number not in corrected
        and policy.decision(entry).get("applies_to")
    ]
    found.sort(key=lambda entry: (entry.effective, entry.number), reverse=True)
    return found if len(found) > 1 else []
