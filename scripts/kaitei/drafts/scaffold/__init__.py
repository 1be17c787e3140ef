"""Starting and changing: a repository of one's own, a new policy, the next publication."""

from kaitei.drafts.pending import mentioning
from kaitei.drafts.scaffold.next import Prepared, revise
from kaitei.drafts.scaffold.policies import listing, new
from kaitei.drafts.scaffold.repository import Owner, init, supplies
from kaitei.drafts.scaffold.rewording import reword

__all__ = [
    "Owner",
    "Prepared",
    "init",
    "listing",
    "mentioning",
    "new",
    "revise",
    "reword",
    "supplies",
]
