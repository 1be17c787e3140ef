"""The parts of a Word file around its body: numbers, settings, header, footer, lists of parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kaitei.base.catalogue import t
from kaitei.text.docx.body import STEP, Byline
from kaitei.text.docx.paragraphs import List
from kaitei.text.docx.xml import RELATIONSHIPS, TYPES, Element, plain, prefixed, w, write
from kaitei.text.numbering import first_of, signs

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_DATA = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_PREFIXES = {"cp": _CORE, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI, "ds": _DATA}
_FORMATS = {"1": "decimal", "a": "lowerLetter", "i": "lowerRoman", "ア": "aiueoFullWidth"}
_PARTS = ("document.main", "styles", "numbering", "settings", "header", "footer")
_BULLETS = ("•", "◦", "▪")
ITEM_ID = "{6B616974-6569-4B41-8954-454900000001}"  # names the part of data below; any would do


def numbering(lists: Mapping[int, List], lang: str) -> bytes:
    """numbering.xml: the kinds of lists, and a number of its own for each list.

    Items are numbered as pages and PDFs number them: 1. (1) ア in Japanese, 1. a. elsewhere. What
    stands in a list with dots is deeper than its sign: such lists are a kind of their own.
    """
    kinds = [
        w(
            "abstractNum",
            w("multiLevelType", val="hybridMultilevel"),
            *(_level(level, lang, kind) for level in range(9)),
            abstractNumId=kind,
        )
        for kind in sorted({0, 1, *map(_kind, lists.values())})
    ]
    numbers = [
        w(
            "num",
            w("abstractNumId", val=_kind(listed)),
            w("lvlOverride", w("startOverride", val=listed.start), ilvl=listed.level)
            if listed.ordered
            else None,
            numId=number,
        )
        for number, listed in sorted(lists.items())
    ]
    return write(w("numbering", *kinds, *numbers))


def settings(lang: str) -> bytes:
    """settings.xml: whoever goes on writing in the file is tracked."""
    uri = "http://schemas.microsoft.com/office/word"
    return write(
        w(
            "settings",
            w("trackRevisions"),
            w("defaultTabStop", val=840),
            w("characterSpacingControl", val="compressPunctuation"),
            w("compat", w("compatSetting", name="compatibilityMode", uri=uri, val=15)),
            w("themeFontLang", val="en-US", eastAsia=t(lang, "language.word.east_asian")),
            w("decimalSymbol", val="."),
            w("listSeparator", val=","),
        )
    )


def header(words: str) -> bytes:
    """A page's header."""
    return write(w("hdr", w("p", w("pPr", w("pStyle", val="Header")), w("r", w("t", text=words)))))


def footer() -> bytes:
    """A page's footer: its number and how many there are."""
    shown = [*_field("PAGE"), w("r", w("t", text=" / ")), *_field("NUMPAGES")]
    return write(w("ftr", w("p", w("pPr", w("pStyle", val="Footer")), *shown)))


def section(*, landscape: bool = False) -> Element:
    """The last element of a body: A4, upright or landscape, with header and footer."""
    wide, high = (16838, 11906) if landscape else (11906, 16838)
    return w(
        "sectPr",
        w("headerReference", type="default", r_id="header"),
        w("footerReference", type="default", r_id="footer"),
        w("pgSz", w=wide, h=high, orient="landscape" if landscape else None),
        w("pgMar", top=1418, right=1418, bottom=1418, left=1418, header=709, footer=709, gutter=0),
    )


def core(title: str, byline: Byline, lang: str) -> bytes:
    """docProps/core.xml: title, author, language and the day of the record."""
    root = plain(_CORE, "coreProperties")
    root.append(plain(_DC, "title", text=title))
    root.append(plain(_DC, "creator", text=byline.author))
    root.append(plain(_DC, "language", text=lang))
    if byline.stamp:
        for tag in ("created", "modified"):
            element = plain(_TERMS, tag, text=byline.stamp)
            element.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
            root.append(element)
    return write(prefixed(root, _PREFIXES))


def content_types() -> bytes:
    """[Content_Types].xml of the parts that every file of ours has."""
    root = plain(TYPES, "Types")
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    root.append(plain(TYPES, "Default", Extension="rels", ContentType=rels))
    root.append(plain(TYPES, "Default", Extension="xml", ContentType="application/xml"))
    for kind in _PARTS:
        name = f"/word/{kind.removesuffix('.main')}.xml"
        root.append(plain(TYPES, "Override", PartName=name, ContentType=f"{_WORD}{kind}+xml"))
    for name, kind in (
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        (
            "/customXml/itemProps1.xml",
            "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
        ),
    ):
        root.append(plain(TYPES, "Override", PartName=name, ContentType=kind))
    return write(root)


def package_relations() -> bytes:
    """_rels/.rels: where the document and its properties are."""
    core = f"{RELATIONSHIPS}/metadata/core-properties"
    return _relations(
        [
            ("document", f"{_OFFICE}/officeDocument", "word/document.xml", False),
            ("core", core, "docProps/core.xml", False),
        ]
    )


def document_relations(links: Mapping[str, str]) -> bytes:
    """word/_rels/document.xml.rels: the parts, and the addresses of `links` by their ids."""
    parts = [
        (name, f"{_OFFICE}/{name}", f"{name}.xml", False)
        for name in ("styles", "numbering", "settings", "header", "footer")
    ]
    parts.append(("origin", f"{_OFFICE}/customXml", "../customXml/item1.xml", False))
    outside = [(name, f"{_OFFICE}/hyperlink", href, True) for href, name in links.items()]
    return _relations([*parts, *outside])


def data_relations() -> bytes:
    """customXml/_rels/item1.xml.rels."""
    return _relations([("properties", f"{_OFFICE}/customXmlProps", "itemProps1.xml", False)])


def data_properties() -> bytes:
    """customXml/itemProps1.xml: what Word calls the part of data."""
    root = plain(_DATA, "datastoreItem")
    root.set(f"{{{_DATA}}}itemID", ITEM_ID)
    return write(prefixed(root, _PREFIXES))


# --- pieces -------------------------------------------------------------------------------------


def _kind(listed: List) -> int:
    """The kind of a list: 0 with dots, 1 numbered, more by the lists with dots around it."""
    return 1 + listed.level - min(listed.around, listed.level) if listed.ordered else 0


def _level(level: int, lang: str, kind: int) -> Element:
    form, sign = "bullet", _BULLETS[level % len(_BULLETS)]
    if kind:
        sign = signs(lang)[max(min(level + 1 - kind, 2), 0)]
        first = first_of(sign)
        form, sign = _FORMATS[first], sign.replace(first, f"%{level + 1}")
    return w(
        "lvl",
        w("start", val=1),
        w("numFmt", val=form),
        w("lvlText", val=sign),
        w("lvlJc", val="left"),
        w("pPr", w("ind", left=STEP * (level + 1), hanging=STEP)),
        ilvl=level,
    )


def _field(code: str) -> list[Element]:
    kinds = [w("r", w("fldChar", fldCharType=kind)) for kind in ("begin", "separate", "end")]
    code_run = w("r", w("instrText", text=f" {code} "))
    return [kinds[0], code_run, kinds[1], w("r", w("t", text="1")), kinds[2]]


def _relations(rows: Iterable[tuple[str, str, str, bool]]) -> bytes:
    root = plain(RELATIONSHIPS, "Relationships")
    for number, kind, target, outside in rows:
        row = plain(RELATIONSHIPS, "Relationship", Id=number, Type=kind, Target=target)
        if outside:
            row.set("TargetMode", "External")
        root.append(row)
    return write(root)
