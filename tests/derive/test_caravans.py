"""Whom caravans reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from planner.derive.caravans import derive_caravans
from planner.domain.plan import CaravanDecision, CaravanRow
from tests.derive.small import DECISIONS, GROUND, Ground


def reached(*held: CaravanDecision, ground: Ground = GROUND) -> list[tuple[str, str, int]]:
    """Return whom caravans reach."""
    _, reach = derive_caravans(ground.campaign, ground.travel, held)
    return [(row.caravan, row.douar, row.persons) for row in reach]


def test_a_caravan_reaches_the_nearest_until_it_is_full() -> None:
    rows, _ = derive_caravans(GROUND.campaign, GROUND.travel, DECISIONS.caravans)
    assert rows[0] == CaravanRow(
        caravan="K1",
        kind="general",
        province="P1",
        site="A",
        start=date(2024, 1, 20),
        end=date(2024, 1, 21),
        persons_reached=160,  # 20 a day for two days, a quarter of whom consult
        value_mad=Decimal("4800.00"),
    )


def test_who_was_counted_takes_no_room_of_the_next_caravan() -> None:
    assert reached(*DECISIONS.caravans) == [("K1", "D1", 160), ("K2", "D1", 40), ("K2", "D2", 80)]


def test_the_caravan_that_starts_first_counts_whatever_its_code() -> None:
    k1, k2 = DECISIONS.caravans
    assert reached(k1, replace(k2, start=date(2024, 1, 19))) == [
        ("K1", "D1", 80),
        ("K1", "D2", 80),
        ("K2", "D1", 120),
    ]


def test_a_person_counts_once_a_kind() -> None:
    k1, _ = DECISIONS.caravans
    dental = CaravanDecision("K3", "A", k1.start)
    assert reached(k1, dental)[1:] == [("K3", "D1", 200), ("K3", "D2", 100), ("K3", "D3", 101)]


def test_a_douar_exactly_at_the_radius_is_reached() -> None:
    assert [row[1] for row in reached(CaravanDecision("K2", "H", date(2024, 1, 28)))] == ["D1"]
    near = replace(GROUND.campaign.caravans["K2"], radius_km=Decimal("19.9"))
    ground = Ground.of(replace(GROUND.campaign, caravans={**GROUND.campaign.caravans, "K2": near}))
    assert reached(CaravanDecision("K2", "H", date(2024, 1, 28)), ground=ground) == []


def test_a_caravan_has_room_for_all_where_nobody_consults() -> None:
    ground = GROUND.with_policy(attendance=Decimal(0))
    assert reached(DECISIONS.caravans[0], ground=ground) == [("K1", "D1", 200), ("K1", "D2", 100), ("K1", "D3", 101)]
