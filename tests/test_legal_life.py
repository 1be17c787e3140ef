"""Situations of a legal department and of its readers, on which kaitei once was wrong.

Each is gone through as it happened: by the commands, in a copy of the sample or a repository of its
own, up to what stands on the site.
"""

import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import feedparser
import pytest
from lxml import html

import repositories
import sites
from conftest import REPO, GitRepository, run_kaitei
from kaitei.record import Record
from kaitei.site import pages
from kaitei.site.model import look
from legal import Legal

CASES = Path(__file__).parent / "cases" / "legal-life"
URL = "https://kaitei-sample.example/"
SAID = {"ja": ("改めます。", "見直しのためです。"), "en": ("It changes.", "Reviewed.")}
OWNED = re.compile(
    r"^content/(facts|organization)\.yml|^ "
)  # what the sample's owner has to fill in


class Desk(GitRepository):
    """A person's clone of the sample."""

    def kaitei(self, *arguments: str, code: int = 0) -> str:
        done = run_kaitei(*arguments, "--lang", "en", cwd=self.path)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def check(self, on: str, code: int = 0) -> list[str]:
        """What is wrong, but for what only the owner can fill in."""
        told = self.kaitei("check", "--on", on, code=code).splitlines()
        return [line for line in told if not OWNED.match(line)][:-1]

    def revise(self, *arguments: str, **words: tuple[str, str]) -> None:
        self.kaitei("revise", *arguments)
        for policy in (name for name in arguments if (self.path / "content" / name).is_dir()):
            repositories.say(self.path / "content" / policy, **(words or SAID))

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.path / "content" / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def sample(git_repo: GitRepository) -> Desk:
    for name in ("content", "versions", "theme"):
        shutil.copytree(REPO / name, git_repo.path / name)
    shutil.copy(REPO / "mkdocs.yml", git_repo.path)
    git_repo.commit("The sample", "2026-11-23T12:00:00+09:00")
    return Desk(git_repo.path, git_repo.now)


def test_number_collision(sample: Desk, tmp_path: Path):
    """Two people publish one number; the later one is led back to the public line, and on."""
    origin = str(tmp_path / "origin.git")
    sample.git("clone", "-q", "--bare", ".", origin)
    for name in ("a", "b"):
        sample.git("clone", "-q", origin, str(tmp_path / name))
    first, second = (Desk(tmp_path / name, sample.now) for name in ("a", "b"))
    edits = ("は、受付を休みます。", "は、受付をお休みします。"), ("に関する", "についての")
    for desk, (old, new) in zip((first, second), edits, strict=True):
        desk.edit("helpdesk/ja.md", old, new)
        desk.revise("helpdesk", "--on", "2026-12-01", "--effective", "2027-02-01")
        desk.kaitei("publish", "helpdesk", "--on", "2026-12-01")
        desk.commit("Publish helpdesk@2")
    first.git("push", "-q", "origin", "main")
    public = (first.path / "versions/helpdesk/2/ja.md").read_bytes()

    subprocess.run(["git", "pull", "-q", "--no-rebase"], cwd=second.path, check=False)
    second.git("checkout", "-q", "--theirs", "versions")
    second.commit("Merge")
    told = next(line for line in second.check("2026-12-01", code=1) if "versions/" in line)
    assert "versions/helpdesk/2: “origin/main” has another publication" in told.replace(
        "error: ", ""
    )
    mend = second.kaitei("verify", code=1)
    assert "is public" in mend
    way = re.search(r"Go on from the public line: `(.*?)`", mend)[1]
    assert "versions" not in way
    subprocess.run(["sh", "-ec", way], cwd=second.path, check=True, capture_output=True)
    assert "The record is whole" in second.kaitei("verify")
    assert (second.path / "versions/helpdesk/2/ja.md").read_bytes() == public
    own = {"ja": ("字句を整えます。", "見直しのためです。"), "en": ("It is tidied.", "Reviewed.")}
    second.revise("helpdesk", "--on", "2026-12-01", "--effective", "2027-02-01", **own)
    second.kaitei("publish", "helpdesk", "--on", "2026-12-01")
    assert "The record is whole" in second.kaitei("verify")
    text = (second.path / "versions/helpdesk/3/ja.md").read_text("utf-8")
    assert all(new in text for _, new in edits)


@pytest.mark.parametrize("case", ["amount", "words"])
def test_summary_comma(sample: Desk, case: str):
    """A comma in brackets splits no sentence: not when it is declared, and not when it is brought
    over from the form of before."""
    former = sample.path / "content/disclosure-procedure/revision.yml"
    shutil.copy(CASES / f"summary-comma/revision-{case}.yml", former)
    text = former.with_name("ja.md").read_text("utf-8")
    told = sample.kaitei("convert", code=1)
    assert "disclosure-procedure/revision.yml" in told
    assert "“summary" in told
    assert "where a comma would split a sentence" in told
    assert former.with_name("ja.md").read_text("utf-8") == text

    former.unlink()
    sample.revise("disclosure-procedure", "--on", "2026-11-24")
    written = "summary: [手数料を800円から1,000円に改めます。]"
    sample.edit("disclosure-procedure/ja.md", "summary:\n  - 改めます。", written)
    told = sample.kaitei("check", "--on", "2026-11-24", code=1)
    assert "“summary” stands in brackets, where a comma would split a sentence." in told


def test_after_withdrawal(sample: Desk):
    """The text in force is no mistake in content/, and stops nobody."""
    sample.revise("privacy-policy", "--kind", "withdrawal", "--on", "2026-12-02")
    assert "privacy-policy@4 (Withdrawal)" in sample.kaitei("publish", "--on", "2026-12-02")
    sample.commit("Withdraw")
    for lang in ("ja", "en"):
        text = sample.path / f"versions/privacy-policy/2/{lang}.md"
        shutil.copy(text, sample.path / "content/privacy-policy")
    told = sample.check("2026-12-03")
    assert all("is written out here, but is a fact" in line for line in told)
    assert "Nothing to publish" in sample.kaitei("publish", "--on", "2026-12-03")
    sample.edit("helpdesk/ja.md", "に関する", "についての")
    sample.revise("helpdesk", "--on", "2026-12-03")
    assert "helpdesk@2" in sample.kaitei("publish", "--on", "2026-12-03")
    told = sample.kaitei("revise", "privacy-policy", "--on", "2026-12-03")
    assert "It is based on revision 2, in force since 1 October 2025." in told


def test_company_name(sample: Desk):
    """A new name is announced, and stands nowhere else before its day."""
    policies = ("helpdesk", "privacy-policy", "disclosure-procedure")
    sample.edit("organization.yml", "en: C-Square Inc.", "en: New Name Inc.")
    sample.revise(*policies, "--effective", "2027-05-01", "--on", "2026-11-24")
    sample.kaitei("publish", "--on", "2026-11-24")
    upcoming = {"helpdesk/2", "privacy-policy/4", "disclosure-procedure/3"}
    for on in ("2027-04-30", "2027-05-01"):
        site = sample.path / f"site-{on}"
        sample.kaitei("build", "--on", on, "--output", str(site))
        named = {
            path.relative_to(site).parent.as_posix().removeprefix("en/")
            for path in site.rglob("*")
            if path.suffix in (".html", ".xml", ".ics", ".json")
            if b"New Name Inc." in path.read_bytes()
        }
        assert (named == upcoming) == (on == "2027-04-30"), named
        page = html.parse(site / "en/helpdesk/index.html")
        for place in ("k-header", "k-footer"):
            (found,) = page.getroot().find_class(place)
            assert ("New Name Inc." in words(found)) == (on == "2027-05-01")
    assert {"en", ".", "privacy-policy"} <= named


# --- what readers and programs meet -------------------------------------------------------------


@pytest.fixture
def legal(tmp_path: Path) -> Legal:
    """Terms of two clauses in both languages, in force since February."""
    desk = Legal(tmp_path, "terms")
    sites.place(tmp_path)
    desk.texts(TWO)
    desk.publish("2026-01-15")
    return desk


TWO = "\n\n## 2 {#fee}\n\nA, B and C."


def built(legal: Legal, on: str) -> Path:
    """The site of a day."""
    site = legal.root / f"site-{on}"
    sites.build(legal.root, date.fromisoformat(on), site)
    return site


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_current_correction(legal: Legal):
    """Who agreed to the text is not asked again for a comma."""
    legal.texts(TWO.replace("A, B and", "A, B, and"))
    legal.declare("correction", effective="2026-02-10")
    legal.publish("2026-02-10")
    current = json.loads((built(legal, "2026-02-10") / "api/v1/current.json").read_text("utf-8"))
    held = current["policies"]["terms"]["in_force"]
    assert (held["number"], held["kind"], held["text_since"]) == (2, "correction", 1)


def test_feed_same_day(legal: Legal):
    """Two publications of one day: each is told at a time of its own, and moves the feed."""
    moments = []
    for number in (2, 3):
        legal.texts(f"{TWO} {number}")
        legal.declare("revision", effective=f"2026-0{number + 2}-01")
        legal.publish("2026-02-10")
        site = built(legal, "2026-02-10")
        for feed in ("atom.xml", "feed.xml", "en/terms/atom.xml"):
            read = feedparser.parse((site / feed).read_bytes())
            times = [entry.published_parsed for entry in read.entries]
            assert len(times) == len(set(times)) >= number
            assert times == sorted(times, reverse=True)
            moments.append((feed, read.feed.updated_parsed))
    before, after = dict(moments[:3]), dict(moments[3:])
    assert all(before[feed] < after[feed] for feed in before)


def test_deleted_clause(legal: Legal):
    """Its permanent link lands on a line that says what became of it."""
    legal.texts("")
    legal.declare("revision", effective="2026-04-01")
    legal.publish("2026-02-10")
    before, after = built(legal, "2026-03-31"), built(legal, "2026-04-01")
    for lang in ("", "en/"):
        assert "k-gone" not in (before / lang / "terms/index.html").read_text("utf-8")
        page = html.parse(after / lang / "terms/index.html").getroot()
        (gone,) = page.find_class("k-gone")
        assert gone.get("id") == "fee"
        leads = [link.get("href") for link in gone.iter("a")]
        assert any(href.endswith("terms/2/changes/#k-row-fee") for href in leads)
        assert any(href.endswith("terms/wordings/#fee") for href in leads)
    assert "publication 2, effective 1 April 2026, left it out" in words(gone)


def test_stale_says_in_force(legal: Legal):
    """A translation that is behind says so in the bar, and never that it holds."""
    legal.texts(TWO.replace("C.", "D."))
    legal.texts(TWO.replace("C.", "D."), langs=("ja",))
    legal.declare("revision", effective="2026-04-01", translation_later=["en"])
    legal.publish("2026-02-10")
    for on, behind in (("2026-03-31", False), ("2026-04-01", True)):
        page = html.parse(built(legal, on) / "en/terms/index.html").getroot()
        (head,) = page.find_class("k-document-head")
        (bar,) = head.find_class("k-status")
        assert bool(head.find_class("k-status--in-force")) != behind
        assert ("It is no longer in force" in words(bar)) == behind
        assert ("that of publication 1" in words(page)) == behind
        stale = page.xpath('//p[contains(., "before publication 2")]/..')
        told = [one.xpath(".//@id")[0] for one in stale]
        assert told == ["fee"] * behind


def test_holidays_january():
    """Until the gazette of February an equinox of next year is only expected."""
    for on, expected in (("2027-01-31", True), ("2027-02-01", False)):
        site = look(Record(REPO).policies, date.fromisoformat(on))
        made = {p.address: p for p in pages.pages(site, REPO / "theme", URL)}
        for lang in ("", "en/"):
            page = html.fromstring(made[f"{lang}helpdesk/"].html)
            (day,) = page.xpath('//time[@datetime="2028-03-20"]/../..')
            said = {"": "春分の日（見込み", "en/": "Vernal Equinox Day (expected"}[lang]
            assert (said in words(day)) == expected


def test_canonical_in_force(legal: Legal):
    """The number in force names the policy's page, and what does not hold is not indexed."""
    legal.texts(f"{TWO} 2")
    legal.declare("revision", effective="2026-04-01")
    legal.publish("2026-02-10")
    for on, holds in (("2026-03-31", 1), ("2026-04-01", 2)):
        site = built(legal, on)
        for lang in ("", "en/"):
            for number in (1, 2):
                page = html.parse(site / f"{lang}terms/{number}/index.html")
                known = page.xpath('//link[@rel="canonical"]/@href')
                assert known == [f"{URL}{lang}terms/"] * (number == holds)
                hidden = page.xpath('//meta[@name="robots"]/@content')
                assert hidden == ["noindex"] * (number != holds)
