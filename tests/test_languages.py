"""A language is a file: the sample site in one that nobody speaks, in Chinese, and refused ones.

The site is built by a copy of the program in which `pseudo` put its file; the record is the
sample's with English taken out, its Japanese texts standing for every language. So whatever is
English on a page is neither a text nor out of the catalogue.
"""

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from lxml import etree, html

import pdfs
import pseudo
from conftest import BUILD_DAY, REPO, run_kaitei
from kaitei.cli import main
from kaitei.drafts import checks
from kaitei.drafts.repository import Repository
from test_browser import KINDS

CHINESE = "zh-Hans"
LANGUAGES = ("ja", pseudo.LANG, CHINESE)
_SEEN = ("alt", "title", "aria-label", "placeholder", "label")
_NOTO = Path("/usr/share/fonts/opentype/noto")  # where Debian's fonts-noto-cjk stands
_META = {"description", "og:title", "og:description", "og:site_name"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site in `LANGUAGES`, in its folder; with PDFs where a Chinese font is here."""
    root = tmp_path_factory.mktemp("languages")
    for name in ("scripts", "theme", "versions"):
        shutil.copytree(REPO / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPO / "mkdocs.yml", root)
    pseudo.write(root / "scripts/kaitei/base/i18n/readers")
    if fonts := sorted(_NOTO.glob("NotoSansCJK-*.ttc")):
        for font in fonts:  # as docs/languages.md says
            shutil.copy(font, root / "scripts/kaitei/base/typesetting/fonts")
        settings = (root / "mkdocs.yml").read_text("utf-8")
        (root / "mkdocs.yml").write_text(settings.replace("kaitei: {}", "kaitei: {pdf: true}"))
    for policy in (root / "versions").iterdir():
        if policy.is_dir():
            _translate(policy)
    done = run_kaitei("build", "--on", BUILD_DAY, "--lang", "en", cwd=root, code=root)
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "site"


def _translate(policy: Path) -> None:
    """Give a policy's publications the Japanese texts and words in each of `LANGUAGES`."""
    before: Path | None = None
    for folder in sorted(policy.iterdir(), key=lambda one: int(one.name)):
        if (folder / "ja.md").is_file():
            (folder / "en.md").unlink()
            for lang in LANGUAGES[1:]:
                shutil.copy(folder / "ja.md", folder / f"{lang}.md")
        for name in ("revision.yml", "facts.yml"):
            frozen = yaml.safe_load((folder / name).read_text("utf-8"))
            text = yaml.safe_dump(_spoken(frozen), allow_unicode=True, sort_keys=False)
            (folder / name).write_text(text, "utf-8")
        names = sorted(one.name for one in folder.iterdir() if one.name != "SHA256SUMS")
        sums = [f"{sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
        if before:
            last = sha256((before / "SHA256SUMS").read_bytes()).hexdigest()
            sums.append(f"{last}  ../{before.name}/SHA256SUMS\n")
        (folder / "SHA256SUMS").write_text("".join(sums), "utf-8")
        before = folder


def _spoken(value: object) -> object:
    """What is there in Japanese and English, in `LANGUAGES`."""
    if isinstance(value, dict) and set(value) == {"ja", "en"}:
        return {lang: deepcopy(value["ja"] or "見本株式会社") for lang in LANGUAGES}
    if isinstance(value, dict):
        return {key: _spoken(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return list(LANGUAGES) if value == ["ja", "en"] else [_spoken(inner) for inner in value]
    return value


def said(page: bytes) -> Iterator[str]:
    """What a reader sees or hears of a page, piece by piece; not code, not scripts."""
    for element in html.fromstring(page).iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "style", "code", "pre"):
            yield element.text or ""
            yield from (element.get(name, "") for name in _SEEN)
            yield from (v for name, v in element.items() if name.startswith("data-") and " " in v)
            if {element.get("name"), element.get("property")} & _META:
                yield element.get("content", "")
        yield element.tail or ""


def entries(feed: bytes) -> Iterator[str]:
    """What a feed says: its own words, and each entry's, HTML as a reader shows it."""
    for element in etree.fromstring(feed).iter():
        if etree.QName(element).localname in ("title", "subtitle", "description", "content"):
            yield from said(f"<div>{element.text}</div>".encode())


def english(texts: Iterable[str]) -> set[str]:
    """The plain English words in texts that the catalogue has."""
    # A format's name, data of the page's script and what it fills in, addresses.
    names = r"JSON Feed|\"\w+\":|[{\[]\w+[}\]]|https?://\S+|\S+@\S+|\S*[/_=]\S*"
    text = re.sub(names, " ", " ".join(texts))
    found = re.findall(r"(?<![^\W_])[A-Za-z]{3,}(?![^\W_])", text)
    return {word for word in found if word.lower() in pseudo.words()}


def test_no_english_word_of_ours_stands_on_a_page_or_in_a_feed(site: Path):
    folder = site / pseudo.LANG
    pages, feeds = [*folder.rglob("*.html")], [*folder.rglob("feed.xml"), *folder.rglob("atom.xml")]
    assert len(pages) > 20
    assert len(feeds) > 2
    found = {page: english(said(page.read_bytes())) for page in pages}
    found |= {feed: english(entries(feed.read_bytes())) for feed in feeds}
    assert {str(file.relative_to(site)): words for file, words in found.items() if words} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_says_its_language_and_no_other(site: Path, lang: str):
    folder = site / ("" if lang == "ja" else lang)
    for page in (folder / "index.html", *(folder / "privacy-policy").rglob("index.html")):
        assert html.fromstring(page.read_bytes()).get("lang") == lang
    text = " ".join(" ".join(said(page.read_bytes())) for page in folder.rglob("*.html"))
    assert not re.search(r"英語|英文|\bEnglish\b|日英", text)


def test_a_pdf_is_set_in_the_font_of_its_language(site: Path):
    announcement = site / CHINESE / f"privacy-policy/3/privacy-policy-3-announcement-{CHINESE}.pdf"
    if not announcement.exists():
        pytest.skip("no Chinese font is here: apt-get install fonts-noto-cjk")
    raw = announcement.read_bytes()
    assert {name.split("-")[0] for name, _ in pdfs.fonts(raw)} == {"NotoSansCJKsc"}
    assert "修订公告" in pdfs.words(raw)


def test_longer_words_fit_a_phone(site: Path, browser, serve_dir: Callable[[Path], str]):
    root = serve_dir(site)
    page = browser.new_page(viewport={"width": 360, "height": 800})
    for kind in KINDS:
        page.goto(f"{root}{pseudo.LANG}/{kind}" if kind != "404.html" else root + kind)
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, f"{kind} is {overflow} px wider than the screen"
    page.close()


# --- a repository of one's own ------------------------------------------------------------------


def begun(root: Path, languages: str) -> int:
    """The exit code of `kaitei init` in a folder, in languages."""
    owner = ("--name", "Sample", "--domain", "sample.example", "--languages", languages)
    return main(["init", str(root), *owner, "--on", BUILD_DAY, "--lang", "en"])


@pytest.mark.parametrize(
    ("languages", "said"),
    [("de", "no words of its own in “de”"), ("ar,en", "“ar” is written from right to left")],
)
def test_a_language_that_can_not_be_had_is_refused(tmp_path: Path, capsys, languages, said):
    assert begun(tmp_path / "own", languages) == 1
    assert said in "".join(capsys.readouterr())
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize(("languages", "wanted"), [("ja", []), ("ja,zh-Hans", [CHINESE])])
def test_pdfs_want_a_font_of_each_language(tmp_path: Path, languages: str, wanted: list[str]):
    root = tmp_path / "own"
    assert begun(root, languages) == 0
    assert "English" not in (root / "content/organization.yml").read_text("utf-8")
    settings = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(settings.replace("kaitei: {", "kaitei: {pdf: true, "), "utf-8")
    problems = checks.check(Repository(root), date.fromisoformat(BUILD_DAY))
    missing = [found for found in problems if found.rule == "font-missing"]
    assert [found.message("en") for found in missing] == [
        "The PDFs in Simplified Chinese need the font “Noto Sans CJK SC”, which is not here."
        for _ in wanted
    ]


@pytest.mark.parametrize("languages", [("ja",), ("en",), ("en", "ja"), ("ja", "zh-Hans")])
def test_a_site_begins_in_the_languages_that_its_owner_named(tmp_path: Path, languages):
    root = tmp_path / "own"
    assert begun(root, ",".join(languages)) == 0
    assert main(["build", "--root", str(root), "--output", str(root / "site"), "--lang", "en"]) == 0
    first, *others = languages
    homes = {first: "index.html"} | {lang: f"{lang}/index.html" for lang in others}
    for lang, home in homes.items():
        assert f'<html lang="{lang}"' in (root / "site" / home).read_text("utf-8")
    assert {path.parts[-3] for path in (root / "site").glob("*/search/index.html")} == {*others}


def test_a_site_begins_in_no_language_without_words(tmp_path: Path, capsys):
    root = tmp_path / "own"
    assert begun(root, "ja") == 0
    settings = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(settings.replace("[ja]", "[de]"), "utf-8")
    assert main(["build", "--root", str(root), "--output", str(root / "site"), "--lang", "en"]) == 1
    assert "mkdocs.yml: The site has no words of its own in “de”." in "".join(capsys.readouterr())
    assert not (root / "site").exists()
