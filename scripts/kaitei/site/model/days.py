"""The days of a policy's life that readers and auditors look for on its face."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from kaitei.model import Kind, Publication
from kaitei.site.model.policy_site import PolicySite
from kaitei.site.model.site import Site


def life(site: Site, policy: PolicySite) -> Mapping[str, date | None]:
    """`enacted`, `last_revised` and `last_reviewed` of the text in force, else of the next one.

    JIS Q 15001 wants the first two on a privacy policy. Each is the day of the decision where that
    was declared, else that of the announcement; a correction is no revision. None where there is no
    such day, or nobody knows it: the first text that was taken over from elsewhere need not be the
    first that there was.
    """
    found: dict[str, date | None] = dict.fromkeys(("enacted", "last_revised"))
    if policy.main:
        enactment = policy.policy.enactment(policy.main.publication)
        if not (enactment.carried_over or enactment.imported):
            found["enacted"] = _decided(enactment)
        revision = policy.policy.corrected(policy.main.publication)
        if revision.kind is Kind.REVISION:
            found["last_revised"] = _decided(revision)
    found["last_reviewed"] = site.organization.last_reviewed if site.organization else None
    return found


def _decided(publication: Publication) -> date | None:
    with suppress(ValueError):  # older records may say the day in words
        return date.fromisoformat(str(publication.extra.get("decided_on", "")))
    return None if publication.undated else publication.announced
