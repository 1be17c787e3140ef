"""A sitemap that is too much for one file is an index of several, as sitemaps.org asks."""

import gzip
import importlib
import math
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import cast

import pytest
from lxml import etree

import sites
from kaitei.site.pages import Listing, PageFactory, sitemap
from test_shares import joined, made, tree

ON = date(2026, 12, 1)
SITE = "https://policies.example/a&b/"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
MODULE = importlib.import_module("kaitei.site.pages.sitemap")  # a function has its name


class Listed:
    """So many pages, the newest of which is the one in the middle."""

    def __init__(self, count: int) -> None:
        self.count = count

    def listings(self) -> Iterator[Listing]:
        for number in range(self.count):
            day = ON - timedelta(days=abs(number - self.count // 2) % 400)
            yield Listing(f"{SITE}{number}/", day, {"ja": f"{SITE}{number}/"})


def written(count: int) -> dict[str, bytes]:
    return dict(sitemap(cast(PageFactory, Listed(count)), SITE))


def found(content: bytes, what: str) -> list[str]:
    return [str(one.text) for one in etree.fromstring(content).iterfind(f".//s:{what}", NAMES)]


def read(files: dict[str, bytes]) -> dict[str, bytes]:
    """The sitemaps by their paths, as a crawler comes upon them: from robots.txt on."""
    (line,) = (x for x in files["robots.txt"].decode().splitlines() if x.startswith("Sitemap: "))
    first = line.removeprefix(f"Sitemap: {SITE}")
    if not files[first].startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex'):
        return {first: files[first]}
    paths = [address.removeprefix(SITE) for address in found(files[first], "loc")]
    return {path: files[path] for path in paths}


@pytest.mark.parametrize(("count", "parts"), [(0, 1), (1, 1), (50_000, 1), (50_001, 2)])
def test_as_few_files_as_hold_all_addresses(count: int, parts: int):
    files = written(count)
    parted = read(files)
    assert len(parted) == parts
    assert [x for one in parted.values() for x in found(one, "loc")] == [
        f"{SITE}{number}/" for number in range(count)
    ]
    assert all(len(found(one, "loc")) <= 50_000 for one in parted.values())
    assert files.keys() == {"sitemap.xml", *parted, "robots.txt"} | {
        f"{path}.gz" for path in ("sitemap.xml", *parted)
    }
    assert all(gzip.decompress(files[f"{path}.gz"]) == one for path, one in parted.items())


def test_the_index_says_when_each_was_changed_last():
    files = written(50_001)
    days = [max(found(one, "lastmod")) for one in read(files).values()]
    assert found(files["sitemap.xml"], "lastmod") == days
    assert days[0] == ON.isoformat() > days[1]


def test_no_file_is_longer_than_may_be(monkeypatch: pytest.MonkeyPatch):
    whole = written(1_000)
    monkeypatch.setattr(MODULE, "MOST_BYTES", 20_000)
    files = written(1_000)
    parted = read(files)
    assert len(parted) == math.ceil(len(whole["sitemap.xml"]) / 20_000)
    assert all(len(one) <= 20_000 for one in parted.values())
    locs = [x for one in parted.values() for x in found(one, "loc")]
    assert locs == found(whole["sitemap.xml"], "loc")


def test_one_process_and_shares_divide_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    root = sites.root(tmp_path / "repository")
    sites.build(root, ON, root / "whole")
    monkeypatch.setattr(MODULE, "MOST_ADDRESSES", 10)
    sites.build(root, ON, root / "site")
    assert tree(joined(root, made(root, 2))) == tree(root / "site")
    whole, parted = tree(root / "whole"), tree(root / "site")
    assert {path for path in whole if parted.get(path) != whole[path]} == {
        "sitemap.xml",
        "sitemap.xml.gz",
    }
