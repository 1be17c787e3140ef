"""The feeds: RSS 2.0, Atom and JSON Feed for each language, of all policies and of each.

One entry a publication, for ever the same: it holds what its publication froze and nothing that
a later day knows (a status, a postponed date, a translation that came later). Another entry tells
again of what takes effect. Times are those of the record, never the build's; no two are the same.
"""

from kaitei.site.feeds.content import ENTRY_BYTES, FEED
from kaitei.site.feeds.documents import NEWEST, FeedDocument, feeds, of_all, of_policy, said_of

__all__ = [
    "ENTRY_BYTES",
    "FEED",
    "NEWEST",
    "FeedDocument",
    "feeds",
    "of_all",
    "of_policy",
    "said_of",
]
