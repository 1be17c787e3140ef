"""A page to be, the same in every language: where it stands and what it is about."""

from __future__ import annotations

from dataclasses import dataclass

from kaitei.site.model import Parts, PolicySite, SiteEntry


@dataclass(frozen=True, slots=True)
class Route:
    """A page to be: `parts` are its address below its language's root, () for home.

    `leads_to` is the address, in parts as well, that took the place of one under a former name of
    its policy. `known_as` is the address at which the same text should be found, where that is
    another one. `file` names a page that stands at the site's root in place of an address.
    """

    parts: Parts = ()
    policy: PolicySite | None = None
    entry: SiteEntry | None = None
    leads_to: Parts | None = None
    known_as: Parts | None = None
    file: str = ""
