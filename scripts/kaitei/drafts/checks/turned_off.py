"""Rules that the owner has turned off, each with a written reason: content/checks.yml.

    off:
      - rule: digits-wide
        reason: The gazette's notation is kept.
        policy: privacy-policy      # optional: in this policy only
        clause: purposes            # optional: in this clause only
        until: 2027-03-31           # optional: from the next day on the rule holds again

What is turned off is not lost: each entry is reported as a note with its reason and with how many
problems it hides. What the record itself rests on can't be turned off.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kaitei.base import textfile, yamlfile
from kaitei.base.fields import Entry, nearest
from kaitei.base.problems import KaiteiError, Problem, problem, rules

FILE = "content/checks.yml"
# Without these a text would not be read at all and silently not published, a publication would not
# be read back as it was meant, or the past would change.
LOCKED = (
    "announced-", "base-", "change-aside", "change-day", "change-used", "date-impossible",
    "declaration-changed", "declared-", "effective-past", "enactment-again", "event-said-before",
    "event-with-text", "fact-open", "fact-syntax", "fact-table", "fact-unknown", "field-",
    "file-encoding", "file-link", "file-missing", "file-unreadable", "first-not-enacted",
    "front-missing", "git-", "kind-missing", "later-", "markup-", "merge-left", "of-", "off-",
    "policy-", "production-", "record-", "revision-empty", "text-empty", "text-missing",
    "text-undeclared", "translation-complete", "translation-undeclared",
    "translation-without-text", "turned-off", "words-brackets", "words-by-language", "words-list",
    "yaml-",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Off:
    """A rule that is turned off: for one policy or clause where they are given, and why."""

    rule: str
    reason: str
    policy: str
    clause: str
    until: date | None
    line: int

    def hides(self, found: Problem) -> bool:
        """Whether a problem is of this rule and stands where the rule is off."""
        return (
            found.rule == self.rule
            and (not self.policy or found.file.startswith(f"content/{self.policy}/"))
            and (not self.clause or found.clause == self.clause)
        )


def read(root: Path) -> tuple[tuple[Off, ...], list[Problem]]:
    """What is turned off in the repository at `root`, and what is wrong with saying so."""
    if not (root / FILE).exists():
        return (), []
    try:
        entry = Entry(yamlfile.read(textfile.edited(root / FILE, FILE), FILE)).only("off")
    except KaiteiError as error:
        return (), list(error.problems)
    found: list[Off] = []
    problems: list[Problem] = []
    for item in entry["off"].items():
        try:
            found.append(_off(item))
        except KaiteiError as error:
            problems += error.problems
    return tuple(found), problems


def _off(item: Entry) -> Off:
    item.only("rule", "reason", "policy", "clause", "until")
    rule = item["rule"].text()
    if rule not in rules():
        known = ", ".join(nearest(rule, rules()))
        raise KaiteiError(problem("off-unknown", FILE, item["rule"].line, name=rule, known=known))
    if rule.startswith(LOCKED):
        raise KaiteiError(problem("off-locked", FILE, item["rule"].line, name=rule))
    until = None if item["until"].open else item["until"].day()
    return Off(
        rule,
        item["reason"].text(),
        item["policy"].maybe() or "",
        item["clause"].maybe() or "",
        until,
        item["rule"].line,
    )


def apply(problems: Iterable[Problem], off: Sequence[Off], on: date) -> list[Problem]:
    """The problems without those that are turned off on this day, with a note for each entry."""
    left, notes = list(problems), []
    for one in off:
        if one.until and one.until < on:
            notes.append(problem("off-over", FILE, one.line, name=one.rule, day=one.until))
            continue
        hidden = [found for found in left if one.hides(found)]
        left = [found for found in left if not one.hides(found)]
        rule = "turned-off" if hidden else "off-unused"
        values = {"name": one.rule, "reason": one.reason, "count": str(len(hidden))}
        notes.append(Problem(rule, FILE, one.line, "", values, rules()[rule]["severity"]))
    return [*left, *notes]
