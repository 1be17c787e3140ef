"""A saved web page -> its text: its encoding, its main content, its blocks."""

from kaitei.text.html.encoding import decoded
from kaitei.text.html.reading import read

__all__ = ["decoded", "read"]
