"""`kaitei import plan`: the plan for the texts that a person declared, ready to be edited."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from kaitei.base.catalogue import CODE
from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.drafts.adopt.history import planfile, wording
from kaitei.drafts.adopt.history.planfile import HistoryPlan
from kaitei.drafts.adopt.history.proposal import propose
from kaitei.drafts.adopt.history.states import Sources
from kaitei.drafts.repository import Repository
from kaitei.model import facts
from kaitei.model.facts import Settings
from kaitei.record import git
from kaitei.record.git import History

_DECLARED = re.compile(rf"(?P<policy>[a-z0-9]+(?:-[a-z0-9]+)*)/(?P<lang>{CODE})=(?P<path>.+)")
CONTENT = "content"


def plan(repository: Repository, source: Path, declared: Sequence[str], lang: str) -> str:
    """A plan to take the history in the folder `source` into a repository, as YAML.

    `declared` are entries `POLICY/LANGUAGE=PATH`; a language's first path is the one of today, the
    others are former ones. `lang` is the language of the comments. Writes nothing. Raises
    KaiteiError for a repository that can't be asked (none, shallow), a path that never stood in
    it, and where content/organization.yml is missing or doesn't know a policy or a language.
    """
    settings = settings_of(repository)
    past = opened(source)
    sources = _sources(declared)
    problems = [found for name in sources for found in unknown(settings, name, sources[name])]
    if problems:
        raise KaiteiError(*problems)
    head = past.head()
    parts, comments = [], {}
    for name, typed in sources.items():
        paths = _as_committed(past, head, typed)
        part, comments[name] = propose(name, paths, past, head, settings.organization, lang)
        parts.append(part)
    made = HistoryPlan(str(source.resolve()), head, tuple(parts))
    return planfile.render(made, wording.head(lang), comments)


def settings_of(repository: Repository) -> Settings:
    """Who takes the history in. KaiteiError where content/organization.yml is not there."""
    file = f"{CONTENT}/{facts.ORGANIZATION_FILE}"
    if not (repository.root / file).is_file():
        raise KaiteiError(problem("import-organization", file))
    return repository.settings


def opened(source: Path) -> History:
    """The history in the folder `source`; KaiteiError where there is none or it was cut off."""
    past = git.find(source) if source.is_dir() else None
    if past is None or not past.head():
        raise KaiteiError(problem("import-repository", str(source), repository=source))
    if past.is_shallow():
        raise KaiteiError(problem("git-shallow", str(source)))
    return past.top()


def unknown(settings: Settings, policy: str, sources: Sources) -> list[Problem]:
    """What content/organization.yml does not know of a policy and its languages."""
    file = f"{CONTENT}/{facts.ORGANIZATION_FILE}"
    organization = settings.organization
    known = ", ".join(organization.languages)
    found = [
        problem("import-language", file, lang=lang, known=known)
        for lang in sources
        if lang not in organization.languages
    ]
    if policy not in organization.policies:
        found.append(problem("import-unlisted", file, policy=policy))
    return found


def _sources(declared: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    """The declared paths by policy and language."""
    sources: dict[str, dict[str, list[str]]] = {}
    for given in declared:
        match = _DECLARED.fullmatch(given)
        if not match or not within(match["path"]):
            raise KaiteiError(problem("import-source", given=given))
        paths = sources.setdefault(match["policy"], {}).setdefault(match["lang"], [])
        if match["path"] not in paths:
            paths.append(match["path"])
    return sources


def _as_committed(past: History, head: str, sources: Sources) -> Sources:
    """The declared paths as they were committed: macOS writes が as か and a mark of its own."""
    declared = [path for paths in sources.values() for path in paths]
    if all(map(str.isascii, declared)):
        return sources
    stood = {change.path for change in past.changes(".", revision=head)}
    composed = {unicodedata.normalize("NFC", path): path for path in sorted(stood)}
    return {
        lang: [
            path if path in stood else composed.get(unicodedata.normalize("NFC", path), path)
            for path in paths
        ]
        for lang, paths in sources.items()
    }


def within(path: str) -> bool:
    """Whether a path is relative to the top of the repository and stays in it."""
    return not path.startswith("/") and not {"", ".", ".."} & set(path.split("/"))
