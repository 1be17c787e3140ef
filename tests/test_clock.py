"""Open now or not: the script of the helpdesk's page in a real browser, in four time zones."""

import dataclasses
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from kaitei.model import Policy, facts
from kaitei.site import pages
from kaitei.site.model import look
from sites import FACTS, REPO, WHOLE, helpdesk

HOURS = {"type": "hours", "days": ["mon", "tue", "wed", "thu", "fri"],
         "from": "10:00", "to": "17:00"}  # fmt: skip
SETTINGS = facts.load_frozen(WHOLE | {"facts": FACTS | {"hours": HOURS}}, "facts.yml")
ZONES = ["Asia/Tokyo", "America/Los_Angeles", "Europe/London", "Pacific/Kiritimati"]
SHUT = "The helpdesk is closed now."
OPEN = "The helpdesk is open now (until 17:00)."

# Moments in Tokyo and what the page says then; Monday 15 June 2026 is a plain working day.
MOMENTS = {
    "2026-06-15T12:30:00": OPEN,  # lunch: the hours know no break
    "2026-06-15T09:59:59": f"{SHUT} It opens next on Monday, June 15, 2026 at 10:00.",
    "2026-06-15T10:00:00": OPEN,
    "2026-06-15T17:00:00": f"{SHUT} It opens next on Tuesday, June 16, 2026 at 10:00.",
    "2026-06-15T00:30:00": f"{SHUT} It opens next on Monday, June 15, 2026 at 10:00.",
    "2026-06-19T18:00:00": f"{SHUT} It opens next on Monday, June 22, 2026 at 10:00.",
    "2026-09-22T12:00:00": f"{SHUT} It opens next on Thursday, September 24, 2026 at 10:00.",
    "2026-12-30T11:00:00": f"{SHUT} It opens next on Monday, January 4, 2027 at 10:00.",
    "2029-06-15T12:30:00": "",  # long after the page was made: no holiday data, no claim
}
# The same where the days of the year-end closure are not decided.
UNDECIDED = {
    "2026-06-15T12:30:00": OPEN,
    "2026-12-30T11:00:00": "",
    "2026-12-30T18:00:00": SHUT,
    "2026-12-18T18:00:00": SHUT,
    "2027-01-12T10:00:00": OPEN,
}


@pytest.fixture(scope="module")
def decided(tmp_path_factory, serve_dir: Callable[[Path], str]) -> str:
    """The address of an English helpdesk page whose year-end days are set."""
    folder = tmp_path_factory.mktemp("clock")
    publications = tuple(dataclasses.replace(p, settings=SETTINGS) for p in helpdesk()[:1])
    site = look([Policy("helpdesk", publications)], date(2026, 6, 15))
    found = {page.address: page for page in pages.pages(site, REPO / "theme", "https://x.example/")}
    page = found["en/helpdesk/"]
    assert "clock.js" in page.scripts
    (folder / "clock.js").write_bytes((REPO / "theme/overrides/assets/clock.js").read_bytes())
    (folder / "index.html").write_text(
        f'<html lang="en"><meta charset="utf-8"><main>{page.html}</main>'
        '<script src="clock.js"></script></html>',
        "utf-8",
    )
    return serve_dir(folder)


@pytest.fixture
def visit(browser) -> Iterator[Callable]:
    contexts = []
    pages = {}

    def start(address: str, zone: str, moment: str, **options):
        if zone not in pages:
            contexts.append(browser.new_context(timezone_id=zone, **options))
            pages[zone] = contexts[-1].new_page()
        pages[zone].clock.set_fixed_time(f"{moment}+09:00")  # however slow the machine is
        pages[zone].goto(address)
        return pages[zone]

    yield start
    for context in contexts:
        context.close()


def said(page) -> str:
    place = page.locator("[data-clock]")
    text = place.text_content()
    assert place.is_visible() == bool(text)
    return text


@pytest.mark.parametrize("zone", ZONES)
def test_the_page_says_whether_it_is_open_in_tokyo_wherever_the_reader_is(decided, visit, zone):
    for moment, wanted in MOMENTS.items():
        assert said(visit(decided, zone, moment)) == wanted, moment


def test_it_says_so_in_the_second_in_which_it_opens(decided, visit):
    page = visit(decided, "America/Los_Angeles", "2026-06-15T09:59:59")
    assert said(page).startswith(SHUT)
    page.clock.set_fixed_time("2026-06-15T10:00:00+09:00")
    page.wait_for_function(f"document.querySelector('[data-clock]').textContent === {OPEN!r}")


@pytest.mark.parametrize("zone", ZONES[:2])
def test_nothing_is_said_of_days_that_nobody_has_decided(built_site, serve_dir, visit, zone):
    address = serve_dir(built_site) + "en/helpdesk/"
    for moment, wanted in UNDECIDED.items():
        assert said(visit(address, zone, moment)) == wanted, moment


def test_the_japanese_page_speaks_japanese(built_site, serve_dir, visit):
    page = visit(serve_dir(built_site) + "helpdesk/", "Europe/London", "2026-11-22T12:00:00")
    assert said(page) == "ただいま受付時間外です。次の受付は2026年11月24日火曜日 10:00からです。"


def test_without_scripts_a_true_sentence_stands_there(built_site, serve_dir, visit):
    address = serve_dir(built_site) + "en/helpdesk/"
    page = visit(address, "Asia/Tokyo", "2026-06-15T12:30:00", java_script_enabled=False)
    assert not page.locator("[data-clock]").is_visible()
    sentence = "The helpdesk is open, by Japan time: 10:00 to 17:00 on weekdays"
    assert re.sub(r"\s+", " ", page.locator(".k-clock p").last.text_content()).startswith(sentence)
