"""`kaitei adopt plan`: the files of one policy -> a plan, with each text as Markdown beside it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from kaitei.base.problems import KaiteiError, Problem, problem, reason_of
from kaitei.drafts.adopt import dates, pairing, planfile, proof, wording
from kaitei.drafts.adopt.change import Change, change, is_slip
from kaitei.drafts.adopt.converted import converted, text_of
from kaitei.drafts.adopt.naming import named
from kaitei.drafts.adopt.planfile import Plan, Step
from kaitei.drafts.adopt.sources import File, files, read
from kaitei.drafts.adopt.text import Taken
from kaitei.drafts.repository import Repository
from kaitei.model import Kind, Text
from kaitei.record import layout
from kaitei.text import markdown as markup
from kaitei.text.source import Source, Unheld

FOLDER = "adopt"
_LONGEST = 20_000  # paragraphs, items, cells: longer than any law; a file of data is no text
ORIGINALS = "originals"


@dataclass
class Held:
    """A file with what was read of it: its text, what tells its day, its name in the plan."""

    file: File
    raw: bytes
    source: Source
    text: Text
    line: dates.DateLine | None
    name: str = ""
    markdown: str = ""
    lost: tuple[Unheld, ...] = ()

    @property
    def day(self) -> date | None:
        """The day that its name tells, else the one that its words tell."""
        return self.file.day or (self.line.day if self.line else None)


@dataclass
class _Event:
    """A publication to be proposed: what holds in each language, from when."""

    texts: dict[str, Held]
    day: date | None
    kind: Kind = Kind.REVISION
    of: Held | None = None
    comments: list[str] = field(default_factory=list)


def plan(repository: Repository, policy: str, given: Sequence[str], lang: str) -> list[str]:
    """Write adopt/POLICY/: plan.yml, the texts as Markdown, the originals, a page of proof.

    `given` are LANGUAGE=PATH, each a file or a folder of dated ones. `lang` is the language of the
    comments. Returns the files written. Raises KaiteiError where a file can't be read, where the
    policy's name can't be one, and where such a plan is there already: then nothing is written.
    """
    settings = repository.settings
    if not layout.POLICY_NAME.fullmatch(policy):
        raise KaiteiError(problem("new-name", "content/organization.yml", name=policy))
    folder = repository.root / FOLDER / policy
    if folder.exists():
        raise KaiteiError(problem("adopt-planned", f"{FOLDER}/{policy}", policy=policy))
    languages = settings.organization.languages
    held = _held(given, languages)
    first = settings.organization.authoritative
    if first not in held:
        raise KaiteiError(problem("adopt-authoritative", policy=policy, lang=first))
    for texts in held.values():
        texts.sort(key=lambda one: (one.day or date.max, one.file.name))
    events = _events(held, first, lang)
    _convert(events, _policies(repository, policy))
    steps = _steps(events, first, languages, lang)
    newest = {one: texts[-1] for one, texts in held.items()}
    made = Plan(policy, {one: text.text.title for one, text in newest.items()}, tuple(steps))
    everything = [one for event in events for one in event.texts.values()]
    return _write(
        repository, policy, made, list({one.name: one for one in everything}.values()), lang
    )


def _held(given: Sequence[str], languages: Sequence[str]) -> dict[str, list[Held]]:
    """What was read of all files, by language. KaiteiError with everything that is wrong."""
    held: dict[str, list[Held]] = {}
    problems: list[Problem] = []
    for declared in given:
        lang, equals, path = declared.partition("=")
        if not equals or not path:
            raise KaiteiError(problem("adopt-given", given=declared))
        if lang not in languages:
            raise KaiteiError(problem("adopt-language", lang=lang, known=", ".join(languages)))
        for file in files(lang, Path(path)):
            try:
                held.setdefault(lang, []).append(_read(file))
            except KaiteiError as error:
                problems += [replace(p, file=str(file.path)) for p in error.problems]
    if problems:
        raise KaiteiError(*problems)
    return held


def _read(file: File) -> Held:
    try:
        raw = file.path.read_bytes()
    except OSError as error:
        reason = reason_of(error)
        raise KaiteiError(problem("file-unreadable", str(file.path), reason=reason)) from None
    source = read(raw, file.name, file.lang)
    size = sum(map(len, source.shown))
    if size > markup.MAX_TEXT:
        raise KaiteiError(problem("markup-size", file.name, size=size, limit=markup.MAX_TEXT))
    if len(source.shown) > _LONGEST:
        raise KaiteiError(problem("adopt-long", file.name, count=len(source.shown), limit=_LONGEST))
    text = text_of(source, file.lang)
    return Held(file, raw, source, text, dates.holds_from(text))


def _events(held: Mapping[str, list[Held]], first: str, lang: str) -> list[_Event]:
    """The publications in the order of their days.

    Each text of the language that counts, and what of the others rides with it, follows it, or
    changed alone.
    """
    events = [_Event({first: one}, one.day) for one in held[first]]
    firsts = [pairing.Dated(one.text, one.day) for one in held[first]]
    late: list[_Event] = []
    for other, texts in held.items():
        if other == first:
            continue
        dated = [pairing.Dated(one.text, one.day) for one in texts]
        for one, place in zip(texts, pairing.translated(firsts, dated), strict=True):
            event = events[place]
            told = wording.say(
                lang, "pair", lang=other, name=one.file.name, first=event.texts[first].file.name
            )
            of = event.texts[first]
            taken = other in event.texts or any(e.of is of and other in e.texts for e in late)
            if not taken and (one.day is None or event.day is None or one.day <= event.day):
                event.texts[other] = one
                event.comments.append(told)
            elif not taken:
                late.append(
                    _Event({other: one}, one.day, Kind.TRANSLATION, event.texts[first], [told])
                )
            else:
                alone = wording.say(lang, "alone", lang=other)
                both = {first: event.texts[first], other: one}
                late.append(_Event(both, one.day, Kind.REVISION, None, [told, alone]))
    for extra in late:
        after = [at for at, e in enumerate(events) if e.day and extra.day and e.day <= extra.day]
        events.insert(after[-1] + 1 if after else len(events), extra)
    return events


def _convert(events: list[_Event], policies: Mapping[str, str]) -> None:
    """Give each text its ids, its Markdown and its name beside the plan."""
    texts: dict[tuple[int, str], Text] = {}
    where: dict[tuple[int, str], Held] = {}
    for number, event in enumerate(events):
        for lang, one in event.texts.items():
            if not one.name:
                texts[number, lang] = one.text
                where[number, lang] = one
                one.name = "-"
        if event.of is not None:  # a late translation takes the ids of the text that it is of
            about = next(key for key, held in where.items() if held is event.of)
            for lang in event.texts:
                texts[about[0], lang] = texts.pop((number, lang))
                where[about[0], lang] = where.pop((number, lang))
    ids = named(texts)
    taken: set[str] = set()
    for key, one in where.items():
        stem = str(one.day) if one.day else "undated"
        names = (f"{stem}{'' if n == 1 else f'-{n}'}.{key[1]}.md" for n in range(1, 10_000))
        one.name = next(name for name in names if name not in taken)
        taken.add(one.name)
        try:
            made = converted(one.text, ids[key], policies)
        except KaiteiError as error:  # of lines that the person has not seen
            place = str(one.file.path)
            raise KaiteiError(*(replace(p, file=place, line=0) for p in error.problems)) from None
        one.markdown, one.lost = made.source, made.lost


def _policies(repository: Repository, policy: str) -> dict[str, str]:
    """Policies by the stems of the files that a link may name them by."""
    known = {name: name for name in repository.settings.organization.policies if name != policy}
    for other in sorted((repository.root / FOLDER).glob(f"*/{ORIGINALS}/*")):
        name = other.parent.parent.name
        if name != policy:
            known.setdefault(other.stem.lower(), name)
    return known


def _steps(events: list[_Event], first: str, languages: Sequence[str], lang: str) -> list[Step]:
    """The proposals, with comments that tell what is known."""
    steps: list[Step] = []
    before: dict[str, Taken] = {}
    for event in events:
        taken = {one: _taken(held) for one, held in event.texts.items()}
        comments = list(event.comments)
        publish, kind = True, event.kind
        if kind is not Kind.TRANSLATION:
            kind = Kind.REVISION if steps else Kind.ENACTMENT
        if before and kind is Kind.REVISION:
            changes = {one: change(before.get(one), new) for one, new in taken.items()}
            publish = any(what.counts for what in changes.values())
            comments += [
                wording.say(lang, str(what), lang=one)
                for one, what in changes.items()
                if what is not Change.FIRST
            ]
            if publish and all(
                one in before and is_slip(before[one], new) for one, new in taken.items()
            ):
                kind = Kind.CORRECTION
        for one, held in event.texts.items():
            comments += _told(held, one, lang)
        if event.day is None:
            comments.append(wording.say(lang, "day-open"))
        steps.append(
            Step(
                publish,
                kind,
                {one: held.name for one, held in event.texts.items()},
                {one: f"{ORIGINALS}/{_stored(held)}" for one, held in event.texts.items()},
                announced=event.day if kind is Kind.TRANSLATION else None,
                effective=None if kind is Kind.TRANSLATION else event.day,
                translates=event.of.name if event.of else "",
                comments=tuple(comments),
            )
        )
        if publish:
            before |= taken
    return steps


def _stored(held: Held) -> str:
    return f"{held.file.lang}-{held.file.name}"


def _told(held: Held, one: str, lang: str) -> list[str]:
    """What is known of one text."""
    out = [wording.say(lang, "file", lang=one, name=held.file.name)]
    if held.line and held.line.day == held.day:
        out.append(wording.say(lang, "says", lang=one, line=held.line.words))
    elif held.line:
        out.append(wording.say(lang, "says-otherwise", lang=one, line=held.line.words))
    if not held.line:
        alone = dates.alone(held.text)
        out += [wording.say(lang, "says-alone", lang=one, line=line) for line in alone]
    out += [wording.say(lang, "says-beside", lang=one, line=line) for line in held.source.days]
    if held.source.unsure:
        out.append(wording.say(lang, "unsure", lang=one))
    for lost in (*held.source.lost, *held.lost):
        near = f"{lost.near}: " if lost.near else ""
        words = lost.words[:100] + ("…" if len(lost.words) > 100 else "")
        out.append(f"{one}: {near}{wording.lost(lang, lost.what)}{f' ({words})' if words else ''}")
    return out


def _taken(held: Held) -> Taken:
    text = markup.parse(held.markdown, held.file.lang)
    return Taken(held.text.title, held.markdown, text)


def _write(
    repository: Repository, policy: str, made: Plan, texts: list[Held], lang: str
) -> list[str]:
    """Everything aside first, then in one step in its place."""
    home = repository.root / FOLDER
    aside = home / f".{policy}.new"
    shutil.rmtree(aside, ignore_errors=True)  # of a run that was cut off
    place = f"{FOLDER}/{policy}"
    written: dict[str, bytes] = {planfile.NAME: planfile.render(made, wording.head(lang)).encode()}
    for one in texts:
        written[one.name] = one.markdown.encode()
        written[f"{ORIGINALS}/{_stored(one)}"] = one.raw
    pairs = [(one.file.name, one.source, one.markdown, one.file.lang, one.lost) for one in texts]
    written[proof.NAME] = proof.page(policy, pairs, lang).encode()
    try:
        (aside / ORIGINALS).mkdir(parents=True)
        for name, raw in written.items():
            with (aside / name).open("xb") as stream:
                stream.write(raw)
                stream.flush()
                os.fsync(stream.fileno())
        aside.rename(home / policy)
    except OSError as error:
        reason = reason_of(error)
        raise KaiteiError(problem("file-unwritable", place, reason=reason)) from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return [f"{place}/{name}" for name in written if not name.startswith(ORIGINALS)]
