"""A saved web page -> its text: its encoding, its main content, its blocks."""

from kaitei.text.html.encoding import decoded
from kaitei.text.html.reading import fragment, read

__all__ = ["decoded", "fragment", "read"]
