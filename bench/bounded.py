"""What no author should have to wait for: odd and long texts, beside prose of their size.

`python bench/bounded.py` runs `kaitei check` on each, `kaitei redline` on each and a copy in which
a sign of every hundredth line is another, and `kaitei redline` on each and a copy in which all is
changed, as they are typed: each a process, start included. The same on prose of as many characters
that is changed alike is what their CPU time is a multiple of. It writes its tables into
docs/benchmarks.md. With "a line", "lines", "paragraphs" or "blocks" behind it, it measures the
kinds of signs.toml, placed so.
"""

from __future__ import annotations

import itertools
import os
import platform
import random
import re
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "scripts")]

HEAD = "## 第1条（目的） {#purpose}\n\n"
WORDS = "当社は お客様の 個人情報を 利用の 範囲で 適切に 取り扱い、 法令に 従って 管理します。"
TURN = 20  # kinds of signs that are measured beside prose of one time
TOLD = 2.0  # times from which one of them is told
RUNS = 1  # more where the machine does other work: the shortest counts
Change = Callable[[str], str]
Measured = Iterable[tuple[str, int, list[tuple[float, float]]]]
MOST = 299_000  # characters: as long as a text may be
FILLING = 4_700  # lines with words of prose that long, its headings counted twice
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


def revalued(text: str) -> str:
    """A text with other amounts; one without any is `shifted`."""
    found = re.sub(r"[0-9]+(?=円)", lambda amount: str(int(amount[0]) + 9_999), text)
    return found if found != text else shifted(text)


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
    "15 lines of 2,800 links: refused": lambda: HEAD + ("[a](#b)" * 2_800 + "\n\n") * 15,
    "30 lines of 4,000 stars: refused": lambda: HEAD + ("*a" * 4_000 + "\n\n") * 30,
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
    "bold words, a line each: refused": most("**料金**は\n"),
    "notes": most("語[^{0}]。\n\n[^{0}]: 注\n\n", 6),
    "signs of one note": many("語[^a]。\n\n", 3, "[^a]: 注\n\n"),
    "headings": many("## 事項{0}\n\n", 2),
    "facts": most("{{{{desk}}}}\n\n"),
}
OTHER: dict[str, Change] = {
    "paragraphs in another order": shuffled,
    "equal paragraphs, half of them changed": lambda text: re.sub(
        r"ます。(.*?ます。)", r"る。\1", text, flags=re.DOTALL
    ),
    "amounts, each another": revalued,
}
PAIRS: dict[str, Callable[[], str]] = {
    "paragraphs in another order": most("段落{0}番の文をここに置いて移します。\n\n"),
    "equal paragraphs, half of them changed": most(
        "当社は定めに従います。\n\n当社は定めます。\n\n", 2
    ),
    "amounts, each another": most("料金は{0}円です。\n\n"),
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


def commands(folder: Path, old: str, *news: str) -> list[list[str]]:
    """`check` of a repository with a text, and `redline` of that text and each of the others."""
    import drafting

    folder.mkdir()
    drafting.repository(folder / "repository", {"ja": old})
    (folder / "old.md").write_text(old, "utf-8")
    found = [["check", "--on", "2026-11-22", "--root", str(folder / "repository")]]
    for number, text in enumerate(news):
        new = folder / f"new{number}.md"
        new.write_text(text, "utf-8")
        found.append(["redline", str(folder / "old.md"), str(new)])
    return found


def all_of(folder: Path, text: str, change: Change = shifted) -> list[list[str]]:
    """What is measured of a text: `check`, `redline` of small edits, and of a change of all."""
    return commands(folder, text, edited(text), change(text))


def by_turns(text: str, change: Change) -> Iterator[tuple[float, float]]:
    """CPU seconds of each command, and of it on prose of the same size that is changed alike."""
    with tempfile.TemporaryDirectory() as folder:
        odd = all_of(Path(folder) / "odd", text, change)
        plain = all_of(Path(folder) / "prose", prose(len(text)), change)
        for mine, theirs in zip(odd, plain, strict=True):
            runs = [(cpu(*mine), cpu(*theirs)) for _ in range(RUNS)]
            yield min(run[0] for run in runs), min(run[1] for run in runs)


def named() -> Iterator[tuple[str, int, list[tuple[float, float]]]]:
    """Each named input, its characters, and the seconds of its commands beside those of prose."""
    for name, make in {"one line": lambda: HEAD + "語\n", **ODD, **PAIRS}.items():
        text = make()
        yield name, len(text), list(by_turns(text, OTHER.get(name, shifted)))


def unnamed(placed: str) -> Iterator[tuple[str, int, list[tuple[float, float]]]]:
    """The same of signs.toml; of so many that prose is measured before every TURN of them only."""
    plain: list[float] = []
    for number, (name, make) in enumerate(signs(placed).items()):
        text = make()
        with tempfile.TemporaryDirectory() as folder:
            if number % TURN == 0:
                peer = all_of(Path(folder) / "prose", prose(len(text)))
                plain = [cpu(*command) for command in peer]
            odd = [cpu(*command) for command in all_of(Path(folder) / "odd", text)]
        yield name, len(text), list(zip(odd, plain, strict=True))


def written(section: str, title: str, found: Measured, told: float = 0) -> None:
    """Print each as it is measured, and write the table: those of at least `told` times.

    The section is written anew after each: all of them take long.
    """
    import report

    heads = ["input", "characters"]
    heads += [
        head for name in ("check", "redline", "all changed") for head in (name, "prose", "times")
    ]
    rows: list[tuple[float, list[str]]] = []
    number, highest = 0, 0.0
    for number, (name, size, runs) in enumerate(found, 1):
        most = max(mine / theirs for mine, theirs in runs)
        highest = max(highest, most)
        row = [_plain(name), f"{size:,}"]
        for mine, theirs in runs:
            row += [f"{mine:.2f} s", f"{theirs:.2f} s", f"{mine / theirs:.2f}"]
        print(*row, sep="  ", flush=True)
        if most >= told:
            rows.append((most, row))
        day = date.fromtimestamp(time.time())
        said = f"{day}, Python {platform.python_version()}. CPU time, the shortest of {RUNS}."
        said += f" {number} inputs; the most is {highest:.2f} times."
        if told:
            rows.sort(reverse=True)
            said += f" Those of {told:.1f} times and more:"
        table = report.table(heads, [row for _, row in rows])
        report.write(section, "\n".join([title, "", said, "", *table]))


def _plain(name: str) -> str:
    """A name with its signs as references, so that no Markdown is made of them."""
    return "".join(c if c.isalnum() or c in " ',:()" else f"&#{ord(c)};" for c in name)


def main(placed: list[str]) -> int:
    """Measure what is named, or the signs as they are `placed`; print, and write the tables."""
    if not placed:
        written("bounded", "## Odd and long inputs", named())
    for one in placed:
        section = f"bounded, {one}"
        written(section, f"### Signs again and again: {one}", unnamed(one), TOLD)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
