"""What stands on the public site on a given day: computed from the record alone.

Pages and feeds read a `Site`; it knows nothing of HTML, files or hosts. Publications announced
after its day do not exist for it. Parsed texts and redlines are made once for each site.
"""

from kaitei.site.entries import Entry
from kaitei.site.policies import PolicySite
from kaitei.site.whole import Site, look

__all__ = ["Entry", "PolicySite", "Site", "look"]
