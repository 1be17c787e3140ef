"""The command `export`: a text, a comparison or an announcement as Word file, PDF or mail."""

from __future__ import annotations

import argparse
from pathlib import Path

from kaitei.cli import console, paper, texts
from kaitei.cli.options import Commands, given_day


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    exporting = commands.add(export, day=True, lang="of the texts")
    exporting.set_defaults(lang_is_of_texts=True, usage=exporting.error)
    exporting.add_argument("text", metavar="TEXT", help=texts.HELP)
    exporting.add_argument("new", metavar="NEW", nargs="?", help="what TEXT is compared with")
    form = exporting.add_mutually_exclusive_group(required=True)
    form.add_argument("--docx", type=Path, metavar="OUT", help="the Word file to write")
    form.add_argument("--pdf", type=Path, metavar="OUT", help="the PDF to write")
    form.add_argument(
        "--mail",
        action="store_true",
        help="a mail that announces the publication TEXT, or its draft",
    )
    exporting.add_argument(
        "--output", type=Path, metavar="OUT", help="of a mail (default: policy-number.eml, here)"
    )
    kind = exporting.add_mutually_exclusive_group()
    kind.add_argument(
        "--table", action="store_true", help="the comparison table instead of the marked text"
    )
    kind.add_argument(
        "--announcement",
        action="store_true",
        help="as PDF, the announcement of the publication TEXT",
    )
    exporting.add_argument(
        "--old-first", action="store_true", help="in the table, the old text on the left"
    )
    exporting.add_argument("--author", help="of a Word file's changes (default: who publishes)")
    exporting.add_argument(
        "--date",
        type=given_day,
        metavar="DATE",
        help="of a Word file's changes (default: the announcement's, else none)",
    )


def export(options: argparse.Namespace) -> int:
    """Write a text, a comparison or an announcement as a Word file, PDF or mail."""
    if options.mail:
        return _mail(options)
    if options.output:
        options.usage("--output goes with --mail")
    if options.table and not options.new:
        options.usage("--table needs two texts to compare")
    if options.announcement and (options.new or not options.pdf):
        options.usage("--announcement goes with --pdf and one policy@number")
    if options.pdf:
        console.write(options, options.pdf, paper.printed(options))
        console.say(options, en=f"Wrote {options.pdf}.", ja=f"{options.pdf} を書き出しました。")
        return 0
    return _word(options)


def _mail(options: argparse.Namespace) -> int:
    """Write the mail of an announcement."""
    from kaitei.build import host
    from kaitei.site import mail, pages

    if options.new or options.table or options.announcement:
        options.usage("--mail goes with one policy@number, or a policy's name for its draft")
    site, policy, entry = texts.announced(options, options.text)
    first = policy.authoritative
    others = [lang for lang in site.languages if lang != first]
    languages = [options.lang] if options.lang else [first, *others]
    words = pages.read_words(options.root / "theme", site.languages)
    made = mail.message(site, entry, languages, host.site_url(options.root), words)
    output = options.output or Path(f"{entry.publication.policy}-{entry.number}.eml")
    console.write(options, output, made)
    console.say(options, en=f"Wrote {output}.", ja=f"{output} を書き出しました。")
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
    console.say(options, en=f"Wrote {options.docx}.", ja=f"{options.docx} を書き出しました。")
    for clause in made.replaced:
        console.say(
            options,
            en=f"In “{clause}” the columns of a table changed: it stands there deleted and inserted"
            " as a whole.",
            ja=f"「{clause}」の表は列が変わったため、全体の削除と挿入として示しています。",
        )
    for image in made.images:
        console.say(
            options, en=f"Left out the image “{image}”.", ja=f"画像「{image}」は省きました。"
        )
    return 0
