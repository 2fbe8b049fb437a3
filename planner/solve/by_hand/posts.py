"""Ambulances posted by hand: province by province, each where it brings most people a cover that they lack."""

from __future__ import annotations

from math import ceil

import numpy as np

from planner.problem.ambulances import NO_BASE, AmbulanceProblem, PostPin
from planner.problem.answer import PostChoice
from planner.solve.by_hand.purse import Purse


def post_by_hand(problem: AmbulanceProblem, purse: Purse) -> tuple[PostChoice, ...]:
    """Return the pinned posts, and all season those that are worth more than their upkeep; the purse pays for them.

    A pinned ambulance stands nowhere else, and its posts are taken all season.
    """
    pins: dict[int, list[PostPin]] = {}
    for pin in problem.pins:
        pins.setdefault(pin.ambulance, []).append(pin)
    covers, room = np.zeros(len(problem.population), np.int64), problem.posts.copy()
    for kind, ambulances in problem.classes.items():
        for ambulance in pins.keys() & set(ambulances):
            days = sum(pin.last_day + 1 - pin.first_day for pin in pins[ambulance])
            purse.pay(kind.province, {"upkeep": ceil(kind.upkeep * days)})
            for centre in {pin.centre for pin in pins[ambulance]}:
                covers += problem.covers[kind.vehicle, centre]
                room[centre] -= 1
    posts = [PostChoice(*pin) for pin in problem.pins]
    worth = problem.population[:, None] * np.array([float(problem.cover), float(problem.backup), 0.0])
    for kind, ambulances in problem.classes.items():
        own = np.flatnonzero(problem.centre_province == kind.province)
        centres = own if kind.base == NO_BASE else np.array([kind.base])
        cost = ceil(kind.upkeep * problem.n_days)
        for ambulance in [each for each in ambulances if each not in pins]:
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
