"""What is left of the host's style sheet: every rule that a page of the samples could use."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import material
import pytest

from kaitei.build import stylesheet
from test_browser import KINDS
from test_layout import PAGES

WHOLE = next(Path(material.__file__).parent.glob("templates/assets/stylesheets/main.*.min.css"))
SHEET = f"assets/stylesheets/{WHOLE.name}"

# The selectors of `whole` that hold on the page and don't stand in its own sheet. What a pointer,
# the keyboard or a state adds is taken off: without it, a selector holds more often.
LOST = r"""whole => {
  const rules = (list) => [...list].flatMap((rule) => [rule, ...rules(rule.cssRules ?? [])]);
  const selectors = (sheet) => new Set(rules(sheet.cssRules)
    .flatMap((rule) => rule.selectorText?.split(/,(?![^()]*\))/) ?? []).map((one) => one.trim()));
  const full = new CSSStyleSheet();
  full.replaceSync(whole);
  const own = [...document.styleSheets].find((one) => one.href.includes("/main."));
  const kept = selectors(own);
  const bare = (one) => one.replace(/:(not|has)\((?:[^()]|\([^()]*\))*\)/g, "")
    .replace(/::?(?!is|where|root)[\w-]+(\([^()]*\))?/g, "")
    .replace(/(^|[\s>+~])(?=[\s>+~]|$)/g, "$1*");
  const lost = [...selectors(full)].filter((one) => !kept.has(one));
  return [lost.length, lost.filter((one) => document.querySelector(bare(one)))];
}"""


@pytest.mark.parametrize("sample", ["small", "large"])
def test_no_rule_is_lost_that_holds_on_a_page(
    built_site: Path, large_site: Path, serve_dir: Callable[[Path], str], browser, sample: str
):
    root = serve_dir(built_site if sample == "small" else large_site)
    page = browser.new_page(bypass_csp=True)
    for address in KINDS if sample == "small" else PAGES["large"]:
        page.goto(root + address)
        count, lost = page.evaluate(LOST, WHOLE.read_text("utf-8"))
        assert count > 1000
        assert lost == [], address
    page.close()


@pytest.mark.parametrize("sample", ["built_site", "large_site"])
def test_every_name_that_a_page_bears_is_known(sample: str, request):
    """What the program writes into pages itself has no name that the theme does not have."""
    site = request.getfixturevalue(sample)
    named = re.compile(r'(?:class|id|dir|data-[a-z-]+)="[^"]*"')
    names = {
        name for page in site.rglob("*.html") for name in named.findall(page.read_text("utf-8"))
    }
    wanted = selectors(stylesheet.used(WHOLE.read_text("utf-8"), stylesheet.words(*names)))
    assert wanted <= selectors((site / SHEET).read_text("utf-8"))
    assert {".md-header", ".md-typeset a"} < wanted


def selectors(css: str) -> set[str]:
    """The selectors of a style sheet's rules."""
    heads = re.findall(r"([^{}]+)\{", re.sub(r'"[^"]*"', "", css))
    return {one for head in heads for one in head.split(",") if not head.startswith("@")}


def test_a_fifth_of_it_is_left(built_site: Path):
    left = gzip.compress((built_site / SHEET).read_bytes())
    assert len(left) < len(gzip.compress(WHOLE.read_bytes())) / 4


CASES = {
    # What no page has goes, with the media in which nothing is left.
    ".k-a{x:1}.md-b{x:2}@media print{.md-b{x:3}}": ".k-a{x:1}",
    # One selector of several stays alone; elements and what may be absent are never asked for.
    ".md-b,a .k-a,p:not(.md-b){x:1}": "a .k-a,p:not(.md-b){x:1}",
    "[dir=rtl] .k-a{x:1}[dir=ltr] .k-a{x:2}[data-md-b]{x:3}": "[dir=ltr] .k-a{x:2}",
    # Signs of CSS in strings are words.
    '@charset "UTF-8";a{x:"}.md-b{"}.md-b{x:1}': '@charset "UTF-8";a{x:"}.md-b{"}',
    # Pictures and animations that nothing names go.
    ':root{--p:url("a;{}");--q:url("b");--r:red}.k-a{x:var(--q)}': (
        ':root{--q:url("b");--r:red}.k-a{x:var(--q)}'
    ),
    "@keyframes m{to{x:1}}@keyframes n{to{x:1}}.k-a{animation:n 1s}": (
        "@keyframes n{to{x:1}}.k-a{animation:n 1s}"
    ),
}


@pytest.mark.parametrize(("css", "left"), CASES.items())
def test_what_nothing_uses_goes(css: str, left: str):
    assert stylesheet.used(css, stylesheet.words('<p class="k-a" dir="ltr">')) == left


def test_an_owner_who_uses_more_of_the_host_gets_its_rules():
    css = ".md-button{x:1}.md-tag{x:2}"
    known = stylesheet.words('{% if yes %}<a class="md-button md-{{ kind }}">{% endif %}')
    assert stylesheet.used(css, known) == ".md-button{x:1}"
