"""What is pending: what content/ declares and the record does not say yet.

A declaration is done where a publication that was not withdrawn says the same: kind, subject,
effective day and words. Any other is pending; what nobody wrote of it is found out here.
"""

from kaitei.drafts.pending.changes import (
    Changed,
    changed,
    edited,
    is_free,
    is_of,
    said_otherwise,
)
from kaitei.drafts.pending.held import held, published
from kaitei.drafts.pending.mentions import mentioning
from kaitei.drafts.pending.particulars import kept, moved, reprinted
from kaitei.drafts.pending.printed import printed
from kaitei.drafts.pending.resolving import Resolved, completed, former, resolve, undeclared
from kaitei.drafts.pending.subjects import corrections, fits, original, subjects, withdrawn

__all__ = [
    "Changed",
    "Resolved",
    "changed",
    "completed",
    "corrections",
    "edited",
    "fits",
    "former",
    "held",
    "is_free",
    "is_of",
    "kept",
    "mentioning",
    "moved",
    "original",
    "printed",
    "published",
    "reprinted",
    "resolve",
    "said_otherwise",
    "subjects",
    "undeclared",
    "withdrawn",
]
