"""Files of content/ as they are written: whole, all or none, in the form that they had."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kaitei.base import textfile
from kaitei.base.problems import KaiteiError


def held(root: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in root.iterdir()}


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """A disk that takes no file of more than `size` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_line_ends_the_mark_and_the_rights_stay(tmp_path: Path):
    file = tmp_path / "ja.md"
    file.write_bytes(b"\xef\xbb\xbfone\r\ntwo\r\n")
    file.chmod(0o640)
    textfile.replace(tmp_path, {"ja.md": "one\nthree\n", "en.md": "new\n"})
    assert file.read_bytes() == b"\xef\xbb\xbfone\r\nthree\r\n"
    assert file.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "en.md").read_bytes() == b"new\n"


@pytest.mark.parametrize("large", ["first", "second", "third"])
def test_where_one_finds_no_room_all_stay_as_they_were(tmp_path: Path, large: str):
    for name in ("first", "second", "gone"):
        (tmp_path / name).write_text(f"{name} before\n", "utf-8")
    before = held(tmp_path)
    texts: dict[str, str | None] = {"first": "1\n", "gone": None, "second": "2\n", "third": "3\n"}
    with room_for(1000), pytest.raises(KaiteiError) as refused:
        textfile.replace(tmp_path, texts | {large: "x" * 1001})
    (problem,) = refused.value.problems
    assert (problem.rule, problem.file) == ("file-unwritable", large)
    assert held(tmp_path) == before
    textfile.replace(tmp_path, texts)
    assert held(tmp_path) == {"first": "1\n", "second": "2\n", "third": "3\n"}
