"""The pages that tell the formats are true."""

import json
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from planner.domain.campaign import CAMPAIGN_TABLES
from planner.domain.plan import PLAN_TABLES
from planner.domain.setting_keys import setting_columns
from planner.files.plans import write_plan
from tests.derive.small import GROUND
from tests.files.test_plans import RUN

DOCS = Path(__file__).parents[2] / "docs"
FORMATS, PLAN = ((DOCS / name).read_text("utf-8") for name in ("formats.md", "plan.md"))


@pytest.mark.parametrize("name", ["formats.md", "plan.md"])
def test_the_tables_of_a_page_are_those_of_the_program(name: str) -> None:
    assert runpy.run_path(str(DOCS / "write_tables.py"))["with_tables"](name) == (DOCS / name).read_text("utf-8")


@pytest.mark.parametrize(("page", "tables"), [(FORMATS, CAMPAIGN_TABLES), (PLAN, PLAN_TABLES)])
def test_a_page_has_every_table_and_column(page: str, tables: Any) -> None:
    for table in tables:
        section = page.partition(f"### {table.name} (")[2].partition("\n### ")[0]
        assert [column.name for column in table.columns if f"| `{column.name}` |" not in section] == []


def test_the_page_of_campaigns_has_every_key() -> None:
    assert [key for key in setting_columns() if f"`{key.rpartition('.')[2]}`" not in FORMATS] == []


def test_the_page_of_plans_has_every_key_that_is_written_and_no_other(tmp_path: Path) -> None:
    write_plan(RUN, GROUND.campaign, tmp_path / "plan")
    written = set(keys_of(json.loads((tmp_path / "plan" / "plan.json").read_text("utf-8"))))
    section = PLAN.partition("### plan.json")[2].partition("\n### ")[0]
    assert {line.split("`")[1] for line in section.splitlines() if line.startswith("| `")} == written


def keys_of(value: Any, key: str = "") -> Iterator[str]:
    """Yield the keys of a JSON as the page writes them."""
    if isinstance(value, dict):
        free = key.endswith(("coverage_by_province", "coverage_by_risk", "money_by_chapter"))
        for name, each in value.items():
            yield from keys_of(each, f"{key}.{'*' if free else name}".lstrip("."))
    elif isinstance(value, list) and any(isinstance(each, dict) for each in value):
        for each in value:
            yield from keys_of(each, f"{key}[]")
    else:
        yield key
