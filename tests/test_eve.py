"""What readers see of a turn on its eve, its day and the day after, on a site built on each.

On one day a revision takes effect that brings a new name of the company, lacks its English text and
leaves a clause out; the policy that it leads to changes as well, and a repeal is to come.
"""

import re
from collections.abc import Callable
from datetime import date

import pytest

import sites
from kaitei.model import Publication, facts
from kaitei.record import Record
from kaitei.record.append import append_all
from records import ORGANIZATION, made
from test_turning import LANGUAGES, ONE, days, visit

TOLD, TURN, END = date(2026, 5, 1), date(2026, 6, 1), date(2026, 9, 1)
DAYS = (TURN - ONE, TURN, TURN + ONE)
NAMES = {"": ("見本株式会社", "新社名株式会社"), "en/": ("Sample Company", "New Name Inc.")}
RENAMED = {**ORGANIZATION, "name": {"ja": "新社名株式会社", "en": "New Name Inc."}}
NEW = {**sites.WHOLE, "organization": RENAMED}
TITLES = {
    "privacy-policy": {"ja": "方針", "en": "Policy"},
    "helpdesk": {"ja": "窓口", "en": "Helpdesk"},
}
CLAUSES = {
    "link": ("one: [窓口](../helpdesk/#one)による。", "one: See [it](../helpdesk/#one)."),
    "five": ("fee: 手数料は5円です。", "fee: The fee is 5 yen."),
    "seven": ("fee: 手数料は7円です。", "fee: The fee is 7 yen."),
    "gone": ("gone: 書面によります。", "gone: In writing."),
    "first": ("one: 1番です。", "one: Desk 1."),
    "second": ("one: 2番です。", "one: Desk 2."),
}


def told(name: str, number: int, said: str, langs: str = "ja en", **fields) -> Publication:
    """A publication of a policy with these clauses, as it reads in these languages."""
    titles = {lang: TITLES[name][lang] for lang in langs.split()}
    kind = "repeal" if not said else "revision"
    if said:
        clauses = {lang: [CLAUSES[one][lang == "en"] for one in said.split()] for lang in titles}
        fields["sources"] = {
            lang: sites.text(lang, title, *clauses[lang]) for lang, title in titles.items()
        }
    id_ = f"tag:kaitei-sample.example,2026:{name}/{number}"
    own = {"settings": sites.SETTINGS, "policy": name, "id": id_, "titles": titles}
    return made(number, kind, number - 1, **{**own, **fields})


def publications() -> list[tuple[Publication, dict]]:
    """The record of both policies, each publication with the facts that it froze."""
    turns = {"announced": TOLD, "effective": TURN}
    late = {"translation_later": ("en",), "settings": facts.load_frozen(NEW, "facts.yml")}
    policy, desk = TITLES
    return [
        (told(policy, 1, "link five gone"), sites.WHOLE),
        (told(policy, 2, "link seven", "ja", **turns, **late), NEW),
        (told(policy, 3, "", announced=TOLD, effective=END), sites.WHOLE),
        (told(desk, 1, "first"), sites.WHOLE),
        (told(desk, 2, "second", **turns), sites.WHOLE),
    ]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, serve_dir) -> Callable[[date], str]:
    """built(day) -> the address of the site as it is built on a day, one after another."""
    root = tmp_path_factory.mktemp("eve")
    sites.place(root)
    append_all(Record(root), publications())
    known = {}
    for day in DAYS:
        sites.build(root, day, root / f"site-{day}")
        known[day] = serve_dir(root / f"site-{day}")
    return known.__getitem__


def hrefs(page, place: str) -> list[str]:
    """Where the links in a place of the page lead."""
    return page.locator(f"{place} a").evaluate_all("a => a.map(one => one.href)")


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("on", DAYS)
def test_each_page_says_what_holds_and_what_is_coming(built, browser, on: date, scripts: bool):
    root, turned = built(on), on >= TURN
    with visit(browser, on, java_script_enabled=scripts) as page:
        for lang in LANGUAGES:
            policy, stale = f"{root}{lang}privacy-policy/", turned and lang
            page.goto(f"{policy}#gone")

            # Who publishes: in the header and at the foot, of the policies' own page too.
            for place in (".k-header", ".k-footer"):
                text = page.locator(place).text_content()
                assert [name in text for name in NAMES[lang]] == [not turned, turned]

            # Each language has its own status; its clauses that moved on say so.
            held = "superseded" if stale else "in-force"
            bar = page.locator(".k-document-head .k-status")
            assert f"k-status--{held}" in bar.get_attribute("class")
            assert page.locator("p.k-late").count() == (2 if stale else 0)

            # What is coming: revisions and the repeal above the text; the clauses, in the text, ...
            ahead = [str(END)] if turned else [str(TURN), str(END)]
            assert days(page, ".k-next summary") == ahead
            assert f"{policy}3/" in hrefs(page, ".k-next")
            change = f"{policy}2/changes/#k-row-"
            rows = [] if turned else [f"{change}fee", f"{change}gone"]
            assert hrefs(page, ".k-clause .k-coming") == rows
            # ... in its contents, ...
            marks = page.locator(".k-toc-here .k-toc__coming time").count()
            assert marks == len(rows)
            # ... where the clause that is gone stood.
            gone = page.locator("#gone")
            assert gone.is_visible()
            if turned and not lang:
                assert f"{change}gone" in hrefs(page, "#gone")

            # Side by side, and in the search.
            page.goto(f"{policy}parallel/")
            assert hrefs(page, ".k-coming") == rows
            page.goto(f"{root}{lang}search/")
            assert [one for one in hrefs(page, ".k-coming") if one.startswith(policy)] == rows

            # A dated text leads to what held with it, with today's beside it.
            page.goto(f"{policy}1/")
            (desk,) = hrefs(page, ".k-clause__body")
            assert desk == f"{root}{lang}helpdesk/{'1/' if turned else ''}#one"
            assert hrefs(page, ".k-dated") == [f"{root}{lang}helpdesk/"] * turned

            # What is compared with the text in force is called so, only while there is such.
            if turned and not lang:
                page.goto(f"{policy}1/changes-to-current/")
                assert "現在施行中" in page.locator("table th").all_text_contents()

            # An announcement compares before and after, whatever holds meanwhile.
            page.goto(f"{policy}2/changes/")
            heads = page.locator(".k-sides th, table th").all_text_contents()
            assert {"": "改正前", "en/": "Before"}[lang] in heads
            assert not {"現在施行中", "Current"} & set(heads)

            # The home page says both policies' next step; so do programs and calendars.
            page.goto(f"{root}{lang}")
            coming = page.locator(".k-states .k-badge--upcoming").count()
            assert coming == (0 if turned else 2)
            api = page.request.get(f"{root}api/v1/current.json").json()["policies"]
            held = api["privacy-policy"]["in_force"]
            assert (held["number"], held["text_since"]) == ((2, 2) if turned else (1, 1))
            events = page.request.get(f"{root}{lang}calendar.ics").text()
            assert all(f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in events for day in (TURN, END))

            # It is told again when it takes effect, once.
            feed = page.request.get(f"{root}{lang}feed.xml").text()
            again = re.findall(r"<guid[^>]*>[^<]*:([a-z-]+)/2/effective/2026-06-01/", feed)
            assert sorted(again) == (["helpdesk", "privacy-policy"] if turned else [])
