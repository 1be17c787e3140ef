"""What a revision.yml said, as the front matter of the texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from kaitei.base import textfile
from kaitei.base.catalogue import t
from kaitei.drafts import fronts
from kaitei.drafts.convert.former import Former
from kaitei.drafts.reading import CONTENT
from kaitei.model import Kind, Policy, Publication, phrases
from kaitei.model.facts import Settings
from kaitei.text import markdown

_ONCE = (
    "kind", "of", "base", "former", "effective", "announced", "announcement",
    "decided_on", "approved_by", "reference", "translation_later",
)  # fmt: skip
_RENAMED = {"decided_on": "decided"}


def files(
    root: Path, former: Former, policy: Policy, settings: Settings, numbers: Sequence[str]
) -> dict[str, str | None]:
    """The files of a policy in content/ as they are to be; `numbers` are named in them."""
    company = settings.organization
    home = f"{CONTENT}/{former.policy}"
    late = _late(root, former, policy, settings) if former.kind is Kind.TRANSLATION else ""
    found: dict[str, str | None] = {former.file: None}
    for lang in company.languages:
        if late:
            before = _before(former, policy)
            said = _own(former, lang, numbers) if lang == late else []
            if lang != late and before:
                said = list(fronts.said(before, lang, first=lang == company.authoritative))
        else:
            first = lang == company.authoritative
            said = [*(_declared(former, numbers) if first else ()), *_spoken(former, lang)]
        path = f"{home}/{lang}.md"
        if said or (root / path).is_file():
            found[path] = _with_front(root / path, path, said, _title(policy, lang))
    return found


def _late(root: Path, former: Former, policy: Policy, settings: Settings) -> str:
    """The language of a late translation: one that its revision lacks, or that it brought."""
    company = settings.organization
    done = former.number == len(policy.publications)
    has = policy.get(former.number).sources if done else {}
    about = former.numbered("of")
    known = about is not None and 1 <= about <= len(policy.publications)
    lacking = {*company.languages} - (policy.languages(about or 0) if known else frozenset())
    others = [x for x in company.languages if x != company.authoritative]
    candidates = [x for x in others if x in (has or lacking)] or others
    there = [x for x in candidates if (root / CONTENT / former.policy / f"{x}.md").is_file()]
    return next(iter(there or candidates), "")


def _before(former: Former, policy: Policy) -> Publication | None:
    """What was declared of the policy before a late translation was."""
    earlier = policy.publications[: former.number - 1]
    return next((p for p in reversed(earlier) if p.kind is not Kind.TRANSLATION), None)


# --- what is said -----------------------------------------------------------------------------


def _declared(former: Former, numbers: Sequence[str]) -> Iterator[str]:
    """What is declared once, with its comments."""
    for name, lines in former.written.items():
        if name in ("number", "base", "of") and name not in numbers:
            comments = [line if line.startswith("#") else _comment(line) for line in lines]
            yield from filter(None, comments)
        elif name in _ONCE:
            written = _RENAMED.get(name, name)
            yield from (re.sub(rf"^{name}\b", written, line) for line in lines)
    yield from former.written.get("", ())


def _spoken(former: Former, lang: str) -> Iterator[str]:
    """What is said in one language, as it was written where that is still allowed."""
    for name, by_language in former.words.items():
        written = list(former.written.get(f"{name}.{lang}", ()))
        if any(line.startswith(f"{name}:") for line in written):
            yield from written
        elif lang in by_language:
            yield from written
            yield from _dumped(name, by_language[lang], single=name == "reason")


def _own(former: Former, late: str, numbers: Sequence[str]) -> list[str]:
    """What the file of a late language says: by language where not all of it is its own."""
    fixed = {"summary": "late.summary", "reason": "late.reason"}
    others = {
        lang
        for name, by_language in former.words.items()
        for lang, said in by_language.items()
        if lang != late and said != [t(lang, fixed[name], language=phrases.language(late, lang))]
    }
    lines = list(_declared(former, numbers))
    if not others:
        return [*lines, *_spoken(former, late)]
    for name, by_language in former.words.items():
        lines.append(f"{name}:")
        for lang, said in by_language.items():
            lines += [f"  {line}" for line in _dumped(lang, said, single=name == "reason")]
    return lines


def _dumped(name: str, said: Sequence[str], *, single: bool) -> list[str]:
    """Lines of YAML: a list one a line, or a single value."""
    if single:
        return [f"{name}: {fronts.scalar(said[0])}"]
    return [*fronts.listed(name, said)]


def _comment(line: str) -> str:
    """The comment at the end of a line."""
    _, sign, words = line.partition(" #")
    return f"#{words}" if sign else ""


# --- files ------------------------------------------------------------------------------------


def _title(policy: Policy, lang: str) -> str:
    """The title by which a policy is known in a language, or in any."""
    every = (said for p in reversed(policy.publications) for said in p.titles.values())
    return fronts.title(policy, lang) or next(every, policy.name)


def _with_front(path: Path, shown: str, said: Sequence[str], title: str) -> str:
    """A text with what is said above it; a file of its own where there is no text yet."""
    if not path.is_file():
        return "\n".join(["---", f"title: {fronts.scalar(title)}", *said, "---", ""])
    text = textfile.read(path, shown)
    count = markdown.front_lines(text)
    lines = text.split("\n")
    if count:
        lines[count - 1 : count - 1] = said
    return "\n".join(lines)
