"""What the host gave for the pages of a site, kept beside it: to load MkDocs takes a moment.

What it gave last is kept beside the program too, where Python keeps what it compiled: so that a
site that is built from nothing does without MkDocs, from when the program was set up.

It is known by a digest of all that it was made of: program, theme, settings, versions, languages.
It is data and no code, with a sum: one that is half written or touched counts as none. What stands
there is trusted as far as the pages that stand beside it are (see `cache`).
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import sys
from collections.abc import Sequence
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kaitei.base import libraries
from kaitei.build.origin import CONFIG, THEME, digest, digest_of, files, program

if TYPE_CHECKING:  # to read a key nobody needs what makes pages
    from kaitei.build.layout import Layout

FORMAT = 1  # of the file; one of another format counts as none
OWN = Path(cache_from_source(__file__)).parent
"""Where it is kept beside the program, unless Python is told to keep nothing there."""
_NAME = "layout.json"
_HOST = ("mkdocs", "mkdocs-material")


def key(root: Path, languages: Sequence[str]) -> str:
    """All that the layout of the pages in `languages` depends on, as a digest; see `closed`."""
    return digest(about(root), *languages)


def about(root: Path) -> str:
    """All that any layout depends on, as a digest: program, versions, settings, theme."""
    found = [sys.version, program()]
    for name in _HOST:
        found.append(f"{name} {libraries.version(name)}")  # none: another stands for MkDocs
    config = (root / CONFIG).read_bytes() if (root / CONFIG).is_file() else b""
    return digest(digest(*found), config, digest_of(files(root / THEME)))


def read(folder: Path, wanted: str) -> Layout | None:
    """What is kept in a folder under the `wanted` key; None without it."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        kept = json.loads((folder / _NAME).read_bytes())
        if kept["format"] == FORMAT and kept["key"] == wanted:
            said = str(kept["layout"])
            if hashlib.sha256(said.encode()).hexdigest() == kept["sum"]:
                return _layout(json.loads(said))
    return None


def write_own(wanted: str, layout: Layout) -> None:
    """Keep a layout beside the program, where that may be."""
    if not sys.dont_write_bytecode:
        with contextlib.suppress(OSError):
            OWN.mkdir(exist_ok=True)
            write(OWN, wanted, layout)


def write(folder: Path, wanted: str, layout: Layout) -> None:
    """Keep a layout under a key, where nothing else than the key says had a part in it."""
    said = json.dumps(_data(layout))
    if not layout.closed or _layout(json.loads(said)) != layout:
        return
    found = hashlib.sha256(said.encode()).hexdigest()
    kept = {"format": FORMAT, "key": wanted, "sum": found, "layout": said}
    (folder / _NAME).write_text(json.dumps(kept), "utf-8")


def _data(layout: Layout) -> dict[str, Any]:
    return {
        "skeletons": [[*key, one.html] for key, one in layout.skeletons.items()],
        "missing": layout.missing.html,
        "files": [[path, base64.b64encode(raw).decode()] for path, raw in layout.files],
        "pdf": layout.pdf,
        "subscribe": dict(layout.subscribe),
        "site_url": layout.site_url,
        "logo": layout.logo,
        "pictures": layout.pictures,
        "frames": list(layout.frames),
    }


def _layout(data: dict[str, Any]) -> Layout:
    from kaitei.build.layout import Layout
    from kaitei.site.skeleton import Skeleton

    return Layout(
        {(lang, depth): Skeleton(html) for lang, depth, html in data["skeletons"]},
        Skeleton(data["missing"]),
        [(path, base64.b64decode(raw)) for path, raw in data["files"]],
        data["pdf"],
        data["subscribe"],
        data["site_url"],
        closed=True,
        logo=data["logo"],
        pictures=data["pictures"],
        frames=tuple(data["frames"]),
    )
