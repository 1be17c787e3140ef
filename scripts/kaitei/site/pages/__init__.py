"""The readers' pages: a Site -> plain pages that any host can take."""

from kaitei.site.pages.depending import (
    every_depends_on,
    policy_depends_on,
    publication_depends_on,
    since_depends_on,
)
from kaitei.site.pages.editor import Editor, pages
from kaitei.site.pages.moved import redirects
from kaitei.site.pages.page import Feed, Listing, Page
from kaitei.site.pages.sitemap import SITEMAP, sitemap
from kaitei.site.pages.templates import Compiled, Press
from kaitei.site.pages.wording import read as read_words

__all__ = [
    "SITEMAP",
    "Compiled",
    "Editor",
    "Feed",
    "Listing",
    "Page",
    "Press",
    "every_depends_on",
    "pages",
    "policy_depends_on",
    "publication_depends_on",
    "read_words",
    "redirects",
    "since_depends_on",
    "sitemap",
]
