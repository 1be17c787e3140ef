"""The record (versions/): append-only, one folder a publication, provable with coreutils.

    versions/privacy-policy/2/   ja.md  en.md  revision.yml  facts.yml  SHA256SUMS

SHA256SUMS lists every file of its folder, then the SHA256SUMS of the publication before: change one
byte of any text and every later sum is wrong. `Record` verifies before it returns anything,
`append` adds a folder whole or not at all, `verify` asks what git remembers of it.
"""

from kaitei.record.layout import VERSIONS
from kaitei.record.reading import Record

__all__ = ["VERSIONS", "Record"]
