"""A campaign cut to some of its provinces, with their share of what they have in common with the others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Protocol, TypeVar

from planner.domain.campaign import Campaign, Cap, Caravan, Staff
from planner.domain.money import to_mad, whole_centimes


class OfProvince(Protocol):
    """A row that belongs to a province."""

    @property
    def province(self) -> str:
        """The province's code."""


Row = TypeVar("Row", bound=OfProvince)


def cut_campaign(campaign: Campaign, provinces: Collection[str]) -> Campaign:
    """Return the part of a campaign that some of its provinces can plan by themselves.

    What lies or serves in the provinces stays. So do their regions' equipment, caravans without a province, and
    specialists wherever they live; where those live stays as a province in which nothing lies. Rows that refer to what
    is gone go with it, and so does a caravan whose site, or pinned site, is gone. A cap that reaches further than the
    cut, and the envelope likewise, is scaled by the provinces' share of the persons wanted within its reach, rounded
    down to the centime; a cap that reaches none of them goes.

    Parameters
    ----------
    provinces
        Codes of `campaign.provinces`.

    Returns
    -------
    Campaign
        Without a digest, as that of the whole is not its own.
    """
    chosen = set(provinces)
    regions = {campaign.provinces[code].region for code in chosen}

    def within(table: Mapping[str, Row]) -> dict[str, Row]:
        return {code: row for code, row in table.items() if row.province in chosen}

    douars, points, centres = within(campaign.douars), within(campaign.points), within(campaign.centres)
    units, ambulances = within(campaign.units), within(campaign.ambulances)
    sites = {"", *points, *centres}
    pinned_abroad = {pin.caravan for pin in campaign.pins if pin.site not in sites}

    def has_caravan(caravan: Caravan) -> bool:
        is_ours = caravan.province in chosen or (not caravan.province and caravan.region in regions)
        return is_ours and caravan.site in sites and caravan.code not in pinned_abroad

    def has_person(person: Staff) -> bool:
        is_shared = person.profession == "specialist" and campaign.provinces[person.province].region in regions
        return is_shared or person.province in chosen

    caravans = {code: caravan for code, caravan in campaign.caravans.items() if has_caravan(caravan)}
    staff = {
        code: person if person.base in centres else replace(person, base="")
        for code, person in campaign.staff.items()
        if has_person(person)
    }
    homes = chosen | {person.province for person in staff.values()}
    settings = campaign.settings
    total = settings.budget.total_mad
    if total is not None:
        settings = replace(
            settings, budget=replace(settings.budget, total_mad=_scaled(Cap(amount_mad=total), campaign, chosen))
        )
    return replace(
        campaign,
        settings=settings,
        regions={code: region for code, region in campaign.regions.items() if code in regions},
        provinces={code: province for code, province in campaign.provinces.items() if code in homes},
        douars=douars,
        points=points,
        catchments=tuple(pair for pair in campaign.catchments if pair.douar in douars and pair.point in points),
        centres=centres,
        units=units,
        ambulances=ambulances,
        staff=staff,
        leave=tuple(span for span in campaign.leave if span.staff in staff),
        equipment={code: piece for code, piece in campaign.equipment.items() if piece.region in regions},
        caravans=caravans,
        closures=tuple(closure for closure in campaign.closures if closure.point in {"", *points}),
        caps=tuple(
            replace(cap, amount_mad=_scaled(cap, campaign, chosen))
            for cap in campaign.caps
            if chosen & _reach(cap, campaign)
        ),
        travel=tuple(drive for drive in campaign.travel if drive.from_ in sites and drive.to in sites),
        pins=tuple(
            pin
            for pin in campaign.pins
            if pin.unit in {"", *units}
            and pin.caravan in {"", *caravans}
            and pin.ambulance in {"", *ambulances}
            and pin.staff in {"", *staff}
        ),
        digest="",
    )


def _reach(cap: Cap, campaign: Campaign) -> set[str]:
    """Return the provinces whose money a cap limits."""
    return {
        code
        for code, province in campaign.provinces.items()
        if cap.region in ("", province.region) and cap.province in ("", code)
    }


def _scaled(cap: Cap, campaign: Campaign, chosen: set[str]) -> Decimal:
    """Return the share of a cap that some provinces' wanted persons make of those within its reach, in MAD."""
    reach = _reach(cap, campaign)
    wanted = dict.fromkeys(reach, 0)
    for douar in campaign.douars.values():
        if douar.province in reach:
            wanted[douar.province] += douar.population * campaign.wanted_visits(douar)
    if not any(wanted.values()):  # nobody is wanted: each province is worth as much as another
        wanted = dict.fromkeys(reach, 1)
    share = Fraction(sum(wanted[code] for code in reach & chosen), sum(wanted.values()))
    return to_mad(whole_centimes(Fraction(cap.amount_mad) * share))
