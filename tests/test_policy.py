"""What is in force on a day: the stories of cases/policy/, and what must hold for any record."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaitei.base import yamlfile
from kaitei.model import Kind, Policy, Publication, Status, facts, reminders
from records import FROZEN, ORGANIZATION, SETTINGS

STORIES = sorted((Path(__file__).parent / "cases" / "policy").glob("*.yml"))
_PUBLICATION = re.compile(
    r"(?P<kind>[a-z]+)(?: of (?P<of>\d+))?, announced (?P<announced>[\d-]+)"
    r"(?:, effective (?P<effective>[\d-]+))?(?:, named (?P<named>.+))?"
)


def publication(
    number: int,
    kind: str,
    announced: date,
    effective: date | None,
    of: int | None,
    settings: facts.Settings = SETTINGS,
) -> Publication:
    is_revision = Kind(kind).is_revision
    return Publication(
        policy="story",
        number=number,
        kind=Kind(kind),
        announced=announced,
        effective=effective,
        base=of if is_revision else None,
        of=None if is_revision else of,
        settings=settings,
    )


def told(number: str, line: str) -> Publication:
    part = _PUBLICATION.fullmatch(line)
    assert part, f"not a publication: {line}"
    return publication(
        int(number),
        part["kind"],
        date.fromisoformat(part["announced"]),
        date.fromisoformat(part["effective"]) if part["effective"] else None,
        int(part["of"]) if part["of"] else None,
        named(part["named"]) if part["named"] else SETTINGS,
    )


def named(company: str) -> facts.Settings:
    """What a publication froze of a company of another name, the same in both languages."""
    names = {"ja": company, "en": company}
    return facts.load_frozen({**FROZEN, "organization": {**ORGANIZATION, "name": names}}, "")


def found(policy: Policy, on: date) -> str:
    """What the public finds on a day, in the words of a story."""
    words = []
    for revision in policy.revisions(on):
        status = policy.status(revision, on)
        word = f"{revision.number} {status.replace('-', ' ')}"
        if status is Status.UPCOMING:
            word += f" from {policy.effective(revision, on)}"
        if status is not Status.IN_FORCE and policy.in_force(on) == revision:
            word += " (in force)"
        words.append(word)
    return ", ".join(words) or "nothing"


def answer(policy: Policy, asked: str) -> str:
    """The number of the text that holds on a day, as known on another; "nothing" where none."""
    day, known = (date.fromisoformat(part) for part in asked.split(", as known on "))
    held = policy.as_of(known).in_force(day)
    return str(held.number) if held else "nothing"


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_story(story: Path):
    read = yamlfile.read(story.read_text("utf-8"), story.name).root
    policy = Policy("story", tuple(told(n, line) for n, line in read["publications"].items()))
    assert [p.number for p in policy.publications] == list(range(1, len(policy.publications) + 1))
    days = {day: found(policy, date.fromisoformat(day)) for day in read["days"]}
    assert days == read["days"]
    asked = {line: answer(policy, line) for line in read.get("asked", {})}
    assert asked == read.get("asked", {})
    if again := read.get("told again"):
        told_again = [(str(r.day), str(r.publication.number)) for r in reminders(policy, date.max)]
        assert sorted(told_again) == ([] if again == "nothing" else [*again.items()])


ENDING = {  # the repeals that are to come, by story and day
    ("repeal", "2026-04-30"): [],
    ("repeal", "2026-06-30"): [4],
    ("repeal", "2026-07-01"): [],
    ("repeal-withdrawn", "2026-03-14"): [3],
    ("repeal-withdrawn", "2026-03-15"): [],
    ("repeal-postponed", "2026-05-31"): [2],
    ("repeal-postponed", "2026-06-01"): [],
}


@pytest.mark.parametrize(("story", "on"), ENDING)
def test_a_repeal_is_to_come_until_its_day_unless_it_was_withdrawn(story: str, on: str):
    text = (STORIES[0].parent / f"{story}.yml").read_text("utf-8")
    read = yamlfile.read(text, story).root["publications"]
    policy = Policy("story", tuple(told(n, line) for n, line in read.items()))
    standing = policy.as_of(date.fromisoformat(on))
    assert [p.number for p in standing.ending] == ENDING[story, on]


def test_there_are_stories():
    assert len(STORIES) >= 60


START = date(2026, 1, 1)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Any record that numbers and names allow, sensible or not."""
    publications: list[Publication] = []
    announced = START
    for number in range(1, draw(st.integers(1, 8)) + 1):
        announced += timedelta(draw(st.integers(0, 5)))
        day = announced + timedelta(draw(st.integers(-5, 15)))
        kind = draw(st.sampled_from(Kind)) if number > 1 else Kind.ENACTMENT
        revisions = [p.number for p in publications if p.kind.is_revision or p.kind is Kind.REPEAL]
        if kind.is_revision:
            revisions = [p.number for p in publications if p.kind.is_revision]
        of = None if kind is Kind.ENACTMENT else draw(st.sampled_from(revisions))
        publications.append(publication(number, kind, announced, day, of))
    return Policy("story", tuple(publications))


@given(policies())
def test_any_record_tells_one_story(policy: Policy):
    """Statuses agree with in_force and upcoming; what is upcoming does come unless news arrive."""
    for on in (START + timedelta(days) for days in range(-2, 60, 3)):
        revisions = policy.revisions(on)
        status = {r.number: policy.status(r, on) for r in revisions}
        holding, upcoming = policy.in_force(on), policy.upcoming(on)
        shown = {n: s for n, s in status.items() if s is not Status.WITHHELD}
        assert {n for n, s in shown.items() if s is Status.IN_FORCE} == (
            {holding.number} & shown.keys() if holding else set()
        )
        assert {n for n, s in shown.items() if s is Status.UPCOMING} == (
            {r.number for r in upcoming} & shown.keys()
        )
        days = [policy.effective(r, on) for r in upcoming]
        assert days == sorted(set(days))
        assert not days or days[0] > on
        for revision, day in zip(upcoming, days, strict=True):
            if policy.known(day) == policy.known(on):
                assert policy.in_force(day) == revision


@given(policies(), st.integers(0, 60))
def test_periods_say_what_holds_on_each_day_to_come_too(policy: Policy, days: int):
    on = policy.publications[0].announced + timedelta(days)
    known = policy.as_of(on)
    for n in range(-10, 90):
        day = on + timedelta(n)
        by = [p.revision for p in known.periods if p.first <= day <= (p.last or day)]
        assert by == [text for text in [known.in_force(day)] if text]


@given(policies(), st.integers(0, 60))
def test_what_is_announced_later_changes_no_earlier_day(policy: Policy, days: int):
    on = START + timedelta(days)
    earlier = Policy(policy.name, policy.known(on))
    assert found(earlier, on) == found(policy, on)
    assert earlier.upcoming(on) == policy.upcoming(on)
