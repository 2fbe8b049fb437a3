"""The one command."""

from __future__ import annotations

import sys

from planner.cli.stop import INTERRUPTED, StopWish
from planner.cli.streams import guard_streams


def main() -> None:
    """Run the command on what the shell gave it; a Ctrl-C is noted from here on, as loading takes a second."""
    guard_streams()
    with StopWish() as wants_stop:
        try:
            from planner.cli.main import run

            sys.exit(run(sys.argv[1:], wants_stop))
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)
        except ImportError:
            if not wants_stop.gave_up:
                raise
            sys.exit(INTERRUPTED)  # what was being loaded made an error of its own of it
