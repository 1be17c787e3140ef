"""Comparisons on pages: of a revision with its base, with the text in force, of any two."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass, field

from markupsafe import Markup

from kaitei.site.model import Entry, PolicySite, Site
from kaitei.site.pages.frame import Frame
from kaitei.site.pages.outlines import Outline, replaced
from kaitei.text import render
from kaitei.text.diff import Redline
from kaitei.text.history_index import Weave

_HEADING = re.compile(r"<(/?)h([1-6])\b")


def since(frame: Frame, outline: Outline) -> dict[str, object]:
    """What changed since an old text: the comparison with the one in force."""
    policy, entry = outline.policy, outline.entry
    assert policy is not None and entry is not None  # noqa: S101, PT018
    now = policy.in_force
    assert now is not None  # noqa: S101  # its outline says so
    heading = policy.title_of(entry, frame.lang)
    values = {"title": heading, "number": entry.number, "now": now.number}
    found, lang = None, frame.lang
    for lang in (frame.lang, policy.authoritative):
        if found := policy.compared(entry, now, lang):
            break
    return {
        "title": frame.words.plain("since_title", **values),
        "description": frame.words.plain("since_description", **values),
        "now": now,
        "compared_in": lang,
        **comparison(frame, outline, found, "../../"),
    }


def pair(frame: Frame, outline: Outline) -> dict[str, object]:
    """Any two texts of a policy: the record out of which a script compares them."""
    policy = outline.policy
    assert policy is not None  # noqa: S101
    heading = policy.title(frame.lang)
    own = [e for e in policy.revisions if policy.text(e, frame.lang) is not None]
    lang = frame.lang if len(own) > 1 else policy.authoritative
    return {
        "title": frame.words.plain("pair_title", title=heading),
        "description": frame.words.plain("pair_description", title=heading),
        "compared_in": lang,
        "choices": [e for e in policy.revisions if policy.text(e, lang) is not None],
        "since": replaced(policy),
        "weave": Markup(_script(policy.woven(lang))),  # noqa: S704  # JSON without <
    }


def _script(woven: Weave) -> str:
    said = json.dumps(woven.data(), ensure_ascii=False, separators=(",", ":"))
    return said.replace("<", "\\u003c")


def comparison(
    frame: Frame, outline: Outline, redline: Redline | None, text: str = "../"
) -> dict[str, object]:
    """The list, the table and the marked text of a comparison; nothing without one.

    `text` is where the new text stands, relative to the page. Rows bear the ids `k-row-CLAUSE`.
    """
    if redline is None:
        return {"worded": [], "table": None, "inline": None}
    href = address_in(frame, outline, text)
    table = render.table(
        redline, frame.lang, since=outline.kind == "since", prefix="k-row-", href=href
    )
    inline = render.inline(redline, frame.lang, changed_only=True, href=href)
    return {
        "worded": render.worded(redline, frame.lang),
        "table": Markup(table),  # noqa: S704  # views give safe HTML only
        "inline": Markup(lowered(inline)),  # noqa: S704
    }


@dataclass(frozen=True, slots=True)
class Addresses:
    """Turns an address in a text into one on a page; equal ones turn alike.

    Texts are written for the policy's main page: `#clause` is a clause of the text, which
    stands at the address `text` ("" for this page); `../policy/` is another policy, which stands
    at `home` below the name that it has now.
    """

    site: Site = field(compare=False)
    text: str
    home: str

    def __call__(self, found: str) -> str:
        """The address to write for one that was found in the text."""
        if found.startswith("#"):
            return self.text + found
        if found.startswith("../"):
            name, slash, rest = found.removeprefix("../").partition("/")
            with suppress(KeyError):
                name = self.site.policy(name).name  # what it was renamed to
            return self.home + name + slash + rest
        return found


def address_in(frame: Frame, outline: Outline, text: str) -> Addresses:
    """What turns an address in a text into one on this page; the text stands at `text`."""
    return Addresses(frame.site, text, frame.root(outline) + frame.address())


def announced(frame: Frame, policy: PolicySite, entry: Entry) -> tuple[str, Redline | None]:
    """The comparison to show of a revision and its language: this one, else the authoritative.

    None for an enactment and for an event: there is nothing to compare.
    """
    if not entry.publication.kind.is_revision or entry.publication.base is None:
        return frame.lang, None
    for lang in (frame.lang, policy.authoritative):
        if redline := policy.redline(entry, lang):
            return lang, redline
    return frame.lang, None


def lowered(html: str, by: int = 1) -> str:
    """A comparison with its headings `by` levels down, below the heading of its section.

    None stays above level 2. In HTML of the views `<` stands in tags only.
    """
    return _HEADING.sub(lambda found: f"<{found[1]}h{min(6, max(2, int(found[2])) + by)}", html)
