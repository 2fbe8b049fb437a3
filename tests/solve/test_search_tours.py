"""The search for tours: its sums, its chains and its limits after any number of moves."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest

from planner.domain.columns import PROFESSIONS
from planner.problem.answer import DayChoice, TourChoice
from planner.problem.chapters import MEDICINES
from planner.problem.limits import TourLimits
from planner.problem.schedule import build_clockwork, schedule_day
from planner.problem.tours import TourProblem
from planner.solve.by_hand.tours import plan_tours_by_hand, worth_of_tours
from planner.solve.tours.anneal import Effort, Search, anneal_tours, value_tours
from tests.problem.small_tours import make_tours, no_limits, one_day

NO_PRICES = np.ones(5)


def province(seed: int = 1) -> TourProblem:
    """Return six points, two units, two lodgings and four weeks."""
    chance = np.random.default_rng(seed)
    places = chance.integers(0, 80, (9, 2))
    drives = np.abs(places[:, None] - places[None]).sum(-1)
    population = chance.integers(60, 300, 6).astype(np.int32)
    return make_tours(
        drives,
        6,
        n_units=2,
        n_days=28,
        lodging=np.array([0, 2, 4], np.int32),
        max_nights=2,
        days_per_week=4,
        population=population,
        demand=np.array([(population[0] + population[1]) // 4, *(population[1:] // 4)], np.int32),
        douar_points=((0,), (0, 1), (2,), (3,), (4,), (5,)),
        wanted=chance.integers(1, 4, 6).astype(np.int32),
        gap_min_days=5,
    )


def few_people(problem: TourProblem) -> TourLimits:
    """Return limits of a doctor a day, six in a week, and two caps."""
    limits, doctor = no_limits(problem), PROFESSIONS.index("doctor")
    limits.crew_on_day[doctor], limits.crew_in_week[doctor], limits.crew_in_season[doctor] = 2, 6, 18
    chapters = np.array([[True, False, False, True, False], [True] * 5])
    return replace(limits, cap_chapters=chapters, cap_left=np.array([200_000.0, 900_000.0]))


def check_tours(problem: TourProblem, limits: TourLimits, tours: tuple[TourChoice, ...]) -> None:
    """Assert that tours keep every rule of their province."""
    clock, doctor = build_clockwork(problem), PROFESSIONS.index("doctor")
    busy = np.zeros((len(problem.units.base), problem.n_days), int)
    asleep = np.zeros((len(problem.lodging), problem.n_days), int)
    for tour in tours:
        base = problem.units.base[tour.unit]
        assert (tour.days[0].start, tour.days[-1].end) == (base, base)
        assert all(one.end == other.start != base for one, other in pairwise(tour.days))
        assert len(tour.days) - 1 <= problem.max_nights
        assert any(day.points for day in tour.days)
        for day, choice in enumerate(tour.days, tour.first_day):
            assert problem.units.available[tour.unit, day]
            busy[tour.unit, day] += 1
            assert len(set(choice.points)) == len(choice.points)
            assert all(problem.served[point, day] for point in choice.points)
            for point, seen in zip(choice.points, choice.consultations, strict=True):
                assert problem.least_to_count[point, tour.unit] <= seen <= problem.demand[point]
            assert sum(choice.consultations) <= problem.units.consultations_per_day[tour.unit]
            assert schedule_day(clock, tour.unit, day, choice.start, choice.end, choice.points, choice.consultations)
            if choice.end != base:
                asleep[choice.end - problem.n_points, day] += problem.units.crew_size[tour.unit]
    assert busy.max() <= 1
    weeks = np.add.reduceat(busy, np.arange(0, problem.n_days, 7), axis=1)
    assert weeks.max() <= problem.days_per_week
    assert (asleep <= problem.lodging[:, None]).all()
    assert (busy.sum(0) <= limits.crew_on_day[doctor]).all()
    assert (weeks.sum(0) <= limits.crew_in_week[doctor]).all()
    assert busy.sum() <= limits.crew_in_season[doctor]


@pytest.mark.parametrize("seed", range(3))
def test_after_any_moves_every_sum_is_what_counting_again_gives_and_every_rule_is_kept(seed: int) -> None:
    problem = province(seed)
    limits = few_people(problem)
    search = Search(problem, limits, NO_PRICES, plan_tours_by_hand(problem, limits))
    seeds = np.array([seed + 77], np.uint64)
    nights = 0
    for heat in (1e7, 3e6, 1e6, 3e5, 1e5, 1e4, 1e3):
        search.run(seeds, 3000, heat, heat / 2)
        tours = search.answer().tours
        nights += sum(len(tour.days) - 1 for tour in tours)
        check_tours(problem, limits, tours)
        before = {name: getattr(search.tables, name).copy() for name in ("spent", "sums", "value", "persons")}
        counted = {
            name: getattr(search.tables, name).copy() for name in ("unit_week", "lodged", "crew_day", "ev_count")
        }
        again = Search(problem, limits, NO_PRICES, tours)
        for name, table in before.items():
            assert getattr(again.tables, name) == pytest.approx(table, abs=1e-3), name
        for name, table in counted.items():
            assert (getattr(again.tables, name) == table).all(), name
    assert nights


@pytest.mark.parametrize("seed", range(3))
def test_tours_are_worth_what_the_hand_plan_reckons_them_to_be(seed: int) -> None:
    problem = province(seed)
    for moves in (0, 5000):
        search = Search(problem, no_limits(problem), NO_PRICES, plan_tours_by_hand(problem, no_limits(problem)))
        search.run(np.array([3], np.uint64), max(1, moves), 1e5, 1e4)
        answer = search.answer()
        assert answer.objective == pytest.approx(-worth_of_tours(problem, answer.tours), rel=1e-4)


def test_tours_put_into_the_search_are_taken_out_as_they_were() -> None:
    problem = province()
    base, night = 6, 8
    tours = (
        TourChoice(
            0,
            1,
            (DayChoice(base, night, (2,), (20,)), DayChoice(night, night, (), ()), DayChoice(night, base, (3,), (9,))),
        ),
        one_day(problem, 8, (0, 31), (4, 12)),
        one_day(problem, 2, (1, 17), unit=1),
    )
    assert value_tours(problem, no_limits(problem), NO_PRICES, tours).tours == tours


@pytest.mark.parametrize("seed", range(4))
def test_a_douars_visits_are_the_stops_that_are_worth_most_of_all_sets_of_them(seed: int) -> None:
    chance = np.random.default_rng(seed)
    problem = make_tours(
        [[0, 5, 9], [5, 0, 9], [9, 9, 0]],
        2,
        n_days=28,
        n_units=2,
        douar_points=((0, 1),),
        population=np.array([160], np.int32),
        wanted=np.array([3], np.int32),
        worth=np.array([4000.0]),
        max_wait=np.array([7], np.int32),
        late_worth=np.array([float(chance.integers(0, 90_000))]),
        gap_min_days=int(chance.integers(1, 9)),
    )
    days = chance.choice(np.flatnonzero(problem.days.is_open), 8, replace=False)
    stops = [(int(day), int(chance.integers(0, 2)), int(chance.integers(20, 41))) for day in sorted(days)]
    tours = tuple(one_day(problem, day, (point, seen)) for day, point, seen in stops)

    def worth(counted: tuple[tuple[int, int, int], ...]) -> float:
        value = sum(seen * 160 // 40 * 4000.0 * 0.8**k for k, (_, _, seen) in enumerate(counted))
        marks = [0, *(day for day, _, _ in counted), 28]
        return value - sum(max(0, b - a - 1 - 7) for a, b in pairwise(marks)) * float(problem.late_worth[0])

    best = max(
        worth(counted)
        for size in range(4)
        for counted in combinations(stops, size)
        if all(b[0] - a[0] >= problem.gap_min_days for a, b in pairwise(counted))
    )
    answer = value_tours(problem, no_limits(problem), NO_PRICES, tours)
    assert answer.objective == pytest.approx(answer.spent.sum() - best)


def test_the_same_moves_find_the_same_tours() -> None:
    problem = province()
    limits = few_people(problem)
    start = plan_tours_by_hand(problem, limits)
    one, other = (
        anneal_tours(problem, limits, NO_PRICES, start, 1e5, Effort(0, 50_000), 5, lambda: True) for _ in range(2)
    )
    assert one.tours == other.tours
    assert one.keeps_caps
    assert (limits.cap_chapters @ one.spent <= limits.cap_left).all()


def test_a_pinned_day_is_where_it_was_however_hot_the_search() -> None:
    problem = province()
    pinned = replace(problem, pinned=((0, 7, (5, 2)), (1, 9, (3,))))
    limits = no_limits(problem)
    search = Search(pinned, limits, NO_PRICES, plan_tours_by_hand(pinned, limits))
    search.run(np.array([9], np.uint64), 20_000, 1e7, 1e6)
    there = {
        (tour.unit, day): choice.points
        for tour in search.answer().tours
        for day, choice in enumerate(tour.days, tour.first_day)
    }
    assert (there[0, 7], there[1, 9]) == ((5, 2), (3,))


def test_days_of_more_stops_than_the_search_adds_are_kept() -> None:
    quick = make_tours(np.full((9, 9), 2), 8, demand=np.full(8, 4, np.int32), setup_min=20)
    tours = (one_day(quick, 1, *((point, 4) for point in range(8))),)
    found = anneal_tours(quick, no_limits(quick), NO_PRICES, tours, 1e4, Effort(0, 1), 1, lambda: True)
    assert value_tours(quick, no_limits(quick), NO_PRICES, tours).tours == tours
    assert found.objective <= value_tours(quick, no_limits(quick), NO_PRICES, tours).objective
    check_tours(quick, no_limits(quick), found.tours)


def test_points_of_more_stops_than_usual_are_counted() -> None:
    problem = make_tours([[0, 9], [9, 0]], 1, n_days=70, wanted=np.array([50], np.int32), gap_min_days=1)
    tours = tuple(one_day(problem, int(day), (0, 40)) for day in np.flatnonzero(problem.days.is_open))
    assert len(tours) == 50
    found = value_tours(problem, no_limits(problem), NO_PRICES, tours)
    assert found.tours == tours
    assert found.spent[MEDICINES] == 50 * 40 * 1400


def test_a_unit_that_must_come_home_on_a_day_sleeps_nowhere_else_however_long_the_search() -> None:
    free = province(seed=7)
    limits, nights = no_limits(free), {}
    for parted in ((), tuple((unit, day) for unit in range(2) for day in range(free.n_days))):
        problem = replace(free, parted=parted)
        start = plan_tours_by_hand(problem, limits)
        found = anneal_tours(problem, limits, NO_PRICES, start, 200_000.0, Effort(0, 200_000), 1, lambda: True)
        for tours in (start, found.tours):
            nights[bool(parted), tours is start] = sum(len(tour.days) - 1 for tour in tours)
    assert nights[False, False] > 0
    assert nights[True, False] == nights[True, True] == 0
