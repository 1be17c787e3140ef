"""The command `from-docx`: a Word file that others marked up, into the draft."""

from __future__ import annotations

import argparse
from pathlib import Path

from kaitei.cli import console
from kaitei.cli.options import Commands, repository


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    taking = commands.add(from_docx, name="from-docx", lang="of the messages")
    taking.add_argument("file", type=Path, metavar="FILE", help="a Word file that `export` wrote")
    taking.add_argument(
        "--changes",
        choices=("accept", "reject", "pending"),
        default="accept",
        help="tracked changes of others: made, not made, or not made and listed",
    )


def from_docx(options: argparse.Namespace) -> int:
    """Take a Word file that others marked up into the draft in content/."""
    from kaitei.drafts import docx_import

    taken = docx_import.take(repository(options), options.file, options.changes)
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
