"""A build that would make the site that stands makes nothing; what is another is built."""

import json
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

import sites
from kaitei.build import builder, origin, unchanged
from kaitei.record import Record

DAY = date(2026, 4, 1)
SITE, NOTE = "site", ".site.kept/whole.json"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with its site; whoever changes something puts it back."""
    root = sites.root(tmp_path_factory.mktemp("unchanged"))
    assert standing(root) is None
    made_of = unchanged.key(root)
    builder.build(root, Record(root).policies, DAY, root / SITE, made_of=made_of)
    return root


def standing(root: Path, day: date = DAY) -> int | None:
    return unchanged.pages(root / SITE, day, unchanged.key(root))


def test_the_site_that_stands_is_known_with_its_pages(built: Path):
    names = [file.name for file in (built / SITE).rglob("*.html") if ".fragment" not in file.name]
    errors = names.count("404.html")  # one a language, counted once
    assert standing(built) == len(names) - errors + 1


def test_of_another_day_it_is_another(built: Path):
    assert standing(built, DAY + timedelta(days=1)) is None


def test_what_hosts_keep_between_runs_is_enough(built: Path, tmp_path: Path):
    pattern = ".site.kept/*.json"
    for guide in (".github/workflows/publish.yml", "docs/hosting.md"):
        assert pattern in (sites.REPO / guide).read_text("utf-8"), guide
    for folder in (SITE, "theme", "versions"):
        shutil.copytree(built / folder, tmp_path / folder)
    (tmp_path / ".site.kept").mkdir()
    for file in (built / "mkdocs.yml", *built.glob(pattern)):
        shutil.copy(file, tmp_path / file.relative_to(built))
    assert standing(tmp_path) == standing(built)


def other(raw: bytes) -> bytes:
    return raw + b" "


def of_another_list(raw: bytes) -> bytes:
    return json.dumps(json.loads(raw) | {"list": "0" * 64}).encode()


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (f"{SITE}/index.html", other),
        ("theme/pages/home.html", other),
        ("mkdocs.yml", other),
        ("versions/privacy-policy/1/ja.md", other),
        (".site.kept/artifacts.json", other),
        (NOTE, of_another_list),
        (NOTE, lambda raw: raw[:20]),
    ],
)
def test_where_anything_is_another_it_is_built(
    built: Path, name: str, change: Callable[[bytes], bytes]
):
    file = built / name
    raw = file.read_bytes()
    file.write_bytes(change(raw))
    assert standing(built) is None
    file.write_bytes(raw)
    assert standing(built)


@pytest.mark.parametrize("name", [f"{SITE}/more.html", "versions/helpdesk/9/ja.md", "theme/x"])
def test_what_came_is_noticed(built: Path, name: str):
    file = built / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("", "utf-8")
    assert standing(built) is None
    file.unlink()
    if file.parent.name == "9":
        file.parent.rmdir()
    assert standing(built)


def test_a_link_in_the_site_is_no_file_of_it(built: Path):
    page = built / SITE / "index.html"
    aside = built / "aside.html"
    page.rename(aside)
    page.symlink_to(aside)
    assert standing(built) is None
    aside.replace(page)
    assert standing(built)


def test_what_was_compiled_is_no_part_of_the_program(tmp_path: Path):
    (tmp_path / "module.py").write_text("x = 1\n", "utf-8")
    before = [*origin.files(tmp_path)]
    compiled = tmp_path / "__pycache__"
    compiled.mkdir()
    for name in ("module.cpython-311.pyc", "template-1-2.cpython-311", "layout.json"):
        (compiled / name).write_text("compiled", "utf-8")
    assert [*origin.files(tmp_path)] == before
