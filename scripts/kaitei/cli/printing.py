"""What `export --pdf` writes: the paper of a publication, a draft, a file or a comparison."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kaitei.cli import texts

if TYPE_CHECKING:  # these take a moment to load: only when needed
    from kaitei.paper import Imprint, Sheet


def printed(options: argparse.Namespace) -> bytes:
    """The PDF that the options ask for.

    Of a publication it is the one on the site, to the byte. Raises KaiteiError.
    """
    from kaitei import paper

    sheet = _announcement(options) if options.announcement else _text_or_comparison(options)
    return paper.pdf(sheet, str(options.pdf))


def _announcement(options: argparse.Namespace) -> Sheet:
    from kaitei import pages, paper, plugin

    site, policy, entry = texts.publication(options, options.text)
    lang = options.lang or policy.authoritative
    words, address = pages.read_words(options.root / "theme"), plugin.site_url(options.root)
    return paper.issued(site, policy, entry, lang, paper.Kind.ANNOUNCEMENT, address, words)


def _text_or_comparison(options: argparse.Namespace) -> Sheet:
    from kaitei import paper, redline

    old = texts.named(options, options.text)
    new = texts.named(options, options.new) if options.new else old
    lang = texts.language(options, old, new)
    imprints = [_imprint(options, text, lang) for text in (old, new)]
    if not options.new:
        return paper.text(new.parsed(lang), imprints[1])
    found = redline.compare(old.parsed(lang), new.parsed(lang))
    if options.table:
        return paper.table(found, *imprints, new_first=not options.old_first)
    return paper.marked(found, *imprints)


def _imprint(options: argparse.Namespace, text: texts.Named, lang: str) -> Imprint:
    from kaitei import archive, pages, paper, plugin

    if not text.policy:
        return paper.of_file(Path(text.name).name)
    known = pages.read_words(options.root / "theme")
    words = known.get(lang) or known["en"]
    if text.published:
        return paper.of_published(*text.published, lang, words, plugin.site_url(options.root))
    assert text.organization and text.declared  # noqa: S101, PT018  # a draft has both
    last = {policy.name: len(policy.publications) for policy in archive.read(options.root)}
    pending = text.declared.number > last.get(text.policy, 0)
    effective = text.declared.effective if pending else None
    return paper.of_draft(text.organization, effective, lang, words)
