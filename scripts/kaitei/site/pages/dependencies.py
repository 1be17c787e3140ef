"""What pages depend on: values that are the same exactly where a page would be the same.

What the pages of one publication do stands in their classes (see `kind`).
"""

from __future__ import annotations

from collections.abc import Iterable

from kaitei.site.model import PolicySite, Site, SiteEntry
from kaitei.site.pages.kind import PublicationPage, Values


def shared_values(site: Site) -> Values:
    """What all pages show: the company, whom to ask, the policies with their names and titles."""
    yield site.languages, site.sample, site.organization, site.publisher, site.draft is None
    for lang in site.languages:
        yield site.contact(lang)
        yield [(policy.names, policy.title(lang)) for policy in site.policies]


def policy_values(site: Site, policy: PolicySite) -> Values:
    """All that the day knows of a policy."""
    yield policy.on, site.drafts_of(policy)
    for entry in policy.entries:
        yield entry.publication.digest, entry.status, entry.effective


def publication_values(
    site: Site, policy: PolicySite, entry: SiteEntry, kinds: Iterable[PublicationPage]
) -> Values:
    """What the pages of one publication depend on that are of these kinds; its form as well."""
    if entry is policy.main and policy.particulars:
        yield policy.particulars.digest
    for kind in kinds:
        yield from kind.depends_on(site, policy, entry)
