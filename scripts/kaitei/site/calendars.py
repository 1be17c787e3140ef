"""Calendars (.ics, RFC 5545): when policies take effect, and when the helpdesk is closed.

An event keeps its UID for ever: a postponed revision is the same event on another day, a
withdrawn one is cancelled. DTSTAMP and SEQUENCE come from the record, never from a clock, so
that a rebuild changes nothing. Every event is a whole day: a date without a time, which is the
same day wherever the reader is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from kaitei.base import business_days
from kaitei.base.catalogue import t
from kaitei.model import HELPDESK, Kind, Publication, phrases
from kaitei.site.model import PolicySite, Site, SiteEntry

EFFECTIVE_FILE = "calendar.ics"
CLOSURES_FILE = "closures.ics"
_FOLD = 75  # octets in a line (RFC 5545, 3.1)


@dataclass(frozen=True, slots=True)
class Event:
    """A whole day in a calendar. `told` is the day of the record that says so."""

    uid: str
    day: date
    told: datetime
    sequence: int
    summary: str
    description: str = ""
    url: str = ""
    cancelled: bool = False
    tentative: bool = False


def calendars(site: Site, site_url: str) -> list[tuple[str, bytes]]:
    """Every calendar of the site as (path below the root, bytes). `site_url` ends with a slash.

    For each language `calendar.ics` of all policies and of each, and `closures.ics` of the
    helpdesk.
    """
    own = [file for policy in site.policies for file in of_policy(site, policy, site_url)]
    return [*of_all(site, site_url), *own]


def of_all(site: Site, site_url: str) -> list[tuple[str, bytes]]:
    """The calendars of all policies together."""
    found = []
    for lang in site.languages if site.policies else ():
        name = t(lang, "calendars.all", company=_company(site, lang))
        every = (e for policy in site.policies for e in _effective(site, policy, site_url, lang))
        found.append((site.address(lang) + EFFECTIVE_FILE, _calendar(site, name, every)))
    return found


def of_policy(site: Site, policy: PolicySite, site_url: str) -> list[tuple[str, bytes]]:
    """The calendars of one policy, at the addresses of its former names too.

    Those of the days closed hold this year and the next, as far as there is holiday data.
    """
    found = []
    for lang in site.languages:
        company = _company(site, lang)
        name = t(lang, "calendars.policy", company=company, title=policy.title(lang))
        content = _calendar(site, name, _effective(site, policy, site_url, lang))
        found += [(site.address(lang, n) + EFFECTIVE_FILE, content) for n in policy.names]
        if HELPDESK in policy.names:
            name = t(lang, "calendars.closures", company=company, title=policy.title(lang))
            content = _calendar(site, name, _closures(site, policy, lang))
            found += [(site.address(lang, n) + CLOSURES_FILE, content) for n in policy.names]
    return found


def _effective(site: Site, policy: PolicySite, site_url: str, lang: str) -> Iterator[Event]:
    """The days on which something takes effect, oldest publication first."""
    known = policy.policy.as_of(site.on)
    for entry in reversed(policy.entries):
        publication = entry.publication
        if not (publication.kind.is_revision or publication.kind.is_dated):
            continue
        day = known.effective(publication)
        held = known.in_force(day)
        if publication.kind is Kind.REPEAL:
            stands = held is None
        elif publication.kind is Kind.PARTICULARS:
            stands = publication in known.particulars(day)
        else:
            stands = held is not None and held.number == publication.number
        later = known.events.get(publication.number, ())
        last = later[-1] if later else publication
        summary = policy.summary(entry, lang)
        event = Event(
            uid=f"{publication.id}/{lang}",
            day=day,
            told=last.moment,
            sequence=len(later),
            summary=_title(policy, entry, lang),
            description="\n".join(summary.value) if summary else "",
            url=site_url + site.address(lang, *entry.announcement_path),
            cancelled=not stands,
        )
        yield event
        yield from _ahead(site, publication, event, lang)


def _ahead(site: Site, publication: Publication, event: Event, lang: str) -> Iterator[Event]:
    """What reminds of an event before it, where the owner wants that and it is still to come."""
    ahead = publication.settings.organization.remind_days
    day = event.day - timedelta(days=ahead)
    if ahead and day > publication.announced and (event.cancelled or event.day > site.on):
        summary = t(lang, "calendars.ahead", event=event.summary, day=phrases.day(event.day, lang))
        uid = f"{publication.id}/ahead/{lang}"
        yield replace(event, uid=uid, day=day, summary=summary)


def _closures(site: Site, policy: PolicySite, lang: str) -> Iterator[Event]:
    """The closed weekdays of this year and the next by the rule frozen with the text in force.

    None where there is no text or no rule: a calendar that programs follow stays where it was.
    """
    main, settings = policy.main, policy.settings
    closing = settings.closing if settings else None
    assert site.organization is not None  # noqa: S101  # a policy implies one
    if main is None or closing is None:
        return
    for year in (site.on.year, site.on.year + 1):
        if not business_days.known(closing.rule, year):
            continue
        for closure in business_days.closures(closing.rule, year):
            yield Event(
                uid=f"tag:{site.organization.tag}:{policy.names[-1]}/closed/{closure.day}/{lang}",
                day=closure.day,
                told=main.publication.moment,
                sequence=int(closure.by_gazette and not closure.expected(site.on)),
                tentative=closure.expected(site.on),
                summary=t(lang, "calendars.closed", why=closure.why(lang)),
            )


def _title(policy: PolicySite, entry: SiteEntry, lang: str) -> str:
    publication, title = entry.publication, policy.title_of(entry, lang)
    if publication.kind is Kind.REPEAL:
        return t(lang, "calendars.repealed", title=title)
    return t(lang, f"calendars.takes_effect_{publication.kind}", title=title)


def _calendar(site: Site, name: str, events: Iterable[Event]) -> bytes:
    """The file of a calendar: CRLF, lines folded, text escaped."""
    assert site.organization is not None  # noqa: S101
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//kaitei//policies//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        f"X-WR-TIMEZONE:{site.organization.time_zone}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        *(line for event in events for line in _event(event)),
        "END:VCALENDAR",
    ]
    return "".join(_folded(line) + "\r\n" for line in lines).encode()


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{event.told.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"SUMMARY:{_text(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    if event.url:
        yield f"URL:{event.url}"
    expected = "TENTATIVE" if event.tentative else "CONFIRMED"
    yield f"STATUS:{'CANCELLED' if event.cancelled else expected}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(value: str) -> str:
    """A value of type TEXT (RFC 5545, 3.3.11)."""
    for char, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        value = value.replace(char, written)
    return "".join(c for c in value if c.isprintable() or c == " ")


def _folded(line: str) -> str:
    """A line of at most 75 octets, broken between characters."""
    if len(line.encode()) <= _FOLD:
        return line
    parts, size = [""], 0
    for char in line:
        length = len(char.encode())
        if size + length > _FOLD:
            parts.append(" ")
            size = 1
        parts[-1] += char
        size += length
    return "\r\n".join(parts)


def _company(site: Site, lang: str) -> str:
    return site.publisher.name(lang) if site.publisher else ""
