"""Each language in its place: nothing is left that was to be translated.

Judged is a whole sentence, a title, a line of the announcement: names and terms of the other
language inside a sentence are common.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaitei.base.fields import Entry
from kaitei.base.problems import Problem, problem
from kaitei.drafts.checks import sense
from kaitei.drafts.checks.context import CheckContext, DraftContext
from kaitei.model import Clause, phrases

_JAPANESE = re.compile("[ぁ-ゖァ-ヺー一-鿿々]")
_LATIN = re.compile("[A-Za-z]")
_A_FEW = 2  # paragraphs are told one by one
# What begins small in a sentence, but not in the name of a company or a street.
_SMALL = re.compile(r"\b(?!(?:of|and|the|for|at|in|de|la|von|van)\b)[a-z]{2,}\b")
_WORDS = re.compile(r"\b[A-Za-z]{2,}(?:[ ,;:'’-]+[A-Za-z]{2,}){3,}|^[a-z]{3,}(?: [a-z]+)+$")


def texts(case: DraftContext) -> Iterator[Problem]:
    """Every paragraph of a text is in the text's language.

    Where most are not, the whole file is most likely another language's: that is told once.
    """
    for lang in case.languages:
        title = case.draft.titles[lang]
        said = [(c.id, words) for _, c in case.written(lang) for words in _paragraphs(c)]
        other = [(name, words) for name, words in said if _other(words, lang)]
        if len(other) > max(sum(_own(words, lang) for _, words in said), _A_FEW):
            named = _named(other[0][1], lang)
            yield problem("language-other-text", case.draft.files[lang], 0, "", **named)
            continue
        if _other(title, lang):
            yield problem("language-other", case.draft.files[lang], 1, "", **_named(title, lang))
        for name, words in other:
            yield case.at("language-other", lang, name, **_named(words, lang))


def announced(case: DraftContext) -> Iterator[Problem]:
    """Summary and reason are in the language that they are for."""
    for lang, file, line, words in case.said():
        if _other(words, lang):
            yield problem("language-other", file, line, "", **_named(words, lang))


def settings(desk: CheckContext) -> Iterator[Problem]:
    """What organization.yml and facts.yml say by language is in that language."""
    languages = desk.settings.organization.languages
    for root in (desk.settings.organization_entry, desk.settings.facts_entry):
        for entry in _by_language(root, languages):
            lang, words = str(entry.path[-1]), entry.value
            if isinstance(words, str) and lang == "en" and _other(words, lang):
                yield problem(
                    "language-other", entry.doc.file, entry.line, "", **_named(words, lang)
                )


def _by_language(entry: Entry, languages: tuple[str, ...]) -> Iterator[Entry]:
    """Every value below an entry that stands under the code of a language."""
    if not isinstance(entry.value, dict):
        return
    for name in entry.value:
        if name in languages:
            yield entry[name]
        else:
            yield from _by_language(entry[name], languages)


def _paragraphs(clause: Clause) -> Iterator[str]:
    if clause.heading:
        yield clause.title
    for block in clause.blocks:
        for leaf in block.leaves():
            if leaf.tag != "pre":
                yield from sense.split(leaf.words)


def _other(words: str, lang: str) -> bool:
    """Whether a stretch of text is in the other language as a whole."""
    words = _bare(words)
    japanese, latin = len(_JAPANESE.findall(words)), len(_LATIN.findall(words))
    if lang == "en":
        return japanese > 3 and japanese > latin
    return lang == "ja" and not japanese and bool(_WORDS.search(words)) and not _postal(words)


def _postal(words: str) -> bool:
    """Whether a line is names and figures only, as where a letter is sent to: no sentence."""
    return any(c.isdecimal() for c in words) and not _SMALL.search(words)


def _own(words: str, lang: str) -> bool:
    """Whether a stretch of text has letters of its language and is not in the other one."""
    letters = _JAPANESE if lang == "ja" else _LATIN
    return bool(letters.search(_bare(words))) and not _other(words, lang)


def _bare(words: str) -> str:
    """Words without facts and addresses, which have letters of their own."""
    words = re.sub(r"\{\{[^{}]*\}\}|https?://\S+", " ", words)
    return " ".join(word for word in words.split() if "@" not in word)  # \S+@\S+ is quadratic


def _named(found: str, lang: str) -> dict[str, object]:
    short = found if len(found) <= 40 else f"{found[:40]}…"
    return {"found": short, **phrases.languages(lang=lang)}
