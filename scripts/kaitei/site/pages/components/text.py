"""The text of a page, clause by clause, with the revisions that touched each."""

from __future__ import annotations

from functools import partial

from markupsafe import Markup

from kaitei.model import Text
from kaitei.site.model import Entry
from kaitei.site.pages.components.clauses import HtmlClause, anchors, clauses_of
from kaitei.site.pages.components.links import TextLinks
from kaitei.site.pages.components.touched import touches
from kaitei.site.pages.components.wordings import reworded
from kaitei.site.pages.context import PageContext

_CLAUSE = "_clause.html"


def text_of(
    page: PageContext, entry: Entry | None, late: frozenset[str] = frozenset()
) -> dict[str, object]:
    """An entry's text in the page's language, else in the authoritative one; empty without one.

    `late` are the clauses of a translation that is behind which changed meanwhile.
    """
    policy = page.policy

    def get(lang: str) -> Text | None:
        return policy.text(entry, lang) if entry else None

    found = policy.localized(page.lang, get)
    if entry is None or found is None:
        return {"clauses": [], "text_lang": page.lang, "anchors": (), "text": Markup()}
    lang, text = found
    clauses = clauses_of(policy, text, TextLinks.on(page, ""))
    return {
        "clauses": clauses,
        "text_lang": lang,
        "anchors": anchors(clauses),
        "text": _html(page, entry, lang, clauses, late),
    }


def _html(
    page: PageContext, entry: Entry, lang: str, clauses: list[HtmlClause], late: frozenset[str]
) -> Markup:
    """The clauses of a text. Texts share most of them, with what touched them."""
    policy = page.policy
    touched = touches(policy, entry, policy.authoritative)
    former = reworded(policy, entry, page.lang)
    found = []
    for clause in clauses:
        own = touched.get(clause.id, ())
        is_late, is_reworded = clause.id in late, clause.id in former
        values = {"clause": clause, "touches": own, "is_late": is_late, "is_reworded": is_reworded}
        depends_on = is_reworded, *((one.number, new) for one, new in own)
        key = ("clause", page.lang, page.root, lang, id(clause), depends_on)
        make = partial(page.render, _CLAUSE, values)
        found.append(make() if is_late else policy.once(key, make))
    foreign = Markup(' lang="{}"').format(lang) if lang != page.lang else Markup()
    return Markup('<div class="k-text"{}>\n{}</div>').format(foreign, Markup("").join(found))
