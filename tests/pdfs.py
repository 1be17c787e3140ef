"""PDFs as other programs (poppler's) see them; without these programs a test is skipped."""

import re
import shutil
import subprocess
import tempfile

import pytest


def asked(pdf: bytes, program: str, *arguments: str) -> str:
    """What a program of poppler says of a PDF."""
    if not shutil.which(program):
        pytest.skip(f"{program} is not here: apt-get install poppler-utils")
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        after = ["-"] if program == "pdftotext" else []
        command = [program, *arguments, file.name, *after]
        done = subprocess.run(command, check=True, capture_output=True)
    return done.stdout.decode("utf-8", "replace")


def words(pdf: bytes, *arguments: str) -> str:
    """Its words as they lie on the pages."""
    return asked(pdf, "pdftotext", "-layout", *arguments)


def pages(pdf: bytes) -> list[str]:
    """The words of each page."""
    return words(pdf).split("\f")[:-1]


def read(pdf: bytes) -> list[str]:
    """The words of each page in the order in which they are read, not as they lie."""
    return asked(pdf, "pdftotext").split("\f")[:-1]


def told(pdf: bytes) -> dict[str, str]:
    """What it says of itself: Title, Tagged, Pages, Page size ..."""
    lines = asked(pdf, "pdfinfo").splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def fonts(pdf: bytes) -> list[tuple[str, list[str]]]:
    """Its fonts: a name without the tag of the subset, and whether embedded, subset, mapped."""
    rows = asked(pdf, "pdffonts").splitlines()[2:]
    return [(row.split()[0].partition("+")[2], row.split()[-5:-2]) for row in rows]


def tree(pdf: bytes) -> str:
    """The tags that a screen reader follows, an element a line, its words indented below."""
    return asked(pdf, "pdfinfo", "-struct-text")


def structure(pdf: bytes) -> str:
    """The same without the words: much faster for a long one."""
    return asked(pdf, "pdfinfo", "-struct")


def heard(pdf: bytes) -> str:
    """The words in the order of the tags, signs of lists left out, without white space."""
    said, label = "", None
    for line in tree(pdf).splitlines():
        depth, part = len(line) - len(line.lstrip()), line.strip()
        if label is not None and depth > label:
            continue
        label = depth if part.startswith("Lbl") else None
        if part.startswith('"'):
            said += part[1 : part.rindex('"')]
    return re.sub(r"\s", "", said)


def boxes(pdf: bytes) -> list[tuple[float, float, float, float, str]]:
    """Where each word of the first page stands, in points: left, top, right, bottom, the word."""
    found = re.findall(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>',
        asked(pdf, "pdftotext", "-bbox", "-l", "1"),
    )
    return [(float(a), float(b), float(c), float(d), word) for a, b, c, d, word in found]
