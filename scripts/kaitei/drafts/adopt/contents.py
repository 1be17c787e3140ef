"""A policy that was carried over, in content/: its newest texts and what was declared last.

Its folder is put in place in one step, its name on the list in another: `revise` works at once, and
a run that was cut off is completed by the next.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from kaitei.base import textfile
from kaitei.base.problems import KaiteiError, Problem, problem, reason_of
from kaitei.drafts import fronts
from kaitei.drafts.repository import Repository
from kaitei.drafts.scaffold import listing
from kaitei.model import Kind, Publication
from kaitei.model.facts import ORGANIZATION_FILE

CONTENT = "content"


def files_of(publications: Sequence[Publication], first: str) -> dict[str, str]:
    """The files of a policy in content/ by name; none where its last publication is no text's.

    The text in the language `first`, the authoritative one, declares what was published last.
    """
    texts: dict[str, str] = {}
    last, late = None, dict[str, Publication]()
    for publication in publications:
        if publication.kind.is_revision or publication.kind is Kind.REPEAL:
            texts = {}
        texts |= publication.sources
        if publication.kind is Kind.TRANSLATION:
            late |= dict.fromkeys(publication.sources, publication)
        else:
            last, late = publication, {}
    if last is None:
        return {}
    return {
        f"{lang}.md": fronts.declared_above(
            text,
            [
                *(
                    fronts.late(late[lang], lang)
                    if lang in late
                    else fronts.said(last, lang, first=lang == first)
                )
            ],
        )
        for lang, text in texts.items()
    }


def taken(repository: Repository, policy: str, files: Mapping[str, str]) -> list[Problem]:
    """A folder of this policy in content/ that says something else is nobody's to replace."""
    home = repository.root / CONTENT / policy
    if not home.exists():
        return []
    same = home.is_dir() and all(
        (home / name).is_file() and textfile.read(home / name, name) == text
        for name, text in files.items()
    )
    return [] if same else [problem("adopt-drafted", f"{CONTENT}/{policy}", policy=policy)]


def listed(repository: Repository, policy: str) -> str:
    """organization.yml with the policy on its list, "" where it is there already."""
    if policy in repository.settings.organization.policies:
        return ""
    place = f"{CONTENT}/{ORGANIZATION_FILE}"
    return listing(textfile.read(repository.root / place, place), policy)


def put(
    repository: Repository, policy: str, files: Mapping[str, str], listing_with: str
) -> list[str]:
    """The policy's folder in content/, then its name on the list; each in one step."""
    home = repository.root / CONTENT / policy
    written: list[str] = []
    try:
        if files and not home.exists():
            aside = home.with_name(f".{policy}.new")
            shutil.rmtree(aside, ignore_errors=True)  # of a run that was cut off
            try:
                aside.mkdir()
                for name, text in files.items():
                    _flushed(aside / name, text)
                aside.rename(home)
            finally:
                shutil.rmtree(aside, ignore_errors=True)
            written += [f"{CONTENT}/{policy}/{name}" for name in files]
        place = f"{CONTENT}/{ORGANIZATION_FILE}"
        if listing_with:
            aside = (repository.root / place).with_name(f".{ORGANIZATION_FILE}.new")
            aside.unlink(missing_ok=True)
            try:
                _flushed(aside, listing_with)
                aside.replace(repository.root / place)
            finally:
                aside.unlink(missing_ok=True)
            written.append(place)
    except OSError as error:
        reason = reason_of(error)
        raise KaiteiError(
            problem("file-unwritable", f"{CONTENT}/{policy}", reason=reason)
        ) from None
    return written


def _flushed(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
