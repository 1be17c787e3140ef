"""What a page tells search engines about itself: schema.org, as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from kaitei.model.facts import Contact
from kaitei.site.model import Site


def graph(  # a page has these
    site: Site,
    *,
    lang: str,
    root: str,
    url: str,
    title: str,
    description: str,
    modified: date,
    published: date | None = None,
    policy: Mapping[str, str] | None = None,
    contact: Contact | None = None,
) -> str:
    """The JSON-LD of a page, safe inside a script element; "" for a site without a company.

    `root` and `url` are the absolute addresses of home and of the page, `modified` the day on
    which it last changed, `published` that of the announcement, where it is about one.
    `policy` is what a text says of itself: its version, the day of its announcement
    (datePublished), when it holds (temporalCoverage), what it is a part of.
    Says nothing that the page does not say in words.
    """
    company = site.publisher
    if company is None:
        return ""
    owner: dict[str, object] = {
        "@type": "Organization",
        "@id": f"{root}#organization",
        "name": company.name(lang),
        "url": company.home_page or root,
    }
    if contact is not None and contact.tel:
        owner["contactPoint"] = {
            "@type": "ContactPoint",
            "contactType": contact.name or "customer service",
            "telephone": contact.tel.removeprefix("tel:"),
            "availableLanguage": list(site.languages),
        }
    page: dict[str, object] = {
        "@type": "WebPage",
        "@id": url,
        "url": url,
        "name": title,
        "description": description,
        "inLanguage": lang,
        "dateModified": modified.isoformat(),
        "isPartOf": {"@type": "WebSite", "@id": f"{root}#website", "url": root},
        "publisher": {"@id": f"{root}#organization"},
    }
    if published:
        page["datePublished"] = published.isoformat()
    if policy:
        page["mainEntity"] = {
            "@type": "DigitalDocument",
            "name": title,
            "inLanguage": lang,
            "publisher": {"@id": f"{root}#organization"},
            **policy,
        }
    said = json.dumps(
        {"@context": "https://schema.org", "@graph": [owner, page]},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return said.replace("<", "\\u003c")
