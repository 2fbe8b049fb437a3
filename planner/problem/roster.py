"""Who may serve when, which crews are asked for.

A *kind* is what a seat of a crew asks for: a profession (its number in the index), or a skill, that is a profession and
a specialty that some crew names (numbered after the professions). A *pool* is all persons of one kind who may serve in
one province: its own people, or for specialists those of its region, who are one pool for all its provinces.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from planner.domain.calendar import SeasonCalendar
from planner.domain.campaign import Campaign, Seat
from planner.problem.arrays import Bools, Ints
from planner.problem.days import weeks_of
from planner.problem.index import Index

Scalar = TypeVar("Scalar", bound=np.generic)

NO_SKILL: Final = -1
MOST_DAYS_IN_SEVEN: Final = 6


class Duty(NamedTuple):
    """A tour or a caravan that needs its whole crew on each of its days.

    Attributes
    ----------
    first_day, days
        Day of the season, and how many days follow one another from it on.
    is_tour
        Whether the same persons serve on all days.
    source
        The unit of a tour, else the caravan.
    weight
        What it costs to give it up, at least 0.
    """

    province: int
    crew: int
    first_day: int
    days: int
    is_tour: bool
    source: int
    weight: int = 0


class DutyPin(NamedTuple):
    """A person who must serve on a day with a unit (`is_tour`) or else a caravan, `source`."""

    person: int
    day: int
    is_tour: bool
    source: int


@dataclass(frozen=True, slots=True)
class StaffProblem:
    """The people and the crews.

    Attributes
    ----------
    profession, province
        By person.
    skill
        By person the kind of their skill, `NO_SKILL` where no crew names it.
    available
        Days on which a person may serve: there, not on leave, and a day on which tours or caravans may run at all;
        shape (persons, days).
    max_days_per_week, max_days
        By person, Monday to Sunday and in the season; no limit is all its days.
    week
        By day the number of its week from 0.
    profession_of
        By kind its profession.
    crew_needs
        Persons by crew and kind; those of a skill are counted with their profession too, shape (crews, kinds).
    unit_crew, caravan_crew
        By unit and by caravan the number of its crew.
    pools
        By province and kind the number of the pool that serves there, shape (provinces, kinds).
    """

    profession: Ints
    skill: Ints
    province: Ints
    available: Bools
    max_days_per_week: Ints
    max_days: Ints
    week: Ints
    profession_of: Ints
    crew_needs: Ints
    unit_crew: Ints
    caravan_crew: Ints
    pools: Ints
    pins: tuple[DutyPin, ...]

    @property
    def has_roster(self) -> bool:
        """Whether there is a roster at all: not without a `staff` table."""
        return len(self.profession) > 0

    @property
    def week_starts(self) -> NDArray[np.intp]:
        """The season's first day of each week."""
        return np.flatnonzero(np.diff(self.week, prepend=-1))

    def pool_members(self) -> list[NDArray[np.intp]]:
        """Return by pool its persons in ascending order."""
        members = [np.zeros(0, np.intp)] * (int(self.pools.max()) + 1)
        for kinds in (self.profession, self.skill):
            persons = np.flatnonzero(kinds != NO_SKILL)
            pools = self.pools[self.province[persons], kinds[persons]]
            for pool in np.unique(pools):
                members[pool] = persons[pools == pool]
        return members


def build_staff(campaign: Campaign, calendar: SeasonCalendar, index: Index) -> StaffProblem:
    """Turn people, leave, crews and duty pins of a campaign into numbers."""
    people = list(campaign.staff.values())
    days = [index.date(day) for day in range(index.n_days)]
    available = np.zeros((len(people), len(days)), bool)
    for person, each in enumerate(people):
        available[person, index.span(each.from_, each.to)] = True
    for leave in campaign.leave:
        available[index.staff[leave.staff], index.span(leave.from_, leave.to)] = False
    serving = np.array([day in calendar.open_days or day in calendar.caravan_days for day in days])

    holders = (campaign.units, campaign.caravans)
    crews = sorted({each.crew for table in holders for each in table.values()})
    skills, crew_needs = _crew_needs([campaign.crew(name) for name in crews], index)
    kind_of = {skill: len(index.professions) + number for number, skill in enumerate(skills)}
    unit_crew, caravan_crew = (_ints(crews.index(each.crew) for each in table.values()) for table in holders)
    profession_of = _ints([*range(len(index.professions)), *(index.professions[name] for name, _ in skills)])
    return StaffProblem(
        profession=_ints(index.professions[each.profession] for each in people),
        skill=_ints(kind_of.get((each.profession, each.specialty), NO_SKILL) for each in people),
        province=_ints(index.provinces[each.province] for each in people),
        available=_read_only(available & serving),
        max_days_per_week=_ints(each.max_days_per_week for each in people),
        max_days=_ints(index.n_days if each.max_days is None else each.max_days for each in people),
        week=weeks_of(index.first_day, index.n_days),
        profession_of=profession_of,
        crew_needs=crew_needs,
        unit_crew=unit_crew,
        caravan_crew=caravan_crew,
        pools=_pools([index.regions[each.region] for each in campaign.provinces.values()], profession_of, index),
        pins=tuple(_duty_pins(campaign, index)),
    )


def _crew_needs(crews: Sequence[Sequence[Seat]], index: Index) -> tuple[list[tuple[str, str]], Ints]:
    """Return the skills (profession, specialty) that seats name, and the persons by crew and kind."""
    skills = sorted({(seat.profession, seat.specialty) for crew in crews for seat in crew if seat.specialty})
    needs = np.zeros((len(crews), len(index.professions) + len(skills)), np.int32)
    for crew, seats in enumerate(crews):
        for seat in seats:
            needs[crew, index.professions[seat.profession]] += seat.count
            if seat.specialty:
                needs[crew, len(index.professions) + skills.index((seat.profession, seat.specialty))] += seat.count
    return [*skills], _read_only(needs)


def _pools(region_of: Sequence[int], profession_of: Ints, index: Index) -> Ints:
    """Number the pools: specialists serve in their region, all others in their province."""
    provinces = np.arange(len(region_of))[:, None]
    regions = len(region_of) + np.array(region_of)[:, None]
    places = np.where(profession_of == index.professions["specialist"], regions, provinces)
    kinds = np.arange(len(profession_of))
    pools = np.unique(places * len(kinds) + kinds, return_inverse=True)[1]
    return _read_only(pools.reshape(places.shape).astype(np.int32))


def _duty_pins(campaign: Campaign, index: Index) -> Iterable[DutyPin]:
    for pin in campaign.pins:
        if pin.kind == "duty" and pin.date is not None:
            source = index.units[pin.unit] if pin.unit else index.caravans[pin.caravan]
            yield DutyPin(index.staff[pin.staff], index.day(pin.date), bool(pin.unit), source)


def _ints(numbers: Iterable[int]) -> Ints:
    return _read_only(np.fromiter(numbers, np.int32))


def _read_only(array: NDArray[Scalar]) -> NDArray[Scalar]:
    array.flags.writeable = False
    return array
