"""What `export --pdf` writes: the paper of a publication, a draft, a file or a comparison."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kaitei.cli import texts

if TYPE_CHECKING:  # these take a moment to load: only when needed
    from kaitei.site.pdf import Imprint, Sheet


def printed(options: argparse.Namespace) -> bytes:
    """The PDF that the options ask for.

    Of a publication it is the one on the site, to the byte. Raises KaiteiError.
    """
    from kaitei.site import pdf

    sheet = _announcement(options) if options.announcement else _text_or_comparison(options)
    return pdf.pdf(sheet, str(options.pdf))


def _announcement(options: argparse.Namespace) -> Sheet:
    from kaitei.build import host
    from kaitei.site import pages, pdf

    site, policy, entry = texts.publication(options, options.text)
    lang = options.lang or policy.authoritative
    words = pages.read_words(options.root / "theme", site.languages)
    address = host.site_url(options.root)
    return pdf.issued(site, policy, entry, lang, pdf.PaperKind.ANNOUNCEMENT, address, words)


def _text_or_comparison(options: argparse.Namespace) -> Sheet:
    from kaitei.site import pdf
    from kaitei.text import diff

    old = texts.named(options, options.text)
    new = texts.named(options, options.new) if options.new else old
    lang = texts.language(options, old, new)
    imprints = [_imprint(options, text, lang) for text in (old, new)]
    if not options.new:
        return pdf.text(new.parsed(lang), imprints[1])
    found = diff.compare(old.parsed(lang), new.parsed(lang))
    if options.table:
        return pdf.table(found, *imprints, new_first=not options.old_first)
    return pdf.marked(found, *imprints)


def _imprint(options: argparse.Namespace, text: texts.Named, lang: str) -> Imprint:
    from kaitei.build import host
    from kaitei.site import pages, pdf

    if not text.policy:
        return pdf.of_file(Path(text.name).name)
    words = pages.read_words(options.root / "theme", [lang])[lang]
    if text.published:
        return pdf.of_published(*text.published, lang, words, host.site_url(options.root))
    assert text.organization  # noqa: S101  # a draft has one
    return pdf.of_draft(text.organization, text.effective, lang, words)
