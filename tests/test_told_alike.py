"""The stories of cases/policy/, told alike by page, JSON, feed, calendar and draft."""

import dataclasses
import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import feedparser
import icalendar
import pytest
from lxml import html

from kaitei.base import yamlfile
from kaitei.drafts import pending
from kaitei.drafts.reading import Declaration
from kaitei.model import Kind, Policy, Publication
from kaitei.site import api, calendars, feeds
from kaitei.site.model import PolicySite, Site, look
from kaitei.site.pages import TOGETHER, PageFactory
from records import SETTINGS, texts
from sites import REPO
from test_policy import STORIES, told

URL = "https://kaitei.example/"
FEE = re.compile(r"手数料は(?P<ja>\d+)円です|The fee is (?P<en>\d+) yen")


def field(story: Path, name: str) -> Mapping[str, str]:
    """What a story says under a name; nothing where it does not."""
    return yamlfile.read(story.read_text("utf-8"), story.name).root.get(name, {})


SPOKEN = [story for story in STORIES if field(story, "status by language")]
SIGNED = [story for story in STORIES if field(story, "signed by")]
TITLES = {"ja": "規程", "en": "Story"}


def published(story: Path) -> tuple[Policy, list[date]]:
    """A story as a record has it, with a text for each revision, and the days that it tells."""
    read = yamlfile.read(story.read_text("utf-8"), story.name).root
    bare = [told(number, line) for number, line in read["publications"].items()]
    late = {one.of for one in bare if one.kind is Kind.TRANSLATION}
    hidden = {one.of for one in bare if one.kind is Kind.WITHHELD}
    whole = [_whole(one, late, hidden) for one in bare]
    return Policy("story", tuple(whole)), [date.fromisoformat(day) for day in read["days"]]


def _whole(one: Publication, late: set[int | None], hidden: set[int | None]) -> Publication:
    about = one.of if one.kind is Kind.TRANSLATION else one.number
    sources = texts(about or 0)
    if one.kind is Kind.TRANSLATION:
        sources.pop("ja")
    elif one.number in late:
        sources.pop("en")
    carries = one.kind.is_revision or one.kind is Kind.TRANSLATION
    return dataclasses.replace(
        one,
        id=f"tag:kaitei-sample.example,2026:story/{one.number}",
        titles=TITLES,
        summary={"ja": ("改めます。",), "en": ("It changes.",)},
        sources=sources if carries and about not in hidden else {},
        digest=f"{one.number:064}",
    )


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_a_story_is_told_alike_everywhere(story: Path):
    policy, days = published(story)
    for on in days:
        site = look([policy], on)
        if not site.policies:
            continue
        (own,) = site.policies
        held = policy.in_force(on)
        coming = [(one.number, policy.effective(one, on)) for one in policy.upcoming(on)]
        number = held.number if held else None
        by_json(site, number, coming)
        by_calendar(site, own, number, coming)
        by_feed(site, policy, on)
        if own.main and own.main.has_text:
            by_page(site, own, number, coming)
        by_draft(policy, on)


@pytest.mark.parametrize("story", SPOKEN, ids=lambda path: path.stem)
def test_each_language_says_which_text_it_shows_and_whether_that_holds(story: Path):
    policy, _ = published(story)
    for day, line in field(story, "status by language").items():
        site = look([policy], date.fromisoformat(day))
        (own,) = site.policies
        assert line == ", ".join(f"{lang} {by_language(site, own, lang)}" for lang in TITLES), day


def by_language(site: Site, own: PolicySite, lang: str) -> str:
    """What the policy's page shows in a language, by its fee; JSON and feed say the same."""
    factory = PageFactory(site, REPO / "theme", URL)
    tree = html.fromstring(
        next(p.html for p in factory.of_policy(own) if p.address == site.address(lang, "story"))
    )
    (found,) = (FEE.search(one.text_content()) for one in tree.find_class("k-clause__body"))
    (spoken,) = (name for name in TITLES if found[name])
    number, shown = int(found[spoken]), own.translated(own.main, lang)
    assert number == (shown or own.main).number
    assert (spoken == lang) == bool(shown)
    listed = dict(api.of_policy(site, own, URL))["api/v1/policies/story.json"]
    texts = {p["number"]: p.get("texts", {}) for p in json.loads(listed)["publications"]}
    assert (lang in texts[own.main.number]) == (spoken == lang and number == own.main.number)
    (bar,) = tree.find_class("k-status")
    status = own.policy.status(own.policy.get(number), site.on)
    assert f"k-status--{status}" in bar.get("class")
    said = f"{number} {status.replace('-', ' ')}"
    return said if spoken == lang else f"{said} (in {spoken})"


@pytest.mark.parametrize("story", SIGNED, ids=lambda path: path.stem)
def test_a_notice_is_signed_by_who_the_company_was_then_on_every_day_after(story: Path):
    policy, days = published(story)
    signed = {int(number): name for number, name in field(story, "signed by").items()}
    assert [*signed] == [p.number for p in policy.publications]
    for on in [day for day in days if policy.known(day)]:
        site = look([policy], on)
        (own,) = site.policies
        factory = PageFactory(site, REPO / "theme", URL)
        parsed = feedparser.parse(dict(feeds.feeds(site, URL))["en/feed.xml"])
        authors = {entry.id: entry.author for entry in parsed.entries}
        for entry in own.entries:
            pages = factory.of_publication(own, entry, TOGETHER)
            address = site.address("en", *entry.announcement_path)
            tree = html.fromstring(next(p.html for p in pages if p.address == address))
            issued = tree.find_class("k-issued")[0].text_content()
            assert issued.endswith(signed[entry.number]), (on, entry.number)
            assert authors[f"{entry.publication.id}/en"] == signed[entry.number]
    for day, name in field(story, "company").items():
        assert look([policy], date.fromisoformat(day)).publisher.name("en") == name


def by_json(site: Site, held: int | None, coming: list[tuple[int, date]]) -> None:
    """current.json has the text in force and those to come, with their days."""
    stands = json.loads(dict(api.of_site(site, URL))[api.CURRENT])["policies"]["story"]
    assert (stands["in_force"] or {}).get("number") == held
    assert [(e["number"], e["effective"]) for e in stands["upcoming"]] == [
        (number, str(day)) for number, day in coming
    ]


def by_calendar(
    site: Site, own: PolicySite, held: int | None, coming: list[tuple[int, date]]
) -> None:
    """What holds and what is to come is an event on its day; what never will is cancelled."""
    content = dict(calendars.of_policy(site, own, URL))["en/story/calendar.ics"]
    events = icalendar.Calendar.from_ical(content).walk("VEVENT")
    found = {
        int(str(event["UID"]).split("/")[1]): (event.decoded("DTSTART"), str(event["STATUS"]))
        for event in events
    }
    for number, day in coming:
        assert found[number] == (day, "CONFIRMED")
    if held:
        day, status = found[held]
        assert day <= site.on
    for number, (day, status) in found.items():
        revision = own.policy.get(number).kind.is_revision
        if revision and status == "CONFIRMED" and day > site.on:
            assert (number, day) in coming


def by_feed(site: Site, policy: Policy, on: date) -> None:
    """Every publication once, each at a moment of its own, none of a later day."""
    parsed = feedparser.parse(dict(feeds.feeds(site, URL))["en/feed.xml"])
    plain = [e.id for e in parsed.entries if "/effective/" not in e.id]
    assert len(plain) == len(policy.known(on))
    moments = [entry.published_parsed for entry in parsed.entries]
    assert moments == sorted(set(moments), reverse=True)
    for entry in parsed.entries:
        if found := re.search(r"/(\d+)/effective/([\d-]+)/en$", entry.id):
            assert date.fromisoformat(found[2]) <= on
            text = re.fullmatch(rf"{URL}en/story/(\d+)/", entry.link)
            assert text or policy.get(int(found[1])).kind is Kind.REPEAL or "changes" in entry.link


def by_page(site: Site, own: PolicySite, held: int | None, coming: list[tuple[int, date]]) -> None:
    """The policy's page shows the text in force, else the next to come, and tells what comes."""
    factory = PageFactory(site, REPO / "theme", URL)
    shown = {page.address: page.html for page in factory.of_policy(own)}["story/"]
    number = held or coming[0][0]
    (fee,) = set(re.findall(r"手数料は(?:<[^>]+>)?(\d+)円(?:<[^>]+>)?です", shown))
    assert int(fee) == number
    for later, day in coming if held else ():
        assert day.isoformat() in shown, (later, day)


def by_draft(policy: Policy, on: date) -> None:
    """A revision that names nothing replaces what will hold on its day."""
    for day in {on, *(policy.effective(one, on) for one in policy.upcoming(on))}:
        declared = Declaration(Kind.REVISION, "content/story/ja.md", effective=day)
        held = policy.as_of(on).in_force(day)
        base = pending.completed(declared, policy, on, SETTINGS).base
        assert base == (held.number if held else None)
