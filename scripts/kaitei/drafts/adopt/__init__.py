"""Carrying over what exists: Word files, saved pages, Markdown, folders of dated files, git.

A plan is proposed with each file as Markdown beside it and a page of proof; a person goes through
it; it is applied. What is carried over says so for ever, with the day from which it has held.
"""

from kaitei.drafts.adopt import history
from kaitei.drafts.adopt.applying import Applied, apply
from kaitei.drafts.adopt.planning import plan
from kaitei.drafts.adopt.slugs import led_to, proposed_id

__all__ = ["Applied", "apply", "history", "led_to", "plan", "proposed_id"]
