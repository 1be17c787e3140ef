"""Everything that can be wrong with a record, and what of it stops a build."""

from __future__ import annotations

from dataclasses import replace

from kaitei.base.problems import KaiteiError, Problem
from kaitei.record import seals, signatures, stamps
from kaitei.record.reading import Record
from kaitei.record.verify import attributes, dates
from kaitei.record.verify.integrity import Declared, integrity

_UNASKED = ("git-missing", "git-shallow")
"""Where git can't be asked, a copy of versions/ is as good as a clone, and builds like one."""


def verify(record: Record, declared: Declared = ()) -> list[Problem]:
    """Everything that is wrong with a record; [] where it is whole and git agrees.

    `declared` is what content/ declares: a record that is gone is noticed by it where git is not.

    Without a git repository, and for folders not committed yet, there is a warning. Of a shallow
    clone nothing is asked: an error says how to complete it. Signatures are checked where the
    record has signers, time stamps where it has an authority.
    """
    try:
        problems = integrity(record, declared) + dates.contradicted(record)
        problems += attributes.unprotected(record)
        whole = not any(found.severity == "error" for found in problems)
        if not whole:
            return problems
        return problems + signatures.verify(record) + stamps.verify(record) + seals.verify(record)
    except KaiteiError as error:
        return list(error.problems)


def before_build(record: Record) -> list[Problem]:
    """Refuse to build from a record that `integrity` condemns: KaiteiError with all of it.

    Not for a day that git contradicts: no later commit could mend it, and a site that is never
    built again misses every revision to come. Returns, as warnings, why git was not asked.
    """
    found = integrity(record)
    wrong = [p for p in found if p.severity == "error" and p.rule not in _UNASKED]
    if wrong:
        raise KaiteiError(*wrong)
    return [replace(p, severity="warning") for p in found if p.rule in _UNASKED]
