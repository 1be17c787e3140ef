"""The files of a site, held one by one against those that it should have."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kaitei.base.catalogue import CODE
from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.build.witness import words
from kaitei.build.witness.fetching import SiteSource
from kaitei.site import api
from kaitei.site.model import PolicySite, Site, SiteEntry

_UNSERVED = re.compile(
    r"_headers(\..*)?"
)  # files for the host, which most hosts keep to themselves
# What the witness looks at: the home page and each policy's, texts, announcements, feeds, data.
_MATTERS = re.compile(
    rf"({CODE}/)?(index\.html|[a-z0-9-]+/(index\.html|[0-9]+/(changes/)?index\.html))"
    r"|.*(feed\.xml|atom\.xml|feed\.json)"
    rf"|{api.SITE}|{api.ROOT}(current\.json|index\.json|policies/.*|texts/.*)",
)
_PUBLICATION = re.compile(rf"(?:{CODE}/|api/v1/texts/)?([a-z0-9-]+)/([0-9]+)/.*")
# What of the data may differ between versions and settings: addresses, and what made the site.
_OTHER = {
    "format", "version", "schema", "origin", "pages", "announcements", "feeds", "redlines", "url",
    "current",
}  # fmt: skip
_TAGS = re.compile(rb"[0-9a-f]{64}|tag:[^<\s\"]+")  # digests and identities, in a feed
_AROUND = 30  # characters on each side of the first difference: enough to find the place


@dataclass
class Comparison:
    """What was compared and found. `seen` are the digests of the files as they came, by path."""

    problems: list[Problem] = field(default_factory=list)
    wrong: set[str] = field(default_factory=set)
    seen: dict[str, str] = field(default_factory=dict)

    @property
    def sum(self) -> str:
        """One digest for all that was seen."""
        lines = (f"{digest}  {path}\n" for path, digest in sorted(self.seen.items()))
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def matter(paths: Iterable[str], *, everything: bool) -> list[str]:
    """The paths of a site to look at: those that readers go by, or all that a host hands out."""
    wanted = (p for p in paths if not _UNSERVED.fullmatch(p))
    return sorted(p for p in wanted if everything or _MATTERS.fullmatch(p))


def compare(
    source: SiteSource, tree: Path, paths: Iterable[str], site: Site, *, exactly: bool
) -> Comparison:
    """Hold the files of a site against those of `tree`, which was built for the same day.

    Byte for byte if `exactly`: the same program, theme and settings made both. Else texts, and
    what pages and data say of dates, sentences and digests.
    """
    found = Comparison()
    for path in paths:
        wanted = (tree / path).read_bytes()
        try:
            told = _one(source, path, wanted, site, exactly, found)
        except KaiteiError as error:
            told = error.problems[0]
        if told is not None:
            found.problems.append(told)
            if match := _PUBLICATION.fullmatch(path):
                found.wrong.add(f"{match[1]}@{match[2]}")
    return found


def _one(
    source: SiteSource, path: str, wanted: bytes, site: Site, exactly: bool, found: Comparison
) -> Problem | None:
    """What is wrong with one file; past every cache, where it is not as it should be."""
    raw = source.get(path)
    found.seen[path] = hashlib.sha256(raw).hexdigest()
    told = _difference(source.place + path, path, raw, wanted, site, exactly)
    if told is None:
        return None
    again = _difference(
        source.place + path, path, source.get(path, fresh=True), wanted, site, exactly
    )
    return told if again is not None else problem("witness-cached", source.place + path)


def _difference(
    address: str, path: str, raw: bytes, wanted: bytes, site: Site, exactly: bool
) -> Problem | None:
    if raw == wanted:
        return None
    if exactly or path.startswith(f"{api.ROOT}texts/"):
        return _bytes(address, raw, wanted)
    if path.endswith(".json"):
        return None if _says(_data(raw), _data(wanted)) else _bytes(address, raw, wanted)
    if path.endswith(".xml"):
        lacking = [one for one in _TAGS.findall(wanted) if one not in raw]
        return _bytes(address, raw, wanted) if lacking else None
    return _words(address, path, raw, site)


def _bytes(address: str, raw: bytes, wanted: bytes) -> Problem:
    """The first place at which two files differ, on either side."""
    shown, due = raw.decode("utf-8", "replace"), wanted.decode("utf-8", "replace")
    pairs = enumerate(zip(shown, due, strict=False))
    place = next((at for at, (a, b) in pairs if a != b), min(len(shown), len(due)))
    start, end = max(0, place - _AROUND), place + _AROUND
    here, there = (" ".join(text[start:end].split()) for text in (shown, due))
    return problem("witness-differs", address, shown=here, due=there)


def _words(address: str, path: str, raw: bytes, site: Site) -> Problem | None:
    """What a page of another design does not say of a publication."""
    page = words.PageText(raw)
    lacking = page.lacks(_sentences(path, site))
    lacking += [day for day in _days(path, site) if day not in page.days]
    if not lacking:
        return None
    return problem("witness-words", address, words=lacking[0][:200], count=len(lacking))


def _sentences(path: str, site: Site) -> Iterator[str]:
    """What the page at a path must say, whatever it looks like."""
    lang, policy, entry, announced = _subject(path, site)
    if policy is None:
        return
    entry = entry or policy.main
    if entry is None:
        return
    if announced:
        yield from words.of_announcement(entry.publication, lang)
    elif (source := policy.source(entry, lang)) is not None:
        yield from words.of_text(source, lang)


def _days(path: str, site: Site) -> list[str]:
    """The days that the announcement at a path must give."""
    _, _, entry, announced = _subject(path, site)
    if entry is None or not announced:
        return []
    days = (entry.publication.announced, entry.publication.effective)
    return [day.isoformat() for day in days if day]


def _subject(path: str, site: Site) -> tuple[str, PolicySite | None, SiteEntry | None, bool]:
    """What a page is about: its language, policy, publication, and whether it announces it."""
    parts = path.split("/")[:-1]
    lang = parts.pop(0) if parts and parts[0] in site.languages else site.languages[0]
    if not parts:
        return lang, None, None, False
    try:
        policy = site.policy(parts[0])
        entry = policy.entry(int(parts[1])) if len(parts) > 1 else None
    except (KeyError, ValueError):
        return lang, None, None, False
    announces = entry is not None and (len(parts) > 2 or not entry.publication.kind.is_revision)
    return lang, policy, entry, announces


def _data(raw: bytes) -> object:
    try:
        return json.loads(raw)
    except ValueError:
        return None


def _says(shown: object, due: object) -> bool:
    """Whether data say all that they should; a later version of the format may say more."""
    if isinstance(due, dict):
        return isinstance(shown, dict) and all(
            key in shown and _says(shown[key], due[key]) for key in due.keys() - _OTHER
        )
    if isinstance(due, list):
        return (
            isinstance(shown, list)
            and len(shown) == len(due)
            and all(_says(one, other) for one, other in zip(shown, due, strict=True))
        )
    return shown == due
