"""What no author should have to wait for: odd and long texts, beside prose of their size.

`python bench/bounded.py` runs `kaitei check` on each and compares it with a copy in which a sign of
every hundredth line is another. It prints the CPU time of both as a multiple of what prose of as
many characters takes, and writes the table into docs/benchmarks.md.
"""

from __future__ import annotations

import itertools
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "scripts")]

HEAD = "## 第1条（目的） {#purpose}\n\n"
WORDS = "当社は お客様の 個人情報を 利用の 範囲で 適切に 取り扱い、 法令に 従って 管理します。"


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


ODD: dict[str, Callable[[], str]] = {
    "19,000 digits on a line": lambda: HEAD + "1" * 19_000,
    "19,000 digits with commas": lambda: HEAD + "1,234," * 3_000 + "1",
    "19,000 kanji numerals": lambda: HEAD + "一二三十百千" * 3_100,
    "9,900 paragraphs of one character": lambda: HEAD + "あ\n\n" * 9_900,
    "70,000 paragraphs: refused": lambda: HEAD + "あ\n\n" * 70_000,
    "9,900 items of one character": lambda: HEAD + "- あ\n" * 9_900,
    "9,900 rows": lambda: HEAD + "| 月額 | 料金 |\n|---|---|\n" + "| 1 | 2円 |\n" * 9_900,
    "9,900 references to one clause": lambda: HEAD + "[第1条](#purpose)の定め。\n\n" * 9_900,
    "9,900 references in words": lambda: HEAD + "第1条第2項第3号を準用する。\n\n" * 9_900,
    "9,900 bold words": lambda: HEAD + "**料金**は\n" * 9_900,
    "19,000 opening brackets": lambda: HEAD + "[" * 19_000,
    "9,500 stars": lambda: HEAD + "*a" * 9_500,
    "4,900 notes": lambda: HEAD + "".join(f"語[^{n}]。\n\n[^{n}]: 注\n\n" for n in range(4_900)),
}
MEASURED = """
import sys, time
from datetime import date
from pathlib import Path
sys.path[:0] = [{tests!r}, {scripts!r}]
import drafting
from kaitei.drafts import checks
from kaitei.text import diff, markdown
old, new = (Path(name).read_text("utf-8") for name in sys.argv[2:4])
opened = drafting.repository(Path(sys.argv[1]), {{"ja": old}})
begin = time.process_time()
if sys.argv[4] == "check":
    checks.check(opened, date(2026, 11, 22))
else:
    texts = []
    for body in (old, new):
        source = drafting.text(body, "ja")
        if not markdown.refusals(source, "ja.md"):
            texts.append(markdown.parse(source, "ja"))
    if len(texts) == 2:
        diff.compare(*texts)
print(time.process_time() - begin)
"""


def edited(text: str) -> str:
    """A text with another word in each hundredth line, and in its last."""
    lines = text.split("\n")
    for number in {*range(0, len(lines), 100), len(lines) - 1} - {0}:
        lines[number] = re.sub(r"[あ-ん0-9一]", "別", lines[number], count=1)
    return "\n".join(lines)


def measured(text: str) -> tuple[float, float]:
    """CPU seconds of `check`, and of reading and comparing a text with its edited copy."""
    program = MEASURED.format(tests=str(ROOT / "tests"), scripts=str(ROOT / "scripts"))
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder) / "old", Path(folder) / "new"
        old.write_text(text, "utf-8")
        new.write_text(edited(text), "utf-8")
        command = [sys.executable, "-c", program, f"{folder}/repository", str(old), str(new)]
        check, compare = (
            float(subprocess.run([*command, what], capture_output=True, check=True).stdout)
            for what in ("check", "redline")
        )
    return check, compare


def main() -> int:
    """Measure, print and write."""
    import report

    heads = ["input", "characters", "check", "times prose", "redline", "times prose"]
    rows, most = [], 0.0
    for name, make in ODD.items():
        text = make()
        peer = measured(prose(len(text)))
        mine = measured(text)
        ratios = [a / b for a, b in zip(mine, peer, strict=True)]
        most = max(most, *ratios)
        rows.append([name, f"{len(text):,}", f"{mine[0]:.2f} s", f"{ratios[0]:.2f}",
                     f"{mine[1]:.2f} s", f"{ratios[1]:.2f}"])  # fmt: skip
        print(*rows[-1], sep="  ")
    long = measured(prose(298_000))
    rows.append(["prose", "298,000", f"{long[0]:.2f} s", "1", f"{long[1]:.2f} s", "1"])
    said = f"{date.fromtimestamp(time.time())}. CPU time of one run; the most is {most:.2f} times."
    lines = ["## Odd and long inputs", "", said, "", *report.table(heads, rows)]
    report.write("bounded", "\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
