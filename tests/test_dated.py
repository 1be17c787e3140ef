"""Links of a dated text: to what held of the other policy on its day, with today's beside it."""

import dataclasses
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from kaitei.base.catalogue import topic
from kaitei.model import Policy, Publication
from kaitei.site import pages
from kaitei.site.model import look
from kaitei.site.pdf.imprint import of_published
from records import made, record
from sites import REPO, build, place, text

TITLES = {"ja": "手続", "en": "Procedure"}


def privacy(number: int, **fields: object) -> Publication:
    """A revision of the policy that leads to the procedure's fee."""
    to = "[手続](../procedure/#fee)", "[the procedure](../procedure/#fee)"
    sources = {
        "ja": text("ja", "方針", f"one: {to[0]}による。版{number}", "two: 何も。"),
        "en": text("en", "Policy", f"one: See {to[1]}. Text {number}.", "two: Nothing."),
    }
    return made(number, sources=sources, **fields)


def procedure(number: int, **fields: object) -> Publication:
    own = {"policy": "procedure", "titles": TITLES}
    sources = {
        "ja": text("ja", "手続", f"fee: {number}00円"),
        "en": text("en", "Procedure", f"fee: {number}00 yen"),
    }
    id_ = f"tag:kaitei-sample.example,2026:procedure/{number}"
    return made(number, id=id_, sources=sources, **own, **fields)


# The procedure is revised on 1 March and on 1 June; the policy on 1 February and, later, on 1 June.
POLICIES = (
    Policy("privacy-policy", (privacy(1), privacy(2), privacy(3, effective=date(2026, 6, 1)))),
    Policy("procedure", (
        procedure(1),
        procedure(2, announced=date(2026, 2, 10), effective=date(2026, 3, 1)),
        procedure(3, announced=date(2026, 3, 1), effective=date(2026, 6, 1)),
    )),
)  # fmt: skip


def shown(address: str, on: date, policies: tuple[Policy, ...] = POLICIES) -> html.HtmlElement:
    site = look(policies, on)
    found = {p.address: p for p in pages.pages(site, REPO / "theme", "https://x.example/")}
    return html.fromstring(found[address].html)


def links(page: html.HtmlElement) -> tuple[list[str], list[str]]:
    """Where the text's link leads, and what stands in the lines beside it."""
    body = [a.get("href") for a in page.xpath('//div[@class="k-clause__body"]//a')]
    said = [" ".join(p.text_content().split()) for p in page.find_class("k-dated")]
    return body, said


@pytest.mark.parametrize(
    ("address", "on", "leads_to", "says"),
    [
        # In force: the text leads to the policy's page, whatever held when it took effect.
        ("en/privacy-policy/2/", date(2026, 5, 1), "procedure/#fee", None),
        ("en/privacy-policy/", date(2026, 5, 1), "procedure/#fee", None),
        # Superseded: to the text of its day.
        ("en/privacy-policy/1/", date(2026, 5, 1), "procedure/1/#fee", "1 January 2026"),
        # Upcoming: to what will hold then.
        ("en/privacy-policy/3/", date(2026, 5, 1), "procedure/3/#fee", "1 June 2026"),
        ("en/privacy-policy/3/", date(2026, 6, 1), "procedure/#fee", None),
        # The text of its day still holds: the page of the policy has it.
        ("en/privacy-policy/1/", date(2026, 2, 9), "procedure/#fee", None),
    ],
)
def test_a_dated_text_leads_to_what_held_on_its_day(address, on, leads_to, says):
    (found,), lines = links(shown(address, on))
    assert found.endswith(f"en/{leads_to}")
    assert [says in line for line in lines] == ([True] if says else [])


def test_the_line_has_todays_text_beside_it_in_the_language_of_the_page():
    page = shown("privacy-policy/1/", date(2026, 5, 1))
    (line,) = page.find_class("k-dated")
    said = "「手続」へのリンクは、この版に対応する2026年1月1日施行の版に通じています。 現在の版"
    assert " ".join(line.text_content().split()) == said
    assert line.find("a").get("href") == "../../procedure/"


def test_a_policy_that_was_renamed_is_found_by_the_name_that_it_had_then():
    first, second, third = POLICIES[1].publications
    renaming = dataclasses.replace(
        made(4, "renaming", 2), policy="requests", former="procedure", announced=date(2026, 4, 1)
    )
    renamed = POLICIES[0], Policy("requests", (first, second, third, renaming))
    (found,), (line,) = links(shown("en/privacy-policy/1/", date(2026, 5, 1), renamed))
    assert found.endswith("en/procedure/1/#fee")  # the address at which it was published, for ever
    assert "1 January 2026" in line


def test_a_text_that_is_withheld_is_not_led_to():
    withheld = dataclasses.replace(
        made(4, "withheld", 1), policy="procedure", announced=date(2026, 4, 1)
    )
    policies = POLICIES[0], Policy("procedure", (*POLICIES[1].publications, withheld))
    (found,), lines = links(shown("en/privacy-policy/1/", date(2026, 5, 1), policies))
    assert found.endswith("en/procedure/#fee")
    assert lines == []


def test_a_site_that_is_built_again_is_the_one_that_is_built_anew(tmp_path: Path):
    """What a kept page leads to is part of what it depends on."""
    place(tmp_path)
    record(tmp_path, *POLICIES[0].publications)
    record(tmp_path, *POLICIES[1].publications)
    for day in (date(2026, 2, 9), date(2026, 5, 1), date(2026, 6, 1)):
        build(tmp_path, day, tmp_path / "again")
    build(tmp_path, date(2026, 6, 1), tmp_path / "anew")
    for name in ("privacy-policy/1", "privacy-policy/3", "en/privacy-policy/2"):
        again, anew = (tmp_path / x / name / "index.html" for x in ("again", "anew"))
        assert again.read_bytes() == anew.read_bytes()
    assert "procedure/1/#fee" in (tmp_path / "again/privacy-policy/1/index.html").read_text()


@pytest.mark.parametrize("on", [date(2026, 3, 1), date(2026, 6, 1), date(2027, 1, 1)])
@pytest.mark.parametrize(("number", "held"), [(1, 1), (2, 1), (3, 3)])
def test_paper_leads_to_what_held_with_its_text_whenever_it_is_made(
    number: int, held: int, on: date
):
    site = look(POLICIES, on)
    policy = site.policy("privacy-policy")
    words = topic("en", "pages")
    made = of_published(site, policy, policy.entry(number), "en", words, "https://x.example/")
    assert made.lead("../procedure/#fee") == f"https://x.example/en/procedure/{held}/#fee"
    assert made.lead("../follow/") == "https://x.example/en/follow/"
    assert made.lead("https://elsewhere.example/") == "https://elsewhere.example/"
