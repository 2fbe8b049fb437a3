"""People are pinned to what can be: a crew that can be formed, a caravan that can be held, a unit that can serve."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.check_campaign.test_pins import (
    A_SECOND_CARAVAN,
    A_SECOND_SPECIALIST,
    NO_NIGHTS,
    Edits,
    broken,
    caravan,
    duty,
    pin,
    tour,
)
from tests.tiny import write_tiny

Pins = list[dict[str, str]]
NO_SECOND_DRIVER = ("staff.csv", "S10,Jamal,driver,,P1,5,\n", "")
A_SECOND_UNIT = ("units.csv", "", "U3,P1,C1,track,2,60,\n")
AT_A = ("caravans.csv", "region,days", "region,site,days")
K1_AT_A = ("caravans.csv", "R1,2", "R1,A,2")
UNWANTED = ("caps.csv", "R1,,caravans,10000.00", "R1,,caravans,8999.99")
WITH_CARAVAN = duty("S09", "01-22", caravan="K1")

KEPT: dict[str, tuple[Pins, Edits]] = {
    "people of a unit and of a caravan that are told nowhere else": ([duty("S01", "01-16"), WITH_CARAVAN], []),
    "two people with a caravan on its two days": ([WITH_CARAVAN, duty("S04", "01-23", caravan="K1")], []),
    "a caravan's people where its province has no cap": (
        [WITH_CARAVAN],
        [("caps.csv", "R1,,caravans,10000.00", ",P1,caravans,10.00")],
    ),
    "two units with two drivers where one of them is pinned": (
        [tour("01-15", "A"), duty("S04", "01-15")],
        [A_SECOND_UNIT],
    ),
    "a day on which a unit drives home from where it slept": (
        [duty("S01", "01-16")],
        [("points.csv", "road,,school,,,", "road,,school,mon,,"), ("points.csv", "mon|wed|fri", "mon|fri")],
    ),
}

BREAKING: dict[str, tuple[Pins, Edits, tuple[int, str, str, str]]] = {
    "a tour when no doctor is there": ([tour("01-30", "A")], [], (2, "date", "CREWS_MANNED", "2")),
    "a unit's nurse when no doctor is there": ([duty("S02", "01-30")], [], (2, "date", "CREWS_MANNED", "2")),
    "a tour for which nobody may serve a day": (
        [tour("01-15", "A")],
        [("staff.csv", "S01,Amal,doctor,,P1,5,", "S01,Amal,doctor,,P1,5,0")],
        (2, "date", "CREWS_MANNED", "2"),
    ),
    "a caravan without a specialist of its specialty": (
        [caravan("01-22", "A")],
        [("staff.csv", "specialist,cardiologie", "specialist,dentaire")],
        (2, "date", "CREWS_MANNED", "2"),
    ),
    "two units for one doctor": (
        [tour("01-15", "A"), tour("01-16", "A"), tour("01-15", "A", "U3")],
        [A_SECOND_UNIT],
        (4, "date", "CREWS_MANNED", "2, 4"),
    ),
    "a unit and a caravan for one driver": (
        [caravan("01-21", "A"), tour("01-22", "A")],
        [NO_SECOND_DRIVER],
        (3, "date", "CREWS_MANNED", "2, 3"),
    ),
    "a tour whose only doctor is pinned to another": (
        [duty("S01", "01-15", "U3"), tour("01-15", "A")],
        [A_SECOND_UNIT],
        (3, "date", "CREWS_MANNED", "2, 3"),
    ),
    "a caravan's people further apart than it is long": (
        [WITH_CARAVAN, duty("S04", "01-24", caravan="K1")],
        [],
        (3, "date", "CARAVAN_DAYS", "2, 3"),
    ),
    "a caravan's people when its site is closed": (
        [duty("S09", "01-26", caravan="K1")],
        [AT_A, K1_AT_A, ("closures.csv", "track,B", "road,A")],
        (2, "date", "CLOSURES", "2"),
    ),
    "a caravan's people when its equipment is nowhere": (
        [WITH_CARAVAN],
        [("equipment.csv", "ultrasound", "analyser")],
        (2, "caravan", "EQUIPMENT_NEEDS", "2"),
    ),
    "a caravan's driver from another province than its site's": (
        [duty("S08", "01-22", caravan="K1")],
        [AT_A, K1_AT_A],
        (2, "staff", "DUTY_PLACE", "2"),
    ),
    "a caravan's drivers from two provinces": (
        [duty("S04", "01-22", caravan="K1"), duty("S08", "01-23", caravan="K1")],
        [],
        (3, "staff", "DUTY_PLACE", "2, 3"),
    ),
    "a caravan's people when its crew cannot be formed anywhere": (
        [duty("S04", "01-22", caravan="K1")],
        [("staff.csv", "cardiologie,P1,5,10", "cardiologie,P1,5,0")],
        (2, "date", "CREWS_MANNED", "2"),
    ),
    "a caravan's people where it is dearer than its cap": ([WITH_CARAVAN], [UNWANTED], (2, "kind", "BUDGET_CAPS", "2")),
    "a unit's people where its day is dearer than its cap": (
        [duty("S02", "01-16")],
        [("caps.csv", "R1,,caravans,10000.00", "R1,,per_diem,319.00")],
        (2, "kind", "BUDGET_CAPS", "2"),
    ),
    "a tour whose fuel is dearer than its cap": (
        [tour("01-15", "B")],
        [NO_NIGHTS, ("caps.csv", "9000.00", "40.00")],
        (2, "kind", "BUDGET_CAPS", "2"),
    ),
    "a unit that sees nobody": (
        [duty("S02", "01-16")],
        [("units.csv", "track,2,60,150", "track,2,0,150")],
        (2, "date", "TOUR_SERVES", "2"),
    ),
    "a unit that no point is open to": (
        [duty("S02", "01-16")],
        [("points.csv", "road,,school,,,", "road,,school,mon,,"), NO_NIGHTS],
        (2, "date", "TOUR_SERVES", "2"),
    ),
}  # fmt: skip


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path / "tiny")


@pytest.mark.parametrize("name", KEPT)
def test_people_who_can_serve_are_no_fault(tiny: Path, name: str) -> None:
    pin(tiny, *KEPT[name])
    assert broken(tiny) == []


@pytest.mark.parametrize("name", BREAKING)
def test_people_who_cannot_serve_are_told_with_the_rule(tiny: Path, name: str) -> None:
    pins, edits, fault = BREAKING[name]
    pin(tiny, pins, edits)
    assert broken(tiny) == [fault]


def test_a_second_specialist_lets_two_caravans_stand_at_once(tiny: Path) -> None:
    pieces = ("equipment.csv", "", "E2,ultrasound,R1\n")
    pins = [caravan("01-22", "A"), caravan("01-23", "C", "K2")]
    pin(tiny, pins, [A_SECOND_CARAVAN, pieces])
    assert broken(tiny) == [(3, "date", "CREWS_MANNED", "2, 3")]
    pin(tiny, pins, [A_SECOND_SPECIALIST])
    assert broken(tiny) == []
