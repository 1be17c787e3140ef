"""A run that is cut off or finds no room at any moment: what it does to a disk is counted.

A moment is a change to a folder: something is made, renamed, removed, or flushed to the disk. The
run is a child of this process, so that it can be killed.
"""

import errno
import os
import signal
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

FAULTS = ("killed", "torn", "full")
_MAKING, _REMOVING = ("os.mkdir", "os.rename"), ("os.rmdir", "os.remove")


@dataclass
class Disk:
    """A folder, and what becomes of it at a moment (from 1; 0 for never).

    The run is `killed` before the change, or it is killed when half of a file is written (`torn`),
    or from then on nothing finds room (`full`).
    """

    folder: Path
    moment: int = 0
    fault: str = "killed"
    changes: int = 0

    def watch(self) -> None:
        """Count in this process from now on, to its end."""
        sys.addaudithook(self._heard)
        fsync = os.fsync

        def flush(handle: int) -> None:
            self._change(making=True, handle=handle)
            fsync(handle)

        os.fsync = flush

    def _heard(self, event: str, arguments: tuple) -> None:
        """What the interpreter says before it does something."""
        writes = event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if (writes or event in (*_MAKING, *_REMOVING)) and self._within(arguments):
            self._change(making=event not in _REMOVING)

    def _within(self, arguments: tuple) -> bool:
        paths = [one for one in arguments[:2] if isinstance(one, str | Path)]
        return any(Path(one).is_relative_to(self.folder) for one in paths)

    def _change(self, *, making: bool, handle: int = -1) -> None:
        self.changes += 1
        if not self.moment or self.changes < self.moment:
            return
        if self.fault == "full":
            if making:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return
        if self.fault == "torn" and handle >= 0 and stat.S_ISREG(os.fstat(handle).st_mode):
            os.ftruncate(handle, os.fstat(handle).st_size // 2)
        os.kill(os.getpid(), signal.SIGKILL)


def run(work: Callable[[], str], disk: Disk) -> tuple[str, int]:
    """Do `work` in a child on such a disk: what it returns and its changes; nothing if killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        with _ended():
            os.close(reading)
            disk.watch()
            said = work()
            os.write(writing, f"{disk.changes}\n{said}".encode())
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        changes, _, said = pipe.read().decode().partition("\n")
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) == (not changes), said
    return said, int(changes or 0)


@contextmanager
def _ended() -> Iterator[None]:
    """End this process, whatever happens: it is a child with all that its parent had open."""
    try:
        yield
    finally:
        os._exit(0)
