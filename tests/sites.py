"""A record with every kind of publication, for tests of what readers see."""

import shutil
from datetime import date
from pathlib import Path

from kaitei.build import builder
from kaitei.model import Publication, facts
from kaitei.record import Record
from records import ORGANIZATION, made, record

REPO = Path(__file__).resolve().parent.parent
FACTS = {
    "service": {"type": "text", "value": {"ja": "見本の窓口", "en": "Sample desk"}},
    "telephone": {"type": "telephone", "number": "03-0000-0000", "country": "81"},
    "hours": {"type": "hours", "days": ["mon", "fri"], "from": "10:00", "to": "17:00"},
    "closures": {
        "type": "closures",
        "weekend": ["sat", "sun"],
        "national_holidays": "JP",
        "year_end": {"from": "12-29", "to": "01-03"},
    },
}
CONTACT = {name if name != "service" else "name": name for name in FACTS}
WHOLE = {"organization": {**ORGANIZATION, "contact": CONTACT}, "facts": FACTS}
SETTINGS = facts.load_frozen(WHOLE, "facts.yml")


def build(root: Path, on: date, output: Path) -> int:
    """Build the site of a repository's record, as `kaitei build` does."""
    return builder.build(root, Record(root).policies, on, output)


def text(lang: str, title: str, *clauses: str) -> str:
    """A text whose clauses are `id: words`."""
    label = {"ja": "## 第{}条（{}） {{#{}}}", "en": "## {}. {} {{#{}}}"}[lang]
    parts = [f"---\ntitle: {title}\n---"]
    for number, clause in enumerate(clauses, 1):
        name, _, words = clause.partition(": ")
        parts.append(f"{label.format(number, name.capitalize(), name)}\n\n{words}")
    return "\n\n".join(parts) + "\n"


def privacy() -> list[Publication]:
    """1 and 2 superseded or in force, 3 postponed, 5 without English, 6 withdrawn, 8 translated."""
    late = {"ja": text("ja", "個人情報保護方針", "one: 手数料は五円です。", "two: 新しい条です。")}
    en = {"en": text("en", "Privacy policy", "one: The fee is 5 yen.", "two: A new clause.")}
    return [
        made(1, settings=SETTINGS),
        made(2, settings=SETTINGS, effective=date(2026, 2, 15)),
        made(3, settings=SETTINGS, effective=date(2026, 6, 1)),
        made(4, "postponement", 3, settings=SETTINGS, effective=date(2026, 7, 1)),
        made(5, base=3, settings=SETTINGS, sources=late, titles={"ja": "個人情報保護方針"},
             effective=date(2026, 9, 1), translation_later=("en",)),
        made(6, base=5, settings=SETTINGS, effective=date(2026, 12, 1)),
        made(7, "withdrawal", 6, settings=SETTINGS, effective=date(2026, 7, 15)),
        made(8, "translation", 5, settings=SETTINGS, sources=en, titles={"en": "Privacy policy"}),
    ]  # fmt: skip


def helpdesk() -> list[Publication]:
    """An enactment, a correction, a text withheld, a repeal."""
    own = {"policy": "helpdesk", "settings": SETTINGS, "titles": {"ja": "窓口", "en": "Helpdesk"}}
    there = "[個人情報保護方針](../privacy-policy/#one)"
    sources = {
        "ja": text("ja", "窓口", f"one: {there}をご覧ください。[次の条](#two)", "two: 電話。"),
        "en": text("en", "Helpdesk", "one: See [it](../privacy-policy/#one).", "two: Call."),
    }
    ids = [f"tag:kaitei-sample.example,2026:helpdesk/{n}" for n in range(5)]
    return [
        made(1, id=ids[1], sources=sources, **own),
        made(2, "correction", 1, id=ids[2], sources=sources, **own),
        made(3, "withheld", 1, id=ids[3], **own),
        made(4, "repeal", 2, id=ids[4], effective=date(2026, 11, 1), **own),
    ]


def place(folder: Path) -> None:
    """Make what a site needs beside its record: this theme and mkdocs.yml."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(REPO / "theme", folder / "theme")
    shutil.copy(REPO / "mkdocs.yml", folder)


def root(folder: Path) -> Path:
    """A repository without content/: this theme and mkdocs.yml, and the record above."""
    place(folder)
    record(folder, *privacy(), *helpdesk(), frozen=WHOLE)
    return folder
