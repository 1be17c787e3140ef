"""Time stamps (RFC 3161), asked for and checked by openssl. Optional, off by default.

    signatures/tsa.pem                 the root certificate of the authority that is believed
    signatures/privacy-policy/3.tsr    its word that versions/privacy-policy/3/SHA256SUMS was there

As with signatures, one of the newest publication is enough for all before it.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from kaitei.base.problems import KaiteiError, Problem, problem, reason_of
from kaitei.model import Publication
from kaitei.record import layout, sums
from kaitei.record.reading import Record

FOLDER = "signatures"
AUTHORITY = f"{FOLDER}/tsa.pem"
SUFFIX = ".tsr"
_MINUTE = 60  # seconds: openssl takes milliseconds, an authority a second or two
_MOST = 1 << 20  # bytes of an answer: one with its certificates has about 5,000
_LATE = timedelta(days=1)  # a release asks on the day of the announcement, or in the next night
_SAID = re.compile(r"^Time stamp: (\w{3} +\d+ [\d:]{8})(?:\.\d+)? (\d{4}) GMT$", re.MULTILINE)


class AuthorityError(Exception):
    """openssl is not there, or gave no answer; says why."""


class Stamp(NamedTuple):
    """When an authority says that something was there, in UTC; why it is not to be believed."""

    moment: datetime | None
    refusal: str


def place(publication: Publication) -> str:
    """The path of the stamp of a publication."""
    return f"{FOLDER}/{publication.policy}/{publication.number}{SUFFIX}"


def read(record: Record, publication: Publication) -> Stamp | None:
    """The stamp of a publication as openssl reads and checks it; None where there is none.

    The authority's certificates must have held when it stamped: they may expire later. Raises
    AuthorityError.
    """
    path = record.root / place(publication)
    if not path.is_file():
        return None
    return _read(record, publication, path)


def verify(record: Record) -> list[Problem]:
    """What is wrong with the stamps of a record that is whole; [] where nobody ever asked for one.

    A stamp of days after the announcement is told: it can't vouch for the day that is written.
    """
    try:
        return list(_problems(record))
    except AuthorityError as error:
        return [problem("stamp-unchecked", AUTHORITY, reason=error)]


def ask(record: Record, publication: Publication, address: str) -> datetime:
    """Have the authority at `address` stamp a publication; write its answer, say its moment.

    Only a digest is sent. Raises KaiteiError, with nothing written, where no answer comes that
    the certificates in signatures/tsa.pem bear out, and AuthorityError.
    """
    path, shown = record.root / place(publication), place(publication)
    with TemporaryDirectory(prefix="kaitei-stamp-") as folder:
        query, answer = Path(folder) / "query.tsq", Path(folder) / "answer.tsr"
        data = str(_sums(record, publication))
        made = _openssl("-query", "-data", data, "-sha256", "-cert", "-out", str(query))
        if made.returncode:
            raise AuthorityError(_words(made))
        answer.write_bytes(_sent(address, query.read_bytes(), shown))
        stamp = _read(record, publication, answer)
        if stamp.moment is None or stamp.refusal:
            reason = stamp.refusal
            raise KaiteiError(problem("stamp-refused", shown, authority=address, reason=reason))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:  # a stamp that is there stays
                file.write(answer.read_bytes())
        except OSError as error:
            raise KaiteiError(problem("file-unwritable", shown, reason=reason_of(error))) from None
    return stamp.moment


def _problems(record: Record) -> Iterator[Problem]:
    publications = {place(p): p for policy in record.policies for p in policy.publications}
    there = {
        path.relative_to(record.root).as_posix()
        for path in (record.root / FOLDER).glob(f"*/*{SUFFIX}")
    }
    if there and not (record.root / AUTHORITY).is_file():
        yield problem("stamp-authority", AUTHORITY)
        return
    for shown in sorted(there):
        if shown not in publications:
            yield problem("stamp-alone", shown)
            continue
        publication = publications[shown]
        stamp = read(record, publication)
        assert stamp is not None  # noqa: S101  # its file is there
        if stamp.moment is None or stamp.refusal:
            yield problem("stamp-wrong", shown, ref=publication.ref, reason=stamp.refusal)
        elif (
            not publication.imported
            and (day := _day(stamp.moment, publication)) > publication.announced + _LATE
        ):
            announced = publication.announced
            yield problem("stamp-late", shown, ref=publication.ref, day=day, announced=announced)
    if (record.root / AUTHORITY).is_file():
        for policy in record.policies:
            newest = policy.publications[-1]
            if place(newest) not in there:
                yield problem("stamp-missing", place(newest), ref=newest.ref)


def _day(moment: datetime, publication: Publication) -> date:
    return moment.astimezone(publication.settings.organization.zone).date()


def _read(record: Record, publication: Publication, path: Path) -> Stamp:
    said = _openssl("-reply", "-in", str(path), "-text")
    found = _SAID.search(said.stdout.decode("utf-8", "replace"))
    if said.returncode or not found:
        return Stamp(None, _words(said) or "-")
    moment = datetime.strptime(f"{found[1]} {found[2]}", "%b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    done = _openssl(
        "-verify", "-in", str(path), "-data", str(_sums(record, publication)),
        "-CAfile", str(record.root / AUTHORITY), "-attime", f"{moment.timestamp():.0f}",
    )  # fmt: skip
    return Stamp(moment, (_words(done) or "-") if done.returncode else "")


def _sums(record: Record, publication: Publication) -> Path:
    folder = record.root / layout.VERSIONS / publication.policy / str(publication.number)
    return folder / sums.NAME


def _sent(address: str, query: bytes, shown: str) -> bytes:
    """What the authority answers."""
    import urllib.request

    headers = {"Content-Type": "application/timestamp-query"}
    try:
        if not address.startswith(("https://", "http://")):
            raise ValueError(f"{address} (https://...)")  # told as the others are
        asked = urllib.request.Request(address, query, headers)  # noqa: S310  # http only
        with urllib.request.urlopen(asked, timeout=_MINUTE) as answer:  # noqa: S310
            return bytes(answer.read(_MOST))
    except (OSError, ValueError) as error:
        reason = str(error)
        raise KaiteiError(
            problem("stamp-refused", shown, authority=address, reason=reason)
        ) from None


def _openssl(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # a fixed program, arguments of ours
            ["openssl", "ts", *arguments],  # wherever it is installed
            capture_output=True,
            timeout=_MINUTE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise AuthorityError(str(error)) from None


def _words(done: subprocess.CompletedProcess[bytes]) -> str:
    """What openssl complained of, in one line: the reason stands behind the last colon but two."""
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    said = [line for line in lines if ":error:" in line] or lines
    return said[-1].strip() if said else ""
