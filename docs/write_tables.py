"""Write the tables of docs/formats.md from the one table of tables: `python docs/write_tables.py`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import UnionType
from typing import Any, Literal, get_args, get_origin

from planner.check_campaign.code_rules import NAMED, NEEDED
from planner.domain.campaign import CAMPAIGN_TABLES
from planner.domain.cells import to_text
from planner.domain.columns import Clock, Column, columns_of
from planner.domain.plan import PLAN_TABLES
from planner.domain.setting_keys import SINGLE
from planner.domain.settings import Settings

FORMATS = Path(__file__).with_name("formats.md")
BEGINS = "<!-- tables: written by docs/write_tables.py -->\n"
ENDS = "<!-- end of tables -->\n"
BAR = "\\|"
"""How a cell of Markdown holds what ends it."""
WORDS: dict[Any, str] = {
    str: "text", int: "whole number", float: "number", Decimal: "number", date: "date", Clock: "time"
}  # fmt: skip


def type_in_words(kind: Any) -> str:
    """Return what a cell of a type holds."""
    origin, args = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return type_in_words(args[0])
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in args if word != "")
    if origin is tuple:
        return f"list of {type_in_words(args[0])}"
    if origin is dict:
        return f"{type_in_words(args[1])} by {type_in_words(args[0])}"
    return WORDS[kind]


def default_in_words(column: Column) -> str:
    """Return what a blank means."""
    if column.is_required:
        return "**R**"
    text = to_text(column.kind, column.default)
    return f"`{text}`" if text else ""


def rows(columns: tuple[Column, ...]) -> Iterator[str]:
    """Yield the Markdown rows of some columns."""
    yield "| column | holds | blank | unit | French | Arabic | meaning |"
    yield "|---|---|---|---|---|---|---|"
    for column in columns:
        refers = f" A code of {' or '.join(f'`{table}`' for table in column.refers)}." if column.refers else ""
        cells = (
            f"`{column.name}`",
            type_in_words(column.kind),
            default_in_words(column),
            column.unit,
            column.fr,
            column.ar,
            column.says + refers,
        )
        yield f"| {' | '.join(cell.replace('|', BAR) for cell in cells)} |"


def blocks() -> Iterator[str]:
    """Yield the settings' sections and the tables, those of a campaign and those of a plan."""
    yield "### campaign.toml\n"
    for section in columns_of(Settings):
        if section.name in SINGLE:
            yield f"`{section.name}` = {to_text(section.kind, section.default)}: {section.says}\n"
        else:
            yield "\n".join([f"#### [{section.name}]: {section.says}\n", *rows(columns_of(section.kind)), ""])
    for table in CAMPAIGN_TABLES:
        needs = " Must be there with rows." if table.name in NEEDED else ""
        named = " Each row has `name_fr` or `name_ar`." if table.name in NAMED else ""
        title = f"### {table.name} ({table.fr} · {table.ar})\n\n{table.says}{needs}{named}\n"
        yield "\n".join([title, *rows(table.columns), ""])
    yield "## The plan's tables\n"
    for table in PLAN_TABLES:
        title = f"### Plan: {table.name} ({table.fr} · {table.ar})\n\n{table.says}\n"
        yield "\n".join([title, *rows(table.columns), ""])


def with_tables(text: str) -> str:
    """Return the page with its tables as they are now."""
    before, _, rest = text.partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    return f"{before}{BEGINS}\n{chr(10).join(blocks())}\n{ENDS}{after}"


if __name__ == "__main__":
    FORMATS.write_text(with_tables(FORMATS.read_text("utf-8")), "utf-8")
