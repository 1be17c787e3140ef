"""What tests of the record share: a company that does not exist, and publications of it."""

from datetime import date
from pathlib import Path

from kaitei.model import Kind, Publication, facts
from kaitei.record import Record
from kaitei.record.append import append

ORGANIZATION = {
    "name": {"ja": "見本株式会社", "en": "Sample Company"},
    "time_zone": "Asia/Tokyo",
    "languages": ["ja", "en"],
    "authoritative": "ja",
    "notice_days": "14",
    "sample": "true",
    "tag": "kaitei-sample.example,2026",
    "policies": ["privacy-policy", "helpdesk"],
}
FROZEN = {"organization": ORGANIZATION, "facts": {}}
SETTINGS = facts.load_frozen(FROZEN, "facts.yml")


def texts(number: int) -> dict[str, str]:
    """A policy's texts in both languages, different for each number."""
    return {
        "ja": f"---\ntitle: 個人情報保護方針\n---\n## 第1条 {{#one}}\n\n手数料は{number}円です。\n",
        "en": f"---\ntitle: Privacy policy\n---\n## 1. {{#one}}\n\nThe fee is {number} yen.\n",
    }


def made(number: int, kind: str = "revision", about: int | None = None, **fields) -> Publication:
    """A publication: by default the revision of the one before, announced in month `number`."""
    what = Kind(kind if number > 1 else "enactment")
    day = fields.pop("announced", None) or date(2026, number, 1)
    if what.is_revision:
        given = {"base": about or number - 1 or None, "sources": texts(number), "effective": day}
    else:
        given = {"of": about, "effective": None}
    given |= {
        "settings": SETTINGS,
        "policy": "privacy-policy",
        "id": f"tag:kaitei-sample.example,2026:privacy-policy/{number}",
        "titles": {"ja": "個人情報保護方針", "en": "Privacy policy"},
        "summary": {"ja": ("手数料を改めます。",), "en": ("The fee changes.",)},
        "reason": {"ja": "見本です。", "en": "A sample."},
        "sample": True,
    }
    given |= fields
    return Publication(number=number, kind=what, announced=day, **given)


def record(root: Path, *publications: Publication, frozen=FROZEN) -> Path:
    """A record with these publications, or three revisions of one policy; its versions/."""
    for publication in publications or [made(number) for number in (1, 2, 3)]:
        append(Record(root), publication, frozen)
    return root / "versions"
