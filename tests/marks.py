"""What documents and stories say of an editor's work, in comments that readers don't see.

<!-- edit FILE: OLD => NEW -->        words of a file are replaced
<!-- saved as FILE -->                the block below is the whole file
<!-- added to FILE above LINE -->     the block is put above the line that begins so
<!-- above FILE -->                   it is what a text says above itself, below its title
<!-- end of FILE -->                  it is added to the end of the file
<!-- cut FILE: NAME -->               an entry of a YAML file is taken out
<!-- move FOLDER: OTHER -->           a folder, or a file, gets another name
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

EDIT = re.compile(
    r"^ *<!-- (edit (?P<file>\S+): (?P<old>.+?) => (?P<new>.*?)"
    r"|cut (?P<from>\S+): (?P<name>\S+)|move (?P<folder>\S+): (?P<other>\S+)) -->$"
)
SAVED = re.compile(r"<!-- (?P<how>saved as|above|end of) (?P<file>\S+) -->")
ADDED = re.compile(r"<!-- added to (?P<file>\S+) above (?P<line>.+) -->")


@dataclass(frozen=True)
class Block:
    """A fenced block: where it starts, its language, its text, the mark above it."""

    line: int
    lang: str
    text: str
    before: str
    follows: bool  # only an empty line stands between it and the block before


def blocks(document: str) -> Iterator[Block]:
    """The fenced blocks of a document."""
    lines = document.splitlines()
    number, ended = 0, -9
    while number < len(lines):
        opening = re.match(r"( *)(`{3,}|~{3,})(.*)$", lines[number])
        if not opening:
            number += 1
            continue
        indent, fence, lang = opening.groups()
        end = next(i for i in range(number + 1, len(lines)) if lines[i].strip() == fence)
        text = "\n".join(line.removeprefix(indent) for line in lines[number + 1 : end])
        before = lines[number - 1].strip() if number else ""
        between = "".join(lines[ended + 1 : number])
        yield Block(number + 1, lang.strip(), text, before, ended > 0 and not between.strip())
        number, ended = end + 1, end


def edits(document: str) -> list[tuple[int, re.Match[str]]]:
    """The edits of a document, each with its line."""
    lines = document.splitlines()
    return [(n, match) for n, line in enumerate(lines, 1) if (match := EDIT.match(line))]


def edit(name: str, line: int, mark: re.Match[str], root: Path) -> None:
    """Do in the folder `root` what an edit says; `name` and `line` are where it says so."""
    if mark["folder"]:
        (root / mark["folder"]).rename(root / mark["other"])
        return
    path = root / (mark["file"] or mark["from"])
    text = path.read_text("utf-8")
    if mark["name"]:
        text, cut = re.subn(rf"^{mark['name']}:.*\n(?: .*\n)*", "", text, flags=re.MULTILINE)
        assert cut == 1, f"{name}:{line}: no {mark['name']} in {mark['from']}"
    else:
        assert text.count(mark["old"]) == 1, (
            f"{name}:{line}: {mark['old']} is not, or not once, in {mark['file']} any more:"
            " write the edit in the document anew"
        )
        text = text.replace(mark["old"], mark["new"])
    path.write_text(text, "utf-8")


def save(block: Block, root: Path) -> None:
    """Save in the folder `root` what a block is, where the mark above it says so."""
    if saved := SAVED.fullmatch(block.before):
        assert block.lang != "sh"
        path, text = root / saved["file"], block.text + "\n"
        if saved["how"] == "above":
            _, head, body = path.read_text("utf-8").split("---\n", 2)
            title = re.search(r"^title: .*\n", head, re.MULTILINE)
            text = f"---\n{title[0]}{text}---\n{body}"
        elif saved["how"] == "end of":
            text = path.read_text("utf-8") + text
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    if added := ADDED.fullmatch(block.before):
        path = root / added["file"]
        lines = path.read_text("utf-8").splitlines(keepends=True)
        found = [n for n, line in enumerate(lines) if line.strip().startswith(added["line"])]
        place = f"{added['line']} begins {len(found)} lines of {added['file']}, not one"
        assert len(found) == 1, f"{place}: name another line in the document"
        at = found[0]
        path.write_text("".join([*lines[:at], block.text, "\n", *lines[at:]]), "utf-8")


def work(name: str, block: Block, root: Path, left: list[tuple[int, re.Match[str]]]) -> None:
    """Do in the folder `root` what a person does before a block: edits above it, a file that it is.

    What is done is taken from `left`; `name` is the document's.
    """
    while left and left[0][0] < block.line:
        edit(name, *left.pop(0), root)
    save(block, root)
