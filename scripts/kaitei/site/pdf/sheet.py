"""A paper as data: what stands on it. The template sets it in type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files

from kaitei.base import typesetting
from kaitei.base.typesetting import Attachment
from kaitei.site.pdf.drawn import Content
from kaitei.text.numbering import signs

Rows = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on a paper, above to below.

    On every page: `company` and `marks` ("SAMPLE") at the head, `foot` and the page's number
    below. Once: `issued`, lines on the right; the `title` and a `note` below it; `facts`, names
    and values; the `body`; `ends`, names and values again, and a `closing` sentence. `day` is the
    day that the file bears, which is the announcement's. `landscape` for a wide table;
    `attachments` are files inside the PDF.
    """

    lang: str
    title: str
    body: Content
    company: str = ""
    marks: Sequence[str] = ()
    foot: str = ""
    issued: Sequence[str] = ()
    note: str = ""
    facts: Rows = ()
    ends: Rows = ()
    closing: Sequence[str] = ()
    day: date | None = None
    landscape: bool = field(default=False, kw_only=True)
    attachments: Sequence[Attachment] = field(default=(), kw_only=True)


def pdf(sheet: Sheet, shown: str) -> bytes:
    """The sheet as PDF, the same bytes each time. KaiteiError names it as `shown`."""
    values = {
        "title": sheet.title,
        "body": [child if isinstance(child, str) else child.data() for child in sheet.body],
        "company": sheet.company,
        "marks": sheet.marks,
        "foot": sheet.foot,
        "signs": signs(sheet.lang),
        "issued": sheet.issued,
        "note": sheet.note,
        "facts": sheet.facts,
        "ends": sheet.ends,
        "closing": sheet.closing,
        "day": [sheet.day.year, sheet.day.month, sheet.day.day] if sheet.day else None,
        "landscape": sheet.landscape,
    }
    template = files(__package__).joinpath("paper.typ")
    dated = sheet.day is not None
    return typesetting.pdf(template, values, sheet.lang, shown, sheet.attachments, dated=dated)
