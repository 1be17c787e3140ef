"""What a Word file of ours remembers of where it comes from, so that it can come back.

It stands in a part of data (custom XML), which Word and LibreOffice keep when they save. Nothing
in it is secret: it is the text that the document shows, as Markdown, and the names of bookmarks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kaitei.text.diff import Side
from kaitei.text.docx import xml
from kaitei.text.docx.body import Byline

SPACE = "urn:kaitei:word:1"


@dataclass(frozen=True, slots=True)
class Origin:
    """What the document was made of.

    `policy` is "" where it was made of files that belong to none. `ref` says which text it shows
    (`privacy-policy@3`, or the policy's name for its draft), `old` the one that it is compared
    with, or "". `source` is the text as Markdown, facts filled in. `byline` is that of our own
    changes; `anchors` are the bookmarks by name, each with its side and clause id. `stamp` is the
    time that these changes bear, None where they bear none: together with the author's name it is
    our mark, because no program writes such a time by itself.
    """

    policy: str
    lang: str
    ref: str
    old: str
    source: str = field(repr=False)
    byline: Byline
    anchors: Mapping[str, tuple[Side, str]] = field(default_factory=dict, hash=False)
    earlier: str | None = None

    @property
    def stamp(self) -> str | None:
        """The time of our own changes, as the file that left us says it."""
        return self.byline.stamp if self.earlier is None else self.earlier


def written(origin: Origin) -> bytes:
    """The part of data."""
    root = xml.plain(
        SPACE,
        "kaitei",
        policy=origin.policy,
        lang=origin.lang,
        ref=origin.ref,
        old=origin.old,
        author=origin.byline.author,
        date=origin.byline.date.isoformat() if origin.byline.date else "",
        stamp=origin.byline.stamp or "",
    )
    for name, (side, anchor) in origin.anchors.items():
        root.append(xml.plain(SPACE, "anchor", name=name, side=side.value, id=anchor))
    root.append(xml.plain(SPACE, "text", text=origin.source))
    return xml.write(root)


def found(parts: Mapping[str, bytes]) -> Origin | None:
    """The origin that a file's parts tell; None where it is no file of ours."""
    for name, content in parts.items():
        if name.startswith("customXml/") and SPACE.encode() in content:
            root = xml.read(content)
            if root.tag == f"{{{SPACE}}}kaitei":
                return _read(root)
    return None


def _read(root: xml.Element) -> Origin:
    day = root.get("date")
    return Origin(
        root.get("policy", ""),
        root.get("lang", ""),
        root.get("ref", ""),
        root.get("old", ""),
        root.findtext(f"{{{SPACE}}}text") or "",
        Byline(root.get("author", ""), date.fromisoformat(day) if day else None),
        {
            anchor.get("name", ""): (Side(anchor.get("side")), anchor.get("id", ""))
            for anchor in root.iter(f"{{{SPACE}}}anchor")
        },
        # Files of before this mark bear midnight.
        earlier=root.get("stamp", f"{day}T00:00:00Z" if day else ""),
    )
