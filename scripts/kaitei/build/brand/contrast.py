"""The colours of the pages as a brand sets them, and which of them can't be read."""

from __future__ import annotations

from collections.abc import Iterator

from kaitei.base.catalogue import phrase
from kaitei.base.problems import Problem, problem
from kaitei.build.brand import styles
from kaitei.build.brand.colours import (
    BLACK,
    SHAPES,
    WHITE,
    WORDS,
    Colour,
    contrast,
    contrasts,
    ink_on,
    readable,
    written,
)
from kaitei.build.brand.reading import BASE, Brand
from kaitei.build.brand.styles import LOOKS, CustomProperty

# What is read on what, by the names of kaitei.css without `--k-`, and how much contrast it needs.
_WORDS = {
    "paper": ("ink", "soft", "link", "in-force", "upcoming"),
    "sheet": ("ink", "soft", "link"),
    "in-force-sheet": ("ink", "soft", "in-force", "link"),
    "upcoming-sheet": ("ink", "upcoming", "link"),
    "old-sheet": ("ink", "soft", "old", "link"),
    "ins-sheet": ("ins",),
    "del-sheet": ("del",),
    "head": ("head-ink", "head-link"),
}
_SHAPES = {"paper": ("strong-line", "focus"), "head": ("head-line", "head-focus")}
PAIRS = [
    (ink, ground, least)
    for table, least in ((_WORDS, WORDS), (_SHAPES, SHAPES))
    for ground, inks in table.items()
    for ink in inks
]
_LINK_GROUNDS = ("paper", "sheet", "in-force-sheet", "upcoming-sheet", "old-sheet")


def style(brand: Brand) -> str:
    """What stands below kaitei.css for a brand: its colours, made such that they can be read."""
    light, dark = (dict(_values(brand, look)) for look in LOOKS)
    rules = []
    if brand.looks in (("light",), ("dark",)):
        rules.append(f":root {{ color-scheme: {brand.looks[0]}; }}")
    if light:
        plain = "".join(f" --k-{name}: {written(one)};" for name, one in light.items())
        both = "".join(
            f" --k-{name}: light-dark({written(one)}, {written(dark.get(name, one))});"
            for name, one in light.items()
        )
        rules.append(f":root {{{plain} }}")
        rules.append(f"@supports (color: light-dark(#000, #fff)) {{ :root {{{both} }} }}")
    return "\n@media screen {\n" + "".join(f"{r}\n" for r in rules) + "}\n" if rules else ""


def problems(brand: Brand) -> Iterator[Problem]:
    """Where the colours of a site can't be read, and which are shown otherwise so that they can."""
    told: set[tuple[str, int, str, str]] = set()
    for look in LOOKS if "auto" in brand.looks else brand.looks:
        yield from _changed(brand, look)
        for one in _unreadable(brand, look):
            key = one.file, one.line, str(one.values["ink"]), str(one.values["ground"])
            if key not in told:
                told.add(key)
                yield one


def _unreadable(brand: Brand, look: str) -> Iterator[Problem]:
    """The pairs of a look without the contrast that they need; each where it was last set."""
    order = [*_base(brand), *_own(brand, look), *_later(brand)]
    held = styles.values(order, look)
    for ink, ground, least in PAIRS:
        names = f"--k-{ink}", f"--k-{ground}"
        one, other = (styles.colour(held, name, look) for name in names)
        if one is None or other is None or contrast(one, other) >= least:
            continue
        at = max((held[name] for name in names), key=order.index)
        yield problem(
            "brand-contrast",
            at.file,
            at.line,
            ink=f"{names[0]} ({written(one)})",
            ground=f"{names[1]} ({written(other)})",
            look=phrase(f"desk.brand.{look}"),
            ratio=f"{contrast(one, other):.1f}",
            least=f"{least:g}",
        )


def _changed(brand: Brand, look: str) -> Iterator[Problem]:
    """Colours that were named and are shown otherwise, since they could not be read."""
    shown, grounds = dict(_values(brand, look)), _grounds(brand, look)
    for role, name, least in (("primary", "link", WORDS), ("accent", "focus", SHAPES)):
        named = brand.colours.get((role, look))
        as_named = role == "primary" and ("link", look) in brand.colours  # Material's own links
        if named and not as_named and shown[name] != named.colour:
            yield problem(
                "brand-shown",
                named.file,
                named.line,
                value=written(named.colour),
                look=phrase(f"desk.brand.{look}"),
                ratio=f"{min(contrasts(named.colour, grounds)):.1f}",
                least=f"{least:g}",
                shown=written(shown[name]),
            )


def _values(brand: Brand, look: str) -> Iterator[tuple[str, Colour]]:
    """The colours of a look by the names of kaitei.css without `--k-`."""
    grounds = _grounds(brand, look)
    primary = brand.colours.get(("primary", look))
    if primary:
        head, ink = primary.colour, ink_on(primary.colour)
        yield from (
            ("head", head),
            *((f"head-{part}", ink) for part in ("ink", "link", "line", "focus")),
        )
        link = brand.colours.get(("link", look), primary)
        yield "link", readable(link.colour, grounds, WORDS)
    if accent := brand.colours.get(("accent", look)):
        yield "focus", readable(accent.colour, grounds, SHAPES)


def _grounds(brand: Brand, look: str) -> list[Colour]:
    """What links are read on, as the theme has it."""
    held = styles.values(_base(brand), look)
    found = [styles.colour(held, f"--k-{name}", look) for name in _LINK_GROUNDS]
    return [one for one in found if one] or [WHITE if look == "light" else BLACK]


def _base(brand: Brand) -> list[CustomProperty]:
    return [one for one in brand.declared if one.file == BASE]


def _later(brand: Brand) -> list[CustomProperty]:
    return [one for one in brand.declared if one.file != BASE]


def _own(brand: Brand, look: str) -> Iterator[CustomProperty]:
    """The brand's own colours, as if a style sheet set them."""
    for name, value in _values(brand, look):
        named = brand.colours["accent" if name == "focus" else "primary", look]
        yield CustomProperty(f"--k-{name}", written(value), named.file, named.line, look)
