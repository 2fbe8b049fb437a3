"""The money that caravans lack: the caps that they would exceed, what is left under each and what they need of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import NamedTuple

from planner.derive.money import caravan_centimes
from planner.domain.campaign import Campaign, Cap, Caravan
from planner.domain.cap_codes import cap_code
from planner.domain.money import to_centimes, whole_centimes
from planner.domain.plan import Plan, Run, UnservedRow
from planner.explain.voice import MOST_NAMED, Voice

Spent = Callable[[Cap], int]
"""The money of a plan that a cap limits, centimes."""


class Short(NamedTuple):
    """A cap that a caravan would exceed wherever it is held, what it needs of it and what is left, centimes."""

    cap: Cap
    needed: int
    left: int


def spent_under(cap: Cap, plan: Plan) -> int:
    """Return the money of a plan that a cap limits, centimes."""
    return sum(
        to_centimes(line.amount_mad)
        for line in plan.budget
        if cap.region in ("", line.region) and cap.province in ("", line.province) and cap.chapter in ("", line.chapter)
    )


def spent_in(plan: Plan) -> Spent:
    """Return what says how much of a plan's money a cap limits, adding each up once."""
    return cache(partial(spent_under, plan=plan))


def short_caps(wish: Caravan, spent: Spent, campaign: Campaign) -> Iterator[Short]:
    """Yield the caps that a caravan would exceed beside what is spent, the envelope last.

    Of caps on one province those alone are asked where it must be held.
    """
    costs = caravan_centimes(campaign, wish)
    province = campaign.site(wish.site).province if wish.site else wish.province
    total = campaign.settings.budget.total_mad
    for cap in (*campaign.caps, *([] if total is None else [Cap(amount_mad=total)])):
        if cap.region in ("", wish.region) and cap.province in ("", province):
            needed = sum(each for chapter, each in costs.items() if cap.chapter in ("", chapter))
            left = whole_centimes(cap.amount_mad) - spent(cap)
            if needed > left:
                yield Short(cap, needed, left)


def caps_text(row: UnservedRow, spent: Spent, voice: Voice) -> str:
    """Return the caps that a row's caravan would exceed, in words; blank where none of them alone is short."""
    shorts = short_caps(voice.campaign.caravans[row.code], spent, voice.campaign)
    return voice.say("then").join(
        voice.say(
            "caravan_cap",
            lever=voice.lever(cap_code(short.cap)),
            needed=voice.mad(short.needed),
            left=voice.mad(short.left),
        )
        for short in shorts
    )


def tell_caravan_money(run: Run, voice: Voice) -> Iterator[str]:
    """Yield a line for each of the first caravans that money keeps from being held."""
    rows = [row for row in run.plan.unserved if (row.kind, row.reason) == ("caravan", "money")]
    spent = spent_in(run.plan)
    for row in rows[:MOST_NAMED]:
        if caps := caps_text(row, spent, voice):
            yield voice.say("caravan_money", code=row.code, caps=caps)
