"""Turns a Site into pages: what the template of each kind of page prints beside the common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from kaitei.base.catalogue import listed
from kaitei.model import phrases
from kaitei.site import forms
from kaitei.site.model import Entry, PolicySite, Site
from kaitei.site.pages import (
    closures,
    helpdesk,
    outlines,
    parallel,
    searching,
    status,
    timeline,
    touched,
    wording,
    wordings,
)
from kaitei.site.pages.clauses import anchors, shown
from kaitei.site.pages.comparing import address_in, announced, comparison, pair, since
from kaitei.site.pages.frame import Frame
from kaitei.site.pages.outlines import Outline, bilingual, later, replaced
from kaitei.site.pages.page import Listing, Page
from kaitei.site.pages.templates import Press


class Editor:
    """The pages of a site.

    `theme` is the folder that holds pages/ (templates) and, where the owner has words of its own,
    words.toml. `site_url` is the absolute
    address of the site's root, ending in a slash. With `papers` the pages link their PDFs. `words`
    are the theme's, by language. Raises KaiteiError for a broken theme.
    """

    def __init__(self, site: Site, theme: Path, site_url: str, *, papers: bool = False) -> None:
        press = Press(theme)
        self.site, self.papers, self.words = site, papers, wording.read(theme, site.languages)
        speakers = {lang: wording.Words(lang, said) for lang, said in self.words.items()}
        self.frames = [
            Frame(site, press, words, speakers, site_url, papers=papers)
            for words in speakers.values()
        ]

    def of_site(self) -> Iterator[Page]:
        """The pages that are about no policy of their own, home first."""
        return self._pages(outlines.of_site(self.site))

    def of_policy(self, policy: PolicySite) -> Iterator[Page]:
        """The pages that say what stands now of a policy, and those that lead there."""
        return self._pages(outlines.of_policy(self.site, policy))

    def of_publication(self, policy: PolicySite, entry: Entry) -> Iterator[Page]:
        """The pages of one publication."""
        return self._pages(outlines.of_publication(self.site, policy, entry))

    def remembered(self, policy: PolicySite) -> list[Entry]:
        """The texts that were in force before: each has a page of what changed since."""
        return outlines.replaced(policy)

    def since(self, policy: PolicySite, entry: Entry) -> Iterator[Page]:
        """The page of what changed since a text that is remembered."""
        return self._pages(outlines.since(entry, policy))

    def _pages(self, found: Iterable[Outline]) -> Iterator[Page]:
        wanted = list(found)
        for frame in self.frames:
            for one in wanted:
                yield frame.page(one, _OWN[one.kind](frame, one))

    def __len__(self) -> int:
        """How many pages there are, that for errors included."""
        return 1 + len(self.frames) * sum(1 for _ in outlines.of_all(self.site))

    def missing(self) -> Page:
        """The page for addresses that do not exist, in all languages; its links are absolute."""
        first = self.frames[0]
        heading = first.words.plain("missing_title")
        own: dict[str, object] = {"title": heading, "description": heading, "frames": self.frames}
        return first.page(Outline("missing"), own)

    def listed(self) -> Iterator[Listing]:
        """What search engines should find, texts by number apart: all but the old ones."""
        for frame in self.frames:
            for one in outlines.of_all(self.site):
                if one.kind != "revision" and frame.indexed(one):
                    yield frame.listing(one)


def pages(site: Site, theme: Path, site_url: str, *, papers: bool = False) -> list[Page]:
    """Every page of the site in every language, home first, the page for errors last."""
    editor = Editor(site, theme, site_url, papers=papers)
    return [*editor._pages(outlines.of_all(site)), editor.missing()]


# --- what each kind of page prints ------------------------------------------------------------


def _home(frame: Frame, _outline: Outline) -> dict[str, object]:
    company = frame.company()
    return {
        "title": frame.words.plain("home_title"),
        "description": frame.words.plain("home_description", company=company),
        "news": frame.site.entries[:10],
    }


def _search(frame: Frame, outline: Outline) -> dict[str, object]:
    return {
        "title": frame.words.plain("search_title"),
        "description": frame.words.plain("search_description", company=frame.company()),
        "hits": searching.hits(frame, outline),
    }


def _follow(frame: Frame, _outline: Outline) -> dict[str, object]:
    return {
        "title": frame.words.plain("follow_title"),
        "description": frame.words.plain("follow_description", company=frame.company()),
    }


def _policy(frame: Frame, outline: Outline) -> dict[str, object]:
    policy, main = outline.policy, outline.entry
    assert policy is not None  # noqa: S101  # its outline says so
    heading = policy.title(frame.lang)
    given = policy.translated(main, frame.lang) if main else None
    description = frame.words.plain("history_description", title=heading)
    if main:
        description = frame.words.plain(
            "policy_description",
            company=frame.company(),
            title=heading,
            number=main.number,
            day=main.effective,
        )
    return {
        "title": heading,
        "description": description,
        "given": given,
        "parallel": main is not None and bilingual(frame.site, policy, main),
        "repeal": status.repealed(policy),
        "withheld": status.withheld(policy, main),
        "after": [f"after/{name}.html" for name in policy.names],
        "calendar": closures.calendar(policy, frame.words),
        "clock": helpdesk.clock(policy, frame.words),
        "examples": helpdesk.examples(policy, frame.words),
        "form": forms.address(frame.site, policy, main, frame.lang),
        **_text(frame, outline, given or main),
        "late": touched.moved_on(policy, given, main, policy.authoritative)
        if given and main
        else frozenset(),
    }


def _revision(frame: Frame, outline: Outline) -> dict[str, object]:
    policy, entry = outline.policy, outline.entry
    assert policy is not None and entry is not None  # noqa: S101, PT018
    heading = policy.title_of(entry, frame.lang)
    older, newer = policy.neighbours(entry) if entry.has_text else (None, None)
    values = {"title": heading, "number": entry.number, "day": entry.effective}
    return {
        "heading": heading,
        "title": frame.words.plain("revision_title", **values),
        "description": frame.words.plain("revision_description", **values),
        "older": older,
        "newer": newer,
        "events": later(policy, entry),
        "compared": entry in replaced(policy),
        "form": forms.address(frame.site, policy, entry, frame.lang),
        **_text(frame, outline, entry),
    }


def _history(frame: Frame, outline: Outline) -> dict[str, object]:
    policy = outline.policy
    assert policy is not None  # noqa: S101
    heading = policy.title(frame.lang)
    return {
        "title": frame.words.plain("history_title", title=heading),
        "description": frame.words.plain("history_description", title=heading),
        "periods": status.periods(policy),
        "timeline": timeline.drawn(policy, frame.words),
    }


def _moved(frame: Frame, outline: Outline) -> dict[str, object]:
    policy = outline.policy
    assert policy is not None  # noqa: S101
    heading = policy.title(frame.lang)
    return {
        "title": heading,
        "description": frame.words.plain("moved_description", title=heading),
        "leads_to": frame.leads_to(outline),
    }


def _announcement(frame: Frame, outline: Outline) -> dict[str, object]:
    policy, entry = outline.policy, outline.entry
    assert policy is not None and entry is not None  # noqa: S101, PT018
    publication = entry.publication
    heading = frame.notice(policy, entry)
    lang, redline = announced(frame, policy, entry)
    return {
        "title": heading,
        "subject": policy.title_of(entry, frame.lang),
        "decision": phrases.decision(publication.extra, frame.lang),
        "languages": listed(
            frame.lang, [frame.language_name(lang) for lang in publication.sources]
        ),
        "description": frame.words.plain(
            "notice_description",
            heading=heading,
            number=entry.number,
            day=publication.announced,
        ),
        "about": policy.policy.get(publication.of) if publication.of else None,
        "before": policy.effective_before(entry),
        "base": policy.base(entry) if publication.kind.is_revision else None,
        "events": later(policy, entry),
        "parallel": bilingual(frame.site, policy, entry, changes=True),
        "compared_in": lang,
        **comparison(frame, outline, redline),
    }


_OWN: Mapping[str, Callable[[Frame, Outline], dict[str, object]]] = {
    "home": _home,
    "search": _search,
    "follow": _follow,
    "policy": _policy,
    "revision": _revision,
    "history": _history,
    "moved": _moved,
    "announcement": _announcement,
    "since": since,
    "compare": pair,
    "wordings": wordings.wordings,
    "parallel": parallel.text,
    "parallel_changes": parallel.redline,
}

# --- parts of those ---------------------------------------------------------------------------


def _text(frame: Frame, outline: Outline, entry: Entry | None) -> dict[str, object]:
    """The clauses to print of an entry's text: this language's, else the authoritative."""
    policy = outline.policy
    assert policy is not None  # noqa: S101
    for lang in (frame.lang, policy.authoritative):
        if text := policy.text(entry, lang) if entry else None:
            clauses = shown(policy, text, address_in(frame, outline, ""))
            return {
                "clauses": clauses,
                "text_lang": lang,
                "anchors": anchors(clauses),
                "late": frozenset(),
                "touched": touched.clauses(policy, entry, policy.authoritative),
                "reworded": wordings.listed(policy, entry, frame.lang),
            }
    return {
        "clauses": [],
        "text_lang": frame.lang,
        "anchors": (),
        "touched": {},
        "reworded": frozenset(),
        "late": frozenset(),
    }
