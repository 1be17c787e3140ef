"""A site made in shares, by as many machines as one likes, and joined: the same bytes as at once.

A share makes the artifacts of some policies. It verifies the texts of these, holds those of the one
that it is making, and of all what their publications declare (days, names, titles, digests): pages
of one policy name others. A text of another is read where a page asks for it: of what was announced
in one, of what held beside it.
In its folder stand its files and a summary: what it was made of, its artifacts, and what the common
feeds say of its policies. Whoever joins holds summaries and no texts; home, search, sitemap and the
common feeds are made then.
"""

from kaitei.build.said import TEXT
from kaitei.build.shares.part import COMMON, about, differing, plan
from kaitei.build.shares.share import SITE, Share, common, day, join, make
from kaitei.build.shares.summary import SUMMARY, Summary, read

FILES = (SITE, SUMMARY, TEXT)  # what of the folder of a share makes it one

__all__ = [
    "COMMON",
    "FILES",
    "SITE",
    "SUMMARY",
    "Share",
    "Summary",
    "about",
    "common",
    "day",
    "differing",
    "join",
    "make",
    "plan",
    "read",
]
