"""What an entry of a feed says: its title, its summary, its HTML in mail-safe inline style."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from kaitei.base.catalogue import t, topic
from kaitei.model import Reminder, phrases
from kaitei.site.announcement import Announcement
from kaitei.text import render

FEED = "feed"  # what entries are kept under in `PolicySite.made`
ENTRY_BYTES = 64 * 1024  # above this an entry says what changed and links to the redline


def entry_title(views: Sequence[Announcement], reminder: Reminder | None = None) -> str:
    """The title of what was announced together, or is told again, said once where it can be.

    "Privacy Policy: Revision (effective 1 April 2027)".
    """
    first, lang = views[0], views[0].lang
    if reminder:
        subjects = t(lang, "feeds.and").join(view.subject for view in views)
        kind = phrases.kind(first.publication.kind, lang)
        key = "feeds.ahead" if reminder.ahead else "feeds.in_effect"
        return t(lang, key, title=subjects, kind=kind, day=phrases.day(reminder.effective, lang))
    alike = {(view.publication.kind, view.publication.effective) for view in views}
    if len(alike) > 1:
        return t(lang, "feeds.apart").join(_title(view.subject, view) for view in views)
    return _title(t(lang, "feeds.and").join(view.subject for view in views), first)


def summary(view: Announcement) -> tuple[str, ...]:
    """The lines that summarise it."""
    return tuple(view.summary.value) if view.summary else ()


def html(view: Announcement, link: str, limit: int = ENTRY_BYTES, *, joint: bool = False) -> str:
    """An announcement as HTML: summary, reason, dates, worded changes, redline, where to read more.

    Where the whole is over `limit` bytes the redline, then the worded changes give way to a line
    that says so. `joint`: those that were announced in one with it stand in the same entry.
    """
    lang = view.lang
    long = f"<p>{t(lang, 'feeds.long')}</p>"
    head = "".join(_head(view))
    worded, marks = _changes(view, joint=joint)
    more = f'<p><a href="{escape(link)}">{t(lang, "feeds.more" if marks else "feeds.read")}</a></p>'
    for body in (worded + marks, worded + long):
        if len((head + body + more).encode()) <= limit:
            return head + body + more
    return head + long + more


def again(view: Announcement, reminder: Reminder, link: str, text: str) -> str:
    """What is told again of an announcement as HTML: its days, its summary, where to read it.

    `text` is the address of the text that counts, "" where there is none.
    """
    publication, lang = view.publication, view.lang
    announced = phrases.day(publication.announced, lang, era=True)
    day = phrases.day(reminder.effective, lang, era=True)
    links = [(text, "feeds.text")] if text else []
    said = "".join(
        f'<p><a href="{escape(address)}">{t(lang, key)}</a></p>'
        for address, key in (*links, (link, "feeds.read"))
    )
    told = t(lang, "feeds.again", announced=announced, day=day)
    return f"<p>{told}</p>{''.join(_head(view, reminder.effective))}{said}"


def _title(subject: str, view: Announcement) -> str:
    publication, lang = view.publication, view.lang
    text = t(lang, "feeds.entry", title=subject, kind=phrases.kind(publication.kind, lang))
    if publication.effective:
        text += t(lang, "feeds.effective", day=phrases.day(publication.effective, lang))
    return text


def _head(view: Announcement, effective: date | None = None) -> Iterator[str]:
    """What stands above the changes; `effective` is the day where it was moved since."""
    lang = view.lang
    if view.publication.sample:
        yield f"<p><strong>{t(lang, 'feeds.sample')}</strong></p>"
    if found := view.summary:
        yield f"<h3>{t(lang, 'feeds.summary')}</h3><ul{_marked(found.lang, lang)}>"
        yield from (f"<li>{escape(line)}</li>" for line in found.value)
        yield "</ul>"
    if reason := view.reason:
        yield f"<h3>{t(lang, 'feeds.reason')}</h3>"
        yield f"<p{_marked(reason.lang, lang)}>{escape(reason.value)}</p>"
    lines = (f"{name}{t(lang, 'feeds.colon')}{value}" for name, value in _rows(view, effective))
    yield f"<p>{'<br>'.join(lines)}</p>"


def _rows(view: Announcement, effective: date | None) -> Iterator[tuple[str, str]]:
    """Dates, what the owner says of the decision, number and digest: names, values as HTML."""
    publication, lang = view.publication, view.lang

    def day(value: date) -> str:
        return phrases.day(value, lang, era=True)

    if not publication.undated:
        yield t(lang, "feeds.announced_row"), day(publication.announced)
    if carried := publication.carried_over:
        yield t(lang, "feeds.carried_over_row"), t(lang, "feeds.carried_over", day=day(carried))
    if counts := effective or publication.effective:
        yield t(lang, "feeds.effective_row"), day(counts)
    for name, said in view.decision:
        mark, value = _marked(said.lang, lang), escape(said.value)
        yield name, f"<span{mark}>{value}</span>" if mark else value
    yield t(lang, "feeds.number_row"), escape(publication.ref)
    yield t(lang, "feeds.digest_row"), publication.digest


def _changes(view: Announcement, *, joint: bool) -> tuple[str, str]:
    """The worded changes and the redline, both as HTML; empty for what has none."""
    found, lang = view.compare(), view.lang
    if found is None:
        said = [one.text(topic(lang, "pages"), lang) for one in view.particulars]
        listed = "".join(f"<li>{escape(line)}</li>" for line in said)
        return (f"<h3>{t(lang, 'feeds.changes')}</h3><ul>{listed}</ul>" if said else ""), ""
    note = "" if found.lang == lang else f"<p>{t(lang, 'feeds.other')}</p>"
    lines = render.sentences(found.value, lang)
    if joint:
        lines = view.changes(found.value, after=True)
    worded = "".join(f"<li>{escape(line)}</li>" for line in lines)
    marks = _below(render.inline(found.value, lang, changed_only=True, mail=True))
    if found.lang != lang:
        marks = f'<div lang="{escape(found.lang)}">{marks}</div>'
    return (
        f"<h3>{t(lang, 'feeds.changes')}</h3>{note}<ul>{worded}</ul>" if worded else note,
        f"<h3>{t(lang, 'feeds.redline')}</h3>{marks}",
    )


def _marked(lang: str, own: str) -> str:
    """The mark of what is in another language than the entry."""
    return "" if lang == own else f' lang="{escape(lang)}"'


def _below(html: str) -> str:
    """The same with the headings of clauses (h2) below ours (h3), so that the outline is true."""
    return re.sub(r"<(/?)h([1-6])(?=[ >])", lambda m: f"<{m[1]}h{min(int(m[2]) + 2, 6)}", html)
