"""Pins that break a rule, alone or together: the rule and the pins are told."""

from pathlib import Path

import pytest

from planner.domain.catalogue import isolated
from planner.domain.fault_sentences import mend, sentence
from planner.errors import Language
from tests.tiny import edit, faults_in, told, write_tiny

COLUMNS = ("kind", "unit", "date", "points", "caravan", "site", "ambulance", "centre", "from", "to", "staff")
Edits = list[tuple[str, str, str]]
NO_NIGHTS = ("campaign.toml", "[policy]", "[policy]\nmax_nights = 0")
ONE_NIGHT = ("campaign.toml", "[policy]", "[policy]\nmax_nights = 1")
LONG_STOPS = ("campaign.toml", "[policy]", "[calendar]\nfriday_break = []\n[policy]\nsetup_min = 400")
A_WORKING_WEEKEND = ("campaign.toml", "[policy]", '[calendar]\nweekdays = "mon|tue|wed|thu|fri|sat|sun"\n[policy]')
A_SECOND_SPECIALIST = ("staff.csv", "", "S12,Laila,specialist,cardiologie,P2,5,\n")
A_SECOND_CARAVAN = ("caravans.csv", "", "K2,dental,R1,1,2024-01-20,2024-02-11,ultrasound:1,40,15,0\n")


def tour(day: str, points: str, unit: str = "U1") -> dict[str, str]:
    return {"kind": "tour", "unit": unit, "date": f"2024-{day}", "points": points}


def caravan(day: str, site: str, code: str = "K1") -> dict[str, str]:
    return {"kind": "caravan", "caravan": code, "site": site, "date": f"2024-{day}"}


def post(ambulance: str, centre: str, first: str = "", last: str = "") -> dict[str, str]:
    return {"kind": "ambulance", "ambulance": ambulance, "centre": centre, "from": first, "to": last}


def duty(staff: str, day: str, unit: str = "U1", caravan: str = "") -> dict[str, str]:
    return {"kind": "duty", "staff": staff, "date": f"2024-{day}", "unit": "" if caravan else unit, "caravan": caravan}


def pin(folder: Path, pins: list[dict[str, str]], edits: Edits) -> None:
    """Add pins to a campaign and change it."""
    for file, old, new in edits:
        edit(folder / file, old, new)
    rows = [",".join(row.get(column, "") for column in COLUMNS) for row in pins]
    (folder / "pins.csv").write_text("\n".join([",".join(COLUMNS), *rows, ""]), "utf-8")


def broken(folder: Path) -> list[tuple[int, str, str, str]]:
    """Return row, column, rule and rows of every pin that breaks a rule; nothing else is wrong."""
    faults = faults_in(folder)
    assert {fault.code for fault in faults} <= {"pin_breaks_rule", "pins_break_rule"}
    return [(fault.row, fault.column, *dict(fault.details).values()) for fault in faults]


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path / "tiny")


A_WEEK_OF_LONG_STOPS = [tour(f"01-{day}", "A") for day in (15, 16, 17, 18, 19)]

KEPT: dict[str, tuple[list[dict[str, str]], Edits]] = {
    "one of each kind": (
        [
            tour("01-15", "A|B"),
            caravan("01-22", "A"),
            post("M1", "C2"),
            duty("S01", "01-15"),
            duty("S09", "01-22", caravan="K1"),
        ],
        [],
    ),
    "the same pin twice": ([tour("01-15", "A"), tour("01-15", "A"), post("M1", "C2"), post("M1", "C2")], []),
    "a day that the night before or after makes possible": ([tour("01-15", "A")], [LONG_STOPS]),
    "a week of such days": (A_WEEK_OF_LONG_STOPS, [LONG_STOPS]),
    "an ambulance at two centres in turn": ([post("M1", "C1", "", "2024-01-31"), post("M1", "C2", "2024-02-01")], []),
    "an ambulance at its centre by two spans that meet": (
        [post("M1", "C2"), post("M1", "C2", "2024-02-01")],
        [("caps.csv", "R1,,caravans,10000.00", "R1,P1,upkeep,840.00")],
    ),
    "two caravans in turn with the same equipment": (
        [caravan("01-22", "A"), caravan("01-24", "C", "K2")],
        [A_SECOND_CARAVAN],
    ),
    "a caravan on a Sunday": ([caravan("01-27", "A")], []),
    "a specialist of another province": (
        [duty("S09", "01-22", caravan="K1")],
        [("staff.csv", "cardiologie,P1", "cardiologie,P2")],
    ),
    "a caravan that costs its cap": ([caravan("01-22", "A")], [("caps.csv", "10000.00", "9000.00")]),
    "a tour whose every line of per diem is rounded down to nothing": (
        [tour("01-15", "A")],
        [
            (
                "campaign.toml",
                "[solve]",
                "[costs]\nper_diem_mad = { doctor = 0.004, nurse = 0.002, driver = 0.004 }\n[solve]",
            ),
            ("caps.csv", "R1,,caravans,10000.00", "R1,P1,per_diem,0"),
        ],
    ),
}

BREAKING: dict[str, tuple[list[dict[str, str]], Edits, tuple[int, str, str, str]]] = {
    "a tour on a holiday": ([tour("01-11", "A")], [], (2, "date", "OPEN_DAYS", "2")),
    "a tour on a Saturday": ([tour("01-13", "A")], [], (2, "date", "OPEN_DAYS", "2")),
    "a tour after the season": ([tour("02-19", "A")], [], (2, "date", "OPEN_DAYS", "2")),
    "a unit that is not there yet": (
        [tour("01-15", "A")],
        [("units.csv", "per_day\n", "per_day,from\n"), ("units.csv", "150.00", "150.00,2024-02-01")],
        (2, "date", "UNIT_AVAILABLE", "2"),
    ),
    "a point of another province": ([tour("01-15", "C", "U1")], [], (2, "points", "TOUR_PROVINCE", "2")),
    "a track for a unit of roads": (
        [tour("01-15", "B")],
        [("units.csv", "C1,track", "C1,road")],
        (2, "points", "ACCESS", "2"),
    ),
    "a point served twice": ([tour("01-15", "A|A")], [], (2, "points", "POINT_ONCE_A_DAY", "2")),
    "a point that is closed": ([tour("01-22", "A|B")], [], (2, "points", "CLOSURES", "2")),
    "a point on another weekday": ([tour("01-16", "B")], [], (2, "points", "POINT_HOURS", "2")),
    "a point that closes too early": (
        [tour("01-15", "B")],
        [("points.csv", "16:00", "09:45")],
        (2, "points", "POINT_HOURS", "2"),
    ),
    "a point where nobody asks for a visit": (
        [tour("01-15", "B")],
        [("douars.csv", ",180,", ",0,")],
        (2, "points", "CONSULTATIONS", "2"),
    ),
    "more stops than consultations": (
        [tour("01-15", "A|B")],
        [("units.csv", "track,2,60,150", "track,2,1,150")],
        (2, "points", "CONSULTATIONS", "2"),
    ),
    "two tours of a unit a day": (
        [tour("01-15", "A"), tour("01-15", "B")],
        [],
        (3, "unit", "ONE_TOUR_AT_A_TIME", "2, 3"),
    ),
    "too many days in a week": (
        [tour("01-15", "A"), tour("01-16", "A"), duty("S01", "01-17")],
        [("campaign.toml", "[policy]", "[policy]\nunit_days_per_week = 2")],
        (4, "date", "UNIT_WEEK", "2, 3, 4"),
    ),
    "no way that anyone knows": (
        [tour("01-15", "A"), tour("01-17", "B")],
        [("campaign.toml", "[solve]", '[travel]\nengine = "table"\n[solve]')],
        (3, "points", "TRAVEL_TIMES", "3"),
    ),
    "a day too long": (
        [tour("01-15", "A")],
        [NO_NIGHTS, ("campaign.toml", "[policy]", '[calendar]\nday_end = "11:00"\n[policy]')],
        (2, "points", "DAY_WINDOW", "2"),
    ),
    "a day of too much work": ([tour("01-15", "A")], [NO_NIGHTS, LONG_STOPS], (2, "points", "DAY_WORK", "2")),
    "a day too long with no bed near": (
        [tour("01-15", "A")],
        [LONG_STOPS, ("centres.csv", "1830,4", "1830,3")],
        (2, "points", "DAY_WORK", "2"),
    ),
    "a service that Friday's break leaves no time": (
        [tour("01-19", "B")],
        [("campaign.toml", "[policy]", "[policy]\nsetup_min = 200")],
        (2, "points", "FRIDAY_BREAK", "2"),
    ),
    "days that no nights can join": (
        A_WEEK_OF_LONG_STOPS,
        [ONE_NIGHT, LONG_STOPS],
        (6, "points", "TOUR_CHAIN", "2, 3, 4, 5, 6"),
    ),
    "a caravan elsewhere": (
        [caravan("01-22", "C")],
        [("caravans.csv", "region,days", "region,province,days"), ("caravans.csv", "R1,2", "R1,P1,2")],
        (2, "site", "CARAVAN_SITE", "2"),
    ),
    "a caravan before it may come": ([caravan("01-19", "A")], [], (2, "date", "CARAVAN_DAYS", "2")),
    "a caravan that is not over in time": ([caravan("02-11", "A")], [], (2, "date", "CARAVAN_DAYS", "2")),
    "a caravan on a weekday that is not its site's": ([caravan("01-29", "B")], [], (2, "date", "CARAVAN_DAYS", "2")),
    "a caravan at a closed site": (
        [caravan("01-26", "A")],
        [("closures.csv", "track,B", "road,A")],
        (2, "site", "CLOSURES", "2"),
    ),
    "a caravan at two sites": (
        [caravan("01-22", "A"), caravan("01-22", "C2")],
        [],
        (3, "site", "CARAVAN_SITE", "2, 3"),
    ),
    "a caravan twice": ([caravan("01-22", "A"), caravan("01-29", "A")], [], (3, "date", "CARAVAN_DAYS", "2, 3")),
    "equipment that is nowhere": (
        [caravan("01-22", "A")],
        [("equipment.csv", "ultrasound", "analyser")],
        (2, "caravan", "EQUIPMENT_NEEDS", "2"),
    ),
    "equipment that leaves too early": (
        [caravan("01-22", "A")],
        [("equipment.csv", "region\n", "region,to\n"), ("equipment.csv", "R1", "R1,2024-01-22")],
        (2, "caravan", "EQUIPMENT_NEEDS", "2"),
    ),
    "equipment that another caravan has": (
        [caravan("01-23", "C", "K2"), caravan("01-22", "A")],
        [A_SECOND_CARAVAN, A_SECOND_SPECIALIST],
        (3, "caravan", "EQUIPMENT_FREE", "2, 3"),
    ),
    "an ambulance in another province": ([post("M1", "C3")], [], (2, "centre", "AMBULANCE_POSTS", "2")),
    "an ambulance away from its base": (
        [post("M1", "C2")],
        [("ambulances.csv", "track,,", "track,C1,")],
        (2, "centre", "AMBULANCE_POSTS", "2"),
    ),
    "an ambulance after the season": ([post("M1", "C2", "2024-03-01")], [], (2, "from", "AMBULANCE_POSTS", "2")),
    "an ambulance at two centres": (
        [post("M1", "C1"), post("M1", "C2", "2024-02-01")],
        [],
        (3, "centre", "ONE_POST_AT_A_TIME", "2, 3"),
    ),
    "two ambulances at one post": (
        [post("M3", "C2", "2024-02-01"), post("M1", "C2")],
        [("ambulances.csv", "", "M3,P1,B,track,,20.00\n")],
        (3, "centre", "POST_CAPACITY", "2, 3"),
    ),
    "a duty on a Saturday": ([duty("S01", "01-13")], [], (2, "date", "OPEN_DAYS", "2")),
    "a duty before its caravan comes": ([duty("S09", "01-10", caravan="K1")], [], (2, "date", "CARAVAN_DAYS", "2")),
    "a duty after its caravan has left": (
        [caravan("01-22", "A"), duty("S09", "01-25", caravan="K1")],
        [],
        (3, "date", "CARAVAN_DAYS", "2, 3"),
    ),
    "a profession that no seat needs": ([duty("S09", "01-15")], [], (2, "staff", "CREWS_MANNED", "2")),
    "a specialty that no seat needs": (
        [duty("S09", "01-22", caravan="K1")],
        [("staff.csv", "specialist,cardiologie", "specialist,"), A_SECOND_SPECIALIST],
        (2, "staff", "CREWS_MANNED", "2"),
    ),
    "two drivers for one seat": (
        [duty("S04", "01-15"), duty("S10", "01-15")],
        [],
        (3, "staff", "CREWS_MANNED", "2, 3"),
    ),
    "a duty in another province": ([duty("S05", "01-15")], [], (2, "staff", "DUTY_PLACE", "2")),
    "a caravan's driver from another province": (
        [caravan("01-22", "C"), duty("S04", "01-22", caravan="K1")],
        [],
        (3, "staff", "DUTY_PLACE", "3"),
    ),
    "a person who is not there yet": (
        [duty("S04", "01-15")],
        [
            ("staff.csv", "max_days\n", "max_days,from\n"),
            ("staff.csv", "Driss,driver,,P1,5,", "Driss,driver,,P1,5,,2024-02-01"),
        ],
        (2, "date", "DUTY_AVAILABLE", "2"),
    ),
    "a person on leave": (
        [duty("S04", "01-30")],
        [("leave.csv", "S01", "S04")],
        (2, "date", "DUTY_AVAILABLE", "2"),
    ),
    "two duties a day": (
        [duty("S04", "01-22"), duty("S04", "01-22", caravan="K1")],
        [],
        (3, "staff", "ONE_DUTY_A_DAY", "2, 3"),
    ),
    "too many duties in a week": (
        [duty("S04", "01-15"), duty("S04", "01-16")],
        [("staff.csv", "S04,Driss,driver,,P1,5", "S04,Driss,driver,,P1,1")],
        (3, "date", "DUTY_LIMITS", "2, 3"),
    ),
    "too many duties in all": (
        [duty("S04", "01-15"), duty("S04", "01-22")],
        [("staff.csv", "S04,Driss,driver,,P1,5,", "S04,Driss,driver,,P1,5,1")],
        (3, "date", "DUTY_LIMITS", "2, 3"),
    ),
    "seven days without rest": (
        [duty("S04", f"01-{day}") for day in (18, 19, 20, 21, 22, 23, 24)],
        [A_WORKING_WEEKEND, ("campaign.toml", "[policy]", "[policy]\nunit_days_per_week = 7")],
        (8, "date", "DAY_OFF", "2, 3, 4, 5, 6, 7, 8"),
    ),
    "a caravan dearer than its cap": (
        [caravan("01-22", "A")],
        [("caps.csv", "10000.00", "8999.99")],
        (2, "kind", "BUDGET_CAPS", "2"),
    ),
    "tours dearer than all there is": (
        [tour("01-15", "A"), tour("01-16", "A")],
        [("campaign.toml", "60000.00", "500.00")],
        (3, "kind", "BUDGET_CAPS", "2, 3"),
    ),
    "an ambulance dearer than its cap": (
        [post("M1", "C2")],
        [("caps.csv", "R1,,caravans,10000.00", "R1,P1,upkeep,839.00")],
        (2, "kind", "BUDGET_CAPS", "2"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_pins_that_can_be_kept_are_no_fault(tiny: Path, name: str) -> None:
    pin(tiny, *KEPT[name])
    assert broken(tiny) == []


@pytest.mark.parametrize("name", BREAKING)
def test_pins_that_break_a_rule_are_told_with_the_rule(tiny: Path, name: str) -> None:
    pins, edits, fault = BREAKING[name]
    pin(tiny, pins, edits)
    assert broken(tiny) == [fault]


@pytest.mark.parametrize(("language", "words"), [("fr", "jours ouverts"), ("ar", "المفتوحة"), ("en", "open days")])
def test_a_broken_rule_is_told_in_words(tiny: Path, language: Language, words: str) -> None:
    pin(tiny, [tour("01-13", "A")], [])
    fault = faults_in(tiny)[0]
    assert words in sentence(fault, language)
    assert mend(fault, language)


def test_one_pin_is_told_as_one_and_several_with_all_their_rows(tiny: Path) -> None:
    pin(tiny, [tour("01-13", "A")], [])
    told_alone = sentence(faults_in(tiny)[0], "fr")
    assert told_alone.startswith("Épingle impossible à respecter. Cette règle serait enfreinte : ")
    pin(tiny, [tour("01-15", "A"), tour("01-15", "B")], [])
    together = next(fault for fault in faults_in(tiny) if fault.code == "pins_break_rule")
    assert sentence(together, "fr").startswith("Épingles impossibles à respecter ensemble (lignes 2, 3). ")
    assert sentence(together, "ar").startswith(f"عناصر مثبتة لا يمكن احترامها معا (الأسطر {isolated('2, 3', 'ar')}). ")


def test_faults_elsewhere_hide_no_pin_and_cause_none(tiny: Path) -> None:
    spoiled = [
        ("staff.csv", "S02,Brahim,nurse", "S02,Brahim,infirmier"),
        ("travel.csv", "95,54.5", "none,54.5"),
        ("closures.csv", "2024-01-26", "26/01/2024"),
        ("catchments.csv", "D3,B", "D9,B"),
    ]
    pins = [tour("01-13", "A"), tour("01-24", "B"), duty("S01", "01-30"), duty("S02", "01-15")]
    pin(tiny, pins, spoiled)
    assert told(faults_in(tiny)) == [
        ("catchments.csv", 4, "douar", "D9", "unknown_code"),
        ("closures.csv", 2, "to", "26/01/2024", "not_a_date"),
        ("pins.csv", 2, "date", "2024-01-13", "pin_breaks_rule"),
        ("pins.csv", 4, "date", "2024-01-30", "pin_breaks_rule"),
        ("staff.csv", 3, "profession", "infirmier", "not_one_of"),
        ("travel.csv", 2, "minutes", "none", "not_a_number"),
    ]


def test_pins_wait_until_the_season_is_known(tiny: Path) -> None:
    pin(tiny, [tour("01-13", "A")], [("campaign.toml", "start = 2024-01-08", 'start = "winter"')])
    assert told(faults_in(tiny)) == [("campaign.toml", 5, "campaign.start", "winter", "not_a_date")]
