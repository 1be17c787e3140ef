"""What stands between a sample and a real site: `kaitei check --production`.

A sample may have gaps, and its publications are ours; an owner's site may have neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from kaitei.base import textfile
from kaitei.base.problems import Problem, problem
from kaitei.drafts.checks.context import CheckContext, weighed

MKDOCS = "mkdocs.yml"
OWNERS = ".github/CODEOWNERS"
# What may stand open in a sample, and what a reader of a real site must not be left without.
_STRICT = frozenset(
    {"certification-over", "fee-open", "item-open", "procedure-open", "year-end-open"}
)
# RFC 2606 keeps these names for examples: nobody can ever own an address below them.
_RESERVED = re.compile(
    r"\.(?:example|test|invalid|localhost)\b|\bexample\.(?:com|net|org)\b|\blocalhost\b"
)


def strict(problems: Iterable[Problem]) -> list[Problem]:
    """The problems, with what only a sample may leave open made errors."""
    return [weighed(p, "error") if p.rule in _STRICT else p for p in problems]


def remains(root: Path, desk: CheckContext) -> Iterator[Problem]:
    """What is still the sample's: its flag, its publications, its addresses."""
    company, entry = desk.settings.organization, desk.settings.organization_entry
    if company.sample:
        yield problem("production-sample", entry.doc.file, entry["sample"].line)
    for name in ("tag", "home_page", "email"):
        value = getattr(company, name) or ""
        if _RESERVED.search(value):
            file, line = entry.doc.file, entry[name].line
            yield problem("production-address", file, line, name=name, value=value)
    yield from _site_address(root)
    yield from _owners(root)
    for policy in desk.record.values():
        samples = [p.number for p in policy.publications if p.sample]
        if samples:
            place = f"versions/{policy.name}/{samples[0]}"
            yield problem("production-record", place, count=len(samples))


def _site_address(root: Path) -> Iterator[Problem]:
    if not (root / MKDOCS).is_file():
        return
    for number, line in enumerate(textfile.read(root / MKDOCS, MKDOCS).split("\n"), 1):
        match = re.match(r"site_url:\s*['\"]?(\S*?)['\"]?(?:\s|$)", line)
        if match and (not match[1].startswith("https://") or _RESERVED.search(match[1])):
            value = match[1] or "-"
            yield problem("production-address", MKDOCS, number, name="site_url", value=value)


def _owners(root: Path) -> Iterator[Problem]:
    """Nobody is named who must agree to a change of the program; the file may be gone."""
    if (root / OWNERS).is_file():
        lines = textfile.read(root / OWNERS, OWNERS).split("\n")
        if not any("@" in line.partition("#")[0] for line in lines):
            yield problem("production-owners", OWNERS)
