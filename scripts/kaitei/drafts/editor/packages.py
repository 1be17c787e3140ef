"""The packages of npm that the page is made with: fetched by npm, known by their sums."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kaitei.base import tables
from kaitei.base.problems import KaiteiError, problem

_PATIENCE = 300  # seconds for one package of 10 MB on a slow line


def listed() -> dict[str, Any]:
    """The packages, as packages.toml lists them."""
    found: dict[str, Any] = tables.read(Path(__file__).with_name("packages.toml"))
    return found


def page_files() -> dict[str, bytes]:
    """What the packages bring to the page, by its path there.

    Raises KaiteiError where npm is missing, can't fetch a package, or hands over another one than
    the one that is known by its sum.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise KaiteiError(problem("editor-no-npm"))
    with TemporaryDirectory(prefix="kaitei-") as folder:
        return {
            place: content
            for package in listed().values()
            for place, content in _placed(package, _packed(npm, package, Path(folder)))
        }


def _packed(npm: str, package: Mapping[str, Any], folder: Path) -> bytes:
    """The package as npm hands it over, after a look at its sum."""
    wanted = f"{package['name']}@{package['version']}"
    # No script of the package is run: `npm pack` only fetches.
    command = [npm, "pack", wanted, "--ignore-scripts", "--prefer-offline", "--silent"]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise KaiteiError(problem("editor-fetch", package=wanted, reason=error)) from None
    named = done.stdout.split()
    if done.returncode or not named:
        reason = (done.stderr.strip().splitlines() or ["-"])[0]
        raise KaiteiError(problem("editor-fetch", package=wanted, reason=reason))
    raw = (folder / named[-1]).read_bytes()
    sum_ = base64.b64encode(hashlib.sha512(raw).digest()).decode()
    if f"sha512-{sum_}" != package["integrity"]:
        raise KaiteiError(problem("editor-sum", package=wanted))
    return raw


def _placed(package: Mapping[str, Any], raw: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of a package that the page needs, each with its place."""
    with tarfile.open(fileobj=io.BytesIO(raw), mode="r:gz") as packed:
        for member in packed:
            name = member.name.removeprefix("package/")
            for source, place in package["files"].items():
                at = place + name.removeprefix(source) if source.endswith("/") else place
                inside = name.startswith(source) if source.endswith("/") else name == source
                found = packed.extractfile(member) if inside else None
                if found is not None and not name.endswith(".map"):
                    yield at, _at_home(found.read(), name, package["instead"])


def _at_home(raw: bytes, name: str, instead: Mapping[str, str]) -> bytes:
    """A script that names no other host where it would load something from there."""
    if name.endswith("sveltia-cms.js"):
        for address, ours in instead.items():
            raw = elsewhere(address).sub(ours.encode(), raw)
    return raw


def elsewhere(address: str) -> re.Pattern[bytes]:
    """What finds an address in a script, whatever the host where it has a `*`."""
    return re.compile(re.escape(address).replace(r"\*", r"[\w.-]+").encode())
