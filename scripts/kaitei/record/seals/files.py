"""Where sealed papers stand: the names that they go by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kaitei.base.problems import KaiteiError, problem, reason_of
from kaitei.model import Publication
from kaitei.record.signatures import FOLDER

BELIEVED = f"{FOLDER}/seal.pem"
KINDS = ("announcement", "text")
"""The papers that are sealed: what was announced, and the text that it put into force."""
_NAME = re.compile(
    rf"(?P<number>[0-9]+)-(?P<kind>{'|'.join(KINDS)})-(?P<lang>[A-Za-z-]+)\.pdf", re.ASCII
)


class SealedPaper(NamedTuple):
    """A sealed paper: of which publication, which kind and language, and where it stands."""

    policy: str
    number: int
    kind: str
    lang: str
    path: Path


def place(publication: Publication, kind: str, lang: str) -> str:
    """The path of a sealed paper of a publication below the root."""
    return f"{FOLDER}/{publication.policy}/{publication.number}-{kind}-{lang}.pdf"


def papers(root: Path) -> Iterator[SealedPaper]:
    """The sealed papers beside a record, by their names."""
    for path in sorted((root / FOLDER).glob("*/*.pdf")):
        if found := _NAME.fullmatch(path.name):
            yield SealedPaper(
                path.parent.name, int(found["number"]), found["kind"], found["lang"], path
            )


def served(root: Path) -> dict[str, Path]:
    """The sealed papers beside a record, by the name that each has on the site."""
    return {f"{one.policy}-{one.path.name}": one.path for one in papers(root)}


def write(path: Path, shown: str, content: bytes) -> None:
    """Write a sealed paper, whole or not at all; one that is there stays. Raises KaiteiError."""
    aside = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            aside.write_bytes(content)
            aside.rename(path)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise KaiteiError(problem("file-unwritable", shown, reason=reason_of(error))) from None
