"""A correction (訂正) mends slips: it changes nothing of substance, and so needs no notice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from kaitei.base.problems import Problem, problem
from kaitei.drafts.checks.context import DraftContext, heading
from kaitei.model import Block, Clause, Kind
from kaitei.text import diff, markdown
from kaitei.text.diff import BlockChange, ClauseChange, Redline, Side, denials
from kaitei.text.diff import ChangeKind as Change
from kaitei.text.values import Value, values

_CLAUSES = {Change.ADDED, Change.DELETED, Change.SPLIT, Change.MERGED, Change.MOVED}
# The part of its characters that a mended block shares with the one that it mends.
_ALIKE = 0.6
_SHOWN = 40
_ITEM = re.compile(r"(?:[0-9]+[.)]|(?<!\S)[-*])\s")


def substance(case: DraftContext) -> Iterator[Problem]:
    """No title, value, clause or block changes: that would be a revision with notice."""
    if not _pending(case):
        return
    for lang, before in case.replaced().items():
        if lang in case.draft.filled:
            found = diff.compare(markdown.parse(before, lang), case.text(lang))
            for rule in (_title, _values, _clauses, _blocks):
                yield from rule(case, found)


def text_to_come(case: DraftContext) -> Iterator[Problem]:
    """The text that is corrected is that of its base, and not the one still to come."""
    before, after = case.replaced(), case.draft.filled
    if not _pending(case) or all(before.get(lang) == text for lang, text in after.items()):
        return
    for coming in case.record.upcoming(case.desk.on):
        if coming.kind is Kind.REVISION and case.published(coming.number) == after:
            yield case.here(
                "correction-to-come",
                "base",
                base=case.declared.base,
                number=coming.number,
                day=case.record.effective(coming, case.desk.on),
            )


# --- helpers ----------------------------------------------------------------------------------


def _pending(case: DraftContext) -> bool:
    return case.pending and case.declared.kind is Kind.CORRECTION


def _title(case: DraftContext, found: Redline) -> Iterator[Problem]:
    """The title is what everyone calls the policy by: it stays."""
    if found.old_title != found.new_title:
        file = case.draft.files[found.lang]
        words = {"old": found.old_title, "new": found.new_title}
        yield problem("correction-title", file, 1, "", **words)


def _values(case: DraftContext, found: Redline) -> Iterator[Problem]:
    """Every value and every negation stays, however it is written."""
    for clause, old, new in values_changed(found):
        yield case.at("correction-value", found.lang, clause, old=old or "-", new=new or "-")


def values_changed(found: Redline) -> Iterator[tuple[str, str, str]]:
    """The values and negations that a comparison changes: the clause, before, after.

    Where a clause holds the same values in the same order, in whatever notation, none changed; one
    that left a clause and came to another went with its block, of which `correction-block` tells.
    """
    moved = _moved(found)
    told = [(change.clause.id, finding) for change, finding in found.findings]
    for change in found.changed:
        old, new = _held(change.old), _held(change.new)
        same = [value.key for value in old] == [value.key for value in new]
        findings = [f for clause, f in told if clause == change.clause.id]
        findings = [f for f in findings if f.kind == "negation" or not same]
        yield from ((change.clause.id, f.old, f.new) for f in findings)
        if not same and not findings and change.old and change.new:
            left, entered = _exchanged(change)
            gone = next((v.text for v in old if v.key in left - moved), "")
            came = next((v.text for v in new if v.key in entered - moved), "")
            if gone or came:
                yield change.clause.id, gone, came
        if not any(finding.kind == "negation" for finding in findings):
            yield from ((change.clause.id, gone, came) for gone, came in _denied(change))


def _exchanged(change: ClauseChange) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """The values that left a clause and those that came, by their normal forms."""
    old, new = (Counter(value.key for value in _held(one)) for one in (change.old, change.new))
    return old - new, new - old


def _moved(found: Redline) -> Counter[tuple[str, str]]:
    """The values that left one clause and came to another."""
    pairs = [_exchanged(change) for change in found.changed]
    gone: Counter[tuple[str, str]] = sum((left for left, _ in pairs), Counter())
    return gone & sum((entered for _, entered in pairs), Counter())


def _held(clause: Clause | None) -> list[Value]:
    """The values of a clause, its label left out, in order."""
    if clause is None:
        return []
    words = [clause.title, *(leaf.words for block in clause.blocks for leaf in block.leaves())]
    return [value for part in words for value in values(part)]


def _denied(change: ClauseChange) -> Iterator[tuple[str, str]]:
    """What a clause denies in one text only, in a sentence that came or is gone, say."""
    if change.old and change.new:
        gone, come = (
            Counter(denials(" ".join(map(_words, clause.blocks))))
            for clause in (change.old, change.new)
        )
        yield from ((words, "") for words in (gone - come).elements())
        yield from (("", words) for words in (come - gone).elements())


def _clauses(case: DraftContext, found: Redline) -> Iterator[Problem]:
    """Every clause stays, whole and where it is."""
    for change in found.changed:
        if _CLAUSES & {*change.kinds}:
            title = heading(change.clause)
            yield case.at("correction-clause", found.lang, change.clause.id, title=title)


def _blocks(case: DraftContext, found: Redline) -> Iterator[Problem]:
    """No paragraph, item, row or column comes or goes."""
    for change in found.changed:
        if not _CLAUSES & {*change.kinds} and not _laid_out(change):
            for words in dict.fromkeys(_come_or_gone(change.blocks)):
                shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
                yield case.at("correction-block", found.lang, change.clause.id, found=shown)


def _laid_out(change: ClauseChange) -> bool:
    """Whether a clause has the same words in other blocks: a list that had been joined, say."""
    return _squeezed(change.old) == _squeezed(change.new)


def _squeezed(clause: Clause | None) -> str:
    """What a clause says, without the spaces and without what begins an item."""
    words = " ".join(map(_words, clause.blocks)) if clause else ""
    return "".join(_ITEM.sub("", words).split())


def _come_or_gone(changes: Iterable[BlockChange]) -> Iterator[str]:
    """The words of each block that only one text has here; of nested ones those of the outermost.

    What is much like a block that goes from the same place is that block, mended or moved: a slip
    in an item of one word makes two blocks of it.
    """
    came: list[str] = []
    gone: list[str] = []
    for change in changes:
        if change.side is Side.NEW and change.new:
            came.append(_words(change.new))
        elif change.side is Side.OLD and change.old:
            gone.append(_words(change.old))
        elif change.kind not in (Change.KEPT, Change.SPLIT, Change.MERGED):
            yield from _come_or_gone(change.children)
    for words in came:
        mended = next((w for w in gone if diff.alike(w, words) >= _ALIKE), None)
        if mended is not None:
            gone.remove(mended)
        elif words:
            yield words
    yield from filter(None, gone)


def _words(block: Block) -> str:
    """What a block says, its own words and those of its children."""
    said = ("".join(run.text for run in leaf.runs) for leaf in block.leaves())
    return " ".join(words for words in said if words)
