"""Caravans as numbers: sites, first days, reach, money and what they share."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from planner.domain.calendar import build_calendar
from planner.domain.campaign import Campaign, Caravan, Douar, Equipment, Pin, Province, Region
from planner.domain.catchments import build_catchments, closed_spans, travel_times
from planner.pipeline.read import read_campaign
from planner.problem.budgets import Budget, build_budgets
from planner.problem.caravans import CaravanProblem, build_caravans
from planner.problem.crew_days import NO_LIMIT
from planner.problem.index import build_index
from planner.problem.roster import build_staff
from tests.tiny import write_tiny

C1, C2, C3, A, B, C = range(6)
"""Sites: centres first and then points."""
FIRST = date(2024, 1, 8)


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    return read_campaign(write_tiny(tmp_path / "tiny"))


def build(campaign: Campaign) -> CaravanProblem:
    head, index = campaign.settings.campaign, build_index(campaign)
    calendar = build_calendar(campaign.settings.calendar, head.start, head.end)
    travel = travel_times(campaign, build_catchments(campaign))
    staff = build_staff(campaign, calendar, index)
    return build_caravans(campaign, travel, calendar, closed_spans(campaign), index, staff)


def one_caravan(campaign: Campaign, **changes: Any) -> Campaign:
    """Return the campaign whose only caravan is changed."""
    return replace(campaign, caravans={"K1": replace(campaign.caravans["K1"], **changes)})


def starts(problem: CaravanProblem, site: int) -> list[date]:
    return [FIRST + timedelta(int(day)) for day in problem.may_start(0, site)]


def test_a_caravan_without_site_may_stand_anywhere_in_its_region_or_province(campaign: Campaign) -> None:
    campaign = replace(
        one_caravan(campaign, days=1),
        regions=campaign.regions | {"R2": Region(code="R2")},
        provinces=campaign.provinces | {"P2": Province(code="P2", region="R2")},
    )
    assert build(campaign).sites_of[0].tolist() == [C1, C2, A, B]
    assert build(one_caravan(campaign, region="R2")).sites_of[0].tolist() == [C3, C]
    assert build(one_caravan(campaign, region="R2", province="P2", site="C")).sites_of[0].tolist() == [C]
    assert build(campaign).site_province.tolist() == [0, 0, 1, 0, 0, 1]


def test_a_caravan_starts_so_that_all_its_days_lie_within_its_dates(campaign: Campaign) -> None:
    found = starts(build(campaign), C1)
    assert found == [date(2024, 1, 20) + timedelta(day) for day in range(22)]
    assert starts(build(one_caravan(campaign, earliest=None, latest=None, days=40)), C1) == []


def test_closed_days_and_weekdays_of_caravans_are_kept(campaign: Campaign) -> None:
    rules = replace(campaign.settings.calendar, caravan_weekdays=("mon", "tue", "wed"), closed=(date(2024, 1, 23),))
    settings = replace(campaign.settings, calendar=rules)
    found = starts(build(one_caravan(replace(campaign, settings=settings), latest=date(2024, 2, 6))), C1)
    assert found == [date(2024, 1, 29), date(2024, 1, 30), date(2024, 2, 5)]


def test_a_point_has_its_weekdays_and_closures_and_a_centre_has_none(campaign: Campaign) -> None:
    for_a_day = one_caravan(campaign, days=1, latest=date(2024, 2, 2))
    assert starts(build(for_a_day), B) == [date(2024, 1, 29), date(2024, 1, 31), date(2024, 2, 2)]
    assert starts(build(for_a_day), C2) == [date(2024, 1, 20) + timedelta(day) for day in range(14)]
    assert B not in build(campaign).sites_of[0]


def test_pins_leave_a_caravan_no_choice(campaign: Campaign) -> None:
    pin = Pin(kind="caravan", caravan="K1", site="C2", date=date(2024, 1, 25))
    problem = build(replace(campaign, pins=(pin,)))
    assert problem.sites_of[0].tolist() == [C2]
    assert starts(problem, C2) == [date(2024, 1, 25)]
    assert problem.is_owed.tolist() == [True]
    pin = Pin(kind="duty", caravan="K1", staff="S09", date=date(2024, 1, 25))
    problem = build(replace(campaign, pins=(pin,)))
    assert starts(problem, C2) == [date(2024, 1, 24), date(2024, 1, 25)]
    assert problem.is_owed.tolist() == [True]


def test_mandatory_caravans_are_owed(campaign: Campaign) -> None:
    assert build(campaign).is_owed.tolist() == [False]
    assert build(one_caravan(campaign, mandatory="1")).is_owed.tolist() == [True]


def test_douars_are_reached_nearest_first_then_by_code_and_only_where_people_live(campaign: Campaign) -> None:
    at_a = {"lat": 31.66, "lon": -6.43, "province": "P1", "population": 10}
    douars = campaign.douars | {code: Douar(code=code, **at_a) for code in ("D0", "D5")}
    douars["D6"] = Douar(code="D6", **at_a | {"population": 0})
    problem = build(replace(campaign, douars=dict(sorted(douars.items()))))
    # D0 and D5 are there, D1 and D2 a few km off, D3 some twenty.
    assert problem.reach.douars(0, A).tolist() == [0, 5, 1, 2]
    assert problem.reach.douars(0, C).tolist() == [4]


def test_a_radius_counts_km_to_one_decimal(campaign: Campaign) -> None:
    travel = travel_times(campaign, build_catchments(campaign))
    metres = int(travel.legs_to_douars(["A"], ["D3"], "track").metres[0, 0])
    radii = [Decimal(metres) / 1000, Decimal(metres - 100) / 1000]
    reached = [build(one_caravan(campaign, radius_km=radius)).reach.douars(0, A).tolist() for radius in radii]
    assert reached == [[0, 1, 2], [0, 1]]


def test_room_is_rounded_down_and_without_attendance_is_for_all(campaign: Campaign) -> None:
    def room(attendance: str) -> int:
        policy = replace(campaign.settings.policy, attendance=Decimal(attendance))
        return int(build(replace(campaign, settings=replace(campaign.settings, policy=policy))).room[0])

    assert (room("0.3"), room("0"), room("0.01")) == (266, 840, 840)


def test_money_is_the_fixed_cost_and_a_per_diem_for_each_of_the_crew(campaign: Campaign) -> None:
    problem = build(campaign)
    assert problem.fixed_centimes.tolist() == [900_000]
    assert problem.per_diem_centimes.tolist() == [2 * (12_000 + 6_000)]
    assert problem.centimes_per_person == 3_000


def test_a_per_diem_is_rounded_once_a_row_of_the_crew(campaign: Campaign) -> None:
    costs = campaign.settings.costs
    odd = replace(costs, per_diem_mad=costs.per_diem_mad | {"specialist": Decimal("120.0025")})
    crews = (*campaign.crews, replace(campaign.crews[-2], specialty="pediatrie"))
    assert {seat.profession for seat in crews[-3:]} == {"specialist", "driver"}
    problem = build(replace(campaign, settings=replace(campaign.settings, costs=odd), crews=crews))
    assert problem.per_diem_centimes.tolist() == [24_001 + 24_001 + 2 * 6_000]


def test_people_and_equipment_are_pools(campaign: Campaign) -> None:
    campaign = replace(
        campaign,
        equipment={
            "E1": campaign.equipment["E1"],
            "E2": Equipment(code="E2", kind="ultrasound", region="R1", to=date(2024, 1, 10)),
            "E3": Equipment(code="E3", kind="chair", region="R1"),
        },
    )
    supply = build(campaign).supply
    chair, ultrasound = supply.first_piece_kind, supply.first_piece_kind + 1
    assert supply.needs[0, [chair, ultrasound]].tolist() == [0, 1]
    assert supply.needs[0, : supply.first_piece_kind].sum() == 3, "a specialist counts once more by skill"
    pool = int(supply.pools[0, ultrasound])
    assert pool == supply.pools[1, ultrasound] != supply.pools[0, chair]
    assert supply.capacity.persons_by_day[pool, :5].tolist() == [2, 2, 2, 1, 1]
    assert supply.piece_pool.tolist() == [pool, pool, supply.pools[0, chair]]
    assert (supply.most_days(pool, 0, 4), supply.most_days(pool, 2, 3)) == (7, 2)


def test_people_give_no_more_days_than_their_weeks_and_season_hold(campaign: Campaign) -> None:
    problem = build(campaign)
    cardiologists = int(problem.supply.pools[0, 7])
    assert problem.supply.most_days(cardiologists, 0, 3) == 3
    assert problem.supply.most_days(cardiologists, 0, 7) == 5
    assert problem.supply.most_days(cardiologists, 0, 42) == 10
    nobody = build(replace(campaign, staff={}, leave=())).supply
    assert nobody.most_days(0, 0, 1) == NO_LIMIT


def test_without_caravans_there_is_nothing_to_place(campaign: Campaign) -> None:
    assert len(build(replace(campaign, caravans={}))) == 0


def test_caps_are_budgets_of_provinces_and_chapters(campaign: Campaign) -> None:
    fuel, of_p2, caravans, total = build_budgets(campaign, build_index(campaign))
    assert fuel == Budget(frozenset({0, 1}), frozenset({"fuel"}), 900_000)
    assert (of_p2.provinces, of_p2.centimes, len(of_p2.chapters)) == (frozenset({1}), 2_500_000, 7)
    assert caravans == Budget(frozenset({0, 1}), frozenset({"caravans"}), 1_000_000)
    assert (total.provinces, total.centimes, len(total.chapters)) == (frozenset({0, 1}), 6_000_000, 7)


def test_caravans_of_one_kind_share_its_number(campaign: Campaign) -> None:
    kinds = {"K1": "cardiology", "K2": "dental", "K3": "cardiology"}
    caravans = {code: Caravan(code=code, kind=kind, region="R1") for code, kind in kinds.items()}
    assert build(replace(campaign, caravans=caravans)).kind.tolist() == [0, 1, 0]
