"""Whether the sealed papers beside a record hold, and say what the record says."""

from __future__ import annotations

from collections.abc import Iterator

from kaitei.base.problems import Problem, problem, reason_of
from kaitei.model import Policy, Publication
from kaitei.record import sums
from kaitei.record.reading import Record
from kaitei.record.seals import pades
from kaitei.record.seals.files import BELIEVED, KINDS, SealedPaper, papers, place
from kaitei.record.stamps import AUTHORITY


def verify(record: Record) -> list[Problem]:
    """What is wrong with the seals of a record that is whole; [] where nothing was ever sealed.

    A paper whose seal holds, but whose attached text or digests are not the record's, is an error:
    it was sealed from another record.
    """
    found = list(papers(record.root))
    if not found:
        return []
    if not (record.root / BELIEVED).is_file():
        return [problem("seal-certificate", BELIEVED)]
    try:
        roots = pades.Roots.of(record.root / BELIEVED, record.root / AUTHORITY)
    except pades.SealError as error:
        return [problem("seal-unchecked", BELIEVED, reason=error.reason)]
    checked = [one for paper in found for one in _paper(record, paper, roots)]
    return checked + list(_missing(record, found))


def _paper(record: Record, paper: SealedPaper, roots: pades.Roots) -> Iterator[Problem]:
    shown = paper.path.relative_to(record.root).as_posix()
    policy = next((one for one in record.policies if one.name == paper.policy), None)
    by_number = {one.number: one for one in policy.publications} if policy else {}
    publication = by_number.get(paper.number)
    if policy is None or publication is None:
        yield problem("seal-alone", shown)
        return
    try:
        seal = pades.read(paper.path.read_bytes(), roots)
    except OSError as error:
        yield problem("file-unreadable", shown, reason=reason_of(error))
        return
    except pades.SealError as error:
        yield problem("seal-wrong", shown, ref=publication.ref, reason=error.reason)
        return
    if seal.refusal:
        yield problem("seal-wrong", shown, ref=publication.ref, reason=seal.refusal)
    elif other := _differing(policy, publication, paper.lang, seal):
        yield problem("seal-other", shown, ref=publication.ref, name=other)


def _differing(policy: Policy, publication: Publication, lang: str, seal: pades.Seal) -> str:
    """The name of a file in a paper that is not as the record has it; "" where all are."""
    chain = [one for one in policy.publications if one.number <= publication.number]
    digests = "".join(f"{p.digest}  versions/{p.policy}/{p.number}/{sums.NAME}\n" for p in chain)
    expected = {sums.NAME: digests}
    if source := publication.sources.get(lang):
        expected[f"{lang}.md"] = source
    for name, words in expected.items():
        if seal.attached.get(name) != words.encode():
            return name
    return ""


def _missing(record: Record, found: list[SealedPaper]) -> Iterator[Problem]:
    """The newest publication of a policy whose former announcements are sealed, and its own not."""
    there = {paper.path for paper in found}
    for policy in record.policies:
        newest = policy.publications[-1]
        sealed = any(paper.policy == policy.name for paper in found)
        langs = newest.settings.organization.languages
        places = [place(newest, KINDS[0], lang) for lang in langs]
        if sealed and not any(record.root / one in there for one in places):
            yield problem("seal-missing", places[0], ref=newest.ref)
