"""A joint announcement, a first text and a plan that another replaced, in a browser with a clock.

The site is built and read on the eve, the day and the day after of two turns: that on which it is
announced (and on which the gazette names next year's equinoxes), and that on which it takes effect.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

import sites
from kaitei.model import Publication
from kaitei.record import Record
from kaitei.record.append import append_all
from records import ORGANIZATION, made
from test_turning import LANGUAGES, ONE, days, visit

TOLD, TURN, PLANNED = date(2027, 2, 1), date(2027, 3, 20), date(2027, 6, 1)
START = date(2026, 4, 1)
DAYS = (TOLD - ONE, TOLD, TOLD + ONE, TURN - ONE, TURN, TURN + ONE)
NAMES = ("privacy-policy", "helpdesk", "cookies")
TITLES = (
    {"ja": "個人情報保護方針", "en": "Privacy policy"},
    {"ja": "窓口", "en": "Helpdesk"},
    {"ja": "クッキーポリシー", "en": "Cookie policy"},
)
WHOLE = {
    **sites.WHOLE,
    "organization": {**sites.WHOLE["organization"], "policies": [*NAMES]},
}
NEW = {"ja": "3月20日以後の契約", "en": "contracts from 20 March 2027 on"}
ALL = {"ja": "すべての契約", "en": "all contracts"}


def told(
    place: int, number: int, fee: int, who: str, about: int | None = None, **fields
) -> Publication:
    """A publication of the policy `NAMES[place]` that says a fee and who handles it."""
    titles = TITLES[place]
    ja, en = {"us": ("当社", "We"), "both": ("当社と委託先", "We and others")}[who]
    fields["sources"] = {
        "ja": sites.text("ja", titles["ja"], f"fee: 手数料は{fee}円です。", f"who: {ja}が扱う。"),
        "en": sites.text("en", titles["en"], f"fee: The fee is {fee} yen.", f"who: {en} do."),
    }
    id_ = f"tag:kaitei-sample.example,2026:{NAMES[place]}/{number}"
    own = {"policy": NAMES[place], "titles": titles, "settings": sites.SETTINGS, "id": id_}
    return made(number, "revision", about, **own, **fields)


def alone(publication: Publication) -> Publication:
    """A publication without its English text, which is to follow."""
    japanese = {"ja": publication.sources["ja"]}
    later = {"translation_later": ("en",), "titles": {"ja": publication.titles["ja"]}}
    return replace(publication, sources=japanese, **later)


def publications() -> list[Publication]:
    """A fee that two policies change together, a new policy, and a plan that another replaces."""
    since = {"announced": START, "effective": START}
    turn = {"announced": TOLD, "effective": TURN}
    fee = turn | {"announcement": "fee-2027"}
    return [
        told(0, 1, 500, "us", extra={"decided_on": "2026-03-10", "applies_to": ALL}, **since),
        told(1, 1, 500, "us", **since),
        told(0, 2, 800, "us", extra={"applies_to": NEW}, **fee),
        told(1, 2, 800, "us", **fee),
        alone(told(2, 1, 0, "us", **turn)),
        told(0, 3, 900, "both", 2, announced=TOLD, effective=PLANNED),
        told(0, 4, 950, "both", 2, announced=TURN, effective=PLANNED),
    ]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, serve_dir) -> Callable[[date], str]:
    """built(day) -> the address of the site as it is built on a day."""
    root = tmp_path_factory.mktemp("joint")
    sites.place(root)
    append_all(Record(root), [(publication, WHOLE) for publication in publications()])
    known = {}
    for day in DAYS:
        sites.build(root, day, root / f"site-{day}")
        known[day] = serve_dir(root / f"site-{day}")
    return known.__getitem__


def texts(page, place: str) -> list[str]:
    """The words of each place on the page, white space made one."""
    return [" ".join(one.split()) for one in page.locator(place).all_text_contents()]


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("on", DAYS)
def test_each_page_says_it_as_it_is_known(built, browser, on: date, scripts: bool):
    root, known, turned = built(on), on >= TOLD, on >= TURN
    with visit(browser, on, java_script_enabled=scripts) as page:
        for lang in LANGUAGES:
            code = lang[:2] or "ja"
            company, policy = ORGANIZATION["name"][code], f"{root}{lang}privacy-policy/"

            # A first text is to take effect; it revises nothing (施行予定, not 改定予定).
            page.goto(f"{root}{lang}cookies/")
            if known:
                name = {"": ("施行予定", "施行中"), "en/": ("Upcoming", "In force")}[lang][turned]
                assert texts(page, ".k-status__name") == [name]
                assert days(page, ".k-document-head .k-status")[0] == str(TURN)
                assert not texts(page, ".k-language-note")  # there is no translation of it yet
            else:
                assert page.locator(".k-status__name").count() == 0  # nobody knows of it

            page.goto(f"{root}{lang}helpdesk/")
            assert texts(page, ".k-language-note")

            # What two policies announce as one is one entry on the home page, and in its news.
            page.goto(f"{root}{lang}")
            news = texts(page, "section[aria-labelledby=k-news] li")
            both = [one for one in news if re.search("、窓口改定|, Helpdesk", one)]
            assert len(both) == known
            assert len(news) == 2 + 3 * known + turned

            # It names the other policy, tells an equal edit once, is signed and has a place.
            heads = []
            for number in range(1, 1 + {0: 1, 1: 3, 2: 4}[known + turned]):
                address = f"{policy}{number}/{'changes/' if number else ''}"
                page.goto(address)
                heads.append(page.title())
                assert company in page.locator(".k-issued").text_content()
                trail = texts(page, ".k-breadcrumb li")
                assert trail[1:2] == [TITLES[0][code]]
                changes = " ".join(texts(page, "main li"))
                shared = re.findall(r"(?:共通|in both|in all).*?500.*?800|500円 → 800円", changes)
                assert len(shared) == (number == 2), changes
                replaced = texts(page, ".k-notice--warn li")
                assert len(replaced) == (number == 3 and turned)
                if replaced:
                    (link,) = page.locator(".k-notice--warn li a").evaluate_all(
                        "a => a.map(one => one.href)"
                    )
                    assert link == f"{policy}4/changes/"
            assert len({*heads}) == len(heads)  # what and when, in the title itself

            # Whom it concerns, once there are two texts to choose from; the days of its life.
            page.goto(policy)
            rows = texts(page, ".k-applies tbody tr")
            assert [ALL[code] in row for row in rows] == [False, True] * known
            life = days(page, ".k-document-foot")
            assert "2026-03-10" in life
            assert (str(TOLD) in life) == turned

            # The drawn timeline has a line for each period; the table beside it the same days.
            page.goto(f"{policy}history/")
            assert page.locator("svg.k-timeline").count() == 1
            rows = page.locator(".k-periods tbody tr").evaluate_all(
                "a => a.map(r => r.dataset.first)"
            )
            assert rows == [str(day) for day in (PLANNED, TURN, START)][0 if known else 2 :]

            # An equinox of next year is expected until the gazette names it.
            page.goto(f"{root}{lang}helpdesk/")
            said = page.locator("main").text_content()
            expected = {"": "見込み", "en/": "expected"}[lang]
            assert (expected in said) == (not known)
