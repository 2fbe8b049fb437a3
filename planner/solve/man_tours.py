"""The people of all tours and caravans together; a tour that nobody can staff is no tour."""

from __future__ import annotations

from collections import Counter

from planner.domain.solve_settings import SolveSettings
from planner.problem import Problem
from planner.problem.answer import DutyChoice, Note, Tours
from planner.problem.roster import Duty
from planner.solve.assign_duties import assign_duties
from planner.solve.caravans import CaravanAnswer


def man_tours(
    problem: Problem, tours: dict[int, Tours], caravans: CaravanAnswer, settings: SolveSettings
) -> tuple[dict[int, Tours], tuple[DutyChoice, ...], tuple[Note, ...]]:
    """Return the tours that are manned, every person's duties, and a note where tours were given up."""
    staff = problem.staff
    duties: list[Duty] = []
    places: list[tuple[int, int]] = []
    for province, there in sorted(tours.items()):
        of = problem.tours[province]
        for number, tour in enumerate(there):
            unit = int(of.units.units_of[tour.unit])
            seen = sum(sum(day.consultations) for day in tour.days)
            crew = int(staff.unit_crew[unit])
            duties.append(Duty(province, crew, tour.first_day, len(tour.days), True, unit, 1 + 100 * seen))
            places.append((province, number))
    dearest = 1 + sum(duty.weight for duty in duties)
    duties += [duty._replace(weight=dearest) for duty in caravans.duties]
    answer = assign_duties(staff, duties, settings)
    unmanned = {places[duty] for duty in answer.unmanned if duty < len(places)}
    kept = {
        province: tuple(tour for number, tour in enumerate(there) if (province, number) not in unmanned)
        for province, there in tours.items()
    }
    numbers = {
        (province, number): len([one for one in range(number) if (province, one) not in unmanned])
        for province, number in places
    }
    chosen = []
    for service in answer.services:
        if service.duty < len(places):
            place = places[service.duty]
            chosen.append(DutyChoice(service.person, service.day, place[0], tour=numbers[place]))
        else:
            held = caravans.duties[service.duty - len(places)]
            chosen.append(DutyChoice(service.person, service.day, held.province, caravan=held.source))
    given_up = Counter(province for province, _ in sorted(unmanned))
    notes = tuple(Note("unmanned", province, str(number)) for province, number in given_up.items())
    return kept, tuple(chosen), notes
