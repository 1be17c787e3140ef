"""Stories of publications, one a file: what is pending, what is told, what is published."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

import marks
from kaitei.base.problems import KaiteiError
from kaitei.drafts import checks, publish
from kaitei.drafts.repository import Repository
from kaitei.model import Policy
from kaitei.record import Record
from legal import tree

STORIES = sorted((Path(__file__).parent / "cases" / "stories").glob("[!R]*.md"))
DAY = re.compile(r"^## (?P<day>\d{4}-\d{2}-\d{2})(?P<meanwhile>, while it is published)?$", re.M)
TOLD = re.compile(r"```text\n.*?```\n", re.S)


@dataclass
class Scene:
    """A day of a story: what an editor does on it; or what is saved while it is published."""

    on: date
    meanwhile: bool
    written: str

    def play(self, root: Path) -> None:
        """Do what the editor does."""
        left = marks.edits(self.written)
        for block in marks.blocks(self.written):
            marks.work(str(self.on), block, root, left)
        for line, edit in left:
            marks.edit(str(self.on), line, edit, root)


def scenes(story: str) -> list[Scene]:
    """The days of a story, in their order."""
    heads = [*DAY.finditer(story)]
    ends = [head.start() for head in heads[1:]] + [len(story)]
    return [
        Scene(date.fromisoformat(head["day"]), bool(head["meanwhile"]), story[head.end() : end])
        for head, end in zip(heads, ends, strict=True)
    ]


@pytest.mark.parametrize("file", STORIES, ids=lambda file: file.stem)
def test_a_story(file: Path, records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    story = file.read_text("utf-8")
    record = re.search(r"^Before it: `(\w+)`\.$", story, re.M)[1]
    root = Path(shutil.copytree(records(record), tmp_path / record, symlinks=True))
    written = story
    every = scenes(story)
    for scene, after in zip(every, [*every[1:], None], strict=True):
        if not scene.meanwhile:
            scene.play(root)
        during = after if after and after.meanwhile else None
        told = "".join(f"{line}\n" for line in tell(root, scene.on, during, monkeypatch))
        said = f"{TOLD.sub('', scene.written).rstrip()}\n\n```text\n{told}```\n"
        written = written.replace(scene.written, f"{said}\n" if after else said, 1)
    if os.environ.get("KAITEI_WRITE_CASES"):
        file.write_text(written, "utf-8")
    assert written == file.read_text("utf-8")


def tell(root: Path, on: date, during: Scene | None, patch: pytest.MonkeyPatch) -> Iterator[str]:
    """What is pending on a day, what `check` says, what is published, and what then holds."""
    yield from listed("pending", (pending(case) for case in desk_of(root, on).pending))
    problems = checks.check(Repository(root), on)
    for lang in ("en", "ja"):
        said = (
            f"{p.place}: {p.severity} [{p.rule}] {p.message(lang)}\n      {p.mend(lang)}"
            for p in problems
        )
        yield from listed(f"check, {lang}", said)
    before = tree(root)
    published: list[str] = []
    with suppress(KaiteiError), patch.context() as patched:
        if during:
            rehearse = publish.rehearse
            patched.setattr(publish, "rehearse", lambda *of: [rehearse(*of), during.play(root)][0])
        published = [one.sentence("en") for one in publish.publish(Repository(root), on)]
    assert published or tree(root) == before
    if tree(root) != before and not during:
        assert not desk_of(root, on).pending
    yield from listed("published", published)
    yield from listed("then", (standing(policy, on) for policy in Record(root).policies))


def desk_of(root: Path, on: date) -> checks.CheckContext:
    """What is pending in a repository on a day."""
    repository = Repository(root)
    return checks.CheckContext(repository.content, repository.record.policies, on)


def listed(title: str, lines: Iterator[str]) -> Iterator[str]:
    """A title with what belongs to it, on lines of its own."""
    found = list(lines)
    yield f"{title}:" if found else f"{title}: nothing"
    yield from (f"  {line}" for line in found)


def pending(case: checks.DraftContext) -> str:
    """A pending publication in one line."""
    said = case.declared
    about = [f"{name} {number}" for name in ("base", "of") if (number := getattr(said, name))]
    about += [f"effective {said.effective}"] if said.effective else []
    about += [f"“{said.announcement}”"] if said.announcement else []
    return f"{case.draft.policy}@{said.number} {said.kind}: {', '.join(about)}"


def standing(policy: Policy, on: date) -> str:
    """What holds of a policy and what is to come, in one line."""
    held = policy.in_force(on)
    coming = (f"{p.number} on {policy.effective(p, on)}" for p in policy.upcoming(on))
    return f"{policy.name}: {held.number if held else 'nothing'} holds" + "".join(
        f", {one}" for one in coming
    )
