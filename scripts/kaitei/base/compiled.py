"""What Python compiles anew in each process, kept beside the program: expressions and dataclasses.

Python keeps modules compiled, but not the regular expressions and the methods of dataclasses that
come into being while they are loaded: some 600 and 500 in a `kaitei check`, ours and the
libraries', more than a quarter of its time. It offers no way to keep them. What it makes of them
is data, though: lists of numbers for the engine of expressions, which checks whatever it is handed,
and code as in any compiled module. These are kept, for this very Python, and used in their place.

It stands on insides of Python: `re._compiler` and `_sre`, as they are from 3.11 on, and that
`dataclasses` calls `exec`. Where they are otherwise all is compiled as ever: only time is lost.
"""

from __future__ import annotations

import contextlib
import dataclasses
import marshal
from array import array
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from types import CodeType
from typing import Any, NamedTuple

from kaitei.base import kept

_NAME = "compiled"
_CODE = "I"  # the type of an array that holds the engine's numbers, of four bytes each

Asked = tuple["str | bytes", int]
"""An expression's source, and the flags it was asked for with."""
Handed = tuple[int, bytes, int, dict[str, int], tuple["str | None", ...]]
"""What the engine is handed beside the source: flags, code, number and names of groups."""
Compiled = tuple[dict[Asked, Handed], dict[str, bytes]]
"""Expressions, and the methods of dataclasses by their source; of most a command needs few."""


def use() -> None:
    """From now on take from what is kept what Python would compile.

    Nothing while what is compiled is `recorded`.
    """
    with contextlib.suppress(ImportError, AttributeError):
        python = _python()
        if python.compiler.compile is python.compiling:
            found: Compiled | None = kept.read(_NAME, python.about)
            if found:
                python.compiler.compile = _expressions(found[0], python)
                vars(dataclasses)["exec"] = _methods(found[1])


def _expressions(found: dict[Asked, Handed], python: _Python) -> Callable[..., Any]:
    def compile_(source: Any, flags: int = 0) -> Any:
        if type(source) in (str, bytes) and (source, flags) in found:
            all_flags, numbers, *groups = found[source, flags]
            code = array(_CODE, numbers).tolist()
            with contextlib.suppress(RuntimeError, OverflowError):  # no code of this engine's
                return python.engine.compile(source, all_flags, code, *groups)
        return python.compiling(source, flags)

    return compile_


def _methods(found: dict[str, bytes]) -> Callable[..., None]:
    def exec_(source: str, *names: Any) -> None:
        kept_code = found.get(source)
        code = marshal.loads(kept_code) if kept_code else _code(source)  # noqa: S302  # see `kept`
        exec(code, *names)  # noqa: S102  # as dataclasses does

    return exec_


def _code(source: str) -> CodeType:
    """What `exec` makes of the source of a method."""
    return compile(source, "<string>", "exec", dont_inherit=True)


@contextlib.contextmanager
def recorded() -> Iterator[None]:
    """Keep what is compiled meanwhile: done once, when the program is set up.

    Not in a command: expressions that are made out of texts would gather.
    """
    python = _python()
    expressions: dict[Asked, Handed] = {}
    methods: dict[str, bytes] = {}
    watched = _Watched(python.engine)

    def compile_(source: Any, flags: int = 0) -> Any:
        pattern = python.compiling(source, flags)
        if type(source) in (str, bytes):
            expressions[source, flags] = watched.handed
        return pattern

    def exec_(source: str, *names: Any) -> None:
        code = _code(source)
        methods[source] = marshal.dumps(code)
        exec(code, *names)  # noqa: S102

    before = python.compiler.compile
    python.compiler.compile, python.compiler._sre = compile_, watched
    vars(dataclasses)["exec"] = exec_
    try:
        yield
    finally:
        python.compiler.compile, python.compiler._sre = before, python.engine
        vars(dataclasses)["exec"] = exec
    kept.write(_NAME, python.about, (expressions, methods))


class _Watched:
    """The engine, and what it was handed last."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self.handed: Handed

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def compile(self, source: Any, flags: int, code: list[int], *groups: Any) -> Any:
        """Compile, and note all but the source."""
        self.handed = (int(flags), array(_CODE, code).tobytes(), *groups)
        return self._engine.compile(source, flags, code, *groups)


class _Python(NamedTuple):
    """What Python has for expressions: its compiler, how it compiles, its engine and the kind."""

    compiler: Any
    compiling: Callable[..., Any]
    engine: Any
    about: bytes


@cache
def _python() -> _Python:
    """What this Python has, as it is before anything is replaced. Raises where it has otherwise."""
    compiler, engine = import_module("re._compiler"), import_module("_sre")
    if array(_CODE).itemsize != engine.CODESIZE:
        raise AttributeError("CODESIZE")
    return _Python(compiler, compiler.compile, engine, f"{engine.MAGIC}".encode())
