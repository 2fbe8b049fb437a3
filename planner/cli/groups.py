"""Commands with commands of their own, such as `riaya user add`."""

from __future__ import annotations

from collections.abc import Mapping

import click

from planner.cli.spoken import SpokenGroup, with_common_options


class NamedGroup(SpokenGroup):
    """A group whose commands are functions `GROUP_NAME`, by which their help is found in the catalogue."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which people need them."""
        return list(self.commands)

    def help_key(self, name: str) -> str:
        """Return the key of what a command of this group does."""
        return f"help_{self.name}_{name}"


def grouped(name: str, commands: Mapping[str, click.Command]) -> click.Group:
    """Make a group of commands, in the order in which they are told."""
    return with_common_options(NamedGroup(name, commands=dict(commands)))
