"""A made-up company's brand (tests/cases/brand): on every page, readable, nothing from elsewhere.

How Material's users write it: https://squidfunk.github.io/mkdocs-material/setup/changing-the-colors/
"""

import re
import shutil
from importlib.metadata import distribution
from pathlib import Path

import pytest

import sites
from kaitei.build import brand
from kaitei.build.brand import colours
from test_plugin import ON

CASE = sites.REPO / "tests" / "cases" / "brand"
PAGES = ("", "en/", "privacy-policy/", "en/privacy-policy/history/", "privacy-policy/3/changes/",
         "helpdesk/", "search/?q=%E6%89%8B%E6%95%B0%E6%96%99", "nothing/here/")  # fmt: skip
MATERIAL = brand.reading._material()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve_dir) -> str:
    root = sites.root(tmp_path_factory.mktemp("brand") / "root")
    shutil.copytree(CASE, root, dirs_exist_ok=True)
    sites.build(root, ON, root / "site")
    return str(serve_dir(root / "site", subpath="/legal/"))


@pytest.mark.parametrize(("look", "ground"), [("light", "10, 107, 90"), ("dark", "13, 127, 108")])
def test_every_page_bears_the_brand_and_no_request_fails(address: str, browser, look, ground):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = browser.new_page(color_scheme=look)
    wrong = []
    page.on("requestfailed", lambda asked: wrong.append(f"failed: {asked.url}"))
    page.on("console", lambda said: said.type == "error" and wrong.append(said.text))
    page.on(
        "response",
        lambda had: wrong.append(f"{had.status}: {had.url}") if had.status >= 400 else None,
    )
    for one in PAGES:
        page.goto(address + one, wait_until="networkidle")
        background = page.locator(".k-header").evaluate("e => getComputedStyle(e).backgroundColor")
        assert background == f"rgb({ground})", one
        assert page.locator(".k-brand img").evaluate("e => e.complete && e.naturalWidth") > 0
        assert page.locator(".k-social a").all_inner_texts() == [
            "GitHub",
            "info@tanabe-hikari.example",
        ]
        assert "2026 株式会社田辺ひかり" in page.locator(".k-copyright").inner_text()
        report = axe.run(page)
        assert report.violations_count == 0, f"{one}\n{report.generate_report()}"
    page.close()
    # A page that is not there is said to be so, by the host and by the browser; nothing else.
    assert wrong == [f"404: {address}nothing/here/", wrong[-1]]
    assert "404 (" in wrong[-1]


def test_a_visitor_chooses_the_look_and_it_is_kept(address: str, browser):
    context = browser.new_context(color_scheme="light", viewport={"width": 320, "height": 600})
    page = context.new_page()
    page.goto(address)
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    button = page.get_by_role("button", name="配色：システムに合わせる")
    button.click()
    assert page.evaluate(paper) == light
    page.get_by_role("button", name="配色：明るい").click()
    dark = page.evaluate(paper)
    assert dark != light
    page.goto(f"{address}en/privacy-policy/")
    assert page.evaluate(paper) == dark
    page.get_by_role("button", name="Look: dark").click()
    assert page.evaluate(paper) == light
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(paper) == dark
    page.emulate_media(media="print")
    assert page.locator(".k-brand img").is_visible()
    assert not page.locator(".k-look").is_visible()
    context.close()


def test_without_scripts_the_system_decides(address: str, browser):
    context = browser.new_context(color_scheme="dark", java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert not page.locator(".k-look").is_visible()
    background = page.locator(".k-header").evaluate("e => getComputedStyle(e).backgroundColor")
    assert background == "rgb(13, 127, 108)"
    context.close()


def test_the_colours_are_those_that_material_has():
    folder = Path(str(distribution("mkdocs-material").locate_file("material/templates/assets")))
    (sheet,) = (folder / "stylesheets").glob("palette.*.min.css")
    css = sheet.read_text("utf-8")
    for kind in ("primary", "accent"):
        found = re.findall(
            rf"\[data-md-color-{kind}=([\w-]+)\]{{[^}}]*--md-{kind}-fg-color:(#\w+|hsl\([^)]*\))",
            css,
        )
        ours = {name: colours.parse(one) for name, one in MATERIAL[kind].items()}
        assert dict(found).keys() <= ours.keys()
        assert {name: colours.parse(one) for name, one in found}.items() <= ours.items()
        assert ours.keys() - dict(found).keys() <= {"white", "black"}


@pytest.mark.parametrize("primary", [*MATERIAL["primary"], "'#ffef00'", "'#00c'"])
def test_words_in_any_colour_can_be_read(tmp_path: Path, primary: str):
    place(tmp_path, f"theme: {{palette: {{primary: {primary}, accent: lime}}}}")
    found = brand.read(tmp_path)
    assert found.problems == ()
    assert {problem.rule for problem in brand.problems(found)} <= {"brand-shown"}
    assert "--k-head: " in brand.style(found)


@pytest.mark.parametrize(
    ("palette", "looks"),
    [
        ("{primary: teal}", ("auto",)),
        ("{scheme: default, primary: teal}", ("light",)),
        ("{scheme: slate, primary: teal}", ("dark",)),
        ("[{media: '(prefers-color-scheme: light)', scheme: default},"
         " {media: '(prefers-color-scheme: dark)', scheme: slate}]", ("auto",)),
        ("[{scheme: default, toggle: {name: x}}, {scheme: slate, toggle: {name: y}}]",
         ("light", "dark")),
    ],
)  # fmt: skip
def test_which_looks_there_are(tmp_path: Path, palette: str, looks: tuple[str, ...]):
    place(tmp_path, f"theme: {{palette: {palette}}}")
    assert brand.read(tmp_path).looks == looks


def place(root: Path, config: str) -> None:
    """Make a repository that holds this mkdocs.yml and our style sheet."""
    (root / "mkdocs.yml").write_text(f"{config}\n", "utf-8")
    shutil.copytree(sites.REPO / "theme/overrides/assets", root / "theme/overrides/assets")
