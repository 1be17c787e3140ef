"""Front matter as it is written: what is declared, above a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaitei.base import yamlfile
from kaitei.drafts import reading
from kaitei.model import Kind, Policy, Publication
from kaitei.text import markdown


def declared_above(text: str, said: Sequence[str], title: str = "TODO") -> str:
    """A text with the lines `said` above it, in place of what was declared there before.

    Its title stays, with the comments before it; a text without front matter gets `title`.
    """
    count = markdown.front_lines(text)
    lines = text.split("\n")
    if not count:
        return "\n".join(["---", f"title: {scalar(title)}", *said, "---", "", *lines])
    comments = []
    for line in lines[1:count]:
        if not line.startswith("#"):
            break
        comments.append(line)
    head, body = reading.titled(text).split("\n"), lines[count:]
    kept = head[1 : len(head) - len(body) - 1]
    return "\n".join(["---", *comments, *kept, *said, "---", *body])


def title(policy: Policy, lang: str) -> str:
    """The title by which a policy is known in a language; "" where it never had one there."""
    titles = (p.titles for p in reversed(policy.publications))
    return next((said[lang] for said in titles if lang in said), "")


def said(p: Publication, lang: str, *, first: bool) -> Iterator[str]:
    """What a publication says in one language, as it would be declared.

    In the `first` language, the authoritative one, it is also said what is declared.
    """
    if first:
        yield f"kind: {p.kind}"
        if p.effective:
            yield f"effective: {p.effective}"
        if p.announcement:
            yield f"announcement: {p.announcement}"
        if p.translation_later:
            yield f"translation_later: [{', '.join(p.translation_later)}]"
    yield from words(p, lang)


def words(p: Publication, lang: str) -> Iterator[str]:
    """The summary and the reason of a publication in one language."""
    if p.summary.get(lang):
        yield from listed("summary", p.summary[lang])
    if p.reason.get(lang):
        yield f"reason: {scalar(p.reason[lang])}"


def late(p: Publication, lang: str) -> Iterator[str]:
    """What a late translation says, as its own file would declare it."""
    yield f"kind: {Kind.TRANSLATION}"
    yield from words(p, lang)


def listed(name: str, lines: Sequence[str]) -> Iterator[str]:
    """A list of sentences as YAML, each on a line of its own."""
    yield f"{name}:"
    yield from (f"  - {scalar(line)}" for line in lines)


def scalar(text: str) -> str:
    """A sentence as YAML, in quotes where it needs them."""
    return yamlfile.dump({"x": text}).removeprefix("x:").strip()
