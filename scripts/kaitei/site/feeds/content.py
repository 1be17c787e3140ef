"""What an entry of a feed says: its title, its summary, its HTML in mail-safe inline style."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from kaitei.base.catalogue import t
from kaitei.model import phrases
from kaitei.site.model import Entry, PolicySite, Site
from kaitei.text import render

FEED = "feed"  # what entries are kept under in `PolicySite.made`
ENTRY_BYTES = 64 * 1024  # above this an entry says what changed and links to the redline


def announcement(site: Site, entry: Entry, lang: str) -> str:
    """The address of a publication's announcement: a revision's changes, an event's own page."""
    parts: list[str | int] = [entry.publication.policy, entry.number]
    if entry.publication.kind.is_revision:
        parts.append("changes")
    return site.address(lang, *parts)


def entry_title(policy: PolicySite, entry: Entry, lang: str) -> str:
    """A publication's title: "Privacy Policy: Revision (effective 1 April 2027)"."""
    return _entitled(frozen_title(policy, entry, lang), entry, lang)


def shared_title(policies: Sequence[PolicySite], entries: Sequence[Entry], lang: str) -> str:
    """The title of several publications that were announced together, said once where it can be."""
    pairs = list(zip(policies, entries, strict=True))
    alike = {(e.publication.kind, e.publication.effective) for e in entries}
    if len(alike) > 1:
        return t(lang, "feeds.apart").join(entry_title(p, e, lang) for p, e in pairs)
    titles = t(lang, "feeds.and").join(frozen_title(p, e, lang) for p, e in pairs)
    return _entitled(titles, entries[0], lang)


def frozen_title(policy: PolicySite, entry: Entry, lang: str) -> str:
    """The policy's title as the publication froze it, so that a later one changes no entry."""
    return policy.title_of(entry, lang)


def summary(policy: PolicySite, entry: Entry, lang: str) -> tuple[str, ...]:
    """The lines of a publication's summary, in the authoritative language where `lang` has none."""
    said = entry.publication.summary
    return tuple(said.get(lang) or said.get(policy.authoritative) or ())


def html(policy: PolicySite, entry: Entry, link: str, lang: str, limit: int = ENTRY_BYTES) -> str:
    """The entry's HTML: summary, reason, dates, worded changes, redline, where to read more.

    Where the whole is over `limit` bytes the redline, then the worded changes give way to a line
    that says so. Made once: the feed of all policies says the same as that of each.
    """
    return policy.once(
        (FEED, entry.number, link, lang, limit), lambda: _html(policy, entry, link, lang, limit)
    )


def _html(policy: PolicySite, entry: Entry, link: str, lang: str, limit: int) -> str:
    long = f"<p>{t(lang, 'feeds.long')}</p>"
    head = "".join(_head(policy, entry, lang))
    worded, marks = _changes(policy, entry, lang)
    more = f'<p><a href="{escape(link)}">{t(lang, "feeds.more" if marks else "feeds.read")}</a></p>'
    for body in (worded + marks, worded + long):
        if len((head + body + more).encode()) <= limit:
            return head + body + more
    return head + long + more


def _entitled(title: str, entry: Entry, lang: str) -> str:
    publication = entry.publication
    text = t(lang, "feeds.entry", title=title, kind=phrases.kind(publication.kind, lang))
    if publication.effective:
        text += t(lang, "feeds.effective", day=phrases.day(publication.effective, lang))
    return text


def _head(policy: PolicySite, entry: Entry, lang: str) -> Iterable[str]:
    publication = entry.publication
    if publication.sample:
        yield f"<p><strong>{t(lang, 'feeds.sample')}</strong></p>"
    foreign = f' lang="{escape(policy.authoritative)}"'
    if lines := summary(policy, entry, lang):
        marked = "" if publication.summary.get(lang) else foreign
        yield f"<h3>{t(lang, 'feeds.summary')}</h3><ul{marked}>"
        yield from (f"<li>{escape(line)}</li>" for line in lines)
        yield "</ul>"
    reason = publication.reason.get(lang)
    if shown := reason or publication.reason.get(policy.authoritative):
        yield f"<h3>{t(lang, 'feeds.reason')}</h3><p{'' if reason else foreign}>{escape(shown)}</p>"
    rows = []
    if not publication.undated:
        day = phrases.day(publication.announced, lang, era=True)
        rows.append((t(lang, "feeds.announced_row"), day))
    if publication.carried_over:
        day = phrases.day(publication.carried_over, lang, era=True)
        rows.append((t(lang, "feeds.carried_over_row"), t(lang, "feeds.carried_over", day=day)))
    if publication.effective:
        rows.append(
            (t(lang, "feeds.effective_row"), phrases.day(publication.effective, lang, era=True))
        )
    rows.append((t(lang, "feeds.number_row"), publication.ref))
    rows.append((t(lang, "feeds.digest_row"), publication.digest))
    lines = (f"{name}{t(lang, 'feeds.colon')}{escape(value)}" for name, value in rows)
    yield f"<p>{'<br>'.join(lines)}</p>"


def _changes(policy: PolicySite, entry: Entry, lang: str) -> tuple[str, str]:
    """The worded changes and the redline of an entry, both as HTML; empty for what has none."""
    compared, redline = policy.as_announced(entry, lang)
    if redline is None:
        return "", ""
    note = "" if compared == lang else f"<p>{t(lang, 'feeds.other')}</p>"
    worded = "".join(f"<li>{escape(line)}</li>" for line in render.worded(redline, lang))
    marks = _below(render.inline(redline, lang, changed_only=True, mail=True))
    if compared != lang:
        marks = f'<div lang="{escape(compared)}">{marks}</div>'
    return (
        f"<h3>{t(lang, 'feeds.changes')}</h3>{note}<ul>{worded}</ul>" if worded else note,
        f"<h3>{t(lang, 'feeds.redline')}</h3>{marks}",
    )


def _below(html: str) -> str:
    """The same with the headings of clauses (h2) below ours (h3), so that the outline is true."""
    return re.sub(r"<(/?)h([1-6])(?=[ >])", lambda m: f"<{m[1]}h{min(int(m[2]) + 2, 6)}", html)
