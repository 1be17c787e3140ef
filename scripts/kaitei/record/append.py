"""The one write: a publication appended to the record, whole or not at all.

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
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from kaitei.base import folders, yamlfile
from kaitei.base.problems import KaiteiError, problem
from kaitei.model import Kind, Policy, Publication
from kaitei.record import form, layout, reading, revision_file, sums
from kaitei.record.layout import ASIDE, FACTS, REVISION, TEXT_NAME, VERSIONS, Folder
from kaitei.record.reading import Record


def append(
    record: Record, publication: Publication, frozen_facts: Mapping[str, object]
) -> Publication:
    """Append a publication to a record and return it as the record now has it.

    `frozen_facts` is what its settings freeze (`Settings.freeze`). The record was verified when it
    was read. Where its number is taken, or is not the next one, or the disk refuses, KaiteiError is
    raised and the record is the one it was. A withholding also takes the texts that it names away.
    """
    versions = record.root / VERSIONS
    place = f"{VERSIONS}/{publication.policy}/{publication.number}"
    with _reporting(place), _alone(versions):
        earlier = record.policy(publication.former or publication.policy).publications
        home = versions / publication.policy
        renaming_onto = publication.former and home.exists()
        taken = publication.number <= len(earlier) or (home / str(publication.number)).exists()
        if taken or renaming_onto:
            raise KaiteiError(problem("record-taken", place, number=publication.number))
        if wrong := _misfit(publication, earlier):
            raise KaiteiError(problem("record-form", f"{place}/{REVISION}", name=wrong))
        folder = _folder(publication, frozen_facts, earlier[-1].digest if earlier else "")
        _read_back(folder, publication)
        _place(versions, folder)
        if publication.kind is not Kind.WITHHELD and not publication.former:
            return record.grow(publication.policy, publication.number)
        record.forget()
        _take_down(record)
    return record.policy(publication.policy).get(publication.number)


def foreseen(
    policies: Iterable[Policy], publication: Publication, frozen_facts: Mapping[str, object]
) -> tuple[Policy, ...]:
    """The record's policies as they would be with one more publication. Nothing is written.

    Raises KaiteiError for what `append` would refuse.
    """
    others = {policy.name: policy for policy in policies}
    taken = bool(publication.former) and publication.policy in others
    before = others.pop(publication.former or publication.policy, None)
    earlier = before.publications if before else ()
    place = f"{VERSIONS}/{publication.policy}/{publication.number}"
    if taken:
        raise KaiteiError(problem("record-taken", place, number=publication.number))
    if wrong := _misfit(publication, earlier):
        raise KaiteiError(problem("record-form", f"{place}/{REVISION}", name=wrong))
    folder = _folder(publication, frozen_facts, earlier[-1].digest if earlier else "")
    added = _read_back(folder, publication)
    if added.kind is Kind.WITHHELD:
        earlier = tuple(_hidden(one, added.of) for one in earlier)
    made = Policy(added.policy, (*earlier, added))
    return tuple(sorted((*others.values(), made), key=lambda policy: policy.name))


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
    found = reading.publication(folder, reading.thawed(folder), hidden=False)
    if found.sources != publication.sources or revision_file.dump(found) != revision_file.dump(
        publication
    ):
        raise KaiteiError(problem("record-form", f"{folder.place}/{REVISION}", name="summary"))
    return found


# --- on the disk ------------------------------------------------------------------------------


def _place(versions: Path, folder: Folder) -> None:
    """Write the folder aside, then move it where it belongs."""
    home = versions / folder.policy
    aside = versions / f"{ASIDE}{secrets.token_hex(8)}"
    try:
        aside.mkdir()
        for name, raw in {**folder.files, sums.NAME: folder.listing or b""}.items():
            with (aside / name).open("xb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
        folders.flush(aside)
        home.mkdir(exist_ok=True)
        aside.rename(home / str(folder.number))
        folders.flush(home)
        folders.flush(versions)
    except OSError:
        with suppress(OSError):
            home.rmdir()  # only where it was made for this publication: else it is not empty
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _take_down(record: Record) -> None:
    """Remove the texts of the publications that are withheld. Their sums stay."""
    for path in sorted(record.withheld_files):
        (record.root / path).unlink(missing_ok=True)
        folders.flush((record.root / path).parent)
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
def _reporting(place: str) -> Iterator[None]:
    """Turn what the disk refuses into a problem."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise KaiteiError(problem("record-unwritable", place, reason=reason)) from None
