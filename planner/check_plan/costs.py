"""What tours, caravans and posted ambulances cost, line by line."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from planner.domain.campaign import Campaign, Unit
from planner.domain.columns import Chapter
from planner.domain.plan import CaravanRow, PostRow

Items = Iterable[tuple[Chapter, int | Fraction, Decimal]]


def price(quantity: int | Fraction | Decimal, rate_mad: Decimal) -> int:
    """Return a quantity times a rate in whole centimes, exactly, half of one rounded up."""
    (many, each), (mad, share) = quantity.as_integer_ratio(), rate_mad.as_integer_ratio()
    return (200 * many * mad + each * share) // (2 * each * share)


def km(metres: int) -> Decimal:
    """Return metres as km to one decimal."""
    return Decimal(metres // 100).scaleb(-1)


class Cost(NamedTuple):
    """Money that a source costs in a chapter: a quantity at a rate, in centimes, rounded once."""

    chapter: Chapter
    kind: str
    source: str
    province: str
    amount: int


def _lines(kind: str, source: str, province: str, items: Items) -> list[Cost]:
    return [Cost(chapter, kind, source, province, price(many, rate)) for chapter, many, rate in items]


def _duty_pay(campaign: Campaign, crew: str, days: int) -> Items:
    """Return a crew's per diem, a line a seat."""
    pay = campaign.settings.costs.per_diem_mad
    return [("per_diem", seat.count * days, pay[seat.profession]) for seat in campaign.crew(crew)]


def tour_costs(campaign: Campaign, tour: str, unit: Unit, days: int, metres: int, consultations: int) -> list[Cost]:
    """Return what a tour costs: fuel and upkeep by km, crew by day and night, medicines, hire."""
    rates, km = campaign.settings.costs, Fraction(metres, 1000)
    items: Items = [
        ("fuel", km * Fraction(unit.litres_per_100km) / 100, rates.fuel_mad_per_l),
        ("upkeep", km, unit.upkeep_mad_per_km),
        ("per_diem", campaign.crew_size(unit.crew) * (days - 1), rates.night_mad_per_person),
        ("medicines", consultations, rates.medicines_mad_per_consultation),
        ("hire", days, unit.hire_mad_per_day),
        *_duty_pay(campaign, unit.crew, days),
    ]
    return _lines("tour", tour, unit.province, items)


def caravan_costs(campaign: Campaign, held: CaravanRow) -> list[Cost]:
    """Return what a caravan costs: its fixed cost, and its crew by day."""
    wish = campaign.caravans[held.caravan]
    items: Items = [("caravans", 1, wish.fixed_mad), *_duty_pay(campaign, wish.crew, wish.days)]
    return _lines("caravan", held.caravan, campaign.site(held.site).province, items)


def post_costs(campaign: Campaign, post: PostRow, days: int) -> list[Cost]:
    """Return what an ambulance costs by the calendar days that it is posted."""
    ambulance = campaign.ambulances[post.ambulance]
    return _lines("ambulance", ambulance.code, ambulance.province, [("upkeep", days, ambulance.upkeep_mad_per_day)])
