"""Every type of the contract has one text, which reads to the value again."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.campaign import CAMPAIGN_TABLES
from planner.domain.cells import CellError, reader_of, to_text
from planner.domain.columns import REQUIRED, Column
from planner.domain.setting_keys import find_setting, read_setting, setting_columns


def column_of(table: str, name: str) -> Column:
    columns = next(each.columns for each in CAMPAIGN_TABLES if each.name == table)
    return next(column for column in columns if column.name == name)


@pytest.mark.parametrize(
    ("table", "name", "text", "value"),
    [
        ("douars", "population", "12.0", 12),
        ("douars", "population", "1e3", 1000),
        ("douars", "lat", "31.65", 31.65),
        ("douars", "altitude_m", "1850", 1850.0),
        ("units", "upkeep_mad_per_km", "1.50", Decimal("1.50")),
        ("points", "opens", "00:00", 0),
        ("points", "closes", "24:00", 1440),
        ("points", "weekdays", "mon| wed |", ("mon", "wed")),
        ("pins", "points", "B|A", ("B", "A")),
        ("caravans", "equipment", "ultrasound:2|dental_chair: 1", {"ultrasound": 2, "dental_chair": 1}),
        ("caravans", "mandatory", "1", "1"),
        ("units", "to", "2024-02-29", date(2024, 2, 29)),
    ],
)
def test_a_cell_is_read_as_its_column_is_typed(table: str, name: str, text: str, value: object) -> None:
    assert reader_of(column_of(table, name))(text) == value


@pytest.mark.parametrize("column", [column for table in CAMPAIGN_TABLES for column in table.columns if column.default])
def test_every_default_reads_to_itself(column: Column) -> None:
    if column.default is not REQUIRED:
        assert reader_of(column)(to_text(column.kind, column.default)) == column.default


@pytest.mark.parametrize("key", [key for key, column in setting_columns().items() if column.default is not REQUIRED])
def test_every_default_of_the_settings_reads_to_itself(key: str) -> None:
    column = setting_columns()[key]
    assert read_setting(key, "", to_text(column.kind, column.default)) == column.default


@given(st.text(max_size=12))
def test_whatever_a_cell_holds_is_read_or_named(text: str) -> None:
    for table in CAMPAIGN_TABLES:
        for column in table.columns:
            try:
                value: Any = reader_of(column)(text)
            except CellError as error:
                assert error.code
            else:
                assert reader_of(column)(to_text(column.kind, value) or text) == value


def test_an_entry_of_a_table_of_settings_is_found_by_its_key() -> None:
    assert find_setting("policy.visits.red") == ("policy.visits", "red")
    assert find_setting("policy.visits") == ("policy.visits", "")
    assert find_setting("policy.gap_min_days.red") is None
    assert find_setting("policy") is None


def test_a_blank_setting_is_an_empty_text_or_list_and_no_number() -> None:
    assert read_setting("calendar.holidays", "", "") == ""
    assert read_setting("calendar.ramadan", "", "") == ()
    assert read_setting("budget.total_mad", "", "") is None
    with pytest.raises(CellError):
        read_setting("policy.setup_min", "", "")
