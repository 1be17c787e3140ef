"""Sealing with the company's key, refusals told as problems."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kaitei.base.problems import KaiteiError, problem
from kaitei.record.seals import pades
from kaitei.record.seals.files import BELIEVED
from kaitei.record.stamps import AUTHORITY


@dataclass(frozen=True, slots=True)
class Sealer:
    """Puts the company's seal on PDFs, with time stamps where an `authority` has an address."""

    key: pades.Key
    roots: pades.Roots
    authority: str = ""

    @classmethod
    def opened(cls, root: Path, key: Path, passphrase: str, authority: str = "") -> Sealer:
        """The sealer of a key of PKCS #12 and of the certificates that a repository believes.

        Raises KaiteiError where either can't be read, or pyHanko is not installed.
        """
        if not (root / BELIEVED).is_file():
            raise KaiteiError(problem("seal-certificate", BELIEVED))
        try:
            roots = pades.Roots.of(root / BELIEVED, root / AUTHORITY)
            return cls(pades.load(key, passphrase), roots, authority)
        except pades.NoLibraryError:
            raise KaiteiError(problem("seal-library", str(key))) from None
        except pades.SealError as error:
            raise KaiteiError(problem("seal-refused", str(key), reason=error.reason)) from None

    def seal(self, raw: bytes, shown: str) -> bytes:
        """A PDF with the seal on it; `shown` names it in problems. Raises KaiteiError."""
        try:
            return pades.sealed(raw, self.key, self.roots, self.authority)
        except pades.SealError as error:
            raise KaiteiError(problem("seal-refused", shown, reason=error.reason)) from None
