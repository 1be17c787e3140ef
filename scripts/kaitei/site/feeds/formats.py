"""A feed's document as data, and as RSS 2.0, Atom and JSON Feed. The only door to feedgen."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from typing import Any, NamedTuple

from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from feedgen.util import xml_elem

STYLE_SHEET = "assets/feed.css"
_ATOM = "http://www.w3.org/2005/Atom"
_HISTORY = "http://purl.org/syndication/history/1.0"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry: what every format says of it. `html` is safe; `told` has its time zone."""

    id: str
    title: str
    link: str
    summary: str
    html: str
    categories: tuple[str, ...]
    author: str
    told: datetime


@dataclass(frozen=True, slots=True)
class FeedContent:
    """A document of a feed: the newest entries, or an archive. Addresses are absolute.

    `here` is the document's own address, `current` that of the newest entries, `earlier` that of
    the archive before it or "". `style` leads from the document to its style sheet.
    """

    id: str
    title: str
    description: str
    author: str
    lang: str
    page: str
    style: str
    here: str
    current: str
    earlier: str
    archive: bool
    updated: datetime
    entries: tuple[FeedEntry, ...]


def rss(document: FeedContent) -> bytes:
    """RSS 2.0, with the links of Atom and the archive mark of RFC 5005.

    RSS does not say whether titles and descriptions are text or HTML, and readers differ: so no
    sign of HTML stands in them.
    """
    plain = [replace(i, title=_plain(i.title), summary=_plain(i.summary)) for i in document.entries]
    document = replace(document, title=_plain(document.title), entries=tuple(plain))
    feed = _feed(document, "application/rss+xml")
    feed.description(_plain(document.description))
    feed.language(document.lang)
    feed.lastBuildDate(document.updated)
    return _styled(feed.rss_str(pretty=True), document)


def atom(document: FeedContent) -> bytes:
    """Atom (RFC 4287)."""
    feed = _feed(document, "application/atom+xml")
    feed.id(document.id)
    feed.subtitle(document.description)
    feed.author({"name": document.author})
    feed.language(document.lang)
    feed.updated(document.updated)
    return _styled(feed.atom_str(pretty=True), document)


def jsonfeed(document: FeedContent) -> bytes:
    """JSON Feed 1.1."""
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": document.title,
        "home_page_url": document.page,
        "feed_url": document.here,
        "description": document.description,
        "language": document.lang,
        "authors": [{"name": document.author}],
        "items": [
            {
                "id": item.id,
                "url": item.link,
                "title": item.title,
                "summary": item.summary,
                "content_html": item.html,
                "date_published": item.told.isoformat(),
                "authors": [{"name": item.author}],
                "tags": item.categories,
            }
            for item in document.entries
        ],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


class Format(NamedTuple):
    """A format: the file at a feed's address, who writes it, whether it has archives."""

    file: str
    write: Callable[[FeedContent], bytes]
    archived: bool


FORMATS = (
    Format("feed.xml", rss, True),
    Format("atom.xml", atom, True),
    Format("feed.json", jsonfeed, False),  # JSON Feed knows no archives that stay as they are
)


def headed(title: str, html: str) -> str:
    """One of several publications that are told in one entry, under its policy's title."""
    return f"<h2>{escape(title)}</h2>{html}"


class _History(BaseExtension):  # type: ignore[misc]
    """The archive mark in both formats; in RSS also the links and the language of Atom."""

    lang = ""
    archive = False
    links: tuple[tuple[str, str], ...] = ()

    def extend_ns(self) -> dict[str, str]:
        return {"fh": _HISTORY} if self.archive else {}

    def extend_rss(self, root: Any) -> Any:
        root.set(_LANG, self.lang)
        channel = root[0]
        for rel, address in self.links:
            xml_elem(f"{{{_ATOM}}}link", channel, rel=rel, href=address)
        return self.extend_atom(channel)

    def extend_atom(self, root: Any) -> Any:
        if self.archive:
            xml_elem(f"{{{_HISTORY}}}archive", root)
        return root


def _plain(text: str) -> str:
    """The same to the eye, and not HTML however it is read."""
    return text.replace("<", "\uff1c").replace(">", "\uff1e")


def _feed(document: FeedContent, media: str) -> FeedGenerator:
    feed = FeedGenerator()
    feed.title(document.title)
    feed.generator("kaitei")
    history = (("current", document.current),) if document.archive else ()
    if document.earlier:
        history = (*history, ("prev-archive", document.earlier))
    feed.load_extension("dc", atom=False)  # RSS has no author but an address
    feed.register_extension("history", _History)
    feed.history.lang = document.lang
    feed.history.archive = document.archive
    feed.history.links = history
    # feedgen takes the channel's <link> from the last link given, so the page comes last.
    feed.link(href=document.here, rel="self", type=media)
    for rel, address in history:
        feed.link(href=address, rel=rel, type=media)
    feed.link(href=document.page, rel="alternate", type="text/html", hreflang=document.lang)
    for item in document.entries:
        _add(feed, item)
    return feed


def _add(feed: FeedGenerator, item: FeedEntry) -> None:
    entry = feed.add_entry(order="append")
    entry.id(item.id)
    entry.guid(item.id, permalink=False)
    entry.title(item.title)
    entry.link(href=item.link)
    entry.description(item.summary, isSummary=True)
    entry.content(item.html, type="html")
    for category in item.categories:
        entry.category(term=category)
    entry.dc.dc_creator(item.author)
    entry.pubDate(item.told)
    entry.updated(item.told)


def _styled(xml: bytes, document: FeedContent) -> bytes:
    """The feed with a style sheet for browsers: CSS only, XSLT makes them warn."""
    declaration, rest = xml.split(b"\n", 1)
    style = f'<?xml-stylesheet type="text/css" href="{document.style}"?>'.encode()
    return b"\n".join([declaration, style, rest])
