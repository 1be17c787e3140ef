"""Particulars that change (表示事項): what pages print of the company, and no text says."""

import json
from datetime import date, timedelta

import feedparser
import pytest
from lxml import html

from kaitei.base.catalogue import topic
from kaitei.base.problems import KaiteiError
from kaitei.drafts import scaffold
from kaitei.drafts.publish import publish
from kaitei.drafts.repository import Repository
from kaitei.model import Kind, Policy, facts, reminders
from kaitei.record import Record
from kaitei.site import api, calendars, feeds, pages, previews
from kaitei.site.announcement import announcement
from kaitei.site.model import look
from legal import Legal
from records import ORGANIZATION, made, record
from sites import REPO, WHOLE, place

URL = "https://kaitei.example/"
OLD, NEW = "Sample Company", "New Name Inc."
NAMES = {"ja": "新社名株式会社", "en": NEW}
FROZEN = {**WHOLE, "organization": {**ORGANIZATION, "name": NAMES, "email": "new@example.com"}}
SETTINGS = facts.load_frozen(FROZEN, "facts.yml")
TOLD, DAY = date(2026, 3, 1), date(2026, 6, 1)
CHANGE = made(3, "particulars", 2, effective=DAY, settings=SETTINGS)
DAYS = [DAY - timedelta(days=1), DAY, DAY + timedelta(days=1)]


def policy(*more) -> Policy:
    return Policy("privacy-policy", (made(1), made(2), CHANGE, *more))


def shown(on: date, of: Policy) -> dict[str, str]:
    """The pages of a day, by their address, as words with a space between."""
    found = pages.pages(look([of], on), REPO / "theme", URL)
    return {
        page.address: " ".join(html.fromstring(f"<div>{page.html}</div>").text_content().split())
        for page in found
    }


@pytest.mark.parametrize("on", DAYS)
def test_the_text_stays_what_it_was_and_since_when(on: date):
    site, before = look([policy()], on), look([Policy("privacy-policy", (made(1), made(2)))], on)
    (own,), (then,) = site.policies, before.policies
    assert own.in_force == then.in_force
    assert own.in_force.number == 2
    assert own.policy.as_of(on).periods == then.policy.as_of(on).periods
    main = shown(on, policy())["en/privacy-policy/"]
    assert "In force since 1 February 2026" in main.replace(" (Sunday)", "")


@pytest.mark.parametrize(("on", "name"), [*zip(DAYS, (OLD, NEW, NEW), strict=True)])
def test_it_stands_on_the_site_from_its_day(on: date, name: str):
    site = look([policy()], on)
    assert site.publisher.name("en") == name
    assert site.contact("en").email == ("new@example.com" if name == NEW else None)
    index = json.loads(dict(api.of_site(site, URL))["api/v1/index.json"])
    assert index["organization"]["en"] == name
    found = dict(feeds.feeds(site, URL))
    assert feedparser.parse(found["en/atom.xml"]).feed.author == name


@pytest.mark.parametrize("on", DAYS)
def test_old_notices_keep_their_signer_and_the_new_one_is_signed_as_of_its_day(on: date):
    later = made(4, base=2, announced=DAY, settings=SETTINGS)
    site = look([policy(later)], on)
    (own,) = site.policies
    signed = {e.number: announcement(site, own, e, "en").company for e in own.entries}
    assert signed == {1: OLD, 2: OLD, 3: OLD} | ({4: NEW} if on >= DAY else {})


@pytest.mark.parametrize("on", DAYS)
def test_pictures_that_are_sent_on_say_who_spoke(on: date):
    site = look([policy()], on)
    (own,) = site.policies
    words = {lang: topic(lang, "pages") for lang in site.languages}
    for entry in own.entries:
        drawn = previews.of_publication(site, own, entry, words)
        assert {one.company for one in drawn if one.lang == "en"} <= {OLD}


def test_it_is_announced_as_what_it_is():
    """Not as a revision: by page, feed, calendar and API."""
    site = look([policy()], TOLD)
    page = shown(TOLD, policy())["en/privacy-policy/3/"]
    assert "Privacy policy: notice of changed particulars" in page
    assert f"Company: {OLD} → {NEW}." in page
    assert "New: Email: new@example.com." in page
    entry = feedparser.parse(dict(feeds.feeds(site, URL))["en/atom.xml"]).entries[0]
    assert entry.title == "Privacy policy: Change of particulars (effective 1 June 2026)"
    assert f"<li>Company: {OLD} → {NEW}.</li>" in entry.content[0].value
    events = dict(calendars.calendars(site, URL))["en/calendar.ics"].decode()
    assert "SUMMARY:Privacy policy: changed particulars are printed" in events
    api_files = dict(api.of_policy(site, site.policies[0], URL))
    newest, *_ = json.loads(api_files["api/v1/policies/privacy-policy.json"])["publications"]
    assert (newest["number"], newest["kind"], newest["of"]) == (3, "particulars", 2)
    current = json.loads(dict(api.of_site(site, URL))["api/v1/current.json"])
    assert current["policies"]["privacy-policy"]["in_force"]["number"] == 2


def test_it_is_told_again_on_its_day():
    (told,) = [one for one in reminders(policy(), DAY) if one.publication.number == 3]
    assert told.day == DAY


def test_one_that_was_withdrawn_never_comes_and_one_postponed_comes_later():
    withdrawn = policy(made(4, "withdrawal", 3))
    assert look([withdrawn], DAY).publisher.name("en") == OLD
    moved = policy(made(4, "postponement", 3, effective=date(2026, 7, 1)))
    names = [look([moved], day).publisher.name("en") for day in (DAY, date(2026, 7, 1))]
    assert names == [OLD, NEW]
    events = dict(calendars.calendars(look([withdrawn], DAY), URL))["en/calendar.ics"].decode()
    assert events.count("STATUS:CANCELLED") == 1


def test_a_text_published_before_does_not_bring_the_old_name_back():
    """It takes effect after the change, and froze what held when it was published."""
    early = made(2, effective=date(2026, 8, 1))
    change = made(3, "particulars", 1, effective=DAY, settings=SETTINGS)
    both = Policy("privacy-policy", (made(1), early, change))
    assert look([both], date(2026, 8, 1)).publisher.name("en") == NEW


def test_programs_of_before_refuse_it(tmp_path):
    versions = record(tmp_path, made(1), made(2, "particulars", 1, effective=DAY))
    written = (versions / "privacy-policy/2/revision.yml").read_text("utf-8")
    assert written.startswith("format: 3\n")
    assert Record(tmp_path).policy("privacy-policy").get(2).kind is Kind.PARTICULARS
    with pytest.raises(KaiteiError):
        record(tmp_path / "dayless", made(1), made(2, "particulars", 1))


# --- as legal does it -------------------------------------------------------------------------

DECLARED = """
change:
  effective: 2026-06-01
  announcement: name
  summary:
    ja:
      - 社名を改めます。
    en:
      - The name changes.
  reason:
    ja: 見本です。
    en: A sample.
"""


@pytest.fixture
def legal(tmp_path) -> Legal:
    """Two policies whose texts don't say the company's name, published in January."""
    desk = Legal(tmp_path, "privacy-policy", "helpdesk")
    place(tmp_path)
    publish(Repository(tmp_path), date(2026, 1, 10))
    return desk


def rename(legal: Legal, declared: str = DECLARED) -> None:
    file = legal.root / "content/organization.yml"
    file.write_text(file.read_text("utf-8").replace(OLD, NEW) + declared, "utf-8")


def publisher(legal: Legal, on: date) -> str:
    return look(Record(legal.root).policies, on).publisher.name("en")


def test_each_policy_announces_it_and_a_second_run_does_nothing(legal: Legal):
    rename(legal)
    made = publish(Repository(legal.root), TOLD)
    assert [(one.policy, one.kind) for one in made] == [
        ("privacy-policy", Kind.PARTICULARS),
        ("helpdesk", Kind.PARTICULARS),
    ]
    assert publish(Repository(legal.root), TOLD) == []
    frozen = (legal.root / "versions/helpdesk/2/facts.yml").read_text("utf-8")
    assert NEW in frozen
    assert "change" not in frozen


def test_a_revision_that_takes_effect_before_keeps_the_old_name(legal: Legal):
    rename(legal)
    publish(Repository(legal.root), TOLD)
    legal.texts(" More.", "helpdesk")
    legal.declare("revision", "helpdesk", effective="2026-05-01")
    publish(Repository(legal.root), date(2026, 4, 1))
    assert OLD in (legal.root / "versions/helpdesk/3/facts.yml").read_text("utf-8")
    assert [publisher(legal, day) for day in (date(2026, 5, 1), DAY)] == [OLD, NEW]


def test_revise_prepares_it_once(legal: Legal):
    repository = Repository(legal.root)
    file, day = scaffold.reprint(repository, TOLD)
    assert (file, day) == ("content/organization.yml", TOLD + timedelta(days=14))
    with pytest.raises(KaiteiError) as told:
        scaffold.reprint(Repository(legal.root), TOLD)
    assert told.value.problems[0].rule == "revise-change"
