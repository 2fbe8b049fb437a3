"""Provinces and regions as people name them: by code, or by a French or Arabic name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.cli.session import Session
from planner.cli.spoken import MisuseError
from planner.domain.campaign import Province, Region
from planner.explain.figures import place_name
from planner.files.headers import plain


def find_provinces(asked: Sequence[str], provinces: Mapping[str, Province], session: Session) -> tuple[str, ...]:
    """Return the codes of the provinces that are asked for by code or name, whatever its case and accents.

    Raises
    ------
    MisuseError
        Where there is no such province, or more than one; with the code and name of each that is meant or could be.
    """
    return tuple(_find(each, provinces, "province", session) for each in asked)


def find_regions(asked: Sequence[str], regions: Mapping[str, Region], session: Session) -> tuple[str, ...]:
    """Return the codes of the regions that are asked for, as `find_provinces` does."""
    return tuple(_find(each, regions, "region", session) for each in asked)


def _find(asked: str, places: Mapping[str, Province | Region], kind: str, session: Session) -> str:
    if asked in places:
        return asked
    there = [each for each in places.values() if plain(asked) in map(plain, filter(None, (each.name_fr, each.name_ar)))]
    if len(there) == 1:
        return there[0].code
    known = [f"  {each.code}  {place_name(each, session.language)}" for each in there or places.values()]
    wrong = session.say(f"{kind}_ambiguous" if there else f"{kind}_unknown", asked=asked)
    raise MisuseError("\n".join([wrong, *known]))
