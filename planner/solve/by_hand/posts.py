"""Ambulances posted by hand: province by province, each where it brings most people a cover that they lack."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from planner.problem.ambulances import NO_BASE, AmbulanceProblem, PostPin
from planner.problem.answer import PostChoice
from planner.solve.by_hand.purse import Purse


def pay_for_posts(problem: AmbulanceProblem, posts: Iterable[PostChoice | PostPin], purse: Purse) -> None:
    """Let the purse pay for posts; those that are pinned come before all else."""
    for post in posts:
        kind = problem.class_of[post.ambulance]
        purse.pay(kind.province, {"upkeep": kind.upkeep_centimes(post.last_day + 1 - post.first_day)})


def post_by_hand(problem: AmbulanceProblem, purse: Purse) -> tuple[PostChoice, ...]:
    """Return the pinned posts, and all season those that are worth more than their upkeep, for which the purse pays.

    A pinned ambulance stands nowhere else, and its posts are taken all season.
    """
    pinned = {(pin.ambulance, pin.centre) for pin in problem.pins}
    covers, room = np.zeros(len(problem.population), np.int64), problem.posts.copy()
    for kind, ambulances in problem.classes.items():
        for centre in (centre for ambulance, centre in sorted(pinned) if ambulance in ambulances):
            covers += problem.covers[kind.vehicle, centre]
            room[centre] -= 1
    posts = [PostChoice(*pin) for pin in problem.pins]
    worth = problem.population[:, None] * np.array([float(problem.cover), float(problem.backup), 0.0])
    for kind, ambulances in problem.classes.items():
        own = np.flatnonzero(problem.centre_province == kind.province)
        centres = own if kind.base == NO_BASE else np.array([kind.base])
        cost = kind.upkeep_centimes(problem.n_days)
        for ambulance in sorted(set(ambulances) - {ambulance for ambulance, _ in pinned}):
            missing = worth[np.arange(len(covers)), np.minimum(covers, 2)]
            gains = (problem.covers[kind.vehicle, centres] @ missing) * (room[centres] > 0)
            if gains.max(initial=0) <= cost or not purse.affords(kind.province, {"upkeep": cost}):
                break
            centre = int(centres[gains.argmax()])
            purse.pay(kind.province, {"upkeep": cost})
            covers += problem.covers[kind.vehicle, centre]
            room[centre] -= 1
            posts.append(PostChoice(ambulance, centre, 0, problem.n_days - 1))
    return tuple(sorted(posts, key=lambda post: (post.ambulance, post.first_day)))
