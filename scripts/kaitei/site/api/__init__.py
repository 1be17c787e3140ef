"""The record for programs: /api/, JSON that docs/api.md and the schemas beside it describe."""

from kaitei.site.api.build import SITE, BuildInfo, of_build
from kaitei.site.api.data import CURRENT, ROOT, api, of_policy, of_revision, of_site
from kaitei.site.api.material import material_everywhere

__all__ = [
    "CURRENT",
    "ROOT",
    "SITE",
    "BuildInfo",
    "api",
    "material_everywhere",
    "of_build",
    "of_policy",
    "of_revision",
    "of_site",
]
