"""`kaitei import apply`: a plan that a person has gone through -> publications in the record.

Everything is judged before anything is written. Then each publication is appended whole or not at
all; a run that was cut off is completed by the next, a further run does nothing. A policy without a
draft gets one in content/.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kaitei.base import textfile
from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.drafts.adopt import contents, recording
from kaitei.drafts.adopt.history import planfile, planning
from kaitei.drafts.adopt.history.planfile import SHORT, HistoryPlan, PolicyPlan
from kaitei.drafts.adopt.history.publications import Builder
from kaitei.drafts.adopt.recording import CarriedOver
from kaitei.drafts.repository import Repository
from kaitei.model import Publication
from kaitei.record.git import History


def apply(repository: Repository, file: Path) -> list[CarriedOver]:
    """Append to the record of a repository what the plan in `file` says and the record has not yet.

    Raises KaiteiError with all that is wrong with the plan, with a text it takes, or between it
    and the record; then nothing was written.
    """
    settings = planning.settings_of(repository)
    plan = planfile.read(textfile.read(file, str(file)), str(file))
    past = _past(plan)
    record = repository.record
    published = {policy.name: policy.publications for policy in record.policies}
    problems: list[Problem] = []
    wanted: dict[str, list[Publication]] = {}
    for part in plan.policies:
        policy = Builder(plan, part, past, settings, file.parent)
        try:
            policy.build()
        except KaiteiError as error:
            policy.problems += error.problems
        problems += policy.problems or _differences(
            policy.publications, published.get(part.name, ()), plan, part
        )
        wanted[part.name] = policy.publications
    first = settings.organization.authoritative
    drafts = {name: contents.files_of(own, first) for name, own in wanted.items()}
    if problems:
        raise KaiteiError(*problems)
    done = [
        recording.record(record, name, own, published.get(name, ())) for name, own in wanted.items()
    ]
    for name, files in drafts.items():
        if not (repository.root / contents.CONTENT / name).exists():
            contents.put(repository, name, files, "")
    return done


def _past(plan: HistoryPlan) -> History:
    """The history that the plan was made for."""
    past = planning.opened(Path(plan.repository))
    try:
        past.mainline(plan.head)
    except KaiteiError:
        found = problem(
            "import-head", plan.file, commit=plan.head[:SHORT], repository=plan.repository
        )
        raise KaiteiError(found) from None
    return past


def _differences(
    wanted: Sequence[Publication], there: Sequence[Publication], plan: HistoryPlan, part: PolicyPlan
) -> Iterator[Problem]:
    """Where the record has something else already than the plan says."""
    for stands, name in recording.differing(wanted, there):
        yield problem(
            "import-differs", plan.file, part.line, ref=stands.ref, name=name, policy=part.name
        )
