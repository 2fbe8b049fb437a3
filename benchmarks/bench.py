"""What all benchmarks have in common: their options, how they make plans, and how they end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Final

import click

from benchmarks.command import RIAYA
from benchmarks.figures import Figures, measure_plan, write_results
from benchmarks.places import place_for
from benchmarks.tables import plan_row, to_markdown

FOLDER: Final = click.Path(exists=True, path_type=Path)
NEW: Final = click.Path(path_type=Path)

campaigns = click.argument("campaigns", nargs=-1, required=True, type=FOLDER)


@dataclass(frozen=True, slots=True)
class Bench:
    """How plans are made and checked, and where campaigns and plans lie."""

    seconds: int
    workers: int
    verifier: Path | None
    place: Path

    def plan(self, name: str, campaign: Path, folder: str) -> Figures:
        """Plan a campaign by the installed command into a new folder of the place, and return the plan's figures."""
        plan = self.place / folder
        limits = ["--seconds", str(self.seconds), "--workers", str(self.workers)]
        return self.measure(name, [RIAYA, "plan", campaign, "--out", plan, "--language", "en", *limits], plan)

    def measure(self, name: str, command: Sequence[str | Path], plan: Path) -> Figures:
        """Return the figures of a plan that a command writes, looked at by both checkers."""
        return measure_plan(name, command, plan, self.verifier)


def benchmark(seconds: int = 60) -> Callable[[Callable[..., Iterator[Figures]]], Callable[..., None]]:
    """Make a command of what yields figures: it prints their table, keeps them, and ends with 1 where one is not sound.

    Parameters
    ----------
    seconds
        Wall clock of each plan where none is asked for.
    """
    options = (
        click.option("--seconds", default=seconds, show_default=True, help="Wall clock of each plan."),
        click.option("--workers", default=2, show_default=True, help="Processes of each plan."),
        click.option("--verifier", type=FOLDER, help="A verifier from outside: python VERIFIER CAMPAIGN PLAN."),
        click.option("--results", type=NEW, help="The JSON to keep the figures in."),
        click.option("--keep", type=NEW, help="A new folder to keep campaigns and plans in."),
    )

    def to_command(measure: Callable[..., Iterator[Figures]]) -> Callable[..., None]:
        @wraps(measure)
        def run(
            seconds: int, workers: int, verifier: Path | None, results: Path | None, keep: Path | None, **others: Any
        ) -> None:
            with place_for(keep) as place:
                figures = list(measure(Bench(seconds, workers, verifier, place), **others))
            click.echo(to_markdown([plan_row(each) for each in figures]))
            if results is not None:
                # Where campaigns lie says nothing of them; they are told by name and digest.
                settings = {"seconds": seconds, "workers": workers} | others
                settings.pop("campaigns", None)
                write_results(results, measure.__name__, settings, figures)
            sys.exit(0 if all(each.is_sound for each in figures) else 1)

        command: Callable[..., None] = run
        for option in reversed(options):
            command = option(command)
        return click.command()(command)

    return to_command


def name_of(campaign: Path) -> str:
    """Return what a campaign's folder or workbook is called, without where it lies."""
    return campaign.resolve().stem if campaign.is_file() else campaign.resolve().name
