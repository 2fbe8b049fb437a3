"""A whole plan by hand: it passes the checker whatever a campaign says, keeps what is pinned, and wastes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from geodata.travel import TravelTimes
from planner.assemble import assemble
from planner.check_plan import check_plan
from planner.derive import derive
from planner.domain.calendar import build_calendar
from planner.domain.campaign import Campaign
from planner.domain.catchments import build_catchments, travel_times
from planner.domain.plan import Plan
from planner.domain.solve_settings import SolveSettings
from planner.pipeline.read import read_campaign
from planner.problem import Problem, build_problem
from planner.problem.answer import Choices
from planner.problem.roster import Duty, StaffProblem
from planner.solve import man
from planner.solve.assign_duties import DutyAnswer, assign_duties
from planner.solve.by_hand import heed_duties, plan_by_hand
from tests.tiny import edit, write_tiny

SETTINGS = SolveSettings(seconds=10, deterministic=True)
Change = Callable[[Path], None]


def leave_as_it_is(folder: Path) -> None:
    """Change nothing."""


def send_people_home(folder: Path) -> None:
    """Leave no staff table, so that there is no roster."""
    (folder / "staff.csv").unlink()
    (folder / "leave.csv").unlink()


def owe_the_caravan(folder: Path) -> None:
    """Make the caravan mandatory, and money so short that tours alone would take all."""
    edit(folder / "caravans.csv", ",fixed_mad\n", ",fixed_mad,mandatory\n")
    edit(folder / "caravans.csv", ",9000.00\n", ",9000.00,1\n")
    edit(folder / "campaign.toml", "total_mad = 60000.00", "total_mad = 10500.00")


def make_money_short(folder: Path) -> None:
    """Let money allow a few stops."""
    edit(folder / "campaign.toml", "total_mad = 60000.00", "total_mad = 3000.00")


def pin_all_kinds(folder: Path) -> None:
    """Pin a tour, a caravan, an ambulance for a while and a person."""
    rows = [
        "tour,U1,2024-01-17,A,,,,,,,",
        "duty,U1,2024-01-17,,,,,,,,S02",
        "caravan,,2024-01-30,,K1,C2,,,,,",
        "ambulance,,,,,,M1,C2,2024-01-15,2024-01-20,",
    ]
    header = "kind,unit,date,points,caravan,site,ambulance,centre,from,to,staff"
    (folder / "pins.csv").write_text("\n".join([header, *rows, ""]), "utf-8")


def pin_people_alone(folder: Path) -> None:
    """Pin a person to a unit's day and one to a day of a caravan, which nothing else says must be."""
    rows = ["duty,U1,2024-01-16,,S02", "duty,,2024-02-01,K1,S09"]
    (folder / "pins.csv").write_text("\n".join(["kind,unit,date,caravan,staff", *rows, ""]), "utf-8")


def pin_people_to_what_is_not_worth_it(folder: Path) -> None:
    """Pin them where nothing that anybody does is worth anything."""
    pin_people_alone(folder)
    nothing = "value_mad_per_person = { red = 0, orange = 0, yellow = 0, none = 0 }\ncaravan_value_mad_per_person = 0\n"
    edit(folder / "campaign.toml", "gap_min_days", nothing + "gap_min_days")


def pin_what_leaves_no_money_for_more(folder: Path) -> None:
    """Owe a caravan and pin a tour that the money just pays for together."""
    owe_the_caravan(folder)
    edit(folder / "campaign.toml", "total_mad = 10500.00", "total_mad = 10600.00")
    (folder / "pins.csv").write_text("kind,unit,date,points\ntour,U1,2024-01-17,A\n", "utf-8")


class Hand:
    """A campaign, what is planned of it by hand, and the plan that comes of that."""

    def __init__(self, folder: Path, change: Change) -> None:
        change(write_tiny(folder))
        self.campaign: Campaign = read_campaign(folder)
        head = self.campaign.settings.campaign
        self.catchments = build_catchments(self.campaign)
        self.travel: TravelTimes = travel_times(self.campaign, self.catchments)
        self.calendar = build_calendar(self.campaign.settings.calendar, head.start, head.end)
        self.problem: Problem = build_problem(self.campaign, self.catchments, self.travel, self.calendar)
        self.chosen: Choices = plan_by_hand(self.problem, SETTINGS)

    def plan(self) -> Plan:
        """Return the plan."""
        decisions = assemble(self.chosen, self.problem, self.campaign, self.catchments)
        return derive(self.campaign, self.catchments, self.travel, self.calendar, decisions)


@pytest.fixture
def by_hand(tmp_path: Path) -> Callable[[Change], Hand]:
    """Plan the tiny campaign by hand, changed in some way."""
    return lambda change: Hand(tmp_path / change.__name__, change)


EVERY_CHANGE = [
    leave_as_it_is,
    send_people_home,
    owe_the_caravan,
    make_money_short,
    pin_all_kinds,
    pin_people_alone,
    pin_people_to_what_is_not_worth_it,
    pin_what_leaves_no_money_for_more,
]


@pytest.mark.parametrize("change", EVERY_CHANGE)
def test_a_hand_plan_passes_the_checker(by_hand: Callable[[Change], Hand], change: Change) -> None:
    hand = by_hand(change)
    plan = hand.plan()
    assert check_plan(plan, hand.campaign, hand.travel) == ()
    assert plan_by_hand(hand.problem, SETTINGS) == hand.chosen


def test_everything_that_the_tiny_campaign_wants_is_served(by_hand: Callable[[Change], Hand]) -> None:
    plan = by_hand(leave_as_it_is).plan()
    assert plan.indicators["visits_counted"] == plan.indicators["visits_wanted"]
    assert (plan.indicators["caravans_held"], plan.indicators["covered_60"]) == (1, 3)


@pytest.mark.parametrize(
    ("pins", "parted"),
    [
        (("S04,U1,2024-01-17", "S10,U1,2024-01-18"), ((0, 9),)),
        (("S04,U1,2024-01-17", "S04,U1,2024-01-18"), ()),
        (("S04,U1,2024-01-17", "S01,U1,2024-01-18"), ()),
        (("S04,U1,2024-01-17", "S10,U1,2024-01-19"), ()),
        ((), ()),
    ],
)
def test_a_unit_comes_home_where_pins_give_its_next_day_to_another_crew(
    by_hand: Callable[[Change], Hand], pins: tuple[str, ...], parted: tuple[tuple[int, int], ...]
) -> None:
    def pin(folder: Path) -> None:
        rows = [f"duty,{each}" for each in pins]
        (folder / "pins.csv").write_text("\n".join(["kind,staff,unit,date", *rows, ""]), "utf-8")

    assert heed_duties(by_hand(pin).problem).tours[0].parted == parted


def test_a_caravan_that_is_owed_is_held_before_tours_take_the_money(by_hand: Callable[[Change], Hand]) -> None:
    assert len(by_hand(owe_the_caravan).chosen.caravans) == 1


def test_a_caravan_waits_for_tours_where_money_is_short(by_hand: Callable[[Change], Hand]) -> None:
    def half(folder: Path) -> None:
        edit(folder / "campaign.toml", "total_mad = 60000.00", "total_mad = 10500.00")

    chosen = by_hand(half).chosen
    assert chosen.caravans == ()
    assert sum(map(len, chosen.tours.values())) > 2


def test_caravans_that_need_the_same_specialist_are_held_one_after_the_other(by_hand: Callable[[Change], Hand]) -> None:
    def add_a_caravan(folder: Path) -> None:
        edit(folder / "caravans.csv", "", "K2,dental,R1,2,2024-01-20,2024-02-11,,40,15,500.00\n")

    one, other = by_hand(add_a_caravan).chosen.caravans
    assert abs(one.first_day - other.first_day) >= 2


def test_what_one_province_leaves_over_goes_to_the_other(by_hand: Callable[[Change], Hand]) -> None:
    def ground_the_second(folder: Path) -> None:
        edit(folder / "campaign.toml", "total_mad = 60000.00", "total_mad = 8000.00")
        edit(folder / "units.csv", "U2,P2,C3,track,2,60,\n", "")

    plan = by_hand(ground_the_second).plan()
    assert {row.province for row in plan.tours} == {"P1"}
    assert plan.indicators["money_by_chapter"]["medicines"] > 0
    assert plan.indicators["visits_counted"] == 6


def test_what_cannot_be_manned_is_dropped_and_the_rest_keeps_its_people(
    by_hand: Callable[[Change], Hand], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = by_hand(leave_as_it_is)

    def give_up_one_of_each(staff: StaffProblem, duties: Sequence[Duty], settings: SolveSettings) -> DutyAnswer:
        answer = assign_duties(staff, duties, settings)
        unmanned = (1, len(duties) - 1)
        services = tuple(service for service in answer.services if service.duty not in unmanned)
        return replace(answer, services=services, unmanned=unmanned)

    monkeypatch.setattr(man, "assign_duties", give_up_one_of_each)
    all_tours, hand.chosen = hand.chosen.tours, plan_by_hand(hand.problem, SETTINGS)
    assert (hand.chosen.caravans, hand.chosen.uses) == ((), ())
    assert hand.chosen.tours[0] == (all_tours[0][0], *all_tours[0][2:])
    assert check_plan(hand.plan(), hand.campaign, hand.travel) == ()
