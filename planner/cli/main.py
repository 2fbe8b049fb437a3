"""The one command, `riaya`: what it is given, what it says when it cannot, and with which number it ends."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import Final

import click

from planner.cli.cluster import cluster_text
from planner.cli.faults import tell_faults
from planner.cli.refusals import RefusedError
from planner.cli.session import Session, asked_language
from planner.cli.spoken import SpokenGroup, misuse_text, with_common_options
from planner.cli.stop import INTERRUPTED, StopWish
from planner.cli.streams import FULL, OutputLostError
from planner.errors import ClusterError, FaultyInputError, RefusedPlanError

COMMANDS: Final = (
    "demo", "check", "plan", "verify", "explain", "convert",
    "serve", "db", "user", "work", "backup", "restore", "doctor",
)  # fmt: skip
KEEPING: Final = frozenset({"plan", "work", "serve"})
"""Commands that a first Ctrl-C does not end, as they have something to keep."""
WRITING: Final = frozenset({"demo", "plan", "convert", "backup"})
"""Commands that write something."""

FAULTY: Final = 1
MISUSED: Final = 2
OURS: Final = 3


class LazyGroup(SpokenGroup):
    """A group that loads a command when it is called: solvers and geometry take seconds to load."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, which its module calls `command`."""
        if cmd_name not in COMMANDS:
            return None
        session = ctx.ensure_object(Session)
        session.writes = cmd_name in WRITING
        if cmd_name not in KEEPING:
            session.wants_stop.forgo()
        command: click.Command = import_module(f"planner.cli.{cmd_name}").command
        return command


riaya: Final = with_common_options(LazyGroup("riaya"))


def run(arguments: Sequence[str], wants_stop: StopWish | None = None) -> int:
    """Run the command and return the number it ends with.

    Parameters
    ----------
    wants_stop
        Who listens for Ctrl-C; None where nobody does.

    Returns
    -------
    int
        0 done; 1 what was given has faults, all of which are told, or it cannot be done as things stand, or there is no
        place for what is written or said; 2 misuse; 3 our own fault; 130 interrupted twice.
    """
    session = Session(asked_language(arguments), wants_stop=wants_stop or StopWish())
    try:
        return _run(arguments, session)
    except Exception as error:
        if session.wants_stop.gave_up:  # what was interrupted may have made an error of its own of it
            click.echo(session.ending("interrupted"), err=True)
            return INTERRUPTED
        return _broken_off(error, session)


def _run(arguments: Sequence[str], session: Session) -> int:
    """Run the command; what is raised is nothing that was foreseen."""
    try:
        riaya.main(list(arguments) or ["--help"], "riaya", standalone_mode=False, obj=session)
    except click.UsageError as error:
        click.echo(misuse_text(error, session), err=True)
        session.complain("misuse_help", command=error.ctx.command_path if error.ctx else "riaya")
        return MISUSED
    except FaultyInputError as error:
        tell_faults(error.faults, session)
        return FAULTY
    except RefusedError as error:
        click.echo(session.ending_of(str(error)), err=True)
        return FAULTY
    except ClusterError as error:
        click.echo(session.ending_of(cluster_text(error, session)), err=True)
        return FAULTY
    except RefusedPlanError as error:
        click.echo(session.ending("refused"), err=True)
        tell_faults(error.faults, session)
        return OURS
    except click.Abort:
        click.echo(session.ending("interrupted"), err=True)
        return INTERRUPTED
    return 0


def _broken_off(error: Exception, session: Session) -> int:
    """Tell what kept a command from its end, and return the number that it ends with."""
    if isinstance(error, OutputLostError):
        lost, there = session.say("output_lost"), session.written
        click.echo(f"{lost} {session.say('written_all_the_same', out=there)}" if there else lost, err=True)
        return FAULTY
    if isinstance(error, OSError) and error.errno in FULL:
        session.complain("disk_full")
        return FAULTY
    click.echo(session.ending("unexpected", kind=type(error).__name__, message=error), err=True)
    if session.is_debug:
        traceback.print_exception(error)
    return OURS
