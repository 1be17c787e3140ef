"""Taking in a history that exists in git: a plan is proposed, a person edits it, it is applied.

Former paths are declared, never guessed; only the main line counts; which states were publications
and on which days is decided by a person. What is taken in is marked `imported` for ever.
"""

from kaitei.drafts.adopt.history.applying import apply
from kaitei.drafts.adopt.history.planning import plan

__all__ = ["apply", "plan"]
