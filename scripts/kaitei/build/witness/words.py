"""The words of a page, whatever it looks like, and whether they hold what they should."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from kaitei.model import Block, Publication, Text
from kaitei.text.html import decoded
from kaitei.text.markdown import parse
from kaitei.text.source import plain_words

_UNSEEN = {"script", "style", "template", "noscript", "head"}


class PageText(HTMLParser):
    """What a reader of a page sees: its words without any blanks, and its days."""

    def __init__(self, raw: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.days: set[str] = set()
        self._unseen = 0
        self._found: list[str] = []
        self.feed(decoded(raw)[0])
        self.close()
        self.text = run_together("".join(self._found))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count what is not seen, and note a day."""
        self._unseen += tag in _UNSEEN
        self.days |= {value for name, value in attrs if name == "datetime" and value}

    def handle_endtag(self, tag: str) -> None:
        """See `handle_starttag`."""
        if tag in _UNSEEN and self._unseen:
            self._unseen -= 1

    def handle_data(self, data: str) -> None:
        """Note words that are seen."""
        if not self._unseen:
            self._found.append(data)

    def lacks(self, wanted: Iterable[str]) -> list[str]:
        """Those of the sentences that the page does not have, blanks and composition aside."""
        return [sentence for sentence in wanted if run_together(sentence) not in self.text]


def run_together(text: str) -> str:
    """A text without blanks, in one composition: pages break lines where they like."""
    return "".join(unicodedata.normalize("NFC", text).split())


def of_text(source: str, lang: str) -> list[str]:
    """The words of a frozen text, block by block, headings first."""
    return list(_blocks(parse(source, lang)))


def _blocks(text: Text) -> Iterator[str]:
    for clause in text.clauses:
        for block in (*((clause.heading,) if clause.heading else ()), *clause.blocks):
            yield from _leaves(block)


def _leaves(block: Block) -> Iterator[str]:
    """The words of the innermost blocks, in order."""
    if block.children:
        for child in block.children:
            yield from _leaves(child)
    elif words := plain_words([block]):
        yield words


def of_announcement(publication: Publication, lang: str) -> list[str]:
    """What an announcement says in any design: summary, reason, digest."""
    said = [*publication.summary.get(lang, ()), publication.reason.get(lang, "")]
    return [sentence for sentence in said if sentence] + [publication.digest]
