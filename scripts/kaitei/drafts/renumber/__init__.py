"""The numbers of a policy's clauses, items and references, brought into the order of its clauses.

What a reference means is known by the text that is replaced: where it stands there as well, it
follows the clause that it pointed at. What is new is taken as written where it can mean one clause
only. All else stays as it is, and is listed.
"""

from kaitei.drafts.renumber.policy import renumber

__all__ = ["renumber"]
