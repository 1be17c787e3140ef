"""The only door to Jinja: prints the templates of theme/pages, escaping every value.

Content never reaches Jinja as a template. A missing value, or None, is an error rather than a
hole in a legal page.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from importlib.util import cache_from_source
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    nodes,
)
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from markupsafe import Markup, escape

from kaitei.base.catalogue import phrase
from kaitei.base.problems import KaiteiError, problem

FOLDER = "pages"


class Compiled(BytecodeCache):
    """Templates compiled once: kept by this process and, as modules are, beside the program.

    Held by name and text, not by file and time: each preview is built from a new copy of the theme.
    For the environments of one `kind`, since their options are compiled in: it says which they are.
    What is kept is code; it stands where Python keeps the program's own (`__pycache__`), and where
    Python may write none there, nothing is kept.
    """

    def __init__(self, kind: str) -> None:
        self._codes: dict[str, tuple[str, CodeType]] = {}
        kept = Path(cache_from_source(__file__))
        self._prefix = f"template-{_sha256(kind, jinja2.__version__)[:16]}"
        self._folder = kept.parent

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The template's name; wherever its file lies."""
        return name

    def get_source_checksum(self, source: str) -> str:
        """SHA-256 of a template's text."""
        return _sha256(source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of the name where it was compiled from this text."""
        checksum, code = self._codes.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code
            return
        with contextlib.suppress(OSError):
            bucket.bytecode_from_string(self._file(bucket).read_bytes())

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code in place of the name's former one."""
        if bucket.code is None:
            return
        self._codes[bucket.key] = bucket.checksum, bucket.code
        if not sys.dont_write_bytecode:
            file = self._file(bucket)
            fresh = file.with_suffix(f".{os.getpid()}")
            with contextlib.suppress(OSError):
                file.parent.mkdir(parents=True, exist_ok=True)
                fresh.write_bytes(bucket.bytecode_to_string())
                fresh.replace(file)

    def _file(self, bucket: Bucket) -> Path:
        name = _sha256(bucket.key)[:16]
        return self._folder / f"{self._prefix}-{name}.{sys.implementation.cache_tag}"


def _sha256(*values: str) -> str:
    return hashlib.sha256("\0".join(values).encode("utf-8")).hexdigest()


_COMPILED = Compiled(Path(__file__).read_text("utf-8"))  # the options stand in this file


class _Context(Context):
    """What a template prints from."""

    environment: _Environment

    def __init__(self, environment: _Environment, *args: Any, **values: Any) -> None:
        super().__init__(environment, *args, **values)
        environment.contexts.append(self)

    def call(
        self,
        called: Callable[..., Any],
        /,
        *args: object,
        _loop_vars: object = None,
        _block_vars: object = None,
        **values: object,
    ) -> Any:
        """What a template calls, called as it stands.

        Jinja asks each one first whether it wants the context: a page calls a hundred, none does.
        """
        return called(*args, **values)


class _CodeWriter(CodeGenerator):
    """Writes the code of templates: what they print is escaped by `_printed`, and there alone.

    Jinja would escape after it once more, which is to wrap anew what is HTML already: half of all.
    """

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write("environment.finalize(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(")")


class _Environment(Environment):
    context_class = _Context
    code_generator_class = _CodeWriter

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.contexts: list[_Context] = []

    @contextlib.contextmanager
    def printing(self) -> Iterator[None]:
        """Take macros from the contexts that are made meanwhile, when all is printed.

        A macro holds its context and stands in it, and such circles stay until Python looks for
        them.
        """
        first = len(self.contexts)
        try:
            yield
        finally:
            for context in self.contexts[first:]:
                context.vars.clear()
            del self.contexts[first:]


class Templates:
    """The templates of a theme folder, theme/pages."""

    def __init__(self, theme: Path) -> None:
        self._environment = _Environment(
            loader=FileSystemLoader(theme / FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_printed,
            bytecode_cache=_COMPILED,
            auto_reload=False,  # each build begins anew
        )

    def compile(self) -> None:
        """Compile all templates: a further build of this process finds them compiled."""
        for name in self._environment.list_templates():
            self._environment.get_template(name)

    def render(self, template: str, values: dict[str, object]) -> Markup:
        """The HTML of a template. Raises KaiteiError that names the template and what is wrong."""
        try:
            with self._environment.printing():
                return Markup(self._environment.get_template(template).render(values))  # noqa: S704
        except TemplateSyntaxError as error:
            raise _broken(error.name or template, error.lineno, error) from error
        except _MissingError as error:
            raise _broken(*_place(error, template), phrase("desk.theme.value")) from error
        except TemplateError as error:
            raise _broken(*_place(error, template), error) from error
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            # A template of another version asks for what the program no longer has.
            kind = type(error).__name__
            reason = phrase("desk.theme.asked", kind=kind, what=" ".join(str(error).split()))
            raise _broken(*_place(error, template), reason) from error


def _broken(template: str, line: int, reason: object) -> KaiteiError:
    return KaiteiError(problem("theme-broken", f"theme/{FOLDER}/{template}", line, reason=reason))


def _place(error: Exception, template: str) -> tuple[str, int]:
    """The template and the line in which an error arose: Jinja puts both into the traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    for frame in reversed(frames):
        if f"/{FOLDER}/" in frame.filename and frame.filename.endswith(".html"):
            return frame.filename.rsplit(f"/{FOLDER}/", 1)[1], frame.lineno or 0
    return template, 0


class _MissingError(TemplateError):
    """A value that should be printed is not there."""


def _printed(value: object) -> Markup:
    if value is None:
        raise _MissingError
    return value if type(value) is Markup else escape(value)
