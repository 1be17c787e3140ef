"""The command `redline`: any two Markdown files, or two published revisions, compared."""

from __future__ import annotations

import argparse
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kaitei.cli import console
from kaitei.cli.options import Commands
from kaitei.errors import KaiteiError, problem

if TYPE_CHECKING:  # markup's libraries take a moment to load: only when needed
    from kaitei.markup import Dialect
    from kaitei.policy import Text

_REFERENCE = re.compile(r"(?P<policy>[a-z0-9-]+)@(?P<number>[1-9][0-9]*)", re.ASCII)


def add(commands: Commands) -> None:
    """Add `redline`."""
    comparing = commands.add(redline, lang="of the texts")
    comparing.set_defaults(lang_is_of_texts=True)
    comparing.add_argument("old", metavar="OLD", help="a Markdown file, or policy@number")
    comparing.add_argument("new", metavar="NEW", help="a Markdown file, or policy@number")
    comparing.add_argument("--format", choices=("text", "html", "json", "markdown"), default="text")


def redline(options: argparse.Namespace) -> int:
    """Compare two Markdown files, or two published revisions."""
    from kaitei import redline as room
    from kaitei import views

    old, new, lang = _two_texts(options)
    found = room.compare(old, new)
    if options.format == "html":
        print(views.fragment(found))
    elif options.format == "json":
        print(views.to_json(found))
    elif options.format == "markdown":
        print(views.markdown(found, lang))
    else:
        print(views.terminal(found, lang, colour=console.colour()))
    return 0


def _two_texts(options: argparse.Namespace) -> tuple[Text, Text, str]:
    """The two texts that OLD and NEW name, and the language of the views."""
    from kaitei import markup

    sources = [_source(options, name) for name in (options.old, options.new)]
    lang = options.lang or _language_of(sources[1][0] or sources[0][0])
    texts = [markup.parse(source, lang, dialect=dialect) for source, dialect in sources]
    return texts[0], texts[1], lang


def _source(options: argparse.Namespace, name: str) -> tuple[str, Dialect]:
    """The Markdown that `name` stands for, and its dialect: a file's, or a publication's."""
    reference = _REFERENCE.fullmatch(name)
    if reference and not Path(name).exists():
        return _published(options, reference["policy"], int(reference["number"])), "policy"
    from kaitei import textfile

    return textfile.read(Path(name), name), "foreign"


def _published(options: argparse.Namespace, name: str, number: int) -> str:
    """The Markdown of revision `number` in `--lang`, else in the authoritative language."""
    from kaitei import archive
    from kaitei.site import look

    ref = f"{name}@{number}"
    site = look(archive.read(options.root), date.max)
    try:
        policy = site.policy(name)
        entry = policy.entry(number)
    except KeyError:
        raise KaiteiError(problem("reference-unknown", "versions", ref=ref)) from None
    if not entry.publication.kind.is_revision:
        of = entry.publication.of
        raise KaiteiError(problem("reference-event", "versions", ref=ref, of=f"{name}@{of}"))
    lang = options.lang or policy.authoritative
    text = policy.source(entry, lang)
    if text is None:
        raise KaiteiError(problem("reference-no-text", "versions", ref=ref, lang=lang))
    return text


def _language_of(text: str) -> str:
    """Japanese where one character in twenty is kana, else English.

    It chooses the words around a redline, never what is compared.
    """
    kana = len(re.findall(r"[\u3041-\u30ff]", text))
    return "ja" if kana * 20 > len("".join(text.split())) else "en"
