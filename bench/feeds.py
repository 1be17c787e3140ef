"""`make bench`: 1,000 publications as feeds, beside plain feedgen writing the same documents.

Prints a table and writes it to docs/benchmarks.md.
"""

from __future__ import annotations

import dataclasses
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from feedgen.feed import FeedGenerator
from lxml import etree
from report import head, table, write

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from kaitei import feeds
from kaitei.policy import Kind, Policy
from kaitei.site import look
from records import made

COUNT = 1000
URL = "https://policies.example/"
_SENTENCES = 40
_ATOM = "{http://www.w3.org/2005/Atom}"


def main() -> None:
    """Measure, print, write."""
    policy = _policy()
    found, alone = _best(lambda: feeds.feeds(look([policy], _day(COUNT)), URL))
    ready = look([policy], _day(COUNT))
    for entry in ready.entries:  # what the pages of the same build need as well
        for lang in ready.languages:
            ready.policy_of(entry).redline(entry, lang)
    _, shared = _best(lambda: feeds.feeds(ready, URL))
    documents = [(path, _items(xml)) for path, xml in found if path.endswith(".xml")]
    entries = sum(len(items) for _, items in documents)
    _, plain = _best(lambda: [_plain(path, items) for path, items in documents])
    rows = [
        ["feedgen alone: the same entries, ready-made", plain],
        ["kaitei, where the pages have compared the texts already", shared],
        ["kaitei, with all comparisons", alone],
    ]
    report = "\n".join([
        f"## {COUNT:,} publications as feeds\n",
        f"{head()} A policy with {COUNT:,} revisions in two languages: "
        f"{len(documents)} documents in RSS and Atom, archives included, with {entries:,} entries. "
        "kaitei also writes JSON Feed.\n",
        *table(
            ["", "CPU s", "ms an entry", "times feedgen"],
            [[name, f"{s:.2f}", f"{1000 * s / entries:.2f}", f"{s / plain:.2f}"]
             for name, s in rows],
        ),
        f"\nVersions: feedgen {version('feedgen')}, lxml {version('lxml')}.",
    ])  # fmt: skip
    print(report)
    write("feeds", report)


def _policy() -> Policy:
    """A revision a day; each changes one sentence of forty."""
    publications = []
    for n in range(1, COUNT + 1):
        sources = {}
        for lang, title in (("ja", "個人情報保護方針"), ("en", "Privacy policy")):
            words = "手数料は{}円です。" if lang == "ja" else "The fee is {} yen."
            lines = [words.format(n if at == n % _SENTENCES else at) for at in range(_SENTENCES)]
            sources[lang] = f"---\ntitle: {title}\n---\n## 1. {{#one}}\n\n" + "\n\n".join(lines)
        one = dataclasses.replace(made(1), number=n, sources=sources, digest=f"{n:064}")
        one = dataclasses.replace(
            one,
            kind=Kind.REVISION if n > 1 else Kind.ENACTMENT,
            base=n - 1 or None,
            announced=_day(n),
            effective=_day(n),
            id=f"tag:kaitei-sample.example,2026:privacy-policy/{n}",
        )
        publications.append(one)
    return Policy("privacy-policy", tuple(publications))


def _day(number: int) -> date:
    return date(2020, 1, 1) + timedelta(days=number - 1)


@dataclasses.dataclass(frozen=True)
class Item:
    """An entry as it came out, ready to be written again."""

    id: str
    title: str
    link: str
    summary: str
    html: str
    date: str
    terms: tuple[str, ...]


def _items(xml: bytes) -> list[Item]:
    """The entries of an RSS or Atom document of ours."""
    found = []
    for node in etree.fromstring(xml).iter("item", f"{_ATOM}entry"):
        parts = {etree.QName(child).localname: child for child in node}
        texts = {name: child.text or "" for name, child in parts.items()}
        terms = [c.text or c.get("term") for c in node if etree.QName(c).localname == "category"]
        found.append(
            Item(
                id=texts.get("guid") or texts["id"],
                title=texts["title"],
                link=texts["link"] or parts["link"].get("href"),
                summary=texts.get("summary") or texts["description"],
                html=texts.get("encoded") or texts["content"],
                date=texts.get("pubDate") or texts["updated"],
                terms=tuple(terms),
            )
        )
    return found


def _plain(path: str, items: list[Item]) -> bytes:
    feed = FeedGenerator()
    feed.id(URL + path)
    feed.title("x")
    feed.description("x")
    feed.link(href=URL + path, rel="self")
    feed.link(href=URL, rel="alternate")
    feed.author({"name": "x"})
    for item in items:
        entry = feed.add_entry(order="append")
        entry.id(item.id)
        entry.title(item.title)
        entry.link(href=item.link)
        entry.description(item.summary, isSummary=True)
        entry.content(item.html, type="html")
        for term in item.terms:
            entry.category(term=term)
        entry.pubDate(item.date)
        entry.updated(item.date)
    return feed.atom_str(pretty=True) if "atom" in path else feed.rss_str(pretty=True)


def _best(work: Callable[[], Any]) -> tuple[Any, float]:
    """What the work gives, and the CPU seconds of the quickest of three runs."""
    seconds = []
    for _ in range(3):
        start = time.process_time()
        result = work()
        seconds.append(time.process_time() - start)
    return result, min(seconds)


if __name__ == "__main__":
    main()
