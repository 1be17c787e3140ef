"""The small and the large sample at every width: what a reader's screen must hold.

A page is opened once and measured at each width. What is wrong is found in the page itself
(MEASURES) and told with its address.
"""

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import large
import pdfs
from browser import follow
from kaitei.site.pages.kinds import MISSING, OF_POLICY, OF_PUBLICATION, OF_SITE
from pictures import PICTURES
from test_browser import KINDS

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
        f"{large.TERMS}/3/marked/",
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

  // A word of a heading stands on one line; no character is left alone on the last one.
  const lines = (range) => Map.groupBy(
    [...range.getClientRects()].filter((box) => box.width > 1),
    (box) => Math.round(box.bottom / 6),
  );
  const blocks = "main :is(h1, h2, h3, h4, th, td, p, li, dd, summary)";
  for (const block of document.querySelectorAll(blocks)) {
    if (!seen(block) || block.querySelector("p, li, table, details, code, .kaitei-hidden")
      || block.matches(".k-hit__text")) continue;
    const range = document.createRange();
    range.selectNodeContents(block);
    const each = [...lines(range).values()];
    const width = each.at(-1)?.reduce((sum, box) => sum + box.width, 0);
    const size = parseFloat(getComputedStyle(block).fontSize);
    if (each.length > 1 && width < 1.2 * size) found.push(`one is alone in ${block.innerText}`);
    if (!block.matches("h1, h2, h3, h4, th")) continue;
    const inside = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (inside.nextNode())
      for (const word of inside.currentNode.data.matchAll(/[A-Za-z]{2,}|[ァ-ヶー]{2,}/g)) {
        range.setStart(inside.currentNode, word.index);
        range.setEnd(inside.currentNode, word.index + word[0].length);
        if (lines(range).size > 1) found.push(`${word[0]} is broken in ${block.innerText}`);
      }
  }

  // A heading stands at most one level below the one before it.
  let before = 0;
  for (const one of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const level = Number(one.tagName[1]);
    if (!seen(one)) continue;
    if (level > before + 1 && before) found.push(`a level is skipped before ${one.innerText}`);
    before = level;
  }

  // A page writes days in one form: with the year of the era or without.
  const days = document.querySelectorAll("main :is(.k-status, dd, h3, .k-record__when, p) time");
  const forms = new Set([...days].map((day) => /令和|平成/.test(day.textContent)));
  if (forms.size > 1) found.push("two forms of a date");

  const header = document.querySelector(".k-header").getBoundingClientRect().height;
  if (header > 64) found.push(`the header is ${header} px high`);

  // What a link leads to, and each entry of the contents, is seen and lies under nothing.
  const shown = (e, block) => {
    e.scrollIntoView({ behavior: "instant", block });
    const box = e.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + 3, box.top + Math.min(box.height / 2, 9));
    return top && (e.contains(top) || top.contains(e)) && !top.matches("html, body");
  };
  for (const place of document.querySelectorAll(".k-clause__head [id]"))
    if (!shown(place, "start")) found.push(`#${place.id} is covered`);
  const folds = document.querySelectorAll(".k-toc-here, .k-toc-here details");
  for (const fold of folds) fold.open = true;
  for (const list of document.querySelectorAll(".k-toc, .k-toc-here"))
    for (const entry of seen(list) ? list.querySelectorAll("a") : [])
      if (!shown(entry, "nearest")) found.push(`the entry ${entry.hash} can't be reached`);
  if (document.querySelectorAll(".k-clause").length && ![".k-toc", ".k-toc-here"].some(
    (name) => seen(document.querySelector(name)))) found.push("no contents");
  for (const fold of folds) fold.open = false;

  // The first screen of a policy holds its first words; that of the helpdesk, how to call it.
  scrollTo({ top: 0, behavior: "instant" });
  const first = document.querySelector(".k-page--policy :is(.k-clock, .k-text p)");
  if (first && [1280, 360].includes(innerWidth)) {
    const box = first.getBoundingClientRect(), words = box.top + 48;  // two lines of them
    const below = (first.matches(".k-clock") ? box.bottom : words) - innerHeight;
    if (below > 0) found.push(`what one comes for ends ${below} px below the first screen`);
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


def test_every_kind_of_page_is_looked_at(built_site: Path, large_site: Path):
    """Who adds a kind of page adds one of its pages to the lists that browsers walk through."""
    kinds = {kind.name for kind in (*OF_SITE, *OF_POLICY, *OF_PUBLICATION, MISSING)}
    kinds -= {"clauses"}  # of a site of more policies than any sample has: tests/test_many.py
    addresses = [address for _, address in PICTURES.values()]
    for site, lists in (
        (built_site, (KINDS, [*PAGES["small"], *addresses])),
        (large_site, ([*PAGES["large"], "404.html"],)),
    ):
        for listed in lists:
            assert kinds - {kind_of(site, address) for address in listed} == set()


def kind_of(site: Path, address: str) -> str:
    """The kind of the page at an address, as its HTML says."""
    found = re.search(r"k-page--([\w-]+)", html_at(site, address))
    return found[1] if found else ""


def html_at(site: Path, address: str) -> str:
    """The HTML of the page at an address below the site's root."""
    path = site / re.split(r"[?#]", address)[0]
    return (path / "index.html" if path.is_dir() else path).read_text("utf-8")


@pytest.mark.parametrize("sample", ["small", "large"])
def test_every_page_holds_at_every_width(roots, page, sample: str):
    wrong, asked = [], []
    page.on("response", lambda response: asked.append(response))
    for address in (lang + one for one in PAGES[sample] for lang in ("", "en/")):
        asked.clear()
        page.goto(roots[sample] + address)
        if (weight := sum(len(gzip.compress(one.body())) for one in asked)) > 60 * 1024:
            wrong.append(f"{address} weighs {weight} bytes with all that it asks for")
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            wrong += [f"{address} at {width}: {what}" for what in page.evaluate(MEASURES)]
    assert not wrong, "\n".join(wrong)


def test_a_wide_table_scrolls_in_a_box_with_a_name_and_by_the_keyboard(roots, page):
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(f"{roots['large']}{large.TERMS}/")
    box = page.get_by_role("region", name="プラン名")
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


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_axe_finds_nothing_in_the_large_sample(roots, browser, width: int, scheme: str):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = browser.new_page(viewport={"width": width, "height": 780}, color_scheme=scheme)
    for address in (f"{large.TERMS}/", f"en/{large.TERMS}/3/changes/", f"{large.OFTEN}/history/"):
        page.goto(roots["large"] + address)
        report = axe.run(page)
        assert report.violations_count == 0, f"{address}\n{report.generate_report()}"
    page.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_the_focus_is_never_hidden(roots, page, width: int):
    page.set_viewport_size({"width": width, "height": 780})
    page.emulate_media(reduced_motion="reduce")
    hidden = """() => {  // "" where it is seen, "end" behind the last
      const own = document.activeElement, box = own.getBoundingClientRect();
      if (own === document.body) return "end";
      const [above, below] = [Math.max(0, box.top), Math.min(innerHeight, box.bottom)];
      const top = document.elementFromPoint((box.left + box.right) / 2, (above + below) / 2);
      const whole = below - above > Math.min(box.height, innerHeight / 3) - 1;
      return whole && (own.contains(top) || top?.contains(own)) ? "" : own.outerHTML;
    }"""
    page.goto(f"{roots['large']}{large.TERMS}/1/")
    for key in ("Tab", "Shift+Tab"):
        for _ in range(400):
            page.keyboard.press(key)
            said = page.evaluate(hidden)
            if said == "end":
                break
            assert said == "", key


def test_the_menu_leads_to_every_policy_and_closes_by_itself(roots, page):
    page.set_viewport_size({"width": 320, "height": 780})
    page.goto(roots["large"])
    menu = page.locator(".k-menu")
    menu.locator("summary").click()
    assert menu.locator("a").all_inner_texts() == [names[0] for names in large.NAMES.values()]
    assert menu.locator("li", has_text="個人情報の取扱い").locator("li").count() == 3
    wider = "document.documentElement.scrollWidth - innerWidth"
    assert page.evaluate(wider) <= 0
    page.keyboard.press("Escape")
    assert not menu.locator("ul").first.is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Enter")
    menu.locator("a").last.focus()
    page.keyboard.press("Tab")
    assert not menu.locator("ul").first.is_visible()


@pytest.mark.parametrize("lang", ["", "en/"])
@pytest.mark.parametrize("width", [1280, 360])
def test_an_old_text_says_so_wherever_a_link_leads(roots, page, lang: str, width: int):
    page.set_viewport_size({"width": width, "height": 780})
    page.goto(f"{roots['large']}{lang}{large.TERMS}/1/#a30")
    page.wait_for_timeout(100)
    said = page.locator(".k-status")
    box, heading = said.bounding_box(), page.locator("#a30").bounding_box()
    assert 0 <= box["y"] < box["y"] + box["height"] <= heading["y"] < 300
    assert said.get_by_role("link").is_visible()
    assert re.search("旧版|Superseded", said.inner_text())


def test_on_a_phone_long_contents_open_by_chapter(roots, page):
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(f"{roots['large']}{large.TERMS}/")
    contents = page.locator(".k-toc-here")
    contents.locator("summary").first.click()
    assert contents.bounding_box()["height"] < 780  # 60 entries
    contents.get_by_text("第7章").first.click()
    follow(contents.get_by_role("link", name="第24条"))
    assert page.url.endswith("#a24")


def test_the_contents_follow_the_reader(roots, page):
    page.set_viewport_size({"width": 1280, "height": 780})
    page.goto(f"{roots['large']}{large.TERMS}/#s02")
    current = page.locator(".k-toc [aria-current=location]")
    current.wait_for()
    box, link = page.locator(".k-toc").bounding_box(), current.bounding_box()
    assert box["y"] <= link["y"] < link["y"] + link["height"] <= box["y"] + box["height"]
    assert current.get_attribute("href").startswith("#s")


@pytest.mark.parametrize("lang", ["", "en/"])
def test_a_history_of_sixty_publications_is_found_by_day_and_folds_by_year(roots, page, lang: str):
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(f"{roots['large']}{lang}{large.OFTEN}/history/")
    strip, asked = page.locator(".k-timeline"), page.locator(".k-when")
    box = strip.bounding_box()
    assert asked.bounding_box()["y"] < box["y"] < box["y"] + box["height"] < 780
    assert box["height"] < 100
    assert strip.locator("rect").count() == large.REVISIONS
    years = page.locator(".k-year")
    assert years.count() == 16
    assert [one.get_attribute("open") is not None for one in years.all()] == [True] + [False] * 15
    shown = page.evaluate("document.documentElement.scrollHeight")
    assert shown < 3500
    asked.locator("input").fill("2015-01-01")
    asked.locator("button").click()
    assert asked.locator("[role=status] a").evaluate("a => a.pathname").endswith("/14/")


def test_without_scripts_a_day_long_ago_is_found_by_its_year(roots, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{roots['large']}{large.OFTEN}/history/")
    year = page.locator(".k-year", has_text="2015年（4件）")
    year.locator("summary").first.click()
    follow(year.locator("a", has_text="全文").first)
    assert page.locator("h1").inner_text().endswith("施行（公表第19号）")
    context.close()


@pytest.mark.parametrize("lang", ["", "en/"])
def test_a_policy_leads_to_the_text_of_a_day_and_to_what_changed_since(roots, page, lang: str):
    policy = f"{roots['large']}{lang}{large.OFTEN}/"
    for button, leads_to in ((0, "14/"), (1, "14/changes-to-current/")):
        page.goto(policy)
        page.locator(".k-time > summary").click()
        page.locator(".k-when input").fill("2015-01-01")
        page.locator(".k-when button").nth(button).click()
        page.wait_for_url(policy + leads_to)
    page.goto(policy)
    page.locator(".k-time > summary").click()
    page.locator(".k-when input").fill("2001-01-01")
    page.locator(".k-when button").first.click()
    assert page.locator(".k-when [role=status]").inner_text() != ""
    assert page.url == policy


def test_without_scripts_a_policy_lists_its_days_and_its_marked_texts(roots, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{roots['large']}{large.OFTEN}/")
    times = page.locator(".k-time")
    times.locator("summary").first.click()
    assert not times.locator("form").is_visible()
    times.locator("summary").last.click()
    follow(times.get_by_role("link", name="全文", exact=False).last)
    assert page.url.endswith(f"{large.OFTEN}/1/")
    context.close()


def test_the_switch_shows_the_changes_in_the_text_and_keeps_the_place(roots, page):
    page.set_viewport_size({"width": 1280, "height": 780})
    page.goto(f"{roots['large']}{large.TERMS}/3/#a09")
    page.locator(".k-toc [aria-current=location]").wait_for()
    follow(page.get_by_role("link", name="変更箇所を表示"))
    assert re.search(r"/3/marked/#\w+$", page.url)
    assert page.locator(".k-text ins").count() > 18
    assert page.locator(".k-text del").count() > 18
    follow(page.get_by_role("link", name="後の改定"))
    assert "/4/marked/" in page.url
    follow(page.get_by_role("link", name="全文のみ"))
    assert f"{large.TERMS}/4/" in page.url
    assert page.locator(".k-text ins").count() == 0
