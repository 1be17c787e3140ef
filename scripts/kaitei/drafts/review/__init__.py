"""What a branch would publish (レビュー): as data, as a comment for a pull request, as one page."""

from kaitei.drafts.review.branch import FactChange, PolicyReview, Review, look
from kaitei.drafts.review.comment import LIMIT, MARK, comment, refused
from kaitei.drafts.review.document import document

__all__ = [
    "LIMIT",
    "MARK",
    "FactChange",
    "PolicyReview",
    "Review",
    "comment",
    "document",
    "look",
    "refused",
]
