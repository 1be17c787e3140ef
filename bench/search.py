"""`python bench/search.py`: our search beside Pagefind, over the same clauses, the same queries.

Pagefind is asked in two ways: over the policies' pages, where the place in the page that has most
of the words counts as its answer (as its own interface shows it), and over a page for each clause,
which is the grain of ours. Queries are those of tests/cases/search/: the ones that ours was tuned
with (small sample), and the ones that were written before anybody looked at how it works (large).
It needs what `.ci/setup judges` brings. Prints a table and writes it to docs/search.md.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from statistics import median
from typing import Any

from lxml import html

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))

from report import table, write  # noqa: E402

import browser as chromium  # noqa: E402
import judging  # noqa: E402
import large  # noqa: E402
import pictures  # noqa: E402
import sites  # noqa: E402
from test_search import ASK, queries  # noqa: E402

DOCUMENT = HERE.parent / "docs" / "search.md"
LANGUAGES = {"ja": "", "en": "en/"}
LISTS = {"small": "", "large": "large."}
ASK_PAGEFIND = """async ([query, clauses]) => {
  const { results } = await window.pagefind.search(query);
  if (!results.length) return "";
  const { url, sub_results } = await results[0].data();
  if (clauses) return url;
  const most = [...sub_results].sort((a, b) => b.locations.length - a.locations.length);
  return most[0]?.url ?? url;
}"""
START = """async (base) => {
  window.pagefind = await import(`${base}pagefind.js`);
  await window.pagefind.init();
}"""


@dataclass
class Score:
    """How a search answered: first places, queries that found nothing, bytes, milliseconds."""

    first: int
    nothing: int
    asked: int
    loaded: float
    took: float

    def row(self, name: str) -> list[str]:
        """A row of the table."""
        return [
            name, f"{self.first} of {self.asked}", str(self.nothing), f"{self.loaded / 1024:.0f}",
            f"{self.took:.1f}",
        ]  # fmt: skip


def main() -> None:
    """Build both samples, ask, print, write."""
    rows = []
    with tempfile.TemporaryDirectory() as place, chromium.chromium() as browser:
        small, big = Path(place) / "small", Path(place) / "large"
        pictures.build_small(small)
        sites.build(large.root(Path(place) / "root"), large.DAY, big)
        for size, site in (("small", small), ("large", big)):
            for lang in LANGUAGES:
                for name, score in scores(browser, site, LISTS[size] + lang, lang):
                    rows.append([size, lang, *score.row(name)])
                    print(*rows[-1], sep="\t", flush=True)
    heads = ("sample", "language", "search", "right clause first", "nothing found", "KB", "ms")
    made = f"{date.today().isoformat()}, Pagefind {version()}, {os.cpu_count()} cores.\n"
    report = "\n".join([made, *table(heads, rows)])
    write("search", report, DOCUMENT)


def version() -> str:
    """Which Pagefind it is."""
    package = judging.MODULES / "pagefind" / "package.json"
    return str(json.loads(package.read_text("utf-8"))["version"])


def scores(browser: Any, site: Path, cases: str, lang: str) -> Iterator[tuple[str, Score]]:
    """Ours, and Pagefind in both ways, over a language of a site."""
    start, asked = LANGUAGES[lang], queries(cases)
    yield "ours", ours(browser, site, start, asked)
    for name, pages in (
        ("Pagefind, pages", whole(site, start)),
        ("Pagefind, clauses", parts(site, start)),
    ):
        with tempfile.TemporaryDirectory() as folder:
            yield name, theirs(browser, Path(folder), list(pages), asked, clauses="clauses" in name)


def ours(browser: Any, site: Path, start: str, asked: list[tuple[str, list[str]]]) -> Score:
    """Our search page; it loads what it needs before one asks."""
    page_bytes = (site / start / "search/index.html").read_bytes()
    script = (site / "assets/search.js").read_bytes()
    with pictures.served(site) as root:
        page = browser.new_page()
        page.goto(f"{root}{start}search/")
        found, took = answers(lambda query: page.evaluate(ASK, query), asked)
        page.close()
    places = [one.removeprefix(root + start) for one in found]
    return score(places, asked, len(gzip.compress(page_bytes)) + len(gzip.compress(script)), took)


def theirs(
    browser: Any, folder: Path, pages: list[dict[str, str]], asked: list[tuple[str, list[str]]],
    *, clauses: bool,
) -> Score:  # fmt: skip
    """Pagefind over these pages; what it loads until the first query is answered counts."""
    script = judging.MODULES.parent / "pagefind.mjs"
    script.write_bytes((HERE / "pagefind.mjs").read_bytes())  # node looks for packages beside it
    said = json.dumps(pages).encode()
    subprocess.run(
        ["node", script, folder / "pagefind"], input=said, check=True, stdout=subprocess.DEVNULL
    )
    lang = re.search('lang="(..)', pages[0]["content"])
    (folder / "index.html").write_text(f'<!doctype html><html lang="{lang[1] if lang else ""}">')
    sizes: list[int] = []
    with pictures.served(folder) as root:
        page = browser.new_page()
        page.goto(root)
        page.on("response", lambda one: sizes.append(weight(one)))
        page.evaluate(START, f"{root}pagefind/")
        page.evaluate(ASK_PAGEFIND, [asked[0][0], clauses])
        loaded = sum(sizes)
        found, took = answers(lambda query: page.evaluate(ASK_PAGEFIND, [query, clauses]), asked)
        page.close()
    return score([one.removeprefix("/") for one in found], asked, loaded, took)


def weight(response: Any) -> int:
    """What an answer weighs on its way: Pagefind's own files are packed already."""
    body = response.body()
    return len(body) if body[:2] == b"\x1f\x8b" else len(gzip.compress(body))


def answers(ask: Any, asked: list[tuple[str, list[str]]]) -> tuple[list[str], float]:
    """What each query finds first, and the median of what one takes, in milliseconds."""
    found, took = [], []
    for query, _ in asked:
        begun = time.perf_counter()
        found.append(ask(query))
        took.append((time.perf_counter() - begun) * 1000)
    return found, median(took)


def score(
    found: list[str], asked: list[tuple[str, list[str]]], loaded: float, took: float
) -> Score:
    """The answers held against the cases."""
    first = sum(one in right for one, (_, right) in zip(found, asked, strict=True))
    return Score(first, found.count(""), len(asked), loaded, took)


def parts(site: Path, start: str) -> Iterator[dict[str, str]]:
    """A page for each clause, policy and announcement that our search page lists."""
    lang = "en" if start else "ja"
    for hit in html.parse(site / start / "search/index.html").xpath(
        '//li[contains(@class, "k-hit")]'
    ):
        [name], text = hit.xpath('.//a[@class="k-hit__name"]'), hit.xpath("string(p)")
        address = "/" + re.sub(r"^(\.\./)+(en/)?", "", name.get("href"))
        said = f"<h1>{escape(name.text_content())}</h1><p>{escape(text)}</p>"
        yield {"url": address, "content": f'<html lang="{lang}"><body>{said}</body></html>'}


def whole(site: Path, start: str) -> Iterator[dict[str, str]]:
    """The policies' pages, with their texts and what stands with them as what is looked in."""
    for path in sorted((site / start).glob("*/index.html")):
        content = path.read_text("utf-8")
        if "k-page--policy" in content:
            content = content.replace('class="k-text"', 'data-pagefind-body class="k-text"', 1)
            yield {"url": f"/{path.parent.name}/", "content": content}


if __name__ == "__main__":
    main()
