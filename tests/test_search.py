"""What readers type into the search box of the sample site, and what comes first."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

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


@pytest.fixture
def page(browser, root: str) -> Iterator:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def queries(lang: str) -> list[tuple[str, list[str]]]:
    """Each query of a language's file, with the addresses of which one should come first."""
    lines = (CASES / f"{lang}.txt").read_text("utf-8").splitlines()
    cases = (line.partition(" => ") for line in lines if not line.startswith("#"))
    return [(query, right.split()) for query, _, right in cases]


@pytest.mark.parametrize(("lang", "start"), [("ja", ""), ("en", "en/")])
def test_what_people_type_finds_the_clause(page, root: str, lang: str, start: str):
    page.goto(f"{root}{start}search/")
    asked = queries(lang)
    found = {query: page.evaluate(ASK, query).removeprefix(root + start) for query, _ in asked}
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
}


def test_another_form_of_a_word_is_found(page, root: str):
    page.goto(f"{root}en/search/")
    for query, marked in FORMS.items():
        page.evaluate(ASK, query)
        assert marked in {one.lower() for one in page.locator("mark").all_inner_texts()}, query
