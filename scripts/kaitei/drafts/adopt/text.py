"""A file of an old repository -> a text that the record can hold, saying the same.

Byte order mark and carriage returns go; of the front matter only the title stays, and a text's one
first-level heading becomes its title, because a page prints that above the text. Nothing else is
touched where the rest is plain Markdown. Where it holds raw HTML, comments or attributes it is read
as pages read it (sanitised) and written anew in Markdown alone. Either way the result is read again
and must say, word for word, what was read at first; else it is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kaitei.base import yamlfile
from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.drafts.adopt.writing import markdown
from kaitei.model import Block, Clause, Text
from kaitei.text import markdown as markup

# NFC, but not of compatibility ideographs: it would turn the 神 of a name into another one.
_TO = ("href", "src")
_LEADS = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)
_TEMPLATE = re.compile(r"\{[{%][^{}\n]*[%}]\}")
_FRONT_LINES = 4  # of `_whole` before the body
_COMPOSABLE = re.compile("[^\uf900-\ufaff\U0002f800-\U0002fa1f]+")


@dataclass(frozen=True, slots=True)
class Taken:
    """A text as the record will hold it.

    `source` is the whole Markdown file, `title` what its front matter says, `text` the parsed
    text, `notes` what a person should know of it (warnings).
    """

    title: str
    source: str
    text: Text
    notes: tuple[Problem, ...] = ()


def take(raw: bytes, lang: str, place: str, title: str = "") -> Taken:
    """The text in the bytes of a file; `place` names it in problems.

    `title` is used where the text has none. Raises KaiteiError where the file is not UTF-8, holds
    no text, costs too much to read, or can't be written as Markdown without losing words.
    """
    found, body, first = markup.split_leniently(_decoded(raw, place))
    body = body.strip("\n") + "\n"
    try:
        read = markup.parse(_whole("", body), lang, file=place)
    except KaiteiError as error:
        raise KaiteiError(*_moved(error.problems, first)) from None
    heading = _title_heading(read)
    title = _words_of(heading.heading) if heading else found or title
    title = title or next((_words_of(c.heading) for c in read.clauses if c.heading), "")
    expected = [block for block in flat(read) if not heading or block is not heading.heading]
    if not expected:
        raise KaiteiError(problem("text-empty", place))
    at = markup.lines(_whole("", body), read)[read.clauses.index(heading)] if heading else 0
    plain = _without_line(body, at - _FRONT_LINES) if at else body
    wrong = markup.refusals(_whole("", body), place)
    taken = None if wrong else _read_back(title, plain, lang, place, expected)
    if taken:
        return taken
    taken = _read_back(title, markdown(expected), lang, place, expected)
    if taken is None or markup.refusals(taken.source, place):
        raise KaiteiError(*_moved(wrong[:1], first), problem("import-html", place))
    return replace(taken, notes=(*taken.notes, problem("import-rewritten", place)))


def words(text: Text) -> str:
    """All that can be read of a text, its title first; white space is single blanks."""
    return f"{text.title} {_words(flat(text))}".strip()


def flat(text: Text) -> list[Block]:
    """The blocks of a text, headings included, in reading order."""
    return [
        block
        for clause in text.clauses
        for block in ((clause.heading, *clause.blocks) if clause.heading else clause.blocks)
    ]


def dead_ends(text: Text) -> list[str]:
    """The links of a text that lead to other files, and the marks of a template engine in it.

    Neither leads anywhere on a site that is made of the record alone.
    """
    todo, found = flat(text), []
    for block in todo:
        todo += block.children
        targets = [v for run in block.runs for mark in run.marks for n, v in mark.attrs if n in _TO]
        found += [target for target in targets if not _LEADS.match(target)]
        found += _TEMPLATE.findall("".join(run.text for run in block.runs))
    return sorted(set(found))


def _decoded(raw: bytes, place: str) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        byte = error.start + 1
        raise KaiteiError(problem("file-encoding", place, line, byte=byte)) from None
    text = text.lstrip("\ufeff")
    return _COMPOSABLE.sub(lambda m: unicodedata.normalize("NFC", m[0]), text)


def _title_heading(text: Text) -> Clause | None:
    """The clause whose heading is the text's title: the only h1, with no heading before it."""
    headed = [clause for clause in text.clauses if clause.heading]
    if [clause.level for clause in headed].count(1) != 1 or headed[0].level != 1:
        return None
    return headed[0]


def _without_line(body: str, line: int) -> str:
    """`body` without the line of its title, and without the rule under it."""
    lines = body.split("\n")
    at = line - 1
    under = not lines[at].startswith("#") and re.fullmatch("=+ *", "".join(lines[at + 1 : at + 2]))
    del lines[at : at + (2 if under else 1)]
    return "\n".join(lines).strip("\n") + "\n"


def _whole(title: str, body: str) -> str:
    return f"---\n{yamlfile.dump({'title': title})}---\n\n{body}"


def _read_back(
    title: str, body: str, lang: str, place: str, expected: Sequence[Block]
) -> Taken | None:
    """The text in `body`, if it says what is expected, word for word."""
    source = _whole(title, body)
    text = markup.parse(source, lang, file=place)
    found = flat(text)
    if text.title != title or _words(found) != _words(expected):
        return None
    same = list(map(_bare, found)) == list(map(_bare, expected))
    return Taken(title, source, text, () if same else (problem("import-marks", place),))


def _moved(problems: Iterable[Problem], first: int) -> list[Problem]:
    """Problems of `_whole` with the lines that they have in a file whose body starts at `first`."""
    by = first - 1 - _FRONT_LINES
    return [
        replace(p, line=p.line and p.line + by, also=tuple(line + by for line in p.also))
        for p in problems
    ]


def _bare(block: Block) -> Block:
    """A block without ids, which stay only on headings."""
    kept = block.id if re.fullmatch("h[1-6]", block.tag) else ""
    return replace(block, id=kept, children=tuple(map(_bare, block.children)))


def _words_of(heading: Block | None) -> str:
    return " ".join("".join(run.text for run in heading.runs).split()) if heading else ""


def _words(blocks: Iterable[Block]) -> str:
    return " ".join(" ".join(_leaves(blocks)).split())


def _leaves(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield "".join(run.text for run in block.runs)
        if block.tag == "ol":  # its numbers are computed from the first
            yield from (value for name, value in block.attrs if name == "start")
        yield from _leaves(block.children)
