"""Write the tables of docs/formats.md and docs/plan.md from the one table of tables: `python docs/write_tables.py`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import UnionType
from typing import Any, Literal, get_args, get_origin

from planner.check_campaign.code_rules import NAMED, NEEDED
from planner.domain.campaign import CAMPAIGN_TABLES
from planner.domain.cells import to_text
from planner.domain.columns import CHAPTERS, Clock, Column, columns_of
from planner.domain.plan import PLAN_TABLES
from planner.domain.setting_keys import SINGLE
from planner.domain.settings import Settings
from planner.files.plan_head import HEAD
from planner.files.plan_json import Number, OrNull

HERE = Path(__file__).parent
KEYS = tomllib.loads((HERE / "plan_keys.toml").read_text("utf-8"))
BEGINS = "<!-- tables: written by docs/write_tables.py -->\n"
ENDS = "<!-- end of tables -->\n"
BAR = "\\|"
"""How a cell of Markdown holds what ends it."""
WORDS: dict[Any, str] = {
    str: "text", int: "whole number", float: "number", Decimal: "number", date: "date", Clock: "time", 1: "`1`"
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


def keys_of(shape: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield the dotted keys of what has a shape in plan.json, and in words what each holds."""
    if isinstance(shape, OrNull):
        yield from ((name, f"{holds}, or null") for name, holds in keys_of(shape.shape, key))
    elif isinstance(shape, Number):
        yield key, type_in_words(shape.kind)
    elif isinstance(shape, dict) and tuple(shape) == CHAPTERS:
        yield from keys_of(shape[CHAPTERS[0]], f"{key}.*")
    elif isinstance(shape, dict):
        for name, each in shape.items():
            yield from keys_of(each, f"{key}.{name}".lstrip("."))
    elif isinstance(shape, list) and isinstance(shape[0], dict):
        yield from keys_of(shape[0], f"{key}[]")
    elif isinstance(shape, list | tuple):
        yield key, f"list of {type_in_words(shape[0])}"
    else:
        yield key, type_in_words(shape)


def plan_blocks() -> Iterator[str]:
    """Yield the keys of plan.json and the tables of a plan."""
    yield "### plan.json\n\n| key | holds | unit | meaning |\n|---|---|---|---|"
    for key, holds in keys_of(HEAD):
        cells = (f"`{key}`", holds, KEYS[key].get("unit", ""), KEYS[key]["says"])
        yield f"| {' | '.join(cell.replace('|', BAR) for cell in cells)} |"
    yield ""
    for table in PLAN_TABLES:
        yield "\n".join([f"### {table.name} ({table.fr} · {table.ar})\n\n{table.says}\n", *rows(table.columns), ""])


def campaign_blocks() -> Iterator[str]:
    """Yield the settings' sections and the tables of a campaign."""
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


PAGES: dict[str, Callable[[], Iterator[str]]] = {"formats.md": campaign_blocks, "plan.md": plan_blocks}


def with_tables(page: str) -> str:
    """Return the text of a page with its tables as they are now."""
    before, _, rest = (HERE / page).read_text("utf-8").partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    return f"{before}{BEGINS}\n{chr(10).join(PAGES[page]())}\n{ENDS}{after}"


if __name__ == "__main__":
    for name in PAGES:
        (HERE / name).write_text(with_tables(name), "utf-8")
