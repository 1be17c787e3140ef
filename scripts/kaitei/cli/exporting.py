"""The commands for those who work in Word or on paper: `export` out, `from-docx` back in."""

from __future__ import annotations

import argparse
from pathlib import Path

from kaitei.cli import console, printing, texts
from kaitei.cli.options import Commands, given_day
from kaitei.errors import KaiteiError, problem


def add(commands: Commands) -> None:
    """Add `export` and `from-docx`."""
    exporting = commands.add(export, lang="of the texts")
    exporting.set_defaults(lang_is_of_texts=True, usage=exporting.error)
    exporting.add_argument("text", metavar="TEXT", help=texts.HELP)
    exporting.add_argument("new", metavar="NEW", nargs="?", help="what TEXT is compared with")
    form = exporting.add_mutually_exclusive_group(required=True)
    form.add_argument("--docx", type=Path, metavar="OUT", help="the Word file to write")
    form.add_argument("--pdf", type=Path, metavar="OUT", help="the PDF to write")
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
    taking = commands.add(from_docx, name="from-docx", lang="of the messages")
    taking.add_argument("file", type=Path, metavar="FILE", help="a Word file that `export` wrote")
    taking.add_argument(
        "--changes",
        choices=("accept", "reject", "pending"),
        default="accept",
        help="tracked changes of others: made, not made, or not made and listed",
    )


def export(options: argparse.Namespace) -> int:
    """Write a text, a comparison or an announcement as a Word file or PDF."""
    if options.table and not options.new:
        options.usage("--table needs two texts to compare")
    if options.announcement and (options.new or not options.pdf):
        options.usage("--announcement goes with --pdf and one policy@number")
    if options.pdf:
        _write(options.pdf, printing.printed(options))
        _say_written(options, options.pdf)
        return 0
    return _word(options)


def _word(options: argparse.Namespace) -> int:
    """Write a Word file, and say what it can't show."""
    from kaitei import redline, word

    old = texts.named(options, options.text)
    new = texts.named(options, options.new) if options.new else old
    lang = texts.language(options, old, new)
    found = redline.compare(old.parsed(lang), new.parsed(lang))
    byline = word.Byline(options.author or new.author or "kaitei", options.date or new.announced)
    compared = old.name if options.new else ""
    origin = word.Origin(new.policy, lang, new.name, compared, new.source, byline)
    title = found.new_title or found.old_title or ""
    running = "　".join(filter(None, [title, " → ".join(filter(None, [compared, new.name]))]))
    if options.table:
        made = word.comparison(found, origin, running, lang, new_first=not options.old_first)
    else:
        made = word.document(found, origin, running)
    _write(options.docx, made.content)
    _say_written(options, options.docx)
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


def from_docx(options: argparse.Namespace) -> int:
    """Take a Word file that others marked up into the draft in content/."""
    from kaitei import returned

    taken = returned.take(options.root, options.file, options.changes)
    if taken.empty:
        console.say(
            options, en=f"{taken.file} stays as it is.", ja=f"{taken.file} に変更はありません。"
        )
    else:
        console.say(options, en=f"Changed {taken.file}:", ja=f"{taken.file} を変更しました：")
    for clauses, en, ja in (
        (taken.changed, "changed", "変更"),
        (taken.added, "new", "追加"),
        (taken.removed, "taken out", "削除"),
    ):
        for clause in clauses:
            said = clause or "-"
            console.say(options, en=f"  {said}: {en}", ja=f"  {said}：{ja}")
    if taken.moved:
        console.say(options, en="  the order of the clauses", ja="  条の順序")
    console.show(taken.notes, console.language(options))
    return 0


def _say_written(options: argparse.Namespace, path: Path) -> None:
    console.say(options, en=f"Wrote {path}.", ja=f"{path} を書き出しました。")


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        reason = error.strerror or "unknown"
        raise KaiteiError(problem("file-unwritable", str(path), reason=reason)) from None
