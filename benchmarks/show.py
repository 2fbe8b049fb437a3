"""Kept results as the tables that they were printed as."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import click

from benchmarks.figures import Figures
from benchmarks.tables import plan_row, to_markdown


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def show(files: tuple[Path, ...]) -> None:
    """Print the results in FILES as Markdown, each under what it was measured with."""
    for file in files:
        kept = json.loads(file.read_text("utf-8"), parse_float=Decimal)
        machine, software = kept["machine"], kept["software"]
        click.echo(
            f"{kept['benchmark']}, {kept['settings']['seconds']} s and {kept['settings']['workers']} processes a plan; "
            f"{kept['date'][:10]}, commit {software['commit'][:10]}{' and changes' if software['is_changed'] else ''}, "
            f"ortools {software['ortools']}, numba {software['numba']}; {machine['cores']} cores of {machine['cpu']}\n"
        )
        click.echo(f"{to_markdown([plan_row(Figures(**each)) for each in kept['campaigns']])}\n")


if __name__ == "__main__":
    show()
