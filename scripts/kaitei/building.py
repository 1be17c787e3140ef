"""Builds a site into its folder: what the record holds, as it stands on a day."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kaitei import archive, making, plugin, tree
from kaitei.errors import KaiteiError, problem
from kaitei.host import MISSING, Host
from kaitei.pages import SITEMAP, Editor
from kaitei.plugin import CONFIG, THEME
from kaitei.policy import Policy
from kaitei.redline import Memory
from kaitei.site import Site, look
from kaitei.timings import stage

DRAFT_URL = "https://draft.invalid/"  # RFC 2606: a canonical link of a draft leads nowhere


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A record as it would be: its policies, and what of them is a draft, as (policy, number)."""

    policies: Sequence[Policy]
    draft: tuple[tuple[str, int], ...]


@dataclass
class Workshop:
    """What a process that builds again and again keeps between builds.

    The record, the host's shells, and what was compared, by policy.
    """

    memories: dict[str, Memory] = field(default_factory=dict)
    _hosts: dict[str, Host] = field(default_factory=dict)
    _records: dict[object, Sequence[Policy]] = field(default_factory=dict)

    def record(self, root: Path) -> Sequence[Policy]:
        """The record of `root`, verified; read anew when one of its files is another."""
        key = root, tuple(_stamps(root / archive.VERSIONS))
        if key not in self._records:
            self._records = {key: archive.read(root)}
        return self._records[key]

    def host(self, root: Path, site: Site) -> Host:
        """What MkDocs gives for the pages of a site; asked anew when the theme has changed."""
        found = hashlib.sha256(repr(site.languages).encode())
        files = [root / CONFIG, *sorted((root / THEME).rglob("*"))]
        for path in (path for path in files if path.is_file()):
            found.update(str(path).encode() + path.read_bytes())
        key = found.hexdigest()
        if key not in self._hosts:
            self._hosts = {key: plugin.host(root, site.languages)}
        return self._hosts[key]


def build(
    root: Path,
    on: date,
    output: Path,
    *,
    foreseen: Foreseen | None = None,
    workshop: Workshop | None = None,
    told: making.Told = lambda done, of: None,
) -> int:
    """Build the site of the day `on` from the repository at `root` into the folder `output`.

    It is built aside and swapped in whole: a failure or a kill leaves the site that was there.
    What has not changed since the last build into this folder stays (see `tree`). `foreseen`
    takes the record's place. `told` hears of the progress. Returns the number of pages. Raises
    KaiteiError; prints nothing.
    """
    output = output.resolve()
    _refuse_foreign(output)
    # Kept for nobody, what was compared is given back policy by policy.
    memories = None if workshop is None else workshop.memories
    workshop = workshop or Workshop()
    with stage("the record"):
        policies = workshop.record(root) if foreseen is None else foreseen.policies
        draft = None if foreseen is None else foreseen.draft
        site = look(policies, on, draft, memories)
        site_url = plugin.site_url(root) if foreseen is None else DRAFT_URL
    with stage("MkDocs"):
        host = workshop.host(root, site)
    # No PDFs of a draft: on paper nothing would say that number and digest are foreseen.
    papers = host.pdf and foreseen is None
    editor = Editor(site, root / THEME, site_url, papers=papers)
    try:
        with stage("keeping"):
            found = list(host.parts(editor, root / THEME, site_url))
        with tree.renewed(output) as renewed:
            making.make(renewed, site, found, told)
    except OSError as error:
        raise KaiteiError(problem("site-unwritable", str(output), reason=error)) from error
    return len(editor)


def _stamps(folder: Path) -> Iterator[tuple[str, int, int]]:
    """The files below a folder, each with its size and its number in the file system.

    Enough for a record in which no file changes: what is published is a new file. Times are not
    looked at; nothing of a site depends on them.
    """
    for parent, _, names in os.walk(folder):
        for name in sorted(names):
            found = os.stat(f"{parent}/{name}", follow_symlinks=False)  # noqa: PTH116  # thousands
            yield f"{parent}/{name}", found.st_size, found.st_ino


def _refuse_foreign(output: Path) -> None:
    """Refuse to replace anything but a site: a mistyped --output must not cost a folder."""
    if not output.exists():
        return
    ours = output.is_dir() and (
        not any(output.iterdir()) or all((output / f).is_file() for f in (MISSING, SITEMAP))
    )
    if not ours:
        raise KaiteiError(problem("site-foreign", str(output)))
