"""What there is to prove a publication by, gathered: the chain, git, signatures, stamps, a log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kaitei.base.problems import KaiteiError, problem
from kaitei.build.evidence.sightings import Sightings, sightings
from kaitei.model import Policy, Publication
from kaitei.record import VERSIONS, Record, seals, signatures, stamps, verify
from kaitei.record.git import FileChange
from kaitei.record.witness_log import WitnessLog


@dataclass(frozen=True, slots=True)
class Proof:
    """What proves a publication; what there is not is None or empty.

    `commit` brought it to git, `head` was the newest commit then. `signed` and `stamped` are the
    publications from this one on whose signature or stamp holds: each vouches for all before it.
    `accounts` are a witness's, `log` the log itself.
    """

    publication: Publication
    policy: Policy
    commit: FileChange | None
    head: str
    signed: Sequence[Publication]
    stamped: Sequence[tuple[Publication, datetime]]
    log: WitnessLog | None
    accounts: Sequence[Sightings]

    @property
    def chain(self) -> list[Publication]:
        """The publication and all before it, newest first."""
        own = self.publication.number
        return [p for p in reversed(self.policy.publications) if p.number <= own]


def proof(record: Record, publication: Publication, log: Path | None) -> Proof:
    """Gather what proves a publication of a record that is whole, with a witness's log if given.

    Raises KaiteiError where `verify` has found an error of the record, where the log is none, or
    where a signature or stamp can't be checked.
    """
    wrong = [found for found in verify.verify(record) if found.severity == "error"]
    if wrong:
        raise KaiteiError(*wrong)
    policy = next(p for p in record.policies if publication in p.publications)
    later = [p for p in policy.publications if p.number >= publication.number]
    past = record.past
    opened = WitnessLog(log) if log else None
    if opened is not None and not opened.looks:
        raise KaiteiError(problem("log-empty", str(log)))
    return Proof(
        publication,
        policy,
        verify.brought(record).get(publication.ref),
        past.head() if past else "",
        [p for p in later if (record.root / signatures.signature(p.ref)).is_file()],
        [(p, stamp.moment) for p in later if (stamp := stamps.read(record, p)) and stamp.moment],
        opened,
        sightings(opened.looks, policy, publication) if opened else (),
    )


def files(record: Record, found: Proof) -> dict[str, bytes]:
    """The files that the proof rests on, by path: the record of the policy, what vouches, the log.

    All publications of the policy are there: the chain begins with the first, and what vouches for
    this one may be a later one.
    """
    root, kept = record.root, dict[str, bytes]()
    names = {p.policy for p in found.policy.publications}
    folders = [root / VERSIONS / p.policy / str(p.number) for p in found.policy.publications]
    folders += [root / signatures.FOLDER / name for name in sorted(names)]
    paths = [path for folder in folders if folder.is_dir() for path in folder.iterdir()]
    paths += [root / name for name in (signatures.SIGNERS, stamps.AUTHORITY, seals.BELIEVED)]
    for path in (path for path in paths if path.is_file()):
        kept[path.relative_to(root).as_posix()] = path.read_bytes()
    if found.log:
        for path in found.log.files():
            kept[f"log/{path.relative_to(found.log.folder).as_posix()}"] = path.read_bytes()
    return kept
