"""All policies on one day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from kaitei.model import Policy, Publication, Reminder, Status, Told, told
from kaitei.model.facts import Contact, Group, Organization, Settings
from kaitei.model.publisher import changed_since, newest_in_effect, printed
from kaitei.site.model.entry import SiteEntry
from kaitei.site.model.memory import TextMemory
from kaitei.site.model.policy_site import PolicySite

FIRST_LANGUAGES = ("ja", "en")  # of a site on which nothing stands yet and whose owner named none

_MANY = 50  # policies; of more, a page that says all of each would be over a megabyte


@dataclass
class Site:
    """The whole site on one day, in the policies' time zone. Empty where nothing is announced.

    `draft` are the publications that are none yet, as (policy, number), or None for the public
    site: pages say so. `first_languages` are its languages until something is published, which
    says them itself. What is asked of all policies for each page is found once: else a site would
    cost the square of its policies.
    """

    on: date
    policies: tuple[PolicySite, ...]
    settings: Settings | None
    draft: tuple[tuple[str, int], ...] | None = None
    first_languages: Sequence[str] = FIRST_LANGUAGES
    _settings: dict[date, Settings | None] = field(init=False, repr=False, default_factory=dict)

    @property
    def organization(self) -> Organization | None:
        """How the company publishes, as the newest publication froze it; who it is: `publisher`."""
        return self.settings.organization if self.settings else None

    @property
    def publisher(self) -> Organization | None:
        """Who the company is on the day, as what took effect last froze it.

        A new name that was announced for later is not yet its name.
        """
        return self.publisher_on(self.on)

    def publisher_on(self, day: date) -> Organization | None:
        """Who the company was on a day, as known on that day: under this name it spoke then."""
        if self._never_renamed:
            return self.organization
        settings = self.settings_on(day)
        return settings.organization if settings else None

    def settings_on(self, day: date) -> Settings | None:
        """What was frozen of the company and its contacts that held on a day, as known on it."""
        if day not in self._settings:
            last = newest_in_effect((policy.policy for policy in self.policies), day)
            self._settings[day] = last.settings if last else self.settings
        return self._settings[day]

    @cached_property
    def _never_renamed(self) -> bool:
        """Whether it was always who it is: nearly always so, and quickly answered."""
        every = {id(one): one for one in (entry.publication.settings for entry in self.entries)}
        return len({printed(one.organization) for one in every.values()}) < 2

    @property
    def many(self) -> bool:
        """Whether there are too many policies for one page to say of each all that there is."""
        return len(self.policies) > _MANY

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The site's languages; the first stands at the root."""
        return tuple(self.organization.languages if self.organization else self.first_languages)

    @cached_property
    def sample(self) -> bool:
        """Whether any publication shown is a sample: then every page says so."""
        return any(entry.publication.sample for entry in self.entries)

    @cached_property
    def told(self) -> Told:
        """When everything was told that was by the day."""
        return told((policy.policy for policy in self.policies), self.on)

    @cached_property
    def entries(self) -> tuple[SiteEntry, ...]:
        """The entries of all policies, the last announced first."""
        every = [entry for policy in self.policies for entry in policy.entries]
        return tuple(sorted(every, key=lambda entry: entry.publication.order, reverse=True))

    @cached_property
    def announcements(self) -> tuple[tuple[SiteEntry, ...], ...]:
        """The entries of all policies as they were announced: the last first, each act once."""
        return tuple(dict.fromkeys(self.together(entry) for entry in self.entries))

    @cached_property
    def told_again(self) -> Mapping[str, Sequence[tuple[datetime, SiteEntry, Reminder]]]:
        """What was told again of each policy, oldest first, by its present name; of all by ""."""
        found: dict[str, list[tuple[datetime, SiteEntry, Reminder]]] = {"": []}
        for moment, _, reminder in self.told.reminders:
            policy = self.policy(reminder.publication.policy)  # by a name that the day knows
            told = moment, policy.entry(reminder.publication.number), reminder
            found[""].append(told)
            found.setdefault(policy.name, []).append(told)
        return found

    @cached_property
    def _by_name(self) -> Mapping[str, PolicySite]:
        found: dict[str, PolicySite] = {}
        for policy in self.policies:
            for name in policy.names:
                found.setdefault(name, policy)
        return found

    def policy(self, name: str) -> PolicySite:
        """The policy that has or had this name; KeyError where the day knows none."""
        return self._by_name[name]

    def grouped(
        self, policies: Iterable[PolicySite]
    ) -> list[tuple[Group | None, list[PolicySite]]]:
        """Policies as menu and lists show them, by the groups that the publisher names on the day.

        A group stands where the first of its policies does; None is what stands in no group.
        """
        groups = self.publisher.groups if self.publisher else ()
        found: list[tuple[Group | None, list[PolicySite]]] = []
        for policy in policies:
            own = next((g for g in groups if not {*g.policies}.isdisjoint(policy.names)), None)
            begun = found if own else found[-1:]  # what is in no group keeps its place among them
            members = next((those for group, those in begun if group is own), None)
            if members is None:
                found.append((own, members := []))
            members.append(policy)
        return found

    def synonyms(self, lang: str) -> list[str]:
        """The publisher's own words that stand for one another in a search, a line each."""
        return list(self.publisher.synonyms.get(lang, ())) if self.publisher else []

    def index(self, lang: str) -> list[tuple[str, list[PolicySite]]]:
        """The policies by groups, those in none by the first letter of their titles in order."""
        found: dict[str, list[PolicySite]] = {}
        alone: list[PolicySite] = []
        for group, members in self.grouped(self.policies):
            (found.setdefault(group.name(lang), []) if group else alone).extend(members)
        for policy in sorted(alone, key=lambda one: (one.title(lang).upper(), one.name)):
            found.setdefault(policy.title(lang)[:1].upper(), []).append(policy)
        return list(found.items())

    def policy_of(self, entry: SiteEntry) -> PolicySite:
        """The policy that an entry belongs to."""
        return self.policy(entry.publication.policy)

    def together(self, entry: SiteEntry) -> tuple[SiteEntry, ...]:
        """What was announced in one with an entry, itself included, in the order of the site."""
        publication = entry.publication
        if not publication.announcement:
            return (entry,)
        return tuple(self._joint[publication.announcement, publication.announced])

    @cached_property
    def _joint(self) -> Mapping[tuple[str, date], Sequence[SiteEntry]]:
        found: dict[tuple[str, date], list[SiteEntry]] = {}
        for policy in self.policies:
            for entry in reversed(policy.entries):
                publication = entry.publication
                if publication.announcement:
                    key = publication.announcement, publication.announced
                    found.setdefault(key, []).append(entry)
        return found

    def drafts_of(self, policy: PolicySite | None) -> tuple[tuple[str, int], ...]:
        """The publications of a policy, or of all without one, that are none yet."""
        found = self.draft or ()
        return tuple(one for one in found if policy is None or one[0] in policy.names)

    def contact(self, lang: str) -> Contact | None:
        """Whom to ask: the contact line frozen with what took effect last."""
        return self._told_last.settings.contact(lang) if self._told_last else None

    @cached_property
    def _told_last(self) -> Publication | None:
        shown = [policy.main for policy in self.policies if policy.main]
        if not shown:
            return None
        last = max(shown, key=lambda entry: (entry.status is Status.IN_FORCE, entry.effective))
        known = [policy.policy.as_of(self.on) for policy in self.policies]
        return changed_since((last.effective, last.publication), known, self.on)

    def address(self, lang: str, *parts: str | int) -> str:
        """The address of a page below the site's root: `en/privacy-policy/3/`, "" for home."""
        prefix = [] if lang == self.languages[0] else [lang]
        return "".join(f"{part}/" for part in [*prefix, *parts])


def look(
    policies: Iterable[Policy],
    on: date,
    draft: tuple[tuple[str, int], ...] | None = None,
    memories: dict[str, TextMemory] | None = None,
) -> Site:
    """The site as it stands on the day `on`. `policies` are the record's, verified.

    `draft` names publications among them that are only foreseen; None is the public site.
    `memories` keep by policy what was made of its texts, for whoever looks again and again.
    """
    memories = {} if memories is None else memories
    known = [policy for policy in policies if policy.known(on)]
    if not known:
        return Site(on, (), None)
    last = max((p for policy in known for p in policy.known(on)), key=lambda p: p.order)
    organization = last.settings.organization
    order = {name: place for place, name in enumerate(organization.policies)}
    sites = [
        PolicySite(
            policy,
            on,
            organization.authoritative,
            _memory=_remembered(memories, policy),
        )
        for policy in known
    ]
    sites.sort(key=lambda policy: (order.get(policy.name, len(order)), policy.name))
    return Site(on, tuple(sites), last.settings, draft)


def _remembered(memories: dict[str, TextMemory], policy: Policy) -> TextMemory:
    memory = memories.setdefault(policy.name, TextMemory())
    memory.keep(source for p in policy.publications for source in p.sources.values())
    return memory
