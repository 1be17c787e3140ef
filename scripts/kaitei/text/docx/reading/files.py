"""The three doors of the one reader: a file of ours, one as it left us, one from anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kaitei.base.problems import KaiteiError, problem
from kaitei.text.docx import origin as origins
from kaitei.text.docx import package, xml
from kaitei.text.docx.blocks import text_of
from kaitei.text.docx.reading.context import Context
from kaitei.text.docx.reading.data import Foreign, Returned
from kaitei.text.docx.reading.elements import words_in
from kaitei.text.docx.reading.reader import Reader

_DC = "{http://purl.org/dc/elements/1.1/}"


def read(path: Path, *, accept: bool) -> Returned:
    """The file at `path`; `accept` says whether the tracked changes of others count as made.

    Raises KaiteiError: what `package.unpacked` refuses, and a file that is none of ours.
    """
    return _read_parts(package.unpacked(path), str(path), accept=accept)


def reread(content: bytes) -> Returned:
    """A file of ours as it left us, read the same way: what one that came back is held against."""
    return _read_parts(package.opened(content, ""), "", accept=True)


def foreign(content: bytes, shown: str) -> Foreign:
    """What a Word file from anywhere shows; `shown` names it in problems.

    Undecided changes count as made, and are listed. Raises KaiteiError: what `package.opened`
    refuses.
    """
    parts = package.opened(content, shown)
    try:
        context = Context(parts, None, accept=True)
        lines = Reader(context, xml.read(parts["word/document.xml"])).lines()
        for part in sorted(parts):
            if part.startswith(("word/header", "word/footer")) and part.endswith(".xml"):
                context.clause = ""
                if words := words_in(xml.read(parts[part])).strip():
                    context.lose("margin", words)
        comments = tuple(context.comments())
        lost = tuple(dict.fromkeys(context.lost))
        return Foreign(lines, _title(parts), context.joined(), comments, lost)
    except (ValueError, RecursionError):
        raise KaiteiError(problem("word-damaged", shown)) from None


def _read_parts(parts: Mapping[str, bytes], shown: str, *, accept: bool) -> Returned:
    """The same for the parts of a file, by name."""
    try:
        origin = origins.found(parts)
        if origin is None:
            raise KaiteiError(problem("word-foreign", shown))
        context = Context(parts, origin, accept)
        lines = Reader(context, xml.read(parts["word/document.xml"])).lines()
        text = text_of(lines, origin.lang)
        comments = tuple(context.comments())
        lost = tuple(dict.fromkeys(context.lost))
        return Returned(origin, text, context.joined(), comments, lost)
    except (ValueError, RecursionError):
        raise KaiteiError(problem("word-damaged", shown)) from None


def _title(parts: Mapping[str, bytes]) -> str:
    content = parts.get("docProps/core.xml")
    return "" if content is None else (xml.read(content).findtext(f"{_DC}title") or "").strip()
