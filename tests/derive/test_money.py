"""Lines of money."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from planner.domain.campaign import Seat
from planner.domain.plan import CaravanDecision, Decisions, PostDecision
from tests.derive.small import DECISIONS, FIRST, GROUND, LAST, LONG, Ground

PLAN = GROUND.derive(DECISIONS)


def lines(source: str) -> list[tuple[str, Decimal, str, Decimal, Decimal]]:
    """Return what a source costs."""
    return [
        (row.chapter, row.quantity, row.unit, row.rate_mad, row.amount_mad)
        for row in PLAN.budget
        if row.source == source
    ]


def test_a_tour_has_one_line_for_each_chapter_and_rate() -> None:
    assert [(chapter, str(n), unit, str(rate), str(mad)) for chapter, n, unit, rate, mad in lines(LONG.code)] == [
        ("fuel", "8.983", "l", "11.00", "98.81"),
        ("upkeep", "69.1", "km", "1.50", "103.65"),
        ("per_diem", "2", "day", "100.00", "200.00"),
        ("per_diem", "4", "day", "80.00", "320.00"),
        ("per_diem", "2", "day", "60.00", "120.00"),
        ("per_diem", "4", "night", "120.00", "480.00"),
        ("medicines", "98", "consultation", "14.00", "1372.00"),
        ("hire", "2", "day", "150.25", "300.50"),
    ]


def test_a_caravan_costs_its_fixed_sum_and_its_crew() -> None:
    assert [row[-1] for row in lines("K1")] == [Decimal(1000), Decimal(240), Decimal(120)]


def test_an_ambulance_costs_its_days_posted_in_a_line_a_post() -> None:
    parts = (
        PostDecision("M1", "L", FIRST.replace(day=9), LAST),
        PostDecision("M1", "H", FIRST, FIRST),
    )
    budget = GROUND.derive(replace(DECISIONS, posts=parts, tours=(), visits=(), caravans=())).budget
    assert [(line.source, line.quantity, line.amount_mad) for line in budget] == [
        ("M1", Decimal(1), Decimal(10)),
        ("M1", Decimal(39), Decimal(390)),
    ]


def test_what_costs_nothing_has_no_line() -> None:
    assert lines("M3") == []


def test_money_is_of_the_province_and_region_of_its_source() -> None:
    away = replace(DECISIONS.caravans[0], site="C")
    plan = GROUND.derive(replace(DECISIONS, caravans=(away,)))
    assert {(row.source, row.region, row.province) for row in plan.budget if row.source_kind == "caravan"} == {
        ("K1", "R1", "P2")
    }


def test_a_plan_without_money_reaches_nobody_for_1000_dirhams() -> None:
    free = replace(GROUND.campaign.caravans["K3"], crew="nobody")
    ground = Ground.of(
        replace(
            GROUND.campaign,
            caravans={"K3": free},
            crews=(Seat(crew="nobody", profession="driver", count=0),),
        )
    )
    plan = ground.derive(Decisions(caravans=(CaravanDecision("K3", "A", FIRST),)))
    assert plan.indicators["persons_reached"] > 0
    assert plan.indicators["persons_per_1000_mad"] == 0
