"""What feeds say is kept beside a site: it saves comparing, and changes no byte."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import sites
from kaitei.build import said
from records import made, record
from test_shares import tree

FIRST, LATER = date(2026, 3, 1), date(2026, 12, 1)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with its site of a day on which less was known."""
    root = sites.root(tmp_path / "repository")
    sites.build(root, FIRST, root / "site")
    return root


def fresh(root: Path, on: date) -> dict[str, str]:
    sites.build(root, on, root / f"{on}/site")
    return tree(root / f"{on}/site")


def test_a_further_build_is_the_same_as_the_first(root: Path):
    for on in (FIRST, LATER, FIRST):
        sites.build(root, on, root / "site")
        assert tree(root / "site") == fresh(root, on)


@pytest.mark.parametrize(
    "damage", [lambda raw: raw[:-1], lambda raw: b"", lambda raw: raw.replace(b"<", b">", 1)]
)
def test_what_is_damaged_counts_as_nothing(root: Path, damage: Callable[[bytes], bytes]):
    file = root / ".site.kept" / said.TEXT
    file.write_bytes(damage(file.read_bytes()))
    sites.build(root, LATER, root / "site")
    assert tree(root / "site") == fresh(root, LATER)


def test_it_is_what_the_next_build_says(root: Path):
    """Kept words are used as they are: spoilt with the right sum they would stand on the site."""
    kept = root / ".site.kept"
    index = (kept / said.INDEX).read_text("utf-8")
    before = said.digest(kept / said.TEXT)
    text = (kept / said.TEXT).read_text("utf-8")
    spoilt = text.replace("<p>", "<b>").replace('", "', '","#')  # as long as it was
    (kept / said.TEXT).write_text(spoilt, "utf-8")
    after = said.digest(kept / said.TEXT)
    (kept / said.INDEX).write_text(index.replace(before, after), "utf-8")
    for list_ in kept.glob("*.json"):
        if list_.name != said.INDEX:
            list_.unlink()
    sites.build(root, FIRST, root / "site")
    feed = (root / "site/feed.xml").read_text("utf-8")
    assert "&lt;b&gt;" in feed or "<b>" in feed
    search = (root / "site/search/index.html").read_text("utf-8")
    assert ">#" in search


def test_a_withheld_text_is_not_kept(tmp_path: Path):
    root = tmp_path / "repository"
    sites.place(root)
    secret = {
        "ja": sites.text("ja", "規程", "one: 秘密の文。"),
        "en": sites.text("en", "P", "one: x"),
    }
    record(root, made(1), made(2, sources=secret), frozen=sites.WHOLE)
    sites.build(root, FIRST, root / "site")
    kept = root / ".site.kept" / said.TEXT
    assert "秘密の文" in kept.read_text("utf-8")
    record(root, made(3, "withheld", 2), frozen=sites.WHOLE)
    sites.build(root, LATER, root / "site")
    assert "秘密の文" not in kept.read_text("utf-8")
