"""A repository around the text of one policy, so that a case need be no more than the text.

What is declared of it is written here, once: a case holds no more than Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from kaitei.drafts import checks, publish
from kaitei.drafts.repository import Repository

ENACTED, TODAY = date(2024, 3, 1), date(2026, 11, 22)
ORGANIZATION = """\
name: {ja: 見本株式会社, en: Sample Company}
home_page: https://www.example.com/
time_zone: Asia/Tokyo
languages: [LANGUAGES]
authoritative: FIRST
notice_days: 14
sample: true
tag: example.com,2026
policies: [terms]
contact: {name: desk, telephone: desk-telephone, hours: desk-hours, closures: desk-closures}
address: {ja: 見本県見本市一丁目1番1号, en: 1-1-1 Mihon}
representative: {ja: 代表者の氏名, en: Name of the representative}
privacy_officer: {ja: 管理者の氏名, en: Name of the officer}
helpdesk_address: {ja: 見本県見本市一丁目1番1号, en: 1-1-1 Mihon}
email: desk@example.com
last_reviewed: 2026-06-01
"""
FACTS = """\
desk:
  type: text
  value: {ja: 相談窓口, en: Helpdesk}
desk-telephone:
  type: telephone
  number: 0120-000-000
  country: "81"
desk-hours:
  type: hours
  days: [mon, tue, wed, thu, fri]
  from: "09:00"
  to: "17:30"
desk-closures:
  type: closures
  weekend: [sat, sun]
  national_holidays: JP
  year_end: {from: 12-29, to: 01-03}
"""
SAID = {
    "enactment": ({"ja": "規約を制定します。", "en": "The terms are enacted."}, "2024-04-01"),
    "revision": ({"ja": "規約を改めます。", "en": "The terms are amended."}, "2027-04-01"),
    "correction": ({"ja": "誤記を訂正します。", "en": "A slip is corrected."}, "2024-04-01"),
}
TITLES = {"ja": "利用規約", "en": "Terms of Use"}


def text(body: str, lang: str, said: Sequence[str] = ()) -> str:
    """A text of a policy: a body below front matter, its own or ours, that says `said` at last."""
    own = body.startswith("---\n") and body.find("\n---\n")
    if own:
        return "\n".join([body[:own], *said, body[own + 1 :]])
    return "\n".join(["---", f"title: {TITLES[lang]}", *said, "---", "", body])


def own_line(body: str, lang: str, line: int, texts: Mapping[str, str]) -> int:
    """The line of a body on which a line of the file stands that `draft` wrote of it."""
    said = 5 if lang == next(iter(texts)) else 3
    own = body.count("\n", 0, body.find("\n---\n") + 1) if body.startswith("---\n") else -4
    return line if line <= own else line - said + min(own, 0)


def draft(root: Path, texts: Mapping[str, str], kind: str, effective: str = "") -> None:
    """Write content/: the texts by language, what is declared of them, and what all share."""
    folder = root / "content" / "terms"
    folder.mkdir(parents=True, exist_ok=True)
    (root / "versions").mkdir(exist_ok=True)
    languages = ", ".join(texts)
    organization = ORGANIZATION.replace("LANGUAGES", languages).replace("FIRST", next(iter(texts)))
    for name, shared in (("organization", organization), ("facts", FACTS)):
        for lang in TITLES.keys() - texts.keys():
            shared = re.sub(rf"(, )?{lang}: [^,}}\n]+(?=[,}}])", "", shared)
        (root / f"content/{name}.yml").write_text(shared.replace("{, ", "{"), "utf-8")
    said, day = SAID[kind]
    for lang, body in texts.items():
        declared = [f"kind: {kind}", f"effective: {effective or day}"]
        words = ["summary:", f"  - {said[lang]}", f"reason: {said[lang]}"]
        front = [*declared, *words] if lang == next(iter(texts)) else words
        (folder / f"{lang}.md").write_text(text(body, lang, front), "utf-8")


def repository(
    root: Path,
    texts: Mapping[str, str],
    before: Mapping[str, str] | None = None,
    kind: str = "revision",
) -> Repository:
    """A repository with `texts` in content/, enacted anew or, with `before`, replacing that."""
    if before is None:
        draft(root, texts, "enactment", "2027-04-01")
        return Repository(root)
    draft(root, before, "enactment")
    publish.publish(Repository(root), ENACTED)
    draft(root, texts, kind)
    return Repository(root)


def problems(
    root: Path,
    texts: Mapping[str, str],
    before: Mapping[str, str] | None = None,
    kind: str = "revision",
):
    """What `kaitei check` says of these texts."""
    return checks.check(repository(root, texts, before, kind), TODAY)
