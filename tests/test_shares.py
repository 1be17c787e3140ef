"""A site made in shares and joined is the site that one process makes, to the byte."""

import gc
import hashlib
import json
import shutil
from datetime import date
from pathlib import Path

import pytest

import large
import sites
from conftest import run_kaitei
from kaitei.base.problems import KaiteiError
from kaitei.build import shares
from kaitei.build.shares import Share
from kaitei.record import Record
from kaitei.text.diff import Redline

ON = date(2026, 12, 1)
REPO = Path(__file__).resolve().parent.parent


def tree(folder: Path) -> dict[str, str]:
    """The digest of every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def made(root: Path, of: int, on: date = ON) -> list[Path]:
    """The folders of all shares of a site."""
    found = []
    for number in range(1, of + 1):
        share = Share(number, of)
        shares.make(Record(root, outlined=True), share, on, root / share.folder)
        found.append(root / share.folder)
    return found


def joined(root: Path, folders: list[Path], on: date = ON) -> Path:
    output = root / "joined"
    shares.join(shares.common(Record(root, outlined=True), on, output), output, folders)
    return output


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The sample of this repository: policies that link to each other, announced together."""
    sites.place(tmp_path / "repository")
    shutil.copytree(REPO / "versions", tmp_path / "repository/versions")
    return tmp_path / "repository"


@pytest.mark.parametrize("of", [1, 2, 5])
def test_the_shares_are_the_site_that_one_process_makes(root: Path, of: int):
    sites.build(root, ON, root / "site")
    assert tree(joined(root, made(root, of))) == tree(root / "site")


def test_every_kind_of_publication(tmp_path: Path):
    """Late translations, withheld texts, what a renamed or repealed policy leaves."""
    root = sites.root(tmp_path / "repository")
    for on in (date(2026, 3, 1), ON):
        sites.build(root, on, root / "site")
        assert tree(joined(root, made(root, 2, on), on)) == tree(root / "site")


def test_a_site_of_real_size(tmp_path: Path, large_site: Path):
    root = large.root(tmp_path / "repository")
    assert tree(joined(root, made(root, 3, large.DAY), large.DAY)) == tree(large_site)


def test_nothing_published_yet(tmp_path: Path):
    sites.place(tmp_path / "repository")
    root = tmp_path / "repository"
    sites.build(root, ON, root / "site")
    assert tree(joined(root, made(root, 2))) == tree(root / "site")


def test_a_share_reads_the_texts_of_its_own_policies_alone(root: Path):
    """The text of another is spoilt: whoever reads it would find that out."""
    outline = Record(root, outlined=True)
    mine, other = Share(1, 3), Share(3, 3)
    (theirs,) = other.policies(outline)
    (root / "versions" / theirs / "1/ja.md").write_text("spoilt", "utf-8")
    assert shares.make(outline, mine, ON, root / mine.folder) == len(mine.policies(outline))
    with pytest.raises(KaiteiError) as refused:
        shares.make(Record(root, outlined=True), other, ON, root / other.folder)
    assert refused.value.problems[0].rule == "record-changed"


def test_what_did_not_change_is_taken_over(root: Path):
    """A second run makes nothing anew, and knows what the common feeds say of a policy."""
    folders = made(root, 2)
    once, before = tree(joined(root, folders)), shares.read(folders[0])
    said = {name: dict(one) for name, one in before.said.items()}
    (page, *_) = (folders[0] / shares.SITE).rglob("index.html")
    number = page.stat().st_ino
    again = shares.read(made(root, 2)[0])
    assert page.stat().st_ino == number
    assert (again.artifacts, again.about) == (before.artifacts, before.about)
    assert {name: dict(one) for name, one in again.said.items()} == said != {}
    shutil.rmtree(root / "joined")
    assert tree(joined(root, folders)) == once


def test_of_a_policy_that_is_done_no_comparison_is_held(root: Path):
    """Else a process would grow with every policy; nor does it wait until Python looks for that."""

    def compared() -> int:
        return sum(isinstance(one, Redline) for one in gc.get_objects())

    share, held = Share(1, 1), []
    gc.collect()
    before = compared()
    gc.disable()
    try:
        outline = Record(root, outlined=True)
        seen = lambda done, total: held.append(compared() - before)  # noqa: E731
        assert shares.make(outline, share, ON, root / share.folder, seen, alone=True) > 2
    finally:
        gc.enable()
    assert len(held) > 2
    assert not any(held)


def refusal(root: Path, folders: list[Path], on: date = ON) -> tuple[str, object]:
    """By which rule, and for what, shares are not joined; what stood there is left."""
    (root / "joined").mkdir(exist_ok=True)
    before = tree(root / "joined")
    with pytest.raises(KaiteiError) as refused:
        joined(root, folders, on)
    assert tree(root / "joined") == before
    found = refused.value.problems[0]
    what = found.values.get("what")
    return found.rule, getattr(what, "key", None)


def test_another_day_record_theme_or_program_is_refused(root: Path):
    folders = made(root, 2)
    assert refusal(root, folders, date(2026, 12, 2)) == ("share-other", "desk.share.day")
    style = root / "theme/overrides/main.html"
    style.write_text(style.read_text("utf-8") + "\n", "utf-8")
    assert refusal(root, folders) == ("share-other", "desk.share.theme")
    style.write_text(style.read_text("utf-8")[:-1], "utf-8")
    summary = folders[0] / shares.SUMMARY
    said = json.loads(summary.read_text("utf-8"))
    for key, word in (("program", "program"), ("version", "program"), ("settings", "settings")):
        other = said["about"] | {"origin": said["about"]["origin"] | {key: "another"}}
        summary.write_text(json.dumps(said | {"about": other}), "utf-8")
        assert refusal(root, folders) == ("share-other", f"desk.share.{word}")
    policy = next(iter(said["about"]["newest"]))
    newest = said["about"]["newest"] | {policy: {"number": 1, "digest": "0" * 64}}
    summary.write_text(json.dumps(said | {"about": said["about"] | {"newest": newest}}), "utf-8")
    assert refusal(root, folders) == ("share-other", "desk.share.record")


def test_a_share_that_is_missing_or_touched_is_refused(root: Path):
    folders = made(root, 2)
    assert refusal(root, folders[:1]) == ("share-missing", None)
    assert refusal(root, [*folders, root]) == ("share-broken", None)
    page = next((folders[1] / shares.SITE).rglob("index.html"))
    page.write_bytes(page.read_bytes() + b" ")
    assert refusal(root, folders) == ("share-broken", None)


@pytest.mark.parametrize("written", ["0/2", "3/2", "1", "1/0", "１/2", "a/b"])
def test_what_is_no_share(root: Path, written: str):
    assert run_kaitei("build", "--share", written, cwd=root).returncode == 2


def test_the_commands(root: Path):
    """As the workflow of docs/scale.md calls them; the day is that of the shares."""
    for number in (1, 2):
        done = run_kaitei("build", "--share", f"{number}/2", "--on", str(ON), cwd=root)
        assert done.returncode == 0, done.stderr
    done = run_kaitei("join", cwd=root)
    assert done.returncode == 0, done.stderr
    assert str(ON) in done.stdout
    sites.build(root, ON, root / "again")
    assert tree(root / "site") == tree(root / "again")
