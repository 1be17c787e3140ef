"""The command `build`: the public site, or the site with the draft, marked."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kaitei.base.catalogue import listed, t
from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.base.timings import TIMINGS
from kaitei.cli import console
from kaitei.cli.options import Commands, day, record, repository, usage

if TYPE_CHECKING:  # these take a moment to load: only when needed
    from kaitei.build.shares import Share
    from kaitei.record import Record


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    building = commands.add(build, day=True)
    building.set_defaults(usage=building.error)
    building.add_argument("--output", type=Path, metavar="DIR")
    building.add_argument("--draft", action="store_true")
    building.add_argument("--branch", default="", metavar="REV")
    building.add_argument("--timings", action="store_true")
    apart = building.add_mutually_exclusive_group()
    apart.add_argument("--share", type=_share, metavar="K/N")
    apart.add_argument("--scheduler", metavar="URL")


def build(options: argparse.Namespace) -> int:
    """Build the public site from versions/."""
    from kaitei.build import brand, unchanged

    TIMINGS.wanted = options.timings
    if options.draft:
        return _build_draft(options)
    if options.branch:
        options.usage(t(console.language(options), "desk.usage.branch"))
    if options.share:
        return _build_share(options)
    if options.scheduler:
        return _build_on_cluster(options)
    made_of = unchanged.key(options.root)
    # Outlined: of 5,000 publications the texts alone took 340 MiB, of each process.
    published = record(options, outlined=True)
    output = options.output or options.root / "site"
    told = [*unasked(published, output), *brand.read(options.root).problems]
    console.show(told, console.language(options), sys.stderr)
    on = day(options, published)
    pages = unchanged.pages(output, on, made_of)
    if pages is None:
        from kaitei.build import builder

        with console.progress(options) as progress:
            pages = builder.build(
                options.root, published.policies, on, output, made_of=made_of, progress=progress
            )
    if options.timings:
        _timings(options)
    console.say(options, "build.done", pages=pages, output=output, on=on)
    if published.empty:
        console.say(options, "build.empty")
    return 0


def _share(text: str) -> Share:
    from kaitei.build.shares import Share

    if found := Share.read(text):
        return found
    raise usage("share", text)


def _build_share(options: argparse.Namespace) -> int:
    """A share of the policies, of a record of which git is asked when all are joined."""
    from kaitei.build import shares

    outline, share = record(options, outlined=True), options.share
    on, output = day(options, outline), options.output or options.root / share.folder
    with console.progress(options) as progress:
        policies = shares.make(outline, share, on, output, progress)
    named = f"{share.number}/{share.of}"
    console.say(options, "build.share", share=named, output=output, on=on, policies=policies)
    return 0


def _build_on_cluster(options: argparse.Namespace) -> int:
    from kaitei.build import cluster

    outline, output = record(options, outlined=True), options.output or options.root / "site"
    console.show(unasked(outline, output), console.language(options), sys.stderr)
    on = day(options, outline)
    with console.progress(options) as progress:
        pages = cluster.build(outline, on, output, options.scheduler, progress)
    console.say(options, "build.done", pages=pages, output=output, on=on)
    return 0


def _build_draft(options: argparse.Namespace) -> int:
    from kaitei.drafts import preview

    opened = repository(options)
    on, output = day(options, opened), options.output or options.root / "preview"
    made = preview.build(opened, on, output)
    console.show(made.problems, console.language(options), sys.stderr)
    say_drafts(options, made.shown)
    console.say(options, "build.done_draft", pages=made.pages, output=output, on=on)
    return 0


def unasked(published: Record, output: Path) -> list[Problem]:
    """Refuse to build from a record that verify condemns; warnings where git could not be asked.

    content/ is asked only where there is no record: nothing else of a build may read it.
    """
    from kaitei.record import verify

    try:
        told = verify.before_build(published)
    except KaiteiError as error:
        raise KaiteiError(problem("site-kept", output=output), *error.problems) from None
    if published.empty:
        from kaitei.drafts.repository import Repository

        lost = verify.vanished(published, Repository(published.root).declared)
        if lost:
            raise KaiteiError(*lost)
    return told


def _timings(options: argparse.Namespace) -> None:
    """CPU seconds by stage, the longest first."""
    seconds = sorted(TIMINGS.taken().items(), key=lambda pair: -pair[1])
    console.say(options, "build.timings")
    for name, spent in [*seconds, ("all", sum(spent for _, spent in seconds))]:
        print(f"{spent:9.2f}  {t(console.language(options), f'desk.timings.{name}')}")


def say_drafts(options: argparse.Namespace, shown: Sequence[str]) -> None:
    """Say which drafts a build shows, as `policy@number`."""
    if not shown:
        console.say(options, "build.draft_none")
    else:
        console.say(options, "build.draft", names=listed(console.language(options), shown))
