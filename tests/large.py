"""A site of real size: seven policies, forty articles, a fee table, sixty revisions, two coming.

The texts of the terms stand in tests/cases/large/; what is generated is what a file would only
repeat: the table's rows, former texts, the short policies beside it.
"""

import re
from datetime import date, timedelta
from pathlib import Path

import sites
from kaitei.model import Publication, facts
from kaitei.record import Record
from kaitei.record.append import append_all
from records import made

TEXTS = Path(__file__).parent / "cases" / "large"
DAY = date(2026, 11, 22)
REVISIONS = 60
TERMS, OFTEN = "fiber-terms", "privacy-policy"
NAMES = {
    TERMS: ("光通信サービス利用規約（個人のお客様向け）", "Fiber Service Terms (for Individuals)"),
    OFTEN: ("プライバシーポリシー", "Privacy Policy"),
    "helpdesk": ("個人情報保護相談窓口", "Privacy Helpdesk"),
    "disclosure-procedure": ("個人情報開示等の手続", "Disclosure Request Procedure"),
    "security-policy": ("情報セキュリティ基本方針", "Information Security Policy"),
    "cookie-policy": ("クッキーポリシー", "Cookie Policy"),
    "solicitation-policy": ("電気通信サービスの勧誘方針", "Telecommunications Solicitation Policy"),
}  # fmt: skip
PERSONAL = {
    "group": {"ja": "個人情報の取扱い", "en": "Personal data"},
    "policies": [OFTEN, "helpdesk", "disclosure-procedure"],
}
LISTED = [TERMS, PERSONAL, *[name for name in NAMES if name not in (TERMS, *PERSONAL["policies"])]]
WHOLE = {**sites.WHOLE, "organization": {**sites.WHOLE["organization"], "policies": LISTED}}
SETTINGS = facts.load_frozen(WHOLE, "facts.yml")
EFFECTIVE = (date(2023, 4, 1), date(2024, 7, 1), date(2026, 12, 20), date(2027, 4, 1))  # of terms
HEADS = {
    "ja": ("区分", "プラン名", "月額料金（税込）", "最低利用期間", "違約金", "備考"),
    "en": (
        "Class",
        "Plan",
        "Monthly charge (incl. tax)",
        "Minimum term",
        "Early exit charge",
        "Remarks",
    ),
}
ROW = {
    "ja": ("第{kind}種", "ファミリー光{plan}", "{charge:,}円", "12か月", "{early:,}円"),
    "en": ("Class {kind}", "Family Fiber {plan}", "{charge:,} yen", "12 months", "{early:,} yen"),
}
CLOSED = {"ja": "新規申込み受付終了", "en": "No new applications"}
DETAILS = (
    "https://www.example.com/service/fiber/family/plan-{plan}/charges-and-conditions-2026.html"
)


def root(folder: Path) -> Path:
    """A repository without content/, like that of `sites`, with the large record."""
    sites.place(folder)
    short = [one(name) for name in NAMES if name not in (TERMS, OFTEN)]
    publications = [*terms(), *often(), *short]
    append_all(Record(folder), [(publication, WHOLE) for publication in publications])
    return folder


POSTPONED, NEXT = date(2027, 1, 20), EFFECTIVE[3]


def turning(folder: Path) -> Path:
    """The terms alone: 3 and 4 are coming, 3 on a later day than announced; 5 was withdrawn."""
    sites.place(folder)
    fifth = publication(TERMS, 5, date(2027, 7, 1), {lang: article(lang, 5) for lang in HEADS})
    events = [event(6, "withdrawal", 5), event(7, "postponement", 3, effective=POSTPONED)]
    append_all(Record(folder), [(one, WHOLE) for one in (*terms(), fifth, *events)])
    return folder


def event(number: int, kind: str, about: int, **fields: date) -> Publication:
    """An event of the terms, announced on the site's day."""
    own = {"policy": TERMS, "id": f"tag:kaitei-sample.example,2026:{TERMS}/{number}"}
    return made(number, kind, about, announced=DAY, settings=SETTINGS, **own, **fields)


def terms() -> list[Publication]:
    """Forty articles in four revisions; the last two are announced and not in force yet."""
    return [
        publication(TERMS, number, day, {lang: article(lang, number) for lang in HEADS})
        for number, day in enumerate(EFFECTIVE, 1)
    ]


def article(lang: str, number: int) -> str:
    """The text of the terms as a revision has it."""
    text = (TEXTS / f"terms.{lang}.md").read_text("utf-8").replace("TABLE", table(lang, number))
    if number < 4:
        text = text.replace("年3.0パーセント", "年14.5パーセント").replace(
            "3.0 percent", "14.5 percent"
        )
    if number < 3:
        text = text.replace("14日前", "30日前").replace("14 days", "30 days")
    if number < 2:
        text = re.sub(r"### [^\n]*\{#a40\}\n\n[^\n]*\n\n", "", text)
    return text


def table(lang: str, number: int) -> str:
    """The charges, 18 rows of 6: each revision raises every one of them."""
    rows = [HEADS[lang], ("---", "---", "---:", "---", "---:", "---")]
    for plan in range(1, 19):
        remark = "" if plan % 4 else CLOSED[lang]
        values = {
            "plan": plan,
            "kind": (plan + 2) // 3,
            "charge": 4000 + plan * 110 + number * 30,
            "early": 13000 + plan * 100,
        }
        cells = [cell.format(**values) for cell in ROW[lang]]
        rows.append((*cells, remark if plan % 6 else DETAILS.format(plan=plan)))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def often() -> list[Publication]:
    """A policy that was revised some four times a year, for fifteen years."""
    first, found = date(2011, 4, 1), []
    for number in range(1, REVISIONS + 1):
        day = first + timedelta(days=92 * number)
        ja = (
            f"purposes: 利用目的は{number}件です。",
            "fee: 手数料は1,000円です。",
            "contact: 窓口。",
        )
        en = (f"purposes: {number} purposes.", "fee: The fee is 1,000 yen.", "contact: The desk.")
        found.append(publication(OFTEN, number, day, said(OFTEN, ja, en)))
    return found


def one(name: str) -> Publication:
    """A short policy that was enacted once."""
    lines = ("one: 電話でお問い合わせください。", "two: 手数料はかかりません。")
    english = ("one: Please call us.", "two: There is no fee.")
    return publication(name, 1, date(2025, 4, 1), said(name, lines, english))


def said(name: str, ja: tuple[str, ...], en: tuple[str, ...]) -> dict[str, str]:
    """The texts of a short policy."""
    titles = dict(zip(HEADS, NAMES[name], strict=True))
    return {"ja": sites.text("ja", titles["ja"], *ja), "en": sites.text("en", titles["en"], *en)}


def publication(name: str, number: int, effective: date, sources: dict[str, str]) -> Publication:
    """A revision of a policy, announced a month before it takes effect, or on the site's day."""
    return made(
        number,
        policy=name,
        id=f"tag:kaitei-sample.example,2026:{name}/{number}",
        titles=dict(zip(HEADS, NAMES[name], strict=True)),
        announced=min(effective - timedelta(days=31), DAY),
        effective=effective,
        sources=sources,
        settings=SETTINGS,
    )
