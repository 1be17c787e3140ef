"""A declaration held against the record: done, or pending with its number, base and subject."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath

from kaitei.drafts.pending.held import published
from kaitei.drafts.pending.subjects import subjects, withdrawn
from kaitei.drafts.reading import Declaration, Draft
from kaitei.model import Kind, Policy, Publication, Status
from kaitei.model.facts import Settings


@dataclass(frozen=True, slots=True)
class Resolved:
    """A declaration with what nobody wrote filled in, as far as that is known.

    Either `pending`, or `done` is the publication that says the same; or `reworded` is the one
    that says the same but for its words, or its day. None of them where nothing is declared.
    """

    declared: Declaration
    pending: bool = False
    done: Publication | None = None
    reworded: Publication | None = None


def resolve(
    declared: Declaration, draft: Draft, policy: Policy, on: date, settings: Settings
) -> Resolved:
    """A declaration as it stands against the publications of its policy on a day."""
    alike = [p for p in reversed(policy.publications) if _alike(declared, p, policy)]
    if done := next((p for p in alike if _says(declared, draft, p)), None):
        return Resolved(_numbered(declared, done), done=done)
    wanted = completed(declared, policy, on, settings)
    moved = [p for p in reversed(policy.publications) if _is_moved(declared, draft, p, policy)]
    again = (p for p in (*alike, *moved) if _is_again(wanted, draft, p, policy))
    if reworded := next(again, None):
        return Resolved(_numbered(declared, reworded), reworded=reworded)
    return Resolved(wanted, pending=True)


def undeclared(draft: Draft, policy: Policy) -> Resolved:
    """What stands for a draft that declares nothing."""
    last = len(policy.publications)
    place = {"kind": (next(iter(draft.files.values()), f"content/{draft.policy}"), 1)}
    return Resolved(Declaration(Kind.REVISION, place["kind"][0], places=place, number=last))


def former(draft: Draft, record: Mapping[str, Policy], named: Collection[str], on: date) -> str:
    """The name under which a draft's policy was published until it is renamed; "" for none.

    It is written, or it is the only policy that holds or is to come and is in content/ no more.
    """
    main = draft.declared.main
    if main is None or main.kind is not Kind.RENAMING or draft.policy in record:
        return ""
    gone = [name for name in record if name not in named and _alive(record[name], on)]
    return main.former or (gone[0] if len(gone) == 1 else "")


def completed(declared: Declaration, policy: Policy, on: date, settings: Settings) -> Declaration:
    """A declaration with the next number, and with what nobody wrote as far as one only fits."""
    base, of = declared.base, declared.of
    if declared.kind in (Kind.REVISION, Kind.CORRECTION) and base is None and declared.effective:
        holding = policy.as_of(on).in_force(max(on, declared.effective))
        base = holding.number if holding else None
    if not declared.kind.is_revision and of is None:
        languages = settings.organization.languages
        if declared.kind is Kind.TRANSLATION:
            languages = (PurePosixPath(declared.file).stem,)
        found = subjects(declared.kind, policy, on, languages)
        of = found[0].number if len(found) == 1 else None
    return replace(declared, number=len(policy.publications) + 1, base=base, of=of)


def _alive(policy: Policy, on: date) -> bool:
    statuses = {policy.status(r, on) for r in policy.revisions(on)}
    return bool(statuses & {Status.IN_FORCE, Status.UPCOMING})


def _alike(declared: Declaration, p: Publication, policy: Policy) -> bool:
    """Whether a publication says the same but, perhaps, for its words."""
    numbers = declared.of in (None, p.of) and declared.base in (None, p.base)
    same = (declared.kind, declared.effective) == (p.kind, p.effective)
    if not (same and numbers and declared.former in ("", p.former)) or withdrawn(p, policy):
        return False
    day = declared.extra.get("decided_on")
    if declared.kind is Kind.REVIEW and day != p.extra.get("decided_on"):
        return False  # the next year's may be said in the same words
    lang = PurePosixPath(declared.file).stem
    return declared.kind is not Kind.TRANSLATION or not p.sources or lang in p.sources


def _says(declared: Declaration, draft: Draft, p: Publication) -> bool:
    """Whether a publication says it in the same words, in the languages that are written here.

    Where a text was to follow later and stands here now, the words above it are its own.
    """
    late = {*p.translation_later} & {*draft.filled}
    return all(
        tuple(declared.summary.get(lang, ())) == tuple(p.summary.get(lang, ()))
        and declared.reason.get(lang, "") == p.reason.get(lang, "")
        for lang in declared.languages
        if lang not in late
    )


def _is_moved(declared: Declaration, draft: Draft, p: Publication, policy: Policy) -> bool:
    """Whether a revision says the same in the same words, but for another day."""
    then = replace(declared, effective=p.effective)
    return declared.kind.is_revision and _alike(then, p, policy) and _says(declared, draft, p)


def _is_again(wanted: Declaration, draft: Draft, p: Publication, policy: Policy) -> bool:
    """Whether what is wanted was published, in other words: with the same text, of the same."""
    if wanted.kind.is_revision:
        texts = published(policy, p.number)
        return all(texts.get(lang) == text for lang, text in draft.filled.items())
    return wanted.of in (None, p.of)


def _numbered(declared: Declaration, p: Publication) -> Declaration:
    return replace(declared, number=p.number, base=p.base, of=p.of, former=p.former)
