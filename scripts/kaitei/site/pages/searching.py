"""What the site's own search finds: the clauses in force, the policies, their announcements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kaitei.site.model import PolicySite
from kaitei.site.pages.clauses import shown
from kaitei.site.pages.frame import Frame
from kaitei.site.pages.outlines import Outline, announcement


@dataclass(frozen=True, slots=True)
class Hit:
    """Something to find. `whole` is a policy as such; `place` names what it is a part of.

    `news` is an announcement: what was said once, not what holds.
    """

    name: str
    text: str
    href: str
    lang: str
    place: str = ""
    whole: bool = False
    news: bool = False


def hits(frame: Frame, outline: Outline) -> list[Hit]:
    """What the page `outline` lists: a policy with its clauses, one after another; then the news.

    A text that is not in force is not among them, nor one that is yet to come.
    """
    found = [hit for policy in frame.site.policies for hit in _policy(frame, outline, policy)]
    return [*found, *_news(frame, outline)]


def _policy(frame: Frame, outline: Outline, policy: PolicySite) -> Iterator[Hit]:
    title = policy.title(frame.lang)
    href = frame.url(outline, frame.address(policy.name))
    name, entry = policy.name, policy.in_force
    if entry is None:
        return
    said = frame.words.plain(
        "policy_description",
        company=frame.company(),
        title=title,
        number=entry.number,
        day=entry.effective,
    )
    yield Hit(title, said, href, frame.lang, whole=True)
    lang, text = frame.given(policy, entry)
    for clause in shown(policy, text, str) if text else ():
        anchor = f"#{clause.id}" if clause.id else ""
        yield Hit(clause.plain or title, clause.body.striptags(), href + anchor, lang, title)
    history = frame.words.plain("history_title", title=title)
    told = frame.words.plain("history_description", title=title)
    yield Hit(history, told, frame.url(outline, frame.address(name, "history")), frame.lang)


def _news(frame: Frame, outline: Outline) -> Iterator[Hit]:
    for entry in frame.site.entries:
        policy = frame.site.policy_of(entry)
        summary = entry.publication.summary
        lang = frame.lang if frame.lang in summary else policy.authoritative
        href = frame.url(outline, frame.address(*announcement(entry)))
        place = frame.words.plain("announced_on", day=entry.publication.announced)
        said = (" " if lang != "ja" else "").join(summary.get(lang, ()))
        yield Hit(frame.notice(policy, entry), said, href, frame.lang, place, news=True)
