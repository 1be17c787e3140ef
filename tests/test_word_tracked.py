"""Tracked changes of others in 40 files: what accept, reject and pending read is what LibreOffice
makes of the same file."""

import copy
import random
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from kaitei.model import Block, Text
from kaitei.text import docx
from test_word import W, office

BASE = next((Path(__file__).parent / "cases/word").glob("13-*/vanish.docx"))
BY = {f"{W}author": "弁護士", f"{W}date": "2026-11-21T09:00:00Z"}
SEEDS = range(40)


def element(tag: str, *children: etree._Element, **attributes: str) -> etree._Element:
    made = etree.Element(f"{W}{tag}", {f"{W}{name}": value for name, value in attributes.items()})
    made.extend(children)
    return made


class Counsel:
    """Somebody who marks a document up, by chance: every kind of change that Word tracks."""

    def __init__(self, seed: int, root: etree._Element) -> None:
        self.chance = random.Random(seed)  # noqa: S311  # the same files on every run
        self.root = root
        self.number = 1000

    def mark(self, tag: str, *children: etree._Element) -> etree._Element:
        self.number += 1
        made = element(tag, *children, id=str(self.number))
        made.attrib.update(BY)
        return made

    def words(self, text: str, tag: str = "t") -> etree._Element:
        made = element("t" if tag == "t" else "delText")
        made.text = text
        return element("r", made)

    def plain(self) -> list[etree._Element]:
        """Runs of paragraphs that nobody has touched, with some words."""
        return [
            r for r in self.root.iter(f"{W}r")
            if r.getparent().tag == f"{W}p" and len("".join(r.itertext(f"{W}t"))) > 3
        ]  # fmt: skip

    def insert(self) -> None:
        run = self.chance.choice(self.plain())
        run.addnext(self.mark("ins", self.words(f"挿入{self.number}")))

    def delete(self) -> None:
        run = self.chance.choice(self.plain())
        text = "".join(run.itertext(f"{W}t"))
        at = self.chance.randrange(1, len(text) - 1)
        after = self.mark("del", self.words(text[at:], "del"))
        for t in run.findall(f"{W}t"):
            run.remove(t)
        first = element("t")
        first.text = text[:at]
        run.append(first)
        run.addnext(after)

    def format(self) -> None:
        run = self.chance.choice(self.plain())
        look = run.find(f"{W}rPr")
        if look is None:
            look = element("rPr")
            run.insert(0, look)
        if look.find(f"{W}b") is None:
            before = copy.deepcopy(look)
            look.append(element("b"))
            look.append(self.mark("rPrChange", before))

    def paragraphs(self) -> list[etree._Element]:
        body = self.root.find(f"{W}body")
        found = [p for p in body.findall(f"{W}p") if p.find(f"{W}pPr/{W}pStyle") is None]
        return [p for p in found if "".join(p.itertext(f"{W}t"))]

    def end(self, paragraph: etree._Element, tag: str) -> None:
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            properties = element("pPr")
            paragraph.insert(0, properties)
        look = properties.find(f"{W}rPr")
        if look is None:
            look = element("rPr")
            properties.append(look)
        if not len(look):
            look.append(self.mark(tag))

    def add_paragraph(self) -> None:
        paragraph = self.chance.choice(self.paragraphs())
        made = element(
            "p", element("pPr"), self.mark("ins", self.words(f"新しい段落{self.number}。"))
        )
        paragraph.addprevious(made)
        self.end(made, "ins")

    def remove_paragraph(self) -> None:
        paragraph = self.chance.choice(self.paragraphs()[:-1])
        for run in paragraph.findall(f"{W}r"):
            text = "".join(run.itertext(f"{W}t"))
            run.getparent().replace(run, self.mark("del", self.words(text, "del")))
        self.end(paragraph, "del")

    def row(self, tag: str) -> None:
        rows = list(self.root.iter(f"{W}tr"))[1:]
        row = self.chance.choice(rows)
        if tag == "ins":
            made = copy.deepcopy(row)
            row.addnext(made)
            row = made
            for t in row.iter(f"{W}t"):
                t.text = f"行{self.number}"
        properties = row.find(f"{W}trPr")
        if properties is None:
            properties = element("trPr")
            row.insert(0, properties)
        if not len(properties):
            properties.append(self.mark(tag))
        wrap = {"ins": "t", "del": "del"}[tag]
        for run in list(row.iter(f"{W}r")):
            if run.getparent().tag == f"{W}p":
                text = "".join(run.itertext(f"{W}t"))
                run.getparent().replace(run, self.mark(tag, self.words(text, wrap)))


def marked_up(seed: int, folder: Path) -> Path:
    with zipfile.ZipFile(BASE) as old:
        held = {name: old.read(name) for name in old.namelist()}
    root = etree.fromstring(held["word/document.xml"])
    for run in root.iter(f"{W}r"):  # the case's own hidden words are another matter
        for hidden in run.findall(f"{W}rPr/{W}vanish"):
            hidden.getparent().remove(hidden)
    counsel = Counsel(seed, root)
    acts = [
        counsel.insert,
        counsel.delete,
        counsel.format,
        counsel.add_paragraph,
        counsel.remove_paragraph,
        lambda: counsel.row("ins"),
        lambda: counsel.row("del"),
    ]
    for act in counsel.chance.sample(acts, counsel.chance.randint(2, 5)):
        act()
    held["word/document.xml"] = etree.tostring(root)
    made = folder / f"{seed}.docx"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in held.items():
            new.writestr(name, content)
    return made


def words(text: Text) -> list[str]:
    """The paragraphs of a text, those in cells included, without empty ones."""

    def leaves(block: Block) -> list[str]:
        own = ["".join(run.text for run in block.runs)] if block.runs else []
        return own + [line for child in block.children for line in leaves(child)]

    blocks = [b for c in text.clauses for b in ((c.heading,) if c.heading else ()) + c.blocks]
    return [line for line in (text.title, *(x for b in blocks for x in leaves(b))) if line.strip()]


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """Each file with what LibreOffice makes of it, accepted and rejected."""
    folder = tmp_path_factory.mktemp("tracked")
    files = [marked_up(seed, folder) for seed in SEEDS]
    jobs = [[str(f), [[act]], None] for f in files for act in ("accept", "reject")]
    found = [[line for line in lines if line.strip()] for lines in office(jobs, folder)]
    return {f.stem: (f, found[2 * n], found[2 * n + 1]) for n, f in enumerate(files)}


@pytest.mark.parametrize("seed", SEEDS)
def test_accept_and_reject_are_what_libreoffice_makes_of_the_file(judged, seed: int):
    file, accepted, rejected = judged[str(seed)]
    assert words(docx.read(file, accept=True).text) == accepted
    assert words(docx.read(file, accept=False).text) == rejected


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_undecided_is_listed(judged, seed: int):
    file, accepted, rejected = judged[str(seed)]
    read = docx.read(file, accept=False)
    with zipfile.ZipFile(file) as held:
        root = etree.fromstring(held.read("word/document.xml"))
    kinds = {one.what for one in read.tracked}
    assert bool(kinds) is (accepted != rejected or root.find(f".//{W}rPrChange") is not None)
    assert ("look" in kinds) is (root.find(f".//{W}rPrChange") is not None)
    assert ("row" in kinds) is (root.find(f".//{W}trPr/*[@{W}author]") is not None)
