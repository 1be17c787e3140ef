"""The readers' commands: build the public site, show it on this machine."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kaitei.cli import console
from kaitei.cli.options import Commands, day
from kaitei.errors import KaiteiError, problem

if TYPE_CHECKING:  # its libraries take a moment to load: only when needed
    from kaitei.preview import Preview


def add(commands: Commands) -> None:
    """Add `build`, `serve` and `behind`."""
    building = commands.add(build, day=True)
    building.add_argument("--output", type=Path, metavar="DIR", help="default: site/")
    serving = commands.add(serve, day=True)
    serving.add_argument("--port", type=int, default=8000)
    building.add_argument("--timings", action="store_true", help="say where the time went")
    for parser in (building, serving):
        parser.add_argument("--draft", action="store_true", help="with the draft, marked as such")
    looking = commands.add(behind, day=True, lang="of the messages")
    looking.add_argument("site", metavar="SITE", help="its folder, or its https:// address")


def build(options: argparse.Namespace) -> int:
    """Build the public site from versions/."""
    from kaitei import building, verify

    if options.draft:
        return _build_draft(options)
    lost = verify.vanished(options.root)
    if lost:
        raise KaiteiError(*lost)
    on, output = day(options), options.output or options.root / "site"
    with console.progress(options) as told:
        pages = building.build(options.root, on, output, told=told)
    if options.timings:
        _timings(options)
    console.say(
        options,
        en=f"Built {pages} pages in {output}, as of {on}.",
        ja=f"{on} 現在のサイトを {output} に作成しました（{pages} ページ）。",
    )
    return 0


def serve(options: argparse.Namespace) -> int:
    """Show the public site on this machine, rebuilt when versions/ or theme/ change."""
    from kaitei import building, serving

    if options.draft:
        return _serve_draft(options)
    on, address = day(options), f"http://127.0.0.1:{options.port}/"
    workshop = building.Workshop()
    console.say(
        options,
        en=f"Serving on {address} - stop with Ctrl-C.",
        ja=f"{address} で表示しています。Ctrl-C で終了します。",
    )

    def built(output: Path) -> int:
        with console.progress(options) as told:
            return building.build(options.root, on, output, workshop=workshop, told=told)

    def told(result: int | KaiteiError, seconds: float) -> None:
        _told_of_build(options, result, seconds)

    serving.serve(options.root, options.port, built, told)
    return 0


def behind(options: argparse.Namespace) -> int:
    """Say whether a site shows what it should on this day, or was not built in time."""
    from kaitei import freshness

    on = day(options)
    current = _fetched(options.site, freshness.CURRENT)
    problems = freshness.behind(options.root, on, current, options.site)
    console.show(problems, console.language(options))
    if not problems:
        console.say(
            options,
            en=f"The site shows what it should on {on}.",
            ja=f"サイトは {on} に表示すべき内容を表示しています。",
        )
    return 1 if any(p.severity == "error" for p in problems) else 0


def _fetched(site: str, name: str) -> bytes:
    """A file of a site that stands in a folder or on the web; b"" where it is not there."""
    if not site.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        path = Path(site) / name
        return path.read_bytes() if path.is_file() else b""
    from urllib.error import URLError
    from urllib.request import urlopen

    try:
        with urlopen(f"{site.rstrip('/')}/{name}", timeout=20) as answer:  # noqa: S310  # see above
            return bytes(answer.read())
    except (URLError, OSError) as error:
        reason = getattr(error, "reason", error)
        raise KaiteiError(problem("file-unreadable", site, reason=reason)) from None


def _build_draft(options: argparse.Namespace) -> int:
    from kaitei import preview

    on, output = day(options), options.output or options.root / "preview"
    made = preview.build(options.root, on, output)
    _told(options, made)
    console.say(
        options,
        en=f"Built {made.pages} pages in {output}, as of {on}, with the draft.",
        ja=f"{on} 現在のサイトを、改定案を含めて {output} に作成しました（{made.pages} ページ）。",
    )
    return 0


def _serve_draft(options: argparse.Namespace) -> int:
    from kaitei import building, preview, serving

    workshop = building.Workshop()
    on, address = day(options), f"http://127.0.0.1:{options.port}/"
    console.say(
        options,
        en=f"Serving the draft on {address} - stop with Ctrl-C. Pages reload when you save.",
        ja=f"改定案を {address} で表示しています。保存すると再表示します。Ctrl-C で終了します。",
    )

    def built(output: Path) -> Preview:
        return preview.build(options.root, on, output, workshop)

    def told(result: Preview | KaiteiError, seconds: float) -> None:
        if not isinstance(result, KaiteiError):
            _told(options, result)
        _told_of_build(options, result, seconds)

    serving.serve(options.root, options.port, built, told, workshop.ahead(options.root, on))
    return 0


def _told_of_build(options: argparse.Namespace, result: object, seconds: float) -> None:
    """How a build for the screen went."""
    if isinstance(result, KaiteiError):
        console.show(result.problems, console.language(options), sys.stderr)
        console.say(options, en="The last build stands.", ja="直前の表示のままです。")
        return
    console.say(options, en=f"Built in {seconds:.1f} s.", ja=f"{seconds:.1f} 秒で作成しました。")


def _timings(options: argparse.Namespace) -> None:
    """CPU seconds by stage, the longest first."""
    from kaitei.timings import TIMINGS

    seconds = sorted(TIMINGS.taken().items(), key=lambda pair: -pair[1])
    console.say(options, en="CPU seconds:", ja="CPU 時間（秒）：")
    for name, spent in [*seconds, ("in all", sum(spent for _, spent in seconds))]:
        print(f"{spent:9.2f}  {name}")


def _told(options: argparse.Namespace, result: Preview) -> None:
    """What a build with the draft shows, and what is wrong with it."""
    console.show(result.problems, console.language(options), sys.stderr)
    if not result.shown:
        console.say(
            options,
            en="content/ holds nothing that is not published.",
            ja="content/ に未公表の変更はありません。",
        )
    else:
        console.say(
            options, en=f"Draft: {', '.join(result.shown)}", ja=f"改定案：{'、'.join(result.shown)}"
        )
