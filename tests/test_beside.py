"""What is kept beside the program: as made anew, and made anew where it is not the same."""

import dataclasses
import re
import sys
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from kaitei.base import business_days, compiled, kept, libraries, tables
from kaitei.build import origin

SOURCES: tuple[tuple[str | bytes, int], ...] = (
    (r"(?P<year>\d{4})-(?P<month>\d\d)", 0),
    (r"第(?P<n>[0-9０-９]+|[一二三四五六七八九十百千]+)[条項号]", re.IGNORECASE),
    (r"(?<![A-Za-z])(article|section)s?\s+(\d+)(?!\d)", re.IGNORECASE | re.ASCII),
    (r"^ (\w+) \s* = \s* (.*?) $  # a setting", re.VERBOSE | re.MULTILINE),
    (r"[\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003134f]+", 0),
    (r"(?:(a)|(b))(?(1)c|d)", 0),
    (rb"\A[\x00-\x7f]*\Z", re.DOTALL),
)
TEXT = "article 12, Sections 3 第十二条 2026-11-22 ac bd 同意 = はい\nname = value\n"


@pytest.fixture(autouse=True)
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own in place of that beside the program."""
    monkeypatch.setattr(kept, "_FOLDER", tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path


def test_what_is_kept_is_made_once():
    made: list[int] = []

    def make() -> dict[str, Any]:
        made.append(1)
        return {"a": [1, "二", ("x", None)]}

    assert kept.of("one", b"bytes", make) == kept.of("one", b"bytes", make) == make()
    assert len(made) == 2  # the first call's, and the last line's own


def test_what_it_was_made_of_decides(beside: Path, monkeypatch: pytest.MonkeyPatch):
    kept.write("one", b"bytes", "old")
    assert kept.read("one", b"bytes") == "old"
    assert kept.read("one", b"other bytes") is None
    monkeypatch.setattr(sys, "version", "another Python")
    assert kept.read("one", b"bytes") is None


@pytest.mark.parametrize("damage", [lambda raw: raw[:-1], lambda raw: raw[:9], lambda raw: b""])
def test_half_a_file_counts_as_none(beside: Path, damage: Any):
    kept.write("one", b"bytes", "old")
    (path,) = beside.glob("*.kept")
    path.write_bytes(damage(path.read_bytes()))
    assert kept.of("one", b"bytes", lambda: "new") == "new"
    assert kept.read("one", b"bytes") == "new"


def test_a_changed_byte_counts_as_none(beside: Path):
    kept.write("one", b"bytes", "old")
    (path,) = beside.glob("*.kept")
    raw = path.read_bytes()
    path.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    assert kept.read("one", b"bytes") is None


def test_nothing_is_written_where_python_writes_no_modules(
    beside: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert kept.of("one", b"bytes", lambda: 1) == 1
    assert not list(beside.iterdir())


def test_a_table_that_was_edited_is_read_anew(tmp_path: Path):
    path = tmp_path / "words.toml"
    path.write_text('one = "eins"\n', "utf-8")
    assert tables.read(path) == tables.read(path) == {"one": "eins"}
    path.write_text('one = "zwei"\n', "utf-8")
    assert tables.read(path) == {"one": "zwei"}


def test_every_table_of_the_program_can_be_kept(beside: Path):
    folder = Path(kept.__file__).parent.parent
    for path in folder.rglob("*.toml"):
        found = tables.read(path)
        assert found
        assert tables.read(path) == found
        assert (beside / f"{path.parent.name}-{path.stem}.kept").is_file(), path


def kept_now() -> tuple[Any, Any]:
    """What is kept of all that Python compiles."""
    found: tuple[Any, Any] = kept.read("compiled", compiled._python().about)
    return found


def test_kept_expressions_find_what_compiled_ones_find():
    re.purge()  # what Python itself remembers is not compiled
    with compiled.recorded():
        for source, flags in SOURCES:
            re.compile(source, flags)
    expressions = kept_now()[0]
    again = compiled._expressions(expressions, compiled._python())
    for source, flags in SOURCES:
        assert (source, int(flags)) in expressions
        one, other = again(source, int(flags)), re.compile(source, flags)
        text: Any = TEXT if isinstance(source, str) else TEXT.encode()
        assert (one.pattern, one.flags, one.groups) == (other.pattern, other.flags, other.groups)
        assert dict(one.groupindex) == dict(other.groupindex)
        found, wanted = [*one.finditer(text)], [*other.finditer(text)]
        assert [(m.span(), m.groups(), m.lastgroup) for m in found] == [
            (m.span(), m.groups(), m.lastgroup) for m in wanted
        ]
    assert any(re.search(source, TEXT, flags) for source, flags in SOURCES[:2])


def test_code_that_is_none_is_compiled_instead():
    again = compiled._expressions({("a+", 0): (0, b"\xff" * 8, 0, {}, (None,))}, compiled._python())
    assert again("a+", 0).findall("baa") == ["aa"]


def test_kept_methods_are_those_of_the_class(monkeypatch: pytest.MonkeyPatch):
    def made() -> Any:
        @dataclasses.dataclass(frozen=True, slots=True, order=True)
        class Point:
            x: int
            y: int = 2

        return Point

    with compiled.recorded():
        made()
    compiling: list[str] = []
    code = compiled._code
    monkeypatch.setattr(compiled, "_code", lambda source: compiling.append(source) or code(source))
    monkeypatch.setitem(vars(dataclasses), "exec", compiled._methods(kept_now()[1]))
    point = made()
    assert not compiling
    assert (point(1), point(1) == point(1, 2), point(1) < point(3)) == (point(1, 2), True, True)
    assert repr(point(1)).endswith("Point(x=1, y=2)")
    with pytest.raises(dataclasses.FrozenInstanceError):
        point(1).x = 3


def test_holidays_that_are_kept_are_those_of_the_library(monkeypatch: pytest.MonkeyPatch):
    asked = dict(business_days._asked("JP", 2026, "ja"))
    business_days._holidays.cache_clear()
    first = business_days._holidays("JP", 2026, "ja")
    business_days._holidays.cache_clear()
    monkeypatch.setattr(business_days, "_asked", lambda *given: pytest.fail("asked again"))
    assert business_days._holidays("JP", 2026, "ja") == first
    assert first == {date.fromisoformat(day): name for day, name in asked.items()}
    assert first[date(2026, 1, 1)] == "元日"
    monkeypatch.setattr(libraries, "version", lambda name: "another")
    monkeypatch.setattr(business_days, "_asked", lambda *given: [("2026-01-02", "new")])
    business_days._holidays.cache_clear()
    assert business_days._holidays("JP", 2026, "ja") == {date(2026, 1, 2): "new"}
    business_days._holidays.cache_clear()


def test_versions_are_those_that_python_says():
    for name in (*origin._LIBRARIES, "mkdocs", "mkdocs-material", "PyYAML"):
        assert libraries.version(name) == metadata.version(name), name
    assert libraries.version("no-such-library") == ""
