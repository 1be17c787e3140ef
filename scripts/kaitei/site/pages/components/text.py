"""The text of a page, clause by clause, with the revisions that touched each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from kaitei.model import Text
from kaitei.site.model import SiteEntry, coming, held_beside, linked, touches
from kaitei.site.pages.components.clauses import (
    HtmlClause,
    anchors,
    chapters,
    clauses_of,
)
from kaitei.site.pages.components.links import TextLinks
from kaitei.site.pages.components.wordings import gone_clauses, reworded
from kaitei.site.pages.context import PageContext

_CLAUSE, _GONE = "_clause.html", "_gone.html"


def text_of(
    page: PageContext,
    entry: SiteEntry | None,
    late: frozenset[str] = frozenset(),
    *,
    stands: bool = False,
) -> dict[str, object]:
    """An entry's text in the page's language, else in the authoritative one; empty without one.

    `late` are the clauses of a translation that is behind which changed meanwhile. Where the page
    is that of the policy as it `stands`, clauses say what is announced of them, and a line that is
    seen by who follows its link says what became of each that is gone. A dated text leads to what
    held together with it, and says so.
    """
    policy = page.policy

    def get(lang: str) -> Text | None:
        return policy.text(entry, lang) if entry else None

    found = policy.localized(page.lang, get)
    if entry is None or found is None:
        return {
            "clauses": [],
            "text_lang": page.lang,
            "anchors": (),
            "chapters": (),
            "text": Markup(),
        }
    lang, text = found
    held = {} if stands else held_beside(page.site.site, policy, entry)
    clauses = clauses_of(policy, text, TextLinks.on(page, "", held))
    dated = [[(name, held[name]) for name in linked(clause, held)] for clause in text.clauses]
    ahead = coming(policy, entry, policy.authoritative) if stands else {}
    entries = anchors(clauses, ahead)
    return {
        "clauses": clauses,
        "text_lang": lang,
        "anchors": entries,
        "chapters": chapters(entries),
        "text": _html(page, entry, lang, clauses, dated, late, ahead, stands=stands),
    }


def contents_of(page: PageContext, text: Text) -> dict[str, object]:
    """The table of contents of a text that a page shows in another way."""
    entries = anchors(clauses_of(page.policy, text, TextLinks.on(page, "")))
    return {"anchors": entries, "chapters": chapters(entries)}


def _html(
    page: PageContext,
    entry: SiteEntry,
    lang: str,
    clauses: list[HtmlClause],
    dated: list[list[tuple[str, SiteEntry]]],
    late: frozenset[str],
    ahead: Mapping[str, Sequence[SiteEntry]],
    *,
    stands: bool,
) -> Markup:
    """The clauses of a text. Texts share most of them, with what touched them."""
    policy = page.policy
    touched = touches(policy, entry, policy.authoritative)
    former = reworded(policy, entry, page.lang)
    gone = _gone(page, entry, lang) if stands else {}
    found = [*gone.pop("", ())]  # once: what stands above the first heading has no id either
    for clause, beside in zip(clauses, dated, strict=True):
        own, soon = touched.get(clause.id, ()), ahead.get(clause.id, ())
        is_late, is_reworded = clause.id in late, clause.id in former
        values = {
            "clause": clause,
            "touches": own,
            "coming": soon,
            "dated": [(page.site.site.policy(name), one) for name, one in beside],
            "is_late": is_late,
            "is_reworded": is_reworded,
        }
        depends_on = (
            is_reworded,
            tuple((one.number, new) for one, new in own),
            tuple(one.number for one in soon),
            tuple((one.publication.ref, one.effective) for _, one in beside),
        )
        if is_late:
            found.append(page.render(_CLAUSE, values))
        else:
            found.append(page.shared(_CLAUSE, values, lang, id(clause), *depends_on))
        found += gone.get(clause.id, ())
    foreign = Markup(' lang="{}"').format(lang) if lang != page.lang else Markup()
    return Markup('<div class="k-text"{}>\n{}</div>').format(foreign, Markup("").join(found))


def _gone(page: PageContext, entry: SiteEntry, lang: str) -> dict[str, list[Markup]]:
    """What became of each clause that is gone, by the id of the clause behind which it stood."""
    found: dict[str, list[Markup]] = {}
    for one in gone_clauses(page.policy, entry, lang, TextLinks.on(page, "")):
        found.setdefault(one.follows, []).append(page.render(_GONE, {"gone": one}))
    return found
