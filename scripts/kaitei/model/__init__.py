"""The words of kaitei as frozen data: texts, publications, and what holds on a day.

Pure: no file, no clock. A day is always an argument, reckoned by the caller in the policy's time
zone. The words are those of docs/glossary.md.
"""

from kaitei.model.language import Localized, localized
from kaitei.model.moments import Told, next_moment, told
from kaitei.model.publication import HELPDESK, PROCEDURE, Kind, Publication, Status, midnight
from kaitei.model.reminders import Reminder, reminders
from kaitei.model.text import Block, Clause, Mark, Run, Text
from kaitei.model.timeline import DEFAULT_ZONE, Policy, Standing, newest_zone

__all__ = [
    "DEFAULT_ZONE",
    "HELPDESK",
    "PROCEDURE",
    "Block",
    "Clause",
    "Kind",
    "Localized",
    "Mark",
    "Policy",
    "Publication",
    "Reminder",
    "Run",
    "Standing",
    "Status",
    "Text",
    "Told",
    "localized",
    "midnight",
    "newest_zone",
    "next_moment",
    "reminders",
    "told",
]
