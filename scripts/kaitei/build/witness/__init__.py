"""A witness: fetches a site and holds it against what the record says it should be on a day.

A build of one record for one day is the same to the byte, so a stranger with a clone can say of
every file whether it is right. What was seen goes into a log of the witness's own.
"""

from kaitei.build.witness.fetching import is_web
from kaitei.build.witness.looking import Elsewhere, look

__all__ = ["Elsewhere", "is_web", "look"]
