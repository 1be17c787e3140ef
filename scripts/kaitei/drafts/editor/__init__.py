"""The editor: a page in which legal edits content/ by forms, and saving opens a pull request.

Sveltia CMS makes the forms and speaks to the code host; this room tells it which forms, from what
stands in content/, and writes the page's folder. The folder is no part of the site.
"""

from kaitei.drafts.editor.folder import write
from kaitei.drafts.editor.host import CodeHost

__all__ = ["CodeHost", "write"]
