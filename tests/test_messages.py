"""The rules and their messages: whole, in both languages, in step with the code that uses them."""

import ast
import string
from pathlib import Path

import pytest

from kaitei.base import catalogue, problems

CODE = Path(problems.__file__).parent.parent
RULES = problems.rules()
MESSAGES = {lang: catalogue.messages(lang) for lang in catalogue.DESK}
PLACE = {"file", "line", "clause"}  # the parameters of problem() that are no values


def calls() -> list[tuple[str, ast.Call]]:
    """Every call in the code, with its file:line."""
    return [
        (f"{path.relative_to(CODE)}:{node.lineno}", node)
        for path in sorted(CODE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
    ]


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "attr", None) or getattr(call.func, "id", "")


def written() -> set[str]:
    """Every string written out in the code."""
    return {
        node.value
        for path in CODE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("lang", MESSAGES)
def test_every_rule_has_its_words_in_the_same_order(lang: str):
    assert list(MESSAGES[lang]) == list(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_rule_is_whole(rule: str):
    assert set(RULES[rule]) == {"severity", "why"}
    assert RULES[rule]["severity"] in ("error", "warning", "note")
    assert RULES[rule]["why"].strip()
    for messages in MESSAGES.values():
        assert set(messages[rule]) == {"message", "mend"}
        for sentence in (messages[rule]["message"], messages[rule]["mend"]):
            assert sentence.strip() == sentence != ""
            assert "\n" not in sentence


@pytest.mark.parametrize("rule", RULES)
def test_both_languages_say_the_same(rule: str):
    english, japanese = MESSAGES["en"][rule], MESSAGES["ja"][rule]
    for part in ("message", "mend"):
        assert placeholders(english[part]) == placeholders(japanese[part])
        assert "" not in placeholders(english[part]), "name every placeholder"
    assert any(character > "\u3040" for character in japanese["message"]), "not Japanese"


def test_every_rule_is_used():
    assert set(RULES) - written() == set()


def test_every_problem_names_a_rule():
    unknown = [
        f"{place} {call.args[0].value}"
        for place, call in calls()
        if name_of(call) == "problem"
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and call.args[0].value not in RULES
    ]
    assert not unknown, "\n".join(["these name no rule of base/rules.toml:", *unknown])


def test_every_sentence_gets_its_values():
    """A missing value would be a KeyError in front of a person who already has a problem."""
    missing = []
    for place, call in calls():
        named = call.args and isinstance(call.args[0], ast.Constant) and call.args[0].value
        given = {keyword.arg for keyword in call.keywords}
        if name_of(call) != "problem" or named not in RULES or None in given:
            continue
        needed = {
            name
            for messages in MESSAGES.values()
            for sentence in messages[named].values()
            for name in placeholders(sentence)
        }
        if needed != given - PLACE:
            missing.append(f"{place} {named}: needs {sorted(needed)}, gets {sorted(given - PLACE)}")
    assert not missing, "\n".join(missing)
