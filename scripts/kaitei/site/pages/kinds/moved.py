"""What stands at an address of a policy's former name."""

from __future__ import annotations

from kaitei.site.pages.context import PageContext
from kaitei.site.pages.kind import PageKind
from kaitei.site.pages.route import Route


class Moved(PageKind):
    """A page that leads on to where its content stands now."""

    name = "moved"

    def context(self, page: PageContext) -> dict[str, object]:
        """What the policy is called now."""
        heading = page.policy.title(page.lang)
        return {
            "title": heading,
            "description": page.words.plain("moved_description", title=heading),
        }

    def indexed(self, route: Route) -> bool:
        """No: the page that it leads to is."""
        return False
