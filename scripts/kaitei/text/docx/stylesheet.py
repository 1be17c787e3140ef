"""The styles of a Word file.

Fonts are those that every Word has: Yu Mincho and Yu Gothic for Japanese, Times New Roman and
Arial for Latin letters. Word takes the one or the other by the character, so that both stand in
every document.
"""

from __future__ import annotations

from collections.abc import Iterable

from kaitei.base.catalogue import spaced, t
from kaitei.text.docx.body import STEP
from kaitei.text.docx.xml import Element, w, write

_FONTS = {"body": "Times New Roman", "headings": "Arial", "code": "Courier New"}  # of Latin letters
_SIZES = {1: 32, 2: 26, 3: 23, 4: 21, 5: 21, 6: 21}


def styles(lang: str) -> bytes:
    """styles.xml: everything that `body.Writer` names."""
    english = "en-US"
    defaults = w(
        "docDefaults",
        w(
            "rPrDefault",
            w(
                "rPr",
                _fonts("body", lang),
                w("sz", val=21),
                w("szCs", val=21),
                w("lang", val=english, eastAsia=t(lang, "language.word.east_asian"), bidi="ar-SA"),
            ),
        ),
        w("pPrDefault", w("pPr", w("spacing", after=120, line=300, lineRule="auto"))),
    )
    justified = None if spaced(lang) else w("jc", val="both")
    made = [
        defaults,
        _style("Normal", "Normal", paragraph=[justified], default=True),
        _style("DefaultParagraphFont", "Default Paragraph Font", kind="character", default=True),
        _table_style("TableNormal", "Normal Table", borders=False),
        _style(
            "Title",
            "Title",
            paragraph=[w("keepNext"), w("spacing", before=0, after=240), w("jc", val="center")],
            run=[_fonts("headings", lang), w("b"), w("sz", val=36), w("szCs", val=36)],
        ),
        *(_heading(level, lang) for level in range(1, 7)),
        _style("ListParagraph", "List Paragraph", paragraph=[w("ind", left=STEP)]),
        _style("Quote", "Quote", paragraph=[w("ind", left=STEP, right=STEP)], run=[w("i", val=0)]),
        _style(
            "HTMLPreformatted",
            "HTML Preformatted",
            paragraph=[w("spacing", line=240, lineRule="auto"), w("jc", val="left")],
            run=[_fonts("code", lang), w("sz", val=19)],
        ),
        _style("Term", "Term", paragraph=[w("keepNext"), w("spacing", after=0)], run=[w("b")]),
        _style("Definition", "Definition", paragraph=[w("ind", left=STEP)]),
        _style("Rule", "Rule", paragraph=[_line_below()]),
        _style("Gap", "Gap", paragraph=[w("spacing", after=0, line=120, lineRule="exact")]),
        _style(
            "Caption",
            "caption",
            paragraph=[w("keepNext"), w("spacing", after=60), w("jc", val="center")],
            run=[_fonts("headings", lang), w("b"), w("sz", val=26), w("szCs", val=26)],
        ),
        _style("Note", "Note", paragraph=[w("keepNext"), w("jc", val="center")]),
        _style("Header", "header", run=[w("sz", val=17), w("szCs", val=17)]),
        _style("Footer", "footer", paragraph=[w("jc", val="center")], run=[w("sz", val=17)]),
        _style(
            "Hyperlink",
            "Hyperlink",
            kind="character",
            run=[w("color", val="0B4F9E"), w("u", val="single")],
        ),
        _style("Code", "Code", kind="character", run=[_fonts("code", lang)]),
        _table_style("TableGrid", "Table Grid", borders=True),
    ]
    return write(w("styles", *made))


def _fonts(place: str, lang: str) -> Element:
    latin, asian = _FONTS[place], t(lang, f"language.word.{place}")
    return w("rFonts", ascii=latin, hAnsi=latin, eastAsia=asian, cs=latin)


def _style(
    style: str,
    name: str,
    *,
    kind: str = "paragraph",
    paragraph: Iterable[Element | None] = (),
    run: Iterable[Element] = (),
    default: bool = False,
) -> Element:
    looks, letters = [p for p in paragraph if p is not None], list(run)
    based = "Normal" if kind == "paragraph" else "DefaultParagraphFont"
    return w(
        "style",
        w("name", val=name),
        None if default else w("basedOn", val=based),
        w("qFormat"),
        w("pPr", *looks) if looks else None,
        w("rPr", *letters) if letters else None,
        type=kind,
        default=1 if default else None,
        styleId=style,
    )


def _heading(level: int, lang: str) -> Element:
    size = _SIZES[level]
    return _style(
        f"Heading{level}",
        f"heading {level}",
        paragraph=[
            w("keepNext"),
            w("keepLines"),
            w("spacing", before=280, after=100),
            w("jc", val="left"),
            w("outlineLvl", val=level - 1),
        ],
        run=[_fonts("headings", lang), w("b"), w("bCs"), w("sz", val=size), w("szCs", val=size)],
    )


def _table_style(style: str, name: str, *, borders: bool) -> Element:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = [w(side, val="single", sz=4, space=0, color="auto") for side in sides]
    margins = [w(side, w=100, type="dxa") for side in ("left", "right")]
    return w(
        "style",
        w("name", val=name),
        w("basedOn", val="TableNormal") if borders else None,
        w("pPr", w("spacing", after=40), w("jc", val="left")) if borders else None,
        w(
            "tblPr",
            w("tblInd", w=0, type="dxa"),
            w("tblBorders", *lines) if borders else None,
            w("tblCellMar", *margins),
        ),
        type="table",
        default=None if borders else 1,
        styleId=style,
    )


def _line_below() -> Element:
    return w("pBdr", w("bottom", val="single", sz=6, space=1, color="auto"))
