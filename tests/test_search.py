"""What readers type into the search boxes of both samples, and what comes first."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from browser import follow

CASES = Path(__file__).parent / "cases" / "search"
FIRST, NOTHING = 26, 1  # of 30: how many find the right clause first, at least; nothing, at most

ASK = """query => {
    const input = document.querySelector("#k-q");
    input.value = query;
    input.dispatchEvent(new Event("input"));
    return document.querySelector(".k-hit:not([hidden]) a")?.href ?? "";
}"""


@pytest.fixture(scope="module")
def root(built_site: Path, serve_dir: Callable[[Path], str]) -> str:
    return serve_dir(built_site)


@pytest.fixture(scope="module")
def big(large_site: Path, serve_dir: Callable[[Path], str]) -> str:
    return serve_dir(large_site)


@pytest.fixture
def page(browser, root: str) -> Iterator:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def queries(name: str) -> list[tuple[str, list[str]]]:
    """Each query of a file, with the addresses of which one should come first."""
    lines = (CASES / f"{name}.txt").read_text("utf-8").splitlines()
    cases = (line.partition(" => ") for line in lines if not line.startswith("#"))
    return [(query, right.split()) for query, _, right in cases]


@pytest.mark.parametrize("cases", ["ja", "en", "large.ja", "large.en"])
def test_what_people_type_finds_the_clause(page, root: str, big: str, cases: str):
    start = (big if "large" in cases else root) + ("en/" if cases.endswith("en") else "")
    page.goto(f"{start}search/")
    asked = queries(cases)
    found = {query: page.evaluate(ASK, query).removeprefix(start) for query, _ in asked}
    wrong = {query: found[query] for query, right in asked if found[query] not in right}
    assert len(asked) - len(wrong) >= FIRST * len(asked) / 30, wrong
    assert list(found.values()).count("") <= NOTHING * len(asked) / 30, wrong


def test_the_found_words_are_marked_where_one_sees_them(page, root: str):
    page.goto(f"{root}search/")
    page.evaluate(ASK, "第二条 通話録音")
    first = page.locator(".k-hit:not([hidden])").first
    assert first.locator(".k-hit__name mark").all_inner_texts() == ["第2条"]
    assert first.locator(".k-hit__text mark").all_inner_texts() == ["通話を録音"]
    text = first.locator(".k-hit__text").bounding_box()
    for found in first.locator(".k-hit__text mark").all():
        box = found.bounding_box()
        assert box["y"] + box["height"] <= text["y"] + text["height"] + 1
    whole = page.locator(".k-hit__text").all_text_contents
    page.evaluate(ASK, "")
    plain = whole()
    assert page.locator("mark").count() == 0
    page.reload()
    assert whole() == plain


def test_where_nothing_is_found_stands_whom_to_ask(page, root: str):
    page.goto(f"{root}en/search/?q=lighthouse")
    assert page.locator(".k-hit:visible").count() == 0
    assert page.locator(".k-nothing a[href^='tel:']").is_visible()
    assert "10:00 to 17:00" in page.inner_text(".k-nothing")
    page.fill("#k-q", "fees")
    assert page.locator(".k-nothing").is_hidden()


@pytest.mark.parametrize(
    ("start", "held", "words", "label"),
    [
        ("", "2024年4月1日から2025年9月30日まで", "800円", "旧版の文言も探す"),
        ("en/", "from 1 April 2024 to 30 September 2025", "800 yen", "Former texts too"),
    ],
)
def test_former_texts_are_found_too_where_one_asks_for_them(
    page, root: str, start: str, held: str, words: str, label: str
):
    asked, shown = [], page.locator(".k-hit:visible:not([data-news])")
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{root}{start}search/?q=800")
    assert shown.count() == 0  # no clause in force says so
    box = page.get_by_role("checkbox", name=label, exact=True)
    assert not box.is_checked()
    assert not any("wordings" in url for url in asked)  # a first visit stays as light as it was
    page.focus("#k-q")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_selector("[data-past] mark")
    assert shown.count() == 3  # in two policies
    assert all(words in said for said in shown.all_inner_texts())
    assert all(held in when for when in shown.locator(".k-hit__place").all_inner_texts())
    page.evaluate(ASK, "")
    assert page.locator("[data-past]:visible").count() == 0  # the list is of what holds
    page.evaluate(ASK, "800")
    follow(shown.locator("a").first)
    assert "/1/#" in page.url
    assert page.locator(":target").count() == 1
    page.goto(f"{root}{start}search/?q=800")
    box.set_checked(True)
    page.wait_for_selector("[data-past] mark")
    box.set_checked(False)
    assert shown.count() == 0
    box.set_checked(True)
    page.reload()
    assert not box.is_checked()
    assert page.url == f"{root}{start}search/?q=800"
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_what_holds_comes_before_what_held(page, root: str):
    page.goto(f"{root}en/search/?q=fee")
    first = page.locator(".k-hit:visible a").first.get_attribute("href")
    page.get_by_label("Former texts too").check()
    page.wait_for_selector("[data-past] mark")
    assert page.locator(".k-hit:visible a").first.get_attribute("href") == first


def test_former_texts_that_cannot_be_loaded_are_said_to_be_so(page, root: str):
    page.goto(f"{root}en/search/?q=800")
    page.route("**/wordings/", lambda route: route.abort())
    box = page.get_by_label("Former texts too")
    box.click()
    page.locator(".k-found", has_text="not be loaded").wait_for()
    assert not box.is_checked()
    page.unroute("**/wordings/")
    box.click()
    page.wait_for_selector("[data-past] mark")


def test_without_a_script_nothing_asks_for_former_texts(browser, root: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{root}search/")
    assert page.locator("[data-former]").is_hidden()
    assert page.locator("a[data-asks]").first.is_visible()
    context.close()


FORMS = {
    "Purposes": "purposes",
    "recording": "record",
    "inquiry": "inquiries",
    "telephnoe": "telephone",  # two letters changed places
    "guidlines": "guidelines",  # one is missing
    "officiial": "official",  # one too many
    "wabsite": "website",  # another one
    "falsified": "falsification",  # the same beginning
    "1000": "1,000",
    "suspended": "suspension",  # another ending of the same stem
    "delete": "deletion",  # what stands for one another, whichever of them one asks with
    "illegal access": "loss",
}


def test_another_form_of_a_word_is_found(page, root: str):
    page.goto(f"{root}en/search/")
    for query, marked in FORMS.items():
        page.evaluate(ASK, query)
        assert marked in {one.lower() for one in page.locator("mark").all_inner_texts()}, query


PARTS = {
    "返したい": "返",  # one kanji is left of it: 返還
    "契約者の地位を譲る": "契約者",  # a particle parts words
    "ワイヤレスカード": "カード",  # the head of a compound stands last
    "クレンザー": "",  # and its beginning means nothing: クレジットカード
}


def test_parts_of_a_japanese_word_are_found_where_they_mean_something(page, big: str):
    page.goto(f"{big}search/")
    for query, marked in PARTS.items():
        page.evaluate(ASK, query)
        found = " ".join(page.locator("mark").all_inner_texts())
        assert marked in found if marked else not found, query
