"""Units that are alike for the bound, so that one pool of days does for all of them."""

from __future__ import annotations

from dataclasses import dataclass

from planner.problem.tours import TourProblem


@dataclass(frozen=True, slots=True)
class UnitClass:
    """Units that drive, serve and cost alike: of one base, vehicle, pace, crew and rates."""

    units: tuple[int, ...]
    base: int
    vehicle: int
    clinicians: int
    consultations_per_day: int
    crew_size: int


def unit_classes(problem: TourProblem) -> tuple[UnitClass, ...]:
    """Return the classes of a province's units."""
    units = problem.units
    by_kind: dict[tuple[tuple[int, ...], tuple[float, ...]], list[int]] = {}
    for unit in range(len(units.base)):
        if units.available[unit].any():
            kind = (units.base[unit], units.vehicle[unit], units.clinicians[unit], units.consultations_per_day[unit])
            rates = (*units.per_km[unit], *units.per_day[unit], units.per_night[unit])
            by_kind.setdefault(((*map(int, kind), *map(int, units.crew[unit])), rates), []).append(unit)
    return tuple(
        UnitClass(tuple(there), kind[0], kind[1], kind[2], kind[3], int(units.crew_size[there[0]]))
        for (kind, _), there in by_kind.items()
    )
