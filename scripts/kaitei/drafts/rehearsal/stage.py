"""The builds in which what is to be published is tried, with a field and without it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from kaitei.build.origin import CONFIG
from kaitei.build.rehearsal import Failure, Rehearsal
from kaitei.drafts.rehearsal.fields import Candidate, Field, fields
from kaitei.drafts.repository import Repository
from kaitei.drafts.scaffold import supplies
from kaitei.model import Policy, Publication
from kaitei.record.append import foreseen
from kaitei.site.model import PolicySite, look
from kaitei.text import docx, markdown

_WORD = "word/"  # what a Word file's part is called by; no part of the site begins so


class Stage:
    """The candidates, and the builds that they are tried in."""

    def __init__(self, repository: Repository, candidates: Sequence[Candidate]) -> None:
        self.candidates = list(candidates)
        self._record = repository.record.policies
        self._settings = repository.content.settings
        self._rehearsal = Rehearsal(_theme(repository.root), self._record)
        self._days = _days(self._after(self.candidates), candidates[0].publication.announced)

    def failures(self) -> list[Failure]:
        """What can't be made of the candidates as they are now."""
        after = self._after(self.candidates)
        words = (Failure(self._days[0], name, error) for name, error in self._words(after) if error)
        return [*self._rehearsal.failures(after, self._days), *words]

    def at_fault(self, failure: Failure) -> list[Field]:
        """The fields without which nothing fails there; none where no field is to blame.

        What several publications share is at fault in each.
        """
        every = list(fields(self.candidates, self._settings))
        if self._fails(every, failure):
            return []
        at_fault: list[Field] = []
        while self._fails(at_fault, failure):
            count = self._enough(len(every), lambda n: [*at_fault, *every[:n]], failure)
            at_fault.extend(one for one in every if one.place == every[count].place)
        return [self._narrowed(field, at_fault, failure) for field in at_fault]

    def without(self, fields: Iterable[Field]) -> list[Candidate]:
        """The candidates with nothing special in these fields."""
        found = self.candidates
        for field in fields:
            found = [field.plain(one) if field.about(one) else one for one in found]
        return found

    def _fails(self, fields: Iterable[Field], failure: Failure) -> bool:
        """Whether it still fails where it did, with nothing special in these fields."""
        after = self._after(self.without(fields))
        if failure.artifact.startswith(_WORD):
            return any(error for name, error in self._words(after) if name == failure.artifact)
        return self._rehearsal.fails(after, failure)

    def _narrowed(self, field: Field, at_fault: Sequence[Field], failure: Failure) -> Field:
        """A text that is at fault by its line: the first with which it fails."""
        if field.kept is None:
            return field
        others = [one for one in at_fault if one is not field]
        kept = field.kept

        def without_end(count: int) -> list[Field]:
            return [*others, replace(field, plain=partial(kept, field.lines - count))]

        count = self._enough(field.lines, without_end, failure)
        return replace(field, line=field.line + field.lines - count - 1)

    def _enough(self, most: int, plain: Callable[[int], Iterable[Field]], failure: Failure) -> int:
        """The highest number of things made plain with which it still fails: one more is enough.

        With `most` of them nothing fails.
        """
        low, high = 0, most
        while high - low > 1:
            middle = (low + high) // 2
            if self._fails(plain(middle), failure):
                low = middle
            else:
                high = middle
        return low

    def _after(self, candidates: Iterable[Candidate]) -> tuple[Policy, ...]:
        return foreseen(self._record, [one.addition for one in candidates])

    def _words(self, after: Sequence[Policy]) -> Iterator[tuple[str, Exception | None]]:
        """The Word files of the texts by name: why each can't be made, None where it can."""
        site = look(after, self._days[0])
        for one in (one.publication for one in self.candidates):
            for lang in one.sources:
                yield f"{_WORD}{one.ref}/{lang}", _unwritten(site.policy(one.policy), one, lang)


def _theme(root: Path) -> Path:
    """Where the theme stands that the site is built with: ours where a repository has none."""
    return root if (root / CONFIG).is_file() else supplies()


def _days(after: Iterable[Policy], announced: date) -> list[date]:
    """The day of the announcement, and every later one on which something takes effect."""
    days = {policy.effective(p, announced) for policy in after for p in policy.known(announced)}
    return [announced, *sorted(day for day in days if day > announced)]


def _unwritten(policy: PolicySite, publication: Publication, lang: str) -> Exception | None:
    """Why the Word file of a text, with its changes tracked, can't be made; None where it can."""
    author = publication.settings.organization.name(lang)
    byline = docx.Byline(author, publication.announced)
    source = publication.sources[lang]
    origin = docx.Origin(policy.name, lang, publication.ref, "", source, byline)
    try:
        entry = policy.entry(publication.number)
        if redline := policy.redline(entry, lang):
            docx.document(redline, origin, publication.ref)
            docx.comparison(redline, origin, publication.ref, lang)
        docx.clean(markdown.parse(source, lang), origin, publication.ref)
    except Exception as error:  # whatever it is: a text without a Word file is told
        return error
    return None
