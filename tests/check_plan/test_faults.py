"""A fault says where it stands, what was expected and what was found, in three languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.check_plan import check_plan, explain_fault
from planner.check_plan.shape import KEYS, LINKS
from planner.domain.campaign import Pin
from planner.domain.catalogue import bare
from planner.domain.plan import PLAN_TABLES
from planner.domain.rules import Rule
from planner.errors import Fault, Language
from tests.check_plan.test_every_rule import SPOILINGS
from tests.check_plan.tiny_campaign import CAMPAIGN, at, drives, on
from tests.check_plan.tiny_plan import PLAN, RUN, campaign, changed, plan


def test_a_fault_stands_in_the_row_and_cell_of_a_spreadsheet() -> None:
    late = plan(tours=changed(PLAN.tours, 2, end=at("12:11")))
    assert check_plan(late, CAMPAIGN, drives(CAMPAIGN)) == (
        Fault("tours.csv", 4, "end", "12:11", "TRAVEL_TIMES", (("expected", "12:10"), ("got", "12:11"))),
    )


def test_a_fault_of_a_whole_table_has_no_row() -> None:
    (fault,) = check_plan(plan(budget=PLAN.budget[1:]), CAMPAIGN, drives(CAMPAIGN))
    assert (fault.file, fault.row, dict(fault.details)) == (
        "budget.csv", 0, {"expected": "90.75", "got": "0", "about": "tour U@2024-01-08 fuel"},
    )  # fmt: skip


def test_a_fault_of_a_pin_stands_in_the_campaign() -> None:
    pins = (*CAMPAIGN.pins, Pin(kind="caravan", caravan="K", site="SOUK", date=on("01-22")))
    (fault,) = check_plan(PLAN, campaign(pins=pins), drives(CAMPAIGN))
    assert (fault.file, fault.row, fault.value) == ("pins.csv", 7, "caravan")


@pytest.mark.parametrize(
    ("language", "broken", "words"),
    [
        (
            "fr", "Règle enfreinte : ",
            "L'arrivée est le dernier départ plus les minutes du trajet. (attendu : 12:10 – trouvé : 12:11)",
        ),
        (
            "ar", "قاعدة خرقت: ",
            "وقت الوصول هو آخر انطلاق مضافة إليه دقائق المسافة. (المنتظر: 12:10 – الموجود: 12:11)",
        ),
        (
            "en", "A rule is broken: ",
            "Arrival is the last departure plus the drive's minutes. (expected: 12:10 – got: 12:11)",
        ),
    ],
)  # fmt: skip
def test_a_fault_is_explained_in_three_languages(language: Language, broken: str, words: str) -> None:
    (fault,) = check_plan(plan(tours=changed(PLAN.tours, 2, end=at("12:11"))), CAMPAIGN, drives(CAMPAIGN))
    assert bare(explain_fault(fault, language)) == f"{broken}{words}"
    assert ("\u206812:11\u2069" in explain_fault(fault, language)) is (language == "ar")


@pytest.mark.parametrize("rule", SPOILINGS, ids=lambda rule: rule.name)
def test_every_fault_has_a_file_and_plain_words(rule: Rule) -> None:
    case = SPOILINGS[rule]
    for fault in check_plan(case.plan, case.campaign, drives(case.campaign), case.run):
        assert fault.file.partition(".")[0] in {"plan", "pins", *(table.name for table in PLAN_TABLES)}
        assert not any("<" in text or "None" in text for _, text in fault.details)
        assert explain_fault(fault, "fr").startswith(f"Règle enfreinte : {rule.sentence('fr')}")


COLUMNS = [(table, column) for table, columns in LINKS.items() for column in columns]


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=str)
def test_an_unknown_code_is_found_wherever_it_stands_and_nothing_else_is_judged(table: str, column: str) -> None:
    unknown = plan(**{table: changed(getattr(PLAN, table), 0, **{column: "X9"})})
    faults = check_plan(unknown, CAMPAIGN, drives(CAMPAIGN), RUN)
    assert {fault.code for fault in faults} == {"REFERENCES"}
    assert (f"{table}.csv", 2, column.rstrip("_")) in {(fault.file, fault.row, fault.column) for fault in faults}


def test_a_stop_on_no_day_of_its_tour_is_a_wrong_reference() -> None:
    stray = plan(stops=changed(PLAN.stops, 4, date=on("02-05")))
    assert [(fault.code, fault.row) for fault in check_plan(stray, CAMPAIGN, drives(CAMPAIGN))] == [("REFERENCES", 6)]


@pytest.mark.parametrize("table", KEYS)
def test_a_row_that_is_there_twice_is_found_where_it_stands_again(table: str) -> None:
    rows = getattr(PLAN, table)
    faults = check_plan(plan(**{table: (*rows, replace(rows[0]))}), CAMPAIGN, drives(CAMPAIGN))
    assert [(fault.code, fault.file, fault.row) for fault in faults] == [("UNIQUE_ROWS", f"{table}.csv", len(rows) + 2)]


def test_a_plan_without_tables_is_told_what_it_lacks() -> None:
    empty = plan(**{table.name: () for table in PLAN_TABLES})
    assert {"MANDATORY_CARAVANS", "UNSERVED", "INDICATORS", "OBJECTIVE", "PINS"} == {
        fault.code for fault in check_plan(empty, CAMPAIGN, drives(CAMPAIGN))
    } - {"OPERATIONS"}
