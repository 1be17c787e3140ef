"""Who publishes: the company of organization.yml. What the owner has not filled in is None."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kaitei.base.catalogue import CODE
from kaitei.base.fields import ANY_YEAR, Entry
from kaitei.base.problems import Severity
from kaitei.model.facts import wording

Words = Mapping[str, str]
_SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
_TAG = r"[a-z0-9]([a-z0-9-]*\.)+[a-z0-9-]+,\d{4}(-\d{2}(-\d{2})?)?"
_MAIL = r"[A-Za-z0-9.!#$%&'+/=?^_~-]+@([A-Za-z0-9-]+\.)+[A-Za-z0-9-]+"
_URL = r"https?://[^\s\"'<>]+"


@dataclass(frozen=True, slots=True)
class Certification:
    """A certification that the company holds (PrivacyMark), with its number and last day."""

    name: Words = field(hash=False)
    registration_no: str | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Policies that menu and lists show together, under a name by language."""

    names: Words = field(hash=False)
    policies: tuple[str, ...]

    def name(self, lang: str) -> str:
        """Its name in `lang`, or in the first language where the site has more than it had."""
        return self.names.get(lang) or next(iter(self.names.values()))


@dataclass(frozen=True, slots=True)
class Organization:
    """The company and how it publishes.

    `names` may lack a language: `name(lang)` then says the other one. `languages` are in order,
    the first is served at `/`. `tag` is the tagging entity of RFC 4151 (authority and date) of
    every feed id. `policies` is the order of the policies on the site, `groups` those of them that
    stand together under a name. `contact` names the facts of the contact line: `name`,
    `telephone`, `hours`, `closures`. `notice_days` holds for every
    policy that `own_notice` does not name; `short_notice` says what a notice under it is.
    `remind_days` before a revision takes effect it is told again; 0: it is not. `synonyms` are
    words that stand for one another on the search page, a line each. Words are by language.
    """

    names: Words = field(hash=False)
    time_zone: str
    languages: tuple[str, ...]
    authoritative: str
    notice_days: int
    short_notice: Severity
    sample: bool
    tag: str
    policies: tuple[str, ...]
    contact: Mapping[str, str] = field(hash=False)
    home_page: str | None = None
    address: Words | None = field(default=None, hash=False)
    representative: Words | None = field(default=None, hash=False)
    privacy_officer: Words | None = field(default=None, hash=False)
    helpdesk_address: Words | None = field(default=None, hash=False)
    email: str | None = None
    accredited_body: Words | None = field(default=None, hash=False)
    certification: Certification | None = None
    last_reviewed: date | None = None
    remind_days: int = 0
    own_notice: Mapping[str, int] = field(default_factory=dict, hash=False)
    groups: tuple[Group, ...] = ()
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    def name(self, lang: str) -> str:
        """The company's name in `lang`, or in the language that has one."""
        return self.names.get(lang) or next(iter(self.names.values()))

    def notice(self, policy: str) -> int:
        """The days that are to lie between the announcement and the effect of a revision."""
        return self.own_notice.get(policy, self.notice_days)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which every day of the record is reckoned."""
        return ZoneInfo(self.time_zone)


# What APPI 32(1) or JIS Q 15001 wants accessible, in words, where the owner has filled it in.
WORDED = ("address", "representative", "privacy_officer", "helpdesk_address", "accredited_body")


def read(entry: Entry) -> Organization:
    """The organization of an `organization.yml`. Raises KaiteiError with file and line."""
    entry.only(*_KEYS)
    languages = tuple(lang.match(CODE, "language") for lang in entry["languages"].items())
    if not languages:
        raise entry["languages"].missing()
    names = entry["name"].words(languages, partial=True)
    if names is None:
        raise entry["name"].missing()
    policies = tuple(policy.match(_SLUG, "policy") for policy in listed(entry["policies"]))
    entry["synonyms"].only(*languages)
    notice, own_notice = _notice(entry["notice_days"], policies)
    return Organization(
        names=names,
        time_zone=_time_zone(entry["time_zone"]),
        languages=languages,
        authoritative=entry["authoritative"].choice(languages),
        notice_days=notice,
        short_notice=_severity(entry["short_notice"]),
        sample=entry["sample"].flag(),
        tag=entry["tag"].match(_TAG, "tag"),
        policies=policies,
        own_notice=own_notice,
        groups=tuple(_groups(entry["policies"], languages)),
        contact=_contact(entry["contact"]),
        home_page=_maybe(entry["home_page"], _URL, "address"),
        email=_maybe(entry["email"], _MAIL, "email"),
        certification=_certification(entry["certification"], languages),
        last_reviewed=None if entry["last_reviewed"].open else entry["last_reviewed"].day(ANY_YEAR),
        synonyms={lang: tuple(_synonyms(entry["synonyms"][lang])) for lang in languages},
        remind_days=0 if entry["remind_days"].open else entry["remind_days"].number(),
        **{name: entry[name].words(languages) for name in WORDED},
    )


# What is written under another name than the field's, or within another.
_WRITTEN = {"names": "name", "own_notice": "notice_days", "groups": "policies"}
_KEYS = tuple(dict.fromkeys(_WRITTEN.get(x, x) for x in Organization.__dataclass_fields__))


def listed(entry: Entry) -> Iterator[Entry]:
    """Each policy of a list, in order: `[terms, {group: {en: Data}, policies: [...]}]`."""
    for item in entry.items():
        yield from item["policies"].items() if isinstance(item.value, dict) else [item]


def _groups(entry: Entry, languages: tuple[str, ...]) -> Iterator[Group]:
    """The groups of such a list; each has a name in every language, and policies."""
    for item in entry.items():
        if not isinstance(item.value, dict):
            continue
        item.only("group", "policies")
        names = item["group"].words(languages)
        if names is None:
            raise item["group"].missing()
        policies = tuple(policy.text() for policy in item["policies"].items())
        if not policies:
            raise item["policies"].missing()
        yield Group(names, policies)


def _synonyms(entry: Entry) -> Iterator[str]:
    """The lines of a language, of two words at least: `[cancel, leave, "fee = charge"]`."""
    for line in entry.items():
        if len([word for word in re.split("[,=、，＝]", line.text()) if word.strip()]) < 2:
            raise line.wrong("synonyms")
        yield re.sub("[、，＝]", ",", line.text())


def _time_zone(entry: Entry) -> str:
    try:
        ZoneInfo(entry.text())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise entry.wrong("time_zone") from None
    return entry.text()


def _notice(entry: Entry, policies: tuple[str, ...]) -> tuple[int, dict[str, int]]:
    """The notice of every policy, and that of those that have one of their own: `{default: 14}`."""
    if not isinstance(entry.value, dict):
        return entry.number(), {}
    entry.only("default", *policies)
    own = {name: entry[name].number() for name in entry.names() if name != "default"}
    return entry["default"].number(), own


def _severity(entry: Entry) -> Severity:
    strict = not entry.open and entry.choice(("warning", "error")) == "error"
    return "error" if strict else "warning"


def _maybe(entry: Entry, pattern: str, expected: str) -> str | None:
    return None if entry.open else entry.match(pattern, expected)


def _contact(entry: Entry) -> dict[str, str]:
    entry.only("name", "telephone", "hours", "closures")
    return {key: text for key in entry.names() if (text := entry[key].maybe())}


def _certification(entry: Entry, languages: tuple[str, ...]) -> Certification | None:
    entry.only("name", "registration_no", "valid_until")
    if entry.open:
        return None
    name = entry["name"].words(languages)
    if name is None:
        raise entry["name"].missing()
    until = None if entry["valid_until"].open else entry["valid_until"].day(ANY_YEAR)
    return Certification(name, entry["registration_no"].maybe(), until)


def words_of(organization: Organization, lang: str) -> dict[str, str | None]:
    """What texts may say of the company, by part: {{organization.PART}}; open ones are None."""
    worded: dict[str, str | None] = {}
    for name in WORDED:
        words: Words | None = getattr(organization, name)
        worded[name.replace("_", "-")] = words.get(lang) if words else None
    held = organization.certification
    held_name = held.name.get(lang) if held else None
    number = held.registration_no if held else None
    until = wording.full_day(held.valid_until, lang) if held and held.valid_until else None
    return {
        "": organization.name(lang),
        "name": organization.name(lang),
        **worded,
        "email": organization.email,
        "email-link": f"[{organization.email}](mailto:{organization.email})"
        if organization.email
        else None,
        "home-page": organization.home_page,
        "certification": held_name,
        "registration-no": number,
        "valid-until": until,
        "certified": wording.certified(held_name, number, until, lang)
        if held_name and number
        else None,
    }
