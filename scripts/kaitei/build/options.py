"""What an owner asks for in mkdocs.yml below `plugins: kaitei`; refused where it is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kaitei.base.problems import KaiteiError, problem
from kaitei.model.facts import unspoken
from kaitei.site.model import FIRST_LANGUAGES

CONFIG = "mkdocs.yml"
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+|[^\s\"'<>@:/]+@[^\s\"'<>@:/]+")  # a form, a mailbox
# An origin, without a path (Content Security Policy Level 3, host-source).
_ORIGIN = re.compile(r"https://(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?", re.IGNORECASE)


def languages(given: Sequence[object]) -> tuple[str, ...]:
    """The languages of a site on which nothing stands yet, the first at the root.

    Raises KaiteiError for one that no site can be in.
    """
    found = tuple(map(str, given)) or FIRST_LANGUAGES
    for lang in found:
        if wrong := unspoken(lang, CONFIG):
            raise KaiteiError(wrong)
    return found


def subscribe(given: object, languages: Sequence[str]) -> dict[str, str]:
    """Where the owner's own service tells of revisions, as the address of a link, by language.

    Raises KaiteiError for what leads nowhere and for a language that the site is not in.
    """
    found = given if isinstance(given, Mapping) else dict.fromkeys(languages, given)
    said = {lang: str(address) for lang, address in found.items() if address}
    for lang, address in said.items():
        if lang not in languages or not _ADDRESS.fullmatch(address):
            raise KaiteiError(problem("site-subscribe", CONFIG, value=f"{lang}: {address}"))
    return {lang: f"{'' if ':' in to else 'mailto:'}{to}" for lang, to in said.items()}


def frames(given: Sequence[object]) -> tuple[str, ...]:
    """The origins that may show the pages in a frame. Raises KaiteiError for what is none."""
    for one in given:
        if not _ORIGIN.fullmatch(str(one)):
            raise KaiteiError(problem("site-frames", CONFIG, value=one))
    return tuple(map(str, given))
