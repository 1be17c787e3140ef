"""One policy renumbered: both its languages, as edits of its files."""

from __future__ import annotations

from datetime import date

from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.drafts import reading
from kaitei.drafts.checks import CheckContext, DraftContext
from kaitei.drafts.edits import Edits
from kaitei.drafts.renumber.text import Renumbering
from kaitei.drafts.renumber.written import Written
from kaitei.drafts.repository import Repository
from kaitei.text import markdown


def renumber(repository: Repository, name: str, on: date) -> Edits:
    """What renumbering the policy `name` would change in its files, nothing written.

    Its `left` are the references that a person has to look at. Raises KaiteiError where content/
    has no such policy or it can't be read.
    """
    content = repository.content
    known = [draft.policy for draft in content.drafts]
    if name not in known:
        here = [p for p in repository.unread if p.file.startswith(f"{reading.CONTENT}/{name}/")]
        unknown = problem("publish-unknown", reading.CONTENT, policy=name, known=", ".join(known))
        raise KaiteiError(*(here or [unknown]))
    desk = CheckContext(content, repository.record.policies, on)
    case = next(case for case in desk.cases if case.draft.policy == name)
    before, after = {}, {}
    left: list[Problem] = []
    for lang, file in case.draft.files.items():
        draft = Written(case.draft.written[lang], case.text(lang))
        if not draft.whole:
            raise KaiteiError(problem("renumber-headings", file))
        made = Renumbering(draft, _replaced(case, lang), file)
        before[file], after[file] = case.draft.written[lang], made.text
        left += made.left
    return Edits(before, after, tuple(left))


def _replaced(case: DraftContext, lang: str) -> Written | None:
    """The text that the draft replaces, or would replace if it were declared."""
    replaced = case.replaced() if case.pending else {}
    if not replaced and case.held is not None:
        replaced = case.published(case.held.number)
    if lang not in replaced:
        return None
    found = Written(replaced[lang], markdown.parse(replaced[lang], lang))
    return found if found.whole else None
