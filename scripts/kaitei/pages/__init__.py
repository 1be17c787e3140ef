"""The readers' pages: a Site -> plain pages that any host can take."""

from kaitei.pages.editor import pages
from kaitei.pages.moved import redirects
from kaitei.pages.page import Anchor, Feed, Page
from kaitei.pages.press import Compiled
from kaitei.pages.wording import read as read_words

__all__ = ["Anchor", "Compiled", "Feed", "Page", "pages", "read_words", "redirects"]
