"""Money: every line of it, by what costs it, chapter and rate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Literal, NamedTuple

from planner.domain.campaign import Campaign, Caravan
from planner.domain.columns import PROFESSIONS, Chapter
from planner.domain.money import to_centimes, to_mad
from planner.domain.plan import BudgetRow, CaravanRow, PostDecision, StopRow, TourRow

CENT = Decimal("0.00")


class Cost(NamedTuple):
    """So much of something at one rate."""

    chapter: Chapter
    quantity: Decimal | int
    unit: str
    rate_mad: Decimal

    @property
    def centimes(self) -> int:
        """What it comes to, rounded."""
        return to_centimes(Fraction(self.quantity) * Fraction(self.rate_mad))


class Source(NamedTuple):
    """What costs money, and in which province."""

    kind: Literal["tour", "caravan", "ambulance"]
    code: str
    province: str


def derive_budget(
    campaign: Campaign,
    tours: Sequence[TourRow],
    stops: Iterable[StopRow],
    caravans: Iterable[CaravanRow],
    posts: Iterable[PostDecision],
) -> tuple[BudgetRow, ...]:
    """Return the lines of money of tours, caravans and ambulances in this order, each in order of code.

    A tour has a line a chapter, and of per diem one for its nights and one for each row of its crew; a caravan one for
    its fixed cost and one for each row of its crew; an ambulance one a post. Each is rounded once, and left out where
    it costs nothing.
    """
    rows: list[BudgetRow] = []
    for source, costs in _costs(campaign, tours, stops, caravans, posts):
        for cost in costs:
            if amount := cost.centimes:
                rows.append(
                    BudgetRow(
                        line=len(rows) + 1,
                        chapter=cost.chapter,
                        region=campaign.provinces[source.province].region,
                        province=source.province,
                        source_kind=source.kind,
                        source=source.code,
                        quantity=Decimal(cost.quantity),
                        unit=cost.unit,
                        rate_mad=cost.rate_mad + CENT,
                        amount_mad=to_mad(amount),
                    )
                )
    return tuple(rows)


def _costs(
    campaign: Campaign,
    tours: Sequence[TourRow],
    stops: Iterable[StopRow],
    caravans: Iterable[CaravanRow],
    posts: Iterable[PostDecision],
) -> Iterator[tuple[Source, list[Cost]]]:
    """Yield everything that costs money and what it costs."""
    seen = Counter[str]()
    for stop in stops:
        seen[stop.tour] += stop.consultations
    for code, days in groupby(tours, key=lambda row: row.tour):
        yield _tour_costs(campaign, list(days), seen[code])
    for row in caravans:
        wish = campaign.caravans[row.caravan]
        yield Source("caravan", wish.code, row.province), _caravan_costs(campaign, wish)
    for post in sorted(posts, key=lambda post: (post.ambulance, post.from_)):
        ambulance, posted = campaign.ambulances[post.ambulance], (post.to - post.from_).days + 1
        yield (
            Source("ambulance", ambulance.code, ambulance.province),
            [Cost("upkeep", posted, "day", ambulance.upkeep_mad_per_day)],
        )


def _tour_costs(campaign: Campaign, days: list[TourRow], consultations: int) -> tuple[Source, list[Cost]]:
    unit, rates = campaign.units[days[0].unit], campaign.settings.costs
    km = sum((day.km for day in days), Decimal(0))
    nights = campaign.crew_size(unit.crew) * (len(days) - 1)
    return Source("tour", days[0].tour, unit.province), [
        Cost("fuel", km * unit.litres_per_100km.scaleb(-2), "l", rates.fuel_mad_per_l),
        Cost("upkeep", km, "km", unit.upkeep_mad_per_km),
        *_per_diem(campaign, unit.crew, len(days)),
        Cost("per_diem", nights, "night", rates.night_mad_per_person),
        Cost("medicines", consultations, "consultation", rates.medicines_mad_per_consultation),
        Cost("hire", len(days), "day", unit.hire_mad_per_day),
    ]


def _caravan_costs(campaign: Campaign, wish: Caravan) -> list[Cost]:
    return [Cost("caravans", 1, "caravan", wish.fixed_mad), *_per_diem(campaign, wish.crew, wish.days)]


def caravan_centimes(campaign: Campaign, wish: Caravan) -> Counter[Chapter]:
    """Return what a caravan costs wherever it is held, centimes of each chapter."""
    spent = Counter[Chapter]()
    for cost in _caravan_costs(campaign, wish):
        spent[cost.chapter] += cost.centimes
    return spent


def _per_diem(campaign: Campaign, crew: str, days: int) -> Iterator[Cost]:
    """Yield what a crew's duty costs, a line for each of its rows in order of profession."""
    rates = campaign.settings.costs.per_diem_mad
    order = {profession: place for place, profession in enumerate(PROFESSIONS)}
    for seat in sorted(campaign.crew(crew), key=lambda seat: (order[seat.profession], seat.specialty, seat.count)):
        yield Cost("per_diem", seat.count * days, "day", rates[seat.profession])


def money_by_chapter(budget: Iterable[BudgetRow]) -> Counter[Chapter]:
    """Return the centimes of each chapter."""
    money = Counter[Chapter]()
    for row in budget:
        money[row.chapter] += to_centimes(row.amount_mad)
    return money
