"""A Site as JSON files: what there is, what holds now, every publication, texts and redlines.

A file's name and the meaning of its keys stay within a version; keys may be added. Whoever breaks
either makes /api/v2/ and leaves this one standing (docs/api.md).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from kaitei.model import Kind, Publication, phrases
from kaitei.model.acceptance import acceptance, consent_since
from kaitei.model.facts import Group
from kaitei.model.publication import Extra, by_language
from kaitei.site.api.material import material
from kaitei.site.model import PolicySite, Site, SiteEntry, coming, life
from kaitei.text import render

ROOT = "api/v1/"
CURRENT = f"{ROOT}current.json"
SCHEMAS = ("index", "current", "policy", "redline")


def api(site: Site, site_url: str) -> list[tuple[str, bytes]]:
    """Every file below /api/ as (path below the root, bytes). `site_url` ends with a slash.

    Addresses in them are absolute, days are ISO 8601 in the policies' time zone, digests SHA-256
    in hex. Nothing for an empty record.
    """
    found = of_site(site, site_url)
    for policy in site.policies:
        found += of_policy(site, policy, site_url)
        for entry in policy.revisions:
            found += of_revision(site, policy, entry)
    return found


def of_site(site: Site, site_url: str) -> list[tuple[str, bytes]]:
    """What there is, what holds now, and the schemas."""
    if not site.policies:
        return []
    data = _ApiData(site, site_url)
    schemas = files(__package__).joinpath("schemas")
    return [
        (f"{ROOT}index.json", _json(data.index())),
        (CURRENT, _json(data.current())),
        *(
            (f"{ROOT}schema/{name}.json", schemas.joinpath(f"{name}.json").read_bytes())
            for name in SCHEMAS
        ),
    ]


def of_policy(site: Site, policy: PolicySite, site_url: str) -> list[tuple[str, bytes]]:
    """The publications of a policy, below each of its names."""
    content = _json(_ApiData(site, site_url).policy(policy))
    return [(f"{ROOT}policies/{name}.json", content) for name in policy.names]


def of_revision(site: Site, policy: PolicySite, entry: SiteEntry) -> list[tuple[str, bytes]]:
    """The frozen Markdown and the redline of a revision in each language it has."""
    found = []
    for lang in site.languages:
        source = policy.source(entry, lang)
        if source is not None:
            found.append((ROOT + _text(entry, lang), source.encode()))
        if _is_compared(policy, entry, lang) and (redline := policy.redline(entry, lang)):
            found.append((ROOT + _compared(entry, lang), render.to_json(redline).encode()))
    return found


class _ApiData:
    """Says of a site what the files hold."""

    def __init__(self, site: Site, site_url: str) -> None:
        assert site.organization is not None  # noqa: S101  # a policy implies one
        self.site = site
        self.site_url = site_url
        self.organization = site.organization

    def index(self) -> dict[str, Any]:
        """index.json: the way to everything else."""
        publisher = self.site.publisher or self.organization
        found = self.site.grouped(self.site.policies)
        groups = {policy.name: group for group, members in found for policy in members if group}
        return {
            **self._head("index"),
            "organization": {lang: publisher.name(lang) for lang in self.site.languages},
            "languages": list(self.site.languages),
            "authoritative": self.organization.authoritative,
            "current": self._api("current.json"),
            "policies": [
                {
                    "name": policy.name,
                    "former_names": list(policy.names[1:]),
                    "titles": self._titles(policy),
                    "group": self._named(groups.get(policy.name)),
                    "pages": self._pages(policy.name),
                    "feeds": self._pages(policy.name, file="feed.xml"),
                    "publications": self._api(f"policies/{policy.name}.json"),
                    "newest": {
                        "number": policy.newest.number,
                        "digest": policy.newest.publication.digest,
                    },
                }
                for policy in self.site.policies
            ],
        }

    def _named(self, group: Group | None) -> dict[str, str] | None:
        """The name under which menu and lists show a policy with others."""
        return {lang: group.name(lang) for lang in self.site.languages} if group else None

    def current(self) -> dict[str, Any]:
        """current.json: what holds and what is coming, small enough to be asked for often."""
        return {
            **self._head("current"),
            "policies": {
                policy.name: {
                    "in_force": self._brief(policy, policy.in_force) if policy.in_force else None,
                    "upcoming": [self._brief(policy, entry) for entry in policy.upcoming],
                    "last": self._last(policy.newest),
                }
                for policy in self.site.policies
            },
        }

    def policy(self, policy: PolicySite) -> dict[str, Any]:
        """policies/NAME.json: every publication of a policy, newest first."""
        return {
            **self._head("policy"),
            "name": policy.name,
            "former_names": list(policy.names[1:]),
            "titles": self._titles(policy),
            "pages": self._pages(policy.name),
            **{name: day and day.isoformat() for name, day in life(self.site, policy).items()},
            "coming": self._coming(policy),
            "publications": [self._publication(policy, entry) for entry in policy.entries],
        }

    def _head(self, schema: str) -> dict[str, Any]:
        return {
            "format": f"kaitei-{schema}",
            "version": 1,
            "schema": self._api(f"schema/{schema}.json"),
            "on": self.site.on.isoformat(),
            "time_zone": self.organization.time_zone,
            "sample": self.site.sample,
        }

    def _last(self, entry: SiteEntry) -> dict[str, Any]:
        """What was published last, whether or not it brought a text."""
        publication = entry.publication
        return {
            "number": entry.number,
            "kind": publication.kind.value,
            "announced": _announced(publication),
        }

    def _brief(self, policy: PolicySite, entry: SiteEntry) -> dict[str, Any]:
        publication = entry.publication
        text = policy.policy.corrected(publication)
        return {
            "number": entry.number,
            "kind": publication.kind.value,
            "text_since": text.number,
            "consent_since": consent_since(policy.policy, text).number,
            "acceptance": acceptance(text),
            "material": material(policy, entry),
            "effective": entry.effective.isoformat(),
            "decision": self._decision(publication, policy.decision(entry)),
            "digest": publication.digest,
            "pages": self._pages(publication.policy, entry.number),
            "announcements": self._announcements(entry),
        }

    def _publication(self, policy: PolicySite, entry: SiteEntry) -> dict[str, Any]:
        publication = entry.publication
        data = {
            "number": entry.number,
            "policy": publication.policy,
            "id": publication.id,
            "kind": publication.kind.value,
            "announced": _announced(publication),
            "published": publication.published and publication.published.isoformat(),
            "carried_over": publication.carried_over and publication.carried_over.isoformat(),
            "effective": publication.effective.isoformat() if publication.effective else None,
            "base": publication.base,
            "of": publication.of,
            "announcement": publication.announcement or None,
            "titles": dict(publication.titles),
            "summary": {lang: list(lines) for lang, lines in publication.summary.items()},
            "reason": dict(publication.reason),
            "decision": self._decision(publication, publication.extra),
            "sample": publication.sample,
            "digest": publication.digest,
            "announcements": self._announcements(entry),
        }
        if publication.kind.is_revision:
            data |= {
                "status": entry.status.value,
                "effective_now": entry.effective.isoformat(),
                "acceptance": acceptance(policy.policy.corrected(publication)),
                "material": material(policy, entry),
                "pages": self._pages(publication.policy, entry.number),
                "texts": dict(self._texts(policy, entry)),
                "redlines": {
                    lang: self._api(_compared(entry, lang))
                    for lang in self.site.languages
                    if _is_compared(policy, entry, lang)
                },
            }
        return data

    def _decision(self, publication: Publication, extra: Extra) -> dict[str, object]:
        """What was declared of the decision; words by language, alone in the authoritative one."""
        authoritative = publication.settings.organization.authoritative
        told: dict[str, object] = {
            name: said if name in phrases.PLAIN else dict(by_language(said, authoritative))
            for name, said in extra.items()
            if name in phrases.DECISION and name != "acceptance"  # it stands beside
        }
        if "agreement" in told:  # as it was called before; what stands within v1 stays
            told["acceptance"] = told["agreement"]
        return told

    def _coming(self, policy: PolicySite) -> dict[str, list[int]]:
        """By a clause's id the announced revisions that will change or delete it."""
        text = policy.in_force
        ahead = coming(policy, text, policy.authoritative) if text else {}
        return {clause: [one.number for one in revisions] for clause, revisions in ahead.items()}

    def _texts(self, policy: PolicySite, entry: SiteEntry) -> Iterator[tuple[str, dict[str, str]]]:
        for lang in self.site.languages:
            source = policy.source(entry, lang)
            if source is not None:
                digest = hashlib.sha256(source.encode()).hexdigest()
                yield lang, {"url": self._api(_text(entry, lang)), "sha256": digest}

    def _titles(self, policy: PolicySite) -> dict[str, str]:
        return {lang: policy.title(lang) for lang in self.site.languages}

    def _announcements(self, entry: SiteEntry) -> dict[str, str]:
        return self._pages(*entry.announcement_path)

    def _pages(self, *parts: str | int, file: str = "") -> dict[str, str]:
        """An address in every language."""
        return {
            lang: self.site_url + self.site.address(lang, *parts) + file
            for lang in self.site.languages
        }

    def _api(self, path: str) -> str:
        return self.site_url + ROOT + path


def _announced(publication: Publication) -> str | None:
    """The day of an announcement; None where nobody knows it."""
    return None if publication.undated else publication.announced.isoformat()


def _is_compared(policy: PolicySite, entry: SiteEntry, lang: str) -> bool:
    """Whether there is a comparison of a revision with its base; an enactment has none."""
    return entry.publication.kind is not Kind.ENACTMENT and policy.is_compared(entry, lang)


def _text(entry: SiteEntry, lang: str) -> str:
    return f"texts/{entry.publication.policy}/{entry.number}/{lang}.md"


def _compared(entry: SiteEntry, lang: str) -> str:
    return f"redlines/{entry.publication.policy}/{entry.number}/{lang}.json"


def _json(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
