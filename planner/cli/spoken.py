"""Commands whose help and misuse are told in the language of the call."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from planner.cli.session import SENTENCES, Session
from planner.domain.catalogue import LANGUAGES

CommandKind = TypeVar("CommandKind", bound=click.Command)


class MisuseError(click.UsageError):
    """What was asked cannot be done; its message is a sentence in the language of the call."""


class SpokenPath(click.Path[Path]):
    """A path, which an empty text is none of: it would be taken for the folder that one is in."""

    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path that a text is, or fail."""
        if value == "":
            self.fail("an empty text", param, ctx)
        return super().convert(value, param, ctx)


PATH: Final = SpokenPath(path_type=Path)


class SpokenCommand(click.Command):
    """A command whose help comes from the catalogue: `help_NAME`, `option_NAME_OPTION` or `option_OPTION`."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how a command is used, what it does and what its options mean."""
        session = ctx.ensure_object(Session)
        formatter.write_usage(
            ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=f"{session.say('usage')} "
        )
        formatter.write_paragraph()
        formatter.write_text(session.say(f"help_{self.name}"))
        if isinstance(self, SpokenGroup):
            with formatter.section(session.say("commands")):
                formatter.write_dl([(name, session.say(self.help_key(name))) for name in self.list_commands(ctx)])
        with formatter.section(session.say("options")):
            formatter.write_dl(
                [
                    (record[0], session.say(self.option_key(parameter)))
                    for parameter in self.get_params(ctx)
                    if isinstance(parameter, click.Option) and (record := parameter.get_help_record(ctx))
                ]
            )

    def option_key(self, parameter: click.Option) -> str:
        """Return the key of what an option means to this command."""
        option = parameter.opts[-1].lstrip("-")
        own = f"option_{self.name}_{option}"
        return own if own in SENTENCES else f"option_{option}"


class SpokenGroup(SpokenCommand, click.Group):
    """A group of such commands."""

    def help_key(self, name: str) -> str:
        """Return the key of what a command of the group does."""
        return f"help_{name}"


def with_common_options(command: CommandKind) -> CommandKind:
    """Add the options that every command has, after its own; they reach no function, but the session."""

    def debug(ctx: click.Context, _: click.Parameter, is_debug: bool) -> None:
        session = ctx.ensure_object(Session)
        session.is_debug = session.is_debug or is_debug

    said: dict[str, Any] = {"is_eager": True, "expose_value": False}
    command.params.append(click.Option(["--language"], type=click.Choice(LANGUAGES), **said))
    command.params.append(click.Option(["--debug"], is_flag=True, callback=debug, **said))
    return command


def spoken(function: Callable[..., None]) -> click.Command:
    """Make a command of a function that takes the session first, then its parameters."""
    return with_common_options(click.command(function.__name__, cls=SpokenCommand)(click.pass_obj(function)))


def misuse_text(error: click.UsageError, session: Session) -> str:
    """Return what is wrong with a command line."""
    name = error.param.get_error_hint(error.ctx) if isinstance(error, click.BadParameter) and error.param else ""
    match error:
        case MisuseError():
            return error.message
        case click.MissingParameter():
            return session.say("misuse_missing", name=name)
        case click.NoSuchOption():
            return session.say("misuse_option", name=error.option_name)
        case click.NoSuchCommand():
            return session.say("misuse_command", name=error.command_name)
        case click.BadParameter(param=click.Parameter(type=click.Choice(choices=choices))):
            return session.say("misuse_choice", name=name, choices=", ".join(choices))
        case click.BadParameter(param=click.Parameter(type=click.IntRange(min=least, max=None))):
            return session.say("misuse_whole", name=name, least=least)
        case click.BadParameter(param=click.Parameter(type=click.IntRange(min=least, max=most))):
            return session.say("misuse_range", name=name, least=least, most=most)
        case click.BadParameter(param=click.Parameter(type=SpokenPath())):
            return session.say("misuse_path", name=name)
        case click.BadOptionUsage():
            return session.say("misuse_value", name=error.option_name)
    return session.say("misuse")
