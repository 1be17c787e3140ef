"""The one write: publications appended to the record, each whole or not at all.

A folder is written aside, flushed to the disk, and renamed into place. A rename onto a folder that
has anything in it fails, so of two publications with one number only one can come into being. The
lock is the kernel's and ends with the process that held it; it keeps nobody from publishing, only
the sweeping from folders that are still being written.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from kaitei.base import folders, yamlfile
from kaitei.base.problems import KaiteiError, problem, reason_of
from kaitei.model import Kind, Policy, Publication
from kaitei.record import form, layout, reading, revision_file, sums
from kaitei.record.layout import ASIDE, FACTS, REVISION, TEXT_NAME, VERSIONS, Folder
from kaitei.record.reading import Record

Addition: TypeAlias = tuple[Publication, Mapping[str, object]]
"""A publication, and what its settings freeze (`Settings.freeze`)."""


def append(
    record: Record, publication: Publication, frozen_facts: Mapping[str, object]
) -> Publication:
    """Append one publication and return it as the record now has it; see `append_all`."""
    return append_all(record, [(publication, frozen_facts)])[0]


def append_all(record: Record, additions: Sequence[Addition]) -> list[Publication]:
    """Append publications to a record, in their order, and return them as the record now has them.

    The record was verified when it was read. All folders are written aside before the first of
    them is moved into place, one after the other: whenever the run ends, each publication stands
    whole or not at all. Where a number is taken, or is not the next one, or the disk refuses,
    KaiteiError is raised: it names what had been published by then, else the record is the one it
    was. A withholding also takes the texts that it names away.
    """
    versions = record.root / VERSIONS
    published: list[Publication] = []
    with _reporting(_place_of(additions[0][0]), published), _alone(versions):
        policies, added = record.policies, []
        for publication, frozen_facts in additions:
            _refuse_taken(versions, publication)
            policies, folder = _extended(policies, publication, frozen_facts)
            added.append(folder)
        with _aside(versions, added) as written:
            for (publication, _), folder, aside in zip(additions, added, written, strict=True):
                _move(versions, folder, aside)
                published.append(publication)
                folders.flush(versions / folder.policy)
                folders.flush(versions)
        if any(p.kind is Kind.WITHHELD or p.former for p in published):
            record.forget()
            _take_down(record)
        else:
            for publication in published:
                record.grow(publication.policy, publication.number)
    return [record.policy(p.policy).get(p.number) for p in published]


def foreseen(policies: Iterable[Policy], additions: Iterable[Addition]) -> tuple[Policy, ...]:
    """The record's policies as they would be with more publications. Nothing is written.

    Raises KaiteiError for what `append_all` would refuse.
    """
    found = tuple(policies)
    for publication, frozen_facts in additions:
        found, _ = _extended(found, publication, frozen_facts)
    return found


def _extended(
    policies: Sequence[Policy], publication: Publication, frozen_facts: Mapping[str, object]
) -> tuple[tuple[Policy, ...], Folder]:
    """The policies with one publication more, and the folder that it will lie in."""
    others = {policy.name: policy for policy in policies}
    taken = bool(publication.former) and publication.policy in others
    before = others.pop(publication.former or publication.policy, None)
    earlier = before.publications if before else ()
    place = _place_of(publication)
    if taken or publication.number <= len(earlier):
        raise KaiteiError(problem("record-taken", place, number=publication.number))
    if wrong := _misfit(publication, earlier):
        raise KaiteiError(problem("record-form", f"{place}/{REVISION}", name=wrong))
    folder = _folder(publication, frozen_facts, earlier[-1].digest if earlier else "")
    added = _read_back(folder, publication)
    if added.kind is Kind.WITHHELD:
        earlier = tuple(_hidden(one, added.of) for one in earlier)
    made = Policy(added.policy, (*earlier, added))
    return tuple(sorted((*others.values(), made), key=lambda policy: policy.name)), folder


def _refuse_taken(versions: Path, publication: Publication) -> None:
    """Refuse a number or a new name that somebody else's run has given meanwhile."""
    home = versions / publication.policy
    if (home / str(publication.number)).exists() or (publication.former and home.exists()):
        place = _place_of(publication)
        raise KaiteiError(problem("record-taken", place, number=publication.number))


def _place_of(publication: Publication) -> str:
    return f"{VERSIONS}/{publication.policy}/{publication.number}"


def _hidden(publication: Publication, withheld: int | None) -> Publication:
    """A publication without its texts where these are withheld."""
    about = publication.of if publication.kind is Kind.TRANSLATION else publication.number
    return replace(publication, sources={}) if about == withheld else publication


def tidy(record: Record) -> None:
    """Finish what a killed run left: folders written aside, texts that are withheld by now.

    Does nothing where there is no record; raises KaiteiError for one that is not whole.
    """
    if not (record.root / VERSIONS).is_dir():
        return
    with _reporting(VERSIONS), _alone(record.root / VERSIONS):
        if record.policies:
            _take_down(record)


def _misfit(publication: Publication, earlier: tuple[Publication, ...]) -> str:
    if not layout.POLICY_NAME.fullmatch(publication.policy):
        return "policy"
    if not all(TEXT_NAME.fullmatch(f"{lang}.md") for lang in publication.sources):
        return "kind"
    return form.misfit(publication, earlier)


def _folder(publication: Publication, frozen_facts: Mapping[str, object], before: str) -> Folder:
    """What will lie on the disk."""
    texts = {f"{lang}.md": text for lang, text in publication.sources.items()}
    texts[REVISION] = revision_file.dump(publication)
    texts[FACTS] = yamlfile.dump(frozen_facts)
    files = {name: text.encode("utf-8") for name, text in texts.items()}
    digests = {name: sums.sha256(raw) for name, raw in files.items()}
    listing = sums.Sums(publication.number, digests, before, publication.former).render()
    return Folder(publication.policy, publication.number, files, listing)


def _read_back(folder: Folder, publication: Publication) -> Publication:
    """The publication as it will be read; refused where that is not what was meant."""
    found = reading.publication(folder, reading.settings_of(folder), hidden=False)
    if found.sources != publication.sources or revision_file.dump(found) != revision_file.dump(
        publication
    ):
        raise KaiteiError(problem("record-form", f"{folder.place}/{REVISION}", name="summary"))
    return found


# --- on the disk ------------------------------------------------------------------------------


@contextmanager
def _aside(versions: Path, added: Sequence[Folder]) -> Iterator[list[Path]]:
    """The folders written aside, in their order; what was not moved from there is swept away."""
    written = [versions / f"{ASIDE}{secrets.token_hex(8)}" for _ in added]
    try:
        for folder, aside in zip(added, written, strict=True):
            aside.mkdir()
            for name, raw in {**folder.files, sums.NAME: folder.listing or b""}.items():
                with (aside / name).open("xb") as file:
                    file.write(raw)
                    file.flush()
                    os.fsync(file.fileno())
            folders.flush(aside)
        yield written
    finally:
        for aside in written:
            shutil.rmtree(aside, ignore_errors=True)


def _move(versions: Path, folder: Folder, aside: Path) -> None:
    """Move a folder from aside to where it belongs: the moment in which it is published."""
    home = versions / folder.policy
    try:
        home.mkdir(exist_ok=True)
        aside.rename(home / str(folder.number))
    except OSError:
        with suppress(OSError):
            home.rmdir()  # only where it was made for this publication: else it is not empty
        raise


def _take_down(record: Record) -> None:
    """Remove the texts of the publications that are withheld. Their sums stay.

    Where there are none, which is nearly always, the record as it was read is still true.
    """
    texts = [record.root / path for path in sorted(record.withheld_files)]
    left = [text for text in texts if text.exists() or text.is_symlink()]
    for text in left:
        text.unlink(missing_ok=True)
        folders.flush(text.parent)
    if left:
        record.forget()


@contextmanager
def _alone(versions: Path) -> Iterator[None]:
    """Hold the record's lock; sweep away what killed runs left aside."""
    if not versions.exists():
        versions.mkdir(parents=True)
    if versions.is_symlink():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    with ExitStack() as stack:
        with suppress(OSError):  # some network disks know no locks; then nothing is swept
            stack.enter_context(folders.locked(versions))
            for left in versions.glob(f"{ASIDE}*"):
                shutil.rmtree(left, ignore_errors=True)
        yield


@contextmanager
def _reporting(place: str, published: Sequence[Publication] = ()) -> Iterator[None]:
    """Turn what the disk refuses into a problem that says what stands all the same."""
    try:
        yield
    except OSError as error:
        reason = reason_of(error)
        if published:
            named = ", ".join(publication.ref for publication in published)
            found = problem("record-partly", VERSIONS, reason=reason, published=named)
            raise KaiteiError(found) from None
        raise KaiteiError(problem("record-unwritable", place, reason=reason)) from None
