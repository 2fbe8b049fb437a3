"""The bound of a province's tours, by column generation; see `rows` for what it relaxes and why it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from planner.domain.columns import PROFESSIONS
from planner.errors import told
from planner.problem.arrays import Floats
from planner.problem.limits import TourLimits
from planner.problem.tours import TourProblem
from planner.solve.bound.blocks import Column
from planner.solve.bound.branch import Closed, branch
from planner.solve.bound.cuts import Cuts
from planner.solve.bound.master import TourMaster
from planner.solve.bound.offer import TourOffer
from planner.solve.bound.segments import build_pools

MOST_SEGMENTS: Final = 3_000_000
COLUMNS_A_ROUND: Final = 800
LEAST_COLUMNS: Final = 8
"""Columns that all blocks may add in one round, and each at least."""
PARTIAL_ROUNDS: Final = 3
"""Rounds that price only the blocks with most to gain, between two that price all."""
COLUMNS_KEPT: Final = 2_000
MOST_TO_BRANCH: Final = 5_000
"""Segments up to which a programme is branched: in larger ones forty nodes take seconds, and bring two ten-thousandths
of the bound at most."""
TOLERANCE_TO_BRANCH: Final = 1e-4
"""Tolerance up to which it is: what is asked roughly need not be whole."""
LEAST_GAIN_MAD: Final = -1e-4
"""Reduced cost below which a column is missing."""


@dataclass(frozen=True, slots=True)
class TourBound:
    """What a province's tours cost and bring in the relaxation, MAD.

    Attributes
    ----------
    lower_mad
        No tours of the province have a smaller priced objective: priced money less worth, with lateness and shortfall.
    offers
        The best tours found at the prices, and those at each of the further ones.
    crew_mad
        What each person-day that others take of a profession raises `lower_mad` by at least, shape (professions,): at
        fixed duals a lower limit is affine in the limits on people, and no reduced cost contains them.
    columns
        The segments that were used or nearly so.
    failure
        Why more was not proven; blank where no programme failed.
    """

    lower_mad: float
    offers: tuple[TourOffer, ...]
    crew_mad: Floats
    columns: tuple[Column, ...]
    failure: str = ""


def bound_tours(
    problem: TourProblem,
    limits: TourLimits,
    prices: Floats,
    is_time_over: Callable[[], bool],
    further: Sequence[Floats],
    columns: Sequence[Column],
    tolerance: float,
) -> TourBound:
    """Return the proven lower limit of a province's priced objective; that of a small one is raised by branching.

    At any round the value of the restricted programme, less the most negative reduced cost of each block times its
    unit-days, is a lower limit (every column of a block uses one of its unit-days); so it holds too where the time is
    over first.

    Parameters
    ----------
    prices
        What a MAD of each tour chapter costs, shape (5,).
    is_time_over
        Asked whenever a lower limit is known.
    further
        Other prices at which tours are offered, of the segments found at `prices`; none where time is over.
    columns
        Segments to begin with, of an earlier bound of the same province.
    tolerance
        Share of the bound within which the programme need not be solved to its end.

    Raises
    ------
    PoolTooLargeError
        Where the day segments are too many.
    ArithmeticError
        Where a linear programme was not solved.
    """
    master = _build_master(problem, limits, prices, columns)
    if master is None:
        return _without_programme(objective_without_tours(problem))
    master.keep_basis()
    cuts = Cuts(master)

    def close() -> Closed:
        return _close(master, cuts, is_time_over, tolerance)

    closed = close()
    is_small = sum(len(pool) for pool in master.pools) <= MOST_TO_BRANCH
    if is_small and tolerance <= TOLERANCE_TO_BRANCH and not closed.is_over and not closed.failure:
        closed = branch(master, closed, close)
    found = _to_bound(master, closed.lower_mad, closed.crew_mad, () if closed.is_over else further)
    return replace(found, failure=closed.failure)


def _close(master: TourMaster, cuts: Cuts, is_time_over: Callable[[], bool], tolerance: float) -> Closed:
    """Add columns and rows until none is missing, the time is over, or a programme is not solved.

    Raises
    ------
    ArithmeticError
        Where one was not solved before anything was proven.
    """
    every = range(len(master.blocks))
    best, crew_mad, is_over = -np.inf, np.zeros(len(master.limits.crew_in_season)), False
    priced, partial = list(every), 0
    while True:
        try:
            value = master.solve()
        except ArithmeticError as error:
            if best == -np.inf:
                raise
            return Closed(best, crew_mad, is_over, told(error))
        found = {number: master.price(number) for number in priced}
        missing = {number: reduced for number, (lowest, reduced) in found.items() if lowest < LEAST_GAIN_MAD}
        if len(priced) < len(every):
            partial += 1
            if not missing or partial == PARTIAL_ROUNDS:
                priced = list(every)
        else:
            gains = {number: lowest * master.blocks[number].days for number, (lowest, _) in found.items()}
            proven = value + sum(min(0.0, gain) for gain in gains.values())
            if proven > best:
                best, crew_mad = proven, master.crew_mad()
            if is_over := is_time_over():
                break
            if not missing or value - best <= tolerance * abs(value):
                if not cuts.take_broken():
                    break
                continue
            partial, priced = 0, sorted(missing, key=lambda number: gains[number])[: (len(missing) + 1) // 2]
        for number, reduced in missing.items():
            master.add_best(number, reduced, max(LEAST_COLUMNS, COLUMNS_A_ROUND // len(missing)))
    return Closed(best, crew_mad, is_over)


def restrict_tours(
    problem: TourProblem, limits: TourLimits, prices: Floats, further: Sequence[Floats], columns: Sequence[Column]
) -> TourBound:
    """Return what the programme finds over given columns alone: no bound, but near one."""
    master = _build_master(problem, limits, prices, columns)
    if master is None:
        return _without_programme(objective_without_tours(problem))
    cuts, value = Cuts(master), master.solve()
    while cuts.take_broken():
        value = master.solve()
    return _to_bound(master, value, master.crew_mad(), further)


def _build_master(
    problem: TourProblem, limits: TourLimits, prices: Floats, columns: Sequence[Column]
) -> TourMaster | None:
    """Return the programme with some columns, None where there can be no tours."""
    pools = build_pools(problem, MOST_SEGMENTS)
    if not pools or not problem.n_points:
        return None
    master = TourMaster(problem, limits, pools, prices)
    for column in columns:
        master.add(column)
    return master


def _without_programme(lower_mad: float) -> TourBound:
    """Return a bound that offers no tours, and to which people are worth nothing."""
    return TourBound(lower_mad, (), np.zeros(len(PROFESSIONS)), ())


def _to_bound(master: TourMaster, lower_mad: float, crew_mad: Floats, further: Sequence[Floats]) -> TourBound:
    """Return a programme's answer and, where it was solved to the last, what it offers there and at further prices."""
    if not master.is_solved:
        return TourBound(lower_mad, (), crew_mad, ())
    offers, reduced = [master.offer()], [master.reduced_costs()]
    master.keep_basis()
    for prices in further:
        master.reprice(prices)
        try:
            master.solve()
        except ArithmeticError:  # nothing of what is proven hangs on it
            break
        offers.append(master.offer())
        reduced.append(master.reduced_costs())
    near = np.argsort(np.minimum.reduce(reduced), kind="stable")[:COLUMNS_KEPT]
    return TourBound(lower_mad, tuple(offers), crew_mad, tuple(master.columns[place] for place in near))


def crude_bound(problem: TourProblem) -> TourBound:
    """Return the bound that needs no programme: every visit full, for nothing, and none late."""
    powers = problem.repeat_value ** np.arange(int(problem.wanted.max(initial=0)) + 1)
    times = np.array([powers[:wanted].sum() for wanted in problem.wanted])
    return _without_programme(-float((problem.population * problem.worth * times).sum()) / 100)


def objective_without_tours(problem: TourProblem) -> float:
    """Return the objective where there can be no tours, MAD: everybody waits all season."""
    days = np.maximum(0, problem.n_days - 1 - problem.max_wait)
    late = float((problem.late_worth * days)[problem.wanted > 0].sum())
    return (late + problem.floor_persons * problem.shortfall) / 100
