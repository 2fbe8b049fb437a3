"""Why a douar has no visit more: the filters that ways must pass, in a fixed order, and the one that the last fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from planner.domain.columns import PROFESSIONS
from planner.domain.plan import Reason, UnservedRow
from planner.problem.arrays import Bools, Floats, Ints
from planner.problem.chapters import MEDICINES, TOUR_CHAPTERS
from planner.problem.index import Index
from planner.problem.tours import FAR, UNASKED
from planner.reasons.clock import fits_day
from planner.reasons.ground import Ground, empty_days
from planner.reasons.money import whole_mad
from planner.reasons.people import fewest_persons
from planner.reasons.ways import Ways, build_ways
from planner.reasons.worth import Worth


@dataclass(frozen=True, slots=True)
class Hours:
    """What a day of a single stop allows, whoever else is served.

    Attributes
    ----------
    is_near
        Whether a unit can be at a point and serve on the longest day, its hours aside, shape (units, points).
    is_open
        Whether the hours of the day and of the point allow it, shape (units, points, days).
    """

    is_near: Bools
    is_open: Bools


def build_hours(ground: Ground) -> Hours:
    """Work out when single stops fit, by the nearest bed or base before and after them."""
    problem, days = ground.problem, ground.problem.days
    n_units, n_points, n_days = len(problem.units.base), problem.n_points, problem.n_days
    least = problem.least_to_count.T
    is_near = np.zeros((n_units, n_points), bool)
    is_open = np.zeros((n_units, n_points, n_days), bool)
    point = np.repeat(np.arange(n_points, dtype=np.int32), n_days)
    day = np.tile(np.arange(n_days, dtype=np.int32), n_points)
    for unit in range(n_units):
        minutes = ground.closed_minutes[problem.units.vehicle[unit]]
        service = problem.service_min(np.full(n_points, unit, np.int32), least[unit])
        nights = [starts < FAR for starts in empty_days(problem, unit)]
        # A planned day may begin or end where no driving alone leads in time.
        planned = np.isin(np.arange(len(minutes)), [node for each in ground.days for node in (each.start, each.end)])
        nights[0] = nights[0] | (planned & ~np.any(nights, axis=0))
        for before, starts in enumerate(nights):
            for after, ends in enumerate(nights):
                if before + after > problem.max_nights:
                    continue
                out, back = minutes[starts, :n_points].min(0), minutes[:n_points, ends].min(1)
                away = out.astype(np.int64) + back + 2 * problem.foot_min + service
                is_near[unit] |= (away <= days.work_min.max()) & (days.start_min + away <= days.end_min.max())
                drives = np.column_stack([out[point], back[point]])
                fits = fits_day(problem, day, drives, point[:, None], service[point][:, None])
                is_open[unit] |= fits.reshape(n_points, n_days)
    return Hours(is_near, is_open & days.is_open)


def explain_visits(ground: Ground, index: Index, worth: Worth, rows: dict[int, UnservedRow]) -> Iterator[UnservedRow]:
    """Yield the rows of a province's douars, by number in its problem, with their reasons."""
    problem, hours = ground.problem, build_hours(ground)
    wanted = np.zeros((problem.n_points, problem.n_days), bool)
    for douar in rows:
        points = [point for point in problem.douar_points[douar] if problem.demand[point]]
        wanted[points] |= worth.more[douar].is_spaced
    reachable = problem.reachable[problem.units.vehicle]
    ways = build_ways(ground, hours.is_open & (reachable & hours.is_near)[:, :, None] & (problem.served & wanted))
    for douar, row in rows.items():
        early = _early_reason(ground, hours, worth, douar)
        yield replace(row, reason=early) if early else _explain_late(ground, index, worth, ways, douar, row)


def _early_reason(ground: Ground, hours: Hours, worth: Worth, douar: int) -> Reason | None:
    """Return what bars every place and day whatever else is planned there; None where something does not."""
    problem = ground.problem
    if not problem.douar_points[douar]:
        return "site"
    if not len(problem.units.base):
        return "unit"
    points = [point for point in problem.douar_points[douar] if problem.demand[point]]
    if not points:
        return "not_worth"
    if not problem.days.is_open.any():
        return "closed"
    left = problem.reachable[problem.units.vehicle][:, points, None]
    filters: tuple[tuple[Reason, Bools], ...] = (
        ("too_far", hours.is_near[:, points, None]),
        ("hours", hours.is_open[:, points]),
        ("closed", problem.served[points]),
        ("spacing", worth.more[douar].is_spaced),
    )
    if not left.any():
        return "access"
    for reason, passing in filters:
        left = left & passing
        if not left.any():
            return reason
    return None


def _explain_late(
    ground: Ground, index: Index, worth: Worth, ways: Ways | None, douar: int, row: UnservedRow
) -> UnservedRow:
    """Return a douar's row with what bars every way to it beside what is planned."""
    if ways is None:
        return replace(row, reason="unit")
    problem = ground.problem
    ways = ways.at(np.isin(ways.point, problem.douar_points[douar]) & worth.more[douar].is_spaced[ways.day])
    if not ways.is_free.any():
        return _with_unit(ground, index, worth, ways, douar, row)
    ways = ways.at(ways.is_free)
    ways = ways.at(ways.fit(problem))
    if not len(ways.day):
        return replace(row, reason="capacity")
    if not ways.is_manned.any():
        return _with_crew(ground, worth, ways, douar, row)
    ways = ways.at(ways.is_manned)
    over = over_caps(ground, ways)
    is_paid: Bools = np.all(over <= 0, axis=1)
    if not is_paid.any():
        return _with_money(ground, worth, ways, over, douar, row)
    ways, over = ways.at(is_paid), over[is_paid]
    most = np.minimum(ways.most(problem), _affordable(ground, ways, over))
    is_worth = ways.is_there | (net_centimes(worth, ways, douar, most) > -_slack(worth, ways))
    return replace(row, reason="search" if is_worth.any() else "not_worth")


def over_caps(ground: Ground, ways: Ways) -> Floats:
    """Return by how much ways exceed each cap for certain, centimes, shape (ways, caps); else 0 or less."""
    over = np.zeros((len(ways.day), len(ground.caps)))
    for column, cap in enumerate(ground.caps):
        # Beyond millionths of a centime it is what floats make of it.
        spent = np.round(ways.centimes @ np.array([chapter in cap.chapters for chapter in TOUR_CHAPTERS]), 6)
        # What costs nothing under a cap does not break it, however it stands.
        over[:, column] = np.where(spent > ways.rounding, spent - ways.rounding - cap.centimes, -np.inf)
    return over


def _affordable(ground: Ground, ways: Ways, over: Floats) -> Ints:
    """Return the most consultations that the caps leave money for."""
    is_limited = ["medicines" in cap.chapters for cap in ground.caps]
    left = (-over[:, is_limited]).min(axis=1, initial=np.inf)
    more = np.minimum(left / max(ground.problem.medicine, 1e-9), UNASKED)
    affordable: Ints = ways.least + np.floor(more).astype(np.int32)
    return affordable


def net_centimes(worth: Worth, ways: Ways, douar: int, most: Ints) -> Floats:
    """Return what ways are worth at best less what they cost, seeing any number from their least to `most`."""
    net: Floats = ways.centimes[:, MEDICINES] - ways.centimes.sum(1)
    for point in np.unique(ways.point):
        gained = worth.gained(douar, int(point), int(most[ways.point == point].max()))
        for least in np.unique(ways.least[ways.point == point]):
            rows = np.nonzero((ways.point == point) & (ways.least == least))[0]
            best = np.maximum.accumulate(gained[:, least:], axis=1)
            net[rows] += best[ways.day[rows], most[rows] - least]
    return net


def _slack(worth: Worth, ways: Ways) -> Floats:
    """Return what rounding could hide of each way's worth, centimes."""
    of_point = np.array([worth.rounding_centimes(point) for point in range(worth.problem.n_points)], float)
    slack: Floats = of_point[ways.point] + ways.rounding
    return slack


def _serving(worth: Worth, ways: Ways, douar: int) -> Bools:
    """Return which ways would serve for certain if what bars them went: exact, and worth it at their least."""
    net = net_centimes(worth, ways, douar, ways.least)
    serving: Bools = ways.is_exact & ~ways.is_there & (net > _slack(worth, ways))
    return serving


def _is_paid(ground: Ground, ways: Ways) -> Bools:
    """Return which ways break no cap for certain."""
    is_paid: Bools = np.all(over_caps(ground, ways) <= -2 * ways.rounding[:, None], axis=1)
    return is_paid


def _cost_mad(ways: Ways, way: int) -> Decimal:
    return whole_mad(float(ways.centimes[way].sum() + ways.rounding[way]))


def _with_unit(ground: Ground, index: Index, worth: Worth, ways: Ways, douar: int, row: UnservedRow) -> UnservedRow:
    """Return a row whose reason is that no unit is free; a day more of which one would serve it, at the least cost."""
    row = replace(row, reason="unit")
    ways = ways.at(ways.fit(ground.problem) & ways.is_manned)
    ways = ways.at(_is_paid(ground, ways) & _serving(worth, ways, douar))
    if not len(ways.day):
        return row
    way = int(ways.centimes.sum(1).argmin())
    code = index.units.codes[ground.problem.units.units_of[ways.unit[way]]]
    return replace(row, change="unit", change_code=code, change_amount=Decimal(1), cost_mad=_cost_mad(ways, way))


def _with_crew(ground: Ground, worth: Worth, ways: Ways, douar: int, row: UnservedRow) -> UnservedRow:
    """Return a row whose reason is that nobody is free; the fewest person-days that would serve it."""
    row = replace(row, reason="crew")
    ways = ways.at(_is_paid(ground, ways))
    ways = ways.at(_serving(worth, ways, douar))
    staff, units = ground.people.staff, ground.problem.units
    found = []
    for way, (unit, day) in enumerate(zip(ways.unit, ways.day, strict=True)):
        crew = int(staff.unit_crew[units.units_of[unit]])
        lacking = ground.people.lacking(crew, ground.problem.province, 1)[:, day]
        of_one = {int(staff.profession_of[kind]) for kind in np.nonzero(lacking)[0]}
        if len(of_one) == 1:
            persons = fewest_persons(lacking)
            found.append((persons, float(ways.centimes[way].sum()), way, of_one.pop()))
    if not found:
        return row
    persons, _, way, profession = min(found)
    code, cost = PROFESSIONS[profession], _cost_mad(ways, way)
    return replace(row, change="crew", change_code=code, change_amount=Decimal(persons), cost_mad=cost)


def _with_money(ground: Ground, worth: Worth, ways: Ways, over: Floats, douar: int, row: UnservedRow) -> UnservedRow:
    """Return a row whose reason is money; the least more under one cap that would serve it."""
    row = replace(row, reason="money")
    is_one: Bools = ((over > -2 * ways.rounding[:, None]).sum(1) == 1) & _serving(worth, ways, douar)
    if not is_one.any():
        return row
    ways, over = ways.at(is_one), over[is_one]
    most = over.max(1) + 2 * ways.rounding
    way = int(most.argmin())
    code, amount = ground.caps[int(over[way].argmax())].code, whole_mad(float(most[way]))
    return replace(row, change="money", change_code=code, change_amount=amount, cost_mad=_cost_mad(ways, way))
