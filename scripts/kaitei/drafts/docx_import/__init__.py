"""A Word file that came back, into the draft in content/."""

from kaitei.drafts.docx_import.draft import Pending, Taken, take

__all__ = ["Pending", "Taken", "take"]
