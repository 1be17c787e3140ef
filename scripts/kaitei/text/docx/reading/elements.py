"""The list of elements: what is read through, what shows nothing, and an otherwise for the rest.

Every element that may stand in a body, a table or a paragraph is in one of these sets or has a
line of its own in the reader. What is in none is told with its words: nothing is dropped in
silence because a later Word invented it.
"""

from __future__ import annotations

from collections.abc import Iterator

from kaitei.text.docx.xml import Element, name

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
ALTERNATE = f"{MC}AlternateContent"

CAME = frozenset({name("ins"), name("moveTo")})
WENT = frozenset({name("del"), name("moveFrom")})
CHANGES = CAME | WENT

THROUGH = frozenset(
    name(tag)
    for tag in ("smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "bdo", "dir", "rt")
) | {f"{MC}ProcessContent"}
"""What holds what is shown, and shows nothing itself."""

_SILENT = (
    "pPr", "rPr", "tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr",
    "smartTagPr", "customXmlPr", "rubyPr", "fldData", "proofErr", "permStart", "permEnd",
    "bookmarkStart", "bookmarkEnd", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart",
    "moveToRangeEnd", "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart",
    "customXmlDelRangeEnd", "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd",
    "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd", "lastRenderedPageBreak",
    "annotationRef", "footnoteRef", "endnoteRef", "separator", "continuationSeparator",
    "softHyphen", "background",
)  # fmt: skip
SILENT = frozenset(map(name, _SILENT))
"""What shows no word at all."""

_UNDERSTOOD = ("wps", "wpg", "wpc", "wp14", "w14", "w15", "w16", "w16se", "w16cid", "a14")
"""Namespaces, by their usual prefixes, whose alternatives are what Word shows today."""


def children(parent: Element) -> Iterator[Element]:
    """The elements in one, comments and instructions of XML left out, alternatives chosen."""
    for element in parent:
        if not isinstance(element.tag, str):
            continue
        if element.tag == ALTERNATE:
            yield from _chosen(element)
        else:
            yield element


def _chosen(alternate: Element) -> Iterator[Element]:
    """The children of the alternative that Word shows: the first whose needs are understood."""
    for choice in alternate.iterchildren(f"{MC}Choice"):
        needs = choice.get("Requires", "").split()
        if all(need in _UNDERSTOOD for need in needs):
            yield from children(choice)
            return
    for fallback in alternate.iterchildren(f"{MC}Fallback"):
        yield from children(fallback)
        return
    for choice in alternate.iterchildren(f"{MC}Choice"):
        yield from children(choice)
        return


def words_in(element: Element) -> str:
    """All words in an element, whatever stands around them: for messages."""
    found = []
    for part in element.iter():
        if isinstance(part.tag, str) and part.tag.rpartition("}")[2] in ("t", "delText"):
            found.append(part.text or "")
    return "".join(found)
