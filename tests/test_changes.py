"""A fact that changes, declared once in facts.yml: what is published, and what never is again."""

from datetime import date
from pathlib import Path

import repositories
from kaitei.drafts import checks, publish
from kaitei.drafts.repository import Repository

TODAY = date(2026, 11, 22)
CHANGE = """\
change:
  effective: 2027-01-01
  announcement: fee-2027
  summary:
    ja:
      - 開示手数料を500円から700円に改めます。
    en:
      - The disclosure fee changes from 500 yen to 700 yen.
  reason:
    ja: 開示の実施に要する費用を見直したためです。
    en: The cost of disclosures was reviewed.
"""


def raised(root: Path, record: str) -> Path:
    """A repository in which the fee was raised by one edit of one file."""
    repositories.make(root, record)
    file = root / "content/facts.yml"
    text = file.read_text("utf-8").replace('amount: "500"', 'amount: "700"')
    file.write_text(text + CHANGE, "utf-8")
    return root


def publications(root: Path) -> list[tuple[str, int, int | None, str, bool]]:
    """What the announcement brought: policy, number, base, day, and whether the fee is new."""
    return [
        (p.policy, p.number, p.base, str(p.effective), "700" in p.sources["ja"])
        for policy in Repository(root).record.policies
        for p in policy.publications
        if p.announcement == "fee-2027"
    ]


def test_one_edit_of_one_file_is_a_publication_of_each_policy_that_says_it(tmp_path: Path):
    root = raised(tmp_path, "settled")
    assert [p.rule for p in checks.check(Repository(root), TODAY) if p.severity == "error"] == []
    publish.publish(Repository(root), TODAY)
    assert publications(root) == [
        ("privacy-policy", 3, 2, "2027-01-01", True),
        ("requests", 2, 1, "2027-01-01", True),
    ]
    later = date(2027, 2, 1)  # it stays where it is declared, and nothing is pending
    assert checks.check(Repository(root), later) == []
    assert publish.publish(Repository(root), later) == []


def test_where_a_revision_is_upcoming_both_texts_get_the_new_fact(tmp_path: Path):
    root = raised(tmp_path, "upcoming")
    publish.publish(Repository(root), TODAY)
    assert [p for p in publications(root) if p[0] == "privacy-policy"] == [
        ("privacy-policy", 4, 2, "2027-01-01", True),
        ("privacy-policy", 5, 3, "2027-04-01", True),
    ]
    assert publish.publish(Repository(root), TODAY) == []


def test_what_was_withdrawn_is_not_published_again_by_what_was_left_in_facts(tmp_path: Path):
    root = raised(tmp_path, "settled")
    publish.publish(Repository(root), TODAY)
    for policy in ("privacy-policy", "requests"):
        for lang in ("ja", "en"):
            file = root / f"content/{policy}/{lang}.md"
            head, body = file.read_text("utf-8").split("---\n", 2)[1:]
            said = "kind: withdrawal\n" if lang == "ja" else ""
            said += "summary:\n  - WORDS\nreason: WHY\n"
            words = (
                ("取りやめます。", "見直したためです。") if lang == "ja" else ("It ends.", "Why.")
            )
            said = said.replace("WORDS", words[0]).replace("WHY", words[1])
            title = head.split("\n")[0]
            file.write_text(f"---\n{title}\n{said}---\n{body}", "utf-8")
    assert len(publish.publish(Repository(root), TODAY)) == 2
    assert publish.publish(Repository(root), TODAY) == []
    file = root / "content/facts.yml"  # set back and taken out, nothing is pending either
    text = file.read_text("utf-8").replace('amount: "700"', 'amount: "500"').replace(CHANGE, "")
    file.write_text(text, "utf-8")
    assert publish.publish(Repository(root), TODAY) == []
