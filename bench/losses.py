"""Generated Markdown, as much as one likes: no word lost, no sign shown without a word about it.

    python bench/losses.py [COUNT [SEED]]     as many snippets of each language (default: 50,000)

Prints each snippet of which nothing is told and that loses a word, shows a sign or fails; ends with
1 if there is one.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "scripts")]

import snippets  # noqa: E402  # the tests stand beside the benchmarks


def faults(reader: snippets.Reader, count: int, seed: int) -> Iterator[str]:
    """What is wrong with any of `count` snippets, and how many of them were told."""
    dice, told = random.Random(seed), 0
    for _ in range(count):
        parts = [dice.choice(snippets.PARTS) for _ in range(dice.randint(2, 9))]
        body = snippets.snippet(parts, reader.lang)
        try:
            if reader.told(body):
                told += 1
                continue
            wrong = reader.missing(body) + reader.signs(body)
        except Exception as error:  # whatever it is: a text that can't be judged is a fault
            wrong = [repr(error)]
        if wrong:
            yield f"{body!r}: {wrong}"
    print(f"{reader.lang}: {count:,} snippets, {told:,} told of, seed {seed}")


def main() -> int:
    """Judge the snippets of both languages."""
    count, seed = (int(given) for given in (*sys.argv[1:], *("50000", "1")[len(sys.argv) - 1 :]))
    found = 0
    for lang in ("ja", "en"):
        with tempfile.TemporaryDirectory() as folder:
            for fault in faults(snippets.Reader(Path(folder), lang), count, seed):
                print(fault)
                found += 1
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
