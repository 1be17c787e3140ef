"""Time stamps: asked for, checked, missing, wrong, too late."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import stamping
from kaitei.base.problems import KaiteiError
from kaitei.record import Record, stamps, verify
from kaitei.record.append import append
from records import FROZEN, made

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl here")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stamps") / "authority"
    stamping.authority(folder)
    return folder


@pytest.fixture(scope="module")
def serving() -> Iterator[Callable[[stamping.Answer], str]]:
    """serving(answer) -> the address of an authority that answers so."""
    with stamping.served() as serve:
        yield serve


@pytest.fixture
def record(tmp_path: Path, authority: Path) -> Record:
    """Two publications, the second announced today; whose stamps are believed."""
    today = (datetime.now(UTC) + timedelta(hours=9)).date()
    append(Record(tmp_path), made(1), FROZEN)
    newest = replace(made(2), announced=today, effective=today + timedelta(30))
    append(Record(tmp_path), newest, FROZEN)
    (tmp_path / "signatures").mkdir()
    shutil.copy(authority / "ca.pem", tmp_path / stamps.AUTHORITY)
    return Record(tmp_path)


def told(record: Record) -> list[str]:
    found = verify.verify(Record(record.root))
    return [one.rule for one in found if one.rule.startswith("stamp-")]


def test_a_stamp_is_asked_for_and_holds(record: Record, authority: Path, serving) -> None:
    newest = record.policies[0].publications[-1]
    assert told(record) == ["stamp-missing"]
    address = serving(lambda query: stamping.reply(authority, query))
    moment = stamps.ask(record, newest, address)
    assert abs(datetime.now(UTC) - moment) < timedelta(minutes=5)
    assert stamps.read(record, newest) == stamps.Stamp(moment, "")
    assert told(record) == []
    before = (record.root / stamps.place(newest)).read_bytes()
    with pytest.raises(KaiteiError):  # one that is there stays
        stamps.ask(record, newest, address)
    assert (record.root / stamps.place(newest)).read_bytes() == before


def test_a_stamp_can_not_be_dated_back(record: Record, authority: Path, serving) -> None:
    """What only a stamp can tell: a publication of today that says it is of long ago."""
    old = record.policies[0].publications[0]
    stamps.ask(record, old, serving(lambda query: stamping.reply(authority, query)))
    assert sorted(told(record)) == ["stamp-late", "stamp-missing"]


def test_what_is_wrong_with_a_stamp_is_told(
    record: Record, authority: Path, serving, tmp_path: Path
) -> None:
    newest = record.policies[0].publications[-1]
    stamps.ask(record, newest, serving(lambda query: stamping.reply(authority, query)))
    path = record.root / stamps.place(newest)
    good = path.read_bytes()
    for wrong in (b"", good[:-1], good[:900] + b"x" + good[901:], b"<html>503</html>"):
        path.write_bytes(wrong)
        assert told(record) == ["stamp-wrong"], wrong[:20]
    path.write_bytes(good)
    (path.parent / "1.tsr").write_bytes(good)  # of another publication
    assert told(record) == ["stamp-wrong"]
    (path.parent / "1.tsr").rename(path.parent / "7.tsr")
    assert told(record) == ["stamp-alone"]
    (path.parent / "7.tsr").unlink()
    certificate = record.root / stamps.AUTHORITY
    shutil.copy(stamping.authority(tmp_path / "another"), certificate)
    assert told(record) == ["stamp-wrong"]
    certificate.unlink()
    assert told(record) == ["stamp-authority"]


@pytest.mark.parametrize("answer", [b"", b"<html>", b"0" * 5000])
def test_nothing_is_written_of_an_answer_that_is_none(record: Record, serving, answer) -> None:
    newest = record.policies[0].publications[-1]
    with pytest.raises(KaiteiError) as refused:
        stamps.ask(record, newest, serving(lambda _: answer))
    assert [one.rule for one in refused.value.problems] == ["stamp-refused"]
    assert not (record.root / stamps.place(newest)).exists()
    for address in ("file:///etc/passwd", "http://127.0.0.1:9/"):
        with pytest.raises(KaiteiError):
            stamps.ask(record, newest, address)
