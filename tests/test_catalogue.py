"""The catalogue of words: every language says the same, and nothing in it is never said."""

import ast
import re
from collections.abc import Iterator
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
    r"desk\.(argparse|help|kinds|kinds_written|statuses|words|items|expected|lost|yaml|terminal|"
    r"timings|publish|revise|system)\.|desk\.editor\.(types|days|fields|hints)\.|"
    r"desk\.adopt\.lost-|desk\.values\.shown_|desk\.from_docx\.clause_|"
    r"(kinds|statuses|decision|languages|language|writing|holidays|form)\.|facts\.(tax_|currencies|"
    r"organization|procedure)|calendars\.takes_effect_|pages\.(notice|lead|later|look|effective|paper|particulars?)_|"
    r"pages\.\w+_status|redline\.(block[.-]|values-|remark-|number-|mail-|row-|(inserted|deleted|moved-here|"
    r"moved-away|regrouped-here|regrouped-away|underline)(-end)?$|"
    r"[\w-]+-(note|added|deleted|since|cell|clause)$)"
)


def words(lang: str, part: str = "readers") -> dict[str, str]:
    """All sentences of a part in a language, by key; plural forms under one."""
    found = catalogue._flat(part, lang)
    forms = re.compile(r"\.(one|other)$")
    return {forms.sub("", key): said for key, said in found.items() if isinstance(said, str)}


def values(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def program() -> str:
    """What the program and the templates of the PDFs say, in one."""
    files = [*CODE.rglob("*.py"), *CODE.rglob("*.typ")]
    return "\n".join(file.read_text("utf-8") for file in files)


def templates() -> str:
    """What the templates of the pages say, in one."""
    return "\n".join(file.read_text("utf-8") for file in (REPO / "theme").rglob("*.html"))


def code() -> str:
    """What both say."""
    return program() + templates()


@pytest.mark.parametrize("lang", catalogue.readers())
def test_every_language_says_the_same(lang: str):
    theirs, ours = words(lang), words("en")
    shared = {key for key in {*theirs, *ours} if not key.startswith(OWN)}
    assert {key for key in shared if key not in theirs} == set(), f"readers/{lang}.toml lacks these"
    assert {key for key in shared if key not in ours} == set(), "readers/en.toml lacks these"
    differing = {key for key in shared if values(theirs[key]) != values(ours[key])}
    assert differing == set(), f"readers/{lang}.toml has other {{names}} than en.toml"


def test_the_desk_says_the_same_in_both_languages():
    theirs, ours = words("ja", "desk"), words("en", "desk")
    assert set(theirs) == set(ours)
    differing = {key for key in ours if values(theirs[key]) != values(ours[key])}
    assert differing <= {"desk.values.date"}  # a month by its name, or by its number


def test_every_phrase_is_there():
    named = set(re.findall(r'(?:phrase|\bt)\((?:\w+, )?"([\w.-]+)"', program()))
    known = set(words("en")) | set(words("en", "desk"))
    assert named - known == set()


def test_every_word_of_a_page_is_there():
    named = set(re.findall(r"""\bt\(['"]([\w.-]+)['"][,)]""", templates()))
    named |= set(re.findall(r'words\.plain\(\s*"([\w.-]+)"', program()))
    known = {key.removeprefix("pages.") for key in words("en") if key.startswith("pages.")}
    assert named - known == set(), "[pages] of readers/en.toml lacks these"


@pytest.mark.parametrize("lang", catalogue.readers())
def test_every_language_has_as_many_forms(lang: str):
    for key, count in (("facts.days", 7), ("writing.months", 12), ("writing.and", 2)):
        assert len(catalogue.forms(lang, key)) == count


@pytest.mark.parametrize("part", ["readers", "desk"])
def test_every_word_is_said(part: str):
    said = set(re.findall(r"['\"]([\w.-]+)['\"]", code()))
    keys = [key for key in words("en", part) if not BUILT.match(key)]
    assert [key for key in keys if said.isdisjoint(spellings(key))] == []


def spellings(key: str) -> set[str]:
    """How the code may name a key: whole, without its part, or by its name in its topic."""
    inner = key.removeprefix("desk.")
    return {key, inner, inner.partition(".")[2]}


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


# --- no sentence stands outside of it -----------------------------------------------------------

# What recognises a language or its habits in texts: patterns, and names for what they find.
RECOGNISERS = re.compile(
    r"drafts/(adopt|checks)/|text/(values|diff|docx|html)/|"
    r"text/(tokens|notation|source|numbering|numerals|history_index|render/wrapping|render/wording|render/names|diff/sections|diff/negations|history_index/\w+)\.py|"
    r"base/(textfile|yamlfile|business_days)\.py|model/phrases\.py"
)
# Two words of a language in a row, or for English three: fewer are names.
SENTENCE = re.compile(r"[A-Za-z][a-z']+,? [a-z']+,? [a-z']+|[ぁ-んァ-ヶー一-龥]{2}")
NO_SENTENCES = {
    "__init__.py": " has no attribute ",  # Python's own words for a name that is not there
    "drafts/convert/former.py": "# Describes the first",  # what former templates wrote
    "site/headers.py": "; style-src 'self'",  # a policy for browsers
}


def strings(source: str) -> Iterator[str]:
    """The strings of a program, docstrings aside."""
    tree = ast.parse(source)
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


def test_no_sentence_stands_in_the_program():
    found = {
        (str(file.relative_to(CODE)), string)
        for file in CODE.rglob("*.py")
        if not RECOGNISERS.match(str(file.relative_to(CODE)))
        for string in strings(file.read_text("utf-8"))
        if SENTENCE.search(string)
    }
    known = {(file, string) for file, string in found if NO_SENTENCES.get(file, "?") in string}
    assert found - known == set()


@pytest.mark.parametrize("ending", ["html", "js", "typ"])
def test_no_sentence_stands_in_a_template_or_script(ending: str):
    # Comments, what Jinja fills in and tags are no words for a reader; of a script its strings are.
    left_out = {
        "html": r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>",
        "js": r"//[^\n]*|/\*.*?\*/|\$\{[^}]*\}",
        "typ": r"//[^\n]*",
    }[ending]
    for file in [*CODE.rglob(f"*.{ending}"), *(REPO / "theme").rglob(f"*.{ending}")]:
        text = re.sub(left_out, "\0", file.read_text("utf-8"), flags=re.DOTALL)
        quoted = re.findall(r"\"[^\"\n]*\"|`[^`]*`|\[[^\]\n]*\]", text)
        said = [text] if ending == "html" else [one for one in quoted if one[1] != "."]  # selectors
        assert [one for one in said if SENTENCE.search(one)] == [], file
