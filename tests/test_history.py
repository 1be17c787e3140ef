"""git as it is asked: real repositories, whatever their settings, and never a wrong answer."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conftest import GIT, GitRepository
from kaitei.base.problems import KaiteiError
from kaitei.record import git
from kaitei.record.git import History


def rules(root: Path) -> list[str]:
    """The rules of the problems that asking for the history of `root` raises."""
    with pytest.raises(KaiteiError) as caught:
        git.find(root)
    return [problem.rule for problem in caught.value.problems]


def told(git_repo: GitRepository, folder: str = "versions") -> list[tuple[str, str]]:
    return [(c.status, c.path) for c in History(git_repo.path).changes(folder)]


def test_changes_are_the_main_lines_oldest_first(git_repo: GitRepository):
    git_repo.write("versions/a", "1")
    first = git_repo.commit("first")
    git_repo.git("checkout", "--quiet", "-b", "branch")
    git_repo.write("versions/b", "draft of a branch")
    git_repo.commit("draft")
    git_repo.write("versions/b", "2")
    git_repo.commit("branch")
    git_repo.git("checkout", "--quiet", "main")
    git_repo.write("elsewhere", "x")
    git_repo.commit("elsewhere")
    git_repo.git("merge", "--quiet", "--no-edit", "branch")
    git_repo.write("versions/a", "3")
    (git_repo.path / "versions/b").unlink()
    git_repo.commit("last")
    assert told(git_repo) == [
        ("A", "versions/a"),
        ("A", "versions/b"),  # once, as the merge brought it
        ("D", "versions/b"),
        ("M", "versions/a"),
    ]
    change = History(git_repo.path).changes("versions")[0]
    assert change.commit == first
    assert change.blob == git.blob_id(b"1", like=change.blob)
    assert change.when == datetime(2026, 11, 22, 3, 1, tzinfo=UTC)


def test_settings_of_the_user_do_not_change_the_answer(git_repo: GitRepository):
    git_repo.write("versions/日本 語\n.md", "1")
    git_repo.commit("first")
    expected = told(git_repo)
    assert expected == [("A", "versions/日本 語\n.md")]
    for name, value in {
        "log.showRoot": "false",
        "log.showSignature": "true",
        "log.abbrevCommit": "true",
        "log.decorate": "full",
        "log.follow": "true",
        "color.ui": "always",
        "core.quotePath": "true",
        "diff.ignoreSubmodules": "all",
        "diff.orderFile": "/no/such/file",
        "diff.renames": "copies",
        "diff.relative": "false",
        "format.pretty": "oneline",
    }.items():
        git_repo.git("config", name, value)
    assert told(git_repo) == expected


def test_a_submodule_is_seen_whatever_the_settings_say(git_repo: GitRepository):
    git_repo.write("a", "1")
    commit = git_repo.commit("first")
    git_repo.git("update-index", "--add", "--cacheinfo", f"160000,{commit},versions/a")
    git_repo.git("commit", "--quiet", "-m", "a submodule")
    git_repo.git("config", "diff.ignoreSubmodules", "all")
    assert [change.mode for change in History(git_repo.path).changes("versions")] == ["160000"]


def test_a_file_is_not_followed_past_its_name(git_repo: GitRepository):
    git_repo.write("versions/a", "1")
    git_repo.commit("first")
    (git_repo.path / "versions/a").rename(git_repo.path / "versions/b")
    git_repo.commit("second")
    git_repo.git("config", "log.follow", "true")
    assert told(git_repo, "versions/b") == [("A", "versions/b")]


def test_a_signature_is_not_printed_among_the_answers(git_repo: GitRepository, tmp_path: Path):
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    git_repo.write("versions/a", "1")
    sign = ("-c", "gpg.format=ssh", "-c", f"user.signingKey={key}")
    git_repo.git("add", "--all")
    git_repo.git(*sign, "commit", "--quiet", "-S", "-m", "signed")
    git_repo.git("config", "log.showSignature", "true")
    assert told(git_repo) == [("A", "versions/a")]
    head = History(git_repo.path).head()
    assert [commit.subject for commit in History(git_repo.path).mainline(head)] == ["signed"]
    assert History(git_repo.path).renames(head) == ()


def test_likely_renames_are_found_whatever_the_limit_says(git_repo: GitRepository):
    for name in ("a", "b", "c"):
        git_repo.write(f"versions/{name}", f"{name}\n" * 20)
    git_repo.commit("first")
    for name in ("a", "b", "c"):
        (git_repo.path / "versions" / name).unlink()
        git_repo.write(f"policy/{name}-renamed", f"{name}\n" * 20 + "more\n")
    head = git_repo.commit("second")
    git_repo.git("config", "diff.renameLimit", "1")
    assert [old for old, _, _ in History(git_repo.path).renames(head)] == [
        "versions/a",
        "versions/b",
        "versions/c",
    ]


def test_the_order_of_files_is_not_a_setting(git_repo: GitRepository):
    for name in ("a", "b", "c"):
        git_repo.write(f"versions/{name}", name)
    git_repo.commit("first")
    expected = told(git_repo)
    order = git_repo.write("order", "versions/c\nversions/a\n")
    git_repo.git("config", "diff.orderFile", str(order))
    assert told(git_repo) == expected


# --- another past: what git would show instead of what was committed -----------------------------


@pytest.fixture
def two_commits(git_repo: GitRepository) -> tuple[GitRepository, str, str]:
    """A repository in which versions/a was added, then amended; both commits."""
    git_repo.write("versions/a", "1")
    old = git_repo.commit("first")
    git_repo.write("versions/a", "2")
    return git_repo, old, git_repo.commit("second")


def test_a_replaced_object_is_not_followed(two_commits: tuple[GitRepository, str, str]):
    repo, old, new = two_commits
    repo.git("replace", old, new)
    assert told(repo) == [("A", "versions/a"), ("M", "versions/a")]


def test_a_graft_is_not_followed(two_commits: tuple[GitRepository, str, str]):
    repo, _, new = two_commits
    repo.write(".git/info/grafts", f"{new}\n")  # "the second has no parent"
    assert repo.git("rev-list", "--count", "HEAD").strip() == "1"  # git itself believes it
    assert told(repo) == [("A", "versions/a"), ("M", "versions/a")]


def test_a_commit_graph_is_not_believed(two_commits: tuple[GitRepository, str, str]):
    """The file that git keeps to find parents faster, with a parent taken out by hand."""
    repo, old, new = two_commits
    repo.git("commit-graph", "write", "--reachable")
    file = repo.path / ".git/objects/info/commit-graph"
    graph = bytearray(file.read_bytes())
    tree = bytes.fromhex(repo.git("rev-parse", f"{new}^{{tree}}").strip())
    parent = graph.index(tree) + len(tree)  # a commit's tree, then the places of its two parents
    assert graph[parent : parent + 4] == (sorted([old, new]).index(old)).to_bytes(4, "big")
    graph[parent : parent + 4] = (0x70000000).to_bytes(4, "big")  # git's sign for none
    file.chmod(0o644)
    file.write_bytes(graph)
    believed = repo.git("-c", "core.commitGraph=true", "log", "--format=%H", "HEAD")
    assert believed.split() == [new]
    assert told(repo) == [("A", "versions/a"), ("M", "versions/a")]


# --- surroundings: variables that a hook, an editor or a shell may have set ----------------------


def answers(root: Path) -> list[object]:
    """All that can be asked of the repository of `surrounded`."""
    past = git.find(root)
    assert past
    head = past.head()
    return [
        head,
        past.top(),
        past.is_shallow(),
        past.commit("main"),
        past.fork("main"),
        past.mainline(head),
        past.changes("versions"),
        past.changes("versions/*"),
        past.changes("VERSIONS"),
        past.changes("versions", itself=True),
        past.files(head, "versions"),
        past.tree("versions"),
        past.renames(head),
        past.read(head, "versions/b"),
        past.blob(past.tree("versions")["versions/b"], 100),
    ]


@pytest.fixture(scope="module")
def surrounded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A repository to ask, below a folder of its own, and another one that must not answer."""
    folder = tmp_path_factory.mktemp("surroundings")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in GIT.items():
            patch.setenv(name, value)
        repositories = []
        for name, text in (("asked", "line\n" * 20), ("other", "another\n" * 20)):
            repo = GitRepository(folder / name)
            repo.path.mkdir()
            repo.git("init", "--quiet", "--initial-branch=main")
            repo.write("versions/a", text)
            repo.commit("first")
            (repo.path / "versions/a").rename(repo.path / "versions/b")
            repo.commit("second")
            repositories.append(repo.path)
    asked, other = repositories
    return asked, other


def local_variables() -> list[str]:
    """What the git that is installed says belongs to one repository alone."""
    listing = ["git", "rev-parse", "--local-env-vars"]
    return subprocess.run(listing, capture_output=True, text=True, check=True).stdout.split()


SWITCHES = (
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
)


@pytest.mark.parametrize("name", [*local_variables(), "GIT_NAMESPACE", "GIT_ATTR_SOURCE"])
def test_a_variable_that_means_another_repository_changes_nothing(
    name: str, surrounded: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
):
    asked, other = surrounded
    expected = answers(asked)
    for value in (str(other / ".git"), str(other), "1", "", "rubbish"):
        monkeypatch.setenv(name, value)
        assert answers(asked) == expected, value
        assert os.environ[name] == value  # given back to whoever uses kaitei as a library


@pytest.mark.parametrize(
    "surroundings",
    [
        *({name: value} for name in SWITCHES for value in ("1", "rubbish")),
        {"GIT_DIR": "{other}/.git", "GIT_WORK_TREE": "{other}"},
        {"GIT_DIR": "{other}/.git", "GIT_INDEX_FILE": "{other}/.git/index"},  # a hook of another's
        {"GIT_OBJECT_DIRECTORY": "{other}/.git/objects"},
        {"GIT_CEILING_DIRECTORIES": "{asked}:{asked}/.."},
        {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.bare", "GIT_CONFIG_VALUE_0": "true"},
        {"GIT_CONFIG_PARAMETERS": "'core.worktree'='/'"},
        {"GIT_EXTERNAL_DIFF": "false", "GIT_DIFF_OPTS": "-u0", "GIT_PAGER": "false"},
        {"GIT_DEFAULT_HASH": "sha256", "GIT_REF_PARANOIA": "rubbish"},
        {"GIT_REDIRECT_STDOUT": "off", "GIT_TRACE": "1", "GIT_FLUSH": "rubbish"},
        {"LC_ALL": "ja_JP.UTF-8", "LANGUAGE": "ja", "TZ": "Pacific/Kiritimati"},
    ],
    ids=lambda surroundings: "+".join(surroundings),
)
def test_surroundings_change_nothing(
    surroundings: dict[str, str], surrounded: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
):
    asked, other = surrounded
    expected = answers(asked / ".")
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value.format(asked=asked, other=other))
    assert answers(asked / ".") == expected


def test_a_repository_begins_where_it_was_asked_for(
    surrounded: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    _, other = surrounded
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    git.begin(tmp_path)
    assert (tmp_path / ".git/HEAD").read_text() == "ref: refs/heads/main\n"


def test_a_root_below_the_top_of_the_repository(git_repo: GitRepository):
    git_repo.write("policies/versions/a", "1")
    git_repo.write("versions/other", "2")
    head = git_repo.commit("first")
    below = git.find(git_repo.path / "policies")
    assert below
    assert [change.path for change in below.changes("versions")] == ["versions/a"]
    assert list(below.tree("versions")) == ["versions/a"]
    assert below.read(head, "versions/a") == b"1"


def test_reading_a_file_of_a_commit(git_repo: GitRepository):
    git_repo.write("a", b"\xff\r\n\n\n")
    commit = git_repo.commit("first")
    git_repo.write("a", "2")
    git_repo.commit("second")
    past = History(git_repo.path)
    assert past.read(commit, "a") == b"\xff\r\n\n\n"
    for revision in ("--output=x", "HEAD", "main:", f"{commit}:a", "", "ＡＢＣＤＥＦＡ"):
        with pytest.raises(KaiteiError) as caught:
            past.read(revision, "a")
        assert caught.value.problems[0].rule == "git-revision"
    with pytest.raises(KaiteiError) as caught:
        past.read(commit, "b")
    assert caught.value.problems[0].rule == "git-failed"
    assert {path.name for path in git_repo.path.iterdir()} == {".git", ".gitattributes", "a"}


def test_nothing_committed_yet(git_repo: GitRepository):
    past = git.find(git_repo.path)
    assert past
    assert past.head() == ""
    assert past.changes("versions") == ()
    assert past.tree("versions") == {}


def test_a_shallow_clone_is_known(git_repo: GitRepository, tmp_path: Path):
    for number in range(3):
        git_repo.write("a", str(number))
        git_repo.commit(str(number))
    git_repo.git("clone", "--quiet", "--depth=1", f"file://{git_repo.path}", str(tmp_path / "c"))
    assert History(tmp_path / "c").is_shallow()
    assert not History(git_repo.path).is_shallow()


def test_where_git_can_not_be_asked(
    git_repo: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    assert git.find(tmp_path) is None
    with monkeypatch.context() as patch:
        patch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")  # git's own switch for this test
        assert rules(git_repo.path) == ["git-ownership"]
    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        assert rules(git_repo.path) == ["git-missing"]
    (git_repo.path / ".git/HEAD").write_text("rubbish")
    assert rules(git_repo.path) == ["git-failed"]


def test_git_need_not_be_there_to_import(tmp_path: Path):
    """The command starts, and says what is missing, on a machine without git."""
    from sys import executable

    code = "import kaitei.record.git"
    scripts = str(Path(__file__).parent.parent / "scripts")
    environment = os.environ | {"PATH": str(tmp_path), "PYTHONPATH": scripts}
    assert subprocess.run([executable, "-c", code], env=environment).returncode == 0
