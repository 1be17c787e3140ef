"""Made repositories of any size: policies with a history as real ones have it, in two languages.

A revision changes a few of about fifteen clauses: a sentence reworded, an amount, a list item, now
and then a clause put in or taken out, so that those after it are renumbered. The last revision of
every third policy is yet to take effect. The same sizes give the same repository, to the byte.
"""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pairs import _changed, _paragraph, _sentence  # words out of which texts are made

from kaitei.base import yamlfile
from kaitei.drafts import fronts
from kaitei.model import Kind, Publication, facts
from kaitei.record import append, sums
from kaitei.record.layout import VERSIONS

REPO = Path(__file__).resolve().parent.parent
FIRST, DAY = date(2005, 4, 1), date(2026, 4, 1)  # the first announcement; the day of the builds
LANGUAGES = ("ja", "en")


@dataclass(frozen=True)
class Clause:
    """A clause in both languages: its id, titles, and by language its parts as Markdown."""

    id: str
    titles: dict[str, str]
    parts: dict[str, tuple[str, ...]]


@dataclass
class Made:
    """A policy on its way: its clauses as they stand, and how many it ever had."""

    name: str
    titles: dict[str, str]
    chance: random.Random
    clauses: list[Clause] = field(default_factory=list)
    given: int = 0


def make(root: Path, policies: int, revisions: int, *, steady: bool = False) -> None:
    """A repository with `policies` policies of `revisions` revisions each at `root`, committed.

    In `steady` ones no clause comes or goes: their texts stay as long as they were.
    """
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    _host(root)
    names = [f"policy-{number:02}" for number in range(1, policies + 1)]
    frozen = _frozen(names)
    for name in names:
        history = list(_history(name, revisions, frozen, steady=steady))
        _write(root, history, frozen)
        _draft(root / "content" / name, history[-1])
    for name in ("organization", "facts"):
        (root / f"content/{name}.yml").write_text(yamlfile.dump(frozen[name]), "utf-8")
    for command in (("init", "-q"), ("add", "."), ("commit", "-qm", "made")):
        _git(root, *command)


def begin_again(root: Path) -> None:
    """Take away what was built of a repository that was made, and give it the theme of today."""
    for name in ("site", ".site.kept", "theme"):
        shutil.rmtree(root / name, ignore_errors=True)
    _host(root)


def _host(root: Path) -> None:
    for name in ("theme", "mkdocs.yml"):
        copy = shutil.copytree if (REPO / name).is_dir() else shutil.copy
        copy(REPO / name, root / name)


def revise(root: Path, name: str, revisions: int) -> None:
    """One more revision of a policy that was made with `revisions`, effective on `DAY`."""
    known = max(int(path.name) for path in (root / VERSIONS / name).iterdir())
    frozen = _frozen(sorted(path.name for path in (root / VERSIONS).iterdir()))
    history = list(_history(name, revisions, frozen, known + 1))
    _write(root, history, frozen, start=known)
    _draft(root / "content" / name, history[-1])


def _write(root: Path, history: list[Publication], frozen: dict[str, Any], start: int = 0) -> None:
    """Write publications from number `start` + 1 on, without verifying all before each of them."""
    before = ""
    for publication in history:
        folder = append._folder(publication, frozen, before)
        before = sums.sha256(folder.listing or b"")
        if publication.number <= start:
            continue
        place = root / folder.place
        place.mkdir(parents=True)
        for name, raw in {**folder.files, sums.NAME: folder.listing or b""}.items():
            (place / name).write_bytes(raw)


def _draft(folder: Path, last: Publication) -> None:
    """What stands in content/ after the last publication."""
    folder.mkdir(parents=True, exist_ok=True)
    for lang, text in last.sources.items():
        said = [*fronts.said(last, lang, first=lang == next(iter(last.sources)))]
        (folder / f"{lang}.md").write_text(fronts.declared_above(text, said), "utf-8")


def _git(root: Path, *arguments: str) -> None:
    who = ("-c", "user.name=bench", "-c", "user.email=bench@example.invalid")
    subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True)


# --- a policy and its history -----------------------------------------------------------------


def _history(
    name: str, revisions: int, frozen: dict[str, Any], count: int = 0, *, steady: bool = False
) -> Iterator[Publication]:
    """`count` publications; those beyond `revisions` are announced and take effect on `DAY`."""
    settings = facts.load_frozen(frozen, "facts.yml")
    policy = _enacted(name)
    step = (DAY - FIRST) // (revisions + 1)
    for number in range(1, max(revisions, count) + 1):
        if number > 1:
            _revise(policy, steady=steady)
        announced = FIRST + number * step
        effective = announced + timedelta(days=30)
        if number > revisions:
            announced = effective = DAY
        if number == revisions and _number(name) % 3 == 0:
            effective = DAY + timedelta(days=30)
        yield Publication(
            policy=name,
            number=number,
            kind=Kind.REVISION if number > 1 else Kind.ENACTMENT,
            announced=announced,
            effective=effective,
            base=number - 1 or None,
            id=f"tag:kaitei-sample.example,2026:{name}/{number}",
            summary={
                "ja": (f"第{number}号の見本の改定です。",),
                "en": (f"A sample of a revision, number {number}.",),
            },
            reason={"ja": "見本です。", "en": "A sample."},
            titles=policy.titles,
            sources={lang: _text(policy, lang) for lang in LANGUAGES},
            settings=settings,
            sample=True,
        )


def _enacted(name: str) -> Made:
    chance = random.Random(name)
    number = _number(name)
    policy = Made(name, {"ja": f"見本規程{number}", "en": f"Sample policy {number}"}, chance)
    for _ in range(15):
        policy.clauses.append(_clause(policy))
    return policy


def _number(name: str) -> int:
    return int(name.rpartition("-")[2])


def _clause(policy: Made) -> Clause:
    policy.given += 1
    chance = policy.chance
    shape = "p" * chance.randint(1, 2) + chance.choice(("", "", "l", "l", "t"))
    return Clause(
        f"c{policy.given}",
        {lang: _sentence(chance, lang)[:16].strip(" ,.。") for lang in LANGUAGES},
        {lang: tuple(_part(chance, lang, kind) for kind in shape) for lang in LANGUAGES},
    )


def _part(chance: random.Random, lang: str, kind: str) -> str:
    if kind == "l":
        return "\n".join(f"{n}. {_sentence(chance, lang)}" for n in range(1, 6))
    if kind == "t":
        rows = [f"| {_sentence(chance, lang)[:12]} | {n},000 |" for n in range(1, 5)]
        head = "| 項目 | 金額 |" if lang == "ja" else "| Item | Amount |"
        return "\n".join([head, "| --- | --- |", *rows])
    return _paragraph(chance, lang)


def _revise(policy: Made, *, steady: bool) -> None:
    """Change a few clauses; every eighth revision puts one in, every twelfth takes one out."""
    chance = policy.chance
    for at in chance.sample(range(len(policy.clauses)), k=chance.randint(1, 3)):
        old = policy.clauses[at]
        place = chance.randrange(len(old.parts["ja"]))
        parts = {
            lang: tuple(
                _edited(chance, lang, part) if n == place else part
                for n, part in enumerate(old.parts[lang])
            )
            for lang in LANGUAGES
        }
        policy.clauses[at] = replace(old, parts=parts)
    if steady:
        return
    if chance.random() < 1 / 8:
        policy.clauses.insert(chance.randrange(len(policy.clauses)), _clause(policy))
    if len(policy.clauses) > 12 and chance.random() < 1 / 12:
        del policy.clauses[chance.randrange(len(policy.clauses))]


def _edited(chance: random.Random, lang: str, part: str) -> str:
    if "\n" not in part:
        return _changed(chance, lang, part, 1) or part
    lines = part.split("\n")
    if part.startswith("|"):
        lines[2] = f"| {_sentence(chance, lang)[:12]} | {chance.randint(1, 99)},500 |"
    else:
        lines[chance.randrange(len(lines))] = f"1. {_sentence(chance, lang)}"
    return "\n".join(lines)


def _text(policy: Made, lang: str) -> str:
    parts = [f"---\ntitle: {policy.titles[lang]}\n---"]
    for number, clause in enumerate(policy.clauses, 1):
        title = clause.titles[lang]
        label = f"第{number}条（{title}）" if lang == "ja" else f"{number}. {title}"
        parts += [f"## {label} {{#{clause.id}}}", *clause.parts[lang]]
    return "\n\n".join(parts) + "\n"


def _frozen(names: list[str]) -> dict[str, Any]:
    return {
        "organization": {
            "name": {"ja": "見本株式会社", "en": "Sample Company"},
            "time_zone": "Asia/Tokyo",
            "languages": list(LANGUAGES),
            "authoritative": "ja",
            "notice_days": "14",
            "sample": "true",
            "tag": "kaitei-sample.example,2026",
            "policies": names,
            "contact": {"name": "desk", "telephone": "telephone"},
        },
        "facts": {
            "desk": {"type": "text", "value": {"ja": "見本の窓口", "en": "Sample desk"}},
            "telephone": {"type": "telephone", "number": "03-0000-0000", "country": "81"},
        },
    }
