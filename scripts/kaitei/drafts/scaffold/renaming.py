"""A policy gets another name: its folder moves, and says so."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from kaitei.base import textfile
from kaitei.base.problems import KaiteiError, problem
from kaitei.drafts import reading
from kaitei.drafts.repository import Repository
from kaitei.drafts.scaffold.next import Prepared, prepare
from kaitei.drafts.scaffold.policies import LIST, ORGANIZATION, ROWS, refuse, unlisted
from kaitei.model import Kind


def rename(repository: Repository, former: str, name: str, on: date) -> Prepared:
    """Prepare that the policy `former` is called `name` from its announcement on.

    Its folder in content/ is moved and listed under the new name. Raises KaiteiError as `prepare`
    does, and for a name that is taken or no name.
    """
    root = repository.root
    made, files = prepare(repository, former, on, kind=Kind.RENAMING)
    refuse(repository, name)
    organization = _relisted(textfile.read(root / ORGANIZATION, ORGANIZATION), former, name)
    old, new = (f"{reading.CONTENT}/{folder}" for folder in (former, name))
    moved = {file.replace(f"{old}/", f"{new}/", 1): text for file, text in files.items()}
    try:
        (root / old).rename(root / new)
    except OSError as error:
        reason = error.strerror or str(error)
        raise KaiteiError(problem("file-unwritable", new, reason=reason)) from None
    try:
        textfile.replace(root, {**moved, ORGANIZATION: organization})
    except KaiteiError:
        (root / new).rename(root / old)
        raise
    return replace(made, written=(*moved, ORGANIZATION))


def _relisted(text: str, former: str, name: str) -> str:
    """organization.yml with one policy under another name; its comments stay.

    Raises KaiteiError where the list is written in a way that can't be changed.
    """
    # As a member of a list: a group may be called as the policy is.
    own = re.compile(
        rf"((?:[\[,][ ]*|-[ ]+)[\"']?){re.escape(former)}(?=[\"']?[ ]*(?:[,\]#]|$))", re.MULTILINE
    )
    for form in (LIST, ROWS):
        if found := form.search(text):
            listed, count = own.subn(rf"\g<1>{name}", found[0], count=1)
            if count:
                return text[: found.start()] + listed + text[found.end() :]
    raise unlisted(text, name)
