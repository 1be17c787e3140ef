"""Templates are compiled once, and kept where Python keeps the program's own compiled code."""

import sys
from collections.abc import Callable
from pathlib import Path

import jinja2
import pytest

from kaitei.site.pages import Compiled


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Python would keep compiled code."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    return tmp_path / "kept"


def printed(text: str, monkeypatch: pytest.MonkeyPatch, kind: str = "pages") -> tuple[str, bool]:
    """What a process of its own prints of a template, and whether it had to compile it."""
    compiled: list[str] = []
    environment = jinja2.Environment(  # noqa: S701  # what is printed here is ours
        loader=jinja2.DictLoader({"page.html": text}), bytecode_cache=Compiled(kind)
    )
    compile_ = environment.compile
    monkeypatch.setattr(
        environment, "compile", lambda *given: compiled.append(text) or compile_(*given)
    )
    return environment.get_template("page.html").render(name="you"), bool(compiled)


def test_a_template_is_compiled_once(monkeypatch):
    assert printed("Hello {{ name }}", monkeypatch) == ("Hello you", True)
    assert printed("Hello {{ name }}", monkeypatch) == ("Hello you", False)


def test_another_text_and_other_options_are_compiled_anew(monkeypatch):
    printed("Hello {{ name }}", monkeypatch)
    assert printed("Good day {{ name }}", monkeypatch) == ("Good day you", True)
    assert printed("Good day {{ name }}", monkeypatch, "host") == ("Good day you", True)


@pytest.mark.parametrize(
    "change", [lambda raw: raw[: len(raw) // 2], lambda raw: b"", lambda raw: b"x" + raw]
)
def test_what_is_damaged_is_compiled_anew(
    kept: Path, monkeypatch, change: Callable[[bytes], bytes]
):
    printed("Hello {{ name }}", monkeypatch)
    (file,) = (path for path in kept.rglob("template-*") if path.is_file())
    file.write_bytes(change(file.read_bytes()))
    assert printed("Hello {{ name }}", monkeypatch) == ("Hello you", True)


def test_where_python_may_write_nothing_nothing_is_kept(kept: Path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert printed("Hello {{ name }}", monkeypatch) == ("Hello you", True)
    assert not kept.exists()
