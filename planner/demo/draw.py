"""Chance by seed, shares in whole numbers, and straight distances: what every stage of the maker draws with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date as Day
from datetime import timedelta
from typing import Final, Protocol, TypeVar

import numpy as np

from geodata.travel import Floats, Places, great_circle_km

T = TypeVar("T")

FIRST_NAMES: Final = (
    "Abdellah", "Ahmed", "Aïcha", "Amina", "Asmae", "Brahim", "Driss", "Fadma", "Fatima", "Ghizlane", "Hamid", "Hanane",
    "Hassan", "Ilham", "Itto", "Jamal", "Karim", "Khadija", "Lahcen", "Latifa", "Malika", "Mbarek", "Mohamed", "Moha",
    "Naïma", "Omar", "Rachid", "Rkia", "Saïd", "Salma", "Tihya", "Youssef", "Zahra", "Zineb",
)  # fmt: skip
INITIALS: Final = "ABCDEFGHIKLMNORSTYZ"


class Located(Protocol):
    """Whatever has a position, WGS84."""

    @property
    def lat(self) -> float:
        """Degrees north."""

    @property
    def lon(self) -> float:
        """Degrees east."""


class Named(Protocol):
    """Whatever has a name in French."""

    @property
    def name_fr(self) -> str:
        """The name."""


def stream(seed: int, *of: str) -> np.random.Generator:
    """Return the chance of one stage, and of one province within it, so that no stage changes what another draws."""
    return np.random.default_rng([seed, *"|".join(of).encode()])


def apportion(total: int, weights: Sequence[float], least: int = 0) -> list[int]:
    """Share a number out by largest remainders, after giving each `least` where there is enough for that."""
    given = least if least * len(weights) <= total else 0
    rest = total - given * len(weights)
    quotas = np.array(weights, float) / sum(weights) * rest
    counts = np.floor(quotas).astype(int)
    order = np.argsort(counts - quotas, kind="stable")
    counts[order[: rest - int(counts.sum())]] += 1
    return [given + int(count) for count in counts]


def pick(rng: np.random.Generator, shares: Mapping[T, float]) -> T:
    """Return one of some things, each as likely as its share of them all."""
    things = list(shares)
    weights = np.array(list(shares.values()), float)
    return things[int(rng.choice(len(things), p=weights / weights.sum()))]


def draw_span(rng: np.random.Generator, start: Day, end: Day, least: int, most: int) -> tuple[Day, Day]:
    """Return first and last day of a span within another, from `least` to `most` days long, or all of it if shorter."""
    whole = (end - start).days + 1
    length = min(int(rng.integers(least, most + 1)), whole)
    first = start + timedelta(int(rng.integers(0, whole - length + 1)))
    return first, first + timedelta(length - 1)


def km_between(origins: Sequence[Located], targets: Sequence[Located]) -> Floats:
    """Return straight distances, km, shape (origins, targets)."""

    def places(there: Sequence[Located]) -> Places:
        nothing = np.full(len(there), np.nan)
        lon, lat = np.array([each.lon for each in there], float), np.array([each.lat for each in there], float)
        return Places(("",) * len(there), lon, lat, nothing, np.zeros(len(there), bool))

    return great_circle_km(places(origins), places(targets))


def invented_name(rng: np.random.Generator) -> str:
    """Return a first name and an initial that are nobody's."""
    return f"{rng.choice(FIRST_NAMES)} {rng.choice(list(INITIALS))}."


def invented_phone(rng: np.random.Generator) -> str:
    """Return a telephone number out of a range that is nobody's."""
    return f"0600-000-{rng.integers(0, 1000):03d}"


def bare_name(place: Named) -> str:
    """Return a place's name without the word that says that it is a douar."""
    return place.name_fr.removeprefix("Douar ")
