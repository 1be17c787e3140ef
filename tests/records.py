"""What tests of the record share: a company that does not exist, publications, a written record."""

from kaitei import facts

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
SETTINGS = facts.thaw(FROZEN, "facts.yml")
