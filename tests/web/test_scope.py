"""Whose a campaign's rows are."""

from __future__ import annotations

import pytest

from planner.domain.roles import Role
from planner.domain.rows import Line, Rows, TableRows
from planner.store.users import User
from tests.web.conftest import AZILAL, KHENIFRA, PEOPLE, email_of
from web.scope import Scope, homes_of

REGIONS = {AZILAL: "05", KHENIFRA: "05"}


def scope_of(role: Role, rows: Rows, regions: dict[str, str] = REGIONS) -> Scope:
    return Scope(User(email_of(role), "", role, *PEOPLE[role]), regions, homes_of(rows))


def table(name: str, *rows: dict[str, str]) -> TableRows:
    columns = tuple({column: None for row in rows for column in row})
    return TableRows(name, f"{name}.csv", columns, tuple(Line(at, row) for at, row in enumerate(rows, start=2)))


@pytest.fixture
def rows() -> Rows:
    tables = (
        table("douars", {"code": "D1", "province": AZILAL}, {"code": "D2", "province": KHENIFRA}),
        table("centres", {"code": "C2", "province": KHENIFRA}),
        table("staff", {"code": "S1", "province": AZILAL}, {"code": "S1", "province": KHENIFRA}),
    )
    return Rows(None, {each.name: each for each in tables})


def test_a_delegate_changes_the_rows_of_their_province_and_no_others(rows: Rows) -> None:
    scope = scope_of("provincial", rows)
    assert scope.may_change("douars", {"code": "D9", "province": AZILAL})
    assert not scope.may_change("douars", {"code": "D9", "province": KHENIFRA})
    assert not scope.may_change("douars", {"code": "D9"})


def test_a_row_belongs_to_the_provinces_of_all_that_it_refers_to(rows: Rows) -> None:
    scope = scope_of("provincial", rows)
    assert scope.may_change("catchments", {"douar": "D1", "point": "nowhere"})
    assert not scope.may_change("catchments", {"douar": "D2", "point": "nowhere"})
    assert not scope.may_change("catchments", {"douar": "D3", "point": "nowhere"})


def test_a_code_that_is_given_twice_brings_nobody_into_another_province(rows: Rows) -> None:
    assert not scope_of("provincial", rows).may_change("leave", {"staff": "S1"})


@pytest.mark.parametrize("name", ["campaign", "crews", "caps", "provinces", "regions", "equipment"])
def test_what_is_common_is_changed_by_those_alone_whose_the_whole_campaign_is(rows: Rows, name: str) -> None:
    cells = {"code": AZILAL, "province": AZILAL, "region": "05"}
    assert not scope_of("provincial", rows).may_change(name, cells)
    assert scope_of("provincial", rows).sees(name, cells)
    assert scope_of("regional", rows).may_change(name, cells)
    assert not scope_of("regional", rows, {**REGIONS, "01.511": "01"}).may_change(name, cells)


def test_no_coordinator_adds_a_province_of_another_region(rows: Rows) -> None:
    scope = scope_of("regional", rows)
    assert not scope.may_change("provinces", {"code": "01.511", "region": "05"})
    assert scope_of("national", rows).may_change("provinces", {"code": "01.511", "region": "05"})


def test_rows_of_other_provinces_are_not_shown_to_a_delegate(rows: Rows) -> None:
    scope = scope_of("provincial", rows)
    assert scope.sees("douars", {"province": AZILAL})
    assert not scope.sees("douars", {"province": KHENIFRA})
    assert not scope.sees("staff", {"province": KHENIFRA})


def test_of_persons_a_delegate_sees_those_alone_who_belong_to_no_other_province(rows: Rows) -> None:
    scope = scope_of("provincial", rows)
    assert scope.sees("staff", {"code": "S2", "province": AZILAL})
    assert not scope.sees("leave", {"staff": "S1"})
    assert not scope.sees("leave", {"staff": "S3"})
    assert scope_of("regional", rows).sees("leave", {"staff": "S3"})


def test_a_code_that_another_province_has_is_taken(rows: Rows) -> None:
    scope = scope_of("provincial", rows)
    assert scope.is_taken("douars", {"code": " D2 ", "province": AZILAL})
    assert not scope.is_taken("douars", {"code": "D1", "province": AZILAL})
    assert not scope.is_taken("douars", {"code": "D9", "province": AZILAL})
    assert not scope.is_taken("leave", {"staff": "S1"})
    assert scope.is_taken("points", {"code": "C2", "province": AZILAL})
    assert not scope_of("regional", rows).is_taken("douars", {"code": "D2"})


def test_a_coordinator_whose_all_is_gives_no_row_to_a_province_of_another_region(rows: Rows) -> None:
    scope = scope_of("regional", rows)
    assert not scope.may_change("douars", {"code": "D1", "province": "01.511"})
    assert scope.may_change("douars", {"code": "D1", "province": "no province of the country"})
    assert scope_of("national", rows).may_change("douars", {"code": "D1", "province": "01.511"})


@pytest.mark.parametrize(("role", "whole"), [("national", True), ("regional", True), ("provincial", False)])
def test_what_the_contract_does_not_know_is_seen_by_planners_whose_all_is(rows: Rows, role: Role, whole: bool) -> None:
    scope = scope_of(role, rows)
    assert scope.sees_table("personnel 2025") is whole
    assert scope.may_change("personnel 2025", {"code": AZILAL, "province": AZILAL}) is whole
    assert scope.sees_column("douars", "telephone") is whole
    assert scope.sees_column("centres", "phone")
    assert scope.sees_column("campaign", "value")


@pytest.mark.parametrize("role", ["field", "reader"])
def test_readers_change_nothing_and_see_nothing_of_persons(rows: Rows, role: Role) -> None:
    scope = scope_of(role, rows)
    assert not scope.may_change("douars", {"province": AZILAL})
    assert not scope.may_add("douars")
    assert not scope.sees("staff", {"province": AZILAL})
    assert not scope.is_planner
    for table, column in (("douars", "telephone"), ("centres", "phone"), ("caravans", "contact")):
        assert not scope.sees_column(table, column)
    assert not scope.sees_table("personnel 2025")
    assert not scope.sees_table("leave")
