"""The evidence of a publication: what a log says of it, the PDF, the folder, without kaitei."""

import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import pdfs
from conftest import GIT, REPO, GitRepository
from kaitei.base.problems import KaiteiError, problem
from kaitei.build import evidence
from kaitei.cli import main
from kaitei.record import Record
from kaitei.record.append import append
from kaitei.record.witness_log import Look, WitnessLog
from records import made
from sites import SETTINGS, WHOLE

ADDRESS = "https://policies.example/"
ANNOUNCED, EFFECTIVE = date(2026, 2, 1), date(2026, 2, 8)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two publications in git, the second announced on 1 and effective on 8 February."""
    repository = GitRepository(tmp_path_factory.mktemp("evidence") / "record")
    repository.path.mkdir()
    repository.git("init", "--quiet", "--initial-branch=main")
    repository.write(".gitattributes", "versions/** -text\n")
    for name in ("theme", "mkdocs.yml"):
        (repository.path / name).symlink_to(REPO / name)
    for number in (1, 2):
        fields = {"effective": EFFECTIVE} if number == 2 else {}
        one = made(number, settings=SETTINGS, **fields)
        append(Record(repository.path), one, WHOLE)
        repository.commit("publish", when=f"{one.announced}T09:00:00+09:00")
    return repository.path


@pytest.fixture(autouse=True)
def plain_git(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GIT.items():
        monkeypatch.setenv(name, value)


def looks(record: Record, pattern: str, hours: float = 6, address: str = ADDRESS) -> list[Look]:
    """Looks from 31 January, 15:00 UTC, a letter each.

    "o" sees what is announced; "-" sees the publication before, "x" another one in its place,
    "?" no answer; "w" finds its page wrong.
    """
    first, newest = record.policies[0].publications
    moment, found = datetime(2026, 1, 31, 15, tzinfo=UTC), []
    for letter in pattern:
        seen = {"-": (1, first.digest), "x": (2, "0" * 64), "?": None}.get(
            letter, (2, newest.digest)
        )
        found.append(
            Look(
                moment,
                (moment + timedelta(hours=9)).date(),
                address,
                reached=letter != "?",
                accepted=letter not in "?x",
                newest={"privacy-policy": seen} if seen else {},
                wrong=["privacy-policy@2"] if letter == "w" else [],
                problems=[problem("witness-missing", address, status=404)]
                if letter in "?w"
                else [],
            )
        )
        moment += timedelta(hours=hours)
    return found


def account(root: Path, pattern: str, hours: float = 6) -> evidence.Sightings:
    record = Record(root)
    policy = record.policies[0]
    found = looks(record, pattern, hours)
    (one,) = evidence.sightings(found, policy, policy.publications[-1])
    return one


@pytest.mark.parametrize(
    ("pattern", "first", "count", "gaps", "complete"),
    [
        ("-" + "o" * 40, 1, 28, [], True),  # 8 February begins with the 29th look
        ("o" * 28, 0, 28, [], False),
        ("----", None, 0, [], False),
        ("o??o" + "o" * 40, 0, 29, [2], True),
        ("o?-wx" + "o" * 40, 0, 29, [4], True),  # whatever is not seen is one gap
        ("owowo" + "o" * 40, 0, 29, [1, 1], True),
        ("o" * 27 + "w" * 10, 0, 37, [10], False),  # gone before it took effect, for good
        ("o" * 27 + "www" + "o", 0, 31, [3], True),
    ],
)
def test_what_a_log_says_of_a_publication(root, pattern, first, count, gaps, complete) -> None:
    seen = account(root, pattern)
    start = looks(Record(root), pattern)[first].moment if first is not None else None
    assert (seen.first.moment if seen.first else None) == start
    assert (seen.looks, [len(gap.looks) for gap in seen.gaps]) == (count, gaps)
    assert seen.complete is complete
    assert (seen.before is not None) is (first != 0)


def test_the_longest_time_between_two_looks_is_told(root: Path) -> None:
    assert account(root, "o" * 40, hours=6).longest == timedelta(hours=6)
    assert account(root, "o" * 40, hours=7.5).longest == timedelta(hours=7.5)


@pytest.fixture(scope="module")
def written(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The evidence by a log with a gap of two looks."""
    folder = tmp_path_factory.mktemp("written")
    log = WitnessLog(folder / "log")
    for look in looks(Record(root), "-ooo??" + "o" * 30):
        log.append(look)
    command = ["evidence", "privacy-policy@2", "--root", str(root), "--log", str(folder / "log")]
    assert main([*command, "--output", str(folder / "evidence")]) == 0
    with pytest.raises(SystemExit):
        main(["evidence"])
    assert main([*command, "--output", str(folder / "evidence")]) == 1  # never written over
    return folder / "evidence"


def test_the_paper_says_what_was_seen_and_no_more(root: Path, written: Path) -> None:
    said = "".join(pdfs.words((written / "evidence.pdf").read_bytes()).split())
    newest = Record(root).policies[0].publications[-1]
    commit = GitRepository(root).git("log", "-1", "--format=%H", "--", "versions/privacy-policy/2")
    for wanted in (
        newest.digest,
        commit.strip(),
        "最初に表示を確認した日時は2026-02-0106:00:00(JST,UTC+0900)です",
        "firstseenon2026-02-0106:00:00(JST,UTC+0900)",
        "Thelookbeforethat,on2026-02-0100:00:00(JST,UTC+0900),didnotseeit.",
        "Lookedatuntil2026-02-0800:00:00(JST,UTC+0900),onorafterthedayofeffect:8days,28looks",
        "(hours:minutes)",
        "Gap:from2026-02-0118:00:00(JST,UTC+0900)to2026-02-0212:00:00(JST,UTC+0900)",
        "Notimestampvouchesforit.",
        WitnessLog(written / "log").last,
    ):
        assert wanted in said, wanted
    assert "Eachoftheselookssawit" not in said


def test_it_is_checked_with_coreutils_alone(written: Path) -> None:
    check = "sha256sum --check --strict --quiet SHA256SUMS"
    for folder in (written, *(written / f"versions/privacy-policy/{n}" for n in (1, 2))):
        subprocess.run(check.split(), cwd=folder, check=True)
    assert sorted(path.name for path in written.iterdir()) == [
        "SHA256SUMS", "evidence.pdf", "log", "versions",
    ]  # fmt: skip


def test_a_record_that_is_condemned_and_a_log_that_is_none_prove_nothing(
    root: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(root, copy, symlinks=True)
    record = Record(copy)
    newest = record.policies[0].publications[-1]
    with pytest.raises(KaiteiError) as refused:
        evidence.proof(record, newest, tmp_path / "nothing")
    assert refused.value.problems[0].rule == "log-empty"
    (copy / "versions/privacy-policy/1/ja.md").write_text("another text", "utf-8")
    with pytest.raises(KaiteiError):
        evidence.proof(Record(copy), newest, None)
