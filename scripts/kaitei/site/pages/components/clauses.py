"""A text as HTML, clause by clause: what the templates print of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from markupsafe import Markup

from kaitei.model import Block, Clause, Mark, Run, Text
from kaitei.site.model import PolicySite, SiteEntry
from kaitei.site.pages.page import Anchor
from kaitei.text import markdown

Href = Callable[[str], str]

_AMOUNT = re.compile(r"\d[\d,.]*(?:[万億]?円| yen\b)(?=[^<>]*<)")
_SHORT = 20  # entries of a table of contents that a phone shows in a screen and a half


@dataclass(frozen=True, slots=True)
class HtmlClause:
    """A clause to print. `label` and `rest` together are its heading, exactly as written."""

    id: str
    level: int
    label: Markup
    rest: Markup
    plain: str
    body: Markup


def clauses_of(policy: PolicySite, text: Text, href: Href) -> list[HtmlClause]:
    """The clauses of one of the policy's texts.

    Level 0 has no heading; a heading is never above level 2. `href` turns an address found in the
    text into the one to write on the page; equal ones turn alike.
    """
    return [_clause(policy, clause, href) for clause in text.clauses]


def anchors(
    clauses: list[HtmlClause], ahead: Mapping[str, Sequence[SiteEntry]] = {}
) -> tuple[Anchor, ...]:
    """The table of contents of a text: its clauses that have an id.

    `ahead` has by a clause's id the revisions that will change it.
    """
    return tuple(
        Anchor(c.id, c.plain, c.level, tuple(one.effective for one in ahead.get(c.id, ())))
        for c in clauses
        if c.id and c.level
    )


def chapters(found: Sequence[Anchor]) -> list[list[Anchor]]:
    """The entries of a table of contents, each of the highest level with those below it.

    A short table needs no chapters: there each entry stands for itself.
    """
    if len(found) <= _SHORT:
        return [[anchor] for anchor in found]
    highest = min(anchor.level for anchor in found)
    groups: list[list[Anchor]] = []
    for anchor in found:
        if anchor.level == highest or not groups:
            groups.append([])
        groups[-1].append(anchor)
    return groups


def _clause(policy: PolicySite, clause: Clause, href: Href) -> HtmlClause:
    """A clause; one that has no links is the same on all pages."""
    as_written = policy.once(("shown", id(clause)), partial(_shown, clause, str))
    if "<a " not in "".join((as_written.label, as_written.rest, as_written.body)):
        return as_written
    return policy.once(("shown", id(clause), href), partial(_shown, clause, href))


def _shown(clause: Clause, href: Href) -> HtmlClause:
    body = _safe(_unbroken(markdown.html(_linked(block, href) for block in clause.blocks)))
    if clause.heading is None:
        return HtmlClause("", 0, Markup(), Markup(), "", body)
    runs = _linked(clause.heading, href).runs
    label, rest = _split(runs, clause.label)
    return HtmlClause(
        clause.id,
        max(2, clause.level),
        _safe(markdown.inline(label)),
        _safe(markdown.inline(rest)),
        "".join(run.text for run in runs).strip(),
        body,
    )


def _linked(block: Block, href: Href) -> Block:
    """A block with every link's address as the page needs it."""
    if not block.children and not any(run.marks for run in block.runs):
        return block  # most have no links
    runs = tuple(
        replace(run, marks=tuple(_mark(m, href) for m in run.marks)) if run.marks else run
        for run in block.runs
    )
    return replace(block, runs=runs, children=tuple(_linked(c, href) for c in block.children))


def _mark(mark: Mark, href: Href) -> Mark:
    attrs = ((name, href(value) if name == "href" else value) for name, value in mark.attrs)
    return replace(mark, attrs=tuple(attrs))


def _split(runs: tuple[Run, ...], label: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """The runs of the label, where the heading begins with it, and the rest."""
    if not runs or not label or not runs[0].text.startswith(label):
        return (), runs
    first = runs[0]
    rest = replace(first, text=first.text[len(label) :])
    return (replace(first, text=label),), ((rest, *runs[1:]) if rest.text else runs[1:])


def _unbroken(html: str) -> str:
    """HTML of a text with each amount on one line: 1,000円 is one word to who reads it.

    In HTML of `markdown` a `<` stands in tags only; what stands in a tag is left alone.
    """
    return (
        _AMOUNT.sub(r'<span class="k-amount">\g<0></span>', html)
        if "円" in html or " yen" in html
        else html
    )


def _safe(html: str) -> Markup:
    return Markup(html)  # noqa: S704  # markup gives safe HTML only
