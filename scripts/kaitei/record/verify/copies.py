"""What a reader kept, held against the record: whether its digests are still in the chain.

A feed, a mail, a page or a list of digests that came to a reader on its day is a witness that
nobody else can change. The digests of publications stand in all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kaitei.record import sums
from kaitei.record.layout import Folder
from kaitei.record.reading import Record

_DIGEST = re.compile(r"(?<![0-9A-Za-z])[0-9a-fA-F]{64}(?![0-9A-Za-z])", re.ASCII)
_NAMED = re.compile(r"\b([a-z0-9]+(?:-[a-z0-9]+)*)(?:@|/)([1-9][0-9]{0,5})\b", re.ASCII)
_NEAR = 400  # characters: on a page and in a feed the publication is named in the lines before
_CHARSETS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A digest that stands in a kept file.

    `place` is what of the record has it: a publication as `policy@n`, or the path of a file; ""
    where nothing has. `claimed` is the publication that the file seems to give it to, "" for none.
    """

    digest: str
    place: str
    claimed: str


def kept(record: Record, raw: bytes) -> list[Kept]:
    """Every digest in the bytes of a kept file, each once, in the order in which they stand.

    Of a mail the decoded parts are searched. The record need not be whole.
    """
    places = _places(record)
    refs = {f"{folder.policy}@{folder.number}" for folder in _folders(record)}
    found: dict[str, Kept] = {}
    for text in _texts(raw):
        for match in _DIGEST.finditer(text):
            digest = match[0].lower()
            near = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
            named = _claimed(near, min(match.start(), _NEAR), refs)
            if digest not in found or not found[digest].claimed:
                found[digest] = Kept(digest, places.get(digest, ""), named)
    return list(found.values())


def _claimed(near: str, place: int, refs: set[str]) -> str:
    """The publication that is named nearest to a digest: before it or behind it on its line.

    Else the last one before it. `near` is the text around the digest, which begins at `place`. Of
    names that the record has none of, only `policy@n` is one: much else has the form of a path.
    """
    begin, end = near.rfind("\n", 0, place) + 1, near.find("\n", place)
    behind = near[place : end if end >= 0 else len(near)]
    for text, last in ((near[begin:place], True), (behind, False), (near[:begin], True)):
        named = [
            ref
            for match in _NAMED.finditer(text)
            if (ref := f"{match[1]}@{match[2]}") in refs or "@" in match[0]
        ]
        if named:
            return named[-1 if last else 0]
    return ""


def _places(record: Record) -> Mapping[str, str]:
    """What has which digest: publications by their SHA256SUMS, files as these list them."""
    found: dict[str, str] = {}
    for folder in _folders(record):
        listed = folder.listed
        for name, digest in (listed.files if listed else {}).items():
            found.setdefault(digest, f"{folder.place}/{name}")
    for folder in _folders(record):
        if folder.listing is not None:
            found[sums.sha256(folder.listing)] = f"{folder.policy}@{folder.number}"
    return found


def _folders(record: Record) -> Iterator[Folder]:
    for folders in record.folders.values():
        yield from folders


def _texts(raw: bytes) -> Iterator[str]:
    """A file as text; of a mail, its parts as well."""
    from email import message_from_bytes, policy
    from email.message import EmailMessage

    yield raw.decode(_CHARSETS.get(raw[:2], "utf-8"), "replace")
    mail = message_from_bytes(raw, policy=policy.default)
    if not isinstance(mail, EmailMessage) or "from" not in mail or "date" not in mail:
        return
    for part in mail.walk():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield content.decode(part.get_content_charset("utf-8"), "replace")
