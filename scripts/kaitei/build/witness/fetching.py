"""Fetches what a site shows, and tells apart why it may not come.

As a reader without a past would: no cookies, nothing kept, no redirect followed.
"""

from __future__ import annotations

import ssl
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from pathlib import Path
from secrets import token_hex
from typing import Protocol
from urllib.parse import quote, urlsplit

from kaitei.base.catalogue import Spoken
from kaitei.base.problems import KaiteiError, Problem, problem, reason_of

_SECONDS = 20.0  # a static file that takes longer does not come
_MOST = 64_000_000  # bytes: the largest file of a site has a few million
_TRIES = 2  # a connection that a server closed in between is no fault of the site


class SiteSource(Protocol):
    """Where a site stands."""

    place: str

    def get(self, path: str, *, fresh: bool = False) -> bytes:
        """The bytes of a file of the site; past every cache if `fresh`. Raises KaiteiError."""


class SiteFolder:
    """A site in a folder."""

    def __init__(self, folder: Path) -> None:
        self.place = str(folder)
        self._folder = folder

    def get(self, path: str, *, fresh: bool = False) -> bytes:
        """The bytes of a file; see `SiteSource`."""
        try:
            return (self._folder / path).read_bytes()
        except OSError:
            raise KaiteiError(
                problem("witness-missing", f"{self.place}/{path}", status=404)
            ) from None


class Web:
    """A site at an http:// or https:// address."""

    def __init__(self, address: str) -> None:
        self.place = address if address.endswith("/") else f"{address}/"
        self._connection: HTTPConnection | None = None

    def get(self, path: str, *, fresh: bool = False) -> bytes:
        """The bytes of a file; see `SiteSource`."""
        return self.fetch(self.place + quote(path), fresh=fresh)

    def fetch(self, address: str, *, fresh: bool = False) -> bytes:
        """The bytes at an address of this host; see `SiteSource`."""
        for turn in range(_TRIES):
            try:
                return self._asked(address, fresh)
            except (HTTPException, ConnectionError, BrokenPipeError) as error:
                self.close()
                if turn + 1 == _TRIES:
                    rule = "witness-cut" if isinstance(error, IncompleteRead) else "witness-silent"
                    raise KaiteiError(problem(rule, address, reason=_reason(error))) from None
            except ssl.SSLError as error:
                self.close()
                raise KaiteiError(problem("witness-tls", address, reason=_reason(error))) from None
            except TimeoutError:
                self.close()
                raise KaiteiError(
                    problem("witness-timeout", address, seconds=f"{_SECONDS:.0f}")
                ) from None
            except OSError as error:
                self.close()
                raise KaiteiError(
                    problem("witness-silent", address, reason=_reason(error))
                ) from None
        raise AssertionError("unreachable")

    def _asked(self, address: str, fresh: bool) -> bytes:
        parts = urlsplit(address)
        if self._connection is None:
            kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
            self._connection = kind(parts.hostname or "", parts.port, timeout=_SECONDS)
        headers = {"Accept-Encoding": "identity", "User-Agent": "kaitei-witness"}
        query = f"?{parts.query}" if parts.query else ""
        if fresh:
            headers |= {"Cache-Control": "no-cache", "Pragma": "no-cache"}
            query = f"{query or '?'}&kaitei-fresh={token_hex(8)}"  # what no cache was asked before
        self._connection.request("GET", (parts.path or "/") + query, headers=headers)
        answer = self._connection.getresponse()
        content = answer.read(_MOST)
        if answer.length:  # says how much is still to come
            raise IncompleteRead(content, answer.length)
        if answer.will_close:
            self.close()
        if answer.status != 200:
            raise KaiteiError(_refused(address, answer))
        return content

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            with suppress(OSError):
                self._connection.close()
        self._connection = None


def _refused(address: str, answer: HTTPResponse) -> Problem:
    """What an answer other than 200 means."""
    if answer.status in (301, 302, 303, 307, 308):
        target = answer.getheader("Location") or "-"
        return problem("witness-redirect", address, status=answer.status, target=target)
    rule = "witness-missing" if answer.status in (404, 410) else "witness-status"
    return problem(rule, address, status=answer.status)


def _reason(error: Exception) -> str | Spoken:
    """What an exception says, on one line."""
    if isinstance(error, OSError) and not getattr(error, "reason", ""):
        return reason_of(error)
    said = getattr(error, "reason", "") or str(error)
    return " ".join(str(said).split())[:200] or type(error).__name__


def opened(address: str) -> SiteSource:
    """The site at an address, or in a folder."""
    return Web(address) if is_web(address) else SiteFolder(Path(address))


def is_web(address: str) -> bool:
    """Whether this is an address of the web."""
    return address.startswith(("https://", "http://"))


def page(address: str) -> bytes:
    """The bytes of the page at this very address of the web. Raises KaiteiError."""
    web = Web(address)
    try:
        return web.fetch(address)
    finally:
        web.close()
