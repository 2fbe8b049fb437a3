"""The options that several benchmarks have, and how a benchmark ends."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from benchmarks.figures import Figures, write_results
from benchmarks.tables import plan_row, to_markdown

Command = TypeVar("Command", bound=Callable[..., None])

FOLDER: Final = click.Path(exists=True, path_type=Path)

campaigns = click.argument("campaigns", nargs=-1, required=True, type=FOLDER)
seconds = click.option("--seconds", default=60, show_default=True, help="Wall clock of each plan.")
workers = click.option("--workers", default=2, show_default=True, help="Processes of each plan.")
verifier = click.option("--verifier", type=FOLDER, help="A verifier from outside: python VERIFIER CAMPAIGN PLAN.")
results = click.option("--results", type=click.Path(path_type=Path), help="The JSON to keep the figures in.")
keep = click.option("--keep", type=click.Path(path_type=Path), help="A new folder to keep campaigns and plans in.")


def plan_options(command: Command) -> Command:
    """Add the options of whatever plans, checks and keeps figures."""
    for option in (keep, results, verifier, workers, seconds):
        command = option(command)
    return command


def name_of(campaign: Path) -> str:
    """Return what a campaign's folder or workbook is called, without where it lies."""
    return campaign.resolve().stem if campaign.is_file() else campaign.resolve().name


def end(
    benchmark: str,
    settings: dict[str, Any],
    figures: Sequence[Figures],
    to: Path | None,
    table: Callable[[Figures], dict[str, Any]] = plan_row,
) -> None:
    """Print the table, keep the results, and end with 1 where a plan is missing or has faults."""
    click.echo(to_markdown([table(each) for each in figures]))
    if to is not None:
        write_results(to, benchmark, settings, figures)
    sys.exit(0 if all(each.is_sound for each in figures) else 1)
