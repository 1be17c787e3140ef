"""The glossary's words and the dates, as each language writes them. Shared by all renderings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date

from kaitei.base.catalogue import Phrase, chosen, has, listed, phrase, readers, t
from kaitei.model.facts import full_day
from kaitei.model.language import Localized, localized
from kaitei.model.publication import Extra, Kind, Status, by_language

# Whom a text concerns, what holds for earlier cases, whether and how one agrees: told wherever
# a text is told of.
CONCERNS = ("applies_to", "transitional", "acceptance", "agreement")
# What readers are told beside a publication, in this order.
DECISION = ("decided_on", "approved_by", "reference", "next_review", *CONCERNS)
# Of these, what is the same in every language.
PLAIN = ("decided_on", "reference", "next_review", "acceptance")

# First day of each era, latest first (Cabinet orders on eras); year 1 is written 元年.
_ERAS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
)
# What is added to a year of an era, older ones included that laws are cited by.
ERA_YEARS = {name: first.year - 1 for first, name in _ERAS} | {"大正": 1911, "明治": 1867}


def kind(value: Kind, lang: str) -> str:
    """The name of a kind in `lang`."""
    return t(lang, f"kinds.{value}")


def kinds(value: Kind) -> dict[str, Phrase]:
    """A kind as the value of a message: as it is declared, with its name in Japanese."""
    return {"kind": phrase(f"desk.kinds.{value}")}


def language(code: str, lang: str) -> str:
    """What a language is called in `lang`; its own name, or its code, where it has none there."""
    key = f"languages.{code}"
    return next((t(x, key) for x in (lang, code) if x in readers() and has(x, key)), code)


def languages(**codes: str) -> dict[str, Phrase]:
    """Languages as the values of a message, each by its name."""
    return {
        name: Phrase(f"languages.{code}", otherwise=language(code, code))
        for name, code in codes.items()
    }


def authority(
    words: Mapping[str, str], authoritative: str, languages: Sequence[str], lang: str
) -> str:
    """Which of a site's `languages` prevails, in a sentence of `lang` among the pages' `words`.

    "" where there is but one language.
    """
    others = [language(code, lang) for code in languages if code != authoritative]
    if not others:
        return ""
    sentence = chosen(words, "authoritative", len(others))
    other = listed(lang, others, "and")
    return sentence.format(language=language(authoritative, lang), other=other)


def status(value: Status, lang: str, *, first: bool = False) -> str:
    """The name of a status in `lang`; a `first` text that is to come revises nothing (施行予定)."""
    return t(lang, f"statuses.{'upcoming_first' if first and value is Status.UPCOMING else value}")


def decision(
    fields: Extra,
    lang: str,
    authoritative: str,
    names: Sequence[str] = DECISION,
    *,
    era: bool = True,
) -> list[tuple[str, Localized[str]]]:
    """What readers are told beside, as (name, value): in `lang`, else in the authoritative one.

    Where neither says it, in the first that does. `names` are the fields that are
    wanted, in order; for `era` see `day`.
    """
    found = []
    for key in names:
        said = fields.get(key, "")
        given = by_language(said, lang if key in PLAIN else authoritative)
        words = (Localized(*one) for one in given.items() if one[1])
        if value := localized(given.get, lang, authoritative) or next(words, None):
            with suppress(ValueError):
                value = Localized(lang, day(date.fromisoformat(value.value), lang, era=era))
            if key == "acceptance":
                value = Localized(lang, t(lang, f"acceptances.{value.value}"))
            found.append((t(lang, f"decision.{key}"), value))
    return found


def day(value: date, lang: str, *, era: bool = False) -> str:
    """A day in words: 2026年11月22日 or 22 November 2026.

    With `era` Japanese adds the era year in full-width brackets: （令和8年11月22日）. Days before
    the Shōwa era have none.
    """
    return full_day(value, lang) + (_era(value, lang) if era else "")


def _era(value: date, lang: str) -> str:
    for first, name in _ERAS:
        if value >= first:
            year = value.year - first.year + 1
            written = t(lang, "writing.first_year") if year == 1 else year
            return t(lang, "writing.era", era=name, year=written, month=value.month, day=value.day)
    return ""
