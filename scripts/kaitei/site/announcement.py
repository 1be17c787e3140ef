"""One announcement as data: its page, PDF, feed entry, review and mail are renderings of it.

It says what was announced on that day, and nothing that a later day knows: what was printed or sent
of it stays true to itself. A page adds what became of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from kaitei.base.catalogue import chosen, listed, t
from kaitei.model import PROCEDURE, Kind, Localized, Publication, phrases
from kaitei.model.facts import Contact, Organization, Settings
from kaitei.model.publisher import differing, newest_in_effect
from kaitei.site.model import Parts, PolicySite, Site, SiteEntry, announcement_path, text_path
from kaitei.text import render
from kaitei.text.diff import Redline


class PageSentence(NamedTuple):
    """A sentence of the pages' words: its key, and its values.

    A day among the values is still a day: HTML writes it otherwise than plain text.
    """

    key: str
    values: Mapping[str, object] = {}

    def text(self, words: Mapping[str, str], lang: str) -> str:
        """The sentence in plain text, by the words of `lang`; days with the year of the era."""
        values = {
            name: phrases.day(value, lang, era=True) if isinstance(value, date) else value
            for name, value in self.values.items()
        }
        return chosen(words, self.key, self.values.get("count")).format(**values)


class Link(NamedTuple):
    """What is said of an address, and the address in parts below the language's root."""

    sentence: PageSentence
    parts: Parts


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a publication announces, in one language.

    `subject` is the policy's title as it was then. `base` is the publication whose text it
    replaces, `about` that which an event is about, `moved_from` the day that a postponement moves.
    `together` are the announcements that were made in one with it, `issuer` is who made it;
    `before` is what was printed until the particulars change that it announces, `form` whether they
    are printed on a form as well. What is `Localized` is in the authoritative language where there
    is none in `lang`. `compare` makes the comparison that told of it, of texts that had been
    published by then: it may take a while. `joint` makes those of all that were announced in one,
    the first of each policy, in their order: title and comparison by `policy@number`.
    """

    publication: Publication
    lang: str
    subject: str
    summary: Localized[Sequence[str]] | None = None
    reason: Localized[str] | None = None
    base: Publication | None = None
    about: Publication | None = None
    moved_from: date | None = None
    together: tuple[Link, ...] = ()
    issuer: Organization | None = None
    before: Settings | None = None
    form: bool = False
    compare: Callable[[], Localized[Redline] | None] = field(default=lambda: None, compare=False)
    joint: Callable[[], Mapping[str, tuple[str, Redline]]] = field(default=dict, compare=False)

    @property
    def revises(self) -> bool:
        """Whether it puts another text in the place of one."""
        return self.publication.kind.is_revision and self.base is not None

    @property
    def title(self) -> PageSentence:
        """What it is called."""
        return title(self.publication, self.subject)

    @property
    def lead(self) -> Iterator[PageSentence]:
        """What happens, in a sentence or two."""
        publication = self.publication
        yield PageSentence(
            f"lead_{publication.said_as}",
            {
                "title": self.subject,
                "of": publication.of or 0,
                "day": publication.effective or publication.announced,
                "languages": self.languages,
                "former": publication.former,
                "name": publication.policy,
            },
        )
        if self.moved_from:
            yield PageSentence("announced_before", {"day": self.moved_from})
        yield from self.particulars

    @property
    def particulars(self) -> Iterator[PageSentence]:
        """What pages print otherwise, where it announces that: a sentence for each particular."""
        if self.before is None:
            return
        now = self.publication.settings
        for name, before, after in differing(self.before, now, self.lang, form=self.form):
            key = "changed" if before and after else "added" if after else "removed"
            said = t(self.lang, f"pages.particulars_{name}")
            values = {"name": said, "before": before, "after": after}
            yield PageSentence(f"particular_{key}", values)

    @property
    def languages(self) -> str:
        """The languages of the texts that it carries."""
        names = [phrases.language(lang, self.lang) for lang in self.publication.sources]
        return listed(self.lang, names)

    def changes(self, redline: Redline, *, after: bool = False) -> list[str]:
        """What changed by `redline`, the comparison of its texts, in sentences of its language.

        What others that were announced with it change in the same words comes first, once for all.
        `after`: they stand above it on one sheet, so that what they told of it is not told again.
        """
        texts = self.joint()
        own = self.publication.ref
        if own not in texts or len(texts) == 1:
            return render.sentences(redline, self.lang)
        texts = {ref: one for ref, one in texts.items() if one[1].lang == redline.lang}
        texts = {**texts, own: (self.subject, redline)}
        told = render.shared_changes([*texts.values()], self.lang)[[*texts].index(own)]
        lines = [*(told.first if after else told.shared), *told.own]
        above = after and len(told.first) < len(told.shared)
        return [*lines, t(self.lang, "redline.shared-above")] if above else lines

    @property
    def effective_key(self) -> str:
        """What its effective date is called: a repeal or a postponement has a name of its own."""
        kind = self.publication.kind
        return "effective" if kind.is_revision else f"effective_{kind.value}"

    @property
    def decision(self) -> list[tuple[str, Localized[str]]]:
        """What the owner says of the decision, as names and values."""
        organization = self.publication.settings.organization
        return phrases.decision(self.publication.extra, self.lang, organization.authoritative)

    @property
    def texts(self) -> Iterator[Link]:
        """The texts that it is about, and the announcement that an event is about."""
        publication, base, about = self.publication, self.base, self.about
        if publication.kind.is_revision:
            key = "new_text" if base else "first_text"
            yield Link(_numbered(key, publication), text_path(publication))
            if base:
                yield Link(_numbered("old_text", base), text_path(base))
        elif about:
            if about.kind.is_revision:
                yield Link(_numbered("about_text", about), text_path(about))
            yield Link(_numbered("about_announcement", about), announcement_path(about))

    @property
    def contact(self) -> Contact:
        """Whom to ask: the contact line that was frozen with the publication.

        One that changes later is not yet there to ask.
        """
        publication = self.publication
        later = publication.effective and publication.effective > publication.announced
        settings = self.before if self.before and later else publication.settings
        return settings.contact(self.lang)

    @property
    def company(self) -> str:
        """The company's name as it was then: that which the text announces may be a later one."""
        issuer = self.issuer or self.publication.settings.organization
        return issuer.name(self.lang)


def announcement(site: Site, policy: PolicySite, entry: SiteEntry, lang: str) -> Announcement:
    """The announcement of a publication, in `lang`."""
    publication = entry.publication
    about = publication.of
    return Announcement(
        publication,
        lang,
        policy.title_of(entry, lang),
        policy.summary(entry, lang),
        policy.reason(entry, lang),
        policy.policy.get(publication.base) if publication.base else None,
        policy.policy.get(about) if about else None,
        policy.effective_before(entry),
        tuple(_together(site, entry, lang)),
        site.publisher_on(publication.announced),
        _before(site, publication),
        PROCEDURE in policy.names,
        lambda: policy.as_announced(entry, lang),
        lambda: dict(_joint(site, entry, lang)),
    )


def _before(site: Site, publication: Publication) -> Settings | None:
    """What was printed before a change of particulars, as known when it was announced."""
    day = publication.effective
    if publication.kind is not Kind.PARTICULARS or day is None:
        return None
    policies = (policy.policy for policy in site.policies)
    last = newest_in_effect(policies, day - timedelta(days=1), publication.announced)
    return last.settings if last else None


def title(publication: Publication, subject: str) -> PageSentence:
    """What the announcement of a publication is called: "Revision of the Privacy Policy"."""
    return PageSentence(f"notice_{publication.said_as}", {"title": subject})


def _together(site: Site, entry: SiteEntry, lang: str) -> Iterator[Link]:
    for other in site.together(entry):
        if other is not entry:
            subject = site.policy_of(other).title_of(other, lang)
            yield Link(title(other.publication, subject), other.announcement_path)


def _joint(site: Site, entry: SiteEntry, lang: str) -> Iterator[tuple[str, tuple[str, Redline]]]:
    """The comparison of each policy's announcement that was made in one with an entry's.

    Where several texts of a policy were revised in one, that is the first; the others tell all.
    """
    firsts: dict[str, SiteEntry] = {}
    for one in site.together(entry):
        firsts.setdefault(site.policy_of(one).name, one)
    for name, one in firsts.items():
        policy = site.policy(name)
        if compared := policy.as_announced(one, lang) if one.publication.kind.is_revision else None:
            yield one.publication.ref, (policy.title_of(one, lang), compared.value)


def _numbered(key: str, publication: Publication) -> PageSentence:
    return PageSentence(key, {"number": publication.number})
