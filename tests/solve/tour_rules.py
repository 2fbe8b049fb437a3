"""The rules of tours and their limits, seen once more and in plain Python: what a set of tours breaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from planner.problem.answer import DayChoice, TourChoice
from planner.problem.chapters import FUEL, HIRE, PER_DIEM, UPKEEP
from planner.problem.limits import TourLimits
from planner.problem.tours import FAR, TourProblem


def broken_rules(problem: TourProblem, limits: TourLimits, tours: Sequence[TourChoice]) -> set[str]:
    """Return the names of the rules that tours break."""
    broken = {rule for tour in tours for rule in _broken_by_tour(problem, tour)}
    units = problem.units
    days = Counter((tour.unit, day) for tour in tours for day in _days(tour))
    weeks = Counter((tour.unit, int(problem.days.week[day])) for tour in tours for day in _days(tour))
    beds = Counter[tuple[int, int]]()
    for tour in tours:
        for day, choice in zip(_days(tour)[:-1], tour.days, strict=False):
            beds[choice.end, day] += int(units.crew_size[tour.unit])
    broken |= {"one tour a day" for n in days.values() if n > 1}
    broken |= {"days a week" for n in weeks.values() if n > problem.days_per_week}
    broken |= {"beds" for (node, _), n in beds.items() if n > problem.lodging[node - problem.n_points]}
    return broken | _broken_crew(problem, limits, tours) | _broken_caps(problem, limits, tours)


def _days(tour: TourChoice) -> range:
    return range(tour.first_day, tour.first_day + len(tour.days))


def _broken_by_tour(problem: TourProblem, tour: TourChoice) -> Iterator[str]:
    base, days = int(problem.units.base[tour.unit]), _days(tour)
    if tour.days[0].start != base or tour.days[-1].end != base:
        yield "from base to base"
    if any(one.end != other.start or one.end == base for one, other in pairwise(tour.days)):
        yield "goes on where it slept"
    if len(days) - 1 > problem.max_nights:
        yield "nights"
    if not all(0 <= day < problem.n_days and problem.units.available[tour.unit, day] for day in days):
        yield "unit is there"
    if not any(choice.points for choice in tour.days):
        yield "serves somebody"
    for day, choice in zip(days, tour.days, strict=True):
        yield from _broken_by_day(problem, tour.unit, day, choice)


def _broken_by_day(problem: TourProblem, unit: int, day: int, choice: DayChoice) -> Iterator[str]:
    """Follow a day by the clock."""
    vehicle, clinicians = problem.units.vehicle[unit], int(problem.units.clinicians[unit])
    now, worked, here = problem.days.start_min, 0, choice.start
    pause = range(int(problem.days.pause_start[day]), int(problem.days.pause_end[day]))
    if sum(choice.consultations) > problem.units.consultations_per_day[unit]:
        yield "consultations a day"
    if len(set(choice.points)) < len(choice.points):
        yield "a point once a day"
    for point, seen in zip(choice.points, choice.consultations, strict=True):
        if not problem.served[point, day] or not problem.reachable[vehicle, point]:
            yield "served"
        if not 1 <= seen <= problem.demand[point]:
            yield "demand"
        foot = int(problem.foot_min[point])
        minutes = int(problem.minutes[vehicle, here, point])
        service = problem.setup_min + ceil(seen * Fraction(*problem.minutes_per_consultation) / clinicians)
        begin = max(now + minutes + foot, int(problem.opens[point]))
        if set(range(begin, begin + service)) & set(pause):
            begin = pause.stop
        if minutes >= FAR or begin + service > problem.closes[point]:
            yield "hours"
        now, worked, here = begin + service + foot, worked + minutes + 2 * foot + service, point
    home = int(problem.minutes[vehicle, here, choice.end])
    if now + home > problem.days.end_min[day] or worked + home > problem.days.work_min[day]:
        yield "day"


def _broken_crew(problem: TourProblem, limits: TourLimits, tours: Sequence[TourChoice]) -> set[str]:
    broken = set[str]()
    for profession in range(problem.units.crew.shape[1]):
        on_day, in_week, total = Counter[int](), Counter[int](), 0
        for tour in tours:
            persons = int(problem.units.crew[tour.unit, profession])
            for day in _days(tour):
                on_day[day] += persons
                in_week[int(problem.days.week[day])] += persons
                total += persons
        broken |= {"crew on a day" for day, n in on_day.items() if n > limits.crew_on_day[profession, day]}
        broken |= {"crew in a week" for week, n in in_week.items() if n > limits.crew_in_week[profession, week]}
        broken |= {"crew in the season" for _ in [0] if total > limits.crew_in_season[profession]}
    return broken


def _broken_caps(problem: TourProblem, limits: TourLimits, tours: Sequence[TourChoice]) -> set[str]:
    """Add up every line of a tour, each rounded half up to the centime."""
    units, spent = problem.units, [0] * 5
    for tour in tours:
        metres = problem.metres[units.vehicle[tour.unit]]
        legs = [leg for day in tour.days for leg in pairwise((day.start, *day.points, day.end))]
        km = Fraction(sum(int(metres[leg]) for leg in legs), 1000)
        fuel, upkeep = (Fraction(str(units.per_km[tour.unit, chapter])) for chapter in (FUEL, UPKEEP))
        daily = (Fraction(str(units.per_day[tour.unit, chapter])) for chapter in (PER_DIEM, HIRE))
        per_diem, hire = (rate * len(tour.days) for rate in daily)
        nights = Fraction(str(units.per_night[tour.unit])) * (len(tour.days) - 1)
        medicines = Fraction(str(problem.medicine)) * sum(sum(day.consultations) for day in tour.days)
        for chapter, line in enumerate((km * fuel, per_diem, medicines, km * upkeep, hire)):
            spent[chapter] += floor(line + Fraction(1, 2))
        spent[1] += floor(nights + Fraction(1, 2))
    caps = zip(limits.cap_chapters, limits.cap_left, strict=True)
    return {"money" for mask, left in caps if sum(n for n, counts in zip(spent, mask, strict=True) if counts) > left}
