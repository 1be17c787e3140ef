"""What MkDocs gave is kept beside the site, and asked for anew where anything may be another."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kaitei.build import host, layout_cache
from kaitei.build.builder import Session
from kaitei.build.layout import Layout

REPO = Path(__file__).resolve().parent.parent
LANGUAGES = ["ja", "en"]
KEPT = "kept/layout.json"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository's settings and theme, with a folder to keep things in, beside no other."""
    monkeypatch.setattr(layout_cache, "OWN", tmp_path / "own")
    shutil.copy(REPO / "mkdocs.yml", tmp_path)
    shutil.copytree(REPO / "theme", tmp_path / "theme")
    (tmp_path / "kept").mkdir()
    return tmp_path


def asked(root: Path, languages: list[str], monkeypatch: pytest.MonkeyPatch) -> tuple[Layout, bool]:
    """The layout that a build in a process of its own has, and whether MkDocs was asked for it."""
    calls: list[Path] = []
    ask = host.layout

    def counted(root: Path, languages: list[str]) -> Layout:
        calls.append(root)
        return ask(root, languages)

    with monkeypatch.context() as patched:
        patched.setattr(host, "layout", counted)
        session = Session()
        found = session.layout(root, languages, root / "kept")
        session.keep(root / "kept")
    return found, bool(calls)


def appended(name: str, words: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        with (root / name).open("a", encoding="utf-8") as file:
            file.write(words)

    return change


def touched(root: Path) -> None:
    kept = json.loads((root / KEPT).read_text("utf-8"))
    kept["layout"] = kept["layout"].replace("<html", "<html data-foreign", 1)
    (root / KEPT).write_text(json.dumps(kept), "utf-8")


def halved(root: Path) -> None:
    text = (root / KEPT).read_text("utf-8")
    (root / KEPT).write_text(text[: len(text) // 2], "utf-8")


def test_mkdocs_is_asked_once(root, monkeypatch):
    first, was_asked = asked(root, LANGUAGES, monkeypatch)
    again, asked_again = asked(root, LANGUAGES, monkeypatch)
    assert was_asked
    assert not asked_again
    assert again == first


def test_a_site_from_nothing_takes_what_is_kept_beside_the_program(root, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    first, was_asked = asked(root, LANGUAGES, monkeypatch)
    shutil.rmtree(root / "kept")
    (root / "kept").mkdir()
    again, asked_again = asked(root, LANGUAGES, monkeypatch)
    assert was_asked
    assert not asked_again
    assert again == first


def test_nothing_is_kept_where_python_keeps_nothing(root, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    asked(root, LANGUAGES, monkeypatch)
    assert not layout_cache.OWN.exists()


@pytest.mark.parametrize(
    "change",
    [
        appended("theme/overrides/main.html", "<!-- another -->"),
        appended("theme/overrides/assets/kaitei.css", "p {}"),
        appended("mkdocs.yml", "\nsite_author: another\n"),
        touched,
        halved,
    ],
)
def test_where_anything_is_another_it_is_asked_again(root, monkeypatch, change):
    asked(root, LANGUAGES, monkeypatch)
    change(root)
    found, asked_again = asked(root, LANGUAGES, monkeypatch)
    assert asked_again
    assert found == host.layout(root, LANGUAGES)


def test_other_languages_are_asked_for(root, monkeypatch):
    asked(root, LANGUAGES, monkeypatch)
    assert asked(root, ["en", "ja"], monkeypatch)[1]


def hook(root: Path) -> None:
    (root / "hook.py").write_text("", "utf-8")
    appended("mkdocs.yml", "\nhooks: [hook.py]\n")(root)


def link(root: Path) -> None:
    (root / "elsewhere").mkdir()
    (root / "theme/overrides/elsewhere").symlink_to(root / "elsewhere")


@pytest.mark.parametrize(
    "change", [hook, link, appended("mkdocs.yml", "\nsite_author: !ENV AUTHOR\n")]
)
def test_what_others_have_a_part_in_is_not_kept(root, monkeypatch, change):
    change(root)
    asked(root, LANGUAGES, monkeypatch)
    assert not (root / KEPT).exists()
    assert layout_cache.read(root / "kept", layout_cache.key(root, LANGUAGES)) is None
