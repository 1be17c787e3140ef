"""Facts (事項): a fee, a telephone number, an hour: once in YAML, in every language's texts."""

from kaitei.model.facts.kinds import (
    Closures,
    Fact,
    Fee,
    Hours,
    Plain,
    Procedure,
    RequestType,
    RequestTypes,
    Telephone,
)
from kaitei.model.facts.loading import load, load_frozen, unspoken
from kaitei.model.facts.organization import Certification, Group, Organization, listed
from kaitei.model.facts.settings import (
    CHANGE,
    FACTS_FILE,
    ORGANIZATION_FILE,
    OWN,
    Contact,
    Filled,
    Settings,
)
from kaitei.model.facts.wording import MONTHS, article, full_day, headed, money, procedure_field

__all__ = [
    "CHANGE",
    "FACTS_FILE",
    "MONTHS",
    "ORGANIZATION_FILE",
    "OWN",
    "Certification",
    "Closures",
    "Contact",
    "Fact",
    "Fee",
    "Filled",
    "Group",
    "Hours",
    "Organization",
    "Plain",
    "Procedure",
    "RequestType",
    "RequestTypes",
    "Settings",
    "Telephone",
    "article",
    "full_day",
    "headed",
    "listed",
    "load",
    "load_frozen",
    "money",
    "procedure_field",
    "unspoken",
]
