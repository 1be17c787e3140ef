"""The command `export`: a text, a comparison or an announcement as Word file, PDF or mail."""

from __future__ import annotations

import argparse
from pathlib import Path

from kaitei.base.catalogue import t
from kaitei.cli import console, paper, texts
from kaitei.cli.options import Commands, given_day


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    exporting = commands.add(export, day=True, lang="texts")
    exporting.set_defaults(lang_is_of_texts=True, usage=exporting.error)
    exporting.add_argument("text", metavar="TEXT")
    exporting.add_argument("new", metavar="NEW", nargs="?")
    form = exporting.add_mutually_exclusive_group(required=True)
    form.add_argument("--docx", type=Path, metavar="OUT")
    form.add_argument("--pdf", type=Path, metavar="OUT")
    form.add_argument("--mail", action="store_true")
    exporting.add_argument("--output", type=Path, metavar="OUT")
    kind = exporting.add_mutually_exclusive_group()
    kind.add_argument("--table", action="store_true")
    kind.add_argument(
        "--announcement",
        action="store_true",
    )
    exporting.add_argument("--old-first", action="store_true")
    exporting.add_argument("--author")
    exporting.add_argument(
        "--date",
        type=given_day,
        metavar="DATE",
    )


def export(options: argparse.Namespace) -> int:
    """Write a text, a comparison or an announcement as a Word file, PDF or mail."""
    if options.mail:
        return _mail(options)
    lang = console.language(options)
    if options.output:
        options.usage(t(lang, "desk.usage.output"))
    if options.table and not options.new:
        options.usage(t(lang, "desk.usage.table"))
    if options.announcement and (options.new or not options.pdf):
        options.usage(t(lang, "desk.usage.announcement"))
    if options.pdf:
        console.write(options, options.pdf, paper.printed(options))
        console.say(options, "export.wrote", file=options.pdf)
        return 0
    return _word(options)


def _mail(options: argparse.Namespace) -> int:
    """Write the mail of an announcement."""
    from kaitei.build import host
    from kaitei.site import mail, pages

    if options.new or options.table or options.announcement:
        options.usage(t(console.language(options), "desk.usage.mail"))
    site, policy, entry = texts.announced(options, options.text)
    first = policy.authoritative
    others = [lang for lang in site.languages if lang != first]
    languages = [options.lang] if options.lang else [first, *others]
    words = pages.read_words(options.root / "theme", site.languages)
    made = mail.message(site, entry, languages, host.site_url(options.root), words)
    output = options.output or Path(f"{entry.publication.policy}-{entry.number}.eml")
    console.write(options, output, made)
    console.say(options, "export.wrote", file=output)
    return 0


def _word(options: argparse.Namespace) -> int:
    """Write a Word file, and say what it can't show."""
    from kaitei.text import diff, docx

    old = texts.named(options, options.text)
    new = texts.named(options, options.new) if options.new else old
    lang = texts.language(options, old, new)
    found = diff.compare(old.parsed(lang), new.parsed(lang))
    byline = docx.Byline(options.author or new.author or "kaitei", options.date or new.announced)
    compared = old.name if options.new else ""
    origin = docx.Origin(new.policy, lang, new.name, compared, new.source, byline)
    title = found.new_title or found.old_title or ""
    running = "　".join(filter(None, [title, " → ".join(filter(None, [compared, new.name]))]))
    if options.table:
        made = docx.comparison(found, origin, running, lang, new_first=not options.old_first)
    else:
        made = docx.document(found, origin, running)
    console.write(options, options.docx, made.content)
    console.say(options, "export.wrote", file=options.docx)
    for clause in made.replaced:
        console.say(options, "export.replaced", clause=clause)
    for image in made.images:
        console.say(options, "export.image", image=image)
    return 0
