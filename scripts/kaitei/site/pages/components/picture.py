"""Which text held when, as a strip made at the build: one band a period, along the years.

All that it shows stands in the table below it as well. It shows the record, not the day: where
nothing was announced and nothing took effect, it stays the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from markupsafe import Markup

from kaitei.model import Kind
from kaitei.site.model import PolicySite, SiteEntry
from kaitei.site.pages.status import Period, periods
from kaitei.site.pages.wording import Words

_WIDTH, _HEIGHT, _LEFT, _RIGHT = 400, 68, 3, 397
_SIGNS, _TOP, _BAND, _YEARS = 16, 22, 20, 60  # what stands how far below the upper edge
_LABEL = 18  # a band this wide has room for its number
_POINTS = {Kind.POSTPONEMENT: "→", Kind.WITHDRAWAL: "×", Kind.REPEAL: "■"}


def timeline(policy: PolicySite, words: Words) -> Markup:
    """The strip as SVG, of one height however many revisions there are; empty without any."""
    revisions = [entry for entry in policy.entries if entry.publication.kind.is_revision]
    if not revisions:
        return Markup()
    scale = _Scale(policy)
    held = periods(policy)
    parts = [*scale.years(), *(_band(policy, one, scale) for one in held)]
    parts += [_announced(entry, scale) for entry in policy.entries]
    shown = {entry.number for entry, _, _ in held}
    parts += [_never(entry, scale) for entry in revisions if entry.number not in shown]
    return Markup(
        '<svg class="k-timeline" viewBox="0 0 {} {}" role="img" aria-labelledby="k-timeline">'
        '<title id="k-timeline">{}</title>{}</svg>'
    ).format(_WIDTH, _HEIGHT, words.plain("timeline_label"), Markup("").join(parts))


class _Scale:
    """From a day to its place across the picture."""

    def __init__(self, policy: PolicySite) -> None:
        days = [entry.publication.announced for entry in policy.entries]
        days += [e.publication.effective for e in policy.entries if e.publication.effective]
        days += [e.effective for e in policy.revisions if e.effective]
        self.first, self.last = min(days), max(days)
        margin = timedelta(days=max(30, (self.last - self.first).days // 12))
        self.first, self.last = self.first - margin / 2, self.last + margin

    def at(self, day: date) -> float:
        """Where a day stands."""
        share = (day - self.first).days / (self.last - self.first).days
        return round(_LEFT + share * (_RIGHT - _LEFT), 1)

    def years(self) -> Iterator[Markup]:
        """A line for the first day of each year, or of some of them, and its number."""
        years = range(self.first.year + 1, self.last.year + 1)
        step = max(1, -(-len(years) // 6))
        line = Markup(
            '<path class="k-timeline__year" d="M{} {}V{}"/>'
            '<text x="{}" y="{}" text-anchor="middle">{}</text>'
        )
        for year in years[::step]:
            at = self.at(date(year, 1, 1))
            inside = min(max(at, 16), _WIDTH - 16)
            yield line.format(at, _TOP - 3, _TOP + _BAND + 4, inside, _YEARS, year)


def _band(policy: PolicySite, held: Period, scale: _Scale) -> Markup:
    """A text while it holds, held or will hold, with its number where there is room."""
    entry, first, last = held
    start, end = scale.at(first), scale.at(last + timedelta(days=1) if last else scale.last)
    kind = "due" if first > policy.on else "now" if last is None or last >= policy.on else "held"
    width = max(1.5, round(end - start - 1, 1))
    band = Markup('<rect class="k-timeline__{}" x="{}" y="{}" width="{}" height="{}"/>').format(
        kind, start, _TOP, width, _BAND
    )
    if width < _LABEL:
        return band
    label = Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>')
    return band + label.format(round(start + width / 2, 1), _TOP + 14, entry.number)


def _announced(entry: SiteEntry, scale: _Scale) -> Markup:
    """The day of an announcement above the bands: a line, or the sign of what happened."""
    publication = entry.publication
    at = scale.at(publication.announced)
    if sign := _POINTS.get(publication.kind):
        return Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(at, _SIGNS, sign)
    return Markup('<path class="k-timeline__announced" d="M{} {}v8"/>').format(at, _SIGNS - 6)


def _never(entry: SiteEntry, scale: _Scale) -> Markup:
    """A revision that never took effect, on the day on which it should have."""
    at = scale.at(entry.effective)
    return Markup('<path class="k-timeline__due" d="M{} {}l5 5l-5 5l-5 -5z"/>').format(at, _TOP + 5)
