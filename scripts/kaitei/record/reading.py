"""Reading the record, verified first: what does not stand to its sums is never returned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kaitei.base import yamlfile
from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.model import DEFAULT_ZONE, Kind, Policy, Publication, facts, newest_zone
from kaitei.model.facts import Settings
from kaitei.record import form, layout, revision_file, sums
from kaitei.record.layout import FACTS, REVISION, TEXT_NAME, VERSIONS, Folder, scan

if TYPE_CHECKING:
    from kaitei.record.git import History


class Record:
    """The record of a repository, read from the disk once and held against its sums.

    What does not stand to its sums is never returned. A record that is not there is an empty one.

    Of a record that is `outlined` only the last few texts that were asked for are held: each is
    read, and held against its sum, when it is asked for. All else is as in any record.
    """

    def __init__(self, root: Path, *, outlined: bool = False) -> None:
        self.root, self._outlined = root, outlined

    @cached_property
    def past(self) -> History | None:
        """What git remembers around it; None where there is no repository.

        Raises KaiteiError where there is one but git is missing or refuses to look at it.
        """
        from kaitei.record import git  # here: who reads a record and asks nothing loads no git

        return git.find(self.root)

    @cached_property
    def _scanned(self) -> tuple[dict[str, list[Folder]], list[Problem]]:
        return scan(self.root, outlined=self._outlined)

    def verify_texts(self, names: Iterable[str]) -> None:
        """Hold all texts of these policies against their sums, where they are outlined.

        None of them is held in memory after it. Raises KaiteiError with all problems found.
        """
        if found := [*_text_problems(self.folders[name] for name in names)]:
            raise KaiteiError(*found)

    @property
    def folders(self) -> Mapping[str, Sequence[Folder]]:
        """Every publication's folder by policy, in order, whether it is whole or not."""
        return self._scanned[0]

    @property
    def empty(self) -> bool:
        """Whether nothing was ever published, and nothing else lies there."""
        return not any(self._scanned)

    @cached_property
    def _policies(self) -> dict[str, Policy] | tuple[Problem, ...]:
        folders, odd = self._scanned
        problems = [*odd, *_sum_problems(folders)]
        if problems:
            return tuple(problems)
        try:
            settings: dict[bytes, Settings] = {}
            return {name: _Policy(own, settings).read() for name, own in folders.items()}
        except KaiteiError as error:
            return error.problems

    @property
    def policies(self) -> tuple[Policy, ...]:
        """The policies with all their publications, by name; none if the record is empty.

        Raises KaiteiError with all problems that were found. A withheld text is left out of
        `sources` even where it still stands.
        """
        if isinstance(self._policies, tuple):
            raise KaiteiError(*self._policies)
        return tuple(policy for _, policy in sorted(self._policies.items()))

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of its days: Japan's while nothing is published. See `policies`."""
        return newest_zone(self.policies) or DEFAULT_ZONE

    def policy(self, name: str) -> Policy:
        """The policy of that name, with no publications where there is none; see `policies`."""
        return next((p for p in self.policies if p.name == name), Policy(name, ()))

    @property
    def faults(self) -> list[Problem]:
        """Everything that is wrong with the record as it lies on the disk; [] where it is whole.

        Of an outlined one too: every text is read for it, and not held.
        """
        read = self._policies if isinstance(self._policies, tuple) else ()
        if found := [*read, *_text_problems(self.folders.values())]:
            return found
        left = [path for path in sorted(self.withheld_files) if (self.root / path).exists()]
        return [problem("record-withheld-left", path) for path in left]

    @cached_property
    def withheld_files(self) -> frozenset[str]:
        """The paths of all texts that are withheld, whether they still stand or not."""
        found = set()
        for folders in self.folders.values():
            hidden = withheld(folders)
            for folder in (folder for folder in folders if folder.number in hidden):
                listed = folder.listed
                names = filter(TEXT_NAME.fullmatch, listed.files if listed else ())
                found |= {f"{folder.place}/{name}" for name in names}
        return frozenset(found)

    def grow(self, policy: str, number: int) -> Publication:
        """Know one more publication, which was appended just now: read and checked as the others.

        Nothing else is read again, so that appending many takes as long for each.
        """
        odd: list[Problem] = []
        folder = layout.read_folder(self.root / VERSIONS, policy, number, odd)
        folders, before = self._scanned[0].setdefault(policy, []), self.policy(policy)
        odd += _folder_problems(folder, folders[-1] if folders else None, hidden=False)
        if odd:
            raise KaiteiError(*odd)
        folders.append(folder)
        added = publication(folder, settings_of(folder), hidden=False)
        assert isinstance(self._policies, dict)  # noqa: S101  # else `policy` had raised
        self._policies[policy] = Policy(policy, (*before.publications, added))
        return added

    def forget(self) -> None:
        """Read the disk anew when next asked: what is there was changed."""
        for name in ("_scanned", "_policies", "withheld_files"):
            self.__dict__.pop(name, None)


def withheld(folders: Sequence[Folder]) -> set[int]:
    """The numbers of the publications whose texts are withheld, late translations included."""
    if not any(b"withheld" in folder.files.get(REVISION, b"") for folder in folders):
        return set()  # nearly always: saves reading every file twice
    kinds = {folder.number: _event(folder) for folder in folders}
    hidden = {of for kind, of in kinds.values() if kind == Kind.WITHHELD}
    translations = {
        number for number, (kind, of) in kinds.items() if kind == Kind.TRANSLATION and of in hidden
    }
    return (hidden | translations) & kinds.keys()


def _event(folder: Folder) -> tuple[object, int]:
    """The kind of a publication and the number that it names, 0 without one."""
    try:
        text = folder.files.get(REVISION, b"").decode("utf-8")
        root = yamlfile.read(text, folder.place).root
    except (UnicodeDecodeError, KaiteiError):
        return None, 0
    of = root.get("of")
    return root.get("kind"), int(of) if isinstance(of, str) and of.isdecimal() else 0


# --- sums and chain ---------------------------------------------------------------------------


def _sum_problems(record: Mapping[str, Sequence[Folder]]) -> list[Problem]:
    problems: list[Problem] = []
    for folders in record.values():
        hidden = withheld(folders)
        by_number = {folder.number: folder for folder in folders}
        for folder in folders:
            before = by_number.get(folder.number - 1)
            problems += _folder_problems(folder, before, folder.number in hidden)
    return problems


def _folder_problems(folder: Folder, before: Folder | None, hidden: bool) -> Iterator[Problem]:
    listing = f"{folder.place}/{sums.NAME}"
    if folder.listing is None and not folder.files:
        yield problem("record-bare", folder.place)
        return
    if folder.listing is None:
        yield problem("record-missing", listing, name=sums.NAME)
        return
    listed = folder.listed
    if listed is None or not {REVISION, FACTS} <= listed.files.keys():
        yield problem("record-sums", listing)  # emptied or cut short, it would blame the texts
        return
    if before and listed.former != (before.policy if before.policy != folder.policy else ""):
        yield problem("record-sums", listing)
    elif before and before.listing is not None and sums.sha256(before.listing) != listed.before:
        yield problem("record-chain", f"{before.place}/{sums.NAME}", next=folder.number)
    for name in sorted(listed.files.keys() | folder.files.keys() | {REVISION, FACTS}):
        if folder.outlined and name in folder.files and TEXT_NAME.fullmatch(name):
            continue  # when it is read
        yield from _file_problems(folder, name, listed.files.get(name), hidden)


def _file_problems(
    folder: Folder, name: str, digest: str | None, hidden: bool
) -> Iterator[Problem]:
    place = f"{folder.place}/{name}"
    raw = folder.files.get(name)
    if raw is None:
        if not (hidden and digest and TEXT_NAME.fullmatch(name)):
            yield problem("record-missing", place, name=name)
    elif digest is None:
        yield problem("record-extra", place, name=name)
    elif sums.sha256(raw) != digest:
        saved_again = any(sums.sha256(guess) == digest for guess in _undone(raw))
        yield problem("record-reencoded" if saved_again else "record-changed", place)


def _text_problems(record: Iterable[Sequence[Folder]]) -> Iterator[Problem]:
    """What is wrong with the texts of outlined policies."""
    for folders in record:
        hidden = withheld(folders)
        for folder in (one for one in folders if one.outlined):
            listed = folder.listed
            for name in filter(TEXT_NAME.fullmatch, folder.files):
                digest = listed.files.get(name) if listed else None
                try:
                    yield from _file_problems(folder, name, digest, folder.number in hidden)
                except KaiteiError as error:  # it can't be read
                    yield from error.problems


def _undone(raw: bytes) -> Iterator[bytes]:
    """What `raw` may have been before an editor added a byte order mark or carriage returns."""
    plain = raw.removeprefix(b"\xef\xbb\xbf")
    yield plain
    yield plain.replace(b"\r\n", b"\n")
    yield raw.replace(b"\r\n", b"\n")


class TextsOnDisk(Mapping[str, str]):
    """The texts of an outlined folder by language, each held against its sum when it is read.

    The last few that were asked for are held.

    Raises KaiteiError for one that does not stand to it.
    """

    def __init__(self, folder: Folder, names: Mapping[str, str]) -> None:
        self._folder, self._names = folder, names

    __eq__, __hash__ = object.__eq__, object.__hash__  # each is its own: see `_held`

    def __getitem__(self, lang: str) -> str:
        return _held(self, self._names[lang])

    def read(self, name: str) -> str:
        """The text in the file of this name, held against its sum."""
        listed = self._folder.listed
        folder = replace(self._folder, files={name: self._folder.files[name]})  # read once
        digest = listed.files.get(name) if listed else None
        if found := [*_file_problems(folder, name, digest, hidden=False)]:
            raise KaiteiError(*found)
        return _text(folder, name)

    def __contains__(self, lang: object) -> bool:
        return lang in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@lru_cache(512)  # those of a policy that is being made: its pages ask for each of them again
def _held(texts: TextsOnDisk, name: str) -> str:
    return texts.read(name)


# --- publications -----------------------------------------------------------------------------


class _Policy:
    """Turns the verified folders of one policy into its publications.

    `settings` are those that were read so far, by the bytes of their files.
    """

    def __init__(self, folders: Sequence[Folder], settings: dict[bytes, Settings]) -> None:
        self.folders, self.settings = folders, settings
        self.hidden = withheld(folders)

    def read(self) -> Policy:
        publications: list[Publication] = []
        for folder in self.folders:
            found = publication(folder, self.settings_of(folder), folder.number in self.hidden)
            wrong = form.misfit(found, publications)
            if found.policy != folder.policy:
                wrong = "policy"
            if wrong:
                raise KaiteiError(problem("record-form", f"{folder.place}/{REVISION}", name=wrong))
            publications.append(found)
        return Policy(self.folders[-1].policy, tuple(publications))

    def settings_of(self, folder: Folder) -> Settings:
        """The settings of a folder; the same bytes, as most have them, are read once."""
        raw = folder.files[FACTS]
        if raw not in self.settings:
            self.settings[raw] = settings_of(folder)
        return self.settings[raw]


def settings_of(folder: Folder) -> Settings:
    """The settings that a folder froze. KaiteiError where they can't be read."""
    place = f"{folder.place}/{FACTS}"
    return facts.load_frozen(yamlfile.read(_text(folder, FACTS), place), place)


def publication(folder: Folder, settings: Settings, hidden: bool) -> Publication:
    """The publication in a folder, without texts where they are `hidden` (withheld)."""
    names = {
        match[1]: name
        for name in sorted(folder.files)
        if (match := TEXT_NAME.fullmatch(name)) and not hidden
    }
    sources: Mapping[str, str] = TextsOnDisk(folder, names)
    if not folder.outlined:
        sources = {lang: _text(folder, name) for lang, name in names.items()}
    place = f"{folder.place}/{REVISION}"
    digest = sums.sha256(folder.listing or b"")
    found = revision_file.load(_text(folder, REVISION), place, sources, settings, digest)
    carries = found.kind.is_revision or found.kind is Kind.TRANSLATION
    if not hidden and carries != bool(sources):
        raise KaiteiError(problem("record-form", place, name="kind"))
    return found


def _text(folder: Folder, name: str) -> str:
    try:
        return folder.files[name].decode("utf-8")
    except UnicodeDecodeError as error:
        place = f"{folder.place}/{name}"
        line = folder.files[name].count(b"\n", 0, error.start) + 1
        byte = error.start + 1
        raise KaiteiError(problem("file-encoding", place, line, byte=byte)) from None
