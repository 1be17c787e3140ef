"""What git remembers of the record: nothing published is ever changed or lost in silence."""

import re
import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import repositories
from conftest import REPO, GitRepository, run_kaitei
from kaitei.drafts.repository import Repository
from kaitei.record import Record, git
from kaitei.record.append import append
from kaitei.record.git import history, process
from kaitei.record.verify import vanished, verify
from records import FROZEN, SETTINGS, made, record, texts

ONE, TWO, THREE, FOUR = (f"versions/privacy-policy/{number}" for number in (1, 2, 3, 4))


def found(root: Path) -> list[tuple[str, str, str]]:
    """What `verify` finds but the dates of a sample: (severity, rule, file)."""
    problems = verify(Record(root), Repository(root).declared)
    return [(p.severity, p.rule, p.file) for p in problems if p.rule != "record-date"]


@pytest.fixture
def published(git_repo: GitRepository) -> GitRepository:
    """Three publications, each committed."""
    git_repo.write(".gitattributes", "versions/** -text\n")
    for number in (1, 2, 3):
        append(Record(git_repo.path), made(number), FROZEN)
        git_repo.commit(f"publish {number}")
    return git_repo


def publish_anew(root: Path, number: int) -> None:
    """Put another publication with another text, and all the right sums, in the place of one."""
    shutil.rmtree(root / f"versions/privacy-policy/{number}")
    append(Record(root), made(number, sources=texts(99)), FROZEN)


def test_a_whole_record(published: GitRepository):
    assert found(published.path) == []
    published.git("rm", "--quiet", "-r", "--cached", "versions")
    published.git("update-index", "--refresh")
    assert found(published.path) == []  # what stands on the disk counts, not the index


def test_git_is_asked_each_question_once(published: GitRepository, monkeypatch: pytest.MonkeyPatch):
    """By all rules together, so that what they say is said of one state."""
    asked: list[tuple[str, ...]] = []

    def run(root: Path, *arguments: str) -> bytes:
        asked.append(arguments)
        return process.run(root, *arguments)

    monkeypatch.setattr(git, "run", run)
    monkeypatch.setattr(history, "run", run)
    assert verify(Record(published.path)) is not None
    assert ("rev-parse", "--is-shallow-repository") in asked
    assert sorted(asked) == sorted(set(asked))


def test_what_is_not_committed_is_a_warning(published: GitRepository):
    append(Record(published.path), made(4), FROZEN)
    assert found(published.path) == [("warning", "record-uncommitted", FOUR)]


def test_without_a_repository_only_the_sums_are_checked(tmp_path: Path):
    record(tmp_path)
    assert found(tmp_path) == [("warning", "git-none", "versions")]
    (tmp_path / TWO / "ja.md").write_text("9")
    rules = [rule for _, rule, _ in found(tmp_path)]
    assert rules == ["record-changed", "git-none"]


def test_a_shallow_clone_is_an_error_and_never_a_wrong_answer(
    published: GitRepository, tmp_path: Path
):
    clone = tmp_path / "clone"
    published.git("clone", "--quiet", "--depth=1", f"file://{published.path}", str(clone))
    shutil.rmtree(clone / THREE)
    assert found(clone) == [("error", "git-shallow", "versions")]
    (problem,) = verify(Record(clone))
    assert "git fetch --unshallow" in problem.mend("en")
    assert "git fetch --unshallow" in problem.mend("ja")
    subprocess.run(["git", "fetch", "--quiet", "--unshallow"], cwd=clone, check=True)
    assert found(clone) == [("error", "record-lost", THREE)]


# Each leaves a record whose sums and chain are right: coreutils can't find it, git does.
def lose_the_tail(repository: GitRepository) -> None:
    shutil.rmtree(repository.path / THREE)


def lose_everything(repository: GitRepository) -> None:
    shutil.rmtree(repository.path / "versions")


def write_the_tail_anew(repository: GitRepository) -> None:
    publish_anew(repository.path, 3)


def write_all_anew(repository: GitRepository) -> None:
    shutil.rmtree(repository.path / "versions")
    for number in (1, 2, 3):
        append(Record(repository.path), made(number, sources=texts(number + 50)), FROZEN)


def hide_a_change_from_git_status(repository: GitRepository) -> None:
    publish_anew(repository.path, 3)
    files = repository.git("ls-files", "versions").split()
    repository.git("update-index", "--assume-unchanged", *files)


BEHIND_THE_SUMS: dict[Callable[[GitRepository], None], set[tuple[str, str]]] = {
    lose_the_tail: {("record-lost", THREE)},
    lose_everything: {("record-lost", ONE), ("record-lost", TWO), ("record-lost", THREE)},
    write_the_tail_anew: {
        ("record-rewritten", f"{THREE}/{name}") for name in ("ja.md", "en.md", "SHA256SUMS")
    },
    write_all_anew: {
        ("record-rewritten", f"{folder}/{name}")
        for folder in (ONE, TWO, THREE)
        for name in ("ja.md", "en.md", "SHA256SUMS")
    },
    hide_a_change_from_git_status: {
        ("record-rewritten", f"{THREE}/{name}") for name in ("ja.md", "en.md", "SHA256SUMS")
    },
}


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize("tamper", BEHIND_THE_SUMS, ids=lambda tamper: tamper.__name__)
def test_what_the_sums_can_not_see(published: GitRepository, tamper, committed: bool):
    tamper(published)
    assert Record(published.path).faults == []
    if committed:
        published.commit("tidy up")
    assert {(rule, file) for _, rule, file in found(published.path)} == BEHIND_THE_SUMS[tamper]


def test_what_was_changed_and_brought_back_is_a_warning(published: GitRepository):
    before = published.git("rev-parse", "HEAD").strip()
    lose_the_tail(published)
    (published.path / ONE / "ja.md").write_text("9")
    changed = published.commit("break")
    published.git("checkout", "--quiet", before, "--", "versions")
    published.commit("mend")
    problems = found(published.path)
    assert {(severity, rule) for severity, rule, _ in problems} == {
        ("warning", "record-was-changed")
    }
    assert {f"{ONE}/ja.md", f"{THREE}/SHA256SUMS"} <= {file for _, _, file in problems}
    assert all(
        changed.startswith(p.values["commit"])
        for p in verify(Record(published.path))
        if p.rule == "record-was-changed"
    )


@pytest.mark.parametrize(
    "surroundings",
    [
        {"GIT_LITERAL_PATHSPECS": "1"},
        {"GIT_DIR": "/no/such/repository"},
        {"GIT_WORK_TREE": "/"},
        {"GIT_OBJECT_DIRECTORY": "/no/such/objects", "GIT_INDEX_FILE": "/no/such/index"},
        {"GIT_CEILING_DIRECTORIES": "/"},
    ],
    ids=lambda surroundings: "+".join(surroundings),
)
def test_what_git_remembers_is_seen_whatever_surrounds_the_program(
    surroundings: dict[str, str], published: GitRepository, kaitei
):
    (published.path / ONE / "ja.md").write_text("9")
    published.commit("break")
    here = kaitei("verify", "--root", str(published.path))
    there = kaitei("verify", "--root", str(published.path), **surroundings)
    assert (here.returncode, there.returncode) == (1, 1)
    assert there.stdout + there.stderr == here.stdout + here.stderr


def test_a_stray_file_that_was_removed_was_never_published(published: GitRepository):
    published.write(f"{THREE}/fr.md", "Bonjour")
    published.write("versions/notes.txt", "x")
    published.commit("stray")
    assert {rule for _, rule, _ in found(published.path)} == {"record-extra", "record-name"}
    (published.path / THREE / "fr.md").unlink()
    (published.path / "versions/notes.txt").unlink()
    published.commit("tidy up")
    assert found(published.path) == []


def test_a_withheld_text_is_the_one_removal_that_git_may_show(published: GitRepository):
    append(Record(published.path), made(4, "withheld", 1), FROZEN)
    published.commit("withhold")
    assert found(published.path) == []
    (published.path / TWO / "ja.md").unlink()
    published.commit("not withheld")
    assert found(published.path) == [("error", "record-missing", f"{TWO}/ja.md")]  # told once


# --- two branches -----------------------------------------------------------------------------


@pytest.fixture
def forked(published: GitRepository) -> GitRepository:
    """Two branches that each published number 4, one text and one event; `ours` is checked out."""
    for branch, publication in {
        "theirs": made(4, sources=texts(40)),
        "ours": made(4, "withdrawal", 3),
    }.items():
        published.git("checkout", "--quiet", "-b", branch, "main")
        append(Record(published.path), publication, FROZEN)
        published.commit(f"publish 4 on {branch}")
    return published


def merge(repository: GitRepository) -> bool:
    """Merge `theirs` into the branch that is checked out; whether git found no conflict."""
    try:
        repository.git("merge", "--quiet", "--no-edit", "theirs")
    except subprocess.CalledProcessError:
        return False
    return True


def test_two_branches_with_one_number_conflict(forked: GitRepository):
    assert not merge(forked)
    assert f"{FOUR}/SHA256SUMS" in forked.git("diff", "--name-only", "--diff-filter=U")
    assert any(severity == "error" for severity, _, _ in found(forked.path))


@pytest.mark.parametrize(
    ("resolution", "expected"),
    [
        (["checkout", "--ours", "--", "versions"], {"record-extra"}),  # their texts are left over
        (["checkout", "--theirs", "--", "versions"], {"record-rewritten"}),
    ],
)
def test_a_conflict_resolved_badly_is_found(
    forked: GitRepository, resolution: list[str], expected: set[str]
):
    assert not merge(forked)
    forked.git(*resolution)
    forked.commit("merge")
    assert {rule for severity, rule, _ in found(forked.path) if severity == "error"} == expected


def test_a_conflict_resolved_well(forked: GitRepository):
    """The one that came first stays; the other is published again under the next number."""
    assert not merge(forked)
    forked.git("checkout", "--ours", "--", "versions")
    for name in ("ja.md", "en.md"):
        (forked.path / FOUR / name).unlink()
    forked.commit("merge")
    assert found(forked.path) == []
    append(Record(forked.path), made(5, about=3, sources=texts(40)), FROZEN)
    forked.commit("publish 5")
    assert found(forked.path) == []


# --- one number given twice -------------------------------------------------------------------


@pytest.fixture
def two(published: GitRepository, tmp_path: Path) -> tuple[GitRepository, GitRepository]:
    """Two clones of one repository; both publish number 4, and the first is public by then."""
    origin = tmp_path / "origin.git"
    published.git("clone", "--quiet", "--bare", ".", str(origin))
    clones = tuple(GitRepository(tmp_path / name, published.now) for name in ("a", "b"))
    for number, clone in enumerate(clones):
        subprocess.run(["git", "clone", "-q", origin, clone.path], check=True)
        append(Record(clone.path), made(4, about=3, sources=texts(40 + number)), FROZEN)
        clone.commit(f"publish {clone.path.name}")
    clones[0].git("push", "--quiet")
    return clones


def collided(clone: GitRepository) -> list[tuple[str, str]]:
    return [(rule, place) for severity, rule, place in found(clone.path) if severity == "error"]


def test_a_number_that_the_public_line_has_given_is_told_with_the_way_out(two):
    _, clone = two
    assert collided(clone) == []  # nobody here can know
    clone.git("fetch", "--quiet")
    assert collided(clone) == [("record-collision", FOUR)]
    (problem,) = (p for p in verify(Record(clone.path)) if p.rule == "record-collision")
    assert "“origin/main” has another publication" in problem.message("en")
    assert "git reset --hard origin/main" in problem.mend("en")


@pytest.mark.parametrize("side", ["--ours", "--theirs"])
def test_a_merge_of_the_two_is_refused_whichever_it_keeps(two, side: str):
    """Its first parent is the line of who merged: on it, the public one would be the rewritten."""
    _, clone = two
    clone.git("fetch", "--quiet")
    with suppress(subprocess.CalledProcessError):
        clone.git("merge", "--quiet", "origin/main")
    clone.git("checkout", side, "--", "versions")
    clone.commit("merge")
    assert collided(clone) == [("record-collision", FOUR)]


def test_who_goes_on_from_the_public_line_publishes_with_the_next_number(two):
    first, clone = two
    clone.git("fetch", "--quiet")
    clone.git("reset", "--quiet", "--hard", "origin/main")
    append(Record(clone.path), made(5, about=4, sources=texts(41)), FROZEN)
    clone.commit("publish 5")
    assert collided(clone) == []
    clone.git("push", "--quiet")
    first.git("pull", "--quiet")
    assert collided(first) == []
    assert [p.number for p in Record(first.path).policies[0].publications] == [1, 2, 3, 4, 5]


@pytest.fixture
def pushed(two) -> Callable[[str], GitRepository]:
    """pushed(side) -> the clone that merged the two, kept the folder of a side, and pushed."""

    def merging(side: str) -> GitRepository:
        _, clone = two
        clone.write("content/privacy-policy/en.md", "Words of the one that lost.\n")
        clone.commit("draft")
        clone.git("fetch", "--quiet")
        with suppress(subprocess.CalledProcessError):
            clone.git("merge", "--quiet", "origin/main")
        clone.git("checkout", side, "--", "versions")
        clone.commit("merge")
        clone.git("push", "--quiet")
        return clone

    return merging


def test_a_pushed_merge_that_keeps_the_public_one_has_rewritten_nothing(two, pushed):
    clone = pushed("--theirs")
    first, _ = two
    first.git("pull", "--quiet")
    assert (collided(clone), collided(first)) == ([], [])


def test_a_pushed_merge_that_keeps_the_other_is_told_with_the_way_out(two, pushed):
    clone = pushed("--ours")
    first, _ = two
    public = first.git("rev-parse", "HEAD").strip()
    first.git("pull", "--quiet")
    for one in (clone, first):
        assert collided(one) == [("record-merged-public", FOUR)]
    (problem,) = (p for p in verify(Record(first.path)) if p.rule == "record-merged-public")
    assert f"commit {public[:12]} was public first" in problem.message("en")
    assert "git restore" not in problem.mend("en")
    for command in re.findall(r"git [^`&]+", problem.mend("en").partition("then publish")[0]):
        clone.git(*command.split()[1:])  # the way out, as it is told
    append(Record(clone.path), made(5, about=4, sources=texts(41)), FROZEN)
    clone.commit("publish 5")
    clone.git("push", "--quiet", "--force-with-lease")
    assert collided(clone) == []
    fresh = GitRepository(clone.path.parent / "fresh", clone.now)
    subprocess.run(["git", "clone", "-q", clone.path.parent / "origin.git", fresh.path], check=True)
    assert collided(fresh) == []


def test_a_new_clone_of_a_pushed_merge_names_both_and_takes_no_side(pushed):
    clone = pushed("--theirs")
    fresh = GitRepository(clone.path.parent / "fresh", clone.now)
    subprocess.run(["git", "clone", "-q", clone.path.parent / "origin.git", fresh.path], check=True)
    assert collided(fresh) == [("record-merged", FOUR)]
    (problem,) = (p for p in verify(Record(fresh.path)) if p.rule == "record-merged")
    assert "Delete neither" in problem.mend("en")


def test_a_public_line_that_was_rewritten_is_no_such_case(two):
    """What was public once is the publication, whatever somebody forced upon the line since."""
    first, clone = two
    clone.git("fetch", "--quiet")
    clone.git("reset", "--quiet", "--hard", "origin/main")
    shutil.rmtree(first.path / FOUR)
    append(Record(first.path), made(4, about=3, sources=texts(99)), FROZEN)
    first.git("add", "--all")
    first.git("commit", "--quiet", "--amend", "-m", "publish a")
    first.git("push", "--quiet", "--force")
    clone.git("fetch", "--quiet")
    assert collided(clone) == []


# --- what keeps git from telling --------------------------------------------------------------


@pytest.mark.parametrize("line", ["", "* text=auto\n", "versions/** -text ident\n", "*.md -text\n"])
def test_a_record_whose_bytes_git_may_change_is_told(published: GitRepository, line: str):
    published.write(".gitattributes", line)
    published.commit("attributes")
    assert found(published.path) == [("warning", "record-attributes", ".gitattributes")]
    published.git("config", "core.attributesFile", str(published.write("mine", "* -text\n")))
    assert found(published.path) == [("warning", "record-attributes", ".gitattributes")]
    published.write(".gitattributes", "* text\nversions/** -text\n")
    assert found(published.path) == []


def test_a_history_that_does_not_lead_to_the_record_is_an_error(
    published: GitRepository, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(git.History, "changes", lambda self, folder: ())
    assert found(published.path) == [("error", "git-untrue", "versions")]


# --- a build ----------------------------------------------------------------------------------


@pytest.fixture
def deployed(git_repo: GitRepository) -> GitRepository:
    """A repository that can be built, with its record committed and its site built."""
    repositories.make(git_repo.path, "settled")
    for name in ("theme", "mkdocs.yml"):
        (git_repo.path / name).symlink_to(REPO / name)
    git_repo.write(".gitignore", "site\n.site.kept\n")
    git_repo.commit("publish")
    assert build(git_repo.path)[0] == 0
    return git_repo


def build(root: Path) -> tuple[int, str]:
    """The exit code of `kaitei build` and what it says on standard error."""
    done = run_kaitei("build", "--on", "2026-11-25", "--root", str(root), LC_ALL="C")
    return done.returncode, done.stderr


def test_what_verify_condemns_is_never_built(deployed: GitRepository):
    page = deployed.path / "site" / "index.html"
    stood = page.stat()
    lost = sorted(path.name for path in (deployed.path / "versions/privacy-policy").iterdir())[-1]
    shutil.rmtree(deployed.path / "versions/privacy-policy" / lost)
    for committed in (False, True):
        if committed:
            deployed.commit("tidy up")
        code, said = build(deployed.path)
        assert code == 1
        assert f"Nothing was built. What stands in {deployed.path}/site was left as it is." in said
        assert f"versions/privacy-policy/{lost}: error: This was published in commit" in said
        assert page.stat() == stood
    deployed.git("checkout", "--quiet", "HEAD~", "--", "versions")
    assert build(deployed.path) == (0, "")  # that it was gone for a while is for verify to say


def test_the_mistakes_of_a_draft_never_stop_a_build(deployed: GitRepository):
    deployed.write("content/organization.yml", "{")
    deployed.write("content/privacy-policy/ja.md", b"\xff")
    deployed.commit("mistakes")
    assert build(deployed.path) == (0, "")


def test_a_shallow_clone_is_told_and_built(deployed: GitRepository, tmp_path: Path):
    clone = tmp_path / "clone"
    deployed.commit("later")
    deployed.git("clone", "--quiet", "--depth=1", f"file://{deployed.path}", str(clone))
    code, said = build(clone)
    assert code == 0
    assert said.startswith("versions: warning: This clone is shallow")
    assert (clone / "site/index.html").read_bytes() == (
        deployed.path / "site/index.html"
    ).read_bytes()


# --- dates ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("committed", "fields", "expected"),
    [
        ("2026-01-01T00:00:00+09:00", {}, []),
        ("2026-01-01T14:59:59+00:00", {}, []),  # a minute to midnight in Tokyo
        ("2026-01-01T15:00:00+00:00", {}, ["warning"]),
        ("2026-01-01T15:00:00+00:00", {"sample": False}, ["error"]),
        ("2026-03-01T00:00:00+09:00", {"imported": True, "sample": False}, []),
        ("2025-12-31T12:00:00+09:00", {"sample": False}, []),  # kept back until its day
    ],
)
def test_git_confirms_the_day_of_the_announcement(
    git_repo: GitRepository, committed: str, fields: dict[str, bool], expected: list[str]
):
    append(Record(git_repo.path), made(1, **fields), FROZEN)
    git_repo.commit("publish", when=committed)
    problems = verify(Record(git_repo.path))
    assert [p.severity for p in problems if p.rule == "record-date"] == expected
    assert len(problems) == len(expected)


def test_only_the_beginning_of_a_policy_was_announced_elsewhere(git_repo: GitRepository):
    for number, imported in ((1, True), (2, True), (3, False), (4, True)):
        append(Record(git_repo.path), made(number, imported=imported, sample=False), FROZEN)
        git_repo.commit("publish", when="2026-12-01T00:00:00+09:00")
    wrong = [p.file for p in verify(Record(git_repo.path)) if p.rule == "record-date"]
    assert wrong == [THREE, FOUR]


def test_the_day_is_reckoned_where_the_policy_is_at_home(git_repo: GitRepository):
    organization = replace(SETTINGS.organization, time_zone="America/New_York")
    frozen = FROZEN | {"organization": FROZEN["organization"] | {"time_zone": "America/New_York"}}
    settings = replace(SETTINGS, organization=organization)
    append(Record(git_repo.path), replace(made(1), settings=settings), frozen)
    git_repo.commit("publish", when="2026-01-02T04:59:59+00:00")  # still 1 January there
    assert found(git_repo.path) == []
    assert [p.rule for p in verify(Record(git_repo.path))] == []
    assert made(1).announced == date(2026, 1, 1)


# --- no record at all -------------------------------------------------------------------------


def test_a_record_that_is_gone_is_not_an_empty_one(tmp_path: Path, kaitei):
    root = repositories.make(tmp_path / "repository", "settled")
    shutil.rmtree(root / "versions")
    site = root / "site"
    for emptied in (False, True):
        if emptied:
            (root / "versions").mkdir()
        assert ("error", "record-vanished", "versions") in found(root)
        for command in (["verify"], ["build", "--output", str(site)]):
            done = kaitei(*command, "--root", str(root), LC_ALL="C")
            assert done.returncode == 1
            assert "There is no record here" in done.stdout + done.stderr
        assert not site.exists()


def test_a_record_that_git_remembers_is_not_an_empty_one(published: GitRepository):
    for committed in (False, True):
        shutil.rmtree(published.path / "versions", ignore_errors=True)
        if committed:
            published.commit("tidy up")
        assert [p.rule for p in vanished(Record(published.path))] == ["record-vanished"]
        assert ("error", "record-lost", THREE) in found(published.path)


def test_a_beginning_has_an_empty_record(tmp_path: Path):
    root = repositories.make(tmp_path / "repository", "settled")
    shutil.rmtree(root / "versions")
    (root / "versions").mkdir()
    for file in (root / "content").glob("*/ja.md"):
        text = file.read_text("utf-8")
        file.write_text(re.sub(r"(?m)^kind: .*$", "kind: enactment", text), "utf-8")
    assert found(root) == [("warning", "git-none", "versions")]
    shutil.rmtree(root / "versions")
    assert found(root) == [("warning", "git-none", "versions")]  # publishing makes the folder
    assert [p.rule for p in vanished(Record(root), Repository(root).declared)] == [
        "record-vanished"
    ]  # but there is nothing to build
