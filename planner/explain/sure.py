"""How sure a plan is: what is proven about better ones, and what went otherwise than meant."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from planner.check_plan.pins import describe_pin, missing_pins
from planner.domain.campaign import Campaign
from planner.domain.notes import read_note
from planner.domain.plan import Run
from planner.errors import Language
from planner.explain.more_visits import most_more_visits
from planner.explain.partial_visits import partial_visits
from planner.explain.unserved import reason_of
from planner.explain.voice import Voice

GOOD_GAP: Final = Fraction(5, 100)
"""Of what operations cost: up to here hardly anything is left to gain, as a visit or two are worth as much …"""
FAIR_GAP: Final = Fraction(20, 100)
"""… and up to here a plan can be used. A reading aid, told in docs/plan.md."""


def tell_sure(run: Run, voice: Voice) -> Iterator[str]:
    """Yield the status, what is owed, the proven limit, how many visits it leaves room for, and the notes."""
    yield voice.say(f"sure_{run.status}")
    yield from _owed(run, voice)
    yield from _bound(run, voice)
    yield _more(run, voice)
    for text in run.notes:
        note = read_note(text, voice.campaign.provinces)
        yield (
            text
            if note is None
            else voice.say(f"note_{note.word}", province=voice.province(note.province), detail=note.detail)
        )


def tell_infeasible(run: Run, campaign: Campaign, language: Language) -> Iterator[str]:
    """Yield that a plan does not do all that is demanded, and what that is; nothing where it does."""
    if run.status == "infeasible":
        voice = Voice(campaign, language)
        yield voice.say("sure_infeasible")
        yield from _owed(run, voice)


def _owed(run: Run, voice: Voice) -> Iterator[str]:
    """Yield what is demanded and not done; of a caravan, why, where that is known."""
    held = {row.caravan for row in run.plan.caravans}
    reasons = {row.code: reason_of(row, voice) for row in run.plan.unserved if row.kind == "caravan"}
    for caravan in voice.campaign.caravans.values():
        if caravan.mandatory == "1" and caravan.code not in held:
            told = voice.say("owed_caravan", code=caravan.code)
            yield f"{told} {reasons[caravan.code]}" if caravan.code in reasons else told
    for pin in missing_pins(run.plan, voice.campaign):
        yield voice.say("owed_pin", kind=voice.say(f"pin_{pin.kind}"), what=describe_pin(pin))


def _bound(run: Run, voice: Voice) -> Iterator[str]:
    """Yield the limit and what lies between; a gap larger than what it is held against is told without a share."""
    objective, operations = run.plan.objective_centimes, run.plan.operations_centimes
    room = objective - run.bound_centimes
    if not room:
        yield voice.say("sure_bound_met")
        return
    yield voice.say("sure_bound", bound=voice.mad(run.bound_centimes), room=voice.mad(room))
    if room <= operations:
        yield voice.say("sure_operations", gap=voice.share(room, operations))
        if run.status not in ("optimal", "infeasible"):
            gap = Fraction(room, operations)
            verdict = "good" if gap <= GOOD_GAP else "fair" if gap <= FAIR_GAP else "wide"
            yield voice.say(f"sure_gap_{verdict}", good=voice.share(GOOD_GAP), fair=voice.share(FAIR_GAP))
    elif operations:
        yield voice.say("sure_operations_less", operations=voice.mad(operations))
    if room <= abs(objective):
        yield voice.say("sure_gap_objective", gap=voice.share(room, abs(objective)))


def _more(run: Run, voice: Voice) -> str:
    """Return how many more visits a better plan might have."""
    more, partial = most_more_visits(run, voice.campaign), partial_visits(run.plan, voice.campaign)
    if not more.missing:
        is_partial = partial.visits > 0
        return voice.say("sure_partial" if is_partial else "sure_complete", persons=voice.count(partial.persons))
    if not more.most:
        return voice.say("sure_more_none", missing=voice.count(more.missing))
    if more.most == more.missing:
        return voice.say("sure_more_any", missing=voice.count(more.missing))
    return voice.say("sure_more", most=voice.count(more.most), missing=voice.count(more.missing))
