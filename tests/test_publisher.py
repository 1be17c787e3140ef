"""Who publishes: a new name stands on the site from the day on which it is the name."""

from datetime import date

import feedparser
import pytest
from lxml import html

from kaitei.drafts.publish import publish
from kaitei.drafts.repository import Repository
from kaitei.model import Policy, facts
from kaitei.record import Record
from kaitei.site import api, calendars, feeds, pages
from kaitei.site.announcement import announcement
from kaitei.site.model import look
from legal import Legal
from records import ORGANIZATION, made
from sites import REPO, WHOLE, build, place

URL = "https://kaitei.example/"
OLD, NEW = "Sample Company", "New Name Inc."
RENAMED = {**ORGANIZATION, "name": {"ja": "新社名株式会社", "en": NEW}}
SETTINGS = facts.load_frozen({**WHOLE, "organization": RENAMED}, "facts.yml")
TOLD = date(2026, 2, 1)  # the new name is announced
CHANGES = date(2026, 6, 1)
POLICY = Policy(
    "privacy-policy",
    (made(1), made(2, effective=CHANGES, settings=SETTINGS), made(3, "correction", 1)),
)


def names(on: date, policies: tuple[Policy, ...] = (POLICY,)) -> dict[str, str]:
    """Every place that says who publishes, with the name that stands there."""
    site = look(policies, on)
    found = dict(feeds.feeds(site, URL))
    feed = feedparser.parse(found["en/atom.xml"]).feed
    events = dict(calendars.calendars(site, URL))["en/calendar.ics"].decode()
    index = dict(api.of_site(site, URL))["api/v1/index.json"].decode()
    shown = {p.address: p for p in pages.pages(site, REPO / "theme", URL)}
    said = {
        "feed": feed.title,
        "author": feed.author,
        "calendar": events,
        "api": index,
        "home": shown["en/"].description,
        "policy": shown["en/privacy-policy/"].description,
    }
    return {
        where: next(name for name in (OLD, NEW) if name in text) for where, text in said.items()
    }


@pytest.mark.parametrize(
    ("on", "name"),
    [
        (date(2026, 1, 15), OLD),
        (TOLD, OLD),
        (date(2026, 5, 31), OLD),  # a correction meanwhile changes nothing of it
        (CHANGES, NEW),
        (date(2027, 1, 1), NEW),
    ],
)
def test_a_new_name_stands_everywhere_from_its_day_and_nowhere_before(on: date, name: str):
    assert set(names(on).values()) == {name}


def test_groups_of_policies_change_with_the_text_that_brings_them():
    words = {"ja": "個人情報", "en": "Personal data"}
    grouped = {"group": words, "policies": ["former-name", "privacy-policy"]}
    company = ORGANIZATION | {"policies": ["helpdesk", grouped]}
    settings = facts.load_frozen({**WHOLE, "organization": company}, "facts.yml")
    desk = {"policy": "helpdesk", "id": "tag:kaitei-sample.example,2026:helpdesk/1"}
    policies = (
        Policy("helpdesk", (made(1, **desk),)),
        Policy("privacy-policy", (made(1), made(2, effective=CHANGES, settings=settings))),
    )

    def menu(on: date) -> list[tuple[str, list[str]]]:
        site = look(policies, on)
        found = site.grouped(site.policies)
        return [(group.name("en") if group else "", [p.name for p in of]) for group, of in found]

    assert menu(date(2026, 5, 31)) == [("", ["helpdesk", "privacy-policy"])]
    assert menu(CHANGES) == [("", ["helpdesk"]), ("Personal data", ["privacy-policy"])]
    shown = {p.address: p for p in pages.pages(look(policies, CHANGES), REPO / "theme", URL)}
    for lang, name in words.items():
        home = shown["" if lang == "ja" else "en/"]
        tree = html.fromstring(f"<div>{home.parts['header']}{home.html}</div>")
        (named,) = tree.find_class("k-menu__group")
        assert named.text == tree.find_class("k-group")[0].text == name
        assert [link.text for link in named.getparent().iter("a")] == [tree.find(".//h4/a").text]
    alone = {p.address: p for p in pages.pages(look(policies, TOLD), REPO / "theme", URL)}["en/"]
    assert "k-group" not in alone.html
    assert "k-menu__group" not in alone.parts["header"]


def test_an_owner_s_words_for_the_search_come_with_the_text_that_brings_them():
    company = ORGANIZATION | {"synonyms": {"en": ['cancel, "leave"']}}
    settings = facts.load_frozen({**WHOLE, "organization": company}, "facts.yml")
    policy = Policy("privacy-policy", (made(1), made(2, effective=CHANGES, settings=settings)))
    for on, comes in ((TOLD, False), (CHANGES, True)):
        shown = {p.address: p for p in pages.pages(look((policy,), on), REPO / "theme", URL)}
        for address in ("", "en/"):
            said = html.fromstring(shown[f"{address}search/"].html).find_class("k-found")[0]
            lines = said.get("data-synonyms").split("\n")
            assert ('cancel, "leave"' in lines) == (comes and address == "en/")
            assert len(lines) > 20  # those of the language stay


def test_a_name_that_was_withdrawn_never_comes():
    withdrawn = made(4, "withdrawal", 2)
    policy = Policy("privacy-policy", (*POLICY.publications, withdrawn))
    assert set(names(date(2026, 7, 1), (policy,)).values()) == {OLD}


def test_a_notice_keeps_the_name_under_which_it_was_made():
    """That which tells of the new name was made under the old one."""
    later = made(4, base=2, announced=date(2026, 7, 1), settings=SETTINGS)
    policy = Policy("privacy-policy", (*POLICY.publications, later))
    for on in (date(2026, 7, 1), date(2027, 1, 1)):
        site = look([policy], on)
        (own,) = site.policies
        signed = {e.number: announcement(site, own, e, "en").company for e in own.entries}
        assert signed == {1: OLD, 2: OLD, 3: OLD, 4: NEW}


def test_a_name_that_is_changed_in_content_waits_for_its_day(tmp_path):
    """As legal does it: organization.yml, a joint revision, published and built."""
    legal = Legal(tmp_path, "privacy-policy", "helpdesk")
    place(tmp_path)
    publish(Repository(tmp_path), date(2026, 1, 10))
    file = tmp_path / "content/organization.yml"
    file.write_text(file.read_text("utf-8").replace(OLD, NEW), "utf-8")
    for policy in legal.policies:
        legal.texts(" More.", policy)
        legal.declare("revision", policy, effective="2026-06-01", announcement="name")
    publish(Repository(tmp_path), date(2026, 3, 1))
    for day, name in ((date(2026, 5, 31), OLD), (date(2026, 6, 1), NEW)):
        build(tmp_path, day, tmp_path / "site")
        home = (tmp_path / "site/en/index.html").read_text("utf-8")
        assert name in home
        assert (OLD if name == NEW else NEW) not in home
    assert len(Record(tmp_path).policies) == 2
