"""Whether the signatures hold, and are all there."""

from __future__ import annotations

from collections.abc import Iterator

from kaitei.base.problems import Problem, problem
from kaitei.model import Publication
from kaitei.record import layout
from kaitei.record import sums as sums_file
from kaitei.record.reading import Record
from kaitei.record.signatures import history, ssh
from kaitei.record.signatures.files import FOLDER, SIGNERS, SUFFIX, signature


def verify(record: Record) -> list[Problem]:
    """What is wrong with the signatures/ of a record that is whole; [] where nobody ever signed.

    Each signature is checked on the day of announcement, so that a key may expire later. Where git
    is there, it is asked what was taken away or changed, who let a new key in, and whether what
    was published after the first signer is signed.
    """
    past = record.past
    known = history.read(past, record.zone) if past and not past.is_shallow() else None
    remembered = list(known.problems) if known else []
    told = {found.file for found in remembered}  # by git, which says more of what happened
    return [p for p in _signatures(record, known) if p.file not in told] + remembered


def _signatures(record: Record, known: history.Known | None) -> Iterator[Problem]:
    root = record.root
    publications = {p.ref: p for policy in record.policies for p in policy.publications}
    found = sorted((root / FOLDER).glob(f"*/*{SUFFIX}"))
    if not (root / SIGNERS).is_file():
        if found:
            yield problem("signature-signers", SIGNERS)
        return
    signed = {f"{path.parent.name}@{path.stem}" for path in found}
    for ref in sorted(signed):
        if ref in publications:
            yield from _signature(record, publications[ref])
        else:
            yield problem("signature-alone", signature(ref), ref=ref)
    for policy in record.policies:
        newest = policy.publications[-1]
        if newest.ref not in signed:
            yield _unsigned(newest, known)


def _signature(record: Record, publication: Publication) -> Iterator[Problem]:
    """Whether one of the allowed signers made a signature, and for these very sums."""
    root, shown = record.root, signature(publication.ref)
    folder = root / layout.VERSIONS / publication.policy / str(publication.number)
    sums, zone = (folder / sums_file.NAME).read_bytes(), publication.settings.organization.time_zone
    try:
        reason = ssh.refusal(sums, root / shown, root / SIGNERS, publication.announced, zone)
    except ssh.KeygenError as error:
        yield problem("signature-unchecked", shown, reason=error)
        return
    if reason:
        yield problem("signature-wrong", shown, ref=publication.ref, reason=reason)


def _unsigned(publication: Publication, known: history.Known | None) -> Problem:
    """A warning for what may be signed yet, an error for what came after the first signer."""
    shown = signature(publication.ref)
    by = known.since_signing.get(publication.ref) if known else None
    if by is None:
        return problem("signature-missing", shown, ref=publication.ref)
    return problem("signature-owed", shown, ref=publication.ref, commit=by.commit[:12], day=by.day)
