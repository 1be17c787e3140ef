"""What no author should have to wait for: odd and long texts, beside prose of their size.

`python bench/bounded.py` runs `kaitei check` on each, and `kaitei redline` on each and a copy in
which a sign of every hundredth line is another, as they are typed: each a process, start included.
The same on prose of as many characters, by turns with it, is what their CPU time is a multiple of.
It writes the table into docs/benchmarks.md.
"""

from __future__ import annotations

import itertools
import os
import random
import re
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "scripts")]

HEAD = "## 第1条（目的） {#purpose}\n\n"
WORDS = "当社は お客様の 個人情報を 利用の 範囲で 適切に 取り扱い、 法令に 従って 管理します。"
RUNS = 1  # more where the machine does other work: the shortest counts
MOST = 299_000  # characters: as long as a text may be
FILLING = 3_100  # lines with words of prose that long
LINE = 19_900  # characters: as long as a line may be
PART = 30  # characters of each line of the longest text with the most lines
SHORT = 2_590  # lines: as many as a text of any length may have


def prose(size: int) -> str:
    """Clauses of paragraphs, of about `size` characters."""
    dice, words, out, length = random.Random(1), WORDS.split(), [], 0
    for number in itertools.count(1):
        said = "".join(dice.choice(words) for _ in range(40))
        out.append(f"## 第{number}条（事項{number}） {{#c{number}}}\n\n{said}\n\n")
        length += len(out[-1])
        if length >= size:
            return "".join(out)
    raise AssertionError


def many(unit: str, lines: float = 1, before: str = "") -> Callable[[], str]:
    """As many units, of so many lines each, as a text of any length may have; {} is the place."""
    return lambda: HEAD + before + "".join(unit.format(n) for n in range(int(SHORT / lines)))


def most(unit: str, lines: float = 1, before: str = "") -> Callable[[], str]:
    """As many as the longest text may have, and prose that makes it that long."""

    def text() -> str:
        count = int((MOST // 30 - FILLING) / lines)
        short = HEAD + before + "".join(unit.format(n) for n in range(count))
        return f"{short}\n\n{prose(MOST - len(short) - 400)}"

    return text


def shuffled(text: str) -> str:
    """A text with its paragraphs in another order."""
    paragraphs = text.split("\n\n")
    random.Random(3).shuffle(paragraphs)
    return "\n\n".join(paragraphs)


def edited(text: str) -> str:
    """A text with another word in each hundredth line, and in its last."""
    lines = text.split("\n")
    for number in {*range(0, len(lines), 100), len(lines) - 1} - {0}:
        lines[number] = re.sub(r"[あ-ん0-9一]", "別", lines[number], count=1)
    return "\n".join(lines)


def shifted(text: str) -> str:
    """A text in which each line but the headings begins and ends one sign later."""
    lines = text.split("\n")
    return "\n".join(x if x.startswith("#") or len(x) < 2 else f"{x[1:]}別" for x in lines)


def line(unit: str) -> str:
    """A unit again and again on one line, as long as a line may be."""
    return HEAD + unit * (LINE // len(unit))


def longest(unit: str) -> str:
    """As many of such lines as the longest text may have."""
    return HEAD + f"{unit * (LINE // len(unit))}\n\n" * (MOST // LINE)


def shortest(unit: str) -> str:
    """As many short lines of a unit as the longest text may have."""
    said = unit * max(1, (PART - 2) // len(unit)) + "\n\n"
    return HEAD + said * (MOST // max(PART, len(said)))


def nested(pair: str) -> str:
    """As many pairs of signs in one another as a line holds."""
    return HEAD + pair[0] * (LINE // 2) + pair[1] * (LINE // 2)


def numbered(unit: str) -> str:
    """As many of some lines, each with its number for {0}, as the longest text may have."""
    lines = sum(map(bool, unit.split("\n"))) + unit.count("|") / 4
    count = int((MOST // PART - FILLING) / lines)
    said = HEAD + "".join(unit.replace("{0}", str(n)) for n in range(count))
    return f"{said}\n\n{prose(MOST - len(said) - 400)}"


PLACED = {"a line": line, "lines": longest, "paragraphs": shortest}


def signs(placed: str) -> dict[str, Callable[[], str]]:
    """Every unit of signs.toml, `placed` as one of PLACED has it, or its "blocks"."""
    units = tomllib.loads((ROOT / "bench/signs.toml").read_text("utf-8"))
    pairs, blocks = units.pop("nested"), units.pop("blocks")
    if placed == "blocks":
        return {f"blocks of {unit!r}": partial(numbered, unit) for unit in blocks}
    make = PLACED[placed]
    found = {
        f"{placed} of {unit!r} ({group})": partial(make, unit)
        for group, said in units.items()
        for unit in said
    }
    if make is line:
        found |= {f"{pair!r} in one another": partial(nested, pair) for pair in pairs}
    return found


FEES = "| 品 | 月額 |\n|---|---|\n"
WIDE = f"|{'a|' * 200}\n"
ODD: dict[str, Callable[[], str]] = {
    "19,000 digits on a line": lambda: HEAD + "1" * 19_000,
    "19,000 digits with commas": lambda: HEAD + "1,234," * 3_000 + "1",
    "19,000 kanji numerals": lambda: HEAD + "一二三十百千" * 3_100,
    "19,000 opening brackets: refused": lambda: HEAD + "[" * 19_000,
    "19,000 full-width spaces": lambda: HEAD + "　" * 19_000,
    "9,500 zero-width spaces": lambda: HEAD + "あ\u200b" * 9_500,
    "9,500 stars": lambda: HEAD + "*a" * 9_500,
    "4,900 stars between spaces": lambda: HEAD + "* a " * 4_900,
    "2,800 mixed signs of emphasis": lambda: HEAD + "*_**a__" * 2_800,
    "6,600 words in brackets": lambda: HEAD + "[a]" * 6_600,
    "3,900 bold words on a line": lambda: HEAD + "**あ**" * 3_900,
    "15 lines of 2,800 links": lambda: HEAD + ("[a](#b)" * 2_800 + "\n\n") * 15,
    "30 lines of 4,000 stars": lambda: HEAD + ("*a" * 4_000 + "\n\n") * 30,
    "900 links of 300 characters": lambda: HEAD + f"[a](https://example.com/{'b' * 270})\n\n" * 900,
    "paragraphs of one character": many("あ\n\n"),
    "70,000 paragraphs: refused": lambda: HEAD + "あ\n\n" * 70_000,
    "paragraphs, each another": most("語{0}\n\n"),
    "items of one character": many("- あ\n"),
    "items, in the longest text": most("- あ\n"),
    "quotations in 35 others": many(">" * 35 + "あ\n\n", 35),
    "rows, in the longest text": most("| {0} | 2円 |\n", 1.8, FEES),
    "rows of 200 cells": most(WIDE, 51, WIDE + WIDE.replace("a", "-")),
    "references to one clause": most("[第1条](#purpose)の定め。\n\n"),
    "references in words": most("第1条第2項第3号を準用する。\n\n"),
    "bold words, a line each": most("**料金**は\n"),
    "notes": most("語[^{0}]。\n\n[^{0}]: 注\n\n", 2),
    "signs of one note": many("語[^a]。\n\n", 1, "[^a]: 注\n\n"),
    "headings": many("## 事項{0}\n\n"),
    "facts": most("{{{{desk}}}}\n\n"),
}
OTHER: dict[str, Callable[[str], str]] = {
    "paragraphs in another order": shuffled,
    "equal paragraphs, half of them changed": lambda text: re.sub(r"ます。(?=\n\n.)", "る。", text),
}
PAIRS: dict[str, Callable[[], str]] = {
    "paragraphs in another order": most("段落{0}番の文をここに置いて移します。\n\n"),
    "equal paragraphs, half of them changed": most(
        "当社は定めに従います。\n\n当社は定めます。\n\n", 2
    ),
}


def cpu(*arguments: str) -> float:
    """CPU seconds of the command with these arguments, its start included."""
    command = [sys.executable, "-m", "kaitei", *arguments]
    with Path(os.devnull).open("w") as nowhere, tempfile.TemporaryFile() as told:
        child = os.posix_spawn(
            sys.executable,
            command,
            os.environ | {"PYTHONPATH": str(ROOT / "scripts")},
            file_actions=[
                (os.POSIX_SPAWN_DUP2, nowhere.fileno(), 1),
                (os.POSIX_SPAWN_DUP2, told.fileno(), 2),
            ],
        )
        _, status, used = os.wait4(child, 0)
        told.seek(0)
        if os.waitstatus_to_exitcode(status) not in (0, 1) or b"Traceback" in told.read():
            raise SystemExit(f"kaitei {' '.join(arguments)} failed")
    return used.ru_utime + used.ru_stime


def commands(folder: Path, old: str, new: str) -> tuple[list[str], list[str]]:
    """`check` of a repository with a text, and `redline` of that text and another."""
    import drafting

    drafting.repository(folder / "repository", {"ja": old})
    for name, text in (("old.md", old), ("new.md", new)):
        (folder / name).write_text(text, "utf-8")
    return (
        ["check", "--on", "2026-11-22", "--root", str(folder / "repository")],
        ["redline", str(folder / "old.md"), str(folder / "new.md")],
    )


def measured(old: str, new: str) -> Iterator[tuple[float, float]]:
    """CPU seconds of either command, and of it on prose of the same size, measured by turns."""
    peer = prose(len(old))
    with tempfile.TemporaryDirectory() as folder:
        for name in ("odd", "prose"):
            (Path(folder) / name).mkdir()
        odd = commands(Path(folder) / "odd", old, new)
        plain = commands(Path(folder) / "prose", peer, edited(peer))
        for mine, theirs in zip(odd, plain, strict=True):
            runs = [(cpu(*mine), cpu(*theirs)) for _ in range(RUNS)]
            yield min(run[0] for run in runs), min(run[1] for run in runs)


def main() -> int:
    """Measure, print and write."""
    import report

    heads = ["input", "characters", "check", "prose", "times", "redline", "prose", "times"]
    rows, highest = [], 0.0
    for name, make in {"one line": lambda: HEAD + "語\n", **ODD, **PAIRS}.items():
        text = make()
        row = [name, f"{len(text):,}"]
        for mine, theirs in measured(text, OTHER.get(name, edited)(text)):
            highest = max(highest, mine / theirs)
            row += [f"{mine:.2f} s", f"{theirs:.2f} s", f"{mine / theirs:.2f}"]
        rows.append(row)
        print(*row, sep="  ", flush=True)
        day = date.fromtimestamp(time.time())
        said = f"{day}. CPU time, the shortest of {RUNS}; the most is {highest:.2f} times."
        lines = ["## Odd and long inputs", "", said, "", *report.table(heads, rows)]
        report.write("bounded", "\n".join(lines))  # each row as it comes: all of them take long
    return 0


if __name__ == "__main__":
    sys.exit(main())
