"""What pages depend on: values that are the same exactly where a page would be the same.

A publication's digest vouches for it and for all publications of its policy before it. What is
listed here beside it is what later days know: where a revision stands, what was announced about it
or about the texts before it, what comes next, what the others are called.
"""

from __future__ import annotations

from collections.abc import Iterator

from kaitei.model import Status
from kaitei.site.model import Entry, PolicySite, Site
from kaitei.site.pages.outlines import later, replaced
from kaitei.site.pages.status import period
from kaitei.site.pages.wordings import told_in

Values = Iterator[object]


def every_depends_on(site: Site) -> Values:
    """What all pages show: the company, whom to ask, the policies with their names and titles."""
    yield site.languages, site.sample, site.organization, site.draft is None
    for lang in site.languages:
        yield site.contact(lang)
        yield [(policy.names, policy.title(lang)) for policy in site.policies]


def policy_depends_on(site: Site, policy: PolicySite) -> Values:
    """All that the day knows of a policy."""
    yield policy.on, site.drafts_of(policy)
    for entry in policy.entries:
        yield entry.publication.digest, entry.status, entry.effective


def publication_depends_on(site: Site, policy: PolicySite, entry: Entry) -> Values:
    """What the pages of one publication depend on, beside what every page does."""
    known = entry.publication
    yield known.digest, entry.status, entry.effective, period(policy, entry)
    drafts = site.drafts_of(policy)
    yield drafts if (known.policy, known.number) in drafts else ()
    yield _told(policy, entry), policy.lineage(entry.revision.number)
    if known.of is not None:
        yield _told(policy, policy.entry(known.of))
    yield policy.in_force is None, entry in replaced(policy)
    if entry.status is Status.IN_FORCE:
        yield min((one.effective for one in policy.upcoming), default=None)
    if entry.has_text:
        yield [told_in(policy, entry, lang) for lang in site.languages]
        yield [one.publication.ref for one in policy.neighbours(entry) if one]
    for other in site.together(entry):
        if other is not entry:
            theirs = site.policy_of(other)
            yield other.publication.digest, [theirs.title_of(other, x) for x in site.languages]


def since_depends_on(policy: PolicySite, entry: Entry) -> Values:
    """What the page depends on that says what changed since an old text."""
    for one in (entry, policy.in_force):
        if one is not None:
            yield one.publication.digest, one.effective, policy.lineage(one.number)


def _told(policy: PolicySite, entry: Entry) -> list[object]:
    """What was announced about a publication, and from when that counts."""
    return [(one.publication.digest, one.effective) for one in later(policy, entry)]
