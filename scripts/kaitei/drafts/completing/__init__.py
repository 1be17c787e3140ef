"""What a form can't do, done for it: ids for new clauses, marks for missing translation, numbers.

A form, and a code host's own editor, holds one text at a time. What follows for the others is
proposed here, for a person to look at.
"""

from kaitei.drafts.completing.completion import Completion, PolicyCompletion, complete

__all__ = ["Completion", "PolicyCompletion", "complete"]
