"""`make bench`: 1,000 publications as feeds, beside plain feedgen writing the same documents.

Prints a table and writes it to docs/benchmarks.md.
"""

from __future__ import annotations

import dataclasses
import os
import platform
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from multiprocessing import get_context

from feedgen.feed import FeedGenerator
from lxml import etree
from report import table, write

from kaitei.model import Kind, Policy, Publication, facts
from kaitei.site import feeds
from kaitei.site.model import look

COUNT = 1000
URL = "https://policies.example/"
_SENTENCES = 40
_COMPANY = {
    "name": {"ja": "見本株式会社", "en": "Sample Company"},
    "time_zone": "Asia/Tokyo",
    "languages": ["ja", "en"],
    "authoritative": "ja",
    "notice_days": "14",
    "sample": "true",
    "tag": "policies.example,2020",
    "policies": ["privacy-policy"],
}
_ATOM = "{http://www.w3.org/2005/Atom}"


def main() -> None:
    """Measure, print, write."""
    with get_context("spawn").Pool(1, maxtasksperchild=1) as fresh:  # a process for each run
        seconds = {
            name: min(fresh.apply(work) for _ in range(3))
            for name, work in (
                ("feedgen alone: the same entries, ready-made", _feedgen),
                ("kaitei, where the pages have compared the texts already", _after_the_pages),
                ("kaitei, with all comparisons", _feeds_alone),
            )
        }
        documents, entries = fresh.apply(_sizes)
    plain = next(iter(seconds.values()))
    report = "\n".join([
        f"## {COUNT:,} publications as feeds\n",
        f"{date.today().isoformat()}, Python {platform.python_version()}, {os.cpu_count()} cores. "
        f"A policy with {COUNT:,} revisions in two languages: "
        f"{documents} documents in RSS and Atom, archives included, with {entries:,} entries. "
        "kaitei also writes JSON Feed, and words and draws each change. The quickest of three "
        "runs, each in a process of its own.\n",
        *table(
            ["", "CPU s", "ms an entry", "times feedgen"],
            [[name, f"{s:.2f}", f"{1000 * s / entries:.2f}", f"{s / plain:.2f}"]
             for name, s in seconds.items()],
        ),
        f"\nVersions: feedgen {version('feedgen')}, lxml {version('lxml')}.",
    ])  # fmt: skip
    print(report)
    write("feeds", report)


# --- what is measured: CPU seconds, with nothing made before that a build would make anew ---------


def _feeds_alone() -> float:
    site = look([_policy()], _day(COUNT))
    return _seconds(lambda: feeds.feeds(site, URL))


def _after_the_pages() -> float:
    site = look([_policy()], _day(COUNT))
    for entry in site.entries:
        for lang in site.languages:
            site.policy_of(entry).redline(entry, lang)
    return _seconds(lambda: feeds.feeds(site, URL))


def _feedgen() -> float:
    documents = _documents()
    return _seconds(lambda: [_plain(path, items) for path, items in documents])


def _sizes() -> tuple[int, int]:
    """How many documents and entries there are."""
    documents = _documents()
    return len(documents), sum(len(items) for _, items in documents)


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


# --- the material ---------------------------------------------------------------------------------


def _documents() -> list[tuple[str, list[Item]]]:
    """Our XML documents, as entries ready to be written again."""
    found = feeds.feeds(look([_policy()], _day(COUNT)), URL)
    return [(path, _items(xml)) for path, xml in found if path.endswith(".xml")]


def _policy() -> Policy:
    """A revision a day; each changes one sentence of forty."""
    settings = facts.load_frozen({"organization": _COMPANY, "facts": {}}, "facts.yml")
    publications = []
    for n in range(1, COUNT + 1):
        sources = {}
        for lang, title in (("ja", "個人情報保護方針"), ("en", "Privacy policy")):
            words = "手数料は{}円です。" if lang == "ja" else "The fee is {} yen."
            lines = [words.format(n if at == n % _SENTENCES else at) for at in range(_SENTENCES)]
            sources[lang] = f"---\ntitle: {title}\n---\n## 1. {{#one}}\n\n" + "\n\n".join(lines)
        publications.append(
            Publication(
                policy="privacy-policy",
                number=n,
                id=f"tag:policies.example,2020:privacy-policy/{n}",
                kind=Kind.REVISION if n > 1 else Kind.ENACTMENT,
                base=n - 1 or None,
                announced=_day(n),
                effective=_day(n),
                sources=sources,
                titles={"ja": "個人情報保護方針", "en": "Privacy policy"},
                summary={"ja": ("手数料を改めます。",), "en": ("The fee changes.",)},
                reason={"ja": "見本です。", "en": "A sample."},
                settings=settings,
                sample=True,
                digest=f"{n:064}",
            )
        )
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
    date: datetime
    terms: tuple[str, ...]


def _items(xml: bytes) -> list[Item]:
    """The entries of an RSS or Atom document of ours."""
    found = []
    for node in etree.fromstring(xml).iter("item", f"{_ATOM}entry"):
        parts = {etree.QName(child).localname: child for child in node}
        texts = {name: child.text or "" for name, child in parts.items()}
        written = texts.get("pubDate")
        terms = [c.text or c.get("term") for c in node if etree.QName(c).localname == "category"]
        found.append(
            Item(
                id=texts.get("guid") or texts["id"],
                title=texts["title"],
                link=texts["link"] or parts["link"].get("href"),
                summary=texts.get("summary") or texts["description"],
                html=texts.get("encoded") or texts["content"],
                date=parsedate_to_datetime(written)
                if written
                else datetime.fromisoformat(texts["updated"]),
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


if __name__ == "__main__":
    main()
