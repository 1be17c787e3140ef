"""How an owner's site looks: what mkdocs.yml says of it, as Material's users know it.

Colours are shown so that words in them can be read (WCAG 2.2, 1.4.3 and 1.4.11, level AA).
"""

from kaitei.build.brand.contrast import problems, style
from kaitei.build.brand.reading import Brand, read

__all__ = ["Brand", "problems", "read", "style"]
