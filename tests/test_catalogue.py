"""The catalogue of words: every language says the same, and nothing in it is never said."""

import re
from pathlib import Path
from string import Formatter

import pytest

from kaitei.base import catalogue

REPO = Path(__file__).resolve().parent.parent
CODE = REPO / "scripts/kaitei"
# Words of the readers' part that are no sentences: what they hold is the language's own affair.
OWN = ("language.", "languages.", "writing.", "holidays.", "redline.renumbered", "redline.number-")
# Keys whose last part is put together in the code, by what stands before it.
BUILT = re.compile(
    r"(kinds|statuses|decision|languages|language|writing|holidays|form)\.|facts\.(tax_|currencies|"
    r"organization|procedure)|calendars\.takes_effect_|pages\.(notice|lead|later|effective|paper)_|"
    r"pages\.\w+_status|redline\.(block[.-]|moved-(old|new)-cell$|remark-|number-|mail-|row-|(inserted|deleted|moved-here|"
    r"moved-away|regrouped-here|regrouped-away|underline)(-end)?$|"
    r"[\w-]+-(note|added|deleted|since)$)"
)


def words(lang: str, part: str = "readers") -> dict[str, str]:
    """All sentences of a part in a language, by key; plural forms under one."""
    found = catalogue._flat(part, lang)
    forms = re.compile(r"\.(one|other)$")
    return {forms.sub("", key): said for key, said in found.items() if isinstance(said, str)}


def values(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def code() -> str:
    """What the program and the templates say, in one."""
    files = [*CODE.rglob("*.py"), *CODE.rglob("*.typ"), *(REPO / "theme").rglob("*.html")]
    return "\n".join(file.read_text("utf-8") for file in files)


@pytest.mark.parametrize("lang", catalogue.readers())
def test_every_language_says_the_same(lang: str):
    theirs, ours = words(lang), words("en")
    shared = {key for key in {*theirs, *ours} if not key.startswith(OWN)}
    assert {key for key in shared if key not in theirs} == set()
    assert {key for key in shared if key not in ours} == set()
    assert {key for key in shared if values(theirs[key]) != values(ours[key])} == set()


def test_the_desk_says_the_same_in_both_languages():
    theirs, ours = words("ja", "desk"), words("en", "desk")
    assert set(theirs) == set(ours)
    differing = {key for key in ours if values(theirs[key]) != values(ours[key])}
    assert differing <= {"desk.values.date"}  # a month by its name, or by its number


def test_every_phrase_is_there():
    named = set(re.findall(r'(?:phrase|\bt)\((?:\w+, )?"([\w.-]+)"', code()))
    known = set(words("en")) | set(words("en", "desk"))
    assert named - known == set()


@pytest.mark.parametrize("lang", catalogue.readers())
def test_every_language_has_as_many_forms(lang: str):
    for key, count in (("facts.days", 7), ("writing.months", 12), ("writing.and", 2)):
        assert len(catalogue.forms(lang, key)) == count


def test_every_word_is_said():
    said = code()
    keys = [key for key in words("en") if not BUILT.match(key)]
    assert [key for key in keys if not re.search(rf"['\"]{tail(key)}['\"]", said)] == []


def tail(key: str) -> str:
    """What must stand in quotation marks in the code: the key, or its end where a room adds it."""
    topic, _, name = key.partition(".")
    return f"(?:{re.escape(topic)}\\.)?{re.escape(name)}"


def test_a_plural_is_chosen_by_its_count(monkeypatch: pytest.MonkeyPatch):
    found = {"a.one": "{count} day", "a.other": "{count} days", "b": "{count} 日"}
    monkeypatch.setattr(catalogue, "_words", lambda lang, key: found)
    assert [catalogue.t("en", "a", count=n) for n in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    assert catalogue.t("ja", "b", count=1) == "1 日"


@pytest.mark.parametrize(
    ("items", "joined"),
    [((), ""), (("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a, b and c")],
)
def test_a_list_is_joined(items: tuple[str, ...], joined: str):
    assert catalogue.listed("en", items, "and") == joined
