"""The draft against the record: what was published, what is pending, what nobody declared."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from kaitei.base.problems import Problem, problem
from kaitei.drafts.checks import changes, printed
from kaitei.drafts.checks.context import CheckContext, DraftContext
from kaitei.drafts.reading import Declaration
from kaitei.model import Kind, Publication, Status, phrases
from kaitei.model.publication import Extra, by_language
from kaitei.text import markdown


def undeclared(case: DraftContext) -> Iterator[Problem]:
    """With nothing pending, the texts are those that were published."""
    held = case.held
    if case.pending or held is None or case.told or changes.unsaid(case):
        return
    published, policy = case.published(held.number), case.draft.policy
    for lang, file in case.draft.files.items():
        if lang not in published:
            named = phrases.languages(lang=lang)
            yield problem("translation-undeclared", file, 1, "", number=held.number, **named)
        elif line := _first_change(case, lang, published.get(lang)):
            yield problem("text-undeclared", file, line, "", number=held.number, policy=policy)
    for lang in published:
        if lang not in case.draft.files:
            file = f"content/{policy}/{lang}.md"
            named = phrases.languages(lang=lang)
            yield problem("text-gone", file, 0, "", number=held.number, **named)


def reworded(case: DraftContext) -> Iterator[Problem]:
    """Published words don't change, nor does what else was declared with them."""
    done, reworded = case.resolved.done, case.resolved.reworded
    for name, lang in _differing(case.declared, done) if done else ():
        number = done.number if done else 0
        yield case.here("declaration-changed", name, lang, name=name, number=number)
    if reworded and case.declared.effective != reworded.effective:
        yield case.here("effective-changed", "effective", number=reworded.number)
        return
    for name, lang in _other_words(case.declared, reworded) if reworded else ():
        number = reworded.number if reworded else 0
        yield case.here("declaration-changed", name, lang, name=name, number=number)


def later_present(case: DraftContext) -> Iterator[Problem]:
    """A text that is to follow later is not there yet, unless it is that of an earlier revision."""
    late = case.other if case.other and case.other.pending else None
    for lang in case.declared.translation_later if case.pending else ():
        if lang in case.draft.files and not (late and late.declared.file == case.draft.files[lang]):
            yield problem("later-present", case.draft.files[lang], 0, "", lang=lang)


def event_texts(case: DraftContext) -> Iterator[Problem]:
    """A pending event changes no text; a translation adds the one that was missing."""
    newest, kind = case.held, case.declared.kind
    if not case.pending or kind.is_revision or newest is None:
        return
    published = case.published(newest.number)
    for lang, file in case.draft.files.items():
        if lang not in published and kind is Kind.TRANSLATION:
            continue
        if line := _first_change(case, lang, published.get(lang)):
            yield problem("event-with-text", file, line, "", **phrases.kinds(kind))


def texts_changed(case: DraftContext) -> Iterator[Problem]:
    """A pending revision changes something against what it replaces: text, or what is drawn."""
    before, base = case.replaced(), case.declared.base
    if not case.pending or not before or base is None or not case.declared.kind.is_revision:
        return
    same = all(lang in before and _reads_alike(case, lang, before[lang]) for lang in case.languages)
    if same and not printed.changed(case, case.record.get(base)):
        yield case.here("revision-empty", "kind", base=case.declared.base)


def withdrawn(case: DraftContext) -> Iterator[Problem]:
    """After a withdrawal content/ may go on holding what was withdrawn; whoever edits it must know.

    It is published by nobody: the next revision starts from the text that holds.
    """
    held, record, on = case.held, case.past, case.desk.on
    if held is None or case.pending or case.told:
        return
    if record.status(held, on) is not Status.WITHDRAWN:
        return
    standing = record.in_force(on) or next(iter(record.upcoming(on)), None)
    if standing is None or case.published(standing.number) == case.published(held.number):
        return
    numbers = {"number": held.number, "holds": standing.number, "policy": case.draft.policy}
    file = case.draft.files[case.languages[0]]
    yield problem("withdrawn-left", file, 0, "", **numbers)


def translations(case: DraftContext) -> Iterator[Problem]:
    """A translation that was to follow later is still to be published."""
    newest = case.held
    if newest is None or case.pending or case.told:
        return
    for lang in case.desk.settings.organization.languages:
        if lang not in {*case.published(newest.number), *case.draft.files}:
            waited = (case.desk.on - newest.announced).days
            behind = ", ".join(_behind(case, newest, lang)) or "-"
            yield case.here(
                "translation-missing",
                "translation_later",
                number=newest.number,
                days=waited,
                **phrases.languages(lang=lang),
                clauses=behind,
                policy=case.draft.policy,
            )


def translated(case: DraftContext) -> Iterator[Problem]:
    """A late translation brings its new text, and follows the original in every clause."""
    declared = case.declared
    if not case.pending or declared.kind is not Kind.TRANSLATION or declared.of is None:
        return
    if declared.of not in {p.number for p in case.record.revisions(case.desk.on)}:
        return
    about = case.record.get(declared.of)
    published = case.published(about.number)
    missing = [x for x in case.desk.settings.organization.languages if x not in published]
    if missing and not {*missing} & {*case.draft.files}:
        files = ", ".join(f"content/{case.draft.policy}/{lang}.md" for lang in missing)
        yield case.here("translation-without-text", "kind", number=about.number, files=files)
    for lang in (x for x in missing if x in case.draft.files):
        former = case.published(case.translated(about, lang).number).get(lang)
        old = {c.id: c for c in markdown.parse(former, lang).clauses} if former else {}
        for name in _behind(case, about, lang):
            clause = case.clauses(lang).get(name)
            if clause is not None and clause == old.get(name):
                yield case.at("translation-behind", lang, name, id=name, number=about.number)


def gone(desk: CheckContext) -> Iterator[Problem]:
    """A policy that was published stays in content/ until it is repealed."""
    listed = {*desk.settings.organization.policies}
    listed |= {name for case in desk.cases for name in case.names}  # renamed by one of them
    for policy in desk.record.values():
        statuses = {policy.status(r, desk.on) for r in policy.revisions(desk.on)}
        alive = statuses & {Status.IN_FORCE, Status.UPCOMING}
        if policy.name not in listed and alive:
            entry = desk.settings.organization_entry["policies"]
            yield problem("policy-gone", entry.doc.file, entry.line, policy=policy.name)


def _behind(case: DraftContext, newest: Publication, lang: str) -> list[str]:
    """The clauses, in the authoritative text, that changed since the last text in `lang`."""
    before = case.translated(newest, lang)
    first = case.desk.settings.organization.authoritative
    old, new = case.published(before.number).get(first), newest.sources.get(first)
    if old is None or new is None or lang not in case.published(before.number):
        return []
    texts = [{c.id: c for c in markdown.parse(text, first).clauses if c.id} for text in (old, new)]
    return [
        name
        for name in dict.fromkeys([*texts[1], *texts[0]])
        if texts[0].get(name) != texts[1].get(name)
    ]


def _reads_alike(case: DraftContext, lang: str, published: str) -> bool:
    """Whether readers see in the draft what was published, however either is typed."""
    same = case.draft.filled[lang] == published
    return same or markdown.parse(published, lang) == case.text(lang)


def _first_change(case: DraftContext, lang: str, published: str | None) -> int:
    """The line of the text as written at which it leaves the published one; 0 where it doesn't.

    A line of the text may stand for several once filled in (a table), so they are walked together.
    """
    if published is None:
        return 1
    if case.draft.filled[lang] == published:
        return 0
    frozen = published.split("\n")
    written, file = case.draft.sources[lang], case.draft.files[lang]
    head_ends = markdown.front_lines(written)
    for line, words in enumerate(case.desk.settings.fill(written, lang, file).lines, 1):
        declared = line <= head_ends and not words  # what is declared is blank here
        filled = [] if words is None or declared else words.split("\n")
        head, frozen = frozen[: len(filled)], frozen[len(filled) :]
        if any(a != b for a, b in zip_longest(filled, head)):
            return line
    return written.rstrip("\n").count("\n") + 1


def _differing(declared: Declaration, done: Publication) -> Iterator[tuple[str, str]]:
    """What a declaration says otherwise than the publication that says the same, by language."""
    first = done.settings.organization.authoritative
    if declared.announced and declared.announced > done.announced:  # one before was missed
        yield "announced", ""
    if declared.announcement != done.announcement:
        yield "announcement", ""
    for lang in declared.languages:
        if lang in done.translation_later:  # its words came with it
            continue
        now, then = (_beside(said.extra, lang, first) for said in (declared, done))
        for name in phrases.DECISION:
            if now.get(name) != then.get(name):
                field = "decided" if name == "decided_on" else name
                yield field, "" if name in phrases.PLAIN else lang


def _beside(extra: Extra, lang: str, first: str) -> dict[str, str]:
    """What is said beside in a language; what is said once is said in the `first`."""
    words = {name: by_language(said, first) for name, said in extra.items()}
    return {name: said[lang] for name, said in words.items() if lang in said}


def _other_words(declared: Declaration, published: Publication) -> Iterator[tuple[str, str]]:
    """The entries, each with its language, in which a declaration says other words."""
    for lang in declared.languages:
        if tuple(declared.summary.get(lang, ())) != tuple(published.summary.get(lang, ())):
            yield "summary", lang
        if declared.reason.get(lang, "") != published.reason.get(lang, ""):
            yield "reason", lang
