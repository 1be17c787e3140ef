"""The only door to pyHanko: seals a PDF as PAdES, and reads a sealed one.

With an authority for time stamps the seal is PAdES B-LTA (ETSI EN 319 142-1): a time stamp of the
signature, what is needed to check it later, and a time stamp over all of that. Without one it is
B-B, which holds as long as the certificate does. Certificates are judged at the moment that the
time stamp vouches for: they may expire later. Whether one was revoked is asked while sealing, where
its authority can be reached, and kept in the file; it is never asked while checking.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from kaitei.base.catalogue import phrase
from kaitei.base.problems import reason_of

_FIELD = "Seal"
_MINUTE = 60  # seconds for an authority to answer; it needs one or two


class SealError(Exception):
    """No seal could be made or read; `reason` says why, as a value of a message."""

    def __init__(self, reason: object) -> None:
        super().__init__(str(reason))
        self.reason = reason


class NoLibraryError(SealError):
    """pyHanko is not installed here."""

    def __init__(self) -> None:
        super().__init__(phrase("desk.seal.library"))


@dataclass(frozen=True, slots=True)
class Key:
    """A key with its certificates; `signer` is the library's, and never printed."""

    signer: Any = field(repr=False)


@dataclass(frozen=True, slots=True)
class Roots:
    """The root certificates that are believed: of seals, and of the time stamps in them."""

    seals: Sequence[Any]
    stamps: Sequence[Any]

    @classmethod
    def of(cls, seals: Path, stamps: Path) -> Roots:
        """Read them from files of PEM; no authority of time stamps is believed without a file.

        Raises SealError.
        """
        return cls(_certificates(seals), _certificates(stamps) if stamps.is_file() else ())


@dataclass(frozen=True, slots=True)
class Seal:
    """What a sealed PDF says: whose seal, the moment its time stamp vouches for, what lies in it.

    `refusal` says why it is not to be believed, "" where it is. `attached` are the files in it.
    """

    signer: str
    moment: datetime | None
    refusal: object
    attached: Mapping[str, bytes]


def load(path: Path, passphrase: str) -> Key:
    """Read a key and its certificates from a file of PKCS #12 (.p12, .pfx). Raises SealError."""
    signers = _signers()
    try:
        signer = signers.SimpleSigner.load_pkcs12_data(
            path.read_bytes(), other_certs=[], passphrase=passphrase.encode()
        )
    except OSError as error:
        raise SealError(_words(error)) from None
    except (ValueError, TypeError):
        raise SealError(phrase("desk.seal.key")) from None
    if signer is None:
        raise SealError(phrase("desk.seal.key"))
    return Key(signer)


def sealed(raw: bytes, key: Key, roots: Roots, authority: str = "") -> bytes:
    """Seal a PDF, with the time stamps of the authority at an address where one is named.

    Nothing in it may be changed afterwards; every reader of PDF tells where something was. The
    seal shows nothing on the page. Raises SealError, above all for a certificate that none of the
    roots bears out.
    """
    signers = _signers()
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError
    from pyhanko_certvalidator.errors import PathError, ValidationError

    context = _context(
        [*roots.seals, *roots.stamps], key.signer.cert_registry, None, fetching=bool(authority)
    )
    meta = signers.PdfSignatureMetadata(
        field_name=_FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        embed_validation_info=bool(authority),
        use_pades_lta=bool(authority),
        validation_context=context,
    )
    stamper = HTTPTimeStamper(authority, timeout=_MINUTE) if authority else None
    try:
        signer = signers.PdfSigner(meta, signer=key.signer, timestamper=stamper)
        made = _apart(lambda: signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(raw)))).getvalue()
    except (PathError, ValidationError) as error:
        raise SealError(_words(error)) from None
    except SigningError as error:
        if isinstance(error.__cause__, PathError):
            raise SealError(phrase("desk.seal.foreign")) from None
        raise SealError(_words(error.__cause__ or error)) from None
    except (OSError, ValueError, PdfError, TimestampRequestError) as error:
        raise SealError(_words(error)) from None
    found = read(made, roots)
    if found.refusal:
        raise SealError(found.refusal)
    return bytes(made)


def read(raw: bytes, roots: Roots) -> Seal:
    """Read a sealed PDF and judge its seal. Raises SealError where there is none."""
    _signers()
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import ValidationInfoReadingError

    try:
        reader = PdfFileReader(BytesIO(raw))
        found = reader.embedded_regular_signatures
        attached = _attached(reader.root)
    except (PdfError, ValueError, KeyError) as error:
        raise SealError(_words(error)) from None
    if len(found) != 1:
        raise SealError(phrase("desk.seal.signatures", count=len(found)))
    seal = found[0]
    claimed = seal.self_reported_timestamp
    try:
        known = _contexts(roots, claimed)
        first = _apart(lambda: validate_pdf_signature(seal, *known, skip_diff=True))
        moment = _stamped(first)
        held = _contexts(roots, moment or claimed)
        status = _apart(lambda: validate_pdf_signature(seal, *held))
    except (PdfError, SigningError, ValidationInfoReadingError, ValueError) as error:
        return Seal("", None, _words(error), attached)
    signer = str(status.signing_cert.subject.human_friendly)
    return Seal(signer, moment, "" if status.bottom_line else _verdict(status), attached)


def _apart(work: Callable[[], Any]) -> Any:
    """Do what runs an event loop of its own in a thread of its own: the caller's may have one."""
    from concurrent.futures import ThreadPoolExecutor  # here: most records have no seals

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def _signers() -> Any:
    """The library's module that signs; SealError where the library is not installed."""
    try:
        from pyhanko.sign import signers
    except ImportError:
        raise NoLibraryError from None
    return signers


def _context(
    roots: Sequence[Any], registry: Any, moment: datetime | None, *, fetching: bool = False
) -> Any:
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(
        trust_roots=list(roots),
        other_certs=list(registry) if registry is not None else None,
        moment=moment,
        allow_fetching=fetching,
        revocation_mode="soft-fail",
    )


def _contexts(roots: Roots, moment: datetime | None) -> tuple[Any, Any]:
    """What the certificates of a seal and of its time stamp are judged by, at a moment."""
    return _context(roots.seals, None, moment), _context(roots.stamps, None, moment)


def _certificates(path: Path) -> list[Any]:
    _signers()
    from pyhanko.keys import load_certs_from_pemder

    try:
        found = load_certs_from_pemder([str(path)])  # type: ignore[no-untyped-call]  # theirs
        return list(found)
    except (OSError, ValueError) as error:
        raise SealError(_words(error)) from None


def _stamped(status: Any) -> datetime | None:
    """The moment that the time stamp of a seal names, in UTC; None without one."""
    stamp = status.timestamp_validity
    moment: datetime | None = stamp.timestamp.astimezone(UTC) if stamp else None
    return moment


def _attached(root: Any) -> dict[str, bytes]:
    """The files in a PDF, by name; typst writes their list as one leaf (ISO 32000-2, 7.9.6)."""
    names = root["/Names"]["/EmbeddedFiles"]["/Names"]
    found = [names[at] for at in range(len(names))]  # an index follows references, a walk does not
    pairs = zip(found[::2], found[1::2], strict=True)
    return {str(name): bytes(file["/EF"]["/F"].data) for name, file in pairs}


def _verdict(status: Any) -> object:
    """Why a seal does not hold, as a value of a message."""
    if not status.intact:
        return phrase("desk.seal.changed")
    if not status.trusted:
        return phrase("desk.seal.foreign")
    return str(status.summary())


def _words(error: BaseException) -> object:
    if isinstance(error, OSError):
        return reason_of(error)
    return " ".join(str(error).split())[:200] or type(error).__name__
