"""A long text with two revisions coming, in a browser with a clock: before, on and after each day.

One of them was postponed, and a third was withdrawn. The site is built on one day and looked at
later, as when it fell asleep, and built anew on the days around the first turn.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest

import large
import sites
from large import DAY, NEXT, POSTPONED, TERMS

ONE = timedelta(days=1)
LANGUAGES = ("", "en/")
# What holds by the clock, and the day that is named: the eve of each turn, its day, the day after.
BY_THE_CLOCK = [
    (POSTPONED - ONE, 2, None),
    (POSTPONED, 3, POSTPONED),
    (POSTPONED + ONE, 3, POSTPONED),
    (NEXT - ONE, 3, POSTPONED),
    (NEXT, 4, NEXT),
    (NEXT + ONE, 4, NEXT),
    (date(2027, 7, 2), 4, NEXT),  # the one that was withdrawn never comes
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, serve_dir) -> Callable[[date], str]:
    """built(day) -> the address of the site as it is built on a day."""
    root = large.turning(tmp_path_factory.mktemp("turning"))
    known: dict[date, str] = {}

    def build(day: date) -> str:
        if day not in known:
            site = root / f"site-{day}"
            sites.build(root, day, site)
            known[day] = serve_dir(site)
        return known[day]

    return build


@contextmanager
def visit(browser, on: date, **options) -> Iterator:
    """A page with the clock at noon of a day in Japan."""
    context = browser.new_context(viewport={"width": 1000, "height": 800}, **options)
    page = context.new_page()
    page.clock.set_fixed_time(f"{on}T12:00:00+09:00")
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []
    context.close()


def days(page, place: str) -> list[str]:
    """The days that a place of the page names, for machines."""
    found = page.locator(f"{place} time").evaluate_all("a => a.map(one => one.dateTime)")
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(("on", "holds", "named"), BY_THE_CLOCK)
def test_a_site_that_fell_asleep_leads_to_what_holds_by_the_clock(
    built, browser, on: date, holds: int, named: date | None
):
    root = built(DAY)
    with visit(browser, on) as page:
        for lang in LANGUAGES:
            page.goto(f"{root}{lang}{TERMS}/")
            bar = page.locator(".k-document-head .k-status")
            if named is None:
                assert "k-status--in-force" in bar.get_attribute("class")
                assert not page.locator(".k-stale:visible").count()
                continue
            assert "k-status--superseded" in bar.get_attribute("class")
            assert page.locator(".k-stale:visible").count() == 1
            assert days(page, ".k-document-head .k-status") == [str(named)]
            link = bar.locator("a").evaluate("one => one.href")
            assert link == f"{root}{lang}{TERMS}/{holds}/"
            page.goto(f"{root}{lang}{TERMS}/2/")  # the page of that text says it as well
            link = page.locator(".k-status a").first.evaluate("one => one.href")
            assert link == f"{root}{lang}{TERMS}/{holds}/"


@pytest.mark.parametrize(
    ("on", "holds", "coming"),
    [
        (DAY, 2, [POSTPONED, NEXT]),
        (POSTPONED - ONE, 2, [POSTPONED, NEXT]),
        (POSTPONED, 3, [NEXT]),
        (POSTPONED + ONE, 3, [NEXT]),
    ],
)
def test_a_site_built_on_the_day_says_the_same_with_scripts_and_without(
    built, browser, on: date, holds: int, coming: list[date]
):
    root = built(on)
    for scripts in (True, False):
        with visit(browser, on, java_script_enabled=scripts) as page:
            for lang in LANGUAGES:
                page.goto(f"{root}{lang}{TERMS}/")
                bar = page.locator(".k-document-head .k-status")
                assert "k-status--in-force" in bar.get_attribute("class")
                assert not page.locator(".k-stale:visible").count()
                assert days(page, ".k-next summary") == [str(day) for day in coming]
                texts = page.locator(".k-next a").evaluate_all("a => a.map(one => one.href)")
                leads = [int(found[1]) for one in texts if (found := re.search(r"/(\d+)/$", one))]
                assert leads == list(range(holds + 1, 5))
                soon = page.locator(".k-coming a").evaluate_all("a => a.map(one => one.href)")
                numbers = {int(one.split("/changes/")[0].rsplit("/", 1)[1]) for one in soon}
                assert numbers == set(range(holds + 1, 5))
                finds(page, f"{root}{lang}{TERMS}/", on, scripts=scripts)
                tells(page, f"{root}{lang}{TERMS}/", holds)


FOUND = {
    POSTPONED - ONE: 2,
    POSTPONED: 3,
    NEXT - ONE: 3,
    NEXT: 4,
    date(2027, 7, 1): 4,
    date(2023, 4, 1): 1,
}


def finds(page, policy: str, on: date, *, scripts: bool) -> None:
    """The date finder leads to what holds on each day; without scripts the table beside it does."""
    page.goto(f"{policy}history/")
    for day, number in FOUND.items():
        if scripts:
            page.fill("[name=on]", str(day))
            page.press("[name=on]", "Enter")
            link = page.locator(".k-when [role=status] a")
            said = page.locator(".k-when [role=status]").text_content()
            announced = "as announced" in said or "公表済みのとおり" in said
            assert announced == ({3: POSTPONED, 4: NEXT}.get(number, on) > on), (day, said)
        else:
            rows = page.locator(".k-periods tbody tr").evaluate_all(
                "rows => rows.map(({dataset}) => [dataset.first, dataset.last || '9999'])"
            )
            at = next(n for n, (first, last) in enumerate(rows) if first <= str(day) <= last)
            link = page.locator(".k-periods tbody tr").nth(at).locator("a")
        assert link.evaluate("one => one.href") == f"{policy}{number}/", day


def tells(page, policy: str, holds: int) -> None:
    """What was withdrawn or postponed is said where it is read, and leads to what was announced."""
    page.goto(f"{policy}5/")
    bar = page.locator(".k-status").first
    assert "k-status--withdrawn" in bar.get_attribute("class")
    for number, event, day in ((5, 6, DAY), (3, 7, POSTPONED)):
        page.goto(f"{policy}{number}/changes/")
        links = page.locator("article a").evaluate_all("a => a.map(one => one.href)")
        assert f"{policy}{event}/" in links
        assert str(day) in days(page, "article")
    page.goto(f"{policy}3/")  # the day on which it was to take effect first is not said as its day
    bar = page.locator(".k-status").first
    assert f"k-status--{'in-force' if holds == 3 else 'upcoming'}" in bar.get_attribute("class")
    assert days(page, ".k-status") == [str(POSTPONED)]
