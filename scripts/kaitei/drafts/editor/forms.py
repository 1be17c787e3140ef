"""The forms, from what stands in content/: each policy, the facts, the company.

A form shows the fields that legal writes. What a file holds beside them (the type of a fact, the
time zone of the company) stays in it as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from kaitei.base.catalogue import has, t
from kaitei.base.fields import Entry
from kaitei.drafts.reading import CONTENT, Content, Draft
from kaitei.model import Kind, facts
from kaitei.model.acceptance import Acceptance
from kaitei.model.facts import Settings

Form: TypeAlias = dict[str, object]

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DATES = frozenset(
    ("effective", "announced", "decided", "next_review", "as_of", "last_reviewed", "valid_until"),
)
_LONG = frozenset(("summary", "reason", "applies_to", "transitional", "agreement"))
# Of a policy's front matter, in the order of the form; `former` and `translation_later` are what
# `kaitei revise` begins with.
_DECLARED = ("kind", "effective", "announcement", "together", "announced")
_SPOKEN = ("summary", "reason")
_BESIDE_SAID = ("approved_by", "applies_to", "transitional", "agreement")
_CHOSEN = ("of", "base")  # where several publications fit
_BESIDE = ("decided", "next_review", "reference")
# What the form of the company shows; the rest is settings of the program.
_COMPANY = (
    "name", "home_page", "address", "representative", "privacy_officer", "helpdesk_address",
    "email", "accredited_body", "certification", "last_reviewed",
)  # fmt: skip
# What a folded fact shows, where that isn't its first field.
_SUMMARIES = {
    "fee": {"summary": "{{fields.amount}}"},
    "hours": {"summary": "{{fields.from}}–{{fields.to}}"},
}
_FIXED = frozenset(("type", "currency", "fee", "country"))  # of a fact: what decides how it is read


def config(settings: Settings, content: Content, lang: str) -> Form:
    """The part of the editor's configuration that says which forms there are; labels in `lang`."""
    company = settings.organization
    titles = {draft.policy: _title(draft, lang) for draft in content.drafts}
    policies = [_policy(name, titles, company.languages, lang) for name in titles]
    shared = [_facts(settings, titles, lang), _company(settings, titles, lang)]
    several = len(company.languages) > 1
    return {
        "output": {"omit_empty_optional_fields": True},
        "editor": {"preview": False},
        **({"i18n": _languages(settings)} if several else {}),
        "collections": [
            {"name": "policies", "label": t(lang, "desk.editor.policies"), "files": policies}
            | ({"i18n": True} if several else {}),
            {"name": "shared", "label": t(lang, "desk.editor.shared"), "files": shared},
        ],
    }


def _languages(settings: Settings) -> Form:
    company = settings.organization
    first = company.authoritative
    order = [first, *(code for code in company.languages if code != first)]
    return {"structure": "multiple_files", "locales": order, "default_locale": first}


# --- policies ---------------------------------------------------------------------------------


def _policy(name: str, titles: Mapping[str, str], spoken: tuple[str, ...], lang: str) -> Form:
    several = len(spoken) > 1
    file = "{{locale}}" if several else spoken[0]
    fields = [
        _field("title", lang, required=True, i18n=True),
        _kind(lang),
        *_announced(titles, lang),
        *(_field(key, lang, i18n=True) for key in _SPOKEN),
        _field("body", lang, widget="text", i18n=True),
        *(_field(key, lang, i18n=True) for key in _BESIDE_SAID),
        _acceptance(lang),
        *(_field(key, lang) for key in _CHOSEN),
        *(_field(key, lang) for key in _BESIDE),
    ]
    form: Form = {
        "name": name,
        "label": titles[name],
        "file": f"{CONTENT}/{name}/{file}.md",
        "format": "kaitei-frontmatter",
        "fields": fields,
    }
    return form | ({"i18n": True} if several else {})


_ELSEWHERE = (Kind.TRANSLATION, Kind.WITHHELD, Kind.PARTICULARS)


def _kind(lang: str) -> Form:
    """What the next publication is; what is declared elsewhere, or by `revise`, is not offered."""
    kinds = [kind for kind in Kind if kind not in _ELSEWHERE]
    options = [{"label": t(lang, f"desk.kinds.{kind}"), "value": kind.value} for kind in kinds]
    return _field("kind", lang, widget="select", options=options)


def _acceptance(lang: str) -> Form:
    """Whether readers are to agree anew."""
    options = [
        {"label": t(lang, f"desk.acceptances.{value}"), "value": value.value}
        for value in Acceptance
    ]
    return _field("acceptance", lang, widget="select", options=options)


def _announced(titles: Mapping[str, str], lang: str) -> Iterator[Form]:
    """When it takes effect, and what it is announced with: one of the policies in `titles`."""
    for key in _DECLARED[1:]:
        if key == "together":
            options = [{"label": title, "value": name} for name, title in titles.items()]
            yield _field(key, lang, widget="select", multiple=True, options=options)
        else:
            yield _field(key, lang)


def _title(draft: Draft, lang: str) -> str:
    """A policy's title in `lang`, else in another language; its name where it has none."""
    return draft.titles.get(lang) or next(iter(draft.titles.values()), draft.policy)


# --- what stands once -------------------------------------------------------------------------


def _facts(settings: Settings, titles: Mapping[str, str], lang: str) -> Form:
    """The facts, each in a fold of its own, and last what is declared of those that change."""
    held = settings.facts_entry
    fields = [
        _of_value(name, held[name], settings, lang)
        | {"label": _fact_label(name, settings, lang), "collapsed": True}
        | _SUMMARIES.get(str(held[name]["type"].value), {})
        for name in held.names()
    ]
    fields.append(
        _field(facts.CHANGE, lang, widget="object", fields=_change(settings, titles, lang))
    )
    return {
        "name": "facts",
        "label": t(lang, "desk.editor.facts"),
        "file": f"{CONTENT}/{facts.FACTS_FILE}",
        "format": "kaitei-facts",
        "fields": fields,
    }


def _change(settings: Settings, titles: Mapping[str, str], lang: str) -> list[Form]:
    """What is declared once, for all policies that say or print what changes."""
    spoken = (_by_language(key, settings, lang) for key in _SPOKEN)
    return [*_announced(titles, lang), *spoken]


def _fact_label(name: str, settings: Settings, lang: str) -> str:
    """The fee's own name; of another fact its kind and the name by which texts mention it."""
    own = settings.facts_entry[name]["name"][lang].value
    kind = settings.facts_entry[name]["type"].value
    return str(own) if own else f"{t(lang, f'desk.editor.types.{kind}')} {{{{{name}}}}}"


def _company(settings: Settings, titles: Mapping[str, str], lang: str) -> Form:
    """The company, and last what is declared of what pages print of it and that changes."""
    held = settings.organization_entry
    fields = [_of_value(name, held[name], settings, lang) for name in _COMPANY if name in held]
    fields.append(
        _field("particulars", lang, widget="object", fields=_change(settings, titles, lang))
        | {"name": facts.CHANGE}
    )
    return {
        "name": "organization",
        "label": t(lang, "desk.editor.company"),
        "file": f"{CONTENT}/{facts.ORGANIZATION_FILE}",
        "format": "kaitei-facts",
        "fields": fields,
    }


def _of_value(name: str, entry: Entry, settings: Settings, lang: str) -> Form:
    """The field of a value as it stands in the file: words by language, a group, a list, a line."""
    value, languages = entry.value, settings.organization.languages
    if isinstance(value, dict) and value and value.keys() <= set(languages):
        return _by_language(name, settings, lang, entry)
    if isinstance(value, dict):
        inner = [*_inside(entry, settings, lang)]
        return _field(name, lang, entry, widget="object", required=True, fields=inner)
    if isinstance(value, list) and {*value} <= {*_DAYS}:
        days = [{"label": t(lang, f"desk.editor.days.{day}"), "value": day} for day in _DAYS]
        return _field(name, lang, entry, widget="select", multiple=True, options=days)
    return _field(name, lang, entry, **({"widget": "list"} if isinstance(value, list) else {}))


def _inside(entry: Entry, settings: Settings, lang: str) -> Iterator[Form]:
    for name in entry.names():
        if name not in _FIXED:
            yield _of_value(name, entry[name], settings, lang)


def _by_language(name: str, settings: Settings, lang: str, entry: Entry | None = None) -> Form:
    """A group with the same field in each language."""
    fields = [
        _field(name, lang) | {"name": code, "label": t(lang, f"languages.{code}")}
        for code in settings.organization.languages
    ]
    for field in fields:
        field.pop("hint", None)  # it stands below the group
    return _field(name, lang, entry, widget="object", required=True, fields=fields)


# --- one field --------------------------------------------------------------------------------


def _field(name: str, lang: str, entry: Entry | None = None, **more: object) -> Form:
    """A field with its label and its help, if there is one; optional unless `more` says so."""
    form: Form = {"name": name, "label": _label(name, lang, entry), "required": False}
    if name in _DATES:
        form |= {"widget": "datetime", "type": "date", "format": "YYYY-MM-DD"}
    else:
        form |= {"widget": "text" if name in _LONG else "string"}
    if has(lang, f"desk.editor.hints.{name}"):
        form["hint"] = t(lang, f"desk.editor.hints.{name}")
    return form | more


def _label(name: str, lang: str, entry: Entry | None) -> str:
    """What a field is called; its own name where the catalogue has none for it."""
    path = ".".join(str(step) for step in entry.path[1:]) if entry else name
    keys = (
        f"facts.procedure.{path}",
        f"desk.editor.fields.{name}",
        f"desk.items.{entry.name if entry else name}",
    )
    label = next((t(lang, key) for key in keys if has(lang, key)), name)
    return label[:1].upper() + label[1:]  # in messages some stand within a sentence
