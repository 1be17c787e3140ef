"""Which version of a library is installed, without loading what Python has for asking that.

The name of the folder that says it is enough: `jinja2-3.1.6.dist-info`. Python's own
`importlib.metadata` reads mails to find the same, and takes longer to load than a page to make.
"""

from __future__ import annotations

import contextlib
import re
import sys
from functools import cache
from pathlib import Path

_SAID = re.compile(r"(?P<name>[^-]+)-(?P<version>[^-]+)\.dist-info", re.IGNORECASE)


def version(name: str) -> str:
    """The version of an installed library; "" where it is not installed."""
    return _installed().get(re.sub(r"[-_.]+", "_", name).lower()) or _asked(name)


def _asked(name: str) -> str:
    """The version of what is installed in another way: as an egg, or in an archive."""
    from importlib import metadata  # here: see above

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


@cache
def _installed() -> dict[str, str]:
    """Versions by name, of what this process would import: the first on Python's path counts."""
    found: dict[str, str] = {}
    for folder in sys.path:
        with contextlib.suppress(OSError):
            for one in Path(folder).iterdir():
                if said := _SAID.fullmatch(one.name):
                    found.setdefault(said["name"].lower(), said["version"])
    return found
