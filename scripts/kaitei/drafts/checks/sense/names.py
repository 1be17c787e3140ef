"""Names in Latin letters in a Japanese text: the other language writes them as well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_WORD = r"[A-Z][A-Za-z0-9’'&-]*(?:\.[A-Za-z0-9]+)*"
_NAME = re.compile(
    rf"(?<![A-Za-z0-9@./#_-]){_WORD}(?:[ \u00a0](?:(?:of|for|&)[ \u00a0])?{_WORD})*"
    r"(?:,[ \u00a0](?:Inc|L\.?L\.?C|Ltd|K\.K|Co)\b)?(?![A-Za-z0-9@/_-])"
)
_KINDS = re.compile(
    r",? (?:Inc|LLC|L\.L\.C|Ltd|Limited|Corporation|Corp|Co|K\.K|GmbH|S\.A|PLC|plc|LP"
    r"|LLP)\b\.?(?:,? Ltd\.?)?"
)
_WE = re.compile(r"\b(?:we|us|ours?)\b", re.IGNORECASE)
_ALONE = re.compile(r"[A-Z][a-z’'-]*[a-z][A-Za-z]*")


def names(words: str) -> Iterator[str]:
    """The names of several words, or of one that is written as a name (Google; not PC or SMS)."""
    for match in _NAME.finditer(words):
        name = match[0].rstrip(".,’'& ")
        if " " in name or "\u00a0" in name or _ALONE.fullmatch(name):
            yield name


def missing(japanese: str, english: str) -> Iterator[str]:
    """The names of a Japanese text that the other one does not have.

    The form of a company (Inc.) may be left out in one of them; another one is another company.
    """
    there, bare = _plain(english), _plain(_KINDS.sub("", english))
    formed = {_plain(name) for name in _formed(english)}
    known = {_plain(name) for name in _formed(japanese)}
    squeezed = there.replace(" ", "").replace("-", "")
    for name in dict.fromkeys(names(japanese)):
        stem, company = _plain(_KINDS.sub("", name)), _KINDS.search(name)
        if company and formed - known:
            found = _plain(name) in formed
        elif " " not in stem:
            # A word of a language (Cookie) may be another form of it there.
            found = stem.rstrip("s") in squeezed
        else:
            found = _whole(stem, there) or _whole(stem, bare)
        if not found:
            yield name


def speaks(name: str, own: Iterable[str], english: str) -> bool:
    """Whether a name is that of the company that says "we" in the other language."""
    stems = {_plain(_KINDS.sub("", one)) for one in own}
    return _plain(_KINDS.sub("", name)) in stems and bool(_WE.search(english))


def _formed(words: str) -> Iterator[str]:
    """The names of a text that have the form of a company."""
    return (name for name in names(words) if _KINDS.search(name))


def _whole(name: str, there: str) -> bool:
    return bool(re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", there))


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words.replace("’", "'").replace(",", "")).rstrip(".").lower()
