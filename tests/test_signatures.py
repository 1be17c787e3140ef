"""Signatures and time stamps, made as docs/signing.md says, checked as docs/verify.md says."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import marks
import stamping
import test_docs
from conftest import GIT, GitRepository
from kaitei.record import Record, sums, verify
from kaitei.record.append import append
from records import FROZEN, made, texts

# All that an outsider needs; neither Python nor kaitei.
PROGRAMS = (
    "bash",
    "git",
    "ssh-keygen",
    "openssl",
    "sha256sum",
    "sed",
    "grep",
    "ls",
    "cat",
    "mkdir",
)
PROGRAMS += ("tail", "sort", "uniq", "date", "mv", "rm", "echo", "test")
SIGNER = "legal@example.com"
CURL = """#!/bin/bash
# Stands for the way to the authority: answers the query that is sent, as a host would.
for word in "$@"; do case "$word" in @*) query=$PWD/${word#@};; esac; done
cd "$LOCAL_AUTHORITY" && exec openssl ts -reply -config authority.cnf -queryfile "$query"
"""


@pytest.fixture(autouse=True)
def programs() -> None:
    for name in ("ssh-keygen", "openssl"):
        if not shutil.which(name):
            pytest.skip(f"{name} is not here")


@pytest.fixture
def outside(tmp_path: Path) -> dict[str, str]:
    """An environment in which there are the PROGRAMS and nothing else."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in PROGRAMS:
        if found := shutil.which(name):
            (folder / name).symlink_to(found)
    assert not (folder / "python").exists()
    home = {"PATH": str(folder), "HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "PASSPHRASE": ""}
    return home | GIT | {"KEY": str(tmp_path / "key"), "SIGNER": SIGNER}


def run(text: str, cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """A block of a document, run as tests/test_docs.py runs it."""
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", text],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )


def commands(document: str) -> list[str]:
    return [block.text for block in marks.blocks(test_docs.read(document)) if block.lang == "sh"]


def authority(folder: Path, env: dict[str, str]) -> dict[str, str]:
    """A time stamp authority of our own behind `curl`, thrown away after the test."""
    stamping.authority(folder)
    curl = Path(env["PATH"]) / "curl"
    curl.write_text(CURL)
    curl.chmod(0o755)
    return env | {"LOCAL_AUTHORITY": str(folder), "AUTHORITY": "https://stamps.example/"}


@pytest.fixture
def signed(git_repo: GitRepository, outside: dict[str, str]) -> GitRepository:
    """Three publications, each committed, the last two signed as docs/signing.md says."""
    git_repo.write(".gitattributes", "versions/** -text\n")
    key, sign, *_ = commands("docs/signing.md")
    assert run(key, git_repo.path, outside).returncode == 0
    for number in (1, 2, 3):
        append(Record(git_repo.path), made(number), FROZEN)
        if number > 1:
            where = outside | {"POLICY": "privacy-policy", "NUMBER": str(number)}
            done = run(sign, git_repo.path, where)
            assert done.returncode == 0, done.stderr
        git_repo.commit(f"publish {number}", when=f"2026-0{number}-01T09:00:00+09:00")
    return git_repo


def found(root: Path) -> list[tuple[str, str]]:
    problems = verify.verify(Record(root))
    dates = {p for p in problems if p.rule == "record-date" and p.severity == "warning"}  # samples
    return [(p.rule, p.file) for p in problems if p not in dates]


# --- verify -----------------------------------------------------------------------------------


def test_signatures_hold_and_one_is_enough_for_all_before_it(signed: GitRepository):
    assert found(signed.path) == []
    append(Record(signed.path), made(4), FROZEN)
    assert ("signature-missing", "signatures/privacy-policy/4.sig") in found(signed.path)
    commit = signed.commit("publish 4", when="2026-04-01T09:00:00+09:00")
    (owed,) = (p for p in verify.verify(Record(signed.path)) if p.rule != "record-date")
    assert (owed.rule, owed.severity) == ("signature-owed", "error")
    assert owed.values["day"] == "2026-04-01"
    assert commit.startswith(owed.values["commit"])


def new_key(root: Path, name: str) -> str:
    """Make a key beside the repository; its line for the list of signers."""
    key = root.parent / name
    make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(key)]
    subprocess.run(make, check=True)
    public = Path(f"{key}.pub").read_text()
    return f'{name}@example.com namespaces="kaitei" {public}'


def sign(root: Path, name: str, signed: str, signature: str) -> None:
    """Sign a file of the repository with the key `name`."""
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(root.parent / name), "-n", "kaitei"]
    given = (root / signed).read_bytes()
    done = subprocess.run(command, input=given, capture_output=True, check=True)
    (root / signature).write_bytes(done.stdout)


def another_key(root: Path) -> None:
    new_key(root, "another")
    where = "versions/privacy-policy/3/SHA256SUMS", "signatures/privacy-policy/3.sig"
    sign(root, "another", *where)


def another_publication(root: Path) -> None:
    folder = root / "signatures/privacy-policy"
    shutil.copy(folder / "2.sig", folder / "3.sig")


def another_purpose(root: Path) -> None:
    sums = (root / "versions/privacy-policy/3/SHA256SUMS").read_bytes()
    sign = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(root.parent / "key"), "-n", "file"]
    done = subprocess.run(sign, input=sums, capture_output=True, check=True)
    (root / "signatures/privacy-policy/3.sig").write_bytes(done.stdout)


def expired_key(root: Path) -> None:
    signers = root / "signatures/allowed_signers"
    signers.write_text(signers.read_text().replace(" namesp", ' valid-before="20260215",namesp'))


def no_signature_at_all(root: Path) -> None:
    (root / "signatures/privacy-policy/3.sig").write_text("x")


@pytest.mark.parametrize(
    "tamper",
    [another_key, another_publication, another_purpose, expired_key, no_signature_at_all],
    ids=lambda tamper: tamper.__name__,
)
def test_a_signature_that_does_not_fit(signed: GitRepository, tamper: Callable[[Path], None]):
    """The key that expired on 15 February 2026 still vouches for what was announced before."""
    shutil.rmtree(signed.path / ".git")
    tamper(signed.path)
    assert found(signed.path) == [("git-none", "versions"), ("signature-wrong", THIRD)]


def test_a_signature_outlives_a_lost_tail_even_without_git(signed: GitRepository):
    shutil.rmtree(signed.path / "versions/privacy-policy/3")
    shutil.rmtree(signed.path / ".git")
    assert ("signature-alone", "signatures/privacy-policy/3.sig") in found(signed.path)


def test_signatures_without_signers(signed: GitRepository):
    (signed.path / LIST).unlink()
    assert found(signed.path) == [("signer-gone", LIST)]
    shutil.rmtree(signed.path / ".git")
    (gone,) = found(signed.path)[1:]
    assert gone == ("signature-signers", LIST)


# --- append-only, as git remembers ------------------------------------------------------------

LIST = "signatures/allowed_signers"
THIRD, FOURTH = (f"signatures/privacy-policy/{number}.sig" for number in (3, 4))


def a_signature_is_removed(root: Path) -> None:
    (root / THIRD).unlink()


def a_signature_is_written_anew(root: Path) -> None:
    """It holds as well as before, but is not the one that was committed."""
    (root / THIRD).write_text((root / THIRD).read_text().replace("-----END", "\n-----END"))


def all_signatures_are_removed(root: Path) -> None:
    shutil.rmtree(root / "signatures")


def a_key_lets_itself_in(root: Path) -> None:
    """With the publication that it signs, and as if that were not enough, the list."""
    line = new_key(root, "another")
    (root / LIST).write_text((root / LIST).read_text() + line)
    append(Record(root), made(4), FROZEN)
    sign(root, "another", "versions/privacy-policy/4/SHA256SUMS", FOURTH)
    sign(root, "another", LIST, f"{LIST}.sig")


def a_key_takes_the_place_of_another(root: Path) -> None:
    (root / LIST).write_text(new_key(root, "another"))
    sign(root, "another", LIST, f"{LIST}.sig")


def a_key_is_made_to_count_for_longer(root: Path) -> None:
    (root / LIST).write_text((root / LIST).read_text().replace('namespaces="kaitei"', ""))


def a_publication_comes_without(root: Path) -> None:
    append(Record(root), made(4), FROZEN)


def a_policy_comes_without(root: Path) -> None:
    append(Record(root), made(1, policy="helpdesk"), FROZEN)


REMOVED = ("signature-lost", THIRD)


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (a_signature_is_removed, [REMOVED]),
        (a_signature_is_written_anew, [("signature-changed", THIRD)]),
        (
            all_signatures_are_removed,
            [("signature-lost", THIRD.replace("3", "2")), REMOVED, ("signer-gone", LIST)],
        ),
        (a_key_lets_itself_in, [("signer-alone", LIST)]),
        (
            a_key_takes_the_place_of_another,
            [
                ("signature-wrong", THIRD.replace("3", "2")),
                ("signature-wrong", THIRD),
                ("signer-gone", LIST),
                ("signer-alone", LIST),
            ],
        ),
        (a_key_is_made_to_count_for_longer, [("signer-alone", LIST)]),
        (a_publication_comes_without, [("signature-owed", FOURTH)]),
        (a_policy_comes_without, [("signature-owed", "signatures/helpdesk/1.sig")]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_signatures_are_append_only(signed: GitRepository, tamper, expected):
    tamper(signed.path)
    commit = signed.commit("tidy up", when="2026-04-01T09:00:00+09:00")
    problems = [p for p in verify.verify(Record(signed.path)) if p.rule != "record-date"]
    assert [(p.rule, p.file) for p in problems] == expected
    assert {p.severity for p in problems} == {"error"}
    for told in problems:
        if told.rule in ("signer-alone", "signature-owed"):
            assert commit.startswith(told.values["commit"])
            assert told.values["day"] == "2026-04-01"


def test_a_new_key_is_vouched_for_by_an_old_one(signed: GitRepository, outside: dict[str, str]):
    """In the commit that brings it or in a later one; the old key may then stop to count."""
    line = new_key(signed.path, "another")
    old = (signed.path / LIST).read_text()
    signed.write(LIST, old + line)
    signed.commit("a new key")
    assert found(signed.path) == [("signer-alone", LIST)]
    assert run(commands("docs/signing.md")[2], signed.path, outside).returncode == 0
    signed.commit("vouched for")
    assert found(signed.path) == []
    ended = old.replace("namespaces", 'valid-before="20260401",namespaces')
    signed.write(LIST, ended + line)
    sign(signed.path, "another", LIST, f"{LIST}.sig")
    append(Record(signed.path), made(4), FROZEN)
    sign(signed.path, "another", "versions/privacy-policy/4/SHA256SUMS", FOURTH)
    signed.commit("the first key ends", when="2026-04-01T09:00:00+09:00")
    assert found(signed.path) == []
    # Even with the list vouched for, a key that signed something keeps its line.
    signed.write(LIST, line)
    sign(signed.path, "another", LIST, f"{LIST}.sig")
    signed.commit("tidy up")
    assert ("signer-gone", LIST) in found(signed.path)


def test_a_machine_without_ssh_says_so(signed: GitRepository, monkeypatch: pytest.MonkeyPatch):
    git_only = signed.path.parent / "git-only"
    git_only.mkdir()
    (git_only / "git").symlink_to(shutil.which("git"))
    monkeypatch.setenv("PATH", str(git_only))
    assert {rule for rule, _ in found(signed.path)} == {"signature-unchecked"}


# --- docs/verify.md, word by word, in a folder without kaitei ---------------------------------


@pytest.fixture
def stamped(signed: GitRepository, outside: dict[str, str], tmp_path: Path) -> GitRepository:
    """The same with a time stamp of an authority of our own."""
    env = authority(tmp_path / "authority", outside)
    shutil.copy(tmp_path / "authority/ca.pem", signed.path / "signatures/tsa.pem")
    stamp = commands("docs/signing.md")[3]
    done = run(stamp, signed.path, env | {"POLICY": "privacy-policy", "NUMBER": "3"})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Verification: OK" in done.stdout
    (Path(outside["PATH"]) / "curl").unlink()
    signed.commit("stamp 3")
    return signed


def checked(repository: GitRepository, folder: Path, env: dict[str, str]) -> list[int]:
    """Which blocks of docs/verify.md fail in a clone of a repository, by their places."""
    subprocess.run(["git", "clone", "--quiet", str(repository.path), str(folder)], check=True)
    found = {path.name for path in folder.iterdir()}
    assert found == {".git", ".gitattributes", "signatures", "versions"}
    blocks = commands("docs/verify.md")
    return [place for place, text in enumerate(blocks) if run(text, folder, env).returncode]


def test_an_outsider_finds_the_record_whole(stamped, outside: dict[str, str], tmp_path: Path):
    folder = tmp_path / "outsider"
    assert checked(stamped, folder, outside) == []
    printed = [run(text, folder, outside).stdout for text in commands("docs/verify.md")]
    assert sum(f'Good "kaitei" signature for {SIGNER}' in text for text in printed) == 1
    assert sum("Verification: OK" in text and "Time stamp:" in text for text in printed) == 1
    newest = Record(stamped.path).policies[0].publications[-1].digest
    assert sum(newest in text for text in printed) == 1
    assert sum("2026-03-01 09:00:00 +0900" in text for text in printed) == 1


ODD, LISTS, SUMS, MISSING, DIGESTS, WHOLE, ATTRIBUTES, CHANGED, DATES, SIGNED, LET_IN, STAMPED = (
    range(12)
)


def a_changed_text(versions: Path) -> None:
    (versions / "1/ja.md").write_text("x")


def a_changed_text_and_its_sum(versions: Path) -> None:
    (versions / "3/ja.md").write_text("x")
    listing = (versions / "3/SHA256SUMS").read_text().splitlines(keepends=True)
    new = sums.sha256(b"x")
    listing = [f"{new}  ja.md\n" if "ja.md" in line else line for line in listing]
    (versions / "3/SHA256SUMS").write_text("".join(listing))


def an_extra_file(versions: Path) -> None:
    (versions / "2/fr.md").write_text("x")


def names_that_hide(versions: Path) -> None:
    for name in (
        "ja.md ",
        ".ja.md",
        "-n",
        "ja.md\nen.md",
        "ＪＡ.md",
        "*",
        "SHA256SUMS~",
        "x/ja.md",
    ):
        path = versions / "2" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")


def a_hidden_policy(versions: Path) -> None:
    shutil.copytree(versions, versions.parent / ".privacy-policy")


def a_number_that_is_none(versions: Path) -> None:
    shutil.copytree(versions / "3", versions / "03")


def a_link_to_a_text(versions: Path) -> None:
    (versions / "3/ja.md").rename(versions.parent.parent / "signatures/ja.md")
    (versions / "3/ja.md").symlink_to("../../../signatures/ja.md")


def a_link_to_a_folder(versions: Path) -> None:
    (versions / "3").rename(versions.parent.parent / "signatures/3")
    (versions / "3").symlink_to("../../signatures/3")


def a_list_that_is_a_link(versions: Path) -> None:
    (versions / "3/SHA256SUMS").rename(versions.parent.parent / "signatures/sums")
    (versions / "3/SHA256SUMS").symlink_to("../../../signatures/sums")


def an_empty_list(versions: Path) -> None:
    (versions / "3/SHA256SUMS").write_text("")


def a_list_without_a_link(versions: Path) -> None:
    listing = (versions / "3/SHA256SUMS").read_text().splitlines(keepends=True)
    (versions / "3/SHA256SUMS").write_text("".join(listing[:-1]))


def a_list_that_skips_one(versions: Path) -> None:
    """The second is taken out of the chain: the third goes on from the first."""
    first = sums.sha256((versions / "1/SHA256SUMS").read_bytes())
    listing = (versions / "3/SHA256SUMS").read_text().splitlines(keepends=True)
    (versions / "3/SHA256SUMS").write_text("".join(listing[:-1]) + f"{first}  ../1/SHA256SUMS\n")


def two_policies_from_one(versions: Path) -> None:
    """Another policy claims to be what this one was renamed to."""
    own = Record(versions.parent.parent).policy("privacy-policy")
    root = versions.parent.parent
    append(Record(root), made(4, "renaming", 3, policy="privacy", former="privacy-policy"), FROZEN)
    shutil.copytree(versions.parent / "privacy", versions.parent / "secrecy")
    assert own


def a_lost_text(versions: Path) -> None:
    (versions / "2/en.md").unlink()


def a_withholding_of_another(versions: Path) -> None:
    append(Record(versions.parent.parent), made(4, "withheld", 1), FROZEN)
    (versions / "2/en.md").unlink()


def a_lost_list_of_the_facts(versions: Path) -> None:
    append(Record(versions.parent.parent), made(4, "withheld", 1), FROZEN)
    (versions / "1/facts.yml").unlink()


def a_lost_publication(versions: Path) -> None:
    shutil.rmtree(versions / "2")


def a_lost_tail(versions: Path) -> None:
    shutil.rmtree(versions / "3")


def a_lost_policy(versions: Path) -> None:
    shutil.rmtree(versions)
    (versions.parent / ".gitkeep").touch()


def a_record_written_anew(versions: Path) -> None:
    root = versions.parent.parent
    shutil.rmtree(versions)
    for number in (1, 2, 3):
        append(Record(root), made(number, sources=texts(number + 50)), FROZEN)


def an_announcement_dated_back(versions: Path) -> None:
    append(Record(versions.parent.parent), made(4, sample=False), FROZEN)


def line_ends_that_may_change(versions: Path) -> None:
    (versions.parent.parent / ".gitattributes").write_text("*.md -text\n")


def a_signature_taken_away(versions: Path) -> None:
    (versions.parent.parent / THIRD).unlink()


def a_key_let_in_by_itself(versions: Path) -> None:
    a_key_lets_itself_in(versions.parent.parent)


TRICKS = [
    (a_changed_text, [SUMS, CHANGED]),
    (a_changed_text_and_its_sum, [CHANGED, SIGNED, STAMPED]),
    (an_extra_file, [LISTS]),
    (names_that_hide, [ODD, LISTS]),
    (a_hidden_policy, [ODD]),
    (a_number_that_is_none, [ODD, LISTS]),
    (a_link_to_a_text, [ODD, CHANGED]),
    (a_link_to_a_folder, [ODD, LISTS, CHANGED]),
    (a_list_that_is_a_link, [ODD, CHANGED]),
    (an_empty_list, [LISTS, SUMS, CHANGED, SIGNED, STAMPED]),
    (a_list_without_a_link, [LISTS, CHANGED, SIGNED, STAMPED]),
    (a_list_that_skips_one, [LISTS, CHANGED, SIGNED, STAMPED]),
    (two_policies_from_one, [LISTS]),
    (a_lost_text, [MISSING]),
    (a_withholding_of_another, [MISSING]),
    (a_lost_list_of_the_facts, [ODD, MISSING, CHANGED, DATES]),
    (a_lost_publication, [LISTS, CHANGED, SIGNED]),
    (a_lost_tail, [CHANGED, SIGNED, STAMPED]),
    (a_lost_policy, [LISTS, SUMS, MISSING, DIGESTS, CHANGED, DATES, SIGNED, STAMPED]),
    (a_record_written_anew, [CHANGED, SIGNED, STAMPED]),
    (an_announcement_dated_back, [DATES]),
    (line_ends_that_may_change, [ATTRIBUTES]),
    (a_signature_taken_away, [LET_IN]),
    (a_key_let_in_by_itself, [LET_IN]),
]


@pytest.mark.parametrize(("tamper", "expected"), TRICKS, ids=lambda v: getattr(v, "__name__", ""))
def test_an_outsider_finds_what_was_done(stamped, outside, tmp_path: Path, tamper, expected):
    """And so does `kaitei verify`, whatever it is."""
    tamper(stamped.path / "versions/privacy-policy")
    stamped.commit("tidy up", when="2026-06-01T00:00:00+09:00")
    assert [rule for rule, _ in found(stamped.path)] != []
    assert checked(stamped, tmp_path / "outsider", outside) == expected


def a_text_is_withheld(root: Path) -> None:
    append(Record(root), made(4, "withheld", 1), FROZEN)


def a_policy_is_renamed(root: Path) -> None:
    append(Record(root), made(4, "renaming", 3, policy="privacy", former="privacy-policy"), FROZEN)


def a_text_of_a_former_name_is_withheld(root: Path) -> None:
    a_policy_is_renamed(root)
    append(Record(root), made(5, "withheld", 2, policy="privacy"), FROZEN)


def a_translation_is_withheld_with_its_text(root: Path) -> None:
    one = texts(4)
    append(Record(root), made(4, sources={"ja": one["ja"]}, translation_later=("en",)), FROZEN)
    append(Record(root), made(5, "translation", 4, sources={"en": one["en"]}), FROZEN)
    append(Record(root), made(6, "withheld", 4), FROZEN)


def a_stray_file_came_and_went(root: Path) -> None:
    for name in ("fr.md", "\u3042.md", "notes.txt"):
        (root / "versions/privacy-policy/2" / name).write_text("x")
    for command in (["add", "--all"], ["commit", "--quiet", "-m", "stray"]):
        subprocess.run(["git", *command], cwd=root, check=True)
    for name in ("fr.md", "\u3042.md", "notes.txt"):
        (root / "versions/privacy-policy/2" / name).unlink()


@pytest.mark.parametrize(
    "act",
    [
        a_text_is_withheld,
        a_policy_is_renamed,
        a_text_of_a_former_name_is_withheld,
        a_translation_is_withheld_with_its_text,
        a_stray_file_came_and_went,
    ],
    ids=lambda act: act.__name__,
)
def test_what_is_legitimate_is_no_fault(stamped, outside, tmp_path: Path, act):
    act(stamped.path)
    stamped.commit("published", when="2026-06-01T00:00:00+09:00")
    owed = {"signature-owed", "stamp-missing", "stamp-late"}  # the stamps are of the test's day
    assert {rule for rule, _ in found(stamped.path)} <= owed
    assert checked(stamped, tmp_path / "outsider", outside) == []
