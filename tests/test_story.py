"""A policy from an edit to the day it takes effect, in real repositories, by the commands."""

import os
import shutil
import subprocess
from pathlib import Path

import feedparser
import pytest

import repositories
import warm
from conftest import GIT, REPO, run_kaitei

POLICY = "content/privacy-policy"
PUBLISHED, BEFORE, EFFECTIVE = "2026-11-23", "2027-03-31", "2027-04-01"
POSTPONED, LATER = "2027-02-01", "2027-05-01"


class Desk:
    """A person's clone of the repository that all share; every command as it is typed."""

    def __init__(self, folder: Path) -> None:
        self.origin, self.root = folder / "origin.git", folder / "desk"
        self.today = "2026-11-22"
        self.program = warm.program()

    def run(self, *command: str, code: int = 0, **environment: str) -> str:
        when = f"{self.today}T12:00:00+09:00"
        around = os.environ | GIT | {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        around |= {"PYTHONPATH": str(REPO / "scripts"), "LC_ALL": "C.UTF-8"} | environment
        done = subprocess.run(
            command, cwd=self.root, env=around, capture_output=True, text=True, encoding="utf-8"
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def git(self, *arguments: str) -> str:
        return self.run("git", *arguments)

    def kaitei(self, *arguments: str, code: int = 0) -> str:
        return self.run(str(self.program), *arguments, "--on", self.today, code=code)

    def edit(self, file: str, *changes: tuple[str, str]) -> None:
        path = self.root / file
        text = path.read_text("utf-8")
        for old, new in changes:
            assert old in text, f"{old} is not in {file}"
            text = text.replace(old, new)
        path.write_text(text, "utf-8")

    def merge(self, branch: str) -> None:
        """What a code host does when a pull request is merged."""
        self.git("checkout", "-q", "main")
        self.git("merge", "-q", "--no-ff", "-m", f"Merge {branch}", branch)
        self.git("push", "-q", "origin", "main")

    def release(self) -> str:
        """What the workflow of the main branch runs: `make release`."""
        return self.run("sh", ".ci/release", KAITEI=str(self.program), ON=self.today)

    def nightly(self, day: str, site: Path) -> dict[str, str]:
        """The site of a day: the main page's text, the announcements in its feed."""
        self.today = day
        self.kaitei("build", "--output", str(site))
        feed = feedparser.parse((site / "privacy-policy" / "feed.xml").read_bytes())
        assert not feed.bozo
        page = (site / "privacy-policy" / "index.html").read_text("utf-8")
        return {"page": page, "feed": [(entry.id, entry.title) for entry in feed.entries]}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    repositories.make(made.root, "settled")
    shutil.copytree(REPO / "theme", made.root / "theme")
    for file in ("mkdocs.yml", ".gitattributes", ".gitignore"):
        shutil.copy(REPO / file, made.root)
    (made.root / ".ci").mkdir()
    shutil.copy(REPO / ".ci" / "release", made.root / ".ci")
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", made.origin], check=True)
    made.git("init", "-q", "-b", "main")
    made.git("add", "--all")
    made.git("commit", "-q", "-m", "What was published so far")
    made.git("remote", "add", "origin", str(made.origin))
    made.git("push", "-q", "-u", "origin", "main")
    return made


def test_from_an_edit_to_its_day_and_a_postponement(desk: Desk, tmp_path: Path):
    # A branch: the revision is prepared, the text edited, the words of the announcement written.
    desk.git("checkout", "-q", "-b", "advertising")
    desk.kaitei("revise", "privacy-policy", "--effective", EFFECTIVE)
    desk.edit(f"{POLICY}/ja.md", ("3. アンケートの実施\n", "3. アンケートの実施\n4. 広告の配信\n"))
    told = desk.kaitei("check", code=1)
    assert "“summary” is missing in English" in told
    assert "changes here, but not in the English text" in told
    desk.edit(f"{POLICY}/en.md", ("3. surveys\n", "3. surveys\n4. advertising\n"))
    repositories.say(
        desk.root / POLICY,
        ja=("利用目的に広告の配信を加えます。", "広告を始めるためです。"),
        en=("Advertising is added to the purposes.", "We begin to advertise."),
    )
    assert "0 errors, 0 warnings" in desk.kaitei("check")
    desk.git("commit", "-q", "-am", "Advertising")

    # The pull request: what it would publish.
    review = desk.kaitei("review", "--base", "origin/main", "--html", str(tmp_path / "review.html"))
    assert "130 days (14 wanted)" in review
    assert "広告の配信" in review
    assert "[inserted: advertising]" in review
    assert "This branch brings none." in review
    page = (tmp_path / "review.html").read_text("utf-8")
    assert "Advertising is added to the purposes." in page

    # Merged and published: the record is committed and pushed; a second run does nothing.
    desk.merge("advertising")
    desk.today = PUBLISHED
    assert "Published privacy-policy@3" in desk.release()
    assert desk.git("log", "-1", "--format=%s").strip() == "Publish privacy-policy@3"
    assert desk.git("rev-parse", "HEAD") == desk.git("rev-parse", "origin/main")
    assert desk.git("status", "--porcelain") == ""
    assert "the record is as it was" in desk.release()
    site = tmp_path / "site"
    announced = desk.nightly(PUBLISHED, site)
    assert "広告の配信" not in announced["page"].partition("k-text")[2].partition("</article>")[0]
    assert len(announced["feed"]) == 3
    assert announced["feed"][0][0].endswith("privacy-policy/3/ja")

    # A postponement, by the same way.
    desk.today = POSTPONED
    desk.git("checkout", "-q", "-b", "later")
    desk.kaitei("revise", "privacy-policy", "--kind", "postponement", "--effective", LATER)
    repositories.say(
        desk.root / POLICY,
        ja=("施行を延期します。", "ご案内の期間を延ばすためです。"),
        en=("It is put off.", "Customers get more time."),
    )
    assert "0 errors" in desk.kaitei("check")
    desk.git("commit", "-q", "-am", "Later")
    assert "privacy-policy@&#8203;3" in desk.kaitei("review", "--base", "origin/main")
    desk.merge("later")
    assert "Published privacy-policy@4" in desk.release()

    # The night before it was to hold first, the night of the old day, the night of the new one.
    current = {day: desk.nightly(day, site) for day in (BEFORE, EFFECTIVE)}
    assert current[BEFORE]["feed"] == current[EFFECTIVE]["feed"]
    assert [entry[0] for entry in current[EFFECTIVE]["feed"]][1:] == [
        entry[0] for entry in announced["feed"]
    ]
    assert "In force: 2" in status(desk, EFFECTIVE)
    desk.today = LATER
    told = desk.kaitei("behind", str(site), "--lang", "en", code=1)
    assert "The site shows “privacy-policy” as 2 (3); on this day it is 3" in told
    held = desk.nightly(LATER, site)
    assert "広告の配信" in held["page"]
    assert "In force: 3" in status(desk, LATER)
    (again, *known) = held["feed"]
    assert again[1] == "個人情報保護方針：改定の施行（2027年5月1日）"
    assert known == current[EFFECTIVE]["feed"]
    assert "shows what it should" in desk.kaitei("behind", str(site), "--lang", "en")
    assert desk.kaitei("check", "--lang", "en").endswith("0 errors, 1 warning.\n")
    assert "The record is whole" in desk.run(str(desk.program), "verify")


def status(desk: Desk, day: str) -> str:
    """Which revision the log of a day calls in force."""
    desk.today = day
    lines = desk.kaitei("log", "privacy-policy").splitlines()
    held = [line.split()[0] for line in lines if line.rstrip().endswith("In force")]
    return f"In force: {','.join(number for number in held if number in ('2', '3'))}"


def test_a_site_that_fell_asleep_is_told(desk: Desk, tmp_path: Path):
    site = tmp_path / "site"
    desk.nightly("2026-11-22", site)
    desk.today = "2026-11-23"
    assert "shows what it should" in desk.kaitei("behind", str(site), "--lang", "en")
    desk.today = "2027-02-01"
    assert "71 days ago" in desk.kaitei("behind", str(site), "--lang", "en")
    assert "no site of kaitei" in desk.kaitei("behind", str(tmp_path), "--lang", "en", code=1)
    current = site / "api" / "v1" / "current.json"
    for wrong in ("{}", "no json", '{"on": "2026-11-22", "policies": {"x": {"upcoming": 3}}}'):
        current.write_text(wrong)
        assert "no site of kaitei" in desk.kaitei("behind", str(site), "--lang", "en", code=1)


def test_a_waiting_announcement_is_published_on_its_day_by_the_nightly_run(desk: Desk):
    repositories.overlay(desk.root, repositories.CASES.parent / "review" / "clause-added")
    desk.edit(
        f"{POLICY}/ja.md",
        ("effective: 2026-11-30", "announced: 2026-12-01\neffective: 2027-01-01"),
    )
    desk.git("commit", "-q", "-am", "To be announced in December")
    for day in ("2026-11-23", "2026-11-30"):
        desk.today = day
        told = desk.release()
        assert "waits to be published until 1 December 2026" in told
        assert "the record is as it was" in told
    desk.today = "2026-12-01"
    assert "Published privacy-policy@3" in desk.release()


def test_the_commands_of_the_story_are_those_of_the_program():
    done = run_kaitei("--help")
    for command in ("check", "review", "publish", "build", "behind", "revise", "init", "new"):
        assert f"    {command} " in done.stdout
