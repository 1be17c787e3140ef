"""The review as Markdown for a comment on a pull request, within a host's limit of length.

It is cut by parts: first the comparison loses clauses from the end, then the sentences go, and a
line says how many and where the whole is. Texts of the policy can't break out: what becomes
Markdown is escaped, what becomes HTML stands in blocks without an empty line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from kaitei.base.catalogue import listed, t
from kaitei.base.problems import Problem
from kaitei.drafts.review.branch import PolicyReview, Review
from kaitei.drafts.review.wording import (
    Row,
    heading,
    lines,
    outside,
    rows,
    say,
    side_by_side,
    users,
    warned,
)
from kaitei.drafts.standing import Branch
from kaitei.model import phrases
from kaitei.text import render

LIMIT = 65_536  # characters that a comment on GitHub takes; GitLab takes a million
MARK = "<!-- kaitei review -->"  # by this line a workflow finds its comment again
_RESERVE = 600  # for the line that says what was left out
_FOLDED = 1_500  # characters of comparison from which on it is folded
_SENTENCES = 60  # sentences on the changes of one text
_NAME = 120  # characters of a file's name
_SHORT = 400  # characters of one sentence or message in a comment


@dataclass(frozen=True, slots=True)
class _Part:
    """A block of the comment and when it goes: 0 last, 1 sentences, 2 comparisons."""

    text: str
    rank: int = 0


def refused(branch: Branch | None, problems: Sequence[Problem], lang: str) -> str:
    """The comment where there can be no review: what the branch is, and what must be mended."""
    parts = [
        *_opened(branch, lang),
        _Part(f"**{say(lang, 'unmade')}**"),
        *_problems(problems, lang),
    ]
    return "\n\n".join(part.text for part in _fitting(parts, LIMIT - _RESERVE)) + "\n"


def comment(review: Review, lang: str, *, whole: str = "", limit: int = LIMIT) -> str:
    """The review as Markdown in `lang`, at most `limit` characters; its first line is MARK.

    `whole` says where all of it stands, an address or a file; it is named where parts are left out.
    """
    parts = list(_parts(review, lang))
    kept = _fitting(parts, limit - _RESERVE)
    left = len(parts) - len(kept)
    texts = [part.text for part in kept]
    if left:
        where = _address(whole) if whole else say(lang, "whole")
        texts.append(f"**{say(lang, 'cut', left, where)}**")
    return "\n\n".join(texts) + "\n"


def _fitting(parts: Sequence[_Part], limit: int) -> list[_Part]:
    """The parts that fit: of a lower rank first, in their order; then as they stand."""
    kept: set[int] = set()
    left = limit
    full: set[int] = set()
    for at in sorted(range(len(parts)), key=lambda at: (parts[at].rank, at)):
        size = len(parts[at].text) + 2
        if size <= left and parts[at].rank not in full:
            kept.add(at)
            left -= size
        else:
            full.add(parts[at].rank)  # what comes after would stand without what comes before
    return [part for at, part in enumerate(parts) if at in kept]


def _address(whole: str) -> str:
    return f"<{whole}>" if whole.startswith("https://") else render.escaped(whole)


def _parts(review: Review, lang: str) -> Iterator[_Part]:
    day = phrases.day(review.on, lang)
    yield from _opened(review.branch, lang)
    yield _Part(say(lang, "as-of", day, _commit(review.branch.base)))
    if review.errors:
        yield _Part(f"**{t(lang, 'desk.review.stops', count=review.errors)}**")
    ours = [item for item in review.items if not item.earlier]
    if not ours:
        yield _Part(say(lang, "nothing"))
    for item in ours:
        yield from _item(item, review, lang)
    if earlier := [heading(item, lang) for item in review.items if item.earlier]:
        yield _Part(say(lang, "earlier-items", render.escaped(listed(lang, earlier))))
    yield from _facts(review, lang)
    yield _Part(f"### {say(lang, 'problems')}")
    yield from _problems(review.problems, lang)
    if not review.problems:
        yield _Part(say(lang, "no-problems"))
    if review.earlier:
        inner = "\n\n".join(part.text for part in _problems(review.earlier, lang))
        yield _Part(_details(say(lang, "earlier", len(review.earlier)), f"\n{inner}\n"), 1)


def _opened(branch: Branch | None, lang: str) -> Iterator[_Part]:
    """The title, by what program the review was made, and what else the branch changes."""
    yield _Part(f"{MARK}\n## {say(lang, 'title')}")
    if branch and branch.commit:
        yield _Part(say(lang, "trust", _commit(branch.base), _commit(branch.commit)))
    if branch and branch.outside:
        yield _Part(f"**{warned(branch, lang)}**")
        yield _Part("\n".join(_outside(branch, lang)))


def _outside(branch: Branch, lang: str) -> Iterator[str]:
    for kind, named, more in outside(branch, lang):
        files = listed(lang, [_code(name) for name in named])
        shown = say(lang, "outside-more", files, more) if more else files
        yield f"- {say(lang, 'pair', kind, shown)}"


def _commit(commit: str) -> str:
    return _code(commit[:12])


def _code(text: str) -> str:
    """Text of a branch, such as a file's name, as code: nothing in it is Markdown or a mention."""
    return f"`{text[:_NAME].replace('`', '')}`"


# --- a policy ---------------------------------------------------------------------------------


def _item(item: PolicyReview, review: Review, lang: str) -> Iterator[_Part]:
    yield _Part(f"### {render.escaped(heading(item, lang))}")
    if item.declared is None:
        yield _Part(f"**{say(lang, 'undeclared')}**")
    else:
        cells = [
            f"| {name} | {render.escaped(value)} |" for name, value in rows(item, review, lang)
        ]
        yield _Part("\n".join(["| | |", "|---|---|", *cells]))
    for name in review.languages:
        if said := lines(item, review, name):
            words = [f"- {say(lang, 'pair', say(lang, key), _short(line))}" for key, line in said]
            yield _Part(f"**{phrases.language(name, lang)}**\n\n" + "\n".join(words), 1)
    yield from _changes(item, review, lang)
    yield from _compared(item, review, lang)


def _changes(item: PolicyReview, review: Review, lang: str) -> Iterator[_Part]:
    """The changes in sentences: in the reader's language where there is such a text."""
    if not item.redlines:
        return
    name = lang if lang in item.redlines else next(iter(item.redlines))
    said = render.sentences(item.redlines[name], lang, most=_SENTENCES)
    left = len(render.sentences(item.redlines[name], lang)) - len(said)
    if said:
        head = f"**{say(lang, 'in', say(lang, 'changes'), phrases.language(name, lang))}**"
        yield _Part(head + "\n\n" + "\n".join(f"- {_short(line)}" for line in said), 1)
        if left:
            yield _Part(say(lang, "lines-left", left), 1)


def _compared(item: PolicyReview, review: Review, lang: str) -> Iterator[_Part]:
    """Both languages side by side, a folded table for each clause."""
    clauses = side_by_side(item, review, lang, bare=True)
    if clauses:
        yield _Part(f"**{say(lang, 'compared')}**", 2)
    for row in clauses:
        table = _table(row, item, review, lang)
        opened = " open" if len(table) < _FOLDED else ""
        yield _Part(_details(render.embedded(row.name), table, opened), 2)


def _table(row: Row, item: PolicyReview, review: Review, lang: str) -> str:
    names = [name for name in review.languages if name in item.redlines]
    heads = "".join(f"<th>{phrases.language(name, lang)}</th>" for name in names)
    quiet = say(lang, "same-clause")
    cells = "".join(
        f'<td valign="top" lang="{escape(name)}">\n{row.cells.get(name, quiet)}\n</td>'
        for name in names
    )
    return f"<table>\n<tr>{heads}</tr>\n<tr>{cells}</tr>\n</table>"


def _details(summary: str, inner: str, opened: str = "") -> str:
    return f"<details{opened}>\n<summary>{summary}</summary>\n{inner}\n</details>"


# --- facts and problems -----------------------------------------------------------------------


def _facts(review: Review, lang: str) -> Iterator[_Part]:
    if not review.facts:
        return
    yield _Part(f"### {say(lang, 'facts')}")
    heads = [say(lang, key) for key in ("fact", "before", "after", "uses")]
    table = [f"| {' | '.join(heads)} |", "|---|---|---|---|"]
    for change in review.facts:
        name = say(lang, "in", change.name, phrases.language(change.lang, lang))
        cells = (name, change.before or "-", change.after or "-", users(change, review, lang))
        table.append(f"| {' | '.join(_short(cell) for cell in cells)} |")
    yield _Part("\n".join(table), 1)


def _problems(problems: Sequence[Problem], lang: str) -> Iterator[_Part]:
    """A list item for each problem, errors first."""
    for found in sorted(problems, key=lambda p: p.severity != "error"):
        weight = say(lang, found.severity)
        place = f" {_code(found.place)}" if found.place else ""
        words = f"{_short(found.message(lang))} {_short(found.mend(lang))}"
        yield _Part(f"- **{weight}**{place}: {words}")


def _short(text: str) -> str:
    """Text for one line, cut where it is longer than a line of a comment should be."""
    return render.escaped(text if len(text) <= _SHORT else text[: _SHORT - 1] + "…")
