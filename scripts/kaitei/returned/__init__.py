"""A Word file that came back, into the draft in content/."""

from kaitei.returned.taking import Pending, Taken, take

__all__ = ["Pending", "Taken", "take"]
