"""Takes from Python, before anything else runs, what it does not have on Windows.

No module and no function for POSIX, no folder that can be opened, no renaming onto a file, no
library of everything that is loaded; GIVEN=msvcrt adds Windows' way to lock a file, by real locks.
What Windows does otherwise, it can't show: paths, its file system, its console.
"""

import builtins
import ctypes
import fcntl as locks
import os
import subprocess  # noqa: F401  # loaded before the modules go: it takes msvcrt for Windows itself
import sys
from types import SimpleNamespace

FUNCTIONS = ("fork", "forkpty", "sched_getaffinity", "getuid", "geteuid", "chown", "mkfifo")
FLAGS = ("O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC")
MODULES = ("fcntl", "grp", "pwd", "resource", "syslog", "termios", "tty")

for name in (*FUNCTIONS, *FLAGS):
    delattr(os, name)
for name in MODULES:
    sys.modules[name] = None  # an import of it fails

open_file, rename, library = os.open, os.rename, ctypes.CDLL


def opened(path, *arguments, **options):
    if isinstance(path, str | os.PathLike) and os.path.isdir(path):  # noqa: PTH112  # Path itself opens files
        raise PermissionError(13, "Permission denied", str(path))
    return open_file(path, *arguments, **options)


def renamed(source, target, **options):
    if os.path.lexists(target):
        raise FileExistsError(17, "File exists", str(target))
    return rename(source, target, **options)


def loaded(name, *arguments, **options):
    if name is None and sys._getframe(1).f_globals["__name__"].startswith("kaitei"):
        raise TypeError("bad argument type for built-in operation")
    return library(name, *arguments, **options)


os.open, os.rename, ctypes.CDLL = opened, renamed, loaded


def locking(handle: int, mode: int, size: int) -> None:
    """What msvcrt does: `size` bytes are locked, or after a while an error says they are not."""
    assert (mode, size) == (1, 1)
    try:
        locks.lockf(handle, locks.LOCK_EX | locks.LOCK_NB, size)
    except OSError:
        raise OSError(35, "Resource deadlock avoided") from None


if os.environ.get("GIVEN") == "msvcrt":
    sys.modules["msvcrt"] = SimpleNamespace(locking=locking, LK_LOCK=1)
builtins.__dict__["hidden"] = True  # the tests ask whether this ran
