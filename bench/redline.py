"""`make bench`: our redline beside named peers, on the same pairs, in one run.

Prints its tables and writes them to docs/benchmarks.md. What the measures mean stands there too.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pairs import JUMPS, Pair, edited, judge, lawyer, pairs, prepared
from report import table, write

HERE = Path(__file__).resolve().parent
REPO = HERE.parent
NODE_ENGINES = {"htmldiff-js": "1.0.5", "node-htmldiff": "0.9.4"}
NODE_FOLDER = REPO / "build" / "bench"
TEXT_ONLY = {"redlines", "diff-match-patch", "rapidfuzz", "git"}
NAMES = {
    "kaitei": "kaitei: Markdown in, data out",
    "kaitei-html": "kaitei: Markdown in, HTML out",
    "kaitei-compare": "kaitei: comparison alone",
    "lxml": "lxml htmldiff",
    "xmldiff": "xmldiff",
    "redlines": "redlines (text)",
    "diff-match-patch": "diff-match-patch, words + clean-up (text)",
    "rapidfuzz": "rapidfuzz Indel on words (text)",
    "git": "git --word-diff (text, whole process)",
    "htmldiff-js": "htmldiff-js",
    "node-htmldiff": "node-htmldiff",
}
SIZES = (
    (10_000, 0.01),
    (50_000, 0.01),
    (200_000, 0.01),
    (10_000, 0.3),
    (50_000, 0.3),
    (200_000, 0.3),
)
LIMIT_SECONDS = 30
LIMIT_BYTES = 6 * 2**30


Given = dict[str, Any]
"""A prepared pair: see `pairs.prepared`."""
Group = tuple[str, bool]
"""A language, and whether the pairs are jumps over several revisions."""


@dataclass
class Scores:
    """What one engine did on the pairs of one group: a language, neighbours or jumps."""

    pairs: int = 0
    exact: int = 0
    invalid: int = 0
    marked: int = 0
    shortest: int = 0
    confetti: int = 0
    cuts: int = 0
    words: float = 0.0
    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def ratio(self) -> str:
        """Marked characters over those of the shortest edits."""
        return f"{self.marked / self.shortest:.2f}" if self.shortest else "-"

    @property
    def islands(self) -> str:
        """Confetti in 1,000 words."""
        return f"{1000 * self.confetti / self.words:.2f}" if self.words else "-"

    @property
    def median(self) -> float:
        """Milliseconds of the middle pair."""
        return 1000 * statistics.median(self.seconds or [math.nan])


Results = dict[Group, Scores]


@dataclass(frozen=True)
class Truth:
    """What is true of a pair whatever engine compares it."""

    old: str
    new: str
    shortest: int
    words: float


def main() -> None:
    """Measure, print, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--every", type=int, default=1, help="take every n-th pair only")
    options.add_argument("--no-growth", action="store_true", help="leave the large texts out")
    options.add_argument("--engines", nargs="*", help="these only")
    chosen = options.parse_args()
    found, source = pairs()
    found = found[:: chosen.every]
    engines = [e for e in (*NAMES,) if not chosen.engines or e in chosen.engines]
    engines = [e for e in engines if e not in NODE_ENGINES or _node_is_there(e)]
    _say(f"preparing {len(found)} pairs")
    given = [prepared(pair) for pair in found]
    truths = [_truth(one) for one in given]
    moved = _with_moves(given)
    results, peaks = {}, {}
    for engine in engines:
        _say(f"{NAMES[engine]}: {len(found)} pairs")
        results[engine], peaks[engine] = _measure(engine, given, truths, moved)
    large = [] if chosen.no_growth else [prepared(edited("en", *size)) for size in SIZES]
    grown = {e: _growth(e, large) for e in engines if large and e != "kaitei-html"}
    report = _report(found, source, results, peaks, grown, len(moved))
    print(report)
    if not (chosen.engines or chosen.no_growth or chosen.every > 1):
        write("redline", report)


# --- measuring ------------------------------------------------------------------------------------


def _truth(given: Given) -> Truth:
    old, new = (judge.tree_of(html) for html in given["html"])
    texts = [tree.text_content() for tree in (old, new)]
    words = judge.word_count(texts[1], given["lang"])
    return Truth(judge.visible(old), judge.visible(new), judge.shortest(*texts), words)


def _with_moves(found: Sequence[Given]) -> set[int]:
    """The pairs in which our engine sees a move: `ratio` leaves them out, for every engine."""
    answers, _ = _run("kaitei", found, 1)
    return {i for i, answer in enumerate(answers) if answer and "data-move" in answer["html"]}


def _measure(
    engine: str, found: Sequence[Given], truths: Sequence[Truth], moved: set[int]
) -> tuple[Results, float]:
    answers, peak = _run(engine, found, 3)
    scores: Results = defaultdict(Scores)
    for at, (pair, truth, answer) in enumerate(zip(found, truths, answers, strict=True)):
        score = scores[pair["lang"], pair["jump"]]
        score.pairs += 1
        if answer is None:
            score.failed.append(pair["name"])
            continue
        score.seconds.append(answer["seconds"])
        html = answer["html"]
        exact = _exact(html, truth)
        invalid = engine not in TEXT_ONLY and bool(judge.misplaced(html))
        score.exact += exact
        score.invalid += invalid
        score.cuts += len(judge.cuts(html))
        if invalid or not exact:
            score.wrong.append(pair["name"])
        score.confetti += judge.confetti(html, pair["lang"])
        score.words += truth.words
        if at not in moved:
            score.marked += judge.marked(html)
            score.shortest += truth.shortest
    return scores, peak


def _exact(html: str, truth: Truth) -> bool:
    sides = (judge.visible(judge.one_side(html, drop)) for drop in ("ins", "del"))
    return tuple(sides) == (truth.old, truth.new)


def _run(engine: str, found: Sequence[Given], times: int) -> tuple[list[dict | None], float]:
    """The answers of an engine in a process of its own, and its peak memory in MiB.

    A pair on which it fails is None, and a fresh process goes on with the next.
    """
    answers: list[dict | None] = []
    peak = 0.0
    while len(answers) < len(found):
        rest = found[len(answers) :]
        lines = _answers(engine, rest, times, timeout=LIMIT_SECONDS * 20)
        answers += [line for line in lines if "seconds" in line]
        peak = max([peak, *(line["peak"] for line in lines if "peak" in line)])
        if len(answers) < len(found):
            answers.append(None)
    return answers, peak


def _answers(
    engine: str, found: Sequence[Given], times: int, *, timeout: float, html: bool = True
) -> list[dict]:
    lines = "".join(json.dumps(pair) + "\n" for pair in found)
    command = [
        sys.executable,
        str(HERE / "engines.py"),
        engine,
        str(times),
        "html" if html else "-",
    ]
    if engine in NODE_ENGINES:
        command = ["node", str(HERE / "node_engines.js"), engine, str(times)]
    environment = os.environ | {"NODE_PATH": str(NODE_FOLDER / "node_modules")}
    try:
        done = subprocess.run(
            command,
            input=lines,
            capture_output=True,
            text=True,
            timeout=timeout,
            env=environment,
            preexec_fn=None if engine in NODE_ENGINES else _limited,
        )
    except subprocess.TimeoutExpired:
        return []
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (LIMIT_BYTES, LIMIT_BYTES))


def _growth(engine: str, large: Sequence[Given]) -> list[str]:
    """CPU seconds and MiB for each of SIZES; after giving up no larger one is asked for."""
    cells: list[str] = []
    given_up: set[float] = set()
    for (words, share), pair in zip(SIZES, large, strict=True):
        if share in given_up:
            cells.append("-")
            continue
        _say(f"{NAMES[engine]}: {words:,} words, {share:.0%}")
        lines = _answers(engine, [pair], 1, timeout=LIMIT_SECONDS + 15, html=False)
        if len(lines) < 2 or lines[0]["seconds"] > LIMIT_SECONDS:
            given_up.add(share)
            cells.append("gave up")
        else:
            cells.append(f"{lines[0]['seconds']:.2f} s, {lines[1]['peak']:.0f} MiB")
    return cells


def _node_is_there(engine: str) -> bool:
    """Whether node is here; fetches the engine into build/bench where it isn't there yet."""
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    if not (NODE_FOLDER / "node_modules" / engine).is_dir():
        NODE_FOLDER.mkdir(parents=True, exist_ok=True)
        wanted = [f"{name}@{number}" for name, number in NODE_ENGINES.items()]
        command = ["npm", "install", "--no-save", "--no-package-lock", "--ignore-scripts", *wanted]
        subprocess.run(command, cwd=NODE_FOLDER, capture_output=True)
    return (NODE_FOLDER / "node_modules" / engine).is_dir()


# --- the report -----------------------------------------------------------------------------------


def _report(
    found: Sequence[Pair],
    source: str,
    results: dict[str, Results],
    peaks: dict[str, float],
    grown: dict[str, list[str]],
    moved: int,
) -> str:
    parts = [
        "## The redline beside others\n",
        f"{datetime.now(UTC).date().isoformat()}, {_machine()}. {len(found)} pairs: {source}.",
        f"{moved} of them have a move and count for everything but the ratio.\n",
        *_table(found, results, peaks, jump=False),
    ]
    if any(pair.jump for pair in found):
        steps = ", ".join(map(str, JUMPS[:-1])) + f" or {JUMPS[-1]}"
        parts += [f"\nThe same over {steps} revisions at once:\n"]
        parts += _table(found, results, peaks, jump=True)
    if grown:
        heads = [f"{words:,} words, {share:.0%}" for words, share in SIZES]
        rows = [[NAMES[engine], *cells] for engine, cells in grown.items()]
        parts += ["\nMade English texts, with this share of their paragraphs changed:\n"]
        parts += table(["engine", *heads], rows)
    if "kaitei" in results:
        parts += ["\nChanged values beside what a lawyer lists by hand (tests/cases/findings):\n"]
        parts += table(["language", "pairs", "listed", "precision", "recall"], _findings())
    wrong = [name for score in results.get("kaitei", {}).values() for name in score.wrong]
    if wrong:
        parts += ["", f"kaitei is not exact or not valid on: {', '.join(wrong)}."]
    return "\n".join([*parts, "", f"Versions: {_versions()}."])


def _table(
    found: Sequence[Pair], results: dict[str, Results], peaks: dict[str, float], *, jump: bool
) -> list[str]:
    """The table of the neighbours, or of the jumps."""
    groups = [(lang, jump) for lang in ("en", "ja")]
    en, ja = (sum((pair.lang, pair.jump) == group for pair in found) for group in groups)
    git = [results["git"][group] for group in groups] if "git" in results else None
    return table(
        [
            "engine",
            f"exact en /{en}, ja /{ja}",
            "ratio en, ja",
            "confetti en, ja",
            "cuts",
            f"invalid /{en + ja}",
            "median CPU ms en, ja",
            "times git's en, ja",
            "peak MiB",
        ],
        [
            _row(engine, [result[group] for group in groups], peaks[engine], git)
            for engine, result in results.items()
        ],
    )


def _row(
    engine: str, scores: Sequence[Scores], peak: float, git: Sequence[Scores] | None
) -> list[str]:
    en, ja = scores
    failed = len(en.failed) + len(ja.failed)
    invalid = "-" if engine in TEXT_ONLY else str(en.invalid + ja.invalid)
    times = [f"{a.median / b.median:.1f}" for a, b in zip(scores, git or (), strict=bool(git))]
    return [
        NAMES[engine] + (f" (failed on {failed})" if failed else ""),
        f"{en.exact}, {ja.exact}",
        f"{en.ratio}, {ja.ratio}",
        f"{en.islands}, {ja.islands}",
        str(en.cuts + ja.cuts),
        invalid,
        f"{en.median:.1f}, {ja.median:.1f}",
        ", ".join(times) or "-",
        f"{peak:.0f}",
    ]


def _findings() -> list[list[str]]:
    """Of each language: how many values are listed, and how many of them the engine tells."""
    rows = []
    for lang in ("en", "ja"):
        count, many = lawyer.counted(lang), len(list(lawyer.cases(lang)))
        listed = count.right + len(count.missed)
        rows.append([lang, f"{many}", f"{listed}", f"{count.precision:.2f}", f"{count.recall:.2f}"])
    return rows


def _machine() -> str:
    return f"Python {platform.python_version()}, {os.cpu_count()} cores"


def _versions() -> str:
    names = ["lxml", "xmldiff", "redlines", "diff-match-patch", "rapidfuzz", "markdown"]
    found = [f"{name} {version(name)}" for name in names]
    said = subprocess.run(["git", "--version"], capture_output=True, text=True).stdout
    found.append(f"git {said.split()[-1]}")
    if shutil.which("node"):
        said = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
        found.append(f"node {said.strip().lstrip('v')}")
        found += [f"{name} {number}" for name, number in NODE_ENGINES.items()]
    return ", ".join(found)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
