"""Whether the record is what it always was: its sums and its chain, and what git remembers of it.

The sums prove that the folders fit together; they can't tell that the last ones are gone, or that
all were written anew. git can: whatever a commit once brought must stand as it was brought.
"""

from kaitei.record.verify.copies import Kept, kept
from kaitei.record.verify.dates import brought, day
from kaitei.record.verify.integrity import Declared, integrity, vanished
from kaitei.record.verify.whole import before_build, verify

__all__ = [
    "Declared",
    "Kept",
    "before_build",
    "brought",
    "day",
    "integrity",
    "kept",
    "vanished",
    "verify",
]
