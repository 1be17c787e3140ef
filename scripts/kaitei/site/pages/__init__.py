"""The readers' pages: a Site -> plain pages that any host can take.

Which kinds of pages there are stands in `kinds`, a class a file; each has its template in
theme/pages. How to add one: docs/pages.md.
"""

from kaitei.site.pages.components import found_everywhere
from kaitei.site.pages.dependencies import policy_values, publication_values, shared_values
from kaitei.site.pages.factory import NOT_FOUND, PageFactory, pages
from kaitei.site.pages.fragments import fragments_of_policy, fragments_of_site
from kaitei.site.pages.kind import PublicationPage
from kaitei.site.pages.kinds import APART, TOGETHER
from kaitei.site.pages.page import FeedLink, Listing, Page
from kaitei.site.pages.redirects import redirects
from kaitei.site.pages.sitemap import SITEMAP, sitemap
from kaitei.site.pages.templates import Compiled, Templates
from kaitei.site.pages.wording import read as read_words

__all__ = [
    "APART",
    "NOT_FOUND",
    "SITEMAP",
    "TOGETHER",
    "Compiled",
    "FeedLink",
    "Listing",
    "Page",
    "PageFactory",
    "PublicationPage",
    "Templates",
    "found_everywhere",
    "fragments_of_policy",
    "fragments_of_site",
    "pages",
    "policy_values",
    "publication_values",
    "read_words",
    "redirects",
    "shared_values",
    "sitemap",
]
