"""A correction may unify notation and must not change a value: tests/cases/corrections/."""

from pathlib import Path

import pytest

from kaitei.drafts.checks import correction
from kaitei.text import diff, markdown
from repositories import lines

CASES = Path(__file__).parent / "cases" / "corrections"


def pairs(name: str) -> list[list[str]]:
    return [line.split(" | ") for line in lines(CASES / name) if not line.startswith("#")]


@pytest.mark.parametrize(("old", "new"), pairs("notation.txt"))
def test_notation_may_be_unified(old: str, new: str):
    assert changed(old, new) == []


@pytest.mark.parametrize(("old", "new"), pairs("changed.txt"))
def test_a_value_may_not_change(old: str, new: str):
    assert changed(old, new)


def changed(*said: str) -> list[tuple[str, str, str]]:
    lang = "en" if said[0].isascii() or said[0].startswith("The fee") else "ja"
    texts = (
        markdown.parse(f"---\ntitle: t\n---\n\n## 1. A {{#a}}\n\n{words}\n", lang) for words in said
    )
    return list(correction.values_changed(diff.compare(*texts)))
