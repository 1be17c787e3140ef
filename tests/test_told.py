"""When everything is told, to the second, and what is told again; in readers: test_readers.py."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import feedparser
import pytest
from lxml import html

from kaitei.cli.program import main
from kaitei.drafts.publish import publish
from kaitei.drafts.repository import Repository
from kaitei.model import Policy, facts, reminders
from kaitei.record import Record
from kaitei.site import calendars, feeds, pages
from kaitei.site.model import Site, look
from legal import Legal
from records import FROZEN, ORGANIZATION, made, record
from sites import REPO

URL = "https://kaitei.example/"
TOKYO = timezone(timedelta(hours=9))
NOON = datetime(2026, 1, 10, 3, 0, 0, 123, tzinfo=UTC)  # in Tokyo


def entries(root: Path, on: date, file: str = "en/feed.xml") -> list[feedparser.FeedParserDict]:
    return feedparser.parse(dict(feeds.feeds(look(Record(root).policies, on), URL))[file]).entries


def ids(root: Path, on: date, file: str = "en/feed.xml") -> list[str]:
    return [entry.id.split(":", 2)[2].removesuffix("/en") for entry in entries(root, on, file)]


# --- the moment of publishing -------------------------------------------------------------------


def test_the_moment_of_publishing_is_frozen_a_second_later_for_each(tmp_path):
    legal = Legal(tmp_path, "privacy-policy", "helpdesk")
    publish(Repository(tmp_path), date(2026, 1, 10), moment=NOON)
    moments = [legal.record(name).get(1).published for name in legal.policies]
    assert moments == [datetime(2026, 1, 10, 12, 0, n, tzinfo=TOKYO) for n in (0, 1)]
    frozen = (tmp_path / "versions/privacy-policy/1/revision.yml").read_text()
    assert "format: 2\n" in frozen
    assert "published: 2026-01-10 12:00:00+09:00\n" in frozen


def test_with_on_it_is_midnight_and_never_before_what_was_told(tmp_path):
    legal = Legal(tmp_path)
    legal.publish("2026-01-10")
    legal.texts(" More.")
    legal.declare("revision", effective="2026-02-01")
    legal.publish("2026-01-10")
    moments = [p.published for p in legal.record().publications]
    assert moments == [datetime(2026, 1, 10, 0, 0, n, tzinfo=TOKYO) for n in (0, 1)]


def test_a_clock_that_goes_back_tells_a_second_later(tmp_path):
    legal = Legal(tmp_path)
    publish(Repository(tmp_path), date(2026, 1, 10), moment=NOON)
    legal.texts(" More.")
    legal.declare("revision", effective="2026-02-01")
    publish(Repository(tmp_path), date(2026, 1, 10), moment=NOON - timedelta(hours=1))
    assert legal.record().get(2).published == datetime(2026, 1, 10, 12, 0, 1, tzinfo=TOKYO)


def test_the_command_line_reads_the_clock_and_hands_it_on(tmp_path, capsys):
    legal = Legal(tmp_path)
    legal.declare("enactment", effective="2199-01-01")  # whatever the day is on which this is run
    before = datetime.now(UTC).replace(microsecond=0)
    main(["publish", "--root", str(tmp_path)])
    capsys.readouterr()
    published = legal.record().get(1).published
    assert before <= published <= datetime.now(UTC)
    assert published.date() == legal.record().get(1).announced


def test_publications_of_before_move_by_seconds_only_where_several_share_a_day(tmp_path):
    desk = {"policy": "helpdesk", "titles": {"ja": "窓口", "en": "Helpdesk"}}
    record(tmp_path, made(1), made(2, announced=date(2026, 1, 1)), made(3))
    record(tmp_path, made(1, id="tag:kaitei-sample.example,2026:helpdesk/1", **desk))
    found = {e.id.split(":", 2)[2]: e.published for e in entries(tmp_path, date(2026, 4, 1))}
    assert found == {
        "helpdesk/1/en": "Thu, 01 Jan 2026 00:00:00 +0900",
        "privacy-policy/1/en": "Thu, 01 Jan 2026 00:00:01 +0900",
        "privacy-policy/2/en": "Thu, 01 Jan 2026 00:00:02 +0900",
        "privacy-policy/3/en": "Sun, 01 Mar 2026 00:00:00 +0900",
    }


def test_entries_go_strictly_forward_and_the_feed_moves_with_each(tmp_path):
    day = date(2026, 3, 1)
    minutes = [datetime(2026, 3, 1, 9, n, tzinfo=TOKYO) for n in (0, 5)]
    two = made(2, announced=day, published=minutes[0])
    record(tmp_path, made(1), two, made(3, "correction", 2, announced=day, published=minutes[1]))
    for file in ("en/feed.xml", "en/atom.xml", "feed.xml", "privacy-policy/atom.xml"):
        found = dict(feeds.feeds(look(Record(tmp_path).policies, day), URL))[file]
        parsed = feedparser.parse(found)
        at = "updated_parsed" if file.endswith("atom.xml") else "published_parsed"
        moments = [entry[at] for entry in parsed.entries]
        assert moments == sorted(set(moments), reverse=True)
        assert parsed.feed.updated_parsed == moments[0]


def test_an_entry_names_the_company_as_it_was_then(tmp_path):
    record(tmp_path, made(1))
    renamed = {**ORGANIZATION, "name": {"ja": "新社名", "en": "New Name Inc."}}
    frozen = {**FROZEN, "organization": renamed}
    settings = facts.load_frozen(frozen, "facts.yml")
    record(tmp_path, made(2, settings=settings), frozen=frozen)
    authors = [entry.author for entry in entries(tmp_path, date(2026, 4, 1))]
    assert authors == ["New Name Inc.", "Sample Company"]


# --- told again ---------------------------------------------------------------------------------

COMING = made(2, effective=date(2026, 6, 1))


def reminding(days: int) -> dict[str, object]:
    organization = {**ORGANIZATION, "remind_days": str(days)}
    return {"organization": organization, "facts": {}}


def test_what_takes_effect_is_told_again_on_its_day_and_for_a_while(tmp_path):
    record(tmp_path, made(1), COMING)
    known = ["privacy-policy/2", "privacy-policy/1"]
    again = "privacy-policy/2/effective/2026-06-01"
    assert ids(tmp_path, date(2026, 5, 31)) == known
    assert ids(tmp_path, date(2026, 6, 1)) == [again, *known]
    assert ids(tmp_path, date(2026, 6, 14)) == [again, *known]
    assert ids(tmp_path, date(2026, 6, 15)) == known  # whoever comes now is told once
    (first, *_) = entries(tmp_path, date(2026, 6, 1))
    assert first.title == "Privacy policy: Revision in effect since 1 June 2026"
    assert first.published == "Mon, 01 Jun 2026 00:00:00 +0900"
    assert first.link == f"{URL}en/privacy-policy/2/"
    assert (
        "Announced on 1 February 2026, this takes effect on 1 June 2026." in first.content[0].value
    )


def test_the_feeds_own_moment_never_goes_back(tmp_path):
    record(tmp_path, made(1), COMING)
    moments = [
        feedparser.parse(
            dict(feeds.feeds(look(Record(tmp_path).policies, date(2026, 6, day)), URL))["feed.xml"]
        ).feed.updated_parsed
        for day in (1, 10, 30)
    ]
    assert moments == sorted(moments)
    assert moments[-1][:3] == (2026, 5, 31)  # in UTC


def test_what_takes_effect_as_it_is_announced_is_told_once(tmp_path):
    record(tmp_path, made(1), made(2))
    assert ids(tmp_path, date(2026, 2, 2)) == ["privacy-policy/2", "privacy-policy/1"]


def test_a_reminder_comes_so_many_days_before_and_goes_when_it_takes_effect(tmp_path):
    frozen = reminding(14)
    settings = facts.load_frozen(frozen, "facts.yml")
    record(tmp_path, made(1))
    record(tmp_path, made(2, effective=date(2026, 6, 1), settings=settings), frozen=frozen)
    known = ["privacy-policy/2", "privacy-policy/1"]
    ahead = "privacy-policy/2/ahead/2026-06-01"
    assert ids(tmp_path, date(2026, 5, 17)) == known
    assert ids(tmp_path, date(2026, 5, 18)) == [ahead, *known]
    assert ids(tmp_path, date(2026, 5, 31)) == [ahead, *known]
    assert ids(tmp_path, date(2026, 6, 1)) == ["privacy-policy/2/effective/2026-06-01", *known]
    title = entries(tmp_path, date(2026, 5, 20))[0].title
    assert title == "Privacy policy: Revision takes effect on 1 June 2026"
    (event,) = _ahead(tmp_path, date(2026, 5, 1))
    assert "DTSTART;VALUE=DATE:20260518" in event
    assert "SUMMARY:Privacy policy: revision takes effect on 1 June 2026" in event
    assert _ahead(tmp_path, date(2026, 6, 1)) == []


def _ahead(root: Path, on: date) -> list[str]:
    found = dict(calendars.calendars(look(Record(root).policies, on), URL))["en/calendar.ics"]
    return [event for event in found.decode().split("BEGIN:VEVENT") if "/ahead/" in event]


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (made(3, "postponement", 2, effective=date(2026, 7, 1)), ["2026-07-01"]),
        (made(3, "withdrawal", 2), []),
        (made(3, "correction", 2, effective=date(2026, 6, 1)), ["2026-06-01"]),
        (made(3, "withheld", 2), []),
        (made(3, base=2, effective=date(2026, 5, 1)), ["2026-05-01"]),
    ],
    ids=lambda one: getattr(one, "kind", ""),
)
def test_only_what_really_takes_effect_is_told_again_and_once(event, told):
    policy = Policy("privacy-policy", (made(1), COMING, event))
    found = list(reminders(policy, date(2027, 1, 1)))
    assert [one.day.isoformat() for one in found] == told


def test_what_is_announced_on_the_very_day_changes_nothing_of_it():
    """A site built in the morning told of it: the evening's withdrawal is an entry of its own."""
    late = made(3, "withdrawal", 2, announced=date(2026, 6, 1))
    for publications in ((made(1), COMING), (made(1), COMING, late)):
        found = list(reminders(Policy("privacy-policy", publications), date(2026, 6, 2)))
        assert [one.publication.number for one in found] == [2]


def test_one_announcement_of_several_policies_is_told_again_as_one(tmp_path):
    desk = {"policy": "helpdesk", "titles": {"ja": "窓口", "en": "Helpdesk"}}
    both = {"announcement": "fee", "effective": date(2026, 6, 1)}
    number = "tag:kaitei-sample.example,2026:helpdesk/"
    record(tmp_path, made(1), made(2, **both))
    record(tmp_path, made(1, id=f"{number}1", **desk), made(2, id=f"{number}2", **both, **desk))
    first = entries(tmp_path, date(2026, 6, 1))[0]
    assert first.title == "Privacy policy and Helpdesk: Revision in effect since 1 June 2026"
    own = ids(tmp_path, date(2026, 6, 1), "en/helpdesk/feed.xml")
    assert own[0] == "helpdesk/2/effective/2026-06-01"


def test_a_publication_at_midnight_of_that_day_comes_after_what_was_told(tmp_path):
    legal = Legal(tmp_path)  # takes effect on 1 February
    legal.publish("2026-01-10")
    legal.texts(" More.")
    legal.declare("revision", effective="2026-03-01")
    legal.publish("2026-02-01")
    assert legal.record().get(2).published == datetime(2026, 2, 1, 0, 0, 1, tzinfo=TOKYO)
    told = [entry.id.split("/", 1)[1] for entry in entries(tmp_path, date(2026, 2, 1))]
    assert told == ["2/en", "1/effective/2026-02-01/en", "1/en"]


def test_an_archive_holds_announcements_alone(tmp_path):
    """What is told again comes and goes; an archive never changes."""
    day = date(2026, 1, 1)
    ahead = timedelta(days=1)
    publications = [
        made(n, announced=day + timedelta(days=n), effective=day + timedelta(days=n) + ahead)
        for n in range(1, 62)
    ]
    site = look([Policy("privacy-policy", tuple(publications))], day + timedelta(days=70))
    found = dict(feeds.feeds(site, URL))
    assert [
        e.id for e in feedparser.parse(found["feed-1.xml"]).entries if "effective" in e.id
    ] == []
    newest = [e.id for e in feedparser.parse(found["feed.xml"]).entries]
    assert sum("effective" in one for one in newest) == 6  # of the last fourteen days


# --- on pages -----------------------------------------------------------------------------------


def shown(site: Site) -> html.HtmlElement:
    """The first page in English."""
    found = {p.address: p for p in pages.pages(site, REPO / "theme", URL)}
    return html.fromstring(found["en/"].html)


def test_one_announcement_of_several_policies_is_one_entry_on_home_and_in_the_fragment(tmp_path):
    desk = {"policy": "helpdesk", "titles": {"ja": "窓口", "en": "Helpdesk"}}
    both = {"announcement": "fee", "effective": date(2026, 6, 1)}
    number = "tag:kaitei-sample.example,2026:helpdesk/"
    record(tmp_path, made(1), made(2, **both))
    record(tmp_path, made(1, id=f"{number}1", **desk), made(2, id=f"{number}2", **both, **desk))
    site = look(Record(tmp_path).policies, date(2026, 3, 1))
    (news,) = shown(site).find_class("k-news")
    said = [" ".join(item.text_content().split()) for item in news]
    assert said == [
        "1 February 2026 Privacy policy: notice of revision, Helpdesk: notice of revision",
        "1 January 2026 Privacy policy: notice of enactment",
        "1 January 2026 Helpdesk: notice of enactment",
    ]
    words = pages.read_words(REPO / "theme", site.languages)
    fragment = dict(pages.fragments_of_site(site, URL, words))["en/announcements.fragment.html"]
    first = html.fromstring(fragment.decode()).xpath("//li")[0]
    assert len(first.xpath("a")) == 2
    assert first.text_content().count("1 June 2026") == 1


def test_events_of_one_day_keep_their_order(tmp_path):
    """The helpdesk's was published after the policy's, although its name comes first."""
    desk = {"policy": "helpdesk", "titles": {"ja": "窓口", "en": "Helpdesk"}}
    day = date(2026, 1, 10)
    at = [datetime(2026, 1, 10, hour, tzinfo=TOKYO) for hour in (9, 10)]
    id_ = "tag:kaitei-sample.example,2026:helpdesk/1"
    record(tmp_path, made(1, announced=day, published=at[0]))
    record(tmp_path, made(1, announced=day, published=at[1], id=id_, **desk))
    site = look(Record(tmp_path).policies, day)
    assert [entry.publication.policy for entry in site.entries] == ["helpdesk", "privacy-policy"]


@pytest.mark.parametrize(
    ("publications", "words"),
    [
        ((made(1, effective=date(2026, 6, 1)),), "施行予定"),  # there is nothing yet to revise
        ((made(1), made(2, effective=date(2026, 6, 1))), "改定予定"),
    ],
)
def test_a_first_text_is_to_take_effect_and_a_later_one_to_revise(publications, words):
    site = look([Policy("privacy-policy", publications)], date(2026, 3, 1))
    found = {p.address: p for p in pages.pages(site, REPO / "theme", URL)}
    for address in ("", f"privacy-policy/{len(publications)}/", "privacy-policy/history/"):
        text = html.fromstring(found[address].html).text_content()
        assert words in text, address
        assert ("改定予定" in text) == (words == "改定予定"), address
