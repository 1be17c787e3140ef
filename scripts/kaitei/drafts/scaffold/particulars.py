"""A change of particulars, prepared in organization.yml: what is declared, with its words open."""

from __future__ import annotations

import re
from datetime import date, timedelta

from kaitei.base import textfile
from kaitei.base.problems import KaiteiError, problem
from kaitei.drafts import reading
from kaitei.drafts.checks import CheckContext
from kaitei.drafts.pending import is_of
from kaitei.drafts.repository import Repository
from kaitei.drafts.scaffold.filling import open_words
from kaitei.model import facts

_DECLARED = re.compile(rf"^{facts.CHANGE}:.*\n(?:(?:[ \t#].*)?\n)*", re.MULTILINE)


def reprint(repository: Repository, on: date, effective: date | None = None) -> tuple[str, date]:
    """Prepare at the end of organization.yml what declares that particulars change.

    Returns the file and the day: by default the first that keeps the owner's notice. What was
    published of an earlier change gives way. Raises KaiteiError where one is pending.
    """
    content = repository.content
    file = f"{reading.CONTENT}/{facts.ORGANIZATION_FILE}"
    desk = CheckContext(content, repository.record.policies, on)
    change = content.particulars
    every = [p for policy in desk.record.values() for p in policy.publications]
    if change and not any(is_of(change, p) for p in every):
        raise KaiteiError(problem("revise-change", *change.place("kind")))
    company = content.settings.organization
    day = effective or on + timedelta(days=company.notice_days)
    text = textfile.edited(repository.drafted / file, file)
    lines = [f"{facts.CHANGE}:", f"  effective: {day}", f"  announcement: particulars-{on}"]
    for name, languages in _open(company.languages).items():
        lines += [f"  {name}:", *(f"    {said}" for said in languages)]
    made = "\n".join([_DECLARED.sub("", text + "\n").rstrip("\n"), "", *lines, ""])
    textfile.replace(repository.root, {file: made})
    return file, day


def _open(languages: tuple[str, ...]) -> dict[str, list[str]]:
    """Summary and reason by language, still to be written, each saying what belongs there."""
    found: dict[str, list[str]] = {}
    for lang in languages:
        for line in open_words(lang):
            name, _, hint = line.partition(":")
            found.setdefault(name, []).append(f"{lang}:{hint}")
    return found
