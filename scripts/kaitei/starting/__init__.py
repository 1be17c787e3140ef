"""Starting and changing: a repository of one's own, a new policy, the next publication."""

from kaitei.starting.mentions import mentioning
from kaitei.starting.next import Prepared, revise
from kaitei.starting.policies import new
from kaitei.starting.repository import Owner, init

__all__ = ["Owner", "Prepared", "init", "mentioning", "new", "revise"]
