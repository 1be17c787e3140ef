"""How a policy came about, as a picture made at the build: one bar a revision, along the years.

All that it shows stands in the table below it as well. It shows the record, not the day: where
nothing was announced and nothing took effect, it stays the same.
"""

from __future__ import annotations

from datetime import date, timedelta

from markupsafe import Markup

from kaitei.model import Kind
from kaitei.site.model import PolicySite, SiteEntry
from kaitei.site.pages.status import period
from kaitei.site.pages.wording import Words

_WIDTH, _ROW, _LEFT, _RIGHT, _TOP, _FOOT = 560, 34, 74, 546, 30, 8
_POINTS = {Kind.POSTPONEMENT: "→", Kind.WITHDRAWAL: "×", Kind.REPEAL: "■", Kind.RENAMING: "◇"}


def timeline(policy: PolicySite, words: Words) -> Markup:
    """The picture as SVG, newest revision above; empty where there is nothing to draw."""
    rows = [entry for entry in policy.entries if entry.publication.kind.is_revision]
    if not rows:
        return Markup()
    scale = _Scale(policy, rows)
    height = _TOP + _ROW * len(rows) + _FOOT
    parts = [scale.years(height)]
    parts += [_bar(policy, entry, place, scale, words) for place, entry in enumerate(rows)]
    return Markup(
        '<svg class="k-timeline" viewBox="0 0 {} {}" role="img" aria-labelledby="k-timeline">'
        '<title id="k-timeline">{}</title>{}</svg>'
    ).format(_WIDTH, height, words.plain("timeline_label"), Markup("").join(parts))


class _Scale:
    """From a day to its place across the picture."""

    def __init__(self, policy: PolicySite, rows: list[SiteEntry]) -> None:
        days = [entry.publication.announced for entry in policy.entries]
        days += [entry.effective for entry in rows]
        days += [e.publication.effective for e in policy.entries if e.publication.effective]
        self.first, self.last = min(days), max(days)
        margin = timedelta(days=max(30, (self.last - self.first).days // 12))
        self.first, self.last = self.first - margin / 2, self.last + margin

    def at(self, day: date) -> float:
        """Where a day stands."""
        share = (day - self.first).days / (self.last - self.first).days
        return round(_LEFT + share * (_RIGHT - _LEFT), 1)

    def years(self, height: int) -> Markup:
        """A line for the first day of each year, or of some of them, and its number."""
        years = range(self.first.year + 1, self.last.year + 1)
        step = max(1, -(-len(years) // 8))
        line = Markup(
            '<path class="k-timeline__year" d="M{0} {1}V{2}"/>'
            '<text x="{0}" y="16" text-anchor="middle">{3}</text>'
        )
        return Markup("").join(
            line.format(self.at(date(year, 1, 1)), _TOP - 8, height, year) for year in years[::step]
        )


def _bar(policy: PolicySite, entry: SiteEntry, place: int, scale: _Scale, words: Words) -> Markup:
    """A revision's row: announced (a ring), until it takes effect (dots), in force (a bar)."""
    y = _TOP + place * _ROW + _ROW // 2
    announced, effective = scale.at(entry.publication.announced), scale.at(entry.effective)
    name = words.plain("number", number=entry.number)
    parts = [
        Markup('<text x="0" y="{}">{}</text>').format(y + 5, name),
        Markup('<path class="k-timeline__wait" d="M{} {}H{}"/>').format(announced, y, effective),
    ]
    if held := period(policy, entry):
        first, last = held
        start = scale.at(first)
        # While a text holds, its bar ends where the next one begins as far as it is known.
        coming = policy.upcoming[0].effective if policy.upcoming else scale.last
        end = scale.at(last + timedelta(days=1) if last else coming)
        kind = "held" if last else "now"
        parts.append(
            Markup('<rect class="k-timeline__{}" x="{}" y="{}" width="{}" height="12"/>').format(
                kind, start, y - 6, max(2, round(end - start, 1))
            )
        )
    else:
        parts.append(
            Markup('<path class="k-timeline__due" d="M{} {}l6 6l-6 6l-6 -6z"/>').format(
                effective, y - 6
            )
        )
    parts.append(
        Markup('<circle class="k-timeline__announced" cx="{}" cy="{}" r="4.5"/>').format(
            announced, y
        )
    )
    for event in policy.policy.events(entry.number, policy.on):
        if sign := _POINTS.get(event.kind):
            parts.append(
                Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(
                    scale.at(event.announced), y - 9, sign
                )
            )
    return Markup("").join(parts)
