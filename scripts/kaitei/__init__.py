"""kaitei (改定): publish policies, compare their revisions, announce every change.

What a program of your own may import stands in `__all__` (docs/library.md); everything else may
change from one version to the next.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kaitei.base.problems import KaiteiError as KaiteiError
    from kaitei.base.problems import Problem as Problem
    from kaitei.drafts.checks import check as check
    from kaitei.drafts.repository import Repository as Repository
    from kaitei.text import render as render
    from kaitei.text.diff import Redline as Redline
    from kaitei.text.diff import compare as compare
    from kaitei.text.markdown import parse as parse

__version__ = "0.1.0"
__all__ = [
    "KaiteiError",
    "Problem",
    "Redline",
    "Repository",
    "check",
    "compare",
    "parse",
    "render",
]

# Loaded when first asked for: the command line asks for none of them, and some take a moment.
_HOMES = {
    "KaiteiError": "kaitei.base.problems",
    "Problem": "kaitei.base.problems",
    "Redline": "kaitei.text.diff",
    "Repository": "kaitei.drafts.repository",
    "check": "kaitei.drafts.checks",
    "compare": "kaitei.text.diff",
    "parse": "kaitei.text.markdown",
}


def __getattr__(name: str) -> Any:
    """Load a part of the public face."""
    if name == "render":
        return import_module("kaitei.text.render")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
