"""The built site in a real browser: both languages, wide and narrow, with and without scripts."""

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from browser import follow
from conftest import REPO
from test_history_index import letters

KINDS = [
    "",
    "privacy-policy/",
    "privacy-policy/history/",
    "privacy-policy/1/",
    "privacy-policy/3/",
    "privacy-policy/3/changes/",
    "privacy-policy/1/changes-to-current/",
    "privacy-policy/3/marked/",
    "privacy-policy/compare/",
    "privacy-policy/wordings/",
    "privacy-policy/parallel/",
    "privacy-policy/3/changes/parallel/",
    "disclosure-procedure/",
    "disclosure-procedure/2/changes/",
    "helpdesk/",
    "search/",
    "follow/",
    "404.html",
]
PAGES = [*KINDS, *(f"en/{kind}" for kind in KINDS if kind != "404.html")]


@pytest.fixture(scope="module")
def root(built_site: Path, serve_dir: Callable[[Path], str]) -> str:
    return serve_dir(built_site)


class Visit:
    """A page that was opened, with all that it asked for and complained of."""

    def __init__(self, browser, **options) -> None:
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console",
            lambda said: (
                self.complaints.append(said.text) if said.type in ("error", "warning") else None
            ),
        )


@pytest.fixture
def visit(browser) -> Iterator[Callable[..., Visit]]:
    visits = []

    def start(width: int = 1280, **options) -> Visit:
        visits.append(Visit(browser, viewport={"width": width, "height": 800}, **options))
        return visits[-1]

    yield start
    for one in visits:
        one.context.close()


@pytest.mark.parametrize("width", [1280, 320])  # 320: a small phone, and 1280 at 400 %
def test_every_page_opens_quietly_and_fits(root: str, visit, width: int):
    one = visit(width)
    for address in PAGES:
        one.page.goto(root + address)
        assert one.page.locator("h1").count() == 1, address
        overflow = one.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, f"{address} is {overflow} px wider than the screen"
    one.page.wait_for_load_state("networkidle")
    assert one.complaints == []
    assert [url for url in one.requests if not url.startswith(root)] == []


def test_no_script_leaves_a_name_to_another(browser):
    """A page has several: what one declares at its top must not clash with another's."""
    names = "() => Object.keys(window).sort()"
    for script in (REPO / "theme/overrides/assets").glob("*.js"):
        page, said = browser.new_page(), []
        page.on("pageerror", lambda error, said=said: said.append(error.message))
        before = page.evaluate(names)
        for _ in range(2):  # the second time, whatever has been declared is
            page.add_script_tag(content=script.read_text("utf-8"))
        assert page.evaluate(names) == before, script.name
        assert not [one for one in said if "declared" in one], script.name
        page.close()


# Colours and sizes know no language, and words no width: each half of the matrix shows both.
@pytest.mark.parametrize(
    ("width", "scheme", "lang"), [(1280, "light", ""), (360, "dark", "en/")], ids=["wide", "narrow"]
)
def test_axe_finds_nothing(root: str, visit, width: int, scheme: str, lang: str):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    one = visit(width, color_scheme=scheme)
    pages = [kind for kind in KINDS if not (lang and kind == "404.html")]
    for address in (*pages, "search/?q=800", "privacy-policy/compare/?from=1&to=3"):
        wait = "networkidle" if "?" in address else "load"
        one.page.goto(root + lang + address, wait_until=wait)
        report = axe.run(one.page)
        assert report.violations_count == 0, f"{address}\n{report.generate_report()}"


def test_the_language_switch_leads_to_the_same_page(root: str, visit):
    one = visit(java_script_enabled=False)
    for address in (kind for kind in KINDS if kind != "404.html"):
        one.page.goto(root + address)
        follow(one.page.locator(".k-languages a[hreflang=en]"))
        assert one.page.url == f"{root}en/{address}"
        assert one.page.get_attribute("html", "lang") == "en"
        follow(one.page.locator(".k-languages a[hreflang=ja]"))
        assert one.page.url == root + address


@pytest.mark.parametrize("lang", ["", "en/"])
@pytest.mark.parametrize("width", [1280, 360])
def test_links_to_clauses_land(root: str, visit, lang: str, width: int):
    one = visit(width)
    one.page.goto(f"{root}{lang}privacy-policy/")
    for link in one.page.locator(".k-permalink").all():
        target = link.get_attribute("href")
        one.page.goto(f"{root}{lang}privacy-policy/{target}")
        one.page.wait_for_timeout(50)
        top = one.page.locator(target).evaluate("e => e.getBoundingClientRect().top")
        header = one.page.locator("header.k-header").evaluate(
            "e => Math.max(0, e.getBoundingClientRect().bottom)"
        )
        bottom = one.page.evaluate(
            "scrollY + innerHeight >= document.documentElement.scrollHeight - 2"
        )
        assert header <= top < 800
        assert bottom or top < 250
    cross = one.page.locator(".k-clause__body a[href='#purposes']")
    assert cross.count() == 1


@pytest.mark.parametrize(("lang", "word"), [("", "施行中"), ("en/", "In force")])
def test_without_scripts_and_colours_a_text_says_where_it_stands(
    root: str, visit, lang: str, word: str
):
    one = visit(360, java_script_enabled=False)
    one.page.goto(f"{root}{lang}privacy-policy/")
    assert one.page.locator(".k-status__name").inner_text() == word
    assert one.page.locator(".k-contact a[href^='tel:+81']").is_visible()
    one.page.goto(f"{root}{lang}privacy-policy/1/")
    assert re.match("旧版|Superseded", one.page.locator(".k-status__name").inner_text())
    follow(one.page.locator(".k-status a"))
    assert one.page.url == f"{root}{lang}privacy-policy/"


def test_a_narrow_comparison_names_each_cell(root: str, visit):
    one = visit(360)
    one.page.goto(root + "privacy-policy/3/changes/")
    rows = one.page.locator(".kaitei-table > tbody > tr")
    cell = rows.first.locator("td").first
    label = cell.evaluate("e => getComputedStyle(e, '::before').content")
    assert label.strip('"') == cell.get_attribute("data-label") != ""
    below = rows.first.locator("td").nth(1).bounding_box()["y"]
    assert below >= cell.bounding_box()["y"] + cell.bounding_box()["height"] - 1


def test_the_keyboard_reaches_the_text_and_shows_where_it_is(root: str, visit):
    one = visit()
    one.page.goto(root + "privacy-policy/")
    one.page.keyboard.press("Tab")
    assert one.page.evaluate("document.activeElement.className").split()[0] == "md-skip"
    one.page.keyboard.press("Tab")
    outline = one.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


SEARCHES = [
    ("", "1,000円", "disclosure-procedure/#fees"),
    ("", "開示", "disclosure-procedure/"),
    ("", "03-3359-0028", "helpdesk/"),
    ("", "開示の手数料はいくら", "disclosure-procedure/#fees"),
    ("en/", "disclosure", "disclosure-procedure/"),
    ("en/", "requests", "disclosure-procedure/"),
    ("en/", "1000 yen", "disclosure-procedure/#fees"),
    ("en/", "03-3359-0028", "helpdesk/"),
]


def test_search_leads_to_what_is_in_force_in_the_readers_language(root: str, visit):
    one = visit(360)
    wrong = []
    for lang, query, target in SEARCHES:
        one.page.goto(f"{root}{lang}search/")
        one.page.keyboard.type(query)
        one.page.keyboard.press("Enter")
        found = one.page.evaluate("document.activeElement.href") or ""
        if not found.startswith(f"{root}{lang}{target}"):
            wrong.append((query, found.removeprefix(root)))
    assert wrong == []
    shown = one.page.locator(".k-hit:visible a").evaluate_all("all => all.map(a => a.href)")
    assert not any(re.search(r"/\d+/(#|$)", target) for target in shown)
    assert one.complaints == []


def test_search_starts_on_every_page_and_without_scripts_lists_every_clause(root: str, visit):
    one = visit()
    one.page.goto(root + "en/privacy-policy/1/")
    one.page.fill(".k-search-form input", "retention of kittens")
    one.page.press(".k-search-form input", "Enter")
    one.page.wait_for_url(root + "en/search/?q=*")
    assert "Nothing was found" in one.page.inner_text(".k-found")
    plain = visit(360, java_script_enabled=False)
    plain.page.goto(root)
    follow(plain.page.locator(".k-search-link"))
    follow(plain.page.locator(".k-hit a[href$='#purposes']"))
    assert plain.page.url == root + "privacy-policy/#purposes"
    assert one.complaints == []


@pytest.mark.parametrize(("lang", "words"), [("", "800円"), ("en/", "800 yen")])
def test_what_was_replaced_is_found_where_it_is_asked_for(root: str, visit, lang: str, words: str):
    one = visit(360)
    one.page.goto(f"{root}{lang}search/?q=800")
    here = one.page.locator(".k-hit:not([hidden]):not([data-news])")
    assert here.count() == 0  # no clause in force says so
    follow(one.page.locator("a[data-asks] >> nth=0"))
    assert one.page.url == f"{root}{lang}privacy-policy/wordings/?q=800"
    one.page.wait_for_selector(".k-hit mark")
    found = one.page.locator(".k-hit:not([hidden])")
    assert found.count() == 1
    assert words in found.inner_text()
    plain = visit(java_script_enabled=False)
    plain.page.goto(f"{root}{lang}privacy-policy/")
    follow(plain.page.locator("a[href$='wordings/#helpdesk']"))
    wording = plain.page.locator("#helpdesk")
    assert words in wording.inner_text()
    follow(wording.locator(".k-links a"))
    assert plain.page.url == f"{root}{lang}privacy-policy/2/changes/#k-row-helpdesk"
    assert one.complaints == []


def test_any_two_texts_are_compared_exactly_in_the_page(root: str, visit):
    one = visit(360)
    text = """side => {
        const whole = document.querySelector('.k-pair__text').cloneNode(true);
        const others = `${side}, summary, .kaitei-hidden, .k-line__mark`;
        for (const e of whole.querySelectorAll(others)) e.remove();
        return whole.textContent.replace(/\\s/g, '');
    }"""
    own = "document.querySelector('.k-text').innerText.replace(/\\s/g, '')"
    beside = "'.k-touched, .k-coming, .k-dated, .k-permalink'"
    plain = f"[...document.querySelectorAll({beside})].forEach(e => e.remove())"
    for lang in ("", "en/"):
        said = {}
        for number in (1, 2, 3):
            one.page.goto(f"{root}{lang}privacy-policy/{number}/")
            one.page.evaluate(plain)
            said[number] = one.page.evaluate(own)
        for old, new in ((1, 2), (1, 3), (3, 1), (2, 2)):
            one.page.goto(f"{root}{lang}privacy-policy/compare/?from={old}&to={new}")
            assert one.page.evaluate(text, "ins") == said[old]
            assert one.page.evaluate(text, "del") == said[new]
    # The address says what is shown, whatever it said before.
    for asked, shown in {
        "from=1&to=3": "from=1&to=3",
        "from=1.0&to=0x2": "from=2&to=3",
        "to=2&from=%201&x=<b>": "from=2&to=2",
        "from=99&to=-1#k-ready": "from=2&to=3#k-ready",
    }.items():
        one.page.goto(f"{root}privacy-policy/compare/?{asked}")
        assert one.page.url == f"{root}privacy-policy/compare/?{shown}"
    one.page.goto(f"{root}privacy-policy/compare/")
    one.page.select_option("[name=from]", "1")
    one.page.press("[name=from]", "Tab")
    one.page.focus(".k-pick button")
    one.page.keyboard.press("Enter")
    assert "from=1" in one.page.url
    assert one.page.locator(".k-pair__text ins").count() > 5
    assert one.complaints == []


NEIGHBOURS = [("privacy-policy", 1, 2), ("privacy-policy", 2, 3), ("disclosure-procedure", 1, 2)]


def test_a_text_and_the_one_it_replaced_are_compared_as_announced(root: str, visit):
    one = visit(360)
    marks = """([within, ...names]) => names.map(name => {
        const whole = document.querySelector(within).cloneNode(true);
        for (const e of whole.querySelectorAll('.kaitei-hidden, .k-line__mark')) e.remove();
        // A clause that has only another number is named in the announcement, not shown.
        const heading = e => e.closest('h2, h3, h4, h5, h6');
        const number = e => heading(e) && /^[第\\d条.\\s]+$/.test(e.textContent);
        const found = [...whole.querySelectorAll(`${name}, [data-change=${name}]`)];
        return found.filter(e => !number(e)).map(e => e.textContent).join('\\n');
    })"""
    for lang in ("", "en/"):
        for policy, old, new in NEIGHBOURS:
            one.page.goto(f"{root}{lang}{policy}/{new}/changes/")
            announced = one.page.evaluate(marks, [".kaitei-inline", "del", "ins"])
            one.page.goto(f"{root}{lang}{policy}/compare/?from={old}&to={new}")
            compared = one.page.evaluate(marks, [".k-pair__text", "del", "ins"])
            assert [*map(letters, compared)] == [*map(letters, announced)]
            assert any(announced)
    assert one.complaints == []


@pytest.mark.parametrize(("lang", "none"), [("", "ありません"), ("en/", "No text was in force")])
def test_a_day_leads_to_the_text_in_force_on_it(root: str, visit, lang: str, none: str):
    one = visit(360)
    one.page.goto(f"{root}{lang}privacy-policy/history/")
    for day, number in (("2024-04-01", 1), ("2025-09-30", 1), ("2025-10-01", 2), ("2026-12-24", 2)):
        one.page.fill("[name=on]", day)
        one.page.press("[name=on]", "Enter")
        link = one.page.locator(".k-when [role=status] a")
        assert link.evaluate("a => a.href") == f"{root}{lang}privacy-policy/{number}/"
    one.page.fill("[name=on]", "2024-03-31")
    one.page.click(".k-when button")
    assert none in one.page.inner_text(".k-when [role=status]")
    plain = visit(360, java_script_enabled=False)
    plain.page.goto(f"{root}{lang}privacy-policy/history/")
    assert not plain.page.locator(".k-pick").is_visible()
    follow(plain.page.locator(".k-periods tr[data-last='2025-09-30'] a"))
    assert plain.page.url == f"{root}{lang}privacy-policy/1/"
    follow(plain.page.locator(".k-links a[href$='changes-to-current/']"))
    assert "changes-to-current" in plain.page.url
    assert plain.page.locator("#k-row-helpdesk").count() == 1
    assert one.complaints == []


def test_a_site_that_was_not_built_again_says_so(root: str, visit):
    one = visit()
    one.page.clock.set_fixed_time("2027-03-31T23:59:00+09:00")
    for address in ("", "privacy-policy/", "en/privacy-policy/3/"):
        one.page.goto(root + address)
        assert not one.page.locator(".k-stale").is_visible()
    one.page.clock.set_fixed_time("2027-04-01T00:01:00+09:00")  # still March in UTC
    for address in ("", "privacy-policy/", "en/privacy-policy/3/"):
        one.page.goto(root + address)
        assert re.search("2027年4月1日|1 April 2027", one.page.inner_text(".k-stale"))
    one.page.goto(root + "en/privacy-policy/")
    bar = one.page.locator(".k-document-head .k-status")
    assert re.search("1 April 2027 has passed", bar.inner_text())
    assert "now in force" not in bar.inner_text()
    follow(bar.locator("a"))
    assert "/privacy-policy/3/" in one.page.url
    assert one.complaints == []


def test_a_visit_asks_for_little_and_keeps_nothing(root: str, visit, built_site: Path):
    one = visit()
    one.page.goto(root + "privacy-policy/", wait_until="networkidle")
    files = [built_site / url.removeprefix(root).split("?")[0] for url in one.requests]
    loaded = [file / "index.html" if file.is_dir() else file for file in files]
    assert sum(len(gzip.compress(file.read_bytes())) for file in loaded) < 60 * 1024
    assert one.context.cookies() == []
    assert one.page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_the_content_policy_holds_against_what_it_forbids(root: str, visit):
    one = visit()
    one.page.goto(root + "privacy-policy/")
    for attack in (
        "e.setAttribute('style', 'color: red')",
        "e.setAttribute('onclick', 'void 0')",
        "e.append(Object.assign(document.createElement('script'), {textContent: 'void 0'}))",
        "e.append(Object.assign(document.createElement('img'), {src: 'https://other.example/'}))",
        "e.innerHTML = '<b>x</b>'",
    ):
        before = len(one.complaints)
        with one.page.expect_console_message():
            one.page.evaluate(
                f"() => {{ const e = document.body; try {{ {attack} }}"
                " catch (found) { console.error(found.message) } }"
            )
        assert len(one.complaints) > before, attack


def test_the_page_for_errors_works_at_any_depth_and_below_a_subpath(
    built_site: Path, serve_dir, visit
):
    one = visit()
    root = serve_dir(built_site)
    one.page.goto(root + "no/such/page/")
    follow(one.page.locator("a[hreflang=en] >> nth=-1"))
    assert one.page.url == root + "en/"
    below = serve_dir(built_site, "/legal/")
    one.page.goto(below + "en/privacy-policy/")
    follow(one.page.locator(".k-languages a"))
    assert one.page.url == below + "privacy-policy/"
    assert (
        one.page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgba(0, 0, 0, 0)"
    )
