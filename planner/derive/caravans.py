"""Caravans: whom each reaches, nearest first, and what that is worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from fractions import Fraction
from math import floor

import numpy as np

from geodata.travel import NO_WAY, TravelTimes
from planner.domain.campaign import Campaign, Caravan
from planner.domain.money import to_centimes, to_mad
from planner.domain.plan import CaravanDecision, CaravanRow, ReachRow


def derive_caravans(
    campaign: Campaign, travel: TravelTimes, held: Iterable[CaravanDecision]
) -> tuple[tuple[CaravanRow, ...], tuple[ReachRow, ...]]:
    """Return the caravans that are held, in order of code, and whom each reaches, nearest first.

    A person counts once a kind, for the caravan that starts first, then by code; who was counted takes no room.
    """
    held = sorted(held, key=lambda each: (each.start, each.caravan))
    population = {code: douar.population for code, douar in campaign.douars.items()}
    uncounted: dict[str, dict[str, int]] = defaultdict(population.copy)
    value_mad = Fraction(campaign.settings.policy.caravan_value_mad_per_person)
    rows, reach = [], []
    for each, near in zip(held, _douars_near(campaign, travel, held), strict=True):
        wish = campaign.caravans[each.caravan]
        reached = list(_reach_rows(wish, near, uncounted[wish.kind], _room_persons(campaign, wish)))
        persons = sum(row.persons for row in reached)
        reach += reached
        rows.append(
            CaravanRow(
                caravan=wish.code,
                kind=wish.kind,
                province=campaign.site(each.site).province,
                site=each.site,
                start=each.start,
                end=each.start + timedelta(wish.days - 1),
                persons_reached=persons,
                value_mad=to_mad(to_centimes(persons * value_mad)),
            )
        )
    # Both are sorted once more by code alone, which keeps whom a caravan reaches in the order of reach.
    return tuple(sorted(rows, key=lambda row: row.caravan)), tuple(sorted(reach, key=lambda row: row.caravan))


def _room_persons(campaign: Campaign, wish: Caravan) -> int | None:
    """Return the persons that a caravan has room for; None where nobody consults, so that it has room for all."""
    attendance = Fraction(campaign.settings.policy.attendance)
    return floor(wish.consultations_per_day * wish.days / attendance) if attendance else None


def _douars_near(campaign: Campaign, travel: TravelTimes, held: Sequence[CaravanDecision]) -> Iterator[list[str]]:
    """Yield, for each caravan, the douars within its radius, nearest first, then by code."""
    douars = sorted(campaign.douars)
    minutes, metres = travel.legs_to_douars([each.site for each in held], douars, "track")
    for row, each in enumerate(held):
        within = (minutes[row] != NO_WAY) & (metres[row] <= int(campaign.caravans[each.caravan].radius_km * 1000))
        # Sorting is stable, and the douars are in order of code.
        nearest = np.argsort(metres[row], kind="stable")
        yield [douars[column] for column in nearest[within[nearest]].tolist()]


def _reach_rows(wish: Caravan, near: Iterable[str], uncounted: dict[str, int], room: int | None) -> Iterator[ReachRow]:
    """Yield whom a caravan reaches until its room is full, the last in part, and count them."""
    left = sum(uncounted.values()) if room is None else room
    for code in near:
        if persons := min(left, uncounted[code]):
            uncounted[code] -= persons
            left -= persons
            yield ReachRow(caravan=wish.code, douar=code, persons=persons)
