"""How the texts are written: what a careful colleague would strike out before anything else.

Lines are those of the files as they are saved, so that a problem names the line to mend.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from kaitei.base.problems import Problem, problem
from kaitei.drafts.checks.characters import scalars
from kaitei.drafts.checks.context import CheckContext, DraftContext
from kaitei.model.facts import Fee

_MENTION = re.compile(r"\{\{([a-z0-9-]+)(?:\.([a-z0-9.-]+))?\}\}")
_LONGEST = 80  # characters of a fact's words that are looked for beside it
_JOINED = re.compile(r"(?:に|につき|当たり|あたり)$")  # 「に」 follows, before the fee
_PLACEHOLDERS = re.compile(
    r"\b(?:TODO|TBD|TBC|FIXME)\b|lorem ipsum|[●○◯×△□]{2,}|＿{2,}|(?<=\S)\s*_{3,}"
    r"|(?<![〇一二三四五六七八九十])[●○◯〇][年月日円条号名%％]|\bYYYY\b|[?？]{3,}"
    # Title XX may be the twentieth: Roman numbers stand behind such words.
    r"|(?<![A-Za-z0-9])(?<!\bChapter )(?<!\bTitle )(?<!\bPart )(?<!\bAnnex )(?<!\bSchedule )"
    r"(?<!\bAppendix )(?<!\bVolume )[XＸ]{2,}(?![A-Za-z0-9])"
    r"|(?<![A-Za-z0-9])[XＸ]月(?:[XＸ]日)?"
    # Who asks a customer to wait “ご本人の確認中” means it; alone the words are a note.
    r"|後日(?:記入|追記|記載予定)|(?<![^\s：:、。「（(|])(?:現在、?)?確認中(?:です)?(?=[\s。、）)」|]|$)"
    r"|【[^【】]*(?:未定|未記入|要確認|確認中|要検討|仮)[^】]*】|要確認|[（(][^（()）]*確認中[)）]"
    r"|※[^。]*確認中|[（(](?:仮|案|未定)[)）]|\((?:draft|tentative)\)|ダミー"
    r"|\[(?:insert|to be |your |name of|date of|company name)[^\]]*\](?!\()",
    re.IGNORECASE,
)
# As a whole value these say that nothing is known yet.
_UNKNOWN = re.compile(r"未定|未記入|不明|調整中|確認中|[-ー—?？]+|n/?a|none|unknown", re.IGNORECASE)
_WIDE = re.compile(r"[０-９]+(?:[，．：－][０-９]+)*")
_SPACES = re.compile(r"(?<=[^\s|])[ \u00a0\u3000]{2,}(?=[^\s|])")
_BULLET = re.compile(r"\s*(?:[-*+]|[0-9]+[.)]|:|>)\s+")
_ASCII = str.maketrans("０１２３４５６７８９，．：－", "0123456789,.:-")
# Parts of characters (radicals) that PDFs bring in place of the character: ⼈ for 人.
_RADICALS = re.compile("[\u2e80-\u2fdf]")
_HALF_KANA = re.compile("[\uff66-\uff9f]+")
_COMMAS = re.compile(
    r"(?<![0-9.,])(?:[0-9]{1,3}(?:,[0-9]{3})*,(?:[0-9]{1,2}|[0-9]{4,})|[0-9]{4,}(?:,[0-9]{3})+)"
    r"(?![0-9,])(?=\s?(?:円|yen\b|JPY\b|米ドル|US dollars))"
)
# But what a language says twice rightly: “who you are are”, “logs in in 3 days”, 一人一人.
_DOUBLED = re.compile(
    r"(?<![\w-])(?!(?:that|had|is|are|in|on|very|so) )([a-z]{2,}) \1(?![\w-])"
    r"|(?<=[一-鿿ァ-ヺー）」])(?:をを|がが|のの(?![しみろ])|にに(?!ん))(?=[一-鿿ァ-ヺ「])"
    r"|(?<![一-鿿])(?![一個各時])([一-鿿]{2,4})\2(?=[はがをに])"
)
_HYPHENS = re.compile("0[0-9]{1,4}[‐‑‒–—―−ーｰ－][0-9]{1,4}[‐‑‒–—―−ーｰ－-][0-9]{3,4}")


def placeholders(case: DraftContext) -> Iterator[Problem]:
    """Nothing that was to be filled in is left, in the texts or in what is announced."""
    for _, file, number, line in (*case.lines(), *case.said()):
        if found := _found(_PLACEHOLDERS, line):
            yield problem("placeholder", file, number, found=found)


def unknown(desk: CheckContext) -> Iterator[Problem]:
    """What the owner does not know yet is left empty, so that it is left out and reported."""
    for root in (desk.settings.organization_entry, desk.settings.facts_entry):
        for entry in scalars(root):
            value = str(entry.value)
            found = value if _UNKNOWN.fullmatch(value) else _found(_PLACEHOLDERS, value)
            if found:
                yield problem("placeholder", entry.doc.file, entry.line, found=found)


def wide_digits(case: DraftContext) -> Iterator[Problem]:
    """Digits are the half-width ones, so that a number is written one way only."""
    for lang, file, number, line in case.lines():
        if match := _WIDE.search(line):
            half, clause = match[0].translate(_ASCII), case.clause_of(lang, number)
            yield problem("digits-wide", file, number, clause, found=match[0], half=half)


def amounts(case: DraftContext) -> Iterator[Problem]:
    """The commas of an amount stand before every three digits: 1,00円 may be 100 or 1,000."""
    yield from _each(case, "amount-commas", lambda line: _found(_COMMAS, line))


def half_kana(case: DraftContext) -> Iterator[Problem]:
    """Katakana are the full-width ones: ﾃﾞｰﾀ is found neither by a search nor by a comparison."""
    for _, file, number, line in case.lines():
        if match := _HALF_KANA.search(line):
            wide = unicodedata.normalize("NFKC", match[0])
            yield problem("kana-half", file, number, found=match[0], wide=wide)


def hyphens(case: DraftContext) -> Iterator[Problem]:
    """A telephone number has the hyphen of the keyboard: with another one nothing dials it."""
    yield from _each(case, "hyphen-odd", lambda line: _found(_HYPHENS, line))


def doubled(case: DraftContext) -> Iterator[Problem]:
    """No word stands twice in a row."""
    yield from _each(case, "words-doubled", lambda line: _found(_DOUBLED, line))


def units(desk: CheckContext) -> Iterator[Problem]:
    """What joins a unit and its fee is put there by the fact, and stands there once."""
    for name, fact in desk.settings.facts.items():
        unit = fact.unit.get("ja") if isinstance(fact, Fee) and fact.unit else None
        if unit and _JOINED.search(unit):
            entry = desk.settings.facts_entry[name]["unit"]
            each = desk.settings.parts(name, "ja")["each"] or unit
            yield problem("unit-joined", entry.doc.file, entry.line, unit=unit, each=each)


def repeated(case: DraftContext) -> Iterator[Problem]:
    """What a fact says is not said once more beside it."""
    settings = case.desk.settings
    for lang, file, number, line in case.lines():
        for mention in _MENTION.finditer(line):
            known = mention[1] in settings.facts
            said = settings.parts(mention[1], lang).get(mention[2] or "") if known else None
            before, after = line[: mention.start()], line[mention.end() :]
            if said and (twice := _shared(before, said) or _shared(said, after)):
                values = {"found": twice, "mention": mention[0], "said": said}
                yield problem("fact-repeated", file, number, **values)


def _shared(left: str, right: str) -> str:
    """The words with which `left` ends and `right` begins; "" for less than two letters."""
    for size in range(min(len(left), len(right), _LONGEST), 0, -1):
        if left.endswith(right[:size]):
            words = sum(map(str.isalnum, right[:size]))
            return right[:size].strip() if words > 1 or right[:size] == "円" else ""
    return ""


def damaged(case: DraftContext) -> Iterator[Problem]:
    """No character was lost on the way, and none is only a part that looks like it."""
    yield from _each(case, "character-lost", lambda line: "\ufffd" if "\ufffd" in line else "")
    for _, file, number, line in case.lines():
        if match := _RADICALS.search(line):
            right = unicodedata.normalize("NFKC", match[0])
            yield problem("character-part", file, number, found=match[0], right=right)


def composed(case: DraftContext) -> Iterator[Problem]:
    """A character and its mark are one (NFC): が, and not か with a mark of its own (NFD)."""

    def apart(line: str) -> str:
        whole = unicodedata.normalize("NFC", line)
        if len(whole) == len(line):
            return ""  # what NFC only exchanges (compatibility ideographs of names) may stay
        at = next(n for n, (a, b) in enumerate(zip(line, whole, strict=False)) if a != b)
        return whole[at]

    yield from _each(case, "text-not-nfc", apart)


def spaces(case: DraftContext) -> Iterator[Problem]:
    """One space is enough; two are a slip, or an attempt to lay out."""

    def around(line: str) -> str:
        line = line[bullet.end() :] if (bullet := _BULLET.match(line)) else line
        match = _SPACES.search(line)
        return line[max(0, match.start() - 6) : match.end() + 6].strip() if match else ""

    yield from _each(case, "spaces-double", around)


def _each(case: DraftContext, rule: str, find: Callable[[str], str]) -> Iterator[Problem]:
    """A problem for each line in which something is found."""
    for _, file, number, line in case.lines():
        if found := find(line):
            yield problem(rule, file, number, found=found)


def _found(pattern: re.Pattern[str], line: str) -> str:
    match = pattern.search(line)
    return match[0].strip() if match else ""
