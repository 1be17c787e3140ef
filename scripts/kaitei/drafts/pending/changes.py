"""A fact that changes, declared once in facts.yml: a publication for each text that says it.

Each text that holds on the day or comes after it gets its own. content/ holds one of them; the
others are taken from the record, with the changed facts filled in anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kaitei.drafts.pending.held import filled, of_then, published
from kaitei.drafts.pending.mentions import mentioning
from kaitei.drafts.pending.printed import printed
from kaitei.drafts.pending.resolving import Resolved
from kaitei.drafts.pending.subjects import original, withdrawn
from kaitei.drafts.reading import Declaration, Declared, Draft
from kaitei.model import Kind, Policy, Publication, facts
from kaitei.model.facts import OWN, Settings


@dataclass(frozen=True, slots=True)
class Changed:
    """What a changed fact makes of a policy: drafts with what is pending of each, in their order.

    That of content/'s own text is the last. There are none, and that is told, where the declaration
    was published for other facts (`spent`), where the text in content/ neither holds nor is to come
    (`aside`), and where what is declared could not be read (`misread`). `of` is what declares it.
    """

    drafts: tuple[tuple[Draft, Resolved], ...] = ()
    spent: bool = False
    aside: bool = False
    misread: bool = False
    of: Declaration | None = None

    @property
    def told(self) -> bool:
        """Whether it is told why nothing is made of it."""
        return self.spent or self.aside or self.misread


def changed(
    change: Declaration,
    draft: Draft,
    policy: Policy,
    held: Publication,
    settings: Settings,
    record: Iterable[Policy],
    on: date,
) -> Changed:
    """What `change` makes of a policy whose draft holds the text of the revision `held`.

    Nothing where the policy does not say what changes, and where its text was edited as well: that
    needs a declaration of its own.
    """
    if edited(draft, policy, held, settings):
        return Changed()
    if change.misread or change.effective is None:
        return Changed(misread=bool(said_otherwise(policy, held, draft, settings)))
    through = _gone_through(change, policy)
    targets = {
        number: day
        for number, day in _targets(change.effective, policy, on)
        if original(policy.get(number), policy).number not in through
    }
    own = {held.number: draft} if held.number in targets else {}
    texts = {
        number: own.get(number) or _draft(policy, policy.get(number), draft, settings)
        for number in targets
    }
    said = {
        number: names
        for number, text in texts.items()
        if (names := _said(change, policy, policy.get(number), text, settings))
    }
    if not own and not through and _said(change, policy, held, draft, settings):
        return Changed(aside=True)
    if said and not is_free(change, said.values(), settings, record):
        return Changed(spent=True)
    order = sorted(said, key=lambda number: (number == held.number, targets[number]))
    first = len(policy.publications) + 1
    return Changed(
        tuple(
            (texts[number], _declared(change, texts[number], number, targets[number], place))
            for place, number in enumerate(order, first)
        )
    )


def _said(
    change: Declaration, policy: Policy, revision: Publication, draft: Draft, settings: Settings
) -> frozenset[str]:
    """The facts for which `change` revises a text; particulars: only where its words say them."""
    same = published(policy, revision.number) == dict(draft.filled)
    if same and change.kind is Kind.PARTICULARS:
        return frozenset()
    return said_otherwise(policy, revision, draft, settings)


def edited(draft: Draft, policy: Policy, held: Publication, settings: Settings) -> bool:
    """Whether a draft's text is not that of a revision, whatever its facts say now."""
    before = of_then(held, settings)
    return {**published(policy, held.number)} != {**filled(draft, before)}


def _targets(effective: date, policy: Policy, on: date) -> Iterator[tuple[int, date]]:
    """The revisions whose texts hold on a day or come after it, each with its day."""
    day = max(on, effective)
    if holding := policy.as_of(on).in_force(day):
        yield holding.number, effective
    for coming in policy.upcoming(on):
        if policy.effective(coming, on) > day:
            yield coming.number, policy.effective(coming, on)


def _gone_through(change: Declaration, policy: Policy) -> set[int]:
    """The revisions, corrections aside, in whose place `change` was published before.

    They hold again where that was postponed or withdrawn, and are not changed a second time.
    """
    bases = [p.base for p in policy.publications if is_of(change, p) and p.base is not None]
    return {original(policy.get(base), policy).number for base in bases}


def _draft(policy: Policy, revision: Publication, own: Draft, settings: Settings) -> Draft:
    """The text of a revision as a draft: its facts mentioned again and filled in anew."""
    then = of_then(revision, settings)
    texts = published(policy, revision.number)
    sources = {
        lang: mentioning(text, lang, own.sources.get(lang, ""), then)
        for lang, text in texts.items()
    }
    new = {lang: settings.fill(source, lang, "") for lang, source in sources.items()}
    return Draft(
        own.policy,
        files={lang: f"content/{own.policy}/{lang}.md" for lang in texts},
        written={},
        sources=sources,
        filled={lang: text.text for lang, text in new.items()},
        titles={lang: title for lang, title in _titles(policy, revision).items() if lang in texts},
        used=frozenset().union(*(text.used for text in new.values())),
        declared=Declared(),
    )


def _titles(policy: Policy, revision: Publication) -> dict[str, str]:
    """The titles of a revision, those of its late translations included."""
    about = (p for p in policy.publications if p.of == revision.number)
    titles = dict(revision.titles)
    for event in about:
        titles |= event.titles if event.kind is Kind.TRANSLATION else {}
    return titles


def said_otherwise(
    policy: Policy, revision: Publication, draft: Draft, settings: Settings
) -> frozenset[str]:
    """The facts that a draft, or what its pages draw, says otherwise than a revision does."""
    same = published(policy, revision.number) == dict(draft.filled)
    then, now = revision.settings, facts.load_frozen(settings.freeze(draft.used), facts.FACTS_FILE)
    names = (draft.policy, *policy.names(date.max))
    seen = [printed(names, one) for one in (then, now)]
    shown = {
        name.partition(".")[0]
        for name in {*seen[0], *seen[1]}
        if seen[0].get(name) != seen[1].get(name)
    }
    if same:
        return frozenset(shown)
    languages = settings.organization.languages
    texts = {
        name
        for name in (*draft.used, OWN)
        if any(_parts(then, name, lang) != _parts(now, name, lang) for lang in languages)
    }
    return frozenset(shown | texts)


def _parts(settings: Settings, name: str, lang: str) -> Mapping[str, str]:
    known = name == OWN or name in settings.facts
    parts = settings.parts(name, lang) if known else {}
    return {part: words for part, words in parts.items() if words is not None}


def is_free(
    change: Declaration,
    said: Iterable[frozenset[str]],
    settings: Settings,
    record: Iterable[Policy],
) -> bool:
    """Whether nothing was published of `change`, or the rest of just these facts as they are now.

    So what was cut off is completed, and a later edit of another fact needs words of its own. What
    was withdrawn is not published again by what was left in facts.yml.
    """
    before: list[tuple[Publication, Publication]] = []
    for policy in record:
        for p in policy.publications:
            if p.base is not None and is_of(change, p):
                before.append((p, policy.get(p.base)))
                if withdrawn(p, policy):
                    return False
    if not before:
        return True
    moved: set[str] = set()
    for new, old in before:
        values = [
            {n: e[n].value for n in e.names()} for e in (s.settings.facts_entry for s in (old, new))
        ]
        now = settings.facts_entry
        if any(name in now and now[name].value != value for name, value in values[1].items()):
            return False
        moved |= {name for name, value in values[1].items() if values[0].get(name) != value}
        if old.settings.organization_entry.value != new.settings.organization_entry.value:
            moved.add(OWN)
    return all(names <= moved for names in said)


def is_of(change: Declaration, p: Publication) -> bool:
    """Whether a publication was made of `change`."""
    return (
        p.kind in (Kind.REVISION, Kind.PARTICULARS)
        and p.announcement == change.announcement
        and all(tuple(p.summary.get(x, ())) == tuple(y) for x, y in change.summary.items())
        and all(p.reason.get(x) == y for x, y in change.reason.items())
    )


def _declared(
    change: Declaration, draft: Draft, base: int, effective: date, number: int
) -> Resolved:
    later = tuple(lang for lang in change.languages if lang not in draft.filled)
    made = replace(change, kind=Kind.REVISION, number=number, base=base, effective=effective)
    return Resolved(replace(made, translation_later=later), pending=True)
