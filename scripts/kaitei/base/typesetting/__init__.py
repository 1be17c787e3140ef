"""A template and data -> PDF or PNG. The only door to typst, and the home of its fonts."""

from kaitei.base.typesetting.compiler import Attachment, begun, pdf, png
from kaitei.base.typesetting.fonts import family, has_font

__all__ = ["Attachment", "begun", "family", "has_font", "pdf", "png"]
