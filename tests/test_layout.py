"""The small and the large sample at every width: what a reader's screen must hold.

A page is opened once and measured at each width. What is wrong is found in the page itself
(MEASURES) and told with its address.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import large
import pdfs

WIDTHS = {1280: 900, 768: 900, 360: 780, 320: 780}
PAGES = {
    "small": (
        "",
        "privacy-policy/",
        "privacy-policy/1/",
        "privacy-policy/3/changes/",
        "privacy-policy/history/",
        "disclosure-procedure/",
        "helpdesk/",
        "search/",
    ),
    "large": (
        "",
        f"{large.TERMS}/",
        f"{large.TERMS}/1/",
        f"{large.TERMS}/3/",
        f"{large.TERMS}/3/changes/",
        f"{large.TERMS}/parallel/",
        f"{large.TERMS}/3/changes/parallel/",
        f"{large.TERMS}/1/changes-to-current/",
        f"{large.TERMS}/compare/?from=1&to=4",
        f"{large.TERMS}/wordings/",
        f"{large.OFTEN}/",
        f"{large.OFTEN}/history/",
        f"{large.OFTEN}/wordings/",
        "helpdesk/",
        "search/",
        "follow/",
    ),
}

# Each says what is wrong of the page as it is drawn, as a list of sentences.
MEASURES = r"""() => {
  const found = [];
  const seen = (e) => e.checkVisibility({ visibilityProperty: true });

  const wider = document.documentElement.scrollWidth - innerWidth;
  if (wider > 0) found.push(`${wider} px wider than the screen`);

  // A number is broken where its digits stand on two lines; what is to be copied may break.
  const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { currentNode: node } = walk, parent = node.parentElement;
    if (!/\d/.test(node.data) || parent.closest("code, script, .k-address, svg")) continue;
    if (/:\/\//.test(node.data) || !seen(parent)) continue;
    for (const number of node.data.matchAll(/\d[\d,.]*\d/g)) {
      const range = document.createRange();
      range.setStart(node, number.index);
      range.setEnd(node, number.index + number[0].length);
      const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      if (lines.size > 1) found.push(`${number[0]} is broken`);
    }
  }
  return found;
}"""


@pytest.fixture(scope="module")
def roots(built_site: Path, large_site: Path, serve_dir: Callable[[Path], str]) -> dict[str, str]:
    """Where each sample is served."""
    return {"small": serve_dir(built_site), "large": serve_dir(large_site)}


@pytest.fixture
def page(browser) -> Iterator:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("sample", ["small", "large"])
def test_every_page_holds_at_every_width(roots, page, sample: str):
    wrong = []
    for address in (lang + one for one in PAGES[sample] for lang in ("", "en/")):
        page.goto(roots[sample] + address)
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            wrong += [f"{address} at {width}: {what}" for what in page.evaluate(MEASURES)]
    assert wrong == []


def test_a_wide_table_scrolls_in_a_box_with_a_name_and_by_the_keyboard(roots, page):
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(f"{roots['large']}{large.TERMS}/")
    box = page.get_by_role("group", name="プラン名")
    assert box.get_by_role("table").get_by_role("row").count() == 19
    assert box.evaluate("e => e.scrollWidth > e.clientWidth")
    box.focus()
    assert box.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    page.keyboard.press("ArrowRight")
    frames = (
        "for (let n = 0; n < 200 && !e.scrollLeft; n++) await new Promise(requestAnimationFrame)"
    )
    assert box.evaluate(f"async e => {{ {frames}; return e.scrollLeft }}") > 0
    ends = box.locator("td").nth(2).evaluate("e => getComputedStyle(e).textAlign")
    assert ends == "end"


@pytest.mark.parametrize("lang", ["", "en/"])
def test_a_printed_comparison_of_a_table_holds_every_column(roots, page, lang: str):
    page.goto(f"{roots['large']}{lang}{large.TERMS}/3/changes/")
    printed = pdfs.words(page.pdf(prefer_css_page_size=True))
    rows = re.findall(r"^.*\d,\d{3}.*\d{2},\d{3}.*$", printed, re.MULTILINE)
    both = [[int(n.replace(",", "")) for n in re.findall(r"\d+,\d{3}", row)] for row in rows]
    compared = [row for row in both if len(row) == 4]
    assert compared == [
        [4090 + plan * 110, 13000 + plan * 100, 4060 + plan * 110, 13000 + plan * 100]
        for plan in range(1, 19)
    ]
    assert len(re.findall(r"プラン名.*プラン名|Plan .*Plan ", printed)) >= 2  # on each page
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 971, "height": 800})  # A4's long side between its margins
    wider = "all => all.filter(e => e.scrollWidth > e.clientWidth).length"
    assert page.locator(".k-wide .k-table").evaluate_all(wider) == 0
