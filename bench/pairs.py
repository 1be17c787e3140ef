"""The pairs of texts that the benchmark compares: real revisions where they are, made ones else."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import lxml.html

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
import judge  # the tests' own judge
import lawyer  # noqa: F401  # and what a lawyer lists, for the benchmark

BREAKS = ("p", "li", "tr", "td", "th", "pre", "br", "dt", "dd", *(f"h{n}" for n in range(1, 7)))
SHARED = Path(__file__).resolve().parents[2] / "shared"
JUMPS = (3, 6, 12)
"""How many revisions lie between the two texts of a jump."""


@dataclass(frozen=True)
class Pair:
    """Two texts in Markdown; `jump` where other states of the text stand between the two."""

    name: str
    lang: str
    old: str
    new: str
    jump: bool = False


def prepared(pair: Pair) -> dict[str, Any]:
    """A pair as the engines take it: with what Python-Markdown makes of both, and their text."""
    trees = [judge.reference(source) for source in (pair.old, pair.new)]
    html = ["".join(lxml.html.tostring(e, encoding="unicode") for e in tree) for tree in trees]
    return {**asdict(pair), "html": html, "text": [_lines(tree) for tree in trees]}


def _lines(tree: lxml.html.HtmlElement) -> str:
    """The visible text, a line for each block."""
    for element in tree.iter(*BREAKS):
        element.tail = "\n" + (element.tail or "")
    lines = (" ".join(line.split()) for line in tree.text_content().split("\n"))
    return "\n".join(filter(None, lines))


def pairs() -> tuple[list[Pair], str]:
    """The pairs, and in words where they come from."""
    real = [*_corpora(), *_cases()]
    if real:
        return real, "states of real policies (../shared/corpora), and made cases"
    return _generated(), "generated texts; real revisions were not at hand"


def _corpora() -> Iterator[Pair]:
    for folder in sorted(SHARED.glob("corpora/*/manifest.json")):
        lang = json.loads(folder.read_text("utf-8"))["language"]
        states = sorted(folder.parent.glob("*.md"))
        for step in (1, *JUMPS):
            for before, after in pairwise(states[::step]):
                old, new = before.read_text("utf-8"), after.read_text("utf-8")
                name = f"{folder.parent.name}/{before.stem}-{after.stem}"
                if old != new:
                    yield Pair(name, lang, old, new, jump=step > 1)


def _cases() -> Iterator[Pair]:
    for folder in sorted(SHARED.glob("cases/redline/*/")):
        old, new = ((folder / f"{side}.md").read_text("utf-8") for side in ("old", "new"))
        yield Pair(folder.name, folder.name[:2], old, new)


def _generated() -> list[Pair]:
    return [
        edited(lang, words, share, seed)
        for lang in ("en", "ja")
        for seed, (words, share) in enumerate([(400, 0.1), (1500, 0.03), (3000, 0.3)] * 6)
    ]


# --- made texts -----------------------------------------------------------------------------------

_EN = (
    "the company customer personal information service provider handles protects discloses uses "
    "stores deletes appropriate necessary measures third parties contract purposes billing notice "
    "consent law request procedure fee within days written electronic record access security "
    "employee training vendor partner court authority improvement survey telephone address"
).split()
_JA = (
    "当社は お客様の 個人情報を 適切に 取り扱い 利用目的の 範囲内で 第三者に 提供し 委託先を "
    "監督し 法令に基づき 必要な 措置を 講じ 開示の 請求を 受け 手数料を 申し受け 電子メールで "
    "通知し サービスの 提供 及び 契約の 解除に 関する 手続を 定め 記録を 保存し 安全管理の ため"
).split()


def edited(lang: str, words: int, share: float, seed: int = 1) -> Pair:
    """A made text of about `words` words and the same with `share` of its paragraphs changed.

    A tenth of the changes are paragraphs put in or taken out; with a share of 0.1 and more two
    clauses change places as well.
    """
    chance = random.Random(f"{lang}-{words}-{share}-{seed}")
    clauses = _clauses(chance, lang, words)
    changed = [
        Made(made.title, [_changed(chance, lang, p, share) for p in made.paragraphs])
        for made in clauses
    ]
    if share >= 0.1 and len(changed) > 3:
        at = chance.randrange(len(changed) - 2)
        changed[at], changed[at + 2] = changed[at + 2], changed[at]
    name = f"{words:,} words, {share:.0%} changed ({lang})"
    return Pair(name, lang, _text(lang, clauses), _text(lang, changed))


@dataclass(frozen=True)
class Made:
    """A made clause, without its number."""

    title: str
    paragraphs: list[str]


def _clauses(chance: random.Random, lang: str, words: int) -> list[Made]:
    clauses: list[Made] = []
    left = words
    while left > 0:
        paragraphs = [_paragraph(chance, lang) for _ in range(chance.randint(3, 8))]
        title = (" " if lang == "en" else "").join(
            chance.choices(_EN if lang == "en" else _JA, k=3)
        )
        clauses.append(Made(title, paragraphs))
        left -= sum(len(p.split()) if lang == "en" else len(p) // 2 for p in paragraphs)
    return clauses


def _paragraph(chance: random.Random, lang: str) -> str:
    return (" " if lang == "en" else "").join(
        _sentence(chance, lang) for _ in range(chance.randint(2, 5))
    )


def _sentence(chance: random.Random, lang: str) -> str:
    words = [chance.choice(_EN if lang == "en" else _JA) for _ in range(chance.randint(8, 18))]
    if chance.random() < 0.2:
        words[3] = f"{chance.randint(1, 99) * 100:,}{' yen' if lang == 'en' else '円を'}"
    if lang == "en":
        return " ".join(words).capitalize() + "."
    return "".join(words) + "ます。"


def _changed(chance: random.Random, lang: str, paragraph: str, share: float) -> str:
    if chance.random() >= share:
        return paragraph
    if chance.random() < 0.1:
        return chance.choice(["", paragraph + "\n\n" + _paragraph(chance, lang)])
    stops = ". " if lang == "en" else "。"
    sentences = paragraph.split(stops)
    at = chance.randrange(len(sentences))
    fresh = _sentence(chance, lang).rstrip(".。")
    sentences[at] = fresh if chance.random() < 0.3 else _reworded(chance, lang, sentences[at])
    return stops.join(sentences)


def _reworded(chance: random.Random, lang: str, sentence: str) -> str:
    if lang == "ja":
        return sentence.replace("を", f"を{chance.choice(_JA)}", 1)
    words = sentence.split()
    words[chance.randrange(len(words))] = chance.choice(_EN)
    return " ".join(words)


def _text(lang: str, clauses: list[Made]) -> str:
    parts = []
    for number, made in enumerate(clauses, 1):
        title = made.title.capitalize()
        parts.append(f"## {number}. {title}" if lang == "en" else f"## 第{number}条（{title}）")
        parts += [paragraph for paragraph in made.paragraphs if paragraph]
    return "\n\n".join(parts) + "\n"
