"""The XML of Word (ECMA-376, transitional): names, elements, safe parsing. No text is glued."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = Any  # lxml ships no complete types

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
XML = "http://www.w3.org/XML/1998/namespace"
# XML 1.0 has no way to write these; lxml refuses them.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def w(
    tag: str, *children: Element | None, text: str | None = None, **attributes: object
) -> Element:
    """An element of the main namespace: `w("jc", val="center")` is `<w:jc w:val="center"/>`.

    A child that is None is left out, and so is an attribute; `r_id` is `r:id`.
    """
    element = etree.Element(f"{{{W}}}{tag}", nsmap={"w": W, "r": R})
    for name, value in attributes.items():
        if value is not None:
            space, local = (R, name[2:]) if name.startswith("r_") else (W, name)
            element.set(f"{{{space}}}{local}", clean(str(value)))
    if text is not None:
        element.text = clean(text)
        element.set(f"{{{XML}}}space", "preserve")
    element.extend(child for child in children if child is not None)
    return element


def plain(space: str, tag: str, *children: Element, text: str = "", **attributes: str) -> Element:
    """An element of any namespace whose attributes have none."""
    own: dict[Any, str] = {None: space}  # lxml's types leave out the default namespace
    element = etree.Element(f"{{{space}}}{tag}", nsmap=own)
    for name, value in attributes.items():
        element.set(name, clean(value))
    element.text = clean(text) or None
    element.extend(children)
    return element


def name(tag: str) -> str:
    """The full name of a tag or attribute of the main namespace."""
    return f"{{{W}}}{tag}"


def clean(text: str) -> str:
    """`text` without the characters that XML 1.0 can't hold."""
    return _ILLEGAL.sub("", text)


def prefixed(element: Element, prefixes: dict[str, str]) -> Element:
    """A copy of `element` that declares `prefixes`: some values name types by their prefix."""
    copy = etree.Element(element.tag, element.attrib, nsmap=prefixes)
    copy.extend(element)
    return copy


def write(element: Element) -> bytes:
    """A whole part: declaration, UTF-8. The same bytes for the same element."""
    # Each element was made by itself with its own namespaces; written once is enough.
    etree.cleanup_namespaces(element, keep_ns_prefixes=["w", "r", "dcterms"])
    written: bytes = etree.tostring(
        element, xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return written


def read(content: bytes) -> Element:
    """The root of a part. Raises ValueError for what is no XML, or has a document type.

    Nothing is expanded, fetched or loaded. No part of a Word file has a document type.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root: Element = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from None
    if root.getroottree().docinfo.doctype:
        raise ValueError("document type")
    return root
