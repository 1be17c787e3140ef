"""Detached signatures of publications, made and checked by ssh-keygen. Optional, off by default.

    signatures/allowed_signers            who may sign (ssh-keygen(1), ALLOWED SIGNERS)
    signatures/allowed_signers.sig        signs that list, by one who stood in the list before
    signatures/privacy-policy/3.sig       signs versions/privacy-policy/3/SHA256SUMS

A SHA256SUMS vouches for its folder and, through the chain, for all before it: one signature is
enough for a whole record. Signatures stand beside the record, not in it, so that one can be added
at any time, and nothing that was published changes. They are append-only as the record is.
"""

from kaitei.record.signatures.checking import verify
from kaitei.record.signatures.files import FOLDER, SIGNERS, signature

__all__ = ["FOLDER", "SIGNERS", "signature", "verify"]
