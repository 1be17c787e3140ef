"""How each language writes amounts, hours, days and lists.

Japanese has its own wording here; every other language is written as English is until it gets
its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
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
# What a requests procedure should say, in the order of the page: by field, in Japanese and in
# English. A dot makes a group: who asks decides which documents are needed.
PROCEDURE = {
    "data-covered": ("対象となる個人情報", "Data covered"),
    "who-may-ask": ("請求できる方", "Who may ask"),
    "identity-documents.person": (
        "本人が請求する場合の必要書類",
        "Documents needed from the person concerned",
    ),
    "identity-documents.statutory-representative": (
        "法定代理人が請求する場合の必要書類",
        "Documents needed from a statutory representative",
    ),
    "identity-documents.agent": (
        "任意代理人が請求する場合の必要書類",
        "Documents needed from an agent",
    ),
    "where-to-apply": ("申出先", "Where to apply"),
    "how-to-apply": ("申出の方法", "How to apply"),
    "forms": ("請求書の様式", "Forms"),
    "locating-the-data": ("個人情報の特定に必要な事項", "What locates the data"),
    "payment": ("手数料の支払方法", "How to pay the fee"),
    "answer": ("回答の方法及び時期", "How and when the answer comes"),
    "refusal-grounds": ("開示等をしない場合", "Grounds of refusal"),
    "use-of-request-data": (
        "請求に際して取得した個人情報の利用",
        "Use of the data received with the request",
    ),
    "complaints": ("苦情の申出先", "Complaints"),
}
# What a reader must be able to find of the company (APPI 32(1), JIS Q 15001), by part.
_ORGANIZATION = {
    "name": ("事業者の名称", "Name"),
    "address": ("住所", "Address"),
    "representative": ("代表者", "Representative"),
    "privacy-officer": ("個人情報保護管理者", "Privacy officer"),
    "helpdesk-address": ("窓口の所在地", "Address of the helpdesk"),
    "email-link": ("メールアドレス", "Email"),
    "accredited-body": (
        "所属する認定個人情報保護団体",
        "Accredited personal information protection organization",
    ),
    "certified": ("認証", "Certification"),
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


def procedure_field(name: str, lang: str) -> str:
    """What a field of a requests procedure is called."""
    return PROCEDURE[name][lang != "ja"]


def organization(parts: Mapping[str, str | None], lang: str) -> list[tuple[str, str]]:
    """What is filled in of the company, beside its name, as rows; none where nothing is."""
    rows = [(heads[lang != "ja"], parts[name] or "") for name, heads in _ORGANIZATION.items()]
    filled = [row for row in rows if row[1]]
    return filled if len(filled) > 1 else []


def certified(name: str, number: str, until: str | None, lang: str) -> str:
    """「プライバシーマーク（登録番号 …、有効期間 2028年3月31日まで）」."""
    if lang == "ja":
        return f"{name}（登録番号 {number}" + (f"、有効期間 {until}まで）" if until else "）")
    return f"{name} (registration number {number}" + (f", valid until {until})" if until else ")")


def full_day(day: date, lang: str) -> str:
    """「2028年3月31日」 / "31 March 2028"."""
    if lang == "ja":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def table(rows: Sequence[tuple[str, str]], lang: str) -> str:
    """A Markdown table of two columns; "" where there is no row."""
    heads = ("事項", "内容") if lang == "ja" else ("Subject", "What applies")
    lines = [heads, ("---", "---"), *rows] if rows else []
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def no_fee(lang: str) -> str:
    """What the table says where a request carries no fee."""
    return "不要" if lang == "ja" else "None"
