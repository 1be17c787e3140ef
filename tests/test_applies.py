"""Which text applies to whom: a table on the policy's page, where several texts say so."""

from datetime import date

import pytest
from lxml import html

from kaitei.model import Policy, Publication
from kaitei.site import pages
from kaitei.site.model import look
from records import made
from sites import REPO

NEW = {"ja": "4月1日以後の契約", "en": "contracts from 1 April 2026 on"}
ALL = {"ja": "すべての契約", "en": "all contracts"}
KEPT = {"ja": "従前の契約は旧版による。", "en": "Earlier contracts stay under the former text."}
PUBLICATIONS = (
    made(1, extra={"applies_to": ALL}),
    made(2, effective=date(2026, 4, 1), extra={"applies_to": NEW, "transitional": KEPT}),
    made(3, effective=date(2026, 9, 1), extra={"applies_to": {"ja": "全員"}}),
)


def rows(on: date, publications: tuple[Publication, ...], lang: str = "en") -> list[list[str]]:
    """The table of a policy's page; [] where it has none."""
    site = look([Policy("privacy-policy", publications)], on)
    place = "privacy-policy/" if lang == "ja" else f"{lang}/privacy-policy/"
    page = {p.address: p for p in pages.pages(site, REPO / "theme", "https://x.example/")}[place]
    table = html.fromstring(page.html).xpath('//details[contains(@class, "k-applies")]//tbody/tr')
    return [[" ".join(cell.itertext()).strip() for cell in row] for row in table]


def test_each_text_says_to_whom_it_applies_the_last_first():
    found = rows(date(2026, 5, 1), PUBLICATIONS)
    assert [[" ".join(cell.split()) for cell in row] for row in found] == [
        ["1 September 2026 Upcoming", "全員", ""],
        ["1 April 2026 In force", NEW["en"], KEPT["en"]],
        ["1 January 2026 Superseded", ALL["en"], ""],
    ]


def test_it_is_told_in_the_language_of_the_page():
    assert rows(date(2026, 5, 1), PUBLICATIONS, "ja")[1][1:] == [NEW["ja"], KEPT["ja"]]


@pytest.mark.parametrize(
    ("more", "texts"),
    [
        ((), 3),
        ((made(4, "withdrawal", 3),), 2),  # what never comes applies to nobody
        ((made(4, "correction", 2, effective=date(2026, 4, 10)),), 3),  # as its correction
        ((made(4, "withheld", 1),), 2),  # nobody can read it
    ],
)
def test_only_texts_that_may_count_are_listed(more, texts):
    assert len(rows(date(2026, 5, 1), PUBLICATIONS + more)) == texts


def test_one_alone_is_no_question():
    assert rows(date(2026, 3, 1), PUBLICATIONS[:1]) == []
    assert rows(date(2026, 3, 1), (made(1), PUBLICATIONS[1])) == []
