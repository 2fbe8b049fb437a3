"""Kept results as the tables that they were printed as."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from benchmarks.figures import Figures
from benchmarks.load import load_of
from benchmarks.survival import Survival
from benchmarks.tables import plan_row, to_markdown
from benchmarks.timed import Timed


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def show(files: tuple[Path, ...]) -> None:
    """Print the results in FILES as Markdown, each under what it was measured with."""
    for file in files:
        kept = json.loads(file.read_text("utf-8"), parse_float=Decimal)
        machine, software = kept["machine"], kept["software"]
        click.echo(
            f"{kept['benchmark']}, {_settings(kept)}; "
            f"{kept['date'][:10]}, commit {software['commit'][:10]}{' and changes' if software['is_changed'] else ''}, "
            f"ortools {software['ortools']}, numba {software['numba']}; {machine['cores']} cores of {machine['cpu']}\n"
        )
        rows = [plan_row(Figures(**each)) for each in kept.get("campaigns", ())]
        rows += [Survival(**each).row() for each in kept.get("databases", ())]
        rows += [Timed(**each).row() for each in kept.get("executors", ())]
        for load in map(load_of, kept.get("loads", ())):
            click.echo(f"{to_markdown([each.row() for each in load.pages])}\n")
            rows.append(load.row())
        click.echo(f"{to_markdown(rows)}\n")


def _settings(kept: dict[str, Any]) -> str:
    settings = kept["settings"]
    if "campaigns" in kept:
        return f"{settings['seconds']} s and {settings['workers']} processes a plan"
    return ", ".join(f"{name} {value}" for name, value in settings.items())


if __name__ == "__main__":
    show()
