"""api/site.json: what a site was built from, so that anyone can build the same and compare.

It knows no clock and no git: two builds of one record for one day, by one program, say the same.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from kaitei.site.model import Site

SITE = "api/site.json"
FORMAT = "kaitei-site"


@dataclass(frozen=True, slots=True)
class BuildInfo:
    """What made a site, beside its record: the program and its version, the theme, the settings.

    All but the version are SHA-256 in hex. Where the three are the same, so is every byte.
    """

    version: str
    program: str
    theme: str
    settings: str


def of_build(site: Site, origin: BuildInfo) -> list[tuple[str, bytes]]:
    """SITE as (path, bytes): the site's day, what made it, the newest digest of each policy.

    Nothing for an empty record.
    """
    if site.organization is None:
        return []
    data = {
        "format": FORMAT,
        "on": site.on.isoformat(),
        "time_zone": site.organization.time_zone,
        "origin": asdict(origin),
        "newest": {
            policy.name: {
                "number": policy.newest.number,
                "digest": policy.newest.publication.digest,
            }
            for policy in site.policies
        },
    }
    return [(SITE, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())]
