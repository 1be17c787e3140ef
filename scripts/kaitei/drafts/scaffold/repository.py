"""A new owner's repository: the program, the theme and the lock files inside, an empty record.

Everything comes along, so that the repository works with python3, git and make, today and in years:
the program from the package that runs, the rest from the repository that it stands in or, where
it was installed as a wheel, from the wheel's data.
"""

from __future__ import annotations

import shutil
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from kaitei.base import yamlfile
from kaitei.base.catalogue import t
from kaitei.base.problems import KaiteiError, problem, reason_of
from kaitei.drafts.scaffold.filling import filled
from kaitei.model.facts import load_frozen
from kaitei.record import git
from kaitei.site.model import FIRST_LANGUAGES

PACKAGE = "scripts/kaitei"
# What a repository needs beside the program, as it stands in ours; folders end with a slash.
SUPPLIES = (
    ".ci/complete", ".ci/release", ".ci/setup", ".gitattributes", ".github/workflows/", "LICENSE",
    "mkdocs.yml", "pyproject.toml", "requirements/build.txt", "requirements/runtime.txt",
    "requirements/seal.txt", "requirements/cluster.txt", "theme/",
    # What legal and whoever runs it read; the rest of docs/ is for those who change the program.
    "docs/adopt.md", "docs/legal.ja.md", "docs/legal.en.md", "docs/rules.md", "docs/hosting.md",
    "docs/api.md", "docs/facts.md", "docs/languages.md", "docs/paper.md", "docs/redline.md",
    "docs/signing.md", "docs/upgrade.md", "docs/verify.md", "docs/word.md", "docs/mail.md",
    "docs/editor.md", "docs/fragments.md", "docs/witness.md", "docs/evidence.md", "docs/import.md",
    "docs/brand.md", "docs/pictures/draft.ja.png", "docs/pictures/draft.en.png",
    "docs/pictures/editor.ja.png", "docs/pictures/review.ja.png",
)  # fmt: skip
_SKIPPED = shutil.ignore_patterns("__pycache__", "*.pyc")
_OWN = (
    "README.md", "Makefile", ".gitignore", ".github/CODEOWNERS", "content/organization.yml",
    "content/facts.yml",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Owner:
    """Who will publish. `names` by language, as far as known; `domain` is the owner's own.

    `languages` are the site's in order, `year` the one in which the domain names the feed's ids.
    """

    names: dict[str, str]
    domain: str
    languages: tuple[str, ...]
    authoritative: str
    time_zone: str
    notice_days: int
    year: int


def init(folder: Path, owner: Owner) -> list[str]:
    """Make the repository of `owner` in `folder`, which is new or empty; returns what to do next.

    Raises KaiteiError for a folder that holds anything but `.git`, for values that
    organization.yml would not take, and where the disk refuses. Nothing is written before the
    values are known to be good.
    """
    if folder.exists() and (not folder.is_dir() or any(_found(folder))):
        raise KaiteiError(problem("init-full", str(folder)))
    texts = {name: filled(_template(name), _values(owner)) for name in _OWN}
    company = yamlfile.read(texts["content/organization.yml"], "content/organization.yml")
    load_frozen({"organization": company.root, "facts": {}}, "content/organization.yml")
    brought = supplies()
    try:
        for name in SUPPLIES:
            _bring(brought, folder, name)
        shutil.copytree(_program(), folder / PACKAGE, ignore=_SKIPPED)
        for name, text in texts.items():
            _write(folder / name, text)
        _write(folder / "versions" / ".gitkeep", "")
        if owner.authoritative != "ja":
            for workflow in (folder / ".github" / "workflows").iterdir():
                text = workflow.read_text("utf-8")
                _write(workflow, text.replace("ja_JP.UTF-8 # the", "en_US.UTF-8 # the"))
        site = folder / "mkdocs.yml"
        _write(site, _hosted(site.read_text("utf-8"), owner))
    except OSError as error:
        reason = reason_of(error)
        raise KaiteiError(problem("file-unwritable", str(folder), reason=reason)) from None
    git.begin(folder)
    return sorted(texts)


def _found(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if path.name != ".git")


def _program() -> Path:
    """The package that runs."""
    return Path(str(files("kaitei")))


def supplies() -> Path:
    """Where the supplies are: the repository of the program, or the data of its wheel."""
    repository = _program().parent.parent
    installed = Path(sysconfig.get_path("data")) / "share" / "kaitei"
    for place in (repository, installed):
        if all((place / name).exists() for name in SUPPLIES):
            return place
    raise KaiteiError(problem("init-supplies", str(installed)))


def _bring(supplies: Path, folder: Path, name: str) -> None:
    source, target = supplies / name, folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    if name.endswith("/"):
        shutil.copytree(source, target, ignore=_SKIPPED)
    else:
        shutil.copy(source, target)
        if name.startswith(".ci/"):
            target.chmod(0o755)  # a wheel keeps no right to run


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")


def _template(name: str) -> str:
    found = files(__package__).joinpath("files", name.replace("/", "-").lstrip("."))
    return found.read_text("utf-8")


def _hosted(settings: str, owner: Owner) -> str:
    """mkdocs.yml with the owner's address and the languages that the site begins in."""
    line = next(x for x in settings.split("\n") if x.startswith("site_url:"))
    settings = settings.replace(line.split()[1], f"https://{owner.domain}/")
    if owner.languages == FIRST_LANGUAGES:
        return settings
    languages = f"languages: [{', '.join(owner.languages)}]"
    return settings.replace("- kaitei: {}", f"- kaitei: {{{languages}}}", 1)


def _values(owner: Owner) -> dict[str, str]:
    names = "\n".join(f"  {lang}: {_quoted(owner.names.get(lang, ''))}" for lang in owner.languages)
    return {
        "names": names,
        "empty": "{" + ", ".join(f"{lang}: " for lang in owner.languages) + "}",
        "name": next(iter(owner.names.values())),
        "languages": ", ".join(owner.languages),
        "authoritative": owner.authoritative,
        "time_zone": owner.time_zone,
        "notice_days": str(owner.notice_days),
        "titles": " ".join(
            f'--title "{lang}={t(lang, "scaffold.title")}"' for lang in owner.languages
        ),
        "tag": f"{owner.domain},{owner.year}",
    }


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' if text else ""
