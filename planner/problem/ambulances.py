"""Ambulances as numbers: which stand where at most, and whom each would cover from there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import Final, NamedTuple

import numpy as np

from geodata.travel import NO_WAY, TravelTimes
from planner.domain.campaign import Campaign
from planner.domain.columns import VEHICLES
from planner.domain.plan import COVER_MIN
from planner.problem.arrays import Bools, Ints, Longs
from planner.problem.index import Index

NO_BASE: Final = -1


class PostPin(NamedTuple):
    """An ambulance that must stand at a centre from a first to a last day."""

    ambulance: int
    centre: int
    first_day: int
    last_day: int


class AmbulanceClass(NamedTuple):
    """What ambulances that are equal have in common.

    Attributes
    ----------
    base
        A centre, `NO_BASE` where the plan chooses.
    upkeep
        Centimes a day.
    """

    province: int
    vehicle: int
    base: int
    upkeep: Fraction

    def upkeep_centimes(self, days: int) -> int:
        """Return what so many days of a post cost, rounded up."""
        return ceil(self.upkeep * days)


@dataclass(frozen=True)
class AmbulanceProblem:
    """The ambulances of a nation, which one problem holds: they cover douars of any province.

    Attributes
    ----------
    classes
        By class of equal ambulances, its ambulances in ascending order.
    posts
        By centre, the ambulances it has room for.
    centre_province
        By centre, its province.
    covers
        Whether a vehicle at a centre reaches a douar in time, shape (vehicles, centres, douars).
    population
        Persons by douar.
    cover, backup
        Centimes a person covered, and backed up, all season.
    pins
        In ascending order, no two of which are of one ambulance at one time.
    """

    n_days: int
    classes: dict[AmbulanceClass, tuple[int, ...]]
    posts: Ints
    centre_province: Ints
    covers: Bools
    population: Longs
    cover: Fraction
    backup: Fraction
    pins: tuple[PostPin, ...]

    @cached_property
    def class_of(self) -> dict[int, AmbulanceClass]:
        """The class of each ambulance."""
        return {ambulance: kind for kind, those in self.classes.items() for ambulance in those}


def build_ambulances(campaign: Campaign, travel: TravelTimes, index: Index) -> AmbulanceProblem:
    """Turn ambulances, posts, drives to douars and pins of a campaign into numbers."""
    classes: dict[AmbulanceClass, list[int]] = {}
    for number, each in enumerate(campaign.ambulances.values()):
        base = index.centres[each.base] if each.base else NO_BASE
        kind = AmbulanceClass(
            index.provinces[each.province],
            VEHICLES.index(each.access),
            base,
            Fraction(each.upkeep_mad_per_day) * 100,
        )
        classes.setdefault(kind, []).append(number)
    drives = [travel.legs_to_douars(index.centres.codes, index.douars.codes, each).minutes for each in VEHICLES]
    minutes = np.stack(drives)
    policy = campaign.settings.policy
    return AmbulanceProblem(
        n_days=index.n_days,
        classes={kind: tuple(classes[kind]) for kind in sorted(classes)},
        posts=np.array([each.ambulance_posts for each in campaign.centres.values()], np.int32),
        centre_province=np.array([index.provinces[each.province] for each in campaign.centres.values()], np.int32),
        covers=(minutes != NO_WAY) & (minutes <= COVER_MIN),
        population=np.array([each.population for each in campaign.douars.values()], np.int64),
        cover=Fraction(policy.cover_mad_per_person) * 100,
        backup=Fraction(policy.backup_mad_per_person) * 100,
        pins=tuple(_pins(campaign, index)),
    )


def _pins(campaign: Campaign, index: Index) -> Iterator[PostPin]:
    """Yield where ambulances must stand in ascending order; pins of one at its centre that meet or overlap are one."""
    held: PostPin | None = None
    for pin in sorted(
        PostPin(index.ambulances[pin.ambulance], index.centres[pin.centre], span.start, span.stop - 1)
        for pin in campaign.pins
        if pin.kind == "ambulance" and len(span := index.span(pin.from_, pin.to))
    ):
        if held and held[:2] == pin[:2] and pin.first_day <= held.last_day + 1:
            held = held._replace(last_day=max(held.last_day, pin.last_day))
        else:
            if held:
                yield held
            held = pin
    if held:
        yield held
