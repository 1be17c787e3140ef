"""What the pages draw from facts beside the texts: the form, the list of closed days, the fees.

A text with another amount is another text, and a change that nobody declared. What is drawn beside
a text comes from the facts frozen with the publication, so that its change would reach no reader,
and nobody would know. It is told here, and may be published though no word of the text changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from kaitei.base.problems import Problem, problem
from kaitei.drafts import reading
from kaitei.drafts.checks.context import Case
from kaitei.model import HELPDESK, PROCEDURE, Kind, Publication, facts
from kaitei.model.facts import (
    Closures,
    Fact,
    Fee,
    Hours,
    Plain,
    Procedure,
    RequestTypes,
    Settings,
    Telephone,
)
from kaitei.text.values import spelled, values

# By policy, the kinds of facts that its pages draw from; the form has the contact line and the
# company's address too.
_KINDS: dict[str, tuple[type[Fact], ...]] = {
    HELPDESK: (Hours, Closures),
    PROCEDURE: (Fee, RequestTypes, Procedure, Plain, Telephone, Hours, Closures),
}
_ON_THE_FORM = ("name", "address", "helpdesk-address")


def unpublished(case: Case) -> Iterator[Problem]:
    """With nothing pending and no text changed, what is drawn is what was published."""
    newest = case.newest
    if newest is None or case.pending or case.draft.filled != case.published(newest.number):
        return
    for name in changed(case, newest):
        yield _at(case, "fact-unpublished", name, newest)


def corrected(case: Case) -> Iterator[Problem]:
    """A correction changes no amount, hour, day or article that is drawn beside the text."""
    base = case.declared.base
    correction = case.pending and case.declared.kind is Kind.CORRECTION
    if correction and base is not None and case.replaced():
        before = case.record.get(base)
        for name in changed(case, before, weigh=_weight):
            yield _at(case, "correction-fact", name, before)


def _at(case: Case, rule: str, name: str, published: Publication) -> Problem:
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
    case: Case, since: Publication, weigh: Callable[[object], object] = lambda said: said
) -> list[str]:
    """The names of what is drawn otherwise than a publication froze it, in what `weigh` sees."""
    now = reading.frozen(case.desk.settings, case.draft, case.record, case.desk.on)
    frozen = facts.thaw(now, facts.FACTS_FILE)
    old, new = (
        {name: [weigh(one) for one in said] for name, said in _drawn(case, settings).items()}
        for settings in (since.settings, frozen)
    )
    return [name for name in sorted({*old, *new}) if old.get(name) != new.get(name)]


def _weight(said: object) -> object:
    """The values in what is drawn: a slip in its words changes none."""
    *place, words = said if isinstance(said, tuple) else (said,)
    if not isinstance(words, str):
        return said
    return (*place, Counter(value.key for value in values(words)), spelled(words))


def _drawn(case: Case, settings: Settings) -> dict[str, list[object]]:
    kinds = tuple(kind for name in case.names for kind in _KINDS.get(name, ()))
    languages = settings.organization.languages
    found: dict[str, list[object]] = {
        name: words
        for name, fact in settings.facts.items()
        if isinstance(fact, kinds) and (words := _words(settings, name, fact))
    }
    if PROCEDURE in case.names:
        for part in _ON_THE_FORM:
            said: list[object] = [settings.parts(facts.OWN, lang)[part] for lang in languages]
            if any(said):
                found[f"{facts.OWN}.{part}"] = said
    return found


def _words(settings: Settings, name: str, fact: Fact) -> list[object]:
    """All that may be drawn from a fact, in every language: its words, and what has none."""
    said: list[object] = [
        (lang, part, words)
        for lang in settings.organization.languages
        for part, words in settings.parts(name, lang).items()
        if words
    ]
    if isinstance(fact, Closures):
        said.append(fact.rule)
    if isinstance(fact, Hours):
        said.append(fact.days)
    if isinstance(fact, Fee):
        said.append((fact.unit, fact.tax or ""))
    if isinstance(fact, RequestTypes):
        said += [(key, kind.fee, kind.article) for key, kind in fact.types.items()]
    return said
