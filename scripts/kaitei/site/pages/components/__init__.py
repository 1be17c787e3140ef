"""What stands on pages of several kinds, or is drawn beside a text: as values for templates."""

from kaitei.site.pages.components.clauses import HtmlClause, anchors, clauses_of
from kaitei.site.pages.components.closures import closure_calendar
from kaitei.site.pages.components.comparisons import (
    comparison,
    has_marks,
    is_replaced,
    lowered,
    marked_neighbours,
    multilingual,
    multilingual_changes,
    replaced,
)
from kaitei.site.pages.components.found import found_clauses, found_everywhere
from kaitei.site.pages.components.helpdesk import clock, examples
from kaitei.site.pages.components.links import TextLinks
from kaitei.site.pages.components.parallel import parallel_changes, parallel_text
from kaitei.site.pages.components.picture import timeline
from kaitei.site.pages.components.tables import boxed
from kaitei.site.pages.components.text import contents_of, text_of
from kaitei.site.pages.components.wordings import former_wordings, wordings_language

__all__ = [
    "HtmlClause",
    "TextLinks",
    "anchors",
    "boxed",
    "clauses_of",
    "clock",
    "closure_calendar",
    "comparison",
    "contents_of",
    "examples",
    "former_wordings",
    "found_clauses",
    "found_everywhere",
    "has_marks",
    "is_replaced",
    "lowered",
    "marked_neighbours",
    "multilingual",
    "multilingual_changes",
    "parallel_changes",
    "parallel_text",
    "replaced",
    "text_of",
    "timeline",
    "wordings_language",
]
