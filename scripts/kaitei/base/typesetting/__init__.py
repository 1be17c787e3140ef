"""A template and data -> PDF. The only door to typst, and the home of its font."""

from kaitei.base.typesetting.compiler import Attachment, begun, pdf

__all__ = ["Attachment", "begun", "pdf"]
