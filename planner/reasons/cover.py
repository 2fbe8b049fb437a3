"""Why no ambulance covers a douar: every ambulance at every centre, filtered in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from planner.domain.campaign import Campaign
from planner.domain.columns import VEHICLES
from planner.domain.money import to_centimes
from planner.domain.plan import Plan, UnservedRow
from planner.problem import Problem
from planner.problem.ambulances import NO_BASE, AmbulanceProblem
from planner.problem.arrays import Bools, Ints
from planner.problem.index import Index
from planner.reasons.money import CapLeft, broken_caps, with_least_money


@dataclass(frozen=True, slots=True)
class CoverGround:
    """Ambulances beside a plan.

    Attributes
    ----------
    counts
        Ambulances that reach each douar in time on each day, shape (douars, days).
    is_posted
        Shape (ambulances, days).
    free_posts
        Shape (centres, days).
    province, base, vehicle
        By ambulance.
    """

    problem: AmbulanceProblem
    upkeep: tuple[Fraction, ...]
    caps: tuple[CapLeft, ...]
    counts: Ints
    is_posted: Bools
    free_posts: Ints
    province: Ints
    base: Ints
    vehicle: Ints


def build_cover_ground(plan: Plan, campaign: Campaign, problem: Problem, caps: tuple[CapLeft, ...]) -> CoverGround:
    """Read from a plan which ambulances stand where and when."""
    index, posts, ambulances = problem.index, problem.ambulances, list(campaign.ambulances.values())
    counts = np.zeros((len(index.douars), index.n_days), np.int32)
    is_posted = np.zeros((len(ambulances), index.n_days), bool)
    free_posts = np.repeat(posts.posts[:, None], index.n_days, axis=1)
    vehicle = np.array([VEHICLES.index(each.access) for each in ambulances], np.int32)
    for post in plan.ambulance_posts:
        ambulance, centre = index.ambulances[post.ambulance], index.centres[post.centre]
        days = slice(index.day(post.from_), index.day(post.to) + 1)
        counts[:, days] += posts.covers[vehicle[ambulance], centre][:, None]
        is_posted[ambulance, days] = True
        free_posts[centre, days] -= 1
    return CoverGround(
        problem=posts,
        upkeep=tuple(Fraction(each.upkeep_mad_per_day) for each in ambulances),
        caps=caps,
        counts=counts,
        is_posted=is_posted,
        free_posts=free_posts,
        province=np.array([index.provinces[each.province] for each in ambulances], np.int32),
        base=np.array([index.centres[each.base] if each.base else NO_BASE for each in ambulances], np.int32),
        vehicle=vehicle,
    )


def explain_cover(ground: CoverGround, index: Index, rows: Iterable[UnservedRow]) -> Iterator[UnservedRow]:
    """Yield the rows of douars that are not covered on some day with their reasons."""
    for row in rows:
        yield _explain(ground, index.douars[row.code], row)


def _explain(ground: CoverGround, douar: int, row: UnservedRow) -> UnservedRow:
    """Return a row with what bars one ambulance more from covering a douar on all days on which none does."""
    problem, need = ground.problem, ground.counts[douar] == 0
    near = problem.covers[:, :, douar].any(0) & (problem.posts > 0)
    if not near.any():
        return replace(row, reason="too_far")
    # Ways are ambulances at centres, shape (ambulances, centres).
    ways = (ground.province[:, None] == problem.centre_province[None, :]) & near
    if not ways.any():
        return replace(row, reason="unit")
    ways &= problem.covers[ground.vehicle, :, douar]
    if not ways.any():
        return replace(row, reason="access")
    ways &= np.all(ground.free_posts[:, need] > 0, axis=1)
    if not ways.any():
        return replace(row, reason="capacity")
    is_based = (ground.base[:, None] == NO_BASE) | (ground.base[:, None] == np.arange(len(problem.posts)))
    ways &= is_based & ~np.any(ground.is_posted[:, need], axis=1, keepdims=True)
    if not ways.any():
        return replace(row, reason="unit")
    posts = [(int(ambulance), int(centre)) for ambulance, centre in zip(*np.nonzero(ways), strict=True)]
    broken = [_broken(ground, ambulance, need) for ambulance, _ in posts]
    paid = [post for post, caps in zip(posts, broken, strict=True) if not caps]
    if not paid:
        worth = [
            (caps, _upkeep_centimes(ground, post[0], need))
            for post, caps in zip(posts, broken, strict=True)
            if _gain(ground, *post, need) > _slack(ground, *post)
        ]
        return with_least_money(row, worth)
    is_worth = any(_gain(ground, *post, need) > -_slack(ground, *post) for post in paid)
    return replace(row, reason="search" if is_worth else "not_worth")


def _upkeep_centimes(ground: CoverGround, ambulance: int, need: Bools) -> int:
    """Return what an ambulance's upkeep is more when it is posted on some days more, rounded once a post."""
    marks = np.flatnonzero(np.diff(need, prepend=False, append=False))
    return sum(to_centimes(int(days) * ground.upkeep[ambulance]) for days in marks[1::2] - marks[::2])


def _broken(ground: CoverGround, ambulance: int, need: Bools) -> dict[CapLeft, int]:
    costs = _upkeep_centimes(ground, ambulance, need)
    return broken_caps(ground.caps, int(ground.province[ambulance]), {"upkeep": costs})


def _gain(ground: CoverGround, ambulance: int, centre: int, need: Bools) -> float:
    """Return what cover and backup by a post on some days are worth, less what it costs, centimes before rounding."""
    problem = ground.problem
    reached = problem.covers[ground.vehicle[ambulance], centre]
    counts, persons = ground.counts[reached][:, need], problem.population[reached]
    covered, backed_up = (int(persons @ (counts == others).sum(1)) for others in (0, 1))
    worth = (problem.cover * covered + problem.backup * backed_up) / problem.n_days
    return float(worth - _upkeep_centimes(ground, ambulance, need))


def _slack(ground: CoverGround, ambulance: int, centre: int) -> int:
    """Return what rounding could hide: a centime a douar reached."""
    return int(ground.problem.covers[ground.vehicle[ambulance], centre].sum())
