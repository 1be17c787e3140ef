"""Taking in a history: what counts, what is asked of a person, what the record then says."""

import json
import re
import shutil
import subprocess
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from conftest import GitRepository, run_kaitei
from kaitei.base.problems import KaiteiError
from kaitei.drafts.adopt import history as importing
from kaitei.drafts.adopt import recording
from kaitei.drafts.adopt.change import change, is_slip
from kaitei.drafts.adopt.dates import told
from kaitei.drafts.adopt.text import take, words
from kaitei.drafts.repository import Repository
from kaitei.model import Kind, Policy, Publication
from kaitei.record import Record
from kaitei.record.verify import verify
from kaitei.text import markdown

CASES = Path(__file__).parent / "cases" / "importing"
ORGANIZATION = """\
name: {{{first}: Sample Company}}
time_zone: Asia/Tokyo
languages: [{languages}]
authoritative: {first}
notice_days: 14
sample: true
tag: kaitei-sample.example,2026
policies: [privacy-policy, terms]
"""


def target(folder: Path, languages: str = "en") -> Path:
    """A repository that a history is to be taken into."""
    (folder / "content").mkdir(parents=True)
    organization = ORGANIZATION.format(languages=languages, first=languages[:2])
    (folder / "content" / "organization.yml").write_text(organization, "utf-8")
    (folder / "content" / "facts.yml").write_text("", "utf-8")
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return target(tmp_path / "target")


@pytest.fixture
def both(tmp_path: Path) -> Path:
    """As `root`, in two languages: Japanese prevails."""
    return target(tmp_path / "both", "ja, en")


def planned(root: Path, repository: Path, *declared: str) -> Path:
    """The plan, saved beside the target, with open days taken for those of the announcement."""
    text = importing.plan(Repository(root), repository, declared, "en")
    file = root / "plan.yml"
    file.write_text(text.replace("open: ask", "open: announced"), "utf-8")
    return file


def edit(file: Path, *changes: tuple[str, str]) -> Path:
    """The plan as a person edits it: each text once, at its first place."""
    text = file.read_text("utf-8")
    for old, new in changes:
        assert old in text, f"{old!r} is not in\n{text}"
        text = text.replace(old, new, 1)
    file.write_text(text, "utf-8")
    return file


def state(file: Path, subject: str) -> str:
    """What the plan says of the state whose commit message is `subject`."""
    parts = re.split(r"\n\n(?=    # \d)", file.read_text("utf-8"))
    (found,) = [part for part in parts if part.split("\n")[0].endswith(f" {subject}")]
    return found


def policies(root: Path) -> dict[str, Policy]:
    return {policy.name: policy for policy in Record(root).policies}


def publications(root: Path) -> tuple[Publication, ...]:
    return policies(root)["privacy-policy"].publications


def refused(root: Path, file: Path) -> list[str]:
    """The rules for which a plan is refused; then nothing may have been written."""
    before = sorted(root.rglob("*"))
    with pytest.raises(KaiteiError) as caught:
        importing.apply(Repository(root), file)
    assert sorted(root.rglob("*")) == before
    return [found.rule for found in caught.value.problems]


def english(words: str, heading: str = "Privacy policy") -> str:
    return f"# {heading}\n\n## 1. Purpose\n\n{words}\n"


# --- texts ------------------------------------------------------------------------------------

TEXTS = sorted(p.stem for p in (CASES / "texts").glob("*.md") if ".expected" not in p.name)


@pytest.mark.parametrize("name", TEXTS)
def test_text_says_the_same_without_html(name: str):
    raw = (CASES / "texts" / f"{name}.md").read_text("utf-8")
    expected = (CASES / "texts" / f"{name}.expected.md").read_text("utf-8")
    taken = take(raw.encode(), "en", name)
    assert taken.source == expected
    assert not markdown.refusals(taken.source, name)
    read = replace(markdown.parse(raw, "en", dialect="foreign"), title="")
    visible = unicodedata.normalize("NFC", words(read))
    assert words(taken.text) in (visible, f"{taken.title} {visible}")
    saved_elsewhere = "\ufeff" + raw.replace("\n", "\r\n")
    assert take(saved_elsewhere.encode(), "en", name).source == expected


def test_text_that_cannot_be_had_is_refused_with_its_line():
    found = []
    for file in sorted((CASES / "refused").glob("*.md")):
        with pytest.raises(KaiteiError) as caught:
            take(file.read_bytes(), "ja", file.name)
        found += [f"{p.place}: {p.rule}" for p in caught.value.problems]
    assert found == (CASES / "refused" / "expected.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("file", sorted((CASES / "changes").glob("*.md")), ids=lambda p: p.stem)
def test_change(file: Path):
    old, new = (
        take(text.encode(), "ja", file.stem) for text in file.read_text("utf-8").split("=====\n")
    )
    found = str(change(old, new))
    if found == "substantive" and is_slip(old, new):
        found = "slip"
    assert file.stem.startswith(found)


def test_date_lines():
    lines = (CASES / "dates.txt").read_text("utf-8").splitlines()
    for line in lines[1:]:
        text, kind, day = (part.strip() for part in line.split("|"))
        found = told(markdown.parse(f"# Title\n\n{text}\n", "en", dialect="foreign"))
        said = ("nothing", "") if found is None else (
            "effective" if found.effective else "updated", found.day.isoformat()
        )  # fmt: skip
        assert said == (kind, day), line


# --- one language -----------------------------------------------------------------------------


@pytest.fixture
def moved(git_repo: GitRepository) -> GitRepository:
    """A history with all that makes histories hard, but for links and a second language."""
    repo = git_repo
    repo.write("policy.md", english("We keep your name."))
    repo.commit("first", "2020-01-01T23:30:00+00:00")  # 2 January in Tokyo
    repo.write("policy.md", english("We keep **your** name."))
    repo.commit("bold")
    repo.git("checkout", "--quiet", "-b", "draft")
    repo.write("policy.md", english("A draft that nobody saw."))
    repo.commit("draft")
    repo.write("policy.md", english("We keep your name and address."))
    repo.commit("draft again")
    repo.git("checkout", "--quiet", "main")
    repo.now = repo.now.replace(day=10)
    repo.git("merge", "--quiet", "--no-ff", "-m", "merged", "draft")
    repo.git("mv", "policy.md", "プライバシー.md")
    repo.commit("away", "2020-02-01T00:00:00+00:00")
    repo.write("プライバシー.md", b"\xef\xbb\xbf" + (repo.path / "プライバシー.md").read_bytes())
    repo.commit("mark")
    repo.write("プライバシー.md", english("We keep your name and your address."))
    repo.commit("changed", "2020-02-03T00:00:00+00:00")
    repo.write("プライバシー.md", english("We keep your name and address."))
    repo.commit("changed back", "2020-02-03T00:10:00+00:00")
    repo.git("mv", "プライバシー.md", "policy.md")
    repo.commit("home", "2020-03-01T00:00:00+00:00")
    repo.write("policy.md", english("We keep all.\n\nLast updated: April 5, 2020"))
    repo.commit("clock that went back", "2020-01-15T00:00:00+00:00")
    return repo


DECLARED = ("privacy-policy/en=policy.md", "privacy-policy/en=プライバシー.md")


def test_history_becomes_a_record(moved: GitRepository, root: Path):
    file = planned(root, moved.path, *DECLARED)
    plan = file.read_text("utf-8")
    assert "draft again" not in plan
    assert "# 9 states on the main line, 5 of them proposed" in plan
    assert "only formatting" in state(file, "bold")
    assert "nothing changed but the place" in state(file, "mark")
    assert "again that of" in state(file, "changed back")
    assert "earlier than the publication before" in state(file, "clock that went back")
    assert Record(root).policies == ()

    importing.apply(Repository(root), file)
    found = publications(root)
    assert [str(p.kind) for p in found] == ["enactment"] + 4 * ["revision"]
    assert [p.announced for p in found] == [
        date(2020, 1, 2),
        date(2020, 1, 11),
        date(2020, 2, 3),
        date(2020, 2, 3),
        date(2020, 2, 3),
    ]
    assert found[4].effective == date(2020, 4, 5)  # as the text says
    assert found[3].summary["en"] == ("Clause 1 (Purpose) amended: “your” deleted",)
    assert all(p.imported and p.base == (p.number - 1 or None) for p in found)
    assert {p.reason["en"] for p in found} == {"Not stated; imported from an existing history"}
    assert found[1].sources == found[3].sources
    assert found[0].sources["en"] == (
        "---\ntitle: Privacy policy\n---\n\n## 1. Purpose\n\nWe keep your name.\n"
    )
    assert not [p for p in verify(Record(root)) if p.severity == "error"]


def test_former_paths_are_declared_never_guessed(moved: GitRepository, root: Path):
    file = planned(root, moved.path, "privacy-policy/en=policy.md")
    plan = file.read_text("utf-8")
    assert "perhaps renamed: policy.md -> プライバシー.md (100 % alike)" in plan
    assert "changed back" not in plan
    assert "the text is gone" in state(file, "away")
    with pytest.raises(KaiteiError, match=r"Nothing ever stood at “policies\.md”"):
        importing.plan(Repository(root), moved.path, ["privacy-policy/en=policies.md"], "en")


def test_apply_is_completed_by_the_next_run(moved: GitRepository, root: Path, monkeypatch):
    file = planned(root, moved.path, *DECLARED)
    append = recording.append

    def killed(target: Record, publication: Publication, frozen):
        if publication.number == 3:
            raise KeyboardInterrupt
        return append(target, publication, frozen)

    monkeypatch.setattr(recording, "append", killed)
    with pytest.raises(KeyboardInterrupt):
        importing.apply(Repository(root), file)
    monkeypatch.undo()
    assert len(publications(root)) == 2
    (outcome,) = importing.apply(Repository(root), file)
    assert (outcome.written, outcome.there) == (3, 2)
    (outcome,) = importing.apply(Repository(root), file)
    assert (outcome.written, outcome.there) == (0, 5)

    kept = file.read_text("utf-8")
    for edited in (
        ("announced: 2020-01-11", "announced: 2020-01-12"),
        ("publish: no", "publish: yes"),
        ("The first text of the history that was taken in", "Enacted"),
        ("publish: yes", "publish: no"),
    ):
        file.write_text(re.sub("compared_with: .*", "", kept), "utf-8")
        rules = set(refused(root, edit(file, edited)))
        assert rules & {"import-differs", "import-kind"}, edited


def test_a_person_decides(moved: GitRepository, root: Path):
    file = planned(root, moved.path, *DECLARED)
    bold = state(file, "bold")
    edit(file, (bold, bold.replace("publish: no", "publish: yes")))
    assert refused(root, file) == ["import-compared"]  # the next summary compares with another
    merged = state(file, "merged")
    edit(file, (merged, re.sub(r"      summary:(.|\n)*compared_with: .*\n", "", merged)))
    importing.apply(Repository(root), file)
    found = publications(root)
    assert len(found) == 6
    assert "formatting" in found[1].summary["en"][0]
    assert found[2].base == 2


def test_what_cannot_be_is_told_whole_and_nothing_is_written(moved: GitRepository, root: Path):
    file = planned(root, moved.path, *DECLARED)
    merged, changed = state(file, "merged"), state(file, "changed")
    edit(
        file,
        ("\neffective_where_open: announced", "\neffective_where_open: ask"),
        (merged, merged.replace("2020-01-11", "2020-01-01").replace("revision", "enactment")),
        (changed, re.sub("commit: .*", "commit: 0123456789ab", changed)),
    )
    assert set(refused(root, file)) == {
        "import-effective",
        "import-kind",
        "import-days",
        "import-commit",
        "import-compared",
    }


def test_correction_is_challenged(git_repo: GitRepository, root: Path):
    for number, text in enumerate(
        ("It costs 1,000 yen.", "It costs 1,100 yen.", "it costs 1,100 yen.")
    ):
        git_repo.write("p.md", english(text))
        git_repo.commit(f"c{number}")
    file = planned(root, git_repo.path, "privacy-policy/en=p.md")
    assert "kind: correction" in state(file, "c2")  # capitals only
    before = state(file, "c1")
    after = before.replace("kind: revision", "kind: correction")
    assert refused(root, edit(file, (before, after))) == ["import-correction"]
    importing.apply(Repository(root), edit(file, (after, before)))
    assert [str(p.kind) for p in publications(root)] == ["enactment", "revision", "correction"]


def test_date_line_moved_later_tells_the_day(git_repo: GitRepository, root: Path):
    for number, (text, day) in enumerate(
        (("One", "May 1"), ("Two", "May 1"), ("Two", "May 9"), ("Three", "May 3"))
    ):
        git_repo.write("p.md", english(f"{text}.\n\nLast updated: {day}, 2020"))
        git_repo.commit(f"c{number}", f"2020-06-0{number + 1}T00:00:00+00:00")
    plan = importing.plan(Repository(root), git_repo.path, ["privacy-policy/en=p.md"], "en")
    (root / "plan.yml").write_text(plan, "utf-8")
    assert "effective: 2020-05-01" in state(root / "plan.yml", "c0")
    assert "effective: 2020-05-09" in state(root / "plan.yml", "c1")
    assert "put it in later" in state(root / "plan.yml", "c1")
    assert "publish: no" in state(root / "plan.yml", "c2")
    assert "an earlier day than before" in state(root / "plan.yml", "c3")
    assert refused(root, root / "plan.yml") == ["import-effective"]


def test_policy_that_ended_and_began_again(git_repo: GitRepository, root: Path):
    git_repo.write("p.md", english("One."))
    git_repo.commit("began")
    (git_repo.path / "p.md").unlink()
    git_repo.commit("ended")
    git_repo.write("p.md", english("Two."))
    git_repo.commit("began again")
    file = planned(root, git_repo.path, "privacy-policy/en=p.md")
    ended, again = state(file, "ended"), state(file, "began again")
    edit(
        file,
        (ended, ended.replace("publish: no", "publish: yes\n      kind: repeal")),
        (again, re.sub("compared_with: .*", "", again.replace("revision", "enactment"))),
    )
    importing.apply(Repository(root), file)
    assert [(str(p.kind), p.base, p.of) for p in publications(root)] == [
        ("enactment", None, None),
        ("repeal", None, 1),
        ("enactment", None, None),
    ]


def test_links_are_followed_in_the_tree_of_their_commit(git_repo: GitRepository, root: Path):
    repo = git_repo
    repo.write("legal/v1/privacy.md", english("One."))
    (repo.path / "current").symlink_to("legal/v1")
    repo.write("docs/keep", "")
    (repo.path / "docs/privacy.md").symlink_to("../current/privacy.md")
    repo.commit("linked twice")
    repo.write("legal/v1/privacy.md", english("Two."))
    repo.commit("behind the link")
    repo.write("legal/v2/privacy.md", english("Three."))
    (repo.path / "current").unlink()
    (repo.path / "current").symlink_to("legal/v2")
    repo.commit("another folder")
    for name, end in (
        ("out", "../../elsewhere.md"),
        ("root", "/etc/hosts"),
        ("loop", "privacy.md"),
    ):
        (repo.path / "docs/privacy.md").unlink()
        (repo.path / "docs/privacy.md").symlink_to(end)
        repo.commit(name)
    file = planned(root, repo.path, "privacy-policy/en=docs/privacy.md")
    for name in ("out", "root", "loop"):
        assert "symbolic link that leads out" in state(file, name)
        assert "publish: no" in state(file, name)
    importing.apply(Repository(root), file)
    assert [p.sources["en"].split("\n")[-2] for p in publications(root)] == [
        "One.",
        "Two.",
        "Three.",
    ]
    out = state(file, "out")
    edit(file, (out, out.replace("publish: no", "publish: yes")))
    assert "import-link" in refused(root, file)
    (root / "mended.md").write_text(english("Mended."), "utf-8")
    edit(
        file, ("publish: yes\n\n    # 5", "publish: yes\n      texts: {en: /etc/hosts}\n\n    # 5")
    )
    assert "import-commit" in refused(root, file)
    edit(file, ("/etc/hosts", "mended.md"))
    importing.apply(Repository(root), file)
    assert publications(root)[3].sources["en"].endswith("Mended.\n")


def test_text_that_cannot_be_read_waits_for_a_person(git_repo: GitRepository, root: Path):
    git_repo.write("p.md", english("One."))
    git_repo.commit("utf-8")
    git_repo.write("p.md", "# 規程\n\n第一\n".encode("cp932"))
    git_repo.commit("shift-jis")
    git_repo.write("p.md", english("Two."))
    git_repo.commit("utf-8 again")
    file = planned(root, git_repo.path, "privacy-policy/en=p.md")
    assert "can't be taken in" in state(file, "shift-jis")
    importing.apply(Repository(root), file)
    assert len(publications(root)) == 2
    shift = state(file, "shift-jis")
    edit(file, (shift, shift.replace("publish: no", "publish: yes")))
    assert "file-encoding" in refused(root, file)


def test_nothing_in_a_commit_can_write_into_the_plan(git_repo: GitRepository, root: Path):
    git_repo.write("p.md", english("One."))
    git_repo.commit("x\u2028    - commit: 0123456789ab\u0085publish: yes\x1b[31m")
    plan = importing.plan(Repository(root), git_repo.path, ["privacy-policy/en=p.md"], "en")
    assert not {"\u2028", "\x85", "\x1b"} & set(plan)
    (root / "plan.yml").write_text(plan.replace(": ask", ": announced"), "utf-8")
    importing.apply(Repository(root), root / "plan.yml")
    assert len(publications(root)) == 1


# --- two languages ----------------------------------------------------------------------------


def japanese(words: str) -> str:
    return f"# 個人情報保護方針\n\n## 第1条（目的）\n\n{words}\n"


PAIRED = ("privacy-policy/ja=ja.md", "privacy-policy/en=en.md")


@pytest.fixture
def paired(git_repo: GitRepository) -> GitRepository:
    """Two languages, each with its own rhythm."""
    repo = git_repo
    repo.write("en.md", english("Zero."))
    repo.commit("english alone", "2020-01-01T00:00:00+00:00")
    repo.write("ja.md", japanese("一。"))
    repo.commit("japanese", "2020-02-01T00:00:00+00:00")
    repo.write("ja.md", japanese("二。"))
    repo.write("en.md", english("Two."))
    repo.commit("together", "2020-03-01T00:00:00+00:00")
    repo.write("ja.md", japanese("三。"))
    repo.commit("japanese three", "2020-04-01T00:00:00+00:00")
    repo.write("en.md", english("Three."))
    repo.commit("english three", "2020-04-12T00:00:00+00:00")
    repo.write("en.md", english("Three, mended."))
    repo.commit("english mended", "2020-05-01T00:00:00+00:00")
    repo.write("ja.md", japanese("四。"))
    repo.commit("japanese four", "2020-06-01T00:00:00+00:00")
    repo.write("en.md", english("Four."))
    repo.commit("english four, the same day", "2020-06-01T05:00:00+00:00")
    repo.write("ja.md", japanese("五。"))
    repo.commit("japanese five", "2020-07-01T00:00:00+00:00")
    return repo


def test_languages_are_paired(paired: GitRepository, both: Path):
    file = planned(both, paired.path, *PAIRED)
    assert "no text in ja, the authoritative language, yet" in state(file, "english alone")
    importing.apply(Repository(both), file)
    assert [
        (
            str(p.kind),
            p.of,
            p.translation_later,
            {k: v.split("\n")[-2] for k, v in p.sources.items()},
        )
        for p in publications(both)
    ] == [
        ("enactment", None, (), {"ja": "一。", "en": "Zero."}),
        ("revision", None, (), {"ja": "二。", "en": "Two."}),
        ("revision", None, ("en",), {"ja": "三。"}),
        ("translation", 3, (), {"en": "Three."}),
        ("revision", None, (), {"ja": "三。", "en": "Three, mended."}),
        ("revision", None, (), {"ja": "四。", "en": "Four."}),
        ("revision", None, ("en",), {"ja": "五。"}),
    ]
    assert all(set(p.summary) == set(p.reason) == {"ja", "en"} for p in publications(both))
    assert verify(Record(both))[0].rule == "git-none"


def test_translation_rides_where_the_plan_says_so(paired: GitRepository, both: Path):
    file = planned(both, paired.path, *PAIRED)
    ja, en = state(file, "japanese three"), state(file, "english three")
    commit = re.search("commit: (.*)", en)[1]
    edit(
        file,
        (ja, ja.replace("      texts:\n", f"      texts:\n        en: {commit}\n")),
        (en, re.sub(r"publish: yes\n(.|\n)*", "publish: no", en)),
    )
    importing.apply(Repository(both), file)
    found = publications(both)[2]
    assert found.sources.keys() == {"ja", "en"}
    assert found.translation_later == ()


def test_translation_alone_publishes_nothing(paired: GitRepository, both: Path):
    file = planned(both, paired.path, *PAIRED)
    alone = state(file, "english alone")
    edit(file, (alone, alone.replace("publish: no", "publish: yes")))
    assert "import-authoritative" in refused(both, file)
    with pytest.raises(KaiteiError) as caught:
        importing.plan(Repository(both), paired.path, ["privacy-policy/en=en.md"], "ja")
    assert caught.value.problems[0].rule == "import-authoritative"


# --- what is asked for before -----------------------------------------------------------------


def test_a_path_is_found_however_its_letters_are_composed(both: Path, tmp_path: Path):
    source = tmp_path / "macos"
    source.mkdir()
    written = unicodedata.normalize("NFD", "プライバシー.md")
    (source / written).write_text("# 方針\n\n本文。\n", "utf-8")
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "one"]):
        author = ["-c", "user.name=n", "-c", "user.email=n@example.jp"]
        subprocess.run(["git", *author, *command], cwd=source, check=True)
    typed = f"privacy-policy/ja={unicodedata.normalize('NFC', written)}"
    assert written in importing.plan(Repository(both), source, [typed], "ja")


def test_what_must_be_there_first(moved: GitRepository, root: Path, tmp_path: Path):
    def rule(*declared: str, repository: Path = moved.path, target: Path = root) -> str:
        with pytest.raises(KaiteiError) as caught:
            importing.plan(Repository(target), repository, declared, "en")
        return caught.value.problems[0].rule

    assert rule(*DECLARED, target=tmp_path) == "import-organization"
    assert rule(*DECLARED, repository=tmp_path) == "import-repository"
    assert rule(*DECLARED, repository=tmp_path / "missing") == "import-repository"
    assert rule("privacy-policy/fr=policy.md") == "import-language"
    assert rule("cookies/en=policy.md") == "import-unlisted"
    for given in ("policy.md", "privacy-policy/en=../x.md", "privacy-policy/en=/x", "Privacy/en=x"):
        assert rule(given) == "import-source"
    shallow = tmp_path / "shallow"
    moved.git("clone", "--quiet", "--depth=1", moved.path.as_uri(), str(shallow))
    assert rule(*DECLARED, repository=shallow) == "git-shallow"

    file = planned(root, moved.path, *DECLARED)
    other = tmp_path / "other"
    moved.git("init", "--quiet", str(other))
    moved.git("-C", str(other), "commit", "--quiet", "--allow-empty", "-m", "another")
    edit(file, (f"repository: {moved.path}", f"repository: {other}"))
    assert refused(root, file) == ["import-head"]


def test_command_line(moved: GitRepository, root: Path):
    done = run_kaitei("import", "plan", str(moved.path), *DECLARED, cwd=root, LC_ALL="C.UTF-8")
    assert done.returncode == 0, done.stderr
    (root / "plan.yml").write_text(done.stdout.replace(": ask", ": announced"), "utf-8")
    done = run_kaitei("import", "apply", "plan.yml", cwd=root, LC_ALL="C.UTF-8")
    assert done.stdout == "privacy-policy: 5 publications carried over, 0 were there already.\n"
    again = run_kaitei("import", "plan", str(moved.path), "--lang", "ja", *DECLARED, cwd=root)
    assert "既存の履歴を取り込む計画" in again.stdout
    wrong = run_kaitei("import", "apply", "none.yml", cwd=root, LC_ALL="C.UTF-8")
    assert (wrong.returncode, wrong.stderr[:10]) == (1, "none.yml: ")


# --- real histories ---------------------------------------------------------------------------

# (history, state): judged otherwise by tokens of the file than by what can be read on a page
DIFFERENT = {
    ("basecamp_privacy", 17): "visible address of a link",
    ("basecamp_privacy", 42): "visible address of a link",
    ("basecamp_privacy", 46): "only the front matter's description",
    ("basecamp_terms", 10): "a list that is numbered otherwise",
    ("basecamp_terms", 29): "a date in a clause",
    ("basecamp_terms", 36): "visible address of a link",
    ("github_terms-of-service", 40): "dashes that are no list",
}
CORPORA = ("basecamp_privacy", "basecamp_terms", "github_terms-of-service",
           "teammirai_13_kurashi_ja")  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", CORPORA)
def test_every_mainline_state_of_a_real_history(
    name: str, shared: Path, git_repo: GitRepository, tmp_path: Path
):
    manifest = json.loads((shared / "corpora" / name / "manifest.json").read_text("utf-8"))
    for revision in manifest["revisions"]:
        for gone in revision["removed_paths"] or ():
            (git_repo.path / gone).unlink()
        text = (shared / "corpora" / name / revision["file"]).read_bytes()
        git_repo.write(revision["path"], text)
        git_repo.commit(f"state {revision['seq']}", revision["commit_date"])
    lang = manifest["language"]
    root = target(tmp_path / "record", lang)
    file = planned(root, git_repo.path, *(f"privacy-policy/{lang}={p}" for p in manifest["paths"]))
    proposed = {
        r["seq"]: "publish: yes" in state(file, f"state {r['seq']}") for r in manifest["revisions"]
    }
    assert len(proposed) == manifest["count"]
    upkeep = ("markup", "date line", "whitespace", "identical")
    otherwise = {
        (name, r["seq"])
        for r in manifest["revisions"]
        if proposed[r["seq"]] == r["change_class"].startswith(upkeep)
    }
    assert otherwise == {key for key in DIFFERENT if key[0] == name}
    importing.apply(Repository(root), file)
    assert len(publications(root)) == sum(proposed.values())
    assert not [p for p in verify(Record(root)) if p.severity == "error"]


@pytest.mark.slow
def test_bundle_becomes_a_site(shared: Path, tmp_path: Path, repo: Path):
    clone = tmp_path / "clone"
    bundle = shared / "bundles" / "basecamp-policies.bundle"
    subprocess.run(["git", "clone", "--quiet", str(bundle), str(clone)], check=True)
    root = target(tmp_path / "record")
    paths = {
        "privacy-policy": ("privacy/index.md", "privacy/privacy-policy.md"),
        "terms": ("terms/index.md", "terms.md"),
    }
    declared = [f"{policy}/en={path}" for policy, stood in paths.items() for path in stood]
    file = planned(root, clone, *declared)
    plan = file.read_text("utf-8")
    # The bundle's main line was straightened: commits of branches stand on it as well.
    assert "# 57 states on the main line, 45 of them" in plan
    assert "# 40 states on the main line, 29 of them" in plan
    for policy, corpus, missing in (
        ("privacy-policy", "basecamp_privacy", 0),
        ("terms", "basecamp_terms", 1),  # a state that only its branch had
    ):
        manifest = json.loads((shared / "corpora" / corpus / "manifest.json").read_text("utf-8"))
        log = ["log", "--first-parent", "--raw", "--no-abbrev", "--format=", "--", *paths[policy]]
        blobs = subprocess.check_output(["git", *log], cwd=clone, text=True)
        absent = [r for r in manifest["revisions"] if r["blob"] not in blobs]
        assert len(absent) == missing
    importing.apply(Repository(root), file)
    assert [len(p.publications) for p in Record(root).policies] == [45, 29]
    assert not [p for p in verify(Record(root)) if p.severity == "error"]
    assert Kind.ENACTMENT is policies(root)["terms"].publications[0].kind
    for part in ("theme", "mkdocs.yml"):
        (shutil.copytree if (repo / part).is_dir() else shutil.copy)(repo / part, root / part)
    done = run_kaitei("build", "--on", "2026-11-22", cwd=root, LC_ALL="C.UTF-8")
    assert done.returncode == 0, done.stdout + done.stderr
    page = (root / "site" / "privacy-policy" / "1" / "index.html").read_text("utf-8")
    assert "Basecamp privacy policy" in page
    assert "<figure" not in page
    assert (root / "site" / "terms" / "29" / "changes" / "index.html").exists()
