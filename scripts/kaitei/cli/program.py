"""The program: its commands, and the one place where an error becomes words and an exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from kaitei import __version__
from kaitei.cli import (
    comparing,
    console,
    desk,
    exporting,
    importing,
    reading,
    record,
    reviewing,
    starting,
)
from kaitei.cli.options import Commands
from kaitei.errors import KaiteiError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. `arguments` default to the process's; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except KaiteiError as error:
        console.show(error.problems, console.language(options), sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader (`| head`) has seen enough; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    """What the program takes; wrong usage ends with exit code 2."""
    made = argparse.ArgumentParser(
        prog="kaitei", description="Publish policies, compare revisions, announce every change."
    )
    made.add_argument("--version", action="version", version=f"kaitei {__version__}")
    commands = Commands(made)
    for room in (starting, desk, reviewing, comparing, exporting, reading, record, importing):
        room.add(commands)
    return made
