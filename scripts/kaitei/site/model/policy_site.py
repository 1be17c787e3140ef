"""One policy on the site's day: its entries, their texts and comparisons."""

from __future__ import annotations

import hashlib
from collections import ChainMap
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from kaitei.model import Kind, Localized, Policy, Publication, Status, Text, localized
from kaitei.model.facts import Settings
from kaitei.model.publication import Extra
from kaitei.model.publisher import changed_since
from kaitei.site.model.entry import SiteEntry
from kaitei.site.model.memory import TextMemory
from kaitei.text.diff import Redline
from kaitei.text.history_index import HistoryIndex, Written

Made = TypeVar("Made")


@dataclass
class PolicySite:
    """One policy on the site's day. `entries` are its known publications, newest first."""

    policy: Policy
    on: date
    authoritative: str
    _memory: TextMemory = field(default_factory=TextMemory, repr=False)
    _made: dict[object, Any] = field(default_factory=dict, repr=False)
    _elsewhere: Mapping[object, Any] = field(default_factory=dict, repr=False)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names that the policy has had by the day, the present one first."""
        return self.policy.names(self.on)

    @property
    def name(self) -> str:
        """The policy's present name: its address. A publication's address bears its own name."""
        return self.names[0]

    @cached_property
    def entries(self) -> tuple[SiteEntry, ...]:
        """Every publication known on the day, newest first."""
        return tuple(self._entry(p) for p in reversed(self.policy.known(self.on)))

    @cached_property
    def revisions(self) -> tuple[SiteEntry, ...]:
        """The entries whose texts the site shows, newest first."""
        return tuple(e for e in self.entries if e.has_text)

    @property
    def reworded(self) -> bool:
        """Whether there may be former wordings: there is more than one text."""
        return len(self.revisions) > 1

    @cached_property
    def in_force(self) -> SiteEntry | None:
        """The revision in force on the day."""
        found = self.policy.in_force(self.on)
        return self.entry(found.number) if found else None

    @cached_property
    def upcoming(self) -> tuple[SiteEntry, ...]:
        """The announced revisions that have yet to take effect, the next one first."""
        return tuple(self.entry(p.number) for p in self.policy.upcoming(self.on))

    @property
    def ending(self) -> tuple[SiteEntry, ...]:
        """The announced repeals that have yet to take effect, the next one first."""
        return tuple(self.entry(p.number) for p in self.policy.as_of(self.on).ending)

    @property
    def main(self) -> SiteEntry | None:
        """What the policy's main page shows: the text in force, else the next to come."""
        return self.in_force or next(iter(self.upcoming), None)

    @cached_property
    def particulars(self) -> Publication | None:
        """What changed the particulars since the main text; None where they are that one's."""
        if self.main is None:
            return None
        text, known = self.main.publication, [self.policy.as_of(self.on)]
        told = changed_since((self.main.effective, text), known, self.on)
        return None if told is text else told

    @property
    def settings(self) -> Settings | None:
        """The facts of the main text, under the particulars that its pages print on the day."""
        settings = self.main.publication.settings if self.main else None
        told = self.particulars
        return settings.under(told.settings) if settings and told else settings

    @property
    def newest(self) -> SiteEntry:
        """The entry published last; its digest vouches for all before it."""
        return self.entries[0]

    @cached_property
    def _by_number(self) -> dict[int, SiteEntry]:
        return {entry.number: entry for entry in self.entries}

    @cached_property
    def _places(self) -> dict[int, int]:
        return {entry.number: place for place, entry in enumerate(self.revisions)}

    def entry(self, number: int) -> SiteEntry:
        """The entry with this number; KeyError where the day does not know it."""
        return self._by_number[number]

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` gives, made at the first call with this `key`: for what pages share."""
        if key not in self._made:
            if key in self._elsewhere:
                known: Made = self._elsewhere[key]
                return known
            self._made[key] = make()
        made: Made = self._made[key]
        return made

    def base(self, entry: SiteEntry) -> SiteEntry | None:
        """The revision whose text this one replaced, or None for an enactment."""
        base = entry.publication.base
        return None if base is None else self.entry(base)

    def begins(self, entry: SiteEntry) -> bool:
        """Whether an entry's text is the first of its policy, or of one that begins anew."""
        return self.policy.corrected(entry.revision).base is None

    def neighbours(self, entry: SiteEntry) -> tuple[SiteEntry | None, SiteEntry | None]:
        """The revisions published just before and just after this one."""
        order, at = self.revisions, self._places[entry.number]
        older = order[at + 1] if at + 1 < len(order) else None
        return older, order[at - 1] if at else None

    def title(self, lang: str) -> str:
        """The policy's title in a language: of the main text, else of the newest that has one."""
        return self.once(("title", lang), lambda: self._title(lang))

    def _title(self, lang: str) -> str:
        shown = ([self.main] if self.main else []) + list(self.entries)
        found = self.localized(lang, lambda wanted: _first(map(self._titles, shown), wanted))
        return found.value if found else self.name

    def title_of(self, entry: SiteEntry, lang: str) -> str:
        """The policy's title as this publication froze it, so that later titles don't change it.

        Where it has none in `lang`, the title of what it replaced; then the authoritative one.
        """
        return self.once(("title", entry.number, lang), lambda: self._title_of(entry, lang))

    def _title_of(self, entry: SiteEntry, lang: str) -> str:
        publications = [entry.publication, entry.revision]
        while (base := publications[-1].base) is not None:
            publications.append(self.policy.get(base))
        titles = [publication.titles for publication in publications]
        found = self.localized(lang, lambda wanted: _first(titles, wanted))
        return found.value if found else self.title(lang)

    def localized(self, lang: str, get: Callable[[str], Made | None]) -> Localized[Made] | None:
        """What `get` gives for `lang`, else for the policy's authoritative language."""
        return localized(get, lang, self.authoritative)

    def summary(self, entry: SiteEntry, lang: str) -> Localized[Sequence[str]] | None:
        """The lines that summarise a publication; None where it has none."""
        return self.localized(lang, entry.publication.summary.get)

    def reason(self, entry: SiteEntry, lang: str) -> Localized[str] | None:
        """Why a publication was made; None where it does not say."""
        return self.localized(lang, entry.publication.reason.get)

    def decision(self, entry: SiteEntry) -> Extra:
        """What readers are told beside a text; beside a correction also what it doesn't repeat."""
        publication = entry.publication
        return {**self.policy.corrected(publication).extra, **publication.extra}

    def effective_before(self, entry: SiteEntry) -> date | None:
        """The effective date that a postponement moves, as it was known before it."""
        publication = entry.publication
        if publication.kind is not Kind.POSTPONEMENT or publication.of is None:
            return None
        day = self.policy.get(publication.of).effective
        for event in self.policy.events(publication.of, self.on):
            if event.number < entry.number and event.kind is Kind.POSTPONEMENT:
                day = event.effective
        return day

    def text(self, entry: SiteEntry, lang: str) -> Text | None:
        """The text of a revision in a language, late translations included; None without one."""
        source = self.source(entry, lang)
        return None if source is None else self._memory.text(source, lang)

    def source(self, entry: SiteEntry, lang: str) -> str | None:
        """The frozen Markdown of a revision in a language, late translations included."""
        carrier = self.carrier(entry, lang)
        if carrier is None:
            return None
        return self.once(("source", carrier.number, lang), lambda: carrier.sources[lang])

    def carrier(self, entry: SiteEntry, lang: str) -> Publication | None:
        """The publication that carries a revision's text in a language: its own, or a late one."""
        if not entry.has_text:
            return None
        carriers = [entry.publication, *self._translations(entry)]
        return next((one for one in reversed(carriers) if lang in one.sources), None)

    def carried(self, entry: SiteEntry, lang: str, number: int) -> bool:
        """Whether a revision had a text in `lang` by publication `number`, itself included."""
        carriers = [entry.publication, *self._translations(entry)]
        return any(one.number <= number and lang in one.sources for one in carriers)

    def translated(self, entry: SiteEntry, lang: str) -> SiteEntry | None:
        """The revision whose text a reader of `lang` is given for `entry`.

        The revision itself where it has that language, else the nearest one that it replaced,
        directly or through its base, which has: a translation that is behind. None without any,
        and for a text that is withheld: no other may pass for it.
        """
        if entry.status is Status.WITHHELD:
            return None
        seen: SiteEntry | None = entry
        while seen is not None and self.carrier(seen, lang) is None:
            seen = self.base(seen)
        return seen

    def given(self, entry: SiteEntry, lang: str) -> Localized[SiteEntry] | None:
        """The revision whose text a reader of `lang` gets for an entry, and in which language.

        In that language, of an older one where the translation is behind; else the authoritative.
        """

        def get(wanted: str) -> SiteEntry | None:
            one = self.translated(entry, wanted) if wanted == lang else entry
            return one if one and self.carrier(one, wanted) is not None else None

        return self.localized(lang, get)

    def redline(self, entry: SiteEntry, lang: str) -> Redline | None:
        """The comparison of a revision with its base; None where a language lacks either text.

        An enactment has no base: all of it is new. A translation is compared as the revision
        that it translates.
        """
        if entry.publication.kind is Kind.TRANSLATION:
            entry = self.entry(entry.revision.number)
        base, new = self.base(entry), self.source(entry, lang)
        old = None if base is None else self.source(base, lang)
        if new is None or (base is not None and old is None):
            return None
        return self._memory.redline(old, new, lang)

    def as_announced(self, entry: SiteEntry, lang: str) -> Localized[Redline] | None:
        """The comparison that told of a publication: in `lang`, else in the authoritative one.

        Only of texts that had been published by then: a translation that came later has an
        announcement of its own. None for an enactment and for what carries no text.
        """
        kind = entry.publication.kind
        if kind is Kind.ENACTMENT or not (kind.is_revision or kind is Kind.TRANSLATION):
            return None
        revision = self.entry(entry.revision.number)
        texts = [revision, *([base] if (base := self.base(revision)) else [])]

        def get(wanted: str) -> Redline | None:
            known = all(self.carried(one, wanted, entry.number) for one in texts)
            return self.redline(entry, wanted) if known else None

        return self.localized(lang, get)

    def lineage(self, number: int) -> str:
        """What later days changed of the texts that led to a revision, as a digest.

        It may take effect on another day, have been withheld, or have come as a late translation;
        all else of a text and of those that it replaced is in its publication's own digest.
        """
        return self.once(("lineage", number), lambda: self._new_lineage(number))

    def _new_lineage(self, number: int) -> str:
        entry = self.entry(number)
        base = entry.publication.base
        before = "" if base is None else self.lineage(base)
        translated = [event.digest for event in self._translations(entry)]
        said = repr((before, translated, entry.effective, entry.status is Status.WITHHELD))
        return hashlib.sha256(said.encode()).hexdigest()

    def made(self, kind: str) -> dict[object, Any]:
        """What was made under keys that are tuples and begin with `kind`, by its key."""
        return {k: v for k, v in self._made.items() if isinstance(k, tuple) and k[0] == kind}

    def known(self, kind: str) -> Mapping[object, Any]:
        """The same, and what was made elsewhere."""
        return ChainMap(self.made(kind), self._elsewhere)  # type: ignore[arg-type]

    def forget(self) -> None:
        """Give back what was parsed, compared and made, so far as nobody else keeps it."""
        self._made.clear()
        if self._memory:
            self._memory = TextMemory()

    def remember(self, made: Mapping[object, Any]) -> None:
        """Know what was made elsewhere, by its key: it is asked for there, and not held."""
        self._elsewhere = ChainMap(made, self._elsewhere)  # type: ignore[arg-type]

    def is_compared(self, entry: SiteEntry, lang: str) -> bool:
        """Whether a revision's text and that of its base are both there in a language."""
        base = self.base(entry) if entry.has_text else None
        return base is not None and all(self.carrier(e, lang) is not None for e in (base, entry))

    def compared(self, old: SiteEntry, new: SiteEntry, lang: str) -> Redline | None:
        """The comparison of any two revisions; None where a language lacks either text."""
        before, after = self.text(old, lang), self.text(new, lang)
        if before is None or after is None:
            return None
        return self._memory.compare(before, after)

    def history_index(self, lang: str) -> HistoryIndex:
        """Every text of a language, each woven in after the one that it replaced.

        Where that one lacks the language, after the newest before it.
        """
        found: list[Written] = []
        for entry in reversed(self.revisions):
            if text := self.text(entry, lang):
                base, known = entry.publication.base, [number for number, _, _ in found]
                before = base if base in known else next(iter(known[-1:]), None)
                found.append((entry.number, before, text))
        return self._memory.history_index(lang, found)

    def _entry(self, publication: Publication) -> SiteEntry:
        revision = self.policy.subject(publication)
        status = self.policy.status(revision, self.on)
        if not revision.sources:  # withheld later than on this day: the text is gone for every day
            status = Status.WITHHELD
        return SiteEntry(
            publication,
            revision,
            status,
            self.policy.effective(revision, self.on),
        )

    def _translations(self, entry: SiteEntry) -> list[Publication]:
        events = self.policy.events(entry.number, self.on)
        return [event for event in events if event.kind is Kind.TRANSLATION]

    def _titles(self, entry: SiteEntry) -> dict[str, str]:
        titles = dict(entry.publication.titles)
        for event in self._translations(entry):
            titles |= event.titles
        return titles


def _first(titles: Iterable[Mapping[str, str]], lang: str) -> str | None:
    """The first title in a language."""
    return next(filter(None, (one.get(lang) for one in titles)), None)
