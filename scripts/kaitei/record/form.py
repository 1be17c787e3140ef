"""What any publication of a record must be, so that the rest of kaitei can rely on it.

Only that: whether an event makes sense on its day is `fit`'s to judge, before it is published.
"""

from __future__ import annotations

from collections.abc import Sequence

from kaitei.model import Kind, Publication


def misfit(publication: Publication, earlier: Sequence[Publication]) -> str:
    """The field of revision.yml that can't be so after the publications `earlier`, "" if none.

    Numbers run on, days and moments never back; a name changes by renaming only; a base is an
    earlier revision; an event names what it can be about; whatever takes effect has a day.
    """
    if publication.number != len(earlier) + 1:
        return "number"
    if earlier and publication.announced < earlier[-1].announced:
        return "announced"
    told = [p.published for p in earlier if p.published]
    if publication.published and told and publication.published <= told[-1]:
        return "published"
    if wrong := _name(publication, earlier):
        return wrong
    if publication.kind.is_revision:
        return _revision(publication, earlier)
    return _event(publication, earlier)


def _name(publication: Publication, earlier: Sequence[Publication]) -> str:
    """A renaming, and nothing else, takes another name than the publication before had."""
    before = earlier[-1].policy if earlier else publication.policy
    renamed = publication.kind is Kind.RENAMING
    if publication.former != (before if renamed else ""):
        return "former"
    taken = any(p.policy == publication.policy for p in earlier)
    return "policy" if (taken if renamed else publication.policy != before) else ""


def _revision(publication: Publication, earlier: Sequence[Publication]) -> str:
    kind, base = publication.kind, publication.base
    if not earlier and kind is not Kind.ENACTMENT:
        return "kind"
    if base is None and kind is not Kind.ENACTMENT:
        return "base"
    if base is not None and not (_among(base, earlier) and earlier[base - 1].kind.is_revision):
        return "base"
    if publication.of is not None:
        return "of"
    return "effective" if publication.effective is None else ""


def _event(publication: Publication, earlier: Sequence[Publication]) -> str:
    kind, of = publication.kind, publication.of
    if of is None or not _among(of, earlier):
        return "of"
    may_be = kind in (Kind.POSTPONEMENT, Kind.WITHDRAWAL) and earlier[of - 1].kind.is_dated
    if not (earlier[of - 1].kind.is_revision or may_be):
        return "of"
    if publication.base is not None:
        return "base"
    needs_day = kind in (Kind.POSTPONEMENT, Kind.PARTICULARS)
    has_none = kind in (Kind.TRANSLATION, Kind.WITHHELD, Kind.RENAMING, Kind.REVIEW)
    if (needs_day and publication.effective is None) or (has_none and publication.effective):
        return "effective"
    return ""


def _among(number: int, earlier: Sequence[Publication]) -> bool:
    return 1 <= number <= len(earlier)
