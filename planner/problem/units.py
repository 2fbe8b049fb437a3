"""The mobile units of one province as arrays: where they stand, what they can do, and what they cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.domain.campaign import Campaign
from planner.domain.columns import PROFESSIONS, VEHICLES
from planner.problem.arrays import Bools, Floats, Ints
from planner.problem.chapters import FUEL, HIRE, PER_DIEM, TOUR_CHAPTERS, UPKEEP
from planner.problem.days import Days
from planner.problem.index import Index

ROAD, TRACK = range(len(VEHICLES))
"""Vehicle classes, by their number in VEHICLES."""


@dataclass(frozen=True, slots=True)
class Units:
    """Mobile units, arrays by unit.

    Attributes
    ----------
    base
        Node of the base.
    vehicle
        ROAD or TRACK.
    crew
        Persons by profession, shape (units, professions).
    per_km, per_day
        Centimes a km, and a tour-day, by chapter of TOUR_CHAPTERS, shape (units, 5).
    per_night
        Centimes of per diem for a night of the whole crew.
    available
        Open days on which the unit is there, shape (units, days).
    """

    units_of: Ints
    base: Ints
    vehicle: Ints
    clinicians: Ints
    consultations_per_day: Ints
    crew: Ints
    crew_size: Ints
    per_km: Floats
    per_day: Floats
    per_night: Floats
    available: Bools


def build_units(campaign: Campaign, codes: list[str], centres: dict[str, int], index: Index, days: Days) -> Units:
    """Return some units as arrays; `centres` gives the node of each centre's code."""
    units, costs = [campaign.units[code] for code in codes], campaign.settings.costs
    crew = np.zeros((len(units), len(PROFESSIONS)), np.int32)
    available = np.zeros((len(units), index.n_days), bool)
    for row, unit in enumerate(units):
        for seat in campaign.crew(unit.crew):
            crew[row, PROFESSIONS.index(seat.profession)] += seat.count
        there = index.span(unit.from_, unit.to)
        available[row, there.start : there.stop] = days.is_open[there.start : there.stop]
    per_diem = np.array([float(costs.per_diem_mad[profession]) * 100 for profession in PROFESSIONS])
    per_km, per_day = np.zeros((2, len(units), len(TOUR_CHAPTERS)))
    per_km[:, FUEL] = [float(unit.litres_per_100km * costs.fuel_mad_per_l) for unit in units]
    per_km[:, UPKEEP] = [float(unit.upkeep_mad_per_km) * 100 for unit in units]
    per_day[:, PER_DIEM] = crew @ per_diem
    per_day[:, HIRE] = [float(unit.hire_mad_per_day) * 100 for unit in units]
    return Units(
        units_of=np.array([index.units[code] for code in codes], np.int32),
        base=np.array([centres[unit.base] for unit in units], np.int32),
        vehicle=np.array([VEHICLES.index(unit.access) for unit in units], np.int32),
        clinicians=np.array([unit.clinicians for unit in units], np.int32),
        consultations_per_day=np.array([unit.consultations_per_day for unit in units], np.int32),
        crew=crew,
        crew_size=crew.sum(axis=1, dtype=np.int32),
        per_km=per_km,
        per_day=per_day,
        per_night=crew.sum(axis=1) * float(costs.night_mad_per_person) * 100,
        available=available,
    )
