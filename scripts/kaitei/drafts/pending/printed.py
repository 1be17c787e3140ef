"""What pages draw from facts beside the texts: the form, the list of closed days, the fees."""

from __future__ import annotations

from collections.abc import Collection

from kaitei.model import HELPDESK, PROCEDURE, facts
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

# By policy, the kinds of facts that its pages draw from; the form has the contact line and the
# company's address too.
_KINDS: dict[str, tuple[type[Fact], ...]] = {
    HELPDESK: (Hours, Closures),
    PROCEDURE: (Fee, RequestTypes, Procedure, Plain, Telephone, Hours, Closures),
}
_ON_THE_FORM = ("name", "address", "helpdesk-address")


def printed(names: Collection[str], settings: Settings) -> dict[str, list[object]]:
    """What the pages of a policy, by the names that it ever had, draw from facts: by fact."""
    kinds = tuple(kind for name in names for kind in _KINDS.get(name, ()))
    languages = settings.organization.languages
    found: dict[str, list[object]] = {
        name: words
        for name, fact in settings.facts.items()
        if isinstance(fact, kinds) and (words := _words(settings, name, fact))
    }
    if PROCEDURE in names:
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
