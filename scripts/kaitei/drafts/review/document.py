"""The review as one self-contained HTML page: nothing left out, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files

from kaitei.base.catalogue import listed, t
from kaitei.base.problems import Problem
from kaitei.drafts.review.branch import PolicyReview, Review
from kaitei.drafts.review.wording import (
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


def document(review: Review, lang: str) -> str:
    """The whole review as an HTML document in `lang`: UTF-8, its style inside, no script."""
    style = files(__package__).joinpath("review.css").read_text("utf-8")
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    head = (
        f'<!doctype html>\n<html lang="{escape(lang)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{escape(say(lang, 'title'))}</title>\n<style>\n{style}</style>\n</head>\n"
    )
    return (
        head + "<body>\n<main>\n" + "\n".join(_body(review, lang)) + "\n</main>\n</body>\n</html>\n"
    )


def _body(review: Review, lang: str) -> Iterator[str]:
    yield _tag("h1", say(lang, "title"))
    yield from _opened(review.branch, lang)
    yield _tag("p", say(lang, "as-of", phrases.day(review.on, lang), review.branch.base[:12]))
    if review.errors:
        yield _tag("p", t(lang, "desk.review.stops", count=review.errors), "stops")
    ours = [item for item in review.items if not item.earlier]
    if not ours:
        yield _tag("p", say(lang, "nothing"))
    for item in ours:
        yield from _item(item, review, lang)
    if earlier := [heading(item, lang) for item in review.items if item.earlier]:
        yield _tag("p", say(lang, "earlier-items", listed(lang, earlier)))
    yield from _facts(review, lang)
    yield _tag("h2", say(lang, "problems"))
    yield from _problems(review.problems, lang)
    if not review.problems:
        yield _tag("p", say(lang, "no-problems"))
    if review.earlier:
        yield f"<details>\n<summary>{escape(say(lang, 'earlier', len(review.earlier)))}</summary>"
        yield from _problems(review.earlier, lang)
        yield "</details>"


def _opened(branch: Branch, lang: str) -> Iterator[str]:
    """By what program the review was made, and what else the branch changes."""
    if branch.commit:
        yield _tag("p", say(lang, "trust", branch.base[:12], branch.commit[:12]))
    if branch.outside:
        yield _tag("p", warned(branch, lang), "stops")
        yield "<ul>"
        for kind, named, more in outside(branch, lang):
            files = listed(lang, named)
            shown = say(lang, "outside-more", files, more) if more else files
            yield _tag("li", say(lang, "pair", kind, shown))
        yield "</ul>"


def _item(item: PolicyReview, review: Review, lang: str) -> Iterator[str]:
    yield f'<section id="{escape(item.ref)}">'
    yield _tag("h2", heading(item, lang))
    if item.declared is None:
        yield _tag("p", say(lang, "undeclared"), "stops")
    else:
        yield '<table class="facts">'
        for name, value in rows(item, review, lang):
            yield f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>'
        yield "</table>"
    for name in review.languages:
        if said := lines(item, review, name):
            yield f"<h3>{escape(phrases.language(name, lang))}</h3>"
            yield f'<ul lang="{escape(name)}">'
            yield from (_tag("li", say(lang, "pair", say(lang, key), line)) for key, line in said)
            yield "</ul>"
    for name, redline in item.redlines.items():
        yield _tag("h3", say(lang, "in", say(lang, "changes"), phrases.language(name, lang)))
        said_ = render.sentences(redline, lang) or [say(lang, "same-text")]
        yield "<ul>" + "".join(_tag("li", line) for line in said_) + "</ul>"
    yield from _compared(item, review, lang)
    yield "</section>"


def _compared(item: PolicyReview, review: Review, lang: str) -> Iterator[str]:
    clauses = side_by_side(item, review, lang)
    if not clauses:
        yield _tag("p", say(lang, "event" if not item.redlines else "same-text"))
        return
    names = [name for name in review.languages if name in item.redlines]
    yield _tag("h3", say(lang, "compared"))
    yield '<table class="sides">\n<thead><tr>'
    yield from (f'<th scope="col">{escape(phrases.language(name, lang))}</th>' for name in names)
    yield "</tr></thead>"
    for row in clauses:
        yield "<tbody>"
        yield f'<tr><th scope="rowgroup" colspan="{len(names)}">{escape(row.name)}</th></tr>\n<tr>'
        for name in names:
            quiet = f'<p class="kaitei-omitted">{escape(say(lang, "same-clause"))}</p>'
            shown = escape(phrases.language(name, lang))
            cell = row.cells.get(name, quiet)
            yield f'<td lang="{escape(name)}" data-language="{shown}">{cell}</td>'
        yield "</tr>\n</tbody>"
    yield "</table>"


def _facts(review: Review, lang: str) -> Iterator[str]:
    if not review.facts:
        return
    yield _tag("h2", say(lang, "facts"))
    names = [escape(say(lang, key)) for key in ("fact", "before", "after", "uses")]
    heads = "".join(f'<th scope="col">{name}</th>' for name in names)
    yield f'<table class="facts"><thead><tr>{heads}</tr></thead><tbody>'
    for change in review.facts:
        name = say(lang, "in", change.name, phrases.language(change.lang, lang))
        cells = (change.before or "-", change.after or "-", users(change, review, lang))
        row = "".join(
            f'<td data-head="{head}">{escape(cell)}</td>'
            for head, cell in zip(names[1:], cells, strict=True)
        )
        yield f'<tr><th scope="row">{escape(name)}</th>{row}</tr>'
    yield "</tbody></table>"


def _problems(problems: Sequence[Problem], lang: str) -> Iterator[str]:
    if not problems:
        return
    yield '<ul class="problems">'
    for found in sorted(problems, key=lambda p: p.severity != "error"):
        weight = f'<strong class="{found.severity}">{escape(say(lang, found.severity))}</strong>'
        place = f" <code>{escape(found.place)}</code>" if found.place else ""
        yield f"<li>{weight}{place} {escape(found.message(lang))} {escape(found.mend(lang))}</li>"
    yield "</ul>"


def _tag(tag: str, text: str, name: str = "") -> str:
    attribute = f' class="{name}"' if name else ""
    return f"<{tag}{attribute}>{escape(text, quote=False)}</{tag}>"
