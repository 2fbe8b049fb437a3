"""What is told of rows that take the place of others."""

from __future__ import annotations

from planner.domain.rows import Line, Rows, TableRows
from web.row_changes import TableChange, row_changes


def rows(table: str, *cells: dict[str, str]) -> Rows:
    lines = tuple(Line(at, each) for at, each in enumerate(cells, start=2))
    return Rows(None, {table: TableRows(table, f"{table}.csv", (), lines)})


def test_rows_are_known_by_their_code() -> None:
    before = rows("douars", {"code": "A", "population": "1"}, {"code": "B"}, {"code": "C"})
    after = rows("douars", {"code": "D"}, {"code": "A", "population": "2"}, {"code": "C"})
    assert row_changes(before, after) == (TableChange("douars", added=1, changed=1, removed=1),)


def test_rows_of_one_name_are_changed_as_far_as_there_are_as_many() -> None:
    before = rows("leave", {"staff": "S1", "to": "1"}, {"staff": "S1", "to": "2"}, {"staff": "S2"})
    after = rows("leave", {"staff": "S1", "to": "3"}, {"staff": "S3"})
    assert row_changes(before, after) == (TableChange("leave", added=1, changed=1, removed=2),)


def test_rows_without_a_name_are_known_by_all_of_their_cells() -> None:
    before = rows("catchments", {"douar": "D1"}, {"douar": "D1"}, {"douar": "D2"})
    after = rows("catchments", {"douar": "D1"}, {"douar": "D3"})
    assert row_changes(before, after) == (TableChange("catchments", added=1, changed=0, removed=2),)


def test_settings_are_known_by_their_key() -> None:
    def settings(*pairs: tuple[str, str]) -> Rows:
        lines = tuple(Line(1, {"key": key, "value": value}) for key, value in pairs)
        return Rows(TableRows("campaign", "campaign.toml", ("key", "value"), lines), {})

    before, after = (
        settings(("format", "1"), ("solve.seed", "1")),
        settings(("solve.seed", "2"), ("solve.workers", "1")),
    )
    assert row_changes(before, after) == (TableChange("campaign", added=1, changed=1, removed=1),)


def test_a_table_that_comes_or_goes_counts_whole_and_the_same_rows_are_no_change() -> None:
    some, others = rows("notes", {"a": "1"}, {"a": "2"}), rows("caps", {"a": "1"})
    assert row_changes(some, some) == ()
    assert row_changes(some, others) == (TableChange("notes", 0, 0, 2), TableChange("caps", 1, 0, 0))
