"""Settings read from content/ or from a publication, and held against what a site can say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from kaitei.base import textfile, yamlfile
from kaitei.base.catalogue import RIGHT_TO_LEFT, readers
from kaitei.base.fields import Entry, entry, intended, nearest
from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.model.facts import organization, reading
from kaitei.model.facts.kinds import Fact, RequestTypes
from kaitei.model.facts.organization import Organization
from kaitei.model.facts.settings import CHANGE, FACTS_FILE, ORGANIZATION_FILE, OWN, Settings

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


def load(content: Path) -> Settings:
    """The settings of a content folder: its organization.yml and facts.yml.

    Files are named in problems as `content/...`, after the folder. Raises KaiteiError for a
    missing file, a wrong encoding, bad YAML, an unknown name, a value of the wrong type.
    """
    entries = []
    for name in (ORGANIZATION_FILE, FACTS_FILE):
        shown = f"{content.name}/{name}"
        entries.append(Entry(yamlfile.read(textfile.edited(content / name, shown), shown)))
    company, facts = entries
    if unspoken := [*_unspoken(company["languages"])]:
        raise KaiteiError(*unspoken)
    _refuse_mistyped(facts)
    settings = _settings(_unchanged(company), _unchanged(facts))
    return replace(settings, change=facts[CHANGE], particulars=company[CHANGE])


def _unchanged(entry: Entry) -> Entry:
    """A file's entries without what declares that they change, which is never frozen."""
    values = {name: value for name, value in entry.doc.root.items() if name != CHANGE}
    return Entry(replace(entry.doc, root=values))


def _refuse_mistyped(facts: Entry) -> None:
    """Refuse what can only be `change` under another name; and facts that are no mapping."""
    for name in facts.names():
        if name != CHANGE and "type" not in facts[name] and intended(name, [CHANGE]):
            wrong = {"name": name, "known": CHANGE}
            raise KaiteiError(problem("field-unknown", facts.doc.file, facts[name].line, **wrong))


def _unspoken(languages: Entry) -> Iterator[Problem]:
    """A problem for each language in which the site has no words of its own.

    Of content/ only: a record that speaks another language was published, and is read.
    """
    for one in languages.items():
        if wrong := unspoken(str(one.maybe()), one.doc.file, one.line):
            yield wrong


def unspoken(lang: str, file: str, line: int = 0) -> Problem | None:
    """Return what keeps a site from being in `lang`, as a problem of `file`; None if nothing."""
    if lang.split("-")[0] in RIGHT_TO_LEFT:
        return problem("language-right-to-left", file, line, lang=lang)
    if lang not in readers():
        return problem("language-unknown", file, line, lang=lang, known=", ".join(readers()))
    return None


def load_frozen(mapping: Mapping[str, object] | yamlfile.YamlFile, file: str) -> Settings:
    """The settings that were frozen as `mapping`; `file` names it in problems."""
    root = entry(mapping, file).only(OWN, "facts")
    return _settings(root[OWN], root["facts"])


def _settings(own: Entry, facts: Entry) -> Settings:
    company = organization.read(own)
    found = {}
    for name in facts.names():
        if not _NAME.fullmatch(name) or name == OWN:
            raise facts[name].wrong("fact")
        found[name] = reading.read(facts[name], company.languages)
    _check_references(company, found, own, facts)
    return Settings(company, found, own, facts)


def _check_references(
    company: Organization, found: Mapping[str, Fact], own: Entry, facts: Entry
) -> None:
    """Refuse a contact or a fee that names a fact which isn't there."""
    references = [(own["contact"][role], name) for role, name in company.contact.items()]
    for key, fact in found.items():
        if isinstance(fact, RequestTypes):
            types = facts[key]["types"]
            references += [(types[k]["fee"], t.fee) for k, t in fact.types.items() if t.fee]
    for place, name in references:
        if name not in found:
            known = ", ".join(nearest(name, found))
            raise KaiteiError(
                problem("fact-unknown", place.doc.file, place.line, name=name, known=known)
            )
