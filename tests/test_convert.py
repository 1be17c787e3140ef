"""content/ of the form with revision.yml, brought into today's: nothing published changes."""

import re
from datetime import date
from pathlib import Path

import pytest

import repositories
from kaitei.base.problems import KaiteiError
from kaitei.drafts import checks, publish
from kaitei.drafts.convert import convert
from kaitei.drafts.repository import Repository
from legal import tree

TODAY = date(2026, 11, 22)
PRIVACY = """\
# Describes the publication with this number. To revise: edit ja.md and en.md, then raise `number`
# by one, set `base` to the revision whose text you replace, and fill in the rest anew.
number: 2
base: 1
kind: revision
# 取締役会の決定による
effective: 2025-04-01  # 年度の初め
summary:
  ja: [利用目的にアンケートの実施を加えます。]
  en:
    # as agreed with marketing
    - Surveys are added to the purposes.
reason:
  ja: サービスの改善に役立てるためです。
  en: Surveys help to improve the service.
"""
REQUESTS = """\
number: 1
kind: enactment
effective: 2024-04-01
summary: {ja: [請求の手続を定めます。], en: [SAID]}
reason: {ja: 請求の方法を明らかにするためです。, en: WHY}
"""


@pytest.fixture
def former(tmp_path: Path) -> Path:
    """A repository whose content/ is of the former form, with nothing pending."""
    root = repositories.make(tmp_path / "former", "settled")
    said = Repository(root).whole.draft("requests").declared.main
    requests = REQUESTS.replace("SAID", said.summary["en"][0]).replace("WHY", said.reason["en"])
    for policy, declared in (("privacy-policy", PRIVACY), ("requests", requests)):
        for file in (root / "content" / policy).glob("*.md"):
            head, body = file.read_text("utf-8").split("---\n", 2)[1:]
            title = re.search(r"^title:.*\n", head, re.MULTILINE)[0]
            file.write_text(f"---\n{title}---\n{body}", "utf-8")
        (root / "content" / policy / "revision.yml").write_text(declared, "utf-8")
    return root


def test_a_repository_is_brought_over_and_nothing_is_pending(former: Path):
    before = tree(former)
    files = convert(Repository(former), TODAY)
    assert [f for f in files if f.startswith("content/privacy-policy/")] == [
        f"content/privacy-policy/{name}" for name in ("en.md", "ja.md", "revision.yml")
    ]
    assert checks.check(Repository(former), TODAY) == []
    assert publish.publish(Repository(former), TODAY) == []
    assert tree(former) == before
    head = (former / "content/privacy-policy/ja.md").read_text("utf-8").split("---\n")[1]
    assert head == (
        "title: 個人情報保護方針\nkind: revision\n# 取締役会の決定による\n"
        "effective: 2025-04-01  # 年度の初め\nsummary:\n"
        "  - 利用目的にアンケートの実施を加えます。\nreason: サービスの改善に役立てるためです。\n"
    )
    english = (former / "content/privacy-policy/en.md").read_text("utf-8")
    assert "summary:\n  # as agreed with marketing\n  - Surveys are added" in english
    assert convert(Repository(former), TODAY) == []


def test_what_is_pending_stays_pending(former: Path):
    file = former / "content/privacy-policy/revision.yml"
    text = file.read_text("utf-8").replace("number: 2\nbase: 1", "number: 3\nbase: 2")
    file.write_text(text.replace("2025-04-01", "2027-04-01"), "utf-8")
    for lang, old, new in (("ja", "承ります。", "お受けします。"), ("en", "We use", "We do use")):
        path = former / f"content/privacy-policy/{lang}.md"
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    convert(Repository(former), TODAY)
    (outcome,) = publish.publish(Repository(former), TODAY)
    (policy,) = (p for p in Repository(former).record.policies if p.name == "privacy-policy")
    assert (outcome.number, policy.get(3).base) == (3, 2)


def test_what_can_t_be_read_is_told_and_nothing_is_written(former: Path):
    (former / "content/requests/revision.yml").write_text("number: three\n", "utf-8")
    before = {p: p.read_bytes() for p in (former / "content").rglob("*") if p.is_file()}
    with pytest.raises(KaiteiError):
        convert(Repository(former), TODAY)
    assert {p: p.read_bytes() for p in (former / "content").rglob("*") if p.is_file()} == before
