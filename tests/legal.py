"""Someone who edits content/ and publishes, for the tests of what comes of it."""

from datetime import date
from pathlib import Path

import pytest

from kaitei.base import yamlfile
from kaitei.base.problems import KaiteiError, Problem
from kaitei.drafts.publish import Outcome, publish
from kaitei.drafts.repository import Repository
from kaitei.model import Policy
from kaitei.record import Record
from records import ORGANIZATION

FACTS = {
    "fee": {
        "type": "fee",
        "name": {"ja": "手数料", "en": "fee"},
        "amount": "1000",
        "currency": "JPY",
        "tax": "included",
    },
    "unused": {"type": "text", "value": {"ja": "未使用", "en": "unused"}},
}
TITLES = {"ja": "方針", "en": "Policy"}
TEXT = {
    "ja": "## 第1条 {#one}\n\n手数料は{{fee}}です。",
    "en": "## 1. {#one}\n\nThe fee is {{fee}}.",
}
WORDS = {"ja": "改めます。", "en": "It changes."}


class Legal:
    """Someone who edits content/ and publishes."""

    def __init__(self, root: Path, *policies: str) -> None:
        self.root = root
        self.policies = policies or ("privacy-policy",)
        self.authoritative = "ja"
        self._declared: dict[tuple[str, str], str] = {}  # by policy and language, as YAML
        organization = ORGANIZATION | {"policies": [*self.policies]}
        self.write("organization.yml", yamlfile.dump(organization))
        self.write("facts.yml", yamlfile.dump(FACTS))
        for policy in self.policies:
            self.texts("", policy)
            self.declare("enactment", policy, effective="2026-02-01")

    def write(self, file: str, content: str | None) -> None:
        path = self.root / "content" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content.encode())

    def texts(self, more: str, policy: str = "", langs: tuple[str, ...] = ("ja", "en")) -> None:
        """Write the texts with `more` at their end; only those in `langs` stand there then."""
        policy = policy or self.policies[0]
        for lang, text in TEXT.items():
            if lang in langs:
                self.write(f"{policy}/{lang}.md", f"{self.front(lang, policy)}{text}{more}\n")
            elif (self.root / "content" / policy / f"{lang}.md").exists():
                self.write(f"{policy}/{lang}.md", None)

    def front(self, lang: str, policy: str = "") -> str:
        """The head of a text: its title, and what is declared there."""
        said = self._declared.get((policy or self.policies[0], lang), "")
        return f"---\ntitle: {TITLES[lang]}\n{said}---\n"

    def declare(self, kind: str, policy: str = "", **fields: object) -> None:
        """Declare above the texts; a late translation in its own file alone."""
        policy = policy or self.policies[0]
        for lang, words in WORDS.items():
            late = kind == "translation"
            if late and lang == self.authoritative:
                continue
            own = {"kind": kind, **fields} if late or lang == self.authoritative else {}
            self._declared[policy, lang] = yamlfile.dump(
                own | {"summary": [words], "reason": words}
            )
            file = self.root / "content" / policy / f"{lang}.md"
            text = file.read_text("utf-8") if file.exists() else "---\n---\n"
            self.write(f"{policy}/{lang}.md", self.front(lang, policy) + text.split("---\n", 2)[2])

    def publish(self, on: str, *only: str) -> list[Outcome]:
        return publish(Repository(self.root), date.fromisoformat(on), only)

    def problems(self, on: str, *only: str) -> tuple[Problem, ...]:
        """Why publishing is refused; the record stays as it was."""
        before = tree(self.root)
        with pytest.raises(KaiteiError) as caught:
            self.publish(on, *only)
        assert tree(self.root) == before
        return caught.value.problems

    def refused(self, on: str, *only: str) -> list[str]:
        """The rules for which publishing is refused; see `problems`."""
        return [problem.rule for problem in self.problems(on, *only)]

    def record(self, policy: str = "") -> Policy:
        found = {p.name: p for p in Record(self.root).policies}
        return found[policy or self.policies[0]]


def tree(root: Path) -> dict[str, bytes]:
    versions = root / "versions"
    return {
        str(path.relative_to(versions)): path.read_bytes()
        for path in sorted(versions.rglob("*"))
        if path.is_file()
    }
