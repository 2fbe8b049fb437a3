"""The front page says what the command can do, no more and no less."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import click
import pytest

from planner.cli.main import COMMANDS, riaya

ROOT: Final = Path(__file__).parents[2]
README: Final = (ROOT / "README.md").read_text("utf-8")


def commands() -> dict[str, click.Command]:
    """Return each command that does something, by the words that call it."""
    there: dict[str, click.Command] = {}
    for name in COMMANDS:
        command = riaya.get_command(click.Context(riaya), name)
        assert command is not None
        inside = command.commands if isinstance(command, click.Group) else {}
        there |= {f"{name} {each}": inner for each, inner in inside.items()} or {name: command}
    return there


def options_of(name: str) -> set[str]:
    return {text for parameter in commands()[name].params for text in parameter.opts if text.startswith("--")}


@pytest.mark.parametrize("name", commands())
def test_each_command_is_told_with_each_of_its_options(name: str) -> None:
    row = next(line for line in README.splitlines() if line.startswith(f"| `riaya {name}"))
    everywhere = README[README.index("## The command") : README.index("| command |")]
    assert options_of(name) <= set(re.findall(r"--\w[\w-]*", row + everywhere))


def test_no_option_is_told_that_does_not_exist() -> None:
    told = set(re.findall(r"--\w[\w-]*", README))
    assert told <= {"--help"}.union(*map(options_of, commands()))


def test_each_target_of_make_that_is_told_exists() -> None:
    made = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    told = set(re.findall(r"make ([\w-]+)", README))
    assert told <= made


@pytest.mark.parametrize(
    "path", re.findall(r"^\| `([\w./-]+)`", README[README.index("## Where things lie") :], re.MULTILINE)
)
def test_each_place_that_is_told_is_there(path: str) -> None:
    assert (ROOT / path).exists()
