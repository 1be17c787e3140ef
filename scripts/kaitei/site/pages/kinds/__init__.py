"""The kinds of pages, one a file: whatever class stands in a file here is a kind that there is."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from kaitei.site.pages.kind import PageKind, PolicyPage, PublicationPage, SitePage
from kaitei.site.pages.kinds.missing import Missing
from kaitei.site.pages.kinds.moved import Moved

__all__ = ["APART", "MISSING", "MOVED", "OF_POLICY", "OF_PUBLICATION", "OF_SITE", "TOGETHER"]


def _kinds() -> Iterator[PageKind]:
    for found in iter_modules(__path__):
        module = import_module(f"{__name__}.{found.name}")
        for one in vars(module).values():
            own = isinstance(one, type) and one.__module__ == module.__name__
            if own and issubclass(one, PageKind):
                yield one()


_KINDS = tuple(_kinds())
OF_SITE = tuple(kind for kind in _KINDS if isinstance(kind, SitePage))
OF_POLICY = tuple(kind for kind in _KINDS if isinstance(kind, PolicyPage))
OF_PUBLICATION = tuple(kind for kind in _KINDS if isinstance(kind, PublicationPage))
TOGETHER = tuple(kind for kind in OF_PUBLICATION if not kind.apart)
APART = tuple(kind for kind in OF_PUBLICATION if kind.apart)
MISSING, MOVED = Missing(), Moved()
