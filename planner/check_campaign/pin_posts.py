"""Rules that a pinned ambulance may break: its centre, its span, and those that stand there too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from planner.check_campaign.pin_facts import Broken, PinFacts
from planner.domain.campaign import Pin
from planner.domain.rules import Rule


def posts_are_theirs(facts: PinFacts) -> Iterator[Broken]:
    """An ambulance stands in its province, at its base if it has one, on days of the season."""
    for pin in facts.pins["ambulance"]:
        ambulance, centre = facts.campaign.ambulances[pin.ambulance], facts.campaign.centres[pin.centre]
        first, last = facts.post_span(pin)
        if last < first:
            yield Broken(Rule.AMBULANCE_POSTS, (pin,), "from")
        elif centre.province != ambulance.province or ambulance.base not in ("", pin.centre):
            yield Broken(Rule.AMBULANCE_POSTS, (pin,), "centre")


def one_post_at_a_time(facts: PinFacts) -> Iterator[Broken]:
    """An ambulance stands at one centre on a day."""
    pins = facts.pins["ambulance"]
    for number, pin in enumerate(pins):
        for other in pins[:number]:
            if other.ambulance == pin.ambulance and other.centre != pin.centre and _meet(facts, other, pin):
                yield Broken(Rule.ONE_POST_AT_A_TIME, (other, pin), "centre")


def posts_are_free(facts: PinFacts) -> Iterator[Broken]:
    """On the day that an ambulance comes, its centre has a post for it beside those that stand there."""
    by_centre: dict[str, list[Pin]] = defaultdict(list)
    for pin in sorted(facts.pins["ambulance"], key=facts.post_span):
        there = [
            other for other in by_centre[pin.centre] if other.ambulance != pin.ambulance and _meet(facts, other, pin)
        ]
        if len({other.ambulance for other in there}) + 1 > facts.campaign.centres[pin.centre].ambulance_posts:
            yield Broken(Rule.POST_CAPACITY, (*there, pin), "centre")
        by_centre[pin.centre].append(pin)


def _meet(facts: PinFacts, one: Pin, other: Pin) -> bool:
    """Whether one pin is still held on a day of another; with those sorted by first day, on the other's first."""
    (first, last), (from_, to) = facts.post_span(one), facts.post_span(other)
    return max(first, from_) <= min(last, to)
