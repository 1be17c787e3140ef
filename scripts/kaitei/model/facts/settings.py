"""The facts of a repository or of a publication: read, filled into texts, frozen, loaded again.

Filling in is a look-up of `{{name}}`, `{{name.part}}` and, alone on a line, `{{table:name}}` in a
closed list; nothing is evaluated. What is frozen with a publication is the whole organization and
the facts that its texts use, with those of the contact line, so that a public site needs nothing
from content/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from kaitei.base.fields import Entry, nearest
from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.model.facts import organization, wording
from kaitei.model.facts.kinds import (
    Closures,
    Fact,
    Fee,
    Hours,
    Parts,
    Plain,
    Procedure,
    RequestTypes,
    Telephone,
)
from kaitei.model.facts.organization import Organization

ORGANIZATION_FILE = "organization.yml"
FACTS_FILE = "facts.yml"
OWN = "organization"
CHANGE = "change"  # in facts.yml no fact: what is declared of those that change
_MENTION = re.compile(r"\{\{([^{}\n]*)\}\}")
_TABLE = re.compile(r"\{\{table:([a-z0-9-]+)\}\}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its facts filled in, and the names of the facts that it uses.

    `lines` holds what each line of the text as written stands for: itself, several lines (a
    table), or None for one that is left out (a table in which nothing is filled in yet).
    """

    lines: tuple[str | None, ...]
    used: frozenset[str]

    @property
    def text(self) -> str:
        """The text as readers get it."""
        return "\n".join(line for line in self.lines if line is not None)


@dataclass(frozen=True, slots=True)
class Contact:
    """The contact line in one language; a part that is open is None. `tel` is the tel: link."""

    name: str | None = None
    telephone: str | None = None
    tel: str | None = None
    hours: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Who publishes, and the facts by name.

    `organization_entry` and `facts_entry` are what they were read from: for the lines of problems,
    and for freezing. `change` is what facts.yml declares of facts that change, `particulars` what
    organization.yml does of particulars; None in a record.
    """

    organization: Organization
    facts: Mapping[str, Fact] = field(hash=False)
    organization_entry: Entry = field(compare=False, repr=False)
    facts_entry: Entry = field(compare=False, repr=False)
    change: Entry | None = field(default=None, compare=False, repr=False)
    particulars: Entry | None = field(default=None, compare=False, repr=False)

    def fill(self, markdown: str, lang: str, file: str) -> Filled:
        """`markdown` with its facts as `lang` writes them.

        Raises KaiteiError with a problem for each mention that can't be filled: an unknown fact
        or part, one that is not filled in, a table inside a line, an unfinished `{{`.
        """
        filler = _Filler(self, lang, file)
        written = markdown.split("\n")
        filled = [filler.line(text, n) for n, text in enumerate(written, 1)]
        if filler.problems:
            raise KaiteiError(*filler.problems)
        return Filled(tuple(_without_gaps(written, filled)), frozenset(filler.used))

    def freeze(self, used: Iterable[str]) -> dict[str, object]:
        """What a publication that uses these facts freezes; `load_frozen` reads it back."""
        wanted = {*used, *self.organization.contact.values()}
        for name in tuple(wanted):
            wanted |= self._fees_of(name)
        facts = {name: self.facts_entry[name].value for name in sorted(wanted & {*self.facts})}
        return {OWN: self.organization_entry.value, "facts": facts}

    def under(self, other: Settings) -> Settings:
        """The same facts under the particulars of `other`: its company, its contact line."""
        contact = {n: other.facts[n] for n in other.organization.contact.values()}
        facts = {**self.facts, **contact}
        return replace(self, organization=other.organization, facts=facts)

    def parts(self, name: str, lang: str) -> Parts:
        """What texts in `lang` may say of a fact, by part. KeyError for an unknown fact."""
        if name == OWN:
            return organization.words_of(self.organization, lang)
        return self.facts[name].words(lang)

    def contact(self, lang: str) -> Contact:
        """The contact line in `lang`, of the facts that the organization names for it."""
        named = {role: self.facts.get(name) for role, name in self.organization.contact.items()}
        name, telephone = named.get("name"), named.get("telephone")
        hours, closures = named.get("hours"), named.get("closures")
        except_for = (closures.words(lang)[""] or "") if isinstance(closures, Closures) else ""
        return Contact(
            name.words(lang)[""] if isinstance(name, Plain) else None,
            telephone.number if isinstance(telephone, Telephone) else None,
            telephone.tel if isinstance(telephone, Telephone) else None,
            wording.except_for(hours.words(lang)[""] or "", except_for, lang)
            if isinstance(hours, Hours)
            else None,
            self.organization.email,
        )

    @property
    def closing(self) -> Closures | None:
        """When the helpdesk is closed: the fact that the contact line names; None without one."""
        fact = self.facts.get(self.organization.contact.get("closures", ""))
        return fact if isinstance(fact, Closures) else None

    @property
    def hours(self) -> Hours | None:
        """When the helpdesk is open: the fact that the contact line names; None without one."""
        fact = self.facts.get(self.organization.contact.get("hours", ""))
        return fact if isinstance(fact, Hours) else None

    def table(self, name: str, lang: str) -> str | None:
        """The Markdown table of a fact that has one, else None.

        Request types: type, article, fee. A procedure and the organization: what is filled in,
        "" where nothing is.
        """
        if name == OWN:
            return wording.table(wording.organization(self.parts(OWN, lang), lang), lang)
        fact = self.facts.get(name)
        if isinstance(fact, Procedure):
            return wording.table([*fact.rows(lang).values()], lang)
        if not isinstance(fact, RequestTypes):
            return None
        rows = [wording.table_heads(lang), ("---", "---", "---")]
        for kind in fact.types.values():
            fee = self.facts.get(kind.fee) if kind.fee else None
            words = fee.words(lang)["each"] if isinstance(fee, Fee) else None
            article = wording.article(kind.article, lang)
            rows.append((wording.headed(kind.label[lang]), article, words or wording.no_fee(lang)))
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)

    def _fees_of(self, name: str) -> set[str]:
        fact = self.facts.get(name)
        if not isinstance(fact, RequestTypes):
            return set()
        return {kind.fee for kind in fact.types.values() if kind.fee}


def _without_gaps(written: list[str], filled: list[str]) -> list[str | None]:
    """The filled lines without empty tables, each taking the empty line before it along."""
    lines: list[str | None] = []
    for before, after in zip(written, filled, strict=True):
        if before.strip() and not after:
            if lines and lines[-1] == "":
                lines[-1] = None
            lines.append(None)
        else:
            lines.append(after)
    return lines


class _Filler:
    """Fills one text, collecting what it uses and what is wrong."""

    def __init__(self, settings: Settings, lang: str, file: str) -> None:
        self.settings = settings
        self.lang = lang
        self.file = file
        self.used: set[str] = set()
        self.problems: list[Problem] = []

    def line(self, text: str, number: int) -> str:
        if "{{" not in text:
            return text
        if alone := _TABLE.fullmatch(text.strip()):
            return self.table(alone[1], number)
        filled = _MENTION.sub(lambda m: self.mention(m[1].strip(), number), text)
        if "{{" in filled:
            self.refuse("fact-syntax", number)
        return filled

    def mention(self, written: str, number: int) -> str:
        if written.startswith("table:"):
            return self.refuse("fact-table", number, name=written)
        name, _, part = written.partition(".")
        if name != OWN and name not in self.settings.facts:
            return self.unknown(name, [OWN, *self.settings.facts], number)
        parts = self.settings.parts(name, self.lang)
        if part not in parts:
            return self.unknown(written, [f"{name}.{p}".rstrip(".") for p in parts], number)
        words = parts[part]
        if words is None:
            return self.refuse("fact-open", number, name=written)
        self.used.add(name)
        return words

    def table(self, name: str, number: int) -> str:
        table = self.settings.table(name, self.lang)
        if table is None:
            having = (RequestTypes, Procedure)
            tables = [OWN, *(n for n, f in self.settings.facts.items() if isinstance(f, having))]
            return self.unknown(f"table:{name}", [f"table:{n}" for n in tables], number)
        self.used |= {name, *self.settings._fees_of(name)}
        return table

    def unknown(self, name: str, known: list[str], number: int) -> str:
        known = nearest(name, known)
        return self.refuse("fact-unknown", number, name=name, known=", ".join(known))

    def refuse(self, rule: str, number: int, **values: str) -> str:
        self.problems.append(problem(rule, self.file, number, **values))
        return ""
