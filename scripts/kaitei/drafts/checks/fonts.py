"""Each language of a site with PDFs has a font that sets it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kaitei.base import textfile, typesetting
from kaitei.base.problems import Problem, problem
from kaitei.drafts.checks.context import CheckContext
from kaitei.model import phrases

MKDOCS = "mkdocs.yml"
_WANTED = re.compile(r"[^#]*\bpdf:\s*true\b")  # of the plugin, on a line of its own or in braces


def missing(root: Path, desk: CheckContext) -> Iterator[Problem]:
    """A problem for each language whose PDFs mkdocs.yml wants and for which there is no font."""
    if not (root / MKDOCS).is_file():
        return
    for number, line in enumerate(textfile.read(root / MKDOCS, MKDOCS).split("\n"), 1):
        if _WANTED.match(line):
            for lang in desk.settings.organization.languages:
                if not typesetting.has_font(lang):
                    font = typesetting.family(lang)
                    named = phrases.languages(lang=lang)
                    yield problem("font-missing", MKDOCS, number, "", font=font, **named)
