"""Who is to be served: the douars' persons, how cut off they are, and how often they should be seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from geodata.morocco import age_shares, communes, seasons
from planner.demo.draw import apportion, pick, stream
from planner.demo.ground import Ground, Spot
from planner.demo.shape import DemoShape
from planner.domain.campaign import Douar
from planner.domain.columns import Risk
from planner.domain.settings import Policy

RISK_DOUARS: Final[dict[Risk, int]] = {"red": 627, "orange": 1087, "yellow": 300}
"""Douars by class of risk in the plan of the Ministry of the Interior for 2024-25."""
ISOLATION_DAYS: Final[dict[Risk, tuple[int, int]]] = {
    "red": (5, 12),
    "orange": (2, 4),
    "yellow": (0, 1),
    "none": (0, 0),
}
"""Fewest and most days cut off by class: the thresholds of that plan."""
SPREAD: Final = 0.75
"""Standard deviation of the logarithm of a douar's persons: 0.78 in the census's douars of Azilal's High Atlas."""
LEAST_PERSONS: Final = 30
MOST_TIMES: Final = 4.0
"""No douar is larger than so many times the median: the largest there is 4.6 times as large."""
RISK_NOISE_M: Final = 200.0
"""So much does anything but altitude say in how cut off a douar is."""
OVERRIDES: Final = {0: 0.2, 1: 0.2, 2: 0.2, 5: 0.2, 6: 0.2}
OVERRIDDEN: Final = 0.25
QUIET: Final = 0.1
"""Share of the yellow douars that lose their class where a shape asks for overrides."""


def build_douars(shape: DemoShape, grounds: Sequence[Ground], policy: Policy) -> list[Douar]:
    """Return the douars of all provinces, in order of code.

    Persons are log-normal and add up to the shape's; the highest douars are red, as Interior shares the classes; visits
    follow the risk, and one more is asked for in as many orange ones as bring the sum to that of the season 2023-24.
    """
    rng = stream(shape.seed, "people")
    spots = [(ground.province, number, spot) for ground in grounds for number, spot in enumerate(ground.spots, 1)]
    n = len(spots)
    weights = np.minimum(rng.lognormal(0, SPREAD, n), MOST_TIMES)
    persons = apportion(round(shape.persons_per_douar * n), weights.tolist(), least=LEAST_PERSONS)
    risks = _risks(rng, [spot for _, _, spot in spots], shape)
    visits = _visits(rng, risks, policy, shape)
    shares = _shares_by_name({ground.province for ground in grounds})
    douars = []
    for (province, number, spot), population, risk, wanted in zip(spots, persons, risks, visits, strict=True):
        young, old = shares[province, spot.commune] + rng.normal(0, 0.012, 2)
        pregnant = int(rng.binomial(population, 0.0055))
        least, most = ISOLATION_DAYS[risk]
        douars.append(
            Douar(
                code=f"D-{province.replace('.', '')}-{number:04d}",
                name_fr=spot.name_fr,
                name_ar=spot.name_ar,
                province=province,
                commune=spot.commune,
                lat=spot.lat,
                lon=spot.lon,
                altitude_m=float(spot.altitude_m),
                risk=risk,
                population=population,
                children=round(population * max(young, 0.0)),
                elderly=round(population * max(old, 0.0)),
                chronic=round(population * rng.uniform(0.055, 0.09)),
                pregnant=pregnant,
                near_term=int(rng.binomial(pregnant, 0.22)),
                isolation_days=int(rng.integers(least, most + 1)),
                visits=wanted,
            )
        )
    return douars


def _shares_by_name(provinces: Iterable[str]) -> dict[tuple[str, str], np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Return the shares of children and elderly by province and commune's name."""
    there = set(provinces)
    return {
        (commune.parent, commune.name_fr): np.array(age_shares()[code])
        for code, commune in communes().items()
        if commune.parent in there
    }


def _risks(rng: np.random.Generator, spots: Sequence[Spot], shape: DemoShape) -> list[Risk]:
    """Return each douar's class: the highest are red and the lowest yellow, but for noise."""
    height = np.array([spot.altitude_m for spot in spots]) + rng.normal(0, RISK_NOISE_M, len(spots))
    classes: list[Risk] = []
    for risk, count in zip(RISK_DOUARS, apportion(len(spots), list(RISK_DOUARS.values())), strict=True):
        classes += [risk] * count
    risks: list[Risk] = ["none"] * len(spots)
    for risk, row in zip(classes, np.argsort(-height, kind="stable"), strict=True):
        risks[row] = "none" if shape.has_overrides and risk == "yellow" and rng.random() < QUIET else risk
    return risks


def _visits(rng: np.random.Generator, risks: Sequence[Risk], policy: Policy, shape: DemoShape) -> list[int | None]:
    """Return the visits that a douar wants other than by its risk; None for most."""
    if shape.has_overrides:
        return [pick(rng, OVERRIDES) if rng.random() < OVERRIDDEN else None for _ in risks]
    season = seasons()["2023-24"]
    wanted = round(len(risks) * (season.visits or 0) / (season.douars or 1))
    missing = wanted - sum(policy.visits[risk] for risk in risks)
    orange = [row for row, risk in enumerate(risks) if risk == "orange"]
    more = set(rng.permutation(orange)[: max(missing, 0)])
    return [policy.visits["orange"] + 1 if row in more else None for row in range(len(risks))]
