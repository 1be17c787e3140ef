"""kaitei (改定): publish policies, compare their revisions, announce every change."""

__version__ = "0.1.0"
