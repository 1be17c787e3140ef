"""What a source may not hold, found before any parser sees it: cheap and in bounded time.

Measured: "[" 4,000 times costs Python-Markdown 2 to 7 s, lists 300 deep end in a RecursionError,
and raw HTML, script links (also entity-encoded) and `{onclick=...}` pass through it.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.base.yamlfile import YamlFile, read

MAX_SIZE = 8_000_000
MAX_TEXT = 300_000
"""Characters of a text of ours: a second of parsing, and more than any policy needs."""
MAX_LINES = 2_600
"""Lines with words of a text, whatever its length: ten times the longest of the real texts that we
know (257). Each paragraph, item and row costs two parsers and the rules a tenth of a millisecond
and more, however short it is."""
LINE_LENGTH = 30
"""Characters for which a text that is longer may have one line more, 10,000 at `MAX_TEXT`: then
`check` and `redline` take about twice what they do of prose (docs/benchmarks.md). The longest real
texts that we know have 180 and more."""
_CELLS = 4  # borders between cells that cost as much as a line
_NOTE = 2  # lines that a sign of a note costs as much as, beside its own
MAX_LINE = 20_000
MAX_DEPTH = 40
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
"""What neither XML nor HTML can carry, or only against their rules: a feed with it is broken."""
MAX_WORK = 3_000_000
"""Characters that Python-Markdown may search for the ends of brackets and tags."""

MAX_PLACED = 100_000_000
"""How often Python-Markdown may pass by an emphasis, a code or a link while it puts each of them
into its place in their paragraph: half a second. 10,000 in one paragraph take as many, or 1,000 in
each of a hundred; of 297,000 characters in one paragraph it took 15 s."""

_HELD = 8  # bodies of which it is known: a draft is asked about several times
_NESTING = " \t>-*+.)0123456789"  # what a line begins with that nests
_MARKS = frozenset(">-*+0123456789")
_LEAD = re.compile(r"(?:[ \t]|>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*")
_MARK = re.compile(r">|[-*+]|\d+[.)]")
_FRONT = re.compile(r"---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TABLE = re.compile(r"\s*[^\n]*\|[^\n]*\n[ ]*[|:-][ |:-]*(?:\n|\Z)")
_REFERENCE = re.compile(r"&#(?:[0-9]{1,9}|[xX][0-9A-Fa-f]{1,8});?")
_RAW = re.compile(r"<(?!https?://|mailto:|[\w.+-]+@)[A-Za-z/!?][^<>\n]*>?")
# A line break in a cell of a table: what Markdown has no sign for, and readers need.
_CELL_BREAK = re.compile(r"^[ ]*\|.*<br\s*/?>.*$", re.MULTILINE | re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_EVENT = re.compile(r"[\s{\"'/]on[a-z]{3,20}\s*=", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"\{:?[^{}\n]*[=.][^{}\n]*\}(?=[ ]*$|[ ]*#*$)", re.MULTILINE)
_LINK = re.compile(r"\]\(\s*<?([^)\s>]{0,300})|^[ ]{0,3}\[[^\]\n]{1,200}\]:\s*<?(\S{0,300})", re.M)
_BROKEN_LINK = re.compile(r"\]\(\s*<?([^)]{0,300})")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def split(source: str, file: str) -> tuple[YamlFile, str, int]:
    """`source` as (front matter, body, the line of the file on which the body starts).

    Raises KaiteiError with the line where the front matter is no YAML. Without any, the front
    matter is empty.
    """
    text = clean(source)
    match = _FRONT.match(text)
    if not match:
        return read("", file), text, 1
    front = read(match.group(1) or "", file, first_line=2)
    return front, text[match.end() :], match.group().count("\n") + 1


def front_lines(source: str) -> int:
    """How many lines the front matter of a source takes, its marks included; 0 without any."""
    match = _FRONT.match(clean(source))
    return match.group().count("\n") if match else 0


def split_leniently(source: str) -> tuple[str, str, int]:
    """`source` as (title, body, its first line): front matter of any kind taken off.

    Two rules with prose between them are no front matter: its first line has a name and a colon.
    """
    text = clean(source)
    match = _FRONT.match(text)
    inner = (match.group(1) or "") if match else ""
    if not match or not (not inner.strip() or re.match(r"\s*(?:[\w-]+\s*:|#)", inner)):
        return "", text, 1
    line = match.group().count("\n") + 1
    try:
        title = read(inner, "").root.get("title")
    except KaiteiError:
        found = re.search(r"^title:[ \t]*(.*?)[ \t]*$", inner, re.MULTILINE)
        title = found.group(1).strip("\"'") if found else ""
    return (title if isinstance(title, str) else ""), text[match.end() :], line


def clean(source: str) -> str:
    """`source` without byte order mark, carriage returns and what is `ILLEGAL`."""
    return ILLEGAL.sub("", _lines(source))


def _lines(source: str) -> str:
    return source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def limits(body: str, file: str, first_line: int = 1) -> Iterator[Problem]:
    """What would cost a parser unbounded time or depth, with lines."""
    if len(body) > MAX_SIZE:
        yield problem("markup-size", file, size=len(body), limit=MAX_SIZE)
    elif (deep := _too_deep(body)) is not None:
        yield problem("markup-nesting", file, first_line + deep, limit=MAX_DEPTH)
    elif (endless := _too_open(body)) is not None:
        yield problem("markup-brackets", file, first_line + endless)
    elif (crowded_ := _too_marked(body)) is not None:
        yield problem("markup-crowded", file, first_line + crowded_)


@lru_cache(_HELD)
def _too_deep(body: str) -> int | None:
    """The first line, from 0, that nests too deeply."""
    for number, line in enumerate(body.split("\n")):
        begun = line[: MAX_DEPTH + 1]  # each level takes a sign at least
        if len(begun) > MAX_DEPTH and not begun.strip(_NESTING) and _depth(line) > MAX_DEPTH:
            return number
    return None


@lru_cache(_HELD)
def _too_open(body: str) -> int | None:
    """The line, from 0, of the first paragraph in which the ends of signs are sought too long."""
    start, open_tag = 0, _endless_tag(body)
    ends = (match.span() for match in re.finditer(r"\n[ \t]*(?=\n)", body))
    for end, following in chain(ends, [(len(body), len(body))]):
        chunk = body[start:end]
        if start <= open_tag < following or _work(chunk) > MAX_WORK:
            return body.count("\n", 0, start + len(chunk) - len(chunk.lstrip()))
        start = following
    return None


@lru_cache(_HELD)
def _too_marked(body: str) -> int | None:
    """The line, from 0, of the paragraph with which placing its marks costs too much."""
    placed, number = 0, 0
    for chunk in body.split("\n\n"):
        apart = chunk.split("\n") if _TABLE.match(chunk) else [chunk]  # each row has its own
        placed += sum(_marked(part) ** 2 for part in apart)
        if placed > MAX_PLACED:
            return number + len(chunk) - len(chunk.lstrip("\n"))
        number += chunk.count("\n") + 2
    return None


def _marked(part: str) -> int:
    """How many emphases, codes and links stand in a part of a text, at most."""
    return sum(map(part.count, "*_`")) // 2 + part.count("](")


def unreadable(source: str, file: str) -> list[Problem]:
    """Why a text of ours can't be parsed safely: bad front matter, or what is beyond the `limits`.

    Takes the whole file, front matter included; lines are the file's. Never raises.
    """
    try:
        _, body, first = split(source, file)
    except KaiteiError as error:
        return list(error.problems)
    if len(body) > MAX_TEXT:
        return [problem("markup-size", file, size=len(body), limit=MAX_TEXT)]
    return [*crowded(body, file)] or list(limits(body, file, first))


def crowded(body: str, file: str) -> Iterator[Problem]:
    """A problem with a text that has too many lines for its length: they are what costs time.

    Four cells of a table are a line, and so is each quotation or item that another stands in. A
    heading, with which a clause begins, is two, and a sign of a note is two more.
    """
    limit = max(MAX_LINES, len(body) // LINE_LENGTH)
    if (count := _lines_of(body)) > limit:
        yield problem("markup-lines", file, count=count, limit=limit)


@lru_cache(_HELD)
def _lines_of(body: str) -> int:
    """How many lines a body has, counted by what they cost."""
    count = body.count("|") // _CELLS + body.count("[^") * _NOTE
    for line in body.split("\n"):
        begun = line.lstrip()
        if begun:
            nested = _marks(line) if begun[0] in _MARKS else 2 if begun[0] == "#" else 1
            count += min(max(1, nested), MAX_DEPTH)  # deeper ones are told as that
    return count


def refusals(source: str, file: str) -> list[Problem]:
    """What a text of ours may not hold: raw HTML, script links, attributes, control characters.

    Takes the whole file, front matter included; lines are the file's. Never raises. What is
    `unreadable` is told as that and no more.
    """
    if found := unreadable(source, file):
        return found
    _, body, first = split(source, file)
    found += characters(source, file)
    lines = body.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    found += [
        problem("markup-line", file, first + i, size=len(line), limit=MAX_LINE)
        for i, line in enumerate(lines)
        if len(line) > MAX_LINE
    ]
    text = _without_code(body)
    text = _CELL_BREAK.sub(lambda m: _BREAK.sub(lambda b: " " * len(b.group()), m.group()), text)
    for rule, at, shown in _findings(text):
        number = first + bisect_right(starts, at) - 1
        found.append(problem(rule, file, number, found=shown[:60]))
    return sorted(dict.fromkeys(found), key=lambda p: (p.line, p.rule))


def _without_code(body: str) -> str:
    """`body` with blanks for code: words on one line between two rows of as many backticks.

    Of two rows that are not alike the longer one gives as many as the other has.
    """
    out: list[str] = []
    done, begun, open_ = 0, 0, 0  # up to where it is written; the row that may begin code
    for run in re.finditer("`+", body):
        start, end = run.span()
        if begun < open_ < start and body.find("\n", open_, start) < 0:
            size = min(open_ - begun, end - start)
            out += (body[done : open_ - size], " " * (start + size - open_ + size))
            done = start = start + size
        begun, open_ = start, end
    return "".join([*out, body[done:]])


def characters(source: str, file: str) -> Iterator[Problem]:
    """A problem for each line with a character that no page can carry, front matter included."""
    for number, line in enumerate(_lines(source).split("\n"), 1):
        if sign := ILLEGAL.search(line):
            shown = f"U+{ord(sign.group()):04X}"
            yield problem("markup-character", file, number, found=shown)


def _findings(text: str) -> Iterator[tuple[str, int, str]]:
    for match in _REFERENCE.finditer(text):
        # What can't be a character is "" or U+FFFD for a browser and for `html.unescape`.
        sign = html.unescape(match.group())
        if sign in ("", "\ufffd") or ILLEGAL.match(sign):
            yield "markup-character", match.start(), match.group()
    for match in _RAW.finditer(text):
        event = _EVENT.search(match.group())
        yield ("markup-event" if event else "markup-raw-html"), match.start(), match.group()
    for match in _ATTRIBUTES.finditer(text):
        event = _EVENT.search(match.group())
        yield ("markup-event" if event else "markup-attributes"), match.start(), match.group()
    for pattern in (_LINK, _BROKEN_LINK):
        for match in pattern.finditer(text):
            target = next((group for group in match.groups() if group), "")
            if not _safe(target):
                yield "markup-link", match.start(), target.strip()


def _safe(target: str) -> bool:
    for _ in range(3):
        target = html.unescape(target)
    target = re.sub(r"[\x00-\x20\u00a0\\]", "", target).lower()
    scheme = _SCHEME.match(target)
    return not scheme or scheme.group(1) in SCHEMES


def _marks(line: str) -> int:
    """How many marks of lists and quotations a line begins with; a rule of signs has none."""
    text = _lead(line)
    if len(text) == len(line.rstrip()) and not text.strip("-*_ \t"):
        return 0
    return len(_MARK.findall(text))


def _lead(line: str) -> str:
    found = _LEAD.match(line)
    return found[0].rstrip() if found else ""


def _depth(line: str) -> int:
    """How deep a line nests: its indentation and the list and quote marks it starts with."""
    marks = _marks(line)
    text = _lead(line)
    indented = (len(text) - len(text.lstrip())) // 4 if len(text) < len(line.rstrip()) else 0
    return marks + indented if marks else 0


def _endless_tag(body: str) -> int:
    """Where the search for the ends of tags that never end is beyond `MAX_WORK`, or -1."""
    work = 0
    for match in re.finditer(r"<[A-Za-z/!?]", body):
        end = body.find(">", match.end())
        work += (len(body) if end < 0 else end) - match.end()
        if work > MAX_WORK:
            return match.start()
    return -1


def _work(chunk: str) -> int:
    """How many characters a paragraph costs at worst.

    The search for closing brackets reads to the end each time; each heading in the midst of a
    paragraph copies what follows it (sixteen characters as fast as one is searched).
    """
    opens: list[int] = []
    work = chunk.count("\n#") * len(chunk) // 16
    if chunk.count("[") < 2:
        return work
    for match in re.finditer(r"\[|\]\(|\]|\)", chunk):
        sign = match.group()
        if sign == "[":
            opens.append(match.start())
        elif opens and sign != ")":
            work += match.start() - opens.pop()
        if sign == "](":
            close = chunk.find(")", match.end())
            work += (len(chunk) if close < 0 else close) - match.end()
        if work > MAX_WORK:
            break
    return work + sum(len(chunk) - at for at in opens)
