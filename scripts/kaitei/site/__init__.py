"""What stands on the public site on a given day: computed from the record alone.

Pages and feeds read a `Site`; it knows nothing of HTML, files or hosts. Publications announced
after its day do not exist for it. Texts are parsed and compared once for each site, or once for
all that share a `Memory`.
"""

from kaitei.site.entries import Entry
from kaitei.site.memory import Memory
from kaitei.site.policies import PolicySite
from kaitei.site.whole import Site, look

__all__ = ["Entry", "Memory", "PolicySite", "Site", "look"]
