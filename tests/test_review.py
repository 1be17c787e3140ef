import os
import re
from datetime import date
from pathlib import Path

import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt

import repositories
from kaitei.base.problems import KaiteiError
from kaitei.drafts import checks, publish, review
from kaitei.drafts.repository import Repository
from test_changes import CHANGE

CASES = Path(__file__).parent / "cases" / "review"
DECLARED = "content/privacy-policy/ja.md"
TODAY = date(2026, 11, 22)


@pytest.fixture
def branch(git_repo):
    """A clone with the record `settled`, on branch "work" made from main."""
    repositories.make(git_repo.path, "settled")
    git_repo.commit("what was published")
    git_repo.git("checkout", "--quiet", "-b", "work")
    return git_repo


def declare(branch, **changes: str) -> None:
    """Overlay the case "fee-raised" with lines of what it declares changed, and commit it."""
    repositories.overlay(branch.path, CASES / "fee-raised")
    file = branch.path / DECLARED
    text = file.read_text("utf-8")
    for name, value in changes.items():
        text = re.sub(rf"^{name}: .*$", f"{name}: {value}", text, flags=re.MULTILINE)
    file.write_text(text, "utf-8")
    branch.commit("declared")


@pytest.mark.parametrize("folder", sorted(f for f in CASES.iterdir() if f.is_dir()), ids=str)
def test_a_review_says_what_would_be_published(branch, folder: Path):
    repositories.overlay(branch.path, folder)
    (branch.path / "expected.en.md").unlink(missing_ok=True)
    (branch.path / "expected.ja.md").unlink(missing_ok=True)
    branch.commit("the branch")
    found = review.look(Repository(branch.path), "main", TODAY)
    for lang in ("en", "ja"):
        said = review.comment(found, lang).replace(found.branch.base[:12], "COMMIT")
        file = folder / f"expected.{lang}.md"
        if os.environ.get("KAITEI_WRITE_CASES"):
            file.write_text(said, "utf-8")
        assert said == file.read_text("utf-8")


def test_every_clause_stands_in_the_page_whatever_the_comment_leaves_out(branch):
    """Several times a host's limit: the comment says what it leaves out, the page has all."""
    words = [f"第{n}の目的は、" + "業務の改善" * 40 for n in range(300)]
    for lang, label in (("ja", "第{}条（目的{}）"), ("en", "{}. Purpose {}")):
        clauses = [f"## {label.format(n, n)} {{#p{n}}}\n\n{w}\n" for n, w in enumerate(words, 1)]
        file = f"content/privacy-policy/{lang}.md"
        head = (CASES / "fee-raised" / file).read_text("utf-8").split("---\n")[1]
        branch.write(file, f"---\n{head}---\n\n" + "\n".join(clauses))
    branch.commit("rewritten")
    found = review.look(Repository(branch.path), "main", TODAY)
    said = review.comment(found, "ja", whole="https://ci.example/review.html")
    assert 20_000 < len(said) <= review.LIMIT
    assert "<https://ci.example/review.html>" in said.splitlines()[-1]
    assert said.count("<details") == said.count("</details>")
    assert said.count("<table>") == said.count("</table>")
    page = lxml_html.document_fromstring(review.document(found, "ja"))
    seen = page.text_content()
    assert [w for w in words if seen.count(w) != 2] == []


def test_the_smallest_limit_is_kept(branch):
    repositories.overlay(branch.path, CASES / "clause-added")
    branch.commit("the branch")
    found = review.look(Repository(branch.path), "main", TODAY)
    whole = review.comment(found, "en")
    for limit in range(1_000, len(whole) + 1_000, 37):
        said = review.comment(found, "en", limit=limit)
        assert len(said) <= limit
        assert said == whole or "left out here" in said.splitlines()[-1]
        assert said.count("<details") == said.count("</details>")


def test_the_page_loads_nothing_and_runs_nothing(branch):
    repositories.overlay(branch.path, CASES / "clause-added")
    branch.commit("the branch")
    page = lxml_html.document_fromstring(
        review.document(review.look(Repository(branch.path), "main", TODAY), "en")
    )
    assert not page.xpath("//script | //link | //img | //iframe | //@onclick")
    assert not [a for a in page.xpath("//@href | //@src") if not a.startswith(("#", "https:"))]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    rows = page.xpath("//table[@class='sides']/tbody")
    for row in rows:  # both languages beside one another, in the order of the heads
        assert [cell.get("lang") for cell in row.xpath("tr/td[@lang]")] == ["ja", "en"]


def test_what_main_did_meanwhile_is_not_the_branch_s(branch):
    """The base is where the branch was made, not what main is now."""
    declare(branch)
    branch.git("checkout", "--quiet", "main")
    repositories.overlay(branch.path, repositories.CASES / "settled" / "item-open")
    branch.commit("main went on")
    branch.git("checkout", "--quiet", "work")
    found = review.look(Repository(branch.path), "main", TODAY)
    assert {problem.rule for problem in found.problems} == {"fact-undeclared"}
    assert [(c.name, c.lang, c.before, c.after) for c in found.facts] == [
        ("copy-fee", "ja", "500円（税込）", "700円（税込）"),
        ("copy-fee", "en", "500 yen (including tax)", "700 yen (including tax)"),
    ]
    assert {(change.uses, change.open) for change in found.facts} == {
        (("privacy-policy", "requests"), ("requests",))
    }


def test_what_was_pending_and_wrong_before_is_told_apart(branch):
    declare(branch, effective="2026-11-25")
    branch.git("checkout", "--quiet", "-b", "other")
    company = branch.path / "content" / "organization.yml"
    company.write_text(company.read_text("utf-8").replace("email: desk@example.com", "email:"))
    branch.commit("another matter")
    found = review.look(Repository(branch.path), "work", TODAY)
    assert [item.earlier for item in found.items if item.declared] == [True]
    assert {problem.rule for problem in found.problems} == {"item-open"}
    assert {problem.rule for problem in found.earlier} == {"notice-short", "fact-undeclared"}


def test_a_changed_fact_is_shown_in_each_text_that_it_reaches(branch):
    """What holds and what is to come; and that all of it is told as one."""
    repositories.overlay(branch.path, repositories.CASES / "record" / "3")
    publish.publish(Repository(branch.path), TODAY)
    branch.commit("published")
    branch.git("branch", "--force", "main")
    facts = branch.path / "content/facts.yml"
    raised = facts.read_text("utf-8").replace('amount: "500"', 'amount: "700"')
    facts.write_text(raised + CHANGE, "utf-8")
    found = review.look(Repository(branch.path), "main", TODAY)
    shown = [(item.policy, item.declared.number, item.about.number) for item in found.items]
    assert shown == [("privacy-policy", 4, 2), ("privacy-policy", 5, 3), ("requests", 2, 1)]
    said = review.comment(found, "en")
    one = "| Announced as one with | privacy-policy@&#8203;5, requests@&#8203;2 |"
    assert one in said
    assert said.count("500 yen became 700 yen") == 3
    page = lxml_html.document_fromstring(review.document(found, "en"))
    ids = page.xpath("//@id")
    assert len(ids) == len({*ids})


def test_an_event_carries_no_text(branch):
    declare(branch, effective="2027-04-01")
    for lang in ("ja", "en"):  # the same words above the other policy's text
        said, other = (
            (branch.path / "content" / policy / f"{lang}.md").read_text("utf-8").split("---\n", 2)
            for policy in ("privacy-policy", "requests")
        )
        text = "---\n".join(["", said[1], other[2]])
        (branch.path / "content" / "requests" / f"{lang}.md").write_text(text, "utf-8")
    publish.publish(Repository(branch.path), TODAY)
    branch.commit("published")
    branch.git("branch", "--force", "main")
    declare(branch, kind="postponement", effective="2027-07-01")
    found = review.look(Repository(branch.path), "main", TODAY)
    told = {p.rule for p in checks.check(Repository(branch.path), TODAY)}
    assert told == {"words-copied", "fact-apart"}  # the other policy's fee is not put off
    (item,) = found.items
    assert (item.policy, item.redlines, item.notice) == ("privacy-policy", {}, 221)
    assert "carries no text" in review.document(found, "en")
    said = review.comment(found, "en")
    assert "privacy-policy@&#8203;3 (to take effect on 1 April 2027)" in said
    assert "| Effective | 1 July 2027 (until now 1 April 2027) |" in said


def test_a_withdrawal_says_what_holds_afterwards(branch):
    declare(branch, effective="", kind="withdrawal\nof: 2")
    found = review.look(Repository(branch.path), "main", TODAY)
    assert "| In force afterwards | privacy-policy@&#8203;1 |" in review.comment(found, "en")
    assert "<td>privacy-policy@1</td>" in review.document(found, "ja")


@pytest.mark.parametrize("name", ["no-such-branch", "--output=x", "HEAD..main", "", "main^{tree}"])
def test_a_base_that_git_does_not_know_is_told(branch, name: str):
    with pytest.raises(KaiteiError) as caught:
        review.look(Repository(branch.path), name, TODAY)
    assert [problem.rule for problem in caught.value.problems] == ["git-unknown"]


def test_without_git_or_a_common_commit_there_is_no_review(branch, tmp_path: Path):
    plain = Repository(repositories.make(tmp_path / "plain", "settled"))
    with pytest.raises(KaiteiError, match="not a git repository"):
        review.look(plain, "main", TODAY)
    branch.git("checkout", "--quiet", "--orphan", "other")
    branch.commit("a new beginning")
    with pytest.raises(KaiteiError, match="no commit in common"):
        review.look(Repository(branch.path), "main", TODAY)


def test_the_command_writes_both(branch, kaitei, tmp_path: Path):
    declare(branch)
    page, text = tmp_path / "review.html", tmp_path / "review.md"
    done = kaitei(
        "review", "--base", "main", "--on", TODAY.isoformat(), "--lang", "ja",
        "--html", str(page), "--output", str(text), cwd=branch.path,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "")
    assert text.read_text("utf-8").startswith(review.MARK)
    assert "このブランチで公表される内容" in page.read_text("utf-8")
    failed = kaitei("review", "--base", "main", "--html", str(tmp_path), cwd=branch.path)
    assert failed.returncode == 1
    assert "can't be written" in failed.stderr + failed.stdout or "書き込めません" in failed.stderr


def test_the_branch_s_own_problems_come_first_and_standing_ones_are_a_number(branch, kaitei):
    """Of a work tree, and of a branch that is not checked out."""
    branch.git("checkout", "--quiet", "main")
    company = branch.path / "content" / "organization.yml"
    company.write_text(company.read_text("utf-8").replace("email: desk@example.com", "email:"))
    branch.commit("a standing warning")
    branch.git("checkout", "--quiet", "-B", "work")
    declare(branch, effective="2026-11-25")
    common = ("check", "--on", TODAY.isoformat(), "--lang", "en", "--base", "main")
    here = kaitei(*common, "--format", "github", cwd=branch.path)
    lines = here.stdout.splitlines()
    weights = [line.split()[0] for line in lines]
    assert weights == ["::error", "::warning", "::notice::Before"]
    assert lines[-1].endswith(
        "::Before this branch there were 0 errors and 1 warning: not listed here."
    )
    plain = kaitei(*common, cwd=branch.path)
    assert plain.stdout.splitlines()[-2:] == [lines[-1][10:], "1 error, 1 warning."]
    branch.git("checkout", "--quiet", "main")
    there = kaitei(*common, "--format", "github", "--branch", "work", cwd=branch.path)
    assert (there.stdout, there.returncode) == (here.stdout, 1)
    assert branch.git("status", "--porcelain") == ""
    assert kaitei("build", "--branch", "work", cwd=branch.path).returncode == 2


def test_a_branch_that_can_t_be_reviewed_is_told_in_the_comment(branch, kaitei, tmp_path: Path):
    """With what it changes besides: nothing a former run has written stays true of it."""
    branch.write("theme/pages/policy.html", "another")
    branch.write("content/facts.yml", "no: [yaml")
    branch.commit("unreadable")
    branch.git("checkout", "--quiet", "main")
    text = tmp_path / "review.md"
    asked = ("review", "--base", "HEAD", "--branch", "work", "--lang", "en", "--output", str(text))
    done = kaitei(*asked, cwd=branch.path)
    assert done.returncode == 1
    said = text.read_text("utf-8")
    assert said.startswith(review.MARK)
    assert "`theme/pages/policy.html`" in said
    assert "There is no review" in said
    assert "`content/facts.yml:1`" in said

    blob = branch.git("rev-parse", "HEAD:content/facts.yml").strip()
    entry = f"100644,{blob},content/{'a' * 300}.md"  # git has it, no folder can
    branch.git("checkout", "--quiet", "-b", "long")
    branch.git("update-index", "--add", "--cacheinfo", entry)
    branch.git("commit", "--quiet", "-m", "a long name")
    branch.git("checkout", "--quiet", "--force", "main")
    done = kaitei(*("long" if word == "work" else word for word in asked), cwd=branch.path)
    assert done.returncode == 1
    assert "can't be written" in text.read_text("utf-8")

    branch.write("content/facts.yml", "main: went on")
    branch.commit("the same lines")
    done = kaitei(*asked, cwd=branch.path)
    assert "changed the same lines" in done.stderr + done.stdout
    assert "changed the same lines" in text.read_text("utf-8")


# What a host would make something of: a mention, an issue, an address, a picture, markup.
LIVE = (
    "@octocat @mihon/legal #12 GH-12 :tada: https://evil.example/a?b=1 www.evil.example "
    "ftp://evil.example/ a@evil.example [l](https://evil.example/l)"
)
OWN = {"https://own.example/", "https://evil.example/l", "https://evil.example/"}
MARKUP = (
    f"{LIVE} ![p](https://evil.example/p.png) <https://evil.example/> `c`"
    " <img src=https://evil.example/i.png> <a href=//evil.example>x</a>"
)


def test_what_a_branch_writes_comes_to_no_life_in_the_comment(branch):
    """No mention, picture or address but the links that the text itself has."""
    declare(branch, effective="2027-04-01")
    for lang in ("ja", "en"):
        file = branch.path / "content" / "privacy-policy" / f"{lang}.md"
        text = re.sub(r"(?m)^(reason: |  - ).*$", rf"\1'{MARKUP}'", file.read_text("utf-8"))
        more = f"\n## 9. {LIVE} {{#live}}\n\n{LIVE}\n\n- {LIVE}\n\n| a |\n|---|\n| {LIVE} |\n"
        file.write_text(text + more + "\n[own](https://own.example/)\n", "utf-8")
        other = branch.path / "content" / "requests" / f"{lang}.md"
        other.write_text(other.read_text("utf-8") + f"\n{MARKUP}\n", "utf-8")
    branch.write("content/privacy-policy/@octocat.md", LIVE)
    branch.write("theme/@octocat ![p](x) `c`.md", LIVE)
    branch.commit("the branch")
    found = review.look(Repository(branch.path), "main", TODAY)
    refused = review.refused(found.branch, [*found.problems, *found.earlier], "ja")
    for said in (review.comment(found, "ja"), review.comment(found, "en"), refused):
        assert "evil" in said
        seen = lxml_html.document_fromstring(MarkdownIt().enable("table").render(said))
        assert not seen.xpath("//img | //script | //iframe")
        assert set(seen.xpath("//a/@href")) <= OWN
        texts = seen.xpath("//text()[not(ancestor::a) and not(ancestor::code)]")
        live = re.compile(r"@\w|#\d|GH-\d|:tada:|(?:https?|ftp)://|www\.")
        assert [text for text in texts if live.search(text)] == []
