"""A Word file as a package of parts: written the same to the byte, read within bounds.

What comes from outside may be damaged, encrypted, full of macros or made to fill a disk. Every
part's size is known before it is unpacked and counted while it is; nothing is written anywhere.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from kaitei.base.problems import KaiteiError, problem, reason_of
from kaitei.text.docx import xml

MAX_FILE = 30_000_000
MAX_PARTS = 2_000
MAX_UNPACKED = 40_000_000  # of XML; other parts (images) are never unpacked
MAX_RATIO = 200  # XML of real documents packs about 10 to 20 times, empty tables up to 100
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold: the clock is never read
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # no other in a Word file (ECMA-376, part 2)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old .doc files, and encrypted .docx files
_DOCUMENT = "wordprocessingml.document.main+xml"
_MACRO_TYPES = ("macroenabled", "vbaproject", "vbadata")  # of contents and of relationships
_KINDS = ("document", "styles", "numbering", "comments", "footnotes", "endnotes")
_PURL = b"http://purl.oclc.org/ooxml/"
_OPEN = b"http://schemas.openxmlformats.org/"
_SPACES = {  # ISO/IEC 29500-4, annex A
    b"wordprocessingml/main": _OPEN + b"wordprocessingml/2006/main",
    b"officeDocument/relationships": _OPEN + b"officeDocument/2006/relationships",
    b"officeDocument/math": _OPEN + b"officeDocument/2006/math",
    b"officeDocument/customXml": _OPEN + b"officeDocument/2006/customXml",
    b"drawingml/main": _OPEN + b"drawingml/2006/main",
    b"drawingml/picture": _OPEN + b"drawingml/2006/picture",
    b"drawingml/wordprocessingDrawing": _OPEN + b"drawingml/2006/wordprocessingDrawing",
}
_STRICT = re.compile(re.escape(_PURL) + b"(" + b"|".join(map(re.escape, _SPACES)) + b")")
_MACROS = ("vbaproject", "vbadata", "activex/", "embeddings/oleobject")


def packed(parts: Mapping[str, bytes]) -> bytes:
    """`parts`, by name and in order, as a zip: equal parts give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # else it tells the system that made it
            archive.writestr(info, content)
    return buffer.getvalue()


def unpacked(path: Path) -> dict[str, bytes]:
    """The XML parts of the Word file at `path`, by name.

    Raises KaiteiError: missing, too large, encrypted or an old format, damaged, with macros.
    """
    shown = str(path)
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_FILE + 1)
    except FileNotFoundError:
        raise KaiteiError(problem("word-missing", shown)) from None
    except OSError as error:
        reason = reason_of(error)
        raise KaiteiError(problem("file-unreadable", shown, reason=reason)) from None
    return opened(content, shown)


def opened(content: bytes, shown: str) -> dict[str, bytes]:
    """The XML parts of a Word file's bytes; `shown` names it in problems, which are the same."""
    if len(content) > MAX_FILE:
        raise _large(shown)
    if content.startswith(_OLE):
        raise KaiteiError(problem("word-locked", shown))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _parts(archive, shown)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        ValueError,
        RuntimeError,
    ):
        raise KaiteiError(problem("word-damaged", shown)) from None


def _parts(archive: zipfile.ZipFile, shown: str) -> dict[str, bytes]:
    infos = archive.infolist()
    names = [info.filename.lower() for info in infos]
    if any(info.flag_bits & 0x1 for info in infos):
        raise KaiteiError(problem("word-locked", shown))
    if any(mark in name for name in names for mark in _MACROS):
        raise KaiteiError(problem("word-macros", shown))
    if len(set(names)) != len(names) or any(info.compress_type not in _PACKED for info in infos):
        raise KaiteiError(problem("word-damaged", shown))
    read = [info for info in infos if info.filename.endswith((".xml", ".rels"))]
    unpacked = sum(info.file_size for info in read)
    packed = sum(info.compress_size for info in read)
    bomb = unpacked > 1_000_000 and unpacked > MAX_RATIO * max(packed, 1)
    if len(infos) > MAX_PARTS or unpacked > MAX_UNPACKED or bomb:
        raise _large(shown)
    found: dict[str, bytes] = {}
    for info in read:
        with archive.open(info) as part:
            # One byte more than it says: what lies about its size is damaged.
            content = part.read(info.file_size + 1)
        if len(content) != info.file_size:
            raise KaiteiError(problem("word-damaged", shown))
        found[info.filename] = content
    found = _usual(found)
    _is_document(found, shown)
    return found


def _usual(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts under the names and in the namespaces that the rest of this room knows.

    Strict Open XML (ISO/IEC 29500-1) has namespaces of its own for the same elements, and a
    document's parts may be called anything: relationships say which is which.
    """
    parts = {name: _transitional(content) for name, content in parts.items()}
    main = _related("_rels/.rels", parts).get("officeDocument", "word/document.xml")
    if main not in parts:
        return parts
    folder, _, last = main.rpartition("/")
    relations = f"{folder}/_rels/{last}.rels" if folder else f"_rels/{last}.rels"
    known = {"document": main, **_related(relations, parts, folder)}
    renamed = {known[kind]: f"word/{kind}.xml" for kind in _KINDS if known.get(kind) in parts}
    renamed[relations] = "word/_rels/document.xml.rels"
    return {renamed.get(name, name): content for name, content in parts.items()}


def _related(name: str, parts: Mapping[str, bytes], folder: str = "") -> dict[str, str]:
    """The targets of a part of relationships by the last word of their type."""
    found: dict[str, str] = {}
    for row in xml.read(parts[name]) if name in parts else ():
        if row.get("TargetMode") != "External":
            target = row.get("Target", "")
            place = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            found.setdefault(row.get("Type", "").rpartition("/")[2], posixpath.normpath(place))
    return found


def _transitional(content: bytes) -> bytes:
    """A part with the namespaces of Transitional Open XML in place of those of Strict."""
    return _STRICT.sub(lambda match: _SPACES[match[1]], content) if _PURL in content else content


def _is_document(parts: Mapping[str, bytes], shown: str) -> None:
    """Refuse a file that says of itself that it holds macros, or that it is no document.

    The part of the macros may be called anything.
    """
    types = parts.get("[Content_Types].xml")
    if types is None or "word/document.xml" not in parts:
        raise KaiteiError(problem("word-damaged", shown))
    kinds = [child.get("ContentType", "").lower() for child in xml.read(types)]
    relations = [content for name, content in parts.items() if name.endswith(".rels")]
    kinds += [child.get("Type", "").lower() for part in relations for child in xml.read(part)]
    if any(mark in kind for kind in kinds for mark in _MACRO_TYPES):
        raise KaiteiError(problem("word-macros", shown))
    if not any(kind.endswith(_DOCUMENT) for kind in kinds):
        raise KaiteiError(problem("word-damaged", shown))


def _large(shown: str) -> KaiteiError:
    limit = MAX_UNPACKED // 1_000_000
    return KaiteiError(problem("word-large", shown, limit=limit))
