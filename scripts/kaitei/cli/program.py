"""The program: its commands, and the one place where an error becomes words and an exit code."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from keyword import iskeyword
from pathlib import Path

from kaitei import __version__
from kaitei.base.catalogue import Spoken
from kaitei.base.problems import KaiteiError, Problem, problem, reason_of
from kaitei.cli import console
from kaitei.cli.help import Parser
from kaitei.cli.options import Commands

# In the order of --help: as a repository, a revision and a site come about. Each is a file of this
# folder; `import` and `from-docx`, which can't be names in Python, are import_ and from_docx.
_COMMANDS = (
    "init", "new", "revise", "renumber", "complete", "check", "publish", "review", "redline",
    "export", "from-docx", "editor", "adopt", "build", "join", "serve", "behind", "witness",
    "evidence", "stamp", "seal", "verify", "log", "import", "convert",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. `arguments` default to the process's; returns the exit code.

    Nothing ends with a traceback, but where KAITEI_DEBUG is set one goes before the message.
    """
    code = _run(arguments)
    if arguments is None:
        # The process ends here. Python would look through all that it holds once more, a tenth of a
        # small build, before the system takes it back.
        gc.freeze()
    return code


def _run(arguments: Sequence[str] | None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if sys.stdout is None:  # `>&-`: refused before anything is done that could not be told
        return _failed(None, problem("output-closed"))
    given = sys.argv[1:] if arguments is None else arguments
    options = parser(*given[:1]).parse_args(given)
    command: Callable[[argparse.Namespace], int] = options.command
    before = _publications(options)
    try:
        code = command(options)
    except KaiteiError as error:
        return _failed(options, *error.problems)
    except BrokenPipeError:
        return _silenced(0)  # the reader (`| head`) has seen enough
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        published = sorted(_publications(options) - before)
        return _failed(options, _unforeseen(error, published))
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return _silenced(code)
    except OSError as error:
        return _failed(options, problem("output-failed", reason=_reason(error)))
    return code


def _failed(options: argparse.Namespace | None, *problems: Problem) -> int:
    """Say on standard error, where there is one, what is wrong; exit code 1."""
    if sys.stderr is not None:
        if os.environ.get("KAITEI_DEBUG") and sys.exc_info()[0]:
            traceback.print_exc()
        with suppress(OSError):
            console.show(problems, console.language(options or argparse.Namespace()), sys.stderr)
    if sys.stdout is None:
        return 1
    try:
        sys.stdout.flush()
    except OSError:
        return _silenced(1)
    return 1


def _unforeseen(error: Exception, published: Sequence[str]) -> Problem:
    """What to say of an exception that is no KaiteiError; what the command published before."""
    kind, reason = type(error).__name__, _reason(error)
    if _in_print(error):
        return problem("output-failed", reason=reason)
    if published:
        named = ", ".join(published)
        return problem("unforeseen-published", kind=kind, reason=reason, published=named)
    if isinstance(error, ModuleNotFoundError):  # nothing of ours is imported where it may miss
        return problem("unforeseen-module", module=error.name)
    return problem("unforeseen", kind=kind, reason=reason)


def _in_print(error: Exception) -> bool:
    """Whether standard output refused: only this room prints, and what it opens has a name."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    ours = Path(last.filename).parent == Path(__file__).parent
    return isinstance(error, OSError) and error.filename is None and ours


def _silenced(code: int) -> int:
    """The exit code, with standard output led nowhere: Python would complain of it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _reason(error: Exception) -> str | Spoken:
    """What an exception says, on one line."""
    if isinstance(error, OSError):
        return reason_of(error)
    return " ".join(str(error).split())[:200] or "-"


def _publications(options: argparse.Namespace) -> set[str]:
    """The publications whose folders stand, as `policy@n`: cheap, and never a failure."""
    with suppress(OSError):
        found = (Path(options.root) / "versions").glob("[a-z0-9]*/[0-9]*")
        return {f"{path.parent.name}@{path.name}" for path in found}
    return set()


def parser(called: str = "") -> argparse.ArgumentParser:
    """What the program takes; wrong usage ends with exit code 2.

    Where the command that is `called` is known, that one alone is loaded: all of them take longer
    to load than many take to run.
    """
    made = Parser(prog="kaitei", topic="program")
    made.add_argument("--version", action="version", version=f"kaitei {__version__}")
    commands = Commands(made)
    for name in [called] if called in _COMMANDS else _COMMANDS:
        module = name.replace("-", "_") + "_" * iskeyword(name)
        import_module(f"kaitei.cli.{module}").add(commands)
    return made
