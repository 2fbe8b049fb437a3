"""Who looks on at a terminal: a line that tells how far the plan is, and that it ends where that is wished."""

from __future__ import annotations

import time
from collections.abc import Mapping
from types import TracebackType
from typing import Final

from rich.console import Console
from rich.live import Live
from rich.text import Text

from planner.cli.session import SENTENCES, Session
from planner.domain.watch import Progress, Whole
from planner.explain.figures import count_text

PLAIN_EVERY_S: Final = 5.0
"""Where there is no terminal, a line is printed so often at most."""


class TerminalWatch:
    """Shows where the solver is, and says stop where whoever called the command wants it.

    The figures beside are the last that were told of the whole plan: what one province or stage reached is reckoned at
    other prices, and the bound is not of it.

    Parameters
    ----------
    names
        By province code, the name to show.

    Attributes
    ----------
    line
        What was told last.
    """

    def __init__(self, session: Session, names: Mapping[str, str], console: Console) -> None:
        self._session = session
        self._names = names
        self._console = console
        self.line = ""
        self._whole = Whole()
        self._said_at = float("-inf")
        self._live = Live(get_renderable=self._shown, console=console, transient=True)

    def __enter__(self) -> TerminalWatch:
        """Take a line of the terminal where there is one."""
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give it back."""
        self._live.stop()

    def __call__(self, progress: Progress) -> bool:
        """Show a progress and return whether to stop."""
        self._whole = self._whole.after(progress)
        self.line = self._told(progress)
        now = time.monotonic()
        if not self._console.is_terminal and now - self._said_at >= PLAIN_EVERY_S:
            self._said_at = now
            self._console.print(self._shown(), soft_wrap=True)
        return self._session.wants_stop()

    def _shown(self) -> Text:
        return Text(f"{self._session.say('stopping')} {self.line}" if self._session.wants_stop() else self.line)

    def _told(self, progress: Progress) -> str:
        stage = f"stage_{progress.stage}"
        told = self._session.say(stage) if stage in SENTENCES else progress.stage
        parts = [f"{told} {self._names.get(progress.province, progress.province)}".strip()]
        for key, mad in (("progress_best", self._whole.objective_mad), ("progress_bound", self._whole.bound_mad)):
            if mad is not None:
                parts.append(self._session.say(key, mad=count_text(round(mad), self._session.language)))
        left = round(progress.seconds_left)
        parts.append(
            self._session.say("progress_left", seconds=left) if left > 0 else self._session.say("progress_finishing")
        )
        return " · ".join(parts)
