"""Ctrl-C of a command that has something to keep: the first says stop, the second gives up."""

from __future__ import annotations

import signal
from types import FrameType
from typing import Any, Final

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
"""What a keyboard sends, and what a service manager or `kill` does."""

INTERRUPTED: Final = 130
"""The number that the command ends with where it gave up."""


class StopWish:
    """Whether somebody wants the command to end with the best that it has.

    Attributes
    ----------
    gave_up
        Whether they said so twice, and want nothing of it any more.
    """

    def __init__(self) -> None:
        self._before: dict[int, Any] = {}
        self._is_wished = False
        self.gave_up = False

    def __enter__(self) -> StopWish:
        """Take the signals over."""
        self._before = {number: signal.signal(number, self._note) for number in SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        """Give the signals back."""
        while self._before:
            signal.signal(*self._before.popitem())

    def __call__(self) -> bool:
        """Return whether there is the wish.

        Raises
        ------
        KeyboardInterrupt
            Where it was said twice, and what was running then swallowed the second: extensions do, as they are loaded.
        """
        if self.gave_up:
            raise KeyboardInterrupt
        return self._is_wished

    def deafen(self) -> None:
        """Hear nothing any more, until the process ends: what is to be kept is kept as a whole."""
        for number in self._before:
            signal.signal(number, signal.SIG_IGN)
            self._before[number] = signal.SIG_IGN

    def forgo(self) -> None:
        """Give the signals back, as there is nothing to keep; what was wished meanwhile interrupts now."""
        self.__exit__()
        if self._is_wished:
            raise KeyboardInterrupt

    def _note(self, number: int, frame: FrameType | None) -> None:
        """Note the wish, and nothing more: whatever runs could be interrupted by what is done here."""
        if self._is_wished:
            self.gave_up = True
            raise KeyboardInterrupt
        self._is_wished = True
