"""The page on optimisation names what there is: modules, rules, rows, moves and commands."""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from planner.domain.rules import Rule

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = (ROOT / "docs" / "optimisation.md").read_text("utf-8")
NAMED: Final = set(re.findall(r"`([^`\n]+)`", PAGE))


def test_each_module_and_room_that_is_named_is_there() -> None:
    named = {name for name in NAMED if name.startswith("planner/")}
    assert len(named) > 10
    assert not [name for name in named if not (ROOT / name).exists()]


def test_each_rule_that_is_named_is_one_and_each_is_kept_in_one_place() -> None:
    table = PAGE[PAGE.index("| who keeps it") : PAGE.index("The other rules are of figures")]
    kept = re.findall(r"`([A-Z_]+)`", table)
    assert len(kept) == len(set(kept)) > 20
    assert set(kept) <= Rule.__members__.keys()


def test_each_name_of_the_code_is_in_the_code() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "planner").rglob("*.py"))
    names = {name for name in NAMED if re.fullmatch(r"[a-z]\w*_\w+", name)}
    assert {"stop_rows", "shift_chain", "gap_min_days"} <= names
    assert not [name for name in names if not re.search(rf"\b{name}\b", source)]


def test_each_command_that_repeats_a_table_can_be_run() -> None:
    commands = set(re.findall(r"python -m (benchmarks\.\w+)", PAGE))
    assert {"benchmarks.plan", "benchmarks.by_hand"} <= commands
    assert all(find_spec(command) for command in commands)


def test_the_moves_of_a_hundred_are_a_hundred() -> None:
    table = PAGE[PAGE.index("| move |") : PAGE.index("Provinces run in processes")]
    assert sum(map(int, re.findall(r"\| (\d+) \|$", table, re.MULTILINE))) == 100


def test_each_figure_that_is_kept_is_that_of_its_file() -> None:
    table = PAGE[PAGE.index("| campaign | file |") : PAGE.index("What holds the season back")]
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.strip().splitlines()[2:]]
    assert len(lines) >= 4
    for name, file, seconds, *cells in lines:
        kept = json.loads((ROOT / file.strip("`")).read_text("utf-8"))
        (plan,) = (each for each in kept["campaigns"] if each["campaign"].endswith("by hand") == ("by hand" in name))
        told = [number(cell) for cell in cells]
        if seconds != "–":
            assert number(seconds)[0][0] == kept["settings"]["seconds"], name
        near = [plan["near_provinces"], plan["provinces"]] if plan["provinces"] else []
        due = [
            [100 * plan["gap"]],
            [100 * plan["gap_operations"]],
            [plan["visits_counted"], plan["visits_wanted"]],
            near,
            [plan["wall_s"]],
            [plan["memory_mb"]],
        ]
        assert [[value for value, _ in cell] for cell in told] == [
            [round(value, places) for value, (_, places) in zip(values, cell, strict=True)]
            for values, cell in zip(due, told, strict=True)
        ], name


def number(cell: str) -> list[tuple[float, int]]:
    """Return the numbers of a cell, each with its decimals."""
    found = re.findall(r"\d[\d,]*(?:\.\d+)?", cell)
    return [(float(each.replace(",", "")), len(each.partition(".")[2])) for each in found]
