"""Colours as CSS writes them, and whether words in one can be read on another."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable, Sequence
from typing import TypeAlias

Colour: TypeAlias = tuple[int, int, int]  # red, green, blue, each from 0 to 255
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
WORDS = 4.5  # WCAG 2.2, 1.4.3, level AA: words of the size of a text against their ground
SHAPES = 3.0  # WCAG 2.2, 1.4.11, level AA: borders of controls, and the focus
_STEPS = 50  # from a colour to black or white
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_CALLED = re.compile(r"(rgb|hsl)a?\(\s*([\d.]+)(?:deg)?[\s,]+([\d.]+)%?[\s,]+([\d.]+)%?\s*\)")


def parse(value: str) -> Colour | None:
    """An opaque colour: #rgb, #rrggbb, rgb(), hsl(), white or black; None for anything else."""
    value = value.strip().lower()
    value = {"white": "#fff", "black": "#000"}.get(value, value)
    if found := _HEX.fullmatch(value):
        signs = found[1] if len(found[1]) == 6 else "".join(2 * sign for sign in found[1])
        return int(signs[:2], 16), int(signs[2:4], 16), int(signs[4:], 16)
    if not (found := _CALLED.fullmatch(value)):
        return None
    first, second, third = (float(number) for number in found.groups()[1:])
    if found[1] == "hsl":
        shares = colorsys.hls_to_rgb(first / 360, third / 100, second / 100)
        first, second, third = (255 * share for share in shares)
    red, green, blue = (min(255, round(one)) for one in (first, second, third))
    return red, green, blue


def written(colour: Colour) -> str:
    """A colour as #rrggbb."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def contrast(one: Colour, other: Colour) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(ground: Colour) -> Colour:
    """White or black, whichever is read better: one of them always has a contrast over 4.5."""
    return max((WHITE, BLACK), key=lambda ink: contrast(ink, ground))


def readable(colour: Colour, grounds: Sequence[Colour], least: float) -> Colour:
    """The colour, or the one nearest to it that has the contrast `least` to each of `grounds`.

    It is made darker where the grounds are light, lighter where they are dark.
    """
    end = ink_on(grounds[0])
    mixed = (_mixed(colour, end, step / _STEPS) for step in range(_STEPS + 1))
    enough = (one for one in mixed if min(contrasts(one, grounds)) >= least)
    return next(enough, end)


def contrasts(colour: Colour, grounds: Iterable[Colour]) -> list[float]:
    """The contrast of a colour to each of `grounds`."""
    return [contrast(colour, ground) for ground in grounds]


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    """Relative luminance, from 0 to 1 (WCAG 2.2, "relative luminance")."""
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (part / 255 for part in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
