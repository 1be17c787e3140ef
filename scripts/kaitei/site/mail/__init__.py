"""An announcement as a mail that is ready to be sent: plain text and HTML, in every language.

It has neither sender nor date: the owner's own tool sends it, and says who and when.
"""

from kaitei.site.mail.message import message

__all__ = ["message"]
