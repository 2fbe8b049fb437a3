"""The page that tells the format is true."""

import runpy
from pathlib import Path

from planner.domain.campaign import CAMPAIGN_TABLES
from planner.domain.plan import PLAN_TABLES
from planner.domain.setting_keys import setting_columns

DOCS = Path(__file__).parents[2] / "docs"


def test_the_tables_of_the_page_are_those_of_the_program() -> None:
    page = (DOCS / "formats.md").read_text("utf-8")
    assert runpy.run_path(str(DOCS / "write_tables.py"))["with_tables"](page) == page


def test_the_page_has_every_table_column_and_key() -> None:
    page = (DOCS / "formats.md").read_text("utf-8")
    for table in CAMPAIGN_TABLES:
        section = page.partition(f"### {table.name} (")[2].partition("\n### ")[0]
        assert [column.name for column in table.columns if f"| `{column.name}` |" not in section] == []
    for table in PLAN_TABLES:
        section = page.partition(f"### Plan: {table.name} (")[2].partition("\n### ")[0]
        assert [column.name for column in table.columns if f"| `{column.name}` |" not in section] == []
    assert [key for key in setting_columns() if f"`{key.rpartition('.')[2]}`" not in page] == []
