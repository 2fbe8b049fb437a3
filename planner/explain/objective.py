"""What a plan's objective is the sum of, and why one that serves fewer persons can have the better one."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from planner.derive.coverage import shortfall_centimes
from planner.derive.lateness import late_person_days, lateness_centimes
from planner.domain.campaign import Campaign
from planner.domain.money import to_centimes
from planner.domain.plan import Plan
from planner.explain.voice import Voice


class Parts(NamedTuple):
    """What an objective is the sum of, centimes: it is money + late + short − visits − caravans − cover.

    Attributes
    ----------
    visits, caravans, cover
        What they are worth, cover with backup.
    repeats
        Of `visits`, what those after a douar's first are worth.
    """

    money: int
    late: int
    short: int
    visits: int
    repeats: int
    caravans: int
    cover: int

    @property
    def worth(self) -> int:
        """What all that is served is worth."""
        return self.visits + self.caravans + self.cover


def parts_of(plan: Plan, campaign: Campaign) -> Parts:
    """Return what a plan's objective is the sum of; cover is what the others leave of it."""
    money = sum(to_centimes(line.amount_mad) for line in plan.budget)
    late = lateness_centimes(campaign, late_person_days(campaign, plan.visits))
    short = shortfall_centimes(campaign, plan.visits)
    visits = sum(to_centimes(visit.value_mad) for visit in plan.visits)
    repeats = sum(to_centimes(visit.value_mad) for visit in plan.visits if visit.number > 1)
    caravans = sum(to_centimes(row.value_mad) for row in plan.caravans)
    cover = money + late + short - visits - caravans - plan.objective_centimes
    return Parts(money, late, short, visits, repeats, caravans, cover)


def tell_objective(plan: Plan, voice: Voice) -> Iterator[str]:
    """Yield the objective as a sum, what its worth is of, and why serving fewer persons can better it."""
    parts = parts_of(plan, voice.campaign)
    yield voice.say(
        "objective_sum",
        objective=voice.mad(plan.objective_centimes),
        money=voice.mad(parts.money),
        late=voice.mad(parts.late),
        short=voice.mad(parts.short),
        worth=voice.mad(parts.worth),
    )
    yield voice.say(
        "objective_worth",
        visits=voice.mad(parts.visits),
        repeats=voice.mad(parts.repeats),
        caravans=voice.mad(parts.caravans),
        cover=voice.mad(parts.cover),
    )
    yield voice.say("objective_persons", repeat=voice.share(Fraction(voice.campaign.settings.policy.repeat_value)))
