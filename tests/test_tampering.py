"""49 kinds of tampering with a record, each found whatever surrounds the program.

Those that test_signatures.py and test_verify.py know, and more that lie in git itself. Each is met
in one of ten surroundings, in turn; KAITEI_FULL=1 meets each in all of them. What leaves no trace
in the record, its history or its signatures is found by a witness (test_witness.py) and by a time
stamp (test_stamps.py).
"""

import os
import shutil
import subprocess
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import pytest

import test_signatures
import test_verify
from conftest import GIT, GitRepository
from kaitei.base.problems import KaiteiError
from kaitei.record import Record, sums, verify
from kaitei.record.append import append
from records import FROZEN, made

pytestmark = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="no ssh-keygen here")

POLICY = "versions/privacy-policy"
SURROUNDINGS = [
    {},
    {"GIT_DIR": "/no/such/repository"},
    {"GIT_WORK_TREE": "/", "GIT_PREFIX": "versions/"},
    {"GIT_LITERAL_PATHSPECS": "1"},
    {"GIT_ICASE_PATHSPECS": "1", "GIT_NOGLOB_PATHSPECS": "1"},
    {"GIT_OBJECT_DIRECTORY": "/no/such/objects", "GIT_INDEX_FILE": "/no/such/index"},
    {"GIT_CEILING_DIRECTORIES": "/", "GIT_NAMESPACE": "other", "GIT_COMMON_DIR": "/no/such"},
    {"GIT_REPLACE_REF_BASE": "refs/other", "GIT_GRAFT_FILE": "/no/grafts",
     "GIT_SHALLOW_FILE": "/no/shallow"},
    {"GIT_CONFIG_COUNT": "3", "GIT_CONFIG_KEY_0": "core.worktree", "GIT_CONFIG_VALUE_0": "/",
     "GIT_CONFIG_KEY_1": "log.follow", "GIT_CONFIG_VALUE_1": "true",
     "GIT_CONFIG_KEY_2": "diff.noprefix", "GIT_CONFIG_VALUE_2": "true"},
    {"GIT_EXTERNAL_DIFF": "false", "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8",
     "GIT_TRACE": "0", "PAGER": "false"},
]  # fmt: skip


# --- in git -------------------------------------------------------------------------------------


def git(root: Path, *arguments: str) -> str:
    return GitRepository(root).git(*arguments).strip()


def rewrite(root: Path, number: int = 3, text: str = "x") -> None:
    """Another text with the right sum; only git and the signatures know."""
    folder = root / POLICY / str(number)
    (folder / "ja.md").write_text(text)
    listing = (folder / "SHA256SUMS").read_text().splitlines(keepends=True)
    new = sums.sha256(text.encode())
    listing = [f"{new}  ja.md\n" if "  ja.md" in line else line for line in listing]
    (folder / "SHA256SUMS").write_text("".join(listing))


def objects_that_are_replaced(root: Path) -> None:
    old = {f: git(root, "rev-parse", f"HEAD:{POLICY}/3/{f}") for f in ("ja.md", "SHA256SUMS")}
    rewrite(root)
    git(root, "commit", "--quiet", "--all", "-m", "tidy up")
    for file, blob in old.items():
        git(root, "replace", blob, git(root, "rev-parse", f"HEAD:{POLICY}/3/{file}"))


def a_commit_that_is_replaced(root: Path) -> None:
    before = git(root, "rev-parse", "HEAD")
    rewrite(root)
    git(root, "commit", "--quiet", "--all", "--amend", "--no-edit")
    amended = git(root, "rev-parse", "HEAD")
    git(root, "reset", "--quiet", "--soft", before)
    git(root, "commit", "--quiet", "-m", "tidy up")
    git(root, "replace", before, amended)


def a_grafted_history(root: Path) -> None:
    rewrite(root)
    git(root, "commit", "--quiet", "--all", "-m", "tidy up")
    (root / ".git/info").mkdir(exist_ok=True)
    (root / ".git/info/grafts").write_text(git(root, "rev-parse", "HEAD") + "\n")


def a_history_cut_short(root: Path) -> None:
    rewrite(root)
    git(root, "commit", "--quiet", "--all", "-m", "tidy up")
    (root / ".git/shallow").write_text(git(root, "rev-parse", "HEAD") + "\n")


def an_amended_commit(root: Path) -> None:
    rewrite(root)
    git(root, "commit", "--quiet", "--all", "--amend", "--no-edit")


def a_squashed_history(root: Path) -> None:
    rewrite(root)
    git(root, "checkout", "--quiet", "--orphan", "new")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", "all of it")


def a_merge_that_brings_a_change(root: Path) -> None:
    git(root, "checkout", "--quiet", "-b", "side", "HEAD~1")
    rewrite(root, 2)
    git(root, "commit", "--quiet", "--all", "-m", "side")
    git(root, "checkout", "--quiet", "main")
    git(root, "merge", "--quiet", "-X", "theirs", "--no-edit", "side")


def an_index_that_does_not_look(root: Path) -> None:
    rewrite(root)
    git(root, "update-index", "--skip-worktree", *git(root, "ls-files", "versions").split())


def a_filter_that_changes_what_is_checked_out(root: Path) -> None:
    (root / ".gitattributes").write_text("versions/** -text filter=tidy\n")
    git(root, "config", "filter.tidy.clean", "cat")
    git(root, "config", "filter.tidy.smudge", "tr a b")
    shutil.rmtree(root / "versions")
    git(root, "checkout", "--quiet", "--", "versions")


def no_text_at_all(root: Path) -> None:
    git(root, "rm", "--quiet", "-r", "versions")


# --- in the tree --------------------------------------------------------------------------------


def a_byte_order_mark(root: Path) -> None:
    file = root / POLICY / "1/ja.md"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())


def other_line_ends(root: Path) -> None:
    file = root / POLICY / "2/en.md"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))


def an_empty_text(root: Path) -> None:
    (root / POLICY / "3/ja.md").write_bytes(b"")


def two_that_changed_places(root: Path) -> None:
    folder = root / POLICY
    for old, new in (("2", "x"), ("3", "2"), ("x", "3")):
        (folder / old).rename(folder / new)


def one_twice(root: Path) -> None:
    shutil.copytree(root / POLICY / "3", root / POLICY / "4")


def a_day_moved_back(root: Path) -> None:
    file = root / POLICY / "3/revision.yml"
    file.write_text(file.read_text("utf-8").replace("2026-03-01", "2026-01-05"), "utf-8")


def a_day_moved_back_with_its_sum(root: Path) -> None:
    a_day_moved_back(root)
    folder = root / POLICY / "3"
    new = sums.sha256((folder / "revision.yml").read_bytes())
    listing = (folder / "SHA256SUMS").read_text().splitlines(keepends=True)
    listing = [f"{new}  revision.yml\n" if "revision.yml" in line else line for line in listing]
    (folder / "SHA256SUMS").write_text("".join(listing))


def signatures_that_changed_places(root: Path) -> None:
    shutil.copy(root / "signatures/privacy-policy/3.sig", root / "signatures/privacy-policy/2.sig")


def a_signature_without_its_publication(root: Path) -> None:
    signature = root / "signatures/privacy-policy/3.sig"
    shutil.copy(signature, root / "signatures/privacy-policy/9.sig")


def all_signatures_taken_away(root: Path) -> None:
    shutil.rmtree(root / "signatures")


def on_versions(act: Callable[[Path], None]) -> Callable[[Path], None]:
    def tamper(root: Path) -> None:
        act(root / POLICY)

    tamper.__name__ = act.__name__
    return tamper


def on_repository(act: Callable[[GitRepository], None]) -> Callable[[Path], None]:
    def tamper(root: Path) -> None:
        act(GitRepository(root))

    tamper.__name__ = act.__name__
    return tamper


# Who signs and what git may do to the bytes is `verify`'s; a build asks for the record alone.
NOT_OF_A_BUILD = {
    "an_announcement_dated_back", "line_ends_that_may_change", "a_signature_taken_away",
    "a_key_let_in_by_itself", "an_amended_commit", "a_squashed_history",
    "signatures_that_changed_places", "a_signature_without_its_publication",
    "all_signatures_taken_away",
}  # fmt: skip
# Nothing is changed yet; what may be changed unseen from now on is told.
WARNED = {"line_ends_that_may_change"}
# A history that ends where the clone does is told and still built: nothing is known against it.
TOLD = {"a_history_cut_short"}
KINDS = [
    *(on_versions(act) for act, _ in test_signatures.TRICKS),
    *(on_repository(act) for act in test_verify.BEHIND_THE_SUMS),
    objects_that_are_replaced,
    a_commit_that_is_replaced,
    a_grafted_history,
    a_history_cut_short,
    an_amended_commit,
    a_squashed_history,
    a_merge_that_brings_a_change,
    an_index_that_does_not_look,
    a_filter_that_changes_what_is_checked_out,
    no_text_at_all,
    a_byte_order_mark,
    other_line_ends,
    an_empty_text,
    two_that_changed_places,
    one_twice,
    a_day_moved_back,
    a_day_moved_back_with_its_sum,
    signatures_that_changed_places,
    a_signature_without_its_publication,
    all_signatures_taken_away,
]


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three publications, each committed, the last two signed."""
    folder = tmp_path_factory.mktemp("signed")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in GIT.items():
            patch.setenv(name, value)
        repository = GitRepository(folder / "record")
        root = repository.path
        root.mkdir()
        repository.git("init", "--quiet", "--initial-branch=main")
        repository.write(".gitattributes", "versions/** -text\n")
        key = folder / "key"
        keygen(folder, "-q", "-t", "ed25519", "-N", "", "-f", str(key))
        public = key.with_suffix(".pub").read_text().split()[:2]
        repository.write(
            "signatures/allowed_signers", f"{GIT['GIT_AUTHOR_EMAIL']} {' '.join(public)}\n"
        )
        for number in (1, 2, 3):
            append(Record(root), made(number), FROZEN)
            if number > 1:
                listing = root / POLICY / str(number) / "SHA256SUMS"
                keygen(folder, "-Y", "sign", "-n", "kaitei", "-f", str(key), str(listing))
                place = root / f"signatures/privacy-policy/{number}.sig"
                place.parent.mkdir(exist_ok=True)
                listing.with_suffix(".sig").rename(place)
            repository.commit(f"publish {number}", when=f"2026-0{number}-01T09:00:00+09:00")
    return root


def keygen(folder: Path, *arguments: str) -> None:
    subprocess.run(["ssh-keygen", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def record(signed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in GIT.items():
        monkeypatch.setenv(name, value)
    root = tmp_path / "record"
    shutil.copytree(signed, root, symlinks=True)
    return root


def test_an_honest_record_is_whole_in_all_surroundings(record: Path, monkeypatch) -> None:
    for surroundings in SURROUNDINGS:
        with monkeypatch.context() as patch:
            for name, value in surroundings.items():
                patch.setenv(name, value)
            assert verify.verify(Record(record)) == [], surroundings
            assert verify.before_build(Record(record)) == []


@pytest.mark.parametrize(
    ("tamper", "met"),
    list(zip(KINDS, cycle(SURROUNDINGS), strict=False)),
    ids=lambda v: getattr(v, "__name__", ""),
)
def test_whatever_was_done_is_found(record: Path, monkeypatch, tamper, met) -> None:
    tamper(record)
    if git(record, "status", "--porcelain"):
        GitRepository(record).commit("tidy up", when="2026-06-01T00:00:00+09:00")
    for surroundings in SURROUNDINGS if os.environ.get("KAITEI_FULL") else [met]:
        with monkeypatch.context() as patch:
            for name, value in surroundings.items():
                patch.setenv(name, value)
            found = verify.verify(Record(record))
            wrong = [p for p in found if p.severity == "error"]
            assert wrong or (found and tamper.__name__ in WARNED), (surroundings, found)
            refused = False
            try:
                warned = verify.before_build(Record(record))
            except KaiteiError:
                refused = True
            assert refused is (tamper.__name__ not in NOT_OF_A_BUILD | TOLD), surroundings
            assert refused or tamper.__name__ not in TOLD or warned
