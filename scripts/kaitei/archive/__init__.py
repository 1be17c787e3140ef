"""The record (versions/): append-only, one folder a publication, provable with coreutils.

    versions/privacy-policy/2/   ja.md  en.md  revision.yml  facts.yml  SHA256SUMS

SHA256SUMS lists every file of its folder, then the SHA256SUMS of the publication before: change one
byte of any text and every later sum is wrong. `read` verifies before it returns anything, `append`
adds a folder whole or not at all. What git remembers of the record is asked by `kaitei.verify`.
"""

from kaitei.archive.folders import VERSIONS, Folder, is_published_file, scan
from kaitei.archive.reading import read, verify, withheld_files
from kaitei.archive.sums import NAME as SUMS
from kaitei.archive.writing import append, foreseen, tidy

__all__ = [
    "SUMS",
    "VERSIONS",
    "Folder",
    "append",
    "foreseen",
    "is_published_file",
    "read",
    "scan",
    "tidy",
    "verify",
    "withheld_files",
]
