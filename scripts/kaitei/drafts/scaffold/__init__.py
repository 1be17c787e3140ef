"""Starting and changing: a repository of one's own, a new policy, the next publication."""

from kaitei.drafts.pending import mentioning
from kaitei.drafts.scaffold.next import Prepared, revise
from kaitei.drafts.scaffold.particulars import reprint
from kaitei.drafts.scaffold.policies import listing, new
from kaitei.drafts.scaffold.renaming import rename
from kaitei.drafts.scaffold.repository import Owner, init, supplies
from kaitei.drafts.scaffold.rewording import reword
from kaitei.drafts.scaffold.several import revise_several

__all__ = [
    "Owner",
    "Prepared",
    "init",
    "listing",
    "mentioning",
    "new",
    "rename",
    "reprint",
    "revise",
    "revise_several",
    "reword",
    "supplies",
]
