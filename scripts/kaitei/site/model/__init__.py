"""What stands on the public site on a given day: computed from the record alone.

Pages and feeds read a `Site`; it knows nothing of HTML, files or hosts. Publications announced
after its day do not exist for it. Texts are parsed and compared once for each site, or once for
all that share a `TextMemory`.
"""

from kaitei.site.model.audience import applying
from kaitei.site.model.dated import held_beside, held_then, linked, links_everywhere
from kaitei.site.model.days import life
from kaitei.site.model.entry import Parts, SiteEntry, announcement_path, text_path
from kaitei.site.model.memory import TextMemory
from kaitei.site.model.policy_site import PolicySite
from kaitei.site.model.site import FIRST_LANGUAGES, Site, look
from kaitei.site.model.touched import ancestry, coming, moved_on, touches

__all__ = [
    "FIRST_LANGUAGES",
    "Parts",
    "PolicySite",
    "Site",
    "SiteEntry",
    "TextMemory",
    "ancestry",
    "announcement_path",
    "applying",
    "coming",
    "held_beside",
    "held_then",
    "life",
    "linked",
    "links_everywhere",
    "look",
    "moved_on",
    "text_path",
    "touches",
]
