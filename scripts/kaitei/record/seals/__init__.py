"""The company's seal on its papers: PDFs signed as PAdES. Optional, off by default.

    signatures/seal.pem                              whose seals are believed: the root certificates
    signatures/tsa.pem                               whose time stamps in them are believed
    signatures/privacy-policy/3-announcement-ja.pdf  the announcement, sealed; likewise the text

Sealed once, a paper is never made again: it stands beside the record, and the site serves it in
place of the one that it would make. What lies in it (the Markdown, the digests) is the record's.
"""

from kaitei.record.seals.checking import verify
from kaitei.record.seals.files import BELIEVED, KINDS, papers, place, served, write
from kaitei.record.seals.pades import Roots, Seal, SealError, read
from kaitei.record.seals.sealing import Sealer

__all__ = [
    "BELIEVED",
    "KINDS",
    "Roots",
    "Seal",
    "SealError",
    "Sealer",
    "papers",
    "place",
    "read",
    "served",
    "verify",
    "write",
]
