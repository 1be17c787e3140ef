"""Characters of symbol fonts, in codes of their own: what they show, or told as lost."""

from __future__ import annotations

from kaitei.text.docx.reading.context import Context
from kaitei.text.docx.xml import Element, name

# Positions of the fonts' own tables that forms and lists really use; others are told.
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0x75: "◆", 0x76: "❖",
    0xA7: "▪", 0xA8: "□", 0xB2: "☆", 0xAB: "★", 0xD8: "➢", 0xE0: "→", 0xDF: "←", 0xE8: "→",
    0xFB: "☒", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x28: "☎", 0x2A: "✉", 0x81: "①", 0x82: "②",
    0x83: "③", 0x84: "④", 0x85: "⑤", 0x86: "⑥", 0x87: "⑦", 0x88: "⑧", 0x89: "⑨", 0x8A: "⑩",
}  # fmt: skip
_SYMBOL = {
    0xB7: "•", 0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xAE: "→", 0xAC: "←",
    0xD4: "™", 0xD2: "®", 0xD3: "©", 0xB0: "°", 0x2D: "−", 0xA5: "∞", 0xB9: "≠", 0x6D: "μ",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "symbol": _SYMBOL}


def symbol(text: str, look: Element | None, context: Context) -> str:
    """`text` with the codes of symbol fonts as characters; what is not known is told as lost.

    `look` names the font: a run's properties, or a symbol element itself.
    """
    if not any("\uf000" <= char <= "\uf0ff" for char in text) and look is None:
        return text
    fonts = _FONTS.get(_font(look))
    if fonts is None and not any("\uf000" <= char <= "\uf0ff" for char in text):
        return text
    out = []
    for char in text:
        private = "\uf000" <= char <= "\uf0ff"
        code = ord(char) & 0xFF if private else ord(char)
        if fonts and code in fonts:
            out.append(fonts[code])
        elif private or (fonts and char.isascii() and not char.isspace()):
            context.lose("symbol", f"{_font(look)} {code:02X}".strip())
        else:
            out.append(char)
    return "".join(out)


def _font(look: Element | None) -> str:
    if look is None:
        return ""
    fonts = look.find(name("rFonts"))
    source = look if fonts is None else fonts
    found = source.get(name("font")) or source.get(name("ascii")) or source.get(name("hAnsi")) or ""
    return str(found).lower()
