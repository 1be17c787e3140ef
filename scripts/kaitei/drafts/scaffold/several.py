"""The next publications of several policies, prepared in content/ as one announcement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kaitei.base import textfile
from kaitei.drafts.repository import Repository
from kaitei.drafts.scaffold.filling import open_words
from kaitei.drafts.scaffold.next import Prepared, prepare
from kaitei.model import Kind


def revise_several(
    repository: Repository,
    names: Sequence[str],
    on: date,
    *,
    kind: Kind = Kind.REVISION,
    effective: date | None = None,
) -> list[Prepared]:
    """Prepare the next publication of each policy in `names`, of one kind; see `revise`.

    All take effect on one day, the first that suits every one, and share an announcement. Files are
    written all or none. Raises KaiteiError where one of them can't be prepared.
    """
    days = [prepare(repository, name, on, kind=kind)[0].effective for name in names]
    day = effective or max(filter(None, days), default=None)
    first = repository.settings.organization.authoritative

    def said(lang: str) -> list[str]:
        joint = lang == first and kind is not Kind.TRANSLATION  # a late text follows on its own
        return [*([f"announcement: {kind}-{on}"] if joint else []), *open_words(lang)]

    made = [
        prepare(repository, name, on, kind=kind, effective=day, said=said)
        for name in dict.fromkeys(names)
    ]
    textfile.replace(
        repository.root, {file: text for _, files in made for file, text in files.items()}
    )
    return [prepared for prepared, _ in made]
