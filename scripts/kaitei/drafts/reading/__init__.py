"""content/ as drafts: what legal edits and has not published (改定案).

A draft is a policy's folder: a Markdown text for each language, and revision.yml, which declares
the next publication. Everything that can't be read is listed, one problem each; what can be read
is read nevertheless, so that a person mends all of it in one go.
"""

from kaitei.drafts.reading.content import CONTENT, Content, Draft, frozen, read
from kaitei.drafts.reading.declaration import Declaration

__all__ = ["CONTENT", "Content", "Declaration", "Draft", "frozen", "read"]
