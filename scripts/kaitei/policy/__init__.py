"""The words of kaitei as frozen data: texts, publications, and what holds on a day.

Pure: no file, no clock. A day is always an argument, reckoned by the caller in the policy's time
zone. The words are those of docs/glossary.md.
"""

from kaitei.policy.publication import HELPDESK, PROCEDURE, Kind, Publication, Status
from kaitei.policy.standing import Policy, Standing
from kaitei.policy.text import Block, Clause, Mark, Run, Text

__all__ = [
    "HELPDESK",
    "PROCEDURE",
    "Block",
    "Clause",
    "Kind",
    "Mark",
    "Policy",
    "Publication",
    "Run",
    "Standing",
    "Status",
    "Text",
]
