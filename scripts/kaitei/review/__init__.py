"""What a branch would publish (レビュー): as data, as a comment for a pull request, as one page."""

from kaitei.review.comment import LIMIT, MARK, comment
from kaitei.review.document import document
from kaitei.review.looking import FactChange, Item, Review, look

__all__ = ["LIMIT", "MARK", "FactChange", "Item", "Review", "comment", "document", "look"]
