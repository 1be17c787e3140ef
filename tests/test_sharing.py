"""What a link to a page shows elsewhere, who may frame the pages, and where nothing is found."""

import re
import shutil
import struct
from pathlib import Path

import pytest

import sites
from kaitei.base.problems import KaiteiError
from kaitei.build import host
from test_plugin import ON, files

SITE = "https://kaitei-sample.example/"


def placed(root: Path, options: str) -> Path:
    """The repository of `sites`, its plugin told `options`."""
    sites.root(root)
    config = root / "mkdocs.yml"
    config.write_text(
        config.read_text("utf-8").replace("kaitei: {}", f"kaitei: {options}"), "utf-8"
    )
    return root


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sharing")
    options = '{preview: true, frame_ancestors: ["https://www.example.com"]}'
    sites.build(placed(folder / "root", options), ON, folder / "site")
    return folder


def metas(site: Path, address: str) -> dict[str, str]:
    """What a page says of itself, by name."""
    html = (site / address / "index.html").read_text("utf-8")
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', html)
    return dict(found)


def test_a_policy_and_an_announcement_have_a_picture_of_what_they_say(shared: Path):
    site = shared / "site"
    for address in ("privacy-policy/", "en/privacy-policy/3/changes/", "helpdesk/4/"):
        said = metas(site, address)
        assert said["og:image"] == f"{SITE}{address}preview.png"
        assert said["twitter:card"] == "summary_large_image"
        picture = (site / address / "preview.png").read_bytes()
        assert picture[:8] == b"\x89PNG\r\n\x1a\n"
        assert struct.unpack(">2L", picture[16:24]) == (1200, 630)
    assert "og:image" not in metas(site, "privacy-policy/history/")


def test_the_pictures_are_the_same_bytes_each_time_and_made_only_when_asked(
    shared: Path, tmp_path: Path
):
    sites.build(shared / "root", ON, tmp_path / "again")
    assert files(tmp_path / "again") == files(shared / "site")
    config = shared / "root/mkdocs.yml"
    shutil.copytree(shared / "root", tmp_path / "plain", ignore=shutil.ignore_patterns(config.name))
    shutil.copy(sites.REPO / "mkdocs.yml", tmp_path / "plain")
    sites.build(tmp_path / "plain", ON, tmp_path / "without")
    assert not [path for path in files(tmp_path / "without") if path.endswith("preview.png")]
    assert metas(tmp_path / "without", "privacy-policy/")["twitter:card"] == "summary"


def test_an_announcement_is_described_by_its_summary_and_bears_its_day(shared: Path):
    said = metas(shared / "site", "en/privacy-policy/2/changes/")
    html = (shared / "site/en/privacy-policy/2/changes/index.html").read_text("utf-8")
    summary = re.search(r'<ul class="k-summary">\s*<li>(.*?)</li>', html)
    assert summary
    assert said["description"].startswith(summary[1])
    day = re.search(r"<dt>Announced</dt><dd><time datetime=\"([\d-]+)\"", html)
    assert day
    assert said["article:published_time"] == day[1]
    assert f'"datePublished":"{day[1]}"' in html


def test_only_the_sites_that_the_owner_names_may_frame_the_pages(shared: Path, tmp_path: Path):
    sent = (shared / "site/_headers").read_text("utf-8")
    assert "frame-ancestors https://www.example.com\n" in sent
    for wrong in ("http://www.example.com", "https://www.example.com/a", "*"):
        folder = tmp_path / wrong.replace("/", "_").replace("*", "star")
        with pytest.raises(KaiteiError) as refused:
            host.layout(placed(folder, f'{{frame_ancestors: ["{wrong}"]}}'), ["ja", "en"])
        assert [one.rule for one in refused.value.problems] == ["site-frames"]


def test_where_nothing_is_found_the_language_asked_for_is_spoken(shared: Path, serve_dir, browser):
    own = (shared / "site/en/404.html").read_text("utf-8")
    assert '<html lang="en"' in own
    assert "ページが見つかりません" not in own
    links = re.findall(r'(?:href|src)="([^"]*)"', own)
    assert all(re.match(r"/|#|https?:|tel:|mailto:", link) for link in links), links
    page = browser.new_page()
    address = serve_dir(shared / "site")
    page.goto(f"{address}en/nothing/here/")
    assert page.locator("h1").inner_text().strip() == "Page not found"
    assert page.title() == "Page not found"
    page.goto(f"{address}nothing/here/")
    assert "ページが見つかりません" in page.locator("h1").inner_text()
    page.close()
