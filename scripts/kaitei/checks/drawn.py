"""What the pages draw from facts beside the texts: the form, the list of closed days, the fees.

A text with another amount is another text, and a change that nobody declared. What is drawn beside
a text comes from the facts frozen with the publication, so that its change would reach no reader,
and nobody would know. It is told here, and may be published though no word of the text changes.
"""

from __future__ import annotations

from collections.abc import Iterator

from kaitei import facts
from kaitei.checks.desk import Case
from kaitei.errors import Problem, problem
from kaitei.facts import (
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
from kaitei.policy import HELPDESK, PROCEDURE, Publication

# By policy, the kinds of facts that its pages draw from; the form has the contact line and the
# company's address too.
_KINDS: dict[str, tuple[type[Fact], ...]] = {
    HELPDESK: (Hours, Closures),
    PROCEDURE: (Fee, RequestTypes, Procedure, Plain, Telephone, Hours, Closures),
}
_ON_THE_FORM = ("name", "address", "helpdesk-address")


def unpublished(case: Case) -> Iterator[Problem]:
    """With nothing pending and no text changed, what is drawn is what was published."""
    newest, entry = case.newest, case.desk.settings.facts_entry
    if newest is None or case.pending or case.draft.filled != case.published(newest.number):
        return
    for name in changed(case, newest):
        own = name.startswith(f"{facts.OWN}.")
        part = name.rpartition(".")[2].replace("-", "_")
        place = case.desk.settings.organization_entry[part] if own else entry[name]
        yield problem(
            "fact-unpublished",
            place.doc.file,
            place.line,
            name=part if own else name,
            policy=case.draft.policy,
            number=newest.number,
        )


def changed(case: Case, since: Publication) -> list[str]:
    """The names of what is drawn otherwise than a publication froze it."""
    settings = case.desk.settings
    frozen = facts.thaw(settings.freeze(case.draft.used), facts.FACTS_FILE)
    before, now = (_drawn(case, one) for one in (since.settings, frozen))
    return [name for name in sorted({*before, *now}) if before.get(name) != now.get(name)]


def _drawn(case: Case, settings: Settings) -> dict[str, object]:
    kinds = tuple(kind for name in case.names for kind in _KINDS.get(name, ()))
    languages = settings.organization.languages
    found: dict[str, object] = {
        name: words
        for name, fact in settings.facts.items()
        if isinstance(fact, kinds) and (words := _words(settings, name, fact))
    }
    if PROCEDURE in case.names:
        for part in _ON_THE_FORM:
            said = [settings.parts(facts.OWN, lang)[part] for lang in languages]
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
    if isinstance(fact, RequestTypes):
        said += [(key, kind.article, kind.fee) for key, kind in fact.types.items()]
    return said
