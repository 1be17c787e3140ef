"""A new policy: its folder with a text in each language that declares it, listed by name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from kaitei.base import textfile
from kaitei.base.catalogue import t
from kaitei.base.problems import KaiteiError, problem
from kaitei.drafts import fronts, policy_names
from kaitei.drafts.repository import Repository
from kaitei.drafts.scaffold.filling import open_words
from kaitei.model import Kind

ORGANIZATION = "content/organization.yml"
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
# In brackets, which end with the line; or in rows, of which a group has further ones below its own.
LIST = re.compile(r"^(policies:[ ]*\[)(.*?)(\])(?=[ ]*(?:#.*)?$)", re.MULTILINE)
ROWS = re.compile(
    r"^policies:[ ]*(?:#.*)?\n(?:(?P<indent>[ ]*)- .*\n(?:(?P=indent)[ ]+.*\n)*)+", re.MULTILINE
)


def new(repository: Repository, name: str, titles: Mapping[str, str], on: date) -> list[str]:
    """Prepare the policy `name` in content/, effective after the owner's notice from day `on`.

    `titles` are by language; where one is missing the texts say TODO, which the checks find.
    Returns the files that were written. Raises KaiteiError for a name that is taken or no name.
    """
    root, company = repository.root, repository.settings.organization
    refuse(repository, name)
    written = listing(textfile.read(root / ORGANIZATION, ORGANIZATION), name)
    effective = on + timedelta(days=company.notice(name))
    declared = [f"kind: {Kind.ENACTMENT}", f"effective: {effective}"]
    texts = {
        f"content/{name}/{lang}.md": _text(
            lang, titles, declared if lang == company.authoritative else []
        )
        for lang in company.languages
    }
    home = root / "content" / name
    home.mkdir()
    try:
        textfile.replace(root, {**texts, ORGANIZATION: written})
    except KaiteiError:
        home.rmdir()  # else the name would be taken
        raise
    return [*texts, ORGANIZATION]


def refuse(repository: Repository, name: str) -> None:
    """Raise KaiteiError for a name that is taken, that no policy may have, or no name."""
    company = repository.settings.organization
    if not _NAME.fullmatch(name):
        raise KaiteiError(problem("new-name", ORGANIZATION, name=name))
    if wrong := policy_names.unfit(name, company.languages, ORGANIZATION):
        raise KaiteiError(wrong)
    given = {one for policy in repository.record.policies for one in policy.names(date.max)}
    taken = name in company.policies or (repository.root / "content" / name).exists()
    if taken or name in given:
        raise KaiteiError(problem("new-taken", f"content/{name}", policy=name))


def _text(lang: str, titles: Mapping[str, str], declared: Sequence[str]) -> str:
    body = f"## {t(lang, 'scaffold.heading')} {{#purpose}}\n\n{t(lang, 'scaffold.text')}\n"
    said = [*declared, *open_words(lang)]
    return fronts.declared_above(body, said, titles.get(lang) or "TODO")


def listing(text: str, name: str) -> str:
    """organization.yml with one policy more on its list; its comments stay.

    Raises KaiteiError where the list is written in a way that can't be added to.
    """

    def longer(match: re.Match[str]) -> str:
        names = f"{match[2].strip()}, {name}" if match[2].strip() else name
        return f"{match[1]}{names}{match[3]}"

    found, count = LIST.subn(longer, text, count=1)
    if not count:
        found, count = ROWS.subn(lambda m: f"{m[0]}{m[1]}- {name}\n", text, count=1)
    if not count:
        raise unlisted(text, name)
    return found


def unlisted(text: str, name: str) -> KaiteiError:
    """The problem that organization.yml lists its policies in a way that can't be changed."""
    line = next((n for n, x in enumerate(text.split("\n"), 1) if x.startswith("policies")), 1)
    return KaiteiError(problem("new-unlisted", ORGANIZATION, line, policy=name))
