"""Reads what mkdocs.yml says of the look of a site, and tells what the pages don't honour."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeAlias

from kaitei.base import tables, textfile, yamlfile
from kaitei.base.problems import Problem, problem
from kaitei.base.yamlfile import Value, YamlFile
from kaitei.build.brand import styles
from kaitei.build.brand.colours import Colour, parse
from kaitei.build.brand.styles import LOOKS, CustomProperty

CONFIG = "mkdocs.yml"
OWN = "theme/overrides"  # what stands below it stands below the site's root
BASE = f"{OWN}/assets/kaitei.css"
_TOP = frozenset({
    "site_name", "site_url", "docs_dir", "site_dir", "use_directory_urls", "theme", "plugins",
    "validation", "extra", "extra_css", "copyright", "hooks", "strict", "watch", "dev_addr",
})  # fmt: skip
_THEME = frozenset({"name", "custom_dir", "language", "font", "palette", "logo", "favicon", "icon"})
# What Material's templates read of `extra`; an owner's own templates may read more.
_EXTRA = frozenset({"alternate", "analytics", "annotate", "consent", "homepage", "tags", "version"})
_PALETTE = frozenset({"media", "scheme", "primary", "accent", "toggle"})
_SCHEMES = {"default": "light", "slate": "dark"}
_ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
Place: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Social:
    """Where else the owner is found: an address, its name, an icon of the theme."""

    link: str
    name: str
    icon: str


@dataclass(frozen=True, slots=True)
class NamedColour:
    """A colour that an owner named, and where."""

    colour: Colour
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Brand:
    """The look of an owner's site.

    `logo`, `favicon` and `css` are paths below the site's root that are there; `icon` is one of the
    theme's ("material/scale-balance"). `looks` are what a visitor chooses among ("auto", "light",
    "dark"), of one nothing is to choose; `icons` are the theme's by look. `colours` are what was
    named, by role ("primary", "accent", "link") and look. `declared` is what the style sheets set.
    """

    logo: str = ""
    icon: str = ""
    favicon: str = ""
    copyright: str = ""
    social: tuple[Social, ...] = ()
    css: tuple[str, ...] = ()
    looks: tuple[str, ...] = ("auto",)
    icons: Mapping[str, str] = field(default_factory=dict)
    colours: Mapping[tuple[str, str], NamedColour] = field(default_factory=dict)
    declared: tuple[CustomProperty, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def mark(self) -> str:
        """What stands before the company's name: the logo's path, or the SVG of the icon, or ""."""
        icon = _icons() / f"{self.icon}.svg"
        return self.logo or (icon.read_text("utf-8").strip() if self.icon else "")


def read(root: Path) -> Brand:
    """The brand of the repository at `root`, and what of it is not honoured.

    Raises KaiteiError for a file that is no YAML.
    """
    if not (root / CONFIG).is_file():
        return Brand()
    return _Reader(root, yamlfile.read(textfile.read(root / CONFIG, CONFIG), CONFIG)).brand()


@cache
def _material() -> Mapping[str, Mapping[str, str]]:
    """The colours that Material knows by name."""
    found: Mapping[str, Mapping[str, str]] = tables.read(Path(__file__).with_name("material.toml"))
    return found


def _icons() -> Path:
    """Where Material keeps its icons."""
    from importlib.metadata import distribution  # here: it takes as long to load as all of ours

    return Path(str(distribution("mkdocs-material").locate_file("material/templates/.icons")))


class _Reader:
    """Reads one mkdocs.yml."""

    def __init__(self, root: Path, config: YamlFile) -> None:
        self.root, self.config = root, config
        self.problems: list[Problem] = []

    def brand(self) -> Brand:
        """All that it says."""
        self.unhonoured()
        css = tuple(self.sheets())
        declared = (*self.declared(BASE), *(one for path in css for one in self.set_by(path)))
        palettes = self.palettes()
        looks = [self.look(one) for one in palettes]
        return Brand(
            logo=self.file("theme", "logo"),
            icon=self.icon(self.text("theme", "icon", "logo"), "theme", "icon", "logo"),
            favicon=self.file("theme", "favicon"),
            copyright=self.text("copyright"),
            social=tuple(self.social()),
            css=css,
            looks=_chosen(looks, [bool(_mapping(one.get("toggle"))) for _, one in palettes]),
            icons={
                look: self.icon(str(_mapping(one.get("toggle")).get("icon") or ""), *path, "toggle")
                for look, (path, one) in zip(looks, palettes, strict=True)
            },
            colours=dict(self.colours(palettes, looks, declared)),
            declared=declared,
            problems=tuple(self.problems),
        )

    # --- what is not honoured -------------------------------------------------------------------

    def unhonoured(self) -> None:
        """Name what changes nothing on the pages."""
        theme, extra = self.mapping("theme"), self.mapping("extra")
        paths: list[Place] = [(name,) for name in self.config.root if name not in _TOP]
        paths += [("theme", name) for name in theme if name not in _THEME]
        paths += [("theme", "icon", n) for n in _mapping(theme.get("icon")) if n != "logo"]
        paths += [("extra", name) for name in extra if name in _EXTRA]
        if theme.get("font") not in (None, "false"):
            paths.append(("theme", "font"))
        for path in paths:
            self.tell("brand-unhonoured", *path, name=".".join(map(str, path)))

    # --- files ----------------------------------------------------------------------------------

    def file(self, *path: str | int) -> str:
        """The file of ours that an entry names; "" where it is not there."""
        named = self.text(*path)
        return named if named and self.found(named, *path) else ""

    def icon(self, named: str, *path: str | int) -> str:
        """An icon of Material's by its name; "" where Material has none of that name."""
        if not named or (_icons() / f"{named}.svg").is_file():
            return named
        self.tell("brand-icon", *path, value=named)
        return ""

    def sheets(self) -> Iterator[str]:
        """The owner's style sheets that are there and load nothing from elsewhere."""
        for at, named in enumerate(_list(self.config.root.get("extra_css"))):
            if isinstance(named, str) and self.found(named, "extra_css", at):
                path = f"{OWN}/{named}"
                self.problems += self.unloadable(named, path)
                yield named

    def found(self, named: str, *path: str | int) -> bool:
        """Whether a file that an entry names is ours and there; tells where it is not."""
        if _ELSEWHERE.match(named):
            self.tell("brand-elsewhere", *path, value=named)
            return False
        own = (self.root / OWN).resolve()
        place = (own / named).resolve()
        if not (place.is_file() and place.is_relative_to(own)):
            self.tell("brand-file", *path, value=named, folder=f"{OWN}/")
            return False
        return True

    def unloadable(self, named: str, path: str) -> Iterator[Problem]:
        """What a style sheet of the owner's loads and no page may, or that is not there."""
        for address, line in styles.loaded(textfile.read(self.root / path, path)):
            place = (self.root / OWN / named).parent / re.split(r"[?#]", address)[0]
            if _ELSEWHERE.match(address):
                yield problem("brand-elsewhere", path, line, value=address)
            elif not place.is_file():
                yield problem("brand-file", path, line, value=address, folder=f"{OWN}/")

    def declared(self, path: str) -> Iterator[CustomProperty]:
        """What a style sheet sets, where there is one."""
        if (self.root / path).is_file():
            yield from styles.declared(textfile.read(self.root / path, path), path)

    def set_by(self, named: str) -> Iterator[CustomProperty]:
        """What one of the owner's style sheets sets."""
        return self.declared(f"{OWN}/{named}")

    # --- colours --------------------------------------------------------------------------------

    def palettes(self) -> list[tuple[Place, dict[str, Value]]]:
        """The palettes with their places: one, or several among which a visitor chooses."""
        given = self.mapping("theme").get("palette")
        path: Place = ("theme", "palette")
        found = [(path, given)] if isinstance(given, dict) else [
            ((*path, at), one) for at, one in enumerate(_list(given))
        ]  # fmt: skip
        kept = [(place, one) for place, one in found if isinstance(one, dict)]
        for place, one in kept:
            for name in one:
                if name not in _PALETTE:
                    self.tell("brand-unhonoured", *place, name, name=f"theme.palette.{name}")
        return kept

    def look(self, palette: tuple[Place, dict[str, Value]]) -> str:
        """The look of a palette: "light", "dark", or "auto" where the visitor's system says which.

        Where a scheme is named it says so; a scheme of the owner's own is a light one.
        """
        _, one = palette
        media = str(one.get("media") or "")
        scheme = one.get("scheme")
        if "prefers-color-scheme" in media:
            return next((look for look in LOOKS if look in media), "auto")
        return "auto" if scheme is None else _SCHEMES.get(str(scheme), "light")

    def colours(
        self,
        palettes: Sequence[tuple[Place, dict[str, Value]]],
        looks: Sequence[str],
        declared: Sequence[CustomProperty],
    ) -> Iterator[tuple[tuple[str, str], NamedColour]]:
        """The colours by role and look: those of the palette for it, else of the first one."""
        told: set[Place] = set()
        for look in LOOKS if palettes else ():
            path, one = next(
                (p for p, own in zip(palettes, looks, strict=True) if own == look), palettes[0]
            )
            for role in ("primary", "accent"):
                if role not in one:
                    continue
                found = self.colour(role, str(one[role]), (*path, role), look, declared, told)
                if found is None:
                    continue
                yield (role, look), found
                link = _material()["link"].get(str(one[role]).replace(" ", "-"))
                if role == "primary" and (other := parse(link or "")):
                    yield ("link", look), NamedColour(other, found.file, found.line)

    def colour(  # all that a colour may depend on
        self,
        role: str,
        value: str,
        path: Place,
        look: str,
        declared: Sequence[CustomProperty],
        told: set[Place],
    ) -> NamedColour | None:
        """A colour by its name in Material, as CSS writes it, or, if `custom`, from extra_css."""
        if value == "custom":
            name = f"--md-{role}-fg-color"
            held = styles.values(declared, look)
            own = held.get(name)
            if own and own.file != BASE and (found := styles.colour(held, name, look)):
                return NamedColour(found, own.file, own.line)
            known = None
        else:
            known = parse(_material()[role].get(value.replace(" ", "-"), value))
        if known is None and path not in told:
            told.add(path)
            self.tell("brand-colour", *path, value=value, role=role)
        return NamedColour(known, CONFIG, self.config.line(*path)) if known else None

    # --- the rest -------------------------------------------------------------------------------

    def social(self) -> Iterator[Social]:
        """Where else the owner is found."""
        for at, one in enumerate(_list(self.mapping("extra").get("social"))):
            entry = _mapping(one)
            link = str(entry.get("link") or "")
            if not re.match(r"https?://|mailto:|tel:", link):
                self.tell("brand-link", "extra", "social", at, value=link or "-")
                continue
            bare = re.sub(r"^(?:https?://|mailto:|tel:)(?:www\.)?", "", link).partition("/")[0]
            icon = self.icon(str(entry.get("icon") or ""), "extra", "social", at, "icon")
            yield Social(link, str(entry.get("name") or bare), icon)

    def mapping(self, name: str) -> dict[str, Value]:
        """The mapping at the top that has a name; an empty one where there is none."""
        return _mapping(self.config.root.get(name))

    def text(self, *path: str | int) -> str:
        """The words at a path, "" without any."""
        value: Value = self.config.root
        for name in path:
            value = _mapping(value).get(str(name))
        return value if isinstance(value, str) else ""

    def tell(self, rule: str, *path: str | int, **values: object) -> None:
        """Note what is wrong with an entry."""
        self.problems.append(problem(rule, CONFIG, self.config.line(*path), "", **values))


def _chosen(looks: Sequence[str], toggles: Sequence[bool]) -> tuple[str, ...]:
    """What a visitor chooses among; the one look there is, where nothing is to choose.

    Without a toggle, palettes for both looks follow the visitor's system.
    """
    several = tuple(dict.fromkeys(looks))
    if len(several) > 1 and any(toggles):
        return several
    return several if len(several) == 1 else ("auto",)


def _mapping(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}


def _list(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []
