"""One look at a site: what it says of itself, its files, the witness's own memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.build import freshness
from kaitei.build.witness import comparing, fetching, words
from kaitei.build.witness.comparing import Comparison
from kaitei.build.witness.fetching import SiteSource
from kaitei.model import Policy
from kaitei.record import Record, verify
from kaitei.record.witness_log import Look, WitnessLog
from kaitei.site import api
from kaitei.site import model as sites

_MOST = 20  # problems of a look that are kept: a site that is down as a whole says one thing
_OLD = 1  # days: a site that is built every night is never older for longer than a night


Build = Callable[[date], Path]
"""Gives the folder of the site of a day, built from the record by this program."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A page that is not the site's but carries a policy's text, such as the main site's."""

    address: str
    policy: str


@dataclass(frozen=True, slots=True)
class _SelfReport:
    """What a site says of itself in api/site.json, else in its current.json."""

    on: date
    origin: Mapping[str, str] | None
    newest: Mapping[str, tuple[int, str]]
    current: bytes


def look(
    record: Record,
    log: WitnessLog,
    address: str,
    on: date,
    moment: datetime,
    build: Build,
    *,
    everything: bool = False,
    elsewhere: Sequence[Elsewhere] = (),
) -> Look:
    """Look at a site and add what was found to the log.

    `address` is the site's on the web, or its folder; `on` the day whose site it should be, by the
    record; `moment` when this is; `build` gives the site of a day to compare with. Nothing of the
    site is believed that the record, which must be whole, and what the log has seen do not bear
    out. Raises KaiteiError where the record is not
    whole, or the log can't be added to.
    """
    verify.before_build(record)
    problems = list(_refused(record, log, address))
    source = fetching.opened(address)
    try:
        said = _said(source)
    except KaiteiError as error:
        problems += error.problems
        every = _every(record, on)
        found = Look(
            moment, on, address, reached=False, accepted=False, wrong=every, problems=problems
        )
        log.append(found)
        return found
    forked = list(_forked(record, said, source.place))
    compared = Comparison()
    if not problems and not forked:
        problems += _timely(record.policies, on, said, source.place)
        compared = _compared(record, source, said, on, build, everything=everything)
    problems += [*forked, *compared.problems]
    for page in elsewhere:
        problems += _elsewhere(record.policies, on, page)
    found = Look(
        moment,
        on,
        address,
        accepted=not forked and not any(p.rule.startswith("seen-") for p in problems),
        newest=said.newest,
        files=len(compared.seen),
        sum=compared.sum if compared.seen else "",
        wrong=sorted(compared.wrong) if not forked else _every(record, on),
        problems=problems[:_MOST] + _more(problems),
    )
    log.append(found)
    return found


def _more(problems: Sequence[Problem]) -> list[Problem]:
    left = len(problems) - _MOST
    return [problem("witness-more", count=left)] if left > 0 else []


def _every(record: Record, on: date) -> list[str]:
    """All publications that a site should show on a day."""
    return [p.ref for policy in record.policies for p in policy.known(on)]


# --- the witness's own memory -------------------------------------------------------------------


def _refused(record: Record, log: WitnessLog, address: str) -> Iterator[Problem]:
    """What the log has seen and the record does not have any more, or has otherwise."""
    digests = {p.ref: p.digest for policy in record.policies for p in policy.publications}
    known = set(digests.values())
    for (policy, number), (digest, seen) in sorted(log.seen().items()):
        if digest in known:
            continue
        ref, when = f"{policy}@{number}", seen.moment.isoformat(timespec="minutes")
        if ref in digests:
            other = digests[ref]
            yield problem("seen-rewritten", address, ref=ref, digest=digest, seen=when, other=other)
        else:
            yield problem("seen-gone", address, ref=ref, digest=digest, seen=when)


def _forked(record: Record, said: _SelfReport, place: str) -> Iterator[Problem]:
    """Digests that the site names as its newest and that the record does not have."""
    digests = {p.ref: p.digest for policy in record.policies for p in policy.publications}
    for policy, (number, digest) in said.newest.items():
        ref = f"{policy}@{number}"
        if digest in digests.values():
            continue
        if ref in digests:
            yield problem("site-forked", place, ref=ref, digest=digest, other=digests[ref])
        else:
            yield problem("site-ahead", place, ref=ref, digest=digest)


# --- what the site says of itself ---------------------------------------------------------------


def _said(source: SiteSource) -> _SelfReport:
    """What a site says of itself. Raises KaiteiError where it says nothing that can be read."""
    try:
        raw = source.get(api.SITE, fresh=True)
    except KaiteiError as error:
        if error.problems[0].rule != "witness-missing":
            raise
        raw = b""
    current = source.get(api.CURRENT, fresh=True)
    try:
        data = json.loads(raw or current)
        newest = {
            str(name): (int(one["number"]), str(one["digest"]))
            for name, one in data.get("newest", {}).items()
        }
        origin = data.get("origin")
        return _SelfReport(date.fromisoformat(data["on"]), origin, newest, current)
    except (ValueError, KeyError, TypeError, AttributeError):
        name = api.SITE if raw else api.CURRENT
        raise KaiteiError(problem("site-no-current", source.place, name=name)) from None


def _timely(
    policies: Sequence[Policy], on: date, said: _SelfReport, place: str
) -> Iterator[Problem]:
    """Whether the site is of the day, and shows what holds on it."""
    if said.on > on:
        yield problem("site-early", place, day=said.on, on=on)
    for found in freshness.behind(policies, on, said.current, place):
        if found.rule != "site-old":
            yield found
    days = (on - said.on).days
    if days > 0:
        old = problem("site-old", place, day=said.on, days=days)
        yield replace(old, severity="error") if days > _OLD else old


# --- its files ----------------------------------------------------------------------------------


def _compared(
    record: Record,
    source: SiteSource,
    said: _SelfReport,
    on: date,
    build: Build,
    *,
    everything: bool,
) -> Comparison:
    """The files of the site against those of a build for its own day, and no later one."""
    day = min(said.on, on)
    tree = build(day)
    paths = [path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file()]
    origin = json.loads((tree / api.SITE).read_bytes())["origin"]
    exactly = said.origin is not None and _made_by(said.origin) == _made_by(origin)
    wanted = comparing.matter(paths, everything=everything and exactly)
    site = sites.look(record.policies, day)
    return comparing.compare(source, tree, wanted, site, exactly=exactly)


def _made_by(origin: Mapping[str, str]) -> list[str | None]:
    return [origin.get(name) for name in ("program", "theme", "settings")]


# --- pages elsewhere ----------------------------------------------------------------------------


def _elsewhere(policies: Sequence[Policy], on: date, page: Elsewhere) -> Iterator[Problem]:
    """Whether a page that is not the site's has the words of a policy's text in force."""
    policy = next((one for one in policies if page.policy in one.names(on)), None)
    entry = sites.look(policies, on).policy(page.policy) if policy else None
    now = entry.in_force if entry else None
    if entry is None or now is None:
        yield problem("witness-no-policy", page.address, policy=page.policy)
        return
    try:
        shown = words.PageText(fetching.page(page.address))
    except KaiteiError as error:
        yield from error.problems
        return
    lacking = []
    for lang in policy.languages(now.number) if policy else ():
        source = entry.source(now, lang)
        wanted = words.of_text(source, lang) if source else []
        missing = shown.lacks(wanted)
        lacking.append((len(missing) / max(1, len(wanted)), missing))
    _, missing = min(lacking, key=lambda one: one[0], default=(0.0, []))
    if missing:
        ref = now.publication.ref
        yield problem(
            "witness-page", page.address, ref=ref, words=missing[0][:200], count=len(missing)
        )
