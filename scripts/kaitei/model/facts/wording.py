"""How each language writes amounts, hours, days and lists, out of the catalogue of words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from kaitei.base.catalogue import forms, has, listed, number, t

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# What a requests procedure should say, in the order of the page. A dot makes a group: who asks
# decides which documents are needed.
PROCEDURE = (
    "data-covered",
    "who-may-ask",
    "identity-documents.person",
    "identity-documents.statutory-representative",
    "identity-documents.agent",
    "where-to-apply",
    "how-to-apply",
    "forms",
    "locating-the-data",
    "payment",
    "answer",
    "refusal-grounds",
    "use-of-request-data",
    "complaints",
)
# What a reader must be able to find of the company (APPI 32(1), JIS Q 15001), by part.
_ORGANIZATION = (
    "name",
    "address",
    "representative",
    "privacy-officer",
    "helpdesk-address",
    "email-link",
    "accredited-body",
    "certified",
)
_WEEKDAYS = frozenset(range(5))


def money(amount: Decimal, currency: str, lang: str) -> str:
    """「1,000円」 / "1,000 yen"; the code of a currency that has no name here."""
    key = f"facts.currencies.{currency}"
    named = t(lang, key) if has(lang, key) else currency
    return t(lang, "facts.money", amount=number(lang, amount), currency=named)


def tax(tax: str, lang: str) -> str:
    """「（税込）」 / " (including tax)", for `tax` included or excluded."""
    return t(lang, f"facts.tax_{tax}")


def each(fee: str, unit: str, lang: str) -> str:
    """「契約回線ごとに1,000円（税込）」 / "1,000 yen (including tax) per subscriber line"."""
    return t(lang, "facts.each", fee=fee, unit=unit)


def day(number: int, lang: str) -> str:
    """「土曜日」 / "Saturdays"; Monday is 0."""
    return forms(lang, "facts.days")[number]


def days(numbers: frozenset[int], lang: str) -> str:
    """「平日」 / "on weekdays" for Monday to Friday, otherwise the days by name."""
    if numbers == _WEEKDAYS:
        return t(lang, "facts.weekdays")
    named = [day(number, lang) for number in sorted(numbers)]
    return t(lang, "facts.on_days", days=listed(lang, named, "days"))


def hours(days: str, opens: str, closes: str, lang: str) -> str:
    """「平日10:00～17:00」 / "10:00 to 17:00 on weekdays"."""
    return t(lang, "facts.hours", days=days, opens=opens, closes=closes)


def except_for(hours: str, closures: str, lang: str) -> str:
    """「平日10:00～17:00（祝日を除く）」 / "... on weekdays, except national holidays"."""
    return t(lang, "facts.except", hours=hours, closures=closures) if closures else hours


def national_holidays(lang: str) -> str:
    """「祝日」 / "national holidays"."""
    return t(lang, "facts.national_holidays")


def year_end(period: str | None, lang: str) -> str:
    """「年末年始」 / "the year-end and New Year holidays", with their days where given."""
    return t(lang, "facts.year_end_of", period=period) if period else t(lang, "facts.year_end")


def period(first: tuple[int, int], last: tuple[int, int], lang: str) -> str:
    """「12月29日から1月3日まで」 / "29 December to 3 January", of (month, day)."""
    return t(lang, "facts.period", first=_month_day(*first, lang), last=_month_day(*last, lang))


def article(number: str, lang: str) -> str:
    """「第32条第2項」 / "Article 32(2)" of "32(2)"."""
    main, _, paragraph = number.rstrip(")").partition("(")
    head, _, branch = main.partition("-")
    return t(
        lang,
        "facts.article",
        number=head,
        branch=t(lang, "facts.article_branch", number=branch) if branch else "",
        paragraph=t(lang, "facts.article_paragraph", number=paragraph) if paragraph else "",
    )


def headed(words: str) -> str:
    """Words as they begin a cell: with a capital letter."""
    return words[:1].upper() + words[1:]


def table_heads(lang: str) -> tuple[str, str, str]:
    """The heads of the table of request types."""
    return t(lang, "facts.type"), t(lang, "facts.type_article"), t(lang, "facts.type_fee")


def procedure_field(name: str, lang: str) -> str:
    """What a field of a requests procedure is called."""
    return t(lang, f"facts.procedure.{name}")


def organization(parts: Mapping[str, str | None], lang: str) -> list[tuple[str, str]]:
    """What is filled in of the company, beside its name, as rows; none where nothing is."""
    rows = [(t(lang, f"facts.organization.{name}"), parts[name] or "") for name in _ORGANIZATION]
    filled = [row for row in rows if row[1]]
    return filled if len(filled) > 1 else []


def certified(name: str, number: str, until: str | None, lang: str) -> str:
    """「プライバシーマーク（登録番号 …、有効期間 2028年3月31日まで）」."""
    key = "facts.certified_until" if until else "facts.certified"
    return t(lang, key, name=name, number=number, until=until)


def full_day(day: date, lang: str) -> str:
    """「2028年3月31日」 / "31 March 2028"."""
    name = forms(lang, "writing.months")[day.month - 1]
    return t(lang, "writing.day", year=day.year, month=day.month, day=day.day, name=name)


def _month_day(month: int, day: int, lang: str) -> str:
    name = forms(lang, "writing.months")[month - 1]
    return t(lang, "writing.month_day", month=month, day=day, name=name)


def table(rows: Sequence[tuple[str, str]], lang: str) -> str:
    """A Markdown table of two columns; "" where there is no row."""
    heads = t(lang, "facts.subject"), t(lang, "facts.applies")
    lines = [heads, ("---", "---"), *rows] if rows else []
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def no_fee(lang: str) -> str:
    """What the table says where a request carries no fee."""
    return t(lang, "facts.no_fee")
