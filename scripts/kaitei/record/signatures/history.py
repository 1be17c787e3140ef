"""What git remembers of signatures/: append-only, and no key comes in by its own word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from kaitei.base.problems import Problem, problem
from kaitei.record import git, layout
from kaitei.record import sums as sums_file
from kaitei.record.git import FileChange, History
from kaitei.record.signatures import ssh
from kaitei.record.signatures.files import APPENDED, FOLDER, SIGNERS, VOUCHER

_KEY = re.compile(r"(?<= )AAAA[0-9A-Za-z+/=]+", re.ASCII)  # how every key of OpenSSH begins
_MOST = 1_000_000  # bytes of a list of signers or of a signature; more would only fill the memory


@dataclass(frozen=True, slots=True)
class By:
    """The commit that did something, and its day in the time zone of the record."""

    commit: str
    day: str


@dataclass(frozen=True, slots=True)
class Known:
    """What git knows: what is wrong, and what was published after there was a list of signers."""

    problems: Sequence[Problem] = ()
    since_signing: Mapping[str, By] = field(default_factory=dict)


def read(past: History, zone: ZoneInfo) -> Known:
    """What the first-parent history of HEAD says of signatures/; days are those of `zone`."""
    changes = past.changes(FOLDER)
    if not changes:
        return Known()
    reader = _SignersReader(past, zone)
    problems = [*reader.taken_away(changes), *reader.let_in(changes)]
    return Known(problems, dict(reader.since_signing(changes)))


@dataclass(frozen=True, slots=True)
class _SignersReader:
    past: History
    zone: ZoneInfo

    def taken_away(self, changes: Sequence[FileChange]) -> Iterator[Problem]:
        """A signature or a stamp that does not stand as it was first committed."""
        first: dict[str, FileChange] = {}
        for change in changes:
            if APPENDED.fullmatch(change.path) and change.status == "A":
                first.setdefault(change.path, change)
        for path, change in sorted(first.items()):
            raw = _bytes(self.past.root / path)
            if raw is None:
                yield self._told("signature-lost", path, change)
            elif git.blob_id(raw, like=change.blob) != change.blob:
                yield self._told("signature-changed", path, change)

    def let_in(self, changes: Sequence[FileChange]) -> Iterator[Problem]:
        """A key of the list of signers that is gone, a line for which none of those before vouched.

        Whoever stands in the first list is there by the company's word alone. Another list counts
        once it was signed by one of the list that counted before; so no key vouches for itself.
        """
        listed = voucher = None
        brought: dict[str, FileChange] = {}
        trusted: list[str] = []
        keys: dict[str, str] = {}  # and a line in which each stood
        for _, group in groupby(changes, lambda change: change.commit):
            now = {change.path: change for change in group}
            listed, voucher = now.get(SIGNERS, listed), now.get(VOUCHER, voucher)
            if listed is None or not {SIGNERS, VOUCHER} & now.keys():
                continue
            lines = _listed(self._blob(listed))
            for line in lines:
                brought.setdefault(line, listed)
            if not trusted or self._vouched(listed, voucher, trusted):
                trusted = lines
                keys = {_key(line): line for line in reversed(lines)} | keys
        here = _listed(_bytes(self.past.root / SIGNERS) or b"")
        held = {_key(line) for line in here}
        for key, line in keys.items():
            if key not in held:
                yield self._told("signer-gone", SIGNERS, brought[line], signer=_signer(line))
        for line in here:
            if line in brought and line not in trusted:
                yield self._told("signer-alone", SIGNERS, brought[line], signer=_signer(line))

    def since_signing(self, changes: Sequence[FileChange]) -> Iterator[tuple[str, By]]:
        """The publications that came after the commit that first brought a list of signers."""
        begun = next((c.commit for c in changes if c.path == SIGNERS), "")
        order = [commit.id for commit in self.past.mainline(self.past.head())]
        after = {commit: place for place, commit in enumerate(order)}
        for change in self.past.changes(layout.VERSIONS):
            folder, _, name = change.path.rpartition("/")
            new = change.status == "A" and name == sums_file.NAME
            if begun and new and layout.is_published_file(change.path):
                _, policy, number = folder.split("/")
                if after[change.commit] > after[begun]:
                    yield f"{policy}@{number}", self._by(change)

    def _vouched(
        self, listed: FileChange, voucher: FileChange | None, trusted: Sequence[str]
    ) -> bool:
        """Whether one who is trusted signed the list that stands after a change."""
        if voucher is None or voucher.status == "D":
            return False
        with TemporaryDirectory(prefix="kaitei-signers-") as folder:
            signers, signature = Path(folder) / "signers", Path(folder) / "signature"
            signers.write_text("".join(f"{line}\n" for line in trusted), "utf-8")
            signature.write_bytes(self._blob(voucher))
            day = max(listed.when, voucher.when).astimezone(self.zone).date()
            return not ssh.refusal(self._blob(listed), signature, signers, day, str(self.zone))

    def _blob(self, change: FileChange) -> bytes:
        """The file after a change; nothing where it was deleted, or is far too large."""
        return (self.past.blob(change.blob, _MOST) or b"") if change.status != "D" else b""

    def _by(self, change: FileChange) -> By:
        return By(change.commit, str(change.when.astimezone(self.zone).date()))

    def _told(self, rule: str, path: str, change: FileChange, signer: str = "") -> Problem:
        by = self._by(change)
        return problem(rule, path, commit=by.commit[:12], day=by.day, signer=signer)


def _listed(raw: bytes) -> list[str]:
    """The lines of a list of signers, without comments."""
    lines = (line.strip() for line in raw.decode("utf-8", "replace").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _key(line: str) -> str:
    """The key of a line of the list, in base64; the line where it has none."""
    found = _KEY.search(line)
    return found[0] if found else line


def _signer(line: str) -> str:
    """Whom a line of the list names."""
    return line.split()[0]


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
