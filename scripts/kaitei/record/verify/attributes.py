"""Whether git hands the record's bytes on as they are: what .gitattributes says of versions/."""

from __future__ import annotations

from collections.abc import Iterator

from kaitei.base.problems import Problem, problem
from kaitei.record import layout, sums
from kaitei.record.reading import Record

_FILE = ".gitattributes"
_NEW = "policy/1"  # stands for the folder that is published next


def unprotected(record: Record) -> list[Problem]:
    """A warning where a clone may hold other bytes than were committed, by .gitattributes.

    With `versions/** -text` it never does. Without it, whoever clones on Windows, or has
    `core.autocrlf` set, gets other line ends, and every sum is wrong there. Nothing where there
    is no record or no repository.
    """
    past = record.past if record.folders else None
    if past is None:
        return []
    converted = sorted(past.converted(_files(record)))
    return [problem("record-attributes", _FILE, path=path) for path in converted[:1]]


def _files(record: Record) -> Iterator[str]:
    """The files of each policy's newest publication, and of one that is yet to come."""
    newest = [f"{folders[-1].policy}/{folders[-1].number}" for folders in record.folders.values()]
    names = ("ja.md", "en.md", layout.REVISION, layout.FACTS, sums.NAME)
    for folder in (*newest, _NEW):
        yield from (f"{layout.VERSIONS}/{folder}/{name}" for name in names)
