"""Runs typst: the same bytes for the same template and data.

Every PDF is tagged (PDF/UA-1) and has its fonts inside. Neither the machine's fonts nor its
clock are looked at. One that bears a day is for keeping (PDF/A-3a), which wants one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from kaitei.base.catalogue import spaced
from kaitei.base.problems import KaiteiError, problem
from kaitei.base.typesetting.characters import printable
from kaitei.base.typesetting.fonts import family, found

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


class Attachment(NamedTuple):
    """A text file inside a PDF: its name, what kind it is (MIME), what it is to a reader."""

    name: str
    mime: str
    about: str
    content: str


def pdf(
    template: Traversable,
    values: Mapping[str, object],
    lang: str,
    shown: str,
    attachments: Sequence[Attachment] = (),
    *,
    dated: bool = True,
) -> bytes:
    """The PDF in `lang` that `template` (a file of typst's) makes of `values`.

    The template finds the values in `sys.inputs.data` as JSON: what stands in them is printed,
    never run; beside them `lang`, `type` (what sets the language) and `spaced`, whether its words
    stand apart. In `sys.inputs.attachments` it finds the `attachments`, to the character. `dated`
    says that the template gives the document a day. Raises KaiteiError (`paper-broken`) that names
    the paper as `shown`.
    """
    attached = json.dumps([one._asdict() for one in attachments], ensure_ascii=False)
    inputs = {"data": _data(values, lang), "attachments": attached}
    standards = ["ua-1", "a-3a"] if dated else ["ua-1"]
    return _compiled(template, inputs, shown, format="pdf", pdf_standards=standards)


def png(template: Traversable, values: Mapping[str, object], lang: str, shown: str) -> bytes:
    """The picture (PNG) in `lang` that `template` makes of `values`; see `pdf`.

    A point of the template is two pixels.
    """
    return _compiled(template, {"data": _data(values, lang)}, shown, format="png", ppi=144)


def _data(values: Mapping[str, object], lang: str) -> str:
    """What a template finds as `sys.inputs.data`."""
    name = family(lang)
    printed = {key: _printed(value, name) for key, value in values.items()}
    printed |= {"lang": lang, "type": _type(lang), "spaced": spaced(lang)}
    return json.dumps(printed, ensure_ascii=False, sort_keys=True)


def _compiled(
    template: Traversable, inputs: Mapping[str, str], shown: str, **options: object
) -> bytes:
    import typst  # here: it takes a moment, and most commands print nothing

    try:
        return bytes(_compiler().compile(template.read_bytes(), sys_inputs=dict(inputs), **options))
    except typst.TypstError as error:
        raise KaiteiError(problem("paper-broken", shown, reason=error.message)) from None


def begun() -> bool:
    """Whether this process has printed: then it must not fork.

    typst works with threads, which don't come along into a forked process; it would wait there for
    ever for what they should do.
    """
    return _compiler.cache_info().currsize > 0


def _type(lang: str) -> dict[str, str]:
    """What typst is to set a language with: its font, and its code in parts: zh, hans."""
    code, *more = lang.split("-")
    script = [part.lower() for part in more if len(part) == 4]
    return {"font": family(lang), "lang": code} | ({"script": script[0]} if script else {})


def _printed(value: Any, font: str) -> Any:
    """`value` with every string in characters that the font has."""
    if isinstance(value, str):
        return printable(value, font)
    if isinstance(value, Mapping):
        return {key: _printed(inner, font) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printed(inner, font) for inner in value]
    return value


@cache
def _compiler() -> Any:
    """A compiler that knows our fonts and no others."""
    import typst

    return typst.Compiler(font_paths=found())
