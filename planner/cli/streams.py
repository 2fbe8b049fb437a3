"""Where sentences go: a reader who leaves early changes nothing, and a full place is told, both once."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says where a disk, somebody's share of it, or a file can take no more."""


class OutputLostError(OSError):
    """What was to be said found no place."""


class Outlet(io.RawIOBase):
    """A stream that takes everything, wherever it goes to ends: who has gone hears no more, and nothing is raised.

    Parameters
    ----------
    is_heard
        Whether it matters that what is said is kept: then `OutputLostError` is raised once where it is not, unless
        whoever read it has gone.
    """

    def __init__(self, target: io.RawIOBase, *, is_heard: bool) -> None:
        self._target = target
        self._is_heard = is_heard
        self._is_gone = False

    def write(self, data: ReadableBuffer, /) -> int | None:
        """Pass on what is written as long as somebody takes it."""
        if not self._is_gone:
            try:
                return self._target.write(data)
            except BrokenPipeError:
                self._is_gone = True
            except OSError as error:
                self._is_gone = True
                if self._is_heard:
                    raise OutputLostError(*error.args) from error
        return memoryview(data).nbytes

    def writable(self) -> bool:
        """Return that it can be written."""
        return True

    def fileno(self) -> int:
        """Return the number of the file that it goes to."""
        return self._target.fileno()

    def isatty(self) -> bool:
        """Return whether it goes to a terminal."""
        return self._target.isatty()


class Nowhere(io.RawIOBase):
    """Where a stream goes that whoever began this process has closed: it takes nothing."""

    def write(self, data: ReadableBuffer, /) -> int | None:
        """Raise what the system says of a file that is not open."""
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))

    def writable(self) -> bool:
        """Return that one may try."""
        return True


def guarded(stream: TextIO | None, *, is_heard: bool) -> TextIO:
    """Return a stream of text that goes where another goes, through an outlet; itself where it goes to no file.

    Parameters
    ----------
    stream
        None where there is none, as Python has it where the file was closed.
    """
    if stream is None:
        outlet = Outlet(Nowhere(), is_heard=is_heard)
        return io.TextIOWrapper(io.BufferedWriter(outlet), encoding="utf-8", errors="backslashreplace")
    buffer = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", buffer)  # python -u has none between
    if not isinstance(stream, io.TextIOWrapper) or not isinstance(raw, io.RawIOBase):
        return stream
    return io.TextIOWrapper(
        io.BufferedWriter(Outlet(raw, is_heard=is_heard)),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering,
    )


def guard_streams() -> None:
    """Have all that this process says go through outlets; of what is said beside the answers nothing needs be kept."""
    sys.stdout = guarded(sys.stdout, is_heard=True)
    sys.stderr = guarded(sys.stderr, is_heard=False)
