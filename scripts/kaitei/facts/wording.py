"""How each language writes amounts, hours, days and lists.

Japanese has its own wording here; every other language is written as English is until it gets
its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

_DAYS = {
    "ja": ("月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日"),
    "en": ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"),
}
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
_CURRENCIES = {"JPY": ("円", "yen"), "USD": ("米ドル", "US dollars"), "EUR": ("ユーロ", "euros")}
# The fields of a requests procedure, in Japanese and in English.
_PROCEDURE = {
    "data-covered": ("対象となる個人情報", "Data covered"),
    "who-may-ask": ("請求できる方", "Who may ask"),
    "where-to-apply": ("申出先", "Where to apply"),
    "forms": ("請求書の様式", "Forms"),
    "locating-the-data": ("個人情報の特定に必要な事項", "What locates the data"),
    "identity-documents": ("本人確認書類", "Identity documents"),
    "agents": ("代理人による請求", "Agents"),
    "payment": ("手数料の支払方法", "How to pay the fee"),
    "answer": ("回答の方法及び時期", "How and when the answer comes"),
    "refusal-grounds": ("開示等をしない場合", "Grounds of refusal"),
    "use-of-request-data": (
        "請求に際して取得した個人情報の利用",
        "Use of the data received with the request",
    ),
    "complaints": ("苦情の申出先", "Complaints"),
}
_WEEKDAYS = frozenset(range(5))


def money(amount: Decimal, currency: str, lang: str) -> str:
    """「1,000円」 / "1,000 yen"."""
    ja, en = _CURRENCIES.get(currency, (currency, currency))
    return f"{amount:,}{ja}" if lang == "ja" else f"{amount:,} {en}"


def tax(tax: str, lang: str) -> str:
    """「（税込）」 / " (including tax)", for `tax` included or excluded."""
    if lang == "ja":
        return "（税込）" if tax == "included" else "（税抜）"
    return " (including tax)" if tax == "included" else " (excluding tax)"


def each(fee: str, unit: str, lang: str) -> str:
    """「契約回線ごとに1,000円（税込）」 / "1,000 yen (including tax) per subscriber line"."""
    return f"{unit}に{fee}" if lang == "ja" else f"{fee} {unit}"


def day(number: int, lang: str) -> str:
    """「土曜日」 / "Saturdays"; Monday is 0."""
    return _DAYS["ja" if lang == "ja" else "en"][number]


def days(numbers: frozenset[int], lang: str) -> str:
    """「平日」 / "on weekdays" for Monday to Friday, otherwise the days by name."""
    if lang == "ja":
        if numbers == _WEEKDAYS:
            return "平日"
        return "・".join(day(number, lang) for number in sorted(numbers))
    if numbers == _WEEKDAYS:
        return "on weekdays"
    return "on " + listed([day(number, lang) for number in sorted(numbers)], lang)


def hours(days: str, opens: str, closes: str, lang: str) -> str:
    """「平日10:00～17:00」 / "10:00 to 17:00 on weekdays"."""
    return f"{days}{opens}～{closes}" if lang == "ja" else f"{opens} to {closes} {days}"


def except_for(hours: str, closures: str, lang: str) -> str:
    """「平日10:00～17:00（祝日を除く）」 / "... on weekdays, except national holidays"."""
    if not closures:
        return hours
    return f"{hours}（{closures}を除く）" if lang == "ja" else f"{hours}, except {closures}"


def national_holidays(lang: str) -> str:
    """「祝日」 / "national holidays"."""
    return "祝日" if lang == "ja" else "national holidays"


def year_end(period: str | None, lang: str) -> str:
    """「年末年始」 / "the year-end and New Year holidays", with their days where given."""
    if lang == "ja":
        return f"年末年始（{period}）" if period else "年末年始"
    words = "the year-end and New Year holidays"
    return f"{words} ({period})" if period else words


def period(first: tuple[int, int], last: tuple[int, int], lang: str) -> str:
    """「12月29日から1月3日まで」 / "29 December to 3 January", of (month, day)."""
    if lang == "ja":
        return f"{first[0]}月{first[1]}日から{last[0]}月{last[1]}日まで"
    return " to ".join(f"{day} {MONTHS[month - 1]}" for month, day in (first, last))


def article(number: str, lang: str) -> str:
    """「第32条第2項」 / "Article 32(2)" of "32(2)"."""
    if lang != "ja":
        return f"Article {number}"
    main, _, paragraph = number.rstrip(")").partition("(")
    head, _, branch = main.partition("-")
    words = f"第{head}条" + (f"の{branch}" if branch else "")
    return words + (f"第{paragraph}項" if paragraph else "")


def listed(items: Sequence[str], lang: str) -> str:
    """「開示、訂正及び削除」 / "disclosure, amendment and deletion"."""
    joint, last = ("、", "及び") if lang == "ja" else (", ", " and ")
    if len(items) < 2:
        return "".join(items)
    return joint.join(items[:-1]) + last + items[-1]


def headed(words: str) -> str:
    """Words as they begin a cell: with a capital letter."""
    return words[:1].upper() + words[1:]


def table_heads(lang: str) -> tuple[str, str, str]:
    """The heads of the table of request types."""
    if lang == "ja":
        return "請求の種類", "根拠条文", "手数料"
    return "Type of request", "Article", "Fee"


def procedure(fields: Mapping[str, str | None], lang: str) -> str:
    """The table of a requests procedure's fields that are filled in; "" where none is."""
    heads = ("事項", "内容") if lang == "ja" else ("Subject", "What applies")
    filled = {name: words for name, words in fields.items() if name and words}
    rows = [(_PROCEDURE[name][lang != "ja"], words) for name, words in filled.items()]
    if not rows:
        return ""
    return "\n".join(f"| {' | '.join(row)} |" for row in [heads, ("---", "---"), *rows])


def no_fee(lang: str) -> str:
    """What the table says where a request carries no fee."""
    return "不要" if lang == "ja" else "None"
