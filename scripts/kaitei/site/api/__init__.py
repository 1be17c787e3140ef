"""The record for programs: /api/v1/, JSON that docs/api.md and the schemas beside it describe."""

from kaitei.site.api.data import CURRENT, ROOT, api, of_policy, of_revision, of_site

__all__ = ["CURRENT", "ROOT", "api", "of_policy", "of_revision", "of_site"]
