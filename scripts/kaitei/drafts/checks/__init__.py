"""The rules that stand between a draft and its publication; each yields problems.

A rule is a small function over the whole desk or over one policy. To add one: write it, put it on
the list, give it its weight in base/rules.toml, its words in base/i18n/messages/ and a folder under
tests/cases/checks/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from kaitei.base.problems import Problem
from kaitei.drafts.checks import (
    agreement,
    announcement,
    branding,
    breaks,
    changed,
    changes,
    characters,
    company,
    correction,
    dates,
    declared,
    fidelity,
    fonts,
    headings,
    joint,
    languages,
    leftover,
    links,
    notes,
    order,
    printed,
    record,
    references,
    shape,
    signs,
    silent,
    tables,
    together,
    tongue,
    turned_off,
    untranslated,
    writing,
)
from kaitei.drafts.checks.characters import hidden
from kaitei.drafts.checks.context import CheckContext, DraftContext
from kaitei.drafts.checks.joint import arrived, awaited
from kaitei.drafts.checks.production import remains, strict
from kaitei.drafts.checks.untranslated import MARK as UNTRANSLATED
from kaitei.drafts.repository import Repository
from kaitei.record.verify import verify
from kaitei.text import markdown

__all__ = [
    "POLICY_RULES",
    "RULES",
    "UNTRANSLATED",
    "CheckContext",
    "DraftContext",
    "arrived",
    "awaited",
    "check",
    "hidden",
    "review",
]

RULES: tuple[Callable[[CheckContext], Iterator[Problem]], ...] = (
    silent.organization,
    silent.facts,
    silent.unused,
    silent.requests,
    silent.law,
    silent.certification,
    silent.review,
    company.contact,
    company.telephones,
    company.tag,
    company.authoritative,
    company.policies,
    company.reviewed,
    dates.reach,
    tongue.settings,
    writing.unknown,
    characters.invisible_values,
    characters.alike_values,
    writing.units,
    record.gone,
    changes.idle,
    changes.undeclared,
    changes.particulars,
)
# Of what is based on what: a changed fact reaches every text that holds, so it leaves none behind.
ORDER_RULES: tuple[Callable[[DraftContext], Iterator[Problem]], ...] = (
    order.before_base,
    order.passed_over,
    order.undone,
    order.left_uncorrected,
    order.corrected_apart,
    order.overtaken,
    order.withdrawn_in_force,
    order.withdrawn_late,
    order.withheld_in_force,
    order.correction_withdrawn,
    order.postponed_past,
)
# What is told of a text of the record that only its facts are changed in.
FACT_RULES: tuple[Callable[[DraftContext], Iterator[Problem]], ...] = (
    declared.dates,
    declared.far,
    declared.notice,
    declared.together,
    joint.alone,
    joint.named,
    joint.agreed,
    joint.waiting,
    announcement.said,
    announcement.plain,
    announcement.agreeing,
    announcement.days,
    announcement.amounts,
)
POLICY_RULES: tuple[Callable[[DraftContext], Iterator[Problem]], ...] = (
    declared.first,
    declared.both,
    declared.said_before,
    changes.day,
    changes.used,
    record.undeclared,
    record.reworded,
    record.later_present,
    record.withdrawn,
    printed.unpublished,
    record.event_texts,
    record.texts_changed,
    declared.base,
    agreement.same_facts,
    declared.subject,
    declared.name,
    declared.fitting,
    declared.together,
    joint.alone,
    joint.named,
    joint.agreed,
    joint.waiting,
    declared.dates,
    declared.decided,
    declared.far,
    declared.notice,
    announcement.said,
    announcement.plain,
    announcement.agreeing,
    announcement.copied,
    announcement.days,
    announcement.amounts,
    correction.substance,
    correction.text_to_come,
    printed.corrected,
    record.translations,
    record.translated,
    untranslated.marks,
    languages.clause_ids,
    languages.same_clauses,
    languages.same_numbers,
    languages.same_values,
    changed.in_one_language,
    changed.title_alone,
    changed.same_sense,
    changed.points_elsewhere,
    shape.same_ids,
    shape.same_levels,
    shape.same_shape,
    shape.label_order,
    tables.cells,
    tables.joined,
    tongue.texts,
    tongue.announced,
    links.references,
    references.plain,
    silent.next_review,
    silent.typed_by_hand,
    headings.forgotten,
    fidelity.lost,
    notes.notes,
    signs.shown,
    breaks.run_together,
    fidelity.preview,
    leftover.empty_links,
    leftover.braces,
    leftover.images,
    leftover.plain_lists,
    leftover.item_numbers,
    leftover.nested,
    leftover.code,
    leftover.struck,
    dates.days,
    dates.weekdays,
    dates.eras,
    dates.own,
    writing.placeholders,
    writing.wide_digits,
    writing.amounts,
    writing.half_kana,
    writing.hyphens,
    writing.doubled,
    writing.repeated,
    writing.damaged,
    writing.composed,
    writing.spaces,
    characters.invisible,
    characters.alike,
)


def check(repository: Repository, on: date, *, production: bool = False) -> list[Problem]:
    """Everything that is wrong with content/ and versions/ of a repository on a day.

    With `production` also what stands between a sample and a real site. What content/checks.yml
    turns off is a note instead.

    In the order of files and lines. Where the record is not whole, content/ can't be held against
    it: then only the record's problems and those of reading content/ are listed. What makes
    `verify` no more than warn is left to it.
    """
    problems = repository.unread
    off, wrong = turned_off.read(repository.drafted)
    faults = verify(repository.record, repository.declared)
    doubts = [found for found in faults if found.severity == "error"]
    if repository.readable is not None and not doubts:
        desk = CheckContext(repository.content, repository.record.policies, on)
        root = repository.root
        problems += [*review(desk), *fonts.missing(root, desk), *branding.shown(root)]
        if production:
            problems = [*strict(problems), *remains(repository.root, desk)]
    return _sorted([*_told(problems, off, on), *wrong, *doubts])


def judge(root: Path, desk: CheckContext) -> list[Problem]:
    """What the rules say of a desk whose content/ stands in `root`, what it turns off included."""
    off, wrong = turned_off.read(root)
    return _sorted([*_told(review(desk), off, desk.on), *wrong])


def _told(problems: list[Problem], off: Sequence[turned_off.Off], on: date) -> list[Problem]:
    """The problems without those that are turned off, each habit of a text told once."""
    return together.joined(turned_off.apply(problems, off, on))


def review(desk: CheckContext) -> list[Problem]:
    """What the rules say of a desk, in their order.

    A policy that can't be parsed safely is not judged further.
    """
    problems = [found for rule in RULES for found in rule(desk)]
    for case in desk.cases:
        problems += _refusals(case)
        if not any(_unreadable(case)):
            rules = POLICY_RULES if case.by_fact else (*POLICY_RULES, *ORDER_RULES)
            problems += [found for rule in rules for found in rule(case)]
        problems += [found for one in case.before for rule in FACT_RULES for found in rule(one)]
    return problems


def _unreadable(case: DraftContext) -> Iterator[Problem]:
    """Why a text can't be parsed safely, as written or as filled in."""
    for lang, file in case.draft.files.items():
        yield from markdown.unreadable(case.draft.sources[lang], file)
        yield from markdown.unreadable(case.draft.filled[lang], file)


def _refusals(case: DraftContext) -> Iterator[Problem]:
    """What Markdown may not hold, in a text as written or, failing that, as filled in.

    What no page can carry is told of what is declared above the text too.
    """
    for lang, file in case.draft.files.items():
        yield from markdown.characters(case.draft.written[lang], file)
        yield from markdown.refusals(case.draft.sources[lang], file) or markdown.refusals(
            case.draft.filled[lang], file
        )


def _sorted(problems: list[Problem]) -> list[Problem]:
    """By file and line, each once; the order of the rules decides between equals."""
    return sorted(dict.fromkeys(problems), key=lambda p: (p.file, p.line))
