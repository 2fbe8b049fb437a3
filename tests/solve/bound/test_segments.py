"""The pool of day segments, against every order of every set of stops."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise, permutations

import numpy as np
import pytest

from planner.problem.schedule import build_clockwork, schedule_day
from planner.problem.tours import FAR, TourProblem
from planner.solve.bound.segments import HOME, IN, MIDDLE, OUT, SegmentPool, build_pools
from planner.solve.bound.set_paths import DayRoom, PoolTooLargeError
from tests.problem.small_tours import make_tours

MANY = 100_000


def random_province(seed: int, n_points: int = 4) -> TourProblem:
    """Return a province whose drives are any numbers: asymmetric, some missing, breaking the triangle inequality."""
    chance = np.random.default_rng(seed)
    drives = chance.integers(5, 120, (n_points + 3, n_points + 3))
    drives[chance.random(drives.shape) < 0.1] = FAR
    np.fill_diagonal(drives, 0)
    return make_tours(
        drives,
        n_points,
        foot_min=chance.integers(0, 15, n_points).astype(np.int32),
        demand=chance.integers(10, 60, n_points).astype(np.int32),
        lodging=np.array([0, 4, 4], np.int32),
        max_nights=2,
    )


def by_set(pool: SegmentPool) -> dict[tuple[int, int, tuple[int, ...]], int]:
    """Return the number of each segment by its kind, group and set of points."""
    return {
        (int(pool.kind[each]), int(pool.group[each]), tuple(map(int, pool.points[each, : pool.n_stops[each]]))): each
        for each in range(len(pool))
    }


def ends_of(problem: TourProblem, kind: int, group: int) -> list[tuple[int, int]]:
    """Return where days of a kind may begin and end; each lodging is a group of its own, in order."""
    base, nights = problem.n_points, [problem.n_points + 1, problem.n_points + 2]
    begins = [nights[group]] if kind in (MIDDLE, IN) else [base]
    goes_to = {HOME: [base], OUT: [nights[group]], MIDDLE: nights, IN: [base]}
    return [(begin, end) for begin in begins for end in goes_to[kind]]


@pytest.mark.parametrize("seed", range(6))
def test_every_day_that_can_be_driven_is_in_the_pool_and_no_dearer_there(seed: int) -> None:
    problem = random_province(seed)
    clock, (pool,) = build_clockwork(problem), build_pools(problem, MANY)
    segments, possible = by_set(pool), 0
    for kind, group in ((HOME, -1), (OUT, 0), (OUT, 1), (MIDDLE, 0), (MIDDLE, 1), (IN, 0), (IN, 1)):
        for size in range(1, 5):
            for order in permutations(range(4), size):
                least = tuple(int(problem.least_to_count[point, 0]) for point in order)
                for begin, end in ends_of(problem, kind, max(group, 0)):
                    found = schedule_day(clock, 0, 0, begin, end, order, least)
                    if found is None:
                        continue
                    possible += 1
                    there = segments[kind, group, tuple(sorted(order))]
                    foot = 2 * int(problem.foot_min[list(order)].sum())
                    service = int(problem.service_min(np.zeros(size, np.int32), np.array(least)).sum())
                    drives = found.worked_min - foot - service
                    assert pool.fixed_min[there] <= drives + foot + 40 * size
                    farther = pool.farther[there - len(pool), end - 5] if kind == MIDDLE else 0
                    assert pool.metres[there] + farther <= found.metres
                    assert pool.setup_min[there] == 40 * size
                    assert pool.to_first[there] <= problem.minutes[1, begin, order[0]]
                    assert pool.from_last[there] <= problem.minutes[1, order[-1], end]
    assert possible > 20


@pytest.mark.parametrize("seed", range(3))
def test_where_no_way_by_another_point_is_shorter_a_set_takes_what_its_best_order_takes(seed: int) -> None:
    chance = np.random.default_rng(seed)
    places = chance.integers(0, 60, (6, 2))
    drives = np.abs(places[:, None] - places[None]).sum(-1)
    problem = make_tours(drives, 4, demand=np.full(4, 10, np.int32))
    (pool,) = build_pools(problem, MANY)
    segments = by_set(pool)
    for size in range(1, 5):
        for there in combinations(range(4), size):
            loops = [(4, *order, 4) for order in permutations(there)]
            best = min(sum(int(drives[a, b]) for a, b in pairwise(loop)) for loop in loops)
            assert ((HOME, -1, there) in segments) == (best + size * (40 + 12.5) <= 540)
            if (HOME, -1, there) in segments:
                assert pool.fixed_min[segments[HOME, -1, there]] == best + 40 * size
                assert pool.metres[segments[HOME, -1, there]] == best * 600


def test_a_day_out_or_home_may_serve_nobody() -> None:
    (pool,) = build_pools(random_province(1), MANY)
    empty = {(kind, group) for kind, group, points in by_set(pool) if not points}
    assert empty <= {(OUT, 0), (OUT, 1), (MIDDLE, 0), (MIDDLE, 1), (IN, 0), (IN, 1)}
    assert {(MIDDLE, 0), (MIDDLE, 1)} <= empty


def test_without_nights_every_day_goes_home_and_one_night_has_no_day_between() -> None:
    problem = random_province(2)
    assert set(build_pools(replace(problem, max_nights=0), MANY)[0].kind) == {HOME}
    assert MIDDLE not in set(build_pools(replace(problem, max_nights=1), MANY)[0].kind)


def test_points_that_nobody_may_serve_are_in_no_segment() -> None:
    problem = make_tours(np.full((5, 5), 10), 4)
    served = problem.served.copy()
    served[1] = False
    reachable = problem.reachable.copy()
    reachable[:, 2] = False
    barred = replace(problem, served=served, reachable=reachable, demand=np.array([40, 40, 40, 0], np.int32))
    (pool,) = build_pools(barred, MANY)
    assert {points for _, _, points in by_set(pool)} == {(0,)}


def test_sets_of_more_than_seven_stops_are_no_pool() -> None:
    quick = make_tours(np.full((10, 10), 1), 9, setup_min=20, demand=np.full(9, 4, np.int32))
    with pytest.raises(PoolTooLargeError):
        build_pools(quick, MANY)
    assert build_pools(replace(quick, setup_min=65), MANY)[0].n_stops.max() == 7


def test_more_sets_than_may_be_are_no_pool() -> None:
    problem = make_tours(np.full((7, 7), 1), 6)
    assert len(build_pools(problem, MANY)[0]) > 30
    with pytest.raises(PoolTooLargeError):
        build_pools(problem, 30)


def test_sets_of_points_with_large_numbers_are_told_apart() -> None:
    # In eight bits the sets {0, 3} and {0, 259} would have one number.
    n_points = 262
    served = np.zeros((n_points, 14), bool)
    served[[0, 3, 257, 259]] = True
    problem = make_tours(np.full((n_points + 1, n_points + 1), 10), n_points, served=served)
    sets = {points for _, _, points in by_set(build_pools(problem, MANY)[0])}
    assert {each for each in sets if len(each) == 2} == set(combinations([0, 3, 257, 259], 2))


def test_more_points_than_can_be_numbered_are_no_pool() -> None:
    with pytest.raises(PoolTooLargeError):
        build_pools(make_tours(np.full((513, 513), 10), 512), MANY)


def test_units_are_of_one_class_if_they_drive_serve_and_cost_alike() -> None:
    problem = make_tours(np.full((3, 3), 10), 2, n_units=4)
    rates = problem.units.per_night.copy()
    rates[1] += 1
    available = problem.units.available.copy()
    available[3] = False
    units = replace(problem.units, per_night=rates, available=available)
    pools = build_pools(replace(problem, units=units), MANY)
    assert [pool.unit_class.units for pool in pools] == [(0, 2), (1,)]


def test_a_day_that_is_full_to_the_minute_has_room() -> None:
    # 165 consultations at 11 minutes among five clinicians are 363 minutes, though floats make them more.
    room = DayRoom(np.zeros(1, np.int32), np.ones(1, np.int32), 11 / 5, work_min=480, consultations=200)
    assert room.holds(np.array([117, 118], np.int32), np.array([165, 165], np.int32)).tolist() == [True, False]
