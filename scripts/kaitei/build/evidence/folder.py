"""The evidence as a folder: the PDF, the files that it rests on, and the sums of all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from kaitei.base.problems import KaiteiError, problem, reason_of
from kaitei.build.evidence import sheet
from kaitei.build.evidence.proof import Proof, files
from kaitei.record import Record
from kaitei.site import pdf
from kaitei.site.model import Site

PDF = "evidence.pdf"
SUMS = "SHA256SUMS"


def write(
    record: Record,
    site: Site,
    found: Proof,
    words: Mapping[str, Mapping[str, str]],
    site_url: str,
    folder: Path,
    seal: Callable[[bytes, str], bytes] | None = None,
) -> None:
    """Write the evidence into a folder that is new or empty. Raises KaiteiError.

    `words` are the pages', by language; `site_url` is the absolute address of the site's root;
    `seal` puts the company's seal on the PDF, given its name.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise KaiteiError(problem("evidence-taken", str(folder)))
    shown = str(folder / PDF)
    proof = pdf.pdf(sheet.sheet(site, found, words, site_url), shown)
    content = {PDF: seal(proof, shown) if seal else proof, **files(record, found)}
    sums = "".join(f"{hashlib.sha256(raw).hexdigest()}  {path}\n" for path, raw in content.items())
    try:
        for path, raw in {**content, SUMS: sums.encode()}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(raw)
    except OSError as error:
        reason = reason_of(error)
        raise KaiteiError(problem("file-unwritable", str(folder), reason=reason)) from None
