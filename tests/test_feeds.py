"""The feeds, read by programs that people use: one entry a publication, never twice, never other."""

import warnings
from datetime import date
from pathlib import Path

import feedparser
import pytest
from lxml import html
from reader import make_reader
from records import made, record

from kaitei import archive, feeds
from kaitei.site import look

URL = "https://kaitei.example/"
AFTER_ALL = date(2026, 12, 1)


def published(root: Path, on: date = AFTER_ALL) -> dict[str, bytes]:
    return dict(feeds.feeds(look(archive.read(root), on), URL))


@pytest.fixture
def three(tmp_path):
    record(tmp_path)
    return tmp_path


def test_every_language_has_a_feed_of_all_policies_and_of_each(three):
    assert sorted(published(three)) == [
        "en/feed.xml",
        "en/privacy-policy/feed.xml",
        "feed.xml",
        "privacy-policy/feed.xml",
    ]


def test_an_empty_record_has_no_feed(tmp_path):
    assert feeds.feeds(look(archive.read(tmp_path), AFTER_ALL), URL) == []


def test_feedparser_reads_each_publication_once_newest_first(three):
    for path, xml in published(three).items():
        parsed = feedparser.parse(xml)
        assert not parsed.bozo, (path, parsed.get("bozo_exception"))
        lang = "en" if path.startswith("en/") else "ja"
        assert parsed.feed.language == lang
        assert parsed.feed.link == URL + path.removesuffix("feed.xml")
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


def test_a_feed_reader_announces_each_publication_once(three, serve_dir, tmp_path_factory):
    """With `reader`, a feed library that keeps what it has seen."""
    served = tmp_path_factory.mktemp("served")
    (served / "feed.xml").write_bytes(published(three)["feed.xml"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        client = make_reader(str(served.parent / "reader.sqlite"))
        client.add_feed(serve_dir(served) + "feed.xml")
        client.update_feeds()
        for entry in client.get_entries():
            client.mark_entry_as_read(entry)
        assert client.get_entry_counts().total == 3

        (served / "feed.xml").write_bytes(published(three, date(2027, 5, 5))["feed.xml"])
        assert client.update_feed(client.get_feeds().__next__()).new == 0
        assert client.get_entry_counts(read=False).total == 0

        record(three, made(4, "postponement", 3, effective=date(2026, 8, 1)))
        (served / "feed.xml").write_bytes(published(three)["feed.xml"])
        updated = client.update_feed(client.get_feeds().__next__())
        assert (updated.new, updated.modified) == (1, 0)
