"""Calendars, read by two libraries: the same events whatever the build, moved and cancelled."""

from datetime import UTC, date, datetime

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from kaitei.model import Policy
from kaitei.record import Record
from kaitei.site import calendars
from kaitei.site.model import look
from sites import helpdesk, privacy, root

URL = "https://policies.example/under/"


def made(on: str) -> dict[str, bytes]:
    policies = [Policy("privacy-policy", tuple(privacy())), Policy("helpdesk", tuple(helpdesk()))]
    return dict(calendars.calendars(look(policies, date.fromisoformat(on)), URL))


def events(content: bytes) -> dict[str, icalendar.Event]:
    """The events by UID, without the part that all share; what both libraries say must agree."""
    calendar = icalendar.Calendar.from_ical(content)
    assert not calendar.errors
    found = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    other = vobject.readOne(content.decode())
    for event in other.contents.get("vevent", []):
        ours = found[event.uid.value]
        assert not ours.errors
        assert event.dtstart.value == ours.decoded("DTSTART")
        assert event.summary.value == str(ours["SUMMARY"])
    assert len(found) == len(other.contents.get("vevent", []))
    return {uid.removeprefix("tag:kaitei-sample.example,2026:"): e for uid, e in found.items()}


def test_each_language_has_a_calendar_of_all_policies_of_each_and_of_closures():
    own = ["calendar.ics", "privacy-policy/calendar.ics", "helpdesk/calendar.ics"]
    own += ["helpdesk/closures.ics"]
    assert set(made("2026-06-15")) == {*own, *(f"en/{path}" for path in own)}


def test_an_empty_record_has_no_calendar():
    assert made("2025-12-31") == {}


def test_effective_days_move_with_a_postponement_and_fall_with_a_withdrawal():
    found = events(made("2026-11-22")["en/privacy-policy/calendar.ics"])
    said = {
        int(uid.split("/")[1]): (e.decoded("DTSTART"), str(e["STATUS"]), int(e["SEQUENCE"]))
        for uid, e in found.items()
    }
    assert said == {
        1: (date(2026, 1, 1), "CONFIRMED", 0),
        2: (date(2026, 2, 15), "CONFIRMED", 0),
        3: (date(2026, 7, 1), "CONFIRMED", 1),  # postponed from 1 June
        5: (date(2026, 9, 1), "CONFIRMED", 1),  # translated
        6: (date(2026, 12, 1), "CANCELLED", 1),  # withdrawn
    }
    third = found["privacy-policy/3/en"]
    assert str(third["SUMMARY"]) == "Privacy policy: revision takes effect"
    assert str(third["URL"]) == URL + "en/privacy-policy/3/changes/"
    assert third.decoded("DTSTAMP") == datetime(2026, 3, 31, 15, tzinfo=UTC)  # 1 April in Tokyo
    before = events(made("2026-03-15")["en/privacy-policy/calendar.ics"])["privacy-policy/3/en"]
    assert before.decoded("DTSTART") == date(2026, 6, 1)


def test_a_repeal_is_an_event():
    found = events(made("2026-11-22")["helpdesk/calendar.ics"])
    assert str(found["helpdesk/4/ja"]["SUMMARY"]) == "窓口：廃止"
    assert found["helpdesk/4/ja"].decoded("DTSTART") == date(2026, 11, 1)


def test_the_closures_of_two_years_stand_in_both_languages():
    found = made("2026-06-15")
    for lang, path in (("ja", "helpdesk/closures.ics"), ("en", "en/helpdesk/closures.ics")):
        days = {e.decoded("DTSTART"): str(e["SUMMARY"]) for e in events(found[path]).values()}
        assert {day.year for day in days} == {2026, 2027}
        assert date(2026, 9, 22) in days  # a citizens' holiday, between two others
        assert date(2026, 5, 6) in days  # a substitute holiday
        assert date(2026, 12, 30) in days
        assert date(2026, 12, 12) not in days
        assert ("休業：" if lang == "ja" else "Closed: ") in days[date(2026, 9, 22)]


def test_an_equinox_that_is_not_gazetted_yet_is_tentative():
    for on, status, sequence in (("2026-01-31", "TENTATIVE", 0), ("2026-02-01", "CONFIRMED", 1)):
        found = events(made(on)["helpdesk/closures.ics"]).values()
        event = next(e for e in found if e.decoded("DTSTART") == date(2027, 3, 22))
        assert (str(event["STATUS"]), int(event["SEQUENCE"])) == (status, sequence)


def test_a_calendar_of_closures_stays_when_its_policy_is_repealed():
    assert events(made("2026-12-31")["helpdesk/closures.ics"]) == {}


@pytest.mark.parametrize("later", ["2026-06-16", "2026-12-31"])
def test_a_later_build_changes_no_event_that_the_record_did_not(later):
    before, after = made("2026-06-15"), made(later)
    old = events(before["calendar.ics"])
    for uid, event in events(after["calendar.ics"]).items():
        if uid in old and int(event["SEQUENCE"]) == int(old[uid]["SEQUENCE"]):
            stamp = {k: v for k, v in event.items() if k != "STATUS"}
            assert stamp == {k: v for k, v in old[uid].items() if k != "STATUS"}


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), max_size=300))
def test_any_words_come_back_and_no_line_is_longer_than_75_octets(words):
    said = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    written = calendars._folded(f"SUMMARY:{calendars._text(words)}")
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    assert written.replace("\r\n ", "") == "SUMMARY:" + "".join(
        c for c in said if c.isprintable() or c == " "
    )


def test_the_record_of_a_folder_has_the_same_calendars(tmp_path):
    site = look(Record(root(tmp_path)).policies, date(2026, 6, 15))
    for path, content in calendars.calendars(site, URL):
        assert content.endswith(b"END:VCALENDAR\r\n")
        assert b"\n" not in content.replace(b"\r\n", b""), path
        events(content)
