"""The fields of what is to be published, and a publication with nothing special in one of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from kaitei.drafts.reading import Declaration, Draft
from kaitei.model import Publication
from kaitei.model.facts import OWN, Settings
from kaitei.record.append import Addition
from kaitei.text import markdown

_PLAIN = "x"
_SPECIAL = ("C",)  # what no word needs: control, format, private and unassigned characters


@dataclass(frozen=True, slots=True)
class Candidate:
    """A publication that is to be appended: the draft that it is of, what it says and freezes."""

    draft: Draft
    declared: Declaration
    publication: Publication
    frozen: Mapping[str, object]

    @property
    def addition(self) -> Addition:
        """What the record is handed."""
        return self.publication, self.frozen


@dataclass(frozen=True, slots=True)
class Field:
    """A field of candidates: where it stands, and a candidate with nothing special in it.

    It is that of publication `ref`, or of all where that is "". A text has a `kept`: the candidate
    with so many of its `lines` only.
    """

    name: str
    file: str
    line: int
    ref: str
    plain: Callable[[Candidate], Candidate]
    lines: int = 0
    kept: Callable[[int, Candidate], Candidate] | None = None

    @property
    def place(self) -> tuple[str, str, int]:
        """What it is and where it stands; alike for several publications that share it."""
        return self.name, self.file, self.line

    def about(self, candidate: Candidate) -> bool:
        """Whether a candidate has this field."""
        return self.ref in ("", candidate.publication.ref)


def fields(candidates: Sequence[Candidate], settings: Settings) -> Iterator[Field]:
    """The fields of candidates; facts first, so that one is named and not the text that says it."""
    yield from _facts(candidates, settings)
    for one in candidates:
        yield from _declared(one)
    for one in candidates:
        yield from _texts(one, settings)


def _declared(one: Candidate) -> Iterator[Field]:
    """What is declared of a publication: its day, its words in each language, its decision."""
    published = one.publication
    plain: list[tuple[str, str, Callable[[Publication], Publication]]] = []
    plain += [("summary", lang, partial(_summed_up, lang)) for lang in published.summary]
    plain += [("reason", lang, partial(_reasoned, lang)) for lang in published.reason]
    plain += [(name, "", partial(_undecided, name)) for name in published.extra]
    if published.effective:
        plain.append(("effective", "", _at_once))
    for name, lang, change in plain:
        file, line = one.declared.place(name, lang)
        yield Field(name, file, line, published.ref, partial(_changed, change))


def _at_once(p: Publication) -> Publication:
    return replace(p, effective=p.announced)


def _summed_up(lang: str, p: Publication) -> Publication:
    return replace(p, summary={**p.summary, lang: (_PLAIN,)})


def _reasoned(lang: str, p: Publication) -> Publication:
    return replace(p, reason={**p.reason, lang: _PLAIN})


def _undecided(name: str, p: Publication) -> Publication:
    return replace(p, extra={key: said for key, said in p.extra.items() if key != name})


def _changed(plain: Callable[[Publication], Publication], one: Candidate) -> Candidate:
    return replace(one, publication=plain(one.publication))


def _texts(one: Candidate, settings: Settings) -> Iterator[Field]:
    """The title and the body of each text that is carried."""
    ref, draft = one.publication.ref, one.draft
    for lang in one.publication.titles:
        if lang in draft.files:
            title = partial(_entitled, lang)
            yield Field("title", draft.files[lang], 1, ref, title)
    for lang in one.publication.sources:
        file, source = draft.files[lang], draft.sources[lang]
        *_, first = markdown.split(source, file)
        lines = settings.fill(source, lang, file).lines[first - 1 :]
        kept = partial(_kept, lang, lines)
        yield Field("text", file, first, ref, partial(kept, 0), len(lines), kept)


def _entitled(lang: str, one: Candidate) -> Candidate:
    """A candidate whose title in a language is a plain one."""
    published = one.publication
    sources = dict(published.sources)
    if lang in sources:
        _, body, _ = markdown.split(sources[lang], "")
        sources[lang] = f"---\ntitle: {_PLAIN}\n---\n{body}"
    titles = {**published.titles, lang: _PLAIN}
    return replace(one, publication=replace(published, titles=titles, sources=sources))


def _kept(lang: str, lines: Sequence[str | None], count: int, one: Candidate) -> Candidate:
    """A candidate with the first lines of its text in a language only; a plain one without any."""
    source = one.publication.sources[lang]
    _, body, _ = markdown.split(source, "")
    shorter = "\n".join(line for line in lines[:count] if line is not None)
    sources = {**one.publication.sources, lang: source.removesuffix(body) + (shorter or _PLAIN)}
    return replace(one, publication=replace(one.publication, sources=sources))


def _facts(candidates: Sequence[Candidate], settings: Settings) -> Iterator[Field]:
    """What is frozen of the company and the facts, where it holds what no word needs."""
    entries = {OWN: settings.organization_entry, "facts": settings.facts_entry}
    leaves = chain.from_iterable(_leaves(one.frozen) for one in candidates)
    for path in sorted({path for path, words in leaves if _special(words)}):
        entry = entries[path[0]]
        for step in path[1:]:
            entry = entry[step]
        yield Field(entry.name, entry.doc.file, entry.line, "", partial(_cleared, path))


def _leaves(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every value of a mapping that is text, with the names that lead to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(inner, (*path, name))


def _special(words: str) -> bool:
    return any(unicodedata.category(char).startswith(_SPECIAL) for char in words)


def _cleared(path: tuple[str, ...], one: Candidate) -> Candidate:
    """A candidate without special characters in what it froze at a path, and in what says it."""
    found = dict(_leaves(one.frozen)).get(path)
    if found is None:
        return one
    clean = "".join(c for c in found if not unicodedata.category(c).startswith(_SPECIAL))
    sources = {lang: text.replace(found, clean) for lang, text in one.publication.sources.items()}
    published = replace(one.publication, sources=sources)
    return replace(one, publication=published, frozen=_with(one.frozen, path, clean))


def _with(value: Mapping[str, object], path: tuple[str, ...], leaf: str) -> dict[str, object]:
    """A mapping with another value at a path."""
    name, *rest = path
    inner = value[name]
    assert not rest or isinstance(inner, Mapping)  # noqa: S101  # it is a leaf's path
    new = _with(inner, tuple(rest), leaf) if rest and isinstance(inner, Mapping) else leaf
    return {**value, name: new}
