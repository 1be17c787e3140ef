"""A repository, opened once for a command: what it holds is read once and handed on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from kaitei.base.problems import KaiteiError, Problem, problem, reason_of
from kaitei.drafts import reading
from kaitei.drafts.reading import Content
from kaitei.model import DEFAULT_ZONE, Kind, facts, newest_zone
from kaitei.model.facts import Settings
from kaitei.record import Record
from kaitei.record.git import History


class Repository:
    """What stands in a folder that `kaitei init` made: content/, versions/, and git around them.

    With `branch`, a commit, content/ is what it would be once that is merged into HEAD. Nothing
    else of the branch is read, and nothing of it is checked out: program, theme, settings of the
    site and record are those of `root`.
    """

    def __init__(self, root: Path, record: Record | None = None, branch: str = "") -> None:
        self.root = root
        self.record = record or Record(root)
        self.branch = branch

    @cached_property
    def _laid_out(self) -> TemporaryDirectory[str]:
        past = self.history
        if past is None:
            raise KaiteiError(problem("review-no-git"))
        return laid_out(past.files(past.merged(self.branch), reading.CONTENT))

    @property
    def drafted(self) -> Path:
        """The folder in which content/ stands. Raises KaiteiError where git can't say it."""
        return Path(self._laid_out.name) if self.branch else self.root

    @cached_property
    def _gathered(self) -> tuple[Content | None, list[Problem]]:
        return reading.read(self.drafted)

    @property
    def readable(self) -> Content | None:
        """What can be read of content/; None where the company or the facts can't be."""
        return self._gathered[0]

    @property
    def unread(self) -> list[Problem]:
        """A problem for everything in content/ that can't be read."""
        return list(self._gathered[1])

    @property
    def content(self) -> Content:
        """What stands in content/. Raises KaiteiError where the company or the facts can't be read.

        A policy that can't be read is left out; `unread` says why.
        """
        if self.readable is None:
            raise KaiteiError(*self.unread)
        return self.readable

    @property
    def whole(self) -> Content:
        """What stands in content/. Raises KaiteiError where anything of it can't be read."""
        if any(found.severity == "error" for found in self.unread):
            raise KaiteiError(*self.unread)
        return self.content

    @cached_property
    def settings(self) -> Settings:
        """Who publishes, and the facts, as they stand in content/. Raises KaiteiError."""
        return facts.load(self.drafted / reading.CONTENT)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of its days: the record's, else content's, else Japan's."""
        published = newest_zone(self.record.policies)
        if published or not (self.drafted / reading.CONTENT / facts.ORGANIZATION_FILE).is_file():
            return published or DEFAULT_ZONE
        return self.settings.organization.zone

    @cached_property
    def declared(self) -> list[tuple[str, int]]:
        """What content/ declares of publications: each file that does, and the least number of it.

        Only an enactment can be a policy's first.

        Empty where there is no content/, or where it can't be read: that is told elsewhere.
        """
        if not (self.drafted / reading.CONTENT).is_dir() or self.readable is None:
            return []
        mains = filter(None, (draft.declared.main for draft in self.readable.drafts))
        return [(main.file, 1 if main.kind is Kind.ENACTMENT else 2) for main in mains]

    @cached_property
    def history(self) -> History | None:
        """What git remembers; None where there is no git repository."""
        return self.record.past


def laid_out(files: Mapping[str, bytes]) -> TemporaryDirectory[str]:
    """Files of a commit, by path, written into a new folder that is gone with what is returned.

    Raises KaiteiError for a name that no folder here can hold.
    """
    folder = TemporaryDirectory(prefix="kaitei-")
    root = Path(folder.name).resolve()
    for name, raw in files.items():
        path = root / name
        if not path.resolve().is_relative_to(root):  # a tree made by hand may name what git doesn't
            raise KaiteiError(problem("file-link", name))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)
        except OSError as error:
            reason = reason_of(error)
            raise KaiteiError(problem("file-unwritable", name, reason=reason)) from None
    return folder
