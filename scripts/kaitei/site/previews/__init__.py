"""The preview pictures of pages: what a chat or a network shows of a link to one."""

from kaitei.site.previews.picture import PreviewPicture, address, of_policy, of_publication

__all__ = ["PreviewPicture", "address", "of_policy", "of_publication"]
