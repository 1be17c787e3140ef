"""A Word file that came back, into the draft in content/."""

from kaitei.drafts.docx_import.draft import ImportResult, Pending, take

__all__ = ["ImportResult", "Pending", "take"]
