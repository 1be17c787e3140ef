"""The record for programs: /api/v1/, JSON that docs/api.md and the schemas beside it describe."""

from kaitei.api.data import ROOT, api

__all__ = ["ROOT", "api"]
