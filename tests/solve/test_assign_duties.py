"""Crews are complete and keep every rule, or the cheapest duties are given up and told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product
from typing import Any, Final

import numpy as np
import pytest

from planner.domain.solve_settings import SolveSettings
from planner.problem.crew_days import crew_capacity, crew_load
from planner.problem.roster import NO_SKILL, Duty, DutyPin, StaffProblem
from planner.solve import assign_duties as module
from planner.solve.assign_duties import DutyAnswer, assign_duties

SETTINGS: Final = SolveSettings(seconds=10)
N_DAYS: Final = 14
DOCTOR, DRIVER, SPECIALIST, CARDIOLOGY = range(4)
"""Kinds: three professions, and a skill of the last."""
POOLS: Final = [[0, 1, 4, 5], [2, 3, 4, 5]]
"""Of two provinces of one region."""
ONE_DOCTOR, TWO_DOCTORS, PAIR, HEART, TWO_SPECIALISTS = range(5)
CREWS: Final = [[1, 0, 0, 0], [2, 0, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 2, 1]]


def person(profession: int, **other: Any) -> dict[str, Any]:
    """Return somebody of province 0 who may serve every day but the seventh in a row."""
    return {
        "profession": profession,
        "skill": NO_SKILL,
        "province": 0,
        "max_days_per_week": 7,
        "max_days": N_DAYS,
        "away": (),
    } | other


def staff_of(*people: dict[str, Any], pins: Sequence[DutyPin] = ()) -> StaffProblem:
    """Return a problem of two weeks that begin on a Monday."""

    def ints(name: str) -> Any:
        return np.array([each[name] for each in people], np.int32)

    available = np.ones((len(people), N_DAYS), bool)
    for number, each in enumerate(people):
        available[number, list(each["away"])] = False
    return StaffProblem(
        profession=ints("profession"),
        skill=ints("skill"),
        province=ints("province"),
        available=available,
        max_days_per_week=ints("max_days_per_week"),
        max_days=ints("max_days"),
        week=np.arange(N_DAYS, dtype=np.int32) // 7,
        profession_of=np.array([DOCTOR, DRIVER, SPECIALIST, SPECIALIST], np.int32),
        crew_needs=np.array(CREWS, np.int32),
        unit_crew=np.zeros(0, np.int32),
        caravan_crew=np.zeros(0, np.int32),
        pools=np.array(POOLS, np.int32),
        pins=tuple(pins),
    )


def tour(first_day: int, days: int = 1, crew: int = ONE_DOCTOR, source: int = 0, weight: int = 1) -> Duty:
    return Duty(0, crew, first_day, days, True, source, weight)


def caravan(first_day: int, days: int = 1, crew: int = ONE_DOCTOR, source: int = 0, weight: int = 1) -> Duty:
    return Duty(0, crew, first_day, days, False, source, weight)


def persons_on(answer: DutyAnswer) -> dict[tuple[int, int], set[int]]:
    """Return by duty and day who serves."""
    there = defaultdict(set)
    for service in answer.services:
        there[service.duty, service.day].add(service.person)
    return dict(there)


def may_all_serve(staff: StaffProblem, duties: Sequence[Duty], crews: dict[tuple[int, int], set[int]]) -> bool:
    """Return whether crews by duty and day keep the rules of each person's days."""
    days_of: dict[int, list[int]] = defaultdict(list)
    for (duty, day), crew in crews.items():
        for each in crew:
            days_of[each].append(day)
            pools = staff.pools[:, staff.profession[each]]
            if pools[staff.province[each]] != pools[duties[duty].province] or not staff.available[each, day]:
                return False
    return all(
        len(days) == len({*days}) <= staff.max_days[each]
        and max(Counter(day // 7 for day in days).values()) <= staff.max_days_per_week[each]
        and not any({*range(day, day + 7)} <= {*days} for day in days)
        for each, days in days_of.items()
    )


def is_crew(staff: StaffProblem, duty: Duty, crew: set[int]) -> bool:
    """Return whether some persons are the crew of a duty, complete and not more."""
    needs = staff.crew_needs[duty.crew]
    professions = [sum(staff.profession[each] == kind for each in crew) for kind in (DOCTOR, DRIVER, SPECIALIST)]
    hearts = sum(staff.skill[each] == CARDIOLOGY for each in crew)
    return bool(professions == needs[:3].tolist() and hearts >= needs[CARDIOLOGY])


def assert_keeps_rules(staff: StaffProblem, duties: Sequence[Duty], answer: DutyAnswer) -> None:
    crews = persons_on(answer)
    assert may_all_serve(staff, duties, crews)
    for number, duty in enumerate(duties):
        of_days = [crews.get((number, duty.first_day + day), set()) for day in range(duty.days)]
        if number in answer.unmanned:
            assert not any(of_days)
            continue
        assert all(is_crew(staff, duty, crew) for crew in of_days)
        assert not duty.is_tour or all(crew == of_days[0] for crew in of_days)


def can_be_manned(staff: StaffProblem, duties: Sequence[Duty], kept: Sequence[int]) -> bool:
    """Try every crew for every shift of some duties."""
    shifts = []
    for number in kept:
        days = range(duties[number].first_day, duties[number].first_day + duties[number].days)
        shifts += [(number, days)] if duties[number].is_tour else [(number, range(day, day + 1)) for day in days]

    def crews_of(duty: Duty) -> Iterator[set[int]]:
        size = int(staff.crew_needs[duty.crew, :3].sum())
        return ({*crew} for crew in combinations(range(len(staff.profession)), size) if is_crew(staff, duty, {*crew}))

    def go_on(place: int, crews: dict[tuple[int, int], set[int]]) -> bool:
        if place == len(shifts):
            return True
        number, days = shifts[place]
        further = (crews | {(number, day): crew for day in days} for crew in crews_of(duties[number]))
        return any(may_all_serve(staff, duties, each) and go_on(place + 1, each) for each in further)

    return go_on(0, {})


def least_given_up(staff: StaffProblem, duties: Sequence[Duty]) -> tuple[int, int]:
    """Return weight and number of what must be given up, by trying every set of duties."""
    return min(
        (sum(duty.weight for duty, is_kept in zip(duties, chosen, strict=True) if not is_kept), chosen.count(False))
        for chosen in product((True, False), repeat=len(duties))
        if can_be_manned(staff, duties, [number for number, is_kept in enumerate(chosen) if is_kept])
    )


def test_a_crew_is_complete_and_not_more() -> None:
    staff = staff_of(person(DOCTOR), person(DOCTOR), person(DOCTOR), person(DRIVER), person(DRIVER))
    duties = [tour(0, 3, PAIR), tour(1, 2, ONE_DOCTOR, source=1), caravan(4, 2, TWO_DOCTORS)]
    answer = assign_duties(staff, duties, SETTINGS)
    assert answer.unmanned == ()
    assert_keeps_rules(staff, duties, answer)
    assert list(answer.services) == sorted(answer.services)


def test_a_caravan_may_change_its_persons_from_day_to_day_and_a_tour_may_not() -> None:
    staff = staff_of(person(DOCTOR, max_days=1), person(DOCTOR, max_days=1))
    assert assign_duties(staff, [caravan(0, 2)], SETTINGS).unmanned == ()
    assert assign_duties(staff, [tour(0, 2)], SETTINGS).unmanned == (0,)


ALONE: Final = {
    "another province": (person(DOCTOR), person(DOCTOR, province=1), [tour(3, 2)]),
    "another profession": (person(DOCTOR), person(DRIVER), [tour(3, 2)]),
    "away on a day": (person(DOCTOR), person(DOCTOR, away=[4]), [tour(3, 2)]),
    "days of a week": (
        person(DOCTOR, max_days_per_week=4),
        person(DOCTOR, max_days_per_week=3),
        [tour(0, 2), tour(4, 2)],
    ),
    "days of the season": (person(DOCTOR, max_days=4), person(DOCTOR, max_days=3), [tour(0, 2), tour(7, 2)]),
    "another specialty": (
        person(SPECIALIST, skill=CARDIOLOGY),
        person(SPECIALIST),
        [tour(3, 2, HEART)],
    ),
}


@pytest.mark.parametrize(("fit", "unfit", "duties"), ALONE.values(), ids=ALONE.keys())
def test_each_rule_alone_makes_a_duty_impossible(
    fit: dict[str, Any], unfit: dict[str, Any], duties: list[Duty]
) -> None:
    assert assign_duties(staff_of(fit), duties, SETTINGS).unmanned == ()
    answer = assign_duties(staff_of(unfit), duties, SETTINGS)
    assert len(answer.unmanned) == 1


def test_a_week_ends_on_sunday() -> None:
    staff = staff_of(person(DOCTOR, max_days_per_week=2))
    assert assign_duties(staff, [tour(5, 2), tour(7, 2)], SETTINGS).unmanned == ()
    assert len(assign_duties(staff, [tour(4, 2), tour(6, 2)], SETTINGS).unmanned) == 1


def test_nobody_serves_seven_days_in_a_row() -> None:
    staff = staff_of(person(DOCTOR))
    six = [tour(4, 3), tour(7, 3)]
    assert assign_duties(staff, six, SETTINGS).unmanned == ()
    for other in (tour(3), tour(10)):
        assert len(assign_duties(staff, [*six, other], SETTINGS).unmanned) == 1


def test_nobody_has_two_duties_on_one_day() -> None:
    duties = [tour(0, 3), tour(2, 2, source=1)]
    assert len(assign_duties(staff_of(person(DOCTOR)), duties, SETTINGS).unmanned) == 1
    assert assign_duties(staff_of(person(DOCTOR), person(DOCTOR)), duties, SETTINGS).unmanned == ()


def test_a_specialist_serves_in_all_provinces_of_the_region() -> None:
    staff = staff_of(person(SPECIALIST, skill=CARDIOLOGY, province=1))
    assert assign_duties(staff, [caravan(0, 2, HEART)], SETTINGS).unmanned == ()


def test_a_seat_without_specialty_takes_anybody_whom_no_named_seat_needs() -> None:
    heart, other = person(SPECIALIST, skill=CARDIOLOGY), person(SPECIALIST)
    duties = [caravan(0, 1, TWO_SPECIALISTS)]
    assert assign_duties(staff_of(heart, other), duties, SETTINGS).unmanned == ()
    assert assign_duties(staff_of(heart, heart), duties, SETTINGS).unmanned == ()
    assert assign_duties(staff_of(other, other), duties, SETTINGS).unmanned == (0,)
    two_at_once = [caravan(0, 1, TWO_SPECIALISTS), caravan(0, 1, HEART, source=1)]
    assert assign_duties(staff_of(heart, other, heart), two_at_once, SETTINGS).unmanned == ()


def test_a_pinned_person_serves_on_all_days_of_the_tour_though_others_are_less_burdened() -> None:
    pins = [DutyPin(1, 4, True, 7)]
    staff = staff_of(person(DOCTOR), person(DOCTOR, max_days=3), pins=pins)
    answer = assign_duties(staff, [tour(3, 2, source=7), tour(3, 2, source=8)], SETTINGS)
    assert persons_on(answer) == {(0, 3): {1}, (0, 4): {1}, (1, 3): {0}, (1, 4): {0}}
    assert answer.unmanned == ()


def test_a_pinned_person_serves_on_that_day_of_the_caravan() -> None:
    staff = staff_of(person(DOCTOR), person(DOCTOR, max_days=3), pins=[DutyPin(1, 4, False, 7)])
    answer = assign_duties(staff, [caravan(3, 2, source=7)], SETTINGS)
    assert 1 in persons_on(answer)[0, 4]


def test_a_pin_is_for_the_tour_of_its_day_alone() -> None:
    staff = staff_of(person(DOCTOR), person(DOCTOR, max_days=1), pins=[DutyPin(1, 8, True, 7)])
    answer = assign_duties(staff, [tour(3, 1, source=7), tour(8, 1, source=7)], SETTINGS)
    assert persons_on(answer) == {(0, 3): {0}, (1, 8): {1}}


def test_a_pin_is_kept_though_another_roster_would_man_more() -> None:
    staff = staff_of(person(DOCTOR, max_days=1), person(DOCTOR, away=[5]), pins=[DutyPin(0, 3, True, 7)])
    answer = assign_duties(staff, [tour(3, source=7), tour(5, source=8)], SETTINGS)
    assert persons_on(answer) == {(0, 3): {0}}
    assert answer.unmanned == (1,)


def test_pinned_persons_are_put_aside_before_anybody_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WORK", 0.0)
    staff = staff_of(person(DOCTOR), person(DOCTOR, max_days=3), pins=[DutyPin(0, 3, True, 7)])
    answer = assign_duties(staff, [tour(2, 3, source=8), tour(3, source=7)], SETTINGS)
    assert answer.unmanned == ()
    assert 0 in persons_on(answer)[1, 3]


def test_a_duty_with_a_pin_is_given_up_last() -> None:
    duties = [tour(3, 1, PAIR, source=7, weight=1), tour(3, 1, PAIR, source=8, weight=1_000_000)]
    for pinned in (0, 1):
        staff = staff_of(person(DOCTOR), person(DRIVER), person(DRIVER), pins=[DutyPin(pinned, 3, True, 7)])
        answer = assign_duties(staff, duties, SETTINGS)
        assert answer.unmanned == (1,)
        assert pinned in persons_on(answer)[0, 3]


def test_pins_that_cannot_be_kept_stop_nothing() -> None:
    no_such_duty, away, of_caravan = DutyPin(0, 9, True, 7), DutyPin(1, 3, True, 7), DutyPin(0, 3, False, 7)
    staff = staff_of(person(DOCTOR), person(DOCTOR, away=[3]), pins=[no_such_duty, away, of_caravan])
    answer = assign_duties(staff, [tour(3, 2, source=7)], SETTINGS)
    assert (answer.unmanned, persons_on(answer)) == ((), {(0, 3): {0}, (0, 4): {0}})


def test_the_cheapest_duty_is_given_up_and_nobody_serves_on_it() -> None:
    staff = staff_of(person(DOCTOR), person(DRIVER))
    duties = [tour(0, 2, PAIR, source=number, weight=weight) for number, weight in enumerate((30, 10, 20))]
    answer = assign_duties(staff, [*duties, tour(5, 2, PAIR)], SETTINGS)
    assert answer.unmanned == (1, 2)
    assert {service.duty for service in answer.services} == {0, 3}


def test_two_pools_that_are_too_small_give_up_one_duty_that_frees_both() -> None:
    staff = staff_of(person(DOCTOR), person(DRIVER))
    doctor_alone, both, driver_too = tour(0, 1, weight=2), tour(0, 3, PAIR, 1, weight=3), tour(2, 1, PAIR, 2, weight=2)
    assert assign_duties(staff, [doctor_alone, both, driver_too], SETTINGS).unmanned == (1,)


def test_of_equal_weights_the_fewest_duties_are_given_up() -> None:
    duties = [tour(0, 3, weight=0), tour(0, 1, weight=0), tour(2, 1, weight=0)]
    assert assign_duties(staff_of(person(DOCTOR)), duties, SETTINGS).unmanned == (0,)


def test_days_are_spread_in_proportion_to_what_each_may_serve() -> None:
    staff = staff_of(person(DOCTOR, max_days=4), person(DOCTOR, max_days=8), person(DOCTOR, max_days=2))
    answer = assign_duties(staff, [tour(day) for day in range(7)], SETTINGS)
    assert Counter(service.person for service in answer.services) == {0: 2, 1: 4, 2: 1}


def test_days_are_spread_anew_when_a_duty_is_given_up() -> None:
    staff = staff_of(person(DOCTOR), person(DRIVER), person(DRIVER))
    duties = [tour(0, 5, PAIR), *(tour(day, 1, PAIR, source=1) for day in range(5))]
    answer = assign_duties(staff, duties, SETTINGS)
    assert answer.unmanned == (0,)
    assert sorted(Counter(service.person for service in answer.services).values()) == [2, 3, 5]


def test_without_staff_there_is_no_roster_and_nothing_is_unmanned() -> None:
    assert assign_duties(staff_of(), [tour(0)], SETTINGS) == DutyAnswer((), ())


def test_without_work_left_a_roster_still_keeps_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WORK", 0.0)
    staff = staff_of(person(DOCTOR), person(DRIVER))
    duties = [tour(0, 2, PAIR), tour(1, 2, PAIR, source=1)]
    answer = assign_duties(staff, duties, SETTINGS)
    assert len(answer.unmanned) >= 1
    assert_keeps_rules(staff, duties, answer)


def test_no_less_work_gives_up_less(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(3)
    people = [person(DOCTOR, max_days=each, max_days_per_week=3) for each in chance.integers(3, 6, 12).tolist()]
    people += [person(DRIVER, max_days=each) for each in chance.integers(3, 6, 9).tolist()]
    choices = zip(*(chance.integers(0, most, 40).tolist() for most in (11, 3, 90)), strict=True)
    duties = [
        tour(first_day, 1 + more, PAIR, source, weight) for source, (first_day, more, weight) in enumerate(choices)
    ]
    lost = {}
    for work in (0.0, 0.01, 0.02, 0.03, 0.04, 10.0):
        monkeypatch.setattr(module, "WORK", work)
        answer = assign_duties(staff_of(*people), duties, SETTINGS)
        assert_keeps_rules(staff_of(*people), duties, answer)
        lost[work] = sum(duties[number].weight for number in answer.unmanned)
    assert min(lost.values()) == lost[10.0] < lost[0.0]


def random_case(seed: int) -> tuple[StaffProblem, list[Duty]]:
    """Return a few persons who can do a little, and a few duties that may be too many."""
    chance = np.random.default_rng(seed)
    people = [
        person(
            profession := int(chance.choice([DOCTOR, DOCTOR, DRIVER, SPECIALIST])),
            skill=CARDIOLOGY if profession == SPECIALIST and chance.random() < 0.6 else NO_SKILL,
            province=int(chance.random() < 0.2),
            max_days_per_week=int(chance.integers(1, 6)),
            max_days=int(chance.integers(1, 8)),
            away=chance.choice(N_DAYS, 2).tolist() if chance.random() < 0.5 else (),
        )
        for _ in range(6)
    ]
    duties = []
    for number in range(5):
        days = int(chance.integers(1, 4))
        first_day = int(chance.integers(0, 9 - days))
        duty = Duty(
            int(chance.random() < 0.2), int(chance.integers(5)), first_day, days, bool(chance.random() < 0.7), number
        )
        duties.append(duty._replace(weight=int(chance.integers(0, 4))))
    return staff_of(*people), duties


@pytest.mark.parametrize("seed", range(60))
def test_no_other_roster_gives_up_less(seed: int) -> None:
    staff, duties = random_case(seed)
    answer = assign_duties(staff, duties, SETTINGS)
    assert_keeps_rules(staff, duties, answer)
    given_up = sum(duties[number].weight for number in answer.unmanned), len(answer.unmanned)
    assert given_up == least_given_up(staff, duties)


@pytest.mark.parametrize("seed", range(60))
def test_what_is_manned_stays_within_what_crews_can_give(seed: int) -> None:
    staff, duties = random_case(seed)
    unmanned = assign_duties(staff, duties, SETTINGS).unmanned
    manned = [duty for number, duty in enumerate(duties) if number not in unmanned]
    left = crew_capacity(staff).less(crew_load(staff, manned))
    assert all((each >= 0).all() for each in (left.persons_by_day, left.days_by_week, left.days_in_season))


def test_the_same_duties_and_seed_give_the_same_roster() -> None:
    for seed in range(5):
        staff, duties = random_case(seed)
        assert assign_duties(staff, duties, SETTINGS) == assign_duties(replace(staff), [*duties], SETTINGS)
