"""The table of tables: what it says of its tables fits together."""

from __future__ import annotations

import pytest

from planner.domain.campaign import CAMPAIGN_TABLES
from planner.domain.columns import Table
from planner.files.headers import SETTINGS, SETTINGS_COLUMNS, named_by


@pytest.mark.parametrize("table", CAMPAIGN_TABLES, ids=lambda table: table.name)
def test_rows_that_others_refer_to_have_a_name_which_is_their_code_where_they_have_one(table: Table) -> None:
    columns = [column.name for column in table.columns]
    assert table.named_by in ("", *columns)
    assert table.named_by == "code" or "code" not in columns
    assert table.named_by or not any(table.name in column.refers for each in CAMPAIGN_TABLES for column in each.columns)
    assert named_by(table.name) == table.named_by


def test_the_settings_and_tables_of_others_are_named_too() -> None:
    assert named_by(SETTINGS) in SETTINGS_COLUMNS
    assert named_by("personnel 2025") == "code"
