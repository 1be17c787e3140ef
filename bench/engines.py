"""The engines, each behind one function: a pair in, marked HTML out.

Run as a program it is one engine in a process of its own: prepared pairs (see `pairs.prepared`) as
JSON on standard input; on standard output for each pair the HTML and the CPU seconds, at the end
the peak memory. Engines that compare HTML get what Python-Markdown makes of the texts; engines that
compare text get its visible text, and their answer is written as `ins` and `del` around escaped
text. Neither is timed. Ours gets Markdown.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import Any

import lxml.html

sys.path[:0] = [
    str(Path(__file__).resolve().parents[1] / folder) for folder in ("tests", "scripts")
]
import judge  # noqa: E402  # the tests' own judge

TOKEN = re.compile(r"[A-Za-zÀ-ɏ]+(?:['’][A-Za-z]+)*|\d[\d,.:]*|[ァ-ヺー]+|\s+|[^\s]")


class Prepared:
    """A pair as engines take it: Markdown, HTML and visible text, each old and new."""

    def __init__(self, given: dict[str, Any]) -> None:
        self.lang: str = given["lang"]
        self.markdown: tuple[str, str] = (given["old"], given["new"])
        self.html: list[str] = given["html"]
        self.text: list[str] = given["text"]


def _marked(parts: Iterable[tuple[str, str]]) -> str:
    """(kind, text) as HTML; kind is "keep", "ins" or "del"."""
    return "".join(
        escape(text, quote=False) if kind == "keep" else f"<{kind}>{escape(text)}</{kind}>"
        for kind, text in parts
        if text
    )


# --- engines: each returns a function to be timed, that gives a function that writes its HTML ----

Run = Callable[[], Callable[[], str]]


def kaitei(pair: Prepared) -> Run:
    """Markdown in, data out."""
    from kaitei.text import diff, render

    def run() -> Callable[[], str]:
        old, new = _texts(pair)
        found = diff.compare(old, new)
        return lambda: render.fragment(found)

    return run


def kaitei_html(pair: Prepared) -> Run:
    """Markdown in, HTML out."""
    from kaitei.text import diff, render

    def run() -> Callable[[], str]:
        old, new = _texts(pair)
        html = render.fragment(diff.compare(old, new))
        return lambda: html

    return run


def kaitei_compare(pair: Prepared) -> Run:
    """Parsed texts in, data out: the comparison alone."""
    from kaitei.text import diff, render

    old, new = _texts(pair)

    def run() -> Callable[[], str]:
        found = diff.compare(old, new)
        return lambda: render.fragment(found)

    return run


def _texts(pair: Prepared) -> list[Any]:
    """Both texts, read as by a process that has never seen them: nothing is remembered."""
    from kaitei.text import markdown
    from kaitei.text.markdown import sections

    sections._read.cache_clear()
    return [markdown.parse(m, pair.lang, dialect="foreign") for m in pair.markdown]


def lxml_htmldiff(pair: Prepared) -> Run:
    """HTML in, HTML out."""
    from lxml.html.diff import htmldiff

    before, after = pair.html

    def run() -> Callable[[], str]:
        html = str(htmldiff(before, after))
        return lambda: html

    return run


def xmldiff(pair: Prepared) -> Run:
    """HTML in, its own marks out; these are written as ours for the judge."""
    from xmldiff import formatting, main

    old, new = (_xml(html) for html in pair.html)
    blocks = ("p", "li", "td", "th", "pre", "dt", "dd", *(f"h{n}" for n in range(1, 7)))
    marks = ("strong", "em", "a", "code", "b", "i", "sup", "sub")

    def run() -> Callable[[], str]:
        formatter = formatting.XMLFormatter(
            normalize=formatting.WS_BOTH, text_tags=blocks, formatting_tags=marks
        )
        found = main.diff_texts(old, new, formatter=formatter)
        return lambda: _from_xmldiff(found)

    return run


def _xml(html: str) -> str:
    return lxml.etree.tostring(judge.tree_of(html), encoding="unicode")


def _from_xmldiff(xml: str) -> str:
    xml = re.sub(r"<(/?)diff:(insert|delete)\b", lambda m: f"<{m[1]}{m[2][:3]}", xml)
    xml = re.sub(r'\bdiff:(insert|delete)=""', lambda m: f'data-change="{m[1][:3]}"', xml)
    return re.sub(r"<\?xml[^>]*>", "", xml)


def redlines(pair: Prepared) -> Run:
    """Text in, Markdown with `ins` and `del` out."""
    from redlines import Redlines

    old, new = (text.translate({60: "‹", 62: "›"}) for text in pair.text)

    def run() -> Callable[[], str]:
        html = Redlines(old, new, markdown_style="none").output_markdown
        return lambda: html.replace("&", "&amp;")

    return run


def diff_match_patch(pair: Prepared) -> Run:
    """By words, each written as one character, with its semantic clean-up."""
    from diff_match_patch import diff_match_patch as engine

    both = pair.text

    def run() -> Callable[[], str]:
        words: dict[str, str] = {}
        old, new = (
            "".join(words.setdefault(t, chr(0x10000 + len(words))) for t in TOKEN.findall(text))
            for text in both
        )
        differ = engine()
        differ.Diff_Timeout = 0
        found = differ.diff_main(old, new, False)
        differ.diff_cleanupSemantic(found)
        back = {code: word for word, code in words.items()}
        kinds = {0: "keep", 1: "ins", -1: "del"}
        parts = [(kinds[op], "".join(back[c] for c in text)) for op, text in found]
        return lambda: _marked(parts)

    return run


def rapidfuzz(pair: Prepared) -> Run:
    """The shortest edit by words, without any clean-up."""
    from rapidfuzz.distance import Indel

    both = pair.text

    def run() -> Callable[[], str]:
        old, new = (TOKEN.findall(text) for text in both)
        codes = Indel.opcodes(old, new)
        parts = []
        for op in codes:
            if op.tag == "equal":
                parts.append(("keep", "".join(old[op.src_start : op.src_end])))
                continue
            parts.append(("del", "".join(old[op.src_start : op.src_end])))
            parts.append(("ins", "".join(new[op.dest_start : op.dest_end])))
        return lambda: _marked(parts)

    return run


def git(pair: Prepared) -> Run:
    """`git diff --word-diff`, the whole process."""
    folder = tempfile.TemporaryDirectory(prefix="kaitei-bench-")  # as long as it is run
    for name, text in zip(("old", "new"), pair.text, strict=True):
        Path(folder.name, name).write_text(text + "\n", "utf-8")
    words = (
        "[A-Za-z]+|[0-9][0-9,.:]*|[^[:space:]]|[\x80-\xff]+"
        if pair.lang == "en"
        else ("[A-Za-z]+|[0-9][0-9,.:]*|[^[:space:][:alnum:]]|[\xc0-\xff][\x80-\xbf]+")
    )
    command = [b"git", b"-c", b"core.quotePath=off", b"diff", b"--no-index", b"--no-color"]
    command += [b"--word-diff=porcelain", b"--unified=1000000"]
    command += [b"--word-diff-regex=" + words.encode("latin-1"), b"old", b"new"]
    environment = {"LC_ALL": "C", "PATH": "/usr/local/bin:/usr/bin:/bin"}

    def run() -> Callable[[], str]:
        found = subprocess.run(command, cwd=folder.name, capture_output=True, env=environment)
        if found.returncode > 1:
            raise RuntimeError(found.stderr.decode("utf-8", "replace"))
        return lambda: _marked(_porcelain(found.stdout.decode("utf-8", "replace"), pair.text[0]))

    return run


def _porcelain(text: str, same: str) -> Iterable[tuple[str, str]]:
    kinds = {" ": "keep", "+": "ins", "-": "del"}
    body = text.partition("\n@@")[2].partition("\n")[2]
    if not body:
        return [("keep", same)]
    return [(kinds[line[0]], line[1:]) for line in body.split("\n") if line and line[0] in kinds]


ENGINES: dict[str, Callable[[Prepared], Run]] = {
    "kaitei": kaitei,
    "kaitei-html": kaitei_html,
    "kaitei-compare": kaitei_compare,
    "lxml": lxml_htmldiff,
    "xmldiff": xmldiff,
    "redlines": redlines,
    "diff-match-patch": diff_match_patch,
    "rapidfuzz": rapidfuzz,
    "git": git,
}


def main() -> None:
    """One engine over the pairs on standard input; `argv`: engine, times, whether to give HTML."""
    name, times, with_html = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "html"
    for line in sys.stdin:
        run = ENGINES[name](Prepared(json.loads(line)))
        answer = _answer(run, times, with_html=with_html)
        print(json.dumps(answer), flush=True)
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(json.dumps({"peak": children if name == "git" else _peak()}))


def _peak() -> float:
    """The peak memory of this process in MiB.

    Linux lets `ru_maxrss` begin with the memory of the process that started us; VmHWM does not.
    """
    status = Path("/proc/self/status")
    if status.exists() and (found := re.search(r"VmHWM:\s+(\d+) kB", status.read_text())):
        return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _clock() -> float:
    """CPU seconds of this process and of those it started: others on the machine don't count."""
    spent = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in spent)


def _answer(run: Run, times: int, *, with_html: bool) -> dict[str, Any]:
    best, write = float("inf"), None
    for _ in range(times):
        start = _clock()
        write = run()
        best = min(best, _clock() - start)
    answer: dict[str, Any] = {"seconds": best}
    if with_html and write:
        answer["html"] = write()
    return answer


if __name__ == "__main__":
    main()
