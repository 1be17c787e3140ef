"""The days of a policy's life that readers and auditors look for on its face."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kaitei.model import Kind, Publication, reviews
from kaitei.site.model.policy_site import PolicySite
from kaitei.site.model.site import Site


def life(site: Site, policy: PolicySite) -> Mapping[str, date | None]:
    """Days of the text in force, else of the next one, and the reviews; None where there is none.

    `enacted` and `last_revised`, which JIS Q 15001 wants on a privacy policy, are the day of the
    decision where that was declared, else that of the announcement; a correction is no revision.
    The first text that was taken over from elsewhere need not be the first that there was.
    `last_reviewed` is the policy's own, or the owner's of all policies where that was later.
    """
    found: dict[str, date | None] = dict.fromkeys(("enacted", "last_revised"))
    if policy.main:
        enactment = policy.policy.enactment(policy.main.publication)
        if not (enactment.carried_over or enactment.imported):
            found["enacted"] = _decided(enactment)
        revision = policy.policy.corrected(policy.main.publication)
        if revision.kind is Kind.REVISION:
            found["last_revised"] = _decided(revision)
    of_all = site.organization.last_reviewed if site.organization else None
    own = reviews.last_review(policy.policy, site.on)
    found["last_reviewed"] = max(filter(None, (own, of_all)), default=None)
    found["next_review"] = reviews.next_review(policy.policy, site.on)
    return found


def _decided(publication: Publication) -> date | None:
    announced = None if publication.undated else publication.announced
    return reviews.said_day(publication, "decided_on") or announced
