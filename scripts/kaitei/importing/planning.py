"""`kaitei import plan`: the plan for the texts that a person declared, ready to be edited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from kaitei import facts, history
from kaitei.errors import KaiteiError, Problem, problem
from kaitei.facts import Settings
from kaitei.history import History
from kaitei.importing import planfile, wording
from kaitei.importing.planfile import Plan
from kaitei.importing.proposal import propose
from kaitei.importing.states import Sources

_DECLARED = re.compile(r"(?P<policy>[a-z0-9]+(?:-[a-z0-9]+)*)/(?P<lang>[a-z]{2})=(?P<path>.+)")
CONTENT = "content"


def plan(root: Path, repository: Path, declared: Sequence[str], lang: str) -> str:
    """A plan to take the history in `repository` into the record at `root`, as YAML.

    `declared` are entries `POLICY/LANGUAGE=PATH`; a language's first path is the one of today, the
    others are former ones. `lang` is the language of the comments. Writes nothing. Raises
    KaiteiError for a repository that can't be asked (none, shallow), a path that never stood in
    it, and where content/organization.yml is missing or doesn't know a policy or a language.
    """
    settings = settings_of(root)
    past = opened(repository)
    sources = _sources(declared)
    problems = [found for name in sources for found in unknown(settings, name, sources[name])]
    if problems:
        raise KaiteiError(*problems)
    head = past.head()
    parts, comments = [], {}
    for name, paths in sources.items():
        part, comments[name] = propose(name, paths, past, head, settings.organization, lang)
        parts.append(part)
    made = Plan(str(repository.resolve()), head, tuple(parts))
    return planfile.render(made, wording.head(lang), comments)


def settings_of(root: Path) -> Settings:
    """Who takes the history in. KaiteiError where content/organization.yml is not there."""
    file = f"{CONTENT}/{facts.ORGANIZATION_FILE}"
    if not (root / file).is_file():
        raise KaiteiError(problem("import-organization", file))
    return facts.load(root / CONTENT)


def opened(repository: Path) -> History:
    """The history in `repository`; KaiteiError where there is none or it was cut off."""
    past = history.find(repository) if repository.is_dir() else None
    if past is None or not past.head():
        raise KaiteiError(problem("import-repository", str(repository), repository=repository))
    if past.is_shallow():
        raise KaiteiError(problem("git-shallow", str(repository)))
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


def within(path: str) -> bool:
    """Whether a path is relative to the top of the repository and stays in it."""
    return not path.startswith("/") and not {"", ".", ".."} & set(path.split("/"))
