"""What the pages draw from facts beside the texts: the form, the list of closed days, the fees.

A text with another amount is another text, and a change that nobody declared. What is drawn beside
a text comes from the facts frozen with the publication, so that its change would reach no reader,
and nobody would know. It is told here, and may be published though no word of the text changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from kaitei.base.problems import Problem, problem
from kaitei.drafts import pending
from kaitei.drafts.checks.context import DraftContext
from kaitei.model import Kind, Publication, facts
from kaitei.text.values import spelled, values


def unpublished(case: DraftContext) -> Iterator[Problem]:
    """With nothing pending and no text changed, what is drawn is what was published."""
    newest = case.held
    if newest is None or case.pending or case.draft.filled != case.published(newest.number):
        return
    owner = {*case.desk.settings.organization.contact.values()}
    for name in changed(case, newest):
        if name not in owner and not name.startswith(f"{facts.OWN}."):  # see changes.particulars
            yield _at(case, "fact-unpublished", name, newest)


def corrected(case: DraftContext) -> Iterator[Problem]:
    """A correction changes no amount, hour, day or article that is drawn beside the text."""
    base = case.declared.base
    correction = case.pending and case.declared.kind is Kind.CORRECTION
    if correction and base is not None and case.replaced():
        before = case.record.get(base)
        for name in changed(case, before, weigh=_weight):
            yield _at(case, "correction-fact", name, before)


def _at(case: DraftContext, rule: str, name: str, published: Publication) -> Problem:
    """A problem with a fact, where it is written."""
    own = name.startswith(f"{facts.OWN}.")
    part = name.rpartition(".")[2].replace("-", "_")
    settings = case.desk.settings
    place = settings.organization_entry[part] if own else settings.facts_entry[name]
    return problem(
        rule,
        place.doc.file,
        place.line,
        name=part if own else name,
        policy=case.draft.policy,
        number=published.number,
    )


def changed(
    case: DraftContext, since: Publication, weigh: Callable[[object], object] = lambda said: said
) -> list[str]:
    """The names of what is drawn otherwise than a publication froze it, in what `weigh` sees."""
    frozen = facts.load_frozen(case.frozen, facts.FACTS_FILE)
    old, new = (
        {name: list(map(weigh, said)) for name, said in pending.printed(case.names, one).items()}
        for one in (since.settings, frozen)
    )
    return [name for name in sorted({*old, *new}) if old.get(name) != new.get(name)]


def _weight(said: object) -> object:
    """The values in what is drawn: a slip in its words changes none."""
    *place, words = said if isinstance(said, tuple) else (said,)
    if not isinstance(words, str):
        return said
    return (*place, Counter(value.key for value in values(words)), spelled(words))
