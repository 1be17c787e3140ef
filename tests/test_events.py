"""Every event, from content/ through the command line into a built site, looked at on its days.

The story stands in `story`; what a visitor must find, and must not, in cases/events/looks.yml.
"""

import json
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from conftest import REPO, GitRepository, run_kaitei
from kaitei.base import yamlfile
from legal import Legal
from records import ORGANIZATION

LOOKS = Path(__file__).parent / "cases" / "events" / "looks.yml"
LOOKED = yamlfile.read(LOOKS.read_text("utf-8"), LOOKS.name).root
LEAKED = "誤って公表した文".encode()
DECISION = {"decided": "2026-01-05", "approved_by": "取締役会", "reference": "R-1"}


def story(legal: Legal) -> Iterator[tuple[str, str]]:
    """Lets legal declare one event after the other; yields each with the day it is published on."""
    for policy in legal.policies:
        legal.declare("enactment", policy, effective="2026-02-01", announcement="start", **DECISION)
    yield "enactment", "2026-01-10"
    legal.texts(" 改定です。", langs=("ja",))
    legal.declare("revision", base=1, effective="2026-04-01", translation_later=["en"])
    yield "revision", "2026-02-10"
    legal.write("privacy-policy/en.md", legal.english("It is revised."))
    legal.declare("translation", of=2)
    yield "translation", "2026-02-20"
    legal.declare("postponement", of=2, effective="2026-06-01")
    yield "postponement", "2026-03-01"
    legal.texts(" 誤植を直しました。")
    legal.declare("correction", base=1, effective="2026-03-10")
    yield "correction", "2026-03-10"
    legal.texts(" 誤って公表した文です。")
    legal.declare("revision", base=2, effective="2026-06-01")  # in the place of 2
    yield "supersession", "2026-03-20"
    legal.declare("withdrawal", of=6)
    yield "withdrawal before effect", "2026-04-01"
    legal.texts(" 誤植を直しました。")  # what is withheld may not stay in content/ either
    legal.declare("withheld", of=6)
    yield "withheld", "2026-04-02"
    legal.rename("privacy-policy", "privacy")
    legal.declare("renaming", of=5, former="privacy-policy")
    yield "renaming", "2026-05-10"
    legal.texts(" 夏の改定です。")
    legal.declare("revision", base=2, effective="2026-07-01")
    yield "revision again", "2026-06-10"
    legal.declare("withdrawal", of=10)
    yield "withdrawal after effect", "2026-07-10"
    legal.declare("repeal", of=2, effective="2026-09-01")
    yield "repeal", "2026-08-01"
    legal.texts(" 新しい方針です。")
    legal.declare("enactment", base=2, effective="2027-01-01")
    yield "enactment again", "2026-12-01"
    legal.texts(" 夏の改定です。")
    legal.declare("withheld", of=13)
    yield "withheld in force", "2027-01-10"


class Author(Legal):
    """Legal, who can also write English and move a folder."""

    def english(self, words: str) -> str:
        text = (self.root / "content/privacy-policy/ja.md").read_text("utf-8")
        assert text
        return f"---\ntitle: Policy\n---\n## 1. {{#one}}\n\nThe fee is {{{{fee}}}}. {words}\n"

    def rename(self, old: str, new: str) -> None:
        (self.root / "content" / old).rename(self.root / "content" / new)
        self.policies = tuple(new if name == old else name for name in self.policies)
        organization = ORGANIZATION | {"policies": [*self.policies]}
        self.write("organization.yml", yamlfile.dump(organization))


class Words(HTMLParser):
    """The words that stand in a page's article, or in the whole of a file that has none."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words = ""
        html = re.sub(r'<span class="k-amount">(.*?)</span>', r"\1", html)  # within a sentence
        article = re.search(r"<article.*?</article>", html, re.DOTALL)
        self.feed(article[0] if article else html)

    def handle_data(self, data: str) -> None:
        self.words = f"{self.words} {' '.join(data.split())}".strip()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[GitRepository, dict[str, Path]]:
    """A repository in which the whole story was published and committed, and its sites by day.

    Each site was built when its day had come, before anything later was known.
    """
    folder = tmp_path_factory.mktemp("events")
    repository = GitRepository(folder / "repository")
    repository.path.mkdir()
    repository.git("init", "--quiet", "--initial-branch=main")
    shutil.copytree(REPO / "theme", repository.path / "theme")
    shutil.copy(REPO / "mkdocs.yml", repository.path)
    sites: dict[str, Path] = {}
    legal = Author(repository.path, "privacy-policy", "helpdesk")
    for event, day in story(legal):
        for past in (past for past in LOOKED if past < day and past not in sites):
            sites[past] = look(repository.path, past, folder / past)
        done = run_kaitei("publish", "--root", str(repository.path), "--on", day, LC_ALL="C")
        assert done.returncode == 0, f"{event}: {done.stdout}{done.stderr}"
        assert "Published" in done.stdout, f"{event}: {done.stdout}"
        repository.commit(event, when=f"{day}T18:00:00+09:00")
    for past in (past for past in LOOKED if past not in sites):
        sites[past] = look(repository.path, past, folder / past)
    return repository, sites


def look(root: Path, day: str, output: Path) -> Path:
    """The site of a day, built anew; the one that is renewed from day to day is the same."""
    for site in (output, output.parent / "renewed"):
        done = run_kaitei("build", "--root", str(root), "--on", day, "--output", str(site))
        assert done.returncode == 0, done.stdout + done.stderr
    assert files(output) == files(output.parent / "renewed"), day
    return output


def files(site: Path) -> dict[str, bytes]:
    return {str(p.relative_to(site)): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def read(page: Path) -> str:
    html = page.read_text("utf-8") if page.is_file() else ""
    return Words(html).words if page.suffix == ".html" else html


def test_a_visitor_finds_what_holds_on_each_day(told):
    _, sites = told
    wrong = []
    for day, pages in LOOKED.items():
        for address, lines in pages.items():
            file = sites[day] / address
            file = file / "index.html" if address.endswith("/") else file
            words = read(file)
            for line in lines:
                if line == "absent":
                    ok = not file.exists()
                elif line.startswith("not: "):
                    ok = file.exists() and line.removeprefix("not: ") not in words
                else:
                    ok = line in words
                if not ok:
                    wrong.append(f"{day} {address}: {line}\n    {words[:1500]}")
    assert not wrong, "\n".join(wrong)


def test_a_text_withheld_later_is_gone_from_the_sites_of_earlier_days_too(told, tmp_path: Path):
    repository, _ = told
    site = look(repository.path, "2026-03-20", tmp_path / "site")
    assert "非公開" in read(site / "privacy-policy/6/index.html")
    assert "非公開" in read(site / "privacy-policy/6/changes/index.html")
    assert not [file for file in site.rglob("*") if file.is_file() and LEAKED in file.read_bytes()]


def test_the_log_shows_what_git_confirms(told):
    repository, _ = told
    root = str(repository.path)
    done = run_kaitei("log", "--root", root, "--on", "2027-01-10", "--format", "json")
    entries = json.loads(done.stdout)
    assert [e["number"] for e in entries if e["policy"] != "helpdesk"] == [*range(14, 0, -1)]
    assert all(e["git"]["day"] == e["announced"] for e in entries)
    first = entries[-2]
    assert (first["policy"], first["former"], first["decision"]) == (
        "privacy-policy",
        None,
        {"decided_on": "2026-01-05", "approved_by": "取締役会", "reference": "R-1"},
    )
    assert first["git"]["commit"] == repository.git("log", "--format=%H", "--reverse").split()[0]
    text = run_kaitei(
        "log", "--root", root, "--on", "2027-01-10", "privacy-policy", LC_ALL="C"
    ).stdout
    assert "privacy  Policy\n" in text
    assert "helpdesk" not in text
    assert "git 2026-05-10" in text
    assert "Renaming (privacy-policy@5)" in text
    assert "Approved by: 取締役会" in text


def test_the_log_of_a_shallow_clone_is_an_error_that_says_what_to_do(told, tmp_path: Path):
    repository, _ = told
    clone = str(tmp_path / "clone")
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.path}", clone)
    done = run_kaitei("log", "--root", clone, "--on", "2027-01-10", LC_ALL="C")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "git fetch --unshallow" in done.stderr
