"""The feeds in the programs that people use: each event arrives once, a rebuild brings nothing.

One story holds every kind of publication. It is told publication by publication, as a site is
built day by day, to `reader`, newsboat and rss2email, each with its own memory of what it has seen.
"""

import email
import itertools
import os
import re
import shutil
import subprocess
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import feedparser
import pytest
from reader import make_reader

from kaitei.model import Publication
from kaitei.record import Record
from kaitei.site import feeds
from kaitei.site.model import look
from records import FROZEN, ORGANIZATION, made, record

URL = "https://kaitei.example/"
FEED = "en/feed.xml"
JAPANESE = {"ja": made(5).sources["ja"]}
STORY = [
    made(1),
    made(2),
    made(3, "correction", 2),
    made(4, base=3, effective=date(2026, 9, 1)),
    made(5, base=4, sources=JAPANESE, translation_later=("en",), effective=date(2026, 11, 1)),
    made(6, "postponement", 5, effective=date(2026, 12, 1)),
    made(7, "translation", 5, sources={"en": made(5).sources["en"]}),
    made(8, base=5, effective=date(2026, 12, 20)),
    made(9, "withdrawal", 8, effective=date(2026, 9, 15)),
    made(10, "renaming", 5, policy="privacy", former="privacy-policy"),
    made(11, "withheld", 1, policy="privacy"),
    made(12, "particulars", 5, policy="privacy", effective=date(2027, 1, 1)),
    made(13, "review", 5, policy="privacy", announced=date(2026, 12, 15)),
    made(14, "repeal", 5, policy="privacy", announced=date(2027, 1, 1), effective=date(2027, 2, 1)),
]
MOVED = FROZEN | {"organization": ORGANIZATION | {"email": "new@example.com"}}  # with number 12
NAMES = [f"{publication.number}-{publication.kind.value}" for publication in STORY]


def published(root: Path, on: date, url: str = URL) -> dict[str, bytes]:
    return dict(feeds.feeds(look(Record(root).policies, on), url))


def told(root: Path) -> Iterator[tuple[Publication, date]]:
    """The story, a publication at a time: each is in the record when it is handed over."""
    for publication in STORY:
        record(root, publication, frozen=FROZEN if publication.number < 12 else MOVED)
        yield publication, publication.announced


def announced(feed: bytes) -> list[feedparser.FeedParserDict]:
    """The entries but for those that tell again of what takes effect; see test_told.py."""
    return [entry for entry in feedparser.parse(feed).entries if "/effective/" not in entry.id]


def test_the_story_has_every_kind():
    kinds = {publication.kind for publication in STORY}
    assert len(kinds) == len(type(STORY[0].kind))


def test_each_event_is_one_entry_and_changes_no_other(tmp_path):
    """What compares a text that is withheld later loses it; nothing else ever changes."""
    before: list[feedparser.FeedParserDict] = []
    for publication, day in told(tmp_path):
        entries = announced(published(tmp_path, day)[FEED])
        withheld = publication.of if publication.kind == "withheld" else 99
        compared = (f"/{withheld}/en", f"/{withheld + 1}/en")
        assert [e.id for e in entries[1:]] == [e.id for e in before]
        for now, then in zip(entries[1:], before, strict=True):
            assert now == then or now.id.endswith(compared)
        assert entries[0].id.endswith(f"/{publication.number}/en")
        again = announced(published(tmp_path, day + timedelta(days=20))[FEED])
        assert again == entries
        before = entries


def test_nothing_is_dated_in_the_future_whatever_the_day(tmp_path):
    zone = ZoneInfo("Asia/Tokyo")
    for _, day in told(tmp_path):
        # What is told on one day stands some seconds apart.
        begun = datetime(day.year, day.month, day.day, 0, 0, 10, tzinfo=zone)
        for path, content in published(tmp_path, day).items():
            dates = re.findall(rb'(?:<(?:updated|published)>|"date_published": ")([^<"]+)', content)
            assert dates or path.endswith("feed.xml")
            assert all(datetime.fromisoformat(d.decode()) <= begun for d in dates), path
            if path.endswith("feed.xml"):
                parsed = feedparser.parse(content)
                latest = [parsed.feed.updated_parsed, *(e.published_parsed for e in parsed.entries)]
                assert max(latest) <= begun.utctimetuple()


def test_ids_outlive_a_new_domain(tmp_path):
    (*_, (_, on)) = told(tmp_path)
    here, there = (
        published(tmp_path, on),
        published(tmp_path, on, "https://other.example/policies/"),
    )
    for path, content in here.items():
        ids = [re.findall(r'(?:<id>|<guid[^>]*>|"id": ")(tag:[^<"]+)', c.decode())
               for c in (content, there[path])]  # fmt: skip
        assert ids[0] == ids[1] != []
        assert b"kaitei.example/" not in there[path].replace(b"tag:kaitei-sample.example,2026", b"")


# --- the programs -------------------------------------------------------------------------------


@dataclass
class Library:
    """`reader`, a Python library: what is new and what came back changed."""

    folder: Path
    address: str

    def __post_init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.client = make_reader(str(self.folder / "reader.sqlite"))
        self.client.add_feed(self.address)

    def arrived(self) -> int:
        result = self.client.update_feed(self.address)
        return result.new if result else 0


@dataclass
class Newsboat:
    """newsboat, a reader for terminals: its own count of what is unread."""

    folder: Path
    address: str
    unread: int = 0

    def arrived(self) -> int:
        (self.folder / "urls").write_text(f"{self.address}\n")
        (self.folder / "config").write_text("")
        self.run("reload")
        before, self.unread = self.unread, int(self.run("print-unread").split()[0])
        return self.unread - before

    def run(self, command: str) -> str:
        files = ("url-file=urls", "cache-file=cache.db", "config-file=config")
        return subprocess.run(
            ["newsboat", *(f"--{file}" for file in files), f"--execute={command}"],
            cwd=self.folder, env=os.environ | {"HOME": str(self.folder), "LC_ALL": "C.UTF-8"},
            check=True, timeout=60, capture_output=True, text=True,
        ).stdout  # fmt: skip


@dataclass
class Mail:
    """rss2email, which turns entries into mail; a program of ours takes the place of sendmail."""

    folder: Path
    address: str
    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        sendmail = self.folder / "sendmail"
        sendmail.write_text(f'#!/bin/sh\ncat >"$(mktemp {self.folder}/mail-XXXXXX)"\n')
        sendmail.chmod(0o755)
        self.run("new", "person@kaitei.example")
        config = self.folder / "r2e.cfg"
        config.write_text(
            re.sub(r"(?m)^sendmail = .*", f"sendmail = {sendmail}", config.read_text())
        )
        self.run("add", "policies", self.address)

    def arrived(self) -> int:
        self.run("run")
        files = sorted(self.folder.glob("mail-*"))
        for file in files:
            message = email.message_from_bytes(file.read_bytes())
            self.texts.append(str(message.get_payload(decode=True), "utf-8"))
            file.unlink()
        return len(files)

    def run(self, *arguments: str) -> None:
        command = ["r2e", "-c", str(self.folder / "r2e.cfg"), "-d", str(self.folder / "r2e.json")]
        subprocess.run([*command, *arguments], check=True, timeout=60, capture_output=True)


@pytest.fixture
def follow(serve_dir, tmp_path_factory) -> Callable:
    """follow(program, needed) -> the program with a feed to follow, and how to write that feed."""
    clock = itertools.count(1_800_000_000)

    def start(program: type, needed: str = ""):
        if needed and not shutil.which(needed):
            pytest.skip(f"{needed} is not here: `make test` says how to get it")
        served, home = tmp_path_factory.mktemp("served"), tmp_path_factory.mktemp("home")
        (served / "feed.xml").write_bytes(b"")

        def write(content: bytes) -> None:
            (served / "feed.xml").write_bytes(content)
            os.utime(served / "feed.xml", (next(clock),) * 2)  # else "not modified"

        return program(home, serve_dir(served) + "feed.xml"), write

    return start


@pytest.mark.parametrize(
    ("program", "needed"), [(Library, ""), (Newsboat, "newsboat"), (Mail, "r2e")]
)
def test_each_event_arrives_once(follow, tmp_path, program, needed):
    client, write = follow(program, needed)
    takes_effect = {
        date(2026, 9, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
    }  # 4, 5 and 12, told again
    for publication, day in told(tmp_path):
        write(published(tmp_path, day)[FEED])
        assert client.arrived() == 1 + (day in takes_effect), publication.kind
        if publication.kind in ("revision", "postponement"):
            write(published(tmp_path, day + timedelta(days=20))[FEED])
            assert client.arrived() == 0, "a rebuild brings nothing"
    write(published(tmp_path, date(2027, 2, 1))[FEED])
    assert client.arrived() == 1, "the repeal takes effect"
    write(published(tmp_path, date(2027, 5, 5))[FEED])
    assert client.arrived() == 0, "a later day brings nothing"
    write(published(tmp_path, date(2027, 5, 5), "https://other.example/policies/")[FEED])
    assert client.arrived() == 0, "a new domain brings nothing"


def test_who_follows_two_formats_is_told_once(follow, serve_dir, tmp_path):
    """By newsboat; the ids are the same."""
    client, write = follow(Newsboat, "newsboat")
    found = published(record(tmp_path).parent, date(2026, 12, 1))
    write(found["en/feed.xml"])
    (tmp_path / "atom").mkdir()
    (tmp_path / "atom/atom.xml").write_bytes(found["en/atom.xml"])
    client.address += f"\n{serve_dir(tmp_path / 'atom')}atom.xml"
    assert client.arrived() == 3


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        ("ja", ("手数料を改めます。", "見本です。", "公表日：2026年2月1日", "施行日：2026年2月1日",
                "~~［削除：1円］~~ ［追加：2円］")),
        ("en", ("The fee changes.", "A sample.", "Announced: 1 February 2026",
                "Effective: 1 February 2026", "~~[deleted: 1]~~ [inserted: 2]")),
    ],
)  # fmt: skip
def test_a_mail_without_styles_says_what_changed(follow, tmp_path, lang, wanted):
    client, write = follow(Mail, "r2e")
    found = published(record(tmp_path, *STORY[:2]).parent, date(2026, 2, 1))
    write(found["feed.xml" if lang == "ja" else FEED])
    assert client.arrived() == 2
    (text,) = (text for text in client.texts if "privacy-policy@2" in text)
    for words in wanted:
        assert words in text
