"""CSS as its standard has it (CSS Syntax 3): rules, declarations and values, as nodes of tinycss2.

Comments are left out. Loaded where a style sheet is read and nowhere else: see who imports it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import tinycss2

Node: TypeAlias = Any  # tinycss2 ships no types


def rules(sheet: str | Sequence[Node]) -> list[Node]:
    """The rules of a style sheet, or of what stands in a rule such as @media; broken ones too."""
    found: list[Node] = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    return found


def declarations(block: str | Sequence[Node]) -> list[Node]:
    """The declarations of a rule or of a `style`."""
    found = tinycss2.parse_blocks_contents(block, skip_comments=True, skip_whitespace=True)
    return [one for one in found if one.type == "declaration"]


def values(text: str) -> list[Node]:
    """What a value is made of."""
    found: list[Node] = tinycss2.parse_component_value_list(text, skip_comments=True)
    return found


def text(nodes: Sequence[Node]) -> str:
    """Nodes as CSS again, without white space around them."""
    written: str = tinycss2.serialize(nodes)
    return written.strip()
