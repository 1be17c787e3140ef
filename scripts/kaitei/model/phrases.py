"""The glossary's words and the dates, as each language writes them. Shared by all renderings."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from kaitei.model.facts import full_day
from kaitei.model.publication import Kind, Status

KINDS: dict[Kind, dict[str, str]] = {
    Kind.ENACTMENT: {"ja": "制定", "en": "Enactment"},
    Kind.REVISION: {"ja": "改定", "en": "Revision"},
    Kind.CORRECTION: {"ja": "訂正", "en": "Correction"},
    Kind.POSTPONEMENT: {"ja": "延期", "en": "Postponement"},
    Kind.WITHDRAWAL: {"ja": "撤回", "en": "Withdrawal"},
    Kind.TRANSLATION: {"ja": "翻訳の追加", "en": "Translation added"},
    Kind.REPEAL: {"ja": "廃止", "en": "Repeal"},
    Kind.WITHHELD: {"ja": "非公開", "en": "Withheld"},
    Kind.RENAMING: {"ja": "名称変更", "en": "Renaming"},
}

STATUSES: dict[Status, dict[str, str]] = {
    Status.IN_FORCE: {"ja": "施行中", "en": "In force"},
    Status.UPCOMING: {"ja": "改定予定", "en": "Upcoming"},
    Status.SUPERSEDED: {"ja": "旧版", "en": "Superseded"},
    Status.WITHDRAWN: {"ja": "撤回済み", "en": "Withdrawn"},
    Status.REPEALED: {"ja": "廃止済み", "en": "Repealed"},
    Status.WITHHELD: {"ja": "非公開", "en": "Withheld"},
}

LANGUAGES = {"ja": {"ja": "日本語", "en": "Japanese"}, "en": {"ja": "英語", "en": "English"}}

DECISION: dict[str, dict[str, str]] = {  # the optional fields of a decision, in their order
    "decided_on": {"ja": "決定日", "en": "Decided on"},
    "approved_by": {"ja": "承認者", "en": "Approved by"},
    "reference": {"ja": "参照番号", "en": "Reference"},
}

# First day of each era, latest first (Cabinet orders on eras); year 1 is written 元年.
_ERAS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
)
# What is added to a year of an era, older ones included that laws are cited by.
ERA_YEARS = {name: first.year - 1 for first, name in _ERAS} | {"大正": 1911, "明治": 1867}


def kind(value: Kind, lang: str) -> str:
    """The name of a kind in `lang`; English where the language has none."""
    return KINDS[value].get(lang, KINDS[value]["en"])


def kinds(value: Kind) -> dict[str, str]:
    """A kind as the values of a message: as revision.yml has it, and in Japanese."""
    return {"kind": value.value, "kind_ja": f"{KINDS[value]['ja']}（{value.value}）"}


def language(code: str, lang: str) -> str:
    """What a language is called in `lang`; its code where it has no name here."""
    return LANGUAGES.get(code, {}).get("ja" if lang == "ja" else "en", code)


def languages(**codes: str) -> dict[str, str]:
    """Languages as the values of a message: each by its name, in English and in Japanese."""
    named = {f"{name}_ja": language(code, "ja") for name, code in codes.items()}
    return {name: language(code, "en") for name, code in codes.items()} | named


def status(value: Status, lang: str) -> str:
    """The name of a status in `lang`; English where the language has none."""
    return STATUSES[value].get(lang, STATUSES[value]["en"])


def decision(fields: Mapping[str, str], lang: str) -> list[tuple[str, str]]:
    """The fields of a decision that are filled in, as (name, value) in words of `lang`."""
    found = []
    for key, names in DECISION.items():
        if value := fields.get(key):
            with suppress(ValueError):
                value = day(date.fromisoformat(value), lang, era=True)
            found.append((names.get(lang, names["en"]), value))
    return found


def day(value: date, lang: str, *, era: bool = False) -> str:
    """A day in words: 2026年11月22日 or 22 November 2026.

    With `era` Japanese adds the era year in full-width brackets: （令和8年11月22日）. Days before
    the Shōwa era have none.
    """
    western = full_day(value, lang)
    return f"{western}（{_era(value)}）" if lang == "ja" and era and _era(value) else western


def _era(value: date) -> str:
    for first, name in _ERAS:
        if value >= first:
            year = value.year - first.year + 1
            return f"{name}{'元' if year == 1 else year}年{value.month}月{value.day}日"
    return ""
