"""Campaigns of random rules: policy, hours, rates, crews and who is there when, which shapes leave as usual."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from planner.check_campaign.build import build_campaign
from planner.demo import DemoShape, make_campaign
from planner.domain.campaign import Campaign, Caravan, Pin, Seat, Unit
from planner.domain.columns import WEEK, Clock, Profession
from planner.domain.settings import Calendar, Costs, Policy
from planner.files.write import to_rows

CREWS: Final[tuple[tuple[tuple[Profession, int], ...], ...]] = (
    (("doctor", 1), ("doctor", 1), ("nurse", 2), ("driver", 1)),
    (("specialist", 1), ("specialist", 2), ("nurse", 1), ("nurse", 1)),
    (("nurse", 1), ("driver", 0)),
)
"""Crews of a unit, several rows of which are of one profession."""
BREAKS: Final = ((), (Clock(720), Clock(840)), (Clock(720), Clock(720)), (Clock(600), Clock(1000)))


def varied(shape: DemoShape, chance: random.Random) -> Campaign | None:
    """Return the campaign of a shape under rules by chance; None where it cannot be planned, as a pin breaks a rule."""
    campaign = make_campaign(shape)
    return build_campaign(to_rows(_Chance(chance, campaign).vary()))[0]


class _Chance:
    """What is other than usual in one campaign: each thing by itself, in half of all campaigns or fewer.

    Attributes
    ----------
    decimals
        Of every rate of the campaign that is drawn.
    """

    def __init__(self, chance: random.Random, campaign: Campaign) -> None:
        self.chance, self.campaign = chance, campaign
        self.decimals = chance.choice([0, 1, 2, 3, 4, 6])

    def vary(self) -> Campaign:
        """Return the campaign with what is other."""
        campaign, settings = self.campaign, self.campaign.settings
        pinned = {pin.unit for pin in campaign.pins}
        units = {code: self._unit(unit) for code, unit in campaign.units.items()}
        if self.maybe(0.3):
            lone = self.chance.choice(sorted(units))
            units = {code: unit for code, unit in units.items() if code == lone or code in pinned}
        ambulances = {
            code: replace(each, upkeep_mad_per_day=self.rate(40)) if self.maybe() else each
            for code, each in campaign.ambulances.items()
        }
        return replace(
            campaign,
            settings=replace(
                settings,
                policy=self._policy(settings.policy),
                costs=self._costs(settings.costs),
                calendar=self._calendar(settings.calendar),
            ),
            units=units,
            ambulances=ambulances,
            caravans={code: self._caravan(wish) for code, wish in campaign.caravans.items()},
            crews=self._crews(),
            caps=tuple(replace(cap, amount_mad=self._amount(cap.amount_mad)) for cap in campaign.caps),
            pins=(*campaign.pins, *self._posts()),
        )

    def maybe(self, share: float = 0.5) -> bool:
        """Return whether something is so."""
        return self.chance.random() < share

    def rate(self, most: int) -> Decimal:
        """Return a rate below the most, MAD."""
        return self.share(most, self.decimals)

    def share(self, most: int, decimals: int = 3) -> Decimal:
        """Return a number from 0 to the most, both of which are drawn now and then."""
        if self.maybe(0.1):
            return Decimal(self.chance.choice([0, most]))
        return Decimal(self.chance.randint(0, most * 10**decimals)).scaleb(-decimals)

    def _some(self, **drawn: Any) -> dict[str, Any]:
        """Return half of what was drawn."""
        return {name: value for name, value in drawn.items() if self.maybe()}

    def _policy(self, usual: Policy) -> Policy:
        pick = self.chance.choice
        return replace(
            usual,
            **self._some(
                visits={risk: self.chance.randint(0, 5) for risk in usual.visits},
                gap_min_days=pick([0, 1, 2, 5, 14, 40]),
                gap_max_days=pick([0, 10, 45, 200]),
                value_mad_per_person={risk: self.rate(90) for risk in usual.value_mad_per_person},
                repeat_value=self.share(1),
                late_mad_per_person_day=self.rate(2),
                attendance=self.share(1),
                minutes_per_consultation=self.share(15, 2),
                min_share=self.share(1, 2),
                unit_days_per_week=self.chance.randint(0, 7),
                setup_min=pick([0, 10, 40, 90]),
                max_nights=self.chance.randint(0, 3),
                coverage_floor=self.share(1, 2),
                shortfall_mad_per_person=self.rate(40),
                caravan_value_mad_per_person=self.rate(60),
                cover_mad_per_person=self.rate(6),
                backup_mad_per_person=self.rate(4),
            ),
        )

    def _costs(self, usual: Costs) -> Costs:
        return replace(
            usual,
            **self._some(
                fuel_mad_per_l=self.rate(20),
                medicines_mad_per_consultation=self.rate(30),
                night_mad_per_person=self.rate(200),
                per_diem_mad={profession: self.rate(150) for profession in usual.per_diem_mad},
            ),
        )

    def _calendar(self, usual: Calendar) -> Calendar:
        return replace(
            usual,
            **self._some(
                weekdays=WEEK,
                work_min=self.chance.choice([300, 480, 700]),
                friday_break=self.chance.choice(BREAKS),
            ),
        )

    def _unit(self, usual: Unit) -> Unit:
        head = self.campaign.settings.campaign
        days = (head.end - head.start).days
        return replace(
            usual,
            **self._some(
                consultations_per_day=self.chance.choice([0, 5, 60, 180]),
                clinicians=self.chance.randint(1, 4),
                litres_per_100km=self.rate(20),
                upkeep_mad_per_km=self.rate(3),
                hire_mad_per_day=self.rate(300),
            ),
            from_=head.start + timedelta(self.chance.randint(0, days)) if self.maybe(0.25) else usual.from_,
            to=head.start + timedelta(self.chance.randint(0, days)) if self.maybe(0.25) else usual.to,
        )

    def _caravan(self, usual: Caravan) -> Caravan:
        return replace(usual, **self._some(fixed_mad=self.rate(20_000), days=self.chance.randint(1, 3)))

    def _crews(self) -> tuple[Seat, ...]:
        """Return the crews, that of units now and then of several rows a profession, and each caravan's twice over."""
        seats = self.campaign.crews
        if self.maybe(0.4):
            others = tuple(seat for seat in seats if seat.crew != "unit")
            unit = self.chance.choice(CREWS)
            seats = (*others, *(Seat(crew="unit", profession=each, count=count) for each, count in unit))
        return (*seats, *(seat for seat in seats if seat.crew != "unit")) if self.maybe(0.2) else seats

    def _amount(self, usual: Decimal) -> Decimal:
        return round(usual * self.share(2), 2) if self.maybe(0.4) else usual

    def _posts(self) -> Iterator[Pin]:
        """Yield a span of the season that an ambulance must stand at a centre of its province, now and then."""
        head, campaign = self.campaign.settings.campaign, self.campaign
        if not campaign.ambulances or not self.maybe(0.4):
            return
        ambulance = self.chance.choice(list(campaign.ambulances.values()))
        centres = [each.code for each in campaign.centres.values() if each.province == ambulance.province]
        first, last = sorted(self.chance.randint(0, (head.end - head.start).days) for _ in range(2))
        yield Pin(
            kind="ambulance",
            ambulance=ambulance.code,
            centre=ambulance.base or self.chance.choice(centres),
            from_=head.start + timedelta(first),
            to=head.start + timedelta(last),
        )
