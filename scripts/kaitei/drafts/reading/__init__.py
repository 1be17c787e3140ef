"""content/ as drafts: what legal edits and has not published (改定案).

A draft is a policy's folder: a Markdown text for each language, which declares the next publication
in its front matter. Everything that can't be read is listed, one problem each; what can be read is
read nevertheless, so that a person mends all of it in one go.
"""

from kaitei.drafts.reading.content import (
    CONTENT,
    REVISION_FILE,
    Content,
    Draft,
    frozen,
    read,
    titled,
)
from kaitei.drafts.reading.declaration import Declaration, Declared
from kaitei.drafts.reading.front import DECLARED, SPOKEN

__all__ = [
    "CONTENT",
    "DECLARED",
    "REVISION_FILE",
    "SPOKEN",
    "Content",
    "Declaration",
    "Declared",
    "Draft",
    "frozen",
    "read",
    "titled",
]
