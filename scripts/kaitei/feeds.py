"""The feeds: RSS 2.0 for each language, of all policies and of each. The only door to feedgen.

One entry a publication, for ever the same: it holds what its publication froze and nothing that
a later day knows (a status, a postponed date). Times are midnight of the day of announcement in
the policies' time zone, never the build's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from html import escape

from feedgen.feed import FeedGenerator

from kaitei import phrases, views
from kaitei.policy import Kind
from kaitei.site import Entry, PolicySite, Site

NEWEST = 30  # entries in a feed
ENTRY_BYTES = 64 * 1024  # above this an entry says what changed and links to the redline
STYLE_SHEET = "assets/feed.css"

WORDS = {
    "ja": {
        "all": "{company}：規程の改定",
        "one": "{company}：{title}の改定",
        "about": "公表した規程の制定・改定・訂正などを、公表ごとに一件ずつお知らせします。"
        "最新の公表のダイジェスト：{digest}",
        "entry": "{title}：{kind}",
        "effective": "（{day}施行）",
        "announced_row": "公表日",
        "effective_row": "施行日",
        "number_row": "公表番号",
        "digest_row": "ダイジェスト（SHA-256）",
        "summary": "概要",
        "reason": "理由",
        "changes": "変更箇所",
        "redline": "見え消し（変更のあった条のみ）",
        "long": "変更箇所が多いため、見え消しと新旧対照表は次のページをご覧ください。",
        "more": "新旧対照表と全文を見る",
        "read": "公表の内容を見る",
        "sample": "これは見本です。文章と日付は実在の公表ではありません。",
    },
    "en": {
        "all": "{company}: policy revisions",
        "one": "{company}: revisions of the {title}",
        "about": "One entry for each enactment, revision, correction or other publication. "
        "Digest of the newest publication: {digest}",
        "entry": "{title}: {kind}",
        "effective": " (effective {day})",
        "announced_row": "Announced",
        "effective_row": "Effective",
        "number_row": "Publication",
        "digest_row": "Digest (SHA-256)",
        "summary": "Summary",
        "reason": "Reason",
        "changes": "What changed",
        "redline": "Redline (changed clauses only)",
        "long": "The changes are many: the redline and the comparison table are on the page below.",
        "more": "Comparison table and full text",
        "read": "Read the announcement",
        "sample": "This is a sample. Its text and dates are not a real publication.",
    },
}


def feeds(site: Site, site_url: str) -> list[tuple[str, bytes]]:
    """Every feed of the site as (path below the root, XML). `site_url` ends with a slash."""
    if not site.policies:
        return []
    return [
        (site.address(lang, *policy) + "feed.xml", _feed(site, site_url, lang, *policy))
        for lang in site.languages
        for policy in [(), *((policy.name,) for policy in site.policies)]
    ]


def _feed(site: Site, site_url: str, lang: str, *policy: str) -> bytes:
    """One feed: of the named policy, or of all."""
    shown = site.policy(policy[0]) if policy else None
    entries = list(shown.entries if shown else site.entries)[:NEWEST]
    words = WORDS.get(lang, WORDS["en"])
    address = site.address(lang, *policy)
    feed = FeedGenerator()
    company = site.organization.name(lang) if site.organization else ""
    feed.title(
        words["one"].format(company=company, title=shown.title(lang))
        if shown
        else words["all"].format(company=company)
    )
    # feedgen takes the channel's <link> from the last link given, so the page comes last.
    feed.link(href=f"{site_url}{address}feed.xml", rel="self", type="application/rss+xml")
    feed.link(href=site_url + address, rel="alternate")
    feed.description(words["about"].format(digest=entries[0].publication.digest))
    feed.language(lang)
    feed.generator("kaitei")
    feed.lastBuildDate(_moment(site, entries[0]))
    for entry in entries:
        _add(feed, site, entry, site_url, lang)
    xml: bytes = feed.rss_str(pretty=True)
    return _styled(xml, address)


def _add(feed: FeedGenerator, site: Site, entry: Entry, site_url: str, lang: str) -> None:
    policy, publication = site.policy_of(entry), entry.publication
    link = site_url + announcement(site, entry, lang)
    item = feed.add_entry(order="append")
    item.guid(f"{publication.id}/{lang}", permalink=False)
    item.title(entry_title(policy, entry, lang))
    item.link(href=link)
    item.description("\n".join(_summary(policy, entry, lang)))
    item.content(_content(policy, entry, link, lang))
    item.category(term=policy.name)
    item.category(term=publication.kind.value)
    item.pubDate(_moment(site, entry))


def announcement(site: Site, entry: Entry, lang: str) -> str:
    """The address of a publication's announcement: a revision's changes, an event's own page."""
    parts: list[str | int] = [entry.publication.policy, entry.number]
    if entry.publication.kind.is_revision:
        parts.append("changes")
    return site.address(lang, *parts)


def entry_title(policy: PolicySite, entry: Entry, lang: str) -> str:
    """An entry's title: "Privacy Policy: Revision (effective 1 April 2027)"."""
    publication, words = entry.publication, WORDS.get(lang, WORDS["en"])
    # The title frozen with the revision, so that a later title does not change the entry.
    titles = {**entry.revision.titles, **publication.titles}
    title = titles.get(lang) or titles.get(policy.authoritative) or policy.name
    text = words["entry"].format(title=title, kind=phrases.kind(publication.kind, lang))
    if publication.effective:
        text += words["effective"].format(day=phrases.day(publication.effective, lang))
    return text


def _moment(site: Site, entry: Entry) -> datetime:
    """Midnight of the day of announcement in the policies' time zone."""
    assert site.organization is not None  # noqa: S101  # an entry implies a publication
    return datetime.combine(entry.publication.announced, time(), site.organization.zone)


def _summary(policy: PolicySite, entry: Entry, lang: str) -> tuple[str, ...]:
    summary = entry.publication.summary
    return tuple(summary.get(lang) or summary.get(policy.authoritative) or ())


def _content(policy: PolicySite, entry: Entry, link: str, lang: str) -> str:
    """The entry's HTML: summary, reason, dates, worded changes, redline, where to read more.

    Where the whole is over ENTRY_BYTES the redline, then the worded changes give way to a line
    that says so.
    """
    words = WORDS.get(lang, WORDS["en"])
    head = "".join(_head(policy, entry, lang))
    worded, marks = _changes(policy, entry, lang)
    more = f'<p><a href="{escape(link)}">{words["more" if marks else "read"]}</a></p>'
    for body in (worded + marks, f"{worded}<p>{words['long']}</p>"):
        if len((head + body + more).encode()) <= ENTRY_BYTES:
            return head + body + more
    return f"{head}<p>{words['long']}</p>{more}"


def _head(policy: PolicySite, entry: Entry, lang: str) -> Iterable[str]:
    publication, words = entry.publication, WORDS.get(lang, WORDS["en"])
    if publication.sample:
        yield f"<p><strong>{words['sample']}</strong></p>"
    yield f"<h3>{words['summary']}</h3><ul>"
    yield from (f"<li>{escape(line)}</li>" for line in _summary(policy, entry, lang))
    yield "</ul>"
    reason = publication.reason.get(lang) or publication.reason.get(policy.authoritative)
    if reason:
        yield f"<h3>{words['reason']}</h3><p>{escape(reason)}</p>"
    rows = [(words["announced_row"], phrases.day(publication.announced, lang, era=True))]
    if publication.effective:
        rows.append((words["effective_row"], phrases.day(publication.effective, lang, era=True)))
    rows.append((words["number_row"], publication.ref))
    rows.append((words["digest_row"], publication.digest))
    colon = "：" if lang == "ja" else ": "
    yield "<p>" + "<br>".join(f"{name}{colon}{escape(value)}" for name, value in rows) + "</p>"


def _changes(policy: PolicySite, entry: Entry, lang: str) -> tuple[str, str]:
    """The worded changes and the redline of an entry, both as HTML; empty for what has none."""
    publication, words = entry.publication, WORDS.get(lang, WORDS["en"])
    if publication.kind is Kind.ENACTMENT or not publication.kind.is_revision:
        return "", ""
    if (redline := policy.redline(entry, lang)) is None:
        return "", ""
    worded = "".join(f"<li>{escape(line)}</li>" for line in views.worded(redline, lang))
    marks = views.inline(redline, lang, changed_only=True, mail=True)
    return (
        f"<h3>{words['changes']}</h3><ul>{worded}</ul>" if worded else "",
        f"<h3>{words['redline']}</h3>{marks}",
    )


def _styled(xml: bytes, address: str) -> bytes:
    """The feed with a style sheet for browsers: CSS only, XSLT makes them warn."""
    declaration, rest = xml.split(b"\n", 1)
    href = "../" * address.count("/") + STYLE_SHEET
    style = f'<?xml-stylesheet type="text/css" href="{href}"?>'.encode()
    return b"\n".join([declaration, style, rest])
