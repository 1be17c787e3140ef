"""The record: whole or not at all when written, verified when read, provable with coreutils."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaitei.base import problems as errors
from kaitei.base.problems import KaiteiError
from kaitei.model import Publication
from kaitei.record import Record
from kaitei.record.append import append, tidy
from records import FROZEN, made, record, texts

HERE = Path(__file__).parent
KILLS = 20


def coreutils(versions: Path) -> set[str]:
    """The folders in which `sha256sum -c --strict SHA256SUMS` finds a fault."""
    faulty = set()
    for folder in sorted(versions.glob("[!.]*/*")):
        done = subprocess.run(
            ["sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS"],
            cwd=folder,
            capture_output=True,
        )
        if done.returncode:
            faulty.add(str(folder.relative_to(versions)))
    return faulty


def found(root: Path) -> list[tuple[str, str]]:
    """What `verify` finds: (rule, file)."""
    return [(p.rule, p.file.removeprefix("versions/")) for p in Record(root).faults]


def same(one: Publication, other: Publication) -> bool:
    return replace(one, digest="") == replace(other, digest="")


# --- written, then read -----------------------------------------------------------------------


def test_written_then_read(tmp_path: Path):
    publications = [
        made(1),
        made(2, translation_later=("en",), sources={"ja": texts(2)["ja"]}),
        made(3, "translation", 2, sources={"en": texts(2)["en"]}),
        made(4, "postponement", 2, effective=date(2027, 1, 1), extra={"approved_by": "取締役会"}),
        made(5, "correction", 1, announcement="2026-05", imported=True, sample=False),
    ]
    versions = record(tmp_path, *publications)
    (policy,) = Record(tmp_path).policies
    assert policy.name == "privacy-policy"
    for written, now in zip(publications, policy.publications, strict=True):
        assert same(written, now)
    assert coreutils(versions) == set()
    assert Record(tmp_path).faults == []
    assert not list(versions.glob(".*"))


def test_an_empty_record(tmp_path: Path):
    assert Record(tmp_path).policies == ()
    assert Record(tmp_path).faults == []
    (tmp_path / "versions").mkdir()
    (tmp_path / "versions" / ".gitkeep").touch()
    assert Record(tmp_path).policies == ()


def test_sums_are_chained_and_newest_vouches_for_all(tmp_path: Path):
    versions = record(tmp_path)
    lines = (versions / "privacy-policy/3/SHA256SUMS").read_text().splitlines()
    names = [line[66:] for line in lines]
    assert names == ["en.md", "facts.yml", "ja.md", "revision.yml", "../2/SHA256SUMS"]
    assert "../" not in (versions / "privacy-policy/1/SHA256SUMS").read_text()
    newest = Record(tmp_path).policies[0].publications[-1]
    line = subprocess.run(
        ["sha256sum", "SHA256SUMS"], cwd=versions / "privacy-policy/3", capture_output=True
    ).stdout
    assert line.decode()[:64] == newest.digest


# Anything that YAML or UTF-8 may hold: line ends, quotes, control characters, other planes.
_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
_words = st.dictionaries(st.sampled_from(["ja", "en"]), _text, max_size=2)


@settings(max_examples=60, deadline=None)
@given(
    sources=st.dictionaries(st.sampled_from(["ja", "en"]), _text, min_size=1),
    summary=st.dictionaries(
        st.sampled_from(["ja", "en"]), st.lists(_text.filter(bool), min_size=1)
    ),
    reason=_words,
    titles=_words,
    extra=_words,
    announcement=_text,
    effective=st.dates(date(1000, 1, 1)),
    sample=st.booleans(),
)
def test_whatever_is_written_is_read(tmp_path_factory, **fields):
    root = tmp_path_factory.mktemp("record")
    fields["summary"] = {lang: tuple(items) for lang, items in fields["summary"].items()}
    written = made(1, **fields)
    now = append(Record(root), written, FROZEN)
    assert same(written, now)
    assert Record(root).policies[0].publications == (now,)
    assert coreutils(root / "versions") == set()


# --- tampering --------------------------------------------------------------------------------

ONE, TWO, THREE = (f"privacy-policy/{number}" for number in (1, 2, 3))


def change(versions: Path) -> None:
    file = versions / TWO / "ja.md"
    file.write_bytes(file.read_bytes().replace(b"2", b"9"))


def truncate(versions: Path) -> None:
    file = versions / ONE / "en.md"
    os.truncate(file, file.stat().st_size - 1)


def swap(versions: Path) -> None:
    folder = versions / TWO
    (folder / "ja.md").rename(folder / "x")
    (folder / "en.md").rename(folder / "ja.md")
    (folder / "x").rename(folder / "en.md")


def swap_folders(versions: Path) -> None:
    (versions / ONE).rename(versions / "x")
    (versions / TWO).rename(versions / ONE)
    (versions / "x").rename(versions / TWO)


def remove(versions: Path) -> None:
    (versions / TWO / "en.md").unlink()


def remove_sums(versions: Path) -> None:
    (versions / TWO / "SHA256SUMS").unlink()


def remove_folder(versions: Path) -> None:
    shutil.rmtree(versions / TWO)


def add(versions: Path) -> None:
    (versions / THREE / "fr.md").write_text("Bonjour")


def add_odd(versions: Path) -> None:
    (versions / THREE / ".DS_Store").write_text("")
    (versions / "privacy-policy" / "03").mkdir()
    (versions / "Privacy-Policy").mkdir()
    (versions / "privacy\u2010policy").mkdir()  # a hyphen that only looks like one


def carriage_returns(versions: Path) -> None:
    file = versions / THREE / "ja.md"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))


def byte_order_mark(versions: Path) -> None:
    file = versions / THREE / "revision.yml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())


def other_case(versions: Path) -> None:
    (versions / TWO / "ja.md").rename(versions / TWO / "JA.md")


def link_file(versions: Path) -> None:
    (versions / TWO / "ja.md").rename(versions.parent / "ja.md")
    (versions / TWO / "ja.md").symlink_to(versions.parent / "ja.md")


def link_folder(versions: Path) -> None:
    (versions / TWO).rename(versions.parent / "two")
    (versions / TWO).symlink_to(versions.parent / "two")


def sum_anew(folder: Path) -> None:
    """Give a changed folder sums that match, its link to the one before kept."""
    command = "sha256sum en.md facts.yml ja.md revision.yml > new; tail -n 1 SHA256SUMS >> new"
    subprocess.run(["sh", "-c", f"{command}; mv new SHA256SUMS"], check=True, cwd=folder)


def rewrite_whole(versions: Path) -> None:
    """Change a text and give it sums to match: only the next publication's link tells."""
    change(versions)
    sum_anew(versions / TWO)


def reorder_sums(versions: Path) -> None:
    file = versions / TWO / "SHA256SUMS"
    file.write_text("".join(reversed(file.read_text().splitlines(keepends=True))))


def empty_sums(versions: Path) -> None:
    os.truncate(versions / ONE / "SHA256SUMS", 0)


def empty_last_sums(versions: Path) -> None:
    (versions / THREE / "SHA256SUMS").write_bytes(b"")


def shorten_sums(versions: Path) -> None:
    """All but the text's line is gone: the text itself is whole."""
    file = versions / ONE / "SHA256SUMS"
    file.write_text("".join(file.read_text().splitlines(keepends=True)[:1]))


def empty_folder(versions: Path) -> None:
    (versions / "privacy-policy" / "4").mkdir()


def pipe(versions: Path) -> None:
    (versions / TWO / "ja.md").unlink()
    os.mkfifo(versions / TWO / "ja.md")


def huge(versions: Path) -> None:
    os.truncate(versions / TWO / "ja.md", 3_000_000_000)


# what is done: what verify says, and the folders in which coreutils find it
TAMPERING: dict[Callable[[Path], None], tuple[list[tuple[str, str]], set[str]]] = {
    change: ([("record-changed", f"{TWO}/ja.md")], {TWO}),
    truncate: ([("record-changed", f"{ONE}/en.md")], {ONE}),
    swap: ([("record-changed", f"{TWO}/en.md"), ("record-changed", f"{TWO}/ja.md")], {TWO}),
    swap_folders: (
        [
            ("record-sums", f"{ONE}/SHA256SUMS"),
            ("record-sums", f"{TWO}/SHA256SUMS"),
            ("record-chain", f"{TWO}/SHA256SUMS"),
        ],
        {ONE, THREE},
    ),
    remove: ([("record-missing", f"{TWO}/en.md")], {TWO}),
    remove_sums: ([("record-missing", f"{TWO}/SHA256SUMS")], {TWO, THREE}),
    remove_folder: ([("record-gap", TWO)], {THREE}),
    add: ([("record-extra", f"{THREE}/fr.md")], set()),
    add_odd: (
        [
            ("record-name", "Privacy-Policy"),
            ("record-name", "privacy\u2010policy"),
            ("record-name", "privacy-policy/03"),
            ("record-name", f"{THREE}/.DS_Store"),
        ],
        {"privacy-policy/03"},
    ),
    carriage_returns: ([("record-reencoded", f"{THREE}/ja.md")], {THREE}),
    byte_order_mark: ([("record-reencoded", f"{THREE}/revision.yml")], {THREE}),
    other_case: ([("record-name", f"{TWO}/JA.md"), ("record-missing", f"{TWO}/ja.md")], {TWO}),
    link_file: ([("record-not-a-file", f"{TWO}/ja.md"), ("record-missing", f"{TWO}/ja.md")], set()),
    link_folder: ([("record-not-a-folder", TWO), ("record-gap", TWO)], {TWO}),
    rewrite_whole: ([("record-chain", f"{TWO}/SHA256SUMS")], {THREE}),
    reorder_sums: (
        [("record-sums", f"{TWO}/SHA256SUMS"), ("record-chain", f"{TWO}/SHA256SUMS")],
        {THREE},
    ),
    empty_sums: (
        [("record-sums", f"{ONE}/SHA256SUMS"), ("record-chain", f"{ONE}/SHA256SUMS")],
        {ONE, TWO},
    ),
    empty_last_sums: ([("record-sums", f"{THREE}/SHA256SUMS")], {THREE}),
    shorten_sums: (
        [("record-sums", f"{ONE}/SHA256SUMS"), ("record-chain", f"{ONE}/SHA256SUMS")],
        {TWO},
    ),
    empty_folder: ([("record-bare", "privacy-policy/4")], None),
    huge: ([("record-huge", f"{TWO}/ja.md"), ("record-missing", f"{TWO}/ja.md")], None),
    pipe: ([("record-not-a-file", f"{TWO}/ja.md"), ("record-missing", f"{TWO}/ja.md")], None),
}


@pytest.mark.parametrize("tamper", TAMPERING, ids=lambda tamper: tamper.__name__)
def test_tampering_is_found(tmp_path: Path, tamper: Callable[[Path], None]):
    versions = record(tmp_path)
    tamper(versions)
    problems, by_coreutils = TAMPERING[tamper]
    assert sorted(found(tmp_path)) == sorted(problems)
    if by_coreutils is not None:
        assert coreutils(versions) == by_coreutils
    with pytest.raises(KaiteiError) as caught:
        assert Record(tmp_path).policies
    assert {p.rule for p in caught.value.problems} == {rule for rule, _ in problems}


@pytest.mark.parametrize("tamper", [empty_sums, empty_last_sums, shorten_sums])
def test_broken_sums_are_brought_back_and_nothing_is_removed(
    tmp_path: Path, tamper: Callable[[Path], None]
):
    tamper(record(tmp_path))
    for problem in Record(tmp_path).faults:
        assert "git restore" in problem.mend("en")
        assert "git restore" in problem.mend("ja")
        assert "Remove" not in problem.mend("en")


def test_a_record_that_is_a_link_is_refused(tmp_path: Path):
    versions = record(tmp_path / "elsewhere")
    (tmp_path / "versions").symlink_to(versions)
    assert found(tmp_path) == [("record-not-a-folder", "versions")]
    with pytest.raises(KaiteiError):
        append(Record(tmp_path), made(4), FROZEN)


MOMENT = "2026-02-01 10:00:00+09:00"
FORGED = {
    "another number": ("number: 2\n", "number: 3\n", "record-form"),
    "another policy": ("policy: privacy-policy\n", "policy: helpdesk\n", "record-form"),
    "before the one before": ("announced: 2026-02-01\n", "announced: 2025-02-01\n", "record-form"),
    "a base that is not there": ("base: 1\n", "base: 7\n", "record-form"),
    "a base that is itself": ("base: 1\n", "base: 2\n", "record-form"),
    "no day": ("effective: 2026-02-01\n", "", "record-form"),
    "a day that is none": ("2026-02-01\ne", "2026-02-30\ne", "date-impossible"),
    "a kind that is none": ("kind: revision\n", "kind: secret\n", "field-wrong"),
    "a name that is none": ("base: 1\n", "base: 1\nbasis: 1\n", "field-unknown"),
    "a later format": ("format: 1\n", "format: 3\n", "field-wrong"),
    "a moment without its format": ("base: 1\n", f"base: 1\npublished: {MOMENT}\n", "field-wrong"),
    "a format without its moment": ("format: 1\n", "format: 2\n", "field-wrong"),
    "a moment that is none": ("base: 1\n", "base: 1\npublished: 2026-02-01\n", "field-wrong"),
    "an alias": ("base: 1\n", "base: &a 1\n", "yaml-alias"),
}


@pytest.mark.parametrize("forgery", FORGED)
def test_right_sums_do_not_make_a_right_record(tmp_path: Path, forgery: str):
    """Someone who can write the sums anew still can't make kaitei misread its own record."""
    old, new, rule = FORGED[forgery]
    versions = record(tmp_path, made(1), made(2))
    file = versions / TWO / "revision.yml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
    sum_anew(versions / TWO)
    assert found(tmp_path) == [(rule, f"{TWO}/revision.yml")]


# --- renamed ----------------------------------------------------------------------------------


def renamed(root: Path) -> Path:
    """Three publications of "privacy-policy", its renaming to "privacy", and a fifth."""
    record(root)
    renaming = made(4, "renaming", 3, policy="privacy", former="privacy-policy")
    return record(root, renaming, made(5, about=3, policy="privacy"))


def test_a_renamed_policy_is_one_record_and_one_chain(tmp_path: Path):
    versions = renamed(tmp_path)
    (policy,) = Record(tmp_path).policies
    assert policy.name == "privacy"
    assert [p.ref for p in policy.publications] == [
        *("privacy-policy@1", "privacy-policy@2", "privacy-policy@3", "privacy@4", "privacy@5")
    ]
    assert policy.names(date(2026, 3, 31)) == ("privacy-policy",)
    assert policy.names(date(2026, 4, 1)) == ("privacy", "privacy-policy")
    assert policy.in_force(date(2026, 6, 1)) == policy.get(5)
    assert (
        (versions / "privacy/4/SHA256SUMS")
        .read_text()
        .endswith(f"{policy.get(3).digest}  ../../privacy-policy/3/SHA256SUMS\n")
    )
    assert coreutils(versions) == set()
    (versions / TWO / "ja.md").write_text("x")
    (versions / "privacy-policy/3/SHA256SUMS").write_text("x")
    assert {place for _, place in found(tmp_path)} == {
        f"{TWO}/ja.md",
        "privacy-policy/3/SHA256SUMS",
    }


@pytest.mark.parametrize(
    "publication",
    [
        made(4, policy="privacy"),  # another name without a renaming
        made(4, "renaming", 3, policy="privacy"),  # former name left out
        made(4, "renaming", 3, policy="privacy", former="helpdesk"),
        made(4, "renaming", 3, policy="privacy-policy", former="privacy-policy"),
        made(4, "renaming", 3, policy="other", former="privacy-policy"),  # another policy's name
        made(4, "renaming", 3, policy="../x", former="privacy-policy"),
        made(4, former="privacy-policy"),
    ],
)
def test_a_name_is_given_once_and_changes_by_renaming_only(
    tmp_path: Path, publication: Publication
):
    versions = record(tmp_path)
    record(tmp_path, made(1, policy="other"))
    before = tree(versions)
    with pytest.raises(KaiteiError):
        append(Record(tmp_path), publication, FROZEN)
    assert tree(versions) == before


@pytest.mark.parametrize("name", ["privacy-policy", "helpdesk"])
def test_no_name_is_taken_back_and_none_goes_on_after_it_was_renamed(tmp_path: Path, name: str):
    renamed(tmp_path)
    back = made(6, "renaming", 5, policy=name, former="privacy")
    if name == "helpdesk":
        back = made(4, about=3)
    with pytest.raises(KaiteiError):
        append(Record(tmp_path), back, FROZEN)
    assert found(tmp_path) == []


def test_two_branches_of_which_one_renames_are_found(tmp_path: Path):
    """Merged without a conflict: each branch wrote a folder that the other does not have."""
    ours = record(tmp_path / "ours")
    shutil.copytree(ours, tmp_path / "theirs/versions")
    record(tmp_path / "ours", made(4))
    theirs = made(4, "renaming", 3, policy="privacy", former="privacy-policy")
    shutil.copytree(record(tmp_path / "theirs", theirs) / "privacy", ours / "privacy")
    assert ("record-forked", "privacy/4") in found(tmp_path / "ours")
    shutil.rmtree(ours / "privacy-policy/4")
    assert found(tmp_path / "ours") == []


# --- refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("publication", "rule"),
    [
        (made(3), "record-taken"),
        (made(5), "record-form"),
        (made(4, policy="../escape"), "record-form"),
        (made(4, policy="/absolute"), "record-form"),
        (made(4, policy="Ｐｒｉｖａｃｙ"), "record-form"),
        (made(4, sources={"../ja": "x"}), "record-form"),
        (made(4, sources={}), "record-form"),
        (made(4, "postponement", 3, effective=date(2027, 1, 1), sources=texts(4)), "record-form"),
        (made(4, "postponement", 9, effective=date(2027, 1, 1)), "record-form"),
        (made(4, "postponement", 3), "record-form"),
        (made(4, "withheld", None), "record-form"),
        (replace(made(4), announced=date(2026, 2, 1)), "record-form"),  # a clock that went back
    ],
)
def test_what_does_not_fit_is_not_appended(tmp_path: Path, publication: Publication, rule: str):
    versions = record(tmp_path)
    before = tree(versions)
    with pytest.raises(KaiteiError) as caught:
        append(Record(tmp_path), publication, FROZEN)
    assert [p.rule for p in caught.value.problems] == [rule]
    assert tree(versions) == before
    assert {path.name for path in tmp_path.iterdir()} == {"versions"}


def tree(versions: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(versions)): path.read_bytes()
        for path in sorted(versions.rglob("*"))
        if path.is_file()
    }


# --- withheld ---------------------------------------------------------------------------------


def test_a_withheld_text_leaves_the_tree_and_the_record_verifies(tmp_path: Path):
    versions = record(
        tmp_path,
        made(1, sources={"ja": texts(1)["ja"]}, translation_later=("en",)),
        made(2, "translation", 1, sources={"en": texts(1)["en"]}),
        made(3, about=1),
        made(4, "withheld", 1),
    )
    assert not list(versions.glob("*/1/*.md"))
    assert not list(versions.glob("*/2/*.md"))
    assert Record(tmp_path).faults == []
    (policy,) = Record(tmp_path).policies
    assert [bool(p.sources) for p in policy.publications] == [False, False, True, False]
    assert policy.publications[0].reason  # what stays: digest, date and reason
    assert "ja.md" in (versions / ONE / "SHA256SUMS").read_text()
    assert coreutils(versions) == {ONE, TWO}  # coreutils miss the texts; the chain still holds
    append(Record(tmp_path), made(5, about=3), FROZEN)
    assert Record(tmp_path).faults == []


def test_an_interrupted_withholding_hides_the_text_and_is_finished_later(tmp_path: Path):
    versions = record(tmp_path, made(1), made(2))
    text = (versions / ONE / "ja.md").read_bytes()
    append(Record(tmp_path), made(3, "withheld", 1), FROZEN)
    (versions / ONE / "ja.md").write_bytes(text)  # as after a kill between the two steps
    assert Record(tmp_path).policies[0].get(1).sources == {}
    assert found(tmp_path) == [("record-withheld-left", f"{ONE}/ja.md")]
    tidy(Record(tmp_path))
    assert Record(tmp_path).faults == []
    (versions / TWO / "ja.md").unlink()
    assert found(tmp_path) == [("record-missing", f"{TWO}/ja.md")]


# --- faults -----------------------------------------------------------------------------------

PUBLISHER = f"""
import os, sys; sys.path[:0] = [{str(HERE)!r}, {str(HERE.parent / "scripts")!r}]
from pathlib import Path
from records import FROZEN, made
from kaitei.base import problems as errors
from kaitei.base.problems import KaiteiError
from kaitei.record import Record
from kaitei.record.append import append
os.chdir(sys.argv[1])
root = Path()
print("ready", flush=True); sys.stdin.readline()
for number in map(int, sys.argv[2:]):
    try: append(Record(root), made(number), FROZEN)
    except KaiteiError as error: print(error.problems[0].rule, flush=True)
    else: print("published", number, flush=True)
"""


def publisher(root: Path, *numbers: int) -> subprocess.Popen[str]:
    """A process that publishes these numbers as soon as it is told to."""
    started = subprocess.Popen(
        [sys.executable, "-c", PUBLISHER, str(root), *map(str, numbers)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout.readline() == "ready\n"
    return started


def go(process: subprocess.Popen[str]) -> None:
    process.stdin.write("\n")
    process.stdin.flush()


def kill_while_publishing(root: Path, moment: float) -> int:
    """Kill a process that publishes numbers 1 to 12 after `moment` seconds; how many it did."""
    process = publisher(root, *range(1, 13))
    go(process)
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    process.wait()
    (policy,) = Record(root).policies or [None]
    assert Record(root).faults == []
    assert coreutils(root / "versions") == set()
    return len(policy.publications) if policy else 0


@pytest.mark.slow
def test_killed_at_any_moment_leaves_the_old_record_or_the_new(tmp_path: Path):
    chance = random.Random(4)  # noqa: S311  # moments, not secrets
    done = []
    for run in range(KILLS):
        root = tmp_path / str(run)
        root.mkdir()
        done.append(kill_while_publishing(root, chance.uniform(0, 0.2)))
        if done[-1] < 12:  # the next run goes on where the killed one stopped, and tidies up
            append(Record(root), made(done[-1] + 1), FROZEN)
            assert not list((root / "versions").glob(".*"))
            assert Record(root).faults == []
    assert len(set(done)) > 1, f"every run was killed at the same moment: {done}"


def test_two_at_once_do_not_both_get_the_number(tmp_path: Path):
    record(tmp_path)
    both = [publisher(tmp_path, *range(4, 13)) for _ in range(2)]
    for process in both:
        go(process)
    said = [line for process in both for line in process.communicate()[0].splitlines()]
    assert sorted(said) == sorted(
        [f"published {number}" for number in range(4, 13)] + ["record-taken"] * 9
    )
    assert Record(tmp_path).faults == []


@pytest.fixture
def small_disk(tmp_path: Path):
    """A disk of 128 KiB; needs the right to mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("a small disk can only be mounted as root, outside a locked-down container")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def refused(root: Path, number: int) -> errors.Problem | None:
    """Why publishing `number` was refused; None where it was not."""
    try:
        append(Record(root), made(number), FROZEN)
    except KaiteiError as error:
        (problem,) = error.problems
        return problem
    return None


def test_a_full_disk_leaves_the_old_record(small_disk: Path):
    versions = record(small_disk)
    stuffing = small_disk / "stuffing"
    refusals = []
    for free in range(40, -1, -4):  # ever less room, so that it runs out at every step
        stuffing.write_bytes(b"")
        usage = shutil.disk_usage(small_disk)
        stuffing.write_bytes(b"x" * max(0, usage.free - free * 1024))
        before = tree(versions)
        number = len(Record(small_disk).policies[0].publications) + 1
        refusal = refused(small_disk, number)
        if refusal:
            refusals.append(refusal)
            assert tree(versions) == before
        assert Record(small_disk).faults == []
        assert not list(versions.glob(".*"))
    assert len(refusals) > 2
    said = "The publication could not be written: the disk is full. The record is as it was."
    assert {refusal.message("en") for refusal in refusals} == {said}


def test_a_read_only_disk_leaves_the_old_record(small_disk: Path):
    versions = record(small_disk)
    before = tree(versions)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(KaiteiError) as caught:
        append(Record(small_disk), made(4), FROZEN)
    assert [p.rule for p in caught.value.problems] == ["record-unwritable"]
    assert tree(versions) == before
    assert Record(small_disk).faults == []


def test_a_folder_without_the_right_to_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    versions = record(tmp_path)
    before = tree(versions)
    for path in (versions, versions / "privacy-policy"):
        path.chmod(0o555)
    tmp_path.chmod(0o755)
    monkeypatch.chdir(tmp_path)  # so that nobody need not search the folders above
    assert errors.rules()
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)  # root may write anywhere
    try:
        refusal = refused(Path(), 4)
    finally:
        os.seteuid(user)
        versions.chmod(0o755)
    assert refusal
    assert refusal.message("en").startswith("The publication could not be written: access is not")
    assert refusal.message("ja").startswith("公表を書き込めませんでした：アクセス権がありません")
    assert tree(versions) == before
