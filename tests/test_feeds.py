"""The feeds: valid, one entry a publication, for ever the same. In readers: test_readers.py."""

import dataclasses
import json
import re
import subprocess
from datetime import date, timedelta
from pathlib import Path

import feedparser
import pytest
from lxml import html

from kaitei.model import Kind, Policy
from kaitei.record import Record
from kaitei.site import feeds
from kaitei.site.model import look
from records import made, record, texts
from sites import REPO

URL = "https://kaitei.example/"
AFTER_ALL = date(2026, 12, 1)


def published(root: Path, on: date = AFTER_ALL) -> dict[str, bytes]:
    return dict(feeds.feeds(look(Record(root).policies, on), URL))


@pytest.fixture
def three(tmp_path):
    record(tmp_path)
    return tmp_path


def test_every_language_has_a_feed_of_all_policies_and_of_each_in_three_formats(three):
    places = ["", "privacy-policy/", "en/", "en/privacy-policy/"]
    files = ["feed.xml", "atom.xml", "feed.json"]
    assert sorted(published(three)) == sorted(place + file for place in places for file in files)


def test_an_empty_record_has_no_feed(tmp_path):
    assert feeds.feeds(look(Record(tmp_path).policies, AFTER_ALL), URL) == []


def test_feedparser_reads_each_publication_once_newest_first(three):
    for path, xml in published(three).items():
        if path.endswith(".json"):
            continue
        parsed = feedparser.parse(xml)
        assert not parsed.bozo, (path, parsed.get("bozo_exception"))
        lang = "en" if path.startswith("en/") else "ja"
        assert parsed.feed.language == lang
        assert parsed.feed.link == URL + path.removesuffix("feed.xml").removesuffix("atom.xml")
        assert URL + path in [link.href for link in parsed.feed.links if link.rel == "self"]
        terms = [tag.term for tag in parsed.entries[0].tags]
        assert terms == ["privacy-policy", "revision"]
        assert [entry.id for entry in parsed.entries] == [
            f"tag:kaitei-sample.example,2026:privacy-policy/{n}/{lang}" for n in (3, 2, 1)
        ]
        prefix = URL + ("en/" if lang == "en" else "")
        assert parsed.entries[0].link == f"{prefix}privacy-policy/3/changes/"


def test_times_are_midnight_in_the_policies_time_zone_and_never_the_builds(three):
    xml = published(three)["feed.xml"].decode()
    assert "<pubDate>Sun, 01 Mar 2026 00:00:00 +0900</pubDate>" in xml
    assert "<lastBuildDate>Sun, 01 Mar 2026 00:00:00 +0900</lastBuildDate>" in xml


def test_an_entry_holds_summary_reason_dates_the_words_of_the_change_and_the_redline(three):
    entry = feedparser.parse(published(three)["en/feed.xml"]).entries[0]
    content = html.fromstring(entry.content[0].value)
    text = content.text_content()
    for wanted in ("The fee changes.", "A sample.", "1 March 2026", "privacy-policy@3"):
        assert wanted in text
    marks = [*content.iter("del"), *content.iter("ins")]
    assert [mark.text_content() for mark in marks] == ["[deleted: 2]", "[inserted: 3]"]
    assert entry.summary == "The fee changes."


def test_a_later_day_and_later_publications_change_no_entry(three):
    before = feedparser.parse(published(three, date(2026, 2, 10))["feed.xml"]).entries
    after = feedparser.parse(published(three)["feed.xml"]).entries
    assert before == after[1:]


def test_a_day_before_an_announcement_knows_nothing_of_it(three):
    early = published(three, date(2026, 2, 28))
    assert b"privacy-policy/3" not in early["feed.xml"]


def test_a_postponement_is_one_new_entry(three):
    before = feedparser.parse(published(three)["feed.xml"]).entries
    postponement = made(4, "postponement", 3, effective=date(2026, 8, 1))
    record(three, postponement)
    after = feedparser.parse(published(three)["feed.xml"]).entries
    assert after[1:] == before
    assert "延期" in after[0].title
    assert "2026年8月1日" in after[0].title


def test_a_withheld_text_leaves_the_feed(three):
    record(three, made(4, "withheld", 2))
    xml = published(three)["en/feed.xml"].decode()
    assert "The fee is 2" not in xml
    assert 'privacy-policy/2"' not in xml


def test_above_64_kb_an_entry_is_shortened_and_says_where_to_read_on(tmp_path):
    long = "\n\n".join(f"Sentence {n} of a long text." for n in range(4000))
    new = {"ja": f"---\ntitle: 長文\n---\n{long}\n", "en": f"---\ntitle: Long\n---\n{long}\n"}
    record(tmp_path, made(1), made(2, sources=new, titles={"ja": "長文", "en": "Long"}))
    entry = feedparser.parse(published(tmp_path)["en/feed.xml"]).entries[0]
    content = entry.content[0].value
    assert len(content.encode()) <= feeds.ENTRY_BYTES
    assert f"{URL}en/privacy-policy/2/changes/" in content
    assert "Sentence 3999" not in content


def test_what_legal_writes_cannot_break_out_of_an_entry(tmp_path):
    evil = "<script>alert(1)</script> ]]> & <b>"
    record(tmp_path, made(1, summary={"ja": (evil,), "en": (evil,)}, reason={"en": evil}))
    parsed = feedparser.parse(published(tmp_path)["en/feed.xml"], sanitize_html=False)
    assert not parsed.bozo
    content = html.fromstring(parsed.entries[0].content[0].value)
    assert not list(content.iter("script", "b"))
    assert evil in content.text_content()


# --- formats ----------------------------------------------------------------------------------


def test_the_three_formats_say_the_same(three):
    found = published(three)
    rss, atom = feedparser.parse(found["en/feed.xml"]), feedparser.parse(found["en/atom.xml"])
    data = json.loads(found["en/feed.json"])
    for one, other, third in zip(rss.entries, atom.entries, data["items"], strict=True):
        assert one.id == other.id == third["id"]
        assert one.title == other.title == third["title"]
        assert one.link == other.link == third["url"]
        assert one.content[0].value == other.content[0].value
        assert one.summary == other.summary == third["summary"]
        assert one.published_parsed == other.updated_parsed
    assert data["version"] == "https://jsonfeed.org/version/1.1"
    assert data["items"][0]["date_published"] == "2026-03-01T00:00:00+09:00"


def test_a_feed_says_its_language_in_xml_and_looks_like_a_page_in_a_browser(three):
    for path, content in published(three).items():
        if path.endswith(".xml"):
            lang = "en" if path.startswith("en/") else "ja"
            assert f'xml:lang="{lang}"' in content.decode()
            style = "../" * path.count("/") + "assets/feed.css"
            assert f'<?xml-stylesheet type="text/css" href="{style}"?>' in content.decode()
    assert (REPO / "theme/overrides/assets/feed.css").is_file()


# --- one event, one entry -----------------------------------------------------------------------


def together(root: Path) -> None:
    """Two policies changed by one decision, and one that was not."""
    record(root, made(1), made(2, announcement="2026-02-fee"))
    desk = {"policy": "helpdesk", "titles": {"ja": "窓口", "en": "Helpdesk"}}
    ids = [f"tag:kaitei-sample.example,2026:helpdesk/{n}" for n in range(3)]
    record(root, made(1, id=ids[1], **desk), made(2, id=ids[2], announcement="2026-02-fee", **desk))


def test_what_was_announced_together_is_told_once_in_the_feed_of_all_policies(tmp_path):
    together(tmp_path)
    found = published(tmp_path)
    entries = feedparser.parse(found["en/feed.xml"]).entries
    assert [entry.id.split(":", 2)[2] for entry in entries] == [
        "privacy-policy/2/en",
        "privacy-policy/1/en",
        "helpdesk/1/en",
    ]
    both = entries[0]
    assert both.title == "Privacy policy and Helpdesk: Revision (effective 1 February 2026)"
    assert [tag.term for tag in both.tags] == ["privacy-policy", "helpdesk", "revision"]
    for ref in ("privacy-policy@2", "helpdesk@2"):
        assert ref in both.content[0].value
    items = [item.text_content() for item in html.fromstring(both.content[0].value).iter("li")]
    assert items == [
        "The fee changes.",
        "The same in Privacy policy (Clause 1), Helpdesk (Clause 1): 1 yen became 2 yen",
        "The fee changes.",
        "Besides, what is told above as the same in several",
    ]
    one = feedparser.parse(found["en/helpdesk/feed.xml"]).entries
    assert [entry.id.split(":", 2)[2] for entry in one] == ["helpdesk/2/en", "helpdesk/1/en"]
    assert "Clause 1 amended: 1 yen became 2 yen" in one[0].content[0].value  # told alone


def test_a_late_translation_is_a_new_entry_and_changes_no_other(tmp_path):
    japanese = {"ja": made(2).sources["ja"]}
    record(tmp_path, made(1), made(2, sources=japanese, translation_later=("en",)), made(3))
    before = feedparser.parse(published(tmp_path)["en/feed.xml"]).entries
    told = html.fromstring(before[1].content[0].value)
    assert "no English text yet" in told.text_content()
    assert told.xpath("//div[@lang='ja']//del")
    record(tmp_path, made(4, "translation", 2, sources={"en": made(2).sources["en"]}))
    after = feedparser.parse(published(tmp_path)["en/feed.xml"]).entries
    assert after[1:] == before
    assert "The fee changes." in after[0].content[0].value
    assert "[deleted: 1]" in html.fromstring(after[0].content[0].value).text_content()


EVENTS = ("postponement", "withdrawal", "repeal", "withheld")


@pytest.mark.parametrize("kind", EVENTS)
def test_every_event_is_one_entry_and_changes_no_other_of_another_revision(three, kind):
    before = feedparser.parse(published(three)["en/feed.xml"]).entries
    record(three, made(4, kind, 3, effective=None if kind == "withheld" else date(2026, 8, 1)))
    after = feedparser.parse(published(three)["en/feed.xml"]).entries
    assert [entry.id for entry in after[1:]] == [entry.id for entry in before]
    assert after[2:] == before[1:]
    assert kind == "withheld" or after[1] == before[0]


def test_a_renamed_policy_keeps_its_feed_its_ids_and_its_entries(three):
    before = published(three)
    record(three, made(4, "renaming", 3, policy="privacy", former="privacy-policy"))
    after = published(three)
    for path in ("en/feed.xml", "en/privacy-policy/feed.xml", "en/privacy/feed.xml"):
        entries = feedparser.parse(after[path]).entries
        assert entries[1:] == feedparser.parse(before["en/feed.xml"]).entries
    ids = [
        feedparser.parse(after[f"{name}/atom.xml"]).feed.id
        for name in ("privacy", "privacy-policy")
    ]
    assert ids == [feedparser.parse(before["privacy-policy/atom.xml"]).feed.id] * 2


# --- archives (RFC 5005) ------------------------------------------------------------------------


def daily(count: int) -> Policy:
    """A policy with a revision on each of `count` days."""
    first = date(2020, 1, 1)
    days = [first + timedelta(days=n) for n in range(count)]
    return Policy("privacy-policy", tuple(
        dataclasses.replace(
            made(1), number=n, kind=Kind.REVISION if n > 1 else Kind.ENACTMENT,
            base=n - 1 or None, sources=texts(n), announced=day, effective=day, digest=f"{n:064}",
            id=f"tag:kaitei-sample.example,2026:privacy-policy/{n}",
        )
        for n, day in enumerate(days, 1)
    ))  # fmt: skip


def test_older_entries_stand_in_archives_that_never_change():
    whole = daily(100)
    kept: dict[str, bytes] = {}
    for day in (20, 31, 59, 60, 61, 75, 100, 130):
        found = dict(feeds.feeds(look([whole], date(2020, 1, 1) + timedelta(days=day - 1)), URL))
        for path, content in kept.items():
            assert found[path] == content, f"{path} changed by day {day}"
        kept |= {path: c for path, c in found.items() if re.search(r"-\d+\.xml$", path)}
    for file in ("feed", "atom"):
        numbers, at = set(), f"{file}.xml"
        for _ in range(9):
            parsed = feedparser.parse(found[at])
            numbers |= {int(entry.id.split("/")[1]) for entry in parsed.entries}
            assert len(parsed.entries) == feeds.NEWEST
            archive_mark = b"syndication/history/1.0" in found[at]
            assert archive_mark == (at != f"{file}.xml")
            earlier = [ln.href for ln in parsed.feed.links if ln.rel == "prev-archive"]
            if not earlier:
                break
            at = earlier[0].removeprefix(URL)
        assert numbers == set(range(1, 101))
    assert b'rel="current"' in found["feed-1.xml"]


def test_an_archive_is_not_closed_before_its_day_is_over():
    found = dict(feeds.feeds(look([daily(60)], date(2020, 2, 29)), URL))  # the 60th day
    assert "feed-1.xml" in found
    assert "feed-2.xml" not in found


# --- a validator that is not ours ----------------------------------------------------------------

# RSS::Parser of Ruby's own library, told to validate: elements missing or too many, values that
# an element may not have, dates that are none.
_VALIDATE = """
require "rss"
ARGV.each do |file|
  begin
    feed = RSS::Parser.parse(File.read(file), true)
    puts feed.nil? ? "no feed" : "valid, #{feed.items.size}"
  rescue RSS::Error => error
    puts error.class.name
  end
end
"""


def judged(folder: Path, *documents: bytes) -> list[str]:
    if subprocess.run(["ruby", "-rrss", "-e", ""], capture_output=True).returncode:
        pytest.skip("Ruby with its library rss is not here: `make test` says how to get it")
    files = []
    for number, content in enumerate(documents):
        files.append(folder / f"{number}.xml")
        files[-1].write_bytes(content)
    command = ["ruby", "-e", _VALIDATE, *map(str, files)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


def test_every_document_is_valid_archives_too(tmp_path):
    site = look([daily(70)], date(2020, 4, 1))
    found = [xml for path, xml in feeds.feeds(site, URL) if path.endswith(".xml")]
    assert len(found) == 24  # two languages, two feeds, two formats, two archives each
    verdicts = judged(tmp_path, *found)
    assert verdicts == ["valid, 30"] * len(found)


def test_the_validator_refuses_what_is_wrong(tmp_path, three):
    found = published(three)
    rss, atom = found["en/feed.xml"], found["en/atom.xml"]
    wrong = [
        rss.replace(b"<description>", b"<docs>", 1).replace(b"</description>", b"</docs>", 1),
        re.sub(rb"<pubDate>[^<]*", b"<pubDate>soon", rss, count=1),
        re.sub(rb"<entry>\s*<id>[^<]*</id>", b"<entry>", atom, count=1),
        re.sub(rb"<updated>[^<]*</updated>", b"", atom),
        rss.replace(b"</channel>", b"", 1),
    ]
    assert all(verdict.startswith("RSS::") for verdict in judged(tmp_path, *wrong))
