"""A demonstration campaign, from where people live to what it may cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol, TypeVar

from geodata.morocco import provinces, regions
from planner.check_campaign.canonical import digest_of
from planner.demo.caravans import build_caravans, build_equipment, count_caravans
from planner.demo.centres import build_centres, count_centres
from planner.demo.crews import build_crews, build_staff
from planner.demo.fleet import build_ambulances, build_units, count_ambulances
from planner.demo.gather import build_points
from planner.demo.ground import build_ground
from planner.demo.owed import afford_owed
from planner.demo.people import build_douars
from planner.demo.pins import build_pins
from planner.demo.rules import build_caps, build_policy, build_settings
from planner.demo.shape import DemoShape, regions_of, share_douars
from planner.demo.winter import build_closures, build_drives
from planner.domain.campaign import (
    Ambulance,
    Campaign,
    Caravan,
    Catchment,
    Centre,
    Equipment,
    Point,
    Province,
    Region,
    Unit,
)


class Coded(Protocol):
    """A row that has a code."""

    @property
    def code(self) -> str:
        """The code."""


Row = TypeVar("Row", bound=Coded)


def make_campaign(shape: DemoShape) -> Campaign:
    """Make a campaign: places, names, codes, census shares and published totals are real, all other figures invented.

    The same shape gives the same campaign, and a wish for one table changes no other that it does not touch. What is
    real, what is invented and by which model is told in docs/demo.md.
    """
    counts = share_douars(shape)
    grounds = [build_ground(shape.seed, province, count) for province, count in counts.items()]
    policy = build_policy(shape)
    douars = build_douars(shape, grounds, policy)
    wanted = dict.fromkeys(counts, 0)
    for douar in douars:
        wanted[douar.province] += policy.visits[douar.risk] if douar.visits is None else douar.visits

    points: list[Point] = []
    pairs: list[Catchment] = []
    centres: list[Centre] = []
    units: list[Unit] = []
    ambulances: list[Ambulance] = []
    n_centres = count_centres(counts)
    for ground in grounds:
        code = ground.province
        ours = [douar for douar in douars if douar.province == code]
        there, who = build_points(shape, code, ours)
        houses = build_centres(shape, ground, there, n_centres[code])
        points, pairs, centres = points + there, pairs + who, centres + houses
        units += build_units(shape, code, ours, there, houses)
    for code, count in count_ambulances(shape, Counter(centre.province for centre in centres)).items():
        ambulances += build_ambulances(shape, code, [each for each in centres if each.province == code], count)
    staff, leave = build_staff(shape, counts, units)

    caravans: list[Caravan] = []
    equipment: list[Equipment] = []
    for region, count in count_caravans(shape, counts).items():
        members = {code: counts[code] for code in regions_of(shape)[region]}
        caravans += build_caravans(shape, region, count, members, [each for each in points if each.province in members])
        equipment += build_equipment(shape, region, count)

    settings = build_settings(shape, policy, wanted)
    campaign = Campaign(
        settings=settings,
        regions=_by_code(
            Region(code=code, name_fr=regions()[code].name_fr, name_ar=regions()[code].name_ar)
            for code in regions_of(shape)
        ),
        provinces=_by_code(
            Province(
                code=code,
                region=provinces()[code].parent,
                name_fr=provinces()[code].name_fr,
                name_ar=provinces()[code].name_ar,
            )
            for code in counts
        ),
        douars=_by_code(douars),
        points=_by_code(points),
        catchments=tuple(pairs),
        centres=_by_code(centres),
        units=_by_code(units),
        ambulances=_by_code(ambulances),
        staff=_by_code(staff),
        leave=tuple(leave),
        crews=tuple(build_crews()),
        equipment=_by_code(equipment),
        caravans=_by_code(caravans),
        closures=tuple(build_closures(shape, points)),
        caps=tuple(build_caps(shape, settings, wanted, caravans)),
        travel=(),
        pins=(),
    )
    campaign = replace(campaign, travel=tuple(build_drives(shape, campaign)))
    if shape.has_pins:
        campaign = replace(campaign, pins=tuple(build_pins(shape, campaign)))
    campaign = afford_owed(campaign)
    return replace(campaign, digest=digest_of(campaign))


def _by_code(rows: Iterable[Row]) -> dict[str, Row]:
    """Return rows by their code, in order of code."""
    return {row.code: row for row in sorted(rows, key=lambda row: row.code)}
